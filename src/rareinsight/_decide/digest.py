"""Whether a text is a digest, and of which format.

Encyclopedias, papers, minutes and forums are full of lists and of numbers in brackets, but lack the structure of
digests: headings that only digests have, or insights between a marker and citations. Most other text is rejected by
searching for a few substrings; the rest is parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain, islice
from typing import Final

from rareinsight._decide import HEADING, INSIGHTS, NOTHING, NUMBERED
from rareinsight._decide.facts import known, long, small_first, to_marker, verbal
from rareinsight._format.checks import LONGEST_WORD
from rareinsight._page.chunks import START_OF, Body, Chunk
from rareinsight._page.grammar import Grammar, compile_format, fold
from rareinsight._page.lines import split_lines
from rareinsight._page.shapes import ends_sentence
from rareinsight.format import Format
from rareinsight.model import Article

#: The share of a body without headings of the vocabulary that may belong to nothing.
_MOST_UNPLACED: Final = 0.4
#: The most insights of a body in which a single one with citations is enough.
_FEW: Final = 3
#: How much of a text is used to decide between possible formats.
DECISIVE: Final = 65_536
#: The most places checked for a leading heading; a text with more is parsed.
_MOST_PLACES: Final = 200


def is_digest(body: Body) -> bool:
    """Whether the labelled chunks of a body are those of a digest."""
    if body.grammar.format.markdown:
        labels, format = {each.label for each in body.chunks}, body.grammar.format
        has_citations = any(each.runs for each in body.chunks)
        is_told = HEADING in labels or has_citations or (bool(format.signs) and has_sign(body.raw, format))
        return is_told and not INSIGHTS.isdisjoint(labels)
    return _has_shape(body)


def breaks_off(body: Body) -> bool:
    """Whether a body is the beginning of a digest that is cut off: text behind its first marker, and no end of it."""
    first, last = body.chunks[0], body.chunks[-1]
    is_begun = bool(first.mark) or (first.label == HEADING and (to_marker(first) or body.is_open or first is last))
    return is_begun and (body.is_open or not (last.runs or ends_sentence(last.text)))


def _has_shape(body: Body) -> bool:
    """Whether a body has headings that only digests have, or insights with markers and citations."""
    chunks, format = body.chunks, body.grammar.format
    if chunks[0].label == HEADING and _is_core(chunks[0]) and to_marker(chunks[0]):
        return True
    headings = [each for each in chunks if each.label == HEADING]
    units = _units_of(chunks)
    if not format.citations or format.unmarked or not format.free_headings:
        is_led = bool(headings) and (bool(units) or any(known(each) for each in headings))
        return is_led or (bool(format.citations) and 2 * _count_marked(units) > len(units))
    if any(each.is_link or _is_parent(each) for each in headings):
        return True
    cited = [unit for unit in units if any(_is_cited(each) for each in unit)]
    closed = [unit for unit in cited if _is_cited(unit[-1])]
    if 3 * len(closed) < 2 * len(cited):
        return False
    if any(_is_core(each) for each in headings):
        return True
    if any(_is_group(each) for each in headings) and _unplaced(chunks) < _MOST_UNPLACED:
        return bool(cited) or _is_group(chunks[0]) or not units
    if any(each.known is not None and each.known.heading.holds_text for each in headings):
        return True
    return bool(cited) and _is_marked_and_cited(body, headings, units, len(closed))


def _is_marked_and_cited(body: Body, headings: list[Chunk], units: list[list[Chunk]], closed: int) -> bool:
    """Whether insights have markers, as many as ``closed`` end in citations, and their headings look like some."""
    if 2 * _count_marked(units) < len(units) or _unplaced(body.chunks) > _MOST_UNPLACED:
        return False
    if any(long(each) or verbal(each) for each in headings if not known(each)):
        return False
    if not headings and not body.grammar.format.numbered_markers:
        return closed > _FEW and closed >= len(units) - 1
    is_cited = 3 * closed >= len(units) - 1 and (closed > 1 or len(units) <= _FEW)
    return is_cited or any(known(each) for each in headings)


def _units_of(chunks: list[Chunk]) -> list[list[Chunk]]:
    """Return the insights, each as a list of chunks."""
    units: list[list[Chunk]] = []
    for chunk in chunks:
        if chunk.label in INSIGHTS:
            if chunk.unit is chunk:
                units.append([])
            units[-1].append(chunk)
    return units


def _is_cited(chunk: Chunk) -> bool:
    return bool(chunk.runs) or (chunk.next.text == "" and chunk.body.cut is not None)


def _count_marked(units: list[list[Chunk]]) -> int:
    return sum(bool(unit[0].mark) or unit[0].label == NUMBERED for unit in units)


def _unplaced(chunks: list[Chunk]) -> float:
    """The share of a body that belongs to nothing."""
    unplaced = sum(len(each.text) for each in chunks if each.label == NOTHING)
    return unplaced / max(1, sum(len(each.text) for each in chunks))


def _is_core(chunk: Chunk) -> bool:
    """Whether a heading is a core of the vocabulary, before a marker, citations, another heading or the end."""
    if chunk.known is None or chunk.known.heading.role == "other":
        return False
    following = chunk.next
    return to_marker(chunk) or bool(following.runs) or not following.text or following.label == HEADING


def _is_parent(chunk: Chunk) -> bool:
    """Whether a heading of the vocabulary holds headings and is followed by another one."""
    return chunk.known is not None and chunk.known.heading.holds_headings and known(chunk.next)


def _is_group(chunk: Chunk) -> bool:
    """Whether a heading is the number of a group, with at most a label after it, before a marker or the end."""
    number = chunk.number
    if number is None or number.shape.role != "group" or chunk.runs or small_first(chunk):
        return False
    is_bare = chunk.end - number.end <= 1 or chunk.body.raw[number.end] in ":：*"
    return is_bare and (to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs))


def has_sign(text: str, format: Format) -> bool:
    """Whether ``text`` contains one of the format's signs, if it declares any."""
    return not format.signs or any([sign in text for sign in format.signs])


