"""From labelled chunks to an article: headings and insights, grouped into sections."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight._grammar.entries import WORD
from rareinsight._grammar.form import has_word, run_in_label, strip_span
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.spelling import CLOSE, OPEN
from rareinsight._nodes import new_article, new_citation, new_insight, new_section
from rareinsight._parse.articles import Header
from rareinsight._parse.cutter import ROW, Body, Chunk, Runs
from rareinsight._parse.labels import INSIGHTS
from rareinsight._parse.table import HEADING, NUMBERED
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES, line_start
from rareinsight._shapes import MAX_CACHED, MAX_WORD, is_worded
from rareinsight.format import Heading, Numbered
from rareinsight.model import Article, Citation, Diagnostic, Insight, Role, Section

#: A year in brackets, which is text if it is inside a statement: Prices rose in [2024] as before [1].
_YEAR: Final = deferred(rf"{OPEN}(?:19|20)[0-9]{{2}}{CLOSE}")
_AROUND: Final = "*#_ \t\u3000\u00a0"
_BEFORE_LABEL: Final = ".．、 -–—|｜丨·•"  #: what separates the number of a heading from its label
#: Markdown syntax, spaces, and emoji.
_SIGNS: Final = deferred(r"(?:[*_#\s\ufe0e\ufe0f\u200d]|[^\w\s!-/:-@\[-`{-~\u3000-\u303f\uff00-\uffef])*+")

#: A label in quotation marks.
_IN_QUOTES: Final = deferred(r"\"[^\"]+\"|“[^“”]+”|«[^«»]+»|„[^“”]+[“”]|「[^「」]+」|『[^『』]+』|《[^《》]+》")


class Head(NamedTuple):
    """A heading, split into its parts."""

    role: Role
    number: int | None = None
    label: str | None = None
    numbered: Numbered | None = None
    known: Heading | None = None
    is_bold: bool = False


@lru_cache(MAX_CACHED)
def read_heading(text: str, grammar: Grammar, counts: bool) -> Head:
    """Split a heading into its parts; a number out of sequence (not ``counts``) must have a word."""
    stop = len(text.rstrip("*:：_ "))
    at = len(text) - len(text.lstrip(_AROUND))
    is_bold = text.startswith("**") and text.rstrip(":： ").endswith("**")
    number, known = grammar.headings.at(text, at, len(text))
    if number is None and known is None:  # 📋 一、征求同意
        at = _SIGNS.match(text).end()  # type: ignore[union-attr]  # it matches the empty string too
        number, known = grammar.headings.at(text, at, len(text))
    if number is not None and not (counts or is_worded(number.shape.shape)):
        number = None
    word = at if number is None else number.end
    heading = grammar.headings.family_of(text[at:stop]) if known is None else known.heading
    shape = None if number is None else number.shape
    roles = [each.role for each in (shape, heading) if each is not None]
    if "core" in roles and roles[0] != "group":
        return Head("core", None, None, shape, heading, is_bold)
    if number is None:
        return Head("other" if heading is None else heading.role, known=heading, is_bold=is_bold)
    words = text[word : max(word, stop)].rstrip(_AROUND + ":：")
    label = words.lstrip(_AROUND + ":：")
    label = "#" * (label[:1].isdigit() and words.endswith(f"#{label}")) + label  # Group 1: #1 supplier
    label = label.lstrip(_BEFORE_LABEL).lstrip()
    if _IN_QUOTES.fullmatch(words.strip()) is not None:  # Group 1 “Prices”
        label = label[1:-1]
    index = number.values[0] if len(number.values) == 1 else None
    return Head(number.shape.role, index, " ".join(label.split()) or None, shape, heading, is_bold)


def build(body: Body) -> tuple[Section, ...]:
    """Return the sections of a body: each heading with the insights up to the next one."""
    raw, grammar = body.raw, body.grammar
    groups: list[tuple[int, int, int, Head, list[Insight]]] = []
    indents: list[int] = []
    for unit in body.units:
        first, start, end = unit[0], unit[0].start, unit[-1].end
        level = _level_of(first, indents) if first.first or indents else 1
        if first.label == HEADING:
            # above bullets, a number is part of the heading, not a marker: 1. High-Level Overview
            start = raw.rfind(first.marker, 0, start) if first.marker[:1].isdigit() else start
            groups.append((start, end, first.depth, read_heading(raw[start:end], grammar, first.counts), []))
            continue
        if not groups:
            groups.append((0, 0, 0, Head("other"), []))
        start, runs = _words_of(unit, raw, grammar)
        groups[-1][-1].append(make_insight(raw, start, end, runs, grammar, level, first.marker == ROW))
    outline = _Outline()
    fewest, deep = min([depth for _, _, depth, _, _ in groups if depth], default=0), 0
    sections: list[Section] = []
    for number, (start, stop, depth, head, insights) in enumerate(groups):
        following = None if insights or number + 1 == len(groups) else groups[number + 1][3]
        level = outline.level_of(head, following)
        if grammar.format.markdown:
            deep = depth - fewest + 1 if depth else deep
            level = deep + (not depth)
        place = start if stop else insights[0].start, insights[-1].end if insights else stop
        words = head.role, raw[start:stop] or None, head.number, head.label
        sections.append(new_section(*words, level, tuple(insights), *place, start, stop))
    return tuple(sections)


def line_before(raw: str, at: int) -> str:
    """Return what precedes an offset on its line, at most a few words, so that parsing stays linear."""
    return raw[line_start(raw, at, max(0, at - MAX_WORD)) : at]


class _Outline:
    """The shapes of numbers above a heading: a new one opens a level (``一、``, ``(一)``), others return to theirs."""

    def __init__(self) -> None:
        self.shapes: list[Numbered] = []
        self.has_parent = False

    def level_of(self, head: Head, following: Head | None) -> int:
        """Return the level of a heading, given the heading that directly follows it, if any."""
        shape, is_parent = head.numbered, following is not None and following.known is None
        if shape is not None and head.role == "other":
            if shape in self.shapes:
                del self.shapes[self.shapes.index(shape) :]
            self.shapes.append(shape)
            return max(len(self.shapes) + self.has_parent, shape.level)
        if head.known is not None or shape is not None or (is_parent and not head.is_bold):
            holds = head.known is not None and head.known.holds_headings
            self.shapes, self.has_parent = [], holds or following is not None
            return 1 if shape is None else shape.level
        return 2 if head.is_bold else len(self.shapes) + 1 + (self.has_parent and not self.shapes)


_ONLY_STOPS: Final = ".。． \t\r\n\u00a0\u3000"
#: What is stripped from the start of a claim: spaces, and the stop or comma that ends the previous one.
_BEFORE_CLAIM: Final = " \t\r\n\u00a0\u3000.。．,，;；、"
#: A line break between Chinese or Japanese characters, which have no spaces between them.
_WRAPPED: Final = deferred(
    r"(?<=[\u3001-\u30ff\u3400-\u9fff\uff0c])[^\S\r\n]*+[\r\n]\s*+(?=[\u3041-\u30ff\u3400-\u9fff])"
)
_QUOTE: Final = deferred(r"[\r\n][> ]+")  #: what begins the further lines of a quote
_AROUND_CLAIM: Final = SPACES + _BEFORE_CLAIM
#: What parts citations and does not belong to the text: Prices rose [1] , [3]
_BETWEEN_CITATIONS: Final = " \t\u00a0\u3000,，、;；&"
_BRACKETS: Final = tuple("[【［\\")
#: What encloses citations alone: ``**[1]**``, ``(see [1])``.
_OPENED: Final = deferred(
    rf"(?:[(（]\s?(?:(?:{WORD}|sources|see|cf\.?|siehe|vgl\.?|voir|ver|见)[:：]?\s?)?|[*_~`^])++\s?\Z"
)
_ENCLOSING: Final = {"(": ")", "（": "）"} | {sign: sign for sign in "*_~`^"}
_ENDS: Final = frozenset(_ENCLOSING.values())
_MAX_OPENED: Final = 24


def make_insight(
    raw: str, start: int, end: int, runs: Runs, grammar: Grammar, level: int, is_row: bool = False
) -> Insight:
    """Return the insight ``raw[start:end]`` with its runs of citations; in a row of a table, each backs its cell."""
    citations: list[Citation] = []
    openings = grammar.citations.openings if grammar.format.openings else None
    kept, since = [""], start
    for run in runs:
        begin, stop = _with_brackets(raw, since, *run, end) if raw[run[1] : run[1] + 1] in _ENDS else run
        words = raw[since:begin].rstrip(SPACES)
        last = since + len(words)
        at, to = _claim_of(raw, since, last, _BEFORE_CLAIM if since > start else "", is_row=is_row)
        if begin == start:  # it precedes what it backs
            at, to = strip_span(raw, stop, runs[1][0] if len(runs) > 1 else end, _AROUND_CLAIM + ":：")
        if openings is not None:
            for opening in openings.finditer(raw, since, last):
                at, to = opening.end(), last
            words = openings.sub("", words)
        claim = raw[at:to]
        cited = grammar.citations.read(raw[slice(*run)]).citations
        for number, key, left, right in cited:
            first, after = run[0] + left if left else begin, stop if right == cited[-1][3] else run[0] + right
            citations.append(new_citation(number, claim, first, after, at, to, key))
        if since == start or words.strip(_BETWEEN_CITATIONS):
            kept.append(words)
        since = stop + (begin == start and raw.startswith((":", "："), stop))  # [1]: Prices rose
        if since < end and raw.startswith(_BRACKETS, since, end) and raw[begin - 1].isspace():
            kept.append(" ")  # the second bracket is text: Prices rose [1][4
    if since < end:
        kept.append(_closing(kept[-1], raw[since:end] if openings is None else openings.sub("", raw[since:end])))
    text = "".join(kept)
    if "  " in text or not text.isprintable() or text.strip() != text:  # quicker than to split it
        text = " ".join(_WRAPPED.sub("", _QUOTE.sub("\n", text)).split())
    return new_insight(text, tuple(citations), _label_of(text, grammar.format.kept_markers), start, end, level)


def _with_brackets(raw: str, since: int, begin: int, stop: int, end: int) -> tuple[int, int]:
    """Return a run of citations with the brackets, or the signs of Markdown, that enclose it alone."""
    found = _OPENED.search(raw, max(since, begin - _MAX_OPENED), begin)
    opened = "" if found is None else found[0]
    closing = "".join([_ENCLOSING.get(sign, "") for sign in reversed(opened)])
    is_enclosed = raw.startswith(closing, stop)  # perhaps behind the insight, if nothing follows there
    return (begin - len(opened), min(stop + len(closing), max(stop, end))) if is_enclosed else (begin, stop)


def _claim_of(raw: str, start: int, end: int, before: str, *, is_row: bool) -> tuple[int, int]:
    """Return what a run of citations backs: the words since the last one, or of the last cell of a row."""
    at = strip_span(raw, start, end, before)[0] if before else start
    if is_row:
        at = strip_span(raw, max(at, raw.rfind(ROW, at, end) + 1), end)[0]
    return (at, end) if at < end else (start, start)


def _label_of(text: str, kept_markers: tuple[str, ...]) -> str | None:
    marker = next((each for each in kept_markers if text.startswith(each)), "") if kept_markers else ""
    return run_in_label(text[len(marker) :].lstrip() if marker else text)


def _closing(before: str, last: str) -> str:
    """Return what follows the last citations, a stop without spaces, and none after another: in the U.S. [1]."""
    if last.strip(_ONLY_STOPS):
        return last
    last = last.strip()
    return "" if last == "." and before.endswith(".") else last


def _words_of(unit: list[Chunk], raw: str, grammar: Grammar) -> tuple[int, Runs]:
    """Return where the words of an insight begin, and its runs of citations."""
    first, number, start, end = unit[0], unit[0].number, unit[0].start, unit[-1].end
    # with a word or with parts, a number is text, not a marker: Group 1 holds lithium, 3.2 falls
    if number is not None and first.label == NUMBERED and len(number.values) == 1 and start + number.end < end:
        after = start + number.end
        after += 2 * (raw.startswith("**", after) and "**" in raw[start - 2 : after])  # **1、**Tin rose
        start = start if is_worded(number.shape.shape) else strip_span(raw, after, end)[0]
    if first.marker in grammar.format.kept_markers:
        start = raw.rindex(first.marker, 0, start)
    runs = first.runs if len(unit) == 1 else [run for chunk in unit for run in chunk.runs]
    if first.runs_before:
        runs, start = first.runs_before + runs, first.runs_before[0][0]
    for begin, _ in runs:
        if raw[begin + 1 : begin + 3] in ("19", "20") and _YEAR.match(raw, begin):
            return start, _without_years(runs, raw, end)
    return start, runs


def _without_years(runs: Runs, raw: str, end: int) -> Runs:
    """Return runs without the year that they begin with, which is text if anything follows, at least a citation."""
    found = [(_after_year(begin, stop, raw), stop) for begin, stop in runs]
    is_cited = found[-1][0] == runs[-1][1] and not has_word(raw[runs[-1][1] : end])
    return [run for run in found if run[0] < run[1]] + runs[-1:] * is_cited


def _after_year(begin: int, stop: int, raw: str) -> int:
    """Return where a run begins after a year; several years cite."""
    year = _YEAR.match(raw, begin, stop)
    after = begin if year is None else strip_span(raw, year.end(), stop)[0]
    return begin if _YEAR.match(raw, after, stop) else after


def _level_of(chunk: Chunk, indents: list[int]) -> int:
    """Return the level of a heading or insight; ``indents`` are those of the bullets that it may be below."""
    is_bullet = chunk.first and chunk.label in INSIGHTS and (chunk.marker != "" or chunk.label == NUMBERED)
    if not is_bullet:
        indents.clear()
        return 1
    line = line_before(chunk.body.text, chunk.start).expandtabs(4)
    indent = len(line) - len(line.lstrip(SPACES + ">" * (chunk.marker != ">")))
    while indents and indents[-1] >= indent:
        indents.pop()
    indents.append(indent)
    return len(indents)


def make_article(body: Body, header: Header, sections: tuple[Section, ...], found: tuple[Diagnostic, ...]) -> Article:
    """Return the article that has been read; without sections, its text is not a digest."""
    *spans, moment = header
    title, source, _ = [None if span is None else body.raw[span.start : span.end] for span in spans]
    truncated = any([each.code in ("cut-off", "cut-date") for each in found])
    name = body.grammar.format.name if sections else None
    return new_article(title, source, moment, sections, (), found, truncated, body.raw, name, None, *spans)
