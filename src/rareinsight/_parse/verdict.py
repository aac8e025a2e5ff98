"""Whether a text is a digest, and of which format.

Encyclopedias, papers, minutes and forums are full of lists and of numbers in brackets, but lack the structure of
digests: headings that only digests have, or insights between a marker and citations. Most other text is rejected by
searching for a few substrings; the rest is parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import chain, groupby
from operator import attrgetter
from typing import Final

from rareinsight._grammar.form import ends_sentence, has_verb
from rareinsight._grammar.grammar import Grammar, compile_format, fold
from rareinsight._parse.cutter import Body, Chunk
from rareinsight._parse.labels import known, small_first, title_like, titled, to_marker
from rareinsight._parse.table import HEADING, INSIGHTS, NOTHING, NUMBERED
from rareinsight._shapes import LONGEST_WORD
from rareinsight.format import Format
from rareinsight.model import Article

#: The share of a body without headings of the vocabulary that may belong to nothing.
_MOST_UNPLACED: Final = 0.4
#: The most insights of a body in which a single one with citations is enough.
_FEW: Final = 3
#: Characters of which texts are full, the rarest first.
_COMMON: Final = "qzjxkvwbgpyfmucdlhrsnoiate9876543210/:()[].,- "
#: How much of a text is used to decide between possible formats.
DECISIVE: Final = 65_536


def is_digest(body: Body) -> bool:
    """Whether a body has headings that only digests have, or insights with markers and citations."""
    chunks, format = body.chunks, body.grammar.format
    headings = [each for each in chunks if each.label == HEADING]
    insights = (each for each in chunks if each.label in INSIGHTS)
    units = [list(unit) for _, unit in groupby(insights, key=attrgetter("unit"))]
    marked = sum(bool(unit[0].mark) or unit[0].label == NUMBERED for unit in units)
    cited = [unit for unit in units if any(_is_cited(each) for each in unit)]
    if format.markdown:
        return bool(units) and bool(headings or cited)
    if not format.citations or format.unmarked or not format.free_headings:
        return bool(units) and (bool(headings) or (bool(format.citations) and 2 * marked > len(units)))
    if _is_core(chunks[0]) or any(each.is_link or _holds(each) for each in headings):
        return True
    closed = sum(_is_cited(unit[-1]) for unit in cited)
    if 3 * closed < 2 * len(cited):
        return False
    if any(_is_core(each) for each in headings):
        return True
    unplaced = sum(len(each.text) for each in chunks if each.label == NOTHING)
    if unplaced > _MOST_UNPLACED * sum(len(each.text) for each in chunks):
        return False
    if any(_is_group(each) for each in headings):
        return bool(cited) or _is_group(chunks[0]) or not units
    is_cited = bool(closed) and 3 * closed >= len(units) - 1 and (closed > 1 or len(units) <= _FEW)
    return is_cited and 2 * marked >= len(units) and all(known(each) or _is_heading(each) for each in headings)


def _is_heading(chunk: Chunk) -> bool:
    return titled(chunk) or (title_like(chunk) and not has_verb(chunk.text))


def breaks_off(body: Body) -> bool:
    """Whether a body starts like a digest, with a marker or a heading, and ends without citations or a stop."""
    first, last = body.chunks[0], body.chunks[-1]
    is_begun = bool(first.mark) or first.label == HEADING
    return is_begun and (body.is_open or not (last.runs or ends_sentence(last.text)))


def _is_cited(chunk: Chunk) -> bool:
    return bool(chunk.runs) or (chunk.next.text == "" and chunk.body.cut is not None)


def _is_core(chunk: Chunk) -> bool:
    """Whether a heading is a core of the vocabulary, before a marker, citations, another heading or the end."""
    is_followed = to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs) or chunk.next.label == HEADING
    return chunk.known is not None and chunk.known.heading.role != "other" and is_followed


def _holds(chunk: Chunk) -> bool:
    """Whether a heading of the vocabulary holds text, or headings and is followed by another one."""
    heading = None if chunk.known is None else chunk.known.heading
    return heading is not None and (heading.holds_text or (heading.holds_headings and known(chunk.next)))


def _is_group(chunk: Chunk) -> bool:
    """Whether a heading is the number of a group, with at most a label after it, before a marker or the end."""
    number = chunk.number
    if number is None or number.shape.role != "group" or chunk.runs or small_first(chunk):
        return False
    is_bare = chunk.end - number.end <= 1 or chunk.body.raw[number.end] in ":：*"
    return is_bare and (to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs))


def has_sign(text: str, format: Format) -> bool:
    """Whether ``text`` contains one of the format's signs, if it declares any."""
    return not format.signs or any([rarest in text and sign in text for rarest, sign in _with_rarest(format.signs)])


