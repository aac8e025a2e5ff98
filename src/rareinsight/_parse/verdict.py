"""Whether a text is a digest, and what it lacks to be one.

Other text has lists and numbers in brackets too, but neither telling headings nor insights from marker to citations.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from rareinsight._grammar.citations import mark_at_end
from rareinsight._grammar.form import ends_sentence, has_verb
from rareinsight._grammar.leads import Leads, normal
from rareinsight._parse.cutter import Body, Chunk
from rareinsight._parse.labels import BELOW, INTRODUCTION, known, starts_lowercase, title_like, titled, to_marker
from rareinsight._parse.lines import Line
from rareinsight._parse.table import HEADING, NO, NOTHING, NUMBERED, YES, Row
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._shapes import MAX_WORD

_MAX_UNPLACED: Final = 0.4  #: the share of a body without declared headings that may not be part of the article
_FEW: Final = 3  #: in a body of so few insights, a single one with citations is enough


def _is_cited(chunk: Chunk) -> bool:
    return bool(chunk.runs or chunk.runs_before) or (chunk.next.text == "" and chunk.body.cut is not None)


def _cited(body: Body) -> int:
    return sum([any(map(_is_cited, insight)) for insight in body.insights])


def _closed(body: Body) -> int:
    """Return the number of insights that end in a citation."""
    return sum([_is_cited(insight[-1]) for insight in body.insights])


def _is_followed(chunk: Chunk) -> bool:
    return to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs)


def _is_core(chunk: Chunk) -> bool:
    """Whether a heading is a core of the vocabulary that an insight, a heading or the end follows."""
    is_core = chunk.known is not None and chunk.known.role != "other"
    return is_core and (_is_followed(chunk) or chunk.next.label == HEADING)


def free_form(b: Body) -> bool:
    """Anything may be a heading in the format, and a citation may end any statement."""
    format = b.grammar.format
    return bool(format.citations) and format.free_headings and not format.unmarked


def breaks_off(b: Body) -> bool:
    """It begins like a digest, below another one and a byline of its own, but the text ends in the middle."""
    draft, first, last = b.draft, b.chunks[0], b.chunks[-1]
    is_cut = b.is_open or not (last.runs or ends_sentence(last.text))
    is_begun = bool(first.marker) or first.label == HEADING
    return draft.is_after_digest and bool(draft.bylines) and draft.lines[-1].is_last and is_begun and is_cut


def core_first(b: Body) -> bool:
    """It begins with a core."""
    return _is_core(b.chunks[0])


def group_first(b: Body) -> bool:
    """It begins with the number and perhaps the label of a group, and an insight or the end follows."""
    first, number = b.chunks[0], b.chunks[0].number
    if number is None or number.shape.role != "group" or first.runs or starts_lowercase(first):
        return False
    return (len(first.text) <= number.end + 1 or first.text[number.end] in ":：*") and _is_followed(first)


def has_core(b: Body) -> bool:
    """It has a core."""
    return any(map(_is_core, b.headings))


def has_telling_heading(b: Body) -> bool:
    """It has a heading that is a link, or that by the vocabulary holds text or the heading that follows."""
    named = [(c.known, c.next) for c in b.headings if c.known is not None]
    is_held = any([heading.holds_text or (heading.holds_headings and known(below)) for heading, below in named])
    return is_held or any([c.is_link for c in b.headings])


def has_heading(b: Body) -> bool:
    """It has a heading."""
    return bool(b.headings)


def all_titled(b: Body) -> bool:
    """All its headings are in the vocabulary or have the form of titles."""
    return all([known(c) or titled(c) or (title_like(c) and not has_verb(c.text)) for c in b.headings])


def has_insight(b: Body) -> bool:
    """It has an insight."""
    return bool(b.insights)


def has_cited(b: Body) -> bool:
    """It has an insight with a citation."""
    return _cited(b) > 0


def cited_inside(b: Body) -> bool:
    """Over a third of its cited insights do not end in a citation, as in running text."""
    return 3 * _closed(b) < 2 * _cited(b)


def mostly_closed(b: Body) -> bool:
    """A third of its insights end in citations, and at least two, unless there are few."""
    insights, closed = len(b.insights), _closed(b)
    return closed > (insights > _FEW) and 3 * closed >= insights - 1


def half_marked(b: Body) -> bool:
    """Half of its insights have a marker."""
    return 2 * sum([first.marker != "" or first.label == NUMBERED for first, *_ in b.insights]) >= len(b.insights)


def could_cite(b: Body) -> bool:
    """Its format has citations."""
    return b.grammar.format.citations != ()


def mostly_unplaced(b: Body) -> bool:
    """Much of it is not part of the article, apart from introductions to lists, and what is below the digest."""
    others = [each for each in b.chunks if each.label == NOTHING and each.row.name not in (BELOW, INTRODUCTION)]
    unplaced = sum([len(each.text) for each in others])
    return unplaced > _MAX_UNPLACED * sum([len(each.text) for each in b.chunks])


DIGEST_ROWS: Final[tuple[Row[Body], ...]] = (
    Row("core first", YES, (free_form, core_first)),
    Row("digest that breaks off", YES, (breaks_off,)),
    Row("insights and headings", YES, (has_insight, has_heading), (free_form,)),
    Row("marked insights", YES, (could_cite, has_insight, half_marked), (free_form,)),
    Row("telling heading", YES, (has_telling_heading,)),
    Row("running text", NO, (cited_inside,)),
    Row("core", YES, (has_core,)),
    Row("mostly other text", NO, (mostly_unplaced,)),
    Row("group first", YES, (group_first,)),
    Row("cited list", YES, (mostly_closed, half_marked, all_titled)),
    Row("other text", NO),
)

#: What a text may be instead, and what to do then.
_OTHER: Final = (
    (deferred(r"(?i)<(?:!doctype|html|head|body|div|p|article|section|h[1-6]|ul|ol|span|meta)\b"),
     "it is HTML: read its text, as rareinsight.read(path) does"),
    (deferred(r"(?:\[\s*)?\{\s*\""),
     "it is JSON: rareinsight.read(path) finds its texts, from_json reads what to_json wrote"),
    (deferred(r"(?:https?://\S+|(?:[A-Za-z]:|~|\.{1,2})?[\w./\\-]{1,200}\.[A-Za-z][A-Za-z0-9]{1,5})\s*\Z"),
     "it is the name of a file or an address: rareinsight.read(path) reads what is in it"),
)  # fmt: skip
#: The most lines that are searched for mistyped headings, and the most markers and citations that are counted.
_MAX_LINES: Final = 20
_MAX_MARKS: Final = 100
#: A possible heading: a short line, or a few words before a marker or a colon.
_HEAD: Final = deferred(rf"[^\s:：](?:[^:：]{{2,{MAX_WORD}}}?)(?=\s?[:：*]|\s[-–—•]\s|\Z)")


def what_is_missing(body: Body) -> tuple[str, ...]:
    """Return what a text lacks to be a digest of the format, or what it is instead."""
    raw, lines, grammar, format = body.text, body.draft.lines[:_MAX_LINES], body.grammar, body.grammar.format
    text = raw.lstrip(SPACES)
    missing = [kind for pattern, kind in _OTHER if pattern.match(text)][:1]
    if missing:
        return tuple(missing)
    if not has_heading(body):
        missing.append(f"no heading of format {format.name!r}{_hint_at_typo(lines, grammar.leads)}")
    kinds = {found.lastgroup for found in islice(grammar.scan.finditer(raw), _MAX_MARKS)}
    if format.markers and "mark" not in kinds:
        missing.append("no marker before a statement")
    if format.citations and "cite" not in kinds:
        mark = next(filter(None, (mark_at_end(raw, line.span) for line in lines)), None)
        missing.append("no citation in a declared shape" + ("" if mark is None else f" ({mark[0]!r} is not declared)"))
    return tuple(missing) or ("too little of it has the form of headings, markers and citations",)


def _hint_at_typo(lines: list[Line], leads: Leads) -> str:
    """Return a hint at the first heading with one wrong letter, and the core or group that was meant."""
    heads = (head[0] for head in (_HEAD.match(line.text.strip("#*_ ")) for line in lines) if head is not None)
    found = ((head, leads.meant(normal(head))) for head in heads)
    return next((f" (is {head!r} meant to be {leads.words[meant]!r}?)" for head, meant in found if meant), "")
