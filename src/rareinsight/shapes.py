"""What a title looks like: told from the form of a stretch of text alone, in scripts with case and without.

In Latin script a title is told by case, in Chinese and others that have none by length and by what it lacks: no
comma, no stop. Each question here is asked of a short stretch (`LONGEST_TITLE`), never of a whole text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import regex

from rareinsight.lexicon import ABBREVIATIONS, SMALL_WORDS

LONGEST_TITLE: Final = 160
LONGEST_CHINESE_TITLE: Final = 30
#: A heading in sentence case ("Key takeaways") is believed up to so many words.
LONGEST_PLAIN_TITLE: Final = 5

#: A heading alone on its line above another one is short: a longer line may be the title of what follows.
LONGEST_PARENT: Final = 24

_LONGEST_TITLE_LABEL: Final = 6
#: A title of an article has so many characters, or words, at the least.
_SHORTEST_ARTICLE_TITLE: Final = 8, 4
_OPENING = "([{（【《“「『‘〈〔"
#: A letter or digit of any script, found in half of the time that asking each sign takes.
_LETTER_OR_DIGIT: Final = re.compile(r"[^\W_]")
_CLOSING = ")]}）】》”」』’〉〕"
_PARTNER = dict(zip(_CLOSING, _OPENING, strict=True))
_QUOTES = "\"'“”‘’「」『』*_`"
_BEFORE_WORDS = _OPENING + _QUOTES
_BEFORE_TITLES = _BEFORE_WORDS + "$€£¥"  # $10,000 Copper
_AFTER_SENTENCES = _CLOSING + _QUOTES
_AROUND_WORDS = _OPENING + _CLOSING + _QUOTES + ",:;：?!"
_OPENING_SIGNS = frozenset(_OPENING)
_NOT_IN_PLAIN_TITLES = frozenset(",;.!，；。！%$")
_STOPS = ".!?。！？"
_CHINESE_STOPS = frozenset("。！；;!…")
_CHINESE_COMMAS = frozenset("，,")


@lru_cache(maxsize=1)
def _sentence_end() -> regex.Pattern[str]:
    # A stop after two small letters or a closing sign: "rise. The", not "U.S. Growth" or "Inc. Sales".
    return regex.compile(r"(?:[a-z]{2}|[0-9%)\]”\"’])[.!?](?=\s)|[。！？!?](?=\S)")


@lru_cache(maxsize=1)
def _joined_hyphens() -> regex.Pattern[str]:
    # translation leaves "Non - ferrous Metals"
    return regex.compile(r"(?<=\w) - (?=\w)")


@lru_cache(maxsize=1)
def _brackets() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")


@lru_cache(maxsize=1)
def _bracketed() -> regex.Pattern[str]:
    return regex.compile(r"[(（《“「『【\[][^()（）《》“”「」『』【】\[\]]{0,60}[)）》”」』】\]]")


@lru_cache(maxsize=1)
def _remark_at_end() -> re.Pattern[str]:
    return re.compile(r"(?<=\w) \([^().;]{1,30}\)\Z")


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
        if sign in _OPENING:
            awaited.append(sign)
        elif awaited and awaited[-1] == _PARTNER[sign]:
            awaited.pop()
    # a typographic apostrophe looks like a closing quote, and a lone ‘ like an opening one: they prove nothing
    return any(sign != "‘" for sign in awaited)


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
    if (
        whole.isascii() and len(whole) <= LONGEST_TITLE
    ):  # most are told by their first words, in a third of the time
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
    if len(text) > LONGEST_CHINESE_TITLE or not (text[0].isalnum() or text[0] in _BEFORE_WORDS):
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
    if text.endswith(")"):
        text = _remark_at_end().sub("", text)  # Forecast (RMB million)
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


def holds_sentence_end(text: str) -> bool:
    """Whether a sentence ends inside ``text``, and something follows it."""
    if not any([stop in text for stop in _STOPS]):
        return False  # nearly all titles: the search for where a sentence ends takes ten times as long
    return any(ends_sentence(text[: found.end()]) for found in _sentence_end().finditer(text))


def is_plain_title(text: str) -> bool:
    """Whether ``text`` could be a short heading in sentence case, as ``Key takeaways``."""
    words = text.split()
    return (
        0 < len(words) <= LONGEST_PLAIN_TITLE
        and _starts_large(words[0])
        and (words[0].lstrip(_BEFORE_WORDS)[:1].isalpha() or _is_year(words))
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


def starts_sentence(text: str) -> bool:
    """Whether ``text`` reads like the beginning of a sentence: a large letter, then small words; or Chinese."""
    text = text.lstrip().lstrip(_BEFORE_WORDS + " ").lstrip()
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
