"""What leaves nothing to decide, read in one step each: plain insights, and common headings before a marker.

In a crawled digest nine insights of ten are ``text [1][3] - next``: words without any other mark, a run of
citations, perhaps a stop, the next marker; and most headings are ``Core Insights``, ``Group 2`` or a plain title.
Looking for the rare sign, the bracket, and around it, costs a third of scanning for every dash. What is not just
so is left to the tables of :mod:`rareinsight.evidence`: the two ways read alike, and a test holds them to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from rareinsight.bare_headings import BareHeading, BareHeadings, compile_bare_headings, spell_next_marker
from rareinsight.format import Format
from rareinsight.model import Insight
from rareinsight.signs import has_word
from rareinsight.spelling import AFTER_CITATIONS, BLANK, signs_tight_on_the_right
from rareinsight.statements import CLOSING_AFTER_CITATIONS, make_plain_insight
from rareinsight.stretch import Head
from rareinsight.titled_headings import TitledHeadings, compile_titled_headings

#: The shape of citations that is read here; texts with others take the general way.
_PLAIN_CITATION: Final = "[{n}]"
_LINE_ENDS: Final = "\r\n"
_CLOSING_BRACKETS: Final = "]】］"
#: What may stand before the first word besides: a quote, a bracket, the sign of a currency, bold.
_BEFORE_WORDS: Final = ("“", '"', "‘", "'", "《", "「", "『", "(", "（", "$", "€", "£", "¥", "**")
#: Longer words are left to the tables: were they looked at from each marker, that would be the square of the work.
_LONGEST_WORDS: Final = 4_000
#: So near to the start of an insight its words begin: a dash before them is one more marker.
_NEAR: Final = 4
#: A dash that joins words wherever it stands, ``short - term``; not after a colon, which may open a list.
_COMPOUND: Final = r"(?<![:：])(?<![:：]\s)[-–—−] [a-z](?![a-z]?-?[A-Z])"
#: Blanks that are not the common one; a text that holds any is searched for markers more thoroughly.
_RARE_BLANKS: Final = "\t\u00a0\u3000\u2002\u2003\u2009\u202f\ufeff\u200b"
#: What no text in ASCII with tidy blanks holds; line ends are signs of their own.
_UNTIDY: Final = ("\t", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f")
#: White space to the standard library's engine, and none to `regex`, which finds the marks: nothing is plain there.
_CONTROLS: Final = _UNTIDY[3:]


class Signs(NamedTuple):
    """What plain words don't hold, signs after a blank and signs anywhere: what is found quickly, and the whole."""

    spaced: tuple[tuple[str, str], ...]
    alone: tuple[tuple[str, str], ...]


class PlainStep(NamedTuple):
    """What plain insights of a format, and the common headings above them, are read with."""

    after_words: re.Pattern[str]
    marker: re.Pattern[str]
    signs: Signs
    signs_in_ascii: Signs
    headings: BareHeadings
    titled: TitledHeadings


@lru_cache(maxsize=256)
def compile_plain_step(format: Format) -> PlainStep | None:
    """Return the step for ``format``, ``None`` for one without plain citations or markers."""
    single = [sign for sign in format.markers if len(sign) == 1]
    headings = compile_bare_headings(format)
    if _PLAIN_CITATION not in format.citations or headings is None:
        return None
    longer = [sign for sign in format.markers if len(sign) > 1] + ["---"]
    glued = {sign for sign in format.glued_markers if len(sign) == 1}
    # a bracket that closes none may be what is left of citations, after which a marker needs no blank: 1].- Sales
    alone = sorted(
        glued | {shape[0] for shape in format.citations} - {"["} | {*_CLOSING_BRACKETS, *_LINE_ENDS}
    )
    signs, anywhere = _escape_all(single), _escape_all(alone)
    tight = _escape_all(signs_tight_on_the_right(format))
    openings = _escape_all(sorted({shape[0] for shape in format.citations}))
    # a sign that begins with another one is found with it
    spaced = [*single, *(sign for sign in longer if sign[0] not in single)]
    # The standard library's engine reads these patterns in a third of the time that `regex` takes.
    return PlainStep(
        after_words=re.compile(
            # zero is no number of a paragraph, and is told; the commonest way on, tried first, takes half of the time
            rf"((?:\[[1-9][0-9]{{0,5}}\])++)(?:( [{signs}])[^\S\r\n]++"
            rf"|(?![({CLOSING_AFTER_CITATIONS}]|[,，、]?(?:{BLANK})?[{openings}])([{AFTER_CITATIONS}](?![0-9]))?+"
            rf"(?:{spell_next_marker(single)})?+)"
        ),
        marker=re.compile(
            rf"(?<![^\s\ufeff\u200b])(?!{_COMPOUND})(?:[{signs}]|{'|'.join(map(re.escape, longer))})(?![^\s-])"
            rf"|[{anywhere}]|{rf'(?<![^ ])[{tight}]' if tight else '(?!)'}"
        ),
        signs=_pair(spaced, alone),
        signs_in_ascii=_pair(filter(str.isascii, spaced), filter(str.isascii, alone)),
        headings=headings,
        titled=compile_titled_headings(format),
    )


