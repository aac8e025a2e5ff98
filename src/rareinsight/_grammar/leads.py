"""Leading headings, the cores and groups of a format, in a normal spelling for comparison."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from typing import Final

from rareinsight._grammar.headings import fold
from rareinsight._patterns import deferred
from rareinsight._shapes import MAX_CACHED, MAX_WORD, parts_of
from rareinsight.format import Format, Heading, Numbered

#: The number, in any notation, after the word of a heading; and a heading with both.
_NUMERALS: Final = (
    r"[\W_]{0,6}(?:(?:no|nr|number)\W{0,2})?"
    r"(?:[\d①-⑳ⅰ-ⅻ一二三四五六七八九十]|(?<![^\W_]['’&])(?:[a-z]|[ivx]+|one|two|three)(?![^\W_]))"
)
_AFTER_WORDS: Final = deferred(rf"[\u3400-\u9fff]?{_NUMERALS}")  # 组别1
_NUMBERED: Final = deferred(
    rf"第.{{1,3}}组|[一二三四五六七八九十]组(?!\w)|([^\W\d_\u2e80-\uffff]{{1,15}}+|[\u3400-\u9fff]{{1,4}}?){_NUMERALS}"
)
_CHINESE: Final = "一二三四五六七八九十两兩"
#: How many insights there are, in folded words: ``(4 points)``, ``– four items``, ``共四条``.
COUNT: Final = (
    r"[\s(（\[【〔{·•|｜丨,，:：–—-]{0,4}"
    r"(?:(?:[0-9]{1,2}|(?i:one|two|three|four|five|six|seven|eight|nine|ten))\s(?P<noun>in (?:all|total)|[a-z]{3,8}?)s?"
    rf"|共?\s?(?:[0-9]{{1,2}}|[{_CHINESE}]{{1,2}})\s?[条條点點则則项項个個]|共\s?[0-9{_CHINESE}]{{1,2}}\s?[组組])"
    r"[)）\]】〕}:：]{0,2}"
)
COUNTED: Final = deferred(COUNT)
#: What is around the words of a heading: its own number, or how many insights there are: ``02｜第一组``.
_AROUND_WORDS: Final = deferred(
    r"\A(?:[0-9]{1,2}\s?(?:[|｜丨]\s?(?=\w)|(?=第))"
    rf"|[0-9{_CHINESE}]{{1,2}}[条條点點大个個项項](?!$))|(?<=\w){COUNT}\Z"
)
#: What may precede such a word where a heading begins: a line end, or anything but a word.
_BEFORE_WORDS: Final = deferred(r"(?:\A|[\r\n]|[^\w\s]|分|小)[^\S\r\n]{0,3}[\u3400-\u9fff]?\Z")
#: What numbers a word that follows it: ``first ``, ``第二``, or only marks it: ``== ``.
_ORDINAL: Final = deferred(r"(?:first|second|third|[0-9](?:st|nd|rd|th|\.)|第.{1,3}|[\W_]{2,8})\s?$")
#: The number of the first of several headings, in any notation, before or after its word.
_FIRST_BEFORE: Final = deferred(r"(?:first|1st|第\s?[一1①壹])\s?\Z")
_FIRST_AFTER: Final = deferred(r"[\W_]{0,4}(?:no\W{0,2})?(?:0*1(?!\d)|(?:one|i|a)\b|[一①❶])")
_LIKE_LATIN: Final = "丨авгенкмопрстухіјѕԁɡıαβεικνορτυχᴀᴄᴅᴇɢʜɪᴋᴍɴᴏᴘʀꜱᴛᴜ"  #: letters that look like Latin ones
_LOOKALIKES: Final = str.maketrans(_LIKE_LATIN, "|abrehkmonpctyxijsdgiabeiknoptuxacdeghikmnoprstu")
#: Accents of decomposed letters, and characters without width; few words have these or the letters above.
_IN_UNSEEN: Final = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff"
_UNSEEN, _ODD = deferred(f"[{_IN_UNSEEN}]"), deferred(f"[{_IN_UNSEEN}{_LIKE_LATIN}]")
#: Digits that look like letters: ``gr0up``.
_LIKE_LETTERS: Final = deferred(r"(?<=[a-z])[01](?=[a-z])")
_SYMBOLS: Final = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())  #: of ASCII, left out
_MIN_TOKEN: Final = 4  #: shorter words occur in too many texts to mean anything
_MIN_TYPO: Final = 4, 6  #: shorter words, in Chinese and in Latin letters, are not guessed
_MAX_PLACES: Final = 40  #: how many places of a text are looked at


def normal(text: str) -> str:
    """Return words without case, accents, spaces and symbols, lookalikes replaced by Latin letters."""
    if text.isascii():
        return _folded(text).translate(_SYMBOLS)
    return "".join(filter(str.isalnum, _folded(text)))


def _folded(text: str) -> str:
    if text.isascii():
        folded = text.casefold()
        is_odd = "0" in folded or "1" in folded
        return _LIKE_LETTERS.sub(lambda found: "ol"[int(found[0])], folded) if is_odd else folded
    folded = unicodedata.normalize("NFKD", text).casefold()
    return folded if _ODD.search(folded) is None else _UNSEEN.sub("", folded.translate(_LOOKALIKES))


def bare(folded: str) -> str:
    """Return the folded words of a heading without its own number, and without how many insights there are."""
    return _AROUND_WORDS.sub("", folded)


def without_a_letter(word: str) -> Iterator[str]:
    """Yield a word, then that word without each of its letters in turn."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


