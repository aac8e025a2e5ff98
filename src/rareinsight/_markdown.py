"""Markdown inside a line: the words that a person reads, and which of them are bold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from rareinsight._patterns import deferred

#: The stars around bold words, also as math renderers write them; not those in ``138****1234``.
_STARS: Final = deferred(r"(?<![0-9*∗])[*∗]{2,4}(?![*∗])|(?<![*∗])[*∗]{2,4}(?![0-9*∗])")
_TAG: Final = deferred(
    r"</?(?:a|b|br|code|del|em|font|h[1-6]|i|mark|p|s|small|span|strong|sub|sup|u)(?:\s[^<>]{0,300}+)?/?>",
    re.IGNORECASE,
)
#: A link, which the end of the text may cut off; its words may contain brackets.
_LINK: Final = deferred(
    r"!?\[((?:[^\[\]\r\n]|\[[^\[\]\r\n]*+\])*+)\]\((?:(?:[^()\r\n]|\([^()\r\n]*+\))*+\)|[a-z]+[=:][^)\s]*+\Z)"
)
_EMPHASIS: Final = deferred(
    r"(?<![0-9A-Za-z*_~`\\])(?!(?<=/)_)(__|~~|[*_`])(?=\S)((?:(?!\1)[^\r\n]){1,300}+)(?<=\S)\1(?![0-9A-Za-z*_~`])"
)
_ESCAPED: Final = deferred(r"\\([*_~`#\[\]+\-.>|$])")
_ANY: Final = deferred(r"[*∗_~`\\<\[]")
#: What cites around a heading: ``[cite_start]``, ``[3][4]``, ``[^1_2]``, ``[cite: 5, 6]``; not a year.
_CITED: Final = deferred(
    r"\A\[cite_start\]|(?<![\s\]])(?:\s*+\[(?:\^|cite: ?)?[0-9]{1,3}(?:[_,，、 –-]+[0-9]{1,3})*+\])++\Z"
)
_CLOSING_HASHES: Final = deferred(r"\s#+\s*\Z")  #: not that of C#
_AFTER_HEADING: Final = "*∗_:： \t\r\n\u00a0\u3000"
_BEFORE_HEADING: Final = f"{_AFTER_HEADING}#•·"
_MARKERS: Final = "->–—+"  #: markers, if a space follows; ``-5 %`` is a figure


def plain_words(text: str) -> str:
    """Return a text without Markdown and the equivalent HTML tags, with single spaces.

    >>> plain_words("**Copper**: see [the *2025* report](https://metal.example), up 2*3 <b>tons</b>")
    'Copper: see the 2025 report, up 2*3 tons'
    """
    if _ANY.search(text) is None:
        return text
    return " ".join(_bare(text).split())


def _bare(text: str) -> str:
    words = _LINK.sub(r"\1", _TAG.sub(lambda tag: " " if tag[0][1:3].lower() == "br" else "", text))
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub(_unwrapped, _STARS.sub("", words)))


def _unwrapped(found: re.Match[str]) -> str:
    return found[2] if found[1] == "`" else _EMPHASIS.sub(_unwrapped, found[2])


def plain_heading(text: str) -> str:
    """Return a heading without decoration: Markdown, citations, symbols before it, brackets around it, a closing colon.

    >>> [plain_heading(each) for each in ("## **Core Insights**:", "📌 Risks [3]", "【风险提示】", "Q&A: Prices")]
    ['Core Insights', 'Risks', '风险提示', 'Q&A: Prices']
    """
    words = _CITED.sub("", _CLOSING_HASHES.sub("", plain_words(text))).rstrip(_AFTER_HEADING)
    start = 0
    while start < len(words) and _is_decoration(words, start):
        start += 1
    words = words[start:]
    if words.startswith("【") and words.find("】") == len(words) - 1:
        words = words[1:-1].strip(_AFTER_HEADING)
    return words or text


def split_bold(texts: Iterable[str]) -> Iterator[list[tuple[str, bool]]]:
    """Yield the parts of each of several successive texts without Markdown, and whether each is bold.

    >>> list(split_bold(["**Copper ", "and tin** are ** short"]))
    [[('', False), ('Copper ', True)], [('and tin', True), (' are ', False), (' short', False)]]
    """
    split = [_STARS.split(text) for text in texts]
    marks, seen = sum(len(parts) - 1 for parts in split), 0
    for parts in split:  # a mark without its other half is ignored
        yield [(_bare(part), number % 2 == 1 and number < marks) for number, part in enumerate(parts, seen)]
        seen += len(parts) - 1


def _is_decoration(text: str, at: int) -> bool:
    """Whether a character before a heading is part of its decoration: a space, a marker, or part of an emoji."""
    if text[at] in _MARKERS:
        return text[at + 1 : at + 2].isspace()
    return text[at] in _BEFORE_HEADING or unicodedata.category(text[at]) in ("So", "Mn", "Cf", "Sk")
