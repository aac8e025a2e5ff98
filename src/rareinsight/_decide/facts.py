"""What can be said of a chunk: each fact is one small question about it, its neighbours or its page.

A fact is told from declared words and shapes and from form alone, so that it holds for any format. Every threshold
stands here and nowhere else. Where a fact asks what was decided, it asks of the chunks before.
"""

from __future__ import annotations

import re
from typing import Final

from rareinsight._decide.table import HEADING, HEADINGS, INSIGHT, INSIGHTS, NUMBERED
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
from rareinsight._page.chunks import Chunk

#: The most words of a heading between citations and a marker, of one that is told by its form, and of a short one.
LONGEST_HEADING: Final = 25
LONGEST_TITLE: Final = 14
SHORT: Final = 9
SHORTEST: Final = 3
#: A shorter line was not broken where it ends.
SHORTEST_LINE: Final = 40
_OPENERS: Final = re.compile(r"(?:The|A|An|In|On|At|This|These|It|There|As|For|With|By|From|If|When|While|Both)\b")
_NOT_FIRST: Final = ",，、;；|.。)）"
_LATIN: Final = re.compile("[A-Za-z0-9]")
#: Words that are joined to the next one: ``Non - Standard``.
_PREFIXES: Final = ("Non", "Mid", "Long", "Short", "Cross", "High", "Low", "Pre", "Post", "Semi", "Multi", "Sub", "Inter", "Re")
_FIGURE: Final = re.compile(r"[0-9]")
_COLONS: Final = (":", "：", ":**", "：**")
_QUESTIONS: Final = ("?", "？", "?**", "？**")


def words_of(c: Chunk) -> str:
    """Return the words of a chunk, without its number and its citations."""
    if not c.words:
        start = 0 if c.number is None else c.number.end - c.start
        end = c.runs[0][0] - c.start if c.runs else len(c.text)
        c.words = c.text[start:end].strip() or " "
    return c.words


# --- its own shape -----------------------------------------------------------------------------------------------


def cited(c: Chunk) -> bool:
    """It ends in citations: ``Prices fell [1][3].``"""
    return bool(c.runs)


def titled(c: Chunk) -> bool:
    """It has the form of a title: ``Market Outlook``, ``市场展望``."""
    words = words_of(c)
    return is_title(words if c.next.text or words.count("**") != 1 else words.replace("**", ""))


def short(c: Chunk) -> bool:
    """It has at most nine words, or eighteen Chinese characters."""
    return size_of(words_of(c)) <= SHORT


def shortest(c: Chunk) -> bool:
    """It has at most three words."""
    return size_of(words_of(c)) <= SHORTEST


def long(c: Chunk) -> bool:
    """It is longer than a heading that its form tells: over fourteen words."""
    return size_of(words_of(c)) > LONGEST_TITLE


def too_long(c: Chunk) -> bool:
    """It is longer than any heading: over twenty-five words."""
    return len(c.text) > LONGEST_HEADING and size_of(c.text) > LONGEST_HEADING


def caseless(c: Chunk) -> bool:
    """It is written in a script without case, as Chinese."""
    return is_caseless(c.text)


def verbal(c: Chunk) -> bool:
    """It holds a verb or a comma, as sentences do."""
    return has_verb(c.text) or has_comma(c.text)


def labelled(c: Chunk) -> bool:
    """It begins with a label and a colon: ``Price Target: $12``."""
    return label_of(words_of(c)) is not None


def ends_in_colon(c: Chunk) -> bool:
    """It ends in a colon, as what opens a list."""
    return c.text.endswith(_COLONS)


def ends_in_question(c: Chunk) -> bool:
    """It ends in a question mark."""
    return c.text.endswith(_QUESTIONS)


def ends_in_stop(c: Chunk) -> bool:
    """It ends in the stop of a sentence."""
    return ends_sentence(c.text)


def small_first(c: Chunk) -> bool:
    """It begins with a small letter, as the rest of a sentence does."""
    word = c.text.lstrip("\"'“‘(*")[:2]
    return word[:1].islower() and not word[1:].isupper()


def figure_first(c: Chunk) -> bool:
    """It begins with a figure that is no number of a heading."""
    return _FIGURE.match(c.text.lstrip("$€£¥+-~(")) is not None and not c.counts


