"""What headings stand in a short stretch of text: one or several, or none.

The stretch is read from the left; either all of it is headings (and text that a heading may hold without a
marker), or it is something else.
"""

from __future__ import annotations

from typing import Final

from rareinsight._format.checks import LONGEST_HEADING
from rareinsight.free_forms import read_bold, read_free, read_link
from rareinsight.numbered_headings import is_figure, number_in, read_enumerated, read_worded
from rareinsight.patterns import Patterns
from rareinsight.stretch import LONGEST_STRETCH, Head, Stretch
from rareinsight.word_headings import head_of_word, read_word

_LONGEST_BELOW_LINK: Final = 2000


def read_headings(
    raw: str, start: int, end: int, right: str, patterns: Patterns, *, free: bool = True
) -> list[Head] | None:
    """Read ``raw[start:end]`` as headings.

    Args:
        raw: the article's text.
        start: where the stretch begins.
        end: where the next mark begins.
        right: the kind of that mark: ``"mark"``, ``"cite"``, ``"line"``, ``"rule"`` or ``"end"``.
        patterns: those of the format.
        free: whether headings outside the vocabulary count.

    Returns:
        The headings in order, the last of which may hold the rest as text; ``None`` if it is something else.
    """
    # a link may hold a long text, tables and all, up to the first marker
    longest = _LONGEST_BELOW_LINK if raw[start : start + 1] == "[" else LONGEST_STRETCH
    if end - start > longest and right != "cite":
        return None
    text = raw[start:end].rstrip()
    end = start + len(text)
    start = end - len(text.lstrip())
    if start == end or not (free or can_begin_known(raw[start], patterns)):
        return None
    bare = read_bare_heading(raw, start, end, patterns)
    if bare is not None:
        return [bare]
    return Stretch(raw, end, right, patterns, _read_in_order).read_on(start, free=free)


def read_bare_heading(raw: str, start: int, end: int, patterns: Patterns) -> Head | None:
    """Read ``raw[start:end]`` as ``Core Insights`` or ``Group 2`` and nothing else, the most common headings."""
    words = raw[start:end].strip()
    if not words or len(words) > LONGEST_HEADING:
        return None
    start = raw.index(words[0], start)
    end = start + len(words)
    known = patterns.words.get("".join(words.split()).casefold() if "\n" in words else words.casefold())
    if known is not None:
        return None if known.opens_title else head_of_word(known, start, end)
    for numbered, pattern in patterns.worded_at(words[0]):
        found = pattern.fullmatch(words)
        if found:
            number = number_in(found)
            return Head(start, end, numbered.role, number, None, "numbered", numbered)
    return None


def can_begin_known(sign: str, patterns: Patterns) -> bool:
    """Whether a heading that is no free one may begin with ``sign``."""
    return sign in "#*[" or patterns.vocabulary.may_begin(sign) or sign in patterns.numbered


def _read_in_order(stretch: Stretch, start: int, free: bool) -> list[Head] | None:
    """Read the heading at ``start`` and, from its end, those after it."""
    at = stretch.skip_blanks(start)
    heads = _read_one(stretch, at, free=free) if at < stretch.end else None
    if not heads:
        return None
    last = heads[-1]
    rest = stretch.skip_blanks(last.text[1] if last.text else last.end)
    if rest == stretch.end:
        return heads
    others = stretch.read_on(rest, free=free)
    return None if others is None else heads + others


def _read_markdown(stretch: Stretch, at: int, *, free: bool) -> list[Head] | None:
    """Read ``## Label``: the signs are no part of the heading, and what they stand before is one."""
    text = stretch.raw[at : stretch.end]
    start = stretch.skip_blanks(at + len(text) - len(text.lstrip("#")))
    if start == stretch.end:
        return None
    heads = _read_one(stretch, start, free=free)
    return heads or (None if stretch.before_text or not free else [Head(start, stretch.end)])


def _read_one(stretch: Stretch, at: int, *, free: bool) -> list[Head] | None:
    raw, end = stretch.raw, stretch.end
    if raw[at] == "#":
        return _read_markdown(stretch, at, free=free)
    if raw.startswith("**", at):
        bold = read_bold(stretch, at, free=free)
        if bold is not None:
            return [bold]
    link = read_link(stretch, at) if raw[at] == "[" else None
    if link is not None:
        return [link]
    for numbered, pattern in stretch.patterns.numbered_at(raw[at]):
        found = pattern.match(raw, at, end)
        if found and not is_figure(raw, found.end(), numbered):
            read = read_worded if numbered.is_worded else read_enumerated
            head = read(stretch, numbered, at, found.end(), number_in(found))
            return None if head is None else [head]
    word = stretch.word_at(at)
    if word is not None:
        return read_word(stretch, at, *word, free=free)
    return read_free(stretch, at) if free else None
