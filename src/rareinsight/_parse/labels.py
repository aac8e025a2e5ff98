"""What each chunk of a body is: facts, and a table in which the first row whose facts hold decides.

A fact depends only on form and on declared words and shapes. Of labels, it knows those of the chunks before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rareinsight._grammar import form
from rareinsight._parse.cutter import RULE, Body, Chunk
from rareinsight._parse.table import HEADING, HEADING_ON, INSIGHT, INSIGHT_ON, NOTHING, NUMBERED, Row, first_row
from rareinsight._patterns import deferred
from rareinsight._shapes import is_worded
from rareinsight.format import Format

#: The labels of headings and of insights, for their first chunks and the rest.
HEADINGS: Final = frozenset((HEADING, HEADING_ON))
INSIGHTS: Final = frozenset((INSIGHT, NUMBERED, INSIGHT_ON))
#: The most words of text that is short, and of very short text.
SHORT: Final = 9
VERY_FEW: Final = 3
MIN_WRAPPED: Final = 40  #: shorter lines were not wrapped
_DASHES: Final = ("-", "–", "—", "−", "+", "·", RULE)  #: dashes and symbols that also occur inside sentences
_IN_TEXT: Final = (*_DASHES, "•", "*")  #: these, and markers that also separate words: ``Tin • Zinc``
_LONG_DASHES: Final = ("–", "—")  #: dashes used in pairs around an aside
#: Prefixes that a dash joins to the next word: ``Non - Standard``.
_PREFIXES: Final = (
    "Non", "Mid", "Long", "Short", "Cross", "High", "Low", "Pre", "Post", "Semi", "Multi", "Sub", "Inter", "Spot",
    "Domestic", "New",
)  # fmt: skip
#: Words between two joining dashes: ``Wait - and - See``.
_CONNECTING: Final = frozenset(("and", "by", "for", "in", "of", "on", "to"))
_OPENERS: Final = deferred(
    r"(?:The|A|An|In|On|At|This|These|It|There|As|For|With|By|From|If|When|While|Both|Among|But|Since|So)\b"
)
_LIST_OPENS: Final = deferred(r"[:：]\s?(?:1[.、)](?![0-9])|[(（]1[)）])")
_LATIN: Final = deferred("[A-Za-z0-9]")
#: ``12``, ``$12``, ``RMB 3``, ``(5``.
_FIGURE: Final = deferred(r"(?:[A-Z]{0,2}[$€£¥+~(-]|(?:CNY|EUR|GBP|HKD|JPY|RMB|USD)\s)*[0-9]")
_NOT_FIRST: Final = tuple(",，、:：;；|.。)）")
_QUESTION: Final = ("?", "？")
BELOW: Final = "below the digest"  #: the row of what follows a digest
INTRODUCTION: Final = "introduction"  #: the row of what introduces a list
#: The rows that recognise the items of a list.
_OPEN_LIST: Final = frozenset(("list item", "list goes on", "opens list"))


def words_of(c: Chunk) -> str:
    """Return the words of a chunk, without its number."""
    if not c.words:
        words = c.text if c.number is None else c.text[c.number.end :].strip("*:： ")
        c.words = words or " "
    return c.words


def cited(c: Chunk) -> bool:
    """It ends in citations, as ``Prices fell [1][3]`` does."""
    return bool(c.runs)


def titled(c: Chunk) -> bool:
    """It has the form of a title, or of a title that is cut off: ``Market Outlook``, ``市场展望``."""
    words = words_of(c)
    if words == " ":
        return grouped(c)
    return form.is_title(words)


def short(c: Chunk) -> bool:
    """It has at most nine words, or eighteen Chinese characters."""
    return form.count_words(words_of(c)) <= SHORT


def short_title(c: Chunk) -> bool:
    """It is a title of at most nine words, without citations, label, final colon or stop."""
    return short(c) and plain_title(c) and not c.text.rstrip("*").endswith((*form.COLONS, "."))


def plain_title(c: Chunk) -> bool:
    """It is a title without citations or a label."""
    return not c.runs and titled(c) and not labelled(c)


def verbal(c: Chunk) -> bool:
    """It contains a verb or a comma, like a sentence, and does not have the form of a title."""
    return (form.has_verb(c.text) or form.COMMA.search(c.text) is not None) and not titled(c)


def labelled(c: Chunk) -> bool:
    """It starts with a label and a colon: ``Price Target: $12``, ``Cross - variety: None``."""
    is_prefix = c.text in _PREFIXES and next_starts_lowercase(c)
    return form.run_in_label(c.body.text[c.start : c.next.end] if is_prefix else words_of(c)) is not None


def ends_in_colon(c: Chunk) -> bool:
    """It ends in a colon, like the introduction to a list."""
    return c.text.rstrip("*").endswith(form.COLONS)


def starts_lowercase(c: Chunk) -> bool:
    """It starts with a lowercase letter, like the rest of a sentence."""
    word = c.text.lstrip("\"'“‘(*")[:2]
    return word[:1].islower() and not word[1:].isupper()


def starts_with_figure(c: Chunk) -> bool:
    """It starts with a figure that is not the number of a heading."""
    return _FIGURE.match(c.text) is not None and not c.counts


def starts_oddly(c: Chunk) -> bool:
    """It has no word, or starts with a comma, a closing bracket or the bar of a table."""
    return c.text[0] in _NOT_FIRST or not form.has_word(c.text)


def bold(c: Chunk) -> bool:
    """All of it is bold, and it is not a sentence with a stop: ``**Market Outlook**``."""
    return form.is_bold(c.text) and not c.text.rstrip('*"”’」』').endswith((".", "。"))


def linked(c: Chunk) -> bool:
    """It is a link that is not a citation: ``[Overview](index=3&type=section)``."""
    return c.is_link


def hashed(c: Chunk) -> bool:
    """It follows the ``#`` of Markdown, or is a title after a rule of three dashes."""
    return c.marker == "#" or (c.marker == RULE and plain_title(c))


