"""Marks to decided marks: two tables of rules, one for each state of reading.

*Closed*: at the start, after citations, after a heading, after a line end. A marker here opens an insight; the
question is what the gap before it is. *Open*: inside an insight. A dash here is text, unless something says
otherwise. Each row of the tables has its reason and an example; the first that applies decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import frozen

from rareinsight.headings import LONGEST_STRETCH, Head, read_bare_heading, read_headings
from rareinsight.marks import CITE, CUT, END, LINE, LONG, MARK, RULE, Mark
from rareinsight.reading import WINDOW, Reading
from rareinsight.shapes import (
    MONTH_NAMES,
    ends_sentence,
    has_open_bracket,
    has_word,
    is_bold,
    is_chinese,
    is_plain_title,
    is_title,
    starts_sentence,
)

#: Signs that no sentence holds with blanks around them.
BULLETS: Final = "•●▪◦‣"
_SHORTEST_CHINESE_HEADING: Final = 2
_LONGEST_CHINESE_HEADING: Final = 20
_LONG_ENOUGH_TO_STATE: Final = 4
_LONGEST_SECOND_PART: Final = 6
_REPEAT_WINDOW: Final = 4000
_SHORTEST_CUT: Final = 4


@frozen
class Rule:
    """One row of a table: when it applies it makes its moves and returns True."""

    name: str
    reason: str
    example: str
    apply: Callable[[Reading, Mark], bool]


def decide(reading: Reading) -> None:
    """Decide every mark of a body, in order; the parts and doubts are in ``reading`` afterwards."""
    while (mark := reading.marks.take()) is not None:
        _decide_one(reading, mark)
    reading.end_insight(None if reading.is_closed else reading.end)


def _decide_one(reading: Reading, mark: Mark) -> None:
    if reading.is_closed:
        gap = reading.gap(mark)
        if not gap or gap.isspace() or not has_word(gap):
            _meet_after_nothing(reading, mark)
            return
        if _apply(CLOSED, reading, mark):
            return
    _meet_inside(reading, mark)


def _apply(rules: tuple[Rule, ...], reading: Reading, mark: Mark) -> bool:
    for rule in rules:
        noted = len(reading.trace or ())
        if rule.name not in reading.without and rule.apply(reading, mark):
            reading.note(mark.start, mark.end, mark.kind, rule.name, noted)
            return True
    return False


def _meet_after_nothing(reading: Reading, mark: Mark) -> None:
    """Meet a mark where nothing stands between it and the closed point."""
    if mark.kind == MARK:
        if reading.is_pending and reading.closed_at < mark.start:
            reading.closed_at += len(reading.gap(mark).rstrip())
        reading.note(mark.start, mark.end, "insight", f"marker-after-{reading.left}")
        reading.open_marked_insight(mark.end)
    elif mark.kind == CITE:
        if reading.is_pending and reading.left in ("cite", "line"):
            reading.add_run(mark)
        else:
            reading.doubt("stray-citation", mark.start, mark.end)
            reading.close_at(mark.end, reading.left)
    elif mark.kind == LINE:
        _meet_line_end(reading, mark)
    elif mark.kind == RULE:
        reading.end_insight()
        reading.close_at(mark.end, "rule")
    elif mark.kind == CUT:
        reading.cut = True
        reading.doubt("cut-citation", mark.start, mark.end)
        if reading.is_pending:
            reading.closed_at = mark.end
    elif mark.kind == LONG:
        reading.doubt("long-number", mark.start, mark.end)


def _meet_line_end(reading: Reading, mark: Mark) -> None:
    if reading.left in ("line", "paragraph"):
        reading.end_insight()
        reading.close_at(mark.end, "paragraph")
    elif reading.left == "cite":
        ended = reading.closed_at
        reading.closed_at = ended
        reading.left = "line"
    elif reading.left == "heading":
        reading.closed_at = mark.end
    else:
        reading.close_at(mark.end, reading.left)


def _meet_inside(reading: Reading, mark: Mark) -> None:
    """Meet a mark inside an insight (or inside text that belongs to none)."""
    if mark.kind == CITE:
        if reading.opened_at >= 0 and not _apply(CITED, reading, mark):
            reading.add_run(mark)
    elif mark.kind == MARK:
        if not _apply(OPEN, reading, mark):
            reading.note(mark.start, mark.end, "text", "dash-in-sentence")
    elif mark.kind == LINE:
        _apply(LINE_END, reading, mark)
    elif mark.kind == RULE:
        reading.end_insight(mark.start)
        reading.close_at(mark.end, "rule")
    elif mark.kind == CUT:
        reading.cut = True
        reading.doubt("cut-citation", mark.start, mark.end)
    elif mark.kind == LONG:
        reading.doubt("long-number", mark.start, mark.end)
    elif mark.kind == END:
        _apply(TEXT_END, reading, mark)


# --- closed: what is the gap? --------------------------------------------------------------------------------


def _right_of(reading: Reading, mark: Mark) -> str:
    if mark.kind == END and reading.numbered:
        return "cite"  # the last of numbered insights may be cut off before its citations
    return {MARK: "mark", CITE: "cite", LINE: "line", RULE: "rule"}.get(mark.kind, "end")


def _headings_in_gap(reading: Reading, mark: Mark, *, free: bool) -> list[Head] | None:
    if mark.kind in (CUT, LONG):
        return None
    heads = read_headings(
        reading.raw, reading.closed_at, mark.start, _right_of(reading, mark), reading.patterns, free=free
    )
    return heads


def _take_headings(reading: Reading, mark: Mark, heads: list[Head]) -> None:
    """Put the headings of a gap in place and meet the mark behind them."""
    text = heads[-1].text if mark.kind in (CITE, END) else None
    if text is not None:
        heads[-1] = heads[-1]._replace(text=None)
    reading.add_headings(heads, heads[-1].end)
    if text is not None:
        reading.closed_at = text[0]
        after = _marker_number(reading)
        reading.numbered = reading.numbered or after is not None
        reading.open_insight(after or text[0])
        _meet_inside(reading, mark)
    else:
        reading.closed_at = mark.start
        _meet_after_nothing(reading, mark)


def _bare_heading(reading: Reading, mark: Mark) -> bool:
    """A word of the vocabulary or a number alone: the most common gap, decided without looking around."""
    if mark.kind not in (MARK, LINE):
        return False
    head = read_bare_heading(reading.raw, reading.closed_at, mark.start, reading.patterns)
    if head is None:
        return False
    _take_headings(reading, mark, [head])
    return True


def _known_heading(reading: Reading, mark: Mark) -> bool:
    heads = _headings_in_gap(reading, mark, free=False)
    if not heads or (heads[0].kind == "numbered" and _is_numbered_insight(reading, mark)):
        return False
    if heads[-1].kind == "numbered" and heads[-1].label and mark.kind == MARK and _is_range(reading, mark):
        return False
    _take_headings(reading, mark, heads)
    return True


def _is_numbered_insight(reading: Reading, mark: Mark) -> bool:
    """Whether a number opens a statement: what follows is cited, or the numbers before it did so."""
    by_habit = reading.numbered and (mark.kind == END or reading.left in ("line", "paragraph"))
    return (mark.kind == CITE or by_habit) and _marker_number(reading) is not None


def _marker_number(reading: Reading) -> int | None:
    """The end of a number that opens the gap as a marker would: ``1. ``, ``2、``."""
    raw, at = reading.raw, reading.closed_at
    while at < reading.end and raw[at].isspace():
        at += 1
    for numbered, pattern in reading.patterns.numbered_at(raw[at : at + 1]):
        found = pattern.match(raw, at, reading.end)
        if found:
            single = not numbered.is_worded and "{n}" in numbered.shape and numbered.shape.count("{") == 1
            return found.end() if single else None
    return None


def _known_heading_cut(reading: Reading, mark: Mark) -> bool:
    """The end of the text may cut a known heading short: ``… [1]. Summary b``."""
    gap = reading.gap(mark).strip()
    if mark.kind != END or len(gap) < _SHORTEST_CUT or not gap[0].isupper():
        return False
    if not any(word.startswith(gap.casefold()) for word in reading.patterns.words):
        return False
    at = reading.closed_at + reading.gap(mark).index(gap)
    _take_headings(reading, mark, [Head(at, at + len(gap), kind="word")])
    return True


def _numbered_insight(reading: Reading, mark: Mark) -> bool:
    at_line = reading.left in ("line", "paragraph", "heading") and mark.kind == MARK
    if mark.kind != CITE and not reading.numbered and not (at_line and _is_range(reading, mark)):
        return False
    after = _marker_number(reading)
    if after is None:
        return False
    reading.numbered = True
    reading.open_insight(after)
    _meet_inside(reading, mark)
    return True


def _open_bracket(reading: Reading, mark: Mark) -> bool:
    gap = reading.gap(mark)
    return mark.kind == MARK and len(gap) <= WINDOW and has_open_bracket(gap)


def _hyphenated_heading(reading: Reading, mark: Mark) -> bool:
    """A dash inside a heading: what follows it, up to a dash that is a marker, belongs to the title."""
    gap, right = reading.gap(mark).strip(), reading.right_text(mark)
    following = reading.marks.peek()
    if mark.kind != MARK or len(gap) > WINDOW or is_chinese(gap + right):
        return False
    if following.kind == LINE:
        after, text = reading.next_content(following, 1)
        return after.kind == MARK and not has_word(text) and is_title(gap.lstrip('#* ') + ' - ' + right)
    if following.kind != MARK:
        return False
    words = right.split()
    if reading.raw[mark.start] in "–—" and reading.raw[following.start] == "-" and is_title(right):
        return True
    if not any(len(word) > 2 and not word.isupper() for word in words):  # noqa: PLR2004  # Y - P is a spread
        return False
    if not gap[-1].isalnum() or len(words) > _LONGEST_SECOND_PART or _is_joint(reading, following):
        return False
    if not is_title(" ".join(words[1:] if _is_compound(reading, mark) else words)) or _is_range(reading, mark):
        return False
    heads = _headings_in_gap(reading, mark, free=True)
    if not heads or heads[-1].text is not None or heads[-1].kind == "word":
        return False
    last = heads[-1]
    title = (last.label or "") if last.kind == "numbered" else reading.raw[last.start : last.end]
    # Financial Performance - Revenue and Profit - … are two headings, Supply - Demand Situation - … is one
    return bool(title) and (last.role == "group" or len(title.split()) == 1)


def _is_compound(reading: Reading, dash: Mark) -> bool:
    """Whether a small letter stands on the right of a dash, as in ``short - term``."""
    right = reading.raw[dash.end : dash.end + 4].lstrip()[:1]
    return right.islower() and right.isascii()


def _is_range(reading: Reading, dash: Mark) -> bool:
    """Whether figures, dates or codes stand on both sides of a dash: ``1 - 7月``, ``May 3 - June 2``, ``A1 - A5``."""
    left = reading.raw[max(0, dash.start - 12) : dash.start].split()[-1:]
    right = reading.raw[dash.end : dash.end + 16].split()[:1]
    if not left or not right or not any(sign.isdigit() for sign in left[0]):
        return False
    if left[0][-1].isdigit() and (right[0][0].isdigit() or right[0].casefold() in MONTH_NAMES):
        return True
    return right[0].isascii() and right[0][0].isalpha() and any(sign.isdigit() for sign in right[0][:8])


def _is_joint(reading: Reading, dash: Mark) -> bool:
    """Whether a dash joins what stands around it: a word pair, a range, a minus sign."""
    right = reading.raw[dash.end : dash.end + 4].lstrip()[:1]
    return _is_compound(reading, dash) or right.isdigit() or _is_range(reading, dash)


def _range_in_gap(reading: Reading, mark: Mark) -> bool:
    """``2025 - 2027 年供需 - …``: a heading may begin with a range."""
    gap = reading.gap(mark).strip()
    return mark.kind == MARK and gap.isascii() and gap.isdigit() and reading.right_text(mark)[:1].isdigit()


def _free_heading(reading: Reading, mark: Mark) -> bool:
    if mark.kind == LINE and not _line_can_be_heading(reading, mark):
        return False
    if mark.kind == MARK and _joins_gap(reading, mark):
        return False
    heads = _headings_in_gap(reading, mark, free=True) or _plain_heading(reading, mark)
    if not heads:
        return False
    if reading.left == "heading" and mark.kind == END and heads[0].kind == "free":
        return False
    _take_headings(reading, mark, heads)
    return True


def _joins_gap(reading: Reading, mark: Mark) -> bool:
    """Whether a dash joins the gap's last word to what follows: ``Low - price names``, ``The 8 - 9 spread``."""
    gap, right = reading.gap(mark).strip(), reading.right_text(mark)
    if _is_range(reading, mark):
        return True
    return _is_compound(reading, mark) and len(gap.split()) == 1


