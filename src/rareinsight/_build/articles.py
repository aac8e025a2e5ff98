"""Decided lines and chunks, folded into an article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rareinsight._build import Part, fold_sections, line_before, make_insight, new_article, read_heading
from rareinsight._build.findings import (
    body_diagnostics,
    cut_off,
    line_diagnostics,
    section_diagnostics,
    what_is_missing,
)
from rareinsight._decide import HEADING, INSIGHTS, NOTHING, NUMBERED
from rareinsight._decide.digest import breaks_off, is_digest
from rareinsight._decide.lines import Draft
from rareinsight._decide.rows import decide
from rareinsight._page.chunks import Body, Chunk, Cutter
from rareinsight._page.grammar import Grammar
from rareinsight._page.lines import Line
from rareinsight._page.shapes import ends_sentence, has_word
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Diagnostic, Section, Span

_CUT: Final = ("cut-off", "cut-date")


def build_article(draft: Draft, grammar: Grammar, *, is_after_digest: bool = False) -> Article:
    """Return the article of a page's lines; one without sections where its text is no digest."""
    diagnostics: list[Diagnostic] = []
    sections: tuple[Section, ...] = ()
    body = read_body(draft, grammar)
    raw = body.raw
    may_break_off = is_after_digest and draft.source is not None and draft.lines[-1].is_last
    if body.chunks and (is_digest(body) or (may_break_off and breaks_off(body))):
        parts = list(_parts_of(body))
        sections = fold_sections(raw, parts, is_markdown=grammar.format.markdown)
        diagnostics += body_diagnostics(body, parts, is_after_digest=is_after_digest)
        diagnostics += section_diagnostics(sections, grammar)
    spans, moment = _read_header(draft, grammar, diagnostics)
    if not has_word(raw):
        diagnostics.append(make_diagnostic("empty-text"))
    elif not sections:
        diagnostics.append(make_diagnostic("no-digest", None, "; ".join(what_is_missing(draft, body, grammar))))
        if is_after_digest and draft.lines[-1].is_last and not ends_sentence(raw):
            diagnostics.append(cut_off(raw))
    else:
        diagnostics += line_diagnostics(draft)
        diagnostics += [make_diagnostic("missing-title")] if spans[0] is None else []
        if spans[1] is None and any(["{source}" in shape for shape in grammar.format.source_lines]):
            diagnostics.append(make_diagnostic("missing-source"))
    diagnostics += [make_diagnostic("long-article")] if draft.is_full else []
    body.forget()
    diagnostics.sort(key=_place_of)
    truncated = any([each.code in _CUT for each in diagnostics])
    name = grammar.format.name if sections else None
    title, source, _ = (None if span is None else span.cut(raw) for span in spans)
    told = tuple(diagnostics)
    return new_article(title, source, moment, sections, (), told, truncated, raw, name, None, *spans)


def read_body(draft: Draft, grammar: Grammar) -> Body:
    """Cut the lines of a body into chunks and decide them."""
    body = Body(draft.raw, grammar)
    if not draft.body:
        return body
    if grammar.entries:
        numbers = (grammar.entry_in(line.words).get("n") for line in draft.lines if line.kind == "listed")
        body.highest = max(map(int, filter(None, numbers)), default=None)
    cutter = Cutter(body)
    for line in draft.body:
        cutter.cut_line(line)
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
    title = None if draft.title is None else _title_span(draft.title, grammar)
    line = draft.source
    if line is None or line.header is None:
        return (title, None, None), None
    header, base = line.header, line.at + line.start
    if header.aside is not None:
        diagnostics.append(make_diagnostic("unplaced-text", Span(base + header.aside[0], base + header.aside[1])))
    if header.guess:
        diagnostics.append(make_diagnostic("guessed-header", line.span, header.guess))
    source = None if header.source is None else Span(base + header.source[0], base + header.source[1])
    published = Span(base + header.date[0], base + header.date[1])
    if header.moment.code:
        diagnostics.append(make_diagnostic(header.moment.code, published))
    return (title, source, published), header.moment.value


def _title_span(line: Line, grammar: Grammar) -> Span:
    """Return the place of a title, Markdown's signs and the ending that the page adds left out."""
    words = line.words
    start = line.at + line.start
    for ending in grammar.format.title_endings:
        if words.endswith(ending) and len(words) > len(ending):
            words = words[: -len(ending)].rstrip()
    inner = words.lstrip("#").lstrip() if words.startswith(("##", "# ")) else words
    start += len(words) - len(inner)
    if inner.startswith("**") and inner.endswith("**") and len(inner) > len("****"):
        return Span(start + 2, start + len(inner) - 2)
    return Span(start, start + len(inner))


# --- body --------------------------------------------------------------------------------------------------------


def _parts_of(body: Body) -> Iterator[Part]:
    """Yield the headings and insights of a body, in order."""
    group: list[Chunk] = []
    indents: list[int] = []
    for chunk in body.chunks:
        if chunk.unit is chunk and group:
            yield _make_part(body, group, indents)
            group = []
        if chunk.label != NOTHING:
            group.append(chunk)
    if group:
        yield _make_part(body, group, indents)


def _make_part(body: Body, group: list[Chunk], indents: list[int]) -> Part:
    """Return what some chunks are; ``indents`` are those of the bullets that an insight stands below."""
    first, last = group[0], group[-1]
    indent = _indent_of(first)
    while indents and indents[-1] >= indent:
        indents.pop()
    if indent >= 0:
        indents.append(indent)
    if first.label == HEADING:
        # 1. High-Level Overview: of a line that bullets follow the number is no marker
        start = body.raw.rfind(first.mark, 0, first.start) if first.mark[:1].isdigit() else first.start
        return start, last.end, read_heading(body.raw[start : last.end], body.grammar, first.counts)
    number = first.number if first.label == NUMBERED else None
    if number is not None and (number.shape.is_worded or len(number.values) > 1):
        number = None  # it is no marker: Group 1 holds lithium, 3.2 falls
    start = first.start if number is None else number.end
    while start < last.end and body.raw[start].isspace():
        start += 1
    if first.mark in body.grammar.format.kept_markers:
        start = body.raw.rindex(first.mark, 0, start)
    runs = [run for chunk in group for run in chunk.runs]
    return make_insight(body.raw, start, last.end, runs, body.grammar, max(1, len(indents)))


def _indent_of(chunk: Chunk) -> int:
    """How far the marker that opens a line is indented; below 0 for anything else."""
    if not (chunk.first and chunk.label in INSIGHTS and (chunk.mark or chunk.label == NUMBERED)):
        return -1
    line = line_before(chunk.body.raw, chunk.start).expandtabs(4)
    return len(line) - len(line.lstrip())
