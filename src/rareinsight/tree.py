"""Headings and statements folded into an article: sections with levels, insights with text, citations with claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rareinsight.drafts import SectionDraft
from rareinsight.model import Insight, Section
from rareinsight.reading import STOPS, Part
from rareinsight.stretch import Head


def fold_sections(raw: str, parts: Sequence[Part]) -> tuple[Section, ...]:
    """Return the sections of a body: each heading with the insights up to the next one."""
    levels = iter(_levels(parts))
    sections: list[Section] = []
    head: Head | None = None
    insights: list[Insight] = []
    for part in parts:
        if isinstance(part, Head):
            if head is not None or insights:
                sections.append(_make_section(raw, head, insights, next(levels) if head else 1))
            head, insights = part, []
        else:
            insights.append(part)
    if head is not None or insights:
        sections.append(_make_section(raw, head, insights, next(levels) if head else 1))
    return tuple(sections)


def _make_section(raw: str, head: Head | None, insights: list[Insight], level: int) -> Section:
    if head is None:
        span = insights[0].start, insights[-1].end
        return SectionDraft("other", None, None, None, 1, tuple(insights), span, (0, 0))
    start, end = head.start, head.end
    span = start, insights[-1].end if insights else end
    return SectionDraft(
        head.role, raw[start:end], head.number, head.label, level, tuple(insights), span, (start, end)
    )


# --- levels --------------------------------------------------------------------------------------------------


def _levels(parts: Sequence[Part]) -> Iterator[int]:
    """Yield the level of each heading: below a numbered heading of another shape or a heading that holds headings."""
    open_depths: list[int] = []
    below_parent = False
    for at, part in enumerate(parts):
        if not isinstance(part, Head):
            continue
        leads = at + 1 < len(parts) and isinstance(parts[at + 1], Head)
        if part.kind == "numbered" and part.role != "group":
            depth = part.depth + _ENUMERATED.get(_shape_of(part), 0)
            while open_depths and open_depths[-1] >= depth:
                open_depths.pop()
            level = 1 + len(open_depths) + (below_parent and not open_depths)
            open_depths.append(depth)
            yield max(level, part.depth if part.depth > 1 and not open_depths[:-1] else level)
        elif part.kind in ("word", "numbered"):
            open_depths, below_parent = [], part.holds_headings or leads
            yield 1
        elif part.kind == "bold":
            yield 2
        else:
            next_head = parts[at + 1] if leads else None
            is_parent = isinstance(next_head, Head) and next_head.kind in ("free", "bold", "link", "numbered")
            open_depths = []
            if is_parent:
                below_parent = True
                yield 1
            else:
                yield 2 if below_parent else 1


_ENUMERATED: Final = {"arabic": 1}


def _shape_of(head: Head) -> str:
    return "arabic" if head.kind == "numbered" else ""


def ends_openly(raw: str, insight: Insight) -> bool:
    """Whether an insight ends without citations and without a stop, as cut-off text does."""
    if insight.citations and insight.end <= insight.citations[-1].end + 1:
        return False
    return raw[insight.end - 1 : insight.end] not in tuple(STOPS + "!?！？…")
