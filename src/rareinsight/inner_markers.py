"""Signs that are markers although no citation, heading or line end stands before them."""

from __future__ import annotations

from typing import Final
from unicodedata import category

from rareinsight.format import BULLETS
from rareinsight.habits import Habits
from rareinsight.inner_headings import sub_heading, words_after_stop
from rareinsight.joints import (
    DASHES,
    FIRST_PARTS,
    PREFIXES,
    is_compound,
    is_figure,
    is_range,
    joins_names,
    joins_relation,
)
from rareinsight.lexicon import MONTH_NAMES, NEVER_LAST, SMALL_WORDS
from rareinsight.marks import Mark
from rareinsight.reading import Reading
from rareinsight.rules import Verdict, end_and_open
from rareinsight.sentences import ends_sentence, starts_sentence
from rareinsight.signs import is_caseless
from rareinsight.surroundings import indent_of_line

#: U+2212 between words is a minus sign; as a marker it stands without blanks, right after citations.
_MINUS: Final = "−"
_FEWEST_WORDS_OF_A_STATEMENT: Final = 4
_NEAR: Final = 4
_CLOSING: Final = '"”’)）'
_LEAST_STOPPED: Final = 0.7
#: Signs before a small word that another hyphen joins to the next: ``debt - to - GDP``.
_JOINED: Final = tuple(f"{dash} " for dash in DASHES)


def bullet_sign(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight after a bullet, or take what it ends for a heading."""
    sign = reading.raw[mark.start]
    if sign.isdigit():
        return end_and_open(reading, mark)
    if not _is_bullet(sign):
        return Verdict.PASS
    verdict = sub_heading(reading, mark)
    return end_and_open(reading, mark) if verdict is Verdict.PASS else verdict


def _is_bullet(sign: str) -> bool:
    """Whether a marker is a bullet or a picture that serves as one, ``▸ ■ ✓``, by which nothing joins words."""
    return sign in BULLETS or category(sign) == "So"


def bold_label(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight with its label."""
    right = reading.right_text(mark)
    close = right.find("**", 2) if right.startswith("**") else -1
    has_colon = close > 0 and (right.startswith((":", "："), close + 2) or right[close - 1] in ":：")
    return end_and_open(reading, mark) if has_colon else Verdict.PASS


def star(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight after a star."""
    return end_and_open(reading, mark) if reading.raw[mark.start] == "*" else Verdict.PASS


def list_after_colon(reading: Reading, mark: Mark) -> Verdict:
    """Open the first item of a list."""
    if not reading.open_text(mark).endswith((":", "：")) or is_figure(reading.raw, mark):
        return Verdict.PASS
    reading.in_list = True
    return end_and_open(reading, mark)


def item_of_list(reading: Reading, mark: Mark) -> Verdict:
    """Open the next item of a list."""
    right = reading.right_text(mark)
    if not reading.in_list or is_compound(reading.raw, mark) or not right:
        return Verdict.PASS
    if is_range(reading.raw, mark) and not right.split()[0].endswith((":", "：")):
        return Verdict.PASS  # 10 - 15%, but not 5% - 2025E: up 6%
    return end_and_open(reading, mark)


def after_stop(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight after a sentence."""
    raw = reading.raw
    if not ends_sentence(reading.open_text(mark)) or is_compound(raw, mark) or is_range(raw, mark):
        return Verdict.PASS
    return end_and_open(reading, mark)


def after_table(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight after the last cell of a table."""
    before = reading.raw[max(0, mark.start - _NEAR) : mark.start].rstrip()
    return end_and_open(reading, mark) if before.endswith("|") else Verdict.PASS


def no_citations(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight, unless the one before has a line of its own."""
    if reading.has_citations or reading.raw[mark.start] == _MINUS:
        return Verdict.PASS
    has_own_line = indent_of_line(reading.raw, reading.text_start) is not None
    return Verdict.PASS if has_own_line else end_and_open(reading, mark)


def _opens_with_small_word(text: str) -> bool:
    """Whether a sentence begins with a word that is small elsewhere, which no hyphen joins: ``in - The wait is``."""
    word = text.partition(" ")[0]
    return word.istitle() and word.casefold() in SMALL_WORDS


def _ends_in_small_word(text: str) -> bool:
    """Whether a sentence ends in a word that no hyphen joins to a large letter: ``in all - Cash flow was``."""
    word = text.rpartition(" ")[2]
    return word.islower() and word not in FIRST_PARTS


def _joins_sentence(reading: Reading, mark: Mark, left: str) -> bool:
    """Whether a hyphen joins a name to what no sentence ends in: ``pre - Covid``, ``of - October``."""
    before, _, last = left.rpartition(" ")
    if last in PREFIXES or last in NEVER_LAST or is_range(reading.raw, mark):
        return True
    if last in SMALL_WORDS and f"{before} ".endswith(_JOINED):
        return True
    return joins_names(reading.raw, mark) or joins_relation(reading.raw, mark)


def _joins_names_of_sentence(habits: Habits, left: str, right: str) -> bool:
    """Whether a dash is more likely to join two names, ``Prince Rupert - Fairview``, than to part two insights.

    Where full stops follow citations, they close uncited insights too, as a rule.
    """
    name = left.split()[-2:]
    is_name = (
        all([word.istitle() and word.isalpha() for word in name]) and name[-1].casefold() not in MONTH_NAMES
    )
    are_names = is_name and not _opens_with_small_word(right)
    return are_names and habits.stopped > _LEAST_STOPPED * habits.citations


def uncited_insight(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight between two statements, with a doubt."""
    sign, habits = reading.raw[mark.start], reading.habits
    left, right = reading.open_text(mark), reading.right_text(mark)
    may_join = habits.spaced_hyphens and not (_opens_with_small_word(right) or _ends_in_small_word(left))
    if may_join or (sign == _MINUS and sign != habits.common_sign):
        return Verdict.PASS
    closed = left.rstrip(_CLOSING)
    ends_in_word = closed[-1:].isalnum() or closed.endswith("%")
    if is_caseless(left[-8:] + right[:8]) or not ends_in_word or not starts_sentence(right):
        return Verdict.PASS
    if _joins_sentence(reading, mark, left):
        return Verdict.PASS
    statement = words_after_stop(left) or left
    if min(len(statement.split()), len(right.split())) < _FEWEST_WORDS_OF_A_STATEMENT:
        return Verdict.PASS
    reading.doubt("uncertain-marker", mark.start, mark.end)
    return Verdict.PASS if _joins_names_of_sentence(habits, left, right) else end_and_open(reading, mark)