def bullet(c: Chunk) -> bool:
    """It has words, and its marker does not occur in sentences: ``•``, ``→``, ``(a)``."""
    return c.marker not in _DASHES and form.has_word(c.text)


def known(c: Chunk) -> bool:
    """It is a heading of the vocabulary, with its number if it has one."""
    return c.known is not None


def grouped(c: Chunk) -> bool:
    """It starts with a number that has a word: ``Group 2``, ``第二部分``."""
    return c.number is not None and is_worded(c.number.shape.shape)


def counted(c: Chunk) -> bool:
    """It starts with the first number or the next in a sequence: ``1. Demand``, ``3.2现货``."""
    return c.counts


def declared_number(c: Chunk) -> bool:
    """Its number makes it a heading: it has a word or, if all headings are declared, starts a line."""
    return grouped(c) or (c.first and c.number is not None and not c.body.grammar.format.free_headings)


def sentence(c: Chunk) -> bool:
    """It is a sentence or the rest of one: ``Group 1 countries have agreed …``, ``Part 2 was late.``."""
    is_rest = words_of(c)[0].islower() and form.ends_sentence(c.text)
    return is_rest or (form.has_verb(c.text) and not (short(c) or to_marker(c)))


def like_insight(c: Chunk) -> bool:
    """The previous number of the same shape started an insight."""
    return c.like.label == NUMBERED


def like_heading(c: Chunk) -> bool:
    """It is a title, or its number is the parent of the next (3.1, 3.1.1), or the last like it began a heading."""
    number, following = c.number, c.next.number
    is_above = number is not None and following is not None and following.values[:-1] == number.values
    return is_above or c.like.label == HEADING or plain_title(c)


def cited_first(c: Chunk) -> bool:
    """Its citations precede it: ``- [1] Prices fell``."""
    return bool(c.runs_before)


def first(c: Chunk) -> bool:
    """It is at the start of its line."""
    return c.first


def after_cited(c: Chunk) -> bool:
    """Citations come right before it, on its line."""
    return not c.first and bool(c.previous.runs)


def in_sentence(c: Chunk) -> bool:
    """It starts in lowercase, ends the line of an insight or, glued to citations, its sentence: ``煤价[1]上涨。``."""
    is_glued = c.body.text[c.start - 1 : c.start] in ("]", "】", "］")
    return starts_lowercase(c) or _ends_line(c) or (is_glued and form.ends_sentence(c.text))


