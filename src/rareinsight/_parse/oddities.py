"""Which articles are looked at again: cheap checks of every result, most of them about one thing that may be odd."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from string import ascii_letters, digits
from typing import Final
from unicodedata import category

from rareinsight._grammar.form import SMALL_WORDS, count_words, has_verb, is_abbreviated
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.leads import COUNTED, Leads, normal
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES, line_start
from rareinsight._shapes import CHINESE_NUMERALS, MAX_WORD
from rareinsight.model import Article, Diagnostic, Insight, Section, Span

SEARCHED: Final = 20_000  #: how many characters of a text that is not a digest are searched for headings
LINE_ENDS: Final = "\u2028", "\u2029", "\x85", "\\n"  #: line ends that only some pages have
_MARKUP: Final = deferred(
    r"[\[*<=\\~`_>–—»›•►▶→#|]|【(?:[^】]{1,6}】|[^】]*】\Z)|\w{2,8}(?:\s?[=｜丨]|\s[:：])"
)  #: how a title or source with markup begins
#: What may close a citation of an undeclared shape.
_CLOSING: Final = frozenset(")]】）］}〕>›»〉》⟩⟧^⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
#: What may cite in another shape: a number or a numeral after a bracket or a sign, perhaps with a word between them.
_MAY_CITE: Final = deferred(
    r"[^\w\s.,:;!?'\"%&/+*=|、。，：；！？…—–-][^\d\s]{0,13}\s?(?:[0-9]{1,3}(?![0-9.]|,[0-9])|[ivxIVX]{1,4}\b"
    rf"|[{CHINESE_NUMERALS}]|(?i:one|two|three|four|five)\b)|[²³¹⁰-₉①-⓿❶-➓]"
)
STOPS: Final = ".。．；;"
#: What insights end with before their citations, besides letters and digits.
ENDING: Final = frozenset(".。;；!！?？%％)）]】}\"”’'»》」』*°+…")
#: What no insight begins with although it is made of letters and digits, as it counts insights.
_COUNTS: Final = (
    r"[^\W\d_A-Z\u2e80-\uffff] ",  # o Tin
    r"[丨ℹ]",
    r".[.):：、）\]＞・](?!\d|[A-Z]\.)",  # a) or 1., but not 1.5 or U.S.
    r"\d[.-][\s\S][ .)）]|0\d[.)]|\d[/|] ",  # 1.1, 01., 1/
    r"[a-z]+\)|[ivx]+\.|[IVX]+[.)]",  # iv)
    r"[A-Z]\d[.):：、）\]]",  # R1.
    r"\[[a-z]+_",  # [core_insight]
    rf"[(（].[\s\S]{{0,2}}[{re.escape(''.join(sorted(_CLOSING)))}]",  # (iv)
)
#: What insights begin with: a letter, a digit, an opening bracket or quotation mark, bold words.
_BEGINNING: Final = deferred(
    rf"(?!{'|'.join(_COUNTS)})"
    r"(?:[^\W_]|[\"“‘'《「『（(【$€£¥](?!\s)|[*`](?=\w)|\*\*(?![\d*\s]))"
)
#: What may count the first of several insights although it is made of words.
_FIRST_COUNTERS: Final = (
    r"[【〖\[(（][^\W\d_]{1,12}\s?[1一①]",  # 【观点一】
    r"[第其]?一[\s，、：:点條条是個个來来]|第 ?1 ?[点條条項项]",  # 第一点, 一、
    r"[\u3400-\u9fff]{2}之?[1一](?=[:：、，｜丨—])",  # 观点一：
    r"[1一]\ufe0f?\u20e3?(?:[)）][\W_]{0,2}|——|[：:、])(?=[\u3400-\u9fff“《])",  # 1）
    r"1 (?=[A-Z\u3400-\u9fff])",
    r"〇|首先|[①❶⓵⒈⑴➀]",
    (
        r"(?:[^\W\d_]{2,12}\.? ){0,2}[#(（]?(?:[1１IiAaαа]|(?i:one|first))(?:st|ly| [a-z]{2,9}(?=:))?"
        r"(?:(?:/| of )\d|\.0 |[^\w\s“‘’]{1,4}(?=\s)|\s[-–—|/:>]\s)"
    ),  # First:, Point 1 –, 1/3
)
_FIRST: Final = deferred(rf"[\W_]{{0,4}}(?:{'|'.join(_FIRST_COUNTERS)})")
#: What is left of the number of a heading at the end of the insight above it: ``It fell. .``, ``fell [1]. Group l:``.
_LEFT_NUMBER: Final = deferred(
    r"(?<=[.!?\]。！？】]) (?:(?:[0-9]{1,2}|[A-Za-z#?])?[.):）：]|[A-Z][a-z]{2,9} [A-Za-z#?]?[:：])\Z"
)
#: A number or a letter that may begin one of several insights.
COUNTER: Final = deferred(
    rf"(?<!\S)(?:[(（#]?(?:[0-9]{{1,2}}|[A-Za-z]|[ivx]{{2,5}}|[IVX]{{2,5}}|[{CHINESE_NUMERALS}]{{1,3}})[.):：、）\]]"
    r"|#[0-9]|[\u2460-\u24ff])"
)
#: What screen readers say instead of a marker: ``bullet point:``, ``Item –``, ``bullet``.
NAMED_MARKER: Final = deferred(
    r"[^\W\d_]{2,12}(?: [^\W\d_]{2,12})?(?:[:：]|\s[–—|-](?=\s|\Z))|[a-z]{2,12} (?:[a-z]{2,12} )?(?=[A-Z])"
    r"|[\u3400-\u9fff]{2,6} (?=[\u3400-\u9fff])"
)
#: Symbols between words, doubled markers, brackets with letters or nothing, each by its first character: few texts
#: have that, or it is found quickly.
_ODD_SYMBOLS: Final = {
    "[": deferred(
        r"\[(?:[\[\]]|[lIO?]\]|(?:[0-9]{1,2}[lIOo]|[lIOo][0-9]{1,2})\]|(?![0-9][0-9,–-]*\])[^\s\[\]]{1,6}\S? [*•–—-] )"
    ),
    "(": deferred(r"\([0-9]{1,3}\S [*•–—-] "),
    **{each: deferred(rf"[{each}][^\s{{}}]{{1,6}}\S? [*•–—-] ") for each in "{^"},
    "]": deferred(r"\]\]"),
    "-": deferred(r"-- (?<=[ \n\r]-- )|- (?<=[–—-] - )"),
    "*": deferred(r"\*\* (?<=[ \n]\*\* )"),
    ".": deferred(r"\. (?:(?<=[\s?#]\. )|(?<=\s[lO]\. ))"),
    "?": deferred(r"\? (?<=[\n\r]\? )|\? (?<=[.!\]] \? )"),
    **{each: deferred(rf"[{each}] (?<= [{each}] )") for each in "~_"},
    **{each: deferred(rf"{each} (?:(?<=[\]】］:：.。] . )|(?<= . )(?:[\u2e80-\uffff]|[A-Z]\w* \w))") for each in "=→"},
}
#: What most insights consist of, and the symbols among it that may be odd.
_PLAIN: Final = f"{ascii_letters}{digits} ,;:'\"()%$+/?!.-&\n".encode()
_IN_WORDS: Final = {symbol: _ODD_SYMBOLS[symbol] for symbol in ".?-("}
#: A bracket of a citation without its counterpart.
_UNPAIRED: Final = deferred(
    r"\[\s?\^?[0-9]{1,3}(?:(?:[^0-9\[\]][^\[\]]*)?\[|[\d ,，、–-]*[^\d ,，、–\[\]-][^\[\]]*\Z)"
    r"|(?:\A|\])[^\[\]]*[0-9]\s?\]"
)
_PICTURES: Final = r"\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff»›"
#: Pictures between words, and an ``l`` for ``1`` before words that are not ASCII; what one of these has.
_PICTURE: Final = deferred(rf"[{_PICTURES}l] (?:(?<!l )|(?<= l )[^\x00-\x7f])|[•‣] (?<=\w [•‣] )")
_PICTURED: Final = deferred(rf"[{_PICTURES}•‣]")
_ASCII: Final = bytes(range(128))
_CITED: Final = ("] ", ") ", "） ", "】 ")  #: what ends a citation before a marker
_APART: Final = deferred(r"[^\w '’-]")  #: what separates words of a sentence
#: What programs append to a label.
_APPENDED: Final = deferred(r"\.\.|…|__|%%|<!|\s(?:[#^@:]\w|[{<(\[][#^.:@])|</|\]\(|[\xc2-\xf4][\x80-\xbf€]")
_OPENING: Final = dict(zip("”»」』)）]】}〉》⟩⟧", "“«「『(（[【{〈《⟨⟦", strict=True))
_CLOSING_OF: Final = {opening: closing for closing, opening in _OPENING.items()}
#: A heading that is nothing but a number or a letter.
NUMBER_ALONE: Final = deferred(
    r"[\W_]*(?:[0-9]{1,2}(?:st|nd|rd|th)?|[IVX]{1,4}|[A-Za-z]|(?i:first|second|third)|[一二三四五六七八九十]{1,3})[\W_]*"
)
_NUMERO: Final = " no.", " no", " nr.", " nr"  #: what precedes a number that is not there
_NUMBER_WORDS: Final = "One", "Two", "Three", "I", "II", "III", "First", "Second", "Third"
#: The most letters and digits of a heading that may be part of the one below, and the most words of a label.
MAX_PART, MAX_LABEL = 4, 6
_BLANK_LINES: Final = ("\n\n", "\n\r\n", "\r\r")  #: what precedes a line below a blank one
_MAX_BEFORE: Final = 2  #: the most spaces in what precedes a core on its line, up to the last word: ``The Four``
_NO_WORDS: Final = str.maketrans("", "", "（）【】《》「」“”、：·")  #: signs between Chinese words that are not counted
_MIN_LABELLED: Final = 3  #: how many groups show that all have labels
MIN_REPEATED, REPEATED = 3, 0.6  #: how many insights, and what share of all, must begin or end alike
_DASHES: Final = " - ", " – ", " — "  #: these are markers, or parts of text
#: A dash before a word in lowercase, or in a range; unlike ``Outlook for 2026 - 5% more``, ``Retail - eBay lagged``.
_WITHIN_WORDS: Final = deferred(r"[a-z] . [a-z]{2,}(?![A-Z])\b|[0-9] . (?:(?<!\b[0-9]{4} . )[0-9]|[0-9]{4}\b)")
_MAX_MARKER: Final = 8  #: the most characters of a marker and the spaces around it
#: What continues a statement after a citation: several words in lowercase, or another citation.
_GOES_ON: Final = deferred(r"[,;]? (?!(?:[a-z]+ ){1,3}[\[【(])[a-z]{2}|[\[【]")
_LAST_NUMBER: Final = deferred(r"[0-9]{1,3}\Z")
#: A number behind words where other insights end in citations; it may be part of a name or date: ``September 1``.
BARE_NUMBER: Final = deferred(r"(?:[a-z]|[^\w\s.,]|[\u3400-\u9fff]) [0-9]{1,2}\Z")
_MIN_INSIGHT, _SHORT = 5, 60  #: shorter insights are odd; longer text that was left out is not a heading


def may_be_odd(article: Article, grammar: Grammar) -> bool:
    """Whether anything about an article may be odd; whether it is takes a closer look."""
    raw, sections, leads = article.raw, article.sections, grammar.leads
    if not sections:
        return leads.may_be_in(raw[:SEARCHED])
    title = article.title
    if sections[0].heading is None and title is not None and (leads.may_be_in(title) or leads.may_be(title)):
        return True
    if _begins_to_count(article, leads):
        return True
    is_source_lost = article.source is None and article.published is not None and " | " in (title or "")
    is_title_odd = is_source_lost or is_marked_up(title) or title_below(article) is not None
    insights = article.insights
    texts = [each.text for each in insights]
    words = "\n".join(texts)
    is_odd = leads.group_inside.search(words) is not None or _are_signs_likely(raw, sections[0].start, words)
    if is_odd or is_title_odd or is_odd_source(article):
        return True
    for section, below in zip(sections, (*sections[1:], None), strict=True):
        is_odd = (
            counts_on(section, below)
            or is_misplaced(section, below, raw)
            or may_be_odd_heading(section, leads)
            or is_glued(section, raw)
        )
        is_odd = is_odd or is_within_words(section, raw) or number_left(section, below, raw) is not None
        if is_odd or (section.role != "other" and runs_on(section, raw)):
            return True
        for insight in section.insights:
            if _may_be_odd_insight(raw, insight, leads):
                return True
    counted = insights if grammar.format.numbered_markers else ()
    if any([COUNTER.search(raw, each.start + 1, each.end) for each in counted]) or marker_inside(article) is not None:
        return True
    is_lost = any([_may_be_lost(each, raw, leads) for each in article.diagnostics])
    is_odd = is_lost or _are_alike(texts) or are_unlabelled(article) or _may_count(article, leads)
    is_odd = is_odd or is_below_all(article) or sign_below(article, leads) is not None
    is_odd = is_odd or label_in_insight(article) is not None
    return is_odd or next(between_groups(sections), None) is not None


def marker_inside(article: Article) -> int | None:
    """Return where half of the insights, or a cited one, contain their own marker: ``- Copper rose - Tin fell``."""
    raw, insights = article.raw, article.insights
    if any([each.citations for each in insights]):
        likely = {
            section.start: (section.insights, raw[each.start - 3 : each.start])
            for section in article.sections
            for each in section.insights
            if not each.citations and each.start > len("] -") and raw[each.start - 4 : each.start - 2] in _CITED
        }
        inside = [_marker_between(raw, *each) for each in likely.values()] if likely else []
        return min([at for at in inside if at is not None], default=None) if inside else None
    signs = [f" {raw[each.start - 2 : each.start].strip()} " for each in insights]
    places = [raw.find(sign, each.start, each.end) for sign, each in zip(signs, insights, strict=True)]
    found = [at for at in places if at >= 0 and not raw[at + 3 : at + 4].islower()]
    times = sum([raw.count(sign, each.start, each.end) for sign, each in zip(signs, insights, strict=True)])
    return found[0] if times > 1 and 2 * len(found) >= len(insights) else None


def _marker_between(raw: str, insights: tuple[Insight, ...], marker: str) -> int | None:
    """Return where a cited insight contains a marker between words as long as other insights; not a PTA - SC spread."""
    cited = [each for each in insights if each.citations]
    holding = [each for each in cited if marker in raw[each.start : each.citations[0].start]]
    others = [each.text for each in cited if marker not in each.text] if holding else []
    least = min(map(count_words, others), default=_SHORT)
    for insight in holding:
        before, _, after = raw[insight.start : insight.citations[0].start].partition(marker)
        words = min(count_words(_APART.split(before)[-1]), count_words(_APART.split(after)[0]))
        if words >= least and not after[:1].islower():
            return insight.start + len(before)
    return None


def may_mark(heading: str, count: int) -> bool:
    """Whether a heading that occurs ``count`` times may mark insights: ``Point 1``, ``Number Two:``, ``Insight:``."""
    words = heading.rstrip("*:：.)） –—|")
    first, last = words.partition(" ")[0], words.rpartition(" ")[2]
    is_number = last[-1:].isdigit() or first in _NUMBER_WORDS or last in _NUMBER_WORDS
    return count > 1 and (is_number or (count >= MIN_REPEATED and heading.rstrip("*")[-1:] in (":", "：")))


def are_named(raw: str, insights: tuple[Insight, ...]) -> bool:
    """Whether most insights begin with the same words and a colon instead of a marker: ``bullet point: Tin rose``."""
    name = NAMED_MARKER.match(raw, insights[0].start) if len(insights) >= MIN_REPEATED else None
    named = 0 if name is None else sum([raw.startswith(name[0], each.start) for each in insights])
    before = raw[max(0, insights[0].start - 2) : insights[0].start].strip() if named else ""
    is_marked = before != "" and not before[-1].isalnum()
    return not is_marked and named >= max(MIN_REPEATED, REPEATED * len(insights))


def _begins_to_count(article: Article, leads: Leads) -> bool:
    """Whether the first insight begins with a counter, or a first group is not among the sections."""
    raw, sections = article.raw, article.sections
    is_lost = all([each.role != "group" for each in sections]) and leads.may_begin_to_count(raw)
    first = sections[0].insights
    if is_lost or not first:
        return is_lost
    words, sign, _ = first[0].text.partition(" - ")
    is_parted = sign != "" or not first[0].citations
    if is_parted and (leads.may_be(words) or COUNTED.fullmatch(words)):
        return True
    return _FIRST.match(raw, first[0].start) is not None


def _are_alike(texts: list[str]) -> bool:
    """Whether most insights end in the same word."""
    endings = [text.rpartition(" ")[2] for text in texts]
    least = max(MIN_REPEATED, REPEATED * len(endings))
    return len(endings) - len({*endings}) >= least - 1 and max(Counter(endings).values()) >= least


def _may_count(article: Article, leads: Leads) -> bool:
    """Whether there are several headings that may be groups or, if repeated, markers of insights."""
    others = [each.heading for each in article.sections if each.role == "other" and each.index is None and each.heading]
    is_repeated = len({*others}) < len(others) and any([may_mark(*each) for each in Counter(others).items()])
    return is_repeated or (len(others) > 1 and not article.groups and sum(map(leads.may_count, others)) > 1)


def is_marked_up(words: str | None) -> bool:
    """Whether a title or source seems to be marked up."""
    return words is not None and _MARKUP.match(words) is not None


def is_odd_source(article: Article) -> bool:
    """Whether a source begins with a symbol, is the name of a field, or holds the title."""
    source, span = article.source, article.source_span
    return source is not None and (
        not source[:1].isalnum()
        or (article.title is None and " · " in source)
        or (span is not None and article.raw.startswith((":", "："), span.end))
    )


def title_below(article: Article) -> Span | None:
    """Return the place of a title below the first section whose line begins with a marker, as insights do."""
    raw, title = article.raw, article.title_span
    if title is None or title.start < article.sections[0].start:
        return None
    line = raw[line_start(raw, title.start) : title.end].lstrip(f"{SPACES}>")
    is_marked = _BEGINNING.match(line) is None or COUNTER.match(line) is not None
    return Span(title.end - len(line), title.end) if is_marked else None


def _are_signs_likely(raw: str, start: int, words: str) -> bool:
    """Whether a text may hold odd signs; ``start`` is where its sections start, ``words`` is what its insights say."""
    if words.isascii() and not words.encode().translate(None, _PLAIN):  # most end here, in a tenth of the time
        is_odd = any([symbol in words and pattern.search(words) is not None for symbol, pattern in _IN_WORDS.items()])
        return is_odd or any([raw.find(sign, 0, start) >= 0 for sign in LINE_ENDS])
    return may_hold_signs(raw)


def may_hold_signs(raw: str) -> bool:
    """Whether a text has unusual line ends, unpaired brackets, doubled markers or pictures."""
    is_paired = raw.count("[") == raw.count("]") and raw.find("[", raw.rfind("]") + 1) < 0
    if not is_paired and _UNPAIRED.search(raw) is not None:
        return True
    if any([symbol in raw and pattern.search(raw) is not None for symbol, pattern in _ODD_SYMBOLS.items()]):
        return True
    if raw.isascii():
        return False
    others = raw.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")  # few
    is_pictured = (_PICTURED.search(others) or " l " in raw) and _PICTURE.search(raw)
    return bool(is_pictured) or any([sign in raw for sign in LINE_ENDS])


def _may_be_lost(diagnostic: Diagnostic, raw: str, leads: Leads) -> bool:
    """Whether a diagnostic reports a citation, a symbol or a heading that was left out."""
    if diagnostic.code == "unplaced-text" and diagnostic.span is not None:
        words = diagnostic.span.cut(raw)
        if "[" in words or COUNTER.match(words) is not None or leads.is_part(words):
            return True
        return len(words) < _SHORT and (leads.may_be(words) or leads.may_be_in(words))
    if diagnostic.code == "reference-list" and diagnostic.span is not None:
        return leads.may_be_in(diagnostic.span.cut(raw))
    if diagnostic.code == "uncited-digest":
        return _MAY_CITE.search(raw) is not None
    return diagnostic.code in ("stray-citation", "html-markup", "unread-header")


def sign_below(article: Article, leads: Leads) -> tuple[int, int] | None:
    """Return the place of a marker below all citations: an unusual one, ``Reply · Forward``, or one of a list."""
    raw, sections = article.raw, article.sections
    last = next((each.insights[-1] for each in reversed(sections) if each.insights), None)
    if last is None or last.citations:
        return None
    insights = article.insights
    below = len(insights)
    while below and not insights[below - 1].citations:
        below -= 1
    if not below:
        return None
    end, start = insights[below - 1].end, insights[below].start
    line = line_start(raw, start, end)
    *_, symbol = ["", *raw[line:start].split()]
    if line == end or not symbol.strip(">") or symbol[-1].isalnum():
        return None
    heading = sections[-1].heading or ""
    # a note may begin with the words of a heading and a colon: 风险提示：…
    is_declared = sections[-1].role != "other" or (heading[-1:] not in (":", "：") and leads.declares(heading))
    if is_declared and len(sections[-1].insights) <= len(insights) - below:
        return None
    above = [raw[max(0, each.start - _MAX_MARKER) : each.start].split()[-1:] for each in insights[:below]]
    is_list = len(insights) - below > 2 and len({each.text.rstrip(digits) for each in insights[below:]}) == 1
    return None if [symbol] in above and not is_list and not _is_appended(article) else (line, start)


def _is_appended(article: Article) -> bool:
    """Whether the only section without citations is the last one, below a blank line: ``Related``."""
    *above, last = article.sections
    if last.role != "other" or any([each.citations for each in last.insights]):
        return False
    are_cited = all([each.role != "other" and all([one.citations for one in each.insights]) for each in above])
    return are_cited and article.raw[: last.heading_start].rstrip(" \t").endswith(_BLANK_LINES)


def between_groups(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Yield headings without insights between a group and the next one: ``Advertisement``."""
    for above, section, below in zip(sections, sections[1:], sections[2:], strict=False):
        if section.role == "other" and not section.insights and above.role != "other" and below.role == "group":
            yield section


