"""How words and shapes are spelled as patterns.

All are linear: each repetition is bounded, possessive, or of characters that nothing after it can begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rareinsight._patterns import deferred
from rareinsight._shapes import parts_of

#: A pattern that never matches, at no cost: the engine only searches for its first character.
NOTHING: Final = "\uffff(?<!\uffff)"
#: The square brackets of citations and entries, in any width.
OPEN: Final = r"[\[【［]"
CLOSE: Final = r"[\]】］]"
OPENING: Final = "\0"  #: replaced by the declared beginning of a key
LINK_TITLE: Final = r"(?: (?:\"[^\"\r\n]{0,200}+\"|'[^'\r\n]{0,200}+'))?+"  #: what may follow the address of a link
IN_LINK: Final = rf"(?:[^\s()]|\([^\s()]*+\))*+{LINK_TITLE}"
_IN_LINES: Final = {
    "n": "[0-9]{1,9}",
    "a": "[0-9]{1,3}",
    "key": "[^\r\n]{1,200}?",
    "text": "[^\r\n]{1,400}?",
    "date": "[^\r\n]{4,40}?",
    "url": r"[a-z]{2,10}://\S{1,2000}?",
    "lines": r"[\s\S]*?",
}


def fill(shape: str, **places: str) -> str:
    """Return a pattern for a shape; ``places`` has the patterns of its placeholders."""
    spelled: list[str] = []
    for text, place in parts_of(shape):
        spelled.append(spell(text))
        if place is not None:
            name, _, opening = place.partition(":")
            spelled.append(places[name].replace(OPENING, re.escape(opening)))
    return "".join(spelled)


def spell(text: str, least: int = 0) -> str:
    """Return a pattern for fixed text, in which each space may be ``least`` to three spaces."""
    return re.escape(text).replace(r"\ ", rf"\s{{{least},3}}")


def any_of(shapes: Iterable[str], *, are_named: bool = False) -> str:
    """Return a pattern for shapes of whole lines; the first placeholder of each kind may be a named group."""
    spelled = "|".join(fill(shape, **_IN_LINES).replace(r"\s{0,3}", r"\s{1,3}") for shape in shapes) or NOTHING
    for name in ("n", "key", "text", "url") if are_named else ():
        spelled = spelled.replace(_IN_LINES[name], f"(?P<{name}>{_IN_LINES[name]})", 1)
    return spelled


def by_length(shapes: tuple[str, ...]) -> list[str]:
    """Return shapes in the order in which they are tried, the most specific first."""
    return sorted(shapes, key=lambda shape: ("{key" not in shape, len(shape)), reverse=True)


def in_set(characters: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted({*characters})))


#: The character, or the set of characters, that an alternative begins with.
_BEGINNING: Final = deferred(r"\A(\[(?:\\.|[^\\\]])+\]|\\?.)", re.DOTALL)


def spell_kinds(alternatives: Iterable[tuple[str, str]], run: str = "") -> str:
    """Return a pattern for alternatives, each with its kind; ``run`` may follow citations."""
    firsts: list[str] = []  # the pattern begins with a set of these, so that the engine can skip to them
    kinds: dict[str, dict[str, list[str]]] = {}
    for kind, spelled in alternatives:
        _, first, rest = _BEGINNING.split(spelled, 1)
        firsts.append(first.removeprefix("[").removesuffix("]") if len(first) > 2 else first)
        kinds.setdefault(kind, {}).setdefault(first, []).append(rest)
    parts = [f"(?P<{kind}>(?:{_branch(rests)}){run if kind == 'cite' else ''})" for kind, rests in kinds.items()]
    return f"[{''.join(dict.fromkeys(firsts))}](?:{'|'.join(parts)})" if parts else NOTHING


def _branch(rests: dict[str, list[str]]) -> str:
    """Return a pattern for what follows each first character; letters are apart, so that fewer are compared."""
    spelled = {first: rf"(?<={first})(?:{'|'.join(several)})" for first, several in rests.items()}
    letters = [each for first, each in spelled.items() if first.isalpha()]
    others = [each for first, each in spelled.items() if not first.isalpha()]
    return "|".join([*([rf"(?<=\w)(?:{'|'.join(letters)})"] if letters else []), *others])