def _ends_line(c: Chunk) -> bool:
    """Whether it ends the line of an insight, which has a line of its own, and a line below begins with a marker."""
    return in_insight(c) and c.previous.unit.first and not c.first and c.next.first


def after_colon(c: Chunk) -> bool:
    """The previous chunk ends in a colon."""
    return ends_in_colon(c.previous)


def after_heading(c: Chunk) -> bool:
    """The previous chunk is a heading or the rest of one."""
    return c.previous.label in HEADINGS


def after_known(c: Chunk) -> bool:
    """The previous chunk is a heading of the vocabulary."""
    return c.previous.label == HEADING and c.previous.known is not None


def opens_part(c: Chunk) -> bool:
    """Its marker can start a heading: it is the first, below a heading that holds others, or before bold words."""
    parent = c.previous.known
    is_below = parent is not None and parent.holds_headings
    return is_below or nothing_before(c) or (bold(c) and c.next.marker != c.marker)


def starred(c: Chunk) -> bool:
    """It is between stars, right below a heading or in a section whose heading began with a star."""
    is_starred = any([each.marker == "*" for each in c.body.headings[-1:]])
    return c.marker == c.next.marker == "*" and (after_heading(c) or is_starred)


def closed(c: Chunk) -> bool:
    """What precedes it is complete: citations, a stop, a heading, the end of a line, or nothing."""
    p = c.previous
    if c.first or bool(p.runs) or p.label in HEADINGS or not p.text or form.ends_sentence(p.text):
        return True
    return p.label == NOTHING and ends_in_colon(p)


def in_insight(c: Chunk) -> bool:
    """The previous chunk belongs to an insight."""
    return c.previous.label in INSIGHTS


def nothing_before(c: Chunk) -> bool:
    """The previous chunk is neither a heading nor an insight."""
    return not (c.previous.label in HEADINGS or c.previous.label in INSIGHTS)


def to_marker(c: Chunk) -> bool:
    """A marker follows it."""
    return c.next.marker not in ("", "#")


def before_heading(c: Chunk) -> bool:
    """A heading follows: a word of the vocabulary, a number in sequence, a link, or words before a marker."""
    n = c.next
    return n.known is not None or n.counts or n.is_link or (n.marker == "" and to_marker(n))


def in_contents(c: Chunk) -> bool:
    """It is in a table of contents: a list of headings from a core to where the same core comes again."""
    return c.start < c.body.contents_end


def next_starts_lowercase(c: Chunk) -> bool:
    """The next chunk starts with a lowercase letter."""
    return starts_lowercase(c.next)


def above_list(c: Chunk) -> bool:
    """It may be the heading of the next insight, which has a marker."""
    is_above = to_marker(c) and not _ends_line(c)
    return is_above and (c.last or c.body.grammar.format.free_headings) and title_like(c)


def long_dash(c: Chunk) -> bool:
    """A long dash is before it inside its line."""
    return c.marker in _LONG_DASHES and not c.first


def opens_nothing(c: Chunk) -> bool:
    """Its marker never begins a line or follows citations or a heading of the vocabulary."""
    return c.marker not in c.body.opening


def with_aside(c: Chunk) -> bool:
    """Its line is a cited statement with dashes that are not markers: ``Mines — old ones — closed [1]``."""
    end = c.next
    is_dash = long_dash(end) or (end.marker == "-" and end.next.text[:1].islower())
    if not (c.first and is_dash and opens_nothing(end)):
        return False
    while not (end.last or end.runs):
        end = end.next
    return end.last and bool(end.runs)


def ends_heading_line(c: Chunk) -> bool:
    """It is the end of a line that begins with a heading that has a number or is in the vocabulary."""
    p = c.previous
    return c.last and p.first and p.label == HEADING and (p.number is not None or p.known is not None)


def phrase_with_colon(c: Chunk) -> bool:
    """It ends in a colon, and does not have the form of a title: ``As to prices:``."""
    return ends_in_colon(c) and not titled(c)


def introduces(c: Chunk) -> bool:
    """It is a sentence on a line of its own: ``The article makes two points:``."""
    is_sentence = form.ends_sentence(c.text) and not c.text.endswith(_QUESTION)
    return c.first and c.last and (is_sentence or phrase_with_colon(c))


