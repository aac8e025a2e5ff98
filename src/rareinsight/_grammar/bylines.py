"""Bylines: the source and date of an article, ``Daily News·2025-08-26 08:14``, by the shapes of a format."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight._grammar.dates import YEAR_DIGITS, Moment, find_moment, read_cut_moment, read_moment
from rareinsight._grammar.form import SMALL_WORDS, count_words, ends_sentence, is_title, strip_span
from rareinsight._grammar.spelling import spell
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._shapes import places_of
from rareinsight.format import Format

_MAX_LENGTH: Final = 200  #: the most characters of a source line
_YEAR: Final = 4
_DIGIT: Final = deferred("[0-9]")
#: Every date has this, and it is much quicker to find than a date.
_YEARS: Final = deferred("[12年](?:(?<=年)|(?<=1)[5-9][0-9]{2}|(?<=2)0[0-9]{2})")
#: The year of a date, perhaps with a time glued to it (26.08.202508:14), and what must be next to it.
_YEAR_OF_DATE: Final = r"(?:1[5-9]|20)[0-9]{2}(?![0-9](?![0-9]?[:.\s时時点點ahpuAHPU]))"
_IN_DATES: Final = deferred(
    rf"(?:[A-Za-z]|(?=[\x00-\u2e7f])\w\W{{1,3}}){_YEAR_OF_DATE}"
    rf"|(?<![0-9]){_YEAR_OF_DATE}(?:[\W_]{{0,3}}|\s?[年년]\s?)(?:[0-9]|(?i:[adefgjlmnos]))"
    rf"|(?<![\w-])(?:19|20)[0-9]{{6}}(?:(?=T[0-9]{{4}})|(?![\w-]))|(?<=[{YEAR_DIGITS}]{{4}})年"
)
#: How many characters before the year the pattern looks at, and how far before it the date may begin.
_BEFORE_YEAR, _MAX_BEFORE_YEAR = 4, 40
#: A middle dot whose two bytes were decoded wrongly, and other dots that are used in its place.
_OTHER_DOTS: Final = ("ยท", "Â·", "路", *"‧∙⋅・･•")
#: A company before the publisher or in its place: ``OrionOrion(US:ORNX) Sea News``, ``枫桥枫桥(07719)``.
_COMPANY: Final = deferred(r"(?P<name>[^()（）]{2,60}?)\s?[(（](?P<ticker>[A-Za-z0-9.:]{1,14})[)）]\s*")
#: The names of fields and other words that introduce a date or a source. The comments are examples.
_BEFORE: Final = {
    "date": (
        (
            r"(?:(?:last|first|originally)\s)?(?:published|updated|posted|released|issued|sent|dated|created|modified|edited"
            r"|saved)(?:\s(?:on|at))?"
        ),  # last updated on
        r"edition\sof|reported\son|(?:online\s)?since|(?:last\s)?update",
        (
            r"(?:(?:pub|publish|publication|release|issue|posting|article|news|original|story)\.?\s)?(?:date|time)"
            r"(?:\spublished)?"
        ),  # pub. date
        r"(?:issue|as)\sof",
        r"[发發]送[时時][间間]|(?:[创創]建|修改|收藏|保存)[时時][间間]|[编編][辑輯][于於]",  # 创建时间
        r"(?:[发發][布佈表]|更新|刊[发發登载載])(?:[时時][间間]|日期|[于於]|(?![\u3400-\u9fff]))",  # 发布于
        r"(?:文章|出版|上[线線]|原文|新[闻聞])?日\s?期",  # 文章日期
        r"(?:北京|文章|上[线線]|原文|新[闻聞])?[时時]\s?[间間]",
        r"[发發]稿(?:[时時][间間]|日期)?|公元",
    ),
    "source": (
        (
            r"(?:(?:this\s)?(?:article|story|piece)\s)?(?:(?:as|first|originally)\s)?"
            r"(?:(?:(?!creat|clipp|edit|modif|save|shar|upload)[a-z]{2,9}ed|taken|written|read|found|seen)\s)?"
            r"(?:by|in|from)"
        ),  # originally published in
        r"(?:article\s)?from|via|courtesy\sof|according\sto",
        r"(?:digest|summary)\sof(?:\s(?:an\sarticle|a\sstory|a\sreport)\sin)?",
        r"(?:(?:article|news|original|story)\s)?source(?:\sname)?|src|origin|author|publisher|publication|outlet|media",
        r"本文[来來]自|(?:信息|稿件|文章|新[闻聞]|[内內]容|原文|消息)?[来來](?:\s?源|自)|稿源|供稿",  # 文章来源
        r"[发發][布佈][机機][构構]|[发發]件人|[转轉][载載]?自",
        r"(?:[摘选選引出]|摘[编編选選录錄]|整理|[節节][选選录錄]|改[写寫编編]|[编編][译譯])自|[载載见見](?=《)",  # 摘自
        (
            r"(?:[发發][布佈](?:方|[单單]位)|公[众眾][号號]|[报報][刊纸紙]|刊物|首[发發]|feed|magazine|newspaper|信源|杂志|网站"
            r"|站点)(?=\s?[:：])"
        ),  # 公众号：
        r"(?:本文|文章)?(?:首[发發]|刊[发發登]?|刊?[载載])[于於]|原(?:文?[载載刊]|文刊[载載]?)[于於]?",  # 首发于
        r"[据據]|由|[发發]表在|刊[登载載]在|出[处處]|作者|[发發]布者|媒[体體]|文(?=\s?[/／|丨｜])|原[创創](?=\s)",
    ),
}
_BEFORE_DATES, _BEFORE_SOURCES = map("|".join, _BEFORE.values())
_INTRODUCTION: Final = deferred(
    rf"[(（\[【〔]?(?i:(?P<source>{_BEFORE_SOURCES})|{_BEFORE_DATES})(?!(?<=[A-Za-z])[A-Za-z])[*_\]】〕)）]{{0,3}}\s*(?P<colon>[:：/／|丨｜])?[*_\s]*"
)
#: What a name that follows the name of a field without a colon is introduced by: ``via Daily News``, ``摘自…``.
_PREPOSITIONS: Final = ("by", "By", " in", "via", "from", " of", " to", "自", "于", "於", "在", "据", "據", "由")
_TITLES: Final = (
    r"article(?:\stitle)?|topic|story|(?:digest|summary)\s(?:of|for)|title|titre|titel|titolo|t[ií]tulo|headline|subject"
    r"|(?:文章|原文|新[闻聞])?[标標]\s?[题題]|[题題]目|篇名|[题題]名|主[题題]|文章"
)
_ASIDES: Final = (
    "author|written by|editor|reporter|category|section|topics?|tags?|keywords?|url|link|language|views|reading time"
    "|作者|[编編][辑輯]|[责責][编編]|[记記]者|[栏欄]目|分[类類]|[阅閱][读讀]|[浏瀏][览覽]|[链鏈]接|[标標][签籤]"
)
#: The name of a field: ``Source:``, ``**Date** |``.
_FIELD: Final = deferred(
    rf"\W{{0,4}}(?i:(?P<title>{_TITLES})|(?P<aside>{_ASIDES})|(?P<source>{_BEFORE_SOURCES})|(?P<date>{_BEFORE_DATES}))"
    r"[*_\]\s]{0,3}(?:[:：】〕]|(?<=\s)[-–—=|]\s|(?<=\t))"
)
_BEFORE_DATE: Final = deferred(
    rf"(?<![A-Za-z])(?i:{_BEFORE_DATES}|on(?:\sthe)?|at|the|le|den|am|vom|el|il|于|於)[\s:：丨｜*_\]】〕]*\Z"
)
_SYMBOLS: Final = r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+"  #: pictures and arrows before a title or a source
_AROUND_NAME: Final = SPACES + "*_丨,，"
#: What may precede a title on its line: Markdown syntax, a symbol, the name of the field.
_SYMBOL_FIRST: Final = deferred(rf"(?:{_SYMBOLS}(?:\s+|(?=[【《“「])))?")
_BEFORE_TITLE: Final = deferred(
    r"(?:(?:R[Ee]|F[Ww]d?|FWD|AW|WG|TR)[:：]\s+|(?:转发|轉發|回复|回覆|答复)[:：]\s*)*"  # of a letter
    rf"(?:{_SYMBOLS}\s+|(?:#+|%|>|=+|h[1-6]\.)\s+|##+|#(?=(?:[\u3400-\u9fff]|[A-Z]\w*\s)[^#]*\Z))?"
    rf"(?:(?:[-*•]\s+|#\+|{_SYMBOLS})?[*_【\[]{{0,3}}(?i:{_TITLES})(?:[】\]][:：]?|[*_]{{0,3}}\s?[:：]{{1,2}}[*_]{{0,3}}|\t|\s[-–—|=]\s|——|\*\*(?=\s))\s*"
    r"|(?i:(?:digest|summary|key\spoints|highlights)\s(?:of|from)\s)(?=[“\"‘«„]))?"
)
_AFTER_TITLE: Final = deferred(r"(?<=》)的?(?:摘要|总结)\Z")  #: ``《Tin rose》摘要``
#: What may surround a title, one half on each side: emphasis, then quotation marks.
_AROUND_TITLE: Final = (
    "''''''", "****", "____", "**", "__", "``", "“”", "„“", '""', "‘’", "''", "«»", "「」", "『』", "《》", "【】",
)  # fmt: skip
_MAX_NAME: Final = 9  #: the most words of the name in a guessed source line
_MAIL: Final = deferred(r"(?:\s<(?:[^<>\s@]+@|https?://)[^<>\s]+>)?\Z")  #: the address after a source, or nothing
_ADDRESS: Final = deferred(r"(?:[\w-]+\.)+[a-z]{2,}")
#: What may follow a source and a date, also several: ``3 min read``, ``1,200 views``, ``阅读 1.2万``, ``字号：大``.
_ASIDE: Final = (
    r"(?:[0-9][0-9,.]{0,8}[KkMm]?\s[a-z ]{2,20}|字[号號][:：].{1,9}|[发發]布于[\u3400-\u9fff]{2,4}"
    r"|报道|報道|報導|[发發]布|[发發]表|[讯訊电電]|上[传傳]|刊|第?[A-Z]?[0-9]{1,2}版|[共约約]?[0-9][0-9,.]{0,8}(?:字|分[钟鐘])|[农農][历曆][\u3400-\u9fff]{2,8}|[\u3400-\u9fff]{2,3}\s?[:：(（]?\s?[0-9][0-9,.]{0,8}(?:[万千]|分[钟鐘])?[)）]?)"
)
#: Where the author was, which some platforms write behind the time: ``08:40 浙江``.
_PROVINCE: Final = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川"
    "|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门"
)
_COUNT: Final = deferred(rf"{_ASIDE}(?:\s?[·•|,]\s?{_ASIDE})*|{_PROVINCE}")
_BEFORE_NAME: Final = deferred(rf"{_ASIDE}\s?[·•|]\s?(?=\w)")  #: ``3 min read · Daily News``
_AFTER_NAME: Final = deferred(rf"(?<=\w)\s?[·•|]\s?{_ASIDE}\Z")  #: ``Daily News · 3 min``
_WIDE_DIGITS: Final = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_ZONE_NAME: Final = deferred(r"\s?[(（]?[A-Z]{2,5}[)）]?")
_CLOSING: Final = dict(zip("(（[【〔《<“‘", ")）]】〕》>”’", strict=True))
_OPENING: Final = {closing: opening for opening, closing in _CLOSING.items()}


class Byline(NamedTuple):
    """The parts of a source line, as ranges in the line; source and date may each have their own line."""

    source: tuple[int, int] | None
    date: tuple[int, int] | None
    moment: Moment  #: what the date means
    aside: tuple[int, int] | None = None  #: a company before the source, or in its place
    guess: str = ""  #: the shape that the format would have to declare, if it does not


def read_byline(text: str, format: Format, *, is_last: bool = False) -> Byline | None:
    """Read a line as a declared source line, ``None`` if it is not one; at the end of a text, its date may be cut."""
    is_dated = _year_in(text) is not None
    if len(text) > _MAX_LENGTH or not (is_dated or (is_last and _DIGIT.search(text))):
        return None
    for around, between, is_date_last in _shapes_of(format):
        if (inner := around.fullmatch(text)) is None:
            continue
        start, end = inner.span(1)
        if between is None:  # a company may precede the date: NameName(HK:1)2025-09-12 09:00
            splits = [(_after_company(text, start, end),) * 2]
        else:
            splits = [found.span() for found in between.finditer(text, start, end)]
        # dates contain what separates them too: Harbor Ledger, March 5, 2026
        for at, to in splits if is_date_last else reversed(splits):
            left, right = strip_span(text, start, at), strip_span(text, to, end)
            source, date = (left, right) if is_date_last else (right, left)
            words = text[slice(*date)] if between is None else between.sub(" ", text[slice(*date)])
            # after a space or comma, the end of a text can be any number, unless it starts like a year: 2025-
            is_cut = is_last and (len(words) > _YEAR or text[at:to].strip(" \t\u3000,，") != "")
            moment = read_cut_moment(words) if is_cut else None
            moment = moment or (read_moment(words, format.slashed_dates) if is_dated else None)
            is_name = source[0] == source[1] or any(map(str.isalpha, text[slice(*source)]))  # not 08:14·26 August 2025
            if moment is not None and is_name:
                return _with_source(text, source, date, moment)
    return None


def guess_byline(text: str, format: Format) -> Byline | None:
    """Read a line as a source line of an undeclared shape: a name and a date, or a date."""
    text = text.translate(_WIDE_DIGITS)
    year = _year_in(text) if format.source_lines else None
    found = None if year is None else find_moment(text, format.slashed_dates, max(0, year - _MAX_BEFORE_YEAR))
    if found is None:
        return None
    start, end, moment = found
    zone = _ZONE_NAME.fullmatch(text, end)
    if zone is not None:
        end, moment = len(text), Moment(moment.value, "unknown-zone")
    names = [name for name in (_name_in(text, 0, start), _name_in(text, end, len(text))) if name[0] < name[1]]
    aside = names.pop() if len(names) > 1 and _COUNT.fullmatch(text, *_strip_signs(text, end, len(text))) else None
    if len(names) > 1 or not all(_is_name(text, _past_asides(text, *name), name[1]) for name in names):
        return None
    name = names[0] if names else (start, start)
    shape = text
    for at, to, place in sorted([(start, end, "{date}"), *((*name, "{source}") for name in names)], reverse=True):
        shape = shape[:at] + place + shape[to:]
    guess = "" if shape in format.source_lines else shape  # then only its time zone is unknown
    byline = _with_source(text, name, (start, end), moment, guess)
    return byline if aside is None else byline._replace(aside=aside)


def _year_in(text: str) -> int | None:
    """Return where the year of a date may be in a line that is short enough for one."""
    year = _YEARS.search(text) if len(text) <= _MAX_LENGTH else None
    found = None if year is None else _IN_DATES.search(text, max(0, year.start() - _BEFORE_YEAR))
    return None if found is None else found.start()


def field_of(text: str) -> str:
    """Return the field in a line such as ``Source: Daily News``: ``title``, ``source``, ``date`` or ``aside``."""
    field = _FIELD.match(text)
    return "" if field is None else field.lastgroup or ""


def guess_source(text: str) -> Byline | None:
    """Read a line as a source without a date, which is on the next line: ``By Daily News``."""
    if len(text) > _MAX_LENGTH:
        return None
    start, end = _name_in(text, 0, len(text))
    is_name = start < end and _is_name(text, start, end) and " - " not in text[start:end]
    if not is_name or _after_company(text, start, end) > start:
        return None
    return Byline((start, end), None, Moment(None), None, f"{text[:start]}{{source}}{text[end:]}")


def title_in(text: str, *, has_symbol: bool) -> tuple[int, int]:
    """Return the range of a title in its line, without Markdown and the like; a symbol may be part of it."""
    if text[:2] == text[-2:] == "**" and "**" not in text[2:-2] and len(text) > len("****"):  # **Title: Tin rose**
        start, end = title_in(text[2:-2], has_symbol=has_symbol)
        return strip_span(text, start + 2, end + 2)
    start, end = _BEFORE_TITLE.match(text).end(), len(text)  # type: ignore[union-attr]  # it matches the empty string
    if start and text[0] in "#=":  # as in `## Title ##`
        inner = text.rstrip(text[0])
        end = max(start, len(inner.rstrip())) if inner[-1:].isspace() else end
    if text.startswith("《") and (after := _AFTER_TITLE.search(text, start, end)) is not None:
        end = after.start()
    if text.startswith("**", start) and text.count("**") == 1:  # half of what makes it bold
        start += 2
    start = start if has_symbol else _SYMBOL_FIRST.match(text, start).end()  # type: ignore[union-attr]  # as above
    for around in () if text[start : start + 1].isalnum() else _AROUND_TITLE:
        half = len(around) // 2
        inner = text[start + half : end - half]
        if inner and f"{around[:half]}{inner}{around[half:]}" == text[start:end] and not {*around} & {*inner}:
            start, end = strip_span(text, start + half, end - half)
    return start, end


def _name_in(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without the symbols around a name and the words that introduce it or the date next to it."""
    address = _MAIL.search(text, start, end).start()  # type: ignore[union-attr]  # it matches the empty string
    start, end = _strip_signs(text, start, address)
    end = _before_aside(text, start, end)
    words = _INTRODUCTION.match(text, start, end)
    if words is not None:
        start, end = _strip_signs(text, words.end(), end)
    before_date = _BEFORE_DATE.search(text, start, end)
    return (start, end) if before_date is None else _strip_signs(text, start, before_date.start())


