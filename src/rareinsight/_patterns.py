"""Patterns that are compiled on first use, as most pages need only a few and the first parse waits for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast


class Deferred:
    """A pattern that is compiled on first use; its methods become attributes then, so they are as fast as usual."""

    def __init__(self, spelled: str | Callable[[], str], flags: int) -> None:
        self._spelled, self._flags = spelled, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._spelled if isinstance(self._spelled, str) else self._spelled(), self._flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as a pattern has it
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def deferred(spelled: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled on first use; ``spelled`` may be a function, called at that time."""
    return cast("re.Pattern[str]", Deferred(spelled, flags))
