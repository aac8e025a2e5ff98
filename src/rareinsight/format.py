"""A format is a declaration: the words and shapes that identify a producer's digests.

Nothing here is a regular expression. A *word* matches itself, ignoring case. A *shape* is a word with
placeholders in braces: ``Group {n}``, ``[{n}]``, ``{source}·{date}``. Parsing, rendering, detection and the test
strategies are all derived from words and shapes, so they can never disagree about a format.
"""

import re
from collections.abc import Iterable
from typing import Final, Literal, TypedDict, Unpack

from attrs import evolve, field, frozen

from rareinsight import _shapes as shapes
from rareinsight._messages import as_tuple, in_range, is_a, one_of, refuse_unknown_fields, typed
from rareinsight._shapes import GLUED_MARKERS
from rareinsight.model import Role

_NUMBER: Final = re.compile("[0-9]+")


# attrs infers the types of `__init__` from named functions
# fmt: off
def _words(values: Iterable[str]) -> tuple[str, ...]: return as_tuple(values)
def _headings(values: "Iterable[Heading]") -> "tuple[Heading, ...]": return as_tuple(values)
def _numbered(values: "Iterable[Numbered]") -> "tuple[Numbered, ...]": return as_tuple(values)
# fmt: on


@refuse_unknown_fields
@frozen(field_transformer=typed)
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

    words: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.headings)
    role: Role = "other"
    holds_headings: bool = False
    holds_text: bool = False
    families: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.families)
    opens_title: bool = False

    def __attrs_post_init__(self) -> None:
        if not (self.words or self.families):
            raise ValueError("Heading.words is empty: give at least one word, or omit the heading")


@refuse_unknown_fields
@frozen(field_transformer=typed)
class Numbered:
    """A shape of numbered headings, optionally followed by a label.

    Attributes:
        shape: the number and the words or characters around it: ``Group {n}``, ``{n}.``, ``({c})``.
        role: the role of its sections, as for :class:`Heading`.
        level: its depth among numbered headings, starting at 1.
    """

    shape: str = field(validator=[is_a(str), shapes.numbered])
    role: Role = "other"
    level: int = field(default=1, validator=in_range(1))


class Fields(TypedDict, total=False):
    """The fields of a :class:`Format`, with the types of what they may be given, so that type checkers know them."""

    name: str
    headings: Iterable[Heading]
    numbered: Iterable[Numbered]
    free_headings: bool
    heading_links: Iterable[str]
    markers: Iterable[str]
    kept_markers: Iterable[str]
    numbered_markers: Iterable[str]
    unmarked: bool
    lead: bool
    markdown: bool
    titles: Iterable[str]
    asked: Iterable[str]
    answered: Iterable[str]
    citations: Iterable[str]
    openings: Iterable[str]
    entries: Iterable[str]
    signs: Iterable[str]
    source_lines: Iterable[str]
    slashed_dates: Literal["day", "month"] | None
    title_line: Literal["first", "last"]
    title_endings: Iterable[str]
    boilerplate: Iterable[str]
    ends_at: Iterable[str]
    references: Iterable[str]


