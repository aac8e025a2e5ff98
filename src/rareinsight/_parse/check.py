"""The diagnostics of an article: what was left out, guessed or not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import Final

from rareinsight._grammar.bylines import field_of
from rareinsight._grammar.citations import mark_at_end
from rareinsight._grammar.dates import Moment, find_moment
from rareinsight._grammar.form import count_words, ends_sentence, has_word, strip_span
from rareinsight._grammar.grammar import FENCES, Grammar
from rareinsight._nodes import new_span
from rareinsight._parse.articles import BLANK, BODY, BOILERPLATE, REFERENCE, TEXT, TITLE, Draft, Header
from rareinsight._parse.cutter import Body
from rareinsight._parse.labels import GUESSED, INSIGHTS
from rareinsight._parse.lines import Line
from rareinsight._parse.table import NOTHING
from rareinsight._parse.verdict import what_is_missing
from rareinsight._patterns import deferred
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Diagnostic, Section, Span

_MINUS: Final = "−"  #: rendered as a formula, ``- Costs fell`` becomes ``−Costsfell``
#: Tags and entities by their first character, which is quick to search for.
_TAGS: Final = {
    "<": deferred(r"</?(?i:p|br|wbr|div|sup|sub|span|b|i|a|li|ul|ol|h[1-6]|strong|em|time)(?:\s[^<>]{0,200})?/?>"),
    "&": deferred(r"&(?:[a-z]{2,8}|#[0-9]{2,5}|#x[0-9A-Fa-f]{2,5});"),
}

#: What seems to be the date of a source line in a title: it follows a symbol.
_DATED: Final = deferred(
    r"[·•|,，/:：–-]\D{0,12}(?:19|20)[0-9]{2}\s?[-/.年]\s?(?:0?[1-9]|1[0-2])(?![a-zA-Z0-9])"
    r"|(?<=[·•|,/–-]\s)(?:[A-Z][a-z]{2,8}\s[0-9]{1,2},|[0-9]{1,2}\s[A-Z][a-z]{2,8})\s(?:19|20)[0-9]{2}"
)
#: The time of a message, or when a page was saved; JSON, CSV: ``[14/01/2026, 07:31] Ann: Tin rose``, ``9:02 Tin rose``.
_STAMP: Final = deferred(
    r"\[?(?:(?:上午|下午|早上|晚上)\s?)?[0-9]{1,2}:[0-9]{2}\b|\{\s*\"|\"[^\"]{0,80}\"\"|[\s\S]{0,80}?(?:"
    r"(?:[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}|[0-9]{1,2}日)[,\s]\s?[0-9]{1,2}:[0-9]{2}"
    r"|\b(?:on|at)\s[A-Z][a-z]{2}\s[0-9]{1,2},\s20[0-9]{2})"
)
#: What precedes a date that is part of a phrase: ``Orders up to 30 September 2024``.
_TO_DATE: Final = deferred(r"\b(?:to|until|till|of|in|from|between|and|since|before|after|by)\s\Z")
_PARTED: Final = deferred(r"\S\s?[·•|]\s?\S")  #: what separates a source from a date: ``Daily News · yesterday``
_LONG_HEADER: Final = 300  #: how many characters into a body its source and date may be
#: The largest leap in the numbers of headings; the highest first group of a text that begins in the middle; the largest
#: leap in the numbers of groups.
_MAX_SOURCE: Final = 8  #: the most words of a source below no title
_MAX_LEAP, _MAX_FIRST, _MAX_SKIPPED = 5, 8, 12


def check(body: Body, header: Header, sections: tuple[Section, ...]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of an article, those about the whole text first, then in the order of their places."""
    found = _diagnostics_of(body, header, sections)
    return tuple(sorted(found, key=start_of))


def start_of(diagnostic: Diagnostic) -> int:
    return -1 if diagnostic.span is None else diagnostic.span.start


