"""What is odd about an article: questions to which the answer is yes only if something was misread."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final, NamedTuple

import regex

from rareinsight._dialect.citations import JOINT
from rareinsight._dialect.headings import APPENDED, is_quoted, number_in, sounds_like_lead, trimmed
from rareinsight._dialect.markup import LINKED_NUMBER
from rareinsight._dialect.notation import (
    BULLET,
    CIRCLED,
    CITATION,
    ENDING_SIGNS,
    OPENING_SIGNS,
    Opener,
    best_notation,
    count_in_order,
    enumerator_at,
    values_of,
)
from rareinsight._grammar.form import count_words
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.leads import COUNTED, Leads, normal
from rareinsight._parse import oddities
from rareinsight._parse.tree import line_before
from rareinsight._pieces import SPACES
from rareinsight._shapes import MAX_WORD, is_worded
from rareinsight.model import Article, Insight, Section

_STOPS: Final = regex.compile(r"[^\S\r\n]*[.。．;；,，、!！]{0,3}[^\S\r\n]*")
#: What no insight begins with.
_NO_BEGINNING: Final = regex.compile(
    rf"丨|{CIRCLED}|[0-9]{{1,2}}(?:[.)、）]\Z|[:：]\h)"
    r"|\#\p{Lu}\h|\*\p{Lu}?\p{Ll}[^*\r\n]*(?:[\r\n]|\Z)"
    r"|\[(?:[ xX]|[a-z]+_[a-z]+)?\]|\[\s|\\"
    r"|[^\w\s(（\[【“‘\"']{0,3}[\p{Pe}”»›]|[.。、,，;；…!！]|::|[\"“‘']\s|<{1,3}\s|<\w+>\s|[*_=~#]{3,}|[*_=~#]{1,2}\s|\*\*[^\w\s*]+\*\*\s",
    regex.V1,
)
_BEFORE_WORDS: Final = regex.compile(r"^(?:\*|#+(?!\w)| )+")
_OPENING_OF_LABELS: Final = frozenset("“\"‘'《「『$€£¥￥#@")
_NO_END: Final = regex.compile(
    r"[(（]\w{1,12}[:：]\s?[)）]|(?:[(（][^()（）\d]{1,4}|[({<（【［^`~_=·\\]|(?<![/.]\S{0,99})/|``|\s[*_^,，、])[.。;；]?\Z|[(（\[{〔]\s?[)）\]}〕]"
)
_SEVERAL: Final = "several-insights"
_NUMBER: Final = regex.compile(r"[0-9]+[.:][0-9]")
_AT_LINE_END: Final = regex.compile(r"(?:[^\w\s]|[0-9]{1,2}[.)、）])\h*[\r\n]")  #: a marker that begins the next line
_STOP_FIRST: Final = regex.compile(r"[lOo]?[.、,:：)）]")
_WORD_FIRST: Final = regex.compile(r"[^\W\d_]+(?=\s?[^\w\s])")
_NUMBER_FIRST: Final = regex.compile(r"([0-9]{1,2})\h(?=[\p{Lu}\p{Lo}])")
_SIGN_SECOND: Final = regex.compile(r"\S++(?:[ lOAX]*[^\p{L}\p{N} ]|\s(?i:no|nr|num|number)\.?\Z)")
_SQUARE: Final = frozenset("[【［")
_ALL: Final = r"\[\]【】［］"
#: A letter in place of a number, or none, or a bracket too many: ``[l]``, ``[]``, ``[[4]``; or one too few, unless the
#: text ends there or the brackets are those of an interval: ``[4``, ``4]``.
_BROKEN: Final = regex.compile(
    r"[\[【［](?:[lIiOo|!?]{1,2}|[0-9]{1,2}[lIOo]|[lIOo][0-9]{1,2})?[\]】］](?!\()"
    r"|(?<=[^\]】］]\s)(?!\[[0-9]{1,3}\])(?:[\[{^][^\s\[\]{}]{1,6}[\]})|]?|\([0-9]{1,3}[)\]|])(?=\s[*•–—-]\s)"
    r"|[\[【［]{2}[0-9]{1,3}[\]】］](?![\]】］(])|(?<![\[【［])[\[【［][0-9]{1,3}[\]】］]{2}"
    + "".join(
        rf"|{opening}\s?\^?[0-9]{{1,3}}(?![0-9])(?![^{_ALL}]{{0,99}}{closing}|[ ,，、–0-9-]{{0,8}}\Z)"
        rf"|[0-9]\s?{closing}(?<!{opening}[^{_ALL}]{{0,99}}{closing}|[(（][^()（）]{{0,12}}[,，~～-]\s?[0-9]{{0,9}}\s?{closing})"
        for opening, closing in ((r"\[", r"\]"), "【】", "［］")
    )
)
#: What looks like a citation at the end of an insight.
_OTHER_BRACKET: Final = regex.compile(
    r"(?:(?<!\|\s?)(?:[\[【［][^\[\]\r\n]{0,4}[\]】］]|[(（{<][0-9]{1,3}[)）}>])"
    r"|(?<=\p{L}{3}|[%)”\"])[⁰¹²³⁴-⁹]{1,3}|[\[【［^][0-9]{1,3}|(?<![0-9]{3}|[\[【［][^\]】］]{0,12})[0-9][\]】］])[.。;；]?\Z"
)
_LEFT_BRACKET: Final = regex.compile(r"\[\s?(?:[0-9]{1,3}(?![0-9])|/)[^\[\]\r\n]{0,12}\]\Z")  #: ``[1 u. 3]``, ``[/b]``
_LINKED_NUMBER: Final = regex.compile(LINKED_NUMBER)
#: What does not occur in text: a doubled marker, a picture or another symbol between words.
_IN_TEXT: Final = regex.compile(
    r"(?<!\S)(?:--|––|——|−−|••|\+\+|\*\*|[–—-]{1,3}\s[–—-]"
    r"|(?<=[^\W_]\s|:\*{0,2}\s|：)(?:[\p{So}»›_•‣](?<!«\s[^«»]{0,80}»)|(?<=[^\W\d_]\s)~(?=\s[^\W\d_]))\ufe0f?"
    r"|(?<=\p{L}\s)(?:[=→](?=\s\p{Han})|[=→](?=\s\p{Lu}\p{Ll}*\s\p{Ll}))"
    r"|(?<=[\]】］:：][.。]?\s)=|(?<=\n)[=~+_])(?=[^\S\r\n])"
)
#: A stop or a letter where the number of a heading may have been: after a citation or a stop, or where a line starts.
_ALONE: Final = regex.compile(
    r"(?:(?<=[\]】］.。:：][.。]?\s)(?:#|(?P<stop>[.?]|[?#lO]\.)|l(?=\s\p{Han}))|^\s*(?P>stop))\s+(?=\w|\*\*\w)",
    regex.MULTILINE,
)
#: A bullet or a counter that an insight may begin with: a symbol, or a letter alone or with a symbol.
_MARK: Final = regex.compile(
    rf"[(（]\p{{L}}[)）]|(?![+−–~±-][0-9]|\*{{1,2}}\w)[^\w\s]*[^\w\s{OPENING_SIGNS}]"
    r"|(?:\w|[A-Z]?[0-9]{1,2}[.-]?[0-9]?)[^\w\s%％‰°]{1,2}(?=\s)|(?![AI] )[^\W\d](?=\s[\p{Lu}0-9])"
)
_COUNTED: Final = regex.compile(r"\d+|(?<!\w)\w(?!\w)")
#: A word with a symbol that no statement begins or ends with.
_SIGN_LAST: Final = regex.compile(rf"^[^\w\s{OPENING_SIGNS}+−–-]|[^\w\s{ENDING_SIGNS}]$")
_LAST_SIGN: Final = regex.compile(rf"(?<=\S)[^\w\s{ENDING_SIGNS}.。；;]{{1,2}}\Z")  #: a sign glued to the last word
#: What looks like the end of an insight, but belongs to the heading below: ``h2.``, ``II.``.
_BEFORE_HEADING: Final = regex.compile(r"[A-Za-z]|[!-/:-~][!-~]+|[0-9:]{1,5}\s?[|»>]?|[|»>]")
#: How many insights, and what share of all, must end in the same word.
_MIN_WORDS, _SAME_WORD = 5, 0.9
_NO_SIGN: Final = regex.compile(r"[.。．；;，,！!？?…\s]*|([-=_~—–─━═])\1{2,}")  #: stops, or a rule: ``=====``
_AFTER_SPACE: Final = regex.compile(r"(?<=\s)\S")
#: A figure after a sign that other insights may have before a space: ``-5G masts``.
_MARKED_NUMBER: Final = regex.compile(r"[-–—•*+][0-9]")
_NO_FIRST: Final = frozenset(".,;:!?)]}。，；：！？）】…[【*")  #: what no sentence begins with
#: A letter that stands for a bullet: ``o In Vienna by 40%``.
_LETTER_FIRST: Final = regex.compile(r"[b-hj-z]\s(?=\p{Lu})")
_LIKE_DASH: Final = regex.compile(r"[一ーㅡ丨]\h(?=[\p{Han}“《])")  #: what a scanner makes of a dash in Chinese text
_LAST_WORD: Final = regex.compile(r"(?<!\S)\S+\s*\Z")
_HEAD: Final = 24  #: how many characters of an insight are searched for the number of a group


class Odd(NamedTuple):
    """A place where an article is odd."""

    start: int
    end: int
    code: str = ""  #: the warning to give if nothing better is found; empty if it may be right
    of_lines: bool = False  #: whether insights may begin, or end, with lines


class _Place(NamedTuple):
    """A place that questions are about: what may be asked, its words, and those of the heading or insight around it."""

    kinds: tuple[str, ...]
    start: int
    end: int
    words: str
    leads: Leads
    around: str = ""

    @property
    def number(self) -> tuple[str, str] | None:
        return number_in(self.words)

    @property
    def is_lead(self) -> bool:
        return sounds_like_lead(self.words, self.leads)

    @property
    def holds_lead(self) -> bool:
        return self.leads.may_be_in(self.words[:MAX_WORD])

    @property
    def names_group(self) -> bool:
        """Whether the words are a number, or Chinese words that contain that of a group."""
        return self.number is not None or (not self.words.isascii() and self.leads.names_group(self.words))

    @property
    def has_words(self) -> bool:
        return any(map(str.isalnum, self.words))

    @property
    def is_new(self) -> bool:
        """Whether the words begin like a sentence, perhaps after a letter that stands for a bullet."""
        if not self.words.strip():  # the line begins with more spaces than were looked at
            return False
        first = self.words.split(maxsplit=1)[0]
        is_word = not first.islower() or first[0].isdecimal() or first[1:2].isdecimal()  # $5bn
        return (is_word and first[0] not in _NO_FIRST) or _LETTER_FIRST.match(self.words) is not None


def _is_group(place: _Place) -> bool:
    return place.number is not None and place.is_lead


def _begins_with_bar(place: _Place) -> bool:
    return place.words.count("|") > 1 and BULLET.match(place.words) is not None


def _has_no_number(place: _Place) -> bool:
    """Whether a heading seems to have lost its number: it begins with a stop, or with ``Group`` and a symbol."""
    words, leads = place.words, place.leads
    word = normal(words.split(maxsplit=1)[0])
    is_counting = word in leads.numbered or word in leads.others
    first = _WORD_FIRST.match(words)  # 分组：价格
    is_group = first is not None and normal(first[0]) in leads.numbered
    return is_group or _STOP_FIRST.match(words) is not None or (is_counting and _SIGN_SECOND.match(words) is not None)


def _is_odd_label(place: _Place) -> bool:
    """Whether a label has a symbol at either end, or is in brackets or quotation marks."""
    label = place.words
    is_its_own = is_quoted(label) and any(sign in ":：" for sign in place.around)
    is_begun = (label[0].isalnum() and label[0] not in "丨之") or (label[0] in _OPENING_OF_LABELS and label[1:2] != " ")
    is_odd = not is_its_own and trimmed(label, 0, len(label)) != (0, len(label))
    return is_odd or not is_begun


def _ends_oddly(place: _Place) -> bool:
    """Whether the words before citations end as no statement does, or close a bracket that nothing opens."""
    return _NO_END.search(place.words) is not None or ("]" in place.words and "[" not in place.words)


#: Which places a question is about, when the answer is yes, and the warning if it stays so. A match is the part of the
#: place that is odd. Of each place, the first question that is answered with yes decides.
_QUESTIONS: Final[tuple[tuple[str, Callable[[_Place], object], str], ...]] = (
    ("title", lambda it: it.is_lead or it.holds_lead, "possible-heading"),
    ("above", lambda it: it.holds_lead, "possible-heading"),
    ("title", lambda it: oddities.is_marked_up(it.words), ""),
    ("title below", lambda it: BULLET.match(it.words) or _counts(it.words), "leftover-marker"),
    ("title without source", lambda it: " | " in it.words, ""),
    ("heading", lambda it: COUNTED.fullmatch(it.words) is not None, ""),  # 核心观点【4条】
    ("label", lambda it: COUNTED.fullmatch(it.words) or (it.words[0] == "共" and COUNTED.match(it.words)), ""),
    ("first", lambda it: " - " in it.words and COUNTED.fullmatch(it.words.partition(" - ")[0]) is not None, ""),
    ("heading", lambda it: oddities.NUMBER_ALONE.fullmatch(it.words) is not None, "possible-heading"),
    ("heading", lambda it: CITATION.fullmatch(it.words) is not None, "broken-citation"),
    ("heading", lambda it: not it.has_words, "possible-heading"),
    ("heading", lambda it: APPENDED.fullmatch(f" {it.words}") is not None, ""),
    ("heading", lambda it: it.is_lead or _has_no_number(it), "possible-heading"),
    ("heading", lambda it: it.holds_lead and (not it.words[0].isalnum() or it.names_group), "possible-heading"),
    ("heading", lambda it: normal(it.words) in it.leads.firsts, ""),
    ("heading", lambda it: it.words[-1] in "#=~" or BULLET.match(it.words) is not None, "leftover-marker"),
    ("label", _is_group, "possible-heading"),  # Group 1 Group 2
    ("label", lambda it: not it.has_words or oddities.is_unpaired(it.words), "leftover-marker"),
    ("label", lambda it: BULLET.match(it.words), "leftover-marker"),
    ("label of group", lambda it: it.words[0] in ",，、;；" or oddities.ends_in_stop(it.words), "leftover-marker"),
    ("label of group", lambda it: it.words.isdecimal() and int(it.words) == 1, "leftover-marker"),  # Group 1 1 - Tin
    ("label", lambda it: oddities.NUMBER_ALONE.fullmatch(it.words) or it.number or _is_odd_label(it), ""),
    ("doubled", lambda _: True, "leftover-marker"),
    ("beginning", lambda it: not it.has_words, "leftover-marker"),
    ("uncited", lambda it: len(it.words) <= oddities.MAX_LABEL and it.number, "possible-heading"),  # ● 第一组
    ("beginning", _begins_with_bar, ""),
    ("beginning", lambda it: BULLET.match(it.words) or _NO_BEGINNING.match(it.words), "leftover-marker"),
    ("unmarked", lambda it: _counts(it.words) or _MARKED_NUMBER.match(it.words), "leftover-marker"),
    ("first", lambda it: sounds_like_lead(it.words.partition(" - ")[0], it.leads), "possible-heading"),  # Part 1 – Core
    ("cited twice", lambda _: True, "leftover-marker"),  # [1]: Prices rose [3]
    ("group", _is_group, "possible-heading"),
    ("end", lambda it: _LEFT_BRACKET.search(it.words) is not None, "broken-citation"),
    ("end", _ends_oddly, "leftover-marker"),
    ("last", lambda it: _OTHER_BRACKET.search(it.words) or _LEFT_BRACKET.search(it.words), "broken-citation"),
    ("last", lambda it: oddities.BARE_NUMBER.search(it.words), "broken-citation"),
    # after citations inside insights: a line, a bullet, a heading, perhaps a sentence
    ("after", _begins_with_bar, ""),
    ("after", lambda it: _LIKE_DASH.match(it.words), "leftover-marker"),
    ("after", lambda it: BULLET.match(it.words) or _AT_LINE_END.match(it.words), "leftover-marker"),
    ("line", lambda it: it.is_new or _counts(it.words), _SEVERAL),
    ("line", lambda _: True, ""),
    # declared numbers begin insights, as do those like the first; others may number a list inside one
    ("listed", lambda it: _counts(it.words), _SEVERAL),
    ("after", lambda it: "listed" not in it.kinds and _counts(it.words), ""),
    ("after", lambda it: not it.has_words, "leftover-marker"),
    (
        "after",
        lambda it: sounds_like_lead(it.words[:_HEAD].lstrip("[").partition("[")[0], it.leads),
        "possible-heading",
    ),
    ("apart", lambda it: it.is_new and it.words[0] < "\u2e80", _SEVERAL),
    ("only", lambda it: it.is_new, _SEVERAL),
    ("sentence", lambda it: it.is_new, ""),
    # what diagnostics say was left out
    ("unread-header", lambda _: True, ""),
    ("html-markup", lambda _: True, ""),
    ("unplaced-citation", lambda it: _OTHER_BRACKET.fullmatch(it.words), "broken-citation"),
    ("unplaced-citation", lambda _: True, ""),
    ("stray-citation", lambda _: True, ""),
    ("reference-list", lambda it: it.leads.may_be_in(it.words), "possible-heading"),
    ("unplaced-text", lambda it: it.is_lead or it.holds_lead or it.leads.is_part(it.words), "possible-heading"),
    ("unplaced-text", lambda it: _counts(it.words) and _NUMBER.match(it.words) is None, "leftover-marker"),
    ("unplaced-text", lambda it: not it.has_words and _NO_SIGN.fullmatch(it.words) is None, ""),
)
_OF_LINES: Final = frozenset(("group", "line", "apart", "only", "sentence", "stray-citation", "unplaced-citation"))


def find_odd(article: Article, grammar: Grammar) -> list[Odd]:
    """Return what is odd about an article."""
    raw, leads = article.raw, grammar.leads
    line_ends = max(raw.count("\n"), raw.count("\r"))
    if not article.sections or any([raw.count(sign) > line_ends for sign in oddities.LINE_ENDS]):
        is_unread = bool(article.sections) or leads.may_be_in(raw[: oddities.SEARCHED])
        return [Odd(0, len(raw), of_lines=True)] if is_unread else []
    answers = map(_answer, _places(article, grammar))
    found = [each for each in answers if each is not None]
    for search in _SEARCHES:
        found += search(article, grammar)
    return found


def _answer(place: _Place) -> Odd | None:
    for kind, is_odd, code in _questions_about(place.kinds):
        if found := is_odd(place):
            part = found.span() if isinstance(found, regex.Match) else (0, place.end - place.start)
            return Odd(place.start + part[0], place.start + part[1], code, kind in _OF_LINES)
    return None


@lru_cache
def _questions_about(kinds: tuple[str, ...]) -> list[tuple[str, Callable[[_Place], object], str]]:
    return [each for each in _QUESTIONS if each[0] in kinds]


def _counts(words: str) -> bool:
    return enumerator_at(words, 0) is not None


def _places(article: Article, grammar: Grammar) -> Iterator[_Place]:
    raw, leads, first = article.raw, grammar.leads, article.sections[0]
    if (title := article.title_span) is not None:
        kinds = ["title"] + ["title without source"] * (article.source is None and article.published is not None)
        yield _Place((*kinds,), title.start, title.end, title.cut(raw), leads)
    if (below := oddities.title_below(article)) is not None:
        yield _Place(("title below",), below.start, below.end, below.cut(raw), leads)
    for section in article.sections:
        heading, label = section.heading or "", section.label
        if leads.declares(heading) or not oddities.may_be_odd_heading(section, leads):
            continue
        place = section.heading_start, section.heading_end
        if section.role == "other":
            yield _Place(("heading",), *place, _BEFORE_WORDS.sub("", heading) or heading, leads)
        if label is not None:
            of_group = ("label of group",) if section.role == "group" else ()
            yield _Place(("label", *of_group), *place, label, leads, heading)
    yield from [_Place(("first",), each.start, each.end, each.text[:MAX_WORD], leads) for each in first.insights[:1]]
    yield from _places_in_insights(article, grammar)
    headings = {section.heading for section in article.sections}
    for each in article.diagnostics:
        start, end = (0, 0) if each.span is None else (each.span.start, each.span.end)
        words = raw[start:end]
        is_cited = each.code == "unplaced-text" and CITATION.search(words) is not None
        kind = "unplaced-citation" if is_cited else each.code
        if words not in headings:  # not in contents
            kinds = [kind] + ["above"] * (first.heading is None and end <= first.start)
            yield _Place((*kinds,), start, end, words, leads)


def _places_in_insights(article: Article, grammar: Grammar) -> Iterator[_Place]:
    insights, unmarked = article.insights, _unmarked(article)
    cited = [each.citations for each in insights if each.citations]
    parted = sum([each[0].claim_start < each[-1].claim_start for each in cited])  # these have text after citations
    for insight in insights:
        yield from _places_of(insight, article, grammar, is_uncited=not cited, is_only=parted == 1)
        if insight.start in unmarked:
            yield _Place(("unmarked",), insight.start, insight.end, insight.text, grammar.leads)


def _places_of(
    insight: Insight, article: Article, grammar: Grammar, *, is_uncited: bool, is_only: bool
) -> Iterator[_Place]:
    """Yield where an insight begins and ends, and what follows citations inside it.

    ``is_uncited`` says whether all insights are uncited, ``is_only`` whether no other has citations inside it.
    """
    raw, at, end, citations, leads = article.raw, insight.start, insight.end, insight.citations, grammar.leads
    words = raw[at:end]
    number = grammar.headings.number_at(raw, at, end)
    is_numbered = number is not None and is_worded(number.shape.shape)  # § 4 forbids
    above = raw[max(0, at - _HEAD) : at].split()[-1:]
    if above == words.split(maxsplit=1)[:1] and _counts(words):
        yield _Place(("doubled",), at, at + len(above[0]), above[0], leads)
    if not (_is_cited_first(insight) or is_numbered):
        yield _Place(("beginning", *["uncited"] * (not citations)), at, max(end, at + 1), words, leads)
    elif len(citations) > 1 and raw.startswith((":", "："), citations[0].end):
        yield _Place(("cited twice",), at, citations[0].end + 1, words, leads)
    if leads.names_group(head := raw[at : at + _HEAD]):  # a counter alone is part of the heading below: 三、分组2
        yield _Place(("group",), at, at + 1, head.lstrip("*_"), leads)
    if citations:
        yield _Place(("end",), citations[0].start, end, insight.text, leads)
    elif not is_uncited and (end < article.sections[-1].end or not words[-1:].isdecimal() or "^" in words[-3:]):
        # others may be cut off
        yield _Place(("last",), at, end, words, leads)
    starts = {citation.start for citation in citations}
    around = SPACES + ">" * raw.startswith(">")  # each line of a quoted page begins with one
    for cited, after in _after_citations(raw, insight):
        rest = raw[after : min(end, after + MAX_WORD)]
        start, is_line = after + len(rest) - len(rest.lstrip(around)), rest[0] in "\r\n"
        if after in starts or not (is_line or rest.strip(".。,，:：!！[ ")):
            continue
        is_listed = grammar.format.numbered_markers != () or _counts(insight.text)
        kinds = ["after", *["line"] * is_line, *["listed"] * is_listed]
        if (insight.label is None or is_only) and not is_line:
            # neither after a link, nor glued to a bracket as in a garbled text
            is_apart = raw[cited:start].isspace() and raw[cited - 1] != ")"
            kinds += ["apart", "sentence", *["only"] * is_only] if is_apart else ["sentence"]
        yield _Place((*kinds,), start, start + 1, raw[start : after + len(rest) + 1], leads)


def _unmarked(article: Article) -> set[int]:
    """Return where insights begin that have no marker, if others have one."""
    starts = [each.start for each in article.insights]
    unmarked = {start for start in starts if not line_before(article.raw, start).strip(f"{SPACES}>")}
    return unmarked if len(starts) == 1 or len(unmarked) < len(starts) else set()


def _is_cited_first(insight: Insight) -> bool:
    return insight.citations != () and insight.citations[0].start == insight.start


def _after_citations(raw: str, insight: Insight) -> Iterator[tuple[int, int]]:
    """Yield where each citation in an insight ends, and where what follows it and its stop begins."""
    # citations that precede what they back separate nothing
    for end in sorted({each.end for each in insight.citations if each.claim_start < each.end}):
        stop = _STOPS.match(raw, end, insight.end)
        at = end if stop is None else stop.end()
        if at < insight.end and raw[at] not in ")）]】":
            yield end, at


def _odd_headings(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield headings that count or name groups, and groups whose labels are odd."""
    leads, groups = grammar.leads, article.groups
    if (source := article.source_span) is not None and oddities.is_odd_source(article):
        yield Odd(source.start, source.end)
    others = [each for each in article.sections if each.role == "other" and each.heading]
    if groups:  # these have their own headings, but Point 1 may mark an insight of each
        counts = Counter([each.heading for each in others])
        others = [each for each in others if oddities.may_mark(each.heading or "", counts[each.heading])]
        yield from [_odd_heading(each) for each in others[:1] if each.index is None]
    numbered: dict[str, list[tuple[Section, str]]] = {}
    for section in others:
        if (number := number_in(section.heading or "")) and number[0] not in leads.others:
            numbered.setdefault(number[0], []).append((section, number[1]))
    for uses in numbered.values():
        if len(uses) > 1 and best_notation([number for _, number in uses])[1] == len(uses):
            yield _odd_heading(uses[0][0], "possible-heading" if uses[0][0].index is None else "")
    yield from (_odd_heading(below) for above, below in pairwise(article.sections) if oddities.counts_on(above, below))
    named = [section for section in others if _holds_group(section.heading or "", leads)]
    yield from map(_odd_heading, named[: len(named) > 1])
    leading = [each for each in article.sections if each.role != "other" and oddities.runs_on(each, article.raw)]
    if leading and sum(each.text[0].islower() for each in article.insights) < 2:
        yield from map(_odd_heading, leading)
    yield from map(_odd_heading, oddities.between_groups(article.sections))
    yield from (_odd_heading(each) for each in article.sections if oddities.is_glued(each, article.raw))
    yield from (
        _odd_heading(each, _SEVERAL) for each in article.sections if oddities.is_within_words(each, article.raw)
    )
    yield from (Odd(each.start, each.end, "possible-heading") for each in oddities.between_dashes(article, leads))
    begun = (each for each in article.sections if oddities.is_bold_open(each.heading or ""))
    yield from (_odd_heading(each, "leftover-marker") for each in begun)
    if oddities.are_unlabelled(article):
        code = "possible-heading" if oddities.are_labels_beside(article) else ""
        yield Odd(groups[0].start, groups[0].end, code)


