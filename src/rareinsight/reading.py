"""The state of reading one body: what is open, what stands on the left, and what has come out so far.

The rules of :mod:`rareinsight.evidence` decide; the moves they can make are the methods here.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from attrs import define

from rareinsight.habits import Habits, count_habits
from rareinsight.marks import CITE, LINE, Mark, Marks, Number
from rareinsight.model import Insight
from rareinsight.numbering import NumberedMarks, find_numbers
from rareinsight.patterns import Patterns
from rareinsight.plain import PlainReader, PlainStep
from rareinsight.shapes import has_word
from rareinsight.statements import AFTER_CITATIONS, CLOSING_AFTER_CITATIONS, make_insight
from rareinsight.stretch import Head

#: What a body consists of.
Part = Head | Insight
#: What closed the text on the left of a gap.
Left = Literal["start", "mark", "cite", "heading", "line", "paragraph", "rule"]

_CLOSING: Final = tuple(CLOSING_AFTER_CITATIONS)
STOPS: Final = ".。．"
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
class Reading:
    """One body on its way from marks to headings and insights.

    Args:
        raw: the article's text.
        start: where the body begins.
        end: where it ends.
        patterns: those of the format.
        plain: the step for insights with nothing to decide, if the format has one.
        free: whether headings outside the vocabulary count.
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

    def __init__(
        self,
        raw: str,
        start: int,
        end: int,
        *,
        patterns: Patterns,
        plain: PlainStep | None,
        free: bool,
        unmarked: bool,
        joined: frozenset[int] = frozenset(),
        without: frozenset[str] = frozenset(),
        trace: list[Decision] | None = None,
    ) -> None:
        self.raw, self.start, self.end, self.patterns = raw, start, end, patterns
        numbers = find_numbers(raw, start, end, patterns.scan) if free else []
        may_be_plain = trace is None and not joined and not numbers
        self.plain = PlainReader(raw, start, end, plain) if plain and may_be_plain else None
        self.is_wrapped = bool(joined)
        self.free, self.unmarked, self.without, self.trace = free, unmarked, without, trace
        place = raw, start, end, patterns.scan, joined
        self.marks = NumberedMarks(*place, numbers) if numbers else Marks(*place)
        self.parts, self.doubts, self.runs = [], [], []
        self.is_closed, self.closed_at = True, start
        self.opened_at = -1
        self.left = self.opened_after = "start"
        self.signs_met = 0
        self.complete = self.known_gap = self._habits = None
        self.heads_in_known_gap = {}
        self.is_plain = True
        self.in_list = self.numbered = self.met_marker = self.cut = self.has_two_part_headings = False

    @property
    def is_pending(self) -> bool:
        """Whether an insight stands complete on the left and may yet go on."""
        return self.is_closed and self.opened_at >= 0

    @property
    def is_over(self) -> bool:
        """Whether an insight is complete, and nothing but a blank or two follows it."""
        if self.complete is None or self.end - self.closed_at > _NEAR:
            return False
        return not self.raw[self.closed_at : self.end].strip()

    @property
    def habits(self) -> Habits:
        """The counts of this body."""
        if self._habits is None:
            self._habits = count_habits(self.raw, self.start, self.end, self.patterns.scan)
        return self._habits

    # --- looking ------------------------------------------------------------------------------------------

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

    # --- moving -------------------------------------------------------------------------------------------

    def note(self, mark: Mark, decision: str, rule: str) -> None:
        """Keep what was decided of a mark and by which rule, where somebody wants to know."""
        if self.trace is not None:
            self.trace.append(Decision(mark.start, mark.end, decision, rule))

    def doubt(self, code: str, start: int, end: int) -> None:
        """Keep a doubt by its code and place."""
        self.doubts.append((code, start, end))
        self.is_plain = False

    def close_at(self, at: int, left: Left) -> None:
        """Stand at a closed point."""
        self.is_closed, self.closed_at, self.left = True, at, left

    def open_insight(self, at: int) -> None:
        """Begin an insight at ``at``, the one before being complete."""
        self.end_insight()
        self.opened_after, self.signs_met = self.left, 0
        self.opened_at, self.is_closed, self.left = at, False, "mark"

    def begin(self) -> None:
        """Begin with a bare heading and what follows it, as far as there is nothing to decide."""
        first = self.plain.step.headings.read(self.raw, self.start, self.end) if self.plain else None
        if first is not None:
            head, after_marker, _ = first
            self.add_headings([head], after_marker)
            self.marks.go_to(after_marker)
            self.open_marked_insight(after_marker)

    def open_marked_insight(self, at: int) -> None:
        """Begin an insight right after a marker, and read on from there as far as there is nothing to decide."""
        self.open_insight(at)
        self.met_marker = True
        if self.plain is None or self._is_below_rating():
            return
        found = self.plain.read_insights(at)
        if found.pending is not None:
            self.complete = found.pending
            self.opened_at = self.complete.start
            self.close_at(found.at, "cite")
        elif found.parts:
            self.opened_at, self.opened_after = found.at, found.left
        else:
            return
        self.parts.extend(found.parts)
        self.in_list = False
        self.marks.go_to(found.at)

    def _is_below_rating(self) -> bool:
        """Whether the heading just before holds text, so that another may follow without a marker."""
        last = self.parts[-1] if self.parts else None
        return isinstance(last, Head) and last.holds_text

    def stop(self) -> None:
        """End the body here, whatever follows."""
        self.end_insight()
        self.marks.go_to(self.end)
        self.close_at(self.end, "paragraph")

    def go_on(self) -> None:
        """Let the insight before go on: its citations stood in mid-sentence."""
        self._take_apart()
        self.is_closed = False

    def _take_apart(self) -> None:
        """Have the runs of a complete insight at hand again, since it is not complete after all."""
        if self.complete is not None:
            citations = self.complete.citations
            numbers = tuple(Number(citation.number, citation.start, citation.end) for citation in citations)
            self.runs = [Mark(CITE, citations[0].start, citations[-1].end, numbers)]
            self.complete = None

    def add_run(self, mark: Mark) -> None:
        """Add a run of citations to the insight, with the stop that may follow it."""
        self._take_apart()
        self.runs.append(mark)
        self.signs_met = 0
        end = mark.end
        while self.raw.startswith(_CLOSING, end, self.end):
            end += 1
        following = self.raw[end : end + 2]
        if following and following[0] in AFTER_CITATIONS and not following[1:].isdigit():
            end += 1
        self.in_list = False
        self.close_at(end, "cite")

    def end_insight(self, end: int | None = None) -> None:
        """Put the insight among the parts: to ``end``, or to the closed point."""
        if self.opened_at < 0:
            if end is not None and not self.is_closed:
                self.doubt("unplaced-text", self.closed_at, end)
            return
        if self.complete is not None:
            if end is None and self.closed_at == self.complete.end:
                self.parts.append(self.complete)
                self.opened_at, self.complete = -1, None
                return
            self._take_apart()
        text = self.raw[self.opened_at : self.closed_at if end is None else end]
        stripped = text.rstrip()
        if has_word(stripped):
            start = self.opened_at + len(text) - len(text.lstrip())
            insight = make_insight(self.raw, start, self.opened_at + len(stripped), self.runs)
            if has_word(insight.text):
                self.parts.append(insight)
                self.is_plain = False
            else:
                self.doubt("stray-citation", start, insight.end)
        self.opened_at, self.runs = -1, []

    def add_headings(self, heads: list[Head], at: int) -> None:
        """Put headings among the parts, and the text that each may hold as an insight; stand at ``at``."""
        self.end_insight()
        self.in_list = False
        for head in heads:
            self.parts.append(head)
            if head.text is not None:
                self.parts.append(make_insight(self.raw, *head.text, []))
                self.is_plain = False
        self.close_at(at, "heading")
