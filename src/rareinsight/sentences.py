"""Where sentences begin and end: told from the form of a short stretch of text alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from rareinsight.lexicon import ABBREVIATIONS, SMALL_WORDS
from rareinsight.signs import BEFORE_WORDS, CLOSING, QUOTES, is_caseless

_STOPS: Final = ".!?。！？"
_AFTER_SENTENCES: Final = CLOSING + QUOTES


@lru_cache(maxsize=1)
def _sentence_end() -> regex.Pattern[str]:
    # A stop after two small letters or a closing sign: "rise. The", not "U.S. Growth" or "Inc. Sales".
    return regex.compile(r"(?:[a-z]{2}|[0-9%)\]”\"’])[.!?](?=\s)|[。！？!?](?=\S)")


def starts_sentence(text: str) -> bool:
    """Whether ``text`` reads like the beginning of a sentence: a large letter, then small words; or Chinese."""
    text = text.lstrip().lstrip(BEFORE_WORDS + " ").lstrip()
    if not text:
        return False
    if is_caseless(text[:6]):
        return not text[0].isdigit()
    words = text.split(None, 8)[:8]
    return words[0][0].isupper() and any(word.islower() and word not in SMALL_WORDS for word in words[1:])


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends in a stop that closes a sentence, not in that of an abbreviation.

    >>> ends_sentence("prices fell."), ends_sentence("the U.S."), ends_sentence("Horizon Inc.")
    (True, False, False)
    """
    text = text.rstrip().rstrip(_AFTER_SENTENCES)
    if text.endswith(("。", "！", "？", "!", "?", "．")):
        return True
    if not text.endswith("."):
        return False
    word = text[-24:].split()[-1].rstrip(".")
    return word.lower() not in ABBREVIATIONS and not (
        len(word.rsplit(".", 1)[-1]) == 1 and word[-1:].isupper()
    )


def holds_sentence_end(text: str) -> bool:
    """Whether a sentence ends inside ``text``, and something follows it."""
    if not any([stop in text for stop in _STOPS]):
        return False  # nearly all titles: the search for where a sentence ends takes ten times as long
    return any(ends_sentence(text[: found.end()]) for found in _sentence_end().finditer(text))
