"""Reading one body: the moves that the rules of :mod:`rareinsight.evidence` can make."""

from __future__ import annotations

from typing import Final

from attrs import define

from rareinsight.marks import CITE, Mark, Number
from rareinsight.plain import Plain
from rareinsight.signs import has_word
from rareinsight.spelling import AFTER_CITATIONS
from rareinsight.state import Decision, Left, State
from rareinsight.statements import CLOSING_AFTER_CITATIONS, make_insight
from rareinsight.stretch import Head

_CLOSING: Final = tuple(CLOSING_AFTER_CITATIONS)


@define(init=False, eq=False, repr=False)  # slots, and no field of its own
class Reading(State):
    """One body on its way from marks to headings and insights.

    Args: those of :class:`~rareinsight.state.State`.
    """

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

    def go_on_from(self, begun: Plain) -> None:
        """Begin with what has been read without deciding anything: a heading, a marker, and what follows."""
        self.parts.append(begun.parts[0])
        self.close_at(begun.at, "heading")
        self.marks.go_to(begun.at)
        self.open_insight(begun.at)
        self.met_marker = True
        self._take_in(begun._replace(parts=begun.parts[1:]))

    def open_marked_insight(self, at: int) -> None:
        """Begin an insight right after a marker, and read on from there as far as there is nothing to decide."""
        self.open_insight(at)
        self.met_marker = True
        if self.plain is not None and not self._is_below_rating():
            self._take_in(self.plain.read_insights(at))

    def _take_in(self, found: Plain) -> None:
        """Take in what was read from right after the marker at hand."""
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

    def open_after_row(self, mark: Mark) -> None:
        """Begin the insight at hand after ``mark``, or before the last one of markers that stand in a row with it."""
        at = self.marks.end_of_row(self.patterns.row, mark.end)
        if at > mark.end:
            self.signs_met += len(self.raw[mark.end : at].split())
            self.marks.go_to(at)
        self.opened_at = at

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
