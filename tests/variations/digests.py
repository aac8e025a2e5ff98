"""Digests as anybody might write or export them, with the tree that a reader sees in them at once.

``variations(aspect)`` draws a digest and writes it plainly, but for that aspect: how a heading is decorated, what marks
an insight, what is put around the numbers of citations, how lines are broken, what stands above and below. The
strategies draw from open classes and know nothing of the declarations of the library or of its renderer.
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import islice
from random import Random
from typing import Final, NamedTuple

from hypothesis import strategies as st

import rareinsight as ri
from signs import BRACKETS, PICTURES, QUOTATION_MARKS, SIGNS


class Point(NamedTuple):
    """An insight: its words and the numbers that it cites."""

    words: str
    numbers: tuple[int, ...]


class Part(NamedTuple):
    """A section: its role, number and label, and its insights."""

    role: str
    number: int | None
    label: str | None
    points: tuple[Point, ...]


class Tree(NamedTuple):
    """What a reader sees in a digest."""

    title: str | None
    source: str | None
    day: date | None
    parts: tuple[Part, ...]


class Variation(NamedTuple):
    """A text, the tree that it holds, and which aspects of it are not the usual ones."""

    text: str
    tree: Tree
    changes: dict[str, str]


def tree_of(article: ri.Article) -> Tree:
    """Return what was found, without closing stops."""
    parts = tuple(
        Part(section.role, section.index, section.label, tuple(_point(insight) for insight in section.insights))
        for section in article.sections
    )
    return Tree(article.title, article.source, article.published and article.published.date(), parts)


def _point(insight: ri.Insight) -> Point:
    words = " ".join(insight.text.split()).rstrip(" .;!。；！")
    return Point(words, tuple(each.number for each in insight.citations if each.number is not None))


class Choice(NamedTuple):
    """One way to write an aspect: what to call it, how to write it, and the signs that no other aspect may use then."""

    name: str
    write: Callable[..., str]
    signs: str = ""


# What digests say.

_WHO: Final = """
    Ferry companies|The mayor of Bergen|Dutch growers|Two brewers|Sawmills in Oregon|Ms Adeyemi, who chairs the board,
    Small bakeries|The port's crane drivers|A court in Ghent|Wool traders|Three of 11 member states|Nurses|Most pupils
    The oldest of the mills|Insurers|Anglers on Lake Constance|O'Hara & Sons|Hot-air balloons
"""
_WHAT: Final = """
    ask for longer leases|will miss the target by 4.5 percent|sold 1,200 tons more than a year before
    expect a mild winter|refuse to pay the new toll|found lead in the paint|grew by a third, to 940 people
    call the plan "half a bridge"|moved north in search of water|stopped work for nine days|now cost $35 apiece
    are back at the level of 2019|won back their licence (for now)|share one warehouse|lose money on every loaf
    doubt the figures: they are old|agreed on a price for the first time|are said to be well-stocked
"""
_TITLES: Final = """
    What the ferries carry in winter|Bread at the old price|A bridge for two towns|Who still mends nets?
    Timber: the long wait|Why the mills fell silent
