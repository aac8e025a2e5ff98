"""What is left to tell of an article once all its lines are there: how far a body goes, and what stands below."""

from __future__ import annotations

from itertools import pairwise

from rareinsight.article_titles import repeats_title
from rareinsight.format import Format
from rareinsight.frames import LONGEST_TITLE, Frame
from rareinsight.lines import Line
from rareinsight.patterns import compile_format
from rareinsight.shapes import is_plain_title, is_title
from rareinsight.wrapping import Wrap, breaks_sentence, find_wrap


def place_tail(frame: Frame, format: Format, *, followed: bool) -> None:
    """Find the title among the lines after a body; those that are no title may still belong to the body.

    Where another article follows, the last ones may be of the page: ``Read more``, ``分享 收藏``, a deck.
    """
    texts = frame.texts_after(frame.last_body or 0)
    if not texts:
        return
    first = frame.lines[texts[0]].words
    last = frame.last_body or 0
    if frame.title is None:
        goes_on = texts[0] == last + 1 and breaks_sentence(frame.lines[last], frame.lines[texts[0]])
        if len(texts) == 1 and ((goes_on and first[0].islower()) or is_cut_heading(first, format)):
            frame.last_body = texts[0]
        elif frame.source is None and len(first) <= LONGEST_TITLE and not first.endswith(" -"):
            frame.title = texts[0]
    elif not frame.ends_in_header:
        title = frame.lines[frame.title].words
        if any(repeats_title(frame.lines[at], title, format) for at in texts):
            return
        while followed and texts and _is_of_page(frame.lines[texts[-1]].words):
            texts.pop()
        frame.last_body = texts[-1] if texts else last


def _is_of_page(words: str) -> bool:
    """Whether a line below a body and above another article is no more of that body than of any: ``Read more``."""
    return is_title(words) or is_plain_title(words)


def is_cut_heading(words: str, format: Format) -> bool:
    """Whether the end of a text is the beginning of a heading and no more: ``Core Insi``, ``Grou``."""
    begun = words.casefold()
    patterns = compile_format(format)
    is_number = any(shape.shape.casefold().startswith(begun) for shape in format.numbered if shape.is_worded)
    return is_number or patterns.vocabulary.is_cut_to(words)


def unwrap(frame: Frame, format: Format) -> None:
    """See whether the body is wrapped; then the lines next to it that break in mid-sentence are its own."""
    lines, first, last = frame.lines, frame.first_body, frame.last_body
    # where markers tell insights and nothing is cited, whatever has no marker goes on anyway
    if first is None or last is None or not (format.citations or format.unmarked):
        return
    top, bottom = first, last
    lowest = 0 if frame.source is None or frame.source > first else frame.source + 1
    while top > lowest and lines[top - 1].kind == "text":
        top -= 1
    while bottom + 1 < len(lines) and lines[bottom + 1].kind == "text":
        bottom += 1
    wrap = find_wrap(lines[top : bottom + 1])
    if wrap is None or (format.unmarked and not _has_paragraphs(lines[first : last + 1], wrap)):
        return
    while first > top and wrap.breaks(lines[first - 1], lines[first]):
        first -= 1
    while last < bottom and wrap.breaks(lines[last], lines[last + 1]):
        last += 1
    frame.first_body, frame.last_body = first, last
    runs_on = format.unmarked or _runs_on(lines[first : last + 1], format)
    breaks = wrap.is_full if runs_on else wrap.breaks
    frame.joined = [at for at in range(first, last) if breaks(lines[at], lines[at + 1])]
    if frame.title is not None and first <= frame.title <= last:
        above = [at for at in range(lowest, first) if lines[at].kind == "text"]
        frame.title = above[-1] if above else None


def _has_paragraphs(lines: list[Line], wrap: Wrap) -> bool:
    """Whether small letters tell that lines are parts of paragraphs: without markers each might be an insight."""
    broken = [following for line, following in pairwise(lines) if wrap.breaks(line, following)]
    return 2 * sum(following.words[0].islower() for following in broken) > len(broken)


def _runs_on(lines: list[Line], format: Format) -> bool:
    """Whether insights follow one another in a line, so that a marker begins one by chance."""
    joints = [f"]{stop} {sign} " for stop in ("", ".", "。") for sign in format.markers]
    return any(
        line.kind == "opening" or line.could_open or any([joint in line.text for joint in joints])
        for line in lines
    )
