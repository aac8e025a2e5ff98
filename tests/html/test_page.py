"""The contents of pages, tested without a browser."""

import base64
import hashlib
import re
from collections import defaultdict
from datetime import datetime
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from attrs import evolve

import rareinsight as ri
from commands import run_python
from rareinsight.html import render
from rareinsight.model import Origin
from score import Page as Labelled
from score import load

PAGES = load("first")
HOSTILE = (
    'T</title><script>alert(1)</script>\nDaily"><img src=x onerror=alert(1)>·2025-08-26 08:14\n\n'
    "Core Insights - </style></template><script>alert(2)</script> {{ 7*7 }} <!-- [1] - a \u202e b \x00 c \ud800 [2]\n"
)
SOURCE = ">Source text</h"  #: above the text that an article was parsed from
OTHER = ri.Format("other", headings=[ri.Heading(["Points"], role="core")], markers=["•"], citations=["({n})"])


class Page(HTMLParser):
    """A page taken apart: the text of each node in the two halves, the map's cells, and what tags there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.sides: dict[str, dict[str, str]] = {side: defaultdict(str) for side in ("read", "text", "why")}
        self.whole: dict[str, str] = defaultdict(str)
        self.cells: set[tuple[str, int]] = set()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.chips: list[int] = []
        self.lacking: list[str] = []
        self.homes: dict[str, str] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag == "details":
            homes = [each.get("data-n", "") for _, each in self.open if each.get("data-n")]
            self.homes[given.get("data-n", "")] = homes[-1] if homes else ""
        if given.get("class") == "cell":
            self.cells.add((self.open[-1][1]["data-n"], int(given["data-c"])))
        if tag == "button" and given.get("data-c", "").isdigit():
            self.chips.append(int(given["data-c"]))
        if tag not in {"meta", "link", "input", "rect", "path"} and "/" not in given:
            self.open.append((tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1][0] == tag, "tags are closed in order"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        classes = [given.get("class", "").split() for _, given in self.open]
        side = next((kind for kind in self.sides for names in classes if kind in names), None)
        if side is None:
            return
        self.whole[side] += data
        if ["lacks"] in classes and "sr" not in classes[-1]:
            self.lacking.append(data)
        for name in {name for _, given in self.open for name in given.get("data-n", "").split()}:
            self.sides[side][name] += data


def spans(article: ri.Article) -> dict[str, ri.Span]:
    """The nodes of an article by the names that they have in the page."""
    named = {"t": article.title_span, "o": article.source_span, "p": article.published_span}
    for number, section in enumerate(article.sections):
        named[f"s{number}"] = section.heading_span
    for number, insight in enumerate(article.insights):
        named[f"i{number}"] = insight.span
        for citation in insight.citations:
            named[f"b{citation.span.start}"] = citation.span
            named[f"k{citation.claim_span.start}"] = citation.claim_span
    for number, diagnostic in enumerate(article.diagnostics):
        named[f"d{number}"] = diagnostic.span
    return {name: span for name, span in named.items() if span}


@pytest.mark.parametrize("labelled", PAGES, ids=repr)
def test_page_marks_every_node_and_keeps_all_text(labelled: Labelled) -> None:
    article = ri.parse(labelled.text)
    page = Page(render(article))
    assert page.whole["text"] == article.raw
    for name, span in spans(article).items():
        assert page.sides["text"][name] == span.cut(article.raw), name
    cited = [(f"i{n}", c.number) for n, i in enumerate(article.insights) for c in i.citations]
    assert page.chips == [number for _, number in cited]
    assert page.cells == set(cited)


def test_page_explains_every_chunk(seed: str) -> None:
    page = Page(render(ri.parse(seed)))
    assert "cited" in page.whole["why"]
    assert not Page(render(ri.parse(seed), explained=False)).whole["why"]
    unknown = ri.parse("Points • Copper is short (1)", format=OTHER)
    assert not Page(render(unknown)).whole["why"], "nobody can explain a format that is not registered"


def test_page_names_rows_and_facts_as_explain_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def explain(text: str, *, format: str) -> list[SimpleNamespace]:
        assert format == "digest"
        halves = ((ri.Span(0, 16), "heading"), (ri.Span(16, len(text)), "insight"))
        return [
            SimpleNamespace(span=span, label=label, row="row", facts=("first", "<cited>")) for span, label in halves
        ]

    monkeypatch.setattr("rareinsight.html._nodes.explain", explain)
    page = render(ri.parse("Core Insights - Copper is short [1]"))
    assert page.count('<span class="fact">&lt;cited&gt;</span>') == 2
    shown = "headingCore Insights - row first <cited>insightCopper is short [1]row first <cited>"
    assert Page(page).whole["why"].strip() == shown


def test_map_counts_cited_paragraphs() -> None:
    text = "Core Insights - Copper is short [1][3] - Prices rose [3] - Tin did not."
    said = "2 of the first 3 paragraphs cited, 1 insight without citation, paragraph 3 most often (2 insights)"
    assert said in render(ri.parse(text))
    assert "1 of 1 paragraph cited<" in render(ri.parse("Core Insights - Copper is short [1]"))
    assert "1 of 1 paragraph cited<" in render(ri.link(ri.parse("Core Insights - Copper is short [1]"), ["One"]))
    assert "1 of 2 paragraphs cited, 1 cited but missing" in render(ri.link(ri.parse(text), ["One", "Two"]))
    sections = " ".join(
        f"Group {n}: Part {n} - " + " - ".join(f"Copper {k} [{k}]" for k in range(1, 30)) for n in range(1, 9)
    )
    page = render(ri.parse(sections))
    assert {name[0] for name, _ in Page(page).cells} == {"s"}, "too many rows for insights"
    assert "one row per section" in page


def test_html_without_jinja2_names_the_extra_and_falls_back_to_repr() -> None:
    program = """if True:
        import sys
        sys.modules["jinja2"] = None
        import rareinsight
        article = rareinsight.parse("Core Insights - Copper [1]")
        assert article._repr_html_() is article.sections[0]._repr_html_() is None
        import rareinsight.html"""
    message = "ImportError: pages need an extra: pip install 'rareinsight[html]'\n"
    assert run_python("-c", program).stderr.endswith(message)


def test_page_is_small_and_requests_nothing(seed: str) -> None:
    assert len(render(ri.parse("")).encode()) < 30_000
    article = ri.parse(seed)
    assert len(render(article).encode()) - 2 * len(article.raw.encode()) < 60_000
    page = render(article)
    assert not re.search(r"@import|url\(|\bsrc=|https?:", page)
    for kind, attribute in (("style", "style-src"), ("script", "script-src")):
        text = re.search(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        assert text
        digest = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        assert f"{attribute} 'sha256-{digest}'" in page


def test_page_shortens_very_long_content_and_says_so() -> None:
    cited = ri.parse("Core Insights - Copper " + "".join(f"[{n}]" for n in range(1, 2001)))
    page = render(cited)
    assert (len(Page(page).chips), len(Page(page).cells)) == (500, 300)
    assert "1,500 more citations" in page
    assert "2,000 of the first 2,000 paragraphs cited, the first 300 of them shown" in page
    assert Page(page).whole["text"] == cited.raw
    page = render(ri.parse("Core Insights - Copper [1]" + " - Tin is rare." * 600))
    assert "<code>uncited-insight</code> 600 times" in page
    assert page.count("<ul>") == 1 + 4
    page = render(ri.parse("Core Insights - Copper" + "\u202e" * 300 + " [1]"), explained=False)
    assert page.count("U+202E") == 2 * 200
    assert page.count("¤") == 2 * 100


@pytest.mark.parametrize("many", [False, True])
def test_page_escapes_hostile_text(many: bool) -> None:
    article = ri.link(ri.parse(HOSTILE), {1: "<script>alert(3)</script>", 2: "\u2066</svg>"})
    page = render([article, article] if many else article)
    tags = [tag for tag, _ in Page(page).tags]
    assert (tags.count("script"), tags.count("style"), tags.count("img")) == (1, 1, 0)
    assert not any(name.startswith("on") for _, given in Page(page).tags for name in given)
    assert "{{ 7*7 }}" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\ud800]", page)
    assert all(f"U+{code}" in page for code in ("202E", "0000", "D800", "2066"))
    page.encode()


def test_render_replaces_invisible_characters_in_attributes() -> None:
    article = ri.Article("A", "Daily\u202e", sections=[ri.Section("core", insights=[ri.Insight("Tin")])])
    assert '<option value="1">Daily\ufffd</option>' in render([article, article])


def test_render_shows_keyed_references() -> None:
    article = ri.link(ri.parse("Points • Copper is short (1)", format=OTHER), {1: "Metal"})
    section = ri.Section("core", insights=[ri.Insight("Tin", [ri.Citation(None, key='the "9%" plan')])])
    keyed = ri.link(ri.Article(sections=[section]), {'the "9%" plan': "Costs fell."})
    assert "<h2>Paragraphs</h2>" in render(article)
    page = render(keyed)
    assert "<h2>Sources</h2>" in page
    assert "1 source cited" in page
    assert {given["data-p"] for _, given in Page(page).tags if "data-p" in given} == {"the%20%229%25%22%20plan"}
    assert ">None<" not in page


def test_page_links_only_safe_addresses() -> None:
    article = ri.parse("Core Insights - Copper is short [1] - Tin is not [2]")
    listed = [ri.Reference(1, "Metal", "https://metal.example/1"), ri.Reference(2, "Bad", "javascript:alert(1)")]
    page = render(type(article)(raw=article.raw, sections=article.sections, references=listed))
    assert [given["href"] for tag, given in Page(page).tags if tag == "a"] == ["https://metal.example/1"]


@pytest.mark.parametrize(
    ("claim", "paragraph", "lacking"),
    [
        ("Sales rose 12% to 3,400 tons", "They sold 3400 t, up 12.0 percent.", []),
        ("Sales rose 12%", "They rose by 13%.", ["12"]),
        ("In 2025 the J-10CE flew", "The J-10CE flew in ２０２５", []),
        ("From 3.5 to 3.51, or 1,234,567", "3.50 and 1.234567", ["3.51", "1,234,567"]),
        ("No figures at all", "None", []),
    ],
)
def test_page_flags_figures_missing_from_the_paragraph(claim: str, paragraph: str, lacking: list[str]) -> None:
    article = ri.link(ri.parse(f"Core Insights - {claim} [1] - Another 77 [2]"), [paragraph])
    page = Page(render(article))
    assert page.lacking == lacking, "paragraph 2 is not linked, so nothing is said of its figures"


def test_page_shows_diagnostics_in_place_with_advice() -> None:
    article = ri.parse("Core Insights - Prices fell [1] - Costs rose. Group 1 - Tin [0] Group 3 - Zinc [2")
    page = Page(render(article, explained=False))
    for number, diagnostic in enumerate(article.diagnostics):
        assert diagnostic.message in page.sides["read"][f"d{number}"]
        assert "." in page.sides["read"][f"d{number}"], "the advice is a sentence"
        at = -1 if diagnostic.span is None else diagnostic.span.start
        inside = [f"i{n}" for n, i in enumerate(article.insights) if i.span.start <= at < i.span.end]
        assert page.homes[f"d{number}"] == "".join(inside)


def test_page_shows_handmade_articles_and_other_texts() -> None:
    by_hand = ri.Article("By hand", sections=[ri.Section("core", insights=[ri.Insight("Tin", [ri.Citation(4)])])])
    assert Page(render(by_hand)).chips == [4]
    assert SOURCE not in render(by_hand), "it has no text"
    assert "No digest was found" in render(ri.parse("Rain is due."))
    assert "<title>0 articles</title>" in render([])


def test_index_distinguishes_articles_by_number_file_and_record() -> None:
    cited, uncited = ri.parse("Copper\n\nCore Insights - A [1]"), ri.parse("\n# Core Insights - B")
    found = [evolve(cited, origin=Origin("a <b>.jsonl", record, 0, {"id": 7})) for record in (0, 1)]
    page = render([*found, evolve(uncited, origin=Origin("page.txt", 0, 0))])
    entries = re.findall(r'<li data-f="([^"]*)"><a href="#a\d"><b>(.*?)</b><span>(.*?)</span></a>', page)
    assert [(title, words) for _, title, words in entries] == [
        ("Copper", '1 of 2 · 1 insight<span class="file">a &lt;b&gt;.jsonl#0</span>'),
        ("Copper", '2 of 2 · 1 insight<span class="file">a &lt;b&gt;.jsonl#1</span>'),
        ("Core Insights - B", '1 insight<span class="file">page.txt</span>'),
    ]
    codes = [{each.code for each in article.diagnostics} for article in (cited, cited, uncited)]
    assert [{word[2:] for word in marks.split() if word.startswith("d-")} for marks, *_ in entries] == codes
    assert set(re.findall('<option value="d-([^"]*)"', page)) == set.union(*codes)


def test_snippet_has_no_script_and_scoped_style() -> None:
    article = ri.parse(HOSTILE)
    for shown in (article._repr_html_(), article.sections[0]._repr_html_()):
        assert shown is not None
        assert not {tag for tag, _ in Page(shown).tags} & {"script", "img", "button", "template", "link"}
        style = re.search("<style>(.*?)</style>", shown, re.DOTALL)
        assert style
        rules = re.findall(r"(?m)^([^{}\n-][^{}]*)\{", style[1])
        assert rules
        assert all(rule.startswith(".ri") for rule in rules)


def test_page_shows_bold_words_as_bold_and_no_stars() -> None:
    text = "**Core Insights:** - **Copper [1] and tin**: firm ** [2] Group 2: **Old** Mines - Costs: **12 %** more [2]"
    article = ri.parse(text)
    for page in (render(article, explained=False), article._repr_html_()):
        read = (page or "").partition('class="side"')[0]
        bold = re.findall(r"<b>(.*?)</b>", read)
        assert bold == ["Copper ", " and tin", "Costs", "12 %"]
        assert "*" not in re.sub(r"<(style|script).*?</\1>", "", read, flags=re.DOTALL)
        assert [re.sub("<.*?>", "", each) for each in re.findall(r"<h[234][^>]*>.*?</h[234]>", read)][-2:] == [
            "★ Core Insights",
            "Group 2 Old Mines",
        ]


def test_page_shows_bold_words_of_paragraphs_as_bold() -> None:
    linked = ri.link(ri.parse("Core Insights - Copper is short [1]"), ["**Ore** ran <out>"])
    assert "<b>Ore</b> ran &lt;out&gt;</p>" in render(linked)


def test_page_shows_titles_and_words_without_markdown() -> None:
    text = "**Copper** runs short\nDaily·2025-08-26\n\nCore Insights\n- It is *short*, [they say](https://a.org) [1]"
    article = ri.parse(text)
    for page in (render(article, explained=False), article._repr_html_()):
        read = re.sub(r"<(style|script).*?</\1>", "", (page or "").partition('class="side"')[0], flags=re.DOTALL)
        assert ">Copper runs short</h" in read
        assert ">It is short, they say" in read
    assert "<b>Copper runs short</b>" in render([article, article])
    assert str(article).startswith("Copper runs short\n")


def test_page_shows_the_new_words_of_an_insight_beside_the_source_text() -> None:
    article = ri.link(
        ri.parse("A Title\nDaily·2025-08-26 08:14\nCore Insights - Prices rose 5 % [1] - Mines closed [2]"), ["5", "2"]
    )
    (core,) = article.sections
    first, second = core.insights
    edits = {
        "**Prices** fell 7 %": evolve(first, text="**Prices** fell 7 %"),
        "Prices rose 5 %[7]": evolve(first, citations=[ri.Citation(7)]),
        "Prices rose 5 %": evolve(first, citations=[]),
        "Prices rose 5 %.": evolve(first, text="Prices rose 5 %."),
    }
    for words, edited in edits.items():
        changed = evolve(article, sections=[evolve(core, insights=[edited, second])])
        page = Page(render(changed))
        cited = "".join(str(each.number) for each in edited.citations)
        assert page.sides["read"]["i0"] == edited.plain + cited, words
        assert page.sides["read"]["i1"] == "Mines closed 2"
        assert page.whole["text"] == article.raw
        assert SOURCE in render(changed)
        assert edited.plain in re.sub("<.*?>", "", changed._repr_html_() or "")


def test_page_shows_what_an_edit_leaves_in_its_order_beside_the_source_text() -> None:
    text = "A Title\nDaily·2025-08-26 08:14\nCore Insights - Tin rose [1] - Mines shut [2]\nGroup 1: Ore - It fell [3]"
    article = ri.parse(text)
    core, group = article.sections
    rose, shut = core.insights
    header, body = "A Title Daily 2025-08-26 08:14", "★ Core Insights Tin rose 1 Mines shut 2 Group 1 Ore It fell 3"
    edits = {
        f"{header} {body}": article,
        f"Another Daily 2025-08-26 08:14 {body}": evolve(article, title="Another"),
        f"Untitled Daily 2025-08-26 08:14 {body}": evolve(article, title=None),
        f"A Title 2025-08-26 08:14 {body}": evolve(article, source=None),
        f"A Title Daily {body}": evolve(article, published=None),
        f"A Title Daily 2026-01-02 00:00 {body}": evolve(article, published=datetime(2026, 1, 2)),
        f"{header} Group 1 Ore It fell 3": evolve(article, sections=[group]),
        f"{header} Group 1 Ore It fell 3 ★ Core Insights Tin rose 1 Mines shut 2": evolve(
            article, sections=[group, core]
        ),
        f"{header} ★ Core Points Mines shut 2 Tin rose 1": evolve(
            article, sections=[evolve(core, heading="Core Points", insights=[shut, rose])]
        ),
    }
    for words, changed in edits.items():
        page = Page(render(changed))
        nodes = {name: said for name, said in page.sides["read"].items() if name[0] in "topsi"}
        assert " ".join(nodes.values()) == words
        assert page.whole["text"] == text
        assert SOURCE in render(changed)