def _plain_heading(reading: Reading, mark: Mark) -> list[Head] | None:
    """A heading in sentence case, believed where a sentence follows its marker."""
    if mark.kind not in (MARK, LINE) or not is_plain_title(reading.gap(mark)):
        return None
    if mark.kind == MARK and not starts_sentence(reading.right_text(mark)):
        return None
    gap = reading.gap(mark)
    start = reading.closed_at + len(gap) - len(gap.lstrip())
    return [Head(start, reading.closed_at + len(gap.rstrip()))]


def _line_can_be_heading(reading: Reading, mark: Mark) -> bool:
    """Whether what follows this line is what follows a heading: a marker, or a cited line."""
    following, text = reading.next_content(mark)
    if following.kind in (MARK, END):
        return not has_word(text)
    if reading.gap(mark).lstrip().startswith("#"):
        return True
    return following.kind == CITE and reading.left != "heading" and bool(text) and not is_title(text)


def _figure_below_heading(reading: Reading, mark: Mark) -> bool:
    """``三、其他 1. 毛利率约 - 0.8pct[6]``: a minus sign in the text that a heading holds; the gap goes on."""
    if mark.kind != MARK or not (_is_joint(reading, mark) and len(reading.gap(mark)) <= 2 * WINDOW):
        return False
    heads = read_headings(reading.raw, reading.closed_at, mark.start, "cite", reading.patterns, free=False)
    return bool(heads) and heads[-1].text is not None


