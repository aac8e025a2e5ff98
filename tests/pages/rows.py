"""Say what each row and each fact of the tables earns on the labelled pages.

    python tests/pages/rows.py [--write]

For every row: on how many pages it decides, and how many would be wrong without it. For every fact: how many would be
wrong if it always said the same, whichever of the two hurts less. ``--write`` keeps the table for the docs, and with it
a page for each that goes wrong, which the tests look at.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from inspect import getmembers, isfunction
from multiprocessing import Pool
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import rareinsight as ri
from rareinsight import _pipeline
from rareinsight._parse import articles, boundaries, labels, lines, markdown, verdict
from rareinsight._parse.table import Row, first_row
from rewriting import REWRITINGS, rewrite
from score import HELD, Label, found_in, is_right, load, rounds, without_numbers

TABLE: Final = Path(__file__).with_name("rows.json")
Fact = Callable[[Any], bool]
#: Pages of real layouts come first, those written by people who knew the description last.
KINDS: Final = ("real", "first", "declared", "rewritten", "other texts", "cases", "older")
#: A row or fact has to earn its place on one of these.
_COUNTING: Final = KINDS[:5]
#: The rows that only depend on citations, markers and declared headings; the most common digests need no others.
CERTAIN: Final = frozenset(("cited", "closed", "link", "known", "number with word", "between citations and marker"))
#: One in this many older pages is used, and all newer ones.
_EVERY: Final = 4


class Sample(NamedTuple):
    """A labelled text: its kind and name, the text, its format, and what must come out of it."""

    kind: str
    name: str
    text: str
    format: ri.Format | None
    wanted: list[Label]

    def is_right(self) -> bool:
        """Whether all comes out as it is labelled."""
        found = without_numbers(found_in(each) for each in ri.parse_many(self.text, format=self.format or "digest"))
        if not self.wanted:
            return not any(each["sections"] for each in found)
        return found == self.wanted


@cache
def candidates() -> dict[str, Sample]:
    """Return labelled pages by name, and some of them in other layouts."""
    found: dict[str, Sample] = {}
    for name, round in rounds():
        for number, each in enumerate(load(name, round) if name != HELD else ()):
            kind = _kind_of(name, round, is_declared=each.format is not None, is_digest=bool(each.labels))
            if (kind != "older" or number % _EVERY == 0) and each.is_scored:
                found[repr(each)] = Sample(kind, repr(each), each.text, each.format, without_numbers(each.labels))
    return found | {sample.name: sample for sample in _rewritten()}


@cache
def samples() -> dict[str, Sample]:
    """Return those that come out right."""
    return {name: sample for name, sample in candidates().items() if sample.is_right()}


def _rewritten() -> Iterator[Sample]:
    """Yield real articles in other layouts, and each with the one before it in one text."""
    plain = [each for each in load("real") if each.is_scored and is_right(each) and len(each.labels) == 1]
    before: tuple[str, Label] | None = None
    for number, each in enumerate(plain):
        layout = list(REWRITINGS)[number % len(REWRITINGS)]
        text, wanted = rewrite(each.record["articles"][0], REWRITINGS[layout])
        (wanted,) = without_numbers([wanted])
        yield Sample("rewritten", f"{each!r} ({layout})", text, None, [wanted])
        if before is not None:
            both = f"{before[0]}\n\n{text}"
            yield Sample("rewritten", f"{each!r} ({layout}, second)", both, None, [before[1], wanted])
        before = text, wanted


def _kind_of(name: str, round: str, *, is_declared: bool, is_digest: bool) -> str:
    if name == "cases":
        return name
    if not is_digest:
        return "other texts"
    if is_declared:
        return "declared"
    if name in ("real", "first"):
        return name
    return "real" if name == "unseen" and round.isdigit() else "older"


# --- the tables without one of their parts ----------------------------------------------------------------------------

_TABLES: Final = (
    *((labels, name) for name in ("MARKED", "GAP")),
    *((markdown, name) for name in ("MARKDOWN", "MARKDOWN_LINES", "MARKDOWN_ARTICLES", "ANSWERS")),
    (lines, "KIND_ROWS"),
    *((articles, name) for name in ("LINE_ROWS", "ARTICLE_ROWS")),
    *((boundaries, name) for name in ("BOUNDARY_ROWS", "COUNT_ROWS")),
    (verdict, "DIGEST_ROWS"),
)
#: The modules with facts, what their names begin with, and what the facts are about.
MODULES: Final = (
    (labels, "", "Chunk"),
    (markdown, "", "Chunk"),
    (markdown, "line: ", "Context"),
    (markdown, "digest: ", "Body"),
    (lines, "kind: ", "Line"),
    (articles, "line: ", "Context"),
    (boundaries, "place: ", "Place"),
    (boundaries, "number: ", "Count"),
    (verdict, "digest: ", "Body"),
)


def all_rows() -> list[Row[Any]]:
    """Return the rows of all tables, in order, those of several tables once."""
    return [*{row.name: row for module, name in _TABLES for row in getattr(module, name)}.values()]


def all_facts() -> dict[str, Fact]:
    """Return the facts by name, with what they are about before it unless that is a chunk."""
    return {
        prefix + name: fact
        for module, prefix, subject in MODULES
        for name, fact in getmembers(module, isfunction)
        if not name.startswith(("_", "is_"))
        and fact.__module__ == module.__name__
        and [*fact.__annotations__.values()] == [subject, "bool"]
    }


def without_row(name: str) -> AbstractContextManager[None]:
    """Leave a row out of its table."""
    return _tables(lambda row: None if row.name == name else row)


def always(fact: Fact, answer: bool) -> AbstractContextManager[None]:
    """Let a fact say the same of everything."""
    return _replaced({fact: lambda _: answer})


@contextmanager
def _replaced(facts: Mapping[Fact, Fact]) -> Iterator[None]:
    def swap(row: Row[Any]) -> Row[Any]:
        when, unless = (tuple(facts.get(each, each) for each in side) for side in (row.when, row.unless))
        return Row(row.name, row.label, when, unless, row.needs)

    with _tables(swap), ExitStack() as patches:
        for fact, other in facts.items():
            for module, *_ in MODULES:
                if getattr(module, fact.__name__, None) is fact:
                    patches.enter_context(patch.object(module, fact.__name__, other))
        yield


@contextmanager
def _tables(change: Callable[[Row[Any]], Row[Any] | None]) -> Iterator[None]:
    with ExitStack() as patches:
        for module, name in _TABLES:
            changed = map(change, getattr(module, name))
            patches.enter_context(patch.object(module, name, tuple(row for row in changed if row is not None)))
        yield


# --- what they earn ---------------------------------------------------------------------------------------------------


class Earning(NamedTuple):
    """What a row or a fact earns: pages by kind, and one that goes wrong without it for each way to leave it out."""

    name: str
    decides: dict[str, int]
    wrong_without: dict[str, int]
    witnesses: tuple[str, ...]

    @property
    def is_earned(self) -> bool:
        """Whether a page that counts needs it."""
        return any(self.wrong_without.get(kind) for kind in _COUNTING)


def earning_of_row(name: str) -> Earning:
    """Measure a row."""
    users = [each for each in samples().values() if name in decisions()[each.name]]
    with without_row(name):
        wrong = [each for each in users if not is_right_still(each)]
    return Earning(name, _count(users), _count(wrong), tuple(each.name for each in _first(wrong)))


def earning_of_fact(name: str) -> Earning:
    """Measure a fact, on the pages whose outcome depends on it."""
    found: list[list[Sample]] = []
    for answer in (False, True):
        users = [each for each in samples().values() if (name, not answer) in decisions()[each.name]]
        with always(all_facts()[name], answer):
            found.append([each for each in users if not is_right_still(each)])
    least = min(found, key=_weight)
    return Earning(name, {}, _count(least), tuple(each.name for wrong in found for each in _first(wrong)))


def _weight(wrong: list[Sample]) -> tuple[int, int]:
    return sum(each.kind in _COUNTING for each in wrong), len(wrong)


def _first(wrong: list[Sample]) -> list[Sample]:
    return sorted(wrong, key=lambda each: (KINDS.index(each.kind), len(each.text)))[:1]


def _count(found: Iterable[Sample]) -> dict[str, int]:
    return dict(Counter(each.kind for each in found))


def is_right_still(sample: Sample) -> bool:
    """Whether a sample comes out right, whatever may be missing."""
    try:
        return sample.is_right()
    except Exception:  # noqa: BLE001 - what a table of which a part is missing does is anything
        return False


@cache
def decisions() -> dict[str, set[object]]:
    """Return the rows that decide each sample, by name, and what the facts say there, by name and answer."""
    seen: set[object] = set()

    def noted(name: str, fact: Fact) -> Fact:
        def answer(subject: object) -> bool:
            found = fact(subject)
            seen.add((name, found))
            return found

        return answer

    def row_of(subject: Any, table: Any) -> Row[Any]:  # noqa: ANN401 - as first_row
        row = first_row(subject, table)
        seen.add(row.name)
        return row

    found: dict[str, set[object]] = {}
    with ExitStack() as patches:
        for module in {_pipeline, *(module for module, *_ in MODULES if hasattr(module, "first_row"))}:
            patches.enter_context(patch.object(module, "first_row", row_of))
        patches.enter_context(_replaced({fact: noted(name, fact) for name, fact in all_facts().items()}))
        for name, sample in samples().items():
            seen.clear()
            sample.is_right()
            found[name] = set(seen)
    return found


def first_reading_only() -> AbstractContextManager[object]:
    """Read no page again: one may come out right without a row where it is looked at again."""
    return patch("rareinsight._pipeline.may_be_odd", lambda *_: False)


def measure() -> tuple[list[Earning], list[Earning]]:
    """Measure all rows and facts, in as many processes as there are cores."""
    with first_reading_only():
        decisions()
        with Pool() as pool:
            return (
                pool.map(earning_of_row, [row.name for row in all_rows()], chunksize=1),
                pool.map(earning_of_fact, list(all_facts()), chunksize=1),
            )


def kept() -> tuple[list[Earning], list[Earning]]:
    """Return what was measured last."""
    of_rows, of_facts = json.loads(TABLE.read_text(encoding="utf-8"))
    return [Earning(*each) for each in of_rows], [Earning(*each) for each in of_facts]


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"keep the table in {TABLE.name}")
    options = parser.parse_args()
    measured = measure()
    for heading, found in zip(("row", "fact"), measured, strict=True):
        print(f"{heading:32}" + "".join(f"{kind:>14}" for kind in KINDS))
        for each in found:
            counts = [(each.decides.get(kind), each.wrong_without.get(kind, 0)) for kind in KINDS]
            cells = [f"{wrong}" if decides is None else f"{decides}/{wrong}" for decides, wrong in counts]
            is_earned = "" if each.is_earned else "   earns nothing"
            print(f"{each.name:32}" + "".join(f"{cell:>14}" for cell in cells) + is_earned)
    if options.write:
        TABLE.write_text(json.dumps(measured, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
