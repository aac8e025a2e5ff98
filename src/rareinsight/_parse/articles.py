"""Where articles start on a page, and what each line is: title, source line, boilerplate, body.

Only the next few lines are looked at, so that a streamed page gives the same articles as a whole one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple

from rareinsight._grammar import form
from rareinsight._grammar.bylines import title_in
from rareinsight._grammar.entries import LONG_RULE, may_be_entry
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.headings import fold
from rareinsight._parse.lines import Line, join_blocks, look_at
from rareinsight._parse.table import NO, YES, Row, first_row
from rareinsight._patterns import deferred
from rareinsight.model import Span

TITLE: Final = "title"
TITLE_BELOW: Final = "title below"
SOURCE: Final = "source"
SOURCE_BELOW: Final = "source below"
BODY: Final = "body"
TEXT: Final = "text"
BOILERPLATE: Final = "boilerplate"
REFERENCE: Final = "reference"
BLANK: Final = "blank"
REFERENCES: Final = "references"  #: the row of the heading of a list
FIELD: Final = "field"  #: the row of a field that is neither the title nor read
_ENDS: Final = (TITLE_BELOW, SOURCE_BELOW, REFERENCE, BOILERPLATE)  #: what may be below a body

_MAX_TITLE: Final = 40  #: the most words of a title
_MAX_NOTE: Final = 3  #: a line of so few words after a body and a blank line is not a title
#: How a program that answers speaks to its readers: ``Let me know``, ``I hope``, ``Would you like``.
_TO_READERS: Final = deferred(r"\bme\b|\AI\b|\byou(?:['’]d)? (?:like|want|prefer)\b")
#: A line below a title: ``(From a longer text)``, ``*How it began*``, ``By Ann Lee``.
_REMARK: Final = deferred(r"[(（].*[)）]|\*[^*\s].*[^*\s]\*|_[^_\s].*[^_\s]_|By (?:[A-Z][\w.'-]*(?: |$)){2,4}")
_LONG_LINE: Final = 80  #: a line with more characters is a paragraph or a whole body
_MAX_RUN_ON: Final = 2  #: a body with more lines has one for each of its parts
AHEAD: Final = 6  #: how many lines below a line are considered, not counting blank ones
_FIRST_NUMBER: Final = deferred(r"\W{1,3}([12])\b")  #: that of the first two entries of a list: ``[1]``, ``[2]``
_BODY_KINDS: Final = ("marked", "heading", "opening", "cited", "title")


class Draft:
    """An article while its lines are being collected."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.title: Line | None = None
        self.bylines: list[Line] = []  #: its source lines: one, or one with the source and one with the date
        self.body: list[Line] = []
        self.last: Line | None = None  #: the last line that is neither blank nor boilerplate
        self.is_over: bool = False  #: whether a line that ends articles was found
        self.is_full: bool = False  #: whether it has the maximum number of lines
        self.landmarks: set[str] = set()  #: the landmark of each line of its body that has one
        self.is_asking: bool = False  #: whether it is inside a question, above the answer
        self.answered: str = ""  #: the words that introduced the last answer
        self.awaits_title: bool = False  #: whether the line above introduces a title
        self.list_depth: int = 0  #: how many hashes the heading of its list of references has
        self.size: int = 0  #: its length so far, in code points
        self.is_after_digest: bool = False  #: whether an article above it on the page is a digest
        self.is_after_title: bool = False  #: whether the article right above it has a title

    def put(self, line: Line) -> None:
        """Add a line that has been labelled."""
        line.at = self.size
        self.size += len(line.raw)
        self.lines.append(line)
        if line.label == BOILERPLATE:
            line.is_boilerplate |= self.is_over
            self.is_over |= line.is_boilerplate and fold(line.text) in line.grammar.ends_at
        if line.label in (BLANK, BOILERPLATE):
            return
        self.last = self.last if line.row.name == FIELD else line
        if line.label in (TITLE, TITLE_BELOW):
            self.title = line
        elif line.label in (SOURCE, SOURCE_BELOW):
            self.bylines.append(line)
        elif line.label == BODY:
            self.body.append(line)
            if line.landmark in self.landmarks:  # below a table of contents
                self.landmarks.clear()
            self.landmarks |= {line.landmark} - {""}

    def finished(self) -> Draft:
        """Return it once its last line is known, perhaps with another body."""
        return self


#: Sets the fields of the last of some lines, and of those above that follow from it.
Look = Callable[[deque[Line]], None]
LookAhead = Callable[[Iterable[str], Grammar], Iterator[tuple[Line, list[Line]]]]


