"""From text to articles: split the text into lines and chunks, label each, build the tree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from attrs import evolve

from rareinsight._formats.registry import find_format, formats, is_general, plain_formats
from rareinsight._grammar.grammar import Grammar, begins_like, compile_format, could_be, has_lead, must_be, with_signs
from rareinsight._grammar.headings import fold
from rareinsight._messages import expect, refusal
from rareinsight._parse.articles import Draft, header_of, split_articles
from rareinsight._parse.check import check
from rareinsight._parse.cutter import Body, cut_body
from rareinsight._parse.labels import decide
from rareinsight._parse.lines import join_pieces, split_lines
from rareinsight._parse.oddities import may_be_odd
from rareinsight._parse.tree import build, make_article
from rareinsight._parse.verdict import is_digest
from rareinsight._shapes import is_worded
from rareinsight.diagnostics import ParseError, make_diagnostic
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.model import Article, Span

DECISIVE: Final = 65_536  #: how many characters of a text decide its format


def parse(
    text: str, *, format: Format | str | None = None, strict: bool = False, limits: Limits | None = None
) -> Article:
    """Parse one digest.

    Args:
        text: the digest as crawled or copied; no cleaning is needed.
        format: a format or the name of a registered one; detected by default.
        strict: whether to raise if a diagnostic is a warning or an error.
        limits: how much input is accepted; defaults to :class:`Limits`.

    Returns:
        The article, or the first of several. Parsing never fails because of the text: what was left out, guessed or
        not understood is in ``article.diagnostics``.

    Raises:
        TypeError: an argument is not of its type.
        ValueError: no format has this name.
        ParseError: ``strict`` is set and there is a warning or an error; its ``article`` is what was parsed.

    >>> article = parse("Core Insights - Prices fell [1][3] Group 1 - Costs rose [2]")
    >>> [(section.heading, section.insights[0].text) for section in article.sections]
    [('Core Insights', 'Prices fell'), ('Group 1', 'Costs rose')]
    """
    expect(bool, strict=strict)
    article = next(parse_many(text, format=format, limits=limits), None)
    article = article or Article(raw=text, diagnostics=(make_diagnostic("empty-text"),))
    if len(article.raw) < len(text):
        rest = make_diagnostic("more-articles", Span(len(article.raw), len(text)))
        article = evolve(article, raw=text, diagnostics=(*article.diagnostics, rest))
    return _checked(article, strict=strict)


def parse_many(
    text: str, *, format: Format | str | None = None, strict: bool = False, limits: Limits | None = None
) -> Iterator[Article]:
    r"""Parse all articles in a ``str``, such as a page or a dump; joined, their ``raw`` is ``text``.

    Arguments and errors are those of :func:`parse`.

    >>> page = "First\nDaily·2025-08-26 08:14\nGroup 1 - A [1]\nSecond\nDaily·2025-08-25 10:00\nGroup 1 - B [1]"
    >>> [article.title for article in parse_many(page)]
    ['First', 'Second']
    """
    expect(str, text=text)
    expect(bool, strict=strict)
    expect(Limits | None, limits=limits)
    return _articles_of(*choose_format(iter(split_lines(text)), format), limits, strict=strict)


def parse_stream(
    chunks: Iterable[str], *, format: Format | str | None = None, strict: bool = False, limits: Limits | None = None
) -> Iterator[Article]:
    r"""Parse the articles in an open file or any other iterable of ``str``, in constant memory.

    Each article is yielded as soon as the next one starts. The articles are those of :func:`parse_many`, wherever
    the chunks are split.

    Arguments and errors are those of :func:`parse`; by default the format is detected from the beginning of the stream.

    >>> [article.title for article in parse_stream(["A Ti", "tle\nDaily·2025-08-26 08:14\nGroup 1 - A [1]"])]
    ['A Title']
    """
    given: object = chunks
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise refusal("chunks", "an iterable of str", chunks)
    expect(bool, strict=strict)
    expect(Limits | None, limits=limits)
    return _articles_of(*choose_format(join_pieces(chunks), format), limits, strict=strict)


def detect(text: str) -> str | None:
    """Return the name of the format of ``text``, or ``None`` if it matches none.

    >>> detect("Core Insights - Prices fell [1]"), detect("Rain is due in the south.")
    ('digest', None)
    """
    expect(str, text=text)
    found = detect_among(text, formats().values())
    return None if found is None else found.name


def choose_format(lines: Iterator[str], format: Format | str | None) -> tuple[Iterator[str], Format]:
    """Return an iterator over all the lines, and the requested format or the one that parses their beginning best."""
    if format is not None:
        return lines, find_format(format)
    plain = plain_formats()
    grammar = compile_format(plain[0], None) if len(plain) == 1 else None
    beginning: list[str] = []
    size = 0
    for line in lines:
        beginning.append(line)
        size += len(line)
        if grammar is not None and line[0] not in "#\r\n" and begins_like(line, grammar):
            return chain(beginning, lines), plain[0]  # most digests need no search for signs
        if size >= DECISIVE:
            break
    known = list(formats().values())
    text = "".join(beginning)
    last = [*_last_tried(text, known)]
    if grammar is not None and not last and not with_signs(text, known):
        return chain(beginning, lines), plain[0]
    ranked = rank(text, known)
    first = _first_read(text, ranked, last) if last else next(iter(ranked), None)
    return chain(beginning, lines), first or known[0]


def detect_among(text: str, formats: Collection[Format]) -> Format | None:
    """Return the format that parses a text best, the first of those that do equally well; ``None`` if none does."""
    return _first_read(text, rank(text, formats), [*_last_tried(text, formats)])


def _first_read(text: str, ranked: list[Format], last: list[Format]) -> Format | None:
    """Return the first format that finds sections in a text; formats of answers go first for a Markdown outline."""
    from rareinsight._parse.answers import is_outline  # rarely needed

    plain = [each for each in ranked if not each.signs]
    if last and is_outline(text) and not any(score_of(text, each).declared for each in plain):
        ranked = [*(each for each in ranked if each.signs), *last, *plain]
    tried = ((each, parse_many(text, format=each)) for each in chain(ranked, last))
    return next((each for each, articles in tried if any(article.sections for article in articles)), None)


def _last_tried(text: str, formats: Collection[Format]) -> Iterator[Format]:
    """Yield what to try last on an answer: plain formats that only find a source line or groups, then general ones."""
    from rareinsight._parse.answers import is_answer  # rarely needed

    general = [each for each in formats if each.markdown and not each.signs]
    plain = [compile_format(each, None) for each in formats if not (each.signs or is_general(each))]
    may_be_answer = any([is_answer(text, compile_format(each, None)) for each in general])
    if may_be_answer and not any(must_be(text, each) for each in plain):
        yield from [each.format for each in plain if not could_be(text, each) and any(score_of(text, each.format)[:2])]
        yield from general


class Score(NamedTuple):
    """How well a format parses a text: by declared words and source lines, by groups, then by citations.

    Words count before numbers: what starts an insight in one format may look like a heading in another.
    """

    declared: int
    groups: int
    citations: int


def rank(text: str, formats: Collection[Format]) -> list[Format]:
    """Return the formats that a text could have, best first; general ones are left out.

    A heading of the first format (digests) outweighs signs, and signs outweigh headings of other formats, unless those
    formats read more citations.
    """
    beginning = text[:DECISIVE]
    plain = [compile_format(format, None) for format in formats if not (format.signs or is_general(format))]
    signed = [compile_format(format, None) for format in with_signs(beginning, formats)]
    leading = [each for each in plain if has_lead(beginning, each)] if signed else []
    candidates = [each.format for each in [*signed, *leading] or [each for each in plain if could_be(text, each)]]
    if len(candidates) > 1:
        scores = {each: score_of(beginning, each) for each in candidates}
        # formats identified by signs differ only in their citations
        keys = {
            each: (score.citations, bool(each.signs) or each is plain[0].format, score.groups, score.declared)
            for each, score in scores.items()
        }
        candidates.sort(key=(keys if signed else scores).__getitem__, reverse=True)
    return candidates


def score_of(text: str, format: Format) -> Score:
    """Return how well a format parses a text."""
    grammar = compile_format(format, None)
    declared = groups = citations = 0
    for article in parse_many(text, format=format):
        declared += article.source is not None
        for section in article.sections:
            heading = fold((section.heading or "").strip("*:： "))
            number = grammar.headings.number_at(heading, 0, len(heading))
            is_named = section.role == "core" or (number is not None and is_worded(number.shape.shape))
            declared += is_named or heading in grammar.headings.words
            groups += section.role == "group"
            citations += sum(len(insight.citations) for insight in section.insights)
    return Score(declared, groups, citations)


def _articles_of(lines: Iterable[str], format: Format, limits: Limits | None, *, strict: bool) -> Iterator[Article]:
    grammar = compile_format(format, limits)
    for article in _read_all(lines, grammar, _read_and_look_again):
        yield _checked(_with_references(article, grammar), strict=strict)


def _read_all(
    lines: Iterable[str], grammar: Grammar, read: Callable[[Draft, Grammar], Iterable[Article]]
) -> Iterator[Article]:
    is_after_digest = is_after_title = False
    for draft in split_articles(lines, grammar):
        draft.is_after_digest, draft.is_after_title = is_after_digest, is_after_title
        for article in read(draft, grammar):
            is_after_digest |= bool(article.sections)
            is_after_title = article.title is not None
            yield article


def _read(draft: Draft, grammar: Grammar) -> list[Article]:
    """Read an article, stage by stage, from its lines to its diagnostics."""
    body = read_body(draft, grammar)
    header = header_of(draft, grammar)
    sections = build(body) if is_digest(body) else ()
    article = make_article(body, header, sections, check(body, header, sections))
    body.forget()
    return [article]


def read_body(draft: Draft, grammar: Grammar) -> Body:
    """Return the body of an article, cut into chunks that have been labelled."""
    body = Body(draft, grammar)
    if grammar.format.markdown:
        from rareinsight._parse.markdown import MARKDOWN, cut_markdown  # only answers need it

        cut_markdown(body)
        decide(body, MARKDOWN)
    else:
        cut_body(body)
        decide(body)
    return body


def read_once(text: str, format: Format) -> Iterator[Article]:
    """Read the articles of a text without looking again at what is odd."""
    return _read_all(split_lines(text), compile_format(format, None), _read)


def _read_and_look_again(draft: Draft, grammar: Grammar) -> list[Article]:
    """Read an article and, if the result may be odd, once more by the conventions of its page."""
    articles = _read(draft, grammar)
    if grammar.format.markdown or not may_be_odd(articles[0], grammar.leads):
        return articles
    from rareinsight._dialect import look_again  # few pages need it

    return look_again(articles[0], grammar, lambda text: _read_all(split_lines(text), grammar, _read))


def _with_references(article: Article, grammar: Grammar) -> Article:
    """Link an article to the entries below it if its format is Markdown or declares what entries look like."""
    has_list = grammar.format.markdown and any([each.code == "reference-list" for each in article.diagnostics])
    if not article.sections or not (grammar.entries.shapes or has_list):
        return article
    from rareinsight.references import link_entries

    return link_entries(article, grammar)


def _checked(article: Article, *, strict: bool) -> Article:
    serious = [each for each in article.diagnostics if each.severity != "info"] if strict else []
    if serious:
        raise ParseError(serious, article.raw, article)
    return article
