"""Records that come with their text and other fields apart: rows of a table, pages of a crawl."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rareinsight.reader.notices import Notice

_CHARACTERS: Final = 1 << 18
_ROWS: Final = 250


class Row(NamedTuple):
    """One record: its number in the file, its text if it has one, its other fields as JSON can say them.

    What is not ``plausible`` is nothing like a digest, and was asked for all the same.
    """

    number: int
    text: str | None
    fields: dict[str, object]
    plausible: bool = True


class Unlike(NamedTuple):
    """A page that is nothing like a digest; all that is kept of it is how long it was, in bytes of UTF-8."""

    length: int


class Batch(NamedTuple):
    """Some records, and what was noticed on the way to them."""

    rows: list[Row]
    notices: list[Notice]


def batched(found: Iterable[Row | Notice]) -> Iterator[Batch]:
    """Yield records in batches of about a quarter of a megabyte of text."""
    batch, size = Batch([], []), 0
    for each in found:
        if isinstance(each, Notice):
            batch.notices.append(each)
        else:
            batch.rows.append(each)
            size += len(each.text or "")
        if size >= _CHARACTERS or len(batch.rows) + len(batch.notices) >= _ROWS:
            yield batch
            batch, size = Batch([], []), 0
    if batch.rows or batch.notices:
        yield batch
