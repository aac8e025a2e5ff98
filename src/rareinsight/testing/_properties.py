"""One call that tests a format: every property of formats, on texts derived from its declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, NamedTuple

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from rareinsight._decide.digest import detect_among
from rareinsight._format.registry import find_format, formats
from rareinsight._format.shapes import places_of
from rareinsight._rendering.layout import Layout, choices
from rareinsight._rendering.lines import fill, spell_numbered
from rareinsight.diagnostics import ParseError
from rareinsight.format import Format
from rareinsight.model import Article, Section
from rareinsight.parsing import parse, parse_many
from rareinsight.rendering import RenderError, first_difference, render
from rareinsight.testing._growth import check_growth
from rareinsight.testing._printing import Digest
from rareinsight.testing._promises import check_pickling, check_spans, check_tiling
from rareinsight.testing._strategies import articles, digests


class Property(NamedTuple):
    """Something that must hold for a format, and its test."""

    name: str
    promise: str
    test: Callable[[Format], None]


def check_format(format: Format | str, progress: Callable[[str], None] | None = None) -> None:
    """Test a format: parsing, rendering, detection and growth, on digests derived from its declaration.

    Uses the active Hypothesis profile without its deadline; a profile with more examples searches longer.

    Args:
        format: a format, registered or not, or the name of a registered one.
        progress: called with the name of each property before it is tested; ``print`` shows them.

    Raises:
        AssertionError: A property does not hold for this format. The message starts with the cause, then names the
            property and shows the smallest text found on which it fails.

    >>> from rareinsight import Format, Heading, Numbered
    >>> notes = Format("notes", [Heading(["Facts"])], [Numbered("- {n}", role="group")], markers=["-"])
    >>> check_format(notes)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    AssertionError: format 'notes': no digest found in the text: no heading of format 'notes'
    round trip: a digest in any layout is parsed into the article it was written from
    Failing test case: round_trip(
    ...
    """
    chosen = find_format(format)
    for each in PROPERTIES:
        if progress is not None:
            progress(each.name)
        try:
            each.test(chosen)
        except HypothesisException:
            raise
        except Exception as error:  # noqa: BLE001 - any exception breaks a property
            reason, _, rest = (str(error) or type(error).__name__).partition("\n")
            shown = "\n".join(filter(None, [rest, *getattr(error, "__notes__", ())]))
            # the properties' own errors are complete; for any other, the traceback matters too
            cause = None if isinstance(error, AssertionError | RenderError) else error
            name = f"format {chosen.name!r}"
            raise AssertionError(f"{name}: {reason}\n{each.name}: {each.promise}\n{shown}") from cause


def _run(strategy: st.SearchStrategy[object], test: Callable[..., None], examples: int | None = None) -> None:
    """Run a test on examples; shrink a failing one."""
    phases = (Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
    # most digests of a format that few headings identify don't lead with one, and are no example of detection
    checks: set[HealthCheck] = {*settings().suppress_health_check, HealthCheck.filter_too_much}
    chosen = settings(
        deadline=None, phases=phases, report_multiple_bugs=False, print_blob=False, suppress_health_check=checks
    )
    if examples is not None:
        chosen = settings(chosen, max_examples=examples)
    chosen(given(strategy)(test))()


def _round_trip(format: Format) -> None:
    def round_trip(digest: Digest) -> None:
        read = parse(digest.text, format=format)
        if not read.sections:
            raise AssertionError(read.diagnostics[0].message)
        difference = first_difference(digest.article, read)
        if difference is not None:
            raise RenderError(digest.text, difference)

    _run(digests(format), round_trip)


def _every_choice(format: Format) -> None:
    each_value = [Layout(**{name: value}) for name, values in choices(format).items() for value in values]
    named = [layout for layout in _NAMED if layout.suits(format)]
    layouts = list(dict.fromkeys([*each_value, *named]))

    def every_choice(article: Article) -> None:
        for layout in layouts:
            try:
                render(article, layout, format=format)
            except RenderError as error:
                raise AssertionError(f"{layout!r}: {error}") from error

    # each article is written in about forty layouts
    _run(articles(format), every_choice, examples=max(1, settings().max_examples // 10))


def _promises(format: Format) -> None:
    def promises(digest: Digest) -> None:
        article = parse(digest.text, format=format)
        check_tiling(article, digest.text)
        check_spans(article)
        check_pickling(article)

    check_pickling(format)
    _run(digests(format), promises)


def _never_raises(format: Format) -> None:
    def never_raises(text: str) -> None:
        article = parse(text, format=format)
        check_tiling(article, text)
        check_spans(article)
        for one in parse_many(text, format=format):
            check_spans(one)
        with suppress(ParseError):
            parse(text, format=format, strict=True)

    _run(_mangled(format) | st.text(), never_raises)


@st.composite
def _mangled(draw: st.DrawFn, format: Format) -> str:
    """Draw a digest with parts removed, doubled, reversed and inserted."""
    text = draw(digests(format)).text
    lines = [f"\n{line}\n" for line in ("[1] Copper", "2025-08-26", *format.references, *format.boilerplate)]
    characters = st.sampled_from(
        [*_parts(format), *lines, "[", "]", "**", "#", "\n", "\ufeff", "\u2028", "\ud800", "1234567", "《"]
    )
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        middle = draw(st.sampled_from(["", 2 * text[start:end], text[start:end][::-1]]) | characters)
        text = text[:start] + middle + text[end:]
    return text


def _detection(format: Format) -> None:
    known = {**formats(), format.name: format}
    for owner in known.values():
        # digests recognised only by form or outline numbers may match any format; digests never contain signs
        if owner.signs:
            continue
        if any(each.words for each in owner.headings) or any(
            len(places_of(each.shape)) == 1 for each in owner.numbered
        ):
            # a few examples of the other formats are enough
            examples = None if owner is format else max(1, settings().max_examples // 10)
            _run(digests(owner), _detected_as(owner.name, known), examples)


def _detected_as(name: str, known: dict[str, Format]) -> Callable[[Digest], None]:
    def detection(digest: Digest) -> None:
        # without a leading heading, a text may match several formats; with text right beside it, a heading may be
        # part of a sentence
        assume(digest.layout.marked_text and any(_leads(section, known[name]) for section in digest.article.sections))
        found = detect_among(digest.text, known.values(), lambda text, each: parse_many(text, format=each))
        if found is None or found.name != name:
            raise AssertionError(f"a digest of {name!r} was detected as {found and found.name!r}")

    return detection


def _leads(section: Section, format: Format) -> bool:
    """Whether a heading identifies a format: a core or group, or any declared heading if there are none."""
    roles = [heading.role for heading in format.headings] + [shape.role for shape in format.numbered]
    if any(role != "other" for role in roles):
        return section.role != "other"
    heading = (section.heading or "").casefold()
    words = (word.casefold() for heading in format.headings for word in heading.words)
    # if words are declared, a number alone identifies nothing
    is_told = not format.headings or any(shape.is_worded for shape in format.numbered)
    return any(map(heading.startswith, words)) or (section.index is not None and is_told)


def _growth(format: Format) -> None:
    def read(text: str) -> None:
        parse(text, format=format)

    plainest: list[str] = []

    def keep(digest: Digest) -> None:
        plainest.append(digest.text)

    _run(digests(format), keep, examples=1)
    for part in [plainest[0], *_parts(format), "[", "(", "**", "#", "a", "《"]:
        check_growth(read, f"{part} ")
        check_growth(read, f"{part}\n" if len(part) > 1 else part)


def _parts(format: Format) -> Iterator[str]:
    """Yield the markers, words and shapes of a format, each in its plainest form."""
    yield from format.markers
    yield from ((*heading.words, *heading.families)[0].replace("{text}", "a") for heading in format.headings)
    yield from (spell_numbered(numbered, 1, None) for numbered in format.numbered)
    for shape in (*format.citations, *format.heading_links, *format.source_lines):
        yield fill(shape, **dict.fromkeys(places_of(shape), "1"))


_NAMED: Final = (Layout.canonical, Layout.markdown, Layout.one_line, Layout.crawled)

PROPERTIES: Final = (
    Property("round trip", "a digest in any layout is parsed into the article it was written from", _round_trip),
    Property("layouts", "an article is parsed the same in every layout", _every_choice),
    Property("spans", "no text is lost, spans are nested and exact, values can be pickled", _promises),
    Property("never raises", "parsing any text returns", _never_raises),
    Property("detection", "digests are detected as being of their format, among the registered ones", _detection),
    Property("growth", "twice as much text takes about twice as many steps", _growth),
)
