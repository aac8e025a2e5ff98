"""Puts pages of :mod:`rareinsight.html` beside the docs: the seed, a linked article, all labelled pages."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

import rareinsight as ri
from rareinsight.html import render

PROJECT = Path(__file__).parents[2]
DIGEST = """\
Kelp farms find buyers on land
Coastal Wire·2025-06-03 07:40

Core Insights - Kelp growers sold 18,400 tons last year, 31% more than the year before [1][2]. - Feed makers now \
buy more of it than food makers do [3]. Group 1: Farms - Norway has 96 licences, of which 41 are in use [2][5]. - A \
new dryer halves the cost, to 210 euros a ton [4]. Group 2: Buyers - Cattle that eat it belch 30% less methane, in a \
trial with 64 cows [3][6]. - Soap makers pay best. - A standard for iodine is due in 2027 [7].
"""
PARAGRAPHS = (
    "Growers of kelp along the North Sea sold 18,400 tons in the past year, their federation says.",
    "That is 31 percent more than a year before. Norway alone has granted 96 licences.",
    "Makers of feed took most of it, for the first time more than makers of food.",
    "A dryer run on waste heat has brought the cost of a dry ton down by half, to 230 euros.",
    "Only 41 of the licences are in use; the rest wait for boats.",
    "In a trial, cows that were fed dried kelp gave off 30 percent less methane.",
)


def write_pages(app: Sphinx, error: Exception | None) -> None:
    """Write the pages into the folder of the docs."""
    if error is not None or app.builder.format != "html":
        return
    lines = (PROJECT / "tests" / "pages" / "real.jsonl").read_text(encoding="utf-8").split("\n")
    (seed,) = (PROJECT / "seeds").glob("*.txt")
    pages = {
        "seed": render(ri.parse(seed.read_text(encoding="utf-8"))),
        "linked": render(ri.link(ri.parse(DIGEST), PARAGRAPHS)),
        "labelled": render(
            (article for line in lines if line for article in ri.parse_many(json.loads(line)["text"])),
            title="Labelled pages",
        ),
    }
    folder = Path(app.outdir) / "pages"
    folder.mkdir(exist_ok=True)
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the pages when the docs are written."""
    app.connect("build-finished", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
