"""Checks that hold for every text: spans are right, no text is lost, and work grows linearly.

Each check raises an ``AssertionError`` that names the place (``assert`` does nothing under ``python -O``).
"""

from __future__ import annotations

import gc
import pickle
import re
from collections.abc import Callable
from cProfile import Profile
from typing import Final

from rareinsight._formats.registry import formats
from rareinsight.model import Article, Insight, Span
from rareinsight.testing._words import pattern_of

#: What parts citations and does not belong to the text: ``[1]; [3]``.
_SEPARATORS: Final = " \t\u00a0\u3000,，、;；&"
_PARTING: Final = str.maketrans("", "", ",，、*_~^\ufeff\u200b")
#: The number of repeated parts in a text, compared with twice as many, and the most that steps may grow.
_PARTS: Final = 40
_LINEAR: Final = 2.2


def check_tiling(article: Article, text: str) -> None:
    """Check that ``raw`` is the text, and that the pieces joined are the text."""
    if article.raw != text:
        raise AssertionError(f"article.raw is {article.raw!r}, not the text {text!r}")
    pieces = article.pieces()
    joined = "".join(piece.span.cut(text) for piece in pieces)
    if joined != text:
        raise AssertionError(f"the pieces joined are {joined!r}, not the text {text!r}")
    if not all(len(piece.span) for piece in pieces):
        raise AssertionError("a piece is empty")


def check_spans(article: Article) -> None:
    """Check that spans nest, are in order, and cut the text they stand for."""
    raw, format = article.raw, formats().get(article.format or "")
    openings = re.compile("|".join(map(pattern_of, () if format is None else format.openings)) or "(?!)")
    cuts = [("title", article.title_span, article.title), ("source", article.source_span, article.source)]
    nested = [("sections", article.span, [section.span for section in article.sections])]
    nested += [(each.code, article.span, [each.span]) for each in article.diagnostics if each.span is not None]
    for number, section in enumerate(article.sections):
        path = f"sections[{number}]"
        cuts.append((f"{path}.heading", section.heading_span, section.heading))
        headings = [section.heading_span] if section.heading_span is not None else []
        nested.append((path, section.span, [*headings, *(insight.span for insight in section.insights)]))
        for place, insight in enumerate(section.insights):
            path = f"sections[{number}].insights[{place}]"
            brackets = list(dict.fromkeys(citation.span for citation in insight.citations))
            nested.append((path, insight.span, brackets))
            _check_words(path, raw, insight, brackets, openings)
            for each in insight.citations:
                name = f"{path}: the claim of [{each.cites}]"
                cuts.append((name, each.claim_span, each.claim))
                nested.append((name, insight.span, sorted([each.claim_span, each.span])))
    for name, span, text in cuts:
        cut = None if span is None else span.cut(raw)
        if cut != text:
            raise AssertionError(f"{name} is {text!r}, but its span {span} cuts {cut!r}")
    for name, outer, inner in nested:
        places = [outer.start, *(place for span in inner for place in (span.start, span.end)), outer.end]
        if places != sorted(places):
            raise AssertionError(f"{name}: {', '.join(map(str, inner))} is not between {outer.start} and {outer.end}")


def _check_words(path: str, raw: str, insight: Insight, brackets: list[Span], openings: re.Pattern[str]) -> None:
    starts = [insight.start, *(bracket.end for bracket in brackets)]
    ends = [*(bracket.start for bracket in brackets), insight.end]
    parts = [openings.sub("", raw[start:end]) for start, end in zip(starts, ends, strict=True)]
    parts[1:-1] = [part for part in parts[1:-1] if part.strip(_SEPARATORS)]
    if brackets and not parts[0]:  # a colon right behind citations that come first belongs to them
        parts[1] = re.sub("^[:：]", "", parts[1])
    kept = re.sub(r"(?<=[\r\n])[> ]+", "", "".join(parts))  # a quote of several lines
    # if the words before citations end in a stop, as in the U.S. [1]., the text has no second one
    if _solid(kept) not in (_solid(insight.text), f"{_solid(insight.text)}."):
        raise AssertionError(f"{path}.text is {insight.text!r}, its span without citations {kept!r}")


def _solid(text: str) -> str:
    """Return a text without spaces, separators of brackets and emphasis: ``[1], [3]``, ``*[1]*``."""
    return "".join(text.translate(_PARTING).split())


def check_pickling(value: object) -> None:
    """Check that a value is unchanged by pickling, including its spans."""
    copy = pickle.loads(pickle.dumps(value))  # noqa: S301 - we just pickled it
    if copy != value or repr(copy) != repr(value):
        raise AssertionError(f"pickling turns {value!r} into {copy!r}")


def check_growth(read: Callable[[str], object], part: str, written: Callable[[int], str] | None = None) -> None:
    """Check that parsing twice as many copies of a part takes about twice as many calls, as timings vary."""
    texts = [part * count if written is None else written(count) for count in (_PARTS, 2 * _PARTS)]
    read(texts[1])  # patterns are compiled when they are first used
    steps, twice = (count_steps(read, text) for text in texts)
    if twice > _LINEAR * steps:
        raise AssertionError(f"{part!r} {_PARTS} times takes {steps} steps, {2 * _PARTS} times {twice}")


def count_steps(read: Callable[[str], object], text: str) -> int:
    """Count the calls made while parsing a text; Hypothesis would be called when garbage is collected."""
    profile = Profile()
    gc.disable()
    try:
        profile.runcall(read, text)
    finally:
        gc.enable()
    return sum(entry.callcount for entry in profile.getstats())
