"""Numbers, brackets and bullets in any notation, and how alike words are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

import regex

from rareinsight._shapes import CHINESE_NUMERALS, read_number

_CARDINALS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip
_WORDS: Final = {word: value for words in (_CARDINALS, _ORDINALS) for value, word in enumerate(words, 1)} | {
    f"{ten}-{one}".rstrip("-"): 10 * tens + ones
    for tens, ten in enumerate(_TENS, 2)
    for ones, one in enumerate(("", *_CARDINALS[:9]))
} | {
    "首先": 1, "其次": 2, "再次": 3, "最后": 3,
}  # fmt: skip
ALIKE, SAME = 0.72, 2.0  #: how alike a word must be to a declared one to mean the same; and to be the same

#: Punctuation that occurs in sentences, so it is neither a bullet nor decoration between words.
_IN_SENTENCES: Final = r"\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Sc}\"'.,;:!?#%&@\\…。，；：！？、．`©®™"
_SIGN: Final = rf"[\p{{S}}\p{{P}}\p{{Co}}〇ㆍーℹ\ufe0e\ufe0f\u200d--[{_IN_SENTENCES}<>]]"
#: The signs that words begin with, and those that they end with, besides stops.
OPENING_SIGNS: Final = r"\p{Ps}\p{Pi}\p{Sc}\"'*"
ENDING_SIGNS: Final = r"\p{Pe}\p{Pf}\p{Sc}%％‰℃℉°\"'*+!?！？…"
#: What words begin with right after a bullet or a counter.
_BEGINS_WORDS: Final = rf"\p{{L}}{OPENING_SIGNS}@#&¿¡…`_"
WORDS: Final = regex.compile(rf"[\w{_BEGINS_WORDS}]")
#: What looks like a bullet but marks words: ``**bold``, ``*ST Tin``, ``*slanted*``.
_NO_BULLET: Final = r"\*\*\S|\*\p{Lu}{2,3}[\s\p{Han}]|\*\w[^*\r\n]*\S\*"
#: The sign of a bullet: up to four symbols, as in an emoji with its modifiers or ``->``; ``::``; ``#``; ``(*)``.
_BULLET_SIGN: Final = (
    rf"(?:{_SIGN}|[>»›❯❱❭〉⟩]){{1,4}}|::(?=\s)|(?:[#&@%…¤]|\#\.|\#\#)(?=\s)|[(\[{{<]{_SIGN}[)\]}}>](?=\s)"
)
_CHECKBOX: Final = r"\h?(?:\[\h?[xX✓√]?\h?\]|[(（][✓√][)）])"
#: What is after a bullet: a space, a figure (unless its sign is glued to that: -5%), or words.
_AFTER_BULLET: Final = rf"[^\S\r\n]|(?<!(?<![^\w\s])[-+–—−~±<>≥≤≈])(?=[0-9])|(?=[{_BEGINS_WORDS}])"
BULLET: Final = regex.compile(
    rf"(?!{_NO_BULLET})(?P<sign>{_BULLET_SIGN})(?:{_CHECKBOX})?(?:[：、]|(?<![Ⓐ-ⓩ]):(?=\s))?"
    rf"(?:\s?(?:{_SIGN}){{1,2}}(?=\s(?![0-9])))?(?={_AFTER_BULLET})[^\S\r\n]*",
    regex.V1,
)
_DIGIT: Final = r"\p{Nd}"
CIRCLED: Final = "[\\p{No}--[⁰¹²³⁴-⁹₀-₉¼-¾⅐-↉]]"  #: a number in a circle or the like, which also begins insights
HAN: Final = f"{CHINESE_NUMERALS}壹贰貳叁參肆伍陆陸柒捌玖拾"
IN_WORDS: Final = rf"(?i:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?=(?:ly)?(?!\w))"
#: What is between a number and the insight that it counts, and numbers in any notation.
_CLOSERS: Final = r"(?:[\p{Pe}\p{Pf}>＞:：;；、丶﹑．.。・ºª/／,，]{1,2}|[\"'](?=\s))"
_COUNTER: Final = rf"""(?: {_DIGIT}{{1,2}} | [{HAN}]{{1,3}} | \p{{No}} | [Ⅰ-ⅿ] | [甲乙丙丁戊己庚辛子丑寅卯辰巳午未]
  | \p{{So}}(?={_CLOSERS}) | {IN_WORDS}
  | (?: [IVXivx]{{1,5}} | [A-Za-zⒶ-ⓩ] | [\p{{L}}--[\p{{Han}}A-Za-z]] )(?![\w--丨]) )"""
_NTH: Final = r"(?:(?:st|nd|rd|th|(?<=t|d|th)ly)(?!\w))?"
_TOTAL: Final = rf"(?:(?<={_DIGIT})(?:/|\sof\s){_DIGIT}{{1,2}}(?!\w))?"  #: how many there are: ``1/3``, ``1 of 3``
_SPACED: Final = rf"[^\S\r\n]? (?: [|/»›>:\#] | {_SIGN} ) (?=\s(?!0)) | [^\S\r\n]? [)）] (?=\s)"
#: What is between a number in Chinese text and the insight that it counts, besides closers: ``一——``, ``要点1｜``.
_PARTING: Final = rf"(?:[丨｜]|\h?——|(?<=[{HAN}\p{{No}}])[·→▸▶►➔➜⇒])"
#: What may precede the number of an insight.
_BEFORE_NUMBER: Final = (
    r"(?:№|[Nn][°º])\s?",  # №1
    (
        rf"(?:\p{{L}}{{2,12}}\s){{1,2}}(?:[\#(（]|[Nn]o\.\s)?"  # Point 1:, Key point no. 1.
        rf"(?={_COUNTER}{_NTH}{_TOTAL}(?:[*_]{{0,2}}(?:{_CLOSERS}|{_SPACED})|\h?[–—|]\*))"
    ),
    rf"(?![IVXivx]+\.)\p{{L}}{{2}}\.\s(?={_DIGIT})",  # Nr. 1, but not iv. 5G
    rf"{_DIGIT}{{1,2}}(?:[.-](?!0\s)|(?=[a-z][.)]))",  # 1.1, 1-1, 1a)
    rf"[A-Z]\.?(?={_DIGIT})",  # A1
    r"[其第][(（\h]?",  # 其一, 第1点
    (
        rf"\p{{Han}}{{2,3}}之?"  # 要点1：, 要点之一：, 要点(1), 要点①
        rf"(?:[(（\#]?(?={_COUNTER}(?:\ufe0f?\p{{Me}})?(?:{_CLOSERS}|{_PARTING}))|\#(?={_COUNTER}\s)|(?={CIRCLED}))"
    ),
)
#: What may follow it; emphasis is closed as it was opened.
_AFTER_NUMBER: Final = (
    rf"\ufe0f?\p{{Me}}(?:[.):：、）–—｜丨-]|\h?{_SIGN}\ufe0f?)?(?P=mark)",  # a keycap: 1️⃣
    r"[个個]\p{Han}{0,3}[:：]|[条條点點]\p{Han}{1,3}[:：]",  # 第一个观点：
    (
        r"(?:[)）]|(?<=第\h?\S{1,3})\h)?[点點條条項项则則款]"  # 第1点：, （1）条
        rf"(?:[:：、，,](?P=mark)|(?=\s)|(?=\*)(?P=mark)|(?<=第\S{{1,3}})(?:{_CLOSERS}|{_PARTING})?)"
    ),
    r"[来來][，,]|是[：:，,]?(?P=mark)",  # 一来，, 其一是
    r"\s\p{Ll}{2,9}(?::(?P=mark)|\s[–—-](?=\s))",  # First point:
    rf"[)）\]】]?{_PARTING}|\h?[–—|](?=\*)(?P=mark)",  # 一——, **1 –**
    r"(?<=\p{Ps}\h\S{1,3})\h\p{Pe}|\.0|\.-|(?<=[0-9])-",  # ( 1 ), 1.0, 1.-, 1-
    rf"(?P=mark)(?:{_SPACED})",  # 1 -, **1** –
    rf"{_CLOSERS}?(?P=mark)",  # 1., a), **1.**
)
#: What is between it and the insight: spaces, or nothing before words and, after some signs, before figures.
_GLUED_FIGURE: Final = r"(?<=[\p{No}\p{Me}][:：]?|[．、，—·\p{Pe}：｜丨是][*_]{0,2}|\p{Han}\.)(?=[-+−~≈<>≤≥]?[0-9])"
_ENUMERATOR: Final = regex.compile(
    rf"""
    (?!\p{{Lu}}\.\p{{Lu}}\.)  # E.U.
    (?P<opening> (?P<mark>[*_`]{{0,2}}) (?:[\p{{Ps}}\p{{Pi}}<"']\h?)? \#? (?:{"|".join(_BEFORE_NUMBER)})? )
    (?P<number> {_COUNTER} | \p{{Ll}}{{2,9}}(?=[)）]\s) ) {_NTH}
    (?P<closing> {_TOTAL} (?:{"|".join(_AFTER_NUMBER)}) )
    (?: \h+ | (?=[{_BEGINS_WORDS}]) | {_GLUED_FIGURE} )
    """,
    regex.VERBOSE | regex.V1,
)
_COUNTED: Final = regex.compile(r"[0-9]+|[A-Z](?=\.?$)")
#: A number in a heading, in any notation.
NUMBER: Final = (
    rf"(?P<number>0?{_DIGIT}{{1,2}}(?!{_DIGIT}|\.{_DIGIT}{{1,2}}\s?[%％]|,{_DIGIT}{{3}})(?<!\p{{Sc}}{_DIGIT}{{1,2}})|\p{{No}}|[Ⅰ-ⅿ]|[{HAN}]{{1,3}}"
    rf"|(?<![^\W\d_\p{{Han}}])(?:[IVX]{{1,7}}|[ivx]{{1,7}}|[A-Za-zα-ω](?!\s?[0-9]{{0,3}}\.[0-9]|[°º]\s?[0-9])|{IN_WORDS})(?!(?!\p{{Han}})\w))(?:\ufe0f?\u20e3)?"
)
#: A link to a heading, which programs append to it: ``[¶](#group-1)``, ``[link](#group-1 "Link to Group 1")``.
ANCHOR: Final = r"\[(?:[^\w\[\]]{0,3}|link)\]\(\#[^\s()]{0,300}(?:\s\"[^\"\r\n]{0,80}\")?\)"
#: A short word that joins the numbers or citations around it, unlike ``of`` in ``3 of 5``.
CONJUNCTION: Final = r"(?!(?i:of|in)\b|\p{Han}{2})(?:\p{L}\p{M}*){1,4}"
#: What makes a range of the numbers, or citations, around it.
TO: Final = r"(?:[至到]|to|thru|through|bis|à|до|\.{2,3}|…)"
#: What separates the numbers of a citation; its word may be repeated: ``[Ref 1; Ref 3]``.
_BETWEEN: Final = (
    rf"(?:\p{{Han}}?\s{{0,4}}+(?:{TO}|(?:[^\w\s\p{{Ps}}\p{{Pe}}\p{{Pi}}\p{{Pf}}<>^`.:%$]\s?){{0,2}}+(?:[和與与及]|{CONJUNCTION}(?=\s))?+(?<=\D))\s{{0,4}}+"
    rf"(?:[^\w\s\p{{Ps}}\p{{Pe}}\p{{No}}]\s?|(?:(?P=word)|第)\s?)?+|(?<={_DIGIT})\s(?={_DIGIT}))"
)
#: A Roman or Chinese numeral, or a word, in a bracket, which is not a checkbox: ``- [x]``.
_SPELLED: Final = (
    rf"(?:(?<=[\p{{Ps}},，、;；/&\s第注註])|(?<=[\p{{Ps}}--【][\p{{Han}}--[{HAN}]]{{1,3}})(?<![期周之]))(?:[{HAN}]{{1,3}}|(?<!(?<!\S)[-*+•]\s\[)(?:[ivx]{{1,5}}|[IVX]{{1,5}})|[Ⅰ-ⅿ]{{1,3}}|{IN_WORDS})"
    r"(?=[^\w.]|段)"
)
_NUMERAL: Final = rf"(?:{_DIGIT}{{1,3}}|{CIRCLED}|{_SPELLED})"
_LISTED: Final = rf"(?!{_DIGIT}{{1,3}},{_DIGIT}{{3}}){_NUMERAL}(?:{_BETWEEN}{_NUMERAL}(?!{_DIGIT})){{0,30}}+"
_BETWEEN_RAISED: Final = r"[,、˒·ʼ’⁾⁽₎₍⁻]{0,2}[^\S\r\n]?"
#: Raised numbers, but not that of an area or a volume: ``5 m²``; lowered ones.
_RAISED: Final = "|".join(
    rf"{each}(?:{_BETWEEN_RAISED}{each}){{0,30}}+"
    for each in (rf"(?:(?!(?<=[0-9]\s?\p{{Ll}}{{1,2}})[²³](?![⁰¹²³⁴-⁹]))[⁰¹²³⁴-⁹]{{1,3}}|{CIRCLED})", "[₀-₉]{1,3}")
)
_MARK: Final = r"[^\p{Ps}\p{Pe}\p{L}\p{N}\s<]"
#: How a citation in brackets opens, with signs of Markdown and LaTeX, and how it closes.
_OPENS: Final = (
    r"(?!\p{Pf}[\p{Ps}\p{Pi}<＜^`$\s]|[”’]\p{L})"
    r"(?P<opening>[[\p{Ps}\p{Pi}\p{Pf}﴾<＜`]--﴿]{1,2}\^?|\$\^[\p{Ps}]{0,2}|\^[\p{Ps}]?)"
)
_CLOSES: Final = r"(?P<closing>\s{0,4}[[\p{Pe}\p{Pi}\p{Pf}﴿>＞`]--﴾][[\p{Pe}›»>`]--﴾]?\$?|\$|(?<=\S)\^(?!\p{Nd}))"
#: A word or a few before its numbers, unless these are numerals: ``[Ref 1]``, ``[turn0search1]``, ``[para(s) 1]``.
_NAME: Final = (
    rf"(?!第?(?:[ivxIVX]|[{HAN}]){{1,5}}[,，、]|{IN_WORDS}\W)(?:\p{{L}}\p{{M}}*){{1,12}}"
    rf"(?:{_DIGIT}{{1,2}}(?:(?![和與与及至到])\p{{L}}{{1,12}}|(?=[:._])))?"
    r"(?:\(s\))?(?:(?:[.,:：]?\s|[.])\p{L}{1,12}(?:\(s\))?(?=[\s.,:：])){0,4}?"
)
#: What is between these: a sign, a colon and a word, a word: ``[Ref-1]``, ``[Source: para 1]``, ``[see no. 1]``.
_AFTER_NAME: Final = (
    rf"(?<![{HAN}]){_MARK}{{1,2}}(?:\s\p{{L}}{{1,12}}[.:：]?)?"
    rf"|\s?[:：=,](?:\s?(?:\p{{L}}{{1,12}}\.?|{_MARK}(?![:：=,])))?|\s{_MARK}"
    r"|\s\p{L}{1,12}(?:,\s\p{L}{1,12})?[.:：]?"
)
#: What may be before the numbers in a bracket: a sign, ``4:`` of ``[4:0†source]``, ``第``, words.
_WORD: Final = rf"{_MARK}{{1,2}}|{_DIGIT}{{1,2}}:(?={_DIGIT}{{1,2}}†)|\p{{Han}}{{0,3}}第|{_NAME}(?:{_AFTER_NAME})?"
#: What may be behind them: a stop, a letter, ``†source``, other signs.
_TAIL: Final = (
    r"[.)^](?=[\p{Pe}\p{Pf}])|\p{L}{0,3}|[†‡:|][^\p{Ps}\p{Pe}\r\n]{0,20}"
    r"|[^\p{L}\p{N}\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}>`$%％‰]{1,2}"
)
#: What opens and closes a tag: ``<sup>1</sup>``, ``[sup]1[/sup]``, ``\cite{1}``.
_TAG_OPENS: Final = (
    r"<(?P<tag>\w{1,8})\b[^<>\r\n]{0,80}>(?:<\w[^<>\r\n]{0,80}>)?|\[(?P<tag>sup|ref|cite|note)\]"
    r"|\\(?P<tag>cite|footnote|textsuperscript)\{"
)
_TAG_CLOSES: Final = r"(?:</\w{1,8}>)?</(?P=tag)>|\[/(?P=tag)\]|\}"
_NEXT_TAGGED: Final = r"(?:\s?[,;，、·/+&]\s?|\)\s?\()[0-9]{1,3}"
#: A sign before numbers, without brackets: ``#1``, ``¶1,3``; and the next numbers.
_SIGN_FIRST: Final = r"(?:(?<![\w/])\#|[†‡※^¶§№]){1,2}|\p{So}\ufe0f?"
_NEXT_SIGNED: Final = rf"(?:\s?[,，、;；&]\s?(?P=word)?|\s?(?P=word))\s?{_NUMERAL}"
#: What cites: numbers in brackets of any kind, with a short word or sign before them, in a tag, after a sign, raised.
CITATION: Final = regex.compile(
    rf"""
    (?=[\p{{Ps}}\p{{Pi}}\p{{Pf}}﴾\p{{So}}\p{{No}}<＜`^$\\†‡※¶§№\#])(?:  # a cheap test first: eight times as fast
      {_OPENS} \s{{0,4}} (?P<word>(?:{_WORD})?) (?P<gap>\s{{0,4}}) (?P<numbers>{_LISTED}) (?:\h(?=\p{{Han}}\p{{Pe}}))?
      (?P<tail>{_TAIL}) {_CLOSES}
    | [\[(]? (?:{_TAG_OPENS}) \s? [\[(]? (?P<tagged>[0-9]{{1,3}}(?:{_NEXT_TAGGED}){{0,30}}+) [\])]? \s?
      (?:{_TAG_CLOSES}) [\])]?
    | (?P<opening>) (?P<word>{_SIGN_FIRST}) (?P<gap>\s?) (?P<numbers>{_NUMERAL}(?:{_NEXT_SIGNED}){{0,30}}+)
      (?P<tail>) (?![\w^])
    | [\p{{Ps}}<⁽₍]? (?P<raised>{_RAISED}) [\p{{Pe}}>⁾₎]? )
    """,
    regex.VERBOSE | regex.V1,
)


