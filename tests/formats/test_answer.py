"""The general format: what is taken for an answer with sources, and what is not."""

import pytest

import rareinsight as ri

LETTER = """\
From: Ruth Calder
Subject: Re: opening hours

The counter closes at five [1]. It opens at nine [2].

[1] https://harbor.example/hours
[2] https://harbor.example/opening
"""
README = """\
# Tidelog

Reads gauges every minute [1] and keeps a year of them [2].

## Installation

## Usage

[1] https://gauges.example
[2] https://retention.example
"""
ENCYCLOPEDIA = """\
Calder Bay is a town on the north coast.[1] It has 4,000 people.[2] The pier was built in 1887.[1][3]

References
1. Threlkeld, A. (1901). Towns of the North, p. 12.
2. Census of 2001.
3. Harbour Board, minutes of 3 May 1888.
"""
PAPER = "Block-local patterns [8] keep the cost linear, as noted in [40], and [21, 34] learn the pattern [2]."
EXAM = "1. Name the three parts of a flower. [3]\n2. What does a root do? Draw one. Name its parts. [2] Show how. [4]"
FORMULAS = "# Twins\n\nThe sum is Σλ².\n\n**Fit:** R² = 0.9, x².\n\nIt grows with K², over 64km².\n"
CHANGES = "\n".join(
    f"- Read tides {which} ([{which}c0ffee](https://tidelog.example/commit/{which}c0ffee))" for which in range(4)
)
#: Many statements, of which three are cited by links to these sites.
FEW_LINKS = "# Bells\n\n" + "They are old. They are made of bronze. " * 22
LINKED = "They ring twice ([Review](https://{}/bells)).\n\n"
SAVED = """\
---
title: "Of Bells"
source: "https://essays.example/bells"
author: Ada Orm
published: 2026-05-01
---
Bells are older than towers.[^1] They were rung by hand.[^2]

[^1]: https://museum.example/bells
[^2]: https://museum.example/hands
"""
OTHERS = {
    "saved from the web": SAVED,
    "saved below a blank line": f"\ufeff\n{SAVED}",
    "changes": CHANGES,
    "formulas": FORMULAS,
    "letter": LETTER,
    "readme": README,
    "encyclopedia": ENCYCLOPEDIA,
    "paper": PAPER,
    "exam": EXAM,
    "paper with marks": "Answer all questions. The marks are in brackets.\n\n1 A leaf is cut.\n(a) Name tissue A. [2]\n"
    "(b) Explain it. [3]\n\n2 A field is sown.\n(a) Plot the data. [4]\n(b) Calculate the yield. [2]\n",
    "sheet with points": "Answer all of Part A. Points are in brackets.\n\n1. Define osmosis. [2]\n"
    "2. What makes ATP? [3]\n\nPart B follows.",
    "news below a source line": "Who rows\nThe Sawyer·2023-11-23 08:14\n\n1/ Mills are closed [4][5] "
    "2/ Brewers lose [4] 3/ Two brewers ask [4][5] 4/ Pupils pay more [3]",
    "stub of an encyclopedia": "The mill is a monument in Kollau.[1] It has two floors. It is "
    "made of wood. Wheels turn it.\n\nHistory\n\nIt was built in 1340.[2] It burned twice. It stood empty. It works.",
    "mail below a quote": "On Monday, Ivo Prentice wrote:\n> It hangs since the commit [1].\n\nThat was discussed "
    "in [2], and is fixed [3].\n\nIt goes away with the next release.",
    "few links to one site": FEW_LINKS + LINKED.format("towers.example") * 3,
    "few links to the author's machine": FEW_LINKS + "".join(map(LINKED.format, ("localhost", "localhost:1", "desk"))),
}

