"""Text in, articles out: lines, pages, marks, evidence and tree in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from attrs import evolve, frozen

from rareinsight.diagnostics import make_diagnostic
from rareinsight.drafts import ArticleDraft
from rareinsight.errors import ParseError
from rareinsight.evidence import decide
from rareinsight.format import Format
from rareinsight.stretch import Head
from rareinsight.lines import Line, classify, join_chunks, split_lines
from rareinsight.model import Article, Diagnostic, Insight, Section, Span
from rareinsight.pages import Frame, split_articles
from rareinsight.patterns import Patterns, compile_format
from rareinsight.plain import compile_plain_step
from rareinsight.reading import Decision, Reading
from rareinsight.registry import find_format, formats
from rareinsight.tree import ends_openly, fold_sections

_STRICT: Final = frozenset(("warning", "error"))
_GARBLED: Final = "−"


def parse(text: str, *, format: Format | str | None = None, strict: bool = False) -> Article:
    """Read one digest.

    Args:
        text: the digest as it was crawled or copied; nothing has to be cleaned.
        format: a format or the name of a registered one; without it, the format is detected.
        strict: raise where a diagnostic is a warning or an error.

    Returns:
        The article. Whatever the text holds, nothing is raised for it: doubts are in ``article.diagnostics``.
        Of a text with several articles it is the first.

    Raises:
        TypeError: ``text`` is not a ``str``.
        ValueError: no format has the name.
        ParseError: ``strict`` and there is a warning.

    >>> article = parse("Core Insights - Prices fell [1][3] Group 1 - Costs rose [2]")
    >>> [(section.heading, section.insights[0].text) for section in article.sections]
    [('Core Insights', 'Prices fell'), ('Group 1', 'Costs rose')]
    """
    _check_text(text)
    chosen = _choose_format(text, format)
    articles = _read_lines(iter(split_lines(text)), chosen)
    article = next(articles, None)
    if article is None:
        article = Article(raw=text, format=None, diagnostics=(make_diagnostic("empty-text"),))
    if len(article.raw) < len(text):
        rest = make_diagnostic("more-articles", Span(len(article.raw), len(text)))
        article = evolve(article, raw=text, diagnostics=(*article.diagnostics, rest))
    if strict:
        _raise_for(article)
    return article


def parse_many(text: str, *, format: Format | str | None = None, strict: bool = False) -> Iterator[Article]:
    """Read all articles of one page or dump held in a ``str``; joined, their ``raw`` is ``text``.

    Args, errors: those of :func:`parse`.

    >>> page = "First\\nDaily·2025-08-26 08:14\\nGroup 1 - A [1]\\nSecond\\nDaily·2025-08-25 10:00\\nGroup 1 - B [1]"
    >>> [article.title for article in parse_many(page)]
    ['First', 'Second']
    """
    _check_text(text)
    return _checked(_read_lines(iter(split_lines(text)), _choose_format(text, format)), strict=strict)


def parse_stream(
    chunks: Iterable[str], *, format: Format | str | None = None, strict: bool = False
) -> Iterator[Article]:
    """Read the articles of an open file or any other iterable of ``str``, in constant memory.

    An article is given out as soon as the next one has begun. The articles are those of :func:`parse_many`,
    wherever the chunks are cut.

    Args, errors: those of :func:`parse`; without a ``format`` the first of the registered ones that recognises
    an article reads it.

    >>> [article.title for article in parse_stream(["A Ti", "tle\\nDaily·2025-08-26 08:14\\nGroup 1 - A [1]"])]
    ['A Title']
    """
    if isinstance(chunks, str | bytes):
        raise TypeError(
            f"parse_stream takes an iterable of str, such as an open file, not one {type(chunks).__name__}: "
            "use parse_many for a text"
        )
    chosen = find_format(format) if format is not None else None
    return _checked(_read_lines(join_chunks(chunks), chosen or _default_format()), strict=strict)


def detect(text: str) -> str | None:
    """Return the name of the format that ``text`` is of, ``None`` if it is of none.

    >>> detect("Core Insights - Prices fell [1]"), detect("Rain is due in the south.")
    ('digest', None)
    """
    _check_text(text)
    for format in formats().values():
        if could_be(text, format) and any(article.sections for article in _read_lines(iter(split_lines(text)), format)):
            return format.name
    return None


def could_be(text: str, format: Format) -> bool:
    """Whether ``text`` holds any of the substrings without which it is not of ``format``."""
    if format.citations:
        for shape in format.citations:
            if shape.split("{")[0] in text:
                return True
    folded = text.casefold()
    return any(word.casefold() in folded for word in compile_format(format).quick)


@frozen
class Evidence:
    """Why a mark was taken for what it was: its place, the verdict and the rule that gave it."""

    span: Span
    text: str
    verdict: str
    rule: str


def explain(text: str, *, format: Format | str | None = None) -> tuple[Evidence, ...]:
    """Tell every candidate mark of the first article in ``text``, what was decided of it and by which rule.

    >>> [evidence.rule for evidence in explain("Core Insights - Short - term rates fell [1]")]
    ['known-heading', 'marker-after-heading', 'compound']
    """
    _check_text(text)
    chosen = _choose_format(text, format)
    trace: list[Decision] = []
    next(_read_lines(iter(split_lines(text)), chosen, trace), None)
    return tuple(
        Evidence(Span(start, end), text[start:end], kind, rule) for start, end, kind, rule in trace
    )


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        hint = ": decode it first, as in text.decode('utf-8')" if isinstance(text, bytes | bytearray) else ""
        raise TypeError(f"expected a str, got {type(text).__name__}{hint}")


def _choose_format(text: str, format: Format | str | None) -> Format:
    if format is not None:
        return find_format(format)
    known = formats()
    if len(known) > 1:
        name = detect(text)
        if name is not None:
            return known[name]
    return _default_format()


def _default_format() -> Format:
    return next(iter(formats().values()))


def _checked(articles: Iterator[Article], *, strict: bool) -> Iterator[Article]:
    for article in articles:
        if strict:
            _raise_for(article)
        yield article


def _raise_for(article: Article) -> None:
    doubts = tuple(doubt for doubt in article.diagnostics if doubt.severity in _STRICT)
    if doubts:
        raise ParseError(doubts, article.raw)


def _read_lines(lines: Iterator[str], format: Format, trace: list[Decision] | None = None) -> Iterator[Article]:
    patterns = compile_format(format)
    classified: Iterator[Line] = (classify(line, format, patterns) for line in lines)
    for frame in split_articles(classified, format):
        yield _read_frame(frame, format, patterns, trace)


def _read_frame(frame: Frame, format: Format, patterns: Patterns, trace: list[Decision] | None) -> Article:
    raw = frame.raw
    offsets = frame.offsets
    doubts: list[Diagnostic] = []
    sections, cut = _read_body(raw, frame, offsets, format, patterns, doubts, trace)
    title, source, published, moment = _read_header(frame, offsets, patterns, doubts)
    if not sections:
        code = "no-digest" if frame.has_words else "empty-text"
        doubts = [make_diagnostic(code), *[doubt for doubt in doubts if doubt.code.endswith("date")]]
    else:
        if title is None:
            doubts.append(make_diagnostic("missing-title"))
        if source is None:
            doubts.append(make_diagnostic("missing-source"))
    name = format.name if sections else None
    return ArticleDraft(raw, name, (title, source, published), moment, sections, tuple(doubts), cut)


def _read_header(
    frame: Frame, offsets: list[int], patterns: Patterns, doubts: list[Diagnostic]
) -> tuple[Span | None, Span | None, Span | None, datetime | None]:
    """Return the spans of title, source and date, and the moment of the date."""
    title = source = published = moment = None
    if frame.title is not None:
        line = frame.lines[frame.title]
        words = line.words
        for ending in patterns.title_endings:
            words = words.removesuffix(ending)
        title = Span(offsets[frame.title] + line.start, offsets[frame.title] + line.start + len(words))
    header = frame.lines[frame.source].header if frame.source is not None else None
    if header is not None:
        base = offsets[frame.source or 0]
        if header.source:
            source = Span(base + header.source[0], base + header.source[1])
        published = Span(base + header.date[0], base + header.date[1])
        moment = header.moment.value
        if moment is None:
            code = "cut-date" if header.moment.is_cut else "impossible-date"
            doubts.append(make_diagnostic(code, published))
        elif not header.moment.has_time:
            doubts.append(make_diagnostic("date-without-time", published))
    return title, source, published, moment


def _read_body(raw, frame, offsets, format, patterns, doubts, trace):
    if frame.first_body is None:
        return (), False
    start, end = offsets[frame.first_body], offsets[(frame.last_body or 0) + 1]
    reading = Reading(
        raw, start, end, patterns, compile_plain_step(format), format.free_headings, format.unmarked, trace=trace
    )
    decide(reading)
    parts = reading.parts
    if not (frame.is_cut_short or _is_digest(reading, format)):
        return (), False
    for code, at, to in reading.doubts:
        doubts.append(make_diagnostic(code, Span(at, to)))
    sections = fold_sections(raw, parts)
    last = parts[-1] if parts else None
    cut = reading.cut
    if isinstance(last, Head) or (last is not None and ends_openly(raw, last) and _has_citations(parts)):
        cut = True
    if cut:
        doubts.append(make_diagnostic("cut-off", Span(max(0, end - 1), end)))
    _doubt_sections(sections, doubts, _has_citations(parts))
    return sections, cut


def _has_citations(parts: list[Head | Insight]) -> bool:
    return any(isinstance(part, Insight) and part.citations for part in parts)


def _is_digest(reading: Reading, format: Format) -> bool:
    """Whether what was found is a digest, and not other text with a mark or two."""
    heads = [part for part in reading.parts if isinstance(part, Head)]
    has_insights = len(heads) < len(reading.parts)
    if not format.citations or format.unmarked:
        return bool(heads) and has_insights
    known = any(head.kind in ("word", "link") or head.role in ("core", "group") for head in heads)
    if not has_insights:
        return known or any(head.kind == "numbered" for head in heads)
    cited = reading.cut or _has_citations(reading.parts)
    if not known:
        cited = cited and _most_are_cited(reading.parts)
    if any(head.kind == "link" or head.holds_text for head in heads):
        return True
    return (known and (cited or reading.met_marker)) or (cited and (reading.met_marker or _heads_lead(reading)))


def _most_are_cited(parts: list[Head | Insight]) -> bool:
    """Whether most insights are cited, the last, which may be cut off, left out."""
    insights = [part for part in parts if isinstance(part, Insight)][:-1]
    return 2 * sum(bool(insight.citations) for insight in insights) >= len(insights)


def _heads_lead(reading: Reading) -> bool:
    """Whether a heading leads to cited text, as those of a list of works at the end of an essay do not."""
    pairs = zip(reading.parts, reading.parts[1:], strict=False)
    return any(isinstance(first, Head) and isinstance(then, Insight) and then.citations for first, then in pairs)


def _doubt_sections(sections: tuple[Section, ...], doubts: list[Diagnostic], citations: bool) -> None:
    numbers: list[int] = []
    for section in sections:
        if section.role == "group" and section.index is not None:
            if section.index in numbers:
                doubts.append(make_diagnostic("duplicate-group", section.heading_span, str(section.index)))
            elif numbers and section.index > max(numbers) + 1:
                doubts.append(make_diagnostic("skipped-group", section.heading_span, str(max(numbers) + 1)))
            numbers.append(section.index)
        for insight in section.insights:
            if not insight.citations and citations:
                doubts.append(make_diagnostic("uncited-insight", insight.span))
            for citation in insight.citations:
                if citation.number == 0:
                    doubts.append(make_diagnostic("zero-citation", citation.span))
