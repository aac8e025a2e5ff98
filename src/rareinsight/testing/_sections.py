"""Bodies of digests as Hypothesis strategies: every kind of heading that a format declares, with insights below.

The text of a heading is drawn together with what parsing has to make of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from attrs import evolve
from hypothesis import strategies as st

from rareinsight._layout import choices
from rareinsight._shapes import is_worded, parts_of, places_of
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Citation, Insight, Section
from rareinsight.rendering import spell_number
from rareinsight.testing._exclusions import needs_no_marker
from rareinsight.testing._words import ABBREVIATIONS, NUMBERS, Picker, names, pick, sentences

#: Draws sections of one kind, the highest of them at the given level.
_Plan = Callable[[st.DrawFn, Format, int], list[Section]]
_MOST_INSIGHTS: Final = 60
#: How many insights a section has, and how many citations an insight: few, as a rule.
_COUNTS: Final = (*[1, 1, 2, 1, 3, 4] * 4, 20, _MOST_INSIGHTS)
_RUNS: Final = (1, 0, 2, 1, 0, 1, 3, 4, 1, 0, 2, 1, 0, 1, 2, 25)
_ABBREVIATED: Final = re.compile(rf"(?:(?<!\w)[^\W_]|[0-9]|[A-Z]{{2}}|{'|'.join(map(re.escape, ABBREVIATIONS))})\Z")
#: A sentence that is no title.
_NO_TITLE: Final = re.compile(r"(?!.*[\u3040-\ud7a3]).* [a-z]{4}")
_LAST_NUMBER: Final = re.compile(r"(?<= )[0-9]{1,2}\Z")


@st.composite
def bodies(draw: st.DrawFn, format: Format) -> list[Section]:
    """Draw the sections of an article: at least one, in the usual order."""
    sections: list[Section] = []
    cores = [partial(_word, heading=heading) for heading in format.headings if heading.role == "core"]
    cores += [partial(_numbered, shape=each, number=1, level=1) for each in format.numbered if each.role == "core"]
    plans = [plan for is_had, plan in _PLANS if is_had(format)]
    if cores and (not plans or draw(st.booleans())):
        sections.append(pick(draw, cores)(draw, format))
    if plans and (not sections or draw(st.booleans())):
        sections += pick(draw, plans)(draw, format, 1)
    if format.lead and draw(st.booleans()):
        said = sentences(format).filter(_NO_TITLE.match) if needs_no_marker(format) else None
        sections.insert(0, Section("other", insights=_insights(draw, format, said)))
    return _cite_before_mentions(sections)


def _cite_before_mentions(sections: list[Section]) -> list[Section]:
    """Let citations end what is before a number out of sequence or alone, one word or a year, perhaps a mention."""
    citations = [each for section in sections for insight in section.insights for each in insight.citations]
    last = 0
    for place, section in enumerate(sections[1:]):
        *others, above = sections[place].insights or [None]
        last = sections[place].index or last
        heading, index = section.heading or "", section.index
        is_bare = heading.partition(" ")[0].isdecimal()
        is_short = index is None and (" " not in heading or heading[-1].isdigit())
        is_mention = is_bare or is_short or index not in (None, last + 1)
        if is_mention and citations and above and not above.citations:
            sections[place] = evolve(sections[place], insights=[*others, evolve(above, citations=citations[:1])])
    return sections


def _insights(
    draw: st.DrawFn,
    format: Format,
    said: st.SearchStrategy[str] | None = None,
    *,
    is_told: bool = True,
    is_whole: bool = True,
) -> list[Insight]:
    """Draw the insights of a section: each has citations if only these identify it, otherwise the first does.

    Below a heading that any text may have (``is_told`` is false), every other insight has citations, since there most
    must have them for the text to be a digest. Below one that may go on (``is_whole`` is false) a dash in the first
    insight could be part of it.
    """
    said = sentences(format, marks=is_whole) if said is None else said
    is_by_line, kept = needs_no_marker(format), [""]
    if is_by_line:
        said = said.filter(lambda text: not re.sub(r"\W+", "", text)[0].islower())
    if choices(format)["marker"][0] in format.kept_markers:  # in the text
        kept = [f"{marker} " for marker in format.kept_markers]
    all_cited = is_by_line and (format.free_headings or not format.unmarked)
    apart = 1 if all_cited else _MOST_INSIGHTS if is_told else 2
    texts = draw(st.lists(said, min_size=2, max_size=4, unique_by=(_first_word, _last_word)))
    made: list[Insight] = []
    for number in range(pick(draw, _COUNTS)):
        picker = Picker(draw(NUMBERS))
        text = texts[number % len(texts)]
        # the stop behind these may end no sentence
        is_cited = number % apart == 0 or _ABBREVIATED.search(text) is not None
        marker = picker.pick(kept)
        made.append(Insight(marker + text, _citations(draw, format, picker, is_cited) if format.citations else []))
    return made


def _first_word(text: str) -> str:
    return text.partition(" ")[0]


def _last_word(text: str) -> str:
    return text.rpartition(" ")[2]


def _citations(draw: st.DrawFn, format: Format, picker: Picker, is_cited: bool) -> list[Citation]:
    """Draw citations that the shapes of a format can spell; only one bare number, as several would merge."""
    shape = choices(format)["citation"][0]
    (place,) = (place for _, place in parts_of(shape) if place and place.partition(":")[0] in ("n", "s", "key"))
    count = max(is_cited, min(1 if shape == "{n}" else 25 if place == "n" else 4, picker.pick(_RUNS)))
    if place not in ("n", "s"):
        prefix = place.partition(":")[2]
        return [Citation(None, key=f"{prefix}{picker.pick(range(1, 10))}search1") for _ in range(count)]
    largest = 9 if place == "s" else picker.pick((30, 999))
    return [Citation(draw(st.integers(1, largest))) for _ in range(count)]


def _others(format: Format, *, hold_headings: bool) -> list[Heading]:
    """Return the headings of the vocabulary that are not core, and do or don't hold other headings."""
    return [each for each in format.headings if each.role != "core" and each.holds_headings == hold_headings]


