"""Decision tables: the first row whose facts hold gives the label. Rows have no side effects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

HEADING: Final = "heading"
HEADING_ON: Final = "in heading"
INSIGHT: Final = "insight"
NUMBERED: Final = "numbered insight"
INSIGHT_ON: Final = "in insight"
NOTHING: Final = "nothing"
YES: Final = "yes"
NO: Final = "no"

Subject = TypeVar("Subject")
Facts = tuple[Callable[[Subject], bool], ...]


class Row(Generic[Subject]):
    """It gives its ``label`` if all facts in ``when`` and none in ``unless`` hold; ``needs`` says of which formats."""

    def __init__(
        self, name: str, label: str, when: Facts[Subject] = (), unless: Facts[Subject] = (), needs: str = ""
    ) -> None:
        self.name, self.label, self.when, self.unless, self.needs = name, label, when, unless, needs
        self.first, *self.rest = when or (lambda _: True,)  # most rows fail at their first fact


def first_row(subject: Subject, rows: tuple[Row[Subject], ...]) -> Row[Subject]:
    """Return the first row that holds; the last row of each table always does."""
    for row in rows:
        first = row.first  # called as a method, it would be looked up in the class
        if not first(subject):
            continue
        for fact in row.rest:
            if not fact(subject):
                break
        else:
            for fact in row.unless:
                if fact(subject):
                    break
            else:
                return row
    raise AssertionError("the last row of a table always holds")


UNDECIDED: Final[Row[Any]] = Row("", "")


def facts_of(row: Row[Any]) -> tuple[str, ...]:
    """Return the facts that a row requires, in words, with ``not`` before those that must not hold."""
    negated = ("", row.when), ("not ", row.unless)
    return tuple(prefix + fact.__name__.replace("_", " ") for prefix, facts in negated for fact in facts)
