"""The files that a run reads: never those that it writes.

An output may lie in a folder that is read, and is no input of the next run. But a file that was named, or that is
all there is to read, is meant: then writing would destroy it, and leaving it out would make an empty output of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from rareinsight.convert.folder import folder_of, targets_of
from rareinsight.reader.notices import Notice
from rareinsight.reader.places import Place, Source, find_places, printable


def inputs_of(source: Source | Iterable[Source], output: Path) -> list[Place | Notice]:
    """Return the files to read but for those that belong to the output.

    Raises:
        FileNotFoundError: A source names no file.
        TypeError: A source is neither text nor a path.
        ValueError: A file that was named, or the only one found, belongs to the output.
    """
    sources = list(source) if isinstance(source, Iterator) else source  # it is gone through twice
    found = find_places(sources)
    names = [sources] if isinstance(sources, str | os.PathLike) else sources
    written = _Written(output)
    inputs, left_out = list[Place | Notice](), list[Place]()
    for name, places in zip(names, found, strict=True):
        for place in places:
            if isinstance(place, Notice) or place.path not in written:
                inputs.append(place)
            elif Path(_local(name)).is_file():
                raise _to_be_read(place)
            else:
                left_out.append(place)
    if left_out and all(isinstance(each, Notice) for each in inputs):
        raise _to_be_read(left_out[0])
    return inputs


class _Written:
    """The files that belong to an output, whatever links and detours lead to them."""

    def __init__(self, output: Path) -> None:
        paths = output, *targets_of(output)
        self._names = {_real(path) for path in paths}
        self._folder = Path(_real(folder_of(output)))
        self._identities = {identity for path in paths if (identity := _identity(path))}

    def __contains__(self, path: str) -> bool:
        real = _real(path)
        return (
            real in self._names
            or self._folder in Path(real).parents
            or _identity(_local(path)) in self._identities
        )


def _to_be_read(place: Place) -> ValueError:
    return ValueError(f"{place.path} is to be read, so it can't be written")


def _local(name: Source) -> str | os.PathLike[str]:
    return name.removeprefix("file://") if isinstance(name, str) else name


def _real(path: Source) -> str:
    """Return a path without links and detours, as a place tells it."""
    return printable(os.path.realpath(_local(path)))  # not Path.resolve, which raises for links in a circle


def _identity(path: Source) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - the path may be text
    except OSError:
        return None
    return status.st_dev, status.st_ino
