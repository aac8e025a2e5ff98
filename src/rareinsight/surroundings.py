"""What stands around a mark: headings that end there, the second part of one, numbers that open what follows."""

from __future__ import annotations

from itertools import islice
from typing import Final

from rareinsight.headings import read_headings
from rareinsight.joints import FIRST_PARTS, is_compound, is_pair_elsewhere, is_range, is_spread, joins_words
from rareinsight.lexicon import TITLE_NOUNS
from rareinsight.marks import CITE, CUT, END, LINE, LONG, MARK, RULE, Mark
from rareinsight.numbered_headings import number_in
from rareinsight.reading import Reading
from rareinsight.sentences import ends_sentence
from rareinsight.shapes import is_title
from rareinsight.signs import has_word, is_caseless
from rareinsight.state import WINDOW
from rareinsight.stretch import Head

_RIGHT_SIDES: Final = {MARK: "mark", CITE: "cite", LINE: "line", RULE: "rule"}
_LONGEST_SECOND_PART: Final = 6
_NEAR: Final = 24
#: How many insights back the last heading is looked for.
_MOST_BELOW_A_HEADING: Final = 48
_WIDEST_INDENT: Final = 40
_ARTICLES: Final = ("A", "An", "The")
_TAB: Final = 4
DIGITS_OF_YEAR: Final = 4
_BEFORE_A_NUMBER: Final = tuple("。]】)）:：%")


def right_side(reading: Reading, mark: Mark) -> str:
    """What a heading before ``mark`` has on its right."""
    if mark.kind == END and reading.numbered and number_as_marker(reading) is not None:
        return "cite"  # the last of numbered insights may be cut off before its citations
    return _RIGHT_SIDES.get(mark.kind, "end")


def headings_in_gap(reading: Reading, mark: Mark, *, free: bool) -> list[Head] | None:
    """Read the gap before ``mark`` as headings."""
    if mark.kind in (CUT, LONG):
        return None
    place = reading.closed_at, mark.start, right_side(reading, mark)
    if reading.known_gap != place:
        reading.known_gap, reading.heads_in_known_gap = place, {}
    known = reading.heads_in_known_gap
    if free not in known:
        known[free] = _read_gap(reading, *place, free=free)
    return known[free]


def _read_gap(reading: Reading, start: int, end: int, right: str, *, free: bool) -> list[Head] | None:
    heads = read_headings(reading.raw, start, end, right, reading.patterns, free=free)
    if heads is None and right == "end" and not free:
        # cut off, the text that a heading holds has no citations to end in
        heads = read_headings(reading.raw, start, end, "cite", reading.patterns, free=False)
        if heads and heads[-1].text is not None and heads[-1].holds_headings:
            rest = reading.raw[slice(*heads[-1].text)]
            return None if reading.free and is_title(rest, cut=True) else heads
    return heads


def is_second_part(reading: Reading, dash: Mark, title: str, *, in_group: bool) -> bool:
    """Whether the words after a dash, up to a marker, are the second part of ``title``.

    ``Financial Performance - Revenue and Profit - …`` are two headings, ``Supply - Demand Situation - …`` is one.
    """
    if not title:
        return False
    raw, following, words = reading.raw, reading.marks.peek(), reading.right_text(dash).split()
    is_first_part = title.rpartition(" ")[2].casefold() in FIRST_PARTS
    if following.kind == END and is_first_part:
        return is_title(" ".join(words), cut=True)  # Group 1: Supply - Demand Situ
    if following.kind != MARK:
        return False
    is_before_figure = is_first_part and raw[following.end : following.end + _NEAR].lstrip()[:1].isdigit()
    joins = is_range(raw, following) if is_before_figure else joins_words(raw, following)
    if joins or is_spread(raw, following) or is_range(raw, dash) or is_pair_elsewhere(raw, following):
        return False
    if raw[following.start] != reading.habits.common_sign or not _may_end_title(raw, dash, words):
        return False
    is_first_word = words[0].casefold() in FIRST_PARTS or _is_participle(raw, following.end)
    if is_first_part and not (len(words) == 1 and is_first_word):
        return True  # Group 1: Supply - Side - Output fell; not Demand - Hot - Rolled Coil fell
    is_abbreviation = title.endswith(".") and not ends_sentence(title)  # U.S. - China Relations
    if not (title[-1:].isalnum() or is_abbreviation) or is_caseless(title):
        return False
    if len(words) == 1 and (in_group or is_first_word):
        return _is_whole_word(reading, words[0], following)
    return in_group or len(title.replace(" - ", "-").split()) == 1 or _ends_in_measure(title)


