"""A declaration from sample pages: the shortest that reads them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import product
from typing import Any, Final, NamedTuple, cast

from attrs import fields

from rareinsight._dialect.citations import find_runs
from rareinsight._dialect.notation import Opener, best_notation
from rareinsight._dialect.openers import SIGNS, find_openers, pattern_of
from rareinsight._dialect.page import Page
from rareinsight._formats.registry import formats, plain_formats
from rareinsight._grammar.bylines import guess_byline, read_byline
from rareinsight._grammar.form import count_words
from rareinsight._grammar.grammar import Grammar, compile_format
from rareinsight._grammar.headings import fold
from rareinsight._messages import refusal
from rareinsight._pipeline import read_once
from rareinsight._shapes import MAX_WORD, is_worded, places_of
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Article

_MAX_HEADING: Final = 8  #: the most words of a heading
#: A heading with a number: what is before it, the number, and what is after it.
_NUMBERED: Final = re.compile(
    r"(?P<before>[^\d\n]{0,16}?)(?P<number>[0-9]{1,2}(?::[0-9]{1,2})*|[一二三四五六七八九十]{1,3}|[IVX]{1,5}(?!\w))"
    r"(?P<after>[^\w\s]{0,2})(?:(?=\s|\Z|[^\x00-\x7f])|(?<=[^\x00-\x7f]))"
)
#: A heading in Markdown: a line that begins with ``#`` or is in bold.
_MARKED_UP: Final = re.compile(r"(?:#{1,6}\s+|(\*\*))(?P<words>[^\r\n*]+)(?(1)\*\*)[:： \t]*(?=[\r\n]|\Z)")
_AROUND: Final = "*#:： \t\u3000"
#: The fields of a declaration, in the order in which the search tries to do without them.
_FIELDS: Final = ("boilerplate", "numbered", "headings", "numbered_markers", "markers", "source_lines", "citations")
#: Fields without which pages may be read better.
_LEFT_OUT: Final[tuple[tuple[str, ...], ...]] = ((), ("boilerplate",), ("boilerplate", "markers"), ("citations",))
_MIN_NUMBERS: Final = 3  #: so many different numbers after a word need not count up to number headings
_MAX_TRIALS: Final = 60  #: how often all pages are read without some values, to bound the time


class _Sample(NamedTuple):
    """What a page contains: the words of lines and stretches, what begins its insights, and shapes."""

    titles: list[str]  #: what may be headings
    notes: list[str]  #: what may be boilerplate
    lines: list[str]  #: these and all other words of lines and stretches
    signs: list[Opener]
    citations: list[str]
    source_lines: list[str]
    places: int  #: where something may begin


def infer_format(texts: Iterable[str], *, name: str) -> Format:
    r"""Return the shortest declaration that reads sample pages of one producer.

    Args:
        texts: some pages, three or more if possible.
        name: the name of the format.

    Returns:
        A format to review, complete and register; if a registered one reads the pages equally well, that one under
        the new name.

    Raises:
        TypeError: ``texts`` is not an iterable of ``str``.
        ValueError: no insights were found on the pages.

    >>> page = "In short\n→ {0} rose (1)\n→ It may fall (2)\nOutlook\n→ More {0} (3)"
    >>> found = infer_format(map(page.format, ("Tin", "Zinc")), name="metals")
    >>> found.markers, found.citations, [heading.words for heading in found.headings]
    (('→',), ('({n})',), [('In short',), ('Outlook',)])
    """
    given: object = texts
    pages = [] if isinstance(given, str) or not isinstance(given, Iterable) else list(texts)
    if not pages or not all(isinstance(page, str) for page in pages):
        raise refusal("texts", "an iterable of str, one for each page", given)
    pages = [*dict.fromkeys(pages)]  # what several have says more than what one has several times
    known = [each.evolve(name=name) for each in plain_formats()]
    marked_up = {fold(found["words"].strip(_AROUND)) for page in pages for found in _MARKED_UP.finditer(page)}
    scored = ((_score(pages, each, marked_up), each) for each in (*known, *_declared(pages, name)))
    score, best = max(scored, key=lambda found: (*found[0][:-1], found[1] in known, found[0].headed))
    if not (score.certain or score.doubtful):
        raise ValueError("no insights were found on the pages: give pages that have headings, and markers or citations")
    return best if best in known else _shortened(pages, best)


class _Score(NamedTuple):
    """What a format reads on some pages, the most telling first."""

    citations: int
    is_dated: bool  #: a source line that is not read may look like a heading and its only insight
    is_led: bool  #: whether there are leading headings; words that number insights may look like headings without any
    certain: int  #: the insights that are neither headings nor boilerplate
    doubtful: int  #: those that may be, as a negative number
    headed: int  #: the sections that have a heading and insights


def _score(pages: list[str], format: Format, marked_up: Container[str]) -> _Score:
    """Return what a format reads on some pages, which have some headings in Markdown."""
    several = [[*read_once(page, format)] for page in pages]
    articles = [article for each in several for article in each]
    insights = [insight for article in articles for insight in article.insights]
    # a heading or boilerplate that is not declared may look like an insight …
    bare = [[*_bare_lines(each)] for each in several]
    pages_with = Counter(line for lines in bare for line in {*lines})
    doubtful = sum(pages_with[line] > 1 or line in marked_up for lines in bare for line in lines)
    # … or like the end of one; free headings may be anything
    sections = [section for article in articles if not format.free_headings for section in article.sections]
    return _Score(
        citations=sum(len(insight.citations) for insight in insights),
        is_dated=any(each.published and each.sections for each in articles),
        is_led=any(each.role != "other" and each.insights for article in articles for each in article.sections),
        certain=len(insights) - doubtful,
        doubtful=-doubtful,
        headed=sum(each.heading is not None and each.insights != () for each in sections),
    )


def _bare_lines(articles: list[Article]) -> Iterator[str]:
    """Yield the insights without markers and citations."""
    for article in articles:
        for each in article.insights:
            if not each.citations and article.raw[each.start - 1 : each.start] in ("", "\n", "\r"):
                yield fold(each.text.strip(_AROUND))


def _shortened(pages: list[str], format: Format) -> Format:
    """Return a format without what it need not declare to read some pages: fields are halved until that fails."""
    wanted = _reading(pages, format)
    usual: dict[str, Any] = {each.name: each.default for each in fields(Format)}

    def changed(name: str, values: tuple[object, ...]) -> Format:
        """Return the format with other values of a field, or as it is if it would not read the pages alike."""
        with suppress(ValueError):  # nothing would be recognised any more
            other = _changed(format, name, values)
            return other if _reading(pages, other) == wanted else format
        return format

    for name in _FIELDS:
        format = changed(name, usual[name])
    pending = [(name, values) for name in reversed(_FIELDS) if (values := getattr(format, name)) != usual[name]]
    for _ in range(_MAX_TRIALS):
        if not pending:
            break
        name, values = pending.pop()
        rest = tuple(each for each in getattr(format, name) if each not in values)
        shorter = changed(name, rest)
        if shorter == format and len(values) > 1:
            half = len(values) // 2
            pending += [(name, values[half:]), (name, values[:half])]
        format = shorter
    return format


def _reading(pages: list[str], format: Format) -> list[object]:
    return [
        (article, [section.heading for section in article.sections])
        for page in pages
        for article in read_once(page, format)
    ]


def _declared(pages: list[str], name: str) -> Iterator[Format]:
    """Yield declarations of what several pages have in common, or of what a single page has."""
    samples = _samples(pages)
    signs = [opener for sample in samples for opener in sample.signs]
    are_marked = len(signs) >= SIGNS * sum(sample.places for sample in samples)
    begun = {each.sign for each in signs}
    several: dict[str, Iterable[str]] = {
        "markers": (each.sign.split()[0] for each in signs if not each.numeral),  # + of "+ p", which has a letter
        "numbered_markers": (each.shape for each in signs if each.numeral and "{" in each.shape),
        "citations": (each for sample in samples for each in sample.citations if each.partition(" {")[0] not in begun),
        "source_lines": (shape for sample in samples for shape in sample.source_lines),
    }
    fields: dict[str, Any] = {field: list(dict.fromkeys(values)) for field, values in several.items()}
    numbered = [*_numbered(title for sample in samples for title in sample.titles)]
    counters: list[str] = fields.pop("numbered_markers")
    kinds: dict[tuple[str, ...], list[str]] = {}
    for each in counters:
        kinds.setdefault(places_of(each), []).append(each)
    # counters may number insights or headings; in an outline those of one kind number headings: 一、 above 1.
    of_headings = dict.fromkeys((*each,) for each in (counters, *kinds.values()) if each)
    variants = [*((left_out, ()) for left_out in _LEFT_OUT), *(((), each) for each in of_headings)]
    any_format = Format(name, unmarked=True, free_headings=True)
    shared = _common((sample.notes for sample in samples), min(2, len(pages)))
    parting = [] if are_marked else _parting([sample.lines for sample in samples], shared)
    for fewest in (min(2, len(pages)), 1):
        common = [*_common((sample.titles for sample in samples), fewest), *parting]
        words = [title for title in common if not _NUMBERED.match(title)]
        notes = _common((sample.notes for sample in samples), fewest)
        fields["headings"] = [Heading([word], role="other" if place else "core") for place, word in enumerate(words)]
        fields["boilerplate"] = [note for note in notes if note not in common]
        for free, (left_out, counted) in product((False, True), variants):
            kept = {field: values for field, values in fields.items() if field not in left_out}
            kept["numbered_markers"] = [each for each in counters if each not in counted]
            with suppress(ValueError):  # nothing would be recognised
                kept["numbered"] = [Numbered(each, role="group") for each in dict.fromkeys((*numbered, *counted))]
                yield _with_valid(any_format, kept).evolve(unmarked=not are_marked, free_headings=free)


def _with_valid(format: Format, values: dict[str, Any]) -> Format:
    """Return a format with other values of some fields, without those that are not valid or contradict others."""
    for field, several in values.items():
        try:
            format = _changed(format, field, several)
        except ValueError:
            format = _changed(format, field, ())
            for value in several:
                with suppress(ValueError):
                    format = _changed(format, field, dict.fromkeys((*getattr(format, field), value)))
    return format


def _changed(format: Format, field: str, values: Iterable[object]) -> Format:
    return format.evolve(**cast("dict[str, Any]", {field: values}))


def _common(several: Iterable[list[str]], fewest: int) -> list[str]:
    """Return the words that at least ``fewest`` pages have, in the order and spelling of the first."""
    spelled: dict[str, str] = {}
    counts = Counter[str]()
    for words in several:
        counts.update(dict.fromkeys(map(fold, words), 1))
        for word in words:
            spelled.setdefault(fold(word), word)
    return [spelled[word] for word, count in counts.items() if count >= fewest]


def _parting(pages: list[list[str]], notes: list[str]) -> list[str]:
    """Return which of the lines that pages share seem to be headings: others are above them, and right below most."""
    words = {fold(note): note for note in notes}
    uses: dict[str, list[tuple[bool, bool]]] = {}
    for lines in pages:
        folded = [*map(fold, lines)]
        others = {place for place, line in enumerate(folded) if line not in words}
        for place, line in enumerate(folded):
            if place not in others:
                uses.setdefault(line, []).append((min(others, default=place) < place, place + 1 in others))
    parting = (line for line, several in uses.items() if 2 * sum(below for _, below in several) > len(several))
    return [words[line] for line in parting if any(above for above, _ in uses[line])]


def _numbered(titles: Iterable[str]) -> Iterator[str]:
    uses: dict[str, list[str]] = {}
    for title in titles:
        if (found := _NUMBERED.match(title)) is not None:
            place = re.sub("[0-9]+|[IVX]+|[^:]+", _place_of, found["number"])
            shape = found["before"] + place + found["after"]
            # a colon after a word and its number precedes a label
            shape = shape.rstrip(":：") if is_worded(shape) else shape
            uses.setdefault(shape, []).append(found["number"])
    for shape, numbers in uses.items():
        is_counting = best_notation(numbers)[1] > 1 or (is_worded(shape) and len({*numbers}) >= _MIN_NUMBERS)
        if ("}:" in shape or is_counting) and shape not in ("{n}", "{c}", "{r}"):
            yield shape


def _place_of(number: re.Match[str]) -> str:
    return "{n}" if number[0][0].isdecimal() else "{r}" if number[0].isascii() else "{c}"


def _samples(pages: list[str]) -> list[_Sample]:
    """Return samples of pages: what begins and cites insights on several pages is recognised on all of them."""
    digest = formats()["digest"]
    samples = [_sample(page, compile_format(digest, None)) for page in pages]
    markers = _common(([each.sign for each in sample.signs if not each.numeral] for sample in samples), 2)
    citations = _common((sample.citations for sample in samples), 2)
    signs = [opener for sample in samples for opener in sample.signs]
    digest = digest.evolve(numbered=[each for each in digest.numbered if is_worded(each.shape)])
    known = _with_valid(digest, {"markers": [*digest.markers, *markers], "citations": citations or digest.citations})
    return [_sample(page, compile_format(known, None), signs) for page in pages]


def _sample(raw: str, grammar: Grammar, signs: Sequence[Opener] = ()) -> _Sample:
    page = Page(raw, grammar.format.markers)
    runs, edits, shapes = find_runs(raw, grammar)
    if len(runs) > len(edits):
        shapes += [
            shape for shape in grammar.format.citations if "{url}" not in shape and shape.partition("{n}")[0] in raw
        ]
    places = page.places(end for _, end in runs)
    openers = find_openers(raw, places, (), grammar)[0]
    starts = [start for start, _ in runs]
    first = min([*openers, *starts], default=len(raw))
    titles, notes, lines, source_lines = list[str](), list[str](), list[str](), list[str]()
    stops = sorted({*places, *(line.end for line in page.lines), *openers, *starts})
    inside = pattern_of([*openers.values(), *signs])
    for at in _pictures(raw, openers, stops, signs):
        del openers[at]
    for at in places:
        line_end = _next_after(at, stops, len(raw))
        found = inside.search(raw, at + 1, line_end) if inside is not None else None
        end = line_end if found is None else found.start()
        words = raw[at:end].strip(_AROUND)
        lines.append(words)
        is_short = len(words) <= MAX_WORD and count_words(words) <= _MAX_HEADING
        byline = read_byline(words, grammar.format) or guess_byline(words, grammar.format)
        if byline is not None and at < first:
            source_lines.append(byline.guess or "{source}·{date}")
            notes += titles  # these are lines of the header
            titles.clear()
        elif words and at not in openers and end not in starts and is_short:
            after = _next_after(at, places, len(raw))
            is_cited = _next_after(after - 1, starts, len(raw) + 1) <= page.line_end(after)
            is_above = end < line_end or end in openers or after in openers or is_cited
            is_above |= _MARKED_UP.fullmatch(raw, at, end) is not None
            (titles if is_above else notes).append(words)
    return _Sample(titles, notes, lines, list(openers.values()), shapes, source_lines, len(places))


def _pictures(raw: str, openers: dict[int, Opener], stops: list[int], signs: Sequence[Opener]) -> list[int]:
    """Return where symbols begin headings rather than insights: another one that is more usual follows in the line."""
    counts = Counter(each.sign for each in (*openers.values(), *signs) if not each.numeral)
    others = {sign: [Opener(0, 0, other) for other in counts if counts[other] > counts[sign]] for sign in counts}
    inside = {sign: pattern_of(several) for sign, several in others.items() if several}
    pictures = list[int]()
    for at, each in openers.items():
        pattern = None if each.numeral else inside.get(each.sign)
        found = pattern.search(raw, each.end, _next_after(at, stops, len(raw))) if pattern is not None else None
        if found is not None and count_words(raw[each.end : found.start()]) <= _MAX_HEADING:
            pictures.append(at)
    return pictures


def _next_after(at: int, places: list[int], last: int) -> int:
    """Return the first of some sorted places after ``at``, or else ``last``."""
    number = bisect_right(places, at)
    return places[number] if number < len(places) else last
