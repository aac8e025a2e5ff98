"""Which lines are the title of an article: once more below it, worded as a heading, above text that is no digest."""

from __future__ import annotations

from rareinsight.format import Format
from rareinsight.frames import LONGEST_TITLE, SENTENCE_ENDS, Frame
from rareinsight.lines import Line
from rareinsight.stretch import COLONS


def without_ending(words: str, format: Format) -> str:
    """Return a title without what the page adds to it: ``A Title - Reportify``, whatever blanks that has."""
    for ending in format.title_endings:
        if words.replace("\u00a0", " ").endswith(ending):
            words = words[: -len(ending)]
    return words


def repeats_title(line: Line, title: str, format: Format) -> bool:
    """Whether a line is the title once more, with or without what pages add to it."""
    words = without_ending(line.words, format)
    return title.startswith(words) or words.startswith(title)


def is_title_again(frame: Frame, line: Line, format: Format) -> bool:
    """Whether a line below a body is the title word for word, however much it looks like a heading."""
    if frame.title is None or frame.first_body is None or line.length > 2 * LONGEST_TITLE:
        return False
    return without_ending(line.words, format) == frame.lines[frame.title].words


def is_caption(line: Line, below: Line) -> bool:
    """Whether a heading is the title of the digest that begins below it with its core, or with its first group.

    ``核心观点:美联储年内或再降两次`` and ``2. Tin Follows`` say more than the word or number that they begin with.
    """
    head = line.head
    if head is None or below.head is None or head.holds_text:
        return False
    says_more = head.label is not None or any(sign in line.words[:-1] for sign in COLONS)
    if not says_more or line.kind != "heading" or below.kind not in ("opening", "heading"):
        return False
    return below.head.role == "core" or (below.head.role == "group" != head.role and below.head.number == 1)


def title_of_raw(frame: Frame) -> int | None:
    """The title of a text that is no digest: a short first line above more text, or all there is of an entry."""
    texts = frame.texts_after(-1)
    if not texts or len(frame.lines[texts[0]].words) > LONGEST_TITLE:
        return None
    if len(texts) == 1:
        return texts[0] if frame.begins_with_title and frame.source is None else None
    return None if frame.lines[texts[0]].words.endswith(SENTENCE_ENDS) else texts[0]