def values_of(numeral: str) -> dict[str, int]:
    """Return the value of a numeral by its notation; a letter may be a Roman numeral too.

    >>> values_of("2"), values_of("Two"), values_of("②"), values_of("V")
    ({'digit': 2}, {'word': 2}, {'sign': 2}, {'letter': 22, 'roman': 5})
    """
    folded = unicodedata.normalize("NFKC", numeral).casefold().strip("().")
    if numeral[0] in HAN:
        return {"chinese": read_number(numeral)}
    if len(numeral) == 1 and (value := unicodedata.numeric(numeral, 0)) and not numeral.isdecimal():
        return {"sign": int(value)}
    if folded.isdecimal():
        return {"digit" if numeral.isdecimal() else "sign": int(folded)}
    if folded in _WORDS:
        return {"word": _WORDS[folded]}
    values = {"letter": ord(folded) - ord("a") + 1} if len(folded) == 1 and folded.isascii() else {}
    if set(folded) <= set("ivx"):
        values["roman"] = read_number(folded.upper())
    return values


class Opener(NamedTuple):
    """A symbol or an enumerator that an insight begins with, up to the words after it."""

    start: int
    end: int
    sign: str
    numeral: str = ""
    kind: tuple[str, str, str] = ("", "", "")  #: how an enumerator looks without its numeral

    @property
    def shape(self) -> str:
        """The shape that would declare it; there is none for numbers in circles or words.

        >>> [Opener(0, 3, sign, sign.strip("().、")).shape for sign in ("2.", "(ii)", "b)", "二、", "Two.")]
        ['{n}.', '({r})', '{letter})', '{c}、', 'Two.']
        """
        is_roman = {*self.numeral.upper()} <= {*"IVX"} and (self.numeral.upper() == "I" or len(self.numeral) > 1)
        is_letter = is_roman or len(self.numeral) == 1
        names = {"digit": "n", "chinese": "c", "sign": ""}
        place = names.get(case_of(self.numeral), ("r" if is_roman else "letter") * is_letter) if self.numeral else ""
        if not place:
            return self.sign
        return self.sign.replace(self.numeral, f"{{{place}}}", 1)