def between_dashes(article: Article, leads: Leads) -> Iterator[Insight]:
    """Yield words that may end the heading above, or begin the insight below: ``Sales - Demand - Tin rose [1]``."""
    raw = article.raw
    for section in article.sections:
        insights = section.insights
        few = [at for at, each in enumerate(insights[:-1]) if not each.citations and _is_between_dashes(each, raw)]
        for at in few:
            words = section.label or section.heading or ""
            # below a declared heading, they may as well introduce a list
            may_go_on = at == 0 and words != "" and section.role != "core" and not leads.declares(words)
            if insights[at + 1].citations and (may_go_on or at + 2 == len(insights) or at + 2 in few):
                yield insights[at]


def is_within_words(section: Section, raw: str) -> bool:
    """Whether the marker below a heading seems to be a dash between words, or in a range: ``The long - term view``."""
    if section.role != "other" or section.index is not None or not section.insights:
        return False
    end, start = section.heading_end, section.insights[0].start
    return raw[end:start] in _DASHES and _WITHIN_WORDS.match(raw, end - 1) is not None


def _is_between_dashes(insight: Insight, raw: str) -> bool:
    is_between = raw[insight.start - 3 : insight.start] in _DASHES and raw[insight.end : insight.end + 3] in _DASHES
    return is_between and insight.text.replace(" ", "").isalnum() and may_be_label(insight.text)


