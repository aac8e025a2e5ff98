"""Headings and insights folded into sections, each heading with its level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rareinsight.drafts import SectionDraft
from rareinsight.format import Numbered
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
    """Yield the level of each heading, from 1 on, in order."""
    outline = _Outline()
    for part, following in zip_longest(parts, parts[1:]):
        if isinstance(part, Head):
            yield outline.add(part, following if isinstance(following, Head) else None)


class _Outline:
    """The headings that are open above the one at hand: numbered ones by their shapes, and a parent of free ones.

    ``一、`` is of level 1, ``(一)`` below it of level 2, ``1.`` below that of level 3: a shape that is new opens a
    level, one that is known goes back to its own. Below a heading that holds headings everything begins at 2.
    """

    def __init__(self) -> None:
        self.shapes: list[Numbered] = []
        self.has_parent = False

    def add(self, head: Head, following: Head | None) -> int:
        """Return the level of a heading, given the heading that follows it at once, if one does."""
        if head.numbered is not None and head.role != "group":
            return self._add_numbered(head.numbered)
        if head.kind in ("word", "numbered"):
            self.shapes, self.has_parent = [], head.holds_headings or following is not None
            return 1
        if head.kind == "bold":
            return 2
        if following is not None and following.kind != "word" and following.role != "group":
            self.shapes, self.has_parent = [], True
            return 1
        return len(self.shapes) + 1 + (self.has_parent and not self.shapes)

    def _add_numbered(self, shape: Numbered) -> int:
        if shape in self.shapes:
            del self.shapes[self.shapes.index(shape) :]
        self.shapes.append(shape)
        return max(len(self.shapes) + self.has_parent, shape.level)


def ends_openly(raw: str, insight: Insight) -> bool:
    """Whether an insight ends without citations and without a stop, as cut-off text does."""
    if insight.citations and insight.end <= insight.citations[-1].end + 1:
        return False
    return raw[insight.end - 1 : insight.end] not in tuple(STOPS + "!?！？…")