@cache
def _with_rarest(signs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each sign behind its rarest character, for which a text is searched in a tenth of the time."""
    return [(min(sign, key=_COMMON.find), sign) for sign in signs]


def leads(line: str, grammar: Grammar) -> bool:
    """Whether a core or group of the format may start in a line, which rules out formats with signs."""
    places = chain((_start_of(line),), (found.start() for found in grammar.required.finditer(line)))
    return any(_leads(line, at, grammar) for at in places)  # lazily: the first one is enough


def could_be(text: str, grammar: Grammar) -> bool:
    """Whether ``text`` contains what every text of the format contains."""
    if grammar.format.markdown:
        return bool(grammar.format.signs) or grammar.scan.search(text) is not None
    start = _start_of(text)
    if _leads(text, start, grammar) or grammar.number_at(text, start, len(text)):
        return True
    return any(
        each.lastgroup != "word" or _leads(text, each.start(), grammar) for each in grammar.required.finditer(text)
    )


def _start_of(text: str) -> int:
    """Return where the words of a text start, after spaces and Markdown syntax."""
    return len(text) - len(text.lstrip("\ufeff \t\r\n#*"))


def _leads(text: str, at: int, grammar: Grammar) -> bool:
    """Whether there is a heading at ``at`` that every digest of the format has one of: declared, or a number."""
    known = grammar.word_at(text, at, min(len(text), at + LONGEST_WORD))
    if known is not None and known.heading in grammar.leading:
        return True
    number = grammar.number_at(text, at, len(text))
    return number is not None and number.shape.role != "other"


def detect_among(
    text: str, formats: Collection[Format], read: Callable[[str, Format], Iterable[Article]]
) -> Format | None:
    """Return the format that parses a text best, the first of those that do equally well; ``None`` if none does."""
    for format in ranked(text, formats, read):
        if any(article.sections for article in read(text, format)):
            return format
    return None


def ranked(text: str, formats: Collection[Format], read: Callable[[str, Format], Iterable[Article]]) -> list[Format]:
    """Return the formats that a text could have, the one that parses its beginning best first."""
    beginning = text[:DECISIVE]
    plain = [compile_format(format, None) for format in formats if not format.signs]
    signed = [compile_format(format, None) for format in formats if format.signs and has_sign(beginning, format)]
    if signed and any(leads(beginning, each) for each in plain):
        signed = []
    candidates = [each for each in signed or plain if could_be(text, each)]
    if len(candidates) > 1:
        scores = {each: _score_of(read(beginning, each.format), each) for each in candidates}
        # formats identified by signs differ only in their citations
        candidates.sort(key=lambda each: scores[each][::-1] if signed else scores[each], reverse=True)
    return [each.format for each in candidates]


def _score_of(articles: Iterable[Article], grammar: Grammar) -> tuple[int, int, int]:
    """Score how well a format parses a text: by declared words and source lines, by groups, then by citations.

    A number is no word: what starts an insight in one format may look like a heading in another.
    """
    declared = groups = citations = 0
    for article in articles:
        declared += article.source is not None
        for section in article.sections:
            heading = fold((section.heading or "").strip("*:： "))
            number = grammar.number_at(heading, 0, len(heading))
            is_worded = section.role == "core" or (number is not None and number.shape.is_worded)
            declared += is_worded or heading in grammar.words
            groups += section.role == "group"
            citations += sum(len(insight.citations) for insight in section.insights)
    return declared, groups, citations
