"""What a line is to its article: its source line, its title, its first heading, body, or list of references."""

from __future__ import annotations

import re
from typing import Final

from rareinsight._references import is_numbered
from rareinsight.article_titles import is_caption
from rareinsight.format import Format
from rareinsight.frames import ELLIPSES, LONGEST_TITLE, SENTENCE_ENDS, Frame, is_excerpt
from rareinsight.headings import read_headings
from rareinsight.lines import BODY_KINDS, HEADER_KINDS, Line
from rareinsight.lookahead import Ahead
from rareinsight.patterns import compile_format
from rareinsight.sentences import ends_sentence
from rareinsight.shapes import LONGEST_PARENT, is_plain_title, is_title
from rareinsight.signs import is_caseless
from rareinsight.wrapping import breaks_sentence

_LONGEST_LONE_HEADING: Final = 12
_MOST_WORDS_OF_LONE_HEADING: Final = 5
#: A title that ends in a stop is no longer than this; a longer line is a sentence.
_MOST_WORDS_OF_TITLE: Final = 10
#: Below a title in Markdown the first heading comes within so many lines.
_MOST_LINES_OF_LEAD: Final = 4
_FIRST_NUMBERS: Final = ("1. ", "1) ")
#: The number of an insight in a list: ``2. Costs fell``.
_NUMBER: Final = re.compile(r"([0-9]{1,2})([.)]) ")


def put(frame: Frame, line: Line, ahead: Ahead, format: Format) -> None:
    """Add a line to an article, as what it is to it."""
    here = len(frame.lines)
    if line.kind == "text" and _is_next_of_list(frame, line):
        line = line._replace(kind="marked")
    if line.kind in HEADER_KINDS and frame.source is None:
        frame.title = frame.title_above(format) if frame.title is None else frame.title
        frame.source, frame.ends_in_header = here, frame.first_body is not None
        frame.leave_out_of_body(frame.title)
    elif line.kind == "reference" and frame.references is None:
        frame.references = here
    elif line.kind == "heading" and _is_title_above_all(frame, line, ahead, format):
        frame.title = here
    elif (
        line.kind in BODY_KINDS or (line.kind == "text" and _is_text_of_body(frame, line, ahead, format))
    ) and (frame.references is None or _resumes(line)):
        if frame.first_body is None:
            _begin_body(frame, line, ahead, format)
        frame.references = None
        frame.add_to_body(line)
    frame.append(line)


def _is_title_above_all(frame: Frame, line: Line, ahead: Ahead, format: Format) -> bool:
    """Whether a first line that looks like a heading is the title: in Markdown, or above a digest of another kind.

    ``# Copper Climbs`` is one above ``## Core Insights``, ``3 Takeaways`` above ``Prices - They fell [1]``,
    ``1. Copper Climbs`` above ``Core Insights - It rose [1]``.
    """
    head, title = line.head, line.words
    may_be_numbered = head is not None and head.kind == "numbered" and head.role != "group"
    may_be_marked = head is None and title.startswith("# ")
    has_header = frame.title is not None or frame.source is not None
    if has_header or frame.first_body is not None or frame.texts_after(-1):
        return False
    following = ahead.words(_MOST_LINES_OF_LEAD)
    if not following:
        return False
    if is_caption(line, following[0]):
        return True
    if may_be_marked:
        # a lead may stand between the title and the first heading
        return not format.free_headings or any([near.words.startswith(("##", "**")) for near in following])
    return may_be_numbered and following[0].kind == "opening" and following[0].head is None


def _is_next_of_list(frame: Frame, line: Line) -> bool:
    """Whether a line without citations goes on with the numbers of the body above it."""
    last = frame.last_body
    is_next = last is not None and last == frame.last_words()
    return is_next and _has_next_number(frame.lines[last or 0], line)


def _has_next_number(before: Line, line: Line) -> bool:
    """Whether a line begins with the number that is due after the line before: the next one, or 1 below a heading."""
    found, last = _NUMBER.match(line.words), _NUMBER.match(before.words)
    if found is None:
        return False
    if last is None:
        return before.kind == "heading" and found[1] == "1"
    return found[2] == last[2] and int(found[1]) == int(last[1]) + 1


def _resumes(line: Line) -> bool:
    """Whether a digest goes on below a list of references: with a core or group that is no entry of it."""
    is_heading = line.head is not None and line.head.role != "other"
    return is_heading and not is_numbered(line.text, line.start, line.end)


def _is_text_of_body(frame: Frame, line: Line, ahead: Ahead, format: Format) -> bool:
    """Whether a line of plain text is of a body: below a heading where insights have no markers, or cut off.

    ``出险率 - 新能源车`` at the end of a page is a digest that was cut off before its first citation.
    """
    if frame.first_body is not None:
        return format.unmarked
    return frame.source is not None and (
        (line.could_open or _opens_known(line, format)) and _is_all_there_is(frame, ahead)
    )


def _opens_known(line: Line, format: Format) -> bool:
    """Whether a line begins with a heading of the vocabulary and text of it: ``核心观点 铜价本周``."""
    if line.words.endswith(ELLIPSES):
        return False  # an excerpt of raw text
    patterns = compile_format(format)
    return bool(read_headings(line.text, line.start, line.end, "cite", patterns, free=False))


def _is_all_there_is(frame: Frame, ahead: Ahead) -> bool:
    """Whether the line at hand is all that follows a source line, and the page ends with it."""
    return frame.source is not None and not ahead.words() and not frame.texts_after(frame.source)