class Context(NamedTuple):
    """A line in context: its article so far, and those of the next few lines that are not boilerplate."""

    line: Line
    draft: Draft
    below: list[Line]


def source_line(c: Context) -> bool:
    """It is a source line; an undeclared shape counts only next to a title, as the first or as its missing half."""
    byline, draft = c.line.byline, c.draft
    if byline is None or not byline.guess:
        return byline is not None
    following = next((each for each in c.below if each.byline is None), None)
    if following is not None and draft.body and (following.field == "title" or following.text.startswith("# ")):
        return True  # of the next article
    if draft.bylines and not completing(c):
        return False
    is_above = not draft.body and following is not None and _may_be_title(following)
    is_below = draft.last is not None and (draft.last is draft.title or draft.last in draft.bylines)
    return is_above or is_below or (c.line.field in ("source", "date") and not draft.body)


def field(c: Context) -> bool:
    """It is a field other than the title: ``Author: Jane Doe``, or a date or a source that was not read."""
    return c.line.field not in ("", "title")


def body_like(c: Context) -> bool:
    """It starts with a marker or a heading of the format, or contains citations."""
    return c.line.kind in _BODY_KINDS


def marked(c: Context) -> bool:
    """It contains markers or citations."""
    return c.line.kind in ("marked", "cited", "opening")


def ends_in_stop(c: Context) -> bool:
    """It ends as titles don't: in a stop, but not in ``?``, ``!``, ``…`` or ``。``."""
    text = c.line.text
    is_end = form.ends_sentence(text) and not text.endswith(("?", "!", "？", "！", "…", "...", "。"))
    return is_end and not all(map(form.is_title_word, text.split()))


def note(c: Context) -> bool:
    """It ends in a stop, begins with a symbol (``© 2025``), is short and below a blank, or addresses the reader."""
    text = c.line.text
    is_apart = c.line.above > 0 and form.count_words(text) <= _MAX_NOTE
    is_sign = text[0] in "©#@" and text[1:2] not in (" ", "#")
    return is_apart or ends_in_stop(c) or is_sign or _TO_READERS.search(text) is not None


def belongs_above(c: Context) -> bool:
    """It continues the line above in lowercase."""
    return c.line.text[:1].islower()


def boilerplate(c: Context) -> bool:
    """It is declared boilerplate, is below the end of the article, or repeats the title."""
    title, text = c.draft.title, c.line.text
    if c.line.is_boilerplate:
        return True
    if above_source_line(c):
        return False
    if c.draft.is_over or title is None or not text.startswith(title.text):
        return c.draft.is_over
    return _without_ending(text, c.line.grammar) == title.text


def heads_references(c: Context) -> bool:
    """It is the heading of a list of references, or may be one by its last word, or by the entries below it."""
    kind, is_introduction = c.line.kind, c.line.text.endswith(form.COLONS)
    if kind == "references" or not (c.below and c.draft.body and (kind in ("heading", "title") or is_introduction)):
        return kind == "references"
    below, entries, words = c.below[0], c.line.grammar.entries, c.line.text
    if below.kind in ("listed", "entry"):
        names = entries.is_heading(words) or entries.names_list(words)
        is_list = below.kind == "listed" or after_reference(c) or "://" in below.text or _are_counted(c.below)
        return names or (is_list and (kind == "heading" or is_introduction))
    return kind == "heading" and not below.has_citation() and entries.names_list(words)


def _are_counted(lines: list[Line]) -> bool:
    """Whether the first two lines begin with the numbers 1 and 2, and do not end in a citation."""
    words = [line.text for line in lines[:2] if line.tokens and line.tokens[-1].end() + 1 < len(line.text)]
    return [found and found[1] for found in map(_FIRST_NUMBER.match, words)] == ["1", "2"]


def entry(c: Context) -> bool:
    """It may be an entry of a list of references: by its own form or, in Markdown, because a long rule is above it."""
    above = c.draft.lines[-1 - c.line.above :][:1]
    is_below_rule = any([each.text.startswith(LONG_RULE) for each in above])
    return c.line.kind in ("entry", "listed") or (is_below_rule and may_be_entry(c.line.text, is_bracketed=False))


def after_reference(c: Context) -> bool:
    """The line above belongs to a list of references."""
    return c.draft.last is not None and c.draft.last.label == REFERENCE


def cited_first(c: Context) -> bool:
    """It begins with a citation rather than an entry number, judging by the body line right above."""
    last = c.draft.last
    if c.line.kind not in ("entry", "listed") or last is None or last.label != BODY or c.line.above:
        return False
    is_heading = last.kind == "heading" and last.landmark != ""
    is_cited = any([len(each[0]) == len(c.line.text) for each in c.line.tokens])
    return is_heading or last.kind in ("entry", "listed") or (is_cited and not last.has_citation())


