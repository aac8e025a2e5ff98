"""Where articles begin on a page, and which of their lines are title, source line and body.

A page is read line by line with a short look ahead, so that a page that comes in pieces gives the same articles as a
whole one, in bounded memory. What a line is, a table decides, as it does for chunks (:mod:`rareinsight._decide.rows`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rareinsight._decide.table import Row, first_row
from rareinsight._page.shapes import ends_sentence, is_caseless, is_title, label_of, size_of
from rareinsight._page.grammar import Grammar
from rareinsight._page.look import Line, look_at

TITLE: Final = "title"
TITLE_BELOW: Final = "title below"
SOURCE: Final = "source"
SOURCE_BELOW: Final = "source below"
BODY: Final = "body"
TEXT: Final = "text"
BOILERPLATE: Final = "boilerplate"
REFERENCE: Final = "reference"
BLANK: Final = "blank"

_AHEAD: Final = 6
_LONGEST_TITLE: Final = 40
_LONGEST_HEADING: Final = 14
_LONGEST_SOURCE: Final = 5
_LONG_LINE: Final = 80
_MOST_BLANK: Final = 3
_STRONG: Final = ("marked", "heading", "opening", "cited")


class Draft:
    """An article while its lines are being met."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.title: Line | None = None
        self.source: Line | None = None
        self.body: list[Line] = []
        self.last: Line | None = None
        self.is_title_below = False
        self.is_listing = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing but boilerplate and blank lines has been met."""
        return self.last is None


class Place(NamedTuple):
    """A line where it stands: the article so far, and the lines with words that follow."""

    line: Line
    draft: Draft
    ahead: tuple[Line, ...]
    grammar: Grammar

    def following(self, distance: int = 0) -> Line | None:
        """Return a line further on, boilerplate left out."""
        lines = [each for each in self.ahead if not each.is_boilerplate]
        return lines[distance] if distance < len(lines) else None


def _is_body(line: Line | None) -> bool:
    return line is not None and line.kind in _STRONG


def is_boilerplate(p: Place) -> bool:
    """The format declares it as boilerplate."""
    return p.line.is_boilerplate


def has_header(p: Place) -> bool:
    """It is a header line: a source and a date, or a date."""
    return p.line.header is not None


def above_header(p: Place) -> bool:
    """A header line stands right below it, or below the lines that part a title from it."""
    following = p.following()
    return following is not None and following.header is not None and following.above <= _MOST_BLANK


def body_met(p: Place) -> bool:
    """The article has a body already."""
    return bool(p.draft.body)


def header_met(p: Place) -> bool:
    """The article has a header line already."""
    return p.draft.source is not None


def title_met(p: Place) -> bool:
    """The article has a title already."""
    return p.draft.title is not None


def title_right_above(p: Place) -> bool:
    """The title of the article is the last line with words above it."""
    return p.draft.title is not None and p.draft.last is p.draft.title


def body_follows(p: Place) -> bool:
    """A line of a body stands right below it."""
    return _is_body(p.following())


def body_below_header(p: Place) -> bool:
    """A line of a body, or another title with its header line, stands below the header line below it."""
    return _is_body(p.following(1))


def nothing_follows(p: Place) -> bool:
    """No line with words stands below it."""
    return p.following() is None


def tag_follows(p: Place) -> bool:
    """Boilerplate stands right below it."""
    return bool(p.ahead) and p.ahead[0].is_boilerplate


def of_body(p: Place) -> bool:
    """It begins with a marker or a heading of the format, or holds citations."""
    return p.line.kind in _STRONG


def marked(p: Place) -> bool:
    """It begins with a marker, or holds citations."""
    return p.line.kind in ("marked", "cited", "opening")


def short(p: Place) -> bool:
    """It is as short as titles are."""
    return size_of(p.line.words) <= _LONGEST_TITLE


def ends_openly(p: Place) -> bool:
    """It ends in a colon or a stop, as no title does."""
    return p.line.words.endswith((":", "：", ",", "，")) or (
        ends_sentence(p.line.words) and not p.line.words.endswith(("?", "!", "？", "！", "…", "。"))
    )


def said(p: Place) -> bool:
    """It repeats the title of the article, with an ending of the page's at the most."""
    title, words = p.draft.title, p.line.words
    for ending in p.grammar.format.title_endings:
        words = words.removesuffix(ending.rstrip()).rstrip()
    return title is not None and len(title.words) > 3 and words in (title.words, title.words.rstrip("."))


def cut_above(p: Place) -> bool:
    """The line above is raw text that the page cut short: it ends in an ellipsis."""
    return p.draft.last is not None and p.draft.last.words.endswith(("...", "…"))


def long_text_follows(p: Place) -> bool:
    """A long line of plain text stands below it."""
    following = p.following()
    return following is not None and following.kind == "" and len(following.words) > _LONG_LINE