ANSWERS = {
    "sentences": "The refund window is 30 days [1]. Opened items get credit [2][3].",
    "footnotes": "# Ferries\n\nThey run until ten[^1].\n\n## Fares\n\n- Two crowns[^2].\n- Children ride free[^2].",
    "links": "- Copper rose. ([Metal](https://metal.example/1))\n- Tin fell. ([Daily](https://daily.example/2))",
    "brackets of another kind": "铜价上涨【1】。锡价下跌【2】。",
    "stops of another script": "铜价上涨 [1]。LME 也是 [2]；SHFE 不是 [3]。\n\n锡 [4] 下跌，ETF 没有 [5]。Fed 说 [6]。",
    "superscripts": "Copper is scarce.¹ Tin is not.²³",
    "keys": "Copper is scarce [@smith2020]. Tin is not [@jones2021].",
    "raised numbers": "# Ropes\n\n- Hemp lasts nine years.<sup>1</sup>\n- Wire lasts longer.<sup>2, 3</sup>",
    "hosts in escaped brackets": "# Tin\n\n- It is short. [\\[a.example\\]](https://a.example/1)\n- It is dear. [\\[b.example\\]](https://b.example)",
    "words": "Copper is scarce [Source: mines.pdf]. Tin is not [Source: tin.pdf].",
    "one citation and its address": "Your parcel comes on Friday [1].\n\nSources\n[1] https://post.example/track",
    "addresses below a rule": f"Copper is short [1]. Tin is not [2].\n\n{'-' * 80}\n\n1. Metal, https://metal.example\n"
    "2. Tin,\u00a0[https://tin.example](https://tin.example)",
    "links below without a heading": "Copper is short [1].\n\nTin is not [2].\n\n[1] [Metal](https://metal.example)\n\n"
    "[2] [https://tin.example](https://tin.example)",
    "an outline of items": "## Tides\n\n### Springs\n\n- High ones[1]\n- Low ones[2][3]\n\n### Neaps\n\n- Neither[3].",
    "few links to several sites": FEW_LINKS + "".join(map(LINKED.format, ("a.example", "b.example", "c.example"))),
    "links to several sites inside": "# Bells\n\n"
    + "They are old. They are made of bronze. " * 10
    + "They ring ([A](https://a.example)) twice ([B](https://b.example)) a day ([C](https://c.example)). They hang "
    "([D](https://d.example)).",
    "bullets and titles above addresses": "- Tides are high, as all say[1]. They are slow[2].\n- Piles are soft[2].\n"
    "[1] Tides, a survey\nhttps://tides.example/1\n[2] Slow water\nhttps://slow.example/2",
    "bullets above a paragraph": "- **Tides are strong in many harbors**, as surveys of the piles show [1].\n"
    "- **Repair is dear**: it can save piles and has been tried, yet it takes a year [1][2]. Ten will hold [2].\n\n"
    "What is missing are surveys of the older harbors, and of the ice [1].",
    "a few citations in prose": "The deposit is due in May[^1]. A late one is dear. It costs double. Courts agree. "
    "So do landlords.\n\nWear is no damage. Paint fades. Carpets are old in ten years[^2].",
    "citations below paragraphs": "Bees don't sleep. They eat. They shiver.\n[1][4]\n\nDamp is bad. Cold is not. "
    "Open the hive.\n[2]",
    "headings above links to several sites": "## 🕛 Noon\n\n- Fish is sold by weight [1](https://a.example/fish)\n"
    "- Soup is clear [2](https://b.example/soup)\n\n## 🌙 Night\n\n- Stalls open at ten [1](https://a.example/night)",
    "numbers of links in brackets": "Copper closed higher. [(1)](https://a.example/tin)\n\nTin fell, but zinc rose. "
    "[(2)](https://b.example)",
    "several names on a line below": "Gloves are needed [1]. Boots are not [2].\n\nSources: [1] Handbook, p. 7; "
    "[2] Rules; [3] Notes",
    "names without numbers below": "# Gloves\n\nThey are needed [1].\n\n## Boots\n\n- Not in May [2]. Nor in June. "
    "They are dear.\n\n## Sources\n\n- Handbook\n- Rules for guests",
    "a sentence above bullets": "Boots are not needed. [1]\n\n• Gloves are, up to April [2]\n• So is a hat [1][2]",
    "names below": "Gloves are needed [1]. Boots are not [2].\n\nSources:\n[1] Handbook\n[2] Rules for guests",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_of_any_producer_is_read(name: str) -> None:
    text = ANSWERS[name]
    assert ri.detect(text) == "answer"
    article = ri.parse(text)
    assert article.format == "answer"
    assert article.insights
    assert all(insight.citations for insight in article.insights)
    assert [each.format for each in ri.parse_stream(text.splitlines(keepends=True))] == ["answer"]


@pytest.mark.parametrize("name", ["addresses below a rule", "links below without a heading"])
def test_list_without_a_heading_is_read(name: str) -> None:
    urls = [each.url for each in ri.parse(ANSWERS[name]).references]
    assert urls == ["https://metal.example", "https://tin.example"]


@pytest.mark.parametrize("formula", ["$$a = b$$", "$$\na = b\n$$", "\\[\na = b\n\\]", "$\na = b\n$", "[\na = [b)\n]"])
def test_formula_belongs_to_the_paragraph_around_it_or_to_nothing(formula: str) -> None:
    first, second = ri.parse(
        f"The load is\n{formula}\nby rule [1].\n\n{formula}\n\nIt holds [2].", format="answer"
    ).insights
    assert (first.text.split("\n")[0][:11], second.text) == ("The load is", "It holds.")
    assert [len(each.citations) for each in (first, second)] == [1, 1]


def test_each_line_of_a_text_without_markdown_is_a_paragraph() -> None:
    long = "Roofs of reed are light, and they burn. " * 4
    text = f"Roofs\nWhat They Are\n{long}[1]\nReed is cut in winter [2].\nHow They Last\n{long}[1]"
    article = ri.parse(text, format="answer")
    assert article.title == "Roofs"
    assert [(each.title, len(each.insights)) for each in article.sections] == [
        ("What They Are", 2),
        ("How They Last", 1),
    ]


def test_short_lines_that_none_continues_are_paragraphs() -> None:
    text = (
        "Care of Lenses\nIn short\nWash it twice a year [1].\nDry it with chamois, never with paper [2].\nNever rub.\n"
    )
    article = ri.parse(text, format="answer")
    assert article.title == "Care of Lenses"
    assert [(each.heading, len(each.insights)) for each in article.sections] == [("In short", 3)]
    wrapped = ri.parse(text.replace("Never", "never"), format="answer")
    assert len(wrapped.insights) == 1


def test_lines_of_a_quote_are_one_paragraph() -> None:
    plain = ri.parse("The rule reads:\n\n> Reed is cut\n> in winter. [1]\n\nSo wait.", format="answer")
    assert [each.text for each in plain.insights] == ["The rule reads:", "Reed is cut in winter.", "So wait."]
    article = ri.parse("> Reed is cut\n> in winter [1].\n>\n> It burns.  \n> It is light.\n- Tin [2]", format="answer")
    assert [each.text for each in article.insights] == ["Reed is cut in winter.", "It burns.", "It is light.", "Tin"]


def test_long_address_does_not_make_a_line_long() -> None:
    assert ri.parse(f"Copper\n\nhttps://metal.example/{'x' * 150}\n\nTin fell [1].", format="answer").title is None


def test_bullets_of_other_scripts_need_no_space() -> None:
    assert [each.text for each in ri.parse("・銅は高い[1]\n・錫は安い[2]", format="answer").insights] == [
        "銅は高い",
        "錫は安い",
    ]


def test_lines_of_a_wrapped_text_are_one_paragraph() -> None:
    text = "Roofs of reed are light,\nand they burn\nwhen lightning strikes [1].\n\nReed is cut\nin winter [2]."
    assert [len(each.text) for each in ri.parse(text, format="answer").insights] == [62, 22]


@pytest.mark.parametrize("item", ["1.", "- [ ] ", "| | |"])
def test_items_and_rows_without_words_are_no_insights(item: str) -> None:
    insights = ri.parse(f"Prices rose [1].\n{item}\nCosts fell [2].", format="answer").insights
    assert [each.text for each in insights] == ["Prices rose.", "Costs fell."]


@pytest.mark.parametrize("name", OTHERS)
def test_other_text_with_citations_is_not_an_answer(name: str) -> None:
    assert ri.detect(OTHERS[name]) is None
    assert not ri.parse(OTHERS[name]).sections


def test_digest_and_known_producer_come_before_the_general_format() -> None:
    assert ri.detect("Core Insights\n- Copper is short [1]\n- Tin is not [2]") == "digest"
    assert ri.detect("Copper is short.[^1_1] Tin is not.[^1_2]") == "perplexity"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('It is short ([Alpha](https://a.example/x_(y) "Alpha (2026)")).', ["https://a.example/x_(y)"]),
        ("It weighs 10<sup>3</sup> kg<sup>[4]</sup>.", [4]),
    ],
)
def test_links_and_raised_numbers_are_citations(text: str, keys: list[int | str]) -> None:
    (insight,) = ri.parse(text, format="answer").insights
    assert [citation.cites for citation in insight.citations] == keys


