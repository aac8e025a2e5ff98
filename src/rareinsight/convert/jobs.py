"""What a worker does with a share: read it, encode its articles, leave them as a file."""

from __future__ import annotations

import json
import pickle
import tempfile
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from rareinsight.convert.outputs import output_of
from rareinsight.convert.summary import Summary
from rareinsight.model import Article, Origin
from rareinsight.reader.notices import Notice, make_notice
from rareinsight.reader.parsing import Step, read_share
from rareinsight.reader.share import Options, Share


@frozen
class Entry:
    """An article that may be a repeat: its fingerprint, what it adds to the counts, its encoding."""

    fingerprint: bytes
    counts: Summary
    encoded: object


@define
class Part:
    """What became of a share: the file with its encoded articles, what is to be listed, and the counts.

    ``entries`` is filled only if repeats are to be dropped.
    """

    file: Path | None = None
    rejected: list[bytes] = field(factory=list[bytes])
    others: list[bytes] = field(factory=list[bytes])
    notices: list[Notice] = field(factory=list[Notice])
    entries: list[Entry] = field(factory=list[Entry])
    counts: Summary = field(factory=Summary)


@frozen
class ConvertJob:
    """Read a share and write its part of ``output`` into ``folder``.

    ``unique`` says whether fingerprints are wanted, ``others`` whether texts that are no digest are to be
    listed.
    """

    options: Options
    output: Path
    folder: Path
    unique: bool
    others: bool

    def run(self, share: Share, step: Step | None = None) -> bytes:
        """Return the part of a share, pickled; its articles are in its file."""
        part, encoded = Part(), list[object]()
        for notice in share.notices:
            self._note(notice, part)
        kind = output_of(self.output)
        for found in read_share(share, evolve(self.options, only_digests=False), step):
            if isinstance(found, Notice):
                self._note(found, part)
            elif not found.sections:
                self._pass_over(found, part)
            else:
                try:
                    encoded.append(kind.encode(found))
                except ValueError as error:
                    self._note(_refused(found, error), part)
                else:
                    self._count(found, encoded[-1], part)
        made = kind.make_part(encoded)
        if made:
            with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
                file.write(made)
            part.file = Path(file.name)
        return pickle.dumps(part)

    def _count(self, article: Article, encoded: object, part: Part) -> None:
        part.counts.count(article)
        if self.unique:
            counts = Summary()
            counts.count(article)
            part.entries.append(Entry(bytes.fromhex(article.fingerprint), counts, encoded))

    def _pass_over(self, article: Article, part: Part) -> None:
        part.counts.non_digests += 1
        if self.others:
            part.others.append(_json_line({"title": article.title, "origin": _origin(article.origin)}))

    def _note(self, notice: Notice, part: Part) -> None:
        part.notices.append(notice)
        part.counts.notices[notice.code] += 1
        if notice.severity == "error":
            part.counts.rejected += 1
            origin = Origin(notice.path, notice.record, notice.offset)
            entry = {"reason": notice.code, "message": notice.message, "origin": _origin(origin)}
            part.rejected.append(_json_line(entry))


def _refused(article: Article, error: ValueError) -> Notice:
    origin = article.origin or Origin()
    return make_notice("failed-record", origin.path, str(error), record=origin.record, offset=origin.offset)


def _origin(origin: Origin | None) -> dict[str, Any]:
    origin = origin or Origin()
    return {"path": origin.path, "record": origin.record, "offset": origin.offset}


def _json_line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
