"""Text as the web has it, none of it a digest: made up, the same on every machine."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

#: Code points of a page, about what a crawled page holds.
PAGE: Final = 10_000

_SYLLABLES: Final[list[str]] = re.findall(
    r"\w+", "ba ce di fo gu la me ni or pu ra se ti vo an el in ur sta tri ple con ment ing er"
)
#: The words of any page, and some that headings of digests are made of.
_COMMON: Final[list[str]] = re.findall(
    r"\w+",
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they "
    "which one you were all her she there would their we him been has when who will no more if out so up said "
    "what its about than into them can only other time new some could these two may first then do any like quite "
    "question part key market company report risk summary section important group views points",
)
_HANZI: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也"
    "能下过子说产种面而方后多定行学法所民得经重关报业"
)
_LEVELS: Final = ("INFO", "WARN", "DEBUG", "ERROR")


def _word(rng: random.Random) -> str:
    if rng.random() < 0.55:
        return rng.choice(_COMMON)
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4)))


def _sentence(rng: random.Random) -> str:
    words = [_word(rng) for _ in range(rng.randint(5, 25))]
    if rng.random() < 0.1:
        words.insert(len(words) // 2, "-")
    return " ".join(words).capitalize() + rng.choice(("." * 9) + "?")


def _prose(rng: random.Random) -> str:
    return " ".join(_sentence(rng) for _ in range(rng.randint(2, 7)))


def _encyclopedia(rng: random.Random) -> str:
    sentences = [_sentence(rng) + f"[{rng.randint(1, 90)}]" * (rng.random() < 0.4) for _ in range(5)]
    heading = f"{_word(rng).capitalize()}[edit]\n" if rng.random() < 0.3 else ""
    return heading + " ".join(sentences)


def _markup(rng: random.Random) -> str:
    link = f'<a href="/{_word(rng)}/{rng.randint(1, 9999)}" class="{_word(rng)}">{_word(rng)}</a>'
    return f'<div id="{_word(rng)}">\n  <p>{_sentence(rng)} {link}</p>\n  <!-- {_word(rng)} -->\n</div>'


def _chinese(rng: random.Random) -> str:
    clauses = ["".join(rng.choices(_HANZI, k=rng.randint(4, 20))) for _ in range(rng.randint(2, 8))]
    return "，".join(clauses) + rng.choice("。。。！？")


def _code(rng: random.Random) -> str:
    name, other = _word(rng), _word(rng)
    return (
        f"def {name}_{other}({other}, index={rng.randint(0, 99)}):\n"
        f"    # {_sentence(rng)}\n"
        f"    return {other}[index - {rng.randint(1, 9)}] + {name}[{rng.randint(0, 9)}]\n"
    )


def _log(rng: random.Random) -> str:
    time = f"2025-08-{rng.randint(1, 28):02d} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:07,123"
    return f"{time} {rng.choice(_LEVELS)} [worker-{rng.randint(1, 8)}] {_word(rng)}.{_word(rng)} - {_sentence(rng)}"


def _forum(rng: random.Random) -> str:
    day = f"Aug {rng.randint(1, 28)}, 2025"
    return f"{_word(rng)}{rng.randint(1, 99)} · {day}\n> {_sentence(rng)}\n- {_sentence(rng)}\n* {_sentence(rng)}"


_KINDS: Final[dict[str, Callable[[random.Random], str]]] = {
    "prose": _prose,
    "encyclopedia": _encyclopedia,
    "markup": _markup,
    "chinese": _chinese,
    "code": _code,
    "logs": _log,
    "forum": _forum,
}
KINDS: Final = tuple(_KINDS)


def make_pages(kind: str, count: int) -> list[str]:
    """Return so many pages of a kind of ``KINDS``, each of ``PAGE`` code points."""
    rng = random.Random(f"web text: {kind}")  # noqa: S311 - the same pages on every run
    pages = []
    for _ in range(count):
        page = ""
        while len(page) < PAGE:
            page += _KINDS[kind](rng) + "\n"
        pages.append(page[:PAGE])
    return pages
