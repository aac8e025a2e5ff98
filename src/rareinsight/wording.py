"""The wording of headings: kept where it says what its section says, and made from role, number and label where not.

What a wording says is not worked out here: the parser is asked.
"""

from __future__ import annotations

from functools import lru_cache

from attrs import evolve

from rareinsight.choices import COLONS, own_marker, plainest_citation, spell_marker
from rareinsight._format.shapes import places_of
from rareinsight.format import Format, Numbered
from rareinsight.layout import Layout
from rareinsight.model import Section
from rareinsight._format.shapes import spell_chinese_number, spell_roman_number
from rareinsight.parser import parse


def spell_heading(section: Section, layout: Layout, format: Format) -> str | None:
    """Return the heading of a section in a layout; ``None`` for insights before any heading."""
    kept = section.heading
    if kept is None and section.role == "other" and section.index is None and section.label is None:
        return None
    is_labelled_group = section.role == "group" and section.label is not None
    if kept is None or is_labelled_group or not _says(kept, section, format):
        kept = _compose(section, layout, format)
    if layout.heading_case == "upper" and "](" not in kept:
        kept = _unless_misread(kept.upper(), kept, format)
    if layout.headings == "bold" and "**" not in kept:
        return _unless_misread(f"**{kept}**", kept, format)
    return f"{'#' * (section.level + 1)} {kept}" if layout.headings == "hashes" else kept


def _unless_misread(changed: str, kept: str, format: Format) -> str:
    """Return the changed wording, or the one it had where the change would change what it says."""
    return changed if _read_alone(changed, format) == _read_alone(kept, format) else kept


def _says(heading: str, section: Section, format: Format) -> bool:
    """Whether a heading by itself says what its section says; its level may come from its place."""
    read = _read_alone(heading, format)
    return read is not None and evolve(read, level=1) == Section(
        section.role, None, section.index, section.label
    )


@lru_cache(maxsize=1024)
def _read_alone(heading: str, format: Format) -> Section | None:
    """Ask the parser what a heading says above an insight; ``None`` if it is not read as one heading."""
    marker = own_marker(format) and f"{spell_marker(own_marker(format), 1)} "
    shape = plainest_citation(format)
    citation = f" {shape.format(n=1, url='#1', text='source')}" if shape else ""
    sections = parse(f"{heading}\n{marker}Prices fell{citation}", format=format).sections
    if len(sections) != 1 or sections[0].heading is None:
        return None
    return evolve(sections[0], insights=())


def _compose(section: Section, layout: Layout, format: Format) -> str:
    """Make a heading from role, number and label; keep what wording there is, if they give none."""
    numbered = _shape_for(section, format)
    if numbered is not None:
        colon = COLONS[0] if layout.colon is None else layout.colon
        return spell_numbered(numbered, 1 if section.index is None else section.index, section.label, colon)
    words = [word for heading in format.headings if heading.role == section.role for word in heading.words]
    if section.role != "other" and words:
        return words[0]
    if not section.heading and not words:
        raise ValueError(f"format {format.name!r} has no heading for {section!r}")
    return section.heading or words[0]


def _shape_for(section: Section, format: Format) -> Numbered | None:
    """Choose the shape of a numbered heading: one of the section's role, and of its level if there is one."""
    if section.role == "core" or (section.index is None and section.label is None):
        return None
    fitting = [
        numbered
        for numbered in format.numbered
        if numbered.role == section.role
        and (len(places_of(numbered.shape)) == 1) == (section.index is not None)
    ]
    fitting.sort(
        key=lambda numbered: (
            numbered.level != section.level,
            numbered.is_worded != (section.role == "group"),
        )
    )
    return fitting[0] if fitting else None


def spell_numbered(numbered: Numbered, number: int, label: str | None, colon: str = ":") -> str:
    """Spell a numbered heading.

    >>> spell_numbered(Numbered("Group {n}"), 2, "Rivals"), spell_numbered(Numbered("{c}、"), 12, "储能")
    ('Group 2: Rivals', '十二、储能')
    """
    spelled = numbered.shape.format(n=number, c=spell_chinese_number(number), r=spell_roman_number(number))
    if label is None:
        return spelled
    sign = colon if numbered.is_worded else ""
    # full-width signs bring their own blank
    blank = " " if (sign or spelled[-1]).isascii() else ""
    return f"{spelled}{sign}{blank}{label}"