def _diagnostics_of(body: Body, header: Header, sections: tuple[Section, ...]) -> Iterator[Diagnostic]:
    draft, format = body.draft, body.grammar.format
    for line in draft.bylines:
        yield from _byline_diagnostics(line, header)
    yield from _header_diagnostics(draft, header) if sections and not format.markdown else ()
    yield from _header_in_body(body, header, sections)
    yield from [make_diagnostic("long-article")] if draft.is_full else []
    if sections:
        yield from _body_diagnostics(body, sections)
        yield from _section_diagnostics(sections, header.title, body.grammar)
        yield from _line_diagnostics(draft)
        yield from [make_diagnostic("stray-citation", new_span(*place)) for place in _citations_left_out(body)]
        if header.title is None:
            yield make_diagnostic("missing-title")
            if header.source is not None and count_words(header.source.cut(body.raw)) > _MAX_SOURCE:  # it has the title
                yield make_diagnostic("unread-header", header.source)
            is_part = draft.is_after_title if sections[0].role == "core" else draft.is_after_digest
            if is_part and header.source is header.published is None and sections[0].role != "other":
                yield make_diagnostic("possible-heading", sections[0].heading_span)
        if header.source is None and any(["{source}" in shape for shape in format.source_lines]):
            yield make_diagnostic("missing-source")
    elif not has_word(body.text):
        yield make_diagnostic("empty-text")
    else:
        yield make_diagnostic("no-digest", None, "; ".join(what_is_missing(body)))
        if draft.is_after_digest and draft.lines[-1].is_last and not ends_sentence(body.text):
            yield _cut_off(body.text)


def _byline_diagnostics(line: Line, header: Header) -> Iterator[Diagnostic]:
    _, _, moment, aside, guess = line.byline or (None, None, Moment(None), None, "")
    if aside is not None:
        yield make_diagnostic("unplaced-text", line.part(*aside))
    if guess:
        yield make_diagnostic("guessed-header", line.span, guess if "{date}" in guess else "")
    if moment.code:
        yield make_diagnostic(moment.code, header.published)


def _header_diagnostics(draft: Draft, header: Header) -> Iterator[Diagnostic]:
    """Yield diagnostics for fields of the header that were not read, and for what precedes the title on its line."""
    words_above = 0  # in a line right above that may be the title instead
    is_below_title = False
    for line in takewhile(lambda line: line.label != BODY, draft.lines):
        is_title = line is draft.title
        if _is_odd_title(line, header, words_above) if is_title else _is_unread(line, header, is_below_title):
            yield make_diagnostic("unread-header", line.span)
        if is_title and header.title is not None and line.field:
            yield make_diagnostic("unplaced-text", new_span(line.span.start, header.title.start))
        words_above = count_words(line.text) if line.label == TEXT else words_above * (line.label == BLANK)
        is_below_title |= is_title


def _is_odd_title(title: Line, header: Header, words_above: int) -> bool:
    """Whether a title seems to be half of one, a path, or to be or contain a source or a date."""
    lacks_source, lacks_date = header.source is None, header.published is None
    if words_above > count_words(title.text) or (words_above > 0 and lacks_source and not lacks_date):
        return True
    if title.text[0].islower() and words_above > 0:  # the line above may be its first half
        return True
    if max(map(title.text.count, (" > ", " › ", " » "))) > 1:  # where the page is on its site
        return True
    if _STAMP.match(title.text) is not None or field_of(f"{title.text}:") in ("source", "date"):
        return True
    if not lacks_date:
        return False
    if _DATED.search(title.text) is not None or (lacks_source and _has_date(title.text)):
        return True
    return words_above > 0 and _PARTED.search(title.text) is not None


def _is_unread(line: Line, header: Header, is_below_title: bool) -> bool:
    """Whether a line above the body is a source or a date that was not read: ``Date: yesterday``."""
    lacks_source, lacks_date = header.source is None, header.published is None
    if (lacks_source and line.field == "source") or (lacks_date and line.field == "date"):
        return True
    # Editor: Jane Doe, 3 March 2026; Author: Jane Doe | Date: 3 March 2026
    if lacks_date and line.field == "aside" and _DATED.search(line.text.replace(":", ",")) is not None:
        return True
    if lacks_source and lacks_date and line.label == TEXT and _has_date(line.text):
        return True
    is_name = is_below_title and line.label == TEXT and not line.text.endswith((".", "。", ":", "："))
    return is_name and lacks_source and not lacks_date