def is_cut(article: Article, leads: Leads) -> bool:
    """Whether the first heading is only the first word of a core, above groups: ``Core - Tin rose``."""
    first = article.sections[0]
    is_word = first.role == "other" and first.insights != () and normal(first.heading or "") in leads.firsts
    return is_word and bool(article.groups) and first.index is None and not leads.declares(first.heading or "")


def is_below_all(article: Article) -> bool:
    """Whether the last heading has no insights, and all others are cores and groups, but perhaps for the first."""
    *above, last = article.sections
    if last.role != "other" or last.insights or not above:
        return False
    others = [each for each in above if each.role == "other"]
    return not others or (is_below_blank_line(last, article.raw) and len(above) > 1 and others == above[:1])


def is_below_blank_line(section: Section, raw: str) -> bool:
    """Whether the line above a heading is blank."""
    return raw.endswith(_BLANK_LINES, 0, section.heading_start)


def label_in_insight(article: Article) -> Section | None:
    """Return the only group without a label if its first insight, on the line of its heading, may be the label."""
    bare = [each for each in article.groups if each.label is None]
    if len(bare) != 1 or len(bare[0].insights) < 2 or len(article.groups) < _MIN_LABELLED:
        return None
    end, first = bare[0].heading_end, bare[0].insights[0]
    is_beside = line_start(article.raw, first.start, end) == end
    return bare[0] if is_beside and first.citations and may_be_label(first.text) else None


