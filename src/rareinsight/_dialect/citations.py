"""What cites on a page: runs of declared citations, and other brackets that end statements as these do."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Final

import regex

from rareinsight._dialect.headings import PAIRS
from rareinsight._dialect.notation import (
    CIRCLED,
    CITATION,
    ENDING_SIGNS,
    HAN,
    IN_WORDS,
    TO,
    best_notation,
    enumerator_at,
    raised_in_digits,
    values_of,
)
from rareinsight._dialect.translation import Edit
from rareinsight._grammar.citations import cited_in
from rareinsight._grammar.form import has_word
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.leads import normal
from rareinsight._pieces import SPACES, line_start
from rareinsight.model import Span

#: The share of the uses of a shape that must end a statement, and the fewest such uses.
_CLOSING, _MIN_CLOSING = 0.6, 2
#: What continues a statement after a citation: words in lowercase.
GOES_ON: Final = regex.compile(r"[.。．]?[^\S\r\n]{0,3}\p{Ll}{2}(?!\p{Ll}{0,2}[.)])")
_STOPS: Final = regex.compile(r"\h{0,2}(?:[。；，！]{1,3}|[.．;,!]{1,3}(?=\s|\Z|\p{Lo}))|\h*(?=[\r\n]|\Z)")
_ROUND: Final = frozenset("(（")
_CIRCLED: Final = regex.compile(CIRCLED, regex.V1)
_LOWERED: Final = (*"₀₁₂₃₄₅₆₇₈₉",)
_MAX_GAP: Final = 8  #: the most spaces before a citation, including the character before them
#: What may be between the citations of a run; a stop at the end of a line ends the run.
_GAP: Final = regex.compile(
    r"(?!\.\h*[\r\n]|\s*\n\s*\n)[\s,;、，،؛/·|丨+^~_.`]{0,5}|\*\*\s?\*\*|[^\w\s\[\]()]{1,6}|\s&\s"
)
#: Words that join citations; any other word between them may be one of the insight.
_AND: Final = (
    r"(?i:and|or|then|plus|as well as|und|oder|sowie|et|ou|y|e|o|u|i|og|och|eller|en|ja|tai|ve|a|oraz|és|și|dan|và"
    r"|и|или|та|і|και|ή|以?[和與与及或と와과및وו]|और)"
)
#: What joins citations: a symbol, one of these words, a label in brackets.
JOINT: Final = regex.compile(rf"[,，、;；]?(?:\h?(?:[/·•|+^~&_]{{1,2}}|{_AND}|{TO})\h?|\s?\[[^\[\]\d\r\n]{{2,40}}\])")
_IS_RANGE: Final = regex.compile(rf"\h?(?:[-‐-—−~～]|{TO})\h?")  #: what makes a range of the citations around it
_NUMBER: Final = regex.compile("[0-9]+")
#: A Roman or Chinese numeral, or a word.
_NUMERAL: Final = regex.compile(rf"(?<!\w)(?:[ivxIVX]+(?!\w)|{IN_WORDS})|[Ⅰ-ⅿ]+|[{HAN}]+")
_TO: Final = regex.compile(rf"(?<=[0-9]\s?)(?:[‐-—−〜]|{TO})(?=\s?[0-9])")
#: What may belong to each run: a symbol or words, but no unit (``5 %``), before it, a symbol after it.
_BEFORE: Final = regex.compile(
    rf"(?P<token>[^\w\s{ENDING_SIGNS}.。;；]{{1,3}}|"
    r"(?<=\s)(?![%％‰°])(?:[–—|·•/-]\s)?[^\d\s]{1,15}(?<![,，])(?:\s[–—:=-])?|[(（\[]\[?[\p{L}\s:：.]{1,20}\]?)[^\S\r\n]?\Z"
)
#: … the last symbol alone, if words are glued to it.
_SIGN_BEFORE: Final = regex.compile(rf"(?P<token>[*_]{{1,3}}|([^\w\s{ENDING_SIGNS}.。;；])\2{{0,2}})[^\S\r\n]?\Z")
_AFTER: Final = regex.compile(
    r"(?:[^\S\r\n]{0,2}(?P<token>_|[^\w\s.。;；!！()\[\]{}【】]{1,3})|[^\S\r\n](?P<token>[;；]))"
)
_WORD_INSIDE: Final = regex.compile(r"\h?\p{L}{0,6}")  #: what may precede a bracket after citations: ``（第[1]段）``
#: What follows a symbol that belongs to citations rather than to the next insight: a line end, or another symbol.
_NO_WORDS: Final = regex.compile(r"\s*(?:[\r\n]|\Z|[^\w\s\"“‘(\[*])")
_MAX_AROUND: Final = 26
#: A word glued to a citation: ``#super[1]``, ``footnote:[3]``.
_GLUED: Final = regex.compile(r"(?<=[\s\]】])(?P<token>[^\s\[\]【】\d]{2,15})\Z")
#: The address of a link, behind its text.
_ADDRESS: Final = regex.compile(r"(?<=\])\((?:https?://|[#/.])[^\s()]{1,300}\)")
#: What makes a plural of what precedes numbers: ``(refs {n})``, ``[¶¶{n}]``.
_PLURAL: Final = regex.compile(r"(?:s|(?<=([¶§p]))\1)(?=\.?\s?\{n\})")
#: What no statement ends with: signs by themselves, and kinds of them, in the terms of Unicode.
_NO_END: Final = frozenset(",，、:：/\\|=<&@`")
_NO_END_KINDS: Final = frozenset(("Ps", "Pi", "Pd", "Zs", "Cc"))

Run = tuple[int, int]


def find_runs(raw: str, grammar: Grammar, lists: Iterable[Span] = ()) -> tuple[list[Run], list[Edit], list[str]]:
    """Return the runs of citations, each with the stop after it, the edits that declare them, and new shapes.

    What is in ``lists``, those of references, cites nothing.
    """
    hits = [(each.span(), each.lastgroup) for each in grammar.scan.finditer(raw)]
    cites = [at for at, kind in hits if kind == "cite" and grammar.citations.read(raw[slice(*at)]).citations]
    listed = {at for at in cites if any(part.start <= at[0] < part.end for part in lists)}
    places = [at for at in cites if at not in listed]
    others = [at for at, kind in hits if kind == "link" or at in listed]
    said, shapes = _undeclared(raw, places, others, grammar)
    taken = sorted(said)
    said |= {place: raw[slice(*place)] for place in places if not _overlaps(taken, *place)}
    repeated = _repeated(raw, said)
    edits: list[Edit] = []
    runs: list[Run] = []
    messages = set[str]()
    for first, last, run in _runs(raw, sorted(said), grammar.format.markers):
        ends = [first, *(end for _, end in run[:-1])]
        for (start, end), above, before in zip(run, ends, (run[0], *run[:-1]), strict=True):
            begin = above if above == first or raw[above:start].strip(" ,;，；、") else start
            until = last if end == run[-1][1] else end
            text = "" if start in repeated else said[start, end]
            if before[1] == above and _IS_RANGE.fullmatch(raw, above, start):
                text = _NUMBER.sub(partial(_up_to, low=int(_NUMBER.findall(said[before])[-1])), text, 1)
            if text == "" and edits and edits[-1].end == begin:
                edits[-1] = edits[-1]._replace(end=until)
            elif raw[begin:until] != text:
                message = _message(raw[begin:start].strip(), raw[start:end], shapes.get(start, ""), grammar)
                edits.append(Edit(begin, until, text, message * (text != "" and message not in messages)))
                messages.add(message)
        if _closes(raw, first, last, grammar):
            stop = _STOPS.match(raw, last)
            runs.append((first, last if stop is None else stop.end()))
    return runs, edits, [shape for start, shape in shapes.items() if start not in repeated]


def _message(before: str, citation: str, shape: str, grammar: Grammar) -> str:
    """Return what to say of a citation: how to declare a new shape, or that a word before it is left out."""
    if not shape:
        return f"{before!r} is left out before citations" if before.isalpha() else ""
    return f"{citation!r} cites" + f"; to declare it: citations=[{shape!r}]" * (shape not in grammar.format.citations)


def _up_to(found: regex.Match[str], low: int) -> str:
    """Return the range of numbers that follows another one, up to the number found: ``[9]-[11]``."""
    return f"{low + 1}-{found[0]}" if low + 1 < int(found[0]) else found[0]


def _repeated(raw: str, said: dict[Run, str]) -> set[int]:
    """Return where citations repeat those that they are glued to, in another shape: ``[¶1](#1)``."""
    found: set[int] = set()
    for above, place in pairwise(sorted(said)):
        is_glued = raw[above[1] : place[0]] in ("", "]") and raw[slice(*above)] != raw[slice(*place)]
        if is_glued and said[above] == said[place] and above[0] not in found:
            found.add(place[0])
    return found


def _undeclared(
    raw: str, places: list[Run], others: list[Run], grammar: Grammar
) -> tuple[dict[Run, str], dict[int, str]]:
    """Return undeclared citations that end statements, spelled as declared, and their shapes by their first uses.

    ``places`` are those of declared citations, ``others`` those of headings that are links and of references.
    """
    template = next((each for each in grammar.format.citations if "{n}" in each and "{url}" not in each), "")
    ends = {end for _, end in places}
    closed = sum(_closes(raw, *place, grammar) for place in places)
    several = _by_shape(raw, sorted((*places, *others)), grammar) if template else {}
    raised = [each for each in several.get("{s}", ()) if (each["raised"] or "")[:1] not in _LOWERED]
    if 2 * len(raised) > len(several.get("{s}", ())):  # H₂O, where other numbers are raised
        several["{s}"] = raised
    said: dict[Run, str] = {}
    shapes: dict[int, str] = {}
    for shape, uses in sorted(several.items(), key=lambda item: (_is_weak(*item), -len(item[1]))):
        used = [each for each in uses if not _is_defined(raw, *each.span())] or uses
        if places and _begin_insights(raw, used, ends):
            continue
        fewest = _MIN_CLOSING
        digits = [sign for sign in uses[0]["numbers"] or "0" if sign.isdecimal()]
        is_plain = digits != [] and unicodedata.normalize("NFKC", "".join(digits)).isascii()
        is_declared = shape in grammar.format.citations and is_plain
        is_plural = _singular(shape) in map(_singular, shapes.values())
        if is_declared or (uses[0]["tag"] and not places) or is_plural:
            fewest = 1  # [1/3] next to [1], [paras 1, 3] next to [para 1]
        elif places or shapes:
            is_alike = any(shape[:1] == each[:1] for each in shapes.values())  # [para 1], [paras 1, 3]
            fewest = len(uses) + 1 if _is_weak(shape, uses) else max(_MIN_CLOSING, closed * (not is_alike))
        groups = _joined(raw, [_with_address(raw, each) for each in used])
        closing = sum(len(each) for each in groups if _closes(raw, each[0][0], each[-1][1], grammar))
        if closing >= max(fewest, _CLOSING * len(used)):
            shapes[uses[0].start()] = shape
            closed = max(closed, closing)
            most = grammar.limits.citation_range
            read = {_with_address(raw, each): _numbers_of(each, most) for each in uses}
            listed = {place: ", ".join(map(str, numbers)) for place, numbers in read.items() if numbers}
            said |= {place: template.replace("{n}", numbers) for place, numbers in listed.items()}
    return said, shapes


def _by_shape(raw: str, places: list[Run], grammar: Grammar) -> dict[str, list[regex.Match[str]]]:
    """Return what may be undeclared citations, by shape; a shape within another one is found there, too."""
    names = (*grammar.leads.numbered,)
    hits = [
        (found, _shape_of(found))
        for found in CITATION.finditer(raw)
        if found["tag"] or not (_overlaps(places, *found.span()) or _is_number(found, names))
    ]
    known = {*grammar.format.citations, *(shape for _, shape in hits)}
    several: dict[str, list[regex.Match[str]]] = {}
    last = 0
    for found, shape in hits:
        if found.start() < last:
            continue  # a number in an address: [¶1](#1)
        last = _with_address(raw, found)[1]
        parts = (shape[1:-1], shape[1:], shape[:-1])  # [1, 3] in ([1, 3]) or ^[1, 3]
        inner = next((each for each in parts if each in known and each[0] in PAIRS), "")
        within = CITATION.match(raw, found.start() + (not shape.startswith(inner))) if inner else None
        several.setdefault(inner or shape, []).append(within or found)
    return several


def _is_number(found: regex.Match[str], names: tuple[str, ...]) -> bool:
    """Whether what looks like a citation is the number of a heading: ``[Group 1]``, ``分组[一]``."""
    word, before = found["word"], found.string[max(0, found.start() - _MAX_AROUND) : found.start()]
    if word is not None and word.endswith("第"):
        return any(each.endswith(found["tail"] or "\0") for each in names)
    return normal(word or "") in names or normal(before).endswith(names)


def _begin_insights(raw: str, uses: list[regex.Match[str]], ends: Container[int]) -> bool:
    """Whether brackets begin insights: most follow citations, or some do and all count; others follow headings."""
    begun = sum(_begins(raw, each.start(), ends) for each in uses)
    numerals = [each["numbers"] or each["raised"] or each["tagged"] for each in uses]
    return 2 * begun > len(uses) or (3 * begun > len(uses) and best_notation(numerals)[1] == len(uses))


def _begins(raw: str, at: int, ends: Container[int]) -> bool:
    """Whether a place is at the start of a line, or follows citations and spaces."""
    before = raw[max(0, at - _MAX_GAP) : at]
    at -= len(before) - len(before := before.rstrip("*_`"))
    above = at - len(before) + len(before.rstrip(" .。;；"))
    return before[-1:] in ("\r", "\n") or (before[-1:] == " " and above in ends)


def _is_defined(raw: str, start: int, end: int) -> bool:
    """Whether a line begins with a citation and a colon, as definitions of footnotes do: ``[^1]: Daily News``."""
    return raw[start - 1] in "\r\n" and raw.startswith((":", "："), end)


def _is_weak(shape: str, uses: list[regex.Match[str]]) -> bool:
    """Whether brackets are often used for other things, as round ones and quotation marks are.

    They cite only if nothing else does.
    """
    is_quoted = shape[0] in "「『" or unicodedata.category(shape[0]) in ("Pi", "Pf")
    is_alone = uses[0][0][-1].isdigit() and shape != "{s}"
    is_round = shape.partition("{n}")[0].rstrip("#") in _ROUND
    return is_quoted or is_round or _CIRCLED.match(uses[0][0]) is not None or is_alone


def _runs(raw: str, places: list[Run], markers: Container[str]) -> Iterator[tuple[int, int, list[Run]]]:
    """Yield where each run of citations starts and ends, including symbols that belong to it, and its citations."""
    runs = _joined(raw, places)
    # neither the numbers of references nor what begins lines before them: - [1] Tin rose
    inside = [at for (at, _), *_ in runs if has_word(raw[line_start(raw, at, max(0, at - _MAX_AROUND)) : at])]

    def usual_before(pattern: regex.Pattern[str]) -> str:
        return _usual(pattern.search(raw, max(0, at - _MAX_AROUND), at) for at in inside)

    before = (usual_before(_BEFORE) or usual_before(_SIGN_BEFORE)).rstrip()
    around: list[Run] = []
    for run in runs:
        first, last = run[0][0], run[-1][1]
        words = raw[max(0, first - _MAX_AROUND) : first]
        if before and words.rstrip().endswith(before):
            first += words.rindex(before) - len(words)
            for sign in reversed(before):
                last = _past_closing(raw, last, sign)
        around.append((first, last))
    closing = [_AFTER.match(raw, last) for _, last in around]
    after = _usual(closing) if closing[-1:] != [None] else ""  # no insight begins after the last run
    if after in markers:
        after = _usual(each if each and _NO_WORDS.match(raw, each.end()) else None for each in closing)
    for (first, last), run in zip(around, runs, strict=True):
        yield first, _past(raw, last, after), run


def _joined(raw: str, places: list[Run]) -> list[list[Run]]:
    """Return citations in runs: those with nothing between them but symbols, or a word that joins or precedes most."""
    runs: list[list[Run]] = []
    glued = _usual(_GLUED.search(raw, max(0, at - _MAX_AROUND), at) for at, _ in places)
    for place in places:
        end = runs[-1][-1][1] if runs else 0
        is_next = raw[end : place[0]] == glued or any(each.fullmatch(raw, end, place[0]) for each in (_GAP, JOINT))
        if runs and is_next and not _is_defined(raw, *place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _with_address(raw: str, found: regex.Match[str]) -> Run:
    """Return the place of a citation, with the address that follows it if it is the text of a link: ``[¶1](#1)``."""
    address = _ADDRESS.match(raw, found.end())
    return found.start(), found.end() if address is None else address.end()


def _past_closing(raw: str, at: int, sign: str) -> int:
    """Return the end of what closes a sign at a place, after a word in a bracket; the place if it is not there."""
    if sign in PAIRS:
        word = _WORD_INSIDE.match(raw, at).end()  # type: ignore[union-attr]  # it matches the empty string
        closed = _past(raw, word, PAIRS[sign])
        return at if closed == word else closed
    return _past(raw, at, sign) if sign in "*_~^`$" else at


def _past(raw: str, at: int, sign: str) -> int:
    """Return the end of a symbol at a place, perhaps after a space; the place if it is not there."""
    return raw.index(sign, at) + len(sign) if raw[at : at + len(sign) + 1].lstrip().startswith(sign) else at


def _usual(around: Iterable[regex.Match[str] | None]) -> str:
    """Return the symbol or word that is next to most runs of citations; ``""`` if there is none."""
    found = [each["token"] if each is not None else "" for each in around]
    token, count = Counter(found).most_common(1)[0] if found else ("", 0)
    fewest, share = (5, 0.9) if token[:1].isalpha() else (3, 0.6)
    return token if count >= max(fewest, share * len(found)) else ""


def _shape_of(found: regex.Match[str]) -> str:
    if found["raised"] or _CIRCLED.match(found["numbers"] or ""):
        return "{s}"
    if found["tag"]:
        return f"<{found['tag']}>{{n}}</{found['tag']}>"
    word, tail = found["word"], found["tail"]
    text = tail[0] + "{text}" if len(tail) > 1 and not tail.isalpha() else ""
    parts = (
        found["opening"] + word + " " * (word != "" and found["gap"] != ""),  # also where a line is wrapped
        tail * (text == ""),
        (found["closing"] or "").lstrip(),
    )
    opening, tail, closing = (part.replace("{", "{{").replace("}", "}}") for part in parts)
    return f"{opening}{{n}}{text or tail}{closing}"


def _singular(shape: str) -> str:
    return _PLURAL.sub("", shape)


def _numbers_of(found: regex.Match[str], most: int) -> tuple[int | str, ...]:
    if found["raised"]:
        return cited_in(raised_in_digits(found["raised"]), "n", most)
    listed = found["tagged"] or found["numbers"].replace(found["word"] or "\0", " ")  # [P-1, P-3]
    listed = _NUMERAL.sub(_in_digits, listed)
    numbers = _TO.sub("-", unicodedata.normalize("NFKC", listed))
    return cited_in("".join(str(unicodedata.decimal(sign, sign)) for sign in numbers), "n", most)


def _in_digits(numeral: regex.Match[str]) -> str:
    """Return a numeral in digits, a Roman one rather than a letter; if it has no value, as it is."""
    values = [*values_of(numeral[0]).values()]
    return str(values[-1]) if values else numeral[0]


def _closes(raw: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether a citation ends a statement: it follows words, and what comes next does not continue them."""
    before = raw[max(0, start - _MAX_GAP) : start]
    if before[-1:] in ("\r", "\n", "") and raw[end : end + 1].strip(f"{SPACES}\r\n.。;；"):
        return False
    before = before.rstrip().rstrip("([（").rstrip()[-1:]
    if before in _NO_END or unicodedata.category(before or " ") in _NO_END_KINDS:
        return False
    after = end + raw[end : end + 2].count(" ")
    return GOES_ON.match(raw, end) is None or grammar.leads.begin(raw, after) or enumerator_at(raw, after) is not None


def _overlaps(places: list[Run], start: int, end: int) -> bool:
    at = bisect_left(places, (start, start))
    return (at < len(places) and places[at][0] < end) or (at > 0 and places[at - 1][1] > start)