def _has_date(text: str) -> bool:
    """Whether a line has a date that is not part of a phrase."""
    found = find_moment(text)
    return found is not None and _TO_DATE.search(text, 0, found[0]) is None


def _may_be_title(words: str) -> bool:
    """Whether words before the first heading on its line may be the title: several, and not a sentence."""
    return count_words(words) > 1 and "\n" not in words and not ends_sentence(words)


def _header_in_body(body: Body, header: Header, sections: tuple[Section, ...]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for a title, or a source and a date, on the same line as the first core or group."""
    leading = next((section for section in sections if section.role != "other"), None)
    if header.source is header.published is None and leading is not None:
        start = body.chunks[0].start
        end = min(leading.start, start + _LONG_HEADER)
        words = body.text[start:end].rstrip()
        dated = _DATED.search(words)
        if dated is not None:
            yield make_diagnostic("unread-header", new_span(start + dated.start(), start + dated.end()))
        elif header.title is None and leading is sections[0] and _may_be_title(words):
            yield make_diagnostic("unread-header", new_span(start, start + len(words)))


def _line_diagnostics(draft: Draft) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each stretch of lines that are not part of the article, or of references."""

    def code_of(line: Line) -> str:
        if line.label == BODY or line is draft.title or line in draft.bylines or line.is_boilerplate:
            return ""
        return "reference-list" if line.label == REFERENCE else "unplaced-text"

    for code, lines in groupby((line for line in draft.lines if line.start < line.end), key=code_of):
        if code:
            spans = [line.span for line in lines]
            yield make_diagnostic(code, new_span(spans[0].start, spans[-1].end))


def _citations_left_out(body: Body) -> Iterator[tuple[int, int]]:
    """Yield the places of citations in formulas and in text that is left out, such as a table."""
    grammar = body.grammar
    for line in body.draft.lines:
        at, text, tokens = line.at + line.start, line.text, line.tokens
        if line.label == BODY and "$" in text:
            formulas = [strip_span(text, *each.span(), "$") for each in tokens if each[0].startswith("$")]
            tokens = [found for place in formulas for found in grammar.scan.finditer(text, *place)]
        elif line.label not in (TEXT, BOILERPLATE, TITLE) or text.startswith(FENCES):
            continue
        for found in tokens:
            if found.lastgroup == "cite" and grammar.citations.read(found[0]).citations:
                yield at + found.start(), at + found.end()


def _body_diagnostics(body: Body, sections: tuple[Section, ...]) -> Iterator[Diagnostic]:
    for chunk in body.chunks:
        if (chunk.runs or chunk.runs_before) and chunk.label not in INSIGHTS:
            yield from [make_diagnostic("stray-citation", new_span(*run)) for run in (*chunk.runs_before, *chunk.runs)]
        if chunk.label == NOTHING:
            yield make_diagnostic("unplaced-text", new_span(chunk.start, chunk.end))
        if chunk.row.name in GUESSED:
            yield make_diagnostic("uncertain-marker", new_span(chunk.start, chunk.end))
    format, text = body.grammar.format, body.text
    # these characters are found in a hundredth of the time that the search for them in context takes
    minuses = [each.start for each in body.chunks if each.marker == _MINUS] if _MINUS in text else []
    reported = [("garbled-text", at - 1, at) for at in minuses if text[at - 1] == _MINUS][:1]
    if not (format.markdown or any(["<" in shape for shape in format.citations])):
        tags = [tag.span() for symbol, pattern in _TAGS.items() if symbol in text and (tag := pattern.search(text))]
        reported += [("html-markup", *place) for place in sorted(tags)[:1]]
    reported += [] if body.cut is None else [("cut-citation", *body.cut)]
    for code, start, end in (*reported, *body.reported):
        yield make_diagnostic(code, new_span(start, end))
    if format.citations:
        yield from _undeclared_citations(body)
    if _is_cut(body, sections):
        yield _cut_off(body.text)


def _cut_off(text: str) -> Diagnostic:
    end = len(text.rstrip())
    return make_diagnostic("cut-off", new_span(end - 1, end))


def _is_cut(body: Body, sections: tuple[Section, ...]) -> bool:
    last, end = body.chunks[-1], body.draft.lines[-1].text
    is_in_code = end.startswith(FENCES) and "\n" in end and end.count(end[:3]) == 1
    if body.is_open or is_in_code or body.cut is not None or (not sections[-1].insights and last.end >= body.words_end):
        return True  # an answer may end in code, which is not part of the article
    if body.grammar.format.markdown or not body.grammar.format.citations or last.label not in INSIGHTS:
        return False  # the last line of an answer may lack its stop and its citation
    is_whole = last.runs or ends_sentence(last.text) or last.end < len(body.text.rstrip())
    if not (is_whole or body.grammar.format.free_headings):  # a format without free headings may have no stops at all
        ends = [unit[-1] for unit in body.insights]
        is_whole = any(not (each.runs or each is last or ends_sentence(each.text)) for each in ends)
    return not is_whole and (body.draft.is_after_digest or any(each.runs for each in body.chunks))


def _section_diagnostics(sections: tuple[Section, ...], title: Span | None, grammar: Grammar) -> Iterator[Diagnostic]:
    yield from _group_numbers(sections, title)
    yield from _other_numbers(sections, grammar)
    insights = [insight for section in sections for insight in section.insights]
    uncited = [insight for insight in insights if not insight.citations]
    if len(uncited) < len(insights):
        yield from [make_diagnostic("uncited-insight", insight.span) for insight in uncited]
    elif insights and grammar.format.citations:
        yield make_diagnostic("uncited-digest")
    zeros = [citation for insight in insights for citation in insight.citations if citation.number == 0]
    yield from [make_diagnostic("zero-citation", citation.span) for citation in zeros]


def _group_numbers(sections: tuple[Section, ...], title: Span | None) -> Iterator[Diagnostic]:
    """Yield diagnostics for the numbers of groups, which should go up by one."""
    highest = 0
    seen: set[int] = set()
    # a text that begins in the middle may begin with any group
    above = sections[0]
    is_whole = above.heading is not None and (above.role != "group" or (title is not None and title < above.span))
    for section in sections:
        if section.role != "group" or section.index is None:
            continue
        leap = section.index - highest
        if section.index in seen:
            yield make_diagnostic("duplicate-group", section.heading_span, str(section.index))
        elif section.index == 0 or leap > (_MAX_SKIPPED if seen or is_whole else _MAX_FIRST):
            yield make_diagnostic("odd-number", section.heading_span)
        elif (seen or is_whole) and not 0 < leap <= 1:
            yield make_diagnostic("skipped-group", section.heading_span, str(highest + 1))
        seen.add(section.index)
        highest = max(highest, section.index)


def _other_numbers(sections: tuple[Section, ...], grammar: Grammar) -> Iterator[Diagnostic]:
    """Yield diagnostics for odd numbers of other headings: 0, one far ahead, and one out of sequence."""
    above: int | None = None
    others = [(each, each.heading, each.index) for each in sections if each.role == "other" and each.heading]
    for section, heading, index in others:
        if index is None:
            number = grammar.headings.number_at(heading, 0, len(heading))
            is_odd = number is not None and len(number.values) == 1 and not number.shape.shape.endswith((" ", "}"))
        else:
            is_first = above is None and (grammar.format.markdown or not re.match(r"\W*[0-9]{1,2}\b", heading))
            is_odd, above = index == 0 or (not is_first and index - (above or 0) > _MAX_LEAP), index
        if is_odd:
            yield make_diagnostic("odd-number", section.heading_span)


def _undeclared_citations(body: Body) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each undeclared shape in which at least a third of the insights seem to be cited."""
    found: dict[str, list[Span]] = {}
    for each in body.chunks:
        if not each.runs and each.label in INSIGHTS and (each.next.marker or each.next.unit is not each.unit):
            mark = mark_at_end(body.text, new_span(each.start, each.end))
            if mark is not None:
                found.setdefault(mark[0], []).append(mark[1])
    for shape, spans in found.items():
        if 3 * len(spans) >= len(body.insights) and shape not in body.grammar.format.citations:
            yield make_diagnostic("undeclared-citation", spans[0], shape)
