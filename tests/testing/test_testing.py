import datetime as dt
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from random import Random
from typing import TypeVar

import hypothesis
import pytest
from attrs import evolve
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import rareinsight as ri
from commands import run_python
from promises import check_growth, check_pickling, check_spans, check_tiling
from rareinsight._formats.registry import formats
from rareinsight._shapes import places_of
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Article, Citation, Insight, Section
from rareinsight.rendering import Layout, fill, spell_numbered, write
from rareinsight.testing import Digest, check_format, digests, exclusions
from rareinsight.testing._strategies import register_strategies
from score import declared

LEAD, LINKED = (declared()[name] for name in ("lead", "linked"))
#: What Hypothesis prints of a digest of 40 insights is long.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
T = TypeVar("T")

NAMES = {each.__name__: each for each in (Article, Citation, Digest, Insight, Layout, Section)} | {"datetime": dt}

register_strategies()


# --- strategies --------------------------------------------------------------------------------------------


@settings(max_examples=5)
@given(st.from_type(Digest))
def test_digests_are_registered_for_their_type_and_printed_as_code(digest: Digest) -> None:
    assert eval(pretty(digest), NAMES) == digest  # noqa: S307 - what it prints is the point
    assert "claim" not in pretty(digest)  # nor any other default


def test_hypothesis_registers_the_strategies() -> None:
    (hook,) = entry_points(group="hypothesis", name="rareinsight")
    assert hook.load() is register_strategies


@pytest.mark.full
@pytest.mark.parametrize(
    ("format", "wanted"),
    [
        (None, lambda digest: digest.article.title is None and digest.article.source is not None),
        (None, lambda digest: digest.article.core is not None and digest.article.groups),
        (None, lambda digest: any(section.level > 1 for section in digest.article.sections)),
        (None, lambda digest: any(not insight.citations for insight in digest.article.insights)),
        (None, lambda digest: any(" - " in insight.text for insight in digest.article.insights)),
        (None, lambda digest: len(digest.article.insights) >= 40),
        (None, lambda digest: any(len(insight.text.split()) >= 15 for insight in digest.article.insights)),
        (LEAD, lambda digest: digest.article.sections[0].heading is None),
        (LINKED, lambda digest: "](#1)" in digest.text),
    ],
)
def test_digests_strategy_includes_misleading_texts(format: Format | None, wanted: Callable[[Digest], object]) -> None:
    assert wanted(_find_any(digests(format), wanted))


def test_exclusions_depend_on_what_a_format_declares() -> None:
    said = {name: [each.what for each in exclusions(name)] for name in ("digest", "gemini-deep-research")}
    assert any("spaces in a heading" in what for what in said["digest"])
    assert not any("spaces in a heading" in what for what in said["gemini-deep-research"])
    assert all(each.why for each in exclusions("digest"))


def _find_any(strategy: st.SearchStrategy[T], wanted: Callable[[T], object]) -> T:
    """Return the first example that satisfies a condition, however large."""
    chosen = settings(max_examples=5000, phases=[Phase.generate], database=None, report_multiple_bugs=False)
    return find(strategy, lambda example: bool(wanted(example)), settings=chosen)


# --- the check ---------------------------------------------------------------------------------------------


#: Checked on every run, and where there is time; all others where there is most.
QUICK = ("digest",)
SLOW = ("survey", "ruling", "perplexity", "gemini-deep-research")
CHECKED = [
    pytest.param(
        format,
        id=format.name,
        marks=[] if format.name in QUICK else [pytest.mark.slow if format.name in SLOW else pytest.mark.full],
    )
    # in these, Q3 is both a heading and a quarter, which the check reports: see test_faults
    for format in [*formats().values(), *declared().values()]
    if format.name not in ("callbot", "exam")
]