def _text_of_heading(reading: Reading, mark: Mark) -> bool:
    """Text without a marker right after a heading is its first insight."""
    if reading.left not in ("heading", "rule"):
        return False
    reading.open_insight(reading.closed_at)
    if mark.kind == MARK:
        reading.end_insight(mark.start)
        reading.close_at(mark.start, "mark")
        _meet_after_nothing(reading, mark)
    else:
        _meet_inside(reading, mark)
    return True


def _unmarked_insight(reading: Reading, mark: Mark) -> bool:
    """A line that ends in citations is an insight, marker or not."""
    if mark.kind != CITE or reading.left == "cite":
        return False
    if reading.left == "line" and reading.is_pending and reading.gap(mark).lstrip()[:1].islower():
        return False
    reading.open_insight(reading.closed_at)
    _meet_inside(reading, mark)
    return True


def _preamble(reading: Reading, mark: Mark) -> bool:
    """Text before the first heading or marker belongs to nothing."""
    if reading.left not in ("start", "paragraph") or reading.is_pending or mark.kind == CITE:
        return False
    if reading.unmarked and mark.kind in (LINE, END):
        return False
    heads = _headings_at_end(reading, reading.closed_at, mark)
    reading.doubt("unplaced-text", reading.closed_at, heads[0].start if heads else mark.start)
    if heads:
        _take_headings(reading, mark, heads)
    elif (mark.kind == MARK and ends_sentence(reading.gap(mark))) or (mark.kind == MARK and reading.gap(mark).rstrip()[-1:] in ":："):
        reading.closed_at = mark.start
        _meet_after_nothing(reading, mark)
    elif mark.kind == MARK:
        return True
    else:
        reading.close_at(mark.end, "line" if mark.kind == LINE else reading.left)
        reading.left = "start"
    return True


