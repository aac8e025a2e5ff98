"""A page's own dialect: if the result of parsing is odd, the page itself shows what its symbols mean.

The text is translated into the words and shapes of the format and parsed once more; the result is kept if it is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Final

from attrs import evolve

from rareinsight._dialect.conventions import Dialect
from rareinsight._dialect.markup import markup_of
from rareinsight._dialect.questions import Odd, find_odd
from rareinsight._dialect.translation import Translation, is_nested
from rareinsight._grammar.grammar import Grammar
from rareinsight._parse.check import start_of
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Span

Read = Callable[[str], Iterable[Article]]
#: Longer articles are checked, but not read again: pages with conventions of their own are much shorter.
_MAX_LENGTH: Final = 131_072
_MIN_SURE: Final = 4  #: the fewest cited insights for each odd thing on a page that was not read at first
_MAX_BREAKS: Final = 3  #: the most line ends in a title
_MAX_MARKER: Final = 3  #: the most characters of a marker and the space after it
_MAX_ESCAPED: Final = 2  #: how many times markup is undone, as in ``&#38;lt;b&#38;gt;``


def look_again(article: Article, grammar: Grammar, read: Read, times: int = _MAX_ESCAPED) -> list[Article]:
    """Return the articles of a text read in its own dialect, or the given article if that is no better."""
    odd = find_odd(article, grammar)
    if not odd or len(article.raw) > _MAX_LENGTH:
        return [_with_warnings(article, odd)]
    edits = [*markup_of(article.raw, next(iter(grammar.format.markers), ""))] if times else []
    while edits:
        first = edits[0]
        edits[0] = first._replace(said=f"{article.raw[first.start : first.end]!r} is read as {first.text!r}")
        plain = Translation(article.raw, edits)
        articles = [one for each in read(plain.text) for one in look_again(each, grammar, read, times - 1)]
        within = plain.edits_in_words(articles)
        if not within:
            restored = _restored(plain, articles, _odd_of(articles, grammar), article, odd)
            return restored if restored not in ([], [article]) else _in_dialect(article, odd, grammar, read)
        edits = [each for each in edits if each not in within]  # markup inside insights is part of them
    return _in_dialect(article, odd, grammar, read)


def _in_dialect(article: Article, odd: list[Odd], grammar: Grammar, read: Read) -> list[Article]:
    """Read an article by the conventions of its page if that is better, and warn about what stays odd."""
    restored: list[Article] = []
    are_lines_odd = 2 * sum(each.of_lines for each in odd) >= max(1, len(article.sections))
    dialect = Dialect(article, grammar)
    for by_lines in dict.fromkeys((are_lines_odd, True)):
        edits = dialect.edits(by_lines=by_lines)
        translation = Translation(article.raw, edits)
        remaining = odd
        if edits:
            articles = list(read(translation.text))
            remaining = _odd_of(articles, grammar)
            restored = _restored(translation, articles, remaining, article, odd) or restored
        if restored == [article]:  # the same result, perhaps with nothing odd about it
            return [_with_warnings(article, odd if remaining else [])]
        if not any(each.of_lines for each in remaining):  # otherwise lines may have been hidden by what was odd
            break
    read_again = [_with_warnings(each, find_odd(each, grammar)) for each in restored]
    return read_again or [_with_warnings(article, odd)]


def _odd_of(articles: list[Article], grammar: Grammar) -> list[Odd]:
    return [each for article in articles for each in find_odd(article, grammar)]


def _restored(
    translation: Translation, articles: list[Article], remaining: list[Odd], article: Article, odd: list[Odd]
) -> list[Article]:
    """Return the articles of a translation with places in the original; none if they are no better than ``article``."""
    sections = [section for each in articles for section in each.sections]
    cited = sum(insight.citations != () for each in articles for insight in each.insights)
    are_sure = _MIN_SURE * len(remaining) <= cited
    are_leading = are_sure and 2 * sum(each.role != "other" for each in sections) >= max(1, len(sections))
    is_whole = odd[0].end - odd[0].start == len(article.raw) and not remaining  # lines were not told apart at first
    is_higher = (is_whole and cited > 0) or _rank(articles, remaining) > _rank([article], odd)
    is_better = (sections if article.sections else are_leading) and is_higher
    are_lost = _count_parts([article]) > 1 + _count_parts(articles)
    if not is_better or are_lost or any(edit.text.strip() for edit in translation.edits_in_words(articles)):
        return []
    restored = translation.restore(articles)
    begins = accumulate((len(each.raw) for each in restored), initial=0)
    placed = zip(begins, restored, strict=False)
    titles = [(at + span.start, each.title or "") for at, each in placed if (span := each.title_span)]
    begun = {each.start - before for each in article.insights for before in range(_MAX_MARKER)}
    # a title must not be an insight of the first result; a title of many lines is a list that was joined
    are_titles = all(at not in begun and title.count("\n") <= _MAX_BREAKS for at, title in titles)
    return restored if are_titles and all(map(is_nested, restored)) else []


def _count_parts(articles: list[Article]) -> int:
    """Count the sections with a declared or numbered heading and several insights, which no better result lacks."""
    sections = [each for one in articles for each in one.sections if each.index is not None or each.role == "core"]
    # an uncited one above others that are cited may be the label of the heading
    cited = ([one for one in each.insights if one.citations] or each.insights for each in sections)
    return sum(len(each) > 1 for each in cited)


def _with_warnings(article: Article, odd: list[Odd]) -> Article:
    """Add a warning to an article about each odd thing that can't be right."""
    places = dict.fromkeys((each.code, each.start, each.end) for each in odd if each.code and article.sections)
    found = [make_diagnostic(code, Span(start, end)) for code, start, end in places]
    return evolve(article, diagnostics=sorted([*article.diagnostics, *found], key=start_of)) if found else article


def _rank(articles: list[Article], odd: list[Odd]) -> tuple[int, ...]:
    """Rank a result by its citations, then by how little is odd, then by its header, then by its cited insights."""
    insights = [insight for article in articles for insight in article.insights if insight.citations]
    cited = [len({each.number or each.start for each in insight.citations}) for insight in insights]
    header = [each for article in articles for each in (article.title, article.source, article.published) if each]
    return sum(cited), -len(odd) if cited else 0, len(header), len(cited)
