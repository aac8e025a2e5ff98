"""Patterns that are compiled on first use, as most pages need only a few and the first parse waits for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast


class Deferred:
    """A pattern that is compiled on first use; its methods become attributes then, so they are as fast as usual."""

    def __init__(self, spelled: str | Callable[[], str], flags: int, by_regex: bool) -> None:
        self._spelled, self._flags, self.by_regex = spelled, flags, by_regex

    @cached_property
    def _compiled(self) -> Any:  # noqa: ANN401 - a pattern of either library
        spelled = self._spelled if isinstance(self._spelled, str) else self._spelled()
        if not self.by_regex:
            return re.compile(spelled, self._flags)
        import regex  # importing it takes as long as parsing a hundred pages, most of which don't need it

        return regex.compile(spelled, self._flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as a pattern has it
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def deferred(spelled: str | Callable[[], str], flags: int = 0, *, by_regex: bool = False) -> re.Pattern[str]:
    """Return a pattern that is compiled on first use; ``spelled`` may be a function, called at that time."""
    return cast("re.Pattern[str]", Deferred(spelled, flags, by_regex))
