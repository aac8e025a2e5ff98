"""Four times the text takes about four times the work and gives about four times as much output.

Work is counted in calls, of Python's functions and of C's, and in what they look through if that is known, so the
answer does not depend on the machine. What else one call does in C goes unseen that way; the checks marked ``full``
compare how much longer eight times the text takes.
"""

import builtins
import runpy
import timeit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final
from unittest.mock import patch

import pytest
from attrs import evolve

import rareinsight as ri
from commands import run
from growing import digests_that_grow
from promises import count_steps
from rareinsight import arrow, dumps, html, plot
from score import declared

HOSTILE: dict[str, Callable[[int], str]] = runpy.run_path(
    str(Path(__file__).parent.parent / "benchmarks" / "hostile.py")
)["HOSTILE"]

#: Larger than any window that is looked through, so that windows are full at both sizes.
SIZE = 2_000
GROWTH = 4
#: Four times the text may take five times the steps: a window may not have been full, a list may grow.
MAX_STEPS = 5
#: An article that is four times as large is not looked at through windows.
MAX_WORK = 4.4
#: A number of steps per character that is always acceptable, as a text may be rejected at one size only.
FEW_STEPS = 20
#: Times are unsteady, but a quadratic text takes 64 times as long where it is eight times as long.
TIMED_SIZE, TIMED_GROWTH, MAX_TIME = 8_000, 8, 24

DIGEST = ri.formats()["digest"]
FORMATS: Final = ri.formats() | declared()
#: Formats that differ in all that matters: citations with keys, lists of entries, Markdown, lines without markers.
SOME_FORMATS: Final = ("chatgpt-deep-research", "briefing", "ruling", "boletin")


def read_many(text: str) -> None:
    for article in ri.parse_many(text):
        article.pieces()


def read_characters(text: str) -> None:
    """Read a stream that brings one character at a time."""
    for _ in ri.parse_stream(text[start : start + 1] for start in range(len(text))):
        pass


def detect_cited(text: str) -> None:
    """Look for all that tells a digest."""
    ri.detect("Prices fell [1] a. " + text)


# --- what users call with an article or a text -----------------------------------------------------------------------


def link_paragraphs(article: ri.Article) -> ri.Article:
    numbers = [cited for cited in article.cited if isinstance(cited, int)]
    return ri.link(article, [f"Paragraph {n} says {n}% and {n * 7}." for n in range(max(numbers, default=0))])


def render_text(article: ri.Article) -> str:
    """Render an article as text; what can't be rendered is refused in an error that is built no slower."""
    try:
        return ri.render(article, format=FORMATS[article.format or ""])
    except ValueError as error:
        return str(error)


def write_file(article: ri.Article, command: Callable[[Path], object]) -> object:
    """Pass a command a file with the text of an article."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "page.txt")
        path.write_bytes(article.raw.encode())
        return command(path)


def run_command(*arguments: str) -> Callable[[ri.Article], object]:
    """Return a call of the command line, in a window of one column, with the text of an article."""

    def call(article: ri.Article) -> object:
        name = article.format or ""
        options = ["--workers=1", *([f"--format={name}"] if name in ri.formats() else [])]
        return write_file(article, lambda path: run(*arguments, *options, path, COLUMNS="1", at=path.parent).stdout)

    return call


def compare(article: ri.Article) -> object:
    """Compare an article with one that has half of its insights, and its sections in another order."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("one.jsonl", "other.jsonl")]
        shortened = [evolve(each, insights=each.insights[1::2]) for each in article.sections[::-1]]
        for path, sections in zip(paths, (article.sections, shortened), strict=True):
            ri.write_jsonl([evolve(article, sections=sections)], path)
        return run("diff", "--workers=1", *paths).stdout


def converting(ending: str) -> Callable[[ri.Article], object]:
    """Return a call that converts the text of an article to a file, and returns what is in it."""

    def convert(path: Path) -> str:
        output = path.with_suffix(ending)
        dumps.convert(path, output)
        return output.read_bytes().decode("latin-1")

    return lambda article: write_file(article, convert)


def parse_table(article: ri.Article) -> object:
    table = arrow.pa.table({"text": [article.raw]})  # type: ignore[attr-defined]
    return arrow.parse_table(table, format=FORMATS[article.format or ""])


