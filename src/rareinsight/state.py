"""Where reading one body stands: what is open, what lies on both sides of a mark, and what has come out so far.

This is what the rules of :mod:`rareinsight.evidence` look at; the moves that they make are those of
:mod:`rareinsight.reading`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from attrs import define

from rareinsight.habits import Habits, count_habits, holds_citations
from rareinsight.marks import LINE, Mark, Marks
from rareinsight.model import Insight
from rareinsight.numbering import NumberedMarks
from rareinsight.patterns import Patterns
from rareinsight.plain import PlainReader
from rareinsight.signs import has_word
from rareinsight.stretch import Head

#: What a body consists of.
Part = Head | Insight
#: What closed the text on the left of a gap.
Left = Literal["start", "mark", "cite", "heading", "line", "paragraph", "rule"]

#: How far a rule looks to either side of a mark, in code points.
WINDOW: Final = 240
_NEAR: Final = 4


class Decision(NamedTuple):
    """A candidate mark, what was decided of it, and by which rule."""

    start: int
    end: int
    decision: str
    rule: str


@define(init=False, eq=False, repr=False)  # slots from the fields
class State:
    """One body on its way from marks to headings and insights.

    Args:
        raw: the article's text.
        start: where the body begins.
        end: where it ends.
        patterns: those of the format.
        plain: what reads insights with nothing to decide, if this body may hold any.
        numbers: the numbers that are markers, if any are.
        unmarked: whether every line below a heading is an insight.
        joined: where line ends are blanks, the text being broken into lines of one width.
        without: names of rules to leave out.
        trace: where to keep what was decided, if somebody wants to know.
    """

    raw: str
    start: int
    end: int
    patterns: Patterns
    plain: PlainReader | None
    is_wrapped: bool
    free: bool
    unmarked: bool
    without: frozenset[str]
    trace: list[Decision] | None
    marks: Marks
    # what has come out so far
    parts: list[Part]
    doubts: list[tuple[str, int, int]]
    # where reading stands: at a closed point, or in an insight; one that is complete may still go on
    is_closed: bool
    closed_at: int
    opened_at: int
    left: Left
    opened_after: Left
    runs: list[Mark]
    signs_met: int
    complete: Insight | None
    # the gap that several rules ask about, read once: where it is, and its headings without and with free ones
    known_gap: tuple[int, int, str] | None
    heads_in_known_gap: dict[bool, list[Head] | None]
    # what has been met
    is_plain: bool
    in_list: bool
    numbered: bool
    met_marker: bool
    cut: bool
    has_two_part_headings: bool
    _habits: Habits | None
    _has_citations: bool | None

    def __init__(
        self,
        raw: str,
        start: int,
        end: int,
        *,
        patterns: Patterns,
        plain: PlainReader | None = None,
        numbers: Sequence[Mark] = (),
        unmarked: bool,
        joined: frozenset[int] = frozenset(),
        without: frozenset[str] = frozenset(),
        trace: list[Decision] | None = None,
    ) -> None:
        self.raw, self.start, self.end, self.patterns = raw, start, end, patterns
        self.plain, self.is_wrapped = plain, bool(joined)
        self.free, self.unmarked = patterns.free_headings, unmarked
        self.without, self.trace = without, trace
        place = raw, start, end, patterns.scan, joined
        self.marks = NumberedMarks(*place, numbers) if numbers else Marks(*place)
        self.parts, self.doubts, self.runs = [], [], []
        self.is_closed, self.closed_at = True, start
        self.opened_at = -1
        self.left = self.opened_after = "start"
        self.signs_met = 0
        self.complete = self.known_gap = self._habits = self._has_citations = None
        self.heads_in_known_gap = {}
        self.is_plain = True
        self.in_list = self.numbered = self.met_marker = self.cut = self.has_two_part_headings = False

    @property
    def is_pending(self) -> bool:
        """Whether an insight stands complete on the left and may yet go on."""
        return self.is_closed and self.opened_at >= 0

    @property
    def habits(self) -> Habits:
        """The counts of this body."""
        if self._habits is None:
            self._habits = count_habits(self.raw, self.start, self.end, self.patterns.scan)
        return self._habits

    @property
    def has_citations(self) -> bool:
        """Whether this body has any: the first one tells, and most bodies begin with it."""
        if self._has_citations is None:
            self._has_citations = holds_citations(self.raw, self.start, self.end, self.patterns.scan)
        return self._has_citations

    def gap(self, mark: Mark) -> str:
        """The text between the closed point and ``mark``."""
        return self.raw[self.closed_at : mark.start]

    def open_text(self, mark: Mark) -> str:
        """The end of the open insight's text on the left of ``mark``."""
        return self.raw[max(self.text_start, mark.start - WINDOW) : mark.start].strip()

    def right_text(self, mark: Mark) -> str:
        """The text on the right of ``mark``, up to the next one."""
        return self.raw[mark.end : min(self.marks.peek().start, mark.end + WINDOW)].strip()

    def next_content(self, line: Mark, distance: int = 0) -> tuple[Mark, str]:
        """The first mark after ``line`` that is no bare line end, and the text before it."""
        at = line.end
        while True:
            mark = self.marks.peek(distance)
            text = self.raw[at : min(mark.start, at + 2 * WINDOW)]
            if mark.kind != LINE or has_word(text):
                return mark, text.strip()
            at, distance = mark.end, distance + 1

    @property
    def text_start(self) -> int:
        """Where the text that is open begins: the insight, or what belongs to none."""
        return self.opened_at if self.opened_at >= 0 else self.closed_at

    @property
    def words_since(self) -> int:
        """Where the words of the open text begin that no citation stands behind yet."""
        return self.runs[-1].end if self.runs else self.text_start

    def is_empty_before(self, mark: Mark) -> bool:
        """Whether the open insight has no words yet."""
        if self.opened_at < 0 or self.runs or not 0 <= mark.start - self.opened_at <= _NEAR:
            return False
        before = self.raw[self.opened_at : mark.start]
        if before and not before.isspace() and has_word(before):
            return False
        is_minus_sign = self.raw[mark.end : mark.end + 2].lstrip()[:1].isdigit()
        return not is_minus_sign
