"""One call that tests a format: every property of formats, on texts derived from its declaration.

The message of a failure shows the page, what was expected, what came out, and which part of the declaration to change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from textwrap import indent
from typing import Any, Final, cast

import hypothesis
from attrs import AttrsInstance, evolve, fields
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from rareinsight._formats.registry import find_format, formats, is_plain
from rareinsight._shapes import places_of
from rareinsight.detection import detect_among
from rareinsight.format import Format, Heading
from rareinsight.model import Article, Insight, Section
from rareinsight.parsing import parse, parse_many
from rareinsight.rendering import Layout, RenderError, check_equal, fill, spell_numbered, write
from rareinsight.testing._promises import check_growth, check_pickling, check_spans, check_tiling
from rareinsight.testing._strategies import PREAMBLES, Digest, digests
from rareinsight.testing._words import heading_words, pick

#: The fields that decide about a part of an article, by the end of its path.
_FIELDS: Final = {
    "title": "titles, title_line, boilerplate or source_lines",
    "source": "source_lines",
    "published": "source_lines",
    "number": "citations",
    "key": "citations",
    "text": "markers, citations or numbered",
}
#: What may be odd in any text: no digest is so plain that none is asked about.
_QUESTIONS: Final = {"inferred-format", "leftover-marker", "broken-citation", "possible-heading", "several-insights"}


class MisreadError(AssertionError):
    """A digest that is parsed into another article than the one it was written from."""

    def __init__(self, format: Format, text: str, expected: Article, reason: str) -> None:
        super().__init__(reason)
        self.format, self.text, self.expected = format, text, expected

    def explain(self) -> str:
        """Return the page, both articles, and the part without which it is read as expected, or what to look at."""
        path = str(self).partition(":")[0].rpartition(".")[2]
        change = f"Format.{_FIELDS.get(path, 'headings, numbered or markers')}"
        for name, part, changed in _smaller(self.format, self.text.casefold()):
            with suppress(MisreadError):
                read_as(changed, self.text, self.expected)
                change = f"Format.{name}: without {part!r}, this page is read as expected"
                break
        got = evolve(parse(self.text, format=self.format), diagnostics=())
        parts = {"page": self.text, "expected": f"{self.expected}", "got": f"{got}", "change": change}
        return "\n".join(f"{name}:\n{indent(shown, '    ')}" for name, shown in parts.items())


def read_as(format: Format, text: str, expected: Article) -> Article:
    """Parse a text; raise a :class:`MisreadError` unless it is the expected article, with the expected diagnostics."""
    read = parse(text, format=format)
    if not read.sections:
        raise MisreadError(format, text, expected, read.diagnostics[0].message)
    try:
        check_equal(expected, read)
    except ValueError as error:
        raise MisreadError(format, text, expected, str(error)) from None
    bounds, reported = _reports(expected, text, format), Counter(each.code for each in read.diagnostics)
    for code in sorted({*bounds, *reported} - _QUESTIONS):
        least, most = bounds.get(code, (0, 0))
        if not least <= reported[code] <= most:
            told = next((each.message for each in read.diagnostics if each.code == code), code)
            raise MisreadError(format, text, expected, f"reported {reported[code]} times, not {least}: {told}")
    return read


def _reports(article: Article, text: str, format: Format) -> dict[str, tuple[int, int]]:
    """Return how often at least and at most each diagnostic is reported of an article that was written as text."""
    insights = article.insights
    uncited = sum(not insight.citations for insight in insights)
    is_cited = uncited < len(insights)
    groups, others = (
        [each.index for each in article.sections if each.role == role and each.index] for role in ("group", "other")
    )
    misplaced = len(article.sections) * any(each != [*range(1, len(each) + 1)] for each in (groups, others))
    lacks_source = article.source is None and any("{source}" in shape for shape in format.source_lines)
    return {
        "missing-title": (article.title is None, article.title is None),
        "missing-source": (lacks_source, lacks_source),
        "uncited-digest": (not is_cited and bool(format.citations), not is_cited),
        "uncited-insight": (uncited * is_cited, uncited * is_cited),
        "duplicate-group": (len(groups) - len(set(groups)), len(groups) - len(set(groups))),
        "cut-off": (0, not insights[-1].citations),
        "skipped-group": (0, misplaced),
        "odd-number": (0, misplaced),
        "unplaced-text": (0, any(line in text for line in PREAMBLES)),
    }


def _smaller(node: AttrsInstance, text: str) -> Iterator[tuple[str, object, Any]]:
    """Yield a declaration without each part, flags last; of headings, only those in a text: field, part and rest."""
    for each in sorted(fields(type(node)), key=lambda each: getattr(node, each.name) is True):
        value: object = getattr(node, each.name)
        changes: list[tuple[object, object]] = [(f"{each.name}=True", False)] if value is True else []
        parts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
        for place, part in enumerate(parts):
            smaller: list[tuple[object, tuple[object, ...]]] = []
            if isinstance(part, Heading):
                smaller += [(what, (rest,)) for _, what, rest in _smaller(part, text)]
            words = part.casefold().split("{text}") if isinstance(node, Heading) and isinstance(part, str) else [""]
            smaller += [(part, ())] if any(word.strip() in text for word in words) else []
            changes += [(what, (*parts[:place], *rest, *parts[place + 1 :])) for what, rest in smaller]
        for what, changed in changes:
            with suppress(ValueError):  # it can't do without
                yield each.name, what, cast("Any", evolve)(node, **{each.name: changed})


def check_format(
    format: Format | str, progress: Callable[[str], None] | None = None, *, seed: int | None = None
) -> None:
    """Test a format: parsing, rendering, detection and growth, on digests derived from its declaration.

    Uses the active Hypothesis profile without its deadline; a profile with more examples searches longer.

    Args:
        format: a format, registered or not, or the name of a registered one.
        progress: called with the name of each property before it is tested; ``print`` shows them.
        seed: draws the same examples in every run; by default, each draws new ones, after those that failed before.

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
    page:
    ...
    """
    chosen = find_format(format)
    for name, promise, test in _PROPERTIES:
        if progress is not None:
            progress(name)
        try:
            test(chosen, seed)
        except HypothesisException:
            raise
        except Exception as error:  # noqa: BLE001 - any exception breaks a property
            reason, _, rest = (str(error) or type(error).__name__).partition("\n")
            explained = error.explain() if isinstance(error, MisreadError) else ""
            shown = "\n".join(filter(None, [rest, explained, *getattr(error, "__notes__", ())]))
            # the properties' own errors are complete; for any other, the traceback matters too
            cause = None if isinstance(error, AssertionError | RenderError) else error
            raise AssertionError(f"format {chosen.name!r}: {reason}\n{name}: {promise}\n{shown}") from cause


def _run(
    format: Format, seed: int | None, strategy: st.SearchStrategy[object], test: Callable[..., None], share: int = 1
) -> None:
    """Run a test on as many examples as the profile says, or a share of them; shrink a failing one."""
    vars(test)["_hypothesis_internal_add_digest"] = format.name.encode()  # each format keeps its own failures
    drawn, phases = given(strategy)(test), [phase for phase in settings().phases if phase is not Phase.explain]
    count = max(1, settings().max_examples // share)
    run = settings(max_examples=count, deadline=None, phases=phases, report_multiple_bugs=False, print_blob=False)
    run(drawn if seed is None else hypothesis.seed(seed)(drawn))()


def _round_trip(format: Format, seed: int | None) -> None:
    def round_trip(digest: Digest) -> None:
        article = read_as(format, digest.text, digest.article)
        # they may be in capitals, and have the signs of Markdown and another colon
        wanted, found = (
            [re.findall(r"\w+", f"{each.heading}".upper()) for each in one.sections]
            for one in (digest.article, article)
        )
        if wanted != found:
            raise MisreadError(format, digest.text, digest.article, f"the headings are {found}, not {wanted}")
        check_tiling(article, digest.text)
        check_spans(article)
        check_pickling(article)
        read_as(format, write(digest.article, digest.layout, format), digest.article)

    check_pickling(format)
    _run(format, seed, digests(format), round_trip)


def _never_raises(format: Format, seed: int | None) -> None:
    def never_raises(text: str) -> None:
        first = parse(text, format=format)
        check_tiling(first, text)
        for one in (first, *parse_many(text, format=format)):
            check_spans(one)

    _run(format, seed, _mangled(format) | st.text(), never_raises)


@st.composite
def _mangled(draw: st.DrawFn, format: Format) -> str:
    """Draw a digest with parts removed, doubled, reversed and inserted."""
    text = draw(digests(format)).text
    lines = [f"\n{line}\n" for line in ("[1] Copper", "2025-08-26", *format.references, *format.boilerplate)]
    signs = ("[", "]", "**", "#", "\n", "\ufeff", "\u2028", "\ud800", "1234567", "《")
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        inserted = ("", 2 * text[start:end], text[start:end][::-1], *_parts(format), *lines, *signs)
        text = text[:start] + pick(draw, inserted) + text[end:]
    return text


def _detection(format: Format, seed: int | None) -> None:
    known = {**formats(), format.name: format}
    for owner in known.values():
        # numbers and form may match any format, a general one is tried last, and digests never contain signs
        if any(each.words for each in owner.headings) and is_plain(owner):
            _run(owner, seed, digests(owner), _detected_as(owner, known), share=5)


def _detected_as(owner: Format, known: dict[str, Format]) -> Callable[[Digest], None]:
    has_others_only = {each.role for each in owner.headings} | {each.role for each in owner.numbered} == {"other"}

    def leads(section: Section) -> bool:
        is_known = f"{section.heading}".casefold().startswith(heading_words(owner))
        return is_known if has_others_only else section.role != "other"

    def detection(digest: Digest) -> None:
        # without a leading heading, a text may match several formats
        if (
            any(map(leads, digest.article.sections))
            and (found := detect_among(digest.text, known.values())) is not owner
        ):
            raise AssertionError(f"a digest of {owner.name!r} was detected as {found and found.name!r}")

    return detection


def _growth(format: Format, _seed: int | None) -> None:
    read = partial(parse, format=format)
    first = find(digests(format), bool, settings=settings(phases=[Phase.generate], database=None))
    cited = [Insight("Prices fell", insight.citations) for insight in first.article.insights if insight.citations]
    *above, last = first.article.sections

    def insights_of(count: int) -> str:
        longer = evolve(last, insights=[*cited[:1], Insight("Costs rose")] * count)
        return write(evolve(first.article, sections=[*above, longer]), Layout(), format)

    for part in [first.text, *_parts(format), "[", "(", "**", "#", "a", "《"]:
        check_growth(read, f"{part} ")
        check_growth(read, f"{part}\n" if len(part) > 1 else part)
    check_growth(read, "an insight", insights_of)


def _parts(format: Format) -> Iterator[str]:
    """Yield the markers, words and shapes of a format, each in its plainest form."""
    yield from format.markers
    yield from ((*heading.words, *heading.families)[0].replace("{text}", "a") for heading in format.headings)
    yield from (spell_numbered(numbered, 1, None) for numbered in format.numbered)
    for shape in (*format.citations, *format.heading_links, *format.source_lines):
        yield fill(shape, **dict.fromkeys(places_of(shape), "1"))


#: What must hold for a format: the name of each property, what it promises, and its test.
_PROPERTIES: Final = (
    ("round trip", "a digest in any layout is parsed into the article it was written from", _round_trip),
    ("never raises", "parsing any text returns, no text is lost, and spans are nested and exact", _never_raises),
    ("detection", "digests are detected as being of their format, among the registered ones", _detection),
    ("growth", "twice as much text takes about twice as many steps", _growth),
)
