"""What is worked on at a time, by whoever does the work: some text or some records of one file."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from rareinsight.beginnings import NOTHING_ABOVE, Above
from rareinsight.format import Format
from rareinsight.reader.notices import Notice
from rareinsight.reader.rows import Row

ShareKind = Literal["text", "lines", "rows", "pages"]


@frozen
class Options:
    """How files are read; the meaning of each is told by :func:`rareinsight.reader.read`."""

    format: Format | str | None = None
    field: str | None = None
    encoding: str | None = None
    only_digests: bool | None = None


@frozen
class Share:
    """Some text of one file, or some of its records, with what was noticed on the way to them.

    ``kind`` says what is in it: ``text`` of articles one after the other (``ahead`` is the text that follows, to
    see where the last one ends, ``above`` what of the text before counts, ``format`` what the beginning of the
    file is of), ``lines`` of JSON, ``rows`` of a table, ``pages`` of a crawl. ``record`` and ``offset`` tell
    where it begins, ``read`` how many bytes of all the files had been read when it was cut, ``unlike`` and
    ``unlike_bytes`` how many pages before it were left out, as they are nothing like a digest, and how much text
    was in them. A ``watched`` share ended a worker before: each step in it is told. A ``careful`` one ended two:
    the line that does it is looked for.
    """

    kind: ShareKind
    path: str
    text: str = ""
    ahead: str = ""
    above: Above = NOTHING_ABOVE
    format: str | None = None
    rows: tuple[Row, ...] = ()
    record: int = 0
    offset: int = 0
    field: str | None = None
    notices: tuple[Notice, ...] = ()
    read: int = 0
    unlike: int = 0
    unlike_bytes: int = 0
    watched: bool = False
    careful: bool = False
