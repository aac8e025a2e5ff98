"""Facts about a chunk: each answers one small question about it, its neighbours or its page.

A fact depends only on declared words and shapes and on form, so it works for any format. All thresholds
for chunks are defined here. A fact about earlier decisions looks only at the chunks before.
"""

from __future__ import annotations

import re
from typing import Final

from rareinsight._decide import HEADING, HEADING_ON, HEADINGS, INSIGHT, INSIGHTS, NUMBERED
from rareinsight._page.chunks import RULE, Chunk
from rareinsight._page.shapes import (
    ends_sentence,
    has_comma,
    has_verb,
    has_word,
    is_caseless,
    is_title,
    label_of,
    size_of,
)

#: The most words of a heading recognised by its form, and of a short one.
LONGEST_HEADING: Final = 14
SHORT: Final = 9
FEW: Final = 5
SHORTEST: Final = 3
#: A shorter line was not wrapped.
SHORTEST_LINE: Final = 40
#: Dashes and signs that also occur inside sentences.
_DASHES: Final = ("-", "–", "—", "−", "+", "·", RULE)
#: Prefixes that a dash joins to the next word: ``Non - Standard``.
_PREFIXES: Final = (
    "Non", "Mid", "Long", "Short", "Cross", "High", "Low", "Pre", "Post", "Semi", "Multi", "Sub", "Inter", "Spot",
)  # fmt: skip
#: Words between two joining dashes: ``Wait - and - See``.
_CONNECTING: Final = frozenset(("and", "by", "for", "in", "of", "on", "to"))
_OPENERS: Final = re.compile(r"(?:The|A|An|In|On|At|This|These|It|There|As|For|With|By|From|If|When|While|Both)\b")
_LIST_OPENS: Final = re.compile(r"[:：]\s?(?:1[.、)]|[(（]1[)）])")
_BOLD: Final = re.compile(r"\*\*(?:(?!\*\*).)+\*\*", re.DOTALL)
_LABEL: Final = re.compile(r"\*\*[^*\n]+(?:[:：]\*\*|\*\*\s?[:：(（])")
_LATIN: Final = re.compile("[A-Za-z0-9]")
_FIGURE: Final = re.compile(r"(?:[A-Z]{0,2}[$€£¥+~(-]|(?:CNY|EUR|GBP|HKD|JPY|RMB|USD)\s)*[0-9]")
_NOT_FIRST: Final = ",，、:：;；|.。)）"
_COLONS: Final = (":", "：", ":**", "：**")
_QUESTIONS: Final = ("?", "？", "?**", "？**")
#: The rows that recognise an item of a list.
_OPEN_LIST: Final = frozenset(("list item", "list goes on", "opens list"))


def words_of(c: Chunk) -> str:
    """Return the words of a chunk, without its number and its citations."""
    if not c.words:
        start = 0 if c.number is None else c.number.end - c.start
        end = c.runs[0][0] - c.start if c.runs else len(c.text)
        words = c.text[start:end].strip()
        if start and c.text.startswith("**"):  # **1. Style Factors**
            words = words.replace("**", "", 1)
        c.words = words or " "
    return c.words


# --- its own shape -----------------------------------------------------------------------------------------------


def cited(c: Chunk) -> bool:
    """It ends in citations, as ``Prices fell [1][3]`` does."""
    return bool(c.runs)


def titled(c: Chunk) -> bool:
    """It has the form of a title, or of the start of one that the text cuts off: ``Market Outlook``, ``市场展望``."""
    words = words_of(c)
    if words == " ":
        return grouped(c)
    return is_title(words if c.next.text else words.replace("**", ""))


def short(c: Chunk) -> bool:
    """It has at most nine words, or eighteen Chinese characters."""
    return size_of(words_of(c)) <= SHORT


def long(c: Chunk) -> bool:
    """It has more than fourteen words, too many for a heading recognised by its form."""
    return size_of(words_of(c)) > LONGEST_HEADING


