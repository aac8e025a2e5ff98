"""Which format a text is of: most of the world's text is turned away by looking for a few substrings.

A digest has a heading that leads, the core or a group of its format, or else a marker right behind citations or a
heading. More is let through than is a digest; what is let through is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight._page.grammar import Grammar, compile_format, fold
from rareinsight.format import Format
from rareinsight.model import Article

#: How much of a text decides between formats that could all be meant.
DECISIVE: Final = 65_536


class _Traces(NamedTuple):
    """What is looked for: the words of headings, and what else tells that something may be read."""

    words: re.Pattern[str]
    marks: re.Pattern[str]


def could_be(text: str, grammar: Grammar) -> bool:
    """Whether ``text`` holds what no text of the format is without."""
    traces = _traces_of(grammar.format)
    return traces.words.search(text) is not None or traces.marks.search(text) is not None


@lru_cache(maxsize=64)
def _traces_of(format: Format) -> _Traces:
    headings = [each for each in format.headings if each.role != "other"] or list(format.headings)
    shapes = [each.shape for each in format.numbered if each.role != "other"]
    words = [word for each in headings for word in (*each.words, *each.families)]
    if not words and not shapes:
        shapes = [each.shape for each in format.numbered]
    spelled = sorted({_spell(word) for word in _beginnings([*words, *shapes])})
    return _Traces(re.compile("|".join(spelled) or "(?!)"), re.compile(_spell_marks(format)))


def _beginnings(words: Iterable[str]) -> set[str]:
    """Return how the words begin, as far as it takes to tell them from common words."""
    fixed = {max(re.split(r"\{\w+\}", word), key=len).strip() or word for word in words}
    shortest = sorted(fixed, key=len)
    return {word for word in fixed if not any(other != word and word.startswith(other) for other in shortest)}


def _spell(word: str) -> str:
    """Spell a word as it is declared, in capitals, and glued."""
    forms = dict.fromkeys((word, word.upper(), word.replace(" ", ""), word.lower()))
    return "|".join(re.escape(form) for form in forms if form)


def _spell_marks(format: Format) -> str:
    """Spell a marker behind the end of a citation, or a heading that is a link."""
    signs = "".join(re.escape(sign) for sign in format.markers if len(sign) == 1)
    ends = {shape[-1] for shape in format.citations if not shape.endswith("}")}
    closing = "".join(map(re.escape, sorted(ends)))
    parts = [
        rf"[{closing}][.。]?\s{{0,2}}(?:[^\r\n\[\]]{{1,60}}\s)?[{signs}]\s" if closing and signs else "",
        rf"(?:^|\n)\s{{0,3}}[{signs}]\s[^\r\n]{{3,600}}?[{closing}]" if closing and signs and format.free_headings else "",
        r"\]\([^\s()]{0,60}type=section" if format.heading_links else "",
        r"\n" if format.unmarked and format.free_headings else "",
    ]
    return "|".join(filter(None, parts)) or "(?!)"


def detect_among(
    text: str, formats: Iterable[Format], read: Callable[[str, Format], Iterable[Article]]
) -> Format | None:
    """Return the format that ``text`` is best read by, ``None`` if it is of none.

    Args:
        text: any text; its beginning decides.
        formats: those to choose among; of two that read it equally well the first is taken.
        read: how a text is read by a format.
    """
    for format in ranked(text, formats, read):
        if any(article.sections for article in read(text, format)):
            return format
    return None


def ranked(
    text: str, formats: Iterable[Format], read: Callable[[str, Format], Iterable[Article]]
) -> list[Format]:
    """Return the formats that a text could be of, the one by which its beginning reads best first."""
    grammars = {format.name: compile_format(format) for format in formats}
    candidates = [each.format for each in grammars.values() if could_be(text, each)]
    if len(candidates) < 2:
        return candidates
    beginning = text[:DECISIVE]
    scores = {each.name: _score_of(read(beginning, each), grammars[each.name]) for each in candidates}
    return sorted(candidates, key=lambda each: scores[each.name], reverse=True)


def _score_of(articles: Iterable[Article], grammar: Grammar) -> tuple[int, int, int, int]:
    """Say how well a format reads a text: by words and header lines that it declares, by numbers, by citations.

    A number is weak evidence: what opens an insight in one format may look like a heading in another. Those that are
    declared to lead to groups weigh more than others.
    """
    declared = groups = numbers = citations = 0
    for article in articles:
        declared += article.source is not None
        for section in article.sections:
            heading = fold((section.heading or "").strip("*:： "))
            number = grammar.number_at(heading, 0, len(heading))
            is_declared = (
                heading in grammar.words
                or section.role == "core"
                or (number is not None and number.shape.is_worded)
            )
            declared += is_declared
            groups += section.role == "group" and not is_declared
            numbers += section.index is not None and not is_declared
            citations += sum(len(insight.citations) for insight in section.insights)
    return declared, groups, numbers, citations
