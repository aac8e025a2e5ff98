"""Text that is safe in a page: characters that would affect their surroundings are made visible."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape

#: Control characters, and those that change text direction or are invisible; line ends and tabs are kept.
_ACTING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
#: The most that are named in one text; a text full of them would slow a browser down.
_NAMED: Final = 200
_LINE_ENDS: Final = re.compile("\r\n?")


def shown(text: str) -> Markup:
    r"""Escape a text, and name its invisible characters.

    >>> shown("a <b> \u202e c")
    Markup('a &lt;b&gt; <span class=u>U+202E</span> c')
    """
    if text.isascii() and text.isprintable():
        return escape(text)
    escaped = str(escape(_LINE_ENDS.sub("\n", text)))
    named = _ACTING.sub(lambda each: f"<span class=u>U+{ord(each[0]):04X}</span>", escaped, count=_NAMED)
    return Markup(_ACTING.sub("¤", named))  # noqa: S704 - escaped above


def plain(text: str) -> Markup:
    r"""Escape a text where markup is not allowed, in attributes and the title; replace its invisible characters.

    >>> plain("a\u202e<b")
    Markup('a�&lt;b')
    """
    return escape(_visible(text))


def code(cited: int | str) -> str:
    r"""Return the number or key of a reference in characters that are safe in attributes, lists and selectors.

    >>> code(12), code('the "9%" report')
    ('12', 'the%20%229%25%22%20report')
    """
    return quote(_visible(str(cited)), safe="")


def _visible(text: str) -> str:
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", text)