@pytest.mark.parametrize("chip", ["[Metal+2]({})", "[Metal +2]({})", "[Metal+2Tin Week+2]({})"])
def test_link_that_counts_further_sources_is_a_citation(chip: str) -> None:
    first, second = "https://metal.example/rise", "https://tin.example/fall"
    article = ri.parse(f"Copper rose in May. {chip.format(first)}\n\nTin fell.{chip.format(second)}")
    assert article.format == "answer"
    assert [insight.text for insight in article.insights] == ["Copper rose in May.", "Tin fell."]
    assert article.cited == {first: (article.insights[0],), second: (article.insights[1],)}


def test_link_of_words_is_a_citation_only_behind_a_sentence() -> None:
    link = "[Metal Daily](https://metal.example/rise?utm_source=chatgpt.com)"
    article = ri.parse(f"Copper rose in May. {link}\n\nAs {link} says, tin fell.")
    assert [insight.text for insight in article.insights] == ["Copper rose in May.", f"As {link} says, tin fell."]
    assert list(article.cited) == ["https://metal.example/rise"]


def test_underlined_lines_are_headings() -> None:
    text = "Who rows?\n=====\n\nAir\n---\n\nIt is dry [1].\n\n### Wind\n\nIt is west [2].\n\nSea\n---\nIt is calm [3]."
    article = ri.parse(text, format="answer")
    assert article.title == "Who rows?"
    assert [(each.heading, each.level) for each in article.sections] == [("Air", 1), ("Wind", 2), ("Sea", 1)]
    assert [each.text for each in article.insights] == ["It is dry.", "It is west.", "It is calm."]