@pytest.fixture
def few_examples() -> Iterator[None]:
    """A third of the examples: a test of a whole format takes seconds."""
    usual = settings.get_current_profile_name()
    settings.register_profile("few", parent=settings(), max_examples=max(10, settings().max_examples // 3))
    settings.load_profile("few")
    yield
    settings.load_profile(usual)


@pytest.mark.no_cover
@pytest.mark.usefixtures("few_examples")
@pytest.mark.parametrize("format", CHECKED)
def test_check_format_accepts_correct_formats(format: Format, seed_of_examples: int) -> None:
    check_format(format, seed=seed_of_examples)


#: What the message of a failure shows.
PARTS = ["page:", "expected:", "got:", "change:"]


def test_check_format_reports_an_ambiguous_layout() -> None:
    notes = Format("notes", [Heading(["Facts"])], [Numbered("- {n}", role="group")], markers=["-"])
    with pytest.raises(AssertionError) as caught:
        check_format(notes)
    message = str(caught.value)
    assert message.startswith("format 'notes': ")
    assert "\nround trip: a digest in any layout " in message
    assert [line for line in message.splitlines() if line in ("page:", "expected:", "got:", "change:")] == PARTS
    assert "round_trip(" in message


@pytest.mark.usefixtures("few_examples")
def test_check_format_reports_a_stolen_detection() -> None:
    thief = ri.formats()["digest"].evolve(name="thief")
    told: list[str] = []
    with pytest.raises(AssertionError, match=r"format 'thief': a digest of .* was detected as .*\ndetection: "):
        check_format(thief, told.append, seed=1)
    assert told == ["round trip", "detection"]


def test_check_growth_reports_quadratic_work() -> None:
    def once(text: str) -> None:
        for character in text:
            character.isalpha()

    def again_for_each_sign(text: str) -> None:
        for _ in text:
            once(text)

    check_growth(once, "a")
    with pytest.raises(AssertionError, match="'a' 40 times takes"):
        check_growth(again_for_each_sign, "a")


# --- the promises ------------------------------------------------------------------------------------------


def parts_of(format: Format) -> list[str]:
    """The markers, words and shapes of a format, each in its plainest form."""
    words = [(*heading.words, *heading.families)[0].replace("{text}", "a") for heading in format.headings]
    numbers = [spell_numbered(numbered, 1, None) for numbered in format.numbered]
    shapes = (*format.citations, *format.heading_links, *format.source_lines)
    return [
        *format.markers,
        *words,
        *numbers,
        *(fill(shape, **dict.fromkeys(places_of(shape), "1")) for shape in shapes),
    ]


@st.composite
def mangled(draw: st.DrawFn, format: Format) -> str:
    """A digest with parts removed, doubled, reversed and inserted."""
    text = draw(digests(format)).text
    lines = [f"\n{line}\n" for line in ("[1] Copper", "2025-08-26", *format.references, *format.boilerplate)]
    signs = ("[", "]", "**", "#", "\n", "\ufeff", "\u2028", "\ud800", "1234567", "《")
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        inserted = draw(st.sampled_from([*parts_of(format), *lines, *signs, "", text[start:end][::-1]]))
        text = text[:start] + inserted + text[end:]
    return text


@pytest.mark.parametrize("format", CHECKED)
def test_drawn_digests_keep_the_promises(format: Format, seed_of_examples: int) -> None:
    def keeps_promises(digest: Digest, text: str) -> None:
        for drawn in (digest.text, text):
            first = ri.parse(drawn, format=format)
            check_tiling(first, drawn)
            check_pickling(first)
            for article in (first, *ri.parse_many(drawn, format=format)):
                check_spans(article)

    check_pickling(format)
    hypothesis.seed(seed_of_examples)(given(digests(format), mangled(format))(keeps_promises))()


@pytest.mark.parametrize("format", CHECKED)
def test_work_grows_linearly_in_parts_of_a_format(format: Format, seed_of_examples: int) -> None:
    once = settings(phases=[Phase.generate], database=None)
    article = find(digests(format), bool, settings=once, random=Random(seed_of_examples)).article  # noqa: S311
    *above, last = article.sections
    cited = [Insight("Prices fell", insight.citations) for insight in article.insights if insight.citations]

    def longer(count: int) -> str:
        insights = [*cited[:1], Insight("Costs rose")] * count
        return write(evolve(article, sections=[*above, evolve(last, insights=insights)]), Layout(), format)

    def read(text: str) -> None:
        ri.parse(text, format=format)

    check_growth(read, "an insight", longer)
    for part in [*parts_of(format), "[", "(", "**", "#", "a", "《"]:
        check_growth(read, f"{part} ")
        check_growth(read, f"{part}\n" if len(part) > 1 else part)


def test_check_tiling_reports_lost_text() -> None:
    with pytest.raises(AssertionError, match=r"article\.raw is"):
        check_tiling(ri.parse("Core Insights - Prices fell [1]"), "Core Insights - Prices fell [1] ")


@pytest.mark.parametrize(
    ("insight", "message"),
    [
        (Insight("Prices rose", start=2, end=13), "its span without citations 'Prices fell'"),
        (Insight("Prices fell", start=2, end=14), "is not between"),
        (Insight("Prices fell", [Citation(1, "x", 13, 13, 2, 3)], start=2, end=13), "the claim of"),
    ],
)
def test_check_spans_reports_wrong_spans(insight: Insight, message: str) -> None:
    sections = [Section("other", insights=[insight], start=2, end=13)]
    with pytest.raises(AssertionError, match=message):
        check_spans(Article(sections=sections, raw="- Prices fell"))


def test_check_pickling_reports_a_changed_value() -> None:
    with pytest.raises(AssertionError, match="pickling turns"):
        check_pickling(float("nan"))


# --- how it is loaded --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first",
    [
        "hypothesis",
        *(pytest.param(f"rareinsight.testing{name}", marks=pytest.mark.slow) for name in ("", "._strategies")),
    ],
)
def test_testing_imports_in_any_order(first: str) -> None:
    program = f"import {first}, rareinsight.testing, hypothesis.strategies as st, rareinsight as ri\n"
    program += "assert st.from_type(ri.Article).validate() is None"
    assert run_python("-W", "error", "-c", program).stderr == ""
