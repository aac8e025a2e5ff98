"""How a digest and its article are printed when a test fails: as code to paste, without its defaults."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from rareinsight._rendering.layout import Layout
from rareinsight.model import Article, Insight, Section

_INDENT = "    "


class Printer(Protocol):
    """What Hypothesis and IPython hand to ``_repr_pretty_``."""

    def text(self, obj: str) -> None:
        """Print a part of a line."""
        ...

    def break_(self) -> None:
        """End the line."""
        ...


@frozen
class Digest:
    """A text, the article that must come out of it, and the layout in which it was written."""

    text: str
    article: Article
    layout: Layout = Layout.canonical

    def _repr_pretty_(self, printer: Printer, _cycle: bool) -> None:
        print_lines(spell_digest(self), printer)


def print_article(article: Article, printer: Printer, _cycle: bool) -> None:
    """Print an article for Hypothesis: what it says, and not where."""
    print_lines(spell_article(article), printer)


def print_layout(layout: Layout, printer: Printer, _cycle: bool) -> None:
    """Print a layout for Hypothesis without what it has by default."""
    printer.text(repr(layout))


def print_lines(text: str, printer: Printer) -> None:
    """Print text that has line ends, at the left edge."""
    for number, line in enumerate(text.split("\n")):
        if number:
            printer.break_()
        printer.text(line)


def spell_digest(digest: Digest) -> str:
    """Spell a digest as code, its text line by line."""
    article = spell_article(digest.article)
    return _call("Digest", [spell_text(digest.text), article, repr(digest.layout)])


def spell_text(text: str) -> str:
    r"""Spell a text as code, line by line.

    >>> print(spell_text("Group 1\n- Prices fell [1]"))
    (
        'Group 1\n'
        '- Prices fell [1]'
    )
    """
    lines = [repr(line) for line in text.splitlines(keepends=True)]
    return lines[0] if len(lines) == 1 else _block("(", lines, ")", end="") if lines else "''"


def spell_article(article: Article) -> str:
    """Spell what an article says as code.

    >>> print(spell_article(Article("Copper Climbs", sections=[Section("core", "Core Insights")])))
    Article(
        title='Copper Climbs',
        sections=[
            Section('core', 'Core Insights'),
        ],
    )
    """
    header = [("title", article.title), ("source", article.source), ("published", article.published)]
    parts = [f"{name}={value!r}" for name, value in header if value is not None]
    if article.sections:
        parts.append(
            "sections=" + _block("[", [_spell_section(section) for section in article.sections], "]")
        )
    return _call("Article", parts)


def _spell_section(section: Section) -> str:
    parts = [repr(section.role)]
    parts += [] if section.heading is None else [repr(section.heading)]
    parts += [] if section.index is None else [f"index={section.index}"]
    parts += [] if section.label is None else [f"label={section.label!r}"]
    parts += [] if section.level == 1 else [f"level={section.level}"]
    opening = "Section(" + ", ".join(parts)
    if not section.insights:
        return f"{opening})"
    return _block(f"{opening}, insights=[", [_spell_insight(insight) for insight in section.insights], "])")


def _spell_insight(insight: Insight) -> str:
    citations = ", ".join(f"Citation({citation.number})" for citation in insight.citations)
    return f"Insight({insight.text!r}, [{citations}])" if citations else f"Insight({insight.text!r})"


def _call(name: str, parts: list[str]) -> str:
    return _block(f"{name}(", parts, ")") if parts else f"{name}()"


def _block(opening: str, items: list[str], closing: str, *, end: str = ",") -> str:
    lines = [f"{item}{end}".replace("\n", f"\n{_INDENT}") for item in items]
    return "\n".join([opening, *(_INDENT + line for line in lines), closing])
