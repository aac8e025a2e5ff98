"""What begins insights on a page: symbols and enumerators that are found at enough places where something may begin."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Container, Iterable
from typing import Final

import regex

from rareinsight._dialect.headings import PAIRS
from rareinsight._dialect.notation import (
    BULLET,
    OPENING_SIGNS,
    WORDS,
    Opener,
    best_notation,
    count_in_order,
    enumerator_at,
    values_of,
)
from rareinsight._grammar.grammar import Grammar
from rareinsight._parse.oddities import MIN_REPEATED, NAMED_MARKER
from rareinsight._shapes import GLUED_MARKERS, is_worded

#: The share of the places that a symbol, an enumerator, or a letter or word must begin.
SIGNS, _ENUMERATORS, _LETTERS = 0.3, 0.4, 0.6
_COUNTING: Final = 0.8  #: the share of enumerators that must count, from one or on from the one before
#: A word, a number, spaces or a symbol; the most of these in a shared beginning; and what insights begin with after it.
_PART: Final = regex.compile(r"[^\W\d_]+|\d+|[^\S\r\n]+|[^\s]")
_MAX_SHARED: Final = 9
_OPENING: Final = regex.compile(
    r"(?:[^\w\s]|_|\s|0|(?<=(?<!\w)[!-&(-/:-@\[-`{-~])\p{Ll}{1,12}|(?<=(?<!\w)([^\w\s'’\x22「『《\p{Pi}]))\p{L}{1,12}(?:\s\p{L}{1,12})?(?=[:：]?\1|[\p{Pe}>])"
    r"|(?<!\w)(?:[b-z\xc0-\u024f](?=[^\w'’.])|[a-z](?=\.\s)|\p{L}{1,8}[.-]?\s?(?=0)))+(?<!\w)"
)
_OWN_WORD: Final = regex.compile(r"(?<![/\w])\p{L}")  #: a word that is not the name of a closing tag: ``</u>``
_WORD_SIGN: Final = regex.compile(rf"\s[{OPENING_SIGNS}#@&_~]+\Z")  #: what is glued to the first word: ``⊳ $5bn``
#: Symbols that words begin with.
_IN_WORDS: Final = frozenset(("$", "€", "£", "¥", "*", "**", "_", "#", "@", "%", "~", "-", "+", "§"))
_DASHES: Final = frozenset("-–—−~=+·")
_GAPS: Final = (" ", "\t", "\u00a0", "\u3000")


def find_openers(
    raw: str, places: list[int], after_headings: Container[int], grammar: Grammar
) -> tuple[dict[int, Opener], int]:
    """Return what begins insights at ``places``, by place, and how many places begin with anything like that."""
    places = [at for at in places if not _is_link(raw, at, grammar)]
    signs: list[Opener] = []
    enumerators: dict[tuple[str, str, str], list[Opener]] = {}
    markers = grammar.format.markers
    for at in places:
        number = grammar.headings.number_at(raw, at, len(raw))
        if number is not None and is_worded(number.shape.shape):
            continue
        found = BULLET.match(raw, at)
        if found is not None:
            signs.append(Opener(at, found.end(), found["sign"]))
        counter = enumerator_at(raw, at if found is None else found.end()) or enumerator_at(raw, at)
        if counter is not None:
            again = enumerator_at(raw, counter.end)  # 2. 2. Tin rose
            counter = again if again is not None and again.sign == counter.sign else counter
            enumerators.setdefault(counter.kind, []).append(counter._replace(start=at))
    openers = _counting(raw, enumerators, len(places))
    before = tuple(marker if marker in GLUED_MARKERS else f"{marker} " for marker in markers)
    shared = {at: Opener(at, end, raw[at:end].strip()) for at, end in _shared(raw, places, before).items()}
    counts = Counter(each.sign for each in signs)
    # a symbol found only after headings separates these from their labels
    elsewhere = {each.sign for each in signs if each.start not in after_headings}
    others = (at for at in places if at not in after_headings and WORDS.match(raw, at))
    are_parting = bool(elsewhere or openers) or any(others)
    signs = [each for each in signs if each.sign in elsewhere or not are_parting]
    usual = {sign for sign, count in counts.items() if sign in markers or count >= max(2, SIGNS * len(places))}
    glued = [sign for sign in usual & elsewhere if not (sign.isascii() or _DASHES & {*sign})]
    pictures = {sign for sign in counts if not (sign.isascii() or sign in markers or _DASHES & {*sign})}
    are_pictures = sum(counts[sign] for sign in pictures) > 1
    pictures = {sign for sign in pictures if not sign.startswith((*glued,))}
    for each in signs:
        if each.sign in usual or (are_pictures and each.sign in pictures):
            openers.setdefault(each.start, each)
    # whatever symbol they are glued to: ◆≥50 mines closed
    begun = ((at, at + len(sign), sign) for at in places for sign in glued if raw.startswith(sign, at))
    openers = {at: Opener(at, end + raw.startswith(_GAPS, end), sign) for at, end, sign in begun} | openers
    for at, opener in shared.items():
        if at not in openers or openers[at].end < opener.end:
            openers[at] = opener
    return openers, len({*openers, *(each.start for uses in (signs, *enumerators.values()) for each in uses)})


def _is_link(raw: str, at: int, grammar: Grammar) -> bool:
    """Whether a heading that is a link of a declared shape begins at a place."""
    found = grammar.scan.match(raw, at) if raw.startswith("[", at) else None
    return found is not None and found.lastgroup == "link"


def _counting(raw: str, enumerators: dict[tuple[str, str, str], list[Opener]], total: int) -> dict[int, Opener]:
    """Return the enumerators that count, if they begin enough of all places."""
    openers: dict[int, Opener] = {}
    for (opening, _, _), uses in enumerators.items():
        values, counted = _count_lists([each.numeral for each in uses])
        share = _LETTERS if opening.strip("._ ").isalpha() else _ENUMERATORS
        is_first = raw.startswith(uses[0].sign, uses[0].start)  # not after a bullet: - #1 in sales
        is_counter = len({*values}) > 1 or (is_first and uses[0].numeral.isdecimal())  # not only A. Bray
        if is_counter and 1 in values and counted >= max(2, _COUNTING * len(uses), share * total):
            openers |= {each.start: each for each in uses}
    return openers


def _count_lists(numerals: list[str]) -> tuple[list[int | None], int]:
    """Return the values of numerals in one or more lists, each in its own notation, and how many count."""
    lists: list[list[str]] = []
    for numeral in numerals:
        if not lists or 1 in values_of(numeral).values():
            lists.append([])
        lists[-1].append(numeral)
    found = [best_notation(each, first=2) for each in lists]  # the first may follow a label
    return [value for values, _ in found for value in values], sum(counted for _, counted in found)


def _shared(raw: str, places: list[int], before: tuple[str, ...]) -> dict[int, int]:
    """Return where a beginning ends that most of some places share: symbols, with a counter and words between them."""
    alive = {at: at for at in places}
    begun: list[str] = []
    ends: dict[int, int] = {}
    while len(alive) >= max(2, _LETTERS * len(places)) and len(begun) < _MAX_SHARED:
        parts = {at: found for at, end in alive.items() if (found := _PART.match(raw, end))}
        kinds = {at: "0" if one[0].isdecimal() else " " if one[0].isspace() else one[0] for at, one in parts.items()}
        usual = Counter(kinds.values()).most_common(1)[0][0] if kinds else ""
        parts = {at: found for at, found in parts.items() if kinds[at] == usual}
        values = [int(each[0]) for each in parts.values()] if usual == "0" else []
        if values and (1 not in values or len({*values}) == 1 or count_in_order(values, 2) < _COUNTING * len(values)):
            break
        begun.append(usual)
        alive = {at: found.end() for at, found in parts.items()}
        if len(alive) >= max(2, _LETTERS * len(places)) and _is_opening("".join(begun), before, len(alive)):
            ends = {at: end for at, end in alive.items() if WORDS.match(raw, end)}
    return ends


def _is_opening(text: str, before: tuple[str, ...], count: int) -> bool:
    """Whether what ``count`` places begin with may be a marker: its brackets are paired, words are glued to symbols."""
    signs = text.strip()
    counter = signs.rfind("0")
    marker = next((each for each in before if text.startswith(each)), None)
    if (counter >= 0 or marker is not None) and _OWN_WORD.search(signs, counter + 1):
        return False  # words after a counter or a marker belong to the insights, however many share them
    if _WORD_SIGN.search(text):
        return False
    if marker is not None and counter < 0 and not text[-1].isspace():  # $ or a quotation mark, but not ✓
        return all(unicodedata.category(each) in ("So", "Co") for each in text[len(marker) :])
    is_paired = all(signs.count(left) == signs.count(right) for left, right in PAIRS.items() if left in signs)
    is_paired = is_paired and signs.count('"') % 2 == 0
    is_sign = signs not in _IN_WORDS and _OPENING.fullmatch(text) is not None
    is_name = count >= MIN_REPEATED and NAMED_MARKER.fullmatch(signs) is not None  # two groups may have one label
    return is_paired and (is_sign or is_name)


def pattern_of(openers: Iterable[Opener]) -> regex.Pattern[str] | None:
    """Return a pattern for openers inside a line: symbols between spaces, and the first of several enumerators."""
    firsts = {each.sign for each in openers if not each.numeral or 1 in values_of(each.numeral).values()}
    signs = "|".join(map(regex.escape, sorted(firsts, reverse=True)))
    after = rf"(?=\s|(?<=[^-\p{{L}}\p{{Nd}}\s]){WORDS.pattern})"
    return regex.compile(rf"(?<=\s)(?:{signs}){after}[^\S\r\n]*") if firsts else None
