"""Markup of other programs, and what it stands for in plain text: HTML, BBCode, LaTeX, emoji by name, escapes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import Final

import regex

from rareinsight._dialect.notation import ANCHOR
from rareinsight._dialect.translation import Edit

_ATTRIBUTES: Final = r"\b[^<>]{0,200}>"
#: Numbers alone in a tag are citations or exponents, depending on their place.
_NUMBERS: Final = r"\s?\(?[0-9][0-9,;，、()\s]{0,20}\)?\s?"
_NO_NUMBERS: Final = rf"(?!(?:<\w[^<>]{{0,80}}>)?{_NUMBERS}(?:</|\[/))(?<!>{_NUMBERS}(?:</\w{{1,8}}>)?</\w{{1,8}}>)"
_COUNTER: Final = r"\(?[0-9]{1,2}\)(?=</)"  #: a number that counts insights, in a tag for bold words: ``<b>1)</b>``
#: Characters without width, and those that only set the direction of a text.
_UNSEEN: Final = r"\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufe0e"
#: A number that is the text of a link, in the syntax of a wiki: ``[[#p1|1]]``, ``[https://daily.example 1]``.
LINKED_NUMBER: Final = (
    r"\[\[[^\s\[\]|]{1,200}(?:\]\[|\|)(?P<cited>[0-9]{1,3})\]\]"
    r"|\[https?://[^\s\[\]]{1,200}\s(?P<cited>[0-9]{1,3})\]"
)
#: What separates the head of a table from its rows.
_RULE: Final = r"\h*\|(?:\h*:?-{2,}:?\h*\|)+\h*$"
#: The beginning of a row, with a cell that is only a number, or the same as in the row above.
_ROW: Final = (
    r"^\h*\|(?:\h*[0-9]{0,2}[.)]?\h*\||(?P<cell>[^|\r\n]+\|)(?<=^\h*\|(?P=cell)[^\r\n]*\r?\n\h*\|(?P=cell)))?\h*"
    rf"(?=[^\r\n|]*\w[^\r\n]*\|\h*$)(?![^\r\n]+\r?\n{_RULE})"
)
#: A byte of UTF-8 that was decoded as Windows-1252.
_BYTE: Final = r"[\x80-\xbf\u0152-\u02dc\u2013-\u2122]"
#: Tags that end lines, and others, which only style words.
_LINE_TAGS: Final = (
    "br|hr|/li|/dd|/?(?:p|div|[uod]l|dt|h[1-6]|t[rhd]|table|tbody|html|body|head|title|section|article|details|summary"
    "|blockquote)"
)
_STYLE_TAGS: Final = "b|i|u|em|strong|span|small|font|mark|big|sup|sub|cite|time|wbr|a|o:p|input|aside"
#: Markup by what it means: a line end, the beginning of an insight, a symbol or nothing. Of what has no such meaning,
#: the named group stays. The comments are examples.
_SHAPES: Final = {
    "line": (
        rf"<(?:(?i:{_LINE_TAGS})|/?(?:core|group|description)){_ATTRIBUTES}",  # <br>, </li>, <group id="1">
        r"<!\[CDATA\[ | \]\]> | _x000D_",
        r"\[/?(?:list|quote|center|align)(?:=[^\]\r\n]{0,40})?\]",  # [list]
        r"\\(?:begin|end)\{\w{1,20}\*?\} (?:\[[^\]\r\n]{0,40}\])?",  # \begin{itemize}
        r"[\u2028\u2029\x85\x0b\x0c] | (?<=\S)=20(?=\r?\n) | (?<!\\)\\n(?!\p{Ll})",
    ),
    "item": (rf"{_ROW} | <(?i:li|dd){_ATTRIBUTES} | ^[^\S\r\n]*\[\*\] | \\item\b",),  # <li>, [*], \item
    "sign": (
        r"(?<=[\s*_]|^):[a-z]\w{1,30}:(?=[\s\p{Lu}])",  # :point_right:
        r"!?\[[^\w\s\[\]]{1,2}\]\([^()\s]{1,80}\)(?=[^\S\r\n])",  # ![•](dot.png)
    ),
    "nothing": (
        rf"<(?i:b|strong)>(?={_COUNTER}) | (?<=>{_COUNTER})</(?i:b|strong)>",  # <b>1)</b>
        rf"</?(?i:{_STYLE_TAGS}){_ATTRIBUTES} {_NO_NUMBERS}",  # <span style="color:red">
        (
            r"\[/?(?P<code>b|i|u|s|size|color|font|sup|h[1-6])(?:=[^\]\r\n]{0,40})?\]"  # [b]Tin[/b]
            r"(?:(?<=/\w{1,5}\])|(?=[^\r\n]{0,500}\[/(?P=code)\]))(?![0-9])(?<![0-9]\[/sup\])"
        ),
        r"(?:\(https?://[^\s()]{1,200}\)|<https?://[^<>\s]{1,200}>)(?<=\[[0-9]{1,3}\]\h?[(<]\S{8,210})",  # [1](https://…)
        r"<!--[^<>\p{Lu}\p{Han}]{0,80}--> | \{(?:[*_]|color(?::[^{}\r\n]{1,20})?)\}",  # <!-- list -->, {*}
        r"\\(?:noindent|large)\b\s? | \\label\{[^{}\r\n]{0,40}\}",  # \label{tin}
        r"[\[［]\s?(?:edit\b|编辑|編輯)[^\[\]\r\n]{0,20}[\]］]",  # [edit]
        rf"[^\S\r\n]?{ANCHOR}",  # [¶](#group-1)
        r"^[=@]\p{Ll}{2,10}[0-9]?(?=\s) | \[[a-z]{2,12}_[a-z]{2,12}\](?=[\w“\"])",  # =head2, [core_insight]
        r"(?<=[\]】])\{[.\#][\w-]{1,20}\} | (?:^[^\S\r\n]*|(?<=[\]】.。]\s))h[1-6]\.(?=[ ])",  # {.cite}, h2.
        r"(?<![^\s-])\"(?=[^\"\r\n]*[\]】]\.?\",?[^\S\r\n]*$) | (?<=[\]】]\.?)\"(?=,?[^\S\r\n]*$)",  # "Tin rose [1]",
        rf"^\h*\|[^\r\n]+\r?\n{_RULE}(?=\r?\n[^\r\n]*[\[【(（][0-9])",  # the head of a table
        r"(?<=[\]】]\.?)\h*\|\h*$ | \h*\|\h*(?=[\[【][0-9])",  # | Tin rose | [1] |
        rf"\xc2(?=\s) | \\(?=[-*+•.)(\[\]\#_>]|\r?\n|(?<=[\]】]\\)(?:\s|\Z)) | (?<!\A)[{_UNSEEN}]",  # \-
    ),
    "": (
        r"\\(?:(?:sub)*section|paragraph|chapter|title)\*?\{ (?P<words> [^{}\r\n]{1,80} ) \}",  # \section{Group 1}
        r"\\(?:textbf|textit|emph|[a-z]{2,15}(?=\{[^{}\r\n]*?(?:\p{L}{3}|\p{Han})))\{(?P<inner>[^{}\r\n]*+)\}",
        LINKED_NUMBER,
        r"\[(?:【|\\?\[)(?P<cited>[0-9]{1,3})(?:】|\\?\])\](?:\(\#[^\s()]{1,80}\)|\[[0-9]{1,3}\])",  # [[1]](#1)
        r"`\[?(?P<cited>[0-9]{1,3})\]?\s<[^\s<>`]{1,200}>`_{1,2}",  # `[1] <#p1>`_
        (
            r"(?:^|(?<=[\]】.。]\s))(?:\#{1,6}\s)?(?:\*\*)?\[(?P<linked>(?=[^\[\]\r\n]*?\p{L})[^\[\]\r\n]*+)\]"
            r"\((?:https?:/|\#)[^\s()]{1,300}\)(?:\*\*)?"
        ),  # ## [Group 1](#group-1)
        (  # a marker on a line of its own
            r"^[^\S\r\n]*(?:[-–•●▪◦‣·○■*]|[0-9]{1,2}[.)])"
            r"(?P<alone>[^\S\r\n]*(?:\r?\n[^\S\r\n]*){1,2})(?=[^\s])"
        ),
    ),
    "entity": (
        r"&(?!lt;|gt;|amp;)\#?\w{2,8};",  # &bull;
        r"&lt;(?=/?\w{1,10}\s?/?&gt;) | (?<=&lt;/?\w{1,10}\s?/?)&gt;",  # &lt;b&gt;
    ),
    "garbled": (
        rf"[\xc2\xc3]{_BYTE} | [\xc4-\xdf](?!\xa0){_BYTE}",  # Ã©, but not ß and a space
        rf"[\xe0-\xef]{_BYTE}{{2}} | [\xf0-\xf4]{_BYTE}{{3}}",  # â€¢
    ),
}
#: All of them, at the beginning of a line or, to be quick, before one of the characters that they begin with.
_MARKUP: Final = regex.compile(
    rf"""(?:^|(?=[<\[(\\=:h&"!_`|\#{{\u2028\u2029\x85\x0b\x0c{_UNSEEN}\xc2-\xf4]))(?:"""
    + "|".join(f"(?P<{kind}>{'|'.join(shapes)})" if kind else "|".join(shapes) for kind, shapes in _SHAPES.items())
    + ")",
    regex.VERBOSE | regex.MULTILINE,
)
_MEANING: Final = {"line": "\n", "sign": "▪", "nothing": ""}
#: What stands around words instead of their markup.
_AROUND: Final = {"words": ("\n", "\n"), "inner": ("", ""), "linked": ("", ""), "cited": ("[", "]")}


def markup_of(raw: str, marker: str) -> Iterator[Edit]:
    """Yield edits that replace the markup of a text by what it means."""
    for found in _MARKUP.finditer(raw):
        start, end = found.span()
        kind = found.lastgroup or ""
        if kind in _AROUND:
            before, after = _AROUND[kind]
            yield Edit(start, found.start(kind), before)
            yield Edit(found.end(kind), end, after)
        elif kind == "alone":
            yield Edit(*found.span(kind), " ")
        elif kind == "entity":
            yield Edit(start, end, unescape(found[0]))
        elif kind == "garbled":
            with suppress(UnicodeError):
                yield Edit(start, end, found[0].encode("cp1252").decode())
        else:
            yield Edit(start, end, _MEANING.get(kind, f"\n{marker} "))
