"""Open classes of signs, taken from Unicode's own tables: nothing here knows which of them the library declares.

A sign may mark an insight unless a reader takes it for something else: for a stop, a separator, a quotation mark, a
letter or number in a frame, a unit, or what Markdown and quoted mail give another meaning.
"""

import sys
import unicodedata
from collections import defaultdict
from typing import Final

import regex

_OTHERWISE: Final = regex.compile(
    r"\p{Terminal_Punctuation}|\p{Quotation_Mark}"
    r"|[\u2500-\u257f\u2800\ufffc\ufffd]"  # rules of tables, a blank, characters that were lost
    r"|(?![-+*])\p{ASCII}"
)
#: Words in the names of signs that are read as separators, units, letters, numbers, brackets or parts of those.
_READ_OTHERWISE: Final = regex.compile(
    r"\b(?:SEPARATOR|DIVIDER|SOLIDUS|SLASH|VERTICAL|BAR|LINE|PRIME|PERCENT|MILLE|THOUSAND|DEGREE|ELLIPSIS|LEADER|BLANK"
    r"|DIGIT|NUMBER|LETTER|LATIN|HANGUL|KATAKANA|CJK|SQUARED|PARENTHESIZED|REGIONAL|SYMBOL FOR|COPYRIGHT|RECORDING"
    r"|INVERTED|STOP|COMMA|COLON|SEMICOLON|QUESTION|EXCLAMATION|INTERROBANG|QUOTATION|APOSTROPHE|PARENTHESIS|BRACKET"
    r"|COMBINING|TILDE|OVERLINE|HYPHENATION|STROKE|TIE|MUSICAL|HEXAGRAM|DOMINO|OPERATOR|INTEGRAL|EXTENSION|PIECE)\b"
)


def _is_sign(character: str) -> bool:
    """Return whether a character is a sign of no script, and of no other use."""
    is_common = regex.match(r"\p{Script=Common}", character) and not _OTHERWISE.match(character)
    is_itself = unicodedata.normalize("NFKC", character) == character or unicodedata.category(character) == "Pd"
    return bool(is_common) and is_itself and not _READ_OTHERWISE.search(unicodedata.name(character, "BLANK"))


def _closing(opening: str) -> str | None:
    """Return the bracket that closes another one, by their names."""
    name = unicodedata.name(opening)
    is_odd = any(word in name for word in ("SUPERSCRIPT", "SUBSCRIPT", "PRESENTATION FORM", "QUOTATION", " ARC "))
    return None if is_odd or "LEFT" not in name else unicodedata.lookup(name.replace("LEFT", "RIGHT"))


_BY_CATEGORY: Final = defaultdict[str, list[str]](list)
for _character in map(chr, range(sys.maxunicode + 1)):
    _BY_CATEGORY[unicodedata.category(_character)].append(_character)

#: The signs of each of the categories symbol, punctuation, mathematics and dash.
SIGNS: Final = {
    category: [each for each in _BY_CATEGORY[category] if _is_sign(each)] for category in ("So", "Po", "Sm", "Pd")
}
#: What is one picture to a reader, but several characters.
PICTURES: Final = ["⚫️", "✔️", "👉🏽", "☑️", "🧑‍🔬", "🏳️‍🌈", "➡️", "👩🏿‍🚒"]

#: All brackets of no script, and guillemets, opening and closing.
BRACKETS: Final = [
    (each, closing)
    for each in _BY_CATEGORY["Ps"]
    if regex.match(r"\p{Script=Common}", each) and (closing := _closing(each))
] + [("«", "»"), ("‹", "›"), ("<", ">")]
QUOTATION_MARKS: Final = [
    tuple(pair) for pair in ("“”", "‘’", "„“", "‚‘", '""', "''", "「」", "『』", "«»", "‹›", "»«")
]
