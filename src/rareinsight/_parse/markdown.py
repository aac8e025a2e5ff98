"""Pages in Markdown: what each line is, where answers begin, and one labelled chunk for each line of a body.

A line is a heading, an insight, or the rest of the insight above. Headings inside a line are not looked for.
"""

from __future__ import annotations

from bisect import bisect
from collections import deque
from collections.abc import Container, Iterable, Iterator
from itertools import chain, islice, pairwise
from typing import Final
from unicodedata import category

from rareinsight._grammar.citations import RAISED, has_cited_words
from rareinsight._grammar.entries import ADDRESS, WORD, may_be_entry
from rareinsight._grammar.form import (
    COLONS,
    MAX_HEADING,
    count_words,
    ends_sentence,
    has_word,
    run_in_label,
    strip_span,
)
from rareinsight._grammar.grammar import FORMULA, Grammar
from rareinsight._grammar.headings import HASHES, fold
from rareinsight._grammar.turns import bare_turn, turn_of
from rareinsight._parse import articles, labels
from rareinsight._parse.articles import BLANK, BODY, BOILERPLATE, REFERENCE, TEXT, TITLE, Context, Draft, titled
from rareinsight._parse.cutter import ROW, Body, Chunk, open_line
from rareinsight._parse.labels import CLEAR, FREE, bold, cited, ends_in_colon, hashed, in_insight, known, title_like
from rareinsight._parse.lines import Line, find_source, heading_syntax, look_at_shape
from rareinsight._parse.table import HEADING, INSIGHT, INSIGHT_ON, NO, NOTHING, YES, Row
from rareinsight._parse.verdict import has_cited, has_heading, has_insight
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._shapes import GLUED_MARKERS, MAX_WORD, SUPERSCRIPTS
from rareinsight.format import Format

_HARD_BREAKS: Final = ("  ", "\\")
_SYMBOLS: Final = ("So", "Sm", "Pd", "Po", "No")  #: the categories of what a line of a list begins with
_LETTERED: Final = deferred(r"(?:[a-z]|[ivx]{2,5})\.\s")  #: ``a. Tin is dear``, ``iv. Tin is dear``
_NO_BULLETS: Final = "¿¡…" + SUPERSCRIPTS  #: symbols that sentences begin with, or that cite
#: What separates two lines of a paragraph that has a formula on lines of its own in between.
_FORMULA: Final = deferred(rf"[ \t]*\r?\n(?:[ \t]*{FORMULA}[ \t]*\r?\n)+[ \t]*")
#: What marks a line as Markdown, at its beginning or inside.
_MARKED_UP: Final = deferred(r"#|[-*+] \S|\||```|.*\*\*")
_LONGEST_WRAPPED: Final = 150  #: no line of wrapped text is longer
_MAX_SHORT: Final = 6  #: the most words of a line that is surely not wrapped
_WORD: Final = deferred(r"[^\W\d_]{3}|[\u3400-\u9fff]")
_MAX_NUMBER: Final = 999
_INDEXED: Final = deferred(r"[\s(=+*/-]?[a-z]")
#: A link with words, which may be part of a sentence, unless it counts further sources: ``[Reuters+2](https://…)``.
_WORDS_LINKED: Final = deferred(r"\[(?![^\]]*\+[0-9]+\])\w")
_CODE: Final = deferred(r"(?<!`)`++[^`\r\n]++`++")  #: inside a line
_OUTLINE: Final = deferred(r"\A([#*]+ ?)(?:[0-9]{1,2}\\?[.)] |[一二三四五六七八九十]{1,3}、)")
#: What introduces a turn above words on the same line: ``**User:** Why is tin dear?``, ``User: Why?``.
_TURN_FIRST: Final = deferred(r"(?:\*\*[^*\r\n]{1,24}\*\*[:：]?|[A-Z][a-zA-Z ]{1,16}:)[ \t]+(?=\S)")
_LISTED: Final = deferred(r"(?:-|[0-9]{1,3}\.) \[.*://")  #: ``- [Title](https://…)``, or with a number
_FIELD: Final = deferred(r"\w[\w -]{0,40}:|- |\s+\S")  #: a line of front matter: ``tags:``, or an item below it
_MAX_FIELDS: Final = 60
_MAX_BEFORE: Final = 16  #: what precedes the words of an entry is not longer
#: An entry of a list of references with an address at its end: ``1. Title - https://…``, ``**[1]** Title (https://…)``.
_COUNTED: Final = deferred(
    rf"[^\w\r\n]{{0,6}}(?:{WORD})?(?P<number>[12])[^\w]{{1,6}}(?:\S.{{0,400}}?)?https?://\S++\W{{0,4}}\Z"
)
_HASHES: Final = deferred(HASHES)
_UNDERLINE: Final = deferred(r"={3,}|-{3,}")  #: what makes the line above it a heading of Markdown
_AFTER_ADDRESS: Final = ").,;"
_QUOTED: Final = 6  #: how many lines at the top show that all are quoted, as in a letter
#: The rows of a title in a declared shape, and of a question.
SHAPED, QUESTION = "shaped title", "question"
_MAX_PREAMBLE: Final = 8  #: the most lines of a preamble
_BOLD: Final = 7  #: the level of a heading in bold