def _ends_in_measure(title: str) -> bool:
    """Whether a title ends in a figure that a dash joins to its unit: ``The Price of a 1,350 - Yen Box``; no year."""
    figure = title.rpartition(" ")[2].replace(",", "")
    return figure.isdecimal() and not (len(figure) == DIGITS_OF_YEAR and figure.startswith(("19", "20")))


def _may_end_title(raw: str, dash: Mark, words: list[str]) -> bool:
    """Whether the words after a dash may be the end of a title: few of them, no label, and more than a code."""
    if len(words) > _LONGEST_SECOND_PART or any(word.endswith((":", "：")) for word in words):
        return False
    if len(words) == 2 and words[0] in _ARTICLES and _is_name_or_figure(words[1]):
        return False  # Costs for Shippers - A 10,000 - TEU ship burns more, Rail - The Hamburg - Venice train is full
    has_name = any(len(word) > 2 and not word.isupper() for word in words)  # Y - P is a spread
    return has_name and is_title(" ".join(words[is_compound(raw, dash) :]))


def _is_name_or_figure(word: str) -> bool:
    """Whether a word after an article is more likely joined to the next one than the end of a title."""
    return word[-1].isdigit() or word.casefold() not in TITLE_NOUNS


def _is_whole_word(reading: Reading, word: str, following: Mark) -> bool:
    """Whether one word between two dashes is the end of a label, and not the first part of a compound.

    ``Group 1: Rivals - Hot - Rolled Coil fell``, ``Group 1: Metals - High - Carbon Steel fell``. It has nothing to
    join where it comes again: ``Group 1: Risks - Frost - Frost cost half of the harvest``.
    """
    is_first_part = word.casefold() in FIRST_PARTS or _is_participle(reading.raw, following.end)
    comes_again = reading.raw[following.end : following.end + _NEAR].split(maxsplit=1)[:1] == [word]
    return comes_again or (not is_first_part and bool(reading.habits.spaced_hyphens))


def _is_participle(raw: str, start: int) -> bool:
    """Whether the word after a dash is a participle: it joins the word before, and seldom begins a sentence."""
    word = raw[start : start + _NEAR].split(maxsplit=1)[:1]
    return bool(word) and word[0].endswith("ed")


def is_worded(head: Head) -> bool:
    """Whether a heading is ``Group 1: …``, ``Section 2: …`` or the like, whose title may be any word."""
    return head.numbered is not None and head.numbered.is_worded


def title_of(reading: Reading, head: Head) -> str:
    """The words of a heading that its title consists of, without number."""
    return (head.label or "") if head.kind == "numbered" else reading.raw[head.start : head.end]


def headings_before(reading: Reading, since: int, mark: Mark) -> list[Head] | None:
    """Find known headings that end right at ``mark``, after other text since ``since``."""
    raw, begin = reading.raw, max(since, mark.start - WINDOW)
    right = right_side(reading, mark)
    for candidate in reading.patterns.candidates.finditer(raw, begin, mark.start):
        at = candidate.start()
        if not (_can_follow_text(raw, begin, since, at) or _is_next_number(reading, since, at)):
            continue
        at -= 2 if raw.startswith("**", at - 2) else 0
        after_stop = ends_sentence(raw[max(since, at - WINDOW) : at])
        heads = read_headings(raw, at, mark.start, right, reading.patterns, free=False)
        if heads is None and (after_stop or _holds_headings(reading, at)):
            heads = read_headings(raw, at, mark.start, right, reading.patterns, free=True)
            if heads is not None and heads[0].kind == "free":
                continue  # nothing that is known
        if heads:
            return heads
    return None


