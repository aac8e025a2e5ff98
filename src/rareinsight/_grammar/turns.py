"""What introduces a turn of a conversation: ``## 🧑 User``, ``**You said:**``, ``## You (2026-03-04)``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rareinsight._grammar.headings import fold
from rareinsight._patterns import deferred
from rareinsight._shapes import MAX_WORD
from rareinsight.format import Format

#: What surrounds the words above a turn of a conversation: symbols, and a time or a number in brackets.
_AROUND_TURN: Final = deferred(r"\A[\W_]+|(?:[\[(（][^()\[\]（）]*\d[^()\[\]（）]*[\])）])?[\W_\d]*\Z")


def turn_of(words: str, format: Format) -> str:
    """Return "asked" or "answered" if a line introduces such a turn of a conversation, otherwise ``""``."""
    if not format.asked or len(words) > MAX_WORD or (not words.startswith(("#", "*")) and words[-1] not in ":："):
        return ""
    bare, (asked, answered) = fold(bare_turn(words)), _turns_of(format)
    return "asked" if bare in asked else "answered" if f" {bare}".endswith(answered) else ""


def bare_turn(words: str) -> str:
    return _AROUND_TURN.sub("", words).rstrip()


@lru_cache
def _turns_of(format: Format) -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset(map(fold, format.asked)), tuple(f" {fold(word)}" for word in format.answered)
