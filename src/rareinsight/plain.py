"""What leaves nothing to decide, read in one step each: plain insights, and bare headings before a marker.

In a crawled digest nine insights of ten are ``text [1][3] - next``: words without any other mark, a run of
citations, perhaps a stop, the next marker; and most headings are ``Core Insights`` or ``Group 2`` and no more.
Looking for the rare sign, the bracket, and around it, costs a third of scanning for every dash. What is not just
so is left to the tables of :mod:`rareinsight.evidence`: the two ways read alike, and a test holds them to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Insight
from rareinsight.patterns import BLANK, compile_format
from rareinsight.shapes import has_word
from rareinsight.statements import make_plain_insight
from rareinsight.stretch import Head
from rareinsight.word_headings import head_of_word

#: The shape of citations that is read here; texts with others take the general way.
_PLAIN_CITATION: Final = "[{n}]"
_PLACE_OF_NUMBER: Final = "{n}"
_LONGEST_NUMBER: Final = 6
_DIGITS: Final = "0123456789"
_LINE_ENDS: Final = "\r\n"
#: What may stand before the first word besides: a quote, a bracket, the sign of a currency, bold.
_BEFORE_WORDS: Final = ("“", '"', "‘", "'", "《", "「", "『", "(", "（", "$", "€", "£", "¥", "**")
#: Blanks that are not the common one; a text that holds any is searched for markers more thoroughly.
_RARE_BLANKS: Final = "\t\u00a0\u3000\u2002\u2003\u2009\u202f\ufeff\u200b"
#: What no text in ASCII with tidy blanks holds; line ends are signs of their own.
_UNTIDY: Final = ("\t", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f")


class Signs(NamedTuple):
    """What plain words don't hold: signs after a blank, and signs anywhere."""

    spaced: tuple[str, ...]
    alone: tuple[str, ...]


class PlainStep(NamedTuple):
    """What plain insights and bare headings of a format are read with."""

    after_words: re.Pattern[str]
    before_marker: re.Pattern[str]
    marker: re.Pattern[str]
    signs: Signs
    signs_in_ascii: Signs
    words: dict[str, Heading]
    worded: dict[str, Numbered]


@lru_cache(maxsize=256)
def compile_plain_step(format: Format) -> PlainStep | None:
    """Return the step for ``format``, ``None`` for one without plain citations or markers."""
    single = [sign for sign in format.markers if len(sign) == 1]
    if _PLAIN_CITATION not in format.citations or not single:
        return None
    longer = [sign for sign in format.markers if len(sign) > 1] + ["---"]
    glued = {sign for sign in format.glued_markers if len(sign) == 1}
    alone = sorted(glued | {shape[0] for shape in format.citations} - {"["} | set(_LINE_ENDS))
    signs, anywhere = _escape_all(single), _escape_all(alone)
    openings = _escape_all(sorted({shape[0] for shape in format.citations}))
    # a sign that begins with another one is found with it
    spaced = [*single, *(sign for sign in longer if sign[0] not in single)]
    # The standard library's engine reads these patterns in a third of the time that `regex` takes.
    next_marker = rf"(\s*+[{signs}])[^\S\r\n]++"
    return PlainStep(
        after_words=re.compile(
            rf"((?:\[[0-9]{{1,6}}\])++)(?!\(|[,，、]?(?:{BLANK})?[{openings}])([.。．!?！？](?![0-9]))?+"
            rf"(?:{next_marker})?+"
        ),
        before_marker=re.compile(rf"\s*+([\w'’&]++(?:[^\S\r\n][\w'’&]++){{0,9}}+)(?=\s){next_marker}"),
        marker=re.compile(
            rf"(?<![^\s\ufeff\u200b])(?:[{signs}]|{'|'.join(map(re.escape, longer))})(?![^\s-])|[{anywhere}]"
        ),
        signs=Signs(tuple(spaced), tuple(alone)),
        signs_in_ascii=Signs(tuple(filter(str.isascii, spaced)), tuple(filter(str.isascii, alone))),
        words=compile_format(format).words,
        worded=dict(_worded_shapes(format)),
    )


def _escape_all(signs: list[str]) -> str:
    return "".join(map(re.escape, signs))


