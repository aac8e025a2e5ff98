"""Output with colours and styles in terminals, and as plain text elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.text import Text


class Screen(Console):
    """The standard output."""

    def __init__(self) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))  # rich would drop only the colours, not bold and dim
        super().__init__(color_system=None if no_color else "auto", markup=False, emoji=False, highlight=False)

    def on_broken_pipe(self) -> None:
        """Leave it to the group of commands: rich would exit with status 1."""
        raise BrokenPipeError

    def print_lines(self, lines: Iterable[Text], *, cut: bool = False) -> None:
        """Print lines without wrapping them, or cut to the width of a terminal."""
        for line in lines:
            if cut and self.is_terminal:
                self.print(line, no_wrap=True, overflow="ellipsis")
            else:
                self.print(line, soft_wrap=True)

    def print_wrapped(self, renderable: RenderableType) -> None:
        """Print something within the width of the terminal, without spaces at the ends of lines."""
        with self.capture() as captured:
            self.print(renderable)
        for line in captured.get().split("\n")[:-1]:
            self.out(line.rstrip(), highlight=False)


def counted(count: int, plural: str) -> str:
    """Return a noun, given in the plural, for a count."""
    return plural.removesuffix("s") if count == 1 else plural
