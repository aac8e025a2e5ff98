"""Bodies of digests as Hypothesis strategies: every kind of heading that a format declares, with insights below.

A body is drawn in parts that parse the same in any position: a lead, a core, then one kind of sections.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from attrs import evolve
from hypothesis import strategies as st

from rareinsight._layout import choices
from rareinsight._shapes import is_worded, parts_of, places_of
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Citation, Insight, Section
from rareinsight.rendering import spell_numbered
from rareinsight.testing._sentences import FREE_HEADINGS, LABELS, fitting, statements

#: Draws sections of one kind, the highest of them at the given level.
_Plan = Callable[[st.DrawFn, Format, int], list[Section]]


@st.composite
def bodies(draw: st.DrawFn, format: Format) -> list[Section]:
    """Draw the sections of an article: at least one, in the usual order."""
    leads: list[Section] = []
    if format.lead and draw(st.booleans()):
        leads.append(Section("other", insights=draw(_insights(format))))
    cores = [partial(_word, heading=heading) for heading in format.headings if heading.role == "core"]
    cores += [partial(_numbered, shape=each, number=1, level=1) for each in format.numbered if each.role == "core"]
    plans = [plan for is_had, plan in _PLANS if is_had(format)]
    sections: list[Section] = []
    if cores and (not plans or draw(st.booleans())):
        sections.append(draw(st.sampled_from(cores))(draw, format))
    if plans and (not sections or draw(st.booleans())):
        sections += draw(st.sampled_from(plans))(draw, format, 1)
    return leads + sections


@st.composite
def _insights(
    draw: st.DrawFn, format: Format, said: st.SearchStrategy[str] | None = None, *, is_told: bool = True
) -> list[Insight]:
    """Draw the insights of a section: each has citations if only these identify it, otherwise the first does.

    Without citations, a dash is ambiguous. Below a heading that any text may have (``is_told`` is false), every
    other insight has citations, since there most must have them for the text to be a digest.
    """
    said = statements(format) if said is None else said
    # with headings recognised by form, a line without marker and citation could be a heading or an insight
    own_marker = choices(format)["marker"][0]
    all_cited = not own_marker and (format.free_headings or not format.unmarked)
    apart = 1 if all_cited else 3 if is_told else 2
    made: list[Insight] = []
    for number in range(draw(st.integers(1, 3))):
        text = draw(said)
        if own_marker in format.kept_markers:  # kept in the text
            text = f"{draw(st.sampled_from(format.kept_markers))} {text}"
        fewest = int(number % apart == 0)
        made.append(Insight(text, draw(_citations(format, fewest)) if format.citations else []))
    return made


def _citations(format: Format, fewest: int) -> st.SearchStrategy[list[Citation]]:
    """Citations that the shapes of a format can spell; only one bare number, as several would merge."""
    shape = choices(format)["citation"][0]
    (place,) = (place for _, place in parts_of(shape) if place and place.partition(":")[0] in ("n", "s", "key"))
    numbers = st.integers(1, 120 if place == "n" else 9)
    keys = numbers.map(lambda number: f"{place.partition(':')[2]}{number}search1")
    cited = st.builds(Citation, numbers) if place in ("n", "s") else st.builds(Citation, st.none(), key=keys)
    return st.lists(cited, min_size=fewest, max_size=1 if shape == "{n}" else 4)


def _others(format: Format, *, hold_headings: bool) -> list[Heading]:
    """Return the headings of the vocabulary that are not core, and do or don't hold other headings."""
    return [each for each in format.headings if each.role != "core" and each.holds_headings == hold_headings]


def _known(draw: st.DrawFn, format: Format, _level: int) -> list[Section]:
    known = st.sampled_from(_others(format, hold_headings=False))
    chosen = draw(st.lists(known, min_size=1, max_size=3, unique=True))
    return [_word(draw, format, heading) for heading in chosen]