def remark(c: Context) -> bool:
    """It is below the title, and is in brackets or italics, or names an author."""
    return c.draft.title is not None and not c.draft.body and _is_remark(c.line)


def has_body(c: Context) -> bool:
    """The article already has a body."""
    return bool(c.draft.body)


def has_source_line(c: Context) -> bool:
    """The article already has a source line."""
    return bool(c.draft.bylines)


def has_title(c: Context) -> bool:
    """The article already has a title."""
    return c.draft.title is not None


def below_first_title(c: Context) -> bool:
    """It is between the title, which in this format is the first line, and the source line, so it is not a title."""
    is_below = c.line.grammar.format.title_line == "first" and c.draft.title is not None
    return is_below and not (has_source_line(c) or has_body(c))


def in_body(c: Context) -> bool:
    """The article already has a body, or paragraphs above the first heading are insights in the format."""
    return bool(c.draft.body) or c.line.grammar.format.lead


def above_source_line(c: Context) -> bool:
    """A source line is below it."""
    below = next((each for each in c.below if each.field != "aside" and not _is_remark(each)), None)
    if below is None or (below.byline is not None and not below.byline.guess):
        return below is not None
    is_field = below.field in ("source", "date") and any(each.kind in _BODY_KINDS for each in c.below)
    return (below.byline is not None or is_field) and _may_be_title(c.line)


def above_body(c: Context) -> bool:
    """A line of a body is right below it."""
    return bool(c.below) and c.below[0].kind in _BODY_KINDS


def body_below_source_line(c: Context) -> bool:
    """A line of a body is below the source line below it."""
    return len(c.below) > 1 and c.below[1].kind in _BODY_KINDS


def last_of_article(c: Context) -> bool:
    """Only references or another body are below it, in a format in which insights have markers."""
    is_last = not c.below or c.below[0].kind in ("references", "entry", "opening")
    return is_last and not c.line.grammar.format.unmarked


def last_of_page(c: Context) -> bool:
    """The text ends with it."""
    return c.line.is_last


def heading_like(c: Context) -> bool:
    """It may be a heading: a title above a marker or, if lines need no marker, above citations."""
    return bool(c.below) and _is_heading(c.line, c.below[0])


def above_article(c: Context) -> bool:
    """A body, a heading or a long line is below it, and it does not introduce that with a colon."""
    if not c.below or c.line.text.endswith(form.COLONS):
        return False
    below = c.below[0]
    is_text = len(below.text) > _LONG_LINE and form.count_words(c.line.text) <= _MAX_TITLE
    return below.kind in _BODY_KINDS or is_text or (len(c.below) > 1 and _is_heading(below, c.below[1]))


def _is_remark(line: Line) -> bool:
    return line.text[0] in "(（*_B" and line.byline is None and _REMARK.fullmatch(line.text) is not None


def _may_be_title(line: Line) -> bool:
    is_plain = not (line.kind or line.byline) or line.text.startswith(("# ", "## ", "### ", "#### "))
    return is_plain and form.count_words(line.text) <= _MAX_TITLE


def _is_heading(line: Line, below: Line) -> bool:
    grammar = line.grammar
    if below.kind not in ("", "marked", "cited"):
        return False
    text, text_below = line.text.strip("*"), below.text.lstrip("*")
    number = grammar.headings.number_at(text, 0, len(text))
    if below.kind == "" and (number is None or not grammar.headings.number_at(text_below, 0, len(text_below))):
        return False
    if form.count_words(text) > form.MAX_HEADING or not form.is_title(text[number.end if number else 0 :]):
        return False
    mark = next((token for token in below.tokens if token.lastgroup == "mark"), None)
    if mark:
        known = grammar.headings.at(below.text, mark.end(), len(below.text))[1]
        if known is not None and not form.continues_lowercase(below.text, known.end, len(below.text)):
            return False  # it has a heading of its own: - Report Rating
    is_item = text_below[:1].isdigit() and mark is None
    return below.kind != "cited" or is_item or grammar.format.unmarked