def are_unlabelled(article: Article) -> bool:
    """Whether groups seem to have their labels below them, or the same word instead of labels: ``Group 1 insights``."""
    sections = article.sections
    pairs = zip(sections, (*sections[1:], None), strict=True)
    groups = [each for each in pairs if each[0].role == "group"]
    labels = [each.label for each, _ in groups if each.label]
    if len(labels) > 1:
        words = {each.replace("：", ": ").partition(": ")[0] for each in labels}
        ends = {each[-1] for each in labels}
        word, last = min(words), min(ends)
        if len(words) == 1 and (" " not in word or word[-1].isdigit()):
            return True
        # Group 1 about Prices, 分组1的主题是“物价”
        firsts = {each.replace("“", " ").lstrip(",， ").partition(" ")[0] for each in labels}
        if len(firsts) == 1 and (min(firsts).islower() or min(firsts) > "\u2e80"):
            return True
        if last in ")）":  # Prices (AI), Costs (AI)
            ends = {each.rpartition(" ")[2] for each in labels}
        is_word = last.isalnum() or last in "?!？！%％\"'”’" or any([is_abbreviated(each) for each in labels])
        if len(ends) == 1 and not is_word:
            return True
    return bool(groups) and are_labels([_may_label(*each) for each in groups])


def are_labels_beside(article: Article) -> bool:
    """Whether all groups seem to have labels behind another sign than the insights: ``Group 1 · Costs - Tin rose``."""
    groups, raw = article.groups, article.raw
    begun = [raw[each.heading_end : each.insights[0].start + 1].lstrip() if each.insights else "" for each in groups]
    are_signs = all(one[:1] not in ("", "-") and not one[0].isalnum() and "\n" not in one for one in begun)
    return begun != [] and are_signs and are_labels([_may_label(each, None) for each in groups])


