"""The signs of a text: letters of scripts with case and without, brackets and quotes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

OPENING: Final = "([{（【《“「『‘〈〔"
CLOSING: Final = ")]}）】》”」』’〉〕"
QUOTES: Final = "\"'“”‘’「」『』*_`"
#: What may stand before the first word of a title or sentence.
BEFORE_WORDS: Final = OPENING + QUOTES
_PARTNER: Final = dict(zip(CLOSING, OPENING, strict=True))
#: A letter or digit of any script, found in half of the time that asking each sign takes.
_LETTER_OR_DIGIT: Final = re.compile(r"[^\W_]")


@lru_cache(maxsize=1)
def _brackets() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(OPENING + CLOSING)}]")


@lru_cache(maxsize=1)
def _caseless() -> re.Pattern[str]:
    # Chinese, kana and Hangul; Hebrew and Arabic; Devanagari to Thai
    return re.compile(
        "[\u3400-\u9fff\u3040-\u30fa\u30fc-\u30ff\u1100-\u11ff\uac00-\ud7a3\u0590-\u06ff\u0900-\u0e7f]"
    )


def is_caseless(text: str) -> bool:
    """Whether ``text`` holds a letter of a script without case, as Chinese, kana, Hangul, Arabic or Thai."""
    return not text.isascii() and _caseless().search(text) is not None


def has_word(text: str) -> bool:
    """Whether ``text`` holds a letter or a digit."""
    return text[:1].isalnum() or _LETTER_OR_DIGIT.search(text) is not None


def has_open_bracket(text: str) -> bool:
    """Whether a bracket or a pair of bold signs is opened in ``text`` and not closed."""
    if text.count("**") % 2:
        return True
    awaited: list[str] = []
    for sign in _brackets().findall(text):
        if sign in OPENING:
            awaited.append(sign)
        elif awaited and awaited[-1] == _PARTNER[sign]:
            awaited.pop()
    # a typographic apostrophe looks like a closing quote, and a lone ‘ like an opening one: they prove nothing
    return any(sign != "‘" for sign in awaited)
