"""Questions about an article that only something odd answers with yes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, get_args

import regex

from rareinsight._dialect.headings import PAIRS, has_total, number_in, sounds_like_lead
from rareinsight._dialect.notation import BULLET, CITATION, LETTER, best_notation, enumerator_at
from rareinsight._grammar.form import count_words, has_verb
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.leads import Leads, normal
from rareinsight.model import Article, Insight, Section

#: What a page may have a convention of its own for.
Convention = Literal["citations", "headings", "labels", "openers", "lines"]

ALL: Final = frozenset(get_args(Convention))
_STOPS: Final = regex.compile(r"[^\S\r\n]*[.。．;；,，!！]?[^\S\r\n]*")
#: What no words begin with.
_NO_BEGINNING: Final = regex.compile(r"[)）\]】.。、,，:：;；…]|[*_=~#]{3,}|[*_=~#]{1,2}\s")
#: The most words of what may be the label of a group.
_MAX_LABEL: Final = 6
#: How much of a text that is no digest is searched for headings.
_DECISIVE: Final = 20_000


class Odd(NamedTuple):
    """Something odd about an article.

    Attributes:
        convention: what the page may do in a way of its own.
        start: where it is odd.
        end: where that ends.
        code: the diagnostic that tells users if it stays so; ``""`` if it may well be right.
    """

    convention: Convention
    start: int
    end: int
    code: str = ""


def find_odd(article: Article, grammar: Grammar) -> list[Odd]:
    """Return what is odd about an article."""
    leads = grammar.leads
    if any(article.raw.count(sign) > article.raw.count("\n") for sign in "\u2028\u2029\x85"):
        return [Odd(each, 0, len(article.raw)) for each in ALL]
    if not article.sections:
        return [Odd(each, 0, len(article.raw)) for each in ALL] if leads.may_be_in(article.raw[:_DECISIVE]) else []
    found = [*_odd_headings(article, leads), *_odd_openings(article, grammar), *_odd_rest(article, leads)]
    for insight in article.insights:
        found += _odd_insides(article.raw, insight, leads)
    return found


def _odd_rest(article: Article, leads: Leads) -> Iterator[Odd]:
    """Yield what a digest leaves out: all of its citations, some, or a sign."""
    insights = article.insights
    is_uncited = not any(insight.citations for insight in insights)
    for insight in insights:
        cited = {citation.start for citation in insight.citations}
        for found in CITATION.finditer(article.raw, insight.start, insight.end):
            is_last = found.end() > insight.end - 3
            if found.start() not in cited and (is_uncited or is_last or found["opening"] in ("[", "【", "［")):
                yield Odd("citations", *found.span())
    for each in article.diagnostics:
        if each.span is None or each.code not in ("stray-citation", "unplaced-text"):
            continue
        words = each.span.cut(article.raw)
        if each.code == "stray-citation" or CITATION.search(words) is not None:
            yield Odd("lines", each.span.start, each.span.end)
        elif not any(map(str.isalnum, words)) or sounds_like_lead(words[:80], leads):
            yield Odd("headings", each.span.start, each.span.end)


def _odd_headings(article: Article, leads: Leads) -> Iterator[Odd]:
    """Yield headings that may be leading ones in a notation of their own, and labels that stand as insights."""
    numbered: dict[str, list[tuple[Section, str]]] = {}
    declared = {*leads.words.values()}
    for section in article.sections:
        if section.heading is None:
            continue
        place = section.heading_start, section.heading_end
        if section.heading.strip("*:： ") in declared:
            continue
        if (words := (section.label or section.heading).strip(".: ")).isdigit():
            yield Odd("openers", *place)
        elif not any(map(str.isalnum, words)):
            yield Odd("headings", *place)
        if section.role == "other" and sounds_like_lead(section.heading, leads):
            yield Odd("headings", *place, "possible-heading")
        elif section.role == "other" and normal(section.heading) in leads.firsts:
            yield Odd("headings", *place)
        elif section.role == "other" and (number := number_in(section.heading)) and number[0] not in leads.others:
            numbered.setdefault(number[0], []).append((section, number[1]))
        elif section.label is not None and _is_odd_label(section.label):
            yield Odd("headings", *place)
    for uses in numbered.values():
        if len(uses) > 1 and best_notation([number for _, number in uses])[1] == len(uses) and not article.groups:
            yield Odd("headings", uses[0][0].heading_start, uses[0][0].heading_end)
    groups = article.groups
    if groups and all(_may_have_label(article.raw, group) for group in groups):
        yield Odd("labels", groups[0].start, groups[0].end)


def _is_odd_label(label: str) -> bool:
    """Whether a label begins with a sign that parts it from its number, is in brackets, or is a total."""
    is_enclosed = label[1:].find(PAIRS.get(label[0], "\0")) == len(label) - 2
    return is_enclosed or has_total(label) or not (label[0].isalnum() or label[0] in "“\"‘'《「『$€£#")


def _may_have_label(raw: str, group: Section) -> bool:
    """Whether the first insight of a group is, or begins with, what may be the label of its heading."""
    if group.label is not None or not group.insights:
        return False
    first = group.insights[0]
    words, _, rest = raw[first.start : first.end].partition(" - ") if first.citations else (first.text, "", "A")
    return rest != "" and not rest[0].islower() and may_be_label(words)


def may_be_label(words: str) -> bool:
    """Whether some words may be the label of a heading: few, and no sentence."""
    return 0 < count_words(words) <= _MAX_LABEL and not (has_verb(words) or words.endswith((".", ",", ":", "。", ";")))


def _odd_openings(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield insights that begin with a sign, a letter or a counter, as none but bullets do."""
    raw = article.raw
    counted: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    for insight in article.insights:
        at = insight.start
        number = grammar.headings.number_at(raw, at, insight.end)
        if number is not None and number.shape.is_worded:
            continue
        if (found := BULLET.match(raw, at)) is not None or raw.startswith(("[ ]", "[x]"), at):
            yield _leftover(raw, at, at + 3 if found is None else found.end(), insight.end)
        elif not any(map(str.isalnum, insight.text)):
            yield Odd("headings", at, insight.end, "leftover-marker")
        elif (found := _NO_BEGINNING.match(raw, at)) is not None:
            yield Odd("openers", at, found.end(), "leftover-marker")
        elif LETTER.match(raw, at) is not None:
            yield Odd("openers", at, at + 1)
        elif (enumerator := enumerator_at(raw, at)) is not None:
            counted.setdefault(enumerator.kind, []).append((at, enumerator.numeral))
    for uses in counted.values():
        values, counted_on = best_notation([numeral for _, numeral in uses])
        if 1 in values and counted_on > 1:
            yield Odd("openers", uses[0][0], uses[0][0] + 2, "leftover-marker")


