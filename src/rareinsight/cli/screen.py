"""How things look: colours and styles where somebody looks at a terminal, plain text everywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.text import Text


class Screen(Console):
    """The standard output."""

    def __init__(self) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))  # rich would drop the colours and keep bold and dim
        super().__init__(color_system=None if no_color else "auto", markup=False, emoji=False, highlight=False)

    def on_broken_pipe(self) -> None:
        """Leave it to the group of commands: rich would exit with the status of diagnostics."""
        raise BrokenPipeError

    def print_lines(self, lines: Iterable[Text], *, cut: bool = False) -> None:
        """Print lines as they are, however long, or cut to the width of a terminal."""
        for line in lines:
            if cut and self.is_terminal:
                self.print(line, no_wrap=True, overflow="ellipsis")
            else:
                self.print(line, soft_wrap=True)

    def print_wrapped(self, renderable: RenderableType) -> None:
        """Print something within the width of the terminal, and no spaces at the ends of lines."""
        with self.capture() as captured:
            self.print(renderable)
        for line in captured.get().split("\n")[:-1]:
            self.out(line.rstrip(), highlight=False)
