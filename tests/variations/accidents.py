"""Accidents that happen to a plain digest when it is copied, scanned or typed, and what a reader makes of them.

Each is a pattern and what is put in place of one of its matches, drawn by chance from the body of the text.
"""

import re
from collections.abc import Mapping
from random import Random
from typing import Final, NamedTuple

from digests import Variation, write_plainly
from languages import Language


class Accident(NamedTuple):
    """What is damaged, what is put in its place, and in which layouts that is an accident."""

    pattern: str
    replacement: str
    layouts: str = "any"


_ONE: Final = r"(?<!\])\[(\d{1,2})\](?!\[)"  #: the only citation of an insight
_RUN: Final = r"\[(\d{1,2})\]\[(\d{1,2})\]"
_GROUP: Final = r"(?m)(?P<word>Group |分组)(?P<number>\d+)(?P<rest>[^\n]*)"
_HEADING: Final = r"(?m)^((?:Group |分组)\d)"
_AFTER_HEADING: Final = r"(?<=Group \d)(?=\n)|(?<=分组\d)(?=\n)"
_ABOVE_HEADING: Final = r"\]\n+(?=Group \d|分组\d)"
_BEFORE_HEADING: Final = r"(?<=\]) (?=Group \d|分组\d)"
_MARKER: Final = r"(?m)^- (?=\w)"
_ABOVE_MARKER: Final = r"\]\n(?=- )"
_MARKER_INSIDE: Final = r"(?<=\]) - "
_BEFORE_ONE: Final = r" (?=\[\d+\](?:\n|$))"

