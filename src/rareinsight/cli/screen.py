"""How things look: colours and styles where somebody looks at a terminal, plain text everywhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Final

from rareinsight.cli import printable
from rareinsight.model import Severity

try:
    from rich.cells import cell_len
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text
except ImportError as _error:
    raise ImportError("the command line needs an extra: pip install 'rareinsight[cli]'") from _error

SEVERITY_STYLES: Final[dict[Severity, str]] = {"info": "blue", "warning": "yellow", "error": "bold red"}

#: Signs that words may be parted beside, and those that stay with what stands before them.
_CHINESE: Final = r"\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF"
_TOKEN: Final = re.compile(rf"(?:[{_CHINESE}]|[^\s{_CHINESE}]+)[、。，；：！？）》」』”’…,.;:!?)]*\s*")


class Screen(Console):
    """The standard output."""

    def __init__(self) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))  # rich would drop the colours and keep bold and dim
        super().__init__(
            color_system=None if no_color else "auto", markup=False, emoji=False, highlight=False
        )

    def on_broken_pipe(self) -> None:
        """Leave it to the group of commands: rich would exit with the status of doubts."""
        raise BrokenPipeError

    def print_lines(self, lines: Iterable[Text], *, cut: bool = False) -> None:
        """Print lines as they are, however long, or cut to the width of a terminal."""
        for line in lines:
            if cut and self.is_terminal:
                self.print(line, no_wrap=True, overflow="ellipsis")
            else:
                self.print(line, soft_wrap=True)

    def print_wrapped(self, renderable: RenderableType) -> None:
        """Print something within the width of the terminal, and no blanks at the ends of lines."""
        with self.capture() as captured:
            self.print(renderable)
        for line in captured.get().split("\n")[:-1]:
            self.out(line.rstrip(), highlight=False)


class Paragraph:
    """Words that are wrapped at blanks and, as rich would not, between Chinese characters."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield its lines."""
        breaks, room = list[int](), options.max_width
        for token in _TOKEN.finditer(self.text.plain):
            if cell_len(token[0].rstrip()) > room and token.start():
                breaks.append(token.start())
                room = options.max_width
            room -= cell_len(token[0])
        yield from self.text.divide(breaks)


def styled(text: str, style: str = "") -> Text:
    """Return words in a style, fit for a terminal."""
    return Text(printable(text), style)