def leads(line: str, grammar: Grammar) -> bool:
    """Whether a core or group of the format may start in a line, which rules out formats with signs."""
    tells = islice(grammar.tells.finditer(line), _MOST_PLACES)
    places = chain((_start_of(line),), map(START_OF, tells))  # nothing below is looked for once one leads
    return any(_leads(line, at, grammar) or _has_role(line, at, grammar) for at in places)


def could_be(text: str, grammar: Grammar) -> bool:
    """Whether ``text`` contains what every text of the format contains."""
    if grammar.format.markdown:
        return bool(grammar.format.signs) or grammar.scan.search(text) is not None
    start = _start_of(text)
    if _leads(text, start, grammar) or grammar.number_at(text, start, len(text)):
        return True
    for places, found in enumerate(grammar.tells.finditer(text)):
        if found.lastgroup != "word" or places > _MOST_PLACES or _leads(text, found.start(), grammar):
            return True
    return False


def _start_of(text: str) -> int:
    """Return where the words of a text start, after spaces and Markdown syntax."""
    return len(text) - len(text.lstrip("\ufeff \t\r\n#*"))


def _leads(text: str, at: int, grammar: Grammar) -> bool:
    """Whether there is a heading at ``at`` that every digest of the format has one of."""
    known = grammar.word_at(text, at, min(len(text), at + LONGEST_WORD))
    return known is not None and known.heading in grammar.leading


def _has_role(text: str, at: int, grammar: Grammar) -> bool:
    """Whether there is the number of a core or group at ``at``."""
    number = grammar.number_at(text, at, len(text))
    return number is not None and number.shape.role != "other"


def detect_among(
    text: str, formats: Collection[Format], read: Callable[[str, Format], Iterable[Article]]
) -> Format | None:
    """Return the format that parses ``text`` best, or ``None`` if none does.

    Args:
        text: any text; its beginning decides.
        formats: those to choose from; if two parse it equally well, the first wins.
        read: parses a text with a format.
    """
    for format in ranked(text, formats, read):
        if any(article.sections for article in read(text, format)):
            return format
    return None


def ranked(text: str, formats: Collection[Format], read: Callable[[str, Format], Iterable[Article]]) -> list[Format]:
    """Return the formats that a text could have, the one that parses its beginning best first."""
    beginning = text[:DECISIVE]
    plain = [compile_format(format, None) for format in formats if not format.signs]
    signed = [compile_format(format, None) for format in formats if format.signs and has_sign(beginning, format)]
    if signed and any(leads(line, each) for each in plain for line in split_lines(beginning)):
        signed = []
    candidates = [each for each in signed or plain if could_be(text, each)]
    if len(candidates) > 1:
        scores = {each: _score_of(read(beginning, each.format), each) for each in candidates}
        # formats identified by signs differ only in their citations
        candidates.sort(key=lambda each: scores[each][::-1] if signed else scores[each], reverse=True)
    return [each.format for each in candidates]


def _score_of(articles: Iterable[Article], grammar: Grammar) -> tuple[int, int, int, int]:
    """Score how well a format parses a text: by declared words and source lines, by groups, numbers and citations.

    A number is weak evidence: what starts an insight in one format may look like a heading in another. Numbers
    declared as groups weigh more than others.
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
