"""Articles as the template wants them: what to show of each node, its name in the page, and its diagnostics."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import count, islice
from typing import Final, NamedTuple

from rareinsight import explain, formats
from rareinsight.diagnostics import DIAGNOSTICS
from rareinsight.html._figures import lacking_figures
from rareinsight.html._map import Map, map_of
from rareinsight.html._marks import PART, Segment, cut, marks_of
from rareinsight.model import Article, Citation, Diagnostic, Insight, Section, Span

#: How many citations of an insight are shown beside its words; the text has all.
_MOST_CITED: Final = 500
#: Of more diagnostics than these, there are lists by code above the article, and none at their places.
_MOST_NOTES: Final = 500


class Part(NamedTuple):
    """A stretch of an insight: ``text``, its ``label``, a figure that its paragraph ``lacks``, or a citation."""

    kind: str
    text: str
    number: int = 0
    names: str = ""


class Note(NamedTuple):
    """A diagnostic with its advice, and its name in the page."""

    name: str
    diagnostic: Diagnostic
    advice: str


class Step(NamedTuple):
    """What was decided of a stretch of the text, by which rule, and the facts that spoke."""

    text: str
    label: str = ""
    rule: str = ""
    facts: tuple[str, ...] = ()
    names: str = ""


class View:
    """An article, and all that its part of the page shows."""

    def __init__(self, article: Article, *, explained: bool = False) -> None:
        self.article = article
        self.map: Map | None = map_of(article)
        self.steps: tuple[Step, ...] = tuple(self._steps()) if explained else ()
        self.cited = article.cited
        self.linked = {reference.number for reference in article.references}

    @cached_property
    def sections(self) -> list[tuple[str, Section, list[tuple[str, Insight]]]]:
        """The sections and their insights, with their names."""
        numbers = count()
        return [
            (f"s{number}", section, [(f"i{next(numbers)}", insight) for insight in section.insights])
            for number, section in enumerate(self.article.sections)
        ]

    @cached_property
    def notes(self) -> dict[str, list[Note]]:
        """The diagnostics by the node in which each begins; those of no node are under ``""``."""
        notes: dict[str, list[Note]] = {}
        for number, diagnostic in enumerate(self.article.diagnostics):
            code = DIAGNOSTICS.get(diagnostic.code)
            span = diagnostic.span if len(self.article.diagnostics) <= _MOST_NOTES else None
            home = "" if span is None else self._home(span.start)
            notes.setdefault(home, []).append(Note(f"d{number}", diagnostic, code.advice if code else ""))
        return notes

    def segments(self) -> Iterator[list[Segment]]:
        """Yield the raw text, cut at its nodes, in parts of some length."""
        part, length = list[Segment](), 0
        for segment in cut(self.article.raw, list(marks_of(self.article))):
            part.append(segment)
            length += len(segment.text)
            if length >= PART:
                yield part
                part, length = [], 0
        yield part

    def titled(self, section: Section) -> tuple[str, str]:
        """Return what stands before the title in a heading (``Group 2``), and the title."""
        heading, label = section.heading or "", section.label or "\0"
        before = heading.removesuffix(label)
        return ("", heading) if before == heading else (before.strip(" :：-*"), label)

    def parts(self, insight: Insight) -> Iterator[Part]:
        """Yield an insight as it stands in the raw text, or from its fields where it has no place there."""
        raw, at, label, cited = self.article.raw, insight.start, insight.label, 0
        if not 0 <= at < insight.end <= len(raw):
            yield Part("text", insight.text)
            yield from (Part("cite", "", citation.number) for citation in insight.citations)
            return
        lacking = lacking_figures(self.article, insight)
        by_place: dict[Span, list[Citation]] = {span: [] for span in lacking}
        for citation in insight.citations:
            by_place.setdefault(citation.span, []).append(citation)
        for span in (*sorted(by_place), Span(insight.end, insight.end)):
            words = raw[at : span.start].replace("**", "")
            before, found, after = words.partition(label) if label else ("", "", words)
            label = None if found else label
            yield from (Part("text", before), Part("label", found), Part("text", after))
            yield Part("lacks", span.cut(raw) if span in lacking else "")
            for citation in islice(by_place.get(span, ()), max(_MOST_CITED - cited, 0)):
                cited += 1
                yield Part("cite", "", citation.number, f"k{citation.claim_start} b{citation.start}")
            at = span.end
        if len(insight.citations) > _MOST_CITED:
            yield Part("text", f" … {len(insight.citations) - _MOST_CITED:,} more citations")

    @cached_property
    def _homes(self) -> tuple[list[int], list[tuple[int, str]]]:
        """The begins of headings and insights, which do not overlap, and with each its end and its name."""
        places = list[tuple[int, int, str]]()
        for name, section, insights in self.sections:
            if section.heading is not None:
                places.append((section.heading_start, section.heading_end, name))
            places += [(insight.start, insight.end, name) for name, insight in insights]
        return [start for start, _, _ in places], [(end, name) for _, end, name in places]

    def _home(self, place: int) -> str:
        """Return the name of the heading or insight at a place, or ``""``."""
        starts, homes = self._homes
        end, name = homes[at] if (at := bisect_right(starts, place) - 1) >= 0 else (0, "")
        return name if place < end else ""

    def _steps(self) -> Iterator[Step]:
        """Yield what was decided of each chunk, with the text between them."""
        raw, done = self.article.raw, 0
        for span, label, rule, facts in _evidence(self.article):
            yield Step(raw[done : span.start])
            begin, done = max(done, span.start), max(done, span.end)  # two may speak of the same
            yield Step(raw[begin:done], label, rule, facts, self._home(span.start))
        if done:
            yield Step(raw[done:])


def _evidence(article: Article) -> Iterator[tuple[Span, str, str, tuple[str, ...]]]:
    """Yield place, label, rule and facts of what was decided; nothing where the format is not known here."""
    for evidence in explain(article.raw, format=article.format) if article.format in formats() else ():
        label: str = getattr(evidence, "label", "") or getattr(evidence, "verdict", "")
        facts: tuple[str, ...] = getattr(evidence, "facts", ())
        yield evidence.span, label, evidence.rule, facts
