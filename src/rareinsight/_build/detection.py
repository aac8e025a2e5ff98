"""Which format a text is of: most of the world's text is turned away by looking for a few substrings.

A digest has a heading that leads, the core or a group of its format, or else a marker right behind citations or a
heading. More is let through than is a digest; what is let through is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice
from typing import Final

from rareinsight._page.grammar import LONGEST_WORD, Grammar, compile_format, fold
from rareinsight.format import Format
from rareinsight.model import Article

#: How much of a text decides between formats that could all be meant.
DECISIVE: Final = 65_536


#: A place in a shape as ``re.escape`` leaves it, and what may stand there.
_PLACE: Final = r"\\{.\\}"
_NUMERAL: Final = "[0-9IVX零一二三四五六七八九十]"
#: How many places are looked at where a heading may begin; a text that holds more of them is read.
_MOST_PLACES: Final = 200


def could_be(text: str, grammar: Grammar) -> bool:
    """Whether ``text`` holds what no text of the format is without."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n#*"))
    if _leads(text, start, grammar) or grammar.number_at(text, start, len(text)):
        return True
    places = (found.start() for found in grammar.openings.finditer(text))
    for at in islice(places, _MOST_PLACES):
        if _leads(text, at, grammar):
            return True
    return next(places, None) is not None or _marks_of(grammar.format).search(text) is not None


def _leads(text: str, at: int, grammar: Grammar) -> bool:
    """Whether a heading stands at ``at`` without which no digest of the format is, if it has such headings."""
    known = grammar.word_at(text, at, min(len(text), at + LONGEST_WORD))
    if known is None:
        return False
    return known.heading.role != "other" or all(each.role == "other" for each in grammar.format.headings)


@lru_cache(maxsize=64)
def _marks_of(format: Format) -> re.Pattern[str]:
    return re.compile(_spell_marks(format))


def _spell_marks(format: Format) -> str:
    """Spell a marker behind the end of a citation, or a heading that is a link."""
    signs = "".join(re.escape(sign) for sign in format.markers if len(sign) == 1)
    ends = {shape[-1] for shape in format.citations if not shape.endswith("}")}
    closing = "".join(map(re.escape, sorted(ends)))
    is_marked = bool(closing and signs)
    worded = [each.shape for each in format.numbered if each.is_worded]
    others = [] if format.free_headings else [each.shape for each in format.numbered if not each.is_worded]
    parts = [
        *(re.sub(_PLACE, _NUMERAL, re.escape(shape)) for shape in worded),
        *(r"[\r\n][\s#*]{0,8}" + re.sub(_PLACE, _NUMERAL + "{1,3}", re.escape(shape)) for shape in others),
        rf"[{closing}][.。]?\s{{0,2}}(?:[^\r\n\[\]]{{1,60}}\s)?[{signs}]\s" if is_marked else "",
        rf"(?:^|\n)\s{{0,3}}[{signs}]\s[^\r\n]{{3,600}}?[{closing}]" if is_marked and format.free_headings else "",
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


def ranked(text: str, formats: Iterable[Format], read: Callable[[str, Format], Iterable[Article]]) -> list[Format]:
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
                heading in grammar.words or section.role == "core" or (number is not None and number.shape.is_worded)
            )
            declared += is_declared
            groups += section.role == "group" and not is_declared
            numbers += section.index is not None and not is_declared
            citations += sum(len(insight.citations) for insight in section.insights)
    return declared, groups, numbers, citations
