"""What can be said of a chunk: each fact is one small question about it, its neighbours or its page.

A fact is told from declared words and shapes and from form alone, so that it holds for any format. Every threshold
of chunks stands here and nowhere else. Where a fact asks what was decided, it asks of the chunks before.
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

#: The most words of a heading that its form tells, and of a short one.
LONGEST_HEADING: Final = 14
SHORT: Final = 9
FEW: Final = 5
SHORTEST: Final = 3
#: A shorter line was not broken where it ends.
SHORTEST_LINE: Final = 40
#: Dashes and signs that stand inside sentences as well.
_DASHES: Final = ("-", "–", "—", "−", "+", "·", RULE)
#: Words that are joined to the next one: ``Non - Standard``.
_PREFIXES: Final = (
    "Non", "Mid", "Long", "Short", "Cross", "High", "Low", "Pre", "Post", "Semi", "Multi", "Sub", "Inter",
)  # fmt: skip
#: Words between two dashes that join: ``Wait - and - See``.
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
#: The rows by which an item of a list is told.
_OPEN_LIST: Final = frozenset(("list item", "list goes on", "opens list"))


def words_of(c: Chunk) -> str:
    """Return the words of a chunk, without its number and its citations."""
    if not c.words:
        start = 0 if c.number is None else c.number.end - c.start
        end = c.runs[0][0] - c.start if c.runs else len(c.text)
        words = c.text[start:end].strip()
        is_bold = start > 0 and c.text.startswith("**")  # **1. Style Factors**
        c.words = (words.replace("**", "", 1) if is_bold else words) or " "
    return c.words


# --- its own shape -----------------------------------------------------------------------------------------------


def cited(c: Chunk) -> bool:
    """It ends in citations, as ``Prices fell [1][3]`` does."""
    return bool(c.runs)


def titled(c: Chunk) -> bool:
    """It has the form of a title: ``Market Outlook``, ``市场展望``; or of the beginning of one, where the text ends."""
    words = words_of(c)
    if words == " ":
        return grouped(c)
    return is_title(words if c.next.text or words.count("**") != 1 else words.replace("**", ""))


def short(c: Chunk) -> bool:
    """It has at most nine words, or eighteen Chinese characters."""
    return size_of(words_of(c)) <= SHORT


def long(c: Chunk) -> bool:
    """It is longer than a heading that its form tells: over fourteen words."""
    return size_of(words_of(c)) > LONGEST_HEADING


def short_title(c: Chunk) -> bool:
    """It is a title of at most nine words, without citations, label, colon or stop."""
    return not (c.runs or c.text.endswith(".")) and short(c) and titled(c) and not (labelled(c) or ends_in_colon(c))


def verbal(c: Chunk) -> bool:
    """It holds a verb or a comma, as sentences do, and has not the form of a title."""
    return (has_verb(c.text) or has_comma(c.text)) and not titled(c)


def labelled(c: Chunk) -> bool:
    """It begins with a label and a colon: ``Price Target: $12``."""
    return label_of(words_of(c)) is not None


def ends_in_colon(c: Chunk) -> bool:
    """It ends in a colon, as what opens a list."""
    return c.text.endswith(_COLONS)


def small_first(c: Chunk) -> bool:
    """It begins with a small letter, as the rest of a sentence does."""
    word = c.text.lstrip("\"'“‘(*")[:2]
    return word[:1].islower() and not word[1:].isupper()


def figure_first(c: Chunk) -> bool:
    """It begins with a figure that is no number of a heading."""
    return _FIGURE.match(c.text) is not None and not c.counts


def cell(c: Chunk) -> bool:
    """A bar stands in it, as between the cells of a table."""
    return "|" in c.text


def odd_first(c: Chunk) -> bool:
    """It begins with a sign with which nothing begins: a comma, a closing bracket, the bar of a table."""
    return c.text[0] in _NOT_FIRST or not has_word(c.text)


def bold(c: Chunk) -> bool:
    """All of it is bold, and no sentence with a stop: ``**Market Outlook**``."""
    return _BOLD.fullmatch(c.text.rstrip(":： ")) is not None and not c.text.endswith((".**", "。**"))


def linked(c: Chunk) -> bool:
    """It is a link that is no citation: ``[Overview](index=3&type=section)``."""
    return c.is_link


def hashed(c: Chunk) -> bool:
    """Markdown's ``#`` stands before it; where all headings are declared, it is one of them."""
    format = c.body.grammar.format
    return c.mark == "#" and (format.free_headings or format.markdown or c.known is not None or c.number is not None)


