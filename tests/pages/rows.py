"""Say what each row and each fact of the tables earns on the labelled pages.

    python tests/pages/rows.py [--write]

For every row: on how many pages it decides, and how many would be wrong without it. For every fact: how many would be
wrong if it always said the same, whichever of the two hurts less. ``--write`` keeps the table for the docs, and with it
a page for each that goes wrong, which the tests look at.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from inspect import getmembers, isfunction
from multiprocessing import Pool
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import rareinsight as ri
from rareinsight._decide import Row, digest, facts, first_row, lines, rows
from score import HELD, SETS, Label, found_in, is_right, load, without_numbers

sys.path.insert(0, str(Path(__file__).parents[1]))

from rewriting import REWRITINGS, rewrite

TABLE: Final = Path(__file__).with_name("rows.json")
#: Pages of real layouts come first, those written by people who knew the description last.
KINDS: Final = ("real", "first", "declared", "rewritten", "other texts", "older")
_REAL: Final = ("real", "round-one", "round-two", "round-three", "round-four", "round-five", "round-six", "round-seven", "round-eight", "round-nine")
#: Of older pages one in so many is looked at; all others are.
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
def samples() -> dict[str, Sample]:
    """Return the pages that come out right, by name, and some of them in other layouts."""
    found: dict[str, Sample] = {}
    for name in SETS:
        for number, each in enumerate(load(name) if name != HELD else ()):
            kind = _kind_of(name, is_declared=each.format is not None, is_digest=bool(each.labels))
            if (kind != "older" or number % _EVERY == 0) and each.is_scored and is_right(each):
                found[repr(each)] = Sample(kind, repr(each), each.text, each.format, without_numbers(each.labels))
    found |= {sample.name: sample for sample in _rewritten() if sample.is_right()}
    return found


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


def _kind_of(name: str, *, is_declared: bool, is_digest: bool) -> str:
    if not is_digest:
        return "other texts"
    if is_declared:
        return "declared"
    return "real" if name in _REAL else name if name == "first" else "older"


# --- the tables without one of their parts ----------------------------------------------------------------------------

_TABLES: Final = ((rows, "MARKED"), (rows, "GAP"), (rows, "MARKDOWN"), (lines, "LINE_ROWS"))
_MODULES: Final = (facts, lines, rows, digest)


def all_rows() -> list[Row[Any]]:
    """Return the rows of all tables, in order."""
    return [row for module, name in _TABLES for row in getattr(module, name)]


def all_facts() -> dict[str, Callable[[Any], bool]]:
    """Return the facts by name, those of lines with ``line: `` before it."""
    found: dict[str, Callable[[Any], bool]] = {}
    for module, prefix in ((facts, ""), (lines, "line: ")):
        for name, fact in getmembers(module, isfunction):
            if fact.__module__ == module.__name__ and fact.__annotations__["return"] == "bool" and name[0] != "_":
                found[prefix + name] = fact
    return found


@contextmanager
def without_row(name: str) -> Iterator[None]:
    """Leave a row out of its table."""
    with _tables(lambda row: None if row.name == name else row):
        yield


@contextmanager
def always(fact: Callable[[Any], bool], answer: bool) -> Iterator[None]:
    """Let a fact say the same of everything."""

    def constant(_: object) -> bool:
        return answer

    def swap(row: Row[Any]) -> Row[Any]:
        when, unless = ([constant if each is fact else each for each in side] for side in (row.when, row.unless))
        return row._replace(when=tuple(when), unless=tuple(unless))

    holders = [module for module in _MODULES if getattr(module, fact.__name__, None) is fact]
    patches = [patch.object(module, fact.__name__, constant) for module in holders]
    for each in patches:
        each.start()
    try:
        with _tables(swap):
            yield
    finally:
        for each in patches:
            each.stop()


@contextmanager
def _tables(change: Callable[[Row[Any]], Row[Any] | None]) -> Iterator[None]:
    kept = [(module, name, getattr(module, name)) for module, name in _TABLES]
    for module, name, table in kept:
        setattr(module, name, tuple(new for row in table if (new := change(row)) is not None))
    try:
        yield
    finally:
        for module, name, table in kept:
            setattr(module, name, table)


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
        return any(self.wrong_without.get(kind) for kind in KINDS[:-1])


def earning_of_row(name: str) -> Earning:
    """Measure a row."""
    users = [each for each in samples().values() if name in _rules_of(each.name)]
    with without_row(name):
        wrong = [each for each in users if not _is_right(each)]
    return Earning(name, _count(users), _count(wrong), tuple(each.name for each in _first(wrong)))


def earning_of_fact(name: str) -> Earning:
    """Measure a fact."""
    found: list[list[Sample]] = []
    for answer in (False, True):
        with always(all_facts()[name], answer):
            found.append([each for each in samples().values() if not _is_right(each)])
    least = min(found, key=_weight)
    return Earning(name, {}, _count(least), tuple(each.name for wrong in found for each in _first(wrong)))


def _weight(wrong: list[Sample]) -> tuple[int, int]:
    return sum(each.kind != "older" for each in wrong), len(wrong)


def _first(wrong: list[Sample]) -> list[Sample]:
    return sorted(wrong, key=lambda each: (KINDS.index(each.kind), len(each.text)))[:1]


def _count(found: Iterable[Sample]) -> dict[str, int]:
    return dict(Counter(each.kind for each in found))


def _is_right(sample: Sample) -> bool:
    try:
        return sample.is_right()
    except Exception:  # noqa: BLE001 - what a table of which a part is missing does is anything
        return False


@cache
def _rules_of(name: str) -> frozenset[str]:
    """Return the rows that decide a sample."""
    seen: set[str] = set()
    original = first_row

    def note(subject: Any, table: Any) -> Row[Any]:  # noqa: ANN401 - as first_row
        row = original(subject, table)
        seen.add(row.name)
        return row

    with patch.object(rows, "first_row", note), patch.object(lines, "first_row", note):
        samples()[name].is_right()
    return frozenset(seen)


def measure() -> tuple[list[Earning], list[Earning]]:
    """Measure all rows and facts, in as many processes as there are cores."""
    samples()
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
            cells = [
                f"{each.decides[kind]}/{each.wrong_without.get(kind, 0)}"
                if kind in each.decides
                else f"{each.wrong_without.get(kind, 0)}"
                for kind in KINDS
            ]
            print(
                f"{each.name:32}"
                + "".join(f"{cell:>14}" for cell in cells)
                + ("" if each.is_earned else "   earns nothing")
            )
    if options.write:
        TABLE.write_text(json.dumps(measured, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
