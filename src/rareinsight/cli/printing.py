"""Commands that print what articles and formats are, from ``show`` to ``infer``."""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, cast

import click
from attrs import fields
from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.text import Text

from rareinsight._formats.registry import find_format, origin_of
from rareinsight._formats.registry import formats as known_formats
from rareinsight._messages import count, printable
from rareinsight._show.console import CitationMap, draw
from rareinsight._show.tree import SEVERITY_STYLES, header_of, in_order
from rareinsight.cli.inputs import NON_DIGESTS, Found, Inputs, output_option, reading_command, usage_errors
from rareinsight.cli.status import Status
from rareinsight.explanation import explain as explain_text
from rareinsight.explanation import list_candidates
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Article

_MAX_ROWS: Final = 20  #: the most rows of a table; there may be thousands of sources
#: What is counted, by its name in JSON: the heading of its table, whether the most frequent come first, and what an
#: article counts as. Sources and months are those of digests only; ``""`` stands for none.
_TABLES: Final[dict[str, tuple[str, bool, Callable[[Article], Iterable[str | int]]]]] = {
    "sources": ("Articles by source", True, lambda each: [each.source or ""] * bool(each.sections)),
    "months": ("Articles by month", False, lambda each: [str(each.published or "")[:7]] * bool(each.sections)),
    "roles": ("Sections by role", True, lambda each: [section.role for section in each.sections]),
    "citations_per_insight": ("Insights by citations", False, lambda each: [len(i.citations) for i in each.insights]),
    "diagnostics": ("Diagnostics", True, lambda each: [diagnostic.code for diagnostic in each.diagnostics]),
}
_SCORED: Final = "citation", "group", "declared word"  #: what speaks for a format, the most telling last
_LABEL_STYLES: Final = {"heading": "magenta", "insight": "green"}


class Screen(Console):
    """The standard output, with colours and styles in terminals, and as plain text elsewhere."""

    def __init__(self) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))  # rich would drop only the colours, not bold and dim
        super().__init__(color_system=None if no_color else "auto", markup=False, emoji=False, highlight=False)

    def print_line(self, line: Text, *, cut: bool = False) -> None:
        """Print a line without wrapping it, or cut to the width of a terminal."""
        if cut and self.is_terminal:
            self.print(line, no_wrap=True, overflow="ellipsis")
        else:
            self.print(line, soft_wrap=True)

    def print_wrapped(self, renderable: RenderableType) -> None:
        """Print something within the width of the terminal, without spaces at the ends of lines."""
        with self.capture() as captured:
            self.print(renderable)
        for line in captured.get().split("\n")[:-1]:
            self.out(line.rstrip(), highlight=False)


@reading_command()
@click.option("--map", "as_map", is_flag=True, help="Show maps of which insight cites which paragraph.")
def show(read: Inputs, as_map: bool) -> None:
    """Show articles as trees.

    A star marks the core, a dot a group, and a ring any other section. Insights end in the numbers of their
    citations. Diagnostics come last, each with its line and column.
    """
    screen, inputs, last = Screen(), read.sources, None
    for found in read:
        if last is not None:
            screen.print()
        if found.name != last and (found.name not in inputs or len(inputs) > 1) and found.name != "<stdin>":
            screen.print_line(Text(printable(found.name), "dim underline"))
        citations = Group(Text.assemble(*header_of(found.article)), Text(), CitationMap(found.article))
        screen.print_wrapped(citations if as_map else draw(found.article, found.place))
        last = found.name


@reading_command()
@click.option("--info", is_flag=True, help="Include diagnostics of severity info.")
def check(read: Inputs, info: bool) -> None:
    """Print all diagnostics, one per line.

    Each line reads file:line:column: code message. If there are any, the exit status is 1.
    """
    screen = Screen()
    for found in read:
        for diagnostic in in_order(found.article.diagnostics):
            if diagnostic.severity == "info" and not info:
                continue
            place = found.place(diagnostic.span.start if diagnostic.span else 0)
            line = Text(printable(f"{found.name}:{place}: {diagnostic.code} {diagnostic.message}"))
            line.highlight_regex(rf"(?<=: ){diagnostic.code}(?= )", SEVERITY_STYLES[diagnostic.severity])
            screen.print_line(line)
            read.note(Status.REPORTED)


@reading_command()
def explain(read: Inputs) -> None:
    """Show how each chunk of a text was interpreted.

    One line each: position, label, row, text, and the facts that the row requires. If a text is not a
    digest, the last line says what is missing.
    """
    screen = Screen()
    for found in read:
        for line in _explain_article(found, read.options.format):
            screen.print_line(line, cut=True)


@reading_command()
def detect(read: Inputs) -> None:
    """Show which formats a text could have, and why.

    The format that is detected comes first. Each line says how many citations, groups and declared headings it reads.
    """
    screen = Screen()
    for name, text in read.pages():
        found = list_candidates(text)
        cells = [(each.format.name, *map(count, reversed(each.score), _SCORED), printable(why)) for each, why in found]
        if not cells:
            read.note(Status.REPORTED)
        for row in list(_in_columns(cells)) or [["no format"]]:
            screen.print_line(Text(f"{printable(name)}: {'  '.join(row)}".rstrip()))


