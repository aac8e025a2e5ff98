"""Articles prepared for the templates: nodes, their names in the page, their diagnostics, and the citation map.

Characters of texts that would affect their surroundings are made visible.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, groupby, pairwise
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from rareinsight._formats.digest import DIGEST
from rareinsight._formats.registry import formats
from rareinsight._grammar.grammar import compile_format
from rareinsight._markdown import plain_heading, plain_words, split_bold
from rareinsight._messages import count
from rareinsight._parse.tree import make_insight
from rareinsight._show.tree import paragraphs_of
from rareinsight.explanation import Evidence, explain
from rareinsight.model import Article, Diagnostic, Insight, Role, Section, Span

#: Control characters, and those that change text direction or are invisible; line ends and tabs are kept.
_ACTING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_NAMED: Final = 200  #: the most that are named in one text; a text full of them would slow a browser down
_LINE_ENDS: Final = re.compile("\r\n?")
#: The most paragraphs with a column each, cited ones with a column if there are more, and insights with a row each.
_MAX_COLUMNS, _MAX_CITED_COLUMNS, _MAX_ROWS = 120, 300, 200
_WIDTH, _MAX_CELL, _MIN_CELL = 500, 34, 5
_HEIGHTS: Final = ((16, 16), (32, 11), (64, 7))  #: row height by number of rows
#: Pixels: left margin (section names), top margin (counts), highest bar, gap between sections.
_LEFT, _TOP, _BAR, _GAP = 26, 44, 24, 6
#: An insight, or a whole section if there are too many: name, role, sign, top edge, the numbers it cites.
Row = tuple[str, Role, str, int, list[int]]
#: A section and its insights, with their names in the page.
Named = tuple[str, Section, list[tuple[str, Insight]]]
_MAX_CITED: Final = 500  #: the most citations of an insight shown next to its words; the text has them all
_MAX_NOTES: Final = 500  #: more diagnostics than this are listed by code above the article, not at their places
_FIGURE: Final = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
_THOUSANDS: Final = re.compile(r",(?=[0-9]{3}(?![0-9]))")
#: Claims with more citations than this are not checked, as each figure is looked for in each paragraph.
_MAX_CHECKED: Final = 100
PART: Final = 8192  #: the size of a part of a long text; browsers lay out each when it comes into view
#: Raw text that belongs to the same nodes throughout: whether a part starts there, the text, and the names, kinds and
#: numbers of the nodes.
Segment = tuple[bool, str, str, str, str]
#: A part of an insight: its kind (``text``, ``bold``, ``cite``, or ``lacks`` for a figure missing from the paragraph),
#: its words and, for a citation, its places in the text.
Part = tuple[str, str | int, str]


def shown(text: str) -> Markup:
    """Escape a text, and name its invisible characters."""
    if text.isascii() and text.isprintable():
        return escape(text)
    escaped = str(escape(_LINE_ENDS.sub("\n", text)))
    named = _ACTING.sub(lambda each: f"<span class=u>U+{ord(each[0]):04X}</span>", escaped, count=_NAMED)
    return Markup(_ACTING.sub("¤", named))  # noqa: S704 - escaped above


def plain(text: str) -> Markup:
    """Escape a text where markup is not allowed, in attributes and the title; replace its invisible characters."""
    return escape(_visible(text))


def code(cited: int | str) -> str:
    """Return the number or key of a reference in characters that are safe in attributes, lists and selectors."""
    return quote(_visible(str(cited)), safe="")


def _visible(text: str) -> str:
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", text)


def map_of(article: Article, sections: list[Named]) -> dict[str, Any] | None:
    """Return the geometry of the map of an article, in pixels; ``None`` without citations."""
    cited, numbers, share = paragraphs_of(article, _MAX_COLUMNS, _MAX_CITED_COLUMNS)
    if not cited:
        return None
    most = max(cited.values())
    cell = min(max((_WIDTH - _LEFT) // len(numbers), _MIN_CELL), _MAX_CELL)
    by_section = len(article.insights) > _MAX_ROWS
    nodes = article.sections if by_section else article.insights
    height = next((height for rows, height in _HEIGHTS if len(nodes) <= rows), 4)
    rows = list(_rows(sections, height, by_section=by_section))[:_MAX_ROWS]
    return {
        # the left edge of the column of each paragraph, and the height of the bar above it if it is cited
        "columns": {number: _LEFT + cell * place for place, number in enumerate(numbers)},
        "bars": {number: round(_BAR * times / most) for number, times in cited.items()},
        "rows": rows,
        "cell": cell,
        "row": height,
        "step": -(-(8 + 7 * len(str(max(numbers)))) // cell),  # how many columns a number needs
        "left": _LEFT,
        "width": _LEFT + cell * len(numbers) + 2,
        "height": rows[-1][3] + height + 2,
        "summary": ", ".join(filter(None, [share, *_summary(article, cited)])),
    }


def _rows(sections: list[Named], height: int, *, by_section: bool) -> Iterator[Row]:
    top = _TOP
    for name, section, insights in sections:
        sign = "★" if section.role == "core" else str(section.index or "")
        for row, cited in [(name, section.insights)] if by_section else [(each, (one,)) for each, one in insights]:
            numbers = dict.fromkeys(each.number for insight in cited for each in insight.citations)
            yield row, section.role, sign, top, [number for number in numbers if number is not None]
            top, sign = top + height, ""
        top += _GAP * bool(insights and not by_section)


def _summary(article: Article, cited: dict[int, int]) -> Iterator[str]:
    """Yield further remarks about the map; some may be empty."""
    known = {entry.number for entry in article.references} - {None}
    lost = len(cited.keys() - known) if known else 0
    uncited = sum(not insight.citations for insight in article.insights)
    most = max(cited, key=cited.__getitem__)
    yield f"the first {_MAX_CITED_COLUMNS} of them shown" * (len(cited) > _MAX_CITED_COLUMNS)
    yield f"{lost} cited but missing" * bool(lost)
    yield f"{count(uncited, 'insight')} without citation" * bool(uncited)
    yield f"paragraph {most} most often ({count(cited[most], 'insight')})" * (cited[most] > 1)
    if len(article.insights) > _MAX_ROWS:
        yield f"one row per section{f', the first {_MAX_ROWS}' * (len(article.sections) > _MAX_ROWS)}"


class Mark(NamedTuple):
    """A node's place in the raw text: its name in the page, its kind, and the paragraph it cites."""

    span: Span
    name: str
    kind: str
    number: str = ""