def _may_label(group: Section, below: Section | None) -> str:
    """Return the words that may label a group: a heading below it, or those before a dash in its first insight."""
    if not group.insights:
        return (below.heading or "") if below is not None and below.role == "other" else ""
    if group.label is not None:
        return ""
    first = group.insights[0]
    words, _, rest = first.text.partition(" - ") if first.citations else (first.text, "", "A")
    is_word = rest[:1].islower() and not rest[1:2].isupper()  # not iPhone
    return "" if rest == "" or is_word else words


def are_labels(words: Sequence[str]) -> bool:
    """Whether the words at some headings may all be their labels; a few may have a verb: ``What passengers say``."""
    return all(map(_is_short, words)) and 3 * sum(map(has_verb, words)) <= len(words)


def may_be_label(words: str) -> bool:
    """Whether some words may be the label of a heading: they are few, and not a sentence."""
    return _is_short(words) and not has_verb(words)


def _is_short(words: str) -> bool:
    is_short = any(map(str.isalnum, words)) and count_words(words.translate(_NO_WORDS)) <= MAX_LABEL
    return is_short and (not words.endswith((".", ",", "。", ";")) or is_abbreviated(words))


def is_misplaced(section: Section, below: Section | None, raw: str) -> bool:
    """Whether a heading without insights may be part of the leading one below, be repeated there, or lack its label."""
    heading = section.heading
    if section.insights or below is None or heading is None:
        return False
    between = raw[section.heading_end : below.heading_start]
    if section.role != "other":
        is_again = below.role == section.role and below.index == section.index and "\n" not in between
        words = (below.heading or "").rstrip(":：")
        is_word = between == " " and words.isalpha() and (words.isascii() or len(words) <= MAX_PART)
        is_word |= "\n" not in between and words[:1] + words[-1:] in ("()", "（）", "[]")  # Core Insights (in short)
        is_word |= between == "" and not words[:1].isalnum()  # 核心洞察&观点
        is_word |= _begins_insight(below, raw)
        is_label = section.role == "group" or is_word  # Core Insights Summary
        return not section.label and (is_again or (below.role != section.role and is_label))
    is_group = below.role == "group" and (
        heading.isascii() or len(heading) == 1 or NUMBER_ALONE.fullmatch(heading) is not None
    )
    if not (is_group or below.role == "core"):
        return False
    first, _, last = heading.rpartition(" ")
    is_word = heading.isascii() and (heading.isalpha() if below.role == "group" else first.count(" ") < _MAX_BEFORE)
    is_numeral = last in _NUMBER_WORDS or (last.isdecimal() and len(last) == 1)
    # Insights of Group 1, Heading 2 Core Insights, Part One Group 1
    is_next_to = (is_word or last in SMALL_WORDS or is_numeral) and between == " "
    is_number = heading[-1] in ":：" and NUMBER_ALONE.fullmatch(last) is not None  # Section 2: Group 1
    return is_next_to or is_number or sum(map(str.isalnum, heading)) <= MAX_PART


