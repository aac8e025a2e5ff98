"""Digests that are a little odd or damaged are parsed as a reader understands them, or a warning says what is odd.

Each case replaces one part of a digest by another. What is read is compared in the form of an outline.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import rareinsight as ri

LINES: Final = """\
Core Insights
- Copper prices rose by a tenth [1][3]
- Two mines closed for repairs [2]

Group 1
- Wages fell in the north [4]
- The port opened again [5]

Group 2
- Banks raised their forecasts [6]
"""
ONE_LINE: Final = " ".join(LINES.split())
OUTLINE: Final = """\
core
- Copper prices rose by a tenth [1, 3]
- Two mines closed for repairs [2]
group 1
- Wages fell in the north [4]
- The port opened again [5]
group 2
- Banks raised their forecasts [6]
"""

#: Nobody knows what was meant, or what is cited: a warning must come, whatever is read.
TOLD: Final = {
    "a letter instead of a one in a citation": ("[1][3]", "[l][3]"),
    "a letter instead of a zero in a citation": ("[2]", "[2O]"),
    "a letter instead of a zero in one of two citations": ("[1][3]", "[1][3O]"),
    "a letter before a digit in a citation": ("[1][3]", "[1][l3]"),
    "a caret instead of brackets": ("[2]", "^2"),
    "a stop after a label": ("Group 1", "Group 1: Wages."),
    "half a pair of quotation marks around a label": ("Group 1", 'Group 1: "Wages'),
    "the other half": ("Group 1", "Group 1: Wages”"),
    "a marker at the end of the line above": ("[4]\n- The", "[4] -\nThe"),
    "no opening bracket": ("[2]", "2]"),
    "no closing bracket": ("[2]", "[2"),
    "no bracket between two citations": ("[1][3]", "[1[3]"),
    "a round bracket closes a square one": ("[2]", "[2)"),
    "a brace opens a square bracket": ("[2]", "{2]"),
    "a bar instead of a bracket": ("[2]", "[2|"),
    "an empty citation": ("[2]", "[]"),
    "a citation of zero": ("[2]", "[0]"),
    "a citation of a fraction": ("[2]", "[2.5]"),
    "a citation of a negative number": ("[2]", "[-2]"),
    "a citation of a number that no paragraph has": ("[2]", "[20000000]"),
    "a range backwards": ("[1][3]", "[3-1]"),
    "a letter among numbers": ("[2]", "[b]"),
    "a Roman number among others": ("[2]", "[ii]"),
    "a citation in round brackets among square ones": ("[2]", "(2)"),
    "a citation without brackets among others": ("[2]", "2"),
    "a citation above the first heading": ("Core", "[9]\nCore"),
    "a citation in boilerplate": ("[6]\n", "[6]\n\nRead more [7]\n"),
    "a citation in a table": ("\nGroup 1", "\n| Year | Price |\n|---|---|\n| 2025 | 9,800 [6] |\n\nGroup 1"),
    "an insight of citations only": ("Two mines closed for repairs ", ""),
    "a group without its number": ("Group 1", "Group"),
    "a question mark instead of a number": ("Group 1", "Group ?"),
    "a group without its word": ("Group 1", "1."),
    "a number without its heading": ("\n\nGroup 2", " Group l:\nSummary\n\nGroup 2"),
    "a question mark instead of a citation": ("[2]", "[?]"),
    "a citation in braces among others": ("[2]", "{2}"),
    "a raised number among others": (" [2]", "²"),
    "a question mark instead of a marker": ("- The port", "? The port"),
    "a zero for a letter of a heading": ("Group 1", "Gr0up 1"),
    "half of the words of a core": ("Core Insights", "Core"),
    "a stop that is left of a number": ("[5]\n\nGroup 2", "[5]. .\n\nRisk Warning\n- Costs rose [5]\n\nGroup 2"),
    "a word before a group": ("Group 1", "Thematic Group 1"),
    "a group heading twice": ("Group 1", "Group 1\nGroup 1"),
    "two headings on a line": ("Group 1", "Group 1 Group 2"),
}
#: A reader sees no difference, or at once what it means.
SAME: Final = {
    "full-width brackets around one citation": ("[2]", "［2］"),
    "two kinds of markers": ("- Two", "• Two"),
    "a soft hyphen in the core heading": ("Core Insights", "Core In\u00adsights"),
    "a soft hyphen in a group heading": ("Group 1", "Gro\u00adup 1"),
    "a space of no width in a heading": ("Group 1", "Group\u200b 1"),
    "a joiner of no width in a heading": ("Core Insights", "Core\u2060 Insights"),
    "a mark of direction in front of a heading": ("Group 1", "\u200eGroup 1"),
    "a byte order mark in front of a heading": ("Group 1", "\ufeffGroup 1"),
    "a tab in a heading": ("Group 1", "Group\t1"),
    "two colons behind a heading": ("Group 1", "Group 1::"),
    "the core heading twice": ("Core Insights", "Core Insights\nCore Insights"),
    "the core heading twice with a blank line": ("Core Insights", "Core Insights\n\nCore Insights"),
}
#: Either it is understood, or a warning comes.
SAME_OR_TOLD: Final = {
    "a bracket too many": ("[2]", "[[2]"),
    "one full-width bracket": ("[2]", "［2]"),
    "full-width digits": ("[2]", "[２]"),
    "spaces in a citation": ("[2]", "[ 2 ]"),
    "a citation on a line of its own": (" [2]", "\n[2]"),
    "a citation below a blank line": (" [2]", "\n\n[2]"),
    "a citation in front of its insight": ("Two mines closed for repairs [2]", "[2] Two mines closed for repairs"),
    "a letter instead of the one of a group": ("Group 1", "Group l"),
    "a number in words among digits": ("Group 2", "Group Two"),
    "a semicolon behind a heading": ("Group 1", "Group 1;"),
    "a tag in front of a marker": ("- Two", "<br>- Two"),
    "a heading in tags": ("Group 1", "<h2>Group 1</h2>"),
    "an entity instead of a bullet": ("- Two", "&#8226; Two"),
    "an escaped marker": ("- Two", "\\- Two"),
    "a line without its marker": ("- Two", "Two"),
    "the first line without its marker": ("- Copper", "Copper"),
    "the first line of a group without its marker": ("- Wages", "Wages"),
    "another sign instead of a marker": ("- Two", "~ Two"),
    "a picture instead of a marker": ("- Two", "🔹 Two"),
    "a marker twice": ("- Two", "- - Two"),
    "a marker without its space": ("- Two", "-Two"),
    "a marker of nothing": ("- Two", "-\n- Two"),
    "an enumerator among markers": ("- Two", "2. Two"),
}
#: The same of a digest on one line.
SAME_OR_TOLD_ON_ONE_LINE: Final = {
    "a heading glued to a citation": (" Group 1", "Group 1"),
    "a heading glued to its marker": ("Group 1 - ", "Group 1- "),
    "a core heading glued to its marker": ("Insights - ", "Insights- "),
    "a heading behind a colon": (" - Wages", ": - Wages"),
    "another sign instead of a marker": ("- Two", "= Two"),
    "an arrow instead of a marker": ("- Two", "→ Two"),
    "two hyphens instead of a marker": ("- Two", "-- Two"),
    "a bullet instead of a marker": ("- Two", "• Two"),
    "a heading without its marker": ("Group 1 - ", "Group 1 "),
    "a core heading without its marker": ("Insights - ", "Insights "),
}
#: Read as it stands, or as it was meant: with a warning in both cases.
OTHER_AND_TOLD: Final = {
    "the first group is missing": ("Group 1", "Group 3", "group 1", "group 3"),
    "a group is missing": ("Group 2", "Group 3", "group 2", "group 3"),
    "a group comes twice": ("Group 2", "Group 1", "group 2", "group 1"),
    "a number too large": ("Group 2", "Group 22", "group 2", "group 22"),
    "no group zero": ("Group 1", "Group 0", "group 1", "group 0"),
    "a Cyrillic letter in the core heading": ("Core Insights", "Соre Insights", "", ""),
    "a Cyrillic letter in a group heading": ("Group 1", "Grоup 1", "", ""),
    "two letters swapped in the core heading": ("Core Insights", "Core Insihgts", "", ""),
    "two letters swapped in a group heading": ("Group 2", "Gruop 2", "", ""),
    "a letter missing in a group heading": ("Group 2", "Goup 2", "", ""),
    "a group in French among others": ("Group 2", "Groupe 2", "", ""),
}
#: It looks odd, but is not: what is said changes as the text does, and there is no warning.
AS_IT_STANDS: Final = {
    "a citation in the middle": ("mines closed", "mines [7] closed", "[2]", "[7, 2]"),
    "a year in brackets": ("closed for", "closed in [2024] for"),
    "a word in brackets": ("closed for", "closed [sic] for"),
    "figures in square brackets": ("closed for", "closed at [3450, 3750] for"),
    "a note in round brackets": ("closed for", "closed (12) for"),
    "a number at the beginning": ("Two mines", "3 mines"),
    "initials at the beginning": ("Two mines", "U.S. mines"),
    "a letter and a stop at the beginning": ("Two mines", "A. Kovač's two mines"),
    "a signed figure at the beginning": ("Two mines", "+5% of mines"),
    "a rank at the beginning": ("Two mines", "#1 of the mines"),
    "a price at the beginning": ("Two mines", "$9 mines"),
    "a handle at the beginning": ("Two mines", "@mines"),
    "a quotation at the beginning": ("Two mines", "“Two” mines"),
    "a star at the beginning": ("Two mines", "*ST mines"),
    "a year at the beginning": ("Two mines", "2025: two mines"),
    "a group of countries": ("Two mines", "Group 1 countries and mines"),
    "a group of people": ("Two mines", "The Group of 7 and mines"),
    "core insights": ("Two mines", "The core insights of two talks"),
    "a spaced dash": ("for repairs", "for long - term repairs"),
    "an arrow between figures": ("for repairs", "for 4 → 6 weeks"),
    "a sum": ("for repairs", "for 4 + 6 weeks"),
    "a formula": ("for repairs", "at x = 3 * y"),
    "a colon": ("for repairs", "for good: repairs"),
    "an address": ("for repairs", "as https://example.org/a_(1) says"),
}


def outline(text: str) -> tuple[str, list[str]]:
    """Return what is read, as an outline, and the codes of the warnings."""
    article, *others = ri.parse_many(text)
    lines = list[str]()
    for section in article.sections:
        lines.append(" ".join(str(each) for each in (section.role, section.index, section.label) if each is not None))
        for insight in section.insights:
            words = " ".join(insight.text.split()).rstrip(" .")
            cited = [each.number for each in insight.citations]
            lines.append(f"- {words} {cited}" if cited else f"- {words}")
    told = [each for read in (article, *others) for each in read.diagnostics if each.severity != "info"]
    return "\n".join(lines) + "\n", [each.code for each in told]


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


def check(
    table: Mapping[str, Sequence[str]],
    text: str,
    is_wanted: Callable[[str, list[str], Sequence[str]], bool],
    *,
    most_wrong: int,
) -> None:
    """Read the digest with each of the changes, and count those of which something else is wanted."""
    wrong = list[str]()
    for name, row in table.items():
        changed = replaced(text, *row[:2])
        found, warnings = outline(changed)
        if not is_wanted(found, warnings, row):
            wrong.append(f"{name}\n{changed}\nwanted {row[2:] or row[:2]}, found {warnings}\n{found}")
    assert len(wrong) <= most_wrong, "\n".join(wrong)


def is_told(_found: str, warnings: list[str], _row: Sequence[str]) -> bool:
    return bool(warnings)


def is_same(found: str, _warnings: list[str], _row: Sequence[str]) -> bool:
    return found == OUTLINE


def is_same_or_told(found: str, warnings: list[str], _row: Sequence[str]) -> bool:
    return found == OUTLINE or bool(warnings)


def is_changed_and_told(found: str, warnings: list[str], row: Sequence[str]) -> bool:
    old, new = row[2:]
    return found == OUTLINE.replace(old, new, 1) and bool(warnings)


def is_as_it_stands(found: str, warnings: list[str], row: Sequence[str]) -> bool:
    old, new = row[-2:]
    return found == OUTLINE.replace(old, new, 1) and not warnings


def test_undamaged_digests_have_no_warnings() -> None:
    assert outline(LINES) == outline(ONE_LINE) == (OUTLINE, [])


def test_ambiguous_digests_have_warnings() -> None:
    check(TOLD, LINES, is_told, most_wrong=1)


def test_invisible_changes_have_no_effect() -> None:
    check(SAME, LINES, is_same, most_wrong=0)


def test_small_damage_is_repaired_or_reported() -> None:
    check(SAME_OR_TOLD, LINES, is_same_or_told, most_wrong=0)


def test_small_damage_of_a_line_is_repaired_or_reported() -> None:
    check(SAME_OR_TOLD_ON_ONE_LINE, ONE_LINE, is_same_or_told, most_wrong=0)


def test_wrong_headings_are_parsed_and_reported() -> None:
    check(OTHER_AND_TOLD, LINES, is_changed_and_told, most_wrong=1)


def test_unusual_words_are_not_reported() -> None:
    check(AS_IT_STANDS, LINES, is_as_it_stands, most_wrong=1)
