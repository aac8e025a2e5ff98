"""``rareinsight view``: articles as a page to look at."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import click

from rareinsight import link
from rareinsight.cli import Status, complain
from rareinsight.cli.arguments import STANDARD
from rareinsight.cli.reading import HowToRead, Notices, reading_options
from rareinsight.model import Article
from rareinsight.reader import read

#: How many articles a page has, unless told otherwise; it stays quick up to here.
_MOST: Final = 2000


@click.command
@reading_options
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
    default=Path("rareinsight.html"),
    show_default=True,
    help="Write to a file.",
)
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.option("--explain/--no-explain", "explained", default=None, help="Show why the texts were read so.")
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(1),
    default=_MOST,
    show_default=True,
    help="At most N articles.",
)
def view(
    inputs: tuple[str, ...], how: HowToRead, output: Path, opened: bool, explained: bool | None, most: int
) -> int:
    """Write a page that shows articles beside their texts.

    The page is one file that needs no network. Citations lead to the list of references below an article,
    where it has one. A page of one article can explain how it was read, as `explain` does; a page of many can if
    told to.
    """
    if opened and output == STANDARD:
        raise click.BadParameter("the standard output can't be opened", param_hint="--open")
    notices = Notices()
    try:
        status = write_page(read(inputs, **how, report=notices), output, explained=explained, most=most)
    except (ValueError, ImportError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error
    if opened and status == Status.OK:
        webbrowser.open(output.resolve().as_uri())
    return max(status, Status.DOUBTFUL if notices.errors else Status.OK)


def write_page(articles: Iterable[Article], output: Path, *, explained: bool | None, most: int) -> Status:
    """Write the page of some articles; tell where it is, or why there is none."""
    from rareinsight.html import render

    source = iter(articles)
    shown = list(_linked(islice(source, most)))
    if not shown:
        complain("there are no articles to show")
        return Status.DOUBTFUL
    if next(source, None) is not None:
        complain(f"there are more articles than the {most:,} on the page; --most N takes more")
    page = render(shown[0] if len(shown) == 1 else shown, explained=explained)
    if output == STANDARD:
        sys.stdout.buffer.write(page.encode())
    else:
        output.write_text(page, encoding="utf-8")
        click.echo(output)
    return Status.OK


def _linked(articles: Iterable[Article]) -> Iterator[Article]:
    """Link the articles that have a list of references below them; the others would only get diagnostics."""
    for article in articles:
        linked = link(article)
        yield linked if linked.references else article