def opener_first(c: Chunk) -> bool:
    """It begins with a word that opens sentences: ``The``, ``In``."""
    return _OPENERS.match(c.text) is not None


def odd_first(c: Chunk) -> bool:
    """It begins with a sign with which nothing begins: a comma, a closing bracket, the bar of a table."""
    return c.text[0] in _NOT_FIRST or not has_word(c.text)


def bold(c: Chunk) -> bool:
    """All of it is bold: ``**Market Outlook**``."""
    text = c.text.rstrip(":： ")
    return len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in text[2:-2]


def linked(c: Chunk) -> bool:
    """It is a link that is no citation: ``[Overview](index=3&type=section)``."""
    return c.is_link


def hashed(c: Chunk) -> bool:
    """Markdown's ``#`` stands before it."""
    return c.mark == "#"


def known(c: Chunk) -> bool:
    """It is a heading of the vocabulary, with its number where it has one."""
    return c.known is not None


def telling(c: Chunk) -> bool:
    """It is a heading of the vocabulary of two words or more, which hardly stands inside a sentence."""
    return c.known is not None and (" " in c.text.strip() or c.text[0] >= "\u2e80")


def leads(c: Chunk) -> bool:
    """Its heading is the core of a digest or a group, by its word or its number."""
    return (c.known is not None and c.known.heading.role != "other") or grouped(c)


def grouped(c: Chunk) -> bool:
    """It begins with a number in words: ``Group 2``, ``第二部分``."""
    return c.number is not None and c.number.shape.is_worded


def asks(c: Chunk) -> bool:
    """It begins with a word that opens a question or its answer, and a colon: ``Question: How are prices?``"""
    return c.known is not None and c.known.heading.opens_title


def counted(c: Chunk) -> bool:
    """It begins with a number that goes on counting, or with the first: ``1. Demand``, ``3.2现货``."""
    return c.number is not None and c.counts


def numbered(c: Chunk) -> bool:
    """It begins with a number of a declared shape."""
    return c.number is not None


def wordless(c: Chunk) -> bool:
    """It holds neither a letter nor a digit."""
    return not has_word(c.text)


# --- what stands on its left ----------------------------------------------------------------------------------------


def first(c: Chunk) -> bool:
    """It begins its line."""
    return c.first


def whole(c: Chunk) -> bool:
    """It is all of its line."""
    return c.first and c.last


def after_cite(c: Chunk) -> bool:
    """Citations stand right before it, in its line."""
    return not c.first and bool(c.previous.runs)


def after_stop(c: Chunk) -> bool:
    """The chunk before ends a sentence."""
    return ends_sentence(c.previous.text)


def after_colon(c: Chunk) -> bool:
    """The chunk before ends in a colon."""
    return ends_in_colon(c.previous)


def after_heading(c: Chunk) -> bool:
    """The chunk before is a heading, or the end of one."""
    return c.previous.label in HEADINGS


def after_known(c: Chunk) -> bool:
    """The chunk before is a heading of the vocabulary."""
    return c.previous.label == HEADING and c.previous.known is not None


def after_bare_number(c: Chunk) -> bool:
    """The chunk before is a heading of a number and nothing else: ``第二部分``."""
    p = c.previous
    return p.label == HEADING and p.number is not None and p.end - p.number.end <= 1


def after_parent(c: Chunk) -> bool:
    """The chunk before is a heading that holds headings: ``Summary by Sections``."""
    return c.previous.label in HEADINGS and c.previous.known is not None and c.previous.known.heading.holds_headings


def after_holder(c: Chunk) -> bool:
    """The chunk before is a heading whose text needs no marker: ``报告行业投资评级 未提及``."""
    return c.previous.label in HEADINGS and c.previous.known is not None and c.previous.known.heading.holds_text


def after_link(c: Chunk) -> bool:
    """The chunk before is a heading that is a link."""
    return c.previous.is_link


def after_question(c: Chunk) -> bool:
    """The heading before began as a question."""
    return c.previous.label in HEADINGS and asks(c.previous.unit)


def closed(c: Chunk) -> bool:
    """Something closes what stands before it: citations, a stop, a heading, the end of a line; or nothing does."""
    p = c.previous
    return c.first or bool(p.runs) or p.label in HEADINGS or not p.text or ends_sentence(p.text)


