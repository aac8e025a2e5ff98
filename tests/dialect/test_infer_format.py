"""Declarations that are inferred from sample pages."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

import rareinsight as ri
from commands import run
from digests import Variation, pages_of_a_producer, tree_of
from languages import CHINESE, ENGLISH, Language
from outlines import codes, outline
from strategies import evolve
from test_variations import most_of

PAGE = """{0} in June
Metal Daily | 2025-06-0{1}

In short
→ {0} rose (1)(2)
→ It may fall (3)

Outlook
→ More {0} (4)
"""
PAGES = [PAGE.format(metal, day) for day, metal in enumerate(("Tin", "Zinc", "Lead", "Iron", "Gold", "Silver"), 1)]


def test_infer_format_reads_other_pages_of_a_producer() -> None:
    found = ri.infer_format(PAGES[:3], name="metals")
    assert (found.name, found.markers, found.citations) == ("metals", ("→",), ("({n})",))
    assert [heading.words for heading in found.headings] == [("In short",), ("Outlook",)]
    for page in PAGES[3:]:
        article = ri.parse(page, format=found)
        assert [section.heading for section in article.sections] == ["In short", "Outlook"]
        assert [len(insight.citations) for insight in article.insights] == [2, 1, 1]
        assert article.source == "Metal Daily"
        assert not [each for each in article.diagnostics if each.code == "inferred-format"]


def test_infer_format_prefers_a_registered_format() -> None:
    found = ri.infer_format(["Core Insights - Prices fell [1] - Costs rose [2]"], name="mine")
    assert found == ri.formats()["digest"].evolve(name="mine")


def test_infer_format_declares_numbers() -> None:
    pages = [f"Topic 1: A{day}\n* Prices fell [1]\nTopic 2: B{day}\n* Costs rose [2]\n" for day in range(3)]
    found = ri.infer_format(pages, name="topics")
    assert [each.shape for each in found.numbered] == ["Topic {n}"]
    section = ri.parse("Topic 1\n* Prices fell [1]\nTopic 2\n* Costs rose [2]\n", format=found).sections[1]
    assert (section.index, section.label) == (2, None)


def test_infer_format_declares_no_number_that_does_not_count() -> None:
    page = "In short\n→ {0} rose (1)\n→ It may fall (2)\nVision 30\n→ More {0} (3)\n"
    assert ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="metals").numbered == ()


def test_infer_format_takes_no_statement_that_is_repeated_for_a_heading() -> None:
    page = "At a glance\nPrices fell again [para 1]\n{0} rose [para 2]\nContext\nIt may fall [para 3]\n"
    found = ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="metals")
    assert [heading.words for heading in found.headings] == [("At a glance",), ("Context",)]


def test_infer_format_declares_numbered_headings() -> None:
    page = "I. Prices\n▸ {0} rose (Ref. 1)\n\nII. Costs\n▸ {0} costs fell (Ref. 2)"
    found = ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="metals")
    assert ([each.shape for each in found.numbered], found.numbered_markers) == (["{r}."], ())
    assert [each.heading for each in ri.parse(page.format("Gold"), format=found).sections] == ["I. Prices", "II. Costs"]


def test_infer_format_declares_headings_beside_insights() -> None:
    page = "Key Facts • {0} rose • {0} may fall\nBackground\n• {0} was cheap\n• {0} is rare"
    found = ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="facts")
    read = ri.parse(page.format("Gold"), format=found).sections
    assert [(each.heading, len(each.insights)) for each in read] == [("Key Facts", 2), ("Background", 2)]


def test_infer_format_declares_counters() -> None:
    page = "In short\n1) Prices fell {} [1]\n2) Costs rose {} [2]\nOutlook\n1) Wages {} [3]\n"
    pages = [page.format(day, day, day) for day in "abc"]
    found = ri.infer_format(pages, name="steps")
    article = ri.parse(pages[0], format=found)
    assert [insight.text for insight in article.insights] == ["Prices fell a", "Costs rose a", "Wages a"]


def test_infer_format_tells_counters_of_headings_from_those_of_insights() -> None:
    page = "一、市场{0}\n1、铜价{0}上涨\n2、锌价下跌\n二、公司{0}\n1、需求下降\n2、利润{0}增长\n\n晨报·2025-08-26 08:14"
    found = ri.infer_format(map(page.format, "甲乙丙"), name="morning")
    assert ([each.shape for each in found.numbered], found.numbered_markers) == (["{c}、"], ("{n}、",))
    assert [len(each.insights) for each in ri.parse(page.format("丁"), format=found).sections] == [2, 2]


def test_infer_format_declares_a_word_with_numbers_in_any_order() -> None:
    page = "Q{}: Prices\n→ {} rose (1)\nQ{}: Costs\n→ They fell (2)"
    pages = [page.format(first, metal, second) for first, metal, second in ((69, "Tin", 27), (45, "Zinc", 97))]
    assert [each.shape for each in ri.infer_format(pages, name="questions").numbered] == ["Q{n}"]


def test_infer_format_declares_no_bare_number() -> None:
    pages = [f"一 市场{day}\n• 铜价上涨 [1]\n二 公司{day}\n• 需求下降 [2]\n" for day in "甲乙丙"]
    assert ri.infer_format(pages, name="bare").name == "bare"


def test_infer_format_leaves_out_what_cannot_be_declared() -> None:
    page = "In short\n+\xa0{0} x rose\n+\xa0{0} x fell\nOutlook\n+\xa0{0} x is rare\n"
    pages = [page.format(letter) for letter in "pqr"]
    assert ri.infer_format(pages, name="metals").markers == ("+",)


def test_infer_format_takes_no_share_and_no_number_after_a_marker_for_a_citation() -> None:
    page = "In short\n► 5 {0} mines closed (5%)\n► 2 {0} mines are idle (7%)\nOutlook ► 3 {0} mines ► 4 smelters\n"
    found = ri.infer_format(map(page.format, ("tin", "zinc", "lead")), name="mines")
    assert (found.markers, "({n}%)" in found.citations, "► {n}" in found.citations) == (("►",), False, False)


def test_infer_format_finds_on_each_page_what_cites_on_others() -> None:
    page = "In short\n・ {0} rose ※1\n・ {0} fell ※2\nOutlook\n・ {0} is rare ※3\n"
    last = "In short\n・ A rose ※7 【1】B\n・ C fell ※9 【2】D\n・ E fell ※5 【3】F\n・ G fell ※6\n"
    found = ri.infer_format([page.format("Tin"), page.format("Zinc"), last], name="notes")
    assert (found.citations, [each.shape for each in found.numbered]) == (("※{n}",), ["【{n}】"])


def test_infer_format_tells_headings_from_boilerplate_on_pages_without_markers_and_citations() -> None:
    page = "Saved\nNews of {0}\n\nIn short\n{0} rose again.\n{0} may fall.\nOutlook\n{0} is rare.\nShare\nPrint"
    found = ri.infer_format(map(page.format, ("tin", "zinc", "lead")), name="metals")
    read = ri.parse(page.format("gold"), format=found).sections
    assert [(each.heading, len(each.insights)) for each in read] == [("In short", 2), ("Outlook", 1)]


def test_infer_format_takes_no_title_for_a_heading_and_no_bold_heading_for_a_marker() -> None:
    page = "{0} - a survey\nDaily, 2025-08-26\n**Pros**\n* {0} rose\n- It is dear\n**Cons**\n* {0} is rare\n- It fell"
    found = ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="metals")
    assert [heading.words for heading in found.headings] == [("Pros",), ("Cons",)]


def test_infer_format_declares_headings_of_a_single_page() -> None:
    pages = [
        "In short\n→ Tin rose\n→ It may fall",
        "In short\n→ Zinc rose\n→ It is rare\nOutlook → It may fall\n→ It may rise",
    ]
    found = ri.infer_format(pages, name="metals")
    assert [heading.words for heading in found.headings] == [("In short",), ("Outlook",)]


def test_infer_format_tells_pictures_of_headings_from_markers() -> None:
    page = "📌 In short ✅ {0} rose (1)\n✅ It may fall (2)\n📅 Outlook ✅ {0} may rise (3)\n✅ It is rare (4)\n"
    found = ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="metals")
    assert [heading.words for heading in found.headings] == [("📌 In short",), ("📅 Outlook",)]


@pytest.mark.parametrize("texts", ["one text", [1], []])
def test_infer_format_refuses_anything_but_a_list_of_texts(texts: object) -> None:
    with pytest.raises(TypeError, match="texts"):
        ri.infer_format(texts, name="x")  # type: ignore[arg-type]  # on purpose


def test_infer_format_needs_insights() -> None:
    with pytest.raises(ValueError, match="no insights"):
        ri.infer_format(["Rain."], name="x")


def test_infer_command_prints_a_declaration(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(3)]
    for file, page in zip(files, PAGES, strict=False):
        file.write_text(page, "utf-8")
    done = run("infer", *map(str, files), "--name", "metals")
    assert done.returncode == 0
    declared = eval(done.stdout, {"ri": ri})  # noqa: S307 - it is code to paste
    assert declared == ri.infer_format(PAGES[:3], name="metals")


#: What is written in many ways, and the least share of producers whose next page the inferred format reads.
ASPECTS = {("core heading", "header", "lines", "stop", "title"): 0.99, ("citations", "group heading", "marker"): 0.9}
PRODUCERS = 30
#: The fields of which nothing may be left out.
FIELDS = ("boilerplate", "citations", "headings", "markers", "numbered", "numbered_markers", "source_lines")


@pytest.mark.slow
@pytest.mark.parametrize("language", [ENGLISH, CHINESE], ids=["English", "Chinese"])
@pytest.mark.parametrize("aspects", ASPECTS, ids=" ".join)
def test_inferred_format_is_the_shortest_that_reads_pages_of_a_producer(
    aspects: tuple[str, ...], language: Language, seed_of_examples: int
) -> None:
    random, misread, spare = Random(seed_of_examples), list[str](), list[str]()  # noqa: S311 - not for secrets
    for _ in range(PRODUCERS):
        *samples, other = next(drawn_producers(random, aspects, language))
        inferred = None
        with suppress(ValueError):  # it finds no insights
            inferred = ri.infer_format([page.text for page in samples], name="inferred")
            spare += [f"{each} of {inferred}\n  {samples}" for each in spare_parts(inferred, samples)]
        found = tree_of(ri.parse(other.text, format=inferred)).parts if inferred else ()
        if [part.points for part in found] != [part.points for part in other.tree.parts]:
            misread.append(f"{other}\n  {inferred}")
    assert not spare, "\n".join(spare)
    assert len(misread) <= most_of(PRODUCERS, 1 - ASPECTS[aspects]), "\n".join(misread)


def drawn_producers(random: Random, aspects: tuple[str, ...], language: Language) -> Iterator[list[Variation]]:
    """Yield four pages of each of some producers, all of which are read right without a declaration."""
    while True:
        pages = pages_of_a_producer(random, [random.choice(aspects)], 4, language)
        if pages and all(tree_of(ri.parse(page.text)) == page.tree for page in pages):
            yield pages


def spare_parts(format: ri.Format, pages: list[Variation]) -> Iterator[object]:
    """Yield the parts of a declaration without which some pages are read alike, and nothing is inferred."""
    if format == ri.formats()["digest"].evolve(name=format.name):
        return
    usual, wanted = ri.Format("usual", [ri.Heading(["Any"])]), reading(pages, format)
    for name in FIELDS:
        parts = getattr(format, name)
        for part in parts if parts != getattr(usual, name) else ():
            with suppress(ValueError):  # nothing would be recognised any more
                if reading(pages, evolve(format, **{name: [each for each in parts if each != part]})) == wanted:
                    yield name, part


def reading(pages: list[Variation], format: ri.Format) -> list[object]:
    articles = [article for page in pages for article in ri.parse_many(page.text, format=format)]
    return [(article, outline(article), "inferred-format" in codes(article)) for article in articles]
