"""How a digest and its article are printed when a test fails: as code to paste, without defaults."""

from __future__ import annotations

from typing import cast

from attrs import Attribute, AttrsInstance, fields, frozen, has
from hypothesis.vendor.pretty import RepresentationPrinter

from rareinsight.model import Article
from rareinsight.rendering import Layout


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


@frozen
class _Code:
    """A value that Hypothesis prints as code."""

    value: object

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:
        print_value(self.value, printer, _cycle)


def print_value(value: object, printer: RepresentationPrinter, _cycle: bool) -> None:
    """Print a value for Hypothesis: attrs classes without their places, a text of several lines line by line."""
    if isinstance(value, str) and len(lines := value.splitlines(keepends=True)) > 1:
        with printer.group(4, "(", ""):
            for line in lines:
                printer.break_()
                printer.text(repr(line))
        printer.break_()
        printer.text(")")
    elif isinstance(value, tuple):
        printer.pretty([_Code(each) for each in cast("tuple[object, ...]", value)])
    elif isinstance(value, Layout) or not has(type(value)):
        printer.text(repr(value))
    else:
        given: dict[str, object] = {}
        for each in cast("tuple[Attribute[object], ...]", fields(cast("type[AttrsInstance]", type(value)))):
            said = getattr(value, each.name)
            if said != each.default and (each.eq or each.name == "heading"):
                given[each.name] = _Code(said)
        printer.repr_call(type(value).__name__, [], given)
