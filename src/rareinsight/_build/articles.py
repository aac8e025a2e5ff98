"""Decided lines and chunks, folded into an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from rareinsight._build.nodes import new_article
from rareinsight._build.parts import Head, fold_sections, make_insight, read_heading
from rareinsight._decide import HEADING, INSIGHTS, NOTHING, NUMBERED
from rareinsight._decide.digest import is_digest
from rareinsight._decide.lines import BODY, REFERENCE, Draft
from rareinsight._decide.rows import GUESSED, decide
from rareinsight._page.chunks import Body, Chunk, Cutter
from rareinsight._page.grammar import Grammar
from rareinsight._page.lines import Line
from rareinsight._page.shapes import ends_sentence, has_word
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Diagnostic, Insight, Section, Span

_CUT: Final = ("cut-off", "cut-date")
#: A renderer of formulas turns ``- Costs fell`` into ``−Costsfell``.
_MINUS: Final = "−"
_LONG_NUMBER: Final = re.compile(r"[\[【［][0-9]{7,}[\]】］]")


def build_article(draft: Draft, grammar: Grammar) -> Article:
    """Return the article of a page's lines; one without sections where its text is no digest."""
    raw = "".join([line.text for line in draft.lines])
    diagnostics: list[Diagnostic] = []
    sections: tuple[Section, ...] = ()
    body = read_body(draft, raw, grammar)
    if body.chunks and is_digest(body):
        parts = list(_parts_of(body))
        sections = fold_sections(raw, parts)
        diagnostics += _body_diagnostics(body, parts)
        diagnostics += _group_diagnostics(sections)
        diagnostics += _citation_diagnostics(sections)
    spans, moment = _read_header(draft, grammar, diagnostics)
    if not sections:
        diagnostics.insert(0, make_diagnostic("no-digest" if has_word(raw) else "empty-text"))
    else:
        diagnostics += _line_diagnostics(draft)
        diagnostics += [make_diagnostic("missing-title")] if spans[0] is None else []
        diagnostics += [make_diagnostic("missing-source")] if spans[1] is None else []
    body.forget()
    if len(diagnostics) > 1:
        diagnostics.sort(key=_place_of)
    truncated = any([each.code in _CUT for each in diagnostics])
    name = grammar.format.name if sections else None
    return new_article(raw, name, spans, moment, sections, tuple(diagnostics), truncated)


def read_body(draft: Draft, raw: str, grammar: Grammar) -> Body:
    """Cut the lines of a body into chunks and decide them."""
    body = Body(raw, grammar)
    if not draft.body:
        return body
    cutter = Cutter(body)
    at = 0
    for line in draft.lines:
        if line.label == BODY:
            cutter.cut_line(at + line.start, at + line.end, line.above)
        at += len(line.text)
    decide(body)
    return body


def _place_of(diagnostic: Diagnostic) -> int:
    """Where a diagnostic is to be told: what is said of the whole text comes first."""
    return -1 if diagnostic.span is None else diagnostic.span.start


# --- header ------------------------------------------------------------------------------------------------------


def _read_header(
    draft: Draft, grammar: Grammar, diagnostics: list[Diagnostic]
) -> tuple[tuple[Span | None, Span | None, Span | None], datetime | None]:
    """Return the spans of title, source and date, and the moment of the date."""
    title = source = published = None
    moment = None
    at = 0
    for line in draft.lines:
        if line is draft.title:
            title = _title_span(line, at, grammar)
        if line is draft.source and line.header is not None:
            header, base = line.header, at + line.start
            source = Span(base + header.source[0], base + header.source[1]) if header.source is not None else None
            published = Span(base + header.date[0], base + header.date[1])
            moment = header.moment
            if header.aside is not None:
                aside = Span(base + header.aside[0], base + header.aside[1])
                diagnostics.append(make_diagnostic("unplaced-text", aside))
            if header.guess:
                diagnostics.append(make_diagnostic("guessed-header", Span(base, at + line.end), header.guess))
        at += len(line.text)
    if moment is None:
        return (title, source, None), None
    if moment.doubt:
        diagnostics.append(make_diagnostic(moment.doubt, published))
    return (title, source, published), moment.value


def _line_diagnostics(draft: Draft) -> Iterator[Diagnostic]:
    """Yield where lines stand that belong to nothing, and lists of references."""
    at, told = 0, list[tuple[str, Span]]()
    for line in draft.lines:
        if line.start < line.end:
            is_told = line.label == BODY or line in (draft.title, draft.source) or line.is_boilerplate
            code = "" if is_told else "reference-list" if line.label == REFERENCE else "unplaced-text"
            told.append((code, Span(at + line.start, at + line.end)))
        at += len(line.text)
    for code, lines in groupby(told, key=itemgetter(0)):
        spans = [span for _, span in lines]
        if code:
            yield make_diagnostic(code, Span(spans[0].start, spans[-1].end))


