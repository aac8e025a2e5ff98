"""A text in its own dialect, translated into what a format declares, and articles translated back.

Only what opens, closes and heads insights is translated: signs, brackets and headings. The words of insights stay as
they are, so a translated article has the same texts, and each of its places has one in the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate, chain
from typing import Final, NamedTuple

from attrs import evolve

from rareinsight._grammar.form import has_word, strip_span
from rareinsight._nodes import new_article, new_citation, new_insight, new_section
from rareinsight._parse.check import start_of
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Citation, Insight, Section, Span

_MAX_SPACES: Final = 4  #: how many may be between an edit and the citation that it belongs to


class Edit(NamedTuple):
    """A place in a text, its words in the translation, and what a diagnostic says about it."""

    start: int
    end: int
    text: str
    said: str = ""
    code: str = "inferred-format"


class Translation:
    """A text with some edits, and the way back; of edits that overlap, the first counts.

    >>> translation = Translation("→ Tin rose (1)", [Edit(0, 1, "•"), Edit(11, 14, "[1]")])
    >>> translation.text, translation.place_of(2, 14)
    ('• Tin rose [1]', (2, 14))
    """

    def __init__(self, raw: str, edits: Iterable[Edit]) -> None:
        self.raw: Final = raw
        self._edits: Final = list[Edit]()
        parts: list[str] = []
        at = 0
        for edit in sorted(edits):
            if edit.start >= at:
                self._edits.append(edit)
                parts += [raw[at : edit.start], edit.text]
                at = edit.end
        parts.append(raw[at:])
        self.text: Final = "".join(parts)
        self._starts: Final = list(accumulate(map(len, parts)))[:-1:2]  #: where the edits start in the translation

    def place_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of a place in the translation, never inside an edit."""
        start = self._offset_of(start, bisect_right(self._starts, start) - 1, is_end=False)
        return start, max(start, self._offset_of(end, bisect_left(self._starts, end) - 1, is_end=True))

    def _offset_of(self, at: int, number: int, *, is_end: bool) -> int:
        if number < 0:
            return at
        edit = self._edits[number]
        beyond = at - self._starts[number] - len(edit.text)
        if beyond >= 0:
            return edit.end + beyond
        return edit.end if is_end else edit.start

    def _around(self, start: int, end: int, *, is_last: bool) -> tuple[int, int]:
        """Return the place of a citation in the original, with what was left out before it and, if last, after it."""
        begin, until = self.place_of(start, end)
        number = bisect_left(self._starts, start)
        if number < len(self._starts) and self._starts[number] == start:
            begin = min(begin, self._edits[number].start)
        while number and not self.text[self._starts[number - 1] : start].strip():
            number -= 1
            begin = self._edits[number].start
        for edit in self._edits[bisect_left(self._starts, end) :] if is_last else ():
            if edit.text or edit.start > until:
                break
            until = edit.end
        return begin, until

    def edits_in_words(self, articles: Iterable[Article]) -> list[Edit]:
        """Return the edits to the words of insights, rather than to spaces or to what is next to their citations."""
        found: list[Edit] = []
        at = 0
        for article in articles:
            for insight in article.insights:
                first = bisect_left(self._starts, at + insight.start)
                last = bisect_left(self._starts, at + insight.end)
                cited = {at + place for each in insight.citations for place in range(each.start, each.end + 1)}
                several = zip(self._starts[first:last], self._edits[first:last], strict=True)
                inside = [each for each in several if self._changes_words(*each, cited)]
                begin = at + insight.start
                if first and self._edits[first - 1].text[begin - self._starts[first - 1] :].strip():
                    found.append(self._edits[first - 1])  # a marker that was read as a word
                if any((start > begin and start + 1 not in cited) or each.text.strip() for start, each in inside):
                    found += [each for _, each in inside]
            at += len(article.raw)
        return found

    def _changes_words(self, start: int, edit: Edit, cited: set[int]) -> bool:
        """Whether words are changed by an edit: next to a citation they are by one that begins an insight."""
        end = start + len(edit.text)
        after = self.text[end : end + _MAX_SPACES] if edit.text.isspace() else ""  # &nbsp; [1]
        is_before = end + len(after) - len(after.lstrip()) in cited and not has_word(edit.text)
        if is_before or start in cited:
            return "\n" in edit.text and edit.text.strip() != ""
        return bool(edit.text.strip() or self.raw[edit.start : edit.end].strip())

    def restore(self, articles: Iterable[Article]) -> list[Article]:
        """Return the articles of the translation as articles of the original, with diagnostics of the edits."""
        restored: list[Article] = []
        at = begin = 0
        for article in articles:
            at += len(article.raw)
            end = self.place_of(at, at)[0] if at < len(self.text) else len(self.raw)
            restored.append(self._restore(article, at - len(article.raw), begin, end))
            begin = end
        return restored

    def _restore(self, article: Article, at: int, begin: int, end: int) -> Article:
        raw = self.raw[begin:end]

        def back(start: int, stop: int) -> tuple[int, int]:
            start, stop = self.place_of(at + start, at + stop)
            return strip_span(raw, max(start - begin, 0), max(stop - begin, 0))

        def spanned(span: Span | None) -> Span | None:
            return None if span is None else Span(*back(span.start, span.end))

        def citation(each: Citation, starts: set[int]) -> Citation:
            claim = back(each.claim_start, each.claim_end)
            around = self._around(at + each.start, at + each.end, is_last=each.end not in starts)
            bracket = strip_span(raw, around[0] - begin, around[1] - begin)
            return new_citation(each.number, raw[slice(*claim)], *bracket, *claim, each.key)

        def insight(each: Insight) -> Insight:
            starts = {each.start for each in each.citations}
            citations = tuple(citation(each, starts) for each in each.citations)
            start, stop = back(each.start, each.end)
            stop = max([stop, *(each.end for each in citations[-1:])])
            return new_insight(each.text, citations, each.label, start, stop, each.level)

        def label(each: Section, heading: str) -> str | None:
            if each.label is None or each.label in " ".join(heading.split()):
                return each.label
            # markup inside it is part of it, as in insights
            words = re.compile(r"\s+".join(map(re.escape, each.label.split())))
            found = words.finditer(self.text, at + each.heading_start, at + each.heading_end)
            places = (back(*(place - at for place in one.span())) for one in found)
            return next((" ".join(raw[slice(*place)].split()) for place in places), each.label)

        def section(each: Section) -> Section:
            heading = back(each.heading_start, each.heading_end) if each.heading is not None else (0, 0)
            words = raw[slice(*heading)]
            said = each.role, words or None, each.index, label(each, words), each.level
            insights = tuple(map(insight, each.insights))
            start, stop = back(each.start, each.end)
            stop = max([stop, *(each.end for each in insights[-1:])])
            return new_section(*said, insights, start, stop, *heading)

        spans = [spanned(span) for span in (article.title_span, article.source_span, article.published_span)]
        words = [None if span is None else span.cut(raw) for span in spans]
        diagnostics = [evolve(each, span=spanned(each.span)) for each in article.diagnostics]
        diagnostics += [
            make_diagnostic(each.code, Span(each.start - begin, max(each.end, each.start + 1) - begin), each.said)
            for each in self._edits
            if each.said and begin <= each.start < end
        ]
        diagnostics.sort(key=start_of)
        return new_article(
            words[0], words[1], article.published, tuple(map(section, article.sections)), (),
            tuple(diagnostics),
            article.truncated, raw, article.format, None, *spans,
        )  # fmt: skip


def is_nested(article: Article) -> bool:
    """Whether places are in order and nested; they are not if several nodes came from one edit."""
    at = 0
    for section in article.sections:
        places = [max(section.start, section.heading_end)]
        for insight in section.insights:
            brackets = dict.fromkeys((citation.start, citation.end) for citation in insight.citations)
            places += [insight.start, *chain.from_iterable(brackets), insight.end]
        places.append(section.end)
        if section.start < at or places != sorted(places):
            return False
        at = section.end
    return True