def _unmarked_line(reading: Reading, mark: Mark) -> bool:
    """In a format without markers a line is an insight."""
    if not reading.unmarked or mark.kind not in (LINE, END, MARK):
        return False
    reading.open_insight(reading.closed_at)
    if mark.kind == MARK:
        return True
    reading.end_insight(mark.start)
    reading.close_at(mark.end, "line")
    return True


def _unplaced_line(reading: Reading, mark: Mark) -> bool:
    """A line of plain text after a complete insight belongs to nothing."""
    if mark.kind not in (LINE, END) or reading.left not in ("line", "paragraph"):
        return False
    if reading.is_pending and reading.gap(mark).lstrip()[:1].islower():
        return False
    start = reading.closed_at
    if mark.kind == END and not reading.habits.markers:
        reading.open_insight(start)  # cut off, in a text whose insights have no markers
        return True
    reading.end_insight()
    reading.doubt("unplaced-text", start, mark.start)
    reading.close_at(mark.end, "line")
    return True


def _mid_sentence(reading: Reading, _mark: Mark) -> bool:
    reading.go_on()
    return False


# --- open: what is the dash? ---------------------------------------------------------------------------------


def _bullet_sign(reading: Reading, mark: Mark) -> bool:
    if reading.raw[mark.start] not in BULLETS:
        return False
    _end_and_open(reading, mark)
    return True


