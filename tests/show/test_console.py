"""How articles are drawn in consoles."""

from io import StringIO

import pytest
from rich.console import Console

import rareinsight as ri
from rareinsight._show.console import CitationMap

TEXT = "Copper runs short\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3] - Tin is not.\n"


def shown(what: object, width: int = 60) -> str:
    console = Console(width=width, file=StringIO(), color_system=None)
    console.print(what)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_console_draws_articles_and_sections() -> None:
    article = ri.parse(TEXT)
    assert "★ Core Insights" in shown(article)
    assert "uncited-insight an insight has no citation (4:42)" in " ".join(shown(article, 90).split())
    assert shown(article.sections[0]).splitlines()[1] == "├── Copper is short [1][3]"


def test_console_draws_headings_of_any_level() -> None:
    article = ri.Article(sections=[ri.Section("other", "Deep", level=level) for level in range(1, 1500)])
    for drawn in (str(article), shown(article, 200)):
        assert drawn.count("Deep") == 1499


def test_console_links_citations_with_an_address() -> None:
    article = ri.link(ri.parse(TEXT + "\nSources\n[1] Metal https://metal.example/1\n"))
    console = Console(width=60, file=StringIO(), force_terminal=True, color_system="standard", legacy_windows=False)
    console.print(article)
    assert isinstance(console.file, StringIO)
    assert "https://metal.example/1\x1b\\" in console.file.getvalue()


@pytest.mark.parametrize("width", [8, 20, 40, 120])
def test_citation_map_fits_the_width(width: int) -> None:
    many = " - ".join(f"Copper {n} [{n}][{n * 3}]" for n in range(1, 40))
    lines = shown(CitationMap(ri.parse(f"Core Insights - {many}")), width).splitlines()
    assert all(len(line) <= width for line in lines)
    assert sum(line.count("■") for line in lines[2:]) >= min(39, width - 4)
