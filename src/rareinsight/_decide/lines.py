"""Where articles start on a page, and what each line is: title, source line, boilerplate, body.

Lines are labelled before a body is cut into chunks: from the line itself, its article so far and the
few lines below, so that a streamed page gives the same articles as a whole one, in bounded memory.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from rareinsight._decide import Row, first_row
from rareinsight._decide.facts import LONGEST_HEADING
from rareinsight._page.grammar import Grammar, fold
from rareinsight._page.lines import Line, join_blocks, look_at
from rareinsight._page.shapes import ends_sentence, is_title, is_title_case, size_of

TITLE: Final = "title"
TITLE_BELOW: Final = "title below"
SOURCE: Final = "source"
SOURCE_BELOW: Final = "source below"
BODY: Final = "body"
TEXT: Final = "text"
BOILERPLATE: Final = "boilerplate"
REFERENCE: Final = "reference"

#: A line of front matter: ``tags:``, and what is below it.
_FIELD: Final = re.compile(r"[\w-]+:|- |\s+\S")
_MOST_FIELDS: Final = 60
#: In words.
_LONGEST_TITLE: Final = 40
#: In characters: the length of a line that holds a whole body or a paragraph.
_LONG_LINE: Final = 80
#: How many lines with words below a line are considered, and blank lines between a title and its source line.
_AHEAD: Final = 6
_BODY_KINDS: Final = ("marked", "heading", "opening", "cited", "title")


class Draft:
    """An article while its lines are being collected."""

    __slots__ = (
        "awaits_title", "body", "is_full", "is_listing", "is_over", "is_title_below", "last", "leads", "lines",
        "size", "source", "title",
    )  # fmt: skip

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.title: Line | None = None
        self.source: Line | None = None
        self.body: list[Line] = []
        self.last: Line | None = None
        self.is_title_below: bool = False
        self.is_listing: bool = False
        self.is_over: bool = False
        self.is_full: bool = False
        self.leads: set[str] = set()
        self.awaits_title: bool = False
        self.size: int = 0

    @property
    def raw(self) -> str:
        """The text of its lines."""
        return "".join([line.text for line in self.lines])

    def add(self, line: Line) -> None:
        """Add a line and set its offset."""
        line.at = self.size
        self.size += len(line.text)
        self.lines.append(line)


class Place:
    """A line in context: its article so far, and the lines with words below it, without boilerplate."""

    __slots__ = ("below", "draft", "grammar", "is_above_boilerplate", "line")

    def __init__(self, line: Line, draft: Draft, ahead: list[Line], grammar: Grammar) -> None:
        self.line: Line = line
        self.draft: Draft = draft
        self.below: list[Line] = [each for each in ahead if not each.is_boilerplate]
        self.is_above_boilerplate: bool = bool(ahead) and ahead[0].is_boilerplate
        self.grammar: Grammar = grammar


# --- the line itself --------------------------------------------------------------------------------------------


def has_header(p: Place) -> bool:
    """It is a source line: a source and a date, or a date; if that is a guess, right above or below a title."""
    header, draft = p.line.header, p.draft
    if header is None or not header.guess:
        return header is not None
    return not draft.source and (
        draft.last is draft.title is not None or (not draft.body and bool(p.below) and _may_be_title(p.below[0]))
    )


def of_body(p: Place) -> bool:
    """It starts with a marker or a heading of the format, or contains citations."""
    return p.line.kind in _BODY_KINDS


def marked(p: Place) -> bool:
    """It contains markers or citations."""
    return p.line.kind in ("marked", "cited", "opening")


def ends_in_stop(p: Place) -> bool:
    """It ends as no title does, in a comma or a stop other than ``?``, ``!``, ``…`` and ``。``."""
    return _ends_in_stop(p.line.words)


def _ends_in_stop(words: str) -> bool:
    return words.endswith((",", "，")) or (
        ends_sentence(words) and not (words.endswith(("?", "!", "？", "！", "…", "...", "。")) or is_title_case(words))
    )


def ends_openly(p: Place) -> bool:
    """It ends in a colon, a comma or a stop."""
    return p.line.words.endswith((":", "：", "。") if p.grammar.format.lead else (":", "：")) or ends_in_stop(p)


def belongs_above(p: Place) -> bool:
    """It continues the line right above in lowercase, or every line is an insight in the format."""
    if p.grammar.format.unmarked:
        return True
    return p.draft.last is not None and not p.line.above and p.line.words[:1].islower()


def of_page(p: Place) -> bool:
    """It is boilerplate, below the end of an article, or the title again, with or without a declared ending."""
    title, words = p.draft.title, p.line.words
    if _in_front_matter(p) or (p.draft.is_over and not (has_header(p) or above_header(p))):
        return True
    if p.line.is_boilerplate or title is None or above_header(p):
        return p.line.is_boilerplate
    for ending in p.grammar.format.title_endings:
        words = words.removesuffix(ending.rstrip()).rstrip()
    return words == title.words


def _in_front_matter(p: Place) -> bool:
    """Whether it is a field between the two rules at the top of a Markdown file."""
    if not (p.grammar.format.markdown and p.draft.lines):
        return False
    rule, *above = p.draft.lines[:_MOST_FIELDS]
    is_open = rule.words == "---" and len(above) < _MOST_FIELDS - 1
    return is_open and all(each.words not in ("", "---") for each in above) and _FIELD.match(p.line.text) is not None


def lists(p: Place) -> bool:
    """It is the word above a list of references or part of one, which an entry below a body may start."""
    kind = p.line.kind
    is_listing = p.draft.is_listing and not (p.grammar.format.markdown and kind in ("heading", "title"))
    is_above = kind == "heading" and bool(p.below) and p.below[0].kind == "listed"
    return is_listing or kind == "references" or ((is_above or kind in ("entry", "listed")) and bool(p.draft.body))


# --- its article so far ---------------------------------------------------------------------------------------------


def body_met(p: Place) -> bool:
    """The article already has a body."""
    return bool(p.draft.body)


def header_met(p: Place) -> bool:
    """The article already has a source line."""
    return p.draft.source is not None


def title_met(p: Place) -> bool:
    """The article already has a title."""
    return p.draft.title is not None


def has_head(p: Place) -> bool:
    """The article already has a title or a source line."""
    return header_met(p) or title_met(p)


def begun(p: Place) -> bool:
    """The article already has a title, a body, or a source line without a body right below this line."""
    return body_met(p) or title_met(p) or (header_met(p) and not above_body(p))


def first_taken(p: Place) -> bool:
    """The title of the format is the first line, so the lines between it and the source line are not titles."""
    draft = p.draft
    return p.grammar.format.title_line == "first" and draft.title is not None and not (draft.source or draft.body)


def in_body(p: Place) -> bool:
    """The article already has a body, or paragraphs above the first heading are insights in the format."""
    return bool(p.draft.body) or p.grammar.format.lead


# --- what is below it -------------------------------------------------------------------------------------------------


def above_header(p: Place) -> bool:
    """A source line is below it, after a few blank lines at most."""
    header = p.below[0].header if p.below and p.below[0].above <= _AHEAD else None
    return header is not None and (not header.guess or _may_be_title(p.line))


def above_body(p: Place) -> bool:
    """A line of a body is right below it."""
    return bool(p.below) and p.below[0].kind in _BODY_KINDS


def body_below_header(p: Place) -> bool:
    """A line of a body is below the source line below it."""
    return len(p.below) > 1 and p.below[1].kind in _BODY_KINDS


def above_tag(p: Place) -> bool:
    """Boilerplate is right below it."""
    return p.is_above_boilerplate


def above_rest(p: Place) -> bool:
    """Nothing is below it but a list of references, or the next article on a page without source lines."""
    return not p.below or p.below[0].kind in ("references", "entry", "opening")


def last_of_page(p: Place) -> bool:
    """The text ends with it."""
    return p.line.is_last


def heading_like(p: Place) -> bool:
    """It may be a heading: a title above a marker or, if lines need no marker, above citations."""
    return _is_heading([p.line, *p.below], p.grammar)


def above_article(p: Place) -> bool:
    """Something it may be the title of is below it: a body, a heading and its list, or a long line of plain text."""
    if not p.below:
        return False
    below = p.below[0]
    if below.kind in _BODY_KINDS or (below.kind == "" and _is_heading(p.below, p.grammar)):
        return True
    return below.kind == "" and len(below.words) > _LONG_LINE and size_of(p.line.words) <= _LONGEST_TITLE


def _may_be_title(line: Line) -> bool:
    """Whether a line may be the title beside a guessed source line."""
    return not (line.kind or line.header) and size_of(line.words) <= _LONGEST_TITLE and not _ends_in_stop(line.words)


def _is_heading(lines: list[Line], grammar: Grammar) -> bool:
    """Whether the first of some lines may be a heading by its form and the lines below."""
    words, below = lines[0].words.strip("*"), lines[1:]
    number = grammar.number_at(words, 0, len(words))
    if not below or size_of(words) > LONGEST_HEADING or not is_title(words[number.end if number else 0 :]):
        return False
    if (
        number is not None
        and below[0].kind == ""
        and grammar.number_at(first := below[0].words.strip("*"), 0, len(first))
    ):
        return len(below) > 1 and below[1].kind == "marked"
    has_marker = any([hit.lastgroup == "mark" for hit in below[0].hits])  # then its number is that of a heading
    is_item = (below[0].words[:1].isdigit() and not has_marker) or grammar.format.unmarked
    return below[0].kind == "marked" or (below[0].kind == "cited" and is_item)


def first_title(p: Place) -> bool:
    """It is the title at the top of a page: with ``# ``, as the format's first line, or above a lead."""
    format, words = p.grammar.format, p.line.words
    if p.draft.last is not None or not p.below or format.markdown:
        return False
    if words.startswith("# "):
        return True
    if of_body(p) or (heading_like(p) and not format.lead):
        return False
    if format.lead:
        below = p.below[0]
        is_statement = below.kind == "cited" or ends_sentence(below.words)
        is_apart = below.above > 0 or (not format.free_headings if below.kind == "marked" else is_statement)
        return is_apart and is_title(words) and not (ends_sentence(words) and words[-1] in ".。")
    return format.title_line == "first" and any(each.header or each.kind in _BODY_KINDS for each in p.below)