#: All that users call, by its name in the public API, each with an article of a format.
CALLS: Final[dict[str, Callable[[ri.Article], object]]] = {
    "parse": lambda article: ri.parse(article.raw, format=FORMATS[article.format or ""]),
    "parse_many": lambda article: list(ri.parse_many(article.raw, format=FORMATS[article.format or ""])),
    "parse_stream": lambda article: list(ri.parse_stream([article.raw], format=FORMATS[article.format or ""])),
    "detect": lambda article: ri.detect(article.raw),
    "explain": lambda article: ri.explain(article.raw, format=FORMATS[article.format or ""]),
    "read": lambda article: write_file(article, lambda path: list(ri.read(path))),
    "link": ri.link,
    "render": render_text,
    "to_json": ri.to_json,
    "to_dict": ri.to_dict,
    "from_json": lambda article: ri.from_json(ri.to_json(article)),
    "write_jsonl": lambda article: write_file(article, lambda path: ri.write_jsonl([article], path)),
    "read_jsonl": lambda article: list(ri.read_jsonl([ri.to_json(article)])),
    "Article.cited": lambda article: article.cited,
    "Article.fingerprint": lambda article: article.fingerprint,
    "Article.insights": lambda article: article.insights,
    "Article.pieces": lambda article: article.pieces(),
    "str": str,
    "repr": repr,
    "rows": lambda article: [*ri.rows([article]), *ri.rows([article], by="citation")],
    "arrow.to_table": lambda article: arrow.to_table([article]),
    "arrow.from_table": lambda article: arrow.from_table(arrow.to_table([article])),
    "arrow.insights_table": lambda article: arrow.insights_table([article]),
    "arrow.citations_table": lambda article: arrow.citations_table([article]),
    "arrow.parse_table": parse_table,
    "arrow.parse_batches": lambda article: list(
        arrow.parse_batches(arrow.pa.table({"text": [article.raw]}).to_batches())  # type: ignore[attr-defined]
    ),
    **{f"dumps.convert to {ending}": converting(ending) for ending in (".jsonl", ".parquet", ".csv", ".sqlite")},
    "html.render": html.render,
    "html.render, linked": lambda article: html.render(link_paragraphs(article)),
    "Article._repr_html_": lambda article: article._repr_html_(),
    "plot.draw": lambda article: plot.draw([article]),
    "plot.save": lambda article: write_file(article, lambda path: plot.save([article], path.with_suffix(".svg"))),
    "rareinsight show": run_command("show"),
    "rareinsight show --map": run_command("show", "--map"),
    "rareinsight check": run_command("check", "--info"),
    "rareinsight explain": run_command("explain"),
    "rareinsight detect": lambda article: write_file(article, lambda path: run("detect", path).stdout),
    "rareinsight view": lambda article: write_file(
        article, lambda path: run("view", "--workers=1", path, "-o", "-").stdout
    ),
    "rareinsight parse": run_command("parse"),
    "rareinsight stats": run_command("stats"),
    "rareinsight diff": compare,
}