class View:
    """An article, and everything that its part of the page shows.

    In the page, ``t``, ``o`` and ``p`` are title, source and date; ``s``, ``i`` and ``d`` with a number are sections,
    insights and diagnostics; ``b12`` is the bracket and ``k12`` the claim that starts at offset 12.
    """

    def __init__(self, article: Article, *, explained: bool = False) -> None:
        self.article = article
        self.title = plain_words(article.title or "Untitled")
        self.cited = article.cited
        self.linked = {reference.cites for reference in article.references}
        #: The figures in each paragraph; entries of lists, which are only titles, are none.
        self._figures = {
            each.cites: {*map(_value, _FIGURE.findall(each.text))} for each in article.references if each.url is None
        }
        self._grammar = compile_format(formats().get(article.format or "", DIGEST), None)
        numbers = itertools.count()
        self.sections: list[Named] = [
            (f"s{number}", section, [(f"i{next(numbers)}", insight) for insight in section.insights])
            for number, section in enumerate(article.sections)
        ]
        self.map = map_of(article, self.sections)
        self.steps = tuple(self._steps()) if explained and article.format in formats() else ()

    @cached_property
    def notes(self) -> dict[str, list[tuple[str, Diagnostic]]]:
        """The named diagnostics, by the node in which each starts; those outside nodes are under ``""``."""
        notes = defaultdict[str, list[tuple[str, Diagnostic]]](list)
        at_their_places = len(self.article.diagnostics) <= _MAX_NOTES
        for number, each in enumerate(self.article.diagnostics):
            home = "" if each.span is None or not at_their_places else self._home(each.span.start)
            notes[home].append((f"d{number}", each))
        return notes

    def segments(self) -> Iterator[Segment]:
        return cut(self.article.raw, self._marks())

    def titled(self, section: Section) -> tuple[str, str]:
        """Return what precedes the title in a heading (``Group 2``), and the title."""
        before, found, _ = (section.heading or "").rpartition(section.label or "\0")
        return plain_heading(before) if found else "", section.title or ""

    def parts(self, insight: Insight) -> Iterator[Part]:
        """Yield the parts of an insight: from the raw text or, if they differ from it, from its fields."""
        raw, by_place = self.article.raw, defaultdict[Span, list[Part]](list)
        if not self._is_as_parsed(insight):
            yield from chain.from_iterable(_emphasized([insight.text], insight.label))
            yield from (("cite", citation.cites, "") for citation in insight.citations)
            return
        for span in self._lacking(insight):
            by_place[span].append(("lacks", span.cut(raw), ""))
        for number, citation in enumerate(insight.citations):
            shown: Part = ("cite", citation.cites, f"k{citation.claim_start} b{citation.start}")
            by_place[citation.span] += [shown] if number < _MAX_CITED else []
        spans = sorted(by_place)
        starts, ends = [insight.start, *(span.end for span in spans)], [*(span.start for span in spans), insight.end]
        texts = _emphasized((raw[start:end] for start, end in zip(starts, ends, strict=True)), insight.label)
        yield from next(texts)
        for span, words in zip(spans, texts, strict=True):
            yield from (*by_place[span], *words)
        if len(insight.citations) > _MAX_CITED:
            yield "text", f" … {len(insight.citations) - _MAX_CITED:,} more citations", ""

    def _lacking(self, insight: Insight) -> Iterator[Span]:
        """Yield the figures of an insight that are in none of the paragraphs cited for them, if all are linked."""
        for claim, citations in groupby(insight.citations, attrgetter("claim_span")):
            cited = {citation.cites for citation in citations}
            if len(cited) <= _MAX_CHECKED and self._figures.keys() >= cited:
                for figure in _FIGURE.finditer(self.article.raw, claim.start, claim.end):
                    value = _value(figure[0])
                    if not any(value in self._figures[each] for each in cited):
                        yield Span(*figure.span())

    def _is_as_parsed(self, insight: Insight) -> bool:
        """Whether the raw text says what an insight does."""
        raw, (start, end) = self.article.raw, (insight.start, insight.end)
        runs = list[tuple[int, int]]()
        for citation in insight.citations:
            if runs and runs[-1][0] <= citation.start < citation.end <= runs[-1][1]:
                continue  # it shares the bracket of the previous one
            touches = runs and runs[-1][1] == citation.start
            runs.append((runs.pop()[0] if touches else citation.start, citation.end))
        edges = [start, *chain.from_iterable(runs), end]
        if start >= end or end > len(raw) or edges != sorted(edges):
            return False
        return make_insight(raw, start, end, runs, self._grammar, insight.level).text == insight.text

    def _marks(self) -> Iterator[Mark]:
        article = self.article
        header = zip("top", (article.title_span, article.source_span, article.published_span), strict=True)
        yield from (Mark(span, name, name) for name, span in header if span)
        for name, section, insights in self.sections:
            if section.heading_span:
                yield Mark(section.heading_span, name, f"s {section.role}")
            for each, insight in insights:
                yield Mark(insight.span, each, f"i e{int(each[1:]) % 2}")
                claims = dict.fromkeys(citation.claim_span for citation in insight.citations)
                yield from (Mark(claim, f"k{claim.start}", "") for claim in claims)
                for citation in insight.citations:
                    yield Mark(citation.span, f"b{citation.start}", "b", code(citation.cites))
        for number, diagnostic in enumerate(article.diagnostics):
            if diagnostic.span:
                yield Mark(diagnostic.span, f"d{number}", f"d {diagnostic.severity}")

    @cached_property
    def _places(self) -> list[tuple[int, int, str]]:
        """The places of headings and insights, which do not overlap, each with its name."""
        marks = (mark for mark in self._marks() if mark.kind[:2] in ("s ", "i "))
        return sorted((mark.span.start, mark.span.end, mark.name) for mark in marks)

    def _home(self, place: int) -> str:
        """Return the name of the heading or insight at a place, or ``""``."""
        at = bisect_right(self._places, place, key=itemgetter(0))
        _, end, name = self._places[at - 1] if at else (0, 0, "")
        return name if place < end else ""

    def _steps(self) -> Iterator[tuple[str, Evidence | None, str]]:
        """Yield the text in pieces, each with the decision about it, if any, and the node it belongs to."""
        raw, done = self.article.raw, 0
        for each in explain(raw, format=self.article.format):
            yield raw[done : each.span.start], None, ""
            begin, done = max(done, each.span.start), max(done, each.span.end)  # two may overlap
            yield raw[begin:done], each, self._home(each.span.start)
        yield raw[done:] if done else "", None, ""


