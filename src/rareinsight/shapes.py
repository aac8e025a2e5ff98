"""What a title looks like: told from the form of a stretch of text alone, in scripts with case and without.

In Latin script a title is told by case, in Chinese and others that have none by length and by what it lacks: no
comma, no stop. Each question here is asked of a short stretch (`LONGEST_TITLE`), never of a whole text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import regex

from rareinsight.lexicon import SMALL_WORDS
from rareinsight.sentences import ends_sentence, holds_sentence_end
from rareinsight.signs import BEFORE_WORDS, CLOSING, OPENING, QUOTES, has_open_bracket, is_caseless

LONGEST_TITLE: Final = 160
LONGEST_CHINESE_TITLE: Final = 30
#: A heading in sentence case ("Key takeaways") is believed up to so many words.
LONGEST_PLAIN_TITLE: Final = 5

#: A heading alone on its line above another one is short: a longer line may be the title of what follows.
LONGEST_PARENT: Final = 24

_LONGEST_TITLE_LABEL: Final = 6
#: A title of an article has so many characters, or words, at the least.
_SHORTEST_ARTICLE_TITLE: Final = 8, 4
_BEFORE_TITLES = BEFORE_WORDS + "$€£¥"  # $10,000 Copper
_AROUND_WORDS = OPENING + CLOSING + QUOTES + ",:;：?!"
_OPENING_SIGNS = frozenset(OPENING)
_ENDS_OF_REMARK = (")", "):", ")：")
_NOT_IN_PLAIN_TITLES = frozenset(",;.!，；。！%$")
_CHINESE_STOPS = frozenset("。！；;!…")
_CHINESE_COMMAS = frozenset("，,")


@lru_cache(maxsize=1)
def _joined_hyphens() -> regex.Pattern[str]:
    # translation leaves "Non - ferrous Metals"
    return regex.compile(r"(?<=\w) - (?=\w)")


@lru_cache(maxsize=1)
def _bracketed() -> regex.Pattern[str]:
    return regex.compile(r"[(（《“「『【\[][^()（）《》“”「」『』【】\[\]]{0,60}[)）》”」』】\]]")


@lru_cache(maxsize=1)
def _remark_at_end() -> re.Pattern[str]:
    # Forecast Table (RMB million), Planetary Screws (14 per machine):
    return re.compile(r"(?<=\w \w)(\w*) \(([^().;]{1,30})\)(?=[:：]?\Z)")


@lru_cache(maxsize=1)
def _common_words() -> re.Pattern[str]:
    """Spell the commonest titles, large words and small ones, and how the commonest sentences begin."""
    large = r"[A-Z][A-Za-z0-9&'-]*+"
    small = "|".join(sorted(filter(str.isalpha, SMALL_WORDS), key=len, reverse=True))
    # Week - on joins the words around it to one
    return re.compile(
        rf"{large}(?: (?:[A-Z0-9][A-Za-z0-9&'-]*+|(?:{small})(?= |\Z)))*+"
        r"(?:(?P<title>\Z)|(?P<sentence> [a-z]++ (?!- )))"
    )


def is_bold(text: str) -> bool:
    """Whether the whole of ``text`` is set in bold by Markdown signs, a colon after it left out."""
    text = text.rstrip(":： ")
    return len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in text[2:-2]


def begins_markdown(text: str) -> bool:
    """Whether ``text`` begins with the signs of a heading in Markdown: ``## Label``; ``#Metals`` is a tag."""
    return text.startswith("##") or (text.startswith("#") and text[1:2].isspace())


