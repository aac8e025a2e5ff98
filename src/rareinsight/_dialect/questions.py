"""What is odd about an article: questions to which the answer is yes only if something was misread."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice, pairwise
from typing import Final, NamedTuple

import regex

from rareinsight._dialect.citations import JOINT
from rareinsight._dialect.headings import APPENDED, PAIRS, are_decoration, may_close, number_in, sounds_like_lead
from rareinsight._dialect.markup import markup_of
from rareinsight._dialect.notation import BULLET, CITATION, best_notation, enumerator_at
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.leads import Leads, normal
from rareinsight._parse.oddities import (
    EMPHASIS,
    LINE_ENDS,
    MAX_LABEL,
    MAX_PART,
    MIN_REPEATED,
    NUMBER_ALONE,
    REPEATED,
    SEARCHED,
    STOPS,
    are_unlabelled,
    is_marked_up,
    is_odd_source,
    is_part,
    may_be_odd_heading,
    may_hold_signs,
    sign_below,
    word_of_core,
)
from rareinsight._pieces import SPACES
from rareinsight._shapes import MAX_WORD, is_worded
from rareinsight.model import Article, Insight, Section, Span

_STOPS: Final = regex.compile(r"[^\S\r\n]*[.。．;；,，!！]{0,3}[^\S\r\n]*")
#: No words begin with this.
_NO_BEGINNING: Final = regex.compile(
    r"\*\p{Lu}?\p{Ll}[^*\r\n]*(?:[\r\n]|\Z)"
    r"|\[(?:[ xX]|[a-z]+_[a-z]+)?\]|\\|[)）\]】.。、,，;；…]|::|[*_=~#]{3,}|[*_=~#]{1,2}\s"
)
_BEFORE_WORDS: Final = regex.compile(r"^(?:\*|#+(?!\w)| )+")
_OPENING_OF_LABELS: Final = frozenset("“\"‘'《「『$€£#")
_NUMBER_AND_END: Final = regex.compile(r"[^\d\r\n]{1,20}\d{1,2}(?!\d)(.+)")
_NO_END: Final = regex.compile(r"(?:[({<（【［^`~_=·\\]|(?<![/.]\S{0,99})/|\(\)|\[\]|\{\}|``)[.。;；]?\Z")
#: Characters that may be next to words in sentences.
_NEXT_TO_WORDS: Final = frozenset(
    "()[]{}（）［］【】〔〕<>\"'“”‘’«»《》「」『』$€£¥*_-–—−+±~%&,，、.。;；:：?？!！…/|\r\n\t "
)
_MAX_NO_END: Final = len("().")
_STOP_FIRST: Final = regex.compile(r"[lOo]?[.、,:：)）]")
_SIGN_SECOND: Final = regex.compile(r"\S++[ lOAX]*[^\p{L}\p{N} ]")
_SQUARE: Final = frozenset("[【［")
_ALL: Final = r"\[\]【】［］"
#: A letter in place of a number, or none, or a bracket too many: ``[l]``, ``[]``, ``[[4]``; or one too few, unless the
#: text ends there or the brackets are those of an interval: ``[4``, ``4]``.
_BROKEN: Final = regex.compile(
    r"[\[【［](?:[lIiOo|!]{1,2}|[0-9]{1,2}[lIOo])?[\]】］](?!\()"
    r"|[\[【［]{2}[0-9]{1,3}[\]】］](?![\]】］(])|(?<![\[【［])[\[【［][0-9]{1,3}[\]】］]{2}"
    + "".join(
        rf"|{opening}\s?\^?[0-9]{{1,3}}(?![0-9])(?![^{_ALL}]{{0,99}}{closing}|[ ,，、–0-9-]{{0,8}}\Z)"
        rf"|[0-9]\s?{closing}(?<!{opening}[^{_ALL}]{{0,99}}{closing}|[(（][^()（）]{{0,12}}[,，~～-]\s?[0-9]{{0,9}}\s?{closing})"
        for opening, closing in ((r"\[", r"\]"), "【】", "［］")
    )
)
#: What looks like a citation at the end of an insight.
_OTHER_BRACKET: Final = regex.compile(
    r"(?:(?<!\|\s?)(?:[\[【［][^\[\]\r\n]{0,4}[\]】］]|[(（][0-9]{1,3}[)）])"
    r"|[\[【［][0-9]{1,3}|(?<![0-9]{3}|[\[【［][^\]】］]{0,12})[0-9][\]】］])[.。;；]?\Z"
)
#: What does not occur in text: a doubled marker, a picture or another symbol between words.
_IN_TEXT: Final = regex.compile(
    r"(?<!\S)(?:--|––|——|−−|••|\+\+|\*\*"
    r"|(?<=[^\W_]\s|:\*{0,2}\s|：)(?:[\p{So}»›_](?<!«\s[^«»]{0,80}»)|(?<=[^\W\d_]\s)~(?=\s[^\W\d_]))\ufe0f?"
    r"|(?<=\p{L}\s)(?:[=→](?=\s\p{Han})|[=→](?=\s\p{Lu}\p{Ll}*\s\p{Ll}))"
    r"|(?<=[\]】］:：][.。]?\s)=|(?<=\n)[=~+_])(?=[^\S\r\n])|&(?!amp;)\w{2,8};"
)
#: A stop or a letter where the number of a heading may have been: after a citation or a stop, or where a line starts.
_ALONE: Final = regex.compile(
    r"(?:(?<=[\]】］.。:：][.。]?\s)(?:#|(?P<stop>[.?]|[?#lO]\.)|l(?=\s\p{Han}))|^\s*(?P>stop))\s+(?=\w|\*\*\w)",
    regex.MULTILINE,
)
#: A bullet or a counter that an insight may begin with: a symbol, or a letter alone or with a symbol.
_MARK: Final = regex.compile(
    r"(?![+−–~±-][0-9]|\*{1,2}\w)[^\w\s]*[^\w\s\[(（【〔$€£¥\"“‘'《「『*]"
    r"|(?:\w|[A-Z]?[0-9]{1,2}[.-]?[0-9]?)[^\w\s]{1,2}(?=\s)|(?![AI] )[^\W\d](?=\s[\p{Lu}0-9])"
)
#: ``02 Prices``, ``IV Prices``.
_NUMBER_FIRST: Final = regex.compile(r"0*+\K[0-9]{1,2}(?=\s+[^\W0-9])|[IVX]{1,4}(?=\s[\w“\"])")
_COUNTED: Final = regex.compile(r"\d+|(?<!\w)\w(?!\w)")
#: A word with a symbol that no statement begins or ends with.
_SIGN_LAST: Final = regex.compile(r"^[^\w\s\"“‘'《「『(（$€£¥*+−–-]|[^\w\s%％)）\]】”’\"'»》」』*°+!?！？…]$")
_LAST_SIGN: Final = regex.compile(r"(?<=\S)[–—−-]{1,2}\Z")  #: a dash glued to the last word
#: What looks like the end of an insight, but belongs to the heading below: ``h2.``, ``II.``.
_BEFORE_HEADING: Final = regex.compile(r"[A-Za-z]|[!-/:-~][!-~]+|[0-9:]{1,5}\s?[|»>]?|[|»>]")
#: How many insights, and what share of all, must end in the same word.
_MIN_WORDS, _SAME_WORD = 5, 0.9
#: Diagnostics about what was left out.
_LOST: Final = ("stray-citation", "unplaced-text", "html-markup", "reference-list")
_HEAD: Final = 24  #: how many characters of an insight are searched for the number of a group


class Odd(NamedTuple):
    """A place where an article is odd."""

    start: int
    end: int
    code: str = ""  #: the warning if it stays so; none if it may well be right
    of_lines: bool = False  #: whether insights may begin, or end, with lines


def find_odd(article: Article, grammar: Grammar) -> list[Odd]:
    """Return what is odd about an article."""
    raw, leads = article.raw, grammar.leads
    if not article.sections or any(raw.count(sign) > max(raw.count("\n"), raw.count("\r")) for sign in LINE_ENDS):
        is_unread = bool(article.sections) or leads.may_be_in(raw[:SEARCHED])
        return [Odd(0, len(raw), of_lines=True)] if is_unread else []
    found = [
        *_odd_headings(article, grammar),
        *_odd_together(article, grammar),
        *_odd_openings(article, grammar),
        *_odd_rest(article, grammar),
    ]
    found += _odd_signs(article, grammar) if may_hold_signs(raw) else ()
    for insight in article.insights:
        found += _odd_insides(raw, insight, grammar)
    for each, below in pairwise(article.sections):
        found += _odd_before(raw, each, below)
    sign = sign_below(article, grammar.leads)
    return [*found, Odd(*sign, "leftover-marker")] if sign else found


# --- headings ----------------------------------------------------------------------------------------------------


def _has_no_number(heading: str, leads: Leads) -> bool:
    """Whether a heading seems to have lost its number: it begins with a stop, or with ``Group`` and a symbol."""
    word = normal(heading.split(maxsplit=1)[0])
    is_counting = word in leads.numbered or word in leads.others
    return _STOP_FIRST.match(heading) is not None or (is_counting and _SIGN_SECOND.match(heading) is not None)


def _is_odd_label(label: str, heading: str) -> bool:
    """Whether a label has a symbol at either end, or is in brackets or quotation marks."""
    is_quoted = label[0] in "\"'" and any(sign in ":：" for sign in heading)
    is_enclosed = len(label) > 1 and not is_quoted and label[1:].find(PAIRS.get(label[0], "\0")) == len(label) - 2
    has_sign = not (label[0].isalnum() or (label[0] in _OPENING_OF_LABELS and label[1:2] != " ")) or may_close(
        label[-1]
    )
    return is_enclosed or has_sign or APPENDED.search(label) is not None


#: What may be odd about the words of a heading of role ``other``, and the warning about it.
_OF_HEADINGS: Final[tuple[tuple[Callable[[str, Leads], bool], str], ...]] = (
    (lambda words, _: NUMBER_ALONE.fullmatch(words) is not None, "possible-heading"),
    (lambda words, _: not any(map(str.isalnum, words)), ""),
    (lambda words, _: APPENDED.fullmatch(" " + words) is not None, ""),
    (lambda words, leads: not words[0].isalnum() and leads.may_be_in(words[:MAX_WORD]), "possible-heading"),
    (sounds_like_lead, "possible-heading"),
    (_has_no_number, "possible-heading"),
    (lambda words, leads: normal(words) in leads.firsts, ""),
    (lambda words, _: BULLET.match(words) is not None, "leftover-marker"),
)
#: What may be odd about a label and its heading; there is no warning about it.
_OF_LABELS: Final[tuple[Callable[[str, str], bool], ...]] = (
    lambda label, _: NUMBER_ALONE.fullmatch(label) is not None,
    lambda label, _: number_in(label) is not None,
    lambda label, _: "$" not in label and next(markup_of(label, ""), None) is not None,  # not in a formula
    _is_odd_label,
)


def _odd_headings(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield headings that may be leading ones in an unusual notation."""
    leads = grammar.leads
    for span in (article.title_span, article.source_span):
        words = "" if span is None else span.cut(article.raw)
        is_lead = sounds_like_lead(words, leads) or (not article.sections[0].heading and leads.may_be_in(words))
        is_odd = is_marked_up(words) if span is article.title_span else is_odd_source(article)
        if span is not None and (is_odd or (span is article.title_span and is_lead)):
            yield Odd(span.start, span.end, "possible-heading" * is_lead)
    for section in article.sections:
        heading, label = section.heading, section.label
        if heading is None or heading.strip("*:： ") in leads.declared or not may_be_odd_heading(section, leads):
            continue
        words = _BEFORE_WORDS.sub("", heading) or heading
        is_part = (
            section.role == "other" and label is not None and sounds_like_lead(label, leads)
        )  # Part 1 - Core Insights
        of_heading = (code for is_odd, code in _OF_HEADINGS if section.role == "other" and is_odd(words, leads))
        of_label = ("" for is_odd in _OF_LABELS if label is not None and is_odd(label, heading))
        found = chain(of_heading, of_label, ["possible-heading"] * is_part)
        yield from [_odd_heading(section, code) for code in islice(found, 1)]


