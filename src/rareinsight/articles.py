"""One sheet read into an article: header, body, and every doubt about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from rareinsight.article_titles import without_ending
from rareinsight.collection import LONG, paused_collection
from rareinsight.diagnostics import make_diagnostic
from rareinsight.digests import has_citations, is_digest, opens_plainly
from rareinsight.drafts import ArticleDraft, SpanDraft
from rareinsight.evidence import decide
from rareinsight.format import Format
from rareinsight.model import Article, Diagnostic, Insight, Section, Span
from rareinsight.numbering import find_numbers
from rareinsight.patterns import compile_format, compile_wrapped
from rareinsight.plain import PlainReader, compile_plain_step
from rareinsight.reading import Reading
from rareinsight.shapes import begins_markdown
from rareinsight.sheets import Sheet
from rareinsight.state import Decision, Part
from rareinsight.statements import with_breaks
from rareinsight.stretch import Head
from rareinsight.tree import ends_openly, fold_sections

#: Doubts that tell that a text was cut off.
_CUT: Final = ("cut-off", "cut-date")


def read_article(
    sheet: Sheet,
    format: Format,
    *,
    trace: list[Decision] | None = None,
    without: frozenset[str] = frozenset(),
) -> Article:
    """Read one article.

    Args:
        sheet: its text, and what stands where.
        format: the format to read it by.
        trace: where to keep what was decided of each mark.
        without: names of rules to leave out, to see what they are for.

    Returns:
        The article; one without sections where the text is no digest.
    """
    if len(sheet.raw) < LONG:
        return _read_article(sheet, format, trace, without)
    with paused_collection():
        return _read_article(sheet, format, trace, without)


def _read_article(
    sheet: Sheet, format: Format, trace: list[Decision] | None, without: frozenset[str]
) -> Article:
    raw = sheet.raw
    doubts: list[Diagnostic] = []
    sections: tuple[Section, ...] = ()
    body = _read_body(sheet, format, trace, without)
    if body is not None:
        sections = fold_sections(raw, body.parts if sheet.unbroken is raw else _with_breaks(raw, body.parts))
        doubts.extend([make_diagnostic(code, Span(start, end)) for code, start, end in body.doubts])
        _doubt_groups(sections, doubts)
        if not body.is_plain:
            _doubt_citations(sections, doubts)
    spans, moment = _read_header(sheet, format, doubts)
    if not sections:
        doubts.insert(0, make_diagnostic("no-digest" if sheet.has_words else "empty-text"))
    else:
        if spans[0] is None:
            doubts.append(make_diagnostic("missing-title"))
        if spans[1] is None:
            doubts.append(make_diagnostic("missing-source"))
    is_cut = bool(doubts) and any([doubt.code in _CUT for doubt in doubts])
    if len(doubts) > 1:
        doubts.sort(key=_place_of)
    return ArticleDraft(
        raw, format.name if sections else None, spans, moment, sections, tuple(doubts), is_cut
    )


def _place_of(doubt: Diagnostic) -> int:
    """Where a doubt is to be told: what is said of the whole text comes first."""
    return -1 if doubt.span is None else doubt.span.start


def _with_breaks(raw: str, parts: list[Part]) -> list[Part]:
    return [with_breaks(raw, part) if isinstance(part, Insight) else part for part in parts]


# --- header ------------------------------------------------------------------------------------------------------


def _read_header(
    sheet: Sheet, format: Format, doubts: list[Diagnostic]
) -> tuple[tuple[Span | None, Span | None, Span | None], datetime | None]:
    """Return the spans of title, source and date, and the moment of the date."""
    title = source = None
    if sheet.title is not None:
        start, end = sheet.title
        title = _without_signs(without_ending(sheet.raw[start:end], format), start)
    header, base = sheet.header, sheet.header_at
    if header is None:
        return (title, source, None), None
    if header.source is not None:
        source = SpanDraft(base + header.source[0], base + header.source[1])
    moment, (start, end) = header.moment, header.date
    published = SpanDraft(base + start, base + end) if start < end else None
    if moment.value is None:
        doubts.append(make_diagnostic("cut-date" if moment.is_cut else "impossible-date", published))
    elif not moment.has_time:
        doubts.append(make_diagnostic("date-without-time", published))
    return (title, source, published), moment.value


def _without_signs(words: str, start: int) -> Span:
    """Return the span of a title at ``start``, the signs of Markdown around it left out."""
    if words[:1] not in ("#", "*"):
        return SpanDraft(start, start + len(words))
    inner = words.lstrip("#").lstrip() if begins_markdown(words) else words
    start += len(words) - len(inner)
    if inner.startswith("**") and inner.endswith("**") and len(inner) > len("****"):
        return Span(start + 2, start + len(inner) - 2)
    return Span(start, start + len(inner))


# --- body --------------------------------------------------------------------------------------------------------


class _Body(NamedTuple):
    """What a digest says: headings and insights, doubts by code and place, and whether nothing was decided."""

    parts: list[Part]
    doubts: list[tuple[str, int, int]]
    is_plain: bool = True


def _read_body(
    sheet: Sheet, format: Format, trace: list[Decision] | None, without: frozenset[str]
) -> _Body | None:
    """Read the body of a digest, ``None`` where the text is none."""
    if sheet.body is None:
        return None
    raw, (start, end) = sheet.unbroken, sheet.body
    patterns = compile_wrapped(format) if sheet.joined else compile_format(format)
    numbers = find_numbers(raw, start, end, patterns.scan) if format.free_headings else ()
    step = compile_plain_step(format)
    plain = begun = None
    if step is not None and not (numbers or sheet.joined or trace is not None):
        reader = PlainReader(raw, start, end, step, sheet.text)
        plain = reader if reader.is_fit else None
        begun = plain.begin(start, sheet.first) if plain else None
        if begun is not None and begun.pending is not None and not raw[begun.at : end].strip():
            parts = [*begun.parts, begun.pending]
            if opens_plainly(parts, format):
                return _Body(parts, [])
    reading = Reading(
        raw,
        start,
        end,
        patterns=patterns,
        plain=plain,
        numbers=numbers,
        unmarked=format.unmarked,
        joined=sheet.joined,
        without=without,
        trace=trace,
    )
    if begun is not None:
        reading.go_on_from(begun)
    decide(reading)
    if not (sheet.is_cut_short or is_digest(reading, format, has_source=sheet.header is not None)):
        return None
    return _Body(reading.parts, list(_doubts_of(reading, format)), reading.is_plain)


def _doubts_of(reading: Reading, format: Format) -> Iterator[tuple[str, int, int]]:
    """Yield the doubts about a body; what an article is as a whole is said once."""
    is_garbled = False
    for doubt in reading.doubts:
        if doubt[0] != "garbled-text" or not is_garbled:
            yield doubt
        is_garbled |= doubt[0] == "garbled-text"
    if _is_cut(reading, format):
        yield "cut-off", max(0, reading.end - 1), reading.end


def _is_cut(reading: Reading, format: Format) -> bool:
    """Whether the body ends in the middle of something."""
    last = reading.parts[-1] if reading.parts else None
    if reading.cut or isinstance(last, Head):
        return True
    if last is None or not format.citations or not ends_openly(reading.raw, last):
        return False
    others = [part for part in reading.parts[:-1] if isinstance(part, Insight)]
    return has_citations(reading.parts) or not any(ends_openly(reading.raw, other) for other in others)


def _doubt_groups(sections: tuple[Section, ...], doubts: list[Diagnostic]) -> None:
    """Add the doubts about the numbers of groups, which go up by one."""
    highest = 0
    seen: set[int] = set()
    for section in sections:
        if section.role != "group" or section.index is None:
            continue
        if section.index in seen:
            doubts.append(make_diagnostic("duplicate-group", section.heading_span, str(section.index)))
        elif seen and section.index > highest + 1:
            doubts.append(make_diagnostic("skipped-group", section.heading_span, str(highest + 1)))
        seen.add(section.index)
        highest = max(highest, section.index)


def _doubt_citations(sections: tuple[Section, ...], doubts: list[Diagnostic]) -> None:
    """Add the doubts about citations: insights have some where others do, and their numbers begin with 1."""
    insights = [insight for section in sections for insight in section.insights]
    uncited = [insight for insight in insights if not insight.citations]
    if len(uncited) < len(insights):
        doubts.extend([make_diagnostic("uncited-insight", insight.span) for insight in uncited])
    if 0 in [citation.number for insight in insights for citation in insight.citations]:
        zeros = [zero.span for insight in insights for zero in insight.citations if zero.number == 0]
        doubts.extend([make_diagnostic("zero-citation", span) for span in zeros])
