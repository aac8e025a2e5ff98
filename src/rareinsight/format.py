"""A format is a declaration: the words and shapes by which a producer's digests are known.

Nothing here is a regular expression. A *word* stands for itself, whatever its case. A *shape* is a word with
places in braces: ``Group {n}``, ``[{n}]``, ``{source}·{date}``. From words and shapes alone the parser, the
writer, detection and the test strategies are derived, so that they can never disagree about a format.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence

from attrs import Attribute, evolve, field, fields, frozen
from attrs.validators import in_, instance_of

from rareinsight.errors import nearest
from rareinsight.model import Role

#: The places a shape may have, and what stands in them.
PLACES = {
    "n": "a number in Arabic digits",
    "c": "a number in Chinese numerals",
    "r": "a number in Roman numerals",
    "source": "the name of the publisher",
    "date": "a date, with or without a time and a zone",
    "text": "words, as many as there are",
    "url": "an address, without blanks",
}


def places_of(shape: str) -> tuple[str, ...]:
    """Return the names of the places in ``shape``, in order.

    >>> places_of("{source}·{date}")
    ('source', 'date')
    """
    return tuple(name for _, name, _, _ in string.Formatter().parse(shape) if name is not None)


def _as_words(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        message = f"expected several words in a tuple, not the one string {values!r}: write ({values!r},)"
        raise TypeError(message)
    return tuple(values)


def _as_headings(values: Iterable[Heading]) -> tuple[Heading, ...]:
    return tuple(values)


def _as_numbered(values: Iterable[Numbered]) -> tuple[Numbered, ...]:
    return tuple(values)


def _check_words(owner: object, attribute: Attribute[tuple[str, ...]], words: tuple[str, ...]) -> None:
    name = f"{type(owner).__name__}.{attribute.name}"
    for word in words:
        if not isinstance(word, str):
            raise TypeError(f"{name} holds {word!r}, which is not a str")
        if not word.strip():
            raise ValueError(f"{name} holds an empty word: remove it, it would match everywhere")


def _check_shape(owner: object, name: str, shape: str, needed: Sequence[str]) -> None:
    where = f"{type(owner).__name__}.{name}"
    try:
        places = places_of(shape)
    except ValueError as error:
        raise ValueError(f"{where}: {shape!r} is not a shape: {error}") from None
    for place in places:
        if place not in PLACES:
            raise ValueError(f"{where}: {shape!r} has an unknown place {{{place}}}. {nearest(place, PLACES)}")
    if not set(needed) & set(places):
        wanted = " or ".join(f"{{{place}}}" for place in needed)
        raise ValueError(
            f"{where}: {shape!r} has no {wanted}; write where it stands, as in {_EXAMPLES[name]!r}"
        )


_EXAMPLES = {"shape": "Group {n}", "citations": "[{n}]", "source_lines": "{source}·{date}"}


@frozen
class Heading:
    """Words that are headings wherever a heading can stand.

    ``holds_headings``: other headings may follow it at once (``Summary by Sections``). ``holds_text``: its text
    may follow without a marker (``报告行业投资评级 未提及``). ``runs_on_to``: words up to which the heading may
    go on in small letters (``Summary of Key Points from the Conference Call``). ``opens_title``: with a colon
    after it, everything up to the next marker is the heading (``Question: How are prices?``).
    """

    words: tuple[str, ...] = field(converter=_as_words, validator=_check_words)
    role: Role = field(default="other", validator=in_(("core", "group", "other")))
    holds_headings: bool = field(default=False, validator=instance_of(bool))
    holds_text: bool = field(default=False, validator=instance_of(bool))
    runs_on_to: tuple[str, ...] = field(default=(), converter=_as_words, validator=_check_words)
    opens_title: bool = field(default=False, validator=instance_of(bool))

    def __attrs_post_init__(self) -> None:
        if not self.words:
            raise ValueError("Heading.words is empty: name at least one word, or leave the heading out")


@frozen
class Numbered:
    """A shape of numbered headings: ``Group {n}``, ``{n}.``, ``({c})``; ``level`` is its depth by itself.

    ``is_worded`` tells whether letters belong to the shape, so that it needs no title to be a heading.
    """

    shape: str = field(validator=instance_of(str))
    role: Role = field(default="other", validator=in_(("core", "group", "other")))
    level: int = field(default=1, validator=instance_of(int))

    def __attrs_post_init__(self) -> None:
        _check_shape(self, "shape", self.shape, ("n", "c", "r"))
        letters = (sign.isalpha() for text, *_ in string.Formatter().parse(self.shape) for sign in text)
        object.__setattr__(self, "is_worded", any(letters))

    is_worded: bool = field(init=False, eq=False, repr=False, default=False)


@frozen(cache_hash=True)
class Format:
    """One producer's digests, declared.

    Args:
        name: what articles of this format say in ``article.format``.
        headings: the heading vocabulary, with roles.
        numbered: shapes of numbered headings.
        free_headings: whether headings outside the vocabulary are told by their place and form.
        heading_links: shapes of headings that are links, as ``[{text}]({url})``.
        markers: signs that open an insight, with a blank on both sides or at the start of a line.
        glued_markers: those of the markers that may stand without blanks.
        unmarked: whether every line below a heading is an insight, marker or not.
        citations: shapes of one citation; a list or range of numbers may stand for ``{n}``.
        source_lines: shapes of the header line.
        furniture: lines of the page that belong to nothing.
        title_endings: what a page adds to a repeated title.
        references: words above a list of what the citations lead to.
        label_ends: signs after a numbered heading's number and after a run-in label.

    Raises:
        ValueError, TypeError: the declaration can't work; the message says what, where and how to mend it.

    >>> notes = Format("notes", headings=[Heading(["Overview"])], markers=["•"])
    >>> notes.describe().splitlines()[0]
    'notes: digests known by these words and shapes'
    """

    name: str = field(validator=instance_of(str))
    headings: tuple[Heading, ...] = field(default=(), converter=_as_headings)
    numbered: tuple[Numbered, ...] = field(default=(), converter=_as_numbered)
    free_headings: bool = field(default=False, validator=instance_of(bool))
    heading_links: tuple[str, ...] = field(default=(), converter=_as_words, validator=_check_words)
    markers: tuple[str, ...] = field(default=("-", "*", "•"), converter=_as_words, validator=_check_words)
    glued_markers: tuple[str, ...] = field(default=("•",), converter=_as_words, validator=_check_words)
    unmarked: bool = field(default=False, validator=instance_of(bool))
    citations: tuple[str, ...] = field(default=(), converter=_as_words, validator=_check_words)
    source_lines: tuple[str, ...] = field(
        default=("{source}·{date}", "{date}"), converter=_as_words, validator=_check_words
    )
    furniture: tuple[str, ...] = field(default=(), converter=_as_words, validator=_check_words)
    title_endings: tuple[str, ...] = field(default=(), converter=_as_words, validator=_check_words)
    references: tuple[str, ...] = field(default=(), converter=_as_words, validator=_check_words)
    label_ends: tuple[str, ...] = field(default=(":", "："), converter=_as_words, validator=_check_words)

    def __attrs_post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("Format.name is empty: articles of the format carry it")
        if not (self.headings or self.numbered):
            raise ValueError(
                f"Format {self.name!r} has neither headings nor numbered shapes, so nothing would ever be "
                "recognised: give headings=[Heading([...])]"
            )
        for heading in self.headings:
            if not isinstance(heading, Heading):
                raise TypeError(
                    f"Format.headings holds {heading!r}: wrap the words, as in Heading([{heading!r}])"
                )
        for numbered in self.numbered:
            if not isinstance(numbered, Numbered):
                raise TypeError(f"Format.numbered holds {numbered!r}: wrap it, as in Numbered({numbered!r})")
        for shape in self.citations:
            _check_shape(self, "citations", shape, ("n",))
        for shape in self.source_lines:
            _check_shape(self, "source_lines", shape, ("date", "source"))
        self._check_roles()
        self._check_markers()

    def _check_roles(self) -> None:
        roles: dict[str, Role] = {}
        for heading in self.headings:
            for word in heading.words:
                known = roles.setdefault(word.casefold(), heading.role)
                if known != heading.role:
                    raise ValueError(
                        f"Format.headings: {word!r} is declared both {known!r} and {heading.role!r}; "
                        "a word has one role, remove one of them"
                    )

    def _check_markers(self) -> None:
        words = {word.casefold() for heading in self.headings for word in heading.words}
        for marker in self.markers:
            if marker.casefold() in words:
                raise ValueError(
                    f"Format.markers: {marker!r} is also a heading; a marker must be told from headings"
                )
        for marker in self.glued_markers:
            if marker not in self.markers:
                raise ValueError(
                    f"Format.glued_markers: {marker!r} is not among the markers {self.markers!r}"
                )

    def evolve(self, **changes: object) -> Format:
        """Return a copy with some fields changed; an unknown field is refused with the name it resembles."""
        known = [attribute.name for attribute in fields(Format)]
        for name in changes:
            if name not in known:
                raise TypeError(f"Format has no field {name!r}. {nearest(name, known)}")
        return evolve(self, **changes)  # type: ignore[arg-type]  # attrs checks each value as it builds the copy

    def describe(self) -> str:
        """Say in words what the format recognises, one line a kind."""
        lines = [f"{self.name}: digests known by these words and shapes"]
        for role in ("core", "group", "other"):
            words = [word for heading in self.headings if heading.role == role for word in heading.words]
            shapes = [numbered.shape for numbered in self.numbered if numbered.role == role]
            if words or shapes:
                lines.append(f"  {role} headings: {' · '.join(shapes + words)}")
        if self.free_headings:
            lines.append("  other headings: title-shaped text where a heading can stand")
        if self.heading_links:
            lines.append(f"  headings that are links: {' · '.join(self.heading_links)}")
        opening = "every line below a heading" if self.unmarked else "text after a marker"
        lines.append(f"  insights: {opening}; markers {' '.join(self.markers)}")
        lines.append(f"  citations: {' · '.join(self.citations) or 'none'}")
        lines.append(f"  header lines: {' · '.join(self.source_lines) or 'none'}")
        if self.furniture:
            lines.append(f"  furniture: {' · '.join(self.furniture)}")
        return "\n".join(lines)