def look_at_markdown(lines: deque[Line]) -> None:
    """Set the fields of the last line that follow from what it is, and those of the line above that do."""
    line = lines[-1]
    if _UNDERLINE.fullmatch(line.text) is not None and not line.above and _may_be_underlined([*lines][-3:-1]):
        above = lines[-2]
        line.is_boilerplate = True
        above.depth = 1 if line.text[0] == "=" else 2
        above.kind = "title" if line.grammar.kind_of(f"{'#' * above.depth} {above.text}") == "title" else "heading"
        return
    _look_at_words(line)
    if len(lines) > 1:
        find_source(lines)


def _may_be_underlined(lines: list[Line]) -> bool:
    """Whether the last line is not part of a paragraph and has the form of a heading."""
    is_below = len(lines) < 2 or lines[-1].above or lines[0].turn or lines[0].depth
    if not (lines and is_below):
        return False
    text, opening = lines[-1].text, lines[-1].grammar.line_opening.match(lines[-1].text)
    is_marked = opening is not None and opening[0] != ""
    has_stop = ends_sentence(text.rstrip("?？")) or text.endswith(COLONS)
    is_short = count_words(text) <= MAX_HEADING and not has_stop
    return is_short and not is_marked and lines[-1].kind == "cited" and not lines[-1].tokens


def _look_at_words(line: Line) -> None:
    """Set the fields of a line that follow from the line alone; rows of a table without citations are boilerplate."""
    look_at_shape(line)
    if line.is_boilerplate:
        return
    text, format = line.text, line.grammar.format
    hashes = _HASHES.match(text) if text[0] == "#" else None
    line.depth = 0 if hashes is None else hashes[0].count("#")
    if text.startswith("|") and text.count("|") > 1:
        line.is_boilerplate = not line.has_citation()
    line.turn = turn_of(text, format)
    line.is_last = line.is_last and not line.turn  # the words of a turn may be on the same line
    if line.turn == "asked":
        line.kind, line.is_boilerplate = "opener", True
    is_item = text[:1] in format.markers and text[1:2].isspace()
    is_list = not (line.kind or is_item) and line.grammar.entries.is_heading(_OUTLINE.sub(r"\1", text))
    words = text[1:].lstrip() if is_item and "://" in text else text  # - [1] Title https://…
    is_entry = words.startswith("[") and may_be_entry(words, is_bracketed=True)
    kind = "references" if is_list else "heading" if heading_syntax(line) else "entry" if is_entry else "cited"
    line.kind = line.kind or kind


def _split_turns(lines: Iterable[str], format: Format) -> Iterator[str]:
    """Yield lines, in two parts if what introduces a turn of a conversation is on the line of its first words."""
    has_asked = False
    for line in lines:
        found = _TURN_FIRST.match(line)
        name = "" if found is None else found[0]
        turn = turn_of(name.rstrip(), format) if name else ""
        has_asked |= turn == "asked"
        yield from [name, line[len(name) :]] if turn and has_asked else [line]


