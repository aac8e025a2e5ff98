"""How a digest and its article are printed when a test fails: as code to paste, without defaults."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import Final, cast

from attrs import Attribute, AttrsInstance, fields, frozen, has
from hypothesis.vendor.pretty import RepresentationPrinter

from rareinsight.model import Article
from rareinsight.rendering import Layout

_INDENT: Final = "    "
#: Longer values are split into one line per part.
_LONGEST: Final = 90


@frozen
class Digest:
    """A digest of a format, as drawn by :func:`digests`.

    Attributes:
        text: the text.
        article: the article that parsing must return.
        layout: the layout of the text.
    """

    text: str
    article: Article
    layout: Layout = Layout.canonical

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:
        print_value(self, printer, _cycle)


def print_value(value: object, printer: RepresentationPrinter, _cycle: bool) -> None:
    """Print a value for Hypothesis, line by line, without indentation."""
    for number, line in enumerate(spell(value).split("\n")):
        if number:
            printer.break_()
        printer.text(line)


def spell(value: object) -> str:
    r"""Return a value as code: attrs classes without their places, a text of several lines line by line.

    >>> print(spell("Group 1\n- Prices fell [1]"))
    (
        'Group 1\n'
        '- Prices fell [1]'
    )
    """
    if isinstance(value, str) and len(lines := value.splitlines(keepends=True)) > 1:
        return "\n".join(["(", *(_INDENT + repr(line) for line in lines), ")"])
    if isinstance(value, tuple | list):
        return _block("[", [spell(each) for each in cast("tuple[object, ...]", value)], "]")
    if not has(type(value)) or isinstance(value, Layout):
        return repr(value)
    return _block(f"{type(value).__name__}(", list(_arguments(cast("AttrsInstance", value))), ")")


def _arguments(value: AttrsInstance) -> Iterator[str]:
    """Yield the fields that differ from their defaults: leading ones by position, the others by name."""
    by_name = False
    for each in cast("tuple[Attribute[object], ...]", fields(type(value))):
        given = getattr(value, each.name)
        if given != each.default and (each.eq or each.name == "heading"):
            yield f"{each.name}={spell(given)}" if by_name else spell(given)
        else:
            by_name = True


def _block(opening: str, items: list[str], closing: str) -> str:
    line = opening + ", ".join(items) + closing
    if len(line) <= _LONGEST and "\n" not in line:
        return line
    return "\n".join([opening, *(indent(f"{item},", _INDENT) for item in items), closing])