def _past_asides(text: str, start: int, end: int) -> int:
    """Return where a name begins, after how long it takes to read; the end if there is no name."""
    while (aside := _BEFORE_NAME.match(text, start, end)) is not None:
        start = aside.end()
    return end if text[start : start + 1].isdecimal() and _COUNT.fullmatch(text, start, end) else start


def _before_aside(text: str, start: int, end: int) -> int:
    # few names have one of these: the pattern need not be compiled for the others
    likely = any([text.find(sign, start, end) > 0 for sign in "·•|"])
    aside = _AFTER_NAME.search(text, start, end) if likely else None
    return end if aside is None else aside.start()


def _strip_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without the symbols around it, except for stops of names and brackets around part of it."""
    start, end = strip_span(text, start, end)
    while start < end and not (text[start].isalnum() or _CLOSING.get(text[start], "\0") in text[start : end - 1]):
        start += 1
    while start < end and not (text[end - 1].isalnum() or _OPENING.get(text[end - 1], "\0") in text[start : end - 1]):
        last, is_lost = text[end - 1], text[end : end + 1].isdecimal()  # Daily?2025: the question mark was a dot
        is_stop = last in "!+" or (last == "?" and not is_lost) or (last == "." and not ends_sentence(text[start:end]))
        if is_stop and text[end - 2].isalnum():  # Dow Jones & Co.
            break
        end -= 1
    return start, end


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a range may be the name of a source: an address, or a few words in title case; or nothing."""
    if start == end:
        return True
    words = text[start:end]
    if _ADDRESS.fullmatch(words):
        return True
    if ":" in words or "：" in words or count_words(words) > _MAX_NAME:
        return False
    return any(map(str.isalpha, words)) and is_title(words) and words.split()[-1].lower() not in SMALL_WORDS