def _leftover(raw: str, start: int, end: int, until: int) -> Odd:
    """Return what a sign is in an insight: a leftover marker, or the bar of a table."""
    return Odd("openers", start, end, "" if raw.count("|", start, until) > 1 else "leftover-marker")


def _odd_insides(raw: str, insight: Insight, leads: Leads) -> Iterator[Odd]:
    """Yield what begins behind a citation inside an insight: a line, a bullet, a heading, or perhaps a sentence."""
    number = number_in(raw[insight.start : insight.start + 24])
    if number is not None and any(number[0] == lead for lead in leads.numbered):
        yield Odd("lines", insight.start, insight.start + 8, "possible-heading")
    starts = {citation.start for citation in insight.citations}
    for end in {citation.end for citation in insight.citations}:
        found = _STOPS.match(raw, end, insight.end)
        at = end if found is None else found.end()
        if at >= insight.end or at in starts or raw[at] in ")）]】":
            continue
        if raw[at] in "\r\n":
            yield Odd("lines", end, at)
        elif (bullet := BULLET.match(raw, at, insight.end)) is not None:
            yield _leftover(raw, at, bullet.end(), insight.end)
        elif enumerator_at(raw, at) is not None:
            yield Odd("openers", at, at + 2)
        elif (rest := raw[at : insight.end].strip(".。,， ")) and not any(map(str.isalnum, rest)):
            yield Odd("headings", at, insight.end)
        elif sounds_like_lead(raw[at : min(at + 24, insight.end)].partition("[")[0], leads):
            yield Odd("headings", at, at + 1, "possible-heading")
        elif insight.label is None and (raw[at].isupper() or raw[at] > "\u2e80"):
            # neither after a link, nor glued to a bracket as in a garbled text
            is_apart = raw[at].isupper() and raw[end:at].isspace() and raw[end - 1] != ")"
            yield Odd("lines", at, at + 1, "several-insights" if is_apart else "")
