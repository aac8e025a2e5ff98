"""One frame read into an article: header, body, and every doubt about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rareinsight.article_titles import without_ending
from rareinsight.diagnostics import make_diagnostic
from rareinsight.digests import has_citations, is_digest
from rareinsight.drafts import ArticleDraft
from rareinsight.evidence import decide
from rareinsight.format import Format
from rareinsight.frames import Frame
from rareinsight.model import Article, Diagnostic, Insight, Section, Span
from rareinsight.patterns import compile_format, compile_wrapped
from rareinsight.plain import compile_plain_step
from rareinsight.reading import Reading
from rareinsight.shapes import begins_markdown
from rareinsight.state import Decision, Part
from rareinsight.statements import with_breaks
from rareinsight.stretch import Head
from rareinsight.tree import ends_openly, fold_sections

#: How the number of a plain citation begins that may be zero; plain insights are always cited.
_PLAIN_ZERO: Final = "[0"


def read_article(
    frame: Frame,
    format: Format,
    *,
    trace: list[Decision] | None = None,
    without: frozenset[str] = frozenset(),
) -> Article:
    """Read the lines of one article.

    Args:
        frame: the lines, and which of them are what.
        format: the format to read them by.
        trace: where to keep what was decided of each mark.
        without: names of rules to leave out, to see what they are for.

    Returns:
        The article; one without sections where the lines are no digest.
    """
    raw, offsets = frame.raw, frame.offsets
    doubts: list[Diagnostic] = []
    unbroken = frame.unbroken(raw)
    reading = _read_body(unbroken, frame, offsets, format, trace, without)
    sections: tuple[Section, ...] = ()
    is_cut = False
    if reading is not None and (
        frame.is_cut_short or is_digest(reading, format, has_source=frame.source is not None)
    ):
        sections = fold_sections(raw, reading.parts if unbroken is raw else _with_breaks(raw, reading.parts))
        is_cut = _is_cut(reading, format)
        doubts.extend(
            make_diagnostic(code, Span(start, end)) for code, start, end in _told_once(reading.doubts)
        )
        if is_cut:
            doubts.append(make_diagnostic("cut-off", Span(max(0, reading.end - 1), reading.end)))
        _doubt_groups(sections, doubts)
        if not reading.is_plain or _PLAIN_ZERO in raw:
            _doubt_citations(sections, doubts)
    spans, moment = _read_header(frame, offsets, format, doubts)
    is_cut = is_cut or any([doubt.code == "cut-date" for doubt in doubts])
    if not sections:
        doubts.insert(0, make_diagnostic("no-digest" if frame.has_words else "empty-text"))
    else:
        if spans[0] is None:
            doubts.append(make_diagnostic("missing-title"))
        if spans[1] is None:
            doubts.append(make_diagnostic("missing-source"))
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


def _told_once(doubts: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Leave out what an article is as a whole, where it has been said already."""
    is_garbled = False
    for doubt in doubts:
        if doubt[0] != "garbled-text" or not is_garbled:
            yield doubt
        is_garbled |= doubt[0] == "garbled-text"


# --- header ------------------------------------------------------------------------------------------------------


def _read_header(
    frame: Frame, offsets: list[int], format: Format, doubts: list[Diagnostic]
) -> tuple[tuple[Span | None, Span | None, Span | None], datetime | None]:
    """Return the spans of title, source and date, and the moment of the date."""
    title = source = None
    if frame.title is not None:
        line, base = frame.lines[frame.title], offsets[frame.title]
        title = _without_signs(without_ending(line.words, format), base + line.start)
    header = None if frame.source is None else frame.lines[frame.source].header
    if header is None:
        return (title, source, None), None
    base = offsets[frame.source or 0]
    if header.source is not None:
        source = Span(base + header.source[0], base + header.source[1])
    moment, (start, end) = header.moment, header.date
    published = Span(base + start, base + end) if start < end else None
    if moment.value is None:
        doubts.append(make_diagnostic("cut-date" if moment.is_cut else "impossible-date", published))
    elif not moment.has_time:
        doubts.append(make_diagnostic("date-without-time", published))
    return (title, source, published), moment.value


def _without_signs(words: str, start: int) -> Span:
    """Return the span of a title at ``start``, the signs of Markdown around it left out."""
    inner = words.lstrip("#").lstrip() if begins_markdown(words) else words
    start += len(words) - len(inner)
    if inner.startswith("**") and inner.endswith("**") and len(inner) > len("****"):
        return Span(start + 2, start + len(inner) - 2)
    return Span(start, start + len(inner))


# --- body --------------------------------------------------------------------------------------------------------


def _read_body(
    raw: str,
    frame: Frame,
    offsets: list[int],
    format: Format,
    trace: list[Decision] | None,
    without: frozenset[str],
) -> Reading | None:
    if frame.first_body is None:
        return None
    # a byte order mark is no part of the first heading
    start = offsets[frame.first_body] + frame.lines[frame.first_body].start
    end = offsets[(frame.last_body or 0) + 1]
    reading = Reading(
        raw,
        start,
        end,
        patterns=compile_wrapped(format) if frame.joined else compile_format(format),
        plain=compile_plain_step(format),
        free=format.free_headings,
        unmarked=format.unmarked,
        joined=frozenset([offsets[at] + frame.lines[at].length for at in frame.joined]),
        without=without,
        trace=trace,
    )
    decide(reading)
    return reading


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