def first_title(c: Context) -> bool:
    """It is the title at the top of a page: it has ``# ``, is above a lead, or the format begins with a title."""
    format, text = c.line.grammar.format, c.line.text
    if c.draft.title or c.draft.body or not c.below:
        return False
    if text.startswith("# "):
        return True
    if c.draft.last is not None or body_like(c) or (heading_like(c) and not format.lead):
        return False
    if format.lead:
        below = c.below[0]
        is_statement = below.kind == "cited" or form.ends_sentence(below.text)
        is_apart = below.above > 0 or (not format.free_headings if below.kind == "marked" else is_statement)
        return is_apart and form.is_title(text) and not text.endswith((*form.COLONS, ".", "。"))
    return format.title_line == "first" and any(each.byline or each.kind in _BODY_KINDS for each in c.below)


def first_of_next(c: Context) -> bool:
    """It is the first line of the next article, hence its title in this format, and above a source line."""
    if c.line.grammar.format.title_line != "first" or not c.draft.body:
        return False
    following = next((each for each in c.below if each.byline is not None or each.kind in _BODY_KINDS), None)
    return following is not None and following.byline is not None


def landmark_again(c: Context) -> bool:
    """It starts with a once-only heading (core, first group) that the article already has, and not below a heading."""
    return c.line.landmark in c.draft.landmarks and c.draft.last is not None and c.draft.last.kind != "heading"


def above_landmark(c: Context) -> bool:
    """A line that starts with a heading that its article already has is right below it."""
    return bool(c.below) and c.below[0].landmark in c.draft.landmarks


def after_ellipsis(c: Context) -> bool:
    """The line above is cut off by an ellipsis, and a body or nothing is right below it."""
    is_cut = c.draft.last is not None and c.draft.last.text.endswith(("...", "…"))
    return is_cut and (not c.below or above_body(c))


def below_short_body(c: Context) -> bool:
    """It is the last line, may be a title, and is right below a body of one or two lines, one of them long."""
    body, text, has_short_lines = c.draft.body, c.line.text, c.line.grammar.format.unmarked
    is_short = len(body) <= _MAX_RUN_ON and any(len(line.text) > _LONG_LINE for line in body) and not has_short_lines
    return is_short and not (c.below or c.line.above) and (form.is_caseless(text) or form.is_title(text))


def between_long_lines(c: Context) -> bool:
    """It is below a body of one long line and right above a long line of a body."""
    body = c.draft.body
    return len(body) == 1 and above_body(c) and all(len(line.text) > _LONG_LINE for line in (body[0], c.below[0]))


def leading(c: Context) -> bool:
    """It contains a core or the number of a group, as a decorated heading does: ``🐝 Group 1``."""
    return c.line.grammar.leads.may_be_in(c.line.text)


def above_last_line(c: Context) -> bool:
    """It is between a long line that ends in a citation and the last line of the text, which is plain text."""
    last, below = c.draft.last, c.below[:1]
    is_cited = last is not None and bool(last.tokens) and last.tokens[-1].end() + 1 >= len(last.text) > _LONG_LINE
    return is_cited and not c.line.above and any([each.is_last and not (each.kind or each.above) for each in below])


LINE_ROWS: Final[tuple[Row[Context], ...]] = (
    Row("boilerplate", BOILERPLATE, (boilerplate,)),
    Row("source line below", SOURCE_BELOW, (has_body, source_line), (has_source_line, above_body)),
    Row("source line", SOURCE, (source_line,)),
    Row(FIELD, TEXT, (field,), (in_body,)),
    Row("title below", TITLE_BELOW, (has_body, above_source_line), (has_title, body_below_source_line, marked)),
    Row("title above source line", TITLE, (above_source_line,), (marked, below_first_title, remark)),
    Row("citation before words", BODY, (cited_first,)),
    Row(REFERENCES, REFERENCE, (heads_references,)),
    Row("first reference", REFERENCE, (has_body, entry)),
    Row("next reference", REFERENCE, (after_reference,), (landmark_again, above_landmark)),
    Row("first line", TITLE, (first_title,)),
    Row("body", BODY, (body_like,)),
    Row("first line of next", TITLE, (first_of_next,)),
    Row("heading above body", BODY, (heading_like,)),
    Row("title above body", TITLE, (above_article,), (has_body, has_title, ends_in_stop)),
    Row("title below body", TITLE_BELOW, (has_body, last_of_article), (has_title, note, belongs_above)),
    Row("title below cut-off text", TITLE, (has_title, after_ellipsis), (has_body, belongs_above)),
    Row("title above second landmark", TITLE, (has_title, above_landmark), (ends_in_stop, belongs_above)),
    Row("title below short body", TITLE, (has_title, below_short_body), (belongs_above,)),
    Row("title above last line", TITLE, (has_title, has_body, above_last_line), (belongs_above,)),
    Row("title between long lines", TITLE, (has_title, between_long_lines), (belongs_above, leading)),
    Row("text of body", BODY, (in_body,)),
    Row("beginning of body", BODY, (has_source_line, last_of_page)),
    Row("text", TEXT),
)


