"""What begins insights on a page: signs and enumerators, wherever enough of them stand where something may begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from typing import Final, NamedTuple

import regex

from rareinsight._dialect.notation import BULLET, LETTER, MARK, best_notation, case_of, enumerator_at
from rareinsight._grammar.grammar import Grammar
from rareinsight._shapes import is_worded

#: The share of the places at which a sign, all pictures together, an enumerator, or a letter or word has to stand.
SIGNS, _PICTURES, _ENUMERATORS, _LETTERS = 0.3, 0.5, 0.4, 0.6
#: The share of enumerators that have to count, from one or onwards from the one before.
_COUNTING: Final = 0.8
_MIN_MARKS: Final = 3
_DASHES: Final = frozenset("-–—−~=+·")


class Opener(NamedTuple):
    """A sign or an enumerator at a place, up to the words behind it."""

    start: int
    end: int
    sign: str
    numeral: str = ""

    @property
    def shape(self) -> str:
        """How it is declared; numbers in circles can't be.

        >>> [Opener(0, 3, sign, sign.strip("().、")).shape for sign in ("2.", "(ii)", "b)", "二、")]
        ['{n}.', '({r})', '{letter})', '{c}、']
        """
        if not self.numeral or case_of(self.numeral) == "sign":
            return self.sign
        is_roman = {*self.numeral.upper()} <= {*"IVX"} and (self.numeral.upper() == "I" or len(self.numeral) > 1)
        place = {"digit": "n", "chinese": "c"}.get(case_of(self.numeral), "r" if is_roman else "letter")
        return self.sign.replace(self.numeral, f"{{{place}}}", 1)


def find_openers(
    raw: str, places: Iterable[int], behind: Container[int], grammar: Grammar
) -> tuple[dict[int, Opener], int]:
    """Return what begins insights at ``places``, by place, and at how many of them anything like that stands.

    What stands only ``behind`` headings parts them from their labels.
    """
    signs: list[Opener] = []
    marks: list[Opener] = []
    enumerators: dict[tuple[str, str, str], list[Opener]] = {}
    total = 0
    markers = grammar.format.markers
    for at in places:
        total += 1
        number = grammar.headings.number_at(raw, at, len(raw))
        if number is not None and is_worded(number.shape.shape):
            continue
        found = BULLET.match(raw, at) or LETTER.match(raw, at)
        if found is not None:
            signs.append(Opener(at, found.end(), found["sign"]))
        elif (mark := MARK.match(raw, at)) is not None:
            marks.append(Opener(at, mark.end(), mark["sign"]))
        counter = enumerator_at(raw, at if found is None else found.end()) or enumerator_at(raw, at)
        if counter is not None:
            opener = Opener(at, counter.end, counter.text, counter.numeral)
            enumerators.setdefault(counter.kind, []).append(opener)
    openers: dict[int, Opener] = {}
    for (opening, _, _), uses in enumerators.items():
        values, counted = best_notation([each.numeral for each in uses], first=2)  # the first may stand behind a label
        share = _LETTERS if opening.strip("._ ").isalpha() else _ENUMERATORS
        if 1 in values and counted >= max(2, _COUNTING * len(uses), share * total):
            openers |= {each.start: each for each in uses}
    openers |= _usual(marks, total) if not openers else {}
    counts = Counter(each.sign for each in signs)
    elsewhere = {each.sign for each in signs if each.start not in behind}
    signs = [each for each in signs if each.sign in elsewhere or not (elsewhere or openers)]
    pictures = {sign for sign in counts if not (sign.isascii() or sign in markers or _DASHES & {*sign})}
    are_pictures = sum(counts[sign] for sign in pictures) >= max(2, _PICTURES * total)
    for each in signs:
        enough = (_LETTERS if each.sign.isalpha() else SIGNS) * total
        is_marker = each.sign in markers or counts[each.sign] >= max(2, enough)
        if is_marker or (are_pictures and each.sign in pictures):
            openers.setdefault(each.start, each)
    return openers, len({*openers, *(each.start for uses in (signs, *enumerators.values()) for each in uses)})


def _usual(marks: list[Opener], total: int) -> dict[int, Opener]:
    """Return the uses of a mark that is no bullet elsewhere, but begins most of the insights here."""
    usual, count = Counter(each.sign for each in marks).most_common(1)[0] if marks else ("", 0)
    return {each.start: each for each in marks if each.sign == usual and count >= max(_MIN_MARKS, _LETTERS * total)}


def pattern_of(openers: Iterable[Opener]) -> regex.Pattern[str] | None:
    """Return a pattern for openers inside a line: signs with spaces around them, and the first of enumerators."""
    signs = {each.sign for each in openers if not each.numeral}
    parts = [rf"{regex.escape(sign)}(?=\s)" for sign in sorted(signs)]
    for each in openers:
        if each.numeral:
            before, _, behind = each.sign.partition(each.numeral)
            parts.append(rf"{regex.escape(before)}[1aAiI①一]{regex.escape(behind)}(?=[\s\w])")
            break
    return regex.compile(rf"(?<=\s)(?:{'|'.join(parts)})[^\S\r\n]*") if parts else None