def in_insight(c: Chunk) -> bool:
    """An insight is open before it."""
    return c.previous.label in INSIGHTS


def in_marked(c: Chunk) -> bool:
    """The open insight has a marker."""
    return c.previous.label in INSIGHTS and c.previous.unit.mark != ""


def in_numbered(c: Chunk) -> bool:
    """The open insight has a number as its marker."""
    return c.previous.label in INSIGHTS and c.previous.unit.label == NUMBERED


def in_lead(c: Chunk) -> bool:
    """The open insight is the plain sentence below a linked heading."""
    return c.previous.label in INSIGHTS and c.previous.unit.mark == "" and c.previous.unit.previous.is_link


def nothing_before(c: Chunk) -> bool:
    """Neither a heading nor an insight stands before it."""
    return not (c.previous.label in HEADINGS or c.previous.label in INSIGHTS)


# --- what stands on its right ---------------------------------------------------------------------------------------


def to_marker(c: Chunk) -> bool:
    """A marker follows it."""
    return c.next.mark not in ("", "#")


def to_heading(c: Chunk) -> bool:
    """A heading of the vocabulary, a counted number, or a link follows it."""
    n = c.next
    return n.mark in ("", "#") and (n.known is not None or counted(n) or n.is_link or n.mark == "#")


def to_end(c: Chunk) -> bool:
    """Nothing follows it."""
    return not c.next.text


def to_title(c: Chunk) -> bool:
    """Uncited words before a marker follow it: ``Summary by Sections Revenue - …``."""
    n = c.next
    return n.mark == "" and n.text != "" and not n.runs and n.next.mark not in ("", "#")


def last_of_text(c: Chunk) -> bool:
    """It is a single word of the vocabulary at the very end, where a sentence may have been cut off."""
    return not c.next.text and not telling(c) and not c.first and not after_cite(c)


def to_star(c: Chunk) -> bool:
    """A star, or another sign that no sentence holds, follows it."""
    return c.next.mark not in ("", "#", "-", "–", "—")


def before_heading(c: Chunk) -> bool:
    """A heading follows it: one of the vocabulary, a counted number, or words before a marker."""
    return (to_heading(c) or to_title(c)) and not (c.next.mark == "" and c.next.left == "open" and not to_heading(c))


# --- the format ----------------------------------------------------------------------------------------------------


def every_line(c: Chunk) -> bool:
    """Each line below a heading is an insight in the format, marker or not; with a lead above the first one too."""
    format = c.body.grammar.format
    return format.unmarked and c.first and (format.lead or not nothing_before(c))


def clause(c: Chunk) -> bool:
    """What follows its number is the rest of a sentence: ``Part 2 was late.``"""
    return words_of(c)[:1].islower() and ends_in_stop(c)


def in_paragraph(c: Chunk) -> bool:
    """Its line goes on with the paragraph above it, in a text whose paragraphs blank lines part."""
    p = c.previous
    if not (c.first and c.body.grammar.format.unmarked) or c.above or p.label not in INSIGHTS or p.runs:
        return False
    return len(p.text) >= SHORTEST_LINE and parted(c)


def parted(c: Chunk) -> bool:
    """Blank lines part the paragraphs of its page."""
    body = c.body
    if body.parted < 0:
        firsts = [
            each
            for each in body.chunks
            if each.first and each.mark == "" and each.known is None and each.number is None and not bold(each)
        ]
        body.parted = any(each.above and each.previous.known is None for each in firsts[1:])
    return body.parted > 0


def blank_above(c: Chunk) -> bool:
    """A blank line stands above its line."""
    return c.above > 0


def declared_only(c: Chunk) -> bool:
    """The format declares all of its headings."""
    return not c.body.grammar.format.free_headings


def unmarked(c: Chunk) -> bool:
    """Insights need no marker in the format."""
    return c.body.grammar.format.unmarked


def lists(c: Chunk) -> bool:
    """It is a title, and a line with a marker or with citations follows it."""
    return c.last and c.next.first and (to_marker(c) or cited(c.next)) and title_like(c) and titled(c) and not cited(c)


def bullet(c: Chunk) -> bool:
    """Its marker is a sign that no sentence holds: ``•``, ``→``, ``(a)``."""
    return c.mark not in ("-", "–", "—", "−", "+", "·", "#", "---")


