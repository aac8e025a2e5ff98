"""A format is a declaration: the words and shapes by which a producer's digests are known.

Nothing here is a regular expression. A *word* stands for itself, whatever its case. A *shape* is a word with
places in braces: ``Group {n}``, ``[{n}]``, ``{source}·{date}``. From words and shapes alone the parser, the
writer, detection and the test strategies are derived, so that they can never disagree about a format.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from attrs import Factory, evolve, field, frozen

from rareinsight.checks import (
    as_tuple,
    as_words,
    check_all,
    check_choice,
    check_flag,
    check_headings,
    check_level,
    check_markers,
    check_name,
    check_words,
    refuse_unknown_fields,
)
from rareinsight.contradictions import check_apart, check_marker_signs, check_number_signs, check_roles
from rareinsight.model import Role
from rareinsight.shape_checks import check_lines, check_shapes, parts_of

#: Bullet signs: no sentence holds them, so they need no blanks around them.
BULLETS: Final = tuple("•●▪◦‣")
_ROLES: Final = ("core", "group", "other")
#: Of more words than these a description tells the number.
_MOST_LISTED: Final = 20
#: Signs that stand for a word: ``§ 3``, ``№ 5``.
_SECTION_SIGNS: Final = "§¶№"


def places_of(shape: str) -> tuple[str, ...]:
    """Return the names of the places in ``shape``, in order.

    >>> places_of("{source}·{date}")
    ('source', 'date')
    """
    return tuple(place for _, place in parts_of(shape) if place is not None)


def _as_headings(values: Iterable[Heading]) -> tuple[Heading, ...]:
    return as_tuple(values)


def _as_numbered(values: Iterable[Numbered]) -> tuple[Numbered, ...]:
    return as_tuple(values)


def _bullets_among_markers(format: Format) -> tuple[str, ...]:
    return tuple(marker for marker in as_tuple(format.markers or ()) if marker in BULLETS)


@refuse_unknown_fields
@frozen
class Heading:
    """Words that are headings wherever a heading can stand, with or without Markdown's signs and a colon.

    Args:
        words: the words, each a whole heading.
        role: what its sections are: the ``"core"`` of a digest, a ``"group"`` or ``"other"``.
        holds_headings: other headings may follow it at once (``Summary by Sections``).
        holds_text: its text may follow without a marker (``报告行业投资评级 未提及``).
        runs_on_to: words up to which the heading may go on in small letters (``Summary of Key Points from the
            Conference Call``).
        opens_title: with a colon after it, everything up to the next marker is the heading (``Question: How are
            prices?``).
    """

    words: tuple[str, ...] = field(converter=as_words, validator=check_headings)
    role: Role = field(default="other", validator=check_choice(*_ROLES))
    holds_headings: bool = field(default=False, validator=check_flag)
    holds_text: bool = field(default=False, validator=check_flag)
    runs_on_to: tuple[str, ...] = field(default=(), converter=as_words, validator=check_words)
    opens_title: bool = field(default=False, validator=check_flag)

    def __attrs_post_init__(self) -> None:
        if not self.words:
            raise ValueError("Heading.words is empty: name at least one word, or leave the heading out")


@refuse_unknown_fields
@frozen
class Numbered:
    """A shape of numbered headings, which a label may follow.

    Args:
        shape: the number and the signs or words around it: ``Group {n}``, ``{n}.``, ``({c})``.
        role: what its sections are, as for :class:`Heading`.
        level: how deep below other numbered headings it stands, from 1.
    """

    shape: str = field(validator=check_shapes)
    role: Role = field(default="other", validator=check_choice(*_ROLES))
    level: int = field(default=1, validator=check_level)
    #: Whether letters or a section sign belong to the shape, so that it needs no label to be a heading.
    is_worded: bool = field(init=False, eq=False, repr=False, default=False)

    def __attrs_post_init__(self) -> None:
        fixed = "".join(text for text, _ in parts_of(self.shape))
        is_worded = any(sign.isalpha() or sign in _SECTION_SIGNS for sign in fixed)
        object.__setattr__(self, "is_worded", is_worded)


def _listed(words: Iterable[str]) -> str:
    first, rest = (several := list(words))[:_MOST_LISTED], several[_MOST_LISTED:]
    return " · ".join(first) + (f" … and {len(rest)} more" if rest else "")


@refuse_unknown_fields
@frozen(cache_hash=True, repr=False)
class Format:
    """One producer's digests, declared.

    Args:
        name: what articles of this format say in ``article.format``.
        headings: the heading vocabulary, with roles.
        numbered: shapes of numbered headings.
        free_headings: whether headings outside the vocabulary are told by their place and form.
        heading_links: shapes of headings that are links, as ``[{text}]({url})``.
        markers: signs that open an insight, with a blank on both sides or at the start of a line (signs that are
            neither of ASCII nor dashes need none on the right: ``・銅``).
        glued_markers: those of the markers that may stand without blanks; bullet signs may, if nothing is given.
        numbered_markers: shapes of numbers that open an insight at the start of a line, as ``{n}.`` or ``{n}、``.
        unmarked: whether every line below a heading is an insight, marker or not.
        lead: whether paragraphs above the first heading are insights, of a section without heading; where every
            line is one (``unmarked``).
        citations: shapes of one citation; a list or range of numbers may stand for ``{n}``.
        source_lines: shapes of the header line; ``{date}`` is ``2025-08-26``, ``26.08.2025``, ``2025年8月26日``, or a
            day with the name of its month in English, German, French, Spanish, Italian or Portuguese, with or
            without a time and a zone after it.
        title_line: which of several lines above the body, or above a header line, is the title: the
            ``"first"``, with a subtitle and captions below it, or the ``"last"``.
        title_endings: what a page adds to a repeated title.
        furniture: lines of the page that belong to nothing.
        references: words above a list of what the citations lead to.

    Raises:
        ValueError, TypeError: the declaration can't work; the message says what, where and how to mend it.

    >>> notes = Format("notes", headings=[Heading(["Overview"])], markers=["•"])
    >>> notes.describe().splitlines()[0]
    'notes: digests known by these words and shapes'
    """

    name: str = field(validator=check_name)
    headings: tuple[Heading, ...] = field(
        default=(), converter=_as_headings, validator=check_all(Heading, "Heading([{}])")
    )
    numbered: tuple[Numbered, ...] = field(
        default=(), converter=_as_numbered, validator=check_all(Numbered, "Numbered({})")
    )
    free_headings: bool = field(default=False, validator=check_flag)
    heading_links: tuple[str, ...] = field(default=(), converter=as_words, validator=check_shapes)
    markers: tuple[str, ...] = field(default=("-", "*", "•"), converter=as_words, validator=check_markers)
    glued_markers: tuple[str, ...] = field(
        default=Factory(_bullets_among_markers, takes_self=True), converter=as_words, validator=check_markers
    )
    numbered_markers: tuple[str, ...] = field(default=(), converter=as_words, validator=check_shapes)
    unmarked: bool = field(default=False, validator=check_flag)
    lead: bool = field(default=False, validator=check_flag)
    citations: tuple[str, ...] = field(default=(), converter=as_words, validator=check_shapes)
    source_lines: tuple[str, ...] = field(
        default=("{source}·{date}", "{date}"), converter=as_words, validator=check_shapes
    )
    title_line: Literal["first", "last"] = field(default="first", validator=check_choice("first", "last"))
    title_endings: tuple[str, ...] = field(default=(), converter=as_words, validator=check_lines)
    furniture: tuple[str, ...] = field(default=(), converter=as_words, validator=check_lines)
    references: tuple[str, ...] = field(default=(), converter=as_words, validator=check_headings)

    def __attrs_post_init__(self) -> None:
        self._check_recognises()
        if self.lead and not self.unmarked:
            raise ValueError(
                f"Format {self.name!r} has lead=True without unmarked=True: paragraphs above the first heading are "
                "insights only where every line below one is; add unmarked=True (lines may still have markers)"
            )
        words = [(word, heading.role) for heading in self.headings for word in heading.words]
        shapes = [(each.shape, f"{each.role} of level {each.level}") for each in self.numbered]
        check_roles("Format.headings", words)
        check_roles("Format.numbered", shapes)
        check_apart(
            {
                "Format.headings": [word for word, _ in words],
                "Format.furniture": self.furniture,
                "Format.references": self.references,
            }
        )
        check_marker_signs(self.markers, self.glued_markers, dict(words), self.citations)
        check_number_signs(self.citations, dict(shapes), self.numbered_markers)

    def _check_recognises(self) -> None:
        """Refuse a format by which no heading, or no insight, would ever be recognised."""
        if not (self.headings or self.numbered or self.free_headings or self.heading_links):
            raise ValueError(
                f"Format {self.name!r} has no headings, so nothing would ever be recognised: give "
                "headings=[Heading([...])], numbered=[Numbered(...)] or free_headings=True"
            )
        if not (self.markers or self.numbered_markers or self.unmarked or self.citations):
            raise ValueError(
                f"Format {self.name!r} has neither markers nor citations, so no insight would ever be "
                "recognised: give markers=[...], or unmarked=True if each line is an insight"
            )

    def __repr__(self) -> str:
        return f"<Format {self.name!r}>"

    def evolve(self, **changes: object) -> Format:
        """Return a copy with some fields changed; an unknown field is refused with the name it resembles.

        Other ``markers`` have their own ``glued_markers``, unless these are given as well.
        """
        if "markers" in changes and "glued_markers" not in changes:
            markers: object = as_words(changes["markers"])  # type: ignore[arg-type]  # checked as the copy is built
            if isinstance(markers, tuple):
                own = [sign for sign in markers if sign in self.glued_markers or sign in BULLETS]
                changes = {**changes, "markers": markers, "glued_markers": own}
        return evolve(self, **changes)  # type: ignore[arg-type]  # each value is checked as the copy is built

    def describe(self) -> str:
        """Say in words what the format recognises, one line a kind; of many words the first and a number."""
        words = {
            role: [
                *(numbered.shape for numbered in self.numbered if numbered.role == role),
                *(word for heading in self.headings if heading.role == role for word in heading.words),
            ]
            for role in _ROLES
        }
        insights = [
            "every line below a heading" if self.unmarked else "text after a marker",
            "paragraphs above the first heading" if self.lead else "",
        ]
        titles = f"the {self.title_line} line above the header line, or else above the body"
        rows = {
            "core headings": words["core"],
            "group headings": words["group"],
            "other headings": words["other"],
            "free headings": ["title-shaped text where a heading can stand"] if self.free_headings else [],
            "headings that are links": self.heading_links,
            "insights": filter(None, insights),
            "markers": (*self.markers, *self.numbered_markers),
            "citations": self.citations or ["none"],
            "header lines": self.source_lines or ["none"],
            "title": [titles],
            "furniture": self.furniture,
            "references below": self.references,
        }
        lines = [f"{self.name}: digests known by these words and shapes"]
        lines += [f"  {name}: {_listed(row)}" for name, row in rows.items() if row]
        return "\n".join(lines)
