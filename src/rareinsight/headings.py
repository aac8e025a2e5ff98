"""What headings stand in a short stretch of text: vocabulary, numbered, bold, linked or free ones, one or several.

A stretch is what lies between a place where a heading can stand and the next mark. It is read from the left;
either all of it is headings (and text that a heading may hold without a marker), or it is none.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from rareinsight.format import Heading, Numbered
from rareinsight.model import Role
from rareinsight.patterns import CHINESE_DIGITS, Patterns
from rareinsight.shapes import has_open_bracket, is_bold, is_chinese, is_long_chinese_title, is_plain_title, is_title

Kind = Literal["word", "numbered", "free", "bold", "link"]

#: A stretch longer than this is no heading, whatever it holds.
LONGEST_STRETCH: Final = 400
_LONGEST_WORD: Final = 80
#: Two Chinese headings in a row are told by a blank between parts of at least so many characters.
SHORTEST_OF_PAIR: Final = 4

_BLANKS: Final = " \t\u00a0\u3000\ufeff\u200b\u2002\u2003\u2009\u202f"
_COLONS: Final = ":："


class Head(NamedTuple):
    """One heading: its place, what it says, and the text it holds without a marker."""

    start: int
    end: int
    role: Role = "other"
    index: int | None = None
    label: str | None = None
    kind: Kind = "free"
    depth: int = 0
    holds_headings: bool = False
    holds_text: bool = False
    text: tuple[int, int] | None = None


class Stretch(NamedTuple):
    """A stretch of ``raw`` and the kind of mark on its right; ``known`` keeps what was read from each place."""

    raw: str
    end: int
    right: str
    patterns: Patterns
    known: dict[tuple[int, bool], list[Head] | None]

    @property
    def before_text(self) -> bool:
        """Whether the stretch ends in citations, so that an insight may stand at its end."""
        return self.right == "cite"


def read_headings(raw: str, start: int, end: int, right: str, patterns: Patterns, *, free: bool = True) -> list[Head] | None:
    """Read ``raw[start:end]`` as headings.

    Args:
        raw: the article's text.
        start: where the stretch begins.
        end: where the next mark begins.
        right: the kind of that mark.
        patterns: those of the format.
        free: whether headings outside the vocabulary count.

    Returns:
        The headings in order, the last of which may hold the rest as text; ``None`` if it is something else.
    """
    if end - start > LONGEST_STRETCH and right != "cite":
        return None
    bare = read_bare_heading(raw, start, end, patterns)
    if bare is not None:
        return [bare]
    text = raw[start:end]
    end = start + len(text.rstrip())
    words = text.strip()
    start = end - len(words)
    if not free and not _can_begin(words[:1], patterns):
        return None
    return _read_all(Stretch(raw, end, right, patterns, {}), start, free=free)


def read_bare_heading(raw: str, start: int, end: int, patterns: Patterns) -> Head | None:
    """Read ``raw[start:end]`` as ``Core Insights`` or ``Group 2`` and nothing else, the most common headings."""
    words = raw[start:end].strip()
    if not words or len(words) > _LONGEST_WORD:
        return None
    start = raw.index(words[0], start)
    end = start + len(words)
    known = patterns.words.get(words.casefold())
    if known is not None:
        return None if known.opens_title else _head_of_word(known, start, end)
    for numbered, pattern in patterns.numbered_at(words[0]):
        if numbered.is_worded:
            found = pattern.fullmatch(words)
            if found:
                number = _number_of(found.groupdict())
                return Head(start, end, numbered.role, number, None, "numbered", numbered.level)
    return None


def _head_of_word(heading: Heading, start: int, end: int) -> Head:
    holds = heading.holds_headings, heading.holds_text
    return Head(start, end, heading.role, None, None, "word", 0, *holds)


def _can_begin(sign: str, patterns: Patterns) -> bool:
    """Whether a heading that is no free one may begin with ``sign``."""
    return bool(sign) and bool(sign in "#*[" or patterns.vocabulary_at(sign) or patterns.numbered_at(sign))


def _read_all(stretch: Stretch, start: int, *, free: bool) -> list[Head] | None:
    """Read from ``start`` to the end of the stretch; each place is read once, however often it is asked for."""
    key = start, free
    if key not in stretch.known:
        stretch.known[key] = None
        stretch.known[key] = _read_in_order(stretch, start, free=free)
    return stretch.known[key]


def _read_in_order(stretch: Stretch, start: int, *, free: bool) -> list[Head] | None:
    at = _skip_blanks(stretch.raw, start, stretch.end)
    if at == stretch.end:
        return None
    first = _read_one(stretch, at, free=free)
    if not first:
        return None
    rest = _skip_blanks(stretch.raw, first[-1].text[1] if first[-1].text else first[-1].end, stretch.end)
    if rest == stretch.end:
        return first
    others = _read_all(stretch, rest, free=free)
    return None if others is None else first + others


def _skip_blanks(raw: str, at: int, end: int) -> int:
    while at < end and (raw[at] in _BLANKS or raw[at].isspace()):
        at += 1
    return at


def _read_one(stretch: Stretch, at: int, *, free: bool) -> list[Head] | None:
    raw, end = stretch.raw, stretch.end
    if raw[at] == "#":
        at = _skip_blanks(raw, _skip_signs(raw, at, end), end)
        if at == end:
            return None
    if raw.startswith("**", at):
        bold = _read_bold(stretch, at, free=free)
        if bold is not None:
            return [bold]
    if stretch.patterns.heading_link is not None and raw[at] == "[":
        link = stretch.patterns.heading_link.match(raw, at, end)
        if link and not link["text"].isdigit():
            return [_with_text(stretch, Head(at, link.end(), kind="link", holds_headings=True))]
    for numbered, pattern in stretch.patterns.numbered_at(raw[at]):
        found = pattern.match(raw, at, end)
        if found:
            number = _number_of(found.groupdict())
            read = _read_worded if numbered.is_worded else _read_enumerated
            head = read(stretch, numbered, at, found.end(), number)
            return None if head is None else [head]
    word = _longest_word(stretch.patterns, raw, at, end)
    if word is not None:
        return _read_word(stretch, at, *word, free=free)
    return _read_free(stretch, at) if free else None


def _skip_signs(raw: str, at: int, end: int) -> int:
    while at < end and raw[at] == "#":
        at += 1
    return at


def _number_of(groups: dict[str, str | None]) -> int | None:
    if groups.get("number"):
        return int(groups["number"] or 0)
    if groups.get("chinese"):
        return read_chinese_number(groups["chinese"] or "")
    if groups.get("roman"):
        return read_roman_number(groups["roman"] or "")
    return None


def read_chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral below a thousand.

    >>> [read_chinese_number(numeral) for numeral in ("三", "十", "十二", "二十", "二十一", "一百零二", "二〇")]
    [3, 10, 12, 20, 21, 102, 20]
    """
    if not set(numeral) & set("十百"):
        return int("".join(str("零一二三四五六七八九".find(digit.replace("〇", "零"))) for digit in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = max(0, "零一二三四五六七八九".find(character))
    return total + digit


def read_roman_number(numeral: str) -> int:
    """Return the value of a Roman numeral below forty.

    >>> [read_roman_number(numeral) for numeral in ("I", "IV", "IX", "XII")]
    [1, 4, 9, 12]
    """
    values = [{"I": 1, "V": 5, "X": 10}[sign] for sign in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _longest_word(patterns: Patterns, raw: str, at: int, end: int) -> tuple[Heading, int] | None:
    best: tuple[Heading, int] | None = None
    for heading, pattern in patterns.vocabulary_at(raw[at]):
        found = pattern.match(raw, at, end)
        if found and (best is None or found.end() > best[1]):
            best = heading, found.end()
    return best


def _with_colon(raw: str, at: int, end: int) -> int:
    after = _skip_blanks(raw, at, end)
    return after + 1 if after < end and raw[after] in _COLONS else at


def _with_text(stretch: Stretch, head: Head) -> Head:
    """Let a heading hold what follows it as text, unless that is another link."""
    rest = _skip_blanks(stretch.raw, head.end, stretch.end)
    if rest == stretch.end or stretch.raw[rest] == "[":
        return head
    return head._replace(text=(rest, stretch.end))


# --- the kinds -----------------------------------------------------------------------------------------------


def _read_bold(stretch: Stretch, at: int, *, free: bool) -> Head | None:
    """Read ``**Label**``; inside it a word or number means what it means elsewhere."""
    raw = stretch.raw
    close = raw.find("**", at + 2, stretch.end)
    if close < 0:
        return None
    end = _with_colon(raw, close + 2, stretch.end)
    rest = _skip_blanks(raw, end, stretch.end)
    if rest < stretch.end and end > close + 2:
        return None  # a run-in label: **Market state**: the contract opened lower
    inner = read_headings(raw, at + 2, close, "mark", stretch.patterns, free=False)
    if inner and len(inner) == 1 and inner[0].text is None:
        return inner[0]._replace(start=at, end=end)
    if stretch.before_text and rest < stretch.end:
        return None
    return Head(at, end, kind="bold") if free and is_bold(raw[at:end]) else None


def _read_worded(stretch: Stretch, numbered: Numbered, at: int, after: int, number: int | None) -> Head | None:
    """Read ``Group 2: Rivals``, with a colon or without, or ``Group 2`` alone."""
    raw, end = stretch.raw, stretch.end
    colon = _with_colon(raw, after, end)
    if colon == after and raw.startswith(("、", ". ", "．"), after):
        colon += 1
    start = _skip_blanks(raw, colon, end)
    head = Head(at, colon, numbered.role, number, None, "numbered", numbered.level)
    if start == end:
        return head
    stop = _end_of_label(stretch, start)
    label = raw[start:stop].strip()
    if colon == after and not (start > after or not raw[start].isascii()):
        return None  # Group 1st, Group 2B
    if is_title(label) or (colon > after and not stretch.before_text and len(label) <= LONGEST_STRETCH // 3):
        if stretch.before_text and stop == end:
            return head._replace(text=(start, end)) if not is_title(label) else None
        return head._replace(end=start + len(label), label=label.strip("*").rstrip(":： ") or None)
    return head._replace(text=(start, end)) if stretch.before_text and _opens_sentence(raw[start:end]) else None


def _opens_sentence(text: str) -> bool:
    text = text.lstrip("*\"'“‘《「【(（")
    return text[:1].isupper() or text[:1].isdigit() or is_chinese(text[:1])


def _end_of_label(stretch: Stretch, start: int) -> int:
    """Find where a label ends: at a numbered heading after it, or after a word that holds headings."""
    raw, end, patterns = stretch.raw, stretch.end, stretch.patterns
    word = _longest_word(patterns, raw, start, end)
    if word is not None and word[0].holds_headings and is_title(raw[word[1] : end]):
        return word[1]
    limit = min(end, start + LONGEST_STRETCH)
    if not _holds_number(raw[start:limit]):
        return end
    for candidate in patterns.candidates.finditer(raw, start + 1, limit, overlapped=True):
        at = candidate.start()
        if (
            raw[at - 1].isspace()
            and not has_open_bracket(raw[start:at])
            and any(pattern.match(raw, at, end) for _, pattern in patterns.numbered_at(raw[at]))
            and _read_all(stretch, at, free=True)
        ):
            return at
    return end


def _holds_number(text: str) -> bool:
    """Whether a numbered heading may stand in ``text``: some digit of any kind does."""
    return any([digit in text for digit in "0123456789" + CHINESE_DIGITS])


def _read_enumerated(stretch: Stretch, numbered: Numbered, at: int, after: int, number: int | None) -> Head | None:
    """Read ``3. Orders:``, ``一、涉及公司``, ``(二)储能业务``, ``2.1 Prices``."""
    raw, end = stretch.raw, stretch.end
    start = _skip_blanks(raw, after, end)
    if start == end:
        return Head(at, after, "other", number, None, "numbered", numbered.level) if stretch.right == "end" else None
    word = _longest_word(stretch.patterns, raw, start, end)
    stop = word[1] if word else _end_of_numbered_title(stretch, start)
    stop = _with_colon(raw, stop, end)
    title = raw[start:stop].strip()
    label = title.rstrip(_COLONS).strip().strip("*")
    if word is None and not (is_title(label, cut=stretch.right == "end") or is_plain_title(label)):
        return None
    if stretch.before_text and stop == end:
        return None
    role: Role = word[0].role if word else numbered.role
    numbers = (None, None) if role == "core" else (number, label or None)
    head = Head(at, start + len(title), role, *numbers, "numbered", numbered.level)
    if stretch.before_text and _read_all(stretch, stop, free=False) is None:
        rest = _skip_blanks(raw, stop, end)
        return head._replace(text=(rest, end)) if word or is_chinese(label) else None
    if word and word[0].holds_text:
        return _hold_text(stretch, head)
    return head


def _end_of_numbered_title(stretch: Stretch, start: int) -> int:
    raw, end = stretch.raw, stretch.end
    stop = _end_of_label(stretch, start)
    if stop < end or not is_chinese(raw[start : start + 12]):
        return stop
    blank = next((at for at in range(start, end) if raw[at].isspace()), end)
    # 一、涉及公司 鹏岚能源[1]: a Chinese title has no blank where text follows it
    return blank if stretch.before_text else end


def _read_word(stretch: Stretch, at: int, heading: Heading, after: int, *, free: bool) -> list[Head] | None:
    """Read a heading of the vocabulary and look at what follows it."""
    raw, end = stretch.raw, stretch.end
    stop = _with_colon(raw, after, end)
    if heading.opens_title:
        return _read_opened_title(stretch, at, after) or (_read_free(stretch, at) if free else None)
    head = _head_of_word(heading, at, stop)
    rest = _skip_blanks(raw, stop, end)
    if rest == end:
        return [head]
    if stop > after and not stretch.before_text and is_title(raw[rest:end]):
        return [head._replace(end=end)]  # 财务数据关键指标变化:收入和利润
    if heading.runs_on_to and (raw[rest].islower() or raw[at:after].endswith((" of", " from"))):
        end_of_heading = _end_of_running_on(stretch, heading, rest)
        return [head._replace(end=end_of_heading)] if end_of_heading else _read_free(stretch, at)
    if heading.holds_text:
        held = _hold_text(stretch, head)
        if held is not None:
            return [held]
    if _read_all(stretch, rest, free=False):
        return [head]
    if stretch.before_text:
        opens = stop > after or _opens_sentence(raw[rest:end])
        return [head._replace(text=(rest, end))] if opens else None
    if not free:
        return None
    splits = heading.holds_headings or heading.role == "core"
    if splits and is_title(raw[rest:end]) and _opens_sentence(raw[rest:end]):
        return [head]
    if heading.holds_headings and is_long_chinese_title(raw[rest:end]):
        return [head, Head(rest, end)]
    return _read_free(stretch, at)


def _read_opened_title(stretch: Stretch, at: int, after: int) -> list[Head] | None:
    """Read ``Question: …`` or ``问题1：…``, which goes on to the next marker whatever it holds."""
    raw, end = stretch.raw, stretch.end
    while after < end and raw[after].isdigit():
        after += 1
    colon = _with_colon(raw, after, end)
    if colon == after or stretch.before_text:
        return None
    return [Head(at, end)]


def _end_of_running_on(stretch: Stretch, heading: Heading, rest: int) -> int | None:
    """Find where a heading that goes on ends: before a known heading, or after a closing noun."""
    raw, end = stretch.raw, stretch.end
    limit = min(end, rest + LONGEST_STRETCH)
    for candidate in stretch.patterns.candidates.finditer(raw, rest, limit, overlapped=True):
        tail = candidate.start()
        if raw[tail - 1].isspace() and _read_all(stretch, tail, free=False):
            return rest + len(raw[rest:tail].rstrip())
    ends = [at + len(noun) for noun in heading.runs_on_to if (at := raw.find(noun, rest, limit)) >= 0]
    closing = [at for at in ends if at == end or not raw.startswith(heading.runs_on_to, _skip_blanks(raw, at, end))]
    for at in sorted(closing):
        if at == end or is_title(raw[at:end]):
            return at
    return end if raw[rest].islower() else None


def _hold_text(stretch: Stretch, head: Head) -> Head | None:
    """Give a heading the text up to the next heading: ``报告行业投资评级 未提及 报告的核心观点``."""
    raw, end = stretch.raw, stretch.end
    rest = _skip_blanks(raw, head.end, end)
    if rest == end:
        return head
    for candidate in stretch.patterns.candidates.finditer(raw, rest, min(end, rest + LONGEST_STRETCH), overlapped=True):
        at = candidate.start()
        before = raw[at - 1]
        if (before.isspace() or before in ".。") and _read_all(stretch, at, free=False):
            text_end = rest + len(raw[rest:at].rstrip())
            return head._replace(text=(rest, text_end)) if text_end > rest else head
    if stretch.right in ("end", "line") and (is_chinese(raw[rest:end]) or not is_title(raw[head.start : end])):
        return head._replace(text=(rest, end))
    return None


def _read_free(stretch: Stretch, at: int) -> list[Head] | None:
    """Read the rest of the stretch as one free heading, or as two Chinese ones parted by a blank."""
    raw, end = stretch.raw, stretch.end
    if stretch.before_text:
        return None
    text = raw[at:end]
    lead = _end_of_label(stretch, at)
    if lead < end and is_title(raw[at:lead]):
        rest = _read_all(stretch, lead, free=True)
        if rest and rest[0].index == 1:  # Model Backtesting Results 1. Industry Rotation
            return [Head(at, at + len(raw[at:lead].rstrip()), holds_headings=True), *rest]
    if not is_title(text, cut=stretch.right == "end"):
        return None
    parts = text.split()
    if len(parts) == 2 and all(len(part) >= SHORTEST_OF_PAIR and _is_all_chinese(part) for part in parts):  # noqa: PLR2004
        first = Head(at, at + len(parts[0]), holds_headings=True)
        return [first, Head(end - len(parts[1]), end)]
    return [Head(at, end)]


def _is_all_chinese(text: str) -> bool:
    return all("㐀" <= character <= "鿿" or character in "、与和" for character in text) and not set(text) <= set(CHINESE_DIGITS)
