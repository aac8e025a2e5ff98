"""What a stretch of text looks like: a title, a sentence, a label; judged by its form alone, in any script.

A title in Latin script is recognised by case; in Chinese and other caseless scripts, by length and by what it lacks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._shapes import MAX_CACHED, MAX_WORD

#: What may be around the words of a heading: the syntax of Markdown, a bullet, a colon, spaces.
AROUND_HEADING: Final = "#*_-•:： \t\u00a0\u3000\ufeff\u200b"
BOLD: Final = r"\*\*[^*]{1,120}\*\*"  #: a pattern for words in bold
_BOLD: Final = deferred(rf"{BOLD}|\*{BOLD}\*|__[^_]{{1,120}}__|<(b|strong|h[1-6])>[^<>]{{1,120}}</\1>")
_SMALL: Final = """
    a an and as at but by de for from if in into is la nor of off on onto or over per since so than that the through to
    toward towards under until up upon v versus via vs with within without amid among about after against along around
    before behind below between beyond during its it vs. v. & + / | - – — s al el
"""
#: Words that stay lowercase in an English title, and symbols between its words.
SMALL_WORDS: Final = frozenset(_SMALL.split())
_VERBS: Final = deferred(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|can|could|should|shall|does|did|do|remains?|"
    r"expects?|shows?|says?|said|rose|fell|grew|reached|increased|decreased|declined|includes?|means?|made|makes)\b"
)
#: An abbreviation at the end of a text: ``Acme Inc.``, ``the U.S.``.
_ABBREVIATION: Final = deferred(
    r"(?:(?<![^\W\u3040-\u9fff])(?:inc|corp|co|ltd|llc|plc|no|vs|mr|mrs|ms|dr|st|jr|sr|approx|est|fig|etc|e\.g|i\.e|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z]|[A-Z]\.[A-Z])\.\Z",
    re.IGNORECASE,
)
#: The end of a sentence inside other text, which ends where the next one begins.
SENTENCE_END: Final = deferred(
    r"[.!?。！？](?:(?<=[。！？])\s?(?=\S)|(?:(?<=[^\W\dA-Z_]{2}.)|(?<=[%+)”\"’`\u3040-\ud7a3].))\s(?=[A-Z\"“\u4e00-\u9fff]))"
)
_IN_CASELESS: Final = "[\u3400-\u9fff\u3040-\u30fa\u30fc-\u30ff\u1100-\u11ff\uac00-\ud7a3\u0590-\u06ff\u0900-\u0e7f]"
_CASELESS, _CASELESS_RUN = deferred(_IN_CASELESS), deferred(_IN_CASELESS + "+")
_BRACKETED: Final = deferred(r"[(（《“「『【\[\"][^()（）《》“”「」『』【】\[\]\"]{0,60}[)）》”」』】\]\"]")
#: ``**Copper**:``, ``Trips:``.
_LABEL: Final = deferred(
    r"(?P<bold>\*\*[^*]{1,80}(?::\*\*|：\*\*|\*\*\s?[:：]))|(?P<label>[^:：]{1,60}+)[:：](?=[^0-9])"
)
_WORD: Final = deferred(r"[^\W_]")
COMMA: Final = deferred(r"[,;] |[，；。]|(?<=[\u3400-\u9fff]),")  #: a comma or semicolon outside numbers
_PAIRS: Final = {"(": ")", "（": "）", "[": "]", "【": "】", "《": "》", "“": "”"}
_AROUND: Final = "([{（【《“「『‘\"'”’」』》】）}])*_`$€£¥#,:;：?!+~≥≤<>"
_STOPS: Final = tuple(".。．!?！？…")
COLONS: Final = (":", "：")  #: these introduce what follows
_MAX_TITLE: Final = 160
_MAX_CHINESE_TITLE: Final = 36
_MAX_LABEL: Final = 9
MAX_UNTITLED: Final = 5  #: the most words of a heading that does not have the form of a title
MAX_HEADING: Final = 14  #: the most words of a heading that is recognised by its form


def strip_span(text: str, start: int, end: int, around: str = SPACES) -> tuple[int, int]:
    """Narrow a range by the characters around its words; unlike ``str.strip``, this copies no text."""
    while start < end and text[start] in around:
        start += 1
    while end > start and text[end - 1] in around:
        end -= 1
    return start, end


def is_bold(text: str) -> bool:
    """Whether all of a text is in bold, apart from a colon after it: ``**Copper**:``."""
    return _BOLD.fullmatch(text.rstrip(":： ")) is not None


def has_word(text: str) -> bool:
    """Whether ``text`` contains a letter or a digit."""
    return text[:1].isalnum() or _WORD.search(text) is not None  # most texts begin with one


def is_caseless(text: str) -> bool:
    """Whether ``text`` contains a letter of a caseless script, such as Chinese, Korean, Arabic or Thai."""
    return not text.isascii() and _CASELESS.search(text) is not None


def count_words(text: str) -> int:
    """Count words; two characters of a caseless script count as one: ``铜价上涨`` has two."""
    if text.isascii():
        return len(text.split())
    others, runs = _CASELESS_RUN.subn(" ", text)
    caseless = len(text) - len(others) + runs
    return len(others.split()) + (caseless + 1) // 2


def is_title(text: str) -> bool:
    """Whether ``text`` has the form of a heading: ``Kilns and Clay``, ``窑炉与黏土``, not ``Kilns (and Clay``."""
    return _is_short_title(text) if len(text) <= MAX_WORD else _is_title(text)


def _is_title(text: str) -> bool:
    if text.count("**") % 2:
        return False
    text = text.strip("*# ").rstrip(":：")
    if not text or len(text) > _MAX_TITLE:
        return False
    if any([text.count(symbol) > text.count(_PAIRS[symbol]) for symbol in _PAIRS.keys() & text]):
        return False
    return _is_caseless_title(text) if is_caseless(text) else _is_latin_title(text)


_is_short_title: Final = lru_cache(MAX_CACHED)(_is_title)


def _is_caseless_title(text: str) -> bool:
    bare = _BRACKETED.sub("", text)
    if len(bare) > _MAX_CHINESE_TITLE or (text[0] in ",，、。;；)）" or text[-1] in ",，;；、."):
        return False
    if any(stop in bare for stop in "。！；;!…"):
        return False
    colon = max(bare.find(":"), bare.find("："))
    return (0 < colon <= _MAX_LABEL and "%" not in bare) or not ("，" in bare or "," in bare)


def _is_latin_title(text: str) -> bool:
    words = text.replace(" - ", "-").split()
    first = words[0].strip(_AROUND) if words else ""
    if not first or not (first[0].isupper() or first[0].isdigit() or first[1:2].isupper()):
        return False
    if text[-1] in ";," or (text[-1] == "." and not is_abbreviated(text)):
        return False
    if any(ends_sentence(text[: found.end()].rstrip()) for found in SENTENCE_END.finditer(text)):
        return False
    return _WORD.search(text.strip("0123456789.,% ")) is not None and all(map(is_title_word, words))


def is_title_word(word: str) -> bool:
    """Whether a word is capitalised as in an English title."""
    core = word.strip(_AROUND)
    return not core or core in SMALL_WORDS or not core[0].isalpha() or not core.islower()


def has_verb(text: str) -> bool:
    """Whether ``text`` contains one of the most common verbs of English sentences."""
    return _VERBS.search(text) is not None


def continues_lowercase(text: str, at: int, end: int) -> bool:
    """Whether a lowercase letter follows at ``at``, perhaps after one space, and before ``end``."""
    return text[at : min(at + 2, end)].strip().islower()


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends in the stop of a sentence rather than of an abbreviation: ``the U.S.``."""
    text = text.rstrip("\"'”’)）】」』* ")
    return text.endswith(_STOPS) and not is_abbreviated(text)


def is_abbreviated(text: str) -> bool:
    """Whether ``text`` ends in the stop of an abbreviation."""
    return text.endswith(".") and _ABBREVIATION.search(text) is not None


def run_in_label(text: str) -> str | None:
    """Return the run-in label at the start of a text: ``Trips`` in ``Trips: 17 % more``."""
    found = _LABEL.match(text) if ":" in text or "：" in text else None
    if found is None:
        return None
    if found["bold"] is not None:
        return found["bold"].strip("*:： ") or None
    label = found["label"].strip()
    is_apart = text[found.end() : found.end() + 1].isspace()
    is_label = (len(label) <= 16 and {*" ,，。"}.isdisjoint(label)) if is_caseless(label) else is_apart
    return label if is_label and is_title(label) else None