def short_title(c: Chunk) -> bool:
    """It is a title of at most nine words, without citations, label, final colon or stop."""
    return not (c.runs or c.text.endswith(".")) and short(c) and titled(c) and not (labelled(c) or ends_in_colon(c))


def verbal(c: Chunk) -> bool:
    """It contains a verb or a comma, like a sentence, and does not have the form of a title."""
    return (has_verb(c.text) or has_comma(c.text)) and not titled(c)


def labelled(c: Chunk) -> bool:
    """It starts with a label and a colon: ``Price Target: $12``."""
    return label_of(words_of(c)) is not None


def ends_in_colon(c: Chunk) -> bool:
    """It ends in a colon, like the introduction to a list."""
    return c.text.endswith(_COLONS)


def small_first(c: Chunk) -> bool:
    """It starts with a lowercase letter, like the rest of a sentence."""
    word = c.text.lstrip("\"'“‘(*")[:2]
    return word[:1].islower() and not word[1:].isupper()


def figure_first(c: Chunk) -> bool:
    """It starts with a figure that is not the number of a heading."""
    return _FIGURE.match(c.text) is not None and not c.counts


def cell(c: Chunk) -> bool:
    """It contains a vertical bar, as between the cells of a table."""
    return "|" in c.text


def odd_first(c: Chunk) -> bool:
    """It starts with a character that nothing starts with: a comma, a closing bracket, the bar of a table."""
    return c.text[0] in _NOT_FIRST or not has_word(c.text)


def bold(c: Chunk) -> bool:
    """All of it is bold, and it is not a sentence with a stop: ``**Market Outlook**``."""
    return _BOLD.fullmatch(c.text.rstrip(":： ")) is not None and not c.text.endswith((".**", "。**"))


def linked(c: Chunk) -> bool:
    """It is a link that is not a citation: ``[Overview](index=3&type=section)``."""
    return c.is_link


def hashed(c: Chunk) -> bool:
    """It follows the ``#`` of Markdown, and is a declared heading if the format allows no others."""
    format = c.body.grammar.format
    return c.mark == "#" and (format.free_headings or format.markdown or c.known is not None or c.number is not None)


def ruled(c: Chunk) -> bool:
    """It follows a rule of three dashes."""
    return c.mark == RULE


def starred(c: Chunk) -> bool:
    """Its marker is a star, and so is the next one."""
    return c.mark == "*" and c.next.mark == "*"


def bullet(c: Chunk) -> bool:
    """Its marker does not occur in sentences: ``•``, ``→``, ``(a)``."""
    return c.mark not in _DASHES


def known(c: Chunk) -> bool:
    """It is a heading of the vocabulary, with its number if it has one."""
    return c.known is not None


def grouped(c: Chunk) -> bool:
    """It starts with a number in words: ``Group 2``, ``第二部分``."""
    return c.number is not None and c.number.shape.is_worded


def plain_title(c: Chunk) -> bool:
    """It is a title without citations or a label."""
    return not c.runs and titled(c) and not labelled(c)


def asks(c: Chunk) -> bool:
    """It starts with a word that introduces a question, and a colon: ``Question: How are prices?``."""
    return c.known is not None and c.known.heading.opens_title


def counted(c: Chunk) -> bool:
    """It starts with the first number or the next in a sequence: ``1. Demand``, ``3.2现货``."""
    return c.number is not None and c.counts


def like_insight(c: Chunk) -> bool:
    """The previous number of the same shape started an insight."""
    return c.like.label == NUMBERED


def like_heading(c: Chunk) -> bool:
    """It is a title, or the previous number of the same shape started a heading."""
    return c.like.label == HEADING or plain_title(c)


def declared_number(c: Chunk) -> bool:
    """Its number makes it a heading: one in words, or any at the start of a line if all headings are declared."""
    return grouped(c) or (c.first and c.number is not None and not c.body.grammar.format.free_headings)


