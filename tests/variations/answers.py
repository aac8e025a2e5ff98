"""Answers with sources as assistants write and programs save them, with what a reader sees in them.

``write_answer`` writes one, or a conversation of two: titles, headings, paragraphs, lists, tables and quotes, citations
and the list of sources, and what programs add, each in one of ``VALUES``. These are what producers were seen to write,
and nothing here knows of the declarations of the library.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

import rareinsight as ri
from languages import Language


class Statement(NamedTuple):
    """An insight: its words, the numbers that it cites, and its level."""

    words: str
    numbers: tuple[int, ...]
    level: int = 1


class Chapter(NamedTuple):
    """A section: the words of its heading, and its statements."""

    heading: str | None
    statements: tuple[Statement, ...]


class Source(NamedTuple):
    """An entry of the list of sources."""

    number: int
    title: str | None
    url: str


class Answer(NamedTuple):
    """What a reader sees in an answer."""

    title: str | None
    chapters: tuple[Chapter, ...]
    sources: tuple[Source, ...]


class Saved(NamedTuple):
    """A text, the answers that it holds, and how things are written in it."""

    text: str
    answers: tuple[Answer, ...]
    choices: dict[str, str]


def answer_of(article: ri.Article) -> Answer:
    """Return what was found, without closing stops."""
    chapters = tuple(Chapter(each.title, tuple(map(_statement, each.insights))) for each in article.sections)
    sources = tuple(Source(each.number or 0, each.text or None, each.url or "") for each in article.references)
    return Answer(article.title, chapters, sources)


def _statement(insight: ri.Insight) -> Statement:
    numbers = tuple(each.number for each in insight.citations if each.number is not None)
    return Statement(insight.text.rstrip(" .。"), numbers, insight.level)


# --- what an answer says -----------------------------------------------------------------------------------------

#: What is ambiguous beside some citations: years in brackets, raised digits.
_TEMPTING: Final = ("[2019]", "m²")
_MOST_SOURCES: Final = 9


def _sentences(random: Random, language: Language) -> list[str]:
    whats = [what for what in language.what if not any(sign in what for sign in _TEMPTING) and not what[-1].isdecimal()]
    whos = random.sample(language.who, 7)
    sentences = [who + language.space + what for who in whos for what in random.sample(whats, 6)]
    return random.sample(sentences, len(sentences))


def _sources(random: Random, language: Language) -> list[Source]:
    titles = random.sample(language.titles, len(language.titles))
    return [
        Source(number, titles[number % len(titles)].rstrip("?") + f" {number}", f"https://{host}.example/{number}{end}")
        for number in range(1, random.randint(4, _MOST_SOURCES) + 1)
        for host in [random.choice(("harbor", "www.town-and-field", "grain.letters"))]
        for end in [random.choice(("", "/", "?page=2", ".html", "/reports_2025.pdf"))]
    ]


# --- how it is written -------------------------------------------------------------------------------------------

Cite = Callable[[Sequence[Source]], str]
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def _each(shape: str, between: str = "") -> Cite:
    """Return how citations are written if each is written alike."""
    return lambda cited: between.join(shape.format(each.number, each.url) for each in cited)


def _listed(before: str, between: str, behind: str) -> Cite:
    return lambda cited: before + between.join(str(each.number) for each in cited) + behind


CITATIONS: Final[dict[str, Cite]] = {
    "[1][3]": _each("[{}]"), "[1, 3]": _listed("[", ", ", "]"), "[1,3]": _listed("[", ",", "]"),
    "[1] [3]": _each("[{}]", " "), "[^1][^3]": _each("[^{}]"), "[^1^][^3^]": _each("[^{}^]"),
    "^[1]^^[3]^": _each("^[{}]^"), "[[1]](url)[[3]](url)": _each("[[{}]]({})"), "[1](url)[3](url)": _each("[{}]({})"),
    "[\\[1\\]](url)": _each("[\\[{}\\]]({})"), "\\[1\\]\\[3\\]": _each("\\[{}\\]"), "【1】【3】": _each("【{}】"),
    "[[1]][[3]]": _each("[[{}]]"), "<sup>1</sup><sup>3</sup>": _each("<sup>{}</sup>"),
    "¹³": lambda cited: "".join(_RAISED[each.number] for each in cited), "[(1)](url)": _each("[({})]({})"),
    "【1†source】": _each("【{}†source】"), "[citation:1]": _each("[citation:{}]"), "[1](@ref)": _each("[{}](@ref)"),
}  # fmt: skip
#: These say where they come from in another way than by a list below.
UNLISTED: Final = ("【1†source】", "[citation:1]", "[1](@ref)")
STOPS: Final = {"before the stop": "{0}{1}{2}", "after the stop": "{0}{2}{1}", "before, spaced": "{0} {1}{2}",
                "after, spaced": "{0}{2} {1}"}  # fmt: skip
HEADINGS: Final = {
    "## Wages": "## {1}", "### Wages": "### {1}", "**Wages**": "**{1}**", "**Wages:**": "**{1}:**",
    "## **Wages**": "## **{1}**", "## 1. Wages": "## {0}. {1}", "### 1) Wages": "### {0}) {1}",
    "## 💶 Wages": "## 💶 {1}", "## Wages ##": "## {1} ##", "### **1. Wages**": "### **{0}. {1}**",
    "**1. Wages**": "**{0}. {1}**", "Wages, underlined": "{1}\n-----",
}  # fmt: skip
TITLES: Final = {"none": "", "# Title": "# {}\n\n", "# **Title**": "# **{}**\n\n", "below a rule": "---\n\n# {}\n\n",
                 "below a preamble": "Here is the report you asked for:\n\n# {}\n\n",
                 "underlined": "{}\n=====\n\n"}  # fmt: skip
FRONT: Final = {
    "none": "", "fields": '---\ntitle: "{0}"\ndate: {1:%Y-%m-%d}\ntags: [news, trade]\n---\n\n',
    "saved": "> From: https://assistant.example/c/3f\n\n",
}  # fmt: skip
#: The start of a question and of an answer.
TURNS: Final = {
    "## User": ("## User\n\n{}\n\n", "## Assistant\n\n"), "**You:**": ("**You:** {}\n\n", "**ChatGPT:**\n\n"),
    "# you asked": ("# you asked\n\n{}\n\n---\n\n", "# chatgpt response\n\n"),
    "You said:": ("You said:\n{}\n\n", "ChatGPT said:\n\n"), "## Prompt:": ("## Prompt:\n{}\n\n", "## Response:\n"),
    "### 🧑 User": ("### 🧑 User\n\n{}\n\n", "### 🤖 Assistant\n\n"),
    "## You (2026-03-04)": ("## You (2026-03-04)\n\n{}\n\n", "## Gemini (2026-03-04)\n\n"),
}  # fmt: skip
LISTS: Final = {
    "none": ("", ""),
    "## References": ("## References\n\n", "\n"), "**Sources:**": ("**Sources:**\n\n", "\n"),
    "### Sources": ("### Sources\n", "\n"), "Sources:": ("Sources:\n", "\n"), "---": ("---\n\n", "\n"),
    "no heading": ("", "\n"), "blank lines": ("## References\n\n", "\n\n"),
    "**References**": ("**References**\n", "\n"),
}  # fmt: skip
ENTRIES: Final = {
    "[1] Title url": "[{0}] {1} {2}", "[1] Title, url": "[{0}] {1}, {2}", "[1] url": "[{0}] {2}",
    "[1]: url": "[{0}]: {2}", '[1]: url "Title"': '[{0}]: {2} "{1}"', "[^1]: url": "[^{0}]: {2}",
    "[^1]: [Title](url)": "[^{0}]: [{1}]({2})", "[^1]: Title — url": "[^{0}]: {1} — {2}", "[1] [Title](url)":
    "[{0}] [{1}]({2})", "1. [Title](url)": "{0}. [{1}]({2})", "1. Title - url": "{0}. {1} - {2}",
    "- [1] Title: url": "- [{0}] {1}: {2}", "1. Title (url)": "{0}. {1} ({2})", "[^1^]: Title url": "[^{0}^]: {1} {2}",
    "(1) Title: url": "({0}) {1}: {2}", "* [1] [Title](url)": "* [{0}] [{1}]({2})", "1. url": "{0}. {2}",
}  # fmt: skip
MARKERS: Final = ("- ", "* ", "+ ", "•\t", "1. ", "1) ", "*   ", "- [ ] ")
INDENTS: Final = ("  ", "    ", "\t")
#: What stands between parts and belongs to nothing.
BESIDE: Final = {
    "nothing": "", "rule": "---\n\n", "stars": "* * *\n\n", "code": "```python\nrates[1] = 3  # [2]\n```\n\n",
    "picture": "![The port](https://harbor.example/port.png)\n\n", "table": "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
}  # fmt: skip
BODIES: Final = ("paragraphs", "items", "nested items", "items below a paragraph", "loose items", "table", "quote")


class _Style(NamedTuple):
    """How the statements of an answer are written."""

    random: Random
    language: Language
    choices: dict[str, str]

    def said(self, statement: Statement, sources: Sequence[Source]) -> str:
        """Return a statement with its citations."""
        cited = CITATIONS[self.choices["citations"]]([each for each in sources if each.number in statement.numbers])
        return STOPS[self.choices["stop"]].format(statement.words, cited, "." if self.language.space else "。")

    def items(self, statements: Sequence[Statement], sources: Sequence[Source]) -> list[str]:
        """Return statements as the items of a list and of those inside it."""
        lines, numbers = list[str](), [0, 0]
        for each in statements:
            numbers[each.level :] = [0] * (2 - each.level)
            numbers[each.level - 1] += 1
            marker = self.choices["marker"].replace("1", str(numbers[each.level - 1]))
            lines.append(self.choices["indent"] * (each.level - 1) + marker + self.said(each, sources))
        return lines


def _body(style: _Style, kind: str, sentences: list[str], sources: list[Source]) -> tuple[str, list[Statement]]:
    """Return some statements, and how they are written."""
    random = style.random

    def drawn(level: int = 1) -> Statement:
        cited = random.sample(sources, random.choice((1, 1, 2, 2, 3)))
        return Statement(sentences.pop(), tuple(sorted(each.number for each in cited)), level)

    several = [drawn() for _ in range(random.randint(1, 3))]
    paragraphs = [style.said(each, sources) for each in several]
    if kind == "table":
        rows = [f"| {number} | {line} |" for number, line in enumerate(paragraphs, 1)]
        several = [each._replace(words=f"{number} | {each.words}") for number, each in enumerate(several, 1)]
        return "| | What |\n|---|---|\n" + "\n".join(rows) + "\n\n", several
    if kind == "quote":
        return f"> {paragraphs[0]}\n\n", several[:1]
    above = 1 if kind == "items below a paragraph" else len(several) if kind == "paragraphs" else 0
    items = [*several[above:], drawn(), drawn()] if kind != "paragraphs" else []
    if kind == "nested items":
        items[1:1] = [drawn(2) for _ in range(random.randint(1, 2))]
    between = "\n\n" if kind == "loose items" else "\n"
    text = "".join(f"{line}\n\n" for line in paragraphs[:above])
    return text + between.join(style.items(items, sources)) + "\n\n" * bool(items), several[:above] + items


def _written(random: Random, language: Language, choices: dict[str, str], *, is_turn: bool) -> tuple[str, Answer]:
    """Return an answer, and how it is written."""
    sentences, sources = _sentences(random, language), _sources(random, language)
    style = _Style(random, language, choices)
    question = random.choice(language.titles)
    title = None if choices["title"] == "none" or is_turn else question
    text = "" if title is None else TITLES[choices["title"]].format(question)
    chapters = list[Chapter]()
    labels = random.sample(language.labels, 3)
    if random.random() < 0.5:
        body, statements = _body(style, "paragraphs", sentences, sources)
        text += body
        chapters.append(Chapter(None, tuple(statements)))
    for number, label in enumerate(labels[: random.randint(1, 3)], 1):
        text += BESIDE[choices["beside"]] if number == 2 else ""
        text += HEADINGS[choices["heading"]].format(number, label) + "\n\n"
        statements = []
        for kind in random.sample((choices["body"], "paragraphs"), random.randint(1, 2)):
            body, several = _body(style, kind, sentences, sources)
            text += body
            statements += several
        chapters.append(Chapter(label, tuple(statements)))
    above, between = LISTS[choices["list"]]
    if choices["list"] == "none" or choices["citations"] in UNLISTED:
        sources = []
    else:
        shape = ENTRIES[choices["entry"]]
        text += above + between.join(shape.format(*each) for each in sources) + "\n"
        sources = [each if "Title" in choices["entry"] else each._replace(title=None) for each in sources]
    return text, Answer(question if is_turn else title, tuple(chapters), tuple(sources))


def write_answer(random: Random, language: Language, choices: dict[str, str]) -> Saved:
    """Return a saved answer, or a conversation of two, and what a reader sees in it."""
    turns = TURNS.get(choices["turns"])
    if turns is None:
        text, answer = _written(random, language, choices, is_turn=False)
        day = date(2024, 1, 1) + timedelta(random.randint(0, 900))
        return Saved(FRONT[choices["front"]].format(random.choice(language.titles), day) + text, (answer,), choices)
    several = [_written(random, language, choices, is_turn=True) for _ in range(2)]
    asked, answered = turns
    text = "\n".join(asked.format(answer.title) + answered + written for written, answer in several)
    return Saved(text, tuple(answer for _, answer in several), choices)


VALUES: Final[dict[str, Sequence[str]]] = {
    "citations": [*CITATIONS], "stop": [*STOPS], "heading": [*HEADINGS], "title": [*TITLES], "front": [*FRONT],
    "turns": ["none", *TURNS], "list": [*LISTS], "entry": [*ENTRIES], "marker": MARKERS, "indent": INDENTS,
    "beside": [*BESIDE], "body": BODIES,
}  # fmt: skip
USUAL: Final = {
    "citations": "[1][3]", "stop": "before the stop", "heading": "## Wages", "title": "# Title", "front": "none",
    "turns": "none", "list": "## References", "entry": "[1] Title url", "marker": "- ", "indent": "  ",
    "beside": "nothing", "body": "items",
}  # fmt: skip
