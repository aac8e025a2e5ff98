"""Whether a text is a digest, and what it lacks to be one.

Encyclopedias, papers, minutes and forums are full of lists and of numbers in brackets, but lack the structure of
digests: headings that only digests have, or insights between a marker and citations. Most other text is rejected by
searching for a few substrings; the rest is parsed.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter
from typing import Final

from rareinsight._grammar.citations import mark_at_end
from rareinsight._grammar.form import ends_sentence, has_verb
from rareinsight._parse.articles import Draft
from rareinsight._parse.cutter import Body, Chunk
from rareinsight._parse.labels import known, small_first, title_like, titled, to_marker
from rareinsight._parse.table import HEADING, INSIGHTS, NOTHING, NUMBERED
from rareinsight._patterns import deferred
from rareinsight._shapes import LONGEST_WORD
from rareinsight.format import Format

#: The share of a body without headings of the vocabulary that may belong to nothing.
_MOST_UNPLACED: Final = 0.4
#: The most insights of a body in which a single one with citations is enough.
_FEW: Final = 3


def is_digest(body: Body) -> bool:
    """Whether a body is that of a digest, or begins like one and is cut off by the end of the text."""
    return bool(body.chunks) and (_is_whole(body) or _breaks_off(body))


def _is_whole(body: Body) -> bool:
    """Whether a body has headings that only digests have, or insights with markers and citations."""
    chunks, format = body.chunks, body.grammar.format
    is_free = bool(format.citations) and format.free_headings and not (format.markdown or format.unmarked)
    if is_free and _is_core(chunks[0]):
        return True  # nearly all digests begin like this, so nothing else is collected for them
    headings = [each for each in chunks if each.label == HEADING]
    insights = (each for each in chunks if each.label in INSIGHTS)
    units = [list(unit) for _, unit in groupby(insights, key=attrgetter("unit"))]
    marked = sum(bool(unit[0].mark) or unit[0].label == NUMBERED for unit in units)
    cited = [unit for unit in units if any(_is_cited(each) for each in unit)]
    if format.markdown:
        return bool(units) and bool(headings or cited)
    if not is_free:
        return bool(units) and (bool(headings) or (bool(format.citations) and 2 * marked > len(units)))
    if any(each.is_link or _holds(each) for each in headings):
        return True
    closed = sum(_is_cited(unit[-1]) for unit in cited)
    if 3 * closed < 2 * len(cited):
        return False
    if any(_is_core(each) for each in headings):
        return True
    unplaced = sum(len(each.text) for each in chunks if each.label == NOTHING)
    if unplaced > _MOST_UNPLACED * sum(len(each.text) for each in chunks):
        return False
    if any(_is_group(each) for each in headings):
        return bool(cited) or _is_group(chunks[0]) or not units
    is_cited = bool(closed) and 3 * closed >= len(units) - 1 and (closed > 1 or len(units) <= _FEW)
    return is_cited and 2 * marked >= len(units) and all(known(each) or _is_heading(each) for each in headings)


def _is_heading(chunk: Chunk) -> bool:
    return titled(chunk) or (title_like(chunk) and not has_verb(chunk.text))


def _breaks_off(body: Body) -> bool:
    """Whether a digest begins below another one, below a byline of its own, and the text ends in the midst of it."""
    draft = body.draft
    if not draft.is_after_digest or not draft.bylines or not draft.lines[-1].is_last:
        return False
    first, last = body.chunks[0], body.chunks[-1]
    is_begun = bool(first.mark) or first.label == HEADING
    return is_begun and (body.is_open or not (last.runs or ends_sentence(last.text)))


def _is_cited(chunk: Chunk) -> bool:
    return bool(chunk.runs) or (chunk.next.text == "" and chunk.body.cut is not None)


def _is_core(chunk: Chunk) -> bool:
    """Whether a heading is a core of the vocabulary, before a marker, citations, another heading or the end."""
    is_followed = to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs) or chunk.next.label == HEADING
    return chunk.known is not None and chunk.known.heading.role != "other" and is_followed


def _holds(chunk: Chunk) -> bool:
    """Whether a heading of the vocabulary holds text, or headings and is followed by another one."""
    heading = None if chunk.known is None else chunk.known.heading
    return heading is not None and (heading.holds_text or (heading.holds_headings and known(chunk.next)))


def _is_group(chunk: Chunk) -> bool:
    """Whether a heading is the number of a group, with at most a label after it, before a marker or the end."""
    number = chunk.number
    if number is None or number.shape.role != "group" or chunk.runs or small_first(chunk):
        return False
    is_bare = chunk.end - number.end <= 1 or chunk.body.raw[number.end] in ":：*"
    return is_bare and (to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs))


# --- what is missing --------------------------------------------------------------------------------------------------

_HTML: Final = deferred(r"(?i)\s*<(?:!doctype|html|head|body|div|p|article|section|h[1-6]|ul|ol|span|meta)\b")
_JSON: Final = deferred(r"\s*(?:\[\s*)?\{\s*\"")
_PATH: Final = deferred(r"\s*(?:https?://\S+|(?:[A-Za-z]:|~|\.{1,2})?[\w./\\-]{1,200}\.[A-Za-z][A-Za-z0-9]{1,5})\s*")
#: The most lines that are searched for mistyped headings, and the most markers and citations that are looked at.
_MOST_LINES: Final = 20
_MOST_MARKS: Final = 100
#: A possible heading: a short line, or a few words before a marker or a colon.
_HEAD: Final = deferred(rf"[^\s:：](?:[^:：]{{2,{LONGEST_WORD}}}?)(?=\s?[:：*]|\s[-–—•]\s|\Z)")


def what_is_missing(body: Body) -> tuple[str, ...]:
    """Return what a text lacks to be a digest of the format, or what it is instead."""
    raw, draft, grammar, format = body.raw, body.draft, body.grammar, body.grammar.format
    for kind, pattern in (
        ("it is HTML: read its text, as rareinsight.read(path) does", _HTML.match(raw)),
        ("it is JSON: rareinsight.read(path) finds its texts, from_json reads what to_json wrote", _JSON.match(raw)),
        ("it is the name of a file or an address: rareinsight.read(path) reads what is in it", _PATH.fullmatch(raw)),
    ):
        if pattern is not None:
            return (kind,)
    missing: list[str] = []
    if not any(chunk.label == HEADING for chunk in body.chunks):
        missing.append(f"no heading of format {format.name!r}{_hint_at_typo(draft, format)}")
    kinds = {found.lastgroup for found in islice(grammar.scan.finditer(raw), _MOST_MARKS)}
    if format.markers and "mark" not in kinds:
        missing.append("no marker before a statement")
    if format.citations and "cite" not in kinds:
        marks = (mark_at_end(raw, line.span) for line in draft.lines[:_MOST_LINES])
        mark = next(filter(None, marks), None)
        missing.append("no citation in a declared shape" + ("" if mark is None else f" ({mark[0]!r} is not declared)"))
    return tuple(missing) or ("too little of it has the form of headings, markers and citations",)


def _hint_at_typo(draft: Draft, format: Format) -> str:
    """Name the first possible heading that has one wrong letter, and the heading of the vocabulary that was meant."""
    typos = _typos_of(format)
    heads = filter(None, (_HEAD.match(line.words.strip("#*_ ")) for line in draft.lines[:_MOST_LINES]))
    found = ((head[0], typos.get(typo)) for head in heads for typo in _without_a_letter(head[0].casefold()))
    return next((f" (is {head!r} meant to be {meant!r}?)" for head, meant in found if meant is not None), "")


@lru_cache
def _typos_of(format: Format) -> dict[str, str]:
    """Return the words of a vocabulary by all that they can become if one letter is left out."""
    words = (word for heading in format.headings for word in heading.words)
    return {typo: word for word in words for typo in _without_a_letter(word.casefold())}


def _without_a_letter(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]
