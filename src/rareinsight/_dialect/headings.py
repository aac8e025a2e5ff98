"""The leading headings of a page, however they are decorated, numbered or misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import itemgetter
from string import digits
from typing import Final, NamedTuple
from unicodedata import category, combining

import regex

from rareinsight._dialect.notation import (
    ALIKE,
    ANCHOR,
    HAN,
    NUMBER,
    SAME,
    Opener,
    best_notation,
    enumerator_at,
    likeness,
    values_of,
)
from rareinsight._dialect.page import Page
from rareinsight._grammar.form import count_words, strip_span
from rareinsight._grammar.leads import COUNT, COUNTED, Leads, bare, normal
from rareinsight._parse.oddities import ENDING
from rareinsight._pieces import SPACES
from rareinsight._shapes import MAX_WORD

#: What may precede the words of a heading: symbols, a word in brackets or after several symbols (``[!note]``), and
#: a number of its own.
_DECORATION: Final = regex.compile(
    r"(?:[^\w\r\n]|[_＿丨\u20e3\ufe0f\u200d]){0,12}"
    r"(?:(?<=[\[{<][^\w\s]{0,3})(?P<tag>\p{L}[^\s\[\]{}<>()]{0,30})[\]}>](?!\s[^\w\s]\s)[^\w\r\n]{0,3}(?=\w)|(?<=[!:/%+]{2}\s?)\p{Ll}{2,12}\s[\"“]?"
    r"|(?<=[*#-]\s)(?P<tag>\p{Lu}{3,8}\s)|(?<=[#{])(?:\p{Ll}{2,10}:)?\p{Ll}{2,10}[\[=]|(?<=\{\\)\p{Ll}{2,10}\s)?"
    rf"(?:(?i:the|our|two|three|four|five|six|seven|eight|nine|ten)\s{{1,4}}){{0,2}}(?:第\s?[\d\p{{Han}}]{{1,2}}(?:部分|[章节節篇])[、：:\s]?|[0-9{HAN}两兩]{{1,2}}[条條点點大个個项項])?(?:(?P<part>\p{{L}}{{3,9}}[\s.]|\p{{Lu}}\p{{L}}{{1,2}}\.\s?(?=[0-9])|\p{{Han}}{{2}}(?=[0-9]))?(?:[A-Z]?[0-9]{{1,2}}|[A-Za-z]|[IVX]{{1,4}}|[Ⅰ-Ⅻ{HAN}甲乙丙丁戊己庚辛]|(?i:one|two|three|four|five|six)\b)(?:\.[0-9]{{1,2}})?"
    r"(?:[.):：、，）．]|\ufe0f?\u20e3|\s[-–—]\s|\s?[|/·•»›→>]\s|[｜丨]|[^\S\r\n](?=\p{Lu}\p{Ll}|\p{Han}))(?:[^\w\r\n]|_){0,6})?"
)
#: The word of a numbered heading, also in spaced letters: ``G r o u p``.
_WORD: Final = r"(?P<word>\p{L}(?:\s\p{L}\b){1,9}|(?:(?!\p{Han})[^\W\d_]|\b[\u00ad\u200b\u2060]\b){1,15}|\p{Han}{1,4}?)"
#: What is between that word and its number: `` No. ``, `` #``.
_GAP: Final = (
    r"(?:[^\w\r\n]|_){0,3}?(?:(?:(?i:no|nr|num|number|nº)(?:\b\.?|(?=[0-9]))|\p{L}{1,3}[.°º])\s?)?(?:[^\w\r\n]|_){0,3}"
)
#: How many numbers there are: ``/3``, `` of four``, ``共 3 组``.
_TOTAL: Final = (
    r"(?:\s?[/／|]\s?[0-9]{1,2}(?![\w/%])|\s[(（]?(?:(?:out\s)?of|von|de|di|sur)\s(?:[0-9]{1,2}|(?i:two|three|four|five|six))(?!\w)[)）]?"
    rf"|[,，·]?\s?共\s?[0-9{HAN}]{{1,2}}\s?[组組]"
    rf"|之(?=[：“「《【])|\s?[(（](?:共?\s?[0-9{HAN}]{{1,2}}\s?[组組条條点點则則项項]|[0-9]{{1,2}}\s?[/／]\s?[0-9]{{1,2}})[)）])?"
)
#: ``Group #2``, ``第一组``, ``First Group``, ``1. Gruppe: …``.
_NUMBERED: Final = regex.compile(
    rf"(?:第\s?{NUMBER}(?P<word>[组組])的?\p{{Han}}{{2}}(?=\h*(?:[:：]|[\r\n]|\Z|[\p{{Pd}}•*]\s))"
    rf"|第\s?[\p{{Ps}}\p{{Pi}}]?{NUMBER}[\p{{Pe}}\p{{Pf}}]?\s?[个個]?(?P<word>\p{{Han}}{{1,2}})|{NUMBER}(?P<word>[组組])(?!\w)){_TOTAL}"
    rf"|(?P<number>(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    rf"|[0-9]{{1,2}}(?=st|nd|rd|th|\.\s\w+(?![^\S\r\n]*\w)))"  # 1. Gruppe: Preise, not 1. Copper Prices
    rf"(?:st|nd|rd|th|\.)?[^\S\r\n]{{1,2}}{_WORD}(?!\w)"
    rf"|{_WORD}{_GAP}{NUMBER}(?!(?<=\p{{Han}})(?!丨)\p{{Han}})[\p{{Pe}}>ºª°]?{_TOTAL}"
)
#: What may be between a heading and the same one in another language.
_AGAIN: Final = regex.compile(r"[^\w\r\n]{1,4}")
_CHARACTERS: Final = "".join(map(chr, range(0x2000, 0xFF60)))
#: Opening brackets and quotation marks, with what closes them: most often the next character.
PAIRS: Final = {
    **{sign: chr(ord(sign) + 1) for sign in regex.findall(r"[\p{Ps}\p{Pi}❛❝]", _CHARACTERS)},
    **dict(zip("([{<（［｛„‘«'\"`", ")]}>）］｝“’»'\"`", strict=True)),
}
_CLOSING: Final = frozenset(PAIRS.values())
_OPENING: Final = {closing: opening for opening, closing in PAIRS.items() if opening != closing}
_LINK: Final = regex.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
_POINTED_AT: Final = dict(zip(">»›→▶►", "<«‹←◀◄", strict=True))  #: what may stand behind words, facing them
#: What programs append to a heading or its label: its page, a tag, a name to link to, the end of an element.
APPENDED: Final = regex.compile(
    r"(?:[^\S\r\n]*(?:(?:\.{2,}|…+|·{2,}|_{2,})[^\S\r\n]?[0-9]{1,3}(?=\s|\Z)|(?<=\s)…+(?=\s|\Z)|[{<\[]/\w{1,20}[}>\]]|<!--[^<>\r\n]*-->"
    rf"|{ANCHOR}|"
    r"(?<=\s)(?:[{<(\[][#^.:@]\w[^{}<>()\[\]\s]{0,40}[}>)\]]|%%[^%\r\n]{1,40}%%|[#^@]\p{L}[\w-]{1,30}|:[a-z]\w{1,30}(?::(?=\s)|:?\Z))))+"
)
#: What may close a heading at the end of its line, or before an opener: ``Core Insights...``, ``核心观点——``.
_TRAIL: Final = regex.compile(
    r"[^\S\r\n]?(?:[.…;；:：,，、]{1,3}|[—–-]{1,3}(?=[^\S\r\n]*(?:[\r\n]|\Z))"
    r"|[^\w\s(（\[【*#]{1,3}(?=\s*(?:[\r\n]|\Z|[-–—•*·]\s)))?(?=\s|\Z)"
)
_BULLETS: Final = r"\p{Pd}*+\u2022-\u2bff"  #: what a bullet after a heading may be
#: A note to the words of a core: ``Core Insights (in short)``, ``核心观点如下``, ``核心洞察&观点``, ``… / Ideas clés``.
_NOTE: Final = regex.compile(
    rf"如下|(?:\hare)?\has\hfollows|\h?[&＆/／]\h?\p{{Han}}{{2,4}}(?!\w)|{COUNT}(?=[:：]?(?:\s*\Z|\h*[\r\n]|\h+[^\w\s\[【(（]))"
    r"|\h?[(（](?![0-9]{1,3}[)）])(?=[^()（）]*\w[\w/])[^()（）\[\]\r\n]{1,24}[)）]"
    rf"|\h?[(（][0-9]{{1,2}}[)）](?=[:：]?\h*(?:[\r\n]|\Z|[{_BULLETS}]\s))"
    r"|\h?[/／|｜]\h?[\p{L}\h]{2,24}(?=[:：*_]*\h*(?:[\r\n]|\Z))"
    rf"|(?:\h\p{{Latin}}{{2,12}}){{1,2}}(?:(?=\h*(?:[\r\n]|\Z))|[:：](?=\s*(?:\Z|[{_BULLETS}]\s)))"
)
#: A word before the heading of a group: ``Insights of Group 1``, ``[Slide 2] Group 1``, ``下面是分组1``.
_WORD_BEFORE: Final = regex.compile(
    rf"\p{{Han}}{{2,4}}[：:]\s?|\p{{Han}}{{2,4}}?(?=第\s?{NUMBER}|\p{{Han}}{{1,2}}\s?[0-9])"
    r"|(?:\p{L}{2,15}[0-9]?(?:[,:]|\s[–-])?|[0-9]:?)\s|[\[(（【]?\p{L}{1,15}\s?[0-9]{1,2}\p{Han}?[\])）】:：]\s?"
)
_MAX_BEFORE: Final = 3  #: the most such words
_WORD_IN_PHRASE: Final = regex.compile(r"\p{Latin}[\p{Latin}'’-]*")
_DIGITS: Final = regex.compile("[0-9]+")
#: A line, or what is before a bullet, that names a core in a few words: ``Let's start with the core insights:``.
_PHRASE: Final = regex.compile(
    rf"(?:{_WORD_IN_PHRASE.pattern}(?:,|\s[–-])?\s){{0,7}}{_WORD_IN_PHRASE.pattern}[,:]?(?:\s[\p{{L}}&]+){{0,3}}"
    rf"(?:[:：]|(?=\h*(?:[\r\n]|\Z|[{_BULLETS}\p{{So}}]\s)))"
)
_MAX_AFTER: Final = 3  #: the most words in a phrase after those of the core
#: Words in lowercase after headings of groups: ``Group 1 insights:``, ``Group 1 about Prices``.
_WORDS_AFTER: Final = regex.compile(r"\h\p{Ll}+(?=\s*(?:[^\w\s]|\Z|(?<=[\r\n])))|(?:\h\p{Ll}+){1,4}(?=\h[\p{Lu}\"“‘])")
#: What may occur inside the words of a heading.
_INSIDE: Final = regex.compile(r"[\p{Zs}\p{Cf}\p{Mn}\p{Me}\p{Pd}\p{Pc}\t.·*~/+]")
_MAX_GAP: Final = 8


class Heading(NamedTuple):
    at: int  #: where its decoration begins
    start: int  #: where its words begin
    end: int  #: where they end
    after: int  #: where the decoration after them ends
    text: str  #: its declared words, with its number
    is_guessed: bool = False  #: whether its words only resemble the declared ones
    numeral: str = ""
    word: str = ""

    def means(self, other: Heading) -> bool:
        """Whether another one says the same in other words: ``Core Insights (核心观点)``, ``第一组 Group 1``."""
        if not (self.numeral and other.numeral):
            return self.numeral == other.numeral
        return not {*values_of(self.numeral).values()}.isdisjoint(values_of(other.numeral).values())

    def is_enclosed(self, raw: str) -> bool:
        """Whether the same decoration is on both sides of its words."""
        is_around = self.at < self.start and self.end < self.after
        return is_around and raw[self.after - 1] == PAIRS.get(raw[self.at], raw[self.at])


def find_headings(page: Page, places: Sequence[int], leads: Leads, *, may_differ: bool) -> list[Heading]:
    """Return the leading headings at some places; ``may_differ`` allows words unlike the declared ones."""
    found: list[Heading] = []
    alike: dict[str, list[Heading]] = {}  # Insights of Group 1, Insights of Group 2; Group 1 insights, Group 2 insights
    for at in places:
        end = page.line_end(at)
        heading = _likely_heading(page.raw, at, end, leads)
        is_lead = heading is not None and (not heading.numeral or _likeness(heading.word, leads)[0] >= ALIKE)
        named = None if is_lead else _after_words(page.raw, at, end, leads)
        if named is not None:
            words = _DIGITS.sub("0", page.raw[at : named.start])
            alike.setdefault(words, []).append(named)
        elif heading is not None and not _goes_on(page.raw, heading.after, end):
            found.append(heading)
        elif heading is not None and (word := _WORDS_AFTER.match(page.raw, heading.after, end)) is not None:
            alike.setdefault(word[0], []).append(heading._replace(after=word.end()))
    found += [each for several in alike.values() if len(several) > len(alike) == 1 for each in several]
    counters = {each for each in found if not each.numeral and _counter_after(page.raw, each.end) is not None}
    found = [each for each in found if len(counters) < 2 or each not in counters]  # Core insight 1: Tin rose
    if all(each.numeral for each in found):
        lines = (at for at in places if page.is_line_start(at))
        phrases = [each for at in lines if (each := _phrase_at(page.raw, at, page.line_end(at), leads)) is not None]
        found += phrases if len(phrases) == 1 else ()
    numbered: dict[str, list[Heading]] = {}
    for each in found:
        if each.numeral:
            numbered.setdefault(each.word, []).append(each)
    return sorted([*(each for each in found if not each.numeral), *_counted(numbered, leads, may_differ=may_differ)])


def _likely_heading(raw: str, at: int, end: int, leads: Leads) -> Heading | None:
    """Return the heading at a place, if there is one, perhaps with its own number before it: ``Part 2: Group 1``."""
    *part, start = _starts(raw, at, end)
    heading = _heading_at(raw, at, start, end, leads)
    if not part:
        return heading
    plain = _heading_at(raw, at, part[0], end, leads)
    is_part = heading is not None and (heading.word in leads.numbered or not heading.numeral)
    return plain if not is_part or (plain is not None and plain.word in leads.numbered) else heading


def _after_words(raw: str, at: int, end: int, leads: Leads) -> Heading | None:
    """Return the declared heading that a few words precede."""
    start = at
    for _ in range(_MAX_BEFORE):
        word = _WORD_BEFORE.match(raw, start, end)
        if word is None:
            break
        start = word.end()
        found = _heading_at(raw, at, start, end, leads)
        is_core = found is not None and not (found.numeral or found.is_guessed)
        if found and (is_core or _likeness(found.word, leads)[0] >= 1):
            return found
    return None


def _phrase_at(raw: str, at: int, end: int, leads: Leads) -> Heading | None:
    """Return the core that a short phrase names."""
    phrase = _PHRASE.match(raw, at, min(end, at + 2 * MAX_WORD))
    until = at if phrase is None else phrase.end()
    starts = (word.start() for word in _WORD_IN_PHRASE.finditer(raw, at, until))
    several = (_heading_at(raw, at, start, until, leads, may_repeat=False) for start in starts)
    core = next((each for each in several if each is not None and not (each.numeral or each.is_guessed)), None)
    if core is None or count_words(raw[core.end : until].lstrip(", ")) > _MAX_AFTER:
        return None
    return core._replace(start=at, end=until, after=until)


def _starts(raw: str, at: int, end: int) -> list[int]:
    """Return where the words of a heading may begin: with its own number, if it has one, and after that."""
    found = _DECORATION.match(raw, at, end)
    starts = () if found is None else (found.start("part"), found.start("tag"), found.end())
    return [start for start in starts if start >= 0]


def _heading_at(raw: str, at: int, start: int, end: int, leads: Leads, *, may_repeat: bool = True) -> Heading | None:
    """Return the heading whose words begin at ``start``, if there is one, even if it is repeated there."""
    may_begin = leads.may_begin(raw[start : min(end, start + MAX_WORD)])  # all of a line could be long
    stop, word, is_guessed = _longest_word(raw, start, end, leads) if may_begin else (0, "", False)
    if word:
        heading = Heading(at, start, stop, stop, leads.words[word], is_guessed)
    elif leads.numbered and (found := _NUMBERED.match(raw, start, end)) is not None:
        stop = found.end()
        stop -= found[0][-1] in _CLOSING and not any(PAIRS.get(sign) == found[0][-1] for sign in found[0])
        heading = Heading(at, start, stop, stop, "", numeral=found["number"], word=normal(found["word"]))
    else:
        return None
    again = _AGAIN.match(raw, stop, end) if may_repeat else None
    if again is not None and (other := _heading_at(raw, at, again.end(), end, leads, may_repeat=False)):
        is_lead = not other.numeral or any(likeness(other.word, lead) >= ALIKE for lead in leads.numbered)
        if is_lead and not other.is_guessed and heading.means(other):
            return heading._replace(end=other.end, after=other.after)
    if not word:
        return heading._replace(after=_closed(raw, at, start, stop, end))
    for _ in range(2):  # **Core Insights** (4)
        is_counter = _counter_after(raw, stop) is not None  # Core Insights (Point 1)
        note = None if is_counter else _NOTE.match(raw, stop, end)
        stop = _closed(raw, at, start, stop if note is None else note.end(), end)
    return heading._replace(after=stop)


def _counter_after(raw: str, at: int) -> Opener | None:
    return enumerator_at(raw, at + raw[at : at + 1].isspace())


def _longest_word(raw: str, start: int, end: int, leads: Leads) -> tuple[int, str, bool]:
    """Return where the longest declared word at a place ends, the word, and whether it is only similar."""
    best, like = (start, "", False), (start, "", True)
    spelled, gap = "", 0
    for at in range(start, min(end, start + 2 * leads.longest)):
        character = raw[at]
        # U+2F3C too, a radical that looks like U+5FC3
        letter = normal(character) if character > "\x7f" else character.lower() if character.isalnum() else ""
        if not letter:
            gap += not combining(character)
            if _INSIDE.match(character) is None or gap > _MAX_GAP:
                break
            continue
        spelled, gap = spelled + letter, 0
        if len(spelled) > leads.longest + 1:
            break
        if at + 1 < end and character < "\u2e80" and raw[at + 1].isalnum():
            continue
        if spelled in leads.words:
            best = at + 1, spelled, False
        elif not like[1] and (meant := leads.meant(spelled)):
            like = at + 1, meant, True
    return best if best[1] else like


def _closed(raw: str, at: int, start: int, stop: int, end: int) -> int:
    """Return where the decoration after words ends, which repeats or mirrors the one before them."""
    before = "".join(takewhile(lambda sign: not sign.isalnum(), raw[at:start]))
    signs = [sign for sign in before + raw[at:start][-1:] if sign == "丨" or not sign.isalnum()]
    mirrored = {mirror.get(sign, sign) for mirror in (PAIRS, _POINTED_AT) for sign in signs} - {" "}
    closed = -1
    while closed != stop < end:
        closed = stop
        for pattern in (APPENDED, _TRAIL):
            found = pattern.match(raw, stop, end)
            if found is not None and not _marks_insights(raw, found[0].strip()):
                stop = found.end()
        after = stop + raw.startswith((" ", ":", "："), stop, end)
        if combining(raw[stop : stop + 1] or " ") or raw.startswith(("*", "_", "~", "=", *mirrored), stop, end):
            stop += 1
        elif raw.startswith((*mirrored,), after, end) and raw[stop - 1] not in mirrored:  # **Group 1** * Prices
            if raw[after + 1 : after + 2].isdecimal():  # ## Group 1 #1: Tin rose
                break
            stop = after + 1
    return stop


def _marks_insights(raw: str, sign: str) -> bool:
    """Whether a symbol after a heading follows citations, too: ``Core Insights 💡 – Tin rose [1] 💡 – It fell``."""
    return sign != "" and sign[0] not in ":;,-—–：；，、" and any(f"{end} {sign} " in raw for end in "]】)）")


def _goes_on(raw: str, at: int, end: int) -> bool:
    """Whether lowercase letters continue the words of a heading: ``Group 1 metals``."""
    rest = raw[at : min(at + 4, end)].lstrip()
    if enumerator_at(raw, at + raw[at : at + 1].isspace()) is not None:
        return False
    return rest[:1].islower() and rest[1:2].islower()  # not iPhones


def _likeness(word: str, leads: Leads) -> tuple[float, str]:
    """Return how alike a word is to the most similar one of a declared numbered heading, and that one."""
    return max(((likeness(word, lead), lead) for lead in leads.numbered), key=itemgetter(0), default=(0.0, ""))


def _counted(numbered: dict[str, list[Heading]], leads: Leads, *, may_differ: bool) -> Iterator[Heading]:
    """Yield the headings whose word resembles a declared one or, if none does, whose numbers count."""
    alike = {word: _likeness(word, leads) for word in numbered if word not in leads.others}
    is_any_alike = any(score >= ALIKE for score, _ in alike.values())
    shapes = leads.numbered
    for word, (score, lead) in alike.items():
        uses = numbered[word]
        values, counted = best_notation([each.numeral for each in uses])
        if score == SAME:  # a Latin letter on its own may be a word
            is_meant = not uses[0].numeral.encode().isalpha() or len(uses[0].numeral) > 1 or counted == len(uses)
        elif score >= ALIKE:  # it counts, alone or together with headings that are spelled right
            right = [each for other in alike if alike[other] == (SAME, lead) for each in numbered[other]]
            beside = sorted([*uses, *right])
            is_meant = best_notation([each.numeral for each in beside])[1] == len(beside)
        else:
            is_noun = not word.isascii() and leads.names_group(word)  # 组别
            counts = counted == len(uses) >= len({*values}) > 1 and not uses[0].numeral.isalpha()
            is_meant = counts and not is_any_alike and (may_differ or is_noun)
        for each, value in zip(uses, values, strict=True) if is_meant else ():
            if value is not None:
                is_sure = score == SAME or not word.isascii()
                yield each._replace(text=shapes[lead].shape.replace("{n}", str(value)), is_guessed=not is_sure)


def sounds_like_lead(text: str, leads: Leads) -> bool:
    """Whether a heading is a leading one, misspelt or with the number of a group in another notation."""
    text = bare(text)
    spelled = normal(text[: 2 * leads.longest])
    if spelled and (spelled in leads.words or spelled.rstrip(digits) in leads.numbered or leads.meant(spelled)):
        return True
    number = number_in(text)
    is_like = number is not None and any(likeness(number[0], lead) >= ALIKE for lead in leads.numbered)
    return is_like or leads.ends(text.casefold())


def trimmed(raw: str, start: int, end: int, around: str = "") -> tuple[int, int]:
    """Return the range of a label without symbols around it, and without what is ``around`` its heading."""
    signs = [sign for sign in around if not sign.isalnum()]
    stripped = "".join((*signs, *(PAIRS.get(sign, "") for sign in signs), SPACES, "*_~=:："))
    appended = APPENDED.search(raw, start, end)
    end = end if appended is None else appended.start()
    last = (0, 0)
    while last != (start, end):
        last = start, end
        start, end = _inside(raw, *_stripped(raw, start, end, stripped))
        if last == (start, end) and start < end:  # Prices ▼
            end -= category(raw[end - 1]) in ("So", "Sm", "Sk", "Po") and raw[end - 1] not in ENDING
    return start, end


def _stripped(raw: str, start: int, end: int, around: str) -> tuple[int, int]:
    """Return a range without some signs around it, but with what closes a bracket inside: ``Jobs (and pay)``."""
    start, stop = strip_span(raw, start, end, around)
    found = Counter(raw[start:stop])
    while stop < end and found[_OPENING.get(raw[stop], raw[stop])] > found[raw[stop]]:
        found[raw[stop]] += 1
        stop += 1
    return start, stop


def _inside(raw: str, start: int, end: int) -> tuple[int, int]:
    """Return what is inside the brackets around a range, the text of a link or bold words; otherwise the range."""
    words = raw[start:end]
    if (link := _LINK.fullmatch(words)) is not None:
        return start + 1, start + link.end(1)
    if words[:2] == words[-2:] == "''":  # bold in a wiki
        return strip_span(raw, start, end, "'")
    opening, closing, inner = words[:1], PAIRS.get(words[:1], "\0"), words[1:-1]
    at = inner.find(closing)
    is_inside = inner != "" and words[-1] == closing and (at < 0 or 0 <= inner.find(opening) < at)
    return (start + 1, end - 1) if is_inside else (start, end)


def is_quoted(label: str) -> bool:
    """Whether a label begins with a quotation mark of its own, unlike one in bold in a wiki."""
    return label[:1] in ("'", '"') and label[1:2] != label[:1]


def are_decoration(ends: list[str]) -> bool:
    """Whether the words after the numbers of headings are always the same, so that they are no labels: ``of 4``."""
    counts = [COUNTED.fullmatch(each) for each in ends]
    if len(ends) > 1 and all(counts):  # Group 1 (3 points), Group 2 (1 point)
        return len({each["noun"] for each in counts if each}) == 1
    is_same = len(ends) > 1 and len({*ends}) == 1
    return is_same and (ends[0].lstrip()[:1] not in (".", ":", "：") or not any(map(str.isalpha, ends[0])))


def number_in(heading: str) -> tuple[str, str] | None:
    """Return the word and the numeral that a heading begins with, in any notation.

    >>> number_in("Topic #2: Prices"), number_in("[Group Two]"), number_in("Prices rose"), number_in("Group 1 metals")
    (('topic', '2'), ('group', 'Two'), None, None)
    """
    for start in (*_starts(heading, 0, len(heading)), 0):
        if (found := _NUMBERED.match(heading, start)) is not None:
            is_sentence = _goes_on(heading, found.end(), len(heading))
            return None if is_sentence else (normal(found["word"]), found["number"])
    return None