def in_front_matter(c: Context) -> bool:
    """It is a field between the two rules at the top of a file."""
    above = c.draft.lines
    is_open = 0 < len(above) < _MAX_FIELDS and above[0].text == "---" and all(each.text for each in above[1:2])
    return is_open and all(each.text != "---" for each in above[1:]) and _FIELD.match(c.line.raw) is not None


def shaped_title(c: Context) -> bool:
    """It has a declared title shape where a title may be, or follows a line that announces a title."""
    last, line = c.draft.last, c.line
    if c.draft.awaits_title:
        return not (line.is_boilerplate or (line.depth > 1 and not c.draft.is_asking))
    if line.kind != "title":
        return False
    if (articles.has_body(c) or articles.has_title(c)) and (last is None or last.label != REFERENCE):
        return False
    kinds = [each.kind for each in c.below[1:] if each.kind in ("title", "heading", "listed", "references")]
    return line.depth == 1 or kinds[:1] != ["title"]


def answers(c: Context) -> bool:
    """It introduces the answer to a question."""
    draft = c.draft
    if c.line.turn != "answered":
        return False
    bare = bare_turn(c.line.text)
    before, _, last = bare.rpartition(" ")
    is_top = not (draft.body or draft.title or (before and last[0].isupper()))  # Trends in AI
    is_first = is_top and any([each.label == BOILERPLATE for each in draft.lines[: articles.AHEAD]])
    return draft.is_asking or is_first or draft.answered == bare


def asks(c: Context) -> bool:
    """It is in a question, or right below the first line of one, which may have been taken for the title."""
    rows = [each.row.name for each in c.draft.lines[-1:] if each.kind == "cited"]
    return c.draft.is_asking or (c.line.kind != "heading" and rows in ([QUESTION], [SHAPED]))


def first_turn(c: Context) -> bool:
    """It introduces the first question of a page, and above it is only a preamble without citations."""
    draft = c.draft
    if c.line.turn != "asked" or draft.is_asking or draft.answered or len(draft.body) > _MAX_PREAMBLE:
        return False
    return not any([each.tokens for each in draft.body])


def below_preamble(c: Context) -> bool:
    """It has one ``#``, and above it is only a preamble: a few lines without headings, ``Here is the report:``."""
    draft = c.draft
    if c.line.kind != "title" or c.line.depth != 1 or draft.title is not None:
        return False
    return 0 < len(draft.body) <= _MAX_PREAMBLE and not any([each.kind == "heading" for each in draft.body])


def new_part(c: Context) -> bool:
    """It is a heading or a title that begins another part of the same answer, and not one above a group of links."""
    if c.line.kind not in ("heading", "title") or not articles.after_reference(c):
        return c.line.kind in ("heading", "title")
    # the heading of a group is right above its links, or has more hashes than that of the list, or none
    near = c.below if 0 < c.draft.list_depth < (c.line.depth or _BOLD) else c.below[:1]
    return not any([_LISTED.match(each.text) is not None for each in near])


def counted(c: Context) -> bool:
    """It and the line below begin with 1 and 2 and end in addresses; lines above cite numbers alone, or those below."""
    lines = [each for each in (c.line, *c.below[:1]) if not any([token.start() > _MAX_BEFORE for token in each.tokens])]
    found = [each for each in [_COUNTED.match(line.text) for line in lines] if each is not None]
    if [each["number"] for each in found] != ["1", "2"] or _addresses_cited(lines):
        return False
    if linked := _addresses_cited(c.draft.body):
        listed = [
            f"({url[0].rstrip(_AFTER_ADDRESS)})" for line in (c.line, *c.below) for url in ADDRESS.finditer(line.text)
        ]
        return any([address in link for address in listed for link in linked])
    return any([each.has_citation() for each in c.draft.body])


def _addresses_cited(lines: list[Line]) -> list[str]:
    return [token[0] for line in lines for token in line.tokens if token.lastgroup == "cite" and "://" in token[0]]