def enumerator_at(raw: str, at: int) -> Opener | None:
    """Return the enumerator at a place, if there is one.

    >>> enumerator_at("a) Tin rose", 0).kind, enumerator_at("(see above)", 0)
    (('', 'lower', ')'), None)
    """
    found = _ENUMERATOR.match(raw, at)
    if found is None:
        return None
    kind = _COUNTED.sub("0", found["opening"]), case_of(found["number"]), found["closing"]
    is_closed = kind[2].strip("_") or (len(kind[0]) > 1 and kind[0].strip("*_")) or kind[0][-1:] in ("#", "№", "其")
    is_apart = kind[1] == "chinese" and found[0][-1].isspace()
    is_sign = kind[1] == "sign" and not found["number"].isalpha()  # not a word of one letter: 전 가격
    if not (is_closed or is_apart or is_sign or found["opening"] in ("A", "B", "C", "D")):  # A1, but not Q1
        return None
    return Opener(at, found.end(), found[0].strip(), found["number"], kind)


def raised_in_digits(text: str) -> str:
    """Return numbers in raised digits or in circles as a list in digits.

    >>> raised_in_digits("¹⁰,³"), raised_in_digits("⑩③"), raised_in_digits("¹⁻³")
    ('10,3', '10,3', '1-3')
    """

    def digits_of(sign: str) -> str:
        value = int(unicodedata.numeric(sign, -1))
        if value < 0:
            return "-" if sign == "⁻" else " "
        return str(value) if unicodedata.decomposition(sign).startswith("<su") else f" {value} "

    return ",".join(regex.findall("[0-9]+(?:-[0-9]+)?", "".join(map(digits_of, text))))