def _title_span(line: Line, at: int, grammar: Grammar) -> Span:
    """Return the place of a title, Markdown's signs and the ending that the page adds left out."""
    words = line.words
    start = at + line.start
    for ending in grammar.format.title_endings:
        if words.endswith(ending) and len(words) > len(ending):
            words = words[: -len(ending)].rstrip()
    inner = words.lstrip("#").lstrip() if words.startswith(("##", "# ")) else words
    start += len(words) - len(inner)
    if inner.startswith("**") and inner.endswith("**") and len(inner) > len("****"):
        return Span(start + 2, start + len(inner) - 2)
    return Span(start, start + len(inner))


# --- body --------------------------------------------------------------------------------------------------------


def _parts_of(body: Body) -> Iterator[Head | Insight]:
    """Yield the headings and insights of a body, in order."""
    group: list[Chunk] = []
    for chunk in body.chunks:
        if chunk.unit is chunk and group:
            yield _make_part(body, group)
            group = []
        if chunk.label != NOTHING:
            group.append(chunk)
    if group:
        yield _make_part(body, group)


def _make_part(body: Body, group: list[Chunk]) -> Head | Insight:
    first, last = group[0], group[-1]
    if first.label == HEADING:
        return read_heading(body.raw, first.start, last.end, body.grammar, counts=first.counts, is_link=first.is_link)
    number = first.number if first.label == NUMBERED else None
    if number is not None and (number.shape.is_worded or len(number.values) > 1 or body.raw[number.end - 1].isalnum()):
        number = None  # it is no marker: Group 1 holds lithium, 3.2 falls, 60元
    start = first.start if number is None else number.end
    while start < last.end and body.raw[start].isspace():
        start += 1
    runs = [run for chunk in group for run in chunk.runs]
    return make_insight(body.raw, start, last.end, runs, body.grammar)


def _body_diagnostics(body: Body, parts: list[Head | Insight]) -> Iterator[Diagnostic]:
    for chunk in body.chunks:
        if chunk.label not in INSIGHTS:
            yield from [make_diagnostic("stray-citation", Span(*run)) for run in chunk.runs]
        if chunk.label == NOTHING and not (chunk.runs and chunk.runs[0][0] == chunk.start):
            yield make_diagnostic("unplaced-text", Span(chunk.start, chunk.end))
        if chunk.row in GUESSED:
            yield make_diagnostic("uncertain-marker", Span(chunk.start, chunk.end))
    yield from [make_diagnostic("stray-citation", Span(*place)) for place in body.stray]
    yield from [make_diagnostic("reference-list", Span(*place)) for place in body.listed]
    garbled = next((each.start for each in body.chunks if each.mark == body.raw[each.start - 1] == _MINUS), None)
    if garbled is not None:
        yield make_diagnostic("garbled-text", Span(garbled - 1, garbled))
    long_numbers = [found.span() for found in _LONG_NUMBER.finditer(body.raw, body.chunks[0].start)]
    yield from [make_diagnostic("long-number", Span(*place)) for place in (*long_numbers, *body.unread)]
    if body.cut is not None:
        yield make_diagnostic("cut-citation", Span(*body.cut))
    if _is_cut(body, parts):
        end = len(body.raw.rstrip())
        yield make_diagnostic("cut-off", Span(max(0, end - 1), end))


def _is_cut(body: Body, parts: list[Head | Insight]) -> bool:
    """Whether the body ends in the middle of something."""
    last = parts[-1]
    if body.is_open or body.cut is not None or isinstance(last, Head):
        return True
    chunk = body.chunks[-1]
    if not body.grammar.format.citations or chunk.runs or chunk.label not in INSIGHTS or ends_sentence(chunk.text):
        return False
    return any(each.runs for each in body.chunks)


def _group_diagnostics(sections: tuple[Section, ...]) -> Iterator[Diagnostic]:
    """Yield what is odd about the numbers of groups, which go up by one."""
    highest = 0
    seen: set[int] = set()
    for section in sections:
        if section.role != "group" or section.index is None:
            continue
        if section.index in seen:
            yield make_diagnostic("duplicate-group", section.heading_span, str(section.index))
        elif seen and section.index > highest + 1:
            yield make_diagnostic("skipped-group", section.heading_span, str(highest + 1))
        seen.add(section.index)
        highest = max(highest, section.index)


def _citation_diagnostics(sections: tuple[Section, ...]) -> Iterator[Diagnostic]:
    """Yield what is odd about citations: insights without any where others have some, and the number 0."""
    insights = [insight for section in sections for insight in section.insights]
    uncited = [insight for insight in insights if not insight.citations]
    if len(uncited) < len(insights):
        yield from [make_diagnostic("uncited-insight", insight.span) for insight in uncited]
    for insight in insights:
        yield from [make_diagnostic("zero-citation", each.span) for each in insight.citations if each.number == 0]