def _end_and_open(reading: Reading, mark: Mark) -> None:
    reading.end_insight(mark.start)
    reading.close_at(mark.start, "mark")
    reading.open_marked_insight(mark.end)


def _inside_bracket(reading: Reading, mark: Mark) -> bool:
    return has_open_bracket(reading.open_text(mark))


def _headings_at_end(reading: Reading, since: int, mark: Mark) -> list[Head] | None:
    """Find headings of the vocabulary that end right at ``mark``, after text since ``since``."""
    raw, begin = reading.raw, max(since, mark.start - WINDOW)
    for candidate in reading.patterns.candidates.finditer(raw, begin, mark.start, overlapped=True):
        at = candidate.start()
        if at > begin and not (raw[at - 1].isspace() or raw[at - 1] in ".。)）*"):
            continue
        if at <= since or (not raw[at].isalpha() and raw[at - 2 : at - 1] not in tuple(".。]】)）:：%")):
            continue
        if raw[at].islower():
            continue
        at -= 2 if raw.startswith("**", at - 2) else 0
        heads = read_headings(raw, at, mark.start, _right_of(reading, mark), reading.patterns, free=False)
        if heads is None and ends_sentence(raw[max(since, at - WINDOW) : at]):
            heads = read_headings(raw, at, mark.start, _right_of(reading, mark), reading.patterns, free=True)
        if heads:
            return heads
    return None


def _known_heading_at_end(reading: Reading, mark: Mark) -> bool:
    heads = _headings_at_end(reading, reading.opened_at, mark)
    if not heads or (mark.kind == MARK and reading.right_text(mark)[:1].islower()):
        return False
    reading.end_insight(heads[0].start)
    _take_headings(reading, mark, heads)
    return True


def _free_heading_after_stop(reading: Reading, mark: Mark) -> bool:
    """``… all higher. Financial Highlights - Revenue was``: a title between a stop and a marker."""
    if not reading.free:
        return False
    text = reading.open_text(mark)
    stop = max(text.rfind(sign) for sign in (". ", "。", "] ", "] "))
    title = text[stop + 1 :].strip()
    if stop < 0 or not ends_sentence(text[: stop + 1]) or not is_title(title):
        return False
    if len(title.split()) == 1 and not is_chinese(title) and reading.habits.spaced_hyphens:
        return False
    if not reading.right_text(mark) or _is_compound(reading, mark) or _is_range(reading, mark):
        return False
    start = _place_of(reading, mark, title)
    reading.end_insight(start)
    _take_headings(reading, mark, [Head(start, start + len(title))])
    return True


def _place_of(reading: Reading, mark: Mark, tail: str) -> int:
    """Where ``tail``, the end of the text before ``mark``, begins."""
    return len(reading.raw[max(0, mark.start - 2 * WINDOW) : mark.start].rstrip()) + max(0, mark.start - 2 * WINDOW) - len(tail)


def _sub_heading(reading: Reading, mark: Mark) -> bool:
    """``* **Measures** - insight``: a title between two markers is a heading."""
    if reading.runs or not reading.free or reading.opened_at < mark.start - WINDOW:
        return False
    text = reading.open_text(mark)
    if not (_is_sub_heading(reading, mark, text) or (is_bold(text) and not (text[-1] in ":：" and _is_figure(reading, mark)))):
        return False
    at = _place_of(reading, mark, text)
    heads = read_headings(reading.raw, at, mark.start, "mark", reading.patterns, free=True)
    reading.has_two_part_headings |= reading.opened_after == "heading"
    reading.opened_at = -1
    _take_headings(reading, mark, heads or [Head(at, at + len(text), kind="bold" if is_bold(text) else "free")])
    return True


