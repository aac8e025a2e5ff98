"""A share that ended its worker, taken apart around the place where that happened."""

from __future__ import annotations

from attrs import evolve

from rareinsight.reader.notices import make_notice
from rareinsight.reader.share import Share


def split(share: Share, at: int) -> tuple[Share, Share]:
    """Return what of a share stands before a step, and the rest.

    Args:
        share: The share.
        at: The step: code points in a text, the number of a record else.
    """
    if share.kind == "text":
        first = evolve(share, text=share.text[:at], ahead="")  # what follows may be what kills
        return first, evolve(share, text=share.text[at:], offset=share.offset + at, notices=())
    if share.kind == "lines":
        cut = _start_of_line(share.text, at - share.record)
        first = evolve(share, text=share.text[:cut])
        return first, evolve(share, text=share.text[cut:], record=at, notices=())
    first = evolve(share, rows=tuple(row for row in share.rows if row.number < at))
    return first, evolve(share, rows=tuple(row for row in share.rows if row.number >= at), notices=())


def lose(share: Share, deaths: int) -> tuple[Share, Share]:
    """Return the notice that the first line or record of a share is lost, as a share, and the rest."""
    if share.kind == "text":
        lost, rest = split(share, _start_of_line(share.text, 1))
        record, offset = 0, lost.offset
    elif share.kind == "lines":
        lost, rest = split(share, share.record + 1)
        record, offset = share.record, None
    else:
        record, offset = share.rows[0].number, None
        lost, rest = split(share, record + 1)
    notice = make_notice("lost-record", share.path, f"{deaths} times", record=record, offset=offset)
    return evolve(lost, kind="text", text="", rows=(), notices=(*share.notices, notice)), rest


def is_empty(share: Share) -> bool:
    """Whether a share holds nothing to do or to tell."""
    return not (share.text or share.rows or share.notices)


def _start_of_line(text: str, number: int) -> int:
    """Return where line ``number`` begins, counted from 0; the end of the text if there are fewer."""
    at = 0
    for _ in range(number):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at
