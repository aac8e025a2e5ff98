"""Headings and insights folded into sections, each heading with its level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rareinsight.drafts import SectionDraft
from rareinsight.format import Numbered
from rareinsight.model import CLOSING_STOPS, Insight, Section
from rareinsight.state import Part
from rareinsight.stretch import Head

#: What closes a statement, and the quotes and brackets that may close after it: ``He said: "It is so."``.
_ENDS: Final = tuple(CLOSING_STOPS + "!?！？…")
_CLOSING: Final = "\"'”’»)）】」』*"
_MOST_CLOSING: Final = 4


def fold_sections(raw: str, parts: Iterable[Part]) -> tuple[Section, ...]:
    """Return the sections of a body: each heading with the insights up to the next one."""
    sections: list[Section] = []
    outline = _Outline()
    head: Head | None = None
    insights: list[Insight] = []
    for part in parts:
        if not isinstance(part, Head):
            insights.append(part)
            continue
        if head is not None:
            following = None if insights else part
            sections.append(_make_section(raw, head, insights, outline.add(head, following)))
        elif insights:
            sections.append(_make_leading_section(insights))
        head, insights = part, []
    if head is not None:
        sections.append(_make_section(raw, head, insights, outline.add(head, None)))
    elif insights:
        sections.append(_make_leading_section(insights))
    return tuple(sections)


def _make_section(raw: str, head: Head, insights: list[Insight], level: int) -> Section:
    start, end = head.start, head.end
    last = insights[-1].end if insights else end
    return SectionDraft(
        head.role, raw[start:end], head.number, head.label, level, tuple(insights), start, last, start, end
    )


def _make_leading_section(insights: list[Insight]) -> Section:
    start, end = insights[0].start, insights[-1].end
    return SectionDraft("other", None, None, None, 1, tuple(insights), start, end, 0, 0)


# --- levels --------------------------------------------------------------------------------------------------


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
            return 1 if head.numbered is None else head.numbered.level
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
    end = raw[max(insight.start, insight.end - _MOST_CLOSING) : insight.end].rstrip(_CLOSING)
    return not end.endswith(_ENDS)