def above_cited(c: Context) -> bool:
    """It may be the heading of a list of references, but one of the two lines below is words with citations."""
    return c.line.kind == "references" and any([has_cited_words(each.text, each.tokens) for each in c.below[:2]])


MARKDOWN_LINES: Final[tuple[Row[Context], ...]] = (
    Row(SHAPED, TITLE, (shaped_title,), (answers,)),
    Row("title below preamble", TITLE, (below_preamble,)),
    Row("above the answer", BOILERPLATE, (answers,)),
    Row("front matter", BOILERPLATE, (in_front_matter,)),
    Row(QUESTION, TEXT, (asks,), (articles.boilerplate,)),
    Row("heading of cited words", BODY, (above_cited,)),
    Row("list without heading", REFERENCE, (counted,)),
    Row("part of an answer", BODY, (articles.after_reference, new_part), (articles.heads_references,)),
    *articles.LINE_ROWS,
)
MARKDOWN_ARTICLES: Final[tuple[Row[Context], ...]] = (
    Row("first turn", NO, (first_turn,)),
    Row("preamble above title", NO, (titled, below_preamble)),
    Row("another part", NO, (new_part,), (titled,)),
    *articles.ARTICLE_ROWS,
)


class Answer(Draft):
    """An answer, perhaps with the question above it, while its lines are being collected."""

    def put(self, line: Line) -> None:
        """Add a line that has been labelled."""
        super().put(line)
        self.list_depth = line.depth if line.row.name == articles.REFERENCES else self.list_depth
        if line.label == BOILERPLATE and line.kind == "opener":
            self._leave_out(self.title)
            self.title, self.awaits_title, self.is_asking = None, True, line.turn == "asked"
        elif line.label == BOILERPLATE and line.turn == "answered":
            line.is_boilerplate, self.is_asking, self.answered = True, False, bare_turn(line.text)
        elif line.label not in (BLANK, BOILERPLATE):
            self.awaits_title = False
            if line.label == TITLE and not any([each.tokens for each in self.body]):
                self._leave_out(None)

    def finished(self) -> Draft:
        """Return it; what is below a question that nothing answers is its answer. A question has no citations."""
        if self.is_asking:
            is_heading = self.title is None or self.title.has_citation()
            rows = (QUESTION, SHAPED) if is_heading else (QUESTION,)
            self.title = None if is_heading else self.title
            self.body = [line for line in self.lines if line.row.name in rows or (is_heading and line.turn == "asked")]
            for line in self.body:
                line.label, line.is_boilerplate = BODY, False
            while self.body and self.body[-1].kind == "entry":
                self.body.pop().label = REFERENCE
        return self

    def _leave_out(self, title: Line | None) -> None:
        """Turn a preamble, and a title above the first question, into text outside the article."""
        for line in (*self.body, *([title] if title is not None else [])):
            line.label = TEXT
        self.body.clear()


def look_at_lines(lines: Iterable[str], grammar: Grammar) -> Iterator[tuple[Line, list[Line]]]:
    """Yield each line with the next few, without what quotes a whole answer."""
    lines = iter(lines)
    first = list(islice(lines, _QUOTED))
    begun = {line.lstrip(SPACES)[:1] for line in first} - {""}
    before = SPACES + ">" * (begun == {">"})  # a quoted answer; elsewhere a quote is an insight
    return articles.look_ahead(_split_turns(chain(first, lines), grammar.format), grammar, look_at_markdown, before)


def cut_markdown(body: Body) -> None:
    """Add each line of a body to its chunks; in a text without Markdown, the first may be the title instead."""
    draft = body.draft
    body.is_plain = not any([_MARKED_UP.match(line.text) for line in draft.lines]) and _are_paragraphs(draft.body)
    tops = [line.text for line in draft.body[:2] if not line.tokens and count_words(line.text) <= MAX_HEADING]
    if body.is_plain and draft.title is None and len(tops) == 2 and not any(map(ends_sentence, tops)):
        draft.title = draft.body.pop(0)
        draft.title.label = TITLE
    numbers = _bare_numbers(body)
    for line in body.draft.body:
        _add_line(body, line, numbers)


