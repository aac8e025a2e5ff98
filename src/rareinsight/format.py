"""A format is a declaration: the words and shapes that identify a producer's digests.

Nothing here is a regular expression. A *word* matches itself, ignoring case. A *shape* is a word with
placeholders in braces: ``Group {n}``, ``[{n}]``, ``{source}·{date}``. Parsing, rendering, detection and the test
strategies are all derived from words and shapes, so they can never disagree about a format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, cast

from attrs import Factory, evolve, field, frozen

from rareinsight._arguments import as_tuple, in_range, is_a, one_of, refuse_unknown_fields
from rareinsight._format import checks
from rareinsight._format.checks import as_words
from rareinsight._format.shapes import parts_of
from rareinsight.model import Role

#: Bullets: they never occur in sentences, so they need no spaces around them.
BULLETS: Final = tuple("•●▪◦‣")
_ROLES: Final = ("core", "group", "other")
#: A description lists at most this many words, then counts the rest.
_MOST_LISTED: Final = 20
#: Characters used in place of a word: ``§ 3``, ``№ 5``.
_SECTION_SIGNS: Final = "§¶№"


def _as_headings(values: Iterable[Heading]) -> tuple[Heading, ...]:
    return as_tuple(values)


def _as_numbered(values: Iterable[Numbered]) -> tuple[Numbered, ...]:
    return as_tuple(values)


def _bullets_among_markers(format: Format) -> tuple[str, ...]:
    return tuple(marker for marker in as_tuple(format.markers or ()) if marker in BULLETS)


@refuse_unknown_fields
@frozen
class Heading:
    """Words that are headings wherever a heading can occur, with or without Markdown syntax and a colon.

    Attributes:
        words: the words, each a complete heading.
        role: the role of its sections: ``"core"``, ``"group"`` or ``"other"``.
        holds_headings: whether other headings may follow directly (``Summary by Sections``).
        holds_text: whether its text may follow without a marker (``报告行业投资评级 未提及``).
        families: shapes of headings with a variable part, ``{text}`` for a few words or none: ``Summary of {text}
            Call``, ``{text}核心观点{text}``.
        opens_title: whether a colon after it extends the heading to the next marker (``Question: How are prices?``).
    """

    words: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.headings)
    role: Role = field(default="other", validator=one_of(*_ROLES))
    holds_headings: bool = field(default=False, validator=is_a(bool))
    holds_text: bool = field(default=False, validator=is_a(bool))
    families: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.families)
    opens_title: bool = field(default=False, validator=is_a(bool))

    def __attrs_post_init__(self) -> None:
        if not (self.words or self.families):
            raise ValueError("Heading.words is empty: give at least one word, or omit the heading")


@refuse_unknown_fields
@frozen
class Numbered:
    """A shape of numbered headings, optionally followed by a label.

    Attributes:
        shape: the number and the words or characters around it: ``Group {n}``, ``{n}.``, ``({c})``.
        role: the role of its sections, as for :class:`Heading`.
        level: its depth among numbered headings, starting at 1.
        is_worded: whether the shape contains letters or a section sign and so needs no label to be a heading;
            derived from the shape.
    """

    shape: str = field(validator=[is_a(str), checks.shape])
    role: Role = field(default="other", validator=one_of(*_ROLES))
    level: int = field(default=1, validator=in_range(1))
    is_worded: bool = field(init=False, eq=False, repr=False, default=False)

    def __attrs_post_init__(self) -> None:
        fixed = "".join(text for text, _ in parts_of(self.shape))
        is_worded = any(character.isalpha() or character in _SECTION_SIGNS for character in fixed)
        object.__setattr__(self, "is_worded", is_worded)


@refuse_unknown_fields
@frozen(cache_hash=True, repr=False)
class Format:
    """A declaration of one producer's digests.

    Attributes:
        name: the value of ``article.format`` for its articles.
        headings: the heading vocabulary, with roles.
        numbered: shapes of numbered headings.
        free_headings: whether headings outside the vocabulary are recognised by their place and form.
        heading_links: shapes of headings that are links, such as ``[{text}]({url})``.
        markers: characters that start an insight, with a space on both sides or at the start of a line (one that is
            neither ASCII nor a dash needs no space on its right: ``・銅``).
        glued_markers: the markers that need no spaces; by default, the bullets among the markers.
        kept_markers: the markers that carry meaning (``▲``, ``[+]``) and so stay in the text of an insight.
        numbered_markers: shapes of numbers that start an insight at the start of a line: ``{n}.``, ``{n}、``.
        unmarked: whether every line below a heading is an insight, with or without a marker.
        lead: whether paragraphs above the first heading are insights of a section without a heading; requires
            ``unmarked``.
        markdown: whether pages are Markdown, parsed line by line. Lines that start with ``#`` are headings, their level
            given by the number of ``#``; so are the words of ``headings`` and, with ``free_headings``, lines in bold.
            Any other line is an insight, with or without a marker, or continues the one above. Front matter, tables,
            fences, rules, images and tags belong to nothing. Shapes of ``numbered`` apply after ``#``,
            ``numbered_markers`` elsewhere.
        titles: shapes of titles in Markdown, ``# {text}``, at the top or below the list that ends an article, unless
            the next heading has the same shape; or of the line above a title, ``# you asked``.
        citations: shapes of one citation. It cites ``{n}``, a number, list or range; ``{s}``, superscript digits, one
            number each; or ``{key}``, anything else: an id, a name, a path, an address, ``{key:turn}`` if all start
            alike. ``{a}`` is the number of the answer, ``{text}`` words, ``{url}`` an address, ``{lines}`` anything,
            even over several lines. ``{n}`` alone is a number right after a stop or a word, up to the last in the list.
        openings: shapes of what precedes a claim, ``[cite_start]``; left out of the text of an insight.
        entries: shapes of entries in the list below, ``[{n}]: {url}``, ``{n}. {text}, accessed on {date}, {url}``;
            of two ``{text}`` the first counts. With ``entries``, articles are linked as they are parsed.
        signs: strings, one of which is on every page; other pages are never detected as this format.
        source_lines: shapes of the source line; ``{date}`` is ``2025-08-26``, ``26.08.2025``, ``2025年8月26日``, or a
            day with the name of its month in English, German, French, Spanish, Italian or Portuguese, optionally
            followed by a time and a time zone.
        slashed_dates: what comes first in ``05/03/2026``: the ``"day"`` or the ``"month"``; without it, such a date is
            parsed only if one of the two is over twelve.
        title_line: which of several lines above the body, or above a source line, is the title: the
            ``"first"``, with a subtitle and captions below it, or the ``"last"``.
        title_endings: what a page appends to a repeated title.
        boilerplate: lines of the page that belong to nothing, verbatim or as shapes: ``Saved by {text}``,
            ``<details>{lines}</details>``.
        ends_at: lines that end an article; what follows, up to the next one, is ignored: ``Related articles``.
        references: words above a list of references.

    Raises:
        ValueError, TypeError: the declaration can't work; the message says what is wrong, where, and how to fix it.

    >>> notes = Format("notes", headings=[Heading(["Overview"])], markers=["•"])
    >>> notes.describe().splitlines()[0]
    'notes: digests identified by these words and shapes'
    """

    name: str = field(validator=[is_a(str), checks.name])
    headings: tuple[Heading, ...] = field(
        default=(), converter=_as_headings, validator=checks.each(Heading, "Heading([{}])")
    )
    numbered: tuple[Numbered, ...] = field(
        default=(), converter=_as_numbered, validator=checks.each(Numbered, "Numbered({})")
    )
    free_headings: bool = field(default=False, validator=is_a(bool))
    heading_links: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.heading_links)
    markers: tuple[str, ...] = field(default=("-", "*", "•"), converter=as_words, validator=checks.markers)
    glued_markers: tuple[str, ...] = field(
        default=Factory(_bullets_among_markers, takes_self=True), converter=as_words, validator=checks.glued_markers
    )
    kept_markers: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.glued_markers)
    numbered_markers: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.numbered_markers)
    unmarked: bool = field(default=False, validator=is_a(bool))
    lead: bool = field(default=False, validator=is_a(bool))
    markdown: bool = field(default=False, validator=is_a(bool))
    titles: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.titles)
    citations: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.citations)
    openings: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.openings)
    entries: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.entries)
    signs: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.signs)
    source_lines: tuple[str, ...] = field(
        default=("{source}·{date}", "{date}"), converter=as_words, validator=checks.source_lines
    )
    slashed_dates: Literal["day", "month"] | None = field(default=None, validator=one_of("day", "month", None))
    title_line: Literal["first", "last"] = field(default="first", validator=one_of("first", "last"))
    title_endings: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.lines)
    boilerplate: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.boilerplate)
    ends_at: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.lines)
    references: tuple[str, ...] = field(default=(), converter=as_words, validator=checks.headings)

    def __attrs_post_init__(self) -> None:
        self._check_recognises()
        if self.lead and not self.unmarked:
            raise ValueError(
                f"Format {self.name!r} has lead=True without unmarked=True: paragraphs above the first heading can be "
                "insights only if every line below one is; add unmarked=True (lines may still have markers)"
            )
        words = [word for heading in self.headings for word in heading.words]
        numbers = [("Format.numbered", numbered.shape) for numbered in self.numbered]
        numbers += [("Format.numbered_markers", shape) for shape in self.numbered_markers]
        checks.check_one_meaning(self._meanings())
        checks.check_marker_signs(self.markers, self.glued_markers, words, self.citations)
        checks.check_among("Format.kept_markers", self.kept_markers, self.markers)
        checks.check_distinct(self.citations, numbers, words)

    def _meanings(self) -> Iterator[tuple[str, str, str]]:
        """Yield each word and shape that matches a line or its start, with its field and its meaning."""
        for heading in self.headings:
            yield from (("Format.headings", word, f"a heading of role {heading.role!r}") for word in heading.words)
        yield from (("Format.boilerplate", word, "boilerplate") for word in self.boilerplate)
        yield from (("Format.ends_at", word, "the end of an article") for word in self.ends_at)
        yield from (("Format.references", word, "a heading of references") for word in self.references)
        for each in self.numbered:
            sign = "# " if self.markdown else ""
            yield "Format.numbered", sign + each.shape, f"a heading of role {each.role!r} and level {each.level}"
        yield from (("Format.numbered_markers", shape, "a marker") for shape in self.numbered_markers)

    def _check_recognises(self) -> None:
        """Reject a format that would never recognise a heading or an insight."""
        if not (self.headings or self.numbered or self.free_headings or self.heading_links or self.markdown):
            raise ValueError(
                f"Format {self.name!r} has no headings, so nothing would ever be recognised: give "
                "headings=[Heading([...])], numbered=[Numbered(...)] or free_headings=True"
            )
        if not (self.markers or self.numbered_markers or self.unmarked or self.citations or self.markdown):
            raise ValueError(
                f"Format {self.name!r} has neither markers nor citations, so no insight would ever be "
                "recognised: give markers=[...], or unmarked=True if every line is an insight"
            )

    def __repr__(self) -> str:
        return f"<Format {self.name!r}>"

    def evolve(self, **changes: object) -> Format:
        """Return a copy with some fields changed; the error for an unknown field suggests a similar name.

        New ``markers`` get their own ``glued_markers``, unless you give these too.
        """
        if "markers" in changes and "glued_markers" not in changes:
            markers: object = as_words(changes["markers"])  # type: ignore[arg-type]  # checked as the copy is built
            if isinstance(markers, tuple):
                known = (*self.glued_markers, *BULLETS)
                own = [marker for marker in cast("tuple[object, ...]", markers) if marker in known]
                changes = {**changes, "markers": markers, "glued_markers": own}
        return evolve(self, **changes)  # type: ignore[arg-type]  # each value is checked as the copy is built

    def describe(self) -> str:
        """Describe what the format recognises, one line per kind; long lists of words are shortened."""
        words = {
            role: [
                *(numbered.shape for numbered in self.numbered if numbered.role == role),
                *(word for heading in self.headings if heading.role == role for word in heading.words),
            ]
            for role in _ROLES
        }
        insights = [
            "every line below a heading" if self.unmarked or self.markdown else "text after a marker",
            "paragraphs above the first heading" if self.lead or self.markdown else "",
        ]
        titles = () if self.markdown else (f"the {self.title_line} line above the source line, or else above the body",)
        rows = {
            "core headings": words["core"],
            "group headings": words["group"],
            "other headings": words["other"],
            "free headings": ["title-like text where a heading can occur"] if self.free_headings else [],
            "headings in Markdown": ["lines that start with #"] if self.markdown else [],
            "headings that are links": self.heading_links,
            "insights": filter(None, insights),
            "markers": (*self.markers, *self.numbered_markers),
            "citations": self.citations or ["none"],
            "openings of claims": self.openings,
            "source lines": self.source_lines or ["none"],
            "title": self.titles or titles,
            "boilerplate": self.boilerplate,
            "ends of articles": self.ends_at,
            "references below": (*self.references, *self.entries),
            "known by": self.signs,
        }
        lines = [f"{self.name}: digests identified by these words and shapes"]
        lines += [f"  {name}: {_listed(row)}" for name, row in rows.items() if row]
        return "\n".join(lines)


def _listed(words: Iterable[str]) -> str:
    first, rest = (several := list(words))[:_MOST_LISTED], several[_MOST_LISTED:]
    return " · ".join(first) + (f" … and {len(rest)} more" if rest else "")