def _known(draw: st.DrawFn, format: Format, _level: int) -> list[Section]:
    known = _others(format, hold_headings=False)
    chosen = [_word(draw, format, pick(draw, known)) for _ in range(draw(st.integers(1, 3)))]
    return [*{(section.heading or "").casefold(): section for section in chosen}.values()]  # none stands twice


def _parents(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    """Draw a heading that is followed directly by headings, and those headings."""
    parent = _word(draw, format, pick(draw, _others(format, hold_headings=True)))
    plans = [plan for is_had, plan in _PLANS if plan in _BELOW and is_had(format)]
    return [evolve(parent, insights=()), *pick(draw, plans)(draw, format, level + 1)] if plans else [parent]


def _word(draw: st.DrawFn, format: Format, heading: Heading) -> Section:
    """Draw a section below a heading of the vocabulary, with its variable part filled in."""
    shape = pick(draw, (*heading.words, *heading.families))
    if "{text}" in shape:
        alike = names(format, 4).filter(lambda label: label.isascii() == shape.isascii())
        shape = " ".join(shape.replace("{text}", draw(st.just("") | alike)).split())
    words = _LAST_NUMBER.sub(lambda _: f"{draw(st.integers(1, 9))}", shape)  # where there is a Part 1 there is a Part 2
    if heading.opens_title:
        words = f"{words}: {draw(names(format))}?"
    # right beside its heading, text without citations is recognised by its words alone
    held = sentences(format, marks=False).filter(lambda text: not text[-1].isdigit()) if heading.holds_text else None
    if held is not None and draw(st.booleans()):
        return Section(heading.role, words, insights=[Insight(draw(held))])
    return Section(
        heading.role,
        words,
        insights=_insights(draw, format, None if format.citations else held, is_told=heading.role != "other"),
    )


def _free(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    chosen = draw(st.lists(names(format), min_size=1, max_size=4))
    insights = partial(_insights, draw, format, is_told=False, is_whole=False)
    return [Section("other", word, level=level, insights=insights()) for word in chosen]


def _links(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    heading = pick(draw, format.heading_links).format(text=draw(names(format)), url="#1")
    # headings may follow a link: text between two markers below it may be one
    return [Section("other", heading, level=level, insights=_insights(draw, format, is_whole=False))]


def _outlined(format: Format, role: str) -> list[Numbered]:
    """Return the shapes of numbered headings of a role with a single number, or else those of any outline."""
    shapes = [shape for shape in format.numbered if shape.role == role]
    return [shape for shape in shapes if len(places_of(shape.shape)) == 1] or shapes


def _outline(draw: st.DrawFn, format: Format, level: int, role: str = "other") -> list[Section]:
    """Draw numbered headings, some with headings of a deeper level below, such as 2.1 below 2."""
    shapes = _outlined(format, role)
    outer = pick(draw, [shape for shape in shapes if shape.level == min(each.level for each in shapes)])
    inner = [shape for shape in shapes if shape.level == outer.level + 1]
    inner += [each for each in format.numbered if each.shape.rstrip(".") == f"{outer.shape.rstrip('.')}.{{n}}"]
    level = level if format.markdown else max(level, outer.level)  # Markdown's signs alone tell levels
    sections: list[Section] = []
    for number in draw(_sequences(outer)):
        sections.append(_numbered(draw, format, outer, number, level))
        if bool(inner) and draw(st.booleans()):
            sections.append(_numbered(draw, format, pick(draw, inner), 1, level + 1, above=number))
    return sections


def _sequences(shape: Numbered) -> st.SearchStrategy[list[int]]:
    """The numbers of headings, in order; those in words with gaps, repeats and in any order, but one 1 at most."""
    counted = st.integers(1, 5).map(lambda size: [*range(1, size + 1)])
    others = st.lists(st.integers(2, 39 if "{r}" in shape.shape else 99), min_size=1, max_size=5)
    return counted | others | others.map(lambda several: [1, *several]) if is_worded(shape.shape) else counted


def _numbered(draw: st.DrawFn, format: Format, shape: Numbered, number: int, level: int, above: int = 0) -> Section:
    """Draw a section below a numbered heading, with a label if the number is not enough."""
    label = draw(st.none() | names(format) if is_worded(shape.shape) else names(format))
    is_simple = len(places_of(shape.shape)) == 1
    heading = spell_number(shape.shape if is_simple else shape.shape.replace("{n}", f"{above or number}", 1), number)
    if label is not None:
        sign = ":" if is_worded(shape.shape) and not heading.endswith(":") else ""
        heading += sign + " " * (sign or heading[-1]).isascii() + label
    insights = _insights(draw, format, is_told=shape.role != "other", is_whole=label is None)
    if shape.role == "core":
        return Section("core", heading, level=level, insights=insights)
    return Section(shape.role, heading, number if is_simple else None, label, level, insights)


#: The ways to divide the body of a digest below its core, and which formats have each.
_PLANS: Final[tuple[tuple[Callable[[Format], object], _Plan], ...]] = (
    (lambda of: _outlined(of, "group"), partial(_outline, role="group")),
    (lambda of: _others(of, hold_headings=False), _known),
    (lambda of: _others(of, hold_headings=True), _parents),
    (lambda of: of.free_headings or of.markdown, _free),
    (lambda of: _outlined(of, "other"), _outline),
    (lambda of: of.heading_links, _links),
)
#: Those that may also occur below another heading.
_BELOW: Final = (_known, _free, _outline)
