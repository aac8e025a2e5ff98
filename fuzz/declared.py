"""Formats that nobody would declare: any words, signs and shapes that a declaration takes, made from a number."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

import rareinsight as ri

_SIGNS: Final = (
    "-*•·→✓▸#:.,;!?()[]<>§¶|/\\~^†&%$€_\"'`“”《》【】〔〕（）、。 \t\u00a0\u3000\u200b1９一IVaAßİ\ue000\U0001f642"
)
_WORDS: Final = (
    *(
        "Facts",
        "In brief",
        "TL;DR",
        "Core Insights",
        "Group 1",
        "What's Next",
        "Q&A",
        "No",
        "A",
        "Part",
        "a b  c",
        "1984",
    ),
    *(
        "要点",
        "◆株式",
        "【要点】",
        "İstanbul",
        "ﬁn",
        "Ǆ",
        "ß",
        "e\u0301",
        "\u0301",
        "--",
        "->",
        "=>",
        "[1]",
        "(a)",
        "1)",
    ),
)
#: Declared parts are put where these characters stand in a text.
PLACES: Final = tuple(map(chr, range(0xE000, 0xE010)))
_FILLED: Final = {"n": "2", "c": "二", "r": "II", "source": "Port", "date": "2026-03-05", "text": "ore", "url": "/a(b)"}


def declare(seed: bytes) -> ri.Format | None:
    """Return a format, the same for the same seed; ``None`` where its parts do not go together."""
    draw = _Draw(random.Random(seed))  # noqa: S311 - it has to be the same every time
    fields: dict[str, Any] = {
        "headings": [draw.heading() for _ in range(draw.chance.randint(0, 2))],
        "numbered": draw.numbered(),
        "free_headings": draw.flag(),
        "unmarked": draw.flag(),
        "heading_links": draw.several(draw.shape("text", "url"), _declare_one("heading_links")),
        "markers": draw.several(draw.word, _declare_one("markers")),
        "numbered_markers": draw.several(draw.shape("n"), _declare_one("numbered_markers")),
        "citations": draw.several(draw.shape("n", "text", "url"), _declare_one("citations")),
        "source_lines": draw.several(draw.shape("source", "date"), _declare_one("source_lines")),
        "title_endings": draw.several(draw.word, _declare_one("title_endings")),
        "boilerplate": draw.several(draw.word, _declare_one("boilerplate")),
        "references": draw.several(draw.word, _declare_one("references")),
    }
    try:
        return ri.Format("declared", **fields)
    except ValueError:
        return None


class _Draw:
    """Parts of declarations, drawn by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def flag(self) -> bool:
        return self.chance.randrange(3) == 0

    def word(self) -> str:
        signs = "".join(self.chance.choices(_SIGNS, k=self.chance.choice((1, 1, 2, 3, 85))))
        return self.chance.choice((*self.chance.choices(_WORDS, k=2), signs))

    def shape(self, *places: str) -> Callable[[], str]:
        """Return what spells shapes: some of the places, in any order, with or without words around them."""

        def spell() -> str:
            order = self.chance.sample(places, k=self.chance.randint(1, len(places)))
            ends = [self.chance.choice(("", self.word(), self.word())) for _ in order]
            return self.chance.choice(("", self.word())) + "".join(
                f"{{{a}}}{b}" for a, b in zip(order, ends, strict=True)
            )

        return spell

    def several(self, spell: Callable[[], str], declare_one: Callable[[str], object]) -> list[str]:
        """Return up to three words or shapes that can be declared by themselves."""
        return [each for each in (spell() for _ in range(self.chance.randint(0, 3))) if _passes(declare_one, each)]

    def heading(self) -> ri.Heading:
        return ri.Heading(
            self.several(self.word, lambda word: ri.Heading([word])) or ["Facts"],
            role=self.chance.choice(("core", "group", "other")),
            holds_headings=self.flag(),
            holds_text=self.flag(),
            families=self.several(self.shape("text"), lambda shape: ri.Heading(families=[shape])),
            opens_title=self.flag(),
        )

    def numbered(self) -> list[ri.Numbered]:
        shapes = self.several(self.shape("n", "c", "r"), ri.Numbered)
        return [
            ri.Numbered(shape, self.chance.choice(("core", "group")), self.chance.randint(1, 3)) for shape in shapes
        ]


def _declare_one(field: str) -> Callable[[str], object]:
    plain: Any = ri.Format("declared", free_headings=True, markers=["-"])
    return lambda value: plain.evolve(**{field: [value]})


def _passes(declare_one: Callable[[str], object], value: str) -> bool:
    try:
        declare_one(value)
    except ValueError:
        return False
    return True


def fill(text: str, format: ri.Format) -> str:
    """Put the parts of a format where their places stand in a text."""
    shapes = [each.shape for each in format.numbered]
    shapes += [*format.heading_links, *format.numbered_markers, *format.citations, *format.source_lines]
    shapes += [family for heading in format.headings for family in heading.families]
    words = [word for heading in format.headings for word in heading.words]
    words += [*format.markers, *format.title_endings, *format.boilerplate, *format.references]
    parts = [*words, *(shape.format_map(_FILLED) for shape in shapes)] or [""]
    return text.translate({ord(place): parts[number % len(parts)] for number, place in enumerate(PLACES)})