def _pair(spaced: Iterable[str], alone: Iterable[str]) -> Signs:
    return Signs(tuple((sign, f" {sign}") for sign in spaced), tuple((sign, sign) for sign in alone))


def _escape_all(signs: list[str]) -> str:
    return "".join(map(re.escape, signs))


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
        text: the body, if it has been cut out already.
    """

    __slots__ = ("_free", "end", "is_fit", "is_tidy", "may_hold_labels", "raw", "signs", "step")

    def __init__(self, raw: str, start: int, end: int, step: PlainStep, text: str | None = None) -> None:
        self.raw: str = raw
        self.end: int = end
        self.step: PlainStep = step
        #: a stretch known to hold no bracket: however many markers stand in it, none is looked for again
        self._free = (end, end)
        body = text or raw[start:end]
        is_ascii = body.isascii()
        # two blanks are found from the right in a third of the time that it takes from the left
        is_untidy = not is_ascii or body.rfind("  ") >= 0 or any([blank in body for blank in _UNTIDY])
        self.is_tidy: bool = not is_untidy
        #: whether insights can be read here at all
        self.is_fit: bool = self.is_tidy or not any([sign in body for sign in _CONTROLS])
        self.may_hold_labels: bool = ":" in body or "：" in body or "*" in body
        # a single sign is found forty times as fast as the same sign after a blank, so it is asked for first
        spaced, alone = step.signs_in_ascii if is_ascii else step.signs
        signs = [pair for pair in spaced if pair[0] in body]
        if signs and not self.is_tidy and any([blank in body for blank in _RARE_BLANKS]):
            signs = [(sign, sign) for sign, _ in signs]
        self.signs: list[tuple[str, str]] = signs + [pair for pair in alone if pair[0] in body]

    def begin(self, at: int, first: BareHeading | None = None) -> Plain | None:
        """Read a bare heading at ``at``, or take the one read there, and what follows it; nothing without one."""
        first = first or self.step.headings.read(self.raw, at, self.end)
        if first is None:
            return None
        found = self.read_insights(first[1])
        found.parts.insert(0, first[0])
        return found

    def read_insights(self, at: int) -> Plain:
        """Read insights and headings from ``at``, right after a marker, while there is nothing to decide."""
        raw, end, signs, step = self.raw, self.end, self.signs, self.step
        is_tidy, has_label, longest = self.is_tidy, self.may_hold_labels, _LONGEST_WORDS
        match_end, find_mark, read_bare = step.after_words.match, step.marker.search, step.headings.read
        parts: list[Head | Insight] = []
        left: Literal["mark", "cite", "heading"] = "mark"
        opened_at = at
        above: Insight | None = None  # that above a heading with a title, believed if a plain insight follows
        at = self._skip_blanks(at)
        bracket = self._find_bracket(at)
        while True:
            found = match_end(raw, bracket, end) if 0 < bracket - at <= longest else None
            if found is None:
                break
            words = raw[at:bracket]
            is_plain = words[0].isalnum() or (words.startswith(_BEFORE_WORDS) and has_word(words[:_NEAR]))
            for sign, spaced in signs:
                if sign in words and spaced in words and find_mark(words):
                    is_plain = False
                    break
            if not is_plain:
                break
            run, marker, stop, other = found.groups()
            insight = make_plain_insight(at, words, run, stop, is_tidy, has_label)
            above = None
            marker = marker or other
            if marker:
                parts.append(insight)
                left, opened_at, at = "cite", insight.end + len(marker), found.end()
                bracket = raw.find("[", at, end)
                continue
            if found.end() == end:
                return Plain(parts, insight, end, "cite")
            heading = read_bare(raw, insight.end, end) or step.titled.read(raw, insight.end, end)
            if heading is None:
                return Plain(parts, insight, insight.end, "cite")
            head, opened_at, at = heading
            bracket = raw.find("[", at, end)
            parts += insight, head
            left, above = "heading", None if head.label is None and head.kind != "free" else insight
        if above is not None:
            return Plain(parts[:-2], above, above.end, "cite")
        return Plain(parts, None, opened_at, left)

    def _find_bracket(self, at: int) -> int:
        """Return where the first bracket from ``at`` on stands, the end of the body if there is none."""
        start, bracket = self._free
        if not start <= at <= bracket:
            found = self.raw.find("[", at, self.end)
            bracket = self.end if found < 0 else found
            self._free = at, bracket
        return bracket

    def _skip_blanks(self, at: int) -> int:
        """Return the first place from ``at`` that is no blank; a line end is none."""
        while at < self.end and self.raw[at].isspace() and self.raw[at] not in _LINE_ENDS:
            at += 1
        return at