@contextmanager
def counted_builtins() -> Iterator[list[int]]:
    """Count the values that built-in functions look through in a single call."""
    counts = [0]

    def counting(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever the function takes
            counts[0] += sum_of(len(each) for each in values if hasattr(each, "__len__"))
            return function(*values, **options)

        return call

    sum_of = sum
    with patch.dict(vars(builtins), {name: counting(vars(builtins)[name]) for name in ("max", "min", "sum", "sorted")}):
        yield counts


def count_work(call: Callable[[ri.Article], object], article: ri.Article) -> tuple[int, int]:
    """Return how much work a call makes, and how much it gives."""
    result: list[object] = []
    with counted_builtins() as looked_through:
        steps = count_steps(lambda _: result.append(call(article)), "")
    given = result[0]
    return steps + looked_through[0], len(given) if isinstance(given, str) else 0


@cache
def article_of(name: str, kind: str, size: int) -> ri.Article:
    """Return an article of a format that repeats one thing, with its format set even if it is not a digest."""
    return evolve(ri.parse(digests_that_grow(FORMATS[name])[kind](size), format=FORMATS[name]), format=name)


def seconds(call: Callable[[Any], object], given: object) -> float:
    """Measure what a call takes of the processor, the best of several: others may crowd the caches."""
    return min(timeit.repeat(lambda: call(given), timer=process_time, number=1, repeat=3))


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Compile patterns and import modules first, as that happens only once."""
    for read in (read_many, ri.explain, ri.detect):
        read("Core Insights - Prices fell [1]")
    for call in CALLS.values():
        call(ri.parse("Core Insights - Prices fell [1]", format=DIGEST))


# --- texts ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_steps_grow_linearly_with_the_text(name: str) -> None:
    for read in (read_many, detect_cited):
        small, large = (count_steps(read, HOSTILE[name](size)) for size in (SIZE, GROWTH * SIZE))
        assert large <= MAX_STEPS * max(small, FEW_STEPS * SIZE), read


@pytest.mark.parametrize("name", ["one long word", "newlines", "returns", "returns and newlines", "articles"])
def test_steps_grow_linearly_with_the_stream(name: str) -> None:
    small, large = (count_steps(read_characters, HOSTILE[name](size)) for size in (SIZE, GROWTH * SIZE))
    assert large <= MAX_STEPS * small


def infer_from_pages(text: str) -> None:
    ri.infer_format(text.split("\f"), name="sample")


def sample_pages(count: int) -> str:
    """Return pages of which each has headings of its own, parted by form feeds."""
    insights = "→ Prices rose (1)\n→ Costs fell (2)\n"
    headings = [["First Part", f"Part {chr(65 + number)}", f"Other {chr(65 + number)}"] for number in range(count)]
    return "\f".join("".join(f"{heading}\n{insights}" for heading in page) for page in headings)


@pytest.mark.slow
def test_steps_grow_linearly_with_sample_pages_and_their_headings() -> None:
    small, large = (count_steps(infer_from_pages, sample_pages(count)) for count in (5, GROWTH * 5))
    assert large <= MAX_STEPS * small


@pytest.mark.full
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_linearly_with_the_text(name: str) -> None:
    for read in (read_many, ri.detect, ri.explain):
        small, large = (seconds(read, HOSTILE[name](size)) for size in (TIMED_SIZE, TIMED_SIZE * TIMED_GROWTH))
        assert large <= MAX_TIME * max(small, 0.001), read


# --- articles ------------------------------------------------------------------------------------------------------


KINDS: Final = [*digests_that_grow(DIGEST)]


def is_linear(figures_at: Callable[[int], tuple[int, ...]]) -> bool:
    """Whether figures grow as the size does, perhaps only from some size on.

    A page is read otherwise where its numbers have three digits or an insight is one too many, so a figure may jump
    once; what is quadratic grows too much from each size to the next.
    """
    return any(
        all(
            more <= MAX_WORK * max(figure, FEW_STEPS * SIZE)
            for figure, more in zip(figures_at(size), figures_at(GROWTH * size), strict=True)
        )
        for size in (SIZE, GROWTH * SIZE)
    )


def check_work(call: str, name: str) -> None:
    for kind in KINDS:
        CALLS[call](article_of(name, kind, GROWTH * SIZE))  # compiles what is compiled on first use

        def work(size: int, kind: str = kind) -> tuple[int, ...]:
            return count_work(CALLS[call], article_of(name, kind, size))

        assert is_linear(work), kind


#: Commands, conversions and calls of `parse_many`, which do little themselves, and what takes long otherwise take their
#: turn in a full run.
IN_FULL_RUNS: Final = ("rareinsight ", "dumps.", "plot.", "html.render", "read", "parse_stream", "arrow.parse")


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(call, marks=pytest.mark.full if call.startswith(IN_FULL_RUNS) else pytest.mark.slow)
        for call in CALLS
    ],
)
def test_work_grows_linearly_with_the_article(call: str) -> None:
    check_work(call, "digest")


@pytest.mark.full
@pytest.mark.parametrize("call", ["parse", "html.render, linked", "str", "to_json", "render", "rareinsight show --map"])
@pytest.mark.parametrize("name", SOME_FORMATS)
def test_work_grows_linearly_in_some_formats(call: str, name: str) -> None:
    check_work(call, name)


@pytest.mark.full
@pytest.mark.parametrize("name", FORMATS)
def test_work_grows_linearly_in_every_format(name: str) -> None:
    for call in ("parse", "html.render, linked", "render"):
        check_work(call, name)


@pytest.mark.full
@pytest.mark.parametrize("call", CALLS)
def test_time_grows_linearly_with_the_article(call: str) -> None:
    for kind in KINDS:
        articles = (article_of("digest", kind, size) for size in (TIMED_SIZE, TIMED_SIZE * TIMED_GROWTH))
        small, large = (seconds(CALLS[call], article) for article in articles)
        assert large <= MAX_TIME * max(small, 0.001), kind


def test_count_work_notices_quadratic_work() -> None:
    def quadratic(article: ri.Article) -> str:
        return "".join(max(article.raw[start:]) for start in range(len(article.raw)))

    def quadratic_output(article: ri.Article) -> str:
        return article.raw * len(article.raw)

    articles = [ri.Article(raw="a" * size) for size in (100, 100 * GROWTH)]
    small, large = (count_work(quadratic, article)[0] for article in articles)
    assert large > MAX_STEPS * small
    small, large = (count_work(quadratic_output, article)[1] for article in articles)
    assert large > MAX_STEPS * small


@pytest.mark.parametrize(
    ("figure_at", "expected"),
    [
        pytest.param(lambda size: 100 * size, True, id="linear"),
        pytest.param(lambda size: (100 if size <= SIZE else 700) * size, True, id="a jump"),
        pytest.param(lambda size: int(100 * size**1.2), False, id="a little more than linear"),
        pytest.param(lambda size: size**2, False, id="quadratic"),
        pytest.param(lambda size: 100 * size + max(0, size - SIZE) ** 2, False, id="quadratic from some size on"),
    ],
)
def test_is_linear_tells_a_jump_from_growth(figure_at: Callable[[int], int], *, expected: bool) -> None:
    assert is_linear(lambda size: (size, figure_at(size))) is expected