# --- facts of a middle kind: several of the above that together have a name -------------------------------------------


def title_like(c: Chunk) -> bool:
    """It may be a heading by its length and form: a title, a few words, or Chinese."""
    words = words_of(c)
    size = size_of(words)
    if size > LONGEST_TITLE or small_first(c) or (after_stop(c) and (opener_first(c) or labelled(c))):
        return False
    if ends_in_colon(c) and (nothing_before(c) and size > SHORT):
        return False
    return size <= 5 or titled(c) or caseless(c)


def short_title(c: Chunk) -> bool:
    """It has the form of a title of at most nine words, and no citations, label or colon."""
    return not c.runs and short(c) and titled(c) and not (labelled(c) or ends_in_colon(c))


def sentence(c: Chunk) -> bool:
    """It is a sentence: it has a verb, and is longer than titles are."""
    return has_verb(c.text) and not short(c) and not to_marker(c)


def bold_first(c: Chunk) -> bool:
    """It begins with bold words that close by themselves, in a text whose headings are bold."""
    return c.text.startswith("**") and bold(c)


def ruled(c: Chunk) -> bool:
    """A rule of three dashes stands before it."""
    return c.mark == "---"


def starred(c: Chunk) -> bool:
    """A star opens it, and the next one as well."""
    return c.mark == "*" and c.next.mark == "*"


def after_declared(c: Chunk) -> bool:
    """A heading of the vocabulary, or a number in words, ends right before it."""
    p = c.previous
    return p.label in HEADINGS and (p.known is not None or grouped(p))


def question_goes_on(c: Chunk) -> bool:
    """A question ends with it, or right after it."""
    return ends_in_question(c) or (ends_in_question(c.next) and not c.next.runs)


def label_of_known(c: Chunk) -> bool:
    """It is a title behind a heading of the vocabulary that ends in a colon: ``Industry Overview: Dairy - …``."""
    return after_known(c) and ends_in_colon(c.previous) and titled(c) and not (c.runs or after_parent(c))


def next_known(c: Chunk) -> bool:
    """A heading of the vocabulary follows it."""
    return c.next.mark == "" and c.next.known is not None


def ends_title(c: Chunk) -> bool:
    """It ends a title that stands first: ``Meridian Q3 2025 Conference Call Summary``."""
    p = c.previous
    holds = c.known is not None and c.known.heading.holds_headings
    return holds and c.left == "open" and p.label == HEADING and p.first and p.known is None and p.number is None


def other_number(c: Chunk) -> bool:
    """Its number has another shape than that of the open insight, and another number follows it."""
    unit = c.previous.unit
    return (
        c.number is not None
        and (unit.number is None or unit.number.shape != c.number.shape)
        and c.next.number is not None
        and c.next.number.shape != c.number.shape
    )


def dash_goes_on(c: Chunk) -> bool:
    """It goes on in small letters behind a dash in a heading: ``Time - period and Trend - …``."""
    return c.previous.mark == "" and c.previous.known is None and small_first(c) and short(c)


def bare_number(c: Chunk) -> bool:
    """It is a number and nothing else, where the text ends."""
    return not c.next.text and not any(map(str.isalpha, c.text))


def same_line(c: Chunk) -> bool:
    """Its line goes on behind it."""
    return not c.last


def next_is_small(c: Chunk) -> bool:
    """What follows begins with a small letter."""
    return small_first(c.next) if c.next.text else False


def leads_on(c: Chunk) -> bool:
    """A marker or a heading follows it."""
    return to_marker(c) or to_heading(c)


def cut_citation(c: Chunk) -> bool:
    """It is a citation that the end of the text cuts off."""
    return c.body.cut is not None and c.body.cut[0] <= c.start


def two_words(c: Chunk) -> bool:
    """It has two to four words, and no figure at its end."""
    return size_of(c.text) in (2, 3, 4) and not c.text[-1].isdigit() and (c.text.startswith("The ") or not opener_first(c))


def after_title(c: Chunk) -> bool:
    """A heading of a few plain words, none of the vocabulary, stands before it: ``Spot - Futures Report - …``."""
    p = c.previous
    if p.label != HEADING or p.known is not None or p.is_link or p.text[-1].isdigit():
        return False
    words = words_of(p).lstrip(":： ").removeprefix("The ")
    return words.endswith(_PREFIXES) or size_of(words) <= (SHORTEST if p.number is None else 1)