def ruled(c: Chunk) -> bool:
    """A rule of three dashes stands before it."""
    return c.mark == RULE


def starred(c: Chunk) -> bool:
    """A star opens it, and the next one as well."""
    return c.mark == "*" and c.next.mark == "*"


def bullet(c: Chunk) -> bool:
    """Its marker is a sign that no sentence holds: ``•``, ``→``, ``(a)``."""
    return c.mark not in _DASHES


def known(c: Chunk) -> bool:
    """It is a heading of the vocabulary, with its number where it has one."""
    return c.known is not None


def grouped(c: Chunk) -> bool:
    """It begins with a number in words: ``Group 2``, ``第二部分``."""
    return c.number is not None and c.number.shape.is_worded


def plain_title(c: Chunk) -> bool:
    """It is a title without citations and without a label."""
    return not c.runs and titled(c) and not labelled(c)


def asks(c: Chunk) -> bool:
    """It begins with a word that opens a question, and a colon: ``Question: How are prices?``."""
    return c.known is not None and c.known.heading.opens_title


def counted(c: Chunk) -> bool:
    """It begins with a number that goes on counting, or with the first: ``1. Demand``, ``3.2现货``."""
    return c.number is not None and c.counts


def like_insight(c: Chunk) -> bool:
    """The number before it, of the same shape, opened an insight."""
    return c.like.label == NUMBERED


def like_heading(c: Chunk) -> bool:
    """It is a title, or the number before it, of the same shape, opened a heading."""
    return c.like.label == HEADING or plain_title(c)


def declared_number(c: Chunk) -> bool:
    """Its number makes it a heading: one in words, or any that begins a line where all headings are declared."""
    return grouped(c) or (c.first and c.number is not None and not c.body.grammar.format.free_headings)


def sentence(c: Chunk) -> bool:
    """It is a sentence, or the rest of one, as ``Group 1 countries have agreed …`` and ``Part 2 was late.`` are."""
    if words_of(c)[:1].islower() and ends_sentence(c.text):
        return True
    return has_verb(c.text) and not short(c) and not to_marker(c)


# --- what stands on its left ----------------------------------------------------------------------------------------


def first(c: Chunk) -> bool:
    """It begins its line."""
    return c.first


def after_cite(c: Chunk) -> bool:
    """Citations stand right before it, in its line."""
    return not c.first and bool(c.previous.runs)


def after_cited(c: Chunk) -> bool:
    """The citations of an insight or a heading stand right before it, in its line."""
    return after_cite(c) and not nothing_before(c)


def after_colon(c: Chunk) -> bool:
    """The chunk before ends in a colon."""
    return ends_in_colon(c.previous)


def after_heading(c: Chunk) -> bool:
    """The chunk before is a heading, or the end of one."""
    return c.previous.label in HEADINGS


def after_known(c: Chunk) -> bool:
    """The chunk before is a heading of the vocabulary."""
    return c.previous.label == HEADING and c.previous.known is not None


def after_parent(c: Chunk) -> bool:
    """The chunk before is a heading that holds headings: ``Summary by Sections``."""
    return c.previous.label in HEADINGS and c.previous.known is not None and c.previous.known.heading.holds_headings


def closed(c: Chunk) -> bool:
    """Something closes what stands before it: citations, a stop, a heading, the end of a line; or nothing does."""
    p = c.previous
    return c.first or bool(p.runs) or p.label in HEADINGS or not p.text or ends_sentence(p.text)