def _are_paragraphs(lines: list[Line]) -> bool:
    """Whether each line is a paragraph: one is longer than wrapped lines are, or none continues the one above."""
    if any([len(line.text) > _LONGEST_WRAPPED and "://" not in line.text for line in lines]):
        return True
    pairs = [(above, line) for above, line in pairwise(lines) if not line.above]
    return len(pairs) > 1 and not any([_is_wrapped(*pair) for pair in pairs])


def _is_wrapped(above: Line, line: Line) -> bool:
    """Whether a line seems to continue the one above, which is neither a sentence nor as short as a heading."""
    words = above.text[: above.tokens[-1].start()] if above.tokens and not ends_sentence(above.text) else above.text
    is_short = 2 * len(above.text) < len(line.text) or count_words(above.text) <= _MAX_SHORT
    is_whole = ends_sentence(words) or (is_short and not above.tokens)
    return line.text[0].islower() or not is_whole


def _add_line(body: Body, line: Line, numbers: dict[str | None, Container[int]]) -> None:
    raw, grammar = body.text, body.grammar
    start, end = line.at + line.start, line.at + line.end
    at, marker, tokens = open_line(line, raw, end)
    marker = ROW if raw.startswith("|", at) else "#" if line.depth else marker
    found = [(start + each.start(), start + each.end(), each.lastgroup) for each in tokens if each.lastgroup != "link"]
    at, end = strip_span(raw, at, end, SPACES + ROW if marker == ROW else SPACES)
    if found:  # the brackets of citations may be bars too
        at, end = min(at, found[0][0]), max(end, found[-1][1])
    if at >= end:
        return
    chunk = body.add(at, end, marker)
    chunk.above, chunk.depth = line.above, line.depth
    chunk.first = chunk.last = chunk.counts = True
    chunk.known = grammar.headings.words.get(fold(chunk.text.strip("*:：_ ")))
    code = [each.span() for each in _CODE.finditer(raw, at, end)] if "`" in line.text else []
    chunk.runs = [run[:2] for run in found if not _is_code(raw, run[0], code) and _cites(body, *run, numbers)]
    body.note_cut(chunk.runs[-1][1] if chunk.runs else at, end)


def _is_code(raw: str, at: int, code: list[tuple[int, int]]) -> bool:
    """Whether a run is part of the code that is inside a line, and not all of it."""
    place = bisect(code, (at, 0)) - 1
    return place >= 0 and at < code[place][1] and raw[at - 1] != "`"


def _bare_numbers(body: Body) -> dict[str | None, Container[int]]:
    """Return the numbers that may cite without a bracket; uncertain ones only if nothing else cites them."""
    listed = [body.grammar.entries.read(line.text).get("n") for line in body.draft.lines if line.kind == "listed"]
    highest = max([int(number) for number in listed if number], default=0)
    tokens = [token for line in body.draft.body for token in line.tokens if token.lastgroup == "cite"]
    cited = {int(token[0]) for token in tokens if token[0].isdecimal()}
    return {"cite": range(1, (highest or _MAX_NUMBER) + 1), "number": {*range(1, highest + 1)} - cited}


def _cites(body: Body, begin: int, end: int, kind: str | None, numbers: dict[str | None, Container[int]]) -> bool:
    """Whether a run cites: no index (``h[0]``), no link inside a sentence, no bare number but one of ``numbers``."""
    run = body.raw[begin:end]
    if run.isdigit() and run.isascii():
        return int(run) in numbers[kind]
    is_power = run.startswith(RAISED) and body.raw[begin - 1].isdigit()
    is_index = run[0] == "[" and run[1] != "^" and _INDEXED.fullmatch(body.raw[begin - 2 : begin]) is not None
    return body.cites(begin, end) and not (is_power or is_index or _is_inside_sentence(body, begin, run))