def next_first(p: Place) -> bool:
    """It is the first line of another article, its title in this format, with a source line below."""
    if p.grammar.format.title_line != "first" or not p.line.above or not p.draft.body:
        return False
    following = next((each for each in p.below if each.header is not None or each.kind in _BODY_KINDS), None)
    return following is not None and following.header is not None


def leads_again(p: Place) -> bool:
    """It starts with a heading that occurs once per digest and that its article already has."""
    return p.line.lead in p.draft.leads


def next_title(p: Place) -> bool:
    """It is the title of another article: below a body, last or above another body; or below raw text."""
    draft = p.draft
    if draft.title is None or draft.is_title_below or draft.last is None:
        return False
    if not draft.body:
        return draft.last.words.endswith(("...", "…")) and (not p.below or above_body(p))
    is_whole = len(draft.body) <= 2 and any(len(line.words) > _LONG_LINE for line in draft.body)
    if not p.below:
        return is_whole
    below = p.below[0]
    if below.lead in draft.leads:
        return not ends_openly(p)
    return is_whole and len(draft.body) == 1 and below.kind in ("cited", "opening") and len(below.words) > _LONG_LINE


def shaped_title(p: Place) -> bool:
    """It has a title shape that the next heading does not have, above a body or below a list, or follows an opener."""
    last = p.draft.last
    may_be = not (body_met(p) or title_met(p)) or (last is not None and last.label == REFERENCE)
    kinds = [each.kind for each in p.below]
    following = next((at for at, kind in enumerate(kinds) if kind in ("title", "heading", "listed", "references")), 0)
    is_alone = following == 0 or kinds[following] != "title"
    is_title = p.draft.awaits_title or (p.line.kind == "title" and may_be and is_alone)
    return is_title and not p.line.is_boilerplate


