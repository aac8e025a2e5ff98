"""Formats declared at random, with the same characters in several fields, and texts made of what they declare."""

import re
from itertools import chain
from typing import Any, Final

from hypothesis import strategies as st

from rareinsight import Format, Heading, Numbered
from rareinsight.model import Role

_WORDS: Final = ["Core", "Group", "[1]", "Copper", "Part 1", "§ 2", "核心", "1.", "see [2]"]
#: The words and shapes of each field of a format, some of which look like those of another.
_DECLARED: Final[dict[str, list[str]]] = {
    name: shapes.split(" | ")
    for name, shapes in {
        # half of them are like the markers below
        "citations": "[{n}] | [{key}] | "
        * 8
        + "[{n}]({url}) | ([{text}]({key})) | [{n}†{text}] | [{text} {n}] | [{n}: {lines}]"
        " | {n} | {s} | *{n}* | #{n} | cite{key:turn} | §{n} | - {n}; | <r>{lines}{n}</r> | Source {n}. | • {n} •",
        "markers": "- | * | • | [ | [+] | § | # | 1) | ** | ・ | => | [1] | 1. | † | :",
        "numbered_markers": "[{n}] | " * 4
        + "[{n}]: | [{n} | {n}. | {n}) | {n}、 | {r}. | ({r}) | {c}、 | （{c}） | {letter}) | {letter}. | Q{n} | *{n}*",
        "heading_links": "[{text}]({url}) | [[{text}]]({url})",
        "titles": "# {text} | Title: {text} | {text} | {n}. {text} | **{text}** | [{text}]",
        "openings": "[cite_start] | <c> | [span_{a}] | [{text}: | [1]",
        "entries": "[{n}]: {url} | {n}. {text} | [{n}] {text} | [{key}]: {url} | - {text}",
        "source_lines": "{source}·{date} | {date} | By {source} on {date} | {date} [{source}]",
        "boilerplate": "Saved by {text} | <d>{lines}</d> | Read more | [{n}] | {date} | - {text}",
        "ends_at": "Read on | [1] | Copper",
        "references": "Sources | References | [2]",
    }.items()
}
_NUMBERED: Final = ["[{n}]", "Group {n}", "{n}.", "{c}、", "{r}.", "§ {n}", "{n}.{n}", "#{n}"]
_FAMILIES: Final = ["Summary of {text}", "{text}核心", "Call {text} Now", "[{text}]", "{text} - {text}"]
#: What stands between, and what every format reads.
_OTHER_TEXT: Final = [
    *[
        "Prices fell",
        "Mines closed.",
        "Daily·2025-08-26 08:14",
        "turn0search1",
        "[1]",
        "[2",
        "]",
        "(3)",
        "3",
        "铜价",
        ". ",
        ", ",
        ": ",
        "**",
        "# ",
        "## ",
        "- ",
    ],
    *("¹", "<d>", "</d>", "|", "---", "```", "[", "(", ")", "。", "・", " ", "  ", "\r\n", "\u00a0", "\ufeff"),
]
#: What may stand in a text for each placeholder of a shape.
_VALUES: Final = {
    "n": "12",
    "c": "三",
    "r": "II",
    "letter": "b",
    "s": "²",
    "key:turn": "turn0a1",
    "key": "q3.pdf",
    "url": "#u",
    "a": "1",
}
_WORDS_OF: Final = {"text": "a [1]", "lines": "l\nm", "date": "2025-08-26", "source": "Daily"}
_PLACE: Final = re.compile(r"\{([a-z:]+)\}")

_roles: Final[st.SearchStrategy[Role]] = st.sampled_from(["core", "group", "other"])
_brackets = st.sampled_from(["[]", "()", "«»", "【】", "||"])


@st.composite
def declarations(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the fields of a format with one kind of brackets; the format may refuse them."""
    spelled = str.maketrans("[]", draw(_brackets))

    def some(values: list[str], least: int = 0, most: int = 1) -> list[str]:
        return [
            each.translate(spelled) for each in draw(st.lists(st.sampled_from(values), min_size=least, max_size=most))
        ]

    fields: dict[str, Any] = {name: some(values) for name, values in _DECLARED.items() if name != "heading_links"}
    fields |= {name: some(_DECLARED[name], least=1, most=2) for name in ("citations", "markers")}
    fields["heading_links"] = draw(st.lists(st.sampled_from(_DECLARED["heading_links"]), max_size=1))
    fields |= {name: draw(st.booleans()) for name in ("free_headings", "unmarked", "markdown")}
    flags = ("holds_headings", "holds_text", "opens_title")
    fields["headings"] = [
        Heading([word], draw(_roles), families=some(_FAMILIES), **{name: draw(st.booleans()) for name in flags})
        for word in some(_WORDS, least=1, most=2)
    ]
    fields["numbered"] = [Numbered(shape, draw(_roles), draw(st.integers(1, 3))) for shape in some(_NUMBERED)]
    return fields


def texts_of(format: Format) -> st.SearchStrategy[str]:
    """Lines made of what a format declares, and of other characters."""
    declared = chain(
        *([*each.words, *each.families] for each in format.headings),
        [each.shape for each in format.numbered],
        *(getattr(format, name) for name in _DECLARED),
    )
    parts = [_PLACE.sub(lambda place: (_VALUES | _WORDS_OF)[place[1]], each) for each in declared]
    any_part, other = st.sampled_from(parts), st.sampled_from(_OTHER_TEXT)
    lines = st.lists(any_part | other, min_size=1, max_size=5).map("".join)
    insights = st.builds("{} Prices fell {}".format, any_part, any_part)
    heading = ("# " if format.markdown else "") + format.headings[0].words[0]
    return st.lists(lines | insights, min_size=1, max_size=6).map(lambda made: "\n".join([heading, *made]))