#: Nobody knows what was meant, or what is cited: a warning must come, whatever is read.
TOLD: Final[Mapping[str, Accident]] = {
    "a letter for the number": Accident(_ONE, "[l]"),
    "a letter beside the number": Accident(_ONE, r"[\1O]"),
    "a letter before the second number": Accident(_RUN, r"[\1][l\2]"),
    "no opening bracket": Accident(_ONE, r"\1]"),
    "no closing bracket": Accident(_ONE, r"[\1"),
    "no bracket between": Accident(_RUN, r"[\1[\2]"),
    "a round bracket closes a square one": Accident(_ONE, r"[\1)"),
    "a brace opens a square bracket": Accident(_ONE, r"{\1]"),
    "a bar closes": Accident(_ONE, r"[\1|"),
    "an empty citation": Accident(_ONE, "[]"),
    "a question mark for the number": Accident(_ONE, "[?]"),
    "zero": Accident(_ONE, "[0]"),
    "a fraction": Accident(_ONE, r"[\1.5]"),
    "a negative number": Accident(_ONE, r"[-\1]"),
    "a huge number": Accident(_ONE, r"[\g<1>00000000]"),
    "a range backwards": Accident(_ONE, "[9-3]"),
    "a letter among numbers": Accident(_ONE, "[b]"),
    "a Roman number": Accident(_ONE, "[ii]"),
    "round brackets among square ones": Accident(_ONE, r"(\1)"),
    "braces among square ones": Accident(_ONE, r"{\1}"),
    "a caret": Accident(_ONE, r"^\1"),
    # the last line may be cut off
    "no brackets": Accident(rf"(?<=[a-z] ){_ONE}(?=\n)", r"\1", "lines"),
    "a group without its number": Accident(_GROUP, r"\g<word>\g<rest>"),
    "a question mark for a group's number": Accident(_GROUP, r"\g<word>?\g<rest>"),
    "a hash for a group's number": Accident(_GROUP, r"\g<word>#\g<rest>"),
    "a zero for a letter": Accident(r"(?<=Gr)o(?=up \d)", "0"),
    "a group's heading twice": Accident(_GROUP, r"\g<0>\n\g<0>", "lines"),
    "two groups on a line": Accident(_GROUP, r"\g<0> \g<word>9\g<rest>", "lines"),
    "half of a core": Accident("(?<=Core) Insights|(?<=核心)观点", ""),
    "a question mark for a marker": Accident(_MARKER, "? ", "lines"),
    "a table": Accident(r"\n(?=(?:Group |分组)\d)", "\n| Year | Price |\n|---|---|\n| 2025 | 9,800 [6] |\n\n", "lines"),
}
#: Either it is understood, or a warning comes.
SAME_OR_TOLD: Final[Mapping[str, Accident]] = {
    "a bracket too many": Accident(_ONE, r"[[\1]"),
    "a closing bracket too many": Accident(_ONE, r"[\1]]"),
    "one full-width bracket": Accident(_ONE, r"［\1]"),
    "spaces in a citation": Accident(_ONE, r"[ \1 ]"),
    "a comma between": Accident(_RUN, r"[\1, \2]"),
    "a comma between brackets": Accident(_RUN, r"[\1], [\2]"),
    "a dagger": Accident(_ONE, r"[\1†]"),
    "a caret inside": Accident(_ONE, r"[^\1]"),
    "a line for a citation": Accident(_BEFORE_ONE, "\n", "lines"),
    "a blank line before a citation": Accident(_BEFORE_ONE, "\n\n", "lines"),
    "a letter for a one": Accident("(?<=Group )1|(?<=分组)1", "l"),
    "a semicolon behind a heading": Accident(_AFTER_HEADING, ";", "lines"),
    "a stop behind a heading": Accident(_AFTER_HEADING, ".", "lines"),
    "two colons": Accident(_AFTER_HEADING, "::", "lines"),
    "tags around a heading": Accident(r"(?m)^((?:Group |分组)\d)$", r"<h2>\1</h2>", "lines"),
    "hashes before a heading": Accident(_HEADING, r"### \1", "lines"),
    "a marker before a heading": Accident(_HEADING, r"- \1", "lines"),
    "a heading indented": Accident(_HEADING, r"    \1", "lines"),
    "another word for a group": Accident(r"(?<=\s)(?:Group |分组)(\d)", r"Cluster \1"),
    "a tag before a marker": Accident(_MARKER, "<br>- ", "lines"),
    "an entity": Accident(_MARKER, "&#8226; ", "lines"),
    "an escaped marker": Accident(_MARKER, r"\\- ", "lines"),
    "no marker": Accident(_MARKER, "", "lines"),
    "a tilde": Accident(_MARKER, "~ ", "lines"),
    "an equals sign": Accident(_MARKER, "= ", "lines"),
    "a picture": Accident(_MARKER, "🔹 ", "lines"),
    "a bullet among dashes": Accident(_MARKER, "• ", "lines"),
    "a star among dashes": Accident(_MARKER, "* ", "lines"),
    "a marker twice": Accident(_MARKER, "- - ", "lines"),
    "two hyphens": Accident(_MARKER, "-- ", "lines"),
    "a glued marker": Accident(_MARKER, "-", "lines"),
    "a marker of nothing": Accident(_MARKER, "-\n- ", "lines"),
    "an enumerator": Accident(_MARKER, "2. ", "lines"),
    "a letter": Accident(_MARKER, "b) ", "lines"),
    "a quoted line": Accident(_MARKER, "> - ", "lines"),
    "a bold marker": Accident(_MARKER, "**-** ", "lines"),
    "an unmarked list joined": Accident(r"\]\n- ", "] ", "lines"),
    "a marker at the end of the line above": Accident(r"\]\n- ", "] -\n", "lines"),
    "lines joined": Accident(r"\n- ", " - ", "lines"),
    "a heading joined to the line above": Accident(_ABOVE_HEADING, "] ", "lines"),
    "a heading glued to the line above": Accident(_ABOVE_HEADING, "]", "lines"),
    "a heading joined to the line below": Accident(r"(?<=\d)\n+- ", " - ", "lines"),
    "a blank line inside": Accident(_ABOVE_MARKER, "]\n\n", "lines"),
    "a wrapped line": Accident(r"(?m)(?<=\w) (?=\w[^\n]*\[)", "\n", "lines"),
    "a page number between": Accident(_ABOVE_MARKER, "]\n12\n", "lines"),
    "a rule between": Accident(_ABOVE_MARKER, "]\n---\n", "lines"),
    "a heading without its marker": Accident(r"(?<=\d) - ", " ", "line"),
    "another sign in the line": Accident(_MARKER_INSIDE, " = ", "line"),
    "an arrow in the line": Accident(_MARKER_INSIDE, " → ", "line"),
    "two hyphens in the line": Accident(_MARKER_INSIDE, " -- ", "line"),
    "a bullet in the line": Accident(_MARKER_INSIDE, " • ", "line"),
    "no marker in the line": Accident(_MARKER_INSIDE, " ", "line"),
    "a heading glued in the line": Accident(_BEFORE_HEADING, "", "line"),
    "a semicolon in the line": Accident(_BEFORE_HEADING, "; ", "line"),
    "a colon behind a heading in the line": Accident(r"(?<=\d) - ", ": - ", "line"),
    "a stop before a heading in the line": Accident(_BEFORE_HEADING, ". ", "line"),
    "a letter for a word": Accident(r"Group (?=\d)", "Gruop "),
}
_LINES: Final = ("a line for each", "blank lines between sections", "blank lines around headings")
#: The layouts that are damaged.
_LAYOUTS: Final = {"line": ("one line",), "lines": _LINES, "any": ("one line", *_LINES)}


def damage(random: Random, accident: Accident, language: Language) -> Variation | None:
    """Return a digest after an accident, and its tree before; ``None`` if nothing in it can be damaged like that."""
    plain = write_plainly(random, random.choice(_LAYOUTS[accident.layouts]), language)
    if plain is None:
        return None
    head, between, body = plain.text.partition("\n\n")
    found = [*re.finditer(accident.pattern, body)]
    if not found:
        return None
    one = random.choice(found)
    damaged = body[: one.start()] + one.expand(accident.replacement) + body[one.end() :]
    place = body[max(0, one.start() - 20) : one.end() + 20]
    return plain._replace(text=head + between + damaged, changes={"place": place})
