"""The shapes of a format spelled as patterns: citations, markers, numbers, and where headings may begin.

All of them are linear by construction: every repetition is bounded or consumes characters that nothing after it
can begin with.
"""

from __future__ import annotations

import re
import string
from typing import Final

import regex

from rareinsight._format.shapes import CHINESE_NUMERALS
from rareinsight.format import Format, Numbered

#: Blanks of one line: no-break and ideographic ones too, and the signs of no width that copying leaves.
BLANK: Final = r"[^\S\r\n]|[\ufeff\u200b]"
#: A number of at most six digits: more is text (a stock code, an identifier), and Python's int would take any.
_NUMBER: Final = "[0-9]{1,6}"
#: The signs that a shape can begin with where it begins with a number.
_FIRST_SIGNS: Final = {"{n}": "0-9", "{c}": CHINESE_NUMERALS, "{r}": "IVX"}
#: Words before the last number of a list: ``(paras 5 and 7)``, ``(fontes 1 e 3)``.
ANDS: Final = "and|und|et|e|y|&"
#: Signs between the numbers of a list or range, the hyphen last, as in a set of a pattern.
_BETWEEN_NUMBERS: Final = ",，、;；–—－~-"
#: Signs that may close an insight after its citations: ``[1].``, ``[1];`` in a list.
AFTER_CITATIONS: Final = ".。．!?！？;；"
#: What a marker follows: a blank, or citations and their stop, glued to it: ``[1]- Costs rose``, ``[1]。- 成本``.
_BEFORE_MARKER: Final = rf"(?:(?<![^\s\ufeff\u200b\]】］])|(?<=[\]】］][{AFTER_CITATIONS}]))"
#: An address, with the sign that tells it from a remark in brackets, and with pairs of brackets in it.
_IN_LINK: Final = r"(?:[^\s()]|\([^\s()]*+\))*?"
_LINE_END: Final = r"(?>\r\n?|\n)"
#: What the citations of digests begin with, and little else at the start of a line.
CITATION_BRACKETS: Final = "[【［"
_LONG_DASHES: Final = "–—−"
#: Where a line can break inside a Chinese word.
_CHINESE_JOINT: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
#: The same in a numbered shape, where the sign after it stands for the number.
_A_NUMBER: Final = "\x01"
_BESIDE_A_NUMBER: Final = re.compile(r"(?<=[\x01\u2e80-\uffff])(?=[\x01\u2e80-\uffff])")
#: The target of a link.
LINK: Final = rf"{_IN_LINK}[=/#](?:[^\s()]|\([^\s()]*+\))*+"
#: What a shape of numbers may end in that stands before a digit in figures and times as well.
_IN_FIGURES: Final = (".", ",", ":", "．", "，", "：")


def fill(shape: str, **places: str) -> str:
    """Spell a shape as a pattern, with ``places`` for what stands in braces."""
    spelled: list[str] = []
    for text, name, _, _ in string.Formatter().parse(shape):
        spelled.append(regex.escape(text, special_only=True, literal_spaces=True).replace(" ", r"\s{0,3}"))
        if name is not None:
            spelled.append(places[name])
    return "".join(spelled)


def _spell_citations(shapes: tuple[str, ...]) -> str | None:
    if not shapes:
        return None
    longest_first = sorted(shapes, key=len, reverse=True)
    one = "(?P<bracket>" + "|".join(map(_spell_citation, longest_first)) + ")"
    return f"{one}(?:[,，、]?(?:{BLANK})?{one})*+"


def _spell_citation(shape: str) -> str:
    """Spell one citation; in a list the word before its numbers may stand once more: ``[Source 1; Source 2]``."""
    word = shape.partition("{n}")[0].strip(" ([{<（［【〔《")
    is_repeatable = word and set(word).isdisjoint("0123456789" + _BETWEEN_NUMBERS)
    again = rf"(?:{fill(word)}\s{{0,3}})?" if is_repeatable else ""
    between = rf"(?:[^\S\r\n]{{0,2}}[{_BETWEEN_NUMBERS}][^\S\r\n]{{0,2}}|[^\S\r\n](?i:{ANDS})[^\S\r\n])"
    numbers = rf"{_NUMBER}(?:{between}{again}{_NUMBER})*+"
    return fill(shape, n=f"(?P<numbers>{numbers})", url=LINK, text=r"[^\]】\r\n]{0,80}")


def _spell_cut_citation(format: Format) -> str:
    """Spell a citation that the end of the text cuts off; without a bracket of citations a digit tells it."""
    before = {shape.partition("{n}")[0] for shape in format.citations if not shape.endswith("{n}")}
    brackets = before.intersection(CITATION_BRACKETS)
    bare = f"[{''.join(map(regex.escape, sorted(brackets)))}][0-9, –~-]{{0,12}}" if brackets else ""
    others = sorted(before - brackets, key=len, reverse=True)
    begun = rf"(?:{'|'.join(map(regex.escape, others))})[0-9][0-9, –~-]{{0,11}}" if others else ""
    return rf"(?:{'|'.join(filter(None, (bare, begun))) or '(?!)'})(?=\s*\Z)"