def _odd_together(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield headings that may be leading ones if seen together: they count, name groups, or are part of one."""
    leads, groups = grammar.leads, article.groups
    others = [each for each in article.sections if each.role == "other" and each.heading]
    if groups:  # these have their own headings, but Point 1 may mark an insight of each
        counts = Counter([each.heading for each in others])
        others = [each for each in others if counts[each.heading] > 1 and (each.heading or "")[-1].isdigit()]
    numbered: dict[str, list[tuple[Section, str]]] = {}
    for section in others:
        if (number := number_in(section.heading or "")) and number[0] not in leads.others:
            numbered.setdefault(number[0], []).append((section, number[1]))
    for uses in numbered.values():
        if len(uses) > 1 and best_notation([number for _, number in uses])[1] == len(uses):
            yield _odd_heading(uses[0][0], "possible-heading" if uses[0][0].index is None else "")
    named = [section for section in others if _holds_group(section.heading or "", leads)]
    parts = [each for each, below in pairwise(article.sections) if is_part(each, below, article.raw)]
    words = [word] if (word := word_of_core(article)) else []
    for each in (*named[: len(named) > 1], *parts, *words):
        yield _odd_heading(each)
    ends = [words[1] for each in groups if (words := _NUMBER_AND_END.fullmatch(each.heading or ""))]
    if are_unlabelled(article) or (any(each.label for each in groups) and are_decoration(ends)):
        yield Odd(groups[0].start, groups[0].end)


def _odd_heading(section: Section, code: str = "possible-heading") -> Odd:
    return Odd(section.heading_start, section.heading_end, code)


def _holds_group(heading: str, leads: Leads) -> bool:
    """Whether a short heading contains the word for a group, and something else."""
    words = heading.split()
    if not heading.isascii():
        is_short = len(heading) <= 2 * MAX_PART
        return is_short and any(word[-1] in heading for word in leads.numbered if not word.isascii())
    return len(words) <= MAX_LABEL and any(normal(word) in leads.numbered for word in words)


# --- insights ----------------------------------------------------------------------------------------------------


def _odd_openings(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield insights that begin like bullets: with a symbol, a letter or a counter."""
    raw = article.raw
    counted: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    for insight in article.insights:
        at, end = insight.start, insight.end
        number = grammar.headings.number_at(raw, at, end)
        is_cited_first = insight.citations != () and insight.citations[0].start == at
        if is_cited_first or (number is not None and is_worded(number.shape.shape)):
            continue  # [1] Prices fell, § 4 forbids mooring
        if not any(map(str.isalnum, insight.text)):
            yield Odd(at, max(end, at + 1), "leftover-marker")
        elif not insight.citations and len(insight.text) <= MAX_LABEL and number_in(insight.text):  # ● 第一组
            yield Odd(at, end, "possible-heading")
        elif insight.citations and (
            insight.text.endswith(EMPHASIS) or _NO_END.search(insight.text, max(0, len(insight.text) - _MAX_NO_END))
        ):
            yield Odd(insight.citations[0].start, end, "leftover-marker")
        if (found := BULLET.match(raw, at) or _NO_BEGINNING.match(raw, at)) is not None:
            yield _leftover(raw, at, found.end(), end)
        elif (enumerator := enumerator_at(raw, at)) is not None:
            counted.setdefault(enumerator.kind, []).append((at, enumerator.numeral))
    for uses in counted.values():
        values, following = best_notation([numeral for _, numeral in uses])
        if 1 in values and following > 1:
            yield Odd(uses[0][0], uses[0][0] + 2, "leftover-marker")
    yield from _repeated(article)


def _repeated(article: Article) -> Iterator[Odd]:
    """Yield the first insight if most begin or end with the same symbol or letter, or with numbers that count."""
    raw, insights = article.raw, [insight for insight in article.insights if insight.text]
    # the marker of a first insight may have been read as part of its heading
    below = [insight for section in article.sections for insight in section.insights[section.heading is not None :]]
    beginnings = [each.text for each in below]
    for each in insights:
        cited = {citation.start for citation in each.citations}
        inside = [at for _, at in _after_citations(raw, each) if at not in cited and enumerator_at(raw, at) is None]
        beginnings += [raw[at : at + _HEAD] for at in inside]
    marks = Counter(_COUNTED.sub("0", mark[0]) for each in beginnings if (mark := _MARK.match(each)))
    numbers = [number[0] for each in insights if (number := _NUMBER_FIRST.match(each.text))]
    words = [each.text.rstrip(" .。;；").split() or [""] for each in insights]
    lasts = Counter(each[-1] for each, insight in zip(words, insights, strict=True) if insight.citations)
    lasts.update(sign[0] for each in insights if each.citations and (sign := _LAST_SIGN.search(each.text)))
    odd = [
        count
        for word, count in lasts.items()
        if _SIGN_LAST.search(word) or (word.isalpha() and count >= max(_MIN_WORDS, _SAME_WORD * len(words)))
    ]
    is_marked = max(2, REPEATED * len(beginnings)) <= max(marks.values(), default=0)
    is_marked |= max(MIN_REPEATED, len(insights) * REPEATED) <= max([*odd, best_notation(numbers)[1]])
    citations = [each for insight in insights for each in insight.citations]
    between = [(each.end, following.start) for each, following in pairwise(citations)]
    if is_marked or any(JOINT.fullmatch(raw, end, at) for end, at in between):
        yield Odd(insights[0].start, insights[0].start + 1, "leftover-marker")


def _leftover(raw: str, start: int, end: int, until: int) -> Odd:
    """Return a symbol in an insight as a leftover marker or, without a warning, as the bar of a table."""
    return Odd(start, end, "" if raw.count("|", start, until) > 1 else "leftover-marker")


def _odd_insides(raw: str, insight: Insight, grammar: Grammar) -> Iterator[Odd]:
    """Yield what begins after a citation inside an insight: a line, a bullet, a heading, perhaps a sentence."""
    beginning = raw[insight.start : insight.start + _HEAD].lstrip("*_")
    number = number_in(beginning) if grammar.leads.names_group(beginning) else None
    if number is not None and number[0] in grammar.leads.numbered:
        yield Odd(insight.start, insight.start + len(number[0]), "possible-heading", of_lines=True)
    starts = {citation.start for citation in insight.citations}
    for end, at in _after_citations(raw, insight):
        if at not in starts and (found := _odd_after(raw, end, at, insight, grammar)) is not None:
            yield found


def _after_citations(raw: str, insight: Insight) -> Iterator[tuple[int, int]]:
    """Yield where each citation in an insight ends, and where what follows it and its stop begins."""
    # citations that precede what they back separate nothing
    for end in sorted({each.end for each in insight.citations if each.claim_start < each.end}):
        stop = _STOPS.match(raw, end, insight.end)
        at = end if stop is None else stop.end()
        if at < insight.end and raw[at] not in ")）]】":
            yield end, at


def _odd_before(raw: str, section: Section, below: Section) -> Iterator[Odd]:
    """Yield a heading that is repeated or lacks its label, and what an insight ends with above it: ``[4] h2.``."""
    is_bare = section.role != "other" and not (section.insights or section.label)
    is_again = below.role == section.role and below.index == section.index
    is_label = section.role == "group" and below.role != "group"
    between = raw[section.heading_end : below.heading_start]
    if is_bare and (is_label or (is_again and "\n" not in between)):
        yield _odd_heading(section, "possible-heading" * (is_label or between.strip() != ""))
    if below.role == "other" or not section.insights:
        return
    last = section.insights[-1]
    start = last.citations[-1].end if last.citations else last.start
    words = raw[start : last.end].strip(" .。;；\r\n")
    if _BEFORE_HEADING.fullmatch(words):
        yield Odd(start, last.end, "leftover-marker")


def _odd_after(raw: str, end: int, at: int, insight: Insight, grammar: Grammar) -> Odd | None:
    """Return what is odd about what follows a citation that ends at ``end``, and its stop."""
    rest, is_line = raw[at : min(insight.end, at + MAX_WORD)], raw[at] in "\r\n"
    at += len(rest) - len(rest.lstrip(SPACES))
    if (bullet := BULLET.match(raw, at, insight.end)) is not None:
        return _leftover(raw, at, bullet.end(), insight.end)
    is_new = raw[at : at + 1].isupper() or raw[at : at + 1] > "\u2e80"
    if is_line:
        return Odd(end, at, "several-insights" * is_new, of_lines=True)
    if enumerator_at(raw, at) is not None:
        # declared numbers begin insights, as do those like the first; others may number a list inside one
        is_new = bool(grammar.format.numbered_markers) or enumerator_at(raw, insight.start) is not None
        return Odd(at, at + 2, "several-insights" * is_new)
    if not any(map(str.isalnum, rest)):
        return Odd(at, insight.end, "leftover-marker") if rest.strip(".。,，:：!！[ ") else None
    if sounds_like_lead(rest[:_HEAD].partition("[")[0], grammar.leads):
        return Odd(at, at + 1, "possible-heading")
    if insight.label is None and is_new:
        # neither after a link, nor glued to a bracket as in a garbled text
        is_apart = raw[at].isupper() and raw[end:at].isspace() and raw[end - 1] != ")"
        return Odd(at, at + 1, "several-insights" * is_apart, of_lines=True)
    is_sign = not (raw[at].isalnum() or raw[at] in _NEXT_TO_WORDS)
    return Odd(at, at + 1, "leftover-marker") if is_sign else None


# --- what is left out --------------------------------------------------------------------------------------------


def _odd_rest(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield what was left out: citations of another shape or outside insights, symbols and headings."""
    raw, insights, leads = article.raw, article.insights, grammar.leads
    headings = {section.heading for section in article.sections}
    is_uncited = not any(insight.citations for insight in insights)
    for insight in insights:
        last = insight.citations[-1].end if insight.citations else 0
        if last and raw[last : insight.end] in STOPS and not any([sign in insight.text for sign in _SQUARE]):
            continue  # nearly all insights
        cited = {citation.start for citation in insight.citations}
        for found in CITATION.finditer(raw, insight.start, insight.end):
            is_likely = is_uncited or found.end() > insight.end - 3 or raw[found.start()] in _SQUARE
            if is_likely and found.start() not in cited:
                yield Odd(*found.span())
        other = None if is_uncited or insight.citations else _OTHER_BRACKET.search(raw, insight.start, insight.end)
        if other is not None and (other.end() < article.sections[-1].end or raw[other.end() - 1] > "9"):  # not cut off
            yield Odd(*other.span(), "broken-citation")
    for each in article.diagnostics:
        if each.code == "unread-header":
            yield Odd(0, 0)
        if each.span is not None and each.code in _LOST and each.span.cut(raw) not in headings:  # not in contents
            yield from _odd_lost(each.code, each.span, article, leads, is_uncited=is_uncited)


def _odd_lost(code: str, span: Span, article: Article, leads: Leads, *, is_uncited: bool) -> Iterator[Odd]:
    """Yield what a diagnostic is about: a citation outside insights, markup, or a symbol or heading left out."""
    words, first = span.cut(article.raw), article.sections[0]
    if code == "html-markup" or (code == "reference-list" and is_uncited):
        yield Odd(span.start, span.end, "stray-citation" if code == "reference-list" else "")
    elif code == "stray-citation" or (code == "unplaced-text" and CITATION.search(words) is not None):
        yield Odd(span.start, span.end, of_lines=True)
    elif code == "unplaced-text" and (
        (words.strip(".。．;；,，!！?？… ") and not any(map(str.isalnum, words)))
        or sounds_like_lead(words, leads)
        or leads.may_be_in(words[:MAX_WORD])
    ):
        is_above = span.end <= first.start and first.heading is None and leads.may_be_in(words[:MAX_WORD])
        yield Odd(span.start, span.end, "possible-heading" * is_above)


def _odd_signs(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield broken brackets of citations, and symbols between words."""
    raw, insights = article.raw, article.insights
    start, end = article.sections[0].start, article.sections[-1].end
    places = [(citation.start, citation.end) for insight in insights for citation in insight.citations]
    words = [(insight.start, insight.end) for insight in insights]
    words += [
        (each.heading_start, each.heading_end) for each in article.sections if each.heading and each.role == "other"
    ]
    for found in (found for place in words for found in _IN_TEXT.finditer(raw, *place)):
        if found[0] not in grammar.format.markers:
            yield Odd(*found.span(), "leftover-marker")
    for found in _ALONE.finditer(raw, max(0, start - 4), end):
        number = number_in(raw[found.end() : found.end() + _HEAD])
        if number is None or number[0] not in grammar.leads.numbered:
            yield Odd(*found.span(), "possible-heading")
    for found in _BROKEN.finditer(raw, start, end + 8) if places else ():
        first, last = places[bisect_right(places, (found.start(), len(raw))) - 1]
        if not first <= found.start() <= found.end() <= last:
            yield Odd(found.start(), found.end(), "broken-citation")