def is_title(text: str, *, cut: bool = False) -> bool:
    """Whether ``text`` could be a heading by its form; one that was ``cut`` off may leave a bracket open.

    >>> is_title("Kilns and Clay"), is_title("the clay should stay wet"), is_title("窑炉与黏土")
    (True, False, True)
    """
    whole = text.strip()
    # most are told by their first words, in a third of the time
    if len(whole) <= LONGEST_TITLE and whole.isascii():
        common = _common_words().match(whole)
        if common is not None:
            return common.lastgroup == "title"
    text = whole.strip("*").strip()
    # **Policy** Measures: the first signs belong to others inside
    if (
        not text
        or len(text) > LONGEST_TITLE
        or (not cut and has_open_bracket(whole if "**" in text else text))
    ):
        return False
    return _is_caseless_title(text) if is_caseless(text) else _is_latin_title(text)


def _is_caseless_title(text: str) -> bool:
    if len(text) > LONGEST_CHINESE_TITLE or not (text[0].isalnum() or text[0] in BEFORE_WORDS):
        return False
    if ". " in text and holds_sentence_end(text):
        return False  # countries fell. 涉及的公司
    outside = set(text.rstrip(":：?？!！"))
    if outside & _OPENING_SIGNS:
        outside = set(_bracketed().sub("", text.rstrip(":：?？!！")))
    if outside & _CHINESE_STOPS or text.endswith("."):
        return False
    # 点评:量价齐升,毛利率创新高: after a label and a colon a title may hold a comma
    has_label = any(0 < text.find(colon) <= _LONGEST_TITLE_LABEL for colon in ":：") and "%" not in text
    return has_label or not outside & _CHINESE_COMMAS


def ends_in_remark(title: str) -> bool:
    """Whether a title ends in a remark in small letters: ``The EU (not the UK)``."""
    remark = _remark_at_end().search(title)
    return remark is not None and not all(map(_is_title_word, remark[2].split()))


def is_long_title(text: str) -> bool:
    """Whether ``text`` is as long as titles of articles are, and no sentence, as what pages say of themselves."""
    is_long = (
        len(text) >= _SHORTEST_ARTICLE_TITLE[0]
        if is_caseless(text)
        else len(text.split()) >= _SHORTEST_ARTICLE_TITLE[1]
    )
    return is_long and not ends_sentence(text)


def is_long_chinese_title(text: str) -> bool:
    """Whether ``text`` could be a Chinese heading where one is due: it may be longer and hold a comma."""
    text = text.strip()
    return is_caseless(text) and len(text) <= 2 * LONGEST_CHINESE_TITLE and not set(text) & _CHINESE_STOPS


def _is_latin_title(text: str) -> bool:
    if text.endswith(_ENDS_OF_REMARK):
        text = _remark_at_end().sub(r"\1", text)
    words = (_joined_hyphens().sub("-", text) if " - " in text else text).split()
    if not words or not _starts_large(words[0]) or holds_sentence_end(text):
        return False
    if (
        text[-1] in ";,"
        or (text[-1] == "." and ends_sentence(text))
        or not any([word[:1].isalpha() or word[1:2].isalpha() for word in words])
    ):
        return False
    return all(map(_is_title_word, words))


def is_plain_title(text: str) -> bool:
    """Whether ``text`` could be a short heading in sentence case, as ``Key takeaways``."""
    words = text.split()
    return (
        0 < len(words) <= LONGEST_PLAIN_TITLE
        and _starts_large(words[0])
        and (words[0].lstrip(BEFORE_WORDS)[:1].isalpha() or _is_year(words))
        and _NOT_IN_PLAIN_TITLES.isdisjoint(text)
        and not has_open_bracket(text)
        and not is_caseless(text)
    )


def _is_year(words: list[str]) -> bool:
    return len(words) > 1 and len(words[0]) == 4 and words[0].isdigit() and words[1].isalpha()


def _starts_large(word: str) -> bool:
    core = word.lstrip(_BEFORE_TITLES)
    # eVTOL, iPhone: a small letter before a large one
    return bool(core) and (core[0].isupper() or core[0].isdigit() or core[1:2].isupper())


def _is_title_word(word: str) -> bool:
    core = word.strip(_AROUND_WORDS)
    if not core or core in SMALL_WORDS or not core[0].isalpha():
        return True
    return not core.islower()