class Leads:
    """The leading headings of a format: cores and groups, or all if it has neither."""

    def __init__(self, format: Format, leading: list[Heading]) -> None:
        self._leading: Final = [word for each in leading for word in each.words]
        self._headings: Final = format.headings
        fixed = (("".join(text for text, _ in parts_of(each.shape)), each) for each in format.numbered)
        shaped = [(word, each) for text, each in fixed if (word := normal(text.removeprefix("第")))]
        counting = [(word, each) for word, each in shaped if "{n}" in each.shape]
        groups = [(word, each) for word, each in counting if each.role == "group"] or counting
        self.numbered: Final[dict[str, Numbered]] = dict(reversed(groups))
        self.others: Final = {word for word, _ in shaped} - {*self.numbered}
        cased = {to(word) for word in self.numbered for to in (str.title, str.upper, str.lower)}
        #: The words of numbered headings as they are usually written, to look for them quickly.
        self.spelled: Final = (*cased, *(f"**{word}" for word in cased))
        words = "|".join((*self.numbered, *self.others)) or "(?!)"
        #: A group with a colon inside text: ``… fell Group 3: Prices``.
        self.group_inside: Final = deferred(rf"(?:{'|'.join(sorted(cased)) or '(?!)'})\s?[0-9]{{1,2}}\s?[:：{{]")
        #: The word of a number whose digit is lost or misread.
        self._lost: Final = deferred(rf"(?:{words})[ loax]*+[\W_]")

        self._nouns: Final = {word[-1] if word[0] > "\u2e80" else word for word in self.numbered}  # 分组, 小组
        self._noun: Final = deferred("|".join(self._nouns) or "(?!)")

        def begins(first: str) -> bool:
            short, parts = self._beginnings
            return first.startswith(short) or first in self.firsts or not parts.isdisjoint(without_a_letter(first))

        #: Whether a word begins like a leading one, give or take a letter.
        self._begins: Final = lru_cache(MAX_CACHED)(begins)
        self._short_may_be: Final = lru_cache(MAX_CACHED)(self._may_be)
        self._ends: Final = {word[0] if word.isascii() else word[-1] for word in self.numbered}

    def declares(self, words: str) -> bool:
        """Whether words are those of a declared heading, however they are capitalised."""
        return fold(words.strip("*:： ")) in self._declared

    # few articles are looked at so closely that these are needed

    @cached_property
    def _declared(self) -> set[str]:
        return {fold(word) for each in self._headings for word in each.words}

    @cached_property
    def _endings(self) -> set[str]:
        return {fold(word)[at:] for word in self._leading for at in range(len(word) - _MIN_TOKEN + 1)}

    @cached_property
    def words(self) -> dict[str, str]:
        """The declared words by their normal spelling."""
        return {normal(word): word for word in reversed(self._leading)}

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """What leading headings end with that have words before it: ``The Core Insights``."""
        spaced = {f" {word.casefold()}" for word in self._leading if " " in word}
        return tuple(each for each in spaced if not each.endswith((*(spaced - {each}),)))

    @cached_property
    def longest(self) -> int:
        """The most characters of a word."""
        return max(map(len, self.words), default=0)

    @cached_property
    def _beginnings(self) -> tuple[tuple[str, ...], set[str]]:
        """The short words, and what all begin with, also without a letter."""
        parts = {part for word in self.words for part in without_a_letter(word[:_MIN_TOKEN])}
        return tuple(word for word in self.words if len(word) < _MIN_TOKEN), parts

    @cached_property
    def firsts(self) -> set[str]:
        """The first words of the declared ones in normal spelling, and the first halves of Chinese ones."""
        halves = {word[: len(word) // 2] for word in self._leading if word[0] > "\u2e80" and len(word) >= _MIN_TOKEN}
        return halves | {normal(word.split()[0]) for word in self._leading}

    @cached_property
    def _tokens(self) -> set[str]:
        """A small set of tokens such that each leading heading contains at least one."""
        several = [
            ([token for token in word.split() if len(token) >= _MIN_TOKEN] or [word])
            if word.isascii()
            else [word[at : at + 2] for at in range(len(word) - 1)]
            for word in map(str.casefold, self._leading)
        ]
        counts = Counter(token for tokens in several for token in tokens)
        return {max(tokens, key=counts.__getitem__) for tokens in several if tokens}

    @cached_property
    def typos(self) -> dict[str, str]:
        """The words by what remains of them without one letter."""
        return {
            typo: word
            for word in reversed(self.words)
            if len(word) >= _MIN_TYPO[word.isascii()]
            for typo in without_a_letter(word)
        }

    def meant(self, spelled: str) -> str:
        """Return the word that ``spelled`` differs from by one letter, or ``""``."""
        is_likely = len(spelled) <= MAX_WORD and self._begins(spelled[:_MIN_TOKEN])
        spellings = without_a_letter(spelled) if is_likely else ()
        return next(filter(None, map(self.typos.get, spellings)), "")

    def may_begin(self, text: str) -> bool:
        """Whether a text begins like a leading word, give or take a letter."""
        first = text[:_MIN_TOKEN]
        is_normal = first.isascii() and first.isalpha() and first.islower()
        return self._begins(first if is_normal else normal(text[: 3 * _MIN_TOKEN])[:_MIN_TOKEN])

    def may_be(self, heading: str) -> bool:
        """Whether a heading may be a leading one, misspelt or with its number in another notation."""
        # pages share many headings
        return self._short_may_be(heading) if len(heading) <= MAX_WORD else self._may_be(heading)

    def _may_be(self, heading: str) -> bool:
        folded = bare(_folded(heading).strip("*# :：|"))
        if not folded[:1].isalnum():
            return not (folded.startswith("[") and "](" in folded) or self.may_be_in(folded)  # not a link
        spelled = normal(folded)
        if self._holds_noun(spelled) and not self._holds_noun(folded):  # G r o u p, Gro up
            return True
        if self._lost.match(folded) or folded.endswith((*self.numbered,)) or self.ends(folded):
            return True
        if self.may_begin(folded) and (spelled in self.firsts or spelled in self.words or self.meant(spelled)):
            return True
        found = _NUMBERED.match(folded) if folded[0] in self._ends or not folded.isascii() else None
        is_numbered = found is not None and (found[1] is None or not self._ends.isdisjoint((found[1][0], found[1][-1])))
        return is_numbered or (not folded.isascii() and self.may_be_in(folded))

    def ends(self, folded: str) -> bool:
        """Whether the words of a folded heading end in a leading one: ``Our Core Insights:``."""
        words = " ".join(folded.rstrip(":： *").replace("，", " ").split())
        return words.endswith(self.phrases) or words.rpartition(" ")[2] in self.words

    def may_count(self, heading: str) -> bool:
        """Whether a heading may be one of several that count, or that name groups."""
        folded = _folded(heading)
        return any([word in folded for word in self.numbered]) or _NUMBERED.match(folded.strip("*# ")) is not None

    def is_part(self, text: str) -> bool:
        """Whether a text is the first word of a leading heading, or its end: ``Core``, ``ights``."""
        return fold(text.strip("*:： ")) in self._endings or normal(text) in self.firsts

    def names_group(self, text: str) -> bool:
        """Whether a text contains the word of a numbered heading."""
        return self._holds_noun(_folded(text))

    def _holds_noun(self, folded: str) -> bool:
        return any([noun in folded for noun in self._nouns])

    def may_begin_to_count(self, text: str) -> bool:
        """Whether a text may contain the first of several numbered headings."""
        folded = text.casefold()
        places = (found.span() for found in self._noun.finditer(folded)) if self._holds_noun(folded) else ()
        found = (
            _FIRST_AFTER.match(folded, end) or _FIRST_BEFORE.search(folded, max(0, start - 8), start)
            for start, end in places
        )
        return any(found)

    def begin(self, text: str, at: int) -> bool:
        """Whether the first word of a leading heading begins at ``at``."""
        words = normal("".join(takewhile(str.isalpha, text[at : at + MAX_WORD])))
        return len(words) >= _MIN_TOKEN and (words in self.firsts or words in self.numbered)

    def may_be_in(self, text: str) -> bool:
        """Whether a text contains a leading heading in any spelling."""
        folded = text.casefold()
        for token in self._tokens:
            for at in _places(folded, token) if token in folded else ():  # few texts have any
                around = normal(folded[max(0, at - MAX_WORD // 2) : at + MAX_WORD])
                if any(word in around for word in self.words):
                    return True
        return any(
            (_AFTER_WORDS.match(folded, at + len(noun)) and _BEFORE_WORDS.search(folded, max(0, at - 4), at))
            or _ORDINAL.search(folded, max(0, at - 8), at)
            for noun in self._nouns
            if noun in folded
            for at in _places(folded, noun)
        )


def _places(text: str, token: str) -> list[int]:
    return [each.start() for each in islice(re.finditer(re.escape(token), text), _MAX_PLACES)]
