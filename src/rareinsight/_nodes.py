"""Constructors of the model's classes that neither convert nor check: for values that parsing knows to be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, ParamSpec, TypeVar, cast

from attrs import AttrsInstance, field, fields, make_class

from rareinsight.model import Article, Citation, Diagnostic, Insight, Section, Span

Fields = ParamSpec("Fields")
Node = TypeVar("Node")


def _unchecked(frozen: Callable[Fields, Node]) -> Callable[Fields, Node]:
    """Return a faster constructor of a frozen class: that of a mutable subclass, whose objects then change class."""
    node_class = cast("type[AttrsInstance]", frozen)

    def freeze(node: object) -> None:
        node.__class__ = node_class

    settable: dict[str, Any] = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    settable["__attrs_post_init__"] = freeze
    own = {each.name: field(default=each.default) for each in fields(node_class)}
    made = make_class(node_class.__name__, own, (node_class,), settable, slots=True, repr=False, eq=False)
    return cast("Callable[Fields, Node]", made)


new_span: Final = _unchecked(Span)
new_citation: Final = _unchecked(Citation)
new_insight: Final = _unchecked(Insight)
new_section: Final = _unchecked(Section)
new_diagnostic: Final = _unchecked(Diagnostic)
new_article: Final = _unchecked(Article)
