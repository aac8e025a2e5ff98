"""Citations: how a format spells them, what they cite, and what looks like a citation of an undeclared shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from rareinsight._grammar.form import has_word
from rareinsight._grammar.spelling import IN_LINK, LINK_TITLE, NOTHING, OPENING, any_of, by_length, fill, spell
from rareinsight._nodes import new_span
from rareinsight._patterns import deferred
from rareinsight._shapes import MAX_CACHED, MAX_WORD, SUPERSCRIPTS, parts_of
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.model import Span

#: A year in brackets belongs to the number of a document: ``Permit [2012] 1173``, ``[2023]第7号``; an interval
#: does not cite: ``[3450, 3750]``.
_NO_YEAR: Final = r"(?!(?:19|20)[0-9]{2}\W\s?(?:第|[0-9])|(?<=[\[【［])[0-9]{4}[,，]\s?[0-9]{4}[\]】］])"
#: Years alone in round brackets are not citations: ``(2025)``, ``(2025 - 2027)``.
_NO_YEARS: Final = r"(?!(?<=[(（])(?:19|20)[0-9]{2}(?:\s?[,‐-—-]\s?(?:19|20)?[0-9]{2})?[)）])"
#: What separates the numbers of one citation.
_BETWEEN: Final = r"(?:\s{0,2}[,，、;；‐-—−－~-]\s{0,2}|\s(?:and|und|et|e|y|&)\s)"
#: The placeholders of a citation that say what it cites, and the others.
_CITED: Final = ("n", "s", "key")
_WORDS: Final = r"[^\]】\r\n]{0,160}(?<!\[[0-9])(?<!\[[0-9][0-9])"  #: not the first of ([1][2])
_IN_CITATIONS: Final = {"a": "[0-9]{1,3}", "text": _WORDS, "url": IN_LINK, "lines": r"[\s\S]{0,400}?"}
_NAME_OF_SOURCE: Final = r"[^\r\n\[\]【】<>†‡]{1,300}?)"
_ADDRESS: Final = rf"(?:[^\s\[\]【】()<>†‡]|\([^\s()]{{0,100}}+\)){{1,400}}?){LINK_TITLE}"
#: A number after the stop of a sentence, or between a word and a stop or the end of a cell, but not part of a figure.
_AFTER_STOP: Final = (
    r"(?:(?<=[^\W\d_][.。!?！？].)|(?<=[0-9]\\[.].)|(?<=[)\]%*`+\"'”’»][.。!?！？].)|(?<=\b[12][0-9]{3}\..)|(?<=[。)%].)"
    r"|(?<=[a-zà-ÿ]{3}.)(?=[0-9]{0,2}[.,:](?:\s|\Z))|(?<=[\u3400-\u9fff)）”’*%] .)(?=[0-9]{0,2}[。，；：])"
    r"|(?:(?<=[a-zà-ÿ]{3} .)|(?<=[\u3400-\u9fff)）”’*%.] .))(?=[0-9]{0,2}[ \t]*\|))"
    r"[0-9]{0,2}+(?=[\s.,:*|。，；：]|\Z)"
)
#: Superscripts that do not follow a unit or a figure (other than a year).
_RAISED: Final = (
    rf"(?:(?<=\b20[0-9]{{2}}.)|(?<![0-9⁻⁺{SUPERSCRIPTS}].))(?<!\b[^\W\d_].)"
    rf"(?<!(?:\b|(?<=[0-9]))[kcdmμn]m.)(?<!\b[кдсм]м.)(?<!\b(?:ft|in|yd|mi).)"
    rf"[{SUPERSCRIPTS}]*+"
)
RAISED: Final = "<sup>"  #: the tag before raised citations
RAISING: Final = (RAISED, r"\^")  #: what raises citations: ``<sup>[1]</sup>``, ``^[1]^``
_RAISING: Final = rf"(?:{'|'.join(RAISING)})?"
_RAISED_BEFORE: Final = r"(?:</sup>|\^)?"  #: the end of it, which may be missing
#: Citations without brackets or other characters.
BARE: Final = {"{s}": f"[{SUPERSCRIPTS}]{_RAISED}", "{n}": f"[0-9]{_AFTER_STOP}"}
#: A number inside a sentence, which may cite: ``the outer pier 5, which``, ``the outer pier 5 and``.
DOUBTFUL: Final = (
    r"[0-9](?<=[^\W\d_]{2} .)[0-9]?+"
    r"(?=[,;](?!\s[0-9])|\s?[–—]|\s(?:and|but|or|which|that|while|und|et|y|e|és|и)\s[^0-9\s])"
)
#: What follows a key that begins with a declared word: the lines of a file, or the next key.
_AFTER_KEY: Final = deferred(r"(?:\ue202?L[0-9]+(?:-L[0-9]+)?)?\ue202?\Z")
_DASHES: Final = frozenset("‐‑‒–—−－~-")  #: what is between the numbers of a range
_DIGITS: Final = deferred("([0-9]+)")
_RANGE: Final = deferred(r"(?<![0-9])([0-9]++)\s{0,2}[‐-—−－~-][^0-9]{0,20}([0-9]+)")  #: ``3-5``, ``3 – Source 5``
#: What looks like a citation at the end of a statement: superscripts, or numbers or a letter in brackets.
_MARK: Final = deferred(
    r"(?P<open>(?:\\?[\[(（【［〔{<]\\?[\[(^]?(?:sup>)?(?:[A-Za-z¶§]{1,12}\.?\s?|[注资])?)?)"
    r"(?:(?P<s>[⁰¹²³⁴-⁹]{1,9})|(?<=[\[(（【［〔{<^>A-Za-z¶§.\s注资])(?P<n>[0-9]{1,3}(?:[,、–-]\s?[0-9]{1,3})*)(?=\S)"
    r"|(?P<key>(?<=\[)[a-z](?=\])))"
    r"(?P<close>(?:[†‡][^\]】]{0,40})?(?:</sup|\\?[\])）】］〕}>])*)[.。]?\s*\Z"
)

_ENDS_OF_MARKS: Final = (*")]】）］〕}>", *SUPERSCRIPTS, "</sup")  #: what all of these end in, perhaps before a stop
#: A citation in a run: its number or else its key, and where its bracket starts and ends in the run.
RunCitation = tuple[int | None, str | None, int, int]


class Run(NamedTuple):
    """Consecutive citations."""

    citations: tuple[RunCitation, ...]  #: none if the run contains a range that is too wide: ``[1-2000]``
    problem: str = ""  #: the code of the diagnostic about it, if any


class Citations:
    """The citations that a format declares, compiled."""

    def __init__(self, format: Format, limits: Limits) -> None:
        digits, self._range = limits.citation_digits, limits.citation_range
        shapes = by_length(format.citations)
        spelled = spell_citations(shapes, digits)
        self._one: Final = deferred(f"{_RAISING}(?:{_any_of(spelled)}){_RAISED_BEFORE}")
        places = [place for shape in spelled for _, place in parts_of(shape) if place is not None]
        self._places: Final = [place for place in places if place.partition(":")[0] in _CITED]
        self._kept: Final[Callable[[str], Run]] = lru_cache(MAX_CACHED)(self._read)
        following = _any_of(spell_citations([shape for shape in shapes if shape != "{n}"], digits, "(?:"))
        #: Consecutive citations, after the first one.
        self.run: Final = rf"(?:{_RAISED_BEFORE}[,，、;]?[^\S\r\n]?{_RAISING}(?:{following}))*+{_RAISED_BEFORE}"
        self.cut_off: Final = deferred(_spell_cut_citation(format, digits))
        self.openings: Final = deferred(any_of(format.openings))  #: matches what precedes a claim

    def read(self, run: str) -> Run:
        """Return the citations in a run, and what is wrong with it."""
        return self._kept(run) if len(run) <= MAX_WORD else self._read(run)

    def _read(self, run: str) -> Run:
        citations: list[RunCitation] = []
        for found in self._one.finditer(run):
            group = found.lastindex or 1
            cited = cited_in(found[group], self._places[group - 1], self._range)
            if not cited:
                citations.clear()
                break
            place = found.span()
            citations += [(None, each, *place) if isinstance(each, str) else (each, None, *place) for each in cited]
        if not citations:
            return Run((), "wide-range" if _RANGE.search(run) else "long-number")
        for (number, _, start, end), (other, _, begin, _) in pairwise(citations):
            is_lower = start == begin and number is not None and other is not None and other < number
            if is_lower and any([int(first) > int(last) for first, last in _RANGE.findall(run, start, end)]):
                return Run(tuple(citations), "reversed-range")
        return Run(tuple(citations))


def cited_in(listed: str, place: str, most: int) -> tuple[int, ...] | tuple[str, ...]:
    """Return the numbers or keys in what a placeholder matched; empty if a range adds more than ``most`` numbers."""
    if place == "s":
        return tuple(map(SUPERSCRIPTS.index, listed))
    if place != "n":
        opening = place.partition(":")[2]
        if not opening.isalpha():
            return (listed,)
        return tuple(_AFTER_KEY.sub("", each) for each in re.split(rf"(?!\A)(?={opening}[0-9])", listed))
    values: list[int] = []
    parts = _DIGITS.split(listed)
    for between, number in zip(parts[::2], parts[1::2], strict=False):
        value = int(number)
        if values and not _DASHES.isdisjoint(between):
            if abs(value - values[-1]) > most:
                return ()
            step = 1 if value > values[-1] else -1
            values.extend(range(values[-1] + step, value + step, step))
        else:
            values.append(value)
    return tuple(values)


def _spell(shape: str, digits: int, group: str) -> str:
    """Return a pattern for a citation, with a group for what it cites; words may repeat: ``[Source 1; Source 2]``."""
    parts = parts_of(shape)
    word = next((text for text, place in parts if place == "n"), "").strip(" ([{<（［【〔《")
    again = rf"(?:{spell(word)}\s{{0,3}})?" if word and not any(map(str.isdigit, word)) else ""
    number = f"[0-9]{{1,{digits}}}"
    is_round = parts[0][0].endswith(("(", "（"))
    colon = "\\s?" if parts[0][0].endswith(":") else ""  # [web: 1]
    numbers = rf"{colon}{group}{_NO_YEAR}{_NO_YEARS if is_round else ''}{number}(?:{_BETWEEN}{again}{number}){{0,50}}+)"
    # a key without an end extends to the next one
    end = rf"(?={re.escape(parts[0][0])}|[^\w-]|\Z)" if shape.endswith("}") else ""
    key = rf"[\w-]{{1,80}}?){end}" if end else _ADDRESS if "]({key" in shape else _NAME_OF_SOURCE
    spelled = fill(shape, n=numbers, s=f"{group}[{SUPERSCRIPTS}])", key=group + OPENING + key, **_IN_CITATIONS)
    # there may be several links in round brackets: ([Reuters](…), [AP](…))
    return spelled.removesuffix(r"\)") + r"(?:\)|(?=[,;]\s\[))" if shape.startswith("([{text}]") else spelled


def spell_citations(shapes: list[str], digits: int, group: str = "(") -> dict[str, str]:
    """Return patterns for citations by their shapes; that for ``[{n}]`` also matches ``[{n}]({url})``, if declared."""
    linked, address = {each + "({url})" for each in shapes}, rf"(?:\({IN_LINK}\))?"
    unlinked = [each for each in shapes if each not in linked]
    return {each: _spell(each, digits, group) + address * (each + "({url})" in shapes) for each in unlinked}


def _any_of(spelled: dict[str, str]) -> str:
    # the round bracket around links is optional
    return "|".join(rf"\(?{each[2:]}" if each.startswith(r"\(\[[^") else each for each in spelled.values()) or NOTHING


def _spell_cut_citation(format: Format, digits: int) -> str:
    openings = {parts_of(shape)[0][0] for shape in format.citations} - {""}
    opening = "|".join(map(re.escape, sorted(openings, key=len, reverse=True)))
    numbers = rf"[0-9, –~-]{{0,{2 * digits}}}"
    return rf"(?:{opening})(?:{numbers}|[0-9]{{1,{digits}}}\](?:\({IN_LINK})?)\Z" if opening else NOTHING


def has_cited_words(line: str, tokens: Iterable[re.Match[str]]) -> bool:
    """Whether words precede the citations among the tokens of a line, and only these have addresses."""
    cited = [each for each in tokens if each.lastgroup == "cite"]
    is_bare = line.count("://") == sum([each[0].count("://") for each in cited])
    return is_bare and any([has_word(line[: each.start()]) for each in cited[:1]])


def mark_at_end(raw: str, span: Span) -> tuple[str, Span] | None:
    """Return the shape and the span of what looks like a citation at the end of a stretch of text."""
    start = max(span.start, span.end - MAX_WORD)
    if not raw[start : span.end].rstrip().rstrip(".。").endswith(_ENDS_OF_MARKS):
        return None
    found = _MARK.search(raw, start, span.end)
    if found is None or (found["n"] and not (found["open"].strip() and found["close"])):
        return None
    place = next(name for name in ("n", "s", "key") if found[name] is not None)
    opening, closing = ((found[name] or "").replace("{", "{{").replace("}", "}}") for name in ("open", "close"))
    closing = re.sub("(?<=[†‡]).*(?=[]】])", "{text}", closing)
    return f"{opening}{{{place}}}{closing}", new_span(found.start(), found.end("close"))