def heading_like(p: Place) -> bool:
    """It may be a heading without number: a title, with a marker below it."""
    following = p.following()
    is_cited_item = following is not None and (following.words[:1].isdigit() or p.grammar.format.unmarked)
    return (
        following is not None
        and (following.kind == "marked" or (following.kind == "cited" and is_cited_item))
        and size_of(p.line.words) <= _LONGEST_HEADING
        and is_title(p.line.words)
    )


def one_line_bodies(p: Place) -> bool:
    """The article's body stands in one line, or in few long ones."""
    return len(p.draft.body) <= 2 and any(len(line.words) > _LONG_LINE for line in p.draft.body)


def listing(p: Place) -> bool:
    """A list of references has begun."""
    return p.draft.is_listing


def lists(p: Place) -> bool:
    """It is a word above a list of references, or an entry of one, below a body."""
    return p.line.kind == "references" or (p.line.kind == "entry" and bool(p.draft.body))


def above_heading(p: Place) -> bool:
    """A heading of the format, or one told by the marker below it, stands below it."""
    following, later = p.following(), p.following(1)
    if following is None or not is_title(p.line.words) and p.line.kind:
        return False
    if following.kind in ("heading", "opening"):
        return True
    is_heading = (
        following.kind == "" and is_title(following.words) and size_of(following.words) <= _LONGEST_HEADING
    )
    return is_heading and later is not None and later.kind == "marked"


def title_below_source(p: Place) -> bool:
    """The source line of the article stands right above it, without a title; a body follows."""
    draft = p.draft
    return draft.source is not None and draft.last is draft.source and draft.title is None and body_follows(p)


def blank_above(p: Place) -> bool:
    """A blank line stands above it."""
    return p.line.above > 0


def wraps(p: Place) -> bool:
    """It goes on with the line above, which was broken: no citation or stop ends that."""
    last = p.draft.last
    if last is None or p.line.above or p.line.words[:1].isupper() or is_caseless(p.line.words[:1]):
        return False
    return p.line.words[:1].islower()


def next_title(p: Place) -> bool:
    """It may be the title of another article: the one at hand has a title and a body in a line, and citations end it."""
    draft = p.draft
    if draft.title is None or not draft.body or draft.is_title_below or not one_line_bodies(p):
        return False
    return size_of(p.line.words) <= _LONGEST_TITLE


def raw_then_new(p: Place) -> bool:
    """Nothing follows it, or a body does."""
    return nothing_follows(p) or body_follows(p)


def opening_follows(p: Place) -> bool:
    """Nothing follows it, or the body of another article."""
    following = p.following()
    if following is None or following.kind in ("references", "entry"):
        return True
    return following.kind == "opening" and p.draft.title is None and p.draft.source is None


def above_cut_header(p: Place) -> bool:
    """A few words stand below it and end the text: a source line that is cut off, on a page that has source lines."""
    following = p.following()
    if following is None or not following.is_last or following.kind or p.following(1) is not None:
        return False
    return size_of(following.words) <= _LONGEST_SOURCE and p.draft.source is not None and bool(p.draft.body)


def below_cut_title(p: Place) -> bool:
    """The title right above it was told by it."""
    return p.draft.title is not None and p.draft.title.row == "title above cut-off source line"


def ends_in_stop(p: Place) -> bool:
    """It ends in a stop or a comma."""
    words = p.line.words
    return words.endswith((",", "，")) or (
        ends_sentence(words) and not words.endswith(("?", "!", "？", "！", "…", "。"))
    )


def first_wanted(p: Place) -> bool:
    """The first line above a header or a body is the title in the format, and this is it."""
    if p.grammar.format.title_line != "first" or not p.draft.is_empty or p.grammar.format.lead:
        return False
    return any(each.header is not None or each.kind in _STRONG for each in p.ahead)


def first_taken(p: Place) -> bool:
    """The first line was the title in the format, and lines between it and the header are none."""
    draft = p.draft
    return (
        p.grammar.format.title_line == "first"
        and draft.title is not None
        and not (draft.source or draft.body)
    )


def next_first(p: Place) -> bool:
    """It is the first line of another article in a format that has titles there: a header line follows before a body."""
    if p.grammar.format.title_line != "first" or not p.line.above:
        return False
    plain = 0
    for each in p.ahead:
        if each.header is not None:
            return plain <= _MOST_BLANK
        if each.kind in _STRONG:
            return False
        plain += 1
    return False


def in_lead(p: Place) -> bool:
    """Paragraphs above the first heading are insights in the format."""
    return p.grammar.format.lead


def lines_are_insights(p: Place) -> bool:
    """Each line below a heading is an insight in the format."""
    return p.grammar.format.unmarked


def title_above_lead(p: Place) -> bool:
    """It is the first line, a title, and a blank line parts it from the paragraphs."""
    following = p.following()
    if not (p.draft.is_empty and p.grammar.format.lead) or following is None or not following.above:
        return False
    return is_title(p.line.words) and not ends_sentence(p.line.words)


def hashed(p: Place) -> bool:
    """Markdown sets it as the title of the page: ``# Copper Runs Short``."""
    return p.line.words.startswith("# ") and p.draft.is_empty