def _spell_marker(format: Format) -> str:
    signs = "".join(regex.escape(sign) for sign in format.markers if len(sign) == 1)
    glued = "".join(regex.escape(sign) for sign in format.glued_markers if len(sign) == 1)
    alone = rf"{_BEFORE_MARKER}[{signs}](?=\s|\Z)" if signs else ""
    longer = [regex.escape(sign) for sign in format.markers if len(sign) > 1]
    longest_first = sorted(format.numbered_markers, key=len, reverse=True)
    numbers = [fill(shape, n="[0-9]{1,3}") + _spell_after_number(shape) for shape in longest_first]
    long = rf"(?<![^\s\ufeff\u200b])(?:{'|'.join(longer)})(?=\s|\Z)" if longer else ""
    at_line = rf"(?<=(?:\A|[\r\n])[^\S\r\n]*)(?:{'|'.join(numbers)})" if numbers else ""
    # ・銅は高い: after a blank dashes and the signs of ASCII, which open words and figures, need another
    tight = "".join(map(regex.escape, signs_tight_on_the_right(format)))
    before_words = rf"[{tight}](?<=(?:\A|\s)[{tight}])" if tight else ""
    bullets = f"[{glued}]++" if glued else ""
    return "|".join(filter(None, (at_line, alone, before_words, bullets, long))) or "(?!)"


def spell_row(format: Format) -> str:
    """Spell markers in a row, ``- - -``, the last one left out, from where the one before them ends."""
    signs = "".join(re.escape(sign) for sign in format.markers if len(sign) == 1)
    return rf"(?: {{1,3}}[{signs}](?= {{1,3}}[{signs}](?:[^\S\x1c-\x1f]|\Z)))++" if signs else "(?!)"


def signs_tight_on_the_right(format: Format) -> list[str]:
    """The markers that need no blank behind them: ``・銅は高い``; after a blank no word begins with them."""
    single = [sign for sign in format.markers if len(sign) == 1 and sign not in format.glued_markers]
    return [sign for sign in single if not (sign.isascii() or sign.isalnum() or sign in _LONG_DASHES)]


def _spell_after_number(shape: str) -> str:
    """Spell what does not follow a number that is a marker: 2.5 is a figure, A1c a word, 2、3月 opens an insight."""
    if shape.endswith("}"):
        return "(?![0-9A-Za-z])"
    return "(?![0-9])" if shape.endswith(_IN_FIGURES) else ""


def spell_numbered(numbered: Numbered, *, broken: bool = False) -> str:
    """Spell a numbered heading up to its label, the number under the name of its kind; lines may be ``broken``."""
    number = rf"(?P<number>{_NUMBER})(?![0-9])"
    chinese = rf"(?P<chinese>[{CHINESE_NUMERALS}]{{1,5}})"
    roman = r"(?P<roman>(?-i:(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})))"
    filled = fill(numbered.shape, n="\0", c=_A_NUMBER, r=roman)
    filled = _BESIDE_A_NUMBER.sub(rf"(?:{_LINE_END})?", filled) if broken else filled
    first, *others = filled.replace(_A_NUMBER, chinese).split("\0")
    spelled = (
        first + number.join(["", *others]) if len(others) == 1 else first + _spell_outline_number(others)
    )
    # 2.5 is a figure, 2.Title is not; (一)2023年 is a heading
    return rf"{spelled}(?![0-9])" if numbered.shape.endswith(("}", ".")) else spelled


def _spell_outline_number(others: list[str]) -> str:
    """Spell the number of an outline, as 2.1: its parts in order, none of them the heading's index."""
    return "".join(rf"[0-9]{{1,3}}{other}" for other in others)


def spell_heading_candidates(format: Format, *, broken: bool = False) -> str:
    """Spell where a known heading may begin inside other text: at a number, or at the first part of a word.

    That part is enough to ask: searching for whole words takes three hundred times as long. None begins with a small
    letter there, and so the sign comes first and what stands around it second: the engine skips to the next sign of
    a set four times as fast as it tries a pattern at each place. One may begin inside another: ``Part 3.1 Supply``.
    """
    places = {"n": _NUMBER, "c": f"[{CHINESE_NUMERALS}]{{1,5}}", "r": "(?-i:[IVX]{1,5})"}
    shapes = [fill(numbered.shape, **places) for numbered in format.numbered]
    words = {word for heading in format.headings for word in heading.words}
    firsts = {word.split()[0] if word[0].isascii() else word[:2] for word in words}
    beginnings = [*firsts, *(numbered.shape for numbered in format.numbered)]
    if not beginnings:
        return "(?!)"
    signs = {_FIRST_SIGNS.get(each[:3]) or re.escape(each[0].upper()[:1]) for each in beginnings}
    spelled = "|".join(sorted(map(re.escape, firsts)))
    spelled = _CHINESE_JOINT.sub(r"\\s{0,2}", spelled) if broken else spelled
    heading = "|".join(filter(None, [spelled, *shapes]))
    return rf"[{''.join(sorted(signs))}](?s:(?<![\w.].)(?<=(?=(?i:{heading})).))"


def spell_scan(format: Format) -> str:
    """Spell the pattern whose every hit is a mark."""
    run = _spell_citations(format.citations)
    marks = [
        rf"(?P<line>{_LINE_END})",
        r"(?P<rule>(?<![^\s])---+(?=\s|\Z))",
        rf"(?P<mark>{_spell_marker(format)})",
    ]
    if run is not None:
        marks.insert(0, f"(?P<cite>{run})")
        marks.append(r"(?P<long>\[[0-9]{7,}\])")
        marks.append(f"(?P<cut>{_spell_cut_citation(format)})")
    return "|".join(marks)
