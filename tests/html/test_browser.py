"""Pages in a real browser: highlighting, requests, speed and accessibility.

Wants Debian's ``chromium`` and, for axe-core, ``npm``. Pictures are left in ``.ci/cache/pictures`` to be looked at.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import rareinsight as ri
from rareinsight.html import render
from score import load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("RAREINSIGHT_CACHE", ROOT / ".ci/cache"))
HOSTILE = (
    'T</title><script>document.title=0</script>\nDaily"><img src=//x.example/i onerror=alert(1)>·2025-08-26 08:14\n\n'
    "Core Insights - </style></template></svg><script>document.title='bad'</script> [1] - \u202e\u2066 b \x00 [2]\n"
)
PARAGRAPHS = [f"Paragraph {number} of the article, with 40 percent." for number in range(1, 13)]
KEYED = ri.Format("keyed", headings=[ri.Heading(["Findings"])], markers=["•"], citations=["[{key}]"])
#: Citation keys with characters that must not occur in selectors, attributes and lists of names.
KEYS = {
    "q3 report.pdf": "Sales rose.",
    'the "9%" plan': "Costs fell.",
    "it's \\9 ' or": "Mines closed.",
    "铜\u202e": "Copper.",
}
#: Lays out 20,000 paragraphs: work that everything else is compared with, on any machine.
YARDSTICK = """() => {
    const all = document.createElement('div');
    for (let n = 0; n < 20000; n++) {
        const each = document.createElement('p');
        each.textContent = `Prices rose by ${n}`;
        all.append(each);
    }
    document.body.append(all);
    all.offsetHeight;
    all.remove();
}"""
FRAME = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # here: of all tests, only those marked full want it

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe() -> str:
    script = CACHE / "node_modules/axe-core/axe.min.js"
    if not script.exists():
        command = ["npm", "install", "--silent", "--no-save", "--prefix", str(CACHE), "axe-core@4"]
        subprocess.run(command, check=True)
    return script.read_text(encoding="utf-8")


class Visit:
    """An open page, with its console messages and requests."""

    def __init__(self, browser: Browser, file: Path, width: int, scheme: Any) -> None:  # noqa: ANN401 - a literal
        height = 900 if width > 500 else 800
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.devtools = self.page.context.new_cdp_session(self.page)
        self.devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.page.goto(file.as_uri())
        self.page.evaluate(FRAME)

    def work(self) -> float:
        """The seconds that the page has taken of the processor, however busy that is."""
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    def work_of(self, script: str, given: object = None) -> float:
        """The seconds that a script takes of the processor."""
        before = self.work()
        self.page.evaluate(script, given)
        return self.work() - before

    def lit(self, side: str, kind: str = "lit") -> str:
        """The text that is lit on one side."""
        query = f".{side} .{kind}"
        texts: list[str] = self.page.eval_on_selector_all(query, "all => all.map(each => each.textContent)")
        return "".join(texts)

    def close(self) -> None:
        assert self.said == []
        assert [url for url in self.asked if not url.startswith(("file:", "data:"))] == []
        self.page.close()


@pytest.fixture(scope="module")
def articles(seed: str) -> dict[str, Any]:
    linked = ri.link(ri.parse(f"{seed} - Exports fell 12.5% in 2025 [2] - Costs rose. Group 5 - Cut [2"), PARAGRAPHS)
    many = [article for page in load("first") for article in ri.parse_many(page.text)]
    # if all ended in the same word, the page would be odd, and its unseen characters left out
    cited = " ".join(f"• Number {number} [{key}]" for number, key in enumerate([*KEYS, "another"]))
    keyed = ri.link(ri.parse(f"Findings {cited} • And in [q3 report.pdf]", format=KEYED), KEYS)
    return {"seed": ri.parse(seed), "linked": linked, "many": many, "hostile": ri.parse(HOSTILE), "keyed": keyed}


@pytest.fixture(scope="module")
def files(articles: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, given in articles.items():
        (folder / f"{name}.html").write_text(render(given), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in articles}


Visiting = Callable[..., Visit]
Articles = dict[str, Any]


@pytest.fixture
def visiting(browser: Browser, files: dict[str, Path]) -> Iterator[Visiting]:
    """Look at a file, or at one of those above by its name; nothing may be wrong with it in the end."""
    visits: list[Visit] = []

    def go(page: str | Path, width: int = 1400, scheme: str = "light") -> Visit:
        visits.append(Visit(browser, files[page] if isinstance(page, str) else page, width, scheme))
        return visits[-1]

    yield go
    for each in visits:
        each.close()


@pytest.fixture
def yardstick(visiting: Visiting, tmp_path: Path) -> float:
    """What laying out 20,000 paragraphs takes of the processor."""
    (tmp_path / "blank.html").write_text("<!doctype html><title>Blank</title><p>Blank.")
    blank = visiting(tmp_path / "blank.html")
    return min(blank.work_of(YARDSTICK) for _ in range(5))


@pytest.mark.parametrize("name", ["seed", "linked", "hostile"])
def test_hover_highlights_the_node_on_the_other_side(visiting: Visiting, articles: Articles, name: str) -> None:
    visit, article = visiting(name), articles[name]
    for number, insight in enumerate(article.insights):
        visit.page.locator(".read .s li").nth(number).hover(position={"x": 3, "y": 6})
        if name != "hostile":  # there, characters are named
            assert visit.lit("text") == insight.span.cut(article.raw)
        visit.page.mouse.move(1, 1)
        assert visit.lit("text") == ""
        visit.page.locator(f".text [data-n~=i{number}]").first.hover()
        assert visit.page.locator(".read li.lit").get_attribute("data-n") == f"i{number}"
        assert visit.page.locator("svg .lit").get_attribute("data-n") == f"i{number}"
    assert visit.page.title() == (article.title or "Untitled")


def test_hover_on_a_citation_highlights_claim_and_bracket(visiting: Visiting, articles: Articles) -> None:
    visit, article = visiting("seed"), articles["seed"]
    citations = [citation for insight in article.insights for citation in insight.citations]
    for number, citation in enumerate(citations[:6]):
        visit.page.locator("button.c").nth(number).hover()
        assert visit.lit("text") == citation.claim + citation.span.cut(article.raw)


def test_keyboard_reaches_both_sides(visiting: Visiting, articles: Articles) -> None:
    visit, article = visiting("seed"), articles["seed"]
    visit.page.keyboard.press("Tab")
    for insight in article.insights[:4]:
        assert visit.lit("text") == insight.span.cut(article.raw)
        visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("k")
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.closest('.text') !== null")
    assert visit.lit("text") == article.insights[3].span.cut(article.raw)
    visit.page.keyboard.press("j")
    assert visit.page.locator(".read li.lit").get_attribute("data-n") == "i4"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.dataset.n") == "i4"
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    assert visit.page.locator(".sheet h2").text_content() == "Paragraph 3 · cited by 5 insights"
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator(".sheet").is_visible()


@pytest.mark.parametrize("query", ["button.c[data-c='3']", ".text .b[data-c='3']", "svg g[data-c='3'] text"])
def test_click_on_a_number_highlights_what_cites_it(visiting: Visiting, articles: Articles, query: str) -> None:
    visit, article = visiting("linked"), articles["linked"]
    visit.page.locator(query).first.click()
    numbers = [n for n, i in enumerate(article.insights) if any(c.number == 3 for c in i.citations)]
    resting = visit.page.eval_on_selector_all(".read li.rests", "all => all.map(each => each.dataset.n)")
    assert resting == [f"i{number}" for number in numbers]
    assert visit.lit("text", "rests") == "".join(article.insights[n].span.cut(article.raw) for n in numbers)
    assert visit.page.locator(".sheet p").text_content() == PARAGRAPHS[2]
    assert visit.page.locator("svg .cell.chosen").count() == len(numbers)
    assert visit.page.locator("button.c[aria-pressed=true]").count() == len(numbers)
    visit.page.locator(query).first.click()
    assert visit.page.locator(".rests, .chosen").count() == 0


@pytest.mark.parametrize("query", ["button.c", ".text .b"])
def test_click_on_a_key_shows_its_reference(visiting: Visiting, query: str) -> None:
    visit = visiting("keyed")
    for number, (key, text) in enumerate(KEYS.items()):
        visit.page.locator(query).nth(number).click()
        shown = key.replace("\u202e", "\ufffd")
        cited = "2 insights" if number == 0 else "1 insight"
        assert visit.page.locator(".sheet h2").text_content() == f"{shown} · cited by {cited}"
        assert visit.page.locator(".sheet p").text_content() == text
        assert visit.page.locator(".read li.rests").count() == 1 + (number == 0)
    visit.page.locator(query).nth(len(KEYS)).click()
    assert visit.page.locator(".sheet p").text_content() == "It is not among the references."
    assert visit.page.locator(".refs h2").text_content() == "Sources"
    assert "None" not in visit.page.locator(".read").inner_text()


def test_switch_shows_the_explanation(visiting: Visiting, articles: Articles) -> None:
    visit, article = visiting("seed"), articles["seed"]
    visit.page.get_by_role("switch", name="Explain").check()
    texts: list[str] = visit.page.eval_on_selector_all(".why q", "all => all.map(each => each.textContent)")
    assert "".join(texts) == article.raw
    names: list[str] = visit.page.eval_on_selector_all(".why code", "all => all.map(each => each.textContent)")
    assert names == [evidence.row for evidence in ri.explain(article.raw)]
    visit.page.get_by_role("switch", name="Explain").uncheck()
    assert visit.page.locator(".text").is_visible()


def test_index_of_2000_articles_responds_at_once(
    visiting: Visiting, articles: Articles, tmp_path: Path, yardstick: float
) -> None:
    two_thousand = list(islice(cycle(articles["many"]), 2000))
    (tmp_path / "page.html").write_text(render(two_thousand), encoding="utf-8")
    visit = visiting(tmp_path / "page.html")
    act = f"""async ([query, value, kind]) => {{
        const field = document.querySelector(query);
        field.value = value;
        field.dispatchEvent(new Event(kind));
        await ({FRAME})();
    }}"""
    took: dict[str, float] = {}
    visible = "parseInt(document.querySelector('#found').textContent)"
    for word in ("c", "price", "price rose", "zzzq", ""):
        took[f"search {word!r}"] = visit.work_of(act, ["#search", word, "input"])
        texts = [
            " ".join([a.title or "", a.source or "", *(i.span.cut(a.raw) for i in a.insights)]).lower()
            for a in two_thousand
        ]
        least = sum(all(part in text for part in word.split()) for text in texts)
        assert visit.page.evaluate(visible) >= least
        assert (visit.page.evaluate(visible) == 0) == (word == "zzzq")
    took["filter"] = visit.work_of(act, ["#only", "w", "change"])
    warned = [any(d.severity != "info" for d in article.diagnostics) for article in two_thousand]
    assert visit.page.evaluate(visible) == sum(warned)
    for code in ("missing-source", "no-digest"):
        took[f"filter {code}"] = visit.work_of(act, ["#only", f"d-{code}", "change"])
        found = [any(d.code == code for d in article.diagnostics) for article in two_thousand]
        assert visit.page.evaluate(visible) == sum(found) > 0
    visit.page.evaluate(act, ["#only", "w", "change"])
    some = visit.page.locator("#list li:not([hidden])")
    assert some.count() == min(200, sum(warned))
    visit.page.evaluate(act, ["#only", "", "change"])
    visit.page.locator("#more").scroll_into_view_if_needed()
    visit.page.wait_for_timeout(300)
    assert some.count() > 200
    took["open"] = visit.work_of(f"async () => {{ location.hash = 'a77'; await ({FRAME})(); await ({FRAME})(); }}")
    assert visit.page.locator("main header .t").text_content() == (two_thousand[76].title or "Untitled")
    assert max(took.values()) < 2 * yardstick, took


def test_article_of_1_mb_takes_little_work_to_open(visiting: Visiting, tmp_path: Path, yardstick: float) -> None:
    insight = "Copper mines closed in province {k} of the north, and prices rose by {k}% in a week [{k}][{n}]"
    parts = (
        f"Group {n}: Part {n} of it - " + " - ".join(insight.format(k=k, n=k + n % 50) for k in range(1, 9))
        for n in range(1, 1500)
    )
    article = ri.parse("A Title\nDaily·2025-08-26 08:14\n\n" + " ".join(parts))
    assert len(article.raw) > 1_000_000
    (tmp_path / "page.html").write_text(render(article), encoding="utf-8")
    visit = visiting(tmp_path / "page.html")
    took = visit.work()
    visit.page.locator(".read .s li").nth(3).hover(position={"x": 3, "y": 6})
    assert visit.lit("text") == article.insights[3].span.cut(article.raw)
    assert took < 15 * yardstick


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 900, 1400])
@pytest.mark.parametrize("name", ["seed", "linked", "many", "hostile", "keyed"])
def test_page_is_accessible(visiting: Visiting, axe: str, name: str, width: int, scheme: str) -> None:
    visit = visiting(name, width, scheme)
    visit.page.evaluate(axe)
    pictures = CACHE / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for state in (
        "first",
        "chosen",
        *["why"] * (name != "keyed"),
    ):  # nobody can explain a format that is not registered
        if state == "chosen" and name != "many":
            visit.page.locator("button.c").first.click()
        elif state == "why" and name != "many":
            visit.page.keyboard.press("Escape")
            visit.page.locator(".switch input").check()
            visit.page.locator("summary").first.click() if name == "linked" else None
        elif name == "many":
            visit.page.evaluate("location.hash = 'a3'")
            visit.page.evaluate(FRAME)
        visit.page.wait_for_timeout(250)  # until colours have changed
        visit.page.screenshot(path=pictures / f"{name}-{width}-{scheme}-{state}.png", full_page=state == "first")
        found = visit.page.evaluate("async () => (await axe.run()).violations")
        assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []
        wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, "nothing is cut off on the right"


def test_print_shows_digest_and_text(visiting: Visiting) -> None:
    visit = visiting("linked")
    visit.page.emulate_media(media="print")
    for query, there in ((".read", True), (".text", True), (".refs", True), (".switch", False), (".sheet", False)):
        assert visit.page.locator(query).is_visible() is there


def test_notebook_displays_articles_and_sections(visiting: Visiting, tmp_path: Path, seed: str) -> None:
    import nbclient
    import nbformat

    (tmp_path / "seed.txt").write_text(seed, encoding="utf-8")
    cells = ("import rareinsight as ri; article = ri.parse(open('seed.txt').read())", "article", "article.sections[1]")
    made = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": each, "outputs": []}
        for n, each in enumerate(cells)
    ]
    notebook: Any = nbformat.reads(  # type: ignore[no-untyped-call, unused-ignore]
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}), as_version=4
    )
    done = nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [cell["outputs"][0]["data"]["text/html"] for cell in done["cells"][1:]]
    assert ["J-10CE" in html for html in shown] == [True, True]
    assert not any("<script" in html for html in shown)
    (tmp_path / "cells.html").write_text(f"<!doctype html><p id=other>Other</p>{''.join(shown)}", encoding="utf-8")
    visit = visiting(tmp_path / "cells.html", 900)
    assert visit.page.locator(".ri").count() == 2
    assert visit.page.locator("#other").evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    built = tmp_path_factory.mktemp("docs")
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", str(ROOT / "docs"), str(built)], check=True
    )
    return sorted(page for page in built.rglob("*.html") if not page.is_relative_to(built / "_static"))


@pytest.mark.parametrize("width", [390, 1280])
def test_docs_fit_the_window(browser: Browser, documentation: list[Path], width: int) -> None:
    """Only code scrolls, each example by itself, unlike tables and diagrams."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    parts = "[...document.querySelectorAll('html, .table-wrapper, .highlight-none pre, .highlight-none .highlight')]"
    too_wide = list[str]()
    for file in documentation:
        page.goto(file.as_uri())
        if page.evaluate(f"{parts}.some(each => each.scrollWidth > each.clientWidth + 1)"):
            too_wide.append(file.name)
    assert len(documentation) > 20
    assert not too_wide