@lru_cache
def _shapes_of(format: Format) -> list[tuple[re.Pattern[str], re.Pattern[str] | None, bool]]:
    """Return, for each declared shape, what is around and between its placeholders, and whether the date comes last."""
    shapes: list[tuple[re.Pattern[str], re.Pattern[str] | None, bool]] = []
    for declared in format.source_lines:
        before, *between, after = re.split(r"\{\w+\}", declared)
        parting = ("·", *_OTHER_DOTS) if "".join(between).strip() == "·" else between
        around = deferred(f"{spell(before, 1)}(.*){spell(after, 1)}")
        middle = deferred("|".join(spell(each, 1) for each in parting)) if between else None
        shapes.append((around, middle, places_of(declared)[-1] == "date"))
    return shapes


def _with_source(text: str, name: tuple[int, int], date: tuple[int, int], moment: Moment, guess: str = "") -> Byline:
    """Return a byline whose source excludes what precedes it: ``📅``, ``来源:``, a company and its ticker."""
    start, end = strip_span(text, *name, _AROUND_NAME)
    at = _past_asides(text, start, end)
    before = (start, at) if at > start else None
    start, end = strip_span(text, at, end, _AROUND_NAME)
    end = _before_aside(text, start, end)
    end = _MAIL.search(text, start, end).start()  # type: ignore[union-attr]  # it matches the empty string
    if not text[start : start + 1].isalnum():
        start, end = _strip_signs(text, start, end)
    words = _INTRODUCTION.match(text, start, end)
    if words is not None and words.end() < end:  # not a name such as `Tuned In`
        is_open = words["colon"] or (words["source"] or "").endswith(_PREPOSITIONS)
        start = words.end() if is_open else start
    at = _after_company(text, start, end)
    return Byline((at, end) if at < end else None, date, moment, (start, at) if start < at else before, guess)


def _after_company(text: str, start: int, end: int) -> int:
    """Return where a company ends: its name twice (once as the text of a picture), or a ticker with a market."""
    found = _COMPANY.match(text, start, end) if "(" in text or "（" in text else None
    if found is None:
        return start
    name, ticker = found["name"].strip(), found["ticker"]
    is_twice = name[: len(name) // 2] == name[len(name) // 2 :]
    has_market = ticker.isupper() and (":" in ticker or "." in ticker)
    is_named = ticker in name and _YEARS.fullmatch(ticker) is None  # not Outlook 2025 (2025)
    return found.end() if is_twice or has_market or is_named else start
