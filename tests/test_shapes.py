"""What titles look like: told by their first words where those are common, and by all of their signs elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareinsight.lexicon import SMALL_WORDS
from rareinsight.shapes import LONGEST_TITLE, ends_in_remark, is_title

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


def test_a_title_is_no_longer_than_a_heading() -> None:
    assert is_title("Word " * (LONGEST_TITLE // 5))
    assert not is_title("Word " * (LONGEST_TITLE // 5 + 1))


@pytest.mark.parametrize("remark", ["RMB million", "US$ billion", "in tons", "14 per machine"])
def test_a_title_may_end_in_a_remark(remark: str) -> None:
    assert is_title(f"Forecast Table ({remark})")
    assert is_title(f"Forecast Table ({remark}):")
    assert ends_in_remark(f"Forecast Table ({remark})")
    assert not is_title(f"Forecast ({remark})")


@pytest.mark.parametrize("remark", ["in millions; excluding tax", "in millions of yuan at the end of June"])
def test_a_title_ends_in_no_sentence_in_brackets(remark: str) -> None:
    assert not is_title(f"Forecast Table ({remark})")


def test_a_title_in_brackets_is_no_remark() -> None:
    assert not ends_in_remark("Forecast Table (Third Quarter)")


def test_a_hyphen_with_blanks_joins_the_words_around_it() -> None:
    """A small word before a hyphen is no sentence's."""
    assert is_title("Week - on - Week Change")
    assert is_title("Hot rolled - Coil Prices")
    assert not is_title("Hot rolled coil - Prices")