def sentence(c: Chunk) -> bool:
    """It is a sentence or the rest of one: ``Group 1 countries have agreed …``, ``Part 2 was late.``."""
    if words_of(c)[0].islower() and ends_sentence(c.text):
        return True
    return has_verb(c.text) and not short(c) and not to_marker(c)


# --- what precedes it -----------------------------------------------------------------------------------------------


def first(c: Chunk) -> bool:
    """It is at the start of its line."""
    return c.first


def after_cite(c: Chunk) -> bool:
    """Citations come right before it, on its line."""
    return not c.first and bool(c.previous.runs)


def after_cited(c: Chunk) -> bool:
    """The citations of an insight or a heading come right before it, on its line."""
    return after_cite(c) and not nothing_before(c)


def after_colon(c: Chunk) -> bool:
    """The previous chunk ends in a colon."""
    return ends_in_colon(c.previous)


def after_heading(c: Chunk) -> bool:
    """The previous chunk is a heading or the rest of one."""
    return c.previous.label in HEADINGS


def after_known(c: Chunk) -> bool:
    """The previous chunk is a heading of the vocabulary."""
    return c.previous.label == HEADING and c.previous.known is not None


def after_parent(c: Chunk) -> bool:
    """The previous chunk is a heading that holds headings: ``Summary by Sections``."""
    return c.previous.label in HEADINGS and c.previous.known is not None and c.previous.known.heading.holds_headings


def closed(c: Chunk) -> bool:
    """What precedes it is complete, by citations, a stop, a heading or the end of a line, or there is nothing."""
    p = c.previous
    return c.first or bool(p.runs) or p.label in HEADINGS or not p.text or ends_sentence(p.text)


def in_insight(c: Chunk) -> bool:
    """The previous chunk belongs to an insight."""
    return c.previous.label in INSIGHTS


def in_lead(c: Chunk) -> bool:
    """It follows the plain sentence below a heading that is a link."""
    return in_insight(c) and c.previous.unit.previous.is_link


def nothing_before(c: Chunk) -> bool:
    """The previous chunk is neither a heading nor an insight."""
    return not (c.previous.label in HEADINGS or c.previous.label in INSIGHTS)


def opens_body(c: Chunk) -> bool:
    """Neither a heading nor an insight precedes it, and its line continues after it."""
    return nothing_before(c) and not c.last


# --- what follows it ------------------------------------------------------------------------------------------------


def to_marker(c: Chunk) -> bool:
    """A marker follows it."""
    return c.next.mark not in ("", "#")


def to_item(c: Chunk) -> bool:
    """A marker follows it that is not a rule."""
    return to_marker(c) and c.next.mark != RULE


def to_other_marker(c: Chunk) -> bool:
    """A marker other than its own follows it: ``* **Costs** - …``."""
    return to_marker(c) and c.next.mark != c.mark


def to_heading(c: Chunk) -> bool:
    """A heading of the vocabulary, a number in sequence, a link or a ``#`` follows it."""
    n = c.next
    return n.known is not None or counted(n) or n.is_link or n.mark == "#"


def before_heading(c: Chunk) -> bool:
    """A heading follows it, either declared or words before a marker: ``Summary Revenue - …``."""
    return to_heading(c) or (c.next.mark == "" and to_marker(c.next))


def next_is_small(c: Chunk) -> bool:
    """The next chunk starts with a lowercase letter."""
    return small_first(c.next)


def above_list(c: Chunk) -> bool:
    """It may be the heading of a following insight, one with a marker or, if none needs one, with citations."""
    if to_marker(c):
        return title_like(c)
    return c.body.grammar.format.unmarked and c.last and titled(c) and bool(c.next.runs)


# --- combinations of the above that have a name of their own ----------------------------------------------------------


def title_like(c: Chunk) -> bool:
    """Its length and form allow a heading: a title, a few words, or Chinese."""
    words = words_of(c)
    size = size_of(words)
    is_opening = _OPENERS.match(c.text) is not None or labelled(c)
    if size > LONGEST_HEADING or small_first(c) or (is_opening and ends_sentence(c.previous.text)):
        return False
    return size <= FEW or titled(c) or is_caseless(c.text)