def _explain_article(found: Found, format: Format | str | None) -> Iterator[Text]:
    all_evidence = explain_text(found.article.raw, format=format)
    places = (printable(f"{found.name}:{found.place(each.span.start)}") for each in all_evidence)
    rows = _in_columns([(place, each.label, each.row) for place, each in zip(places, all_evidence, strict=True)])
    for evidence, (place, label, row) in zip(all_evidence, rows, strict=True):
        if evidence.label == "no digest":
            yield Text.assemble((place, "dim"), "  ", ("no digest", "red"), f": {'; '.join(evidence.facts)}")
            continue
        style = _LABEL_STYLES.get(evidence.label.removeprefix("in "), "yellow")
        facts = f"  ({', '.join(evidence.facts)})" if evidence.facts else ""
        text = (printable(evidence.text), "bold")
        yield Text.assemble((place, "dim"), "  ", (label, style), "  ", row, "  ", text, (facts, "dim"))


def _in_columns(rows: Sequence[tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield rows of cells, each filled up with spaces to the width of its column."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return (list(map(set_cell_size, row, widths)) for row in rows)


@reading_command(NON_DIGESTS)
@click.option("--json", "as_json", is_flag=True, help="Print all counts as JSON.")
@output_option("--plot", "output", help="Plot articles over time and what insights cite: ….svg, ….png or ….pdf.")
def stats(read: Inputs, as_json: bool, output: Path | None) -> None:
    """Count articles, sections, insights, citations and diagnostics."""
    tables, truncated = {name: Counter[str | int]() for name in _TABLES}, Counter[bool]()

    def counted() -> Iterator[Article]:
        for article in read.articles():
            read.non_digests += not article.sections
            truncated[article.truncated] += 1
            for name, (_, _, counts_as) in _TABLES.items():
                tables[name].update(counts_as(article))
            yield article

    if output is None:
        deque(counted(), maxlen=0)
    else:
        from rareinsight.plot import save  # here, as importing it takes longer than counting

        read.protect(output)
        with usage_errors():
            save(counted(), output)
    totals = {
        "articles": truncated.total(),
        "non_digests": read.non_digests,
        "sections": tables["roles"].total(),
        "insights": tables["citations_per_insight"].total(),
        "citations": sum(int(each) * times for each, times in tables["citations_per_insight"].items()),
        "truncated": truncated[True],
    }
    if as_json:
        groups = {name: dict(counts.most_common()) for name, counts in tables.items()}
        click.echo(json.dumps({**totals, **groups}, ensure_ascii=False, indent=2))
    else:
        nouns = {name: name.replace("_", "-").removesuffix("s") for name in totals} | {"truncated": "truncated article"}
        shown = [count(number, nouns[name]) for name, number in totals.items() if number or name == "articles"]
        print_counts([(words, "") for words in shown])
        for name, (heading, is_by_count, _) in _TABLES.items():
            _print_table(heading, tables[name].most_common(), is_by_count=is_by_count)


def _print_table(heading: str, counts: list[tuple[str | int, int]], *, is_by_count: bool) -> None:
    shown = counts[:_MAX_ROWS] if is_by_count else sorted(counts)
    if shown:
        rows = [(f"{number:,} {printable(str(label)) or 'none'}", "") for label, number in shown]
        click.echo()
        print_counts([(f" {heading}", ""), *rows])
    if more := len(counts) - len(shown):
        click.echo(f"and {more:,} more")


def print_counts(rows: list[tuple[str, str]], least: int = 0) -> None:
    """Print rows of counts and remarks, such as ``("2 repeats", "dropped")``, the numbers aligned at the right."""
    width = max([least, *(words.index(" ") for words, _ in rows)])
    cells = ((*words.partition(" "), remark) for words, remark in rows)
    lines = (f"{number:>{width}}  {name:<17} {remark}".rstrip() for number, _, name, remark in cells)
    click.echo("\n".join(lines))


@click.command
@click.argument("names", metavar="[NAME]...", nargs=-1)
@usage_errors()
def formats(names: tuple[str, ...]) -> int:
    """List the registered formats and where they come from.

    With names: print the declarations of these formats.
    """
    described = [spell(find_format(name)) for name in names]
    listed = _in_columns([(name, origin_of(name)) for name in known_formats()])
    click.echo("\n".join(described or ["  ".join(row).rstrip() for row in listed]))
    return Status.OK


@reading_command()
@click.option("--name", default="inferred", show_default=True, help="The name of the format.")
def infer(read: Inputs, name: str) -> None:
    """Infer a format from sample pages.

    Prints the shortest declaration that reads them. Use three or more pages of one producer, and review the result.
    """
    pages = [text for _, text in read.pages()]
    if not pages:
        read.note_nothing("there are no pages to infer a format from")
        return
    from rareinsight._dialect.infer import infer_format  # here, as importing it takes longer than the other commands

    with usage_errors():
        inferred = infer_format(pages, name=name)
    similar = (each for each in known_formats().values() if inferred.headings and each.headings == inferred.headings)
    click.echo(spell(inferred, next(similar, None)))


def spell(format: Format, known: Format | None = None) -> str:
    """Return a declaration as Python code: of what differs from a known format, or from the defaults."""
    opening = "ri.Format(" if known is None else f"ri.formats()[{known.name!r}].evolve("
    return "\n".join([opening, *(f"    {change}," for change in _changes(format, known)), ")"])


def _changes(declared: Format | Heading | Numbered, known: Format | None = None) -> Iterator[str]:
    """Yield the arguments of a declaration that differ from those of a known one, or from the defaults."""
    for each in fields(type(declared)):
        value = getattr(declared, each.name)
        if each.init and value != getattr(known, each.name, each.default):
            yield f"{each.name}={_spell_value(value)}"


def _spell_value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_spell_value, cast('tuple[object, ...]', value)))}]"
    if isinstance(value, Heading | Numbered):
        return f"ri.{type(value).__name__}({', '.join(_changes(value))})"
    return repr(value)