def titled(c: Context) -> bool:
    """It is a title, or introduces one."""
    return c.line.label == TITLE or c.line.kind == "opener"


def sourced(c: Context) -> bool:
    """It is a source line."""
    return c.line.label == SOURCE


def completing(c: Context) -> bool:
    """It has the part that the source line above lacks: the source or the date."""
    byline, draft = c.line.byline, c.draft
    above = draft.bylines[0].byline if len(draft.bylines) == 1 and not draft.body else None
    if byline is None or above is None:
        return False
    return not (above.source and byline.source) and not (above.date and byline.date)


def below_body(c: Context) -> bool:
    """It is boilerplate or something else that may follow a body: a title, a source line, a reference."""
    return c.line.label in _ENDS


def after_end(c: Context) -> bool:
    """The line above is a title, a source line or a reference that follows a body."""
    return bool(c.draft.body) and c.draft.last is not None and c.draft.last.label in _ENDS


ARTICLE_ROWS: Final[tuple[Row[Context], ...]] = (
    Row("title below body", YES, (titled, has_body)),
    Row("title below header", YES, (titled, has_title, has_source_line)),
    Row("first source line", NO, (sourced,), (has_source_line, has_body)),
    Row("rest of source line", NO, (sourced, completing)),
    Row("another source line", YES, (sourced,)),
    Row("below body", NO, (below_body,)),
    Row("same landmark again", YES, (landmark_again,)),
    Row("after the end", YES, (after_end,)),
    Row("same article", NO),
)


def split_by(
    line_rows: tuple[Row[Context], ...],
    article_rows: tuple[Row[Context], ...],
    lines: Iterable[tuple[Line, list[Line]]],
    grammar: Grammar,
    new_draft: type[Draft],
) -> Iterator[Draft]:
    """Yield the articles of a page whose lines are labelled by one table and split by another."""
    draft = new_draft()
    for line, ahead in lines:
        if len(draft.lines) >= grammar.limits.article_lines:  # to bound the memory of a stream
            draft.is_full = True
            yield draft.finished()
            draft = new_draft()
        if line.label != BLANK:
            context = Context(line, draft, [each for each in ahead if not each.is_boilerplate])
            row = first_row(context, line_rows)
            line.label, line.row = row.label, row
            if draft.last is not None and first_row(context, article_rows).label == YES:
                yield draft.finished()
                draft = new_draft()
        draft.put(line)
    if draft.lines:
        yield draft.finished()


def look_ahead(
    lines: Iterable[str], grammar: Grammar, look: Look = look_at, before: str | None = None
) -> Iterator[tuple[Line, list[Line]]]:
    """Yield each line, without the characters ``before`` its words, with the next few that are not blank."""
    before = grammar.before_lines if before is None else before
    held: deque[Line] = deque()
    waiting: deque[Line] = deque()
    blanks = 0
    for text in chain(join_blocks(lines, grammar) if grammar.blocks else lines, (None,)):
        if text is not None:
            held.append(line := Line(text, grammar, before))
            if line.start == line.end or (line.is_rule and not grammar.format.markdown):
                line.label = BLANK
                blanks += 1
            else:
                line.above, blanks = blanks, 0
                line.is_last = not text.endswith(("\n", "\r"))
                waiting.append(line)
                look(waiting)
        while held and (text is None or len(waiting) > AHEAD or len(held) > grammar.limits.article_lines):
            line = held.popleft()
            if line.label != BLANK:
                waiting.popleft()
            yield line, list(waiting)


class Header(NamedTuple):
    """The places of the title, the source and the date of an article, and what the date means."""

    title: Span | None = None
    source: Span | None = None
    published: Span | None = None
    moment: datetime | None = None


def _without_ending(title: str, grammar: Grammar) -> str:
    for ending in grammar.format.title_endings:
        title = title.removesuffix(ending.rstrip()).rstrip() or title
    return title


def header_of(draft: Draft, grammar: Grammar) -> Header:
    title = source = date = moment = None
    if draft.title is not None:
        title = draft.title.part(
            *title_in(_without_ending(draft.title.text, grammar), has_symbol=grammar.format.markdown)
        )
    for line in reversed(draft.bylines):  # the first one counts
        byline = line.byline
        if byline is not None and byline.source is not None:
            source = line.part(*byline.source)
        if byline is not None and byline.date is not None:
            date, moment = line.part(*byline.date), byline.moment.value
    return Header(title, source, date, moment)
