"""Whether a result may be odd, so that its page is worth another look: asked of each article, so it costs little."""

from __future__ import annotations

import re
from typing import Final

from rareinsight._grammar.leads import Leads
from rareinsight.model import Article, Diagnostic, Insight, Section

#: How much of a text that is no digest is searched for leading headings.
SEARCHED: Final = 20_000
#: Line ends that only some pages have.
LINE_ENDS: Final = "\u2028", "\u2029", "\x85", "\\n"
#: What a title or source begins with that is marked up.
_MARKUP: Final = "[*<=\\~`_>–—"
#: What may close a citation of an undeclared shape, and the stops behind it.
_CLOSING: Final = frozenset(")]】）］}〕>›»〉》⟩⟧^⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
STOPS: Final = ".。．；;"
#: What surrounds citations in italics, or raised ones.
EMPHASIS: Final = (" *", " _", " ^")
#: What insights end with before their citations, besides letters and digits; and what looks like that.
_ENDING: Final = frozenset(".。;；,，!！?？%％)）]】}\"”’'»》」』*°+…")
_UNFINISHED: Final = (*EMPHASIS, "()", "[]", "{}")
#: What insights begin with: a letter, a digit, an opening sign or bold words; no counter: ``a)``, ``R1.``, ``(iv)``.
_BEGINNING: Final = re.compile(
    r"(?!.[.):：、）\]](?!\d|[A-Z]\.)|\d[.-][\s\S][ .]|[A-Z]\d[.):：、）\]]"
    rf"|[(（].[\s\S]{{0,2}}[{re.escape(''.join(sorted(_CLOSING)))}])"
    r"(?:[^\W_]|[\"“‘'《「『（(【$€£¥]|\*\*(?![\d*]))"
)
#: Signs between words, markers that stand twice, letters or nothing in brackets, by the character that each begins
#: with: few texts have it, or it is found quickly.
_SIGNS: Final = {
    "[": re.compile(r"\[(?:[\[\]]|[lIO]\])"),
    "]": re.compile(r"\]\]"),
    "O": re.compile(r"O\]"),
    "&": re.compile(r"&\w{2,8};"),
    "•": re.compile("•• "),
    "-": re.compile(r"-- (?<=[ \n\r]-- )"),
    "*": re.compile(r"\*\* (?<=[ \n]\*\* )"),
    ".": re.compile(r"\. (?:(?<=[\s?#]\. )|(?<=\s[lO]\. ))"),
    **{sign: re.compile(rf"[{sign}] (?<= [{sign}] )") for sign in "=~_?#+→"},
}
#: Brackets that citations have in Chinese.
_CHINESE: Final = ("【】", "［］")
#: Pictures between words.
_PICTURE: Final = re.compile("[\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff»›] ")
#: How long a heading without insights may be that is part of the one below it.
_MAX_PART: Final = 5
_MAX_NUMBER: Final = 3
#: How many insights end as the one above does, on pages without a sign before citations.
_MAX_REPEATED: Final = 2
#: Longer text that belongs to nothing is no heading.
_SHORT: Final = 60


def may_be_odd(article: Article, leads: Leads) -> bool:
    """Whether anything about an article may be odd; a closer look tells whether it is."""
    raw, sections = article.raw, article.sections
    if not sections:
        return leads.may_be_in(raw[:SEARCHED])
    title = article.title
    if sections[0].heading is None and title is not None and (leads.may_be(title) or leads.may_be_in(title)):
        return True
    if may_hold_signs(raw) or is_marked_up(title) or is_marked_up(article.source):
        return True
    are_labelled = None
    ending, repeated = "", 0
    for section in sections:
        if section.role == "group":
            if not (section.insights or section.label):
                return True
            are_labelled = are_labelled is not False and _may_have_label(section)
        if may_be_odd_heading(section, leads):
            return True
        for insight in section.insights:
            before, ending = ending, insight.text.rpartition(" ")[2]
            repeated = repeated + 1 if ending == before else 0
            if repeated == _MAX_REPEATED or _may_be_odd_insight(raw, insight, leads):
                return True
    return bool(are_labelled) or any([_may_be_lost(each, raw, leads) for each in article.diagnostics])


def is_marked_up(words: str | None) -> bool:
    """Whether a title or source seems to be marked up."""
    return words is not None and words[0] in _MARKUP


def may_hold_signs(raw: str) -> bool:
    """Whether a text has line ends of its own, brackets without their mates, doubled markers or pictures."""
    closed = raw.count("]")
    if not raw.count("[") == closed == raw.count("[", 0, raw.rfind("]")):
        return True
    for sign, pattern in _SIGNS.items():
        if sign in raw and pattern.search(raw) is not None:
            return True
    if raw.isascii():
        return LINE_ENDS[-1] in raw
    are_broken = [raw.count(left) != raw.count(right) for left, right in _CHINESE]
    if any(are_broken) or any([sign in raw for sign in LINE_ENDS]):
        return True
    # lines are long and in ASCII, or short
    return any(_PICTURE.search(line) is not None for line in raw.split("\n") if not line.isascii())


def _may_be_lost(diagnostic: Diagnostic, raw: str, leads: Leads) -> bool:
    """Whether a diagnostic tells of a citation, a sign or a heading that was left out."""
    if diagnostic.code == "unplaced-text" and diagnostic.span is not None:
        words = diagnostic.span.cut(raw)
        return "[" in words or (len(words) < _SHORT and (leads.may_be(words) or leads.may_be_in(words)))
    return diagnostic.code in ("stray-citation", "html-markup", "reference-list", "uncited-digest", "unread-header")


def _may_have_label(section: Section) -> bool:
    """Whether the label of a group may have become an insight, or part of one."""
    insights = section.insights
    return section.label is None and (not (insights and insights[0].citations) or " - " in insights[0].text)


def may_be_odd_heading(section: Section, leads: Leads) -> bool:
    """Whether a heading may be a leading one in other spelling, a number or a part of another; or its label odd."""
    heading, label = section.heading, section.label
    if heading is not None and section.role == "other" and section.index is None:
        return (
            (heading not in leads.declared and leads.may_be(heading))
            or len(heading) <= (_MAX_NUMBER if heading.isascii() else 0)
            or heading[1:3] == ". "
            or (len(heading) <= _MAX_PART and not section.insights)
        )
    if label is None:
        return False
    return not label[0].isalpha() or label[0].islower() or not (label[-1].isalnum() or label[-1] in _ENDING)


def _may_be_odd_insight(raw: str, insight: Insight, leads: Leads) -> bool:
    """Whether an insight may begin or end with a sign, or hold another one."""
    start, end, citations = insight.start, insight.end, insight.citations
    is_letter = raw.startswith(" ", start + 1) and raw[start].islower()
    if (
        is_letter
        or _BEGINNING.match(raw, start) is None
        or raw.startswith(leads.spelled, start + 2 * raw.startswith("**", start))
    ):
        return True
    if not citations:
        tail = raw[start:end].rstrip(STOPS)[-_MAX_PART:]
        is_name = tail[-1:] in ")）" and tail[-2:-1].isalpha()  # Lan Feng (301994.SZ)
        return (tail[-1:] in _CLOSING and not is_name) or (end - start < _MAX_PART and tail.isascii())
    return (
        raw[citations[-1].end : end] not in STOPS
        or "[" in insight.text
        or not (insight.text[-1:].isalnum() or insight.text[-1:] in _ENDING)
        or insight.text.endswith(_UNFINISHED)
        or citations[0].claim_start != citations[-1].claim_start
    )
