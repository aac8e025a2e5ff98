"""Named tuples made of their fields, in half of the time that calling their class takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

_Tuple = TypeVar("_Tuple", bound=tuple[object, ...])


def maker_of(kind: type[_Tuple]) -> Callable[[tuple[object, ...]], _Tuple]:
    """Return what makes a named tuple of the tuple of all its fields; nothing counts or names them there.

    >>> from typing import NamedTuple
    >>> class Place(NamedTuple):
    ...     start: int
    ...     end: int
    >>> maker_of(Place)((2, 5))
    Place(start=2, end=5)
    """
    return partial(tuple.__new__, kind)  # pyright: ignore[reportUnknownMemberType]  # typeshed leaves it open
