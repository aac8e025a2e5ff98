"""Text to lines: each line of a page, whole, however the text arrives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

#: What stands around the words of a line: spaces, and the characters without width that copying leaves.
AROUND_WORDS: Final = "\ufeff\u200b \t\r\n\v\f\u00a0\u3000\u2028\u2029\x85\x1c\x1d\x1e\x1f"


def split_lines(text: str) -> list[str]:
    r"""Split ``text`` at ``\n``, ``\r\n`` and ``\r``, line ends kept.

    >>> split_lines("a\r\nb\n\nc")
    ['a\r\n', 'b\n', '\n', 'c']
    """
    return list(StringIO(text, newline=""))


def join_chunks(chunks: Iterable[str]) -> Iterator[str]:
    r"""Yield the lines of a text that comes in pieces, each as soon as it is whole.

    Raises:
        TypeError: a piece is no ``str``.

    >>> list(join_chunks(["a\r", "\nb", "c"]))
    ['a\r\n', 'bc']
    """
    waiting: list[str] = []
    for chunk in chunks:
        if not isinstance(chunk, str):
            raise TypeError(f"expected chunks of str, got {type(chunk).__name__}: decode them first")
        text = waiting.pop() + chunk if waiting and waiting[-1].endswith("\r") else chunk
        if not text:
            continue
        if "\n" not in text and "\r" not in text:
            waiting.append(text)
            continue
        lines = split_lines(text)
        lines[0] = "".join([*waiting, lines[0]])
        waiting = [] if lines[-1].endswith("\n") else [lines.pop()]
        yield from lines
    yield from split_lines("".join(waiting))