def begins_statement(c: Chunk) -> bool:
    """It continues a sentence or, after one on its line, starts with a label or a word that opens sentences."""
    is_after = form.ends_sentence(c.previous.text) and not c.first
    is_opening = is_after and (_OPENERS.match(c.text) is not None or labelled(c))
    return is_opening or in_sentence(c)


def title_like(c: Chunk) -> bool:
    """Its length and form allow a heading: a title, a few words, or Chinese."""
    size = form.count_words(words_of(c))
    if size > form.MAX_HEADING or begins_statement(c):
        return False
    return size <= form.MAX_UNTITLED or titled(c) or form.is_caseless(c.text)


def held(c: Chunk) -> bool:
    """It is the text, without a marker, of the heading right before it: ``报告行业投资评级 未提及``."""
    if not after_known(c):
        return False
    holds_text = c.previous.known is not None and c.previous.known.holds_text
    return holds_text or (c.next.known is not None and form.count_words(words_of(c)) <= VERY_FEW)


def number_alone(c: Chunk) -> bool:
    """It is a number without words, as at the end of a cut-off text."""
    is_number = c.number is not None or not c.next.text
    return is_number and not (grouped(c) or any(map(str.isalpha, c.text)))


def preamble(c: Chunk) -> bool:
    """It introduces the body with a colon: ``以下为会议要点整理:``."""
    return c.next.marker in ("", RULE) and c.number is None and ends_in_colon(c) and nothing_before(c)


def new_statement(c: Chunk) -> bool:
    """All headings are declared, it begins a line, and every line is an insight or it follows a declared heading."""
    format = c.body.grammar.format
    return c.first and not format.free_headings and (format.unmarked or c.previous.known is not None)


def holds_headings(c: Chunk) -> bool:
    """It is a heading of the vocabulary that holds others: ``Conference Call Summary``."""
    return c.known is not None and c.known.holds_headings


def inner_dash(c: Chunk) -> bool:
    """Its marker is a dash inside a line."""
    return not (c.first or bullet(c))


def in_question(c: Chunk) -> bool:
    """It is in a heading that a colon extends, and it or the next chunk ends in a question mark."""
    opening = c.previous.unit.known
    is_extended = after_heading(c) and opening is not None and opening.opens_title
    return is_extended and (c.text.rstrip("*:：").endswith(_QUESTION) or c.next.text.endswith(_QUESTION))


def in_heading_words(c: Chunk) -> bool:
    """It follows a dash in a heading outside the vocabulary, and a marker or nothing follows it."""
    p = c.previous
    has_words = p.label in HEADINGS and p.known is None and words_of(p) != " "
    return has_words and inner_dash(c) and (to_marker(c) or not c.next.text)


def after_connecting(c: Chunk) -> bool:
    """It begins in lowercase, or a connecting word is between two dashes: ``Tit - for - Tat``."""
    return starts_lowercase(c) or c.previous.text in _CONNECTING


def after_figure(c: Chunk) -> bool:
    """A figure is before it."""
    return words_of(c.previous)[-1:].isdigit()


def figure_only(c: Chunk) -> bool:
    """It begins with a figure, without a label, and the next chunk does not: ``2024 - 2025``."""
    return starts_with_figure(c) and not (labelled(c) or starts_with_figure(c.next))


def after_prefix(c: Chunk) -> bool:
    """A prefix is before it: ``Non - Standard``."""
    return words_of(c.previous).endswith(_PREFIXES)


def in_short_heading(c: Chunk) -> bool:
    """It follows a heading with an outline number, or both are short; no figure is between: ``3.1 Spot - Futures``."""
    p, number = c.previous, c.previous.number
    is_outline, most = number is not None and len(number.values) > 1, VERY_FEW if number is None else 1
    is_short = form.count_words(words_of(p)) <= most and form.count_words(c.text) < form.MAX_UNTITLED
    return (is_outline or is_short) and not after_figure(c)