def _holds_headings(reading: Reading, at: int) -> bool:
    """Whether a word at ``at`` holds the heading that follows it: ``Summary by Sections Costs - Freight rose``."""
    word = reading.patterns.vocabulary.longest_at(reading.raw, at, reading.end)
    return word is not None and word[0].holds_headings


def _can_follow_text(raw: str, begin: int, since: int, at: int) -> bool:
    """Whether a heading may begin at ``at``: after a blank or stop; a number after a stop or citation, or in bold."""
    if at <= since:
        return False
    if at > begin and not (raw[at - 1].isspace() or raw[at - 1] in ".。)）*"):
        return False
    before = raw[max(begin, at - _NEAR) : at].rstrip().rstrip("*").rstrip()
    if raw[at].isalpha() or raw.startswith(" **", at - 3):
        return True
    return ends_sentence(before) or before[-1:] in _BEFORE_A_NUMBER


def _is_next_number(reading: Reading, since: int, at: int) -> bool:
    """Whether the number after the last heading's stands at ``at``: ``1. Costs - Coal is flat 2. Prices - …``."""
    raw = reading.raw
    if at <= since or not raw[at].isdigit() or not raw[at - 1].isspace():
        return False
    if raw[max(since, at - _NEAR) : at].rstrip().endswith("."):
        return False  # Peru is No. 2.
    above = islice(reversed(reading.parts), _MOST_BELOW_A_HEADING)
    last = next((part for part in above if isinstance(part, Head)), None)
    if last is None or last.numbered is None or last.number is None or last.numbered.is_worded:
        return False
    numbered = dict(reading.patterns.numbered_at(raw[at]))
    found = numbered[last.numbered].match(raw, at) if last.numbered in numbered else None
    if found is None or number_in(found) != last.number + 1:
        return False
    return has_word(raw[found.end() : found.end() + _NEAR])


def indent_of_line(raw: str, at: int) -> int | None:
    """How far the line is indented that begins with the marker right before ``at``; ``None`` if it does not."""
    since = max(0, at - _WIDEST_INDENT)
    line = max(raw.rfind("\n", since, at), raw.rfind("\r", since, at)) + 1
    if line == 0 and since > 0:
        return None  # it begins further above, who knows how far
    begin = raw[line:at]
    if len(begin.split()) != 1:
        return None
    width = begin.expandtabs(_TAB)
    return len(width) - len(width.lstrip())


def number_as_marker(reading: Reading, at: int | None = None) -> int | None:
    """Return the end of a number that opens the gap, or what is at ``at``, as a marker would: ``1. `` or ``2、``."""
    raw, at = reading.raw, reading.closed_at if at is None else at
    while at < reading.end and raw[at].isspace():
        at += 1
    for numbered, pattern in reading.patterns.numbered_at(raw[at : at + 1]):
        found = pattern.match(raw, at, reading.end)
        if found:
            is_single = not numbered.is_worded and numbered.shape.count("{") == 1 and "{n}" in numbered.shape
            return found.end() if is_single else None
    return None


def is_number_one(reading: Reading, at: int) -> bool:
    """Whether numbered insights begin at ``at``, a line's start."""
    end = number_as_marker(reading, at)
    return end is not None and reading.raw[at:end].strip(" \t\r\n\u00a0\u3000.．、)") == "1"


def is_above_insight(reading: Reading, line: Mark) -> bool:
    """Whether a line, met next, stands above one that begins as insights do: with a marker or the number one."""
    following, text = reading.next_content(line, 1)
    return (following.kind == MARK and not has_word(text)) or is_number_one(reading, line.end)


def heading_before(reading: Reading) -> Head | None:
    """The heading that came out last, if nothing has come out below it yet."""
    last = reading.parts[-1] if reading.parts else None
    return last if isinstance(last, Head) else None


def place_of_number_one(reading: Reading, start: int) -> int | None:
    """Find where numbered insights begin, soon after ``start`` and a blank: ``Policy 1. It is the same for all``."""
    raw, limit = reading.raw, min(reading.end, start + WINDOW)
    at = raw.find("1", start + 1, limit)
    while at >= 0:
        if raw[at - 1].isspace() and number_as_marker(reading, at) is not None:
            return at
        at = raw.find("1", at + 1, limit)
    return None