def held(c: Chunk) -> bool:
    """It is the text, without a marker, of the heading before it: ``报告行业投资评级 未提及``."""
    if not after_known(c):
        return False
    holds_text = c.previous.known is not None and c.previous.known.heading.holds_text
    return holds_text or (c.next.known is not None and size_of(words_of(c)) <= SHORTEST)


def preamble_or_number(c: Chunk) -> bool:
    """It introduces the body with a colon (``以下为会议要点整理:``), or is a number that ends a cut-off text."""
    if (c.number is not None or not c.next.text) and not any(map(str.isalpha, c.text)):
        return True
    is_preamble = nothing_before(c) and ends_in_colon(c)
    return is_preamble and not (known(c) or counted(c) or (c.text.isascii() and titled(c)))


def heading_runs_on(c: Chunk) -> bool:
    """It continues the previous heading: in lowercase, after a colon, or up to the name of a call."""
    p = c.previous
    if p.label not in HEADINGS:
        return False
    if small_first(c):
        return True  # Summary of the Conference Call on the Duck Industry
    is_between = ends_in_colon(p) and not ends_in_colon(c) and titled(c)
    if is_between and after_known(c) and c.body.grammar.format.free_headings:
        return to_marker(c) or to_heading(c)  # Industry Overview: Dairy Farming
    # Meridian Q3 2025 Conference Call Summary
    return c.left == "open" and p.known is None and c.known is not None and c.known.heading.holds_headings


def dash_in_heading(c: Chunk) -> bool:
    """The dash before it is part of a heading: ``Spot - Futures Report - …``, ``Outlook for 2026 - 2027 - …``."""
    p, n = c.previous, c.next
    if asks(p.unit):
        is_end = c.text.rstrip(":：").endswith(_QUESTIONS)
        return is_end or (n.text.endswith(_QUESTIONS) and not n.runs)
    if p.label == HEADING_ON and p.text in _CONNECTING:
        return to_marker(c) and short(c)  # Tit - for - Tat
    if p.label != HEADING or p.known is not None or not to_marker(c):
        return False
    words = words_of(p).lstrip(":： ")
    if small_first(c):
        return short(c)
    if words[-1:].isdigit():
        return figure_first(c) and short(c) and not (labelled(c) or figure_first(n))
    is_deep = p.number is not None and len(p.number.values) > 1
    is_joined = words.endswith(_PREFIXES)
    is_piece = is_joined or size_of(words) <= (SHORTEST if p.number is None or is_deep else 1)
    most = SHORT if is_joined or is_deep else FEW - 1
    is_whole = short_title(c) and 2 <= size_of(c.text) <= most and not c.text[-1].isdigit()
    is_followed = size_of(n.text) > SHORTEST and not (small_first(n) or figure_first(n))
    return is_piece and is_whole and is_followed and not _OPENERS.match(c.text)


def opens_sentence(c: Chunk) -> bool:
    """It begins with a word that opens a sentence, behind a whole one: ``… less than a year ago - The loss was …``."""
    is_opener = _OPENERS.match(c.text) is not None and not c.text.startswith("A ")  # FeSi72 - A
    return is_opener and size_of(c.previous.text) > LONGEST_HEADING // 2


def joins(c: Chunk) -> bool:
    """The dash before it joins the words around it: ``short - term``, ``1 - 7月``, ``a change of - 8``."""
    return small_first(c) or figure_first(c)


def in_list(c: Chunk) -> bool:
    """It is in a list of ``Key: value`` pairs, or below a bullet that introduces a list with a colon."""
    unit = c.previous.unit
    return in_insight(c) and (labelled(unit) or ends_in_colon(unit) or unit.row in _OPEN_LIST)


def in_colon_list(c: Chunk) -> bool:
    """It is below a bullet that introduced a list with a colon."""
    return in_insight(c) and c.previous.unit.row in _OPEN_LIST