def piece_of_title(c: Chunk) -> bool:
    """It has the form of a title of two words or more, without a figure at its end or in the next chunk."""
    is_short = short_title(c) and form.count_words(c.text) > 1
    return is_short and not (c.text[-1:].isdigit() or starts_with_figure(c.next) or _OPENERS.match(c.text))


def opens_sentence(c: Chunk) -> bool:
    """It begins with a word that opens a sentence: ``… less than a year ago - The loss was …``."""
    return _OPENERS.match(c.text) is not None and not c.text.startswith("A ")  # FeSi72 - A


def joins(c: Chunk) -> bool:
    """The dash before it joins the words around it: ``short - term``, ``1 - 7月``, ``a change of - 8``."""
    return starts_lowercase(c) or starts_with_figure(c)


def other_marker(c: Chunk) -> bool:
    """Its marker is not that of the insight that it is in: ``- The yuan · dollar rate rose``."""
    is_other = c.marker in _IN_TEXT and c.previous.unit.marker not in ("", c.marker)
    return is_other and not after_colon(c)


def in_list(c: Chunk) -> bool:
    """The current insight is a ``Key: value`` pair, or a bullet that introduces a list with a colon."""
    unit = c.previous.unit
    return labelled(unit) or ends_in_colon(unit) or unit.row.name in _OPEN_LIST


def in_colon_list(c: Chunk) -> bool:
    """It is below a bullet that introduced a list with a colon."""
    return c.previous.unit.row.name in _OPEN_LIST


def in_number_list(c: Chunk) -> bool:
    """The current insight contains a numbered list: ``two ways: 1. … [5] 2. … [6]``."""
    return _LIST_OPENS.search(c.previous.unit.text) is not None


def after_chinese_bullet(c: Chunk) -> bool:
    """The current insight is a short Chinese title with a marker: ``- 风险与估值方法 - …``."""
    p = c.previous
    return p.label == INSIGHT and 2 <= form.count_words(p.text) <= 12 and titled(p) and not _LATIN.search(p.text)


def after_short_bullet(c: Chunk) -> bool:
    """The current insight is a title of a few words with a marker."""
    p = c.previous
    return p.label == INSIGHT and form.count_words(p.text) > VERY_FEW and short_title(p)


def after_sentence_or_table(c: Chunk) -> bool:
    """It follows a table, or a sentence below a linked heading, and is not itself a table cell."""
    is_below = c.previous.unit.previous.is_link or c.previous.text.endswith("|")
    return is_below and "|" not in c.text


def cut_off(c: Chunk) -> bool:
    """It is the end of the text, short, and has neither a stop nor citations."""
    return not (c.next.text or c.runs or form.ends_sentence(c.text)) and short(c)


def after_blank(c: Chunk) -> bool:
    """A blank line is above it."""
    return bool(c.above) or c.body.text.count("\n", c.previous.end, c.start) > 1


def apart(c: Chunk) -> bool:
    """It is not part of the line above: it is a title or, if all headings are declared, that line is cited."""
    if c.body.grammar.format.free_headings:
        is_wrapped = bool(c.runs and not c.previous.runs) and c.text[0].isalpha()  # Power Co. in Ohio [1]
        return titled(c) and not is_wrapped and (not c.runs or any(map(str.isalpha, c.text)))  # not 2019 [1]
    return bool(c.previous.runs) and not starts_lowercase(c)


def below_digest(c: Chunk) -> bool:
    """It is below the last cited or marked insight, and no citation, marker or declared heading follows."""
    p = c.previous
    is_apart = bool(p.runs) and not starts_lowercase(c) if c.above == 0 else bool(p.runs or p.unit.marker)
    is_below = p.row.name == BELOW or (c.first and p.label in INSIGHTS and is_apart)
    return is_below and c.start > c.body.tail


def among_free_headings(c: Chunk) -> bool:
    """An earlier heading was recognised by its form, so this may be the next one, cut off."""
    return c.body.has_free_heading


def every_line(c: Chunk) -> bool:
    """Every line is an insight or, if citations are the only marks, a citation or a blank line precedes it."""
    format = c.body.grammar.format
    is_apart = bool(c.previous.runs or c.above) and not starts_lowercase(c)
    is_told = format.unmarked or (is_apart and not (format.markers or format.numbered_markers))
    return is_told and c.first and (format.lead or not nothing_before(c))


