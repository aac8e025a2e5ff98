"""``rareinsight view``: articles as an HTML page."""

from __future__ import annotations

import webbrowser
from itertools import islice
from pathlib import Path
from typing import Final

import click

from rareinsight import Article, link
from rareinsight.cli import Status, complain
from rareinsight.cli.inputs import STANDARD, Inputs, output_option, reading_options

#: The most articles of a page by default; it stays responsive up to here.
_MOST: Final = 2000


@click.command
@reading_options
@output_option(default=Path("rareinsight.html"), show_default=True, help="Write to a file.")
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.option("--explain/--no-explain", "explained", default=None, help="Show why the texts were parsed this way.")
@click.option(
    "--most", metavar="N", type=click.IntRange(1), default=_MOST, show_default=True, help="At most N articles."
)
def view(read: Inputs, output: Path, opened: bool, explained: bool | None, most: int) -> None:
    """Write an HTML page that shows articles next to their texts.

    The page is a single file that makes no network requests. Citations are linked to the list of references below
    an article, if there is one. By default, only a page of a single article explains how it was parsed.
    """
    read.protect(output)
    if opened and output == STANDARD:
        raise click.BadParameter("standard output can't be opened", param_hint="--open")
    from rareinsight.html import render  # here, as the help lists this command without the extra too

    source = read.articles()
    articles = [_linked(article) for article in islice(source, most)]
    if not articles:
        complain("there are no articles to show")
        read.note(Status.DOUBTFUL)
        return
    if next(source, None) is not None:
        complain(f"only the first {most:,} articles are shown; use --most N")
    with click.open_file(str(output), "wb") as file:
        file.write(render(articles[0] if len(articles) == 1 else articles, explained=explained).encode())
    if output != STANDARD:
        click.echo(output)
    if opened:
        webbrowser.open(output.resolve().as_uri())


def _linked(article: Article) -> Article:
    """Link an article that has a list of references; others would only get diagnostics."""
    linked = link(article)
    return linked if linked.references else article
