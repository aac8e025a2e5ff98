"""Patterns that are compiled on first use: most pages need few of those there are, and a first parse waits for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast


class Deferred:
    """A pattern that is not compiled yet. Once used, a method is an attribute, so that it costs what others do."""

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
    """Return a pattern that is compiled, and spelled if a function does that, on first use."""
    return cast("re.Pattern[str]", Deferred(spelled, flags))