def in_paragraph(c: Chunk) -> bool:
    """Its line continues the paragraph above, in a text whose paragraphs are separated by blank lines."""
    p = c.previous
    is_below = p.label in INSIGHTS and not (c.above or p.runs)
    return is_below and c.body.parted and len(p.text) >= MIN_WRAPPED


#: Rows that recognise a heading by its form, only for formats with free headings; ``FREE`` rows not even for these if
#: every line is an insight.
FREE: Final = "free headings"
CLEAR: Final = "clear headings"

#: For chunks after a marker.
MARKED: Final[tuple[Row[Chunk], ...]] = (
    Row("cited first", INSIGHT, (cited_first,)),
    Row("cited", INSIGHT, (cited, closed)),
    Row("dash below the digest", NOTHING, (below_digest, opens_nothing)),
    Row("hashed", HEADING, (hashed,)),
    Row("heading with bullet", HEADING, (to_marker, opens_part, short_title), (next_starts_lowercase,), FREE),
    Row("heading with star", HEADING, (to_marker, starred, short_title), (next_starts_lowercase,), FREE),
    Row("known with bullet", HEADING, (known, nothing_before), (cited, next_starts_lowercase)),
    Row("dash in question", HEADING_ON, (in_question, inner_dash)),
    Row("dash in heading line", HEADING_ON, (long_dash, opens_nothing, ends_heading_line)),
    Row("dash before lowercase", HEADING_ON, (in_heading_words, after_connecting, short), (bold,)),
    Row("dash between figures", HEADING_ON, (in_heading_words, after_figure, figure_only), (bold,)),
    Row("dash after prefix", HEADING_ON, (in_heading_words, after_prefix, piece_of_title), (bold,)),
    Row("dash in short heading", HEADING_ON, (in_heading_words, in_short_heading, to_marker, piece_of_title), (bold,)),
    Row("closed", INSIGHT, (closed,)),
    Row("other marker", INSIGHT_ON, (in_insight, opens_nothing, other_marker)),
    Row("bullet", INSIGHT, (bullet,), (starts_lowercase,)),
    Row("under sentence or table", INSIGHT, (after_sentence_or_table,), (starts_lowercase,)),
    Row("list item", INSIGHT, (in_insight, in_list, labelled), (starts_lowercase,)),
    Row("pair", INSIGHT_ON, (joins, in_insight)),
    Row("list goes on", INSIGHT, (in_colon_list,)),
    Row("opens list", INSIGHT, (after_colon,)),
    Row("Chinese bullet of bullets", INSIGHT, (after_chinese_bullet,)),
    Row("bullet of bullets", INSIGHT, (after_short_bullet, labelled)),
    Row("opens sentence", INSIGHT, (opens_sentence,)),
    Row("open dash", INSIGHT_ON, (in_insight,)),
    Row("first marker", INSIGHT),
)

