"""A share to articles: the work that is worth sharing, in this process or in a worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, cast

from attrs import evolve

from rareinsight._format.registry import find_format
from rareinsight.beginnings import Above
from rareinsight.diagnostics import make_diagnostic
from rareinsight.lines import split_lines
from rareinsight.model import Article, Origin
from rareinsight.parser import articles_of, parse, parse_many
from rareinsight.reader.fields import TOO_DEEP, is_too_deep
from rareinsight.reader.notices import Notice, make_notice
from rareinsight.reader.rows import Row
from rareinsight.reader.share import Options, Share

#: Called before each step with its place in the share: code points in a text, else the number of the record.
Step = Callable[[int], object]

#: How many lines are tried one by one to find the one that fails.
_TRIED_LINES: Final = 100


def read_share(share: Share, options: Options, step: Step | None = None) -> Iterator[Article | Notice]:
    """Yield the articles of a share, each with its origin; what fails comes as a notice in its place.

    Args:
        share: The share.
        options: How to read it. Where only digests are wanted, articles without sections are left out.
        step: Called before each step, so that someone knows where the work ended if it ends the process.
    """
    step = step or _no_step
    only_digests = share.kind == "pages" if options.only_digests is None else options.only_digests
    found = _read_text(share, options, step) if share.kind == "text" else _read_records(share, options, step)
    for each in found:
        if isinstance(each, Notice) or each.sections or not (only_digests or each.raw.isspace()):
            yield each


def _read_text(share: Share, options: Options, step: Step) -> Iterator[Article | Notice]:
    """Read articles that stand one after the other; a line that fails is passed over, the rest is read on."""
    options = evolve(options, format=options.format or share.format)
    start = 0
    while start < len(share.text):
        text, at = share.text[start:] if start else share.text, 0
        step(start)
        if share.careful:
            _find_failing_line(text, options, step, start)
        try:
            for article in _articles_of(text, share.ahead, options, share.above):
                yield evolve(article, origin=Origin(share.path, 0, share.offset + start + at))
                at += len(article.raw)
                step(start + at)
        except Exception as error:
            rest = text[at:]
            before, length = _find_failing_line(rest, options)
            if before:
                kept = evolve(share, text=rest[:before], ahead="", offset=share.offset + start + at)
                yield from _read_text(kept, options, step)
            place = share.offset + start + at + before
            yield make_notice("failed-record", share.path, _describe(error), record=0, offset=place)
            start += at + before + length
        else:
            return


def _articles_of(text: str, ahead: str, options: Options, above: Above) -> Iterator[Article]:
    """Yield the articles of ``text``, which ``ahead`` follows."""
    read = partial(articles_of, format=find_format(options.format or ""), above=above)
    at = 0
    for article in read(split_lines(text + ahead)):
        if at + len(article.raw) > len(text):  # seen alone, they may end elsewhere; no text may come twice
            yield from read(split_lines(text[at:]))
            return
        yield article
        at += len(article.raw)
        if at == len(text):
            return


def _no_step(at: int) -> None:
    """Tell nobody."""


def _find_failing_line(text: str, options: Options, step: Step = _no_step, base: int = 0) -> tuple[int, int]:
    """Return where the first line begins that makes reading fail, and its length; try line after line."""
    at = 0
    for line in split_lines(text)[:_TRIED_LINES]:
        step(base + at)
        try:
            for _ in parse_many(text[: at + len(line)], format=options.format):
                pass
        except Exception:
            return at, len(line)
        at += len(line)
    return 0, len(text)


def _read_records(share: Share, options: Options, step: Step) -> Iterator[Article | Notice]:
    rows: Iterable[Row | Notice] = _rows_of_lines(share) if share.kind == "lines" else share.rows
    for row in rows:
        if isinstance(row, Notice):
            yield row
            continue
        step(row.number)
        if not row.text or row.text.isspace():
            if share.kind != "pages":
                detail = f"in {share.field!r}" if share.field else ""
                yield make_notice("missing-text", share.path, detail, record=row.number)
            continue
        yield from _read_row(row, share.path, options)


def _read_row(row: Row, path: str, options: Options) -> Iterator[Article | Notice]:
    offset = 0
    try:
        if not row.plausible:
            yield evolve(_as_other(row.text or "", options), origin=Origin(path, row.number, 0, row.fields))
            return
        for article in parse_many(row.text or "", format=options.format):
            yield evolve(article, origin=Origin(path, row.number, offset, row.fields))
            offset += len(article.raw)
    except Exception as error:
        yield make_notice("failed-record", path, _describe(error), record=row.number, offset=offset)


def _as_other(text: str, options: Options) -> Article:
    """Return a page that is nothing like a digest, which it is not to become because it is asked for."""
    article = parse(text, format=options.format)
    if not article.sections:
        return article
    doubts = (make_diagnostic("no-digest"),)
    return evolve(article, sections=(), format=None, truncated=False, diagnostics=doubts)


def _rows_of_lines(share: Share) -> Iterator[Row | Notice]:
    """Yield the records in lines of JSON; blank lines are none."""
    for number, line in enumerate(share.text.split("\n"), share.record):
        if not line or line.isspace():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            yield make_notice("broken-record", share.path, f"not JSON ({error})", record=number)
            continue
        except RecursionError:
            yield make_notice("broken-record", share.path, TOO_DEEP, record=number)
            continue
        if not isinstance(record, dict):
            yield make_notice("broken-record", share.path, "no JSON object", record=number)
            continue
        fields = cast("dict[str, object]", record)
        if is_too_deep(fields):
            yield make_notice("broken-record", share.path, TOO_DEEP, record=number)
            continue
        text = fields.pop(share.field or "", None)
        yield Row(number, text if isinstance(text, str) else None, fields)


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
