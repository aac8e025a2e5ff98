"""Digests as anybody might write or export them, with the tree that a reader sees in them at once.

``vary`` writes a digest plainly, but for some aspects: how a heading is decorated, what marks an insight, what is put
around the numbers of citations, how lines are broken, what stands above and below. The values come from open classes,
and nothing here knows of the declarations of the library, or of its renderer.
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, islice
from random import Random
from typing import Final, NamedTuple

from hypothesis import strategies as st

import rareinsight as ri
from languages import CHINESE, ENGLISH, Language
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


class Choice(NamedTuple):
    """One way to write an aspect: its name, a function that writes it, the signs that no other aspect may use then."""

    name: str
    write: Callable[..., str]
    signs: str = ""
    has_label: bool = False


def tree_of(article: ri.Article) -> Tree:
    """Return what was found, with single spaces and without closing stops."""
    parts = tuple(
        Part(section.role, section.index, _spaced(section.label), tuple(map(_point, section.insights)))
        for section in article.sections
    )
    day = article.published and article.published.date()
    return Tree(_spaced(article.title), _spaced(article.source), day, parts)


def _spaced(text: str | None) -> str | None:
    return text and " ".join(text.split())


def _point(insight: ri.Insight) -> Point:
    words = " ".join(insight.text.split()).rstrip(" .;!。；！")
    return Point(words, tuple(each.number for each in insight.citations if each.number is not None))


def _tree(random: Random, language: Language) -> Tree:
    """Return a digest of a core section, groups, or both; one that says everything only once."""
    whos, whats = random.sample(language.who, 6), random.sample(language.what, 6)
    sentences = [who + language.space + what for who in whos for what in whats]
    random.shuffle(sentences)
    labels = random.sample(language.labels, 5)
    first = random.choice((0, 0, 1))
    parts = list[Part]()
    for number in range(first, random.randint(1, 4) + 1):
        points = tuple(Point(sentences.pop(), _cited(random)) for _ in range(random.randint(1, 4)))
        parts.append(Part("group", number, labels[number], points) if number else Part("core", None, None, points))
    day = date(2019, 1, 1) + timedelta(random.randint(0, 2500))
    return Tree(random.choice(language.titles), random.choice(language.sources), day, tuple(parts))


def _cited(random: Random) -> tuple[int, ...]:
    return tuple(sorted(random.sample(range(1, 61), random.choice((1, 1, 2, 2, 3)))))


# --- how headings are written ------------------------------------------------------------------------------------

PLAIN: Final = Choice("plain", str)
_PAIRS: Final = [*BRACKETS, *QUOTATION_MARKS]
_AROUND: Final = ("**", "__", "*", "_", "***", "~~", "`", "=", "==", "===", "---", "~~~", ":::", "•••")
_BEFORE: Final = ("# ", "## ", "### ", "#### ")
_BEHIND: Final = (":", "：", " :", " –", " —", ".", "...", " /", " |", ";")
_CASES: Final[dict[str, Callable[[str], str]]] = {"as is": str, "upper": str.upper, "lower": str.lower}


def _sign(random: Random) -> str:
    """Return a sign; each category is as likely, and one in ten is a picture of several characters."""
    return random.choice(PICTURES) if random.random() < 0.1 else random.choice(SIGNS[random.choice(sorted(SIGNS))])


def _framed(before: str, behind: str) -> Choice:
    return Choice(f"{before}…{behind}", lambda words: before + words + behind, before + behind)


def _frame(random: Random) -> Choice:
    sign, marks = _sign(random), random.choice(_AROUND)
    gap = "" if marks[0] in "*_~`" and random.random() < 0.8 else " "
    opening, closing = random.choice(_PAIRS)
    frames = [
        (random.choice(_BEFORE), ""),
        ("", random.choice(_BEHIND)),
        (opening, closing),
        (marks + gap, gap + marks),
        (f"{sign} ", ""),
        (f"{sign} ", f" {sign}"),
    ]
    return _framed(*random.choice(frames))


def _core_heading(random: Random, language: Language) -> Choice:
    """Return a heading of which the case, and the frame or the gap between its words, are not usual."""
    words = _CASES[random.choice(sorted(_CASES))](language.core)
    gap = random.choice(language.gaps)
    if random.random() < 0.25:
        return Choice(gapped := _gapped(words, gap), lambda: gapped)
    frame = _frame(random)
    return Choice(written := frame.write(words), lambda: written, frame.signs)


def _gapped(words: str, gap: str) -> str:
    """Put something else between the words; Chinese ones of four characters are parted in the middle."""
    return words.replace(" ", gap) if " " in words else words[:2] + gap + words[2:]


def _group_heading(random: Random, language: Language) -> Choice:
    """Return a heading of a group in which one or two things are not usual."""
    usual = next(iter(language.groups))
    unusual = random.sample(("words", "label", "case", "frame"), random.choice((1, 1, 2)))
    name = random.choice(sorted(language.groups)) if "words" in unusual else usual
    gap = random.choice(language.gaps) if "case" in unusual and name == usual and " " in language.core else " "
    case = _CASES[random.choice(sorted(_CASES)) if "case" in unusual else "as is"]
    frame = _frame(random) if "frame" in unusual else PLAIN
    between, behind = random.choice(sorted(language.around_labels.values())) if "label" in unusual else ("", "")
    goes_around = not frame.write("…").endswith("…") and random.random() < 0.7

    def write(number: int, count: int, label: str) -> str:
        head = case(language.groups[name](number, count)).replace(" ", gap)
        written = f"{between}{label}{behind}" if between else ""
        return frame.write(head + written) if goes_around else frame.write(head) + written

    signs = "".join((frame.signs + between + behind).split())
    return Choice(write(1, 3, "Label"), write, signs, has_label=bool(between))


# --- what marks insights -----------------------------------------------------------------------------------------

_COUNTERS: Final[dict[str, Callable[[int], str]]] = {
    "1": str,
    "01": lambda n: f"{n:02}",
    "１": lambda n: " １２３４"[n],
    "a": lambda n: " abcd"[n],
    "A": lambda n: " ABCD"[n],
    "i": lambda n: ("", "i", "ii", "iii", "iv")[n],
    "I": lambda n: ("", "I", "II", "III", "IV")[n],
}
_COUNTING: Final = ("{}. ", "{}) ", "({}) ", "{}） ", "（{}） ", "{}.) ")
_WHOLE_COUNTERS: Final = (" ①②③④", " ❶❷❸❹", " ⑴⑵⑶⑷", " ⓵⓶⓷⓸", " ➀➁➂➃", " ⒈⒉⒊⒋")


def _marker(random: Random, language: Language) -> Choice:
    """Return a sign, spaced or glued, an enumerator, or nothing."""
    kind = random.choice(("spaced", "spaced", "glued", "arrow", "counted", "digits", "whole", "none"))
    if kind == "none":
        return Choice("no marker", lambda _: "")
    if kind == "counted":
        return _enumerator(_COUNTERS[random.choice(sorted(_COUNTERS))], random.choice(_COUNTING))
    if kind == "digits":
        numbers = random.choice(language.numbers).split()
        return _enumerator(lambda number: numbers[number - 1], random.choice(language.counting))
    if kind == "whole":
        characters = random.choice(_WHOLE_COUNTERS)
        return _enumerator(lambda number: characters[number], random.choice(("{} ", "{}")))
    sign, gap = _sign(random), random.choice((" ", " ", " ", "  ", "\t", "\u00a0"))
    if kind == "arrow":
        sign, gap = random.choice(("->", "=>", "--", ">>", "-->", "::")), " "
    if kind == "glued" and sign > "\x7f":  # a sign of ASCII would begin a word: `*so*`, `+5`, `-5`
        gap = ""
    return Choice(sign + gap, lambda _: sign + gap, sign)


def _enumerator(count: Callable[[int], str], frame: str) -> Choice:
    def write(number: int) -> str:
        return frame.format(count(number))

    return Choice(write(1), write, frame.replace("{}", ""))


# --- how citations are written -----------------------------------------------------------------------------------

_AROUND_CITATIONS: Final = [("*", "*"), ("**", "**"), ("_", "_"), ("(", ")"), ("^", "")]
_FEW: Final = 4  #: in fewer insights, a sign before all citations may be part of what is said
_LINKED: Final = ("[{0}]", "[{0}]", "[[{0}]]", "[¶{0}]", "[^{0}]", "[note {0}]")
_DOUBLED: Final = [("[[", "]]"), ("{{", "}}"), ("((", "))"), ("<<", ">>"), ("\\[", "\\]"), ("<sup>", "</sup>")]


def _citations(random: Random, language: Language) -> Choice:
    kind = random.choice(("bare", "bare", "word", "word", "list", "list", "doubled", "spaced", "raised", "linked"))
    pair = random.choice([("[", "]")] * 20 + BRACKETS)
    before, between = random.choice(language.before_numbers), random.choice(language.between_numbers)
    if kind == "bare":
        return _citation(pair, "", None, random.choice(("", " ")))
    if kind == "word":
        return _citation(pair, before, None)
    if kind == "list":
        return _citation(pair, random.choice(("", before)), between)
    if kind == "doubled":
        return _citation(random.choice(_DOUBLED), "", random.choice((None, ", ", ",")))
    if kind == "spaced":
        return _citation(("[ ", " ]"), "", random.choice((None, " , ")))
    if kind == "linked":
        return _linked(
            random.choice(_LINKED), random.choice(("#", "#p", "https://example.org/")), random.choice(("", " "))
        )
    return _raised(random.choice((" ", ",", ", ")))


def _citation(pair: Sequence[str], before: str, between: str | None, gap: str = "") -> Choice:
    opening, closing = pair
    joined = f"{closing}{gap}{opening}{before}" if between is None else between

    def write(numbers: Iterable[int]) -> str:
        return opening + before + joined.join(map(str, numbers)) + closing

    return Choice(write([1, 3]), write, opening + closing + (between or ""))


def _linked(text: str, address: str, between: str) -> Choice:
    """Return links to paragraphs, as Markdown writes them."""
    shape = f"{text}({address}{{0}})"
    return Choice(shape.format(1), lambda numbers: between.join(map(shape.format, numbers)), "[]()")


def _raised(between: str) -> Choice:
    def write(numbers: Iterable[int]) -> str:
        return between.join("".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(number)) for number in numbers)

    return Choice(write([1, 3]), write)


def _beside_citations(random: Random, _language: Language) -> Choice:
    """Return a sign before each run of citations, or something around it."""
    sign = random.choice(SIGNS[random.choice([each for each in sorted(SIGNS) if each != "Pd"])])
    before, behind = random.choice([(f"{sign} ", ""), (sign, ""), *_AROUND_CITATIONS])
    return Choice(f"{before}[1]{behind}", lambda cited: f"{before}{cited}{behind}", before + behind)


def _stop(random: Random, language: Language) -> Choice:
    """Choose where to put a stop, or to put nothing between the words and the citations."""
    before, behind = random.choice((*language.stops, ("", "")))
    gap = " " if before or behind else ""
    return Choice(f"{before}{gap}[1]{behind}", lambda cited: f"{before}{gap}{cited}{behind}")


# --- how lines are broken ----------------------------------------------------------------------------------------

#: The headings, with their insights.
Blocks = Sequence[tuple[str, Sequence[str]]]


def _lines(between_points: str, between_parts: str, below_heading: str, before_point: str = "") -> Callable[..., str]:
    def write(blocks: Blocks) -> str:
        return between_parts.join(
            heading + below_heading + between_points.join(before_point + point for point in points)
            for heading, points in blocks
        )

    return write


def _wrapped(indent: str) -> Callable[[Blocks], str]:
    def wrap(point: str) -> str:
        lines = textwrap.wrap(point, 50, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        return "\n".join(lines)

    def write(blocks: Blocks) -> str:
        return _lines("\n", "\n", "\n")([(heading, list(map(wrap, points))) for heading, points in blocks])

    return write


PLAINEST, _HEADINGS_ABOVE = "a line for each", "a line for each section, headings above"
_ONE_LINE: Final = _lines(" ", " ", " ")
_LINES: Final[dict[str, Callable[[Blocks], str]]] = {
    "one line": _ONE_LINE,
    PLAINEST: _lines("\n", "\n", "\n"),
    "blank lines between sections": _lines("\n", "\n\n", "\n"),
    "blank lines around headings": _lines("\n", "\n\n", "\n\n"),
    "blank lines between all": _lines("\n\n", "\n\n", "\n\n"),
    "two blank lines between all": _lines("\n\n\n", "\n\n\n", "\n\n\n"),
    "a line for each section": _lines(" ", "\n", " "),
    "a paragraph for each section": _lines(" ", "\n\n", " "),
    _HEADINGS_ABOVE: _lines(" ", "\n", "\n"),
    "wrapped": _wrapped(""),
    "wrapped and indented": _wrapped("  "),
    **{f"indented by {each!r}": _lines("\n", "\n", "\n", each) for each in ("  ", "    ", "\t", "\u3000")},
}
#: The most different ones.
_APART: Final = ("one line", PLAINEST, "blank lines around headings", "a line for each section")
#: Where a heading and the first insight share a line: without a marker, nobody knows where a label ends.
_SHARED_LINES: Final = ("one line", "a line for each section", "a paragraph for each section")


def _replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


#: What is done to the whole text.
_WHOLE: Final[dict[str, Callable[[str], str]]] = {
    "quoted": lambda text: "\n".join("> " + line for line in text.split("\n")),
    "indented": lambda text: textwrap.indent(text, "  "),
    "trailing spaces": _replaced("\n", "  \n"),
    **{f"lines end in {end!r}": _replaced("\n", end) for end in ("\r\n", "\r", "\u2028", "\x85")},
    **{f"spaces are {space!r}": _replaced(" ", space) for space in ("\u00a0", "  ", "\u2009", "\u3000")},
}


def _named(table: dict[str, Callable[..., str]]) -> Callable[[Random, Language], Choice]:
    def choose(random: Random, _language: Language) -> Choice:
        name = random.choice(sorted(table))
        return Choice(name, table[name])

    return choose


# --- what stands above and below ---------------------------------------------------------------------------------


def _header(random: Random, language: Language) -> Choice:
    return _written_header(random.choice(sorted(language.headers.values())), random.choice(language.dates))


def _written_header(lines: str, written: str) -> Choice:
    def write(title: str, source: str, day: date) -> str:
        return f"{title}\n" + lines.format(source=source, day=written.format(day))

    return Choice(write("Title", "Source", date(2025, 8, 26)), write)


def _title(random: Random, language: Language) -> Choice:
    frame = random.choice(language.titled)
    return Choice(frame, frame.format)


def _tail(random: Random, language: Language) -> Choice:
    tail = random.choice(language.tails)
    return Choice(repr(tail), lambda: tail)


# --- a digest ----------------------------------------------------------------------------------------------------

_UNUSUAL: Final[dict[str, Callable[[Random, Language], Choice]]] = {
    "core heading": _core_heading,
    "group heading": _group_heading,
    "marker": _marker,
    "citations": _citations,
    "beside citations": _beside_citations,
    "stop": _stop,
    "lines": _named(_LINES),
    "whole text": _named(_WHOLE),
    "header": _header,
    "title": _title,
    "tail": _tail,
}
ASPECTS: Final = sorted(_UNUSUAL)


def _usual(language: Language) -> dict[str, Choice]:
    """Return how each aspect is written where nothing about it is unusual."""
    name, group = next(iter(language.groups.items()))
    return {
        "core heading": Choice(language.core, lambda: language.core),
        "group heading": Choice(name, lambda number, count, _label: group(number, count)),
        "marker": Choice("- ", lambda _: "- ", "-"),
        "citations": _citation(("[", "]"), "", None),
        "beside citations": PLAIN,
        "stop": Choice("none", lambda cited: f" {cited}"),
        "lines": Choice("one line", _ONE_LINE),
        "whole text": PLAIN,
        "header": _written_header("{source}·{day}", "{0:%Y-%m-%d} 08:14"),
        "title": PLAIN,
        "tail": Choice("none", str),
    }


def _is_ambiguous(chosen: dict[str, Choice], said: str) -> bool:
    """Return whether even a reader could not say where something ends, or what a symbol means."""
    marker, citations, lines = (chosen[aspect].name for aspect in ("marker", "citations", "lines"))
    is_shared = chosen["group heading"].has_label and lines in _SHARED_LINES
    if marker == "no marker" and (is_shared or lines.startswith("wrapped")):
        return True
    used = {
        aspect: {sign for sign in chosen[aspect].signs if not sign.isalnum() and not sign.isspace()}
        for aspect in ("marker", "citations", "beside citations", "core heading", "group heading")
    }
    headings = {"core heading", "group heading"}
    if any(used[first] & used[second] for first, second in combinations(used, 2) if {first, second} != headings):
        return True
    if citations[0] in "(（" and any(sign in said + chosen["group heading"].name + marker for sign in "(（"):
        return True  # other numbers and words are in round brackets
    if chosen["stop"].name == "[1]" and "¹" in citations:
        return True  # 2019¹
    if "[2019]" in said and not (citations == "[1][3]" and chosen["stop"].name == "none"):
        return True  # a year in brackets is one only right before citations in such brackets
    return chosen["whole text"].name == "quoted" and ">" in marker + citations


def vary(random: Random, changed: Sequence[str], language: Language = ENGLISH, times: int = 1) -> Variation | None:
    """Return a digest that is plain but for some aspects, and its tree; ``None`` where a reader could not be sure.

    With ``times``, each section says what it says as many times.
    """
    tree = _tree(random, language)
    tree = tree._replace(parts=tuple(part._replace(points=part.points * times) for part in tree.parts))
    return _written(tree, _chosen(random, changed, language), changed)


def write_plainly(random: Random, lines: str, language: Language) -> Variation | None:
    """Return a digest with nothing unusual about it but how its lines are broken; ``None`` as for ``vary``."""
    return _written(_tree(random, language), _usual(language) | {"lines": Choice(lines, _LINES[lines])}, ())


def write_shapes(random: Random, shapes: dict[str, Choice], language: Language, lines: str = "") -> Variation | None:
    """Return a digest of several sections, some aspects written in the given ways; ``None`` as for ``vary``."""
    tree = _tree(random, language)
    while not _is_ample(tree):
        tree = _tree(random, language)
    lines = lines or random.choice(_APART)
    return _written(tree, _usual(language) | shapes | {"lines": Choice(lines, _LINES[lines])}, [*shapes, "lines"])


def _is_ample(tree: Tree) -> bool:
    """Return whether a digest shows what all insights begin with, and which number of its date is the day."""
    several = len(tree.parts) >= 3 and sum(len(part.points) for part in tree.parts) >= 6
    return several and tree.day is not None and tree.day.day > 12


def pages_of_a_producer(
    random: Random, changed: Sequence[str], count: int, language: Language = ENGLISH
) -> list[Variation]:
    """Return digests that say different things and are all written alike; none where a reader could not be sure."""
    chosen = _chosen(random, changed, language)
    pages = [_written(_tree(random, language), chosen, changed) for _ in range(count)]
    return [page for page in pages if page] if all(pages) else []


def in_all_lines(random: Random, changed: Sequence[str], language: Language = ENGLISH) -> list[Variation]:
    """Return a digest in each layout in which every heading and every insight begins a line; the plainest is first."""
    tree, chosen = _tree(random, language), _chosen(random, changed, language)
    layouts = [
        name
        for name in _LINES
        if name not in (*_SHARED_LINES, _HEADINGS_ABOVE) and not ("citations" in changed and "wrapped" in name)
    ]
    pages = [
        _written(tree, chosen | {"lines": Choice(name, _LINES[name])}, [*changed, "lines"])
        for name in sorted(layouts, key=PLAINEST.__ne__)
    ]
    return [page for page in pages if page]


def _chosen(random: Random, changed: Sequence[str], language: Language) -> dict[str, Choice]:
    return _usual(language) | {aspect: _UNUSUAL[aspect](random, language) for aspect in changed}


def _written(tree: Tree, chosen: dict[str, Choice], changed: Sequence[str]) -> Variation | None:
    if _is_ambiguous(chosen, "".join(point.words for part in tree.parts for point in part.points)):
        return None
    if chosen["beside citations"] is not PLAIN and sum(len(part.points) for part in tree.parts) < _FEW:
        return None
    blocks = [(_heading(chosen, part, tree), _points(chosen, part.points)) for part in tree.parts]
    head = chosen["header"].write(chosen["title"].write(tree.title), tree.source, tree.day)
    text = chosen["whole text"].write(f"{head}\n\n" + chosen["lines"].write(blocks) + chosen["tail"].write())
    if not chosen["group heading"].has_label:
        tree = tree._replace(parts=tuple(part._replace(label=None) for part in tree.parts))
    return Variation(text, tree, {aspect: chosen[aspect].name for aspect in changed})


def _heading(chosen: dict[str, Choice], part: Part, tree: Tree) -> str:
    if part.number is None:
        return chosen["core heading"].write()
    return chosen["group heading"].write(part.number, tree.parts[-1].number, part.label)


def _points(chosen: dict[str, Choice], points: Iterable[Point]) -> list[str]:
    return [
        chosen["marker"].write(place % 4 + 1)
        + point.words
        + chosen["stop"].write(chosen["beside citations"].write(chosen["citations"].write(point.numbers)))
        for place, point in enumerate(points)
    ]


def variations(*changed: str) -> st.SearchStrategy[Variation]:
    """Draw a digest that is plain but for some aspects; all choices are drawn, so that what fails gets simpler."""
    languages = st.sampled_from([ENGLISH, CHINESE])
    drawn = st.builds(vary, st.randoms(use_true_random=False), st.just(changed), languages)
    return drawn.flatmap(lambda variation: st.just(variation) if variation else st.nothing())


def sample(
    start: int, count: int, choose: Callable[[Random], Sequence[str]], language: Language = ENGLISH
) -> list[Variation]:
    """Return variations that are equally likely, and the same for the same ``start``: for shares of them."""
    random = Random(start)  # noqa: S311 - not for secrets
    drawn = (vary(random, choose(random), language) for _ in range(3 * count))
    return list(islice(filter(None, drawn), count))