def case_of(numeral: str) -> str:
    """Return the kind of a numeral: ``"digit"``, ``"chinese"``, ``"upper"`` or ``"lower"`` letters, or ``"sign"``."""
    if numeral.isdecimal():
        return "digit"
    if numeral[0] in HAN:
        return "chinese"
    return "sign" if not numeral.isascii() else "upper" if numeral.isupper() else "lower"


def count_in_order(values: Iterable[int | None], first: int = 1) -> int:
    """Return how many values begin at one, or up to ``first``, or follow the one before."""
    last, counted = None, 0
    for value in values:
        counted += value is not None and (0 < value <= first or (last is not None and value == last + 1))
        last = value
    return counted


def best_notation(numerals: Sequence[str], first: int = 1) -> tuple[list[int | None], int]:
    """Return the values of numerals in the notation in which most of them count up, and how many do."""
    several = list(map(values_of, numerals))
    readings: list[list[int | None]] = [
        [each.get(name) for each in several] for name in dict.fromkeys(name for each in several for name in each)
    ]
    if not readings:  # an alphabet of another script, in the order of its letters
        order = {numeral: value for value, numeral in enumerate(dict.fromkeys(numerals), 1)}
        readings = [[order[numeral] for numeral in numerals]]
    best = max(readings, key=lambda values: count_in_order(values, first), default=list[int | None]())
    return best, count_in_order(best, first)


def likeness(word: str, other: str) -> float:
    """Return how alike two normal words are, from 0 to 1, or ``SAME``; the last character of Chinese words decides."""
    if word == other or (not other.isascii() and word == other[-1:]):  # 第一组 means 分组1
        return SAME
    if not other.isascii():
        return float(word[-1:] == other[-1:])
    return SequenceMatcher(None, word, other, autojunk=False).ratio() if word[:1] == other[:1] else 0.0
