"""What cites on a page: runs of declared citations, and brackets of other shapes that end statements as these do."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import regex

from rareinsight._dialect.headings import PAIRS
from rareinsight._dialect.notation import CITATION, enumerator_at, raised_numbers
from rareinsight._dialect.translation import Edit
from rareinsight._grammar.citations import cited_in
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.leads import normal

#: The share of the uses of a citation that have to end a statement, and the fewest.
_CLOSING, _MIN_CLOSING = 0.6, 2
#: What goes on behind a citation, so that no statement ends there: words in small letters, or a figure.
GOES_ON: Final = regex.compile(
    r"[.。．]?[^\S\r\n]{0,3}(?:\p{Ll}{2}(?!\p{Ll}{0,2}[.)])|[0-9]+(?!st|nd|rd|th)[^.)、）:\s0-9])"
)
_STOPS: Final = regex.compile(r"[^\S\r\n]{0,2}[.。．;；,，!！](?=\s|\Z|\p{Lo})|[^\S\r\n]*(?=[\r\n]|\Z)")
_BETWEEN: Final = regex.compile(r"\s{0,3}(?:[.。．,，;；、&+·]\s{0,3}|and\s)?")
_ROUND: Final = frozenset("(（")
_CIRCLED: Final = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
#: The most spaces before a citation, with the sign before these.
_MAX_GAP: Final = 8
#: What surrounds runs of citations: ``*[1][3]*``, ``([1], [3])``, ``<sup>[1]</sup>``; and what may close it.
_OPENED: Final = regex.compile(r"(?:[*_~^`]{1,2}|[(（{]|(?<!\[)\[|<\w{1,5}\b[^<>]{0,80}>)(?=\Z)")
_CLOSED: Final = regex.compile(r"[*_~^`]{1,2}|[)）}\]]|</\w{1,5}>|")
#: What stands between the citations of a run; signs that no format has there.
_GAP: Final = regex.compile(r"[\s,;、，/·|+^~\u200b\u2060]{0,4}")
_ODD_GAP: Final = frozenset("/·|+^~\u200b\u2060")
_MAX_AROUND: Final = 90
_ENDS: Final = frozenset(".。!?！？>^\"”'’»›〉》%…*_~")

Run = tuple[int, int]


class Shape(NamedTuple):
    """An undeclared shape of citations: as it would be declared, and its first use."""

    declared: str
    start: int
    end: int


def find_runs(raw: str, grammar: Grammar) -> tuple[list[Run], list[Edit], list[Shape]]:
    """Return the runs of citations, each with the stop behind it; those of other shapes with their edits."""
    hits = (each.span() for each in grammar.scan.finditer(raw) if each.lastgroup == "cite")
    places = [place for place in hits if grammar.citations.read(raw[slice(*place)])]
    declared = sum(_closes(raw, *place, grammar) for place in places)
    brackets = {tuple(shape.split("{n}")) for shape in grammar.format.citations}
    others: dict[tuple[str, str], list[regex.Match[str]]] = {}
    for found in CITATION.finditer(raw):
        signature = _signature_of(found)
        is_number = found["word"] is not None and normal(found["word"]) in grammar.leads.numbered  # [Group 1]
        if found["tag"] or not (is_number or _overlaps(places, *found.span())):
            others.setdefault(signature, []).append(found)
    template = next((each for each in grammar.format.citations if "{n}" in each and "{url}" not in each), "")
    edits: list[Edit] = []
    shapes: list[Shape] = []
    for (opening, closing), uses in sorted(others.items(), key=_is_weak) if template else ():
        ends = sum(_closes(raw, *each.span(), grammar) for each in uses)
        if (opening, closing) in brackets or uses[0]["tag"]:
            fewest = 1  # [1/3] beside [1]
        else:
            is_alone = not (places or shapes)
            fewest = (
                max(_MIN_CLOSING, declared) if is_alone or not _is_weak(((opening, closing), uses)) else len(uses) + 1
            )
        if ends < fewest or ends < _CLOSING * len(uses):
            continue
        shapes.append(Shape(_declared(opening, closing), *uses[0].span()))
        read = ((found.span(), _numbers_of(found, grammar.limits.citation_range)) for found in uses)
        edits += [
            Edit(*place, template.replace("{n}", ", ".join(map(str, numbers)))) for place, numbers in read if numbers
        ]
    others_changed = sorted((edit.start, edit.end) for edit in edits)
    edits += [each for each in _absorbed(raw, sorted(places)) if not _overlaps(others_changed, each.start, each.end)]
    changed = sorted((edit.start, edit.end) for edit in edits)
    kept = [place for place in places if not _overlaps(changed, *place)]
    ends_of = [place for place in sorted([*kept, *changed]) if _closes(raw, *place, grammar)]
    return _joined(raw, ends_of), edits, shapes


def _is_weak(shape: tuple[tuple[str, str], list[regex.Match[str]]]) -> bool:
    """Whether brackets stand for much else, as round ones and circles do: they cite only if nothing else does."""
    (opening, _), uses = shape
    return opening in _ROUND or uses[0][0] in _CIRCLED


def _absorbed(raw: str, places: list[Run]) -> Iterator[Edit]:
    """Yield edits by which citations absorb the signs between and around them."""
    runs: list[list[Run]] = []
    for place in places:
        if runs and _GAP.fullmatch(raw, runs[-1][-1][1], place[0]):
            runs[-1].append(place)
        else:
            runs.append([place])
    for run in runs:
        first, last = run[0][0], run[-1][1]
        opened, closed = _OPENED.search(raw, max(0, first - _MAX_AROUND), first), _CLOSED.match(raw, last)
        if opened is not None and closed is not None and closed[0] in _closing_of(opened[0]):
            first, last = opened.start(), closed.end()
        for number, (start, end) in enumerate(run):
            begin = first if not number else run[number - 1][1]
            begin = begin if not number or _ODD_GAP & {*raw[begin:start]} else start
            until = last if number + 1 == len(run) else end
            if (begin, until) != (start, end):
                yield Edit(begin, until, raw[start:end])


def _closing_of(opening: str) -> tuple[str, ...]:
    """Return what may close what opens a run of citations."""
    if opening.startswith("<"):
        return (f"</{opening[1:].split(maxsplit=1)[0].rstrip('>')}>",)
    return ("^", "") if opening == "^" else ("".join(PAIRS.get(sign, sign) for sign in opening),)


def _signature_of(found: regex.Match[str]) -> tuple[str, str]:
    """Return what stands before and behind the numbers of a citation."""
    if found["raised"]:
        return "", ""
    if found["tag"]:
        return f"<{found['tag']}>", f"</{found['tag']}>"
    word, tail = found["word"], found["tail"]
    tail = tail[0] + "{text}" if len(tail) > 1 and not tail.isalpha() else tail
    return found["opening"] + word + found["gap"] * (word != ""), tail + (found["closing"] or "")


def _declared(opening: str, closing: str) -> str:
    """Return the shape of citations as it would be declared."""
    if not opening:
        return "{s}"
    opening, closing = (sign.replace("{", "{{").replace("}", "}}") for sign in (opening, closing))
    return f"{opening}{{n}}{closing}".replace("{{text}}", "{text}")


def _numbers_of(found: regex.Match[str], most: int) -> tuple[int | str, ...]:
    if found["raised"]:
        return raised_numbers(found["raised"])
    return cited_in(unicodedata.normalize("NFKC", found["tagged"] or found["numbers"]), "n", most)


def _closes(raw: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether what stands at a place ends a statement: behind words, and not at the start of a line that goes on."""
    before = raw[max(0, start - _MAX_GAP) : start]
    if before[-1:] in ("\r", "\n", "") and raw[end : end + 1].strip():
        return False
    before = before.rstrip()[-1:]
    if not (before.isalnum() or before in _ENDS or unicodedata.category(before or " ") in ("Pe", "Pf")):
        return False
    behind = end + raw[end : end + 2].count(" ")
    return GOES_ON.match(raw, end) is None or grammar.leads.begin(raw, behind) or enumerator_at(raw, behind) is not None


def _overlaps(places: list[Run], start: int, end: int) -> bool:
    at = bisect_left(places, (start, start))
    return (at < len(places) and places[at][0] < end) or (at > 0 and places[at - 1][1] > start)


def _joined(raw: str, places: Iterable[Run]) -> list[Run]:
    """Join citations with nothing but signs between them, and the stop behind each run."""
    runs: list[Run] = []
    for start, end in places:
        if runs and start - runs[-1][1] < 8 and _BETWEEN.fullmatch(raw, runs[-1][1], start):
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    stops = ((run, _STOPS.match(raw, run[1])) for run in runs)
    return [run if stop is None else (run[0], stop.end()) for run, stop in stops]
