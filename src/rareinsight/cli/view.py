"""``rareinsight view``: articles as a page to look at."""

from __future__ import annotations

import webbrowser
from itertools import islice
from pathlib import Path
from typing import Final

import click

from rareinsight import Article, link
from rareinsight.cli import Status, complain
from rareinsight.cli.inputs import STANDARD, Inputs, output_option, reading_options

#: How many articles a page has, unless told otherwise; it stays quick up to here.
_MOST: Final = 2000


@click.command
@reading_options
@output_option(default=Path("rareinsight.html"), show_default=True, help="Write to a file.")
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.option("--explain/--no-explain", "explained", default=None, help="Show why the texts were read so.")
@click.option(
    "--most", metavar="N", type=click.IntRange(1), default=_MOST, show_default=True, help="At most N articles."
)
def view(read: Inputs, output: Path, opened: bool, explained: bool | None, most: int) -> None:
    """Write a page that shows articles beside their texts.

    The page is one file that needs no network. Citations lead to the list of references below an article,
    where it has one. A page of one article can explain how it was read, as `explain` does; a page of many can if
    told to.
    """
    if opened and output == STANDARD:
        raise click.BadParameter("the standard output can't be opened", param_hint="--open")
    try:
        from rareinsight.html import render  # here: the help lists this command without the extra too
    except ImportError as error:
        raise click.ClickException(str(error)) from error
    source = read.articles()
    articles = [_linked(article) for article in islice(source, most)]
    if not articles:
        complain("there are no articles to show")
        read.note(Status.DOUBTFUL)
        return
    if next(source, None) is not None:
        complain(f"there are more articles than the {most:,} on the page; --most N takes more")
    with click.open_file(str(output), "wb") as file:
        file.write(render(articles[0] if len(articles) == 1 else articles, explained=explained).encode())
    if output != STANDARD:
        click.echo(output)
    if opened:
        webbrowser.open(output.resolve().as_uri())


def _linked(article: Article) -> Article:
    """Link an article that has a list of references below it; others would only get diagnostics."""
    linked = link(article)
    return linked if linked.references else article