def in_insight(c: Chunk) -> bool:
    """An insight is open before it."""
    return c.previous.label in INSIGHTS


def in_lead(c: Chunk) -> bool:
    """The open insight is the plain sentence below a linked heading."""
    return in_insight(c) and c.previous.unit.previous.is_link


def nothing_before(c: Chunk) -> bool:
    """Neither a heading nor an insight stands before it."""
    return not (c.previous.label in HEADINGS or c.previous.label in INSIGHTS)


def opens_body(c: Chunk) -> bool:
    """It is the first of all, and its line goes on behind it."""
    return nothing_before(c) and not c.last


# --- what stands on its right ---------------------------------------------------------------------------------------


def to_marker(c: Chunk) -> bool:
    """A marker follows it."""
    return c.next.mark not in ("", "#")


def to_other_marker(c: Chunk) -> bool:
    """A marker follows it that is not its own: ``* **Costs** - …``."""
    return to_marker(c) and c.next.mark != c.mark


def to_heading(c: Chunk) -> bool:
    """A heading of the vocabulary, a counted number, or a link follows it."""
    n = c.next
    return n.known is not None or counted(n) or n.is_link or n.mark == "#"


def before_heading(c: Chunk) -> bool:
    """A heading follows it: one that is declared, or uncited words before a marker, as in ``Summary Revenue - …``."""
    return to_heading(c) or (c.next.mark == "" and to_marker(c.next))


def next_is_small(c: Chunk) -> bool:
    """What follows begins with a small letter."""
    return small_first(c.next)


def above_list(c: Chunk) -> bool:
    """It may be the heading of what follows with a marker; or with citations, where no insight needs a marker."""
    if to_marker(c):
        return title_like(c)
    return c.body.grammar.format.unmarked and c.last and titled(c) and bool(c.next.runs)


# --- facts of a middle kind: several of the above that together have a name -------------------------------------------


def title_like(c: Chunk) -> bool:
    """It may be a heading by its length and form: a title, a few words, or Chinese."""
    words = words_of(c)
    size = size_of(words)
    opens_sentence = _OPENERS.match(c.text) is not None or labelled(c)
    if size > LONGEST_HEADING or small_first(c) or (opens_sentence and ends_sentence(c.previous.text)):
        return False
    return size <= FEW or titled(c) or is_caseless(c.text)


def held(c: Chunk) -> bool:
    """It is the text of the heading before it, which needs no marker: ``报告行业投资评级 未提及``."""
    if not after_known(c):
        return False
    holds_text = c.previous.known is not None and c.previous.known.heading.holds_text
    return holds_text or (c.next.known is not None and size_of(words_of(c)) <= SHORTEST)


def preamble_or_number(c: Chunk) -> bool:
    """It opens the whole with a colon (``以下为会议要点整理:``), or is a number with which the text breaks off."""
    if (c.number is not None or not c.next.text) and not any(map(str.isalpha, c.text)):
        return True
    is_preamble = nothing_before(c) and ends_in_colon(c)
    return is_preamble and not (known(c) or counted(c) or (c.text.isascii() and titled(c)))


def heading_runs_on(c: Chunk) -> bool:
    """The heading before goes on in it: in small letters, behind its colon, or to the name of a call."""
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
    """The dash before it stands inside a heading: ``Spot - Futures Report - …``, ``Outlook for 2026 - 2027 - …``."""
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
    is_piece = words.endswith(_PREFIXES) or size_of(words) <= (SHORTEST if p.number is None else 1)
    is_whole = short_title(c) and size_of(c.text) in (2, 3, 4) and not c.text[-1].isdigit()
    is_followed = size_of(n.text) > SHORTEST + 1 and not (small_first(n) or figure_first(n))
    return is_piece and is_whole and is_followed and not _OPENERS.match(c.text)


def joins(c: Chunk) -> bool:
    """The dash before it joins the words around it: ``short - term``, ``1 - 7月``, ``a change of - 8``."""
    return small_first(c) or figure_first(c)


