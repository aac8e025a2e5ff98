"""Decided lines and chunks, folded into an article."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from rareinsight._build import Part, fold_sections, line_before, make_insight, new_article, read_heading
from rareinsight._build.findings import find_diagnostics
from rareinsight._decide import HEADING, INSIGHTS, NOTHING, NUMBERED
from rareinsight._decide.chunks import decide
from rareinsight._decide.digest import breaks_off, is_digest
from rareinsight._decide.lines import Draft
from rareinsight._page.chunks import Body, Chunk, Cutter
from rareinsight._page.grammar import Grammar
from rareinsight._page.lines import Line
from rareinsight.model import Article, Span


def build_article(draft: Draft, grammar: Grammar, *, is_after_digest: bool = False) -> Article:
    """Return the article of a page's lines; one without sections where its text is no digest."""
    body = read_body(draft, grammar)
    raw, header = body.raw, None if draft.source is None else draft.source.header
    may_break_off = is_after_digest and header is not None and draft.lines[-1].is_last
    is_told = bool(body.chunks) and (is_digest(body) or (may_break_off and breaks_off(body)))
    parts = list(_parts_of(body)) if is_told else []
    sections = fold_sections(raw, parts, is_markdown=grammar.format.markdown)
    title = None if draft.title is None else _title_span(draft.title, grammar)
    spans = title, *_header_spans(draft.source)
    told = find_diagnostics(draft, body, parts, sections, spans, is_after_digest)
    diagnostics = tuple(sorted(told, key=lambda each: -1 if each.span is None else each.span.start))
    body.forget()
    words = [None if span is None else span.cut(raw) for span in spans]
    moment = None if header is None else header.moment.value
    truncated = any([each.code in ("cut-off", "cut-date") for each in diagnostics])
    name = grammar.format.name if sections else None
    return new_article(words[0], words[1], moment, sections, (), diagnostics, truncated, raw, name, None, *spans)


def read_body(draft: Draft, grammar: Grammar) -> Body:
    """Cut the lines of a body into chunks and decide them."""
    body = Body("".join([line.text for line in draft.lines]), grammar)
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


def _header_spans(line: Line | None) -> tuple[Span | None, Span | None]:
    """Return the places of source and date."""
    if line is None or line.header is None:
        return None, None
    base = line.at + line.start
    source, date = (place and Span(base + place[0], base + place[1]) for place in line.header[:2])
    return source, date


def _title_span(line: Line, grammar: Grammar) -> Span:
    """Return the place of a title, Markdown's signs and the ending that the page adds left out."""
    words = line.words
    for ending in grammar.format.title_endings:
        words = words.removesuffix(ending).rstrip() or words
    inner = words.lstrip("#").lstrip() if words.startswith(("##", "# ")) else words
    signs = 2 if inner.startswith("**") and inner.endswith("**") and len(inner) > len("****") else 0
    start = line.at + line.start + len(words) - len(inner) + signs
    return Span(start, start + len(inner) - 2 * signs)


def _parts_of(body: Body) -> Iterator[Part]:
    """Yield the headings and insights of a body, in order."""
    indents: list[int] = []
    placed = (chunk for chunk in body.chunks if chunk.label != NOTHING)
    for _, group in groupby(placed, key=attrgetter("unit")):
        yield _make_part(body, list(group), indents)


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
    if number is not None and (number.shape.is_worded or len(number.values) > 1 or number.end >= last.end):
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
