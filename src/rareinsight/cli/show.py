"""``rareinsight show``: an article as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click
from rich.text import Text
from rich.tree import Tree

from rareinsight import Article, Diagnostic, Insight, Section
from rareinsight.cli import printable
from rareinsight.cli.inputs import Found, HowToRead, Inputs, reading_options, strict_option
from rareinsight.cli.screen import SEVERITY_STYLES, Paragraph, Screen, styled

#: What stands before a heading, and its style.
_ROLES: Final[dict[str, tuple[str, str]]] = {
    "core": ("★", "bold magenta"),
    "group": ("●", "bold cyan"),
    "other": ("○", "bold blue"),
}


@click.command
@reading_options
@strict_option
def show(inputs: tuple[str, ...], how: HowToRead, strict: bool) -> int:
    """Show articles as trees.

    Sections are marked by their role: a star for the core, a dot for a group, a ring for others. Insights
    end in the numbers of their citations. Diagnostics come last, each with its line and column.
    """
    screen, read, last = Screen(), Inputs(inputs, how, strict), None
    for found in read:
        if last is not None:
            screen.print()
        if found.name != last and (found.name not in inputs or len(inputs) > 1) and found.name != "<stdin>":
            screen.print_lines([styled(found.name, "dim underline")])
        screen.print_wrapped(draw_article(found))
        last = found.name
    return read.status


def draw_article(found: Found) -> Tree:
    """Return the tree of an article: a branch for each section, one for the diagnostics."""
    article = found.article
    tree = Tree(_header(article), guide_style="dim")
    open_branches = [(0, tree)]
    for section in article.sections:
        while open_branches[-1][0] >= section.level:
            open_branches.pop()
        branch = open_branches[-1][1].add(_heading(section))
        open_branches.append((section.level, branch))
        for insight in section.insights:
            branch.add(Paragraph(_statement(insight)))
    if article.diagnostics:
        branch = tree.add(Text("? Diagnostics", "bold yellow"))
        for each in found.diagnostics:
            branch.add(_diagnostic(found, each))
    return tree


def _header(article: Article) -> Text:
    title = styled(article.title, "bold") if article.title else Text("no title", "italic dim")
    published = article.published and article.published.isoformat(" ", "minutes")
    facts = [printable(fact) for fact in (article.source, published) if fact]
    lines = [title, Text(" · ".join(facts), "cyan"), Text(", ".join(_counts(article)), "dim")]
    return Text("\n").join(line for line in lines if line)


def _counts(article: Article) -> Iterator[str]:
    """Yield what there is in an article, in words."""
    citations = [citation for insight in article.insights for citation in insight.citations]
    things = {"section": article.sections, "insight": article.insights, "citation": citations}
    for name, found in things.items():
        yield f"{len(found)} {name}" if len(found) == 1 else f"{len(found)} {name}s"


def _heading(section: Section) -> Text:
    sign, style = _ROLES[section.role]
    words = Text("no heading", "italic dim") if section.heading is None else styled(section.heading, style)
    return Text.assemble((f"{sign} ", style), words)


def _statement(insight: Insight) -> Text:
    words = styled(insight.text.replace("**", ""))  # the marks of bold, which a label is set in here
    if insight.label:
        words.stylize("bold", 0, words.plain.find(insight.label) + len(insight.label))
    numbers = "".join(f"[{citation.number}]" for citation in insight.citations)
    return Text.assemble(words, " ", (numbers, "green")) if numbers else words


def _diagnostic(found: Found, diagnostic: Diagnostic) -> Text:
    words = Text.assemble(
        (diagnostic.code, SEVERITY_STYLES[diagnostic.severity]), f" {printable(diagnostic.message)}"
    )
    if diagnostic.span is not None:
        place = found.place(diagnostic.span.start)
        words.append(f" ({place.line}:{place.column})", "dim")
    return words