LINE_ROWS: Final[tuple[Row[Place], ...]] = (
    Row("boilerplate", BOILERPLATE, (is_boilerplate,)),
    Row("source line below", SOURCE_BELOW, (has_header, body_met), (header_met, body_follows)),
    Row("source line", SOURCE, (has_header,)),
    Row("title repeated", BOILERPLATE, (said,), (above_header,)),
    Row(
        "title below",
        TITLE_BELOW,
        (above_header, body_met),
        (header_met, title_met, body_below_header, marked),
    ),
    Row("title above source line", TITLE, (above_header,), (marked, first_taken)),
    Row("title above cut-off source line", TITLE, (above_cut_header, next_title), (of_body,)),
    Row("source line cut off", SOURCE, (below_cut_title, nothing_follows)),
    Row("list of references", REFERENCE, (lists,)),
    Row("line of references", REFERENCE, (listing,)),
    Row("tag", TEXT, (tag_follows,), (body_met, title_met, of_body)),
    Row("title with hash", TITLE, (hashed,)),
    Row("first line", TITLE, (first_wanted,), (of_body, heading_like)),
    Row("title above lead", TITLE, (title_above_lead,), (of_body,)),
    Row("first line of next", TITLE, (body_met, next_first), (of_body,)),
    Row("heading above body", BODY, (heading_like,), (marked,)),
    Row(
        "title above body",
        TITLE,
        (body_follows,),
        (body_met, title_met, header_met, of_body, ends_openly, heading_like),
    ),
    Row("title below source line", TITLE, (title_below_source,), (of_body,)),
    Row(
        "title above headings",
        TITLE,
        (above_heading,),
        (body_met, title_met, header_met, of_body, ends_openly),
    ),
    Row("title of raw text", TITLE, (long_text_follows, short), (body_met, title_met, header_met, of_body)),
    Row(
        "title below body",
        TITLE_BELOW,
        (opening_follows, body_met, short),
        (title_met, of_body, ends_in_stop, wraps, lines_are_insights),
    ),
    Row("next title, cut off", TITLE, (nothing_follows, next_title), (of_body, wraps, lines_are_insights)),
    Row("next title below raw text", TITLE, (cut_above, title_met, short, raw_then_new), (body_met, of_body)),
    Row(
        "next title above body",
        TITLE,
        (next_title, body_follows, blank_above),
        (of_body, ends_openly, heading_like),
    ),
    Row("body", BODY, (of_body,)),
    Row("lead", BODY, (in_lead,)),
    Row("text of body", BODY, (body_met,)),
    Row("text", TEXT),
)


def split_articles(lines: Iterable[str], grammar: Grammar) -> Iterator[Draft]:
    """Yield the articles of a page, each as soon as the next has begun; joined, their lines are the page's."""
    draft = Draft()
    source = iter(lines)
    ahead: deque[Line] = deque()
    words = 0
    blanks = 0
    while True:
        while words <= _AHEAD and (text := next(source, None)) is not None:
            line = Line(text)
            ahead.append(line)
            if line.start == line.end:
                blanks += 1
                continue
            words += 1
            line.above, blanks = blanks, 0
            line.is_last = not text.endswith(("\n", "\r"))
            look_at(line, grammar)
        if not ahead:
            break
        line = ahead.popleft()
        if line.start == line.end:
            line.label = BLANK
            draft.lines.append(line)
            continue
        words -= 1
        place = Place(line, draft, tuple(each for each in ahead if each.start != each.end), grammar)
        row = first_row(place, LINE_ROWS)
        line.label, line.row = row.label, row.name
        if _begins_article(draft, line):
            yield draft
            draft = Draft()
        _put(draft, line)
    if draft.lines:
        yield draft


def _begins_article(draft: Draft, line: Line) -> bool:
    """Whether an article begins with a line: with its title, its source line, or below a header that ended one."""
    if line.label in (BOILERPLATE, TITLE_BELOW, REFERENCE):
        return False
    has_content = draft.title is not None or draft.source is not None or bool(draft.body)
    if line.label == TITLE:
        return has_content and not (line.row == "title below source line")
    if line.label == SOURCE:
        return has_content and (draft.source is not None or bool(draft.body))
    if line.label == SOURCE_BELOW:
        return False
    return draft.is_title_below and draft.last is not None and draft.last.label in (TITLE_BELOW, SOURCE_BELOW)


def _put(draft: Draft, line: Line) -> None:
    draft.lines.append(line)
    if line.label == BOILERPLATE:
        return
    draft.last = line
    if line.label in (TITLE, TITLE_BELOW):
        draft.title = line
        draft.is_title_below = line.label == TITLE_BELOW
    elif line.label in (SOURCE, SOURCE_BELOW):
        draft.source = line
        draft.is_title_below |= line.label == SOURCE_BELOW
    elif line.label == BODY:
        draft.body.append(line)
    elif line.label == REFERENCE:
        draft.is_listing = True