def _is_inside_sentence(body: Body, begin: int, run: str) -> bool:
    """Whether a run is a link of words to an address, and not behind the end of a sentence."""
    if _WORDS_LINKED.match(run) is None:
        return False
    (_, key, _, _), *_ = body.grammar.citations.read(run).citations
    return (key or "").startswith("http") and not ends_sentence(body.raw[max(0, begin - MAX_WORD) : begin])


def only_citations(c: Chunk) -> bool:
    """It is nothing but citations."""
    raw = c.body.text
    return bool(c.runs) and not (has_word(raw[c.start : c.runs[0][0]]) or has_word(raw[c.runs[-1][1] : c.end]))


def marked(c: Chunk) -> bool:
    """It has the marker of an item or a quote."""
    return c.marker not in ("", "#")


def continues(c: Chunk) -> bool:
    """It continues the insight above, perhaps after a formula: it has no marker, or both are quoted."""
    is_below = not labels.after_blank(c) or _FORMULA.fullmatch(c.body.text, c.previous.end, c.start) is not None
    is_bare = (c.marker == "" and not c.body.is_plain) or c.marker == c.previous.marker == ">"
    return is_below and is_bare and in_insight(c) and c.previous.marker != ROW


def in_item(c: Chunk) -> bool:
    """The insight above it has a marker, and not that of a quote."""
    return marked(c.previous.unit) and c.previous.unit.marker != ">"


def parted(c: Chunk) -> bool:
    """It is not in an item, and begins with a label in bold or follows a hard line break."""
    is_label = c.text.startswith("**") and run_in_label(c.text) is not None  # **Copper**: firm
    return (is_label or c.body.text.startswith(_HARD_BREAKS, c.previous.end)) and not in_item(c)


def listed(c: Chunk) -> bool:
    """It is not in an item, and begins with a symbol or a letter and a stop, as a line next to it: ``✅ Firm``."""
    around = (c.previous, c.previous.unit, c.next)
    return _begins_list(c) and any([_begins_list(each) for each in around]) and not in_item(c)


def _begins_list(c: Chunk) -> bool:
    symbol = c.text[:1]
    if symbol.isascii():
        return _LETTERED.match(c.text) is not None
    return category(symbol) in _SYMBOLS and symbol not in _NO_BULLETS


def below_item(c: Chunk) -> bool:
    """It continues an item and is indented."""
    return continues(c) and in_item(c) and c.body.text[c.start - 1] in " \t"


def above_bullets(c: Chunk) -> bool:
    """It has no marker other than a number, and is above bullets that Markdown does not have."""
    is_plain = c.marker[:1].isdigit() or not c.marker
    return is_plain and c.next.marker in GLUED_MARKERS and not ends_sentence(c.text)


def unmarked_title(c: Chunk) -> bool:
    """In a text without Markdown, it has no stop, and the next line has none either or is longer."""
    is_above = bool(c.next.text) and (len(c.next.text) > len(c.text) or not ends_sentence(c.next.text))
    return c.body.is_plain and is_above and not ends_sentence(c.text) and _WORD.search(c.text) is not None


MARKDOWN: Final[tuple[Row[Chunk], ...]] = (
    Row("line with hashes", HEADING, (hashed,)),
    Row("known line", HEADING, (known,), (marked,)),
    Row("bold line", HEADING, (bold,), (marked, cited, below_item), CLEAR),
    Row("line of citations", INSIGHT_ON, (in_insight, only_citations), (marked,)),
    Row("line of a paragraph", INSIGHT_ON, (continues,), (parted, listed)),
    Row("line above bullets", HEADING, (above_bullets, title_like), (cited, ends_in_colon), FREE),
    Row("unmarked title", HEADING, (unmarked_title, title_like), (cited, ends_in_colon), FREE),
    Row("citations alone", NOTHING, (only_citations,), (marked,)),
    Row("whole line", INSIGHT),
)


def answered(b: Body) -> bool:
    """It answers a question."""
    return b.draft.answered != ""


ANSWERS: Final[tuple[Row[Body], ...]] = (
    Row("cited answer", YES, (has_cited,)),
    Row("headings and insights", YES, (has_heading, has_insight)),
    Row("answer to a question", YES, (answered, has_insight)),
    Row("no answer", NO),
)