def _begin_body(frame: Frame, line: Line, ahead: Ahead, format: Format) -> None:
    """Tell title and first heading among the lines before the first line of a body."""
    here = len(frame.lines)
    frame.first_body = here
    may_be_cut = line.kind in ("opening", "text") and not is_excerpt(
        line.text, line.start, line.end, line.head
    )
    frame.is_cut_short = may_be_cut and _is_all_there_is(frame, ahead)
    texts = _texts_above(frame, here)
    is_insight = line.kind in ("marked", "cited") or _opens_with_one(
        line, has_source=frame.source is not None
    )
    is_title_below = (
        frame.source is not None and frame.title is None and len(texts) == 1 and line.head is not None
    )
    may_be_below = (is_insight or _is_below_chapter(frame, line)) and not is_title_below
    if may_be_below and texts and _is_first_heading(frame, line, texts, format):
        frame.first_body = texts.pop()
        if _is_parent(frame, texts):
            frame.first_body = texts.pop()
    if frame.source is not None:
        # a page may have its source line above the title
        if frame.title is None and len(texts) == 1 and len(frame.lines[texts[0]].words) <= LONGEST_TITLE:
            frame.title = None if _is_preamble(frame.lines[texts[0]].words) else texts[0]
        return
    if format.lead:
        texts = _leave_lead_to_body(frame, texts)
    if texts and _goes_on_in(line, frame, texts[-1]):
        texts = texts[:-1]
    titles = [at for at in texts if not _is_preamble(frame.lines[at].words)]
    title = (titles[-1] if format.title_line == "last" else titles[0]) if titles else None
    if title is not None and len(frame.lines[title].words) <= LONGEST_TITLE:
        frame.title = title


def _texts_above(frame: Frame, here: int) -> list[int]:
    """The lines of text above line ``here`` and below the source line, or else below the page furniture."""
    texts = frame.texts_below_header()
    if frame.source is not None:
        return texts
    # what stands above page furniture is a tag, not a title
    furniture = [at for at in range(here) if frame.lines[at].kind == "furniture"]
    return [at for at in texts if not furniture or at > furniture[-1]]


def _is_parent(frame: Frame, texts: list[int]) -> bool:
    """Whether a line right below the source line, and right above the first heading, is that one's parent."""
    if len(texts) != 1 or frame.source is None or frame.first_body is None or texts[0] < frame.source:
        return False
    words = frame.lines[texts[0]].words
    is_between = texts[0] == frame.first_body - 1 and frame.title is not None and frame.title < frame.source
    return is_between and len(words) <= LONGEST_PARENT and is_title(words)


def _leave_lead_to_body(frame: Frame, texts: list[int]) -> list[int]:
    """Count the paragraphs right above the first heading to the body; return the lines above them."""
    lines = frame.lines
    while texts and (
        len(lines[texts[-1]].words) > LONGEST_TITLE or lines[texts[-1]].words.endswith(SENTENCE_ENDS)
    ):
        frame.first_body = texts.pop()
    return texts


def _is_below_chapter(frame: Frame, line: Line) -> bool:
    """Whether a numbered heading is the first below a source line, so that what stands between is one too."""
    is_numbered_heading = line.kind == "heading" and line.head is not None and line.head.kind == "numbered"
    return is_numbered_heading and frame.source is not None


def _is_first_heading(frame: Frame, line: Line, texts: list[int], format: Format) -> bool:
    """Whether the last line of text above the first insight is its heading, and not the title."""
    at = texts[-1]
    words = frame.lines[at].words
    if at != frame.last_words() or not format.free_headings or not (is_title(words) or is_plain_title(words)):
        return False
    if len(texts) > 1 or frame.source is not None:
        return True
    if at == len(frame.lines) - 1 and not _is_whole_body(line, format):
        return True
    # alone above a blank line or a whole body it is a title, unless it is as short as headings are
    words = words.strip("*")
    if is_caseless(words):
        is_short = len(words) <= _LONGEST_LONE_HEADING
    else:
        is_short = len(words.split()) <= _MOST_WORDS_OF_LONE_HEADING
    return is_short and (line.kind == "marked" or line.words.startswith(_FIRST_NUMBERS))


def _opens_with_one(line: Line, *, has_source: bool) -> bool:
    """Whether a line opens with the number one, which is the marker of an insight unless it is a heading's."""
    head = line.head
    if line.kind != "opening" or head is None or head.numbered is None or head.number != 1:
        return False
    return (
        "{n}" in head.numbered.shape and not head.numbered.is_worded and (has_source or head.text is not None)
    )


def _is_whole_body(line: Line, format: Format) -> bool:
    """Whether a marker stands in a line after its first citation, so that more than one insight does."""
    _, _, rest = line.text.partition("]")
    return any([f" {sign} " in rest for sign in format.markers])


def _goes_on_in(line: Line, frame: Frame, number: int) -> bool:
    """Whether line ``number`` holds a heading, a marker and words that go on in the first line of a body below."""
    above = frame.lines[number]
    is_right_above = number == len(frame.lines) - 1 and line.kind == "cited"
    return above.could_open and is_right_above and breaks_sentence(above, line)


def _is_preamble(words: str) -> bool:
    """Whether a line says what follows, as summarisers do, or is another sentence, and no title."""
    is_long_sentence = (
        words.endswith((".", "。")) and ends_sentence(words) and len(words.split()) > _MOST_WORDS_OF_TITLE
    )
    return words.endswith((":", "：")) or is_long_sentence
