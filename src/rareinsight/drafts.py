"""Frozen nodes, filled quickly.

A frozen attrs class fills each slot through ``object.__setattr__``, calls its validators and converters, and
costs 0.8 µs for a citation. What the parser builds needs no checks: a draft is a subclass whose slots can be set
as usual; filled, it turns into the frozen class it belongs to, for 0.3 µs. Nothing outside this file can tell.
"""

from __future__ import annotations

from rareinsight.model import Citation, Insight

# The drafts assign to attributes that their frozen bases declare read-only; that is what they are for.
# mypy: disable-error-code="misc"
# pyright: reportAttributeAccessIssue=false


class CitationDraft(Citation):
    """A citation while it is being built."""

    __slots__ = ()
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__

    def __init__(self, number: int, claim: str, start: int, end: int, claim_start: int, claim_end: int) -> None:
        self.number = number
        self.claim = claim
        self.start = start
        self.end = end
        self.claim_start = claim_start
        self.claim_end = claim_end
        self.__class__ = Citation  # type: ignore[assignment]  # from here on it is frozen


class InsightDraft(Insight):
    """An insight while it is being built."""

    __slots__ = ()
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__

    def __init__(
        self, text: str, citations: tuple[Citation, ...], label: str | None, start: int, end: int
    ) -> None:
        self.text = text
        self.citations = citations
        self.label = label
        self.start = start
        self.end = end
        self.__class__ = Insight  # type: ignore[assignment]  # from here on it is frozen