@pytest.mark.parametrize("line", ["It is dry.", "It is dry [1]", "Mind this:", "- Dry", "Dry\nair", "Dry\n"])
def test_line_above_a_rule_is_no_heading_unless_it_is_like_one(line: str) -> None:
    article = ri.parse(f"## Air\n\n{line}\n---\n\nIt is west [2].", format="answer")
    assert [each.heading for each in article.sections] == ["Air"]


@pytest.mark.parametrize("asked", ["## User\nDry air\n---\n\nIs it?", "User: Dry air"])
def test_turns_and_fields_are_no_headings_above_a_rule(asked: str) -> None:
    article = ri.parse(f"---\ntitle: Air\n---\n\n{asked}\n\n## Assistant\nAir\n---\nIt is dry [1].", format="answer")
    assert [each.heading for each in article.sections] == ["Air"]


def test_list_of_the_addresses_that_links_cite_needs_no_heading() -> None:
    text = "Tin fell[2](https://b.example).\n\n1. A, https://a.example\n2. B, {}\n"
    assert [each.text for each in ri.parse(text.format("https://b.example"), format="answer").references] == ["A", "B"]
    assert ri.parse(text.format("https://b.example/2"), format="answer").references == ()


def test_entry_that_is_listed_twice_without_a_number_is_one_reference() -> None:
    entries = "- [Alpha](https://a.example)\n- [Beta](https://b.example)\n"
    article = ri.parse(
        f"# Tin\n\n## Sources\n\n{entries}\n## Prices\n\nTin fell.\n\n## Sources\n\n{entries}", format="answer"
    )
    assert [reference.text for reference in article.references] == ["Alpha", "Beta"]
    assert "duplicate-reference" not in [each.code for each in article.diagnostics]


