"""Whether what was read is a digest, and not other text that holds a mark or two.

Encyclopedias, papers, minutes and forums are full of lists and of numbers in brackets. What they lack is the
shape: insights that a marker opens and citations end. A heading that only digests have weighs more than one that
any text may have; and what leaves nothing to decide (:mod:`rareinsight.plain`) needs no second look.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from rareinsight.format import Format
from rareinsight.model import Insight
from rareinsight.paragraphs import MOST_LINES_OF_HEADER
from rareinsight.reading import Reading
from rareinsight.sentences import starts_sentence
from rareinsight.signs import has_word
from rareinsight.state import Part
from rareinsight.stretch import COLONS, Head

#: A sentence that begins with a figure, ``41% of issuers were re-rated[1]``, has so many words at the least.
_FEWEST_WORDS_AFTER_A_FIGURE: Final = 4
#: A marker, or a number and its sign, with the blanks after it.
_LONGEST_MARKER: Final = 8
_SIGNS_OF_NUMBERS: Final = ".．、)）"
_ELLIPSES: Final = (" ...", " …")
_BLANKS_AND_COLONS: Final = " \t\r\n\u00a0\u3000" + COLONS
#: Of the insights with citations, two of three end in them.
_MOST_OPEN: Final = 3
#: Where several groups tell a digest, one of two is enough.
_MOST_OPEN_IN_GROUPS: Final = 2
#: Of the insights below linked headings, one of three is cited.
_MOST_UNCITED: Final = 3
#: Of those below numbered ones, one of four, if any is.
_FEWEST_CITED: Final = 4
#: Of the body, so much may belong to nothing, where no word of the vocabulary tells that it is a digest.
_MOST_UNPLACED: Final = 0.4


def is_digest(reading: Reading, format: Format, *, has_source: bool) -> bool:
    """Whether what was found is a digest, and not other text with a mark or two."""
    parts = reading.parts
    if reading.is_plain and opens_plainly(parts, format):
        return True
    heads = [part for part in parts if isinstance(part, Head)]
    has_insights = len(heads) < len(parts)
    if not format.citations or format.unmarked:
        return bool(heads) and has_insights
    if any([head.holds_text for head in heads]):
        return True
    if any([head.kind == "link" for head in heads]):
        return not has_insights or _MOST_UNCITED * _count_cited(parts) >= len(parts) - len(heads)
    is_known = any([_is_known(head, format) for head in heads])
    if has_source and not has_citations(parts) and _breaks_off(reading) and not _opens_digest(reading, heads):
        return False
    if not has_insights:
        leads = any([head.role != "other" for head in heads])
        is_told = is_known or any([head.kind == "numbered" for head in heads])
        return leads or (is_told and not _is_above_text(reading))
    needs_markers = bool(format.markers or format.numbered_markers) and not has_source
    if not (reading.is_plain or _has_shape(reading, format, heads, is_known, needs_markers)):
        return False
    if is_known:
        return reading.cut or reading.met_marker or has_citations(parts)
    has_marks = reading.met_marker or (has_source and _heads_lead(parts))
    return has_marks and (reading.cut or _most_are_cited(reading.raw, parts))


def opens_plainly(parts: list[Part], format: Format) -> bool:
    """Whether a heading that tells the format and an insight below it are the first of what was read."""
    if len(parts) < 2 or not isinstance(parts[1], Insight):
        return False
    return isinstance(parts[0], Head) and _is_known(parts[0], format)


def _count_cited(parts: list[Part]) -> int:
    return sum(isinstance(part, Insight) and bool(part.citations) for part in parts)


def has_citations(parts: list[Part]) -> bool:
    """Whether any insight is cited."""
    return any(isinstance(part, Insight) and part.citations for part in parts)


def _is_known(head: Head, format: Format) -> bool:
    """Whether a heading by itself tells the format: numbers alone do so only where no others are expected."""
    if head.kind == "numbered" and not format.free_headings:
        return True
    return head.kind == "word" or head.role != "other"


def _is_above_text(reading: Reading) -> bool:
    """Whether more than a title and a source line stands below a body: it was not cut off after a heading.

    ``Minutes of the Harbour Committee`` is the title of minutes.
    """
    below = reading.raw[reading.end :].splitlines()
    return sum(map(has_word, below)) > MOST_LINES_OF_HEADER


def _breaks_off(reading: Reading) -> bool:
    """Whether the body ends in an ellipsis, with which pages cut raw text short."""
    return reading.raw[reading.start : reading.end].rstrip().endswith(_ELLIPSES)


def _opens_digest(reading: Reading, heads: list[Head]) -> bool:
    """Whether what was read begins with a core or group that a marker follows, as no other text does."""
    parts = reading.parts
    first = next((at for at, part in enumerate(parts) if isinstance(part, Insight)), 0)
    if first == 0 or heads[0] is not parts[0] or heads[0].role == "other":
        return False
    between = reading.raw[parts[first - 1].end : parts[first].start]
    return reading.met_marker and bool(between.strip(_BLANKS_AND_COLONS))


# --- the shape -------------------------------------------------------------------------------------------------


def _has_shape(
    reading: Reading, format: Format, heads: list[Head], is_known: bool, needs_markers: bool
) -> bool:
    """Whether citations end the insights that have any, and markers open most of the others."""
    raw = reading.raw
    insights = [part for part in reading.parts if isinstance(part, Insight)]
    if not _is_closed(raw, insights[-1]):
        insights.pop()  # it may be cut off
    cited = [insight for insight in insights if insight.citations]
    closed = [insight for insight in cited if _is_closed(raw, insight)]
    if cited and any(
        [head.kind == "word" and (head.role == "core" or not format.free_headings) for head in heads]
    ):
        return True  # whatever its citations end, no other text has such a heading, or one that was declared
    has_groups = sum([head.role != "other" for head in heads]) > 1  # Group 1 - …, and Group 2 - …
    if (_MOST_OPEN_IN_GROUPS if has_groups else _MOST_OPEN) * (len(cited) - len(closed)) > len(cited):
        return False
    if any(head.kind == "word" for head in heads) and cited:
        return True
    if (not is_known and _is_mostly_unplaced(reading)) or 0 < _FEWEST_CITED * len(cited) < len(insights):
        return False
    judged = insights if is_known else closed
    after_number = (*_SIGNS_OF_NUMBERS, *[shape.rpartition("}")[2] for shape in format.numbered_markers])
    marked = [
        insight for insight in judged if not needs_markers or _has_marker(raw, insight, format, after_number)
    ]
    return 2 * len(marked) >= len(insights)


def _is_closed(raw: str, insight: Insight) -> bool:
    """Whether an insight ends with its citations."""
    return bool(insight.citations) and not has_word(raw[insight.citations[-1].end : insight.end])


def _has_marker(raw: str, insight: Insight, format: Format, after_number: tuple[str, ...]) -> bool:
    """Whether a marker, or a number with its sign, stands before an insight."""
    before = raw[max(0, insight.start - _LONGEST_MARKER) : insight.start].rstrip()
    return before.endswith(format.markers) or any(
        [before.endswith(sign) and before.removesuffix(sign)[-1:].isdigit() for sign in after_number]
    )


def _is_mostly_unplaced(reading: Reading) -> bool:
    """Whether much of the body belongs to nothing, what introduces it left out: ``以下为本次会议的内容:``."""
    begin = reading.parts[0].start
    unplaced = [
        (start, end) for code, start, end in reading.doubts if code == "unplaced-text" and start >= begin
    ]
    return sum(end - start for start, end in unplaced) > _MOST_UNPLACED * (reading.end - begin)


# --- citations -------------------------------------------------------------------------------------------------


def _most_are_cited(raw: str, parts: list[Part]) -> bool:
    """Whether most insights are cited, the last, which may be cut off, left out."""
    insights = [part for part in parts if isinstance(part, Insight)]
    cited = sum(_is_cited(raw, insight) for insight in insights)
    return cited > 0 and 2 * cited >= len(insights) - 1


def _is_cited(raw: str, insight: Insight) -> bool:
    """Whether a citation follows a sentence, and not a name, as the index in ``row[4]`` does."""
    if not insight.citations:
        return False
    before, claim = raw[insight.citations[0].start - 1], insight.citations[0].claim
    is_glued_to_name = before.isascii() and (before.isalpha() or before == "_")
    begins_with_figure = not claim[:1].isalpha() and len(claim.split()) >= _FEWEST_WORDS_AFTER_A_FIGURE
    return not is_glued_to_name or begins_with_figure or starts_sentence(claim)


def _heads_lead(parts: list[Part]) -> bool:
    """Whether a heading leads to cited text, as those of a list of works at the end of an essay do not."""
    return any(
        isinstance(first, Head) and isinstance(then, Insight) and then.citations
        for first, then in pairwise(parts)
    )