"""
_SOURCES: Final = "Harbour Weekly|The Sawyer|Town and Field|Bergen Courier|Grain Letters"
_LABELS: Final = "Winter Trade|Wages|Courts and Fines|Weather|Old Mills|What Comes Next|Exports"


def _phrases(listed: str) -> list[str]:
    return [each.strip() for each in listed.strip().replace("\n", "|").split("|")]


def _tree(random: Random) -> Tree:
    """Return a digest of a core section, groups, or both; one that says everything only once."""
    sentences = [
        f"{who} {what}" for who in random.sample(_phrases(_WHO), 6) for what in random.sample(_phrases(_WHAT), 2)
    ]
    random.shuffle(sentences)
    labels = random.sample(_phrases(_LABELS), 7)
    first = random.choice((0, 0, 1))
    parts = list[Part]()
    for index in range(first, random.randint(max(first, 1), 4) + 1):
        points = tuple(Point(sentences.pop(), _cited(random)) for _ in range(min(random.randint(1, 4), len(sentences))))
        if points:
            parts.append(Part("group", index, labels[index], points) if index else Part("core", None, None, points))
    day = date(2019, 1, 1) + timedelta(random.randint(0, 2500))
    return Tree(random.choice(_phrases(_TITLES)), random.choice(_phrases(_SOURCES)), day, tuple(parts))


def _cited(random: Random) -> tuple[int, ...]:
    return tuple(sorted(random.sample(range(1, 61), random.choice((1, 1, 2, 2, 3)))))


# How headings are written.


def _sign(random: Random) -> str:
    """Return a sign; each category is as likely, and one in ten is a picture of several characters."""
    return random.choice(PICTURES) if random.random() < 0.1 else random.choice(SIGNS[random.choice(sorted(SIGNS))])


_PAIRS: Final = [*BRACKETS, *QUOTATION_MARKS]
_AROUND: Final = ("**", "__", "*", "_", "***", "~~", "`", "=", "==", "===", "---", "***", "~~~", ":::", "•••")
_BEFORE: Final = ("# ", "## ", "### ", "#### ")
_BEHIND: Final = (":", "：", " :", " –", " —", ".", "...", " /", " |", ";")


def _around(before: str, behind: str, gap: str, signs: str = "") -> Choice:
    return Choice(
        f"{before}{gap}…{gap}{behind}", lambda words: f"{before}{gap}{words}{gap}{behind}", signs or before + behind
    )


def _frame(random: Random) -> Choice:
    kind = random.choice(("before", "behind", "pair", "around", "sign", "signs"))
    if kind == "before":
        return _around(random.choice(_BEFORE), "", "")
    if kind == "behind":
        return _around("", random.choice(_BEHIND), "")
    if kind == "pair":
        opening, closing = random.choice(_PAIRS)
        return _around(opening, closing, "")
    if kind == "around":
        sign = random.choice(_AROUND)
        return _around(sign, sign, "" if sign[0] in "*_~`" and random.random() < 0.8 else " ")
    sign = _sign(random)
    return _around(f"{sign} ", "", "", sign) if kind == "sign" else _around(sign, sign, " ")


_CASES: Final[dict[str, Callable[[str], str]]] = {"as is": str, "upper": str.upper, "lower": str.lower}
_GAPS: Final = (" ", "  ", "\u00a0", "-", "_")


def _core_heading(random: Random) -> Choice:
    """Return a heading of which the case, and the frame or the gap between its words, are not usual."""
    case = random.choice(sorted(_CASES))
    frame, gap = (PLAIN, random.choice(_GAPS)) if random.random() < 0.25 else (_frame(random), " ")

    def write() -> str:
        return frame.write(_CASES[case]("Core Insights").replace(" ", gap))

    return Choice(write(), write, frame.signs)


_WORDS: Final = ("", "One", "Two", "Three", "Four")
_ROMAN: Final = ("", "I", "II", "III", "IV")
_COUNTED: Final[dict[str, Callable[[int, int], str]]] = {
    "1": lambda n, _: str(n),
    "01": lambda n, _: f"{n:02}",
    "One": lambda n, _: _WORDS[n],
    "I": lambda n, _: _ROMAN[n],
    "Ⅰ": lambda n, _: " ⅠⅡⅢⅣⅤⅥ"[n],
    "①": lambda n, _: " ①②③④⑤⑥"[n],
    "１": lambda n, _: " １２３４５６"[n],
    "(1)": lambda n, _: f"({n})",
    "#1": lambda n, _: f"#{n}",
    "No. 1": lambda n, _: f"No. {n}",
    "№1": lambda n, _: f"№{n}",
    "1 of 3": lambda n, count: f"{n} of {count}",
    "1/3": lambda n, count: f"{n}/{count}",
}
#: What stands between the number and the label, and behind the label.
_LABELLED: Final = {
    **{
        f"Group 1{sign}Label": (sign, "") for sign in (": ", "：", " - ", " – ", " — ", ". ", ", ", " | ", " / ", " · ")
    },
    **{
        f"Group 1 {before}Label{behind}": (f" {before}", behind)
        for before, behind in ("()", "[]", "“”", "（）", "【】")
    },
}


def _group_heading(case: str, gap: str, counted: str, labelled: str | None, frame: Choice, *, inside: bool) -> Choice:
    def write(index: int, count: int, label: str) -> str:
        head = _CASES[case]("Group") + gap + _CASES[case](_COUNTED[counted](index, count))
        if labelled is None:
            return frame.write(head)
        between, behind = _LABELLED[labelled]
        written = f"{between}{label}{behind}"
        return frame.write(head + written) if inside else frame.write(head) + written

    signs = frame.signs + "".join(_LABELLED[labelled]) if labelled else frame.signs
    return Choice(write(1, 3, "Label"), write, "".join(signs.split()) + ("labelled" if labelled else ""))


def _group_headings(random: Random) -> Choice:
    """Return a heading of a group in which one or two things are not usual."""
    case, gap, counted, labelled, frame, inside = "as is", " ", "1", None, PLAIN, True
    for aspect in random.sample(("case", "gap", "counted", "labelled", "frame"), random.choice((1, 1, 2))):
        if aspect == "case":
            case = random.choice(("upper", "lower"))
        elif aspect == "gap":
            gap = random.choice((*_GAPS, ""))
        elif aspect == "counted":
            counted = random.choice(sorted(_COUNTED))
        elif aspect == "labelled":
            labelled = random.choice(sorted(_LABELLED))
        else:
            frame = _frame(random)
            inside = not frame.write("…").endswith("…") and random.random() < 0.7
    if gap in ("", "-", "_") and counted not in (("1", "01") if gap == "" else ("1", "01", "One")):
        gap = " "  # one word would be made of both, or two signs meet
    if labelled and (set(_LABELLED[labelled][0].split()) & set(frame.signs) or frame.name[0] == "…"):
        frame = PLAIN
    return _group_heading(case, gap, counted, labelled, frame, inside=inside)


PLAIN: Final = Choice("plain", str)

# What marks insights.

_COUNTERS: Final[dict[str, Callable[[int], str]]] = {
    "1": str,
    "01": lambda n: f"{n:02}",
    "１": lambda n: " １２３４"[n],
    "a": lambda n: " abcd"[n],
    "A": lambda n: " ABCD"[n],
    "i": lambda n: _ROMAN[n].lower(),
    "I": lambda n: _ROMAN[n],
}
_COUNTING: Final = ("{}. ", "{}) ", "({}) ", "{}） ", "（{}） ", "{}.) ")
_DIGITS_COUNTING: Final = ("{}、", "#{} ", "#{}: ", "{}: ", "{}.", "{})", "{} - ", "{}/ ")
_WHOLE_COUNTERS: Final = (" ①②③④", " ❶❷❸❹", " ⑴⑵⑶⑷", " ⓵⓶⓷⓸", " ➀➁➂➃", " ⒈⒉⒊⒋")


def _enumerator(counter: str, frame: str) -> Choice:
    def write(number: int) -> str:
        return frame.format(_COUNTERS[counter](number))

    return Choice(write(1), write, "".join(frame.split()))


def _marker(sign: str, gap: str) -> Choice:
    return Choice(f"{sign}{gap}", lambda _: f"{sign}{gap}", sign)


def _whole_counter(counter: str, gap: str) -> Choice:
    return Choice(f"{counter[1]}{gap}", lambda number: f"{counter[number]}{gap}")


def _markers(random: Random) -> Choice:
    kind = random.choice(("spaced", "spaced", "glued", "arrow", "counted", "digits", "whole", "none"))
    if kind == "spaced":
        return _marker(_sign(random), random.choice((" ", " ", " ", "  ", "\t", "\u00a0")))
    if kind == "glued":  # a sign of ASCII would begin a word: `*so*`, `+5`, `-5`
        return _marker(next(sign for sign in iter(lambda: _sign(random), "") if sign > "\x7f"), "")
    if kind == "arrow":
        return _marker(random.choice(("->", "=>", "--", ">>", "-->", "::")), " ")
    if kind == "counted":
        return _enumerator(random.choice(sorted(_COUNTERS)), random.choice(_COUNTING))
    if kind == "digits":
        return _enumerator(random.choice(("1", "01")), random.choice(_DIGITS_COUNTING))
    if kind == "whole":
        return _whole_counter(random.choice(_WHOLE_COUNTERS), random.choice((" ", "")))
    return Choice("no marker", lambda _: "")


# How citations are written.

_BEFORE_NUMBERS: Final = (
    "",
    "^",
    "#",
    "§",
    "¶",
    "P",
    "p. ",
    "ref ",
    "para ",
    "note ",
    "see ",
    "Source ",
    "cf. ",
    "n. ",
)
_BETWEEN: Final = (", ", ",", "; ", "、", "/", " & ", " and ", " ", "+")


def _raised(number: int) -> str:
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(number))


def _citation(pair: Sequence[str], before: str, between: str | None, gap: str) -> Choice:
    opening, closing = pair
    joined = f"{closing}{gap}{opening}{before}" if between is None else between

    def write(numbers: Iterable[int]) -> str:
        return opening + before + joined.join(map(str, numbers)) + closing

    return Choice(write([1, 3]), write, opening + closing + "".join((between or "").split()))


def _raised_citation(between: str) -> Choice:
    def write(numbers: Iterable[int]) -> str:
        return between.join(map(_raised, numbers))

    return Choice(write([1, 3]), write)


_DOUBLED: Final = [("[[", "]]"), ("{{", "}}"), ("((", "))"), ("<<", ">>"), ("\\[", "\\]"), ("<sup>", "</sup>")]


def _citations(random: Random) -> Choice:
    kind = random.choice(("bare", "bare", "word", "word", "list", "doubled", "spaced", "raised"))
    pair, before = random.choice([("[", "]")] * 20 + BRACKETS), random.choice(_BEFORE_NUMBERS)
    if kind == "bare":
        return _citation(pair, "", None, random.choice(("", " ")))
    if kind == "word":
        return _citation(pair, before, None, "")
    if kind == "list":
        return _citation(pair, before, random.choice(_BETWEEN), "")
    if kind == "doubled":
        return _citation(random.choice(_DOUBLED), "", random.choice((None, ", ", ",")), "")
    if kind == "spaced":
        return _citation(("[ ", " ]"), "", random.choice((None, " , ")), "")
    return _raised_citation(random.choice((" ", ",", ", ")))


_STOPS: Final = {f"{before} [1]{behind}": (before, behind) for before, behind in (" .", ". ", " ;", "; ", "! ", " 。")}
_STOPS["glued"] = ("", "")

# How lines are broken. Each gets the headings, with their insights below.

Blocks = Sequence[tuple[str, Sequence[str]]]


def _one_line(blocks: Blocks) -> str:
    return " ".join(" ".join([heading, *points]) for heading, points in blocks)


def _lines(between_points: str, between_parts: str, below_heading: str, before_point: str = "") -> Callable[..., str]:
    def write(blocks: Blocks) -> str:
        return between_parts.join(
            heading + below_heading + between_points.join(before_point + point for point in points)
            for heading, points in blocks
        )

    return write


def _wrapped(width: int, indent: str) -> Callable[[Blocks], str]:
    def wrap(point: str) -> str:
        lines = textwrap.wrap(point, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        return "\n".join(lines)

    return lambda blocks: _lines("\n", "\n", "\n")(
        [(heading, [wrap(each) for each in points]) for heading, points in blocks]
    )


_LINES: Final[dict[str, Callable[[Blocks], str]]] = {
    "one line": _one_line,
    "a line for each": _lines("\n", "\n", "\n"),
    "blank lines between sections": _lines("\n", "\n\n", "\n"),
    "blank lines around headings": _lines("\n", "\n\n", "\n\n"),
    "blank lines between all": _lines("\n\n", "\n\n", "\n\n"),
    "two blank lines between all": _lines("\n\n\n", "\n\n\n", "\n\n\n"),
    "a line for each section": _lines(" ", "\n", " "),
    "a paragraph for each section": _lines(" ", "\n\n", " "),
    "a line for each section, headings above": _lines(" ", "\n", "\n"),
    "wrapped": _wrapped(50, ""),
    "wrapped and indented": _wrapped(50, "  "),
    **{f"indented by {each!r}": _lines("\n", "\n", "\n", each) for each in ("  ", "    ", "\t", "\u3000")},
}
#: A label ends with a line, or at a marker.
_OPEN_LINES: Final = ("one line", "a line for each section", "a paragraph for each section")


def _replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


#: What is done to the whole text.
_WHOLE: Final[dict[str, Callable[[str], str]]] = {
    "quoted": lambda text: "\n".join("> " + line for line in text.split("\n")),
    "indented": lambda text: textwrap.indent(text, "  "),
    "trailing spaces": _replaced("\n", "  \n"),
    **{f"lines end in {end!r}": _replaced("\n", end) for end in ("\r\n", "\r", "\u2028", "\x85")},
    **{f"spaces are {space!r}": _replaced(" ", space) for space in ("\u00a0", "  ", "\u2009")},
}

# What stands above and below.

_DATES: Final = {
    "2025-08-26": "{0:%Y-%m-%d}",
    "2025-08-26 08:14": "{0:%Y-%m-%d} 08:14",
    "2025/08/26": "{0:%Y/%m/%d}",
    "2025.08.26": "{0:%Y.%m.%d}",
    "20250826": "{0:%Y%m%d}",
    "August 26, 2025": "{0:%B} {0.day}, {0.year}",
    "26 August 2025": "{0.day} {0:%B} {0.year}",
    "26 Aug 2025": "{0.day} {0:%b} {0.year}",
    "Tuesday, August 26, 2025": "{0:%A}, {0:%B} {0.day}, {0.year}",
    "Aug 26, 2025, 8:14 PM": "{0:%b} {0.day}, {0.year}, 8:14 PM",
    "2025年8月26日": "{0.year}年{0.month}月{0.day}日",
    "2025-08-26T08:14:00Z": "{0:%Y-%m-%d}T08:14:00Z",
}
_HEADERS: Final = {
    **{
        f"Source{sign}date": f"{{source}}{sign}{{day}}"
        for sign in ("·", " · ", " | ", " / ", " • ", ", ", " - ", " – ")
    },
    **{f"date{sign}Source": f"{{day}}{sign}{{source}}" for sign in (" · ", " | ", " / ", " • ", " - ", " – ")},
    "fields": "Source: {source}\nDate: {day}",
    "published": "Source: {source}\nPublished: {day}",
    "fields on a line": "Source: {source} | Date: {day}",
    "two lines": "{source}\n{day}",
    "by": "By {source} on {day}",
    "brackets": "{source} ({day})",
}


def _header(lines: str, written: str) -> Choice:
    def write(source: str, day: date) -> str:
        return _HEADERS[lines].format(source=source, day=_DATES[written].format(day))

    return Choice(f"{lines}, {written}", write)


_TITLE_FRAMES: Final = ("{}", "# {}", "**{}**", "## {}", "{}\n=======", "Title: {}", "Workflow\n{}")
_TAILS: Final = [
    *("", "\n", "\n\n", "\n\n---\n", "\n\nRead more", "\n\nShare this article", "\n\nRead the full story"),
    *("\n\nTags: trade, weather", "\n\n© 2026 All rights reserved", "\n\n#trade #weather", "\n\nFiled under: Business"),
    "\n\nWritten by a machine.",
]


#: How each aspect is written where nothing about it is unusual.
_USUAL: Final[dict[str, Choice]] = {
    "core heading": Choice("Core Insights", lambda: "Core Insights"),
    "group heading": Choice("Group 1", lambda index, _count, _label: f"Group {index}"),
    "marker": Choice("- ", lambda _: "- ", "-"),
    "citations": _citation(("[", "]"), "", None, ""),
    "stop": Choice("none", lambda cited: f" {cited}"),
    "lines": Choice("one line", _one_line),
    "whole text": PLAIN,
    "header": _header("Source·date", "2025-08-26 08:14"),
    "title": PLAIN,
    "tail": Choice("none", lambda: ""),
}


def _stop(name: str) -> Choice:
    before, behind = _STOPS[name]
    return Choice(name, lambda cited: f"{before.strip()}{'' if name == 'glued' else ' '}{cited}{behind.strip()}")


def _named(table: dict[str, Callable[..., str]]) -> Callable[[Random], Choice]:
    def choose(random: Random) -> Choice:
        name = random.choice(sorted(table))
        return Choice(name, table[name])

    return choose


_OTHER: Final[dict[str, Callable[[Random], Choice]]] = {
    "core heading": _core_heading,
    "group heading": _group_headings,
    "marker": _markers,
    "citations": _citations,
    "stop": lambda random: _stop(random.choice(sorted(_STOPS))),
    "lines": _named(_LINES),
    "whole text": _named(_WHOLE),
    "header": lambda random: _header(random.choice(sorted(_HEADERS)), random.choice(sorted(_DATES))),
    "title": _named({frame: frame.format for frame in _TITLE_FRAMES}),
    "tail": _named({repr(tail): partial(str, tail) for tail in _TAILS}),
}
ASPECTS: Final = sorted(_OTHER)


def _is_ambiguous(chosen: dict[str, Choice], tree: Tree) -> bool:
    """Return whether a reader could not tell where something ends, or what a sign stands for."""
    marker, lines, whole = chosen["marker"].name, chosen["lines"].name, chosen["whole text"].name
    is_labelled = "labelled" in chosen["group heading"].signs
    if marker == "no marker" and (lines.startswith("wrapped") or (is_labelled and lines in _OPEN_LINES)):
        return True
    signs = [
        {sign for sign in chosen[aspect].signs.removesuffix("labelled") if not sign.isalnum() and not sign.isspace()}
        for aspect in ("marker", "citations", "core heading", "group heading")
    ]
    if any(first & second for at, first in enumerate(signs) for second in signs[:at] if first is not second):
        # The same sign may decorate both headings, and a bracket may be around a label.
        return any(signs[0] & other for other in signs[1:]) or bool(signs[1] & (signs[2] | signs[3]))
    if chosen["citations"].name.startswith(("(", "（")):  # nothing else is in round brackets
        said = "".join(point.words for part in tree.parts for point in part.points)
        return "(" in said or "(" in chosen["group heading"].name or "(" in marker
    return whole == "quoted" and ">" in "".join(each.signs for each in chosen.values())


def vary(random: Random, changed: Sequence[str]) -> Variation | None:
    """Return a digest that is plain but for some aspects, and its tree; ``None`` where a reader could not be sure."""
    tree = _tree(random)
    chosen = _USUAL | {aspect: _OTHER[aspect](random) for aspect in changed}
    if _is_ambiguous(chosen, tree):
        return None
    blocks = [(_heading(chosen, part, tree), _points(chosen, part.points)) for part in tree.parts]
    head = f"{chosen['title'].write(tree.title)}\n{chosen['header'].write(tree.source, tree.day)}\n\n"
    text = chosen["whole text"].write(head + chosen["lines"].write(blocks) + chosen["tail"].write())
    if "labelled" not in chosen["group heading"].signs:
        tree = tree._replace(parts=tuple(part._replace(label=None) for part in tree.parts))
    return Variation(text, tree, {aspect: chosen[aspect].name for aspect in changed})


def variations(*changed: str) -> st.SearchStrategy[Variation]:
    """Draw a digest that is plain but for some aspects; all choices are drawn, so that what fails gets simpler."""
    return st.randoms(use_true_random=False).flatmap(
        lambda random: st.just(varied) if (varied := vary(random, changed)) else st.nothing()
    )


def sample(start: int, count: int, choose: Callable[[Random], Sequence[str]]) -> list[Variation]:
    """Return variations that are equally likely, and the same for the same ``start``: for shares of them."""
    random = Random(start)  # noqa: S311 - not for secrets
    drawn = (vary(random, choose(random)) for _ in range(2 * count))
    return list(islice(filter(None, drawn), count))


def _heading(chosen: dict[str, Choice], part: Part, tree: Tree) -> str:
    if part.number is None:
        return chosen["core heading"].write()
    return chosen["group heading"].write(part.number, tree.parts[-1].number, part.label)


def _points(chosen: dict[str, Choice], points: Iterable[Point]) -> list[str]:
    return [
        chosen["marker"].write(number) + point.words + chosen["stop"].write(chosen["citations"].write(point.numbers))
        for number, point in enumerate(points, 1)
    ]