def test_general_format_can_be_evolved() -> None:
    mine = ri.formats()["answer"].evolve(name="mine", citations=["<{n}>"])
    assert [each.number for each in ri.parse("Copper is short <2>.", format=mine).insights[0].citations] == [2]


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_unclosed_code_extends_to_the_end(fence: str) -> None:
    article = ri.parse(f"## Tin\n\nTin is soft [1].\n\n{fence}text\nsmelt(tin) [2]\n\nmore", format="answer")
    assert [each.text for each in article.insights] == ["Tin is soft."]
    assert article.truncated


def test_title_may_be_below_a_cited_paragraph() -> None:
    article = ri.parse("In short, tin is soft [1].\n\n# Tin\n\nIt melts early [2].", format="answer")
    assert (article.title, [each.text for each in article.insights]) == (
        "Tin",
        ["In short, tin is soft.", "It melts early."],
    )


def test_cited_statements_below_a_list_heading_are_not_a_list() -> None:
    text = "Tin is soft [1].\n\n**References:**\n- Old and newer handbooks [1].\n\nBuy it.\n\nCitations:\n[1] https://tin.example"
    article = ri.parse(text, format="answer")
    assert [(each.heading, len(each.insights)) for each in article.sections] == [(None, 1), ("**References:**", 2)]
    assert [each.url for each in article.references] == ["https://tin.example"]


def test_line_of_linked_citations_belongs_to_the_words_above() -> None:
    article = ri.parse(
        "- Tin is soft.  \n  [1](https://tin.example)\n- Lead too.  \n  [2](https://lead.example)", format="answer"
    )
    assert [[each.number for each in insight.citations] for insight in article.insights] == [[1], [2]]


def test_answers_without_questions_are_one_article() -> None:
    text = "---\ntitle: Tin\n---\n\n**Assistant**\n\nTin is soft [1].\n\n**Assistant**\n\nLead too [2]."
    article = ri.parse(text, format="answer")
    assert [(each.heading, len(each.insights)) for each in article.sections] == [(None, 2)]


@pytest.mark.parametrize(
    ("asked", "answered"), [("**User:**", "**Assistant:**"), ("**You**:", "**ChatGPT**:"), ("User:", "Assistant:")]
)
def test_turn_may_begin_on_the_line_of_its_name(asked: str, answered: str) -> None:
    text = f"{asked} Is tin soft?\n\n{answered} Yes [1].\n\n{asked} And lead?\n\n{answered} It is softer [2].\n"
    read = [(each.title, [insight.text for insight in each.insights]) for each in ri.parse_many(text, format="answer")]
    assert read == [("Is tin soft?", ["Yes."]), ("And lead?", ["It is softer."])]


def test_question_that_no_line_ends_is_the_title() -> None:
    text = "## User\n\nHow are prices?\n\n- They fell [1]\n- They rose [2]\n\n[1]: https://ore.example\n"
    (article,) = ri.parse_many(text)
    assert (article.title, [insight.text for insight in article.insights]) == (
        "How are prices?",
        ["They fell", "They rose"],
    )
    assert [each.url for each in article.references] == ["https://ore.example"]


def test_conversation_with_few_citations_is_an_answer() -> None:
    text = "You said:\nHow soft is tin?\nChatGPT said:\nTin is soft. It is white. It melts early. It is old [1].\n"
    assert [article.title for article in ri.parse_many(text)] == ["How soft is tin?"]
    assert ri.detect(text.replace("You said:", "Ann said:")) is None