LINE_ROWS: Final[tuple[Row[Place], ...]] = (
    Row("shaped title", TITLE, (shaped_title,)),
    Row("boilerplate", BOILERPLATE, (of_page,)),
    Row("source line below", SOURCE_BELOW, (has_header, body_met), (header_met, above_body)),
    Row("source line", SOURCE, (has_header,)),
    Row("title below", TITLE_BELOW, (above_header, body_met), (has_head, body_below_header, marked)),
    Row("title above source line", TITLE, (above_header,), (marked, first_taken)),
    Row("references", REFERENCE, (lists,)),
    Row("tag", TEXT, (above_tag,), (body_met, title_met, of_body)),
    Row("first line", TITLE, (first_title,)),
    Row("next body", BODY, (leads_again,)),
    Row("body", BODY, (of_body,)),
    Row("first line of next", TITLE, (next_first,)),
    Row("heading above body", BODY, (heading_like,)),
    Row("title above body", TITLE, (above_article,), (begun, ends_openly)),
    Row("title below body", TITLE_BELOW, (above_rest, body_met), (title_met, ends_in_stop, belongs_above)),
    Row("next title", TITLE, (next_title,), (belongs_above,)),
    Row("text of body", BODY, (in_body,)),
    Row("beginning of body", BODY, (header_met, last_of_page)),
    Row("text", TEXT),
)