def _is_sub_heading(reading: Reading, mark: Mark, text: str) -> bool:
    """Whether a title between two markers has the place of a heading: first of all, starred, or below a parent."""
    if not is_title(text) or not reading.habits.citations or _is_range(reading, mark) or _is_figure(reading, mark):
        return False
    if is_chinese(text):
        if not _SHORTEST_CHINESE_HEADING <= len(text) <= _LONGEST_CHINESE_HEADING:
            return False
        if reading.raw[mark.start] == "*" and len(text) > _SHORTEST_CHINESE_HEADING + 1:
            return True
        at_start = reading.opened_after == "start" and is_chinese(text[:2])
        return at_start or _is_below_parent(reading, mark)
    if not reading.right_text(mark)[:1].isupper():
        return False
    if reading.opened_after == "start" or _is_below_parent(reading, mark):
        return len(text.split()) > 1 or reading.opened_after == "heading"
    return reading.raw[mark.start] == "*" and len(text.split()) > 1 and not reading.habits.spaced_hyphens


def _is_below_parent(reading: Reading, mark: Mark) -> bool:
    """Whether the heading just before holds headings: by its word, or since it comes again soon, as parents do."""
    before = reading.parts[-1] if reading.parts else None
    if reading.opened_after != "heading" or not isinstance(before, Head):
        return False
    if before.holds_headings or (before.kind == "free" and reading.has_two_part_headings):
        return True
    wording = reading.raw[before.start : before.end]
    return before.kind == "free" and reading.raw.find(wording, mark.end, mark.end + _REPEAT_WINDOW) >= 0


def _is_figure(reading: Reading, dash: Mark) -> bool:
    """Whether a signed figure stands on the right of a dash, and not a date or a quarter: ``- 2.1%``, not 2025年."""
    word = reading.raw[dash.end : dash.end + 24].lstrip()
    if not word[:1].isdigit():
        return False
    unit = word.lstrip("0123456789")[:1]
    return unit not in tuple("年月日QHqhEF财") or not unit


def _star(reading: Reading, mark: Mark) -> bool:
    if reading.raw[mark.start] != "*":
        return False
    _end_and_open(reading, mark)
    return True


def _list_after_colon(reading: Reading, mark: Mark) -> bool:
    if reading.open_text(mark)[-1:] not in tuple(":：") or _is_figure(reading, mark):
        return False
    _end_and_open(reading, mark)
    reading.in_list = True
    return True


def _item_of_list(reading: Reading, mark: Mark) -> bool:
    right = reading.right_text(mark)
    if not reading.in_list or right[:1].islower() or not right:
        return False
    _end_and_open(reading, mark)
    reading.in_list = True
    return True


def _after_stop(reading: Reading, mark: Mark) -> bool:
    right = reading.right_text(mark)
    if not ends_sentence(reading.open_text(mark)) or right[:1].islower():
        return False
    _end_and_open(reading, mark)
    return True


def _compound(reading: Reading, mark: Mark) -> bool:
    right = reading.right_text(mark)[:1]
    return right.islower() and right.isascii()


def _figure(reading: Reading, mark: Mark) -> bool:
    return reading.right_text(mark)[:1].isdigit() or _is_range(reading, mark)


def _bold_label(reading: Reading, mark: Mark) -> bool:
    """A run-in label in bold opens an insight wherever it stands."""
    right = reading.right_text(mark)
    close = right.find("**", 2) if right.startswith("**") else -1
    if close < 0 or not (right.startswith((":", "："), close + 2) or right[close - 1] in ":："):
        return False
    _end_and_open(reading, mark)
    return True


def _no_citations(reading: Reading, mark: Mark) -> bool:
    if reading.habits.citations or reading.raw[mark.start] == "−":
        return False
    _end_and_open(reading, mark)
    return True