def _parents(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    """Draw a heading that is followed directly by headings, and those headings."""
    heading = draw(st.sampled_from(_others(format, hold_headings=True)))
    parent = evolve(_word(draw, format, heading), insights=())
    plans = [plan for is_had, plan in _PLANS if plan in _BELOW and is_had(format)]
    if plans:
        return [parent, *draw(st.sampled_from(plans))(draw, format, level + 1)]
    if _others(format, hold_headings=False):
        return [parent, *_known(draw, format, level)]
    return [evolve(parent, insights=draw(_insights(format)))]


def _word(draw: st.DrawFn, format: Format, heading: Heading) -> Section:
    """Draw a section below a heading of the vocabulary, with its variable part filled in."""
    shape = draw(st.sampled_from((*heading.words, *heading.families)))
    labels = fitting(LABELS, format)
    alike = [label for label in labels if label.isascii() == shape.isascii()]  # in the script of the words around it
    words = " ".join(shape.replace("{text}", draw(st.sampled_from(alike or labels))).split())
    if heading.opens_title:
        words = f"{words}: {draw(st.sampled_from(fitting(LABELS, format)))}?"
    is_held = heading.holds_text and draw(st.booleans())
    # right beside its heading, text without citations is recognised by its words alone
    said = _held_texts(format) if heading.holds_text and not format.citations else None
    insights = [Insight(draw(_held_texts(format)))] if is_held else draw(_insights(format, said))
    return Section(heading.role, words, insights=insights)


def _held_texts(format: Format) -> st.SearchStrategy[str]:
    """Statements that a heading can hold without a marker: those without another heading, which would end them.

    A number at the end, with the stop after it, may be such a heading.
    """
    words = [word.casefold() for heading in format.headings for word in heading.words]
    return _without_signs(format).filter(
        lambda text: not text[-1].isdigit() and not any(word in text.casefold() for word in words)
    )


def _without_signs(format: Format) -> st.SearchStrategy[str]:
    """Statements in which no word is a marker."""
    return statements(format).filter(lambda text: not set(text.split()) & set(format.markers))


def _free(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    words = st.sampled_from(fitting(FREE_HEADINGS, format))
    chosen = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    insights = _insights(format, is_told=False)
    return [Section("other", word, level=level, insights=draw(insights)) for word in chosen]


def _links(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    shape, label = draw(st.sampled_from(format.heading_links)), draw(st.sampled_from(fitting(LABELS, format)))
    heading = shape.format(text=label, url="#1")
    # headings may follow a link: text between two markers below it may be one
    return [Section("other", heading, level=level, insights=draw(_insights(format, _without_signs(format))))]


def _outlined(format: Format, role: str) -> list[Numbered]:
    """Return the shapes of numbered headings of a role with a single number, or else those of any outline."""
    shapes = [shape for shape in format.numbered if shape.role == role]
    return [shape for shape in shapes if len(places_of(shape.shape)) == 1] or shapes


def _outline(draw: st.DrawFn, format: Format, level: int, role: str = "other") -> list[Section]:
    """Draw numbered headings, some with headings of a deeper level below."""
    shapes = _outlined(format, role)
    highest = min(shape.level for shape in shapes)
    outer = draw(st.sampled_from([shape for shape in shapes if shape.level == highest]))
    inner = [shape for shape in shapes if shape.level == highest + 1]
    level = level if format.markdown else max(level, outer.level)  # Markdown's signs alone tell levels
    sections: list[Section] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        sections.append(_numbered(draw, format, outer, number, level))
        if bool(inner) and draw(st.booleans()):
            shape = draw(st.sampled_from(inner))
            sections.append(_numbered(draw, format, shape, 1, level + 1))
    return sections


def _numbered(draw: st.DrawFn, format: Format, shape: Numbered, number: int, level: int) -> Section:
    """Draw a section below a numbered heading, with a label if the number is not enough."""
    named = st.sampled_from(fitting(LABELS, format))
    if shape.role != "group":  # a title without a group: a dash after a single word may join it to the next
        named = named.filter(lambda label: " " in label or not label.isascii())
    label = draw(st.none() | named if is_worded(shape.shape) else named)
    heading = spell_numbered(shape, number, label, draw(st.sampled_from(":：")))
    insights = draw(_insights(format, is_told=shape.role != "other"))
    if shape.role == "core":
        return Section("core", heading, level=level, insights=insights)
    index = number if len(places_of(shape.shape)) == 1 else None
    return Section(shape.role, heading, index, label, level, insights)


#: The ways to divide the body of a digest below its core, and which formats have each.
_PLANS: Final[tuple[tuple[Callable[[Format], bool], _Plan], ...]] = (
    (lambda of: bool(_outlined(of, "group")), partial(_outline, role="group")),
    (lambda of: bool(_others(of, hold_headings=False)), _known),
    (lambda of: bool(_others(of, hold_headings=True)), _parents),
    (lambda of: of.free_headings or of.markdown, _free),
    (lambda of: bool(_outlined(of, "other")), _outline),
    (lambda of: bool(of.heading_links), _links),
)
#: Those that may also occur below another heading.
_BELOW: Final = (_free, _outline)
