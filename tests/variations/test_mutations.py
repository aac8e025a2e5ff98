"""One sign of a labelled page is damaged: where that changes what comes out, a warning says that something is odd."""

import math
import random
from collections import Counter
from typing import Final

import pytest

import rareinsight as ri
from mutations import Mutation, Shapes, is_well_formed, mutate, shapes_of, warnings_of

#: The least share with a warning, among damages that change what comes out and leave the page not well-formed.
LEAST_TOLD: Final = 0.95


def check_mutations(count: int, start: int, *, margin: float = 0) -> None:
    """Damage pages, and compare the share of warnings with the least; ``margin`` is in standard deviations."""
    draw = random.Random(start)  # noqa: S311 - not for secrets
    told, silent = Counter[str](), list[tuple[Mutation, Shapes]]()
    for _ in range(count):
        mutation = mutate(draw)
        articles = list(ri.parse_many(mutation.text))
        found = shapes_of(articles)
        if found != mutation.target.shapes and not is_well_formed(mutation, found):
            if warnings_of(articles) - mutation.target.warnings:
                told[kind(mutation)] += 1
            else:
                silent.append((mutation, found))
    changed = told.total() + len(silent)
    least = LEAST_TOLD - margin * math.sqrt(LEAST_TOLD * (1 - LEAST_TOLD) / changed)
    report = [
        f"seed {start}: {told.total()} told of {changed}",
        f"in silence: {Counter(kind(each) for each, _ in silent)}",
    ]
    for mutation, found in silent[:5]:
        wanted = mutation.target.shapes
        report += [str(mutation), f"  label {_lacking(wanted, found)}", f"  found {_lacking(found, wanted)}"]
    assert changed > count / 4
    assert told.total() >= least * changed, "\n".join(report)


def kind(mutation: Mutation) -> str:
    return f"{mutation.site.kind} {mutation.what.split()[0]}"


def _lacking(shapes: Shapes, others: Shapes) -> list[object]:
    """Return the sections that others lack."""
    lacking = Counter(section for sections in shapes for section in sections)
    return list(lacking - Counter(section for sections in others for section in sections))


@pytest.mark.slow
def test_damage_of_one_character_is_reported(seed_of_examples: int) -> None:
    check_mutations(400, seed_of_examples, margin=4)


@pytest.mark.full
def test_damage_of_one_character_is_nearly_always_reported() -> None:
    check_mutations(10_000, 1)