def _uncited_insight(reading: Reading, mark: Mark) -> bool:
    """A dash between two sentences, where no other dash joins words, parts an insight without citations."""
    if reading.habits.spaced_hyphens or reading.raw[mark.start] == "−":
        return False
    text, right = reading.open_text(mark), reading.right_text(mark)
    if is_chinese(text[-8:]) or is_chinese(right[:8]):
        return False
    if len(text.split()) < _LONG_ENOUGH_TO_STATE or not starts_sentence(right):
        return False
    if not text[-1:].isalnum() or len(right.split()) < _LONG_ENOUGH_TO_STATE:
        return False
    _end_and_open(reading, mark)
    reading.doubt("uncertain-marker", mark.start, mark.end)
    return True


# --- open: what do citations end? ---


def _heading_in_rating(reading: Reading, mark: Mark) -> bool:
    """``… on the rating. Report's Core View Prices fell [1]``: two sections ran together without a marker."""
    before = reading.parts[-1] if reading.parts else None
    if reading.runs or not (isinstance(before, Head) and before.holds_text):
        return False
    raw, limit = reading.raw, min(mark.start, reading.opened_at + WINDOW)
    for candidate in reading.patterns.candidates.finditer(raw, reading.opened_at, limit, overlapped=True):
        at = candidate.start()
        if not ends_sentence(raw[max(reading.opened_at, at - WINDOW) : at]):
            continue
        heads = read_headings(raw, at, mark.start, "cite", reading.patterns, free=False)
        if heads:
            reading.end_insight(at)
            _take_headings(reading, mark, heads)
            return True
    return False


# --- open: what is the line end? -----------------------------------------------------------------------------


def _line_before_marker(reading: Reading, mark: Mark) -> bool:
    following, text = reading.next_content(mark)
    if following.kind not in (MARK, RULE) or has_word(text):
        return False
    reading.end_insight(mark.start)
    reading.close_at(mark.end, "line")
    return True


def _blank_line(reading: Reading, mark: Mark) -> bool:
    following = reading.marks.peek()
    if following.kind != LINE or has_word(reading.raw[mark.end : following.start]):
        return False
    reading.end_insight(mark.start)
    reading.close_at(mark.end, "line")
    return True


def _line_before_heading(reading: Reading, mark: Mark) -> bool:
    following = reading.marks.peek()
    start = reading.closed_at
    reading.closed_at = mark.end
    known = _headings_in_gap(reading, following, free=False)
    if not known and following.kind == LINE and reading.free:
        after, text = reading.next_content(following, 1)
        if after.kind == MARK and not has_word(text):
            known = _headings_in_gap(reading, following, free=True) or _plain_heading(reading, following)
    reading.closed_at = start
    if not known:
        return False
    reading.end_insight(mark.start)
    reading.close_at(mark.end, "line")
    return True


def _line_before_number(reading: Reading, mark: Mark) -> bool:
    if not reading.numbered:
        return False
    start, reading.closed_at = reading.closed_at, mark.end
    after = _marker_number(reading)
    reading.closed_at = start
    if after is None:
        return False
    reading.end_insight(mark.start)
    reading.close_at(mark.end, "line")
    return True


def _line_is_insight(reading: Reading, mark: Mark) -> bool:
    if not reading.unmarked:
        return False
    reading.end_insight(mark.start)
    reading.close_at(mark.end, "line")
    return True