def _worded_shapes(format: Format) -> Iterator[tuple[str, Numbered]]:
    """Yield what stands before the number of each shape that is a word and its number, as ``group ``."""
    for numbered in reversed(format.numbered):  # of two shapes that fit, the first declared one counts
        before, place, after = numbered.shape.partition(_PLACE_OF_NUMBER)
        if numbered.is_worded and place and not after:
            yield before.casefold(), numbered


class Plain(NamedTuple):
    """What was read without deciding anything.

    ``parts`` are the headings and insights and ``at`` is where they end: right after a marker, ``left`` being what
    the last of them was; or, where none stands there, after ``pending``, an insight that may yet go on.
    """

    parts: list[Head | Insight]
    pending: Insight | None
    at: int
    left: Literal["mark", "cite", "heading"]


class PlainReader:
    """One body, and what it is known not to hold: asked once, it need not be asked of each insight.

    Args:
        raw: the article's text.
        start: where the body begins.
        end: where it ends.
        step: that of the format.
    """

    __slots__ = ("end", "is_tidy", "may_hold_labels", "raw", "signs", "step")

    def __init__(self, raw: str, start: int, end: int, step: PlainStep) -> None:
        self.raw, self.end, self.step = raw, end, step
        body = raw[start:end]
        is_ascii = body.isascii()
        # two blanks are found from the right in a third of the time that it takes from the left
        is_untidy = not is_ascii or body.rfind("  ") >= 0 or any([blank in body for blank in _UNTIDY])
        self.is_tidy = not is_untidy
        self.may_hold_labels = ":" in body or "：" in body or "*" in body
        # a single sign is found forty times as fast as the same sign after a blank, so it is asked for first
        spaced, alone = step.signs_in_ascii if is_ascii else step.signs
        signs = [sign for sign in spaced if sign in body]
        if signs and (self.is_tidy or not any([blank in body for blank in _RARE_BLANKS])):
            signs = [f" {sign}" for sign in signs]
        self.signs = signs + [sign for sign in alone if sign in body]

    def read_heading(self, at: int) -> tuple[Head, int, int] | None:
        """Read a bare heading with a marker after it at ``at``; return it, where the marker ends, and its blanks."""
        found = self.step.before_marker.match(self.raw, at, self.end)
        if found is None:
            return None
        words = found[1]
        start = found.start(1)
        end = start + len(words)
        known = self.step.words.get(words.casefold())
        if known is not None:
            # text may stand below a rating without a marker, and a question goes on to the next one
            is_bare = not (known.holds_text or known.opens_title)
            return (head_of_word(known, start, end), found.end(2), found.end()) if is_bare else None
        before_number = words.rstrip(_DIGITS)
        numbered = self.step.worded.get(before_number.casefold())
        digits = words[len(before_number) :]
        if numbered is None or not 0 < len(digits) <= _LONGEST_NUMBER:
            return None
        head = Head(start, end, numbered.role, int(digits), None, "numbered", numbered)
        return head, found.end(2), found.end()

    def read_insights(self, at: int) -> Plain:
        """Read insights and bare headings from ``at``, right after a marker, while there is nothing to decide."""
        raw, end, signs, step = self.raw, self.end, self.signs, self.step
        is_tidy, has_label = self.is_tidy, self.may_hold_labels
        parts: list[Head | Insight] = []
        left: Literal["mark", "cite", "heading"] = "mark"
        opened_at = at
        while at < end and raw[at].isspace() and raw[at] not in _LINE_ENDS:
            at += 1
        while True:
            bracket = raw.find("[", at, end)
            found = step.after_words.match(raw, bracket, end) if bracket > at else None
            if found is None:
                break
            words = raw[at:bracket]
            is_plain = words[0].isalnum() or (words.startswith(_BEFORE_WORDS) and has_word(words))
            for sign in signs:
                if sign in words and step.marker.search(words):
                    is_plain = False
                    break
            if not is_plain:
                break
            run_end = found.end(1)
            stop_end = found.end(2) if found[2] else run_end
            insight = make_plain_insight(raw, at, words, run_end, stop_end, is_tidy, has_label)
            if found[3]:
                parts.append(insight)
                left, opened_at, at = "cite", found.end(3), found.end()
                continue
            following = self.read_heading(stop_end)
            if following is None:
                return Plain(parts, insight, stop_end, "cite")
            head, opened_at, at = following
            parts += insight, head
            left = "heading"
        return Plain(parts, None, opened_at, left)