#: For chunks without a marker.
GAP: Final[tuple[Row[Chunk], ...]] = (
    Row("link", HEADING, (linked,)),
    Row("contents", NOTHING, (in_contents,), (cited,)),
    Row(BELOW, NOTHING, (below_digest,), (among_free_headings,), FREE),
    Row("number goes on", NUMBERED, (counted, like_insight), (known,)),
    Row("between citations and marker", HEADING, (after_cited, to_marker), (cited, in_sentence, starts_oddly), FREE),
    Row("number in list", INSIGHT_ON, (counted, in_insight, in_number_list), (known,)),
    Row("number alone", NOTHING, (number_alone,), (cited,)),
    Row("preamble", NOTHING, (preamble,), (known,)),
    Row("heading in lowercase", HEADING_ON, (after_heading, starts_lowercase), (cited, new_statement)),
    Row("heading up to word", HEADING_ON, (after_heading, holds_headings), (cited, first, after_known)),
    Row("title after colon", HEADING_ON, (after_known, after_colon, to_marker), (cited, ends_in_colon), CLEAR),
    Row("known", HEADING, (known,)),
    Row("number with word", HEADING, (declared_number, closed), (cited, sentence)),
    Row("text of heading", INSIGHT, (held,), (known, counted)),
    Row("number before aside", NUMBERED, (counted, with_aside), (nothing_before,)),
    Row("number before marker", HEADING, (counted, to_marker), (cited, next_starts_lowercase)),
    Row("number and title", HEADING, (counted, like_heading, closed), (cited, sentence)),
    Row("line", INSIGHT, (every_line,), (bold, above_list, in_paragraph)),
    Row("number as marker", NUMBERED, (counted, closed), (nothing_before,)),
    Row("bold heading", HEADING, (bold, closed), (cited,), CLEAR),
    Row("line with aside", INSIGHT, (with_aside,), (nothing_before, bold, starts_lowercase), CLEAR),
    Row("title before marker", HEADING, (above_list, closed), (cited, starts_oddly, introduces), CLEAR),
    Row("title before title", HEADING, (closed, before_heading, titled), (cited,), FREE),
    Row("cut off below heading", HEADING, (after_known, cut_off, titled), (held, starts_oddly), FREE),
    Row("cut off after citations", HEADING, (after_cited, cut_off), (verbal, starts_lowercase, starts_oddly), FREE),
    Row("cut-off line", HEADING, (first, cut_off, title_like), (starts_oddly,), FREE),
    Row("goes on", INSIGHT_ON, (in_insight,), (first,)),
    Row("line goes on", INSIGHT_ON, (in_insight,), (after_blank, apart)),
    Row(INTRODUCTION, NOTHING, (after_heading, introduces, phrase_with_colon, to_marker)),
    Row("under heading", INSIGHT, (after_heading,)),
    Row("otherwise", NOTHING),
)
#: The rows that treat a dash inside other text as a marker.
GUESSED: Final = frozenset((
    "under sentence or table", "list item", "list goes on", "opens list", "Chinese bullet of bullets",
    "bullet of bullets",
))  # fmt: skip
_GOES_ON: Final = (HEADING_ON, INSIGHT_ON)


def survey(body: Body) -> None:
    """Set what facts about a chunk need to know about the whole body."""
    chunks = body.chunks
    cores = [each for each in chunks if each.known is not None and each.known.role == "core"][:2]
    if len(cores) > 1 and len({words_of(each).strip(form.AROUND_HEADING).casefold() for each in cores}) == 1:
        end = cores[1].start
        others = (each.start for each in chunks if each.runs or not (each.known or each.number))
        body.contents_end = end if next(others, end) >= end else 0
    body.opening = {each.marker for each in chunks if each.first or each.previous.runs or each.previous.known}
    marks = body.opening - {""}  # unlike a dash inside a line: © Daily News – all rights reserved
    signed = (c for c in reversed(chunks) if c.marker in marks or c.runs or c.known or c.counts)
    body.tail = next((each.start for each in signed), -1)
    if body.grammar.format.unmarked:
        firsts = [c for c in chunks if c.first and not (c.marker or c.known or c.number or bold(c))]
        body.parted = any(each.above and each.previous.known is None for each in firsts[1:])


def decide(body: Body, marked: tuple[Row[Chunk], ...], others: tuple[Row[Chunk], ...]) -> None:
    """Label each chunk of a body, in order, by a table for chunks after a marker and one for others."""
    marked, others = rows_for(body.grammar.format, marked), rows_for(body.grammar.format, others)
    survey(body)
    units, headings, insights = body.units, body.headings, body.insights
    for chunk in body.chunks:
        row = first_row(chunk, marked if chunk.marker else others)
        label = chunk.label = row.label
        chunk.row = row
        if label in _GOES_ON:
            chunk.unit = chunk.previous.unit
            units[-1].append(chunk)
        elif label == HEADING:
            units.append([chunk])
            headings.append(chunk)
            body.has_free_heading |= not (chunk.known or chunk.number or chunk.is_link)
        elif label != NOTHING:
            units.append([chunk])
            insights.append(units[-1])


@lru_cache
def rows_for(format: Format, table: tuple[Row[Chunk], ...]) -> tuple[Row[Chunk], ...]:
    """Return a table without the rows for headings that the format does not have."""
    dropped = () if format.free_headings and not format.unmarked else (FREE,) if format.free_headings else (FREE, CLEAR)
    return tuple(row for row in table if row.needs not in dropped)
