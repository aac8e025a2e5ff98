"""Limits on how much of a text or a file is accepted, and their defaults."""

from __future__ import annotations

from typing import Any, Final

from attrs import field, frozen

from rareinsight._messages import in_range, refuse_unknown_fields


def _limit(default: int, least: int, most: int) -> Any:  # noqa: ANN401 - as attrs types its own fields
    return field(default=default, kw_only=True, validator=in_range(least, most))


@refuse_unknown_fields
@frozen(cache_hash=True)
class Limits:
    """How much of a text or a file is accepted; what exceeds a limit is reported, never an error of its own.

    The first three limits apply to any text, the others to files.

    Attributes:
        citation_digits: the most digits in the number of a citation, 1 to 9. A longer number is text (``long-number``).
        citation_range: the most numbers that a range such as ``[1-9]`` adds to its first, up to 10,000. A wider range
            is text (``wide-range``).
        article_lines: the most lines in one article, 100 or more. Further lines begin another one (``long-article``).
        record_size: the longest record of a file, in bytes, or in code points where text has been decoded. A longer
            one is skipped (``long-record``).
        record_levels: how deeply the fields of a record may nest, up to 500. A record that nests more deeply is
            skipped (``broken-record``).
        html_levels: how deeply the elements of an HTML page may nest. A page that nests more deeply is skipped
            (``failed-record``). The time to read a page grows with the square of its depth.
        archive_levels: how deeply archives may nest, up to 50. Archives below that are skipped (``unreadable-file``).
        member_size: the most bytes of a file inside an archive that are copied to disk, as Parquet and zip files have
            to be, and that a compressed batch of Arrow unpacks to. A larger file (``unreadable-file``) or batch
            (``long-record``) is skipped.
        workers: the most processes that ``workers`` may ask for.

    Raises:
        TypeError: there is no limit with this name.
        ValueError: a limit is not an integer, or is out of range.

    >>> from rareinsight import parse
    >>> text = "Core Insights - Prices fell [12345678]"
    >>> parse(text).insights[0].text, parse(text, limits=Limits(citation_digits=8)).insights[0].text
    ('Prices fell [12345678]', 'Prices fell')
    """

    citation_digits: int = _limit(6, 1, 9)
    citation_range: int = _limit(100, 0, 10_000)
    article_lines: int = _limit(10_000, 100, 1 << 31)
    record_size: int = _limit(1 << 24, 1, 1 << 31)
    record_levels: int = _limit(100, 1, 500)
    html_levels: int = _limit(5_000, 1, 1 << 31)
    archive_levels: int = _limit(5, 0, 50)
    member_size: int = _limit(1 << 30, 0, 1 << 62)
    workers: int = _limit(256, 1, 1 << 16)


DEFAULTS: Final = Limits()  #: the limits if none are given