def in_list(c: Chunk) -> bool:
    """It stands in a list of ``Key: value`` pairs, or below a bullet that opens one with a colon."""
    unit = c.previous.unit
    return in_insight(c) and (labelled(unit) or ends_in_colon(unit) or unit.row in _OPEN_LIST)


def in_colon_list(c: Chunk) -> bool:
    """It stands below a bullet that opened a list with a colon."""
    return in_insight(c) and c.previous.unit.row in _OPEN_LIST


def item(c: Chunk) -> bool:
    """It looks like an item of a list: a label and a colon first, or a colon at its end."""
    return not small_first(c) and (labelled(c) or (ends_in_colon(c) and not figure_first(c)))


def in_number_list(c: Chunk) -> bool:
    """A numbered list stands inside the open insight: ``two ways: 1. … [5] 2. … [6]``."""
    return _LIST_OPENS.search(c.previous.unit.text) is not None


def after_short_bullet(c: Chunk) -> bool:
    """The open insight is a short Chinese title with a marker: ``- 风险与估值方法 - …``."""
    p = c.previous
    return p.label == INSIGHT and 2 <= size_of(p.text) <= 12 and titled(p) and not _LATIN.search(p.text)


def after_lead_or_cell(c: Chunk) -> bool:
    """The plain sentence below a linked heading stands before it, or a table."""
    return in_lead(c) or c.previous.text.endswith("|")


def cut_citation(c: Chunk) -> bool:
    """It is a citation that the end of the text cuts off."""
    return c.body.cut is not None and c.body.cut[0] <= c.start


def cut_short(c: Chunk) -> bool:
    """The text ends in it where a heading can stand: behind citations, below one that holds others, in its own line."""
    if c.next.text or ends_sentence(c.text):
        return False
    if after_known(c):
        return titled(c) and not held(c)
    return after_cite(c) or (c.first and closed(c) and title_like(c) and not nothing_before(c))


def line_goes_on(c: Chunk) -> bool:
    """It goes on with the line above it, which was broken: no stop or citation there, and no title here."""
    p, is_markdown = c.previous, c.body.grammar.format.markdown
    if is_markdown and c.runs and not c.mark and (c.start, c.end) == (c.runs[0][0], c.runs[-1][1]):
        return True  # it is nothing but citations
    if c.above or (is_markdown and c.body.raw.count("\n", p.end, c.start) > 1):
        return False
    if is_markdown:
        if p.unit.mark and not c.mark and c.body.raw[c.start - 1] in " \t":
            return True  # it is indented below its bullet
        is_cited = bool(p.runs) and p.end - p.runs[-1][1] <= 1
        is_short = p.mark == "" and len(p.text) <= SHORTEST_LINE
        is_closed = is_short or is_cited or ends_sentence(p.text) or (ends_in_colon(p) and not p.mark)
        return not (is_closed or _LABEL.match(c.text))
    if in_paragraph(c) or not (c.body.grammar.format.free_headings and titled(c)):
        return True
    return len(p.text) > SHORTEST_LINE and not (titled(p) or p.runs or ends_sentence(p.text) or ends_in_colon(p))


# --- the format and the page ---------------------------------------------------------------------------------------


def above_bullets(c: Chunk) -> bool:
    """It is a short line without a sign, or with a number, above bullets, which Markdown does not have."""
    is_plain = c.mark[:1].isdigit() or not c.mark
    return is_plain and c.next.mark in c.body.grammar.format.glued_markers and not ends_sentence(c.text)


def every_line(c: Chunk) -> bool:
    """Each line below a heading is an insight in the format, marker or not; with a lead above the first one too."""
    format = c.body.grammar.format
    return format.unmarked and c.first and (format.lead or not nothing_before(c))


def in_paragraph(c: Chunk) -> bool:
    """Its line goes on with the paragraph above it, in a text whose paragraphs blank lines part."""
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