@refuse_unknown_fields
@frozen(cache_hash=True, repr=False, field_transformer=typed)
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
        kept_markers: the markers that carry meaning (``▲``, ``[+]``) and so stay in the text of an insight.
        numbered_markers: shapes of numbers that start an insight at the start of a line: ``{n}.``, ``{n}、``;
            the number may also be Roman (``{r}``) or Chinese (``{c}``), or a letter (``{letter}``).
        unmarked: whether every line below a heading is an insight, with or without a marker.
        lead: whether paragraphs above the first heading are insights of a section without a heading; requires
            ``unmarked``.
        markdown: whether pages are Markdown, parsed line by line. Lines that start with ``#`` are headings, their level
            given by the number of ``#``; so are the words of ``headings`` and, with ``free_headings``, lines in bold.
            Any other line is an insight, with or without a marker, or continues the item or paragraph above; of
            tables, rows with citations are. Front matter, code, rules, images and tags are not part of the article.
            Shapes of ``numbered`` apply after ``#``, ``numbered_markers`` elsewhere.
        titles: shapes of titles in Markdown, ``# {text}``, at the top or below the list that ends an article. A title
            with several ``#`` counts only if the next heading has another shape. A shape without ``{text}``,
            ``# you asked``, announces a title on the next line.
        asked: words above a question in Markdown, ``User`` or ``you asked``, as a heading or before a colon: an article
            begins there, and the question is its title.
        answered: words that the line above the answer consists of or ends with, ``Assistant``. What is between the
            first line of the question and there is not part of the article.
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
            with a weekday, a time and a time zone.
        slashed_dates: what comes first in ``05/03/2026``: the ``"day"`` or the ``"month"``; without it, such a date is
            parsed only if one of the two is over twelve.
        title_line: which of several lines above the body, or above a source line, is the title: the
            ``"first"``, with a subtitle and captions below it, or the ``"last"``.
        title_endings: what a page appends to a repeated title.
        boilerplate: lines of the page that are not part of the article, verbatim or as shapes: ``Saved by {text}``,
            ``<details>{lines}</details>``.
        ends_at: lines that end an article; what follows, up to the next one, is ignored: ``Related articles``.
        references: words above a list of references.

    Raises:
        ValueError, TypeError: the declaration can't work; the message says what is wrong, where, and how to fix it.

    >>> notes = Format("notes", headings=[Heading(["Overview"])], markers=["•"])
    >>> notes.evolve(markers=["→", "•"]).markers
    ('→', '•')
    """

    name: str = field(validator=[is_a(str), shapes.name])
    headings: tuple[Heading, ...] = field(default=(), converter=_headings)
    numbered: tuple[Numbered, ...] = field(default=(), converter=_numbered)
    free_headings: bool = False
    heading_links: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.heading_links)
    markers: tuple[str, ...] = field(default=("-", "*", "•"), converter=_words, validator=shapes.markers)
    kept_markers: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.kept_markers)
    numbered_markers: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.numbered_markers)
    unmarked: bool = False
    lead: bool = False
    markdown: bool = False
    titles: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.titles)
    asked: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.headings)
    answered: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.headings)
    citations: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.citations)
    openings: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.openings)
    entries: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.entries)
    signs: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.signs)
    source_lines: tuple[str, ...] = field(
        default=("{source}·{date}", "{date}"), converter=_words, validator=shapes.source_lines
    )
    slashed_dates: Literal["day", "month"] | None = field(default=None, validator=one_of("day", "month", None))
    title_line: Literal["first", "last"] = field(default="first", validator=one_of("first", "last"))
    title_endings: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.lines)
    boilerplate: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.boilerplate)
    ends_at: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.lines)
    references: tuple[str, ...] = field(default=(), converter=_words, validator=shapes.headings)

    def __attrs_post_init__(self) -> None:
        headings = self.headings or self.numbered or self.free_headings or self.heading_links or self.markdown
        insights = self.markers or self.numbered_markers or self.unmarked or self.citations or self.markdown
        fault = ""
        if not headings:
            fault = "no headings, so nothing would ever be recognised: give headings=[Heading([...])], "
            fault += "numbered=[Numbered(...)] or free_headings=True"
        elif not insights:
            fault = "neither markers nor citations, so no insight would ever be recognised: give markers=[...], "
            fault += "or unmarked=True if every line is an insight"
        elif self.lead and not self.unmarked:
            fault = "lead=True without unmarked=True: paragraphs above the first heading can be insights only if "
            fault += "every line below one is; add unmarked=True (lines may still have markers)"
        if fault:
            raise ValueError(f"Format {self.name!r} has {fault}")
        self._check_meanings()
        self._check_markers()

    def _check_meanings(self) -> None:
        role, sign = "a heading of role {!r}".format, "# " if self.markdown else ""
        starts = tuple(filter(None, (shape.partition("{")[0] for shape in self.citations)))
        headings = [(word, said) for each in self.headings for said in [role(each.role)] for word in each.words]
        declared = {
            "citations": [(shape, "a citation") for shape in self.citations],
            "headings": [(_NUMBER.sub("{n}", it) if it.startswith(starts) else it, said) for it, said in headings],
            "boilerplate": [(word, "boilerplate") for word in self.boilerplate],
            "ends_at": [(word, "the end of an article") for word in self.ends_at],
            "references": [(word, "a heading of references") for word in self.references],
            "numbered": [(sign + each.shape, f"{role(each.role)} and level {each.level}") for each in self.numbered],
            "numbered_markers": [(shape, "a marker") for shape in self.numbered_markers],
        }
        known: dict[str, str] = {}
        for name, words in declared.items():
            for word, meaning in words:
                other = known.setdefault(word.casefold(), meaning)
                if other != meaning:
                    fault = f"{word!r} is declared both as {other} and as {meaning}; remove one of them"
                    raise ValueError(f"Format.{name}: {fault}")

    def _check_markers(self) -> None:
        """Refuse markers that also occur in headings, and those without spaces that citations start with."""
        words = [word for heading in self.headings for word in heading.words]
        joined = "\n".join(words).casefold()  # searched first, since a vocabulary may have thousands of words
        for marker in self.markers:
            for word in words if marker.casefold() in joined else ():
                parts = word if marker in GLUED_MARKERS else (*word.split(), word.casefold())
                if marker in parts or marker.casefold() in parts:
                    fault = f"{marker!r} would start an insight inside the heading {word!r}; remove one of them"
                    raise ValueError(f"Format.markers: {fault}")
        for marker in self.kept_markers:
            if marker not in self.markers:
                raise ValueError(f"Format.kept_markers: {marker!r} is not among the markers {list(self.markers)!r}")
        for shape in self.citations:
            if shape[:1] in GLUED_MARKERS.intersection(self.markers):
                fault = f"the citation {shape!r} also starts with {shape[0]!r}; remove one of them"
                raise ValueError(f"Format.markers: {fault}")

    def __repr__(self) -> str:
        return f"<Format {self.name!r}>"

    def evolve(self, **changes: Unpack[Fields]) -> "Format":
        """Return a copy with some fields changed; the error for an unknown field suggests a similar name."""
        return evolve(self, **changes)