def test_answer_above_the_first_question_is_an_article() -> None:
    lead = "".join(f"Tin is soft in {place}.\n\n" for place in "abcdefghi")
    text = f"## Tin\n\n{lead}## User\n\nAnd zinc?\n\n## Assistant\n\nZinc is cheap [1].\n"
    first, second = ri.parse_many(text, format="answer")
    assert (len(first.insights), second.title) == (9, "And zinc?")


def test_answer_that_is_quoted_in_a_letter_is_read_like_the_answer() -> None:
    text = (
        "## Refunds\n\nThe window is 30 days [1].\n\n- Opened items get credit [2]\n\n## Shipping\n\nIt is free [3].\n"
    )
    quoted = "".join(f"> {line}" for line in text.splitlines(keepends=True))
    for format in ("answer", None):
        plain, article = (ri.parse(each, format=format) for each in (text, quoted))
        assert article.sections == plain.sections != ()


@pytest.mark.parametrize(
    ("opening", "closing"), [("**", "**"), ("_", "_"), ("(", ")"), ("(see ", ")"), ("（来源：", "）"), ("(**", "**)")]
)
def test_what_encloses_citations_alone_is_not_part_of_the_text(opening: str, closing: str) -> None:
    (insight,) = ri.parse(f"- Copper is short {opening}[1][2]{closing}.", format="answer").insights
    assert (insight.text, insight.citations[1].claim) == ("Copper is short.", "Copper is short")


def test_brackets_around_other_words_are_part_of_the_text() -> None:
    (insight,) = ri.parse("- Copper (hot-rolled [1]) is **short [2]**.", format="answer").insights
    assert insight.text == "Copper (hot-rolled) is **short**."


@pytest.mark.parametrize("heading", ["Learn more:", "Sources used:", "**Fontes consultadas:**"])
def test_lists_of_references_may_have_less_usual_headings(heading: str) -> None:
    article = ri.parse(
        f"Tin is soft [1]. Lead is too [2].\n\n{heading}\n- [1] Tin Week\n- [2] Lead Review\n", format="answer"
    )
    assert [(each.number, each.text) for each in article.references] == [(1, "Tin Week"), (2, "Lead Review")]


def test_blank_line_may_be_in_front_matter() -> None:
    article = ri.parse("---\nlayout: post\n\ntitle: Tin\n---\n\nTin is soft [1]. Lead is too [2].", format="answer")
    assert [insight.text for insight in article.insights] == ["Tin is soft. Lead is too."]


def test_plain_text_with_headings_above_a_list_is_an_answer() -> None:
    text = "Slate\n\nWhat loosens\n\nRidges go first [1].\n\nNails rust [2].\n\nAfter it\n\nKeep the pieces.\n\n"
    assert ri.detect(f"{text}Sources\n1. Slate Guild\n2. Old Nails\n") == "answer"
    assert ri.detect(text) is None


def test_rule_of_a_table_is_no_entry_of_a_list() -> None:
    rows = "".join(f"| {n} | Wicks | https://wax{n}.example |\n" for n in (1, 2, 3))
    text = "## Wax\n\nBeeswax lasts [1], and drips less [2].\n\n## Notes\n\n- Stearin is between [3].\n\n"
    assert ri.detect(f"{text}## Sources\n\n| # | Title | Link |\n|---|---|---|\n{rows}") == "answer"


def test_number_of_a_reference_may_follow_a_word_and_a_colon() -> None:
    text = "锡很软[citation:1]。\n\n参考来源\n[citation:1]锡周刊\n"
    assert [(each.number, each.text) for each in ri.parse(text).references] == [(1, "锡周刊")]


def test_list_that_cannot_be_read_is_reported() -> None:
    text = "# Metals\n\n## Prices\n\nCopper is short [1].\n\n## Sources\n\n¹ Alpha https://a.example\n"
    article = ri.parse(text, format="answer")
    assert [each.code for each in article.diagnostics if each.severity == "warning"] == ["missing-reference"]