def _emphasized(texts: Iterable[str], label: str | None) -> Iterator[list[Part]]:
    """Yield the parts of each of several successive texts: bold words and the label, and the rest."""
    for words in split_bold(texts):
        parts: list[Part] = []
        for text, is_bold in words:
            kind = "bold" if is_bold else "text"
            before, found, after = text.partition(label) if label else (text, "", "")
            label = None if found else label
            parts += [(kind, before, ""), ("bold", found, ""), (kind, after, "")]
        yield parts


def cut(raw: str, marks: Iterable[Mark]) -> Iterator[Segment]:
    """Yield the segments of a text, in order and without gaps."""
    opening: dict[int, list[Mark]] = {}
    edges = {*range(0, len(raw), PART), len(raw)}
    for mark in marks:
        if 0 <= mark.span.start < mark.span.end <= len(raw):
            opening.setdefault(mark.span.start, []).append(mark)
            edges |= {mark.span.start, mark.span.end}
    inside: list[Mark] = []
    for start, stop in pairwise(sorted(edges)):
        inside = [mark for mark in inside if mark.span.end > start] + opening.get(start, [])
        columns = (map(attrgetter(column), inside) for column in ("name", "kind", "number"))
        names, kinds, numbers = (" ".join(filter(None, dict.fromkeys(column))) for column in columns)
        yield start % PART == 0, raw[start:stop], names, kinds, numbers


def _value(figure: str) -> str:
    """Normalize a figure: plain digits, no thousands separators, no redundant zeros."""
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", figure))
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).lstrip("0") or "0"