def _odd_parts(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield a last heading without insights, a core that was cut off, and a group whose label is read as an insight."""
    first, last = article.sections[0], article.sections[-1]
    if oddities.is_below_all(article):
        is_apart = oddities.is_below_blank_line(last, article.raw)  # others may be cut off
        is_sure = first.role == "other" or is_apart or (last.heading or "").startswith(("(", "（"))
        yield _odd_heading(last, "possible-heading" * is_sure)
    if oddities.is_cut(article, grammar.leads):
        yield _odd_heading(first)
    if (group := oddities.label_in_insight(article)) is not None:  # Group 1: Prices [3]
        yield _odd_heading(group)


def _odd_pairs(article: Article, _: Grammar) -> Iterator[Odd]:
    """Yield headings that belong to the one below, or that end insights above it."""
    raw, others = article.raw, [each for each in article.sections if each.role == "other"]
    endings: list[Odd] = []
    begun = {each.start for each in article.insights if not each.citations}
    for section, below in pairwise(article.sections):
        if oddities.is_misplaced(section, below, raw):
            is_apart = raw[section.heading_end : below.heading_start].strip() != ""
            is_word = section.role == "core" and below.role == "other"  # Core Insights Summary
            is_sure = len(others) == 1 if is_word else below.role != section.role or is_apart
            yield _odd_heading(below if is_word else section, "possible-heading" * is_sure)
        if (at := oddities.number_left(section, below, raw)) is not None:
            yield Odd(at, section.end, "possible-heading")
        if section.insights and below.role != "other":
            last = section.insights[-1]
            if _is_number_of(below, last, raw):
                yield _odd_heading(below)
            start = last.citations[-1].end if last.citations else last.start
            endings.append(Odd(start, last.end, "leftover-marker"))
    words = [raw[each.start : each.end].strip(" .。;；!！\r\n") for each in endings]
    counts = Counter(word for each, word in zip(endings, words, strict=True) if each.start not in begun)
    for each, ending in zip(endings, words, strict=True):
        if _BEFORE_HEADING.fullmatch(ending) or (ending and counts[ending] > 1):  # [4] h2. Group 1
            yield each


def _is_number_of(group: Section, above: Insight, raw: str) -> bool:
    """Whether the last citation above a group is its number, in other brackets: ``fell [4] 【1】分组1``."""
    if len({raw[each.start] for each in above.citations}) < 2:
        return False
    number = above.citations[-1]
    return number.number == group.index and not raw[number.end : group.heading_start].strip()


def _odd_heading(section: Section, code: str = "possible-heading") -> Odd:
    return Odd(section.heading_start, section.heading_end, code)


def _holds_group(heading: str, leads: Leads) -> bool:
    """Whether a short heading contains the word for a group, and something else."""
    words = heading.split()
    if not heading.isascii():
        is_short = len(heading) <= 2 * oddities.MAX_PART
        return is_short and any(word[-1] in heading for word in leads.numbered if not word.isascii())
    return len(words) <= oddities.MAX_LABEL and any(normal(word) in leads.numbered for word in words)


def _odd_beginnings(article: Article, _: Grammar) -> Iterator[Odd]:
    """Yield the first insight if insights begin with counters, or most begin or end alike as no statement does."""
    raw, insights = article.raw, [insight for insight in article.insights if insight.text]
    counted: dict[tuple[str, str, str], list[str]] = {}
    for insight in insights:
        if not _is_cited_first(insight) and (enumerator := enumerator_at(raw, insight.start)) is not None:
            counted.setdefault(enumerator.kind, []).append(enumerator.numeral)
    for numerals in counted.values():
        values, following = best_notation(numerals, first=2)  # one may be part of the heading above
        if following > 1 and not {1, 2}.isdisjoint(values):
            yield Odd(insights[0].start, insights[0].start + 1, "leftover-marker")
    for above, below in pairwise(insights):  # Core Insights – 1)Tin rose [1] 2)Zinc fell [2]
        first, second = enumerator_at(raw, above.start), _counter_of(raw, below)
        if first and second and second.end == below.start and first.kind == second.kind:
            yield Odd(above.start, first.end, "leftover-marker")
    is_marked = _begin_with_marks(article) or oddities.are_named(raw, article.insights)
    if is_marked or _end_alike(raw, insights) or _are_numbered(raw, insights) or _are_joined(raw, insights):
        yield Odd(insights[0].start, insights[0].start + 1, "leftover-marker")


def _begin_with_marks(article: Article) -> bool:
    """Whether most insights, and what follows citations inside them, begin with the same bullet or kind of counter."""
    raw = article.raw
    # the marker of a first insight may have been read as part of its heading
    below = [each for section in article.sections for each in section.insights[section.heading is not None :]]
    beginnings = [each.text for each in below]
    for each in article.insights:
        cited = {citation.start for citation in each.citations}
        inside = [at for _, at in _after_citations(raw, each) if at not in cited and enumerator_at(raw, at) is None]
        beginnings += [raw[at : at + _HEAD] for at in inside]
    marks = Counter(_COUNTED.sub("0", mark[0]) for each in beginnings if (mark := _MARK.match(each)))
    return max(2, oddities.REPEATED * len(beginnings)) <= max(marks.values(), default=0)


def _end_alike(raw: str, insights: list[Insight]) -> bool:
    """Whether most insights end, before their citations, with the same word or sign."""
    places = [(each.start, each.citations[0].start if each.citations else each.end) for each in insights]
    words = [(raw[start:end].rstrip(" .。;；").split() or [""]) for start, end in places]
    lasts = Counter(each[-1] for each, insight in zip(words, insights, strict=True) if insight.citations)
    lasts.update(sign[0] for each in insights if each.citations and (sign := _LAST_SIGN.search(each.text)))
    odd = [
        count
        for word, count in lasts.items()
        if _SIGN_LAST.search(word.strip("*_")) or (word.isalpha() and count >= max(_MIN_WORDS, _SAME_WORD * len(words)))
    ]
    return max(oddities.MIN_REPEATED, len(insights) * oddities.REPEATED) <= max(odd, default=0)


def _are_numbered(raw: str, insights: list[Insight]) -> bool:
    """Whether nearly all insights begin with a bare number, and these count up."""
    numbers = [int(found[1]) for each in insights if (found := _NUMBER_FIRST.match(raw, each.start))]
    is_numbered = len(numbers) >= max(oddities.MIN_REPEATED, _SAME_WORD * len(insights))
    return is_numbered and count_in_order(numbers) == len(numbers)


def _are_joined(raw: str, insights: list[Insight]) -> bool:
    """Whether citations are joined by what separates the numbers of one: ``[1] and [3]``."""
    citations = [each for insight in insights for each in insight.citations]
    between = [(each.end, following.start) for each, following in pairwise(citations)]
    return any(JOINT.fullmatch(raw, end, at) for end, at in between)


def _odd_lists(article: Article, _: Grammar) -> Iterator[Odd]:
    """Yield insights that begin with a counter or a marker, or follow one, and contain another like it."""
    raw = article.raw
    if (marker := oddities.marker_inside(article)) is not None:
        yield Odd(marker + 1, marker + 2, _SEVERAL)
    for section in article.sections if oddities.COUNTER.search(raw) else ():
        likely = (each for each in section.insights if oddities.COUNTER.search(raw, each.start + 1, each.end))
        lists = [several for insight in likely if len(several := _counters(raw, insight)) > 1]
        begun = [each for one in section.insights if (each := _counter_of(raw, one))] if lists else []
        counted = {(each.kind, each.numeral) for each in begun}
        is_run = _fill_up([each.numeral for each in (*begun, *chain.from_iterable(others for _, *others in lists))])
        for first, *others in lists:
            # what begins another insight is a reference to that
            inside = [each for each in others if len(counted) < 2 or (each.kind, each.numeral) not in counted]
            numerals = [each.numeral for each in (first, *inside)]
            is_line = any(raw[each.start - 1] in "\r\n" for each in inside)
            # unlike A. Bray, C. Ohm and B. Lee
            is_spread = all(count_words(raw[one.end : each.start]) > 2 for one, each in pairwise((first, *inside)))
            if inside and (is_line or (is_run and is_spread) or best_notation(numerals, first=0)[1]):
                yield Odd(inside[0].start, inside[0].start + 1, _SEVERAL, of_lines=is_line)


def _fill_up(numerals: Sequence[str]) -> bool:
    """Whether several numerals are all the same, or count up from one in any order."""
    values = best_notation(numerals)[0]
    return len(values) > 2 and ({*values} == {*range(1, len(values) + 1)} or len({*numerals}) == 1)


def _counters(raw: str, insight: Insight) -> list[Opener]:
    """Return the counter that an insight begins with or that is its marker, and those like it inside."""
    if (first := _counter_of(raw, insight)) is None:
        return []
    cited = {citation.start for citation in insight.citations}
    places = (found.start() for found in _AFTER_SPACE.finditer(raw, first.end, insight.end))
    found = [each for at in places if at not in cited and (each := enumerator_at(raw, at)) is not None]
    return [first, *(each for each in found if each.kind == first.kind and values_of(each.numeral))]


def _counter_of(raw: str, insight: Insight) -> Opener | None:
    marker = _LAST_WORD.search(raw, max(0, insight.start - _HEAD), insight.start)
    before = marker and enumerator_at(raw, marker.start())
    return before if before and before.end == insight.start else enumerator_at(raw, insight.start)


def _odd_citations(article: Article, _: Grammar) -> Iterator[Odd]:
    """Yield what looks like a citation inside an insight, but is none."""
    raw, insights = article.raw, article.insights
    is_uncited = not any(insight.citations for insight in insights)
    if is_uncited and (link := _LINKED_NUMBER.search(raw)) is not None:
        yield Odd(*link.span())
    for insight in insights:
        for above, below in pairwise(insight.citations):
            if above.end == below.start and above.number == below.number and raw[above.start + 1] == "[":  # [[1]][1]
                yield Odd(below.start, below.end)
        last = insight.citations[-1].end if insight.citations else 0
        if last and raw[last : insight.end] in oddities.STOPS and not any([sign in insight.text for sign in _SQUARE]):
            continue  # nearly all insights
        cited = {citation.start for citation in insight.citations}
        for found in CITATION.finditer(raw, insight.start, insight.end):
            is_likely = is_uncited or found.end() > insight.end - 3 or raw[found.start()] in _SQUARE
            if is_likely and found.start() not in cited:
                yield Odd(*found.span())


def _odd_numbers(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield groups inside insights that seem to be headings."""
    for each in article.insights:
        if (group := grammar.leads.group_inside.search(article.raw, each.start, each.end)) is not None:
            yield Odd(*group.span(), "possible-heading")


def _odd_signs(article: Article, grammar: Grammar) -> Iterator[Odd]:
    """Yield broken brackets of citations, symbols between words, and markers below all citations."""
    raw, insights, sections, leads = article.raw, article.insights, article.sections, grammar.leads
    if (sign := oddities.sign_below(article, leads)) is not None:
        yield Odd(*sign, "leftover-marker")
    if not oddities.may_hold_signs(raw):
        return
    start, end = sections[0].start, sections[-1].end
    cited = [(citation.start, citation.end) for insight in insights for citation in insight.citations]
    counted = [(each.heading_start, each.heading_end) for each in sections if each.index is not None]  # Group (1)

    def is_in(found: regex.Match[str], places: list[tuple[int, int]]) -> bool:
        first, last = places[bisect_right(places, (found.start(), len(raw))) - 1] if places else (0, -1)
        return first <= found.start() <= found.end() <= last

    words = [(insight.start, insight.end) for insight in insights]
    words += [(each.heading_start, each.heading_end) for each in sections if each.heading and each.role == "other"]
    for found in (found for place in words for found in _IN_TEXT.finditer(raw, *place)):
        if found[0] not in grammar.format.markers and not is_in(found, cited):
            yield Odd(*found.span(), "leftover-marker")
    for found in _ALONE.finditer(raw, max(0, start - 4), end):
        number = number_in(raw[found.end() : found.end() + _HEAD])
        if number is None or number[0] not in leads.numbered:
            yield Odd(*found.span(), "possible-heading")
    for found in _BROKEN.finditer(raw, start, end + 8) if cited else ():
        if not (is_in(found, cited) or is_in(found, counted)):
            yield Odd(*found.span(), "broken-citation")


#: The searches that concern more than one place of an article.
_SEARCHES: Final = (
    *(_odd_headings, _odd_parts, _odd_pairs, _odd_numbers, _odd_beginnings, _odd_lists, _odd_citations, _odd_signs),
)