def counts_on(section: Section, below: Section | None) -> bool:
    """Whether the heading below a core or group is another word with the next number: ``Cluster 2``."""
    heading = "" if below is None or below.index is not None else below.heading or ""
    if section.role == "other" or not heading[-1:].isdecimal():
        return False
    number = _LAST_NUMBER.search(heading)
    return number is not None and int(number[0]) == (section.index or 0) + 1


def is_glued(section: Section, raw: str) -> bool:
    """Whether a heading may end the insight above: it is glued to a citation, and ends its line: ``[2]关闭``."""
    start, end = section.heading_start, section.heading_end
    is_after = section.role == "other" and start > 0 and raw[start - 1] in "]】"
    return is_after and raw[end : end + 1] in ("\n", "\r")


def _begins_insight(section: Section, raw: str) -> bool:
    """Whether a numbered heading may begin the insight below it: ``1. Tin - now dear - rose [1] 2. Zinc fell [2]``."""
    before = [raw[max(0, each.start - _MAX_MARKER) : each.start].rstrip(" .)、）") for each in section.insights]
    number = next(filter(None, (re.split(r"\D", each)[-1] for each in before)), "")
    return section.index is not None and number == str(section.index + 1)


def runs_on(section: Section, raw: str) -> bool:
    """Whether the first insight may be part of the heading: ``Core Insights in brief``, ``Core Insights / Prices``."""
    if not section.insights:
        return False
    (first, *others), start = section.insights, section.heading_end + 1
    if first.start == start and raw[start - 1] == " ":
        return raw[start].islower() or raw[start] in "(（"
    if not others or first.citations or not all([each.citations for each in others]):
        return False
    beside, *below = raw[start : others[0].start].splitlines()
    return below != [] and beside.rstrip().endswith(first.text) and may_be_label(first.text)