def item(c: Chunk) -> bool:
    """It looks like an item of a list: it starts with a label and a colon, or ends in a colon."""
    return not small_first(c) and (labelled(c) or (ends_in_colon(c) and not figure_first(c)))


def in_number_list(c: Chunk) -> bool:
    """The current insight contains a numbered list: ``two ways: 1. … [5] 2. … [6]``."""
    return _LIST_OPENS.search(c.previous.unit.text) is not None


def after_short_bullet(c: Chunk) -> bool:
    """The current insight is a short Chinese title with a marker: ``- 风险与估值方法 - …``."""
    p = c.previous
    return p.label == INSIGHT and 2 <= size_of(p.text) <= 12 and titled(p) and not _LATIN.search(p.text)


def after_lead_or_cell(c: Chunk) -> bool:
    """It follows a table, or the plain sentence below a heading that is a link."""
    return in_lead(c) or c.previous.text.endswith("|")


def cut_short(c: Chunk) -> bool:
    """The text ends in it where a heading can occur: after citations, after a known heading, or on its own line."""
    if c.next.text or ends_sentence(c.text):
        return False
    if after_known(c):
        return titled(c) and not held(c)
    if after_cite(c):
        return not verbal(c)
    return c.first and closed(c) and title_like(c) and not (nothing_before(c) and c.previous.text)


def line_goes_on(c: Chunk) -> bool:
    """It continues the wrapped line above, which has no stop or citation at its end, and is not a title."""
    p, is_markdown = c.previous, c.body.grammar.format.markdown
    if is_markdown and c.runs and not c.mark and (c.start, c.end) == (c.runs[0][0], c.runs[-1][1]):
        return True  # it is nothing but citations
    if c.above or (is_markdown and c.body.raw.count("\n", p.end, c.start) > 1):
        return False
    if is_markdown:
        if p.unit.mark and not c.mark and c.body.raw[c.start - 1] in " \t":
            # it is indented under its bullet, unless a hard break ends a sentence above
            return not (ends_sentence(p.text) and c.body.raw.startswith(("  ", "\\"), p.end))
        is_cited = bool(p.runs) and p.end - p.runs[-1][1] <= 1
        is_short = p.mark == "" and len(p.text) <= SHORTEST_LINE
        is_closed = is_short or is_cited or ends_sentence(p.text) or (ends_in_colon(p) and not p.mark)
        return not (is_closed or _LABEL.match(c.text))
    if in_paragraph(c) or not (c.body.grammar.format.free_headings and titled(c)):
        return True
    return len(p.text) > SHORTEST_LINE and not (titled(p) or p.runs or ends_sentence(p.text) or ends_in_colon(p))


# --- the format and the page ---------------------------------------------------------------------------------------


def above_bullets(c: Chunk) -> bool:
    """It is a line with no marker or a number, above bullets that are not Markdown."""
    is_plain = c.mark[:1].isdigit() or not c.mark
    return is_plain and c.next.mark in c.body.grammar.format.glued_markers and not ends_sentence(c.text)


def every_line(c: Chunk) -> bool:
    """In this format, every line below a heading is an insight, and with a lead, also those above the first."""
    format = c.body.grammar.format
    return format.unmarked and c.first and (format.lead or not nothing_before(c))


def in_paragraph(c: Chunk) -> bool:
    """Its line continues the paragraph above, in a text with blank lines between paragraphs."""
    p, body = c.previous, c.body
    if not (c.first and body.grammar.format.unmarked) or c.above or p.label not in INSIGHTS or p.runs:
        return False
    if body.parted < 0:
        firsts = [
            each
            for each in body.chunks
            if each.first and each.mark == "" and not (each.known or each.number or bold(each))
        ]
        body.parted = any(each.above and each.previous.known is None for each in firsts[1:])
    return body.parted > 0 and len(p.text) >= SHORTEST_LINE