def range_goes_on(c: Chunk) -> bool:
    """A figure goes on with the figure at the end of the heading: ``Outlook for 2026 - 2027 - …``."""
    p = c.previous
    is_open = p.label == HEADING and p.mark == "" and not p.runs and words_of(p)[-1].isdigit()
    return is_open and figure_first(c) and short(c)


def preamble(c: Chunk) -> bool:
    """It stands before everything else and ends in a colon: ``以下为会议要点整理:``."""
    return nothing_before(c) and c.first and ends_in_colon(c) and not (known(c) or numbered(c) or bold(c))


def next_is_longer(c: Chunk) -> bool:
    """The marker behind it is the same, and opens a longer text."""
    n = c.next
    return n.mark == c.mark and size_of(n.text) > 4 and not (small_first(n) or figure_first(n))


def joins(c: Chunk) -> bool:
    """The dash before it joins the words around it: ``short - term``, ``1 - 7月``, ``a change of - 8``."""
    return c.mark in "-–—−" and (small_first(c) or figure_first(c))


def in_list(c: Chunk) -> bool:
    """It stands in a list of ``Key: value`` pairs, or below a bullet that opens one with a colon."""
    unit = c.previous.unit
    return c.previous.label in INSIGHTS and (labelled(unit) or ends_in_colon(unit) or unit.row in _OPEN_LIST)


_OPEN_LIST: Final = frozenset(("list item", "list goes on", "opens list", "opens labelled list"))


def in_colon_list(c: Chunk) -> bool:
    """It stands below a bullet that opened a list with a colon."""
    unit = c.previous.unit
    return c.previous.label in INSIGHTS and (unit.row in _OPEN_LIST)


def short_item(c: Chunk) -> bool:
    """It is as short as the item before it: ``- New Bridge (+12.74%) - Jingyuan Tools (+9.41%)``."""
    p = c.previous
    return not (p.runs or small_first(c) or figure_first(c)) and short(c) and short(p)


def in_number_list(c: Chunk) -> bool:
    """A numbered list stands inside the open insight: ``two ways: 1. … [5] 2. … [6]``."""
    return ends_in_colon(c.previous) or _LIST_OPENS.search(c.previous.unit.text) is not None


_LIST_OPENS: Final = re.compile(r"[:：]\s?(?:1[.、)]|[(（]1[)）])")


def item(c: Chunk) -> bool:
    """It looks like an item of a list: a label and a colon first, or a colon at its end."""
    return not small_first(c) and (labelled(c) or (ends_in_colon(c) and not figure_first(c)))


def after_short_bullet(c: Chunk) -> bool:
    """The open insight is a short Chinese title with a marker: ``- 风险与估值方法 - …``."""
    p = c.previous
    if p.label != INSIGHT or p.mark == "" or p.runs or not caseless(p):
        return False
    return 2 <= size_of(p.text) <= 12 and titled(p) and not _LATIN.search(p.text)


def after_cell(c: Chunk) -> bool:
    """A table ends right before it."""
    return c.previous.text.endswith("|")


def main_mark(c: Chunk) -> bool:
    """Its marker is the one that most chunks of the page have."""
    marks = c.body.marks
    if not marks:
        for each in c.body.chunks:
            if each.mark:
                marks[each.mark] = marks.get(each.mark, 0) + 1
    return marks.get(c.mark, 0) == max(marks.values(), default=0)


def bold_is_insight(c: Chunk) -> bool:
    """Bold items of the page are insights: each holds no others."""
    body = c.body
    if body.bold_items < 0:
        marked = [each for each in body.chunks if each.mark and not ruled(each)]
        pairs = zip(marked, marked[1:], strict=False)
        body.bold_items = sum(bold(one) and bold(other) for one, other in pairs)
    return body.bold_items > 0


def wrapped(c: Chunk) -> bool:
    """Its line goes on where the line before was broken: no stop there, and no title here."""
    p = c.previous
    if c.above or p.runs or ends_sentence(p.text) or ends_in_colon(p):
        return False
    return small_first(c) or (len(p.text) > 40 and not titled(c)) or bool(c.runs)