def may_be_odd_heading(section: Section, leads: Leads) -> bool:
    """Whether a heading may be a number or a misspelt leading heading, or has an odd label."""
    heading, label = section.heading, section.label
    if heading is not None and is_bold_open(heading):
        return True
    if heading is not None and section.role == "other" and section.index is None:
        is_tag = heading[-1] in "#=~" or (heading[0] == "#" and heading[1:2].isalpha())
        is_tag = is_tag or heading.casefold().endswith(_NUMERO)
        is_alone = is_tag or NUMBER_ALONE.fullmatch(heading) is not None or COUNTED.fullmatch(heading) is not None
        return is_alone or (not leads.declares(heading) and leads.may_be(heading))
    if label is None:
        return False
    is_number = label[0] in "第丨共之" or label.startswith(leads.spelled) or COUNTED.fullmatch(label) is not None
    if is_number or (section.role == "other" and leads.may_be(label)):
        return True
    is_begun = label[0].isalnum() and not label[0].islower() and NUMBER_ALONE.fullmatch(label) is None
    is_closed = label[-1].isalnum() or (label[-1] in ENDING and label[-1] not in "]】")
    is_closed = is_closed and not (section.role == "group" and ends_in_stop(label))
    is_whole = is_begun and is_closed and not is_unpaired(label)
    return not is_whole or _APPENDED.search(label) is not None


