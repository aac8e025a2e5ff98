"""Labelled articles written anew in other physical layouts: the label says what must come out of each."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

_RUN: Final = re.compile(r"\s?((?:\[[0-9, ]+\])+)[.。]?$")
_BRACKET: Final = re.compile(r"\[([0-9, ]+)\]")
_CHINESE: Final = re.compile("[㐀-鿿]")

Label = dict[str, Any]


class Rewriting(NamedTuple):
    """A physical layout.

    ``lines`` is what begins a line: every insight ("insights"), every section ("sections"), every heading and the
    first insight below it ("headings"), or nothing ("one"). ``stop`` is where the stop of a cited insight stands.
    """

    lines: str
    marker: str = "- "
    newline: str = "\n"
    between_sections: int = 2
    below_heading: int = 2
    between_insights: int = 1
    header: str = "above"
    heading: str = "{}"
    stop: str | None = None
    citation: str = r"[\1]"
    above: str = ""


FILE: Final = Path(__file__).with_name("rewritings.json")
REWRITINGS: Final[Mapping[str, Rewriting]] = {
    name: Rewriting(**fields) for name, fields in json.loads(FILE.read_text(encoding="utf-8")).items()
}


def without_cut(label: Label) -> Label:
    """The label of a cut-off article without the insight that is cut and headings with nothing below."""
    sections = [section | {"insights": list(section["insights"])} for section in label["sections"]]
    if sections and sections[-1]["insights"]:
        sections[-1]["insights"].pop()
    while sections and not sections[-1]["insights"]:
        sections.pop()
    return label | {"sections": sections}


def rewrite(label: Label, to: Rewriting) -> tuple[str, Label]:
    """Write a labelled article in another layout; return the text, and the label as the layout changes it."""
    sections: list[tuple[str | None, str, int | None, str | None, list[str]]] = []
    shown: list[tuple[str | None, list[str]]] = []
    for section in label["sections"]:
        insights = [_BRACKET.sub(to.citation, _put_stop(insight.strip(), to.stop)) for insight in section["insights"]]
        # Core View - Steel: - is a heading and a bullet that opens a list as well: no real page has a dash and a colon
        is_joined = to.lines == "one" and " - " in (section["heading"] or "")
        has_colon = is_joined or (section["heading"] or "").endswith((":", "：", "]", ")"))  # nor one behind citations
        shape = to.heading.rstrip(":：") if has_colon else to.heading
        if (section["heading"] or "").startswith("**"):
            shape = shape.replace("**", "")
        heading = section["heading"] and shape.format(section["heading"])
        shown.append((heading, insights))
        said = heading and heading.removeprefix("## ")
        sections.append((said, section["role"], section["index"], section["label"], insights))
    body = _join(shown, to)
    title, source, published = (label[name] for name in ("title", "source", "published"))
    has_source = bool(source and published and to.header != "none")
    title = None if to.header == "none" else title
    header = [title] if title else []
    header += [f"{source}·{published.replace('T', ' ')}"] if has_source else []
    blocks = [to.newline.join(header), body] if header else [body]
    text = (to.newline * 2).join(blocks if to.header == "above" else reversed(blocks))
    changed = {
        "title": title,
        "source": source if has_source else None,
        "published": published if has_source else None,
        "sections": sections,
    }
    return to.above + text, changed


def _join(sections: list[tuple[str | None, list[str]]], to: Rewriting) -> str:
    """Write headings and insights as the layout parts them."""
    line = to.newline
    below, between = {
        "one": (" ", " "),
        "sections": (" ", " "),
        "headings": (line * to.below_heading, " "),
        "insights": (line * to.below_heading, line * to.between_insights),
    }[to.lines]
    written: list[str] = []
    for heading, insights in sections:
        listed = between.join(f"{to.marker}{insight}" for insight in insights)
        written.append(below.join(part for part in (heading, listed) if part))
    return (" " if to.lines == "one" else line * to.between_sections).join(written)


def _put_stop(insight: str, stop: str | None) -> str:
    """Put the full stop of a cited insight before or after its citations, or nowhere, the citations glued."""
    run = _RUN.search(insight) if stop else None
    if run is None:
        return insight
    words = insight[: run.start()].rstrip()
    bare = words[:-1] if words.endswith((".", "。")) else words
    sign = "。" if _CHINESE.search(words[-3:]) else "."
    if stop == "before":
        return f"{words if words.endswith(('.', '。', '!', '?', '！', '？', '…')) else words + sign} {run[1]}"
    return f"{bare} {run[1]}{sign}" if stop == "after" else f"{bare}{run[1]}"
