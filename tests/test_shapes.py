"""What titles look like: told by their first words where those are common, and by all of their signs elsewhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rareinsight.lexicon import SMALL_WORDS
from rareinsight.shapes import is_title

_LARGE = (
    "Market",
    "Low-Cost",
    "R&D",
    "Q2",
    "2025",
    "10,000",
    "U.S.",
    "Inc.",
    "eVTOL",
    "A",
    "It's",
    "芯片",
    "É",
)
_OTHERS = ("fell", "rolled", "prices,", "rose.", "(see", "below)", "why?", "one:", "-", "–", "&c", "'")
_WORDS = (*_LARGE, *_OTHERS, *sorted(SMALL_WORDS))


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join))
def test_common_titles_are_told_as_all_others_are(text: str) -> None:
    """Emphasis around a title changes nothing, and keeps it from being told by its first words."""
    assert is_title(text) is is_title(f"*{text}*")


def test_a_hyphen_with_blanks_joins_the_words_around_it() -> None:
    """A small word before a hyphen is no sentence's."""
    assert is_title("Week - on - Week Change")
    assert is_title("Hot rolled - Coil Prices")
    assert not is_title("Hot rolled coil - Prices")