def is_bold_open(heading: str) -> bool:
    """Whether a heading seems to have taken what makes the words after it bold: ``Core Insights: **``."""
    return heading.endswith(" **") and heading.count("**") % 2 > 0


def is_unpaired(label: str) -> bool:
    """Whether a label has half of a pair of brackets or quotation marks, as in ``“Group 1: Prices”``."""
    first, last = label[0], label[-1]
    ends = (last, _OPENING.get(last, _CLOSING_OF.get(last, last))), (first, _CLOSING_OF.get(first, first))
    is_half = any([label.count(one) > label.count(other) for one, other in ends])
    is_closed = label[-1] == "’" and label[-2:-1] != "s" and "‘" not in label  # not Workers’
    is_other = category(last) == "Pe" and last not in _OPENING  # Group 1: Prices⦎
    return is_half or is_closed or is_other or label.count('"') % 2 > 0


def ends_in_stop(label: str) -> bool:
    """Whether a label ends in a stop that is not that of an abbreviation."""
    return label.endswith((".", "。", ";", "；")) and not is_abbreviated(label)


def number_left(section: Section, below: Section | None, raw: str) -> int | None:
    """Return where what is left of the number of the heading below begins in the last insight of a section."""
    if below is None or below.index is not None or not section.insights:
        return None
    insight, end = section.insights[-1], section.end
    if raw[end - 1] not in ".):）：" or " " not in raw[end - 4 : end - 1]:  # nearly all insights
        return None
    start = insight.citations[-1].end if insight.citations else insight.start
    found = _LEFT_NUMBER.search(raw, max(start, end - MAX_WORD), end)
    return None if found is None else found.start() + 1


def _may_be_odd_insight(raw: str, insight: Insight, leads: Leads) -> bool:
    """Whether an insight may begin or end with a symbol, or contain another insight."""
    start, end, citations, text = insight.start, insight.end, insight.citations, insight.text
    is_word = text[:1].isupper() and text[1:2].islower()  # most insights begin like this
    if not (is_word or _BEGINNING.match(raw, start)) or raw.startswith(leads.spelled, start):
        return True
    if not citations:
        tail = raw[start:end].rstrip(STOPS)[-_MIN_INSIGHT:]
        is_name = tail[-1:] in ")）" and tail[-2:-1].isalpha()  # Lan Feng (301994.SZ)
        is_short = end - start < _MIN_INSIGHT and (tail.isascii() or not tail[-1:].isalnum()) and end < len(raw)
        is_odd = (
            is_short
            or "^" in tail
            or (tail[-1:] in _CLOSING and not is_name)
            or (len(raw) - end > _MIN_INSIGHT and BARE_NUMBER.search(tail))
        )
        return bool(is_odd) or _is_between_dashes(insight, raw)
    if "[" in text or "]" in text:  # the text may end in the middle of a citation
        return "]" in text or raw[end:].strip() != ""
    last = citations[-1]
    is_linked = raw.startswith("]]", last.start - 2)  # [[1]][1]
    is_mixed = raw[citations[0].start] != raw[last.start]
    if is_linked or is_mixed or raw[last.end : end] not in STOPS:
        return True
    is_apart = citations[0].claim_start != last.claim_start
    if is_apart and any([_GOES_ON.match(raw, each.end) is None for each in citations[:-1]]):
        return True
    return not (text[-1:].isalnum() or text[-1:] in ENDING)