CLOSED: Final = (
    Rule("bare-heading", "a word of the vocabulary or a number alone is a heading", "… [1] Group 2 - Prices fell [2]", _bare_heading),
    Rule("hyphenated-heading", "translation puts blanks around hyphens in headings too", "Group 1: Supply - Demand Situation - Stocks fell [1]", _hyphenated_heading),
    Rule("known-heading", "words of the vocabulary and numbered shapes are headings where one can stand", "… [1] Group 2: Rivals - Prices fell [2]", _known_heading),
    Rule("known-heading-cut", "the end of the text may cut a known heading short", "- Prices fell [1] Summary b", _known_heading_cut),
    Rule("numbered-insight", "a number before a cited sentence is its marker", "1. Sales rose[2]。 2. Costs fell[3]。", _numbered_insight),
    Rule("range-in-gap", "a heading may begin with a range", "2025 - 2027 年供需 - 预计 [5]", _range_in_gap),
    Rule("open-bracket", "a heading is not over inside a bracket", "《付款方案(2026 - 2027年)》 - 要点 [1]", _open_bracket),
    Rule("free-heading", "title-shaped text between a closed point and a marker is a heading", "… [1] Financial Performance - Revenue rose [2]", _free_heading),
    Rule("figure-below-heading", "a minus sign in the text that a heading holds is text", "三、其他 毛利率约 - 0.8pct[6]", _figure_below_heading),
    Rule("text-of-heading", "text right after a heading, without a marker, is its insight", "Outlook The year looks good - Prices rise [1]", _text_of_heading),
    Rule("unmarked-insight", "a line that ends in citations states something", "Group 1\nPrices fell [1]", _unmarked_insight),
    Rule("preamble", "text before the first heading belongs to nothing", "Here is the summary. Core Insights - Prices fell [1]", _preamble),
    Rule("unmarked-line", "a format without markers states something in every line", "Pros\nGold is a haven", _unmarked_line),
    Rule("unplaced-line", "a plain line after a complete insight belongs to nothing", "- Prices fell [1]\nShare this page", _unplaced_line),
    Rule("mid-sentence", "anything else goes on with the insight before: its citations stood in mid-sentence", "- Sales rose [1] and costs fell [2]", _mid_sentence),
)

OPEN: Final = (
    Rule("known-heading-at-end", "a known heading may follow an insight without citations", "- Neutral Core Views - Prices fell [1]", _known_heading_at_end),
    Rule("free-heading-after-stop", "a title between a full stop and a marker is a heading", "- All rose. Cash Flow - It grew [1]", _free_heading_after_stop),
    Rule("bullet-sign", "no sentence holds a bullet sign", "• Sales rose • Costs fell", _bullet_sign),
    Rule("inside-bracket", "nothing begins inside a bracket", "(August 4 - August 8)", _inside_bracket),
    Rule("bold-label", "a run-in label in bold opens an insight", "- Makers Inc. - **Trade**: lenses [1]", _bold_label),
    Rule("sub-heading", "a title between two markers is a heading", "* **Measures** - Prices fell [1]", _sub_heading),
    Rule("star", "no sentence holds a lone star", "* Sales rose * Costs fell [1]", _star),
    Rule("list-after-colon", "a colon before a marker opens a list", "- as follows: - 2024E: 5% - 2025E: 6% [1]", _list_after_colon),
    Rule("item-of-list", "inside such a list each marker opens an item", "- as follows: - 2024E: 5% - 2025E: 6% [1]", _item_of_list),
    Rule("after-stop", "a full stop closes an insight without citations", "- Sales rose. - Costs fell [1]", _after_stop),
    Rule("compound", "a small letter on the right: a word pair", "short - term", _compound),
    Rule("figure", "a figure on the right: a range or a minus sign", "1 - 7月, 为 - 50、 - 30", _figure),
    Rule("no-citations", "without any citation in the text, a dash is all that parts insights", "- Sales rose - Costs fell", _no_citations),
    Rule("uncited-insight", "a dash between two sentences, in a text without spaced hyphens", "- Sales rose by a third - Costs fell by a half [1]", _uncited_insight),
)

CITED: Final = (
    Rule(
        "heading-in-rating",
        "a rating without a citation may be followed by a section without a marker",
        "Investment Rating - None given. Core View Prices fell [1]",
        _heading_in_rating,
    ),
)

LINE_END: Final = (
    Rule("line-before-marker", "a line end before a marker closes an insight", "- Sales rose\n- Costs fell", _line_before_marker),
    Rule("blank-line", "a blank line closes an insight", "- Sales rose\n\nGroup 2", _blank_line),
    Rule("line-before-heading", "a line end before a heading closes an insight", "- Sales rose\nGroup 2\n- Costs fell", _line_before_heading),
    Rule("line-before-number", "a line end before a number that is a marker closes an insight", "1. Sales rose\n2. Costs fell [1]", _line_before_number),
    Rule("line-is-insight", "a format without markers ends insights with their lines", "Pros\nGold is a haven", _line_is_insight),
)

TEXT_END: Final = (
    Rule("known-heading-cut-off", "a known heading may be the last thing before the text is cut off", "- Sales rose. Group 2", _known_heading_at_end),
)

assert LONGEST_STRETCH > WINDOW