BLANK: Final = "blank"


def split_articles(lines: Iterable[str], grammar: Grammar) -> Iterator[Draft]:
    """Yield the articles of a page, each as soon as the next one starts; joined, their lines are the page."""
    draft = Draft()
    ahead: deque[Line] = deque()
    most = grammar.limits.article_lines
    waiting: deque[Line] = deque()
    for line in _look_at_all(lines, grammar):
        ahead.append(line)
        if line.start < line.end:
            waiting.append(line)
        while len(waiting) > _AHEAD or len(ahead) > most:
            draft, done = _take(draft, ahead, waiting, grammar)
            if done is not None:
                yield done
    while ahead:
        draft, done = _take(draft, ahead, waiting, grammar)
        if done is not None:
            yield done
    if draft.lines:
        yield draft


def _look_at_all(lines: Iterable[str], grammar: Grammar) -> Iterator[Line]:
    blanks = 0
    for text in join_blocks(lines, grammar) if grammar.blocks else lines:
        line = Line(text)
        if line.start == line.end:
            line.label = BLANK
            blanks += 1
        else:
            line.above, blanks = blanks, 0
            line.is_last = not text.endswith(("\n", "\r"))
            look_at(line, grammar)
        yield line


def _take(draft: Draft, ahead: deque[Line], waiting: deque[Line], grammar: Grammar) -> tuple[Draft, Draft | None]:
    """Label the next line; return the article it belongs to, and the one it ends, if any."""
    line = ahead.popleft()
    if len(draft.lines) >= grammar.limits.article_lines:  # to bound the memory of a stream
        ahead.appendleft(line)
        draft.is_full = True
        return Draft(), draft
    if line.label == BLANK:
        draft.add(line)
        return draft, None
    waiting.popleft()
    row = first_row(Place(line, draft, list(waiting), grammar), LINE_ROWS)
    line.label, line.row = row.label, row.name
    done = draft if _begins_article(draft, line) else None
    draft = draft if done is None else Draft()
    _put(draft, line, grammar)
    return draft, done


def _begins_article(draft: Draft, line: Line) -> bool:
    """Whether a line starts an article: with its title, its source line, or below the end of another."""
    if line.kind == "opener":
        return draft.title is not None or bool(draft.body)
    if line.label in (BOILERPLATE, TITLE_BELOW, SOURCE_BELOW, REFERENCE):
        return False
    if line.label == TITLE:
        is_below = draft.source is not None and line.row == "title above source line"
        return is_below or draft.title is not None or bool(draft.body)
    if line.row == "next body":
        return True
    if line.label == SOURCE:
        return draft.source is not None or bool(draft.body)
    above = None if draft.last is None else draft.last.label
    return above == REFERENCE or (draft.is_title_below and above in (TITLE_BELOW, SOURCE_BELOW))


def _put(draft: Draft, line: Line, grammar: Grammar) -> None:
    draft.add(line)
    if line.label == BOILERPLATE:
        line.is_boilerplate |= draft.is_over
        draft.is_over |= line.is_boilerplate and fold(line.words) in grammar.ends
        draft.awaits_title |= line.kind == "opener"
        return
    draft.awaits_title = False
    draft.last = line
    if line.label in (TITLE, TITLE_BELOW):
        draft.title = line
        draft.is_title_below = line.label == TITLE_BELOW
    elif line.label in (SOURCE, SOURCE_BELOW):
        draft.source = line
        draft.is_title_below |= line.label == SOURCE_BELOW
    elif line.label == BODY:
        draft.body.append(line)
        if line.lead:
            draft.leads.add(line.lead)
        draft.is_listing = False
    elif line.label == REFERENCE:
        draft.is_listing |= line.kind != "listed"
