"""Wrong calls and declarations raise at once, and the message says what is wrong, where, and what to write instead."""

import sys
from collections.abc import Callable
from typing import Any, Final

import pyarrow as pa
import pytest

import rareinsight
import rareinsight.arrow
import rareinsight.dumps
import rareinsight.html
import rareinsight.model

# type checkers refuse these calls as well
ri: Any = rareinsight
arrow: Any = rareinsight.arrow
dumps: Any = rareinsight.dumps
html: Any = rareinsight.html
model: Any = rareinsight.model

#: Calls, and how the error of each begins.
CALLS: Final[list[tuple[Callable[[], object], str]]] = [
    (lambda: ri.parse(b"Group 1"), "TypeError: text: expected a str, got b'Group 1': decode it first"),
    (lambda: ri.parse(bytearray()), "TypeError: text: expected a str, got bytearray(b'')"),
    (lambda: ri.parse(["Group 1"]), "TypeError: text: expected a str, got ['Group 1']"),
    (lambda: ri.parse(None), "TypeError: text: expected a str, got None"),
    (lambda: ri.parse_many(b""), "TypeError: text: expected a str, got b''"),
    (lambda: ri.detect(b""), "TypeError: text: expected a str, got b''"),
    (lambda: ri.explain(b""), "TypeError: text: expected a str, got b''"),
    (lambda: ri.parse("", format="digset"), "ValueError: unknown format 'digset'; did you mean 'digest'?"),
    (lambda: ri.parse_many("", format="digset"), "ValueError: unknown format 'digset'; did you mean 'digest'?"),
    (lambda: ri.parse_stream([], format="digset"), "ValueError: unknown format 'digset'; did you mean 'digest'?"),
    (lambda: ri.parse("", format=ri.Format), "TypeError: format: expected a Format or str, got <class"),
    (lambda: ri.parse("", format=1), "TypeError: format: expected a Format or str, got 1"),
    (lambda: ri.parse("", format=b"digest"), "TypeError: format: expected a Format or str, got b'digest'"),
    (lambda: ri.parse("", format=["digest"]), "TypeError: format: expected a Format or str, got ['digest']"),
    (
        lambda: ri.parse_stream("Group 1"),
        "TypeError: chunks: expected an iterable of str, got 'Group 1': use parse_many",
    ),
    (lambda: ri.parse_stream(b"Group 1"), "TypeError: chunks: expected an iterable of str, got b'Group 1'"),
    (lambda: ri.parse_stream(None), "TypeError: chunks: expected an iterable of str, got None"),
    (lambda: list(ri.parse_stream([b""])), "TypeError: expected chunks of str, got bytes: decode them first"),
    (lambda: ri.parse("", strict="yes"), "TypeError: strict: expected a bool, got 'yes'"),
    (lambda: ri.parse_many("", strict="no"), "TypeError: strict: expected a bool, got 'no'"),
    (lambda: ri.parse_stream([], strict=1), "TypeError: strict: expected a bool, got 1"),
    (lambda: ri.parse("", limits={}), "TypeError: limits: expected a Limits or None, got {}"),
    (lambda: ri.parse_many("", limits={}), "TypeError: limits: expected a Limits or None, got {}"),
    (lambda: ri.parse_stream([], limits={}), "TypeError: limits: expected a Limits or None, got {}"),
    (lambda: ri.explain("", limits={}), "TypeError: limits: expected a Limits or None, got {}"),
    (
        lambda: ri.Limits(citation_digit=3),
        "TypeError: Limits has no field 'citation_digit'; did you mean 'citation_digits'?",
    ),
    (lambda: ri.to_json(ri.Article(), indent="2"), "TypeError: indent: expected an int or None, got '2'"),
    (lambda: ri.write_jsonl(ri.Article(), "a"), "TypeError: articles: expected an iterable of Article, got <Article"),
    (lambda: ri.write_jsonl([], 3), "TypeError: file: expected a path or a file open for text, got 3"),
    (lambda: ri.register(ri.formats()["digest"], replace="no"), "TypeError: replace: expected a bool, got 'no'"),
    (lambda: ri.Insight(text=5), "TypeError: Insight.text: expected a str, got 5"),
    (lambda: ri.Insight(text="a", label=1), "TypeError: Insight.label: expected a str or None, got 1"),
    (lambda: ri.Insight(text="a", citations=[1]), "TypeError: Insight.citations[0]: expected a Citation, got 1"),
    (
        lambda: ri.Insight(text="a", start=2, end=1),
        "ValueError: Insight.start and .end: expected integers, 0 <= start <= end, got",
    ),
    (lambda: ri.Citation(number="1"), "ValueError: Citation.number: expected an integer >= 0, got '1'"),
    (lambda: ri.Citation(number=-1), "ValueError: Citation.number: expected an integer >= 0, got -1"),
    (
        lambda: ri.Citation(number=1, claim_start=-1),
        "ValueError: Citation.claim_start and .claim_end: expected integers, 0 <=",
    ),
    (lambda: ri.Section(role="x"), "ValueError: Section.role: expected one of 'core', 'group', 'other', got 'x'"),
    (lambda: ri.Section(role="core", index=True), "TypeError: Section.index: expected an int or None, got True"),
    (lambda: ri.Section(role="core", level=0), "ValueError: Section.level: expected an integer >= 1, got 0"),
    (lambda: ri.Section(role="core", heading_end=-1), "ValueError: Section.heading_start and .heading_end: expected"),
    (
        lambda: ri.Article(published="2025-08-26"),
        "TypeError: Article.published: expected a datetime or None, got '2025-08-26'",
    ),
    (lambda: ri.Insight(text="a", citations=5), "TypeError: Insight.citations: expected a list of Citation, got 5"),
    (lambda: ri.Section(role="core", insights=5), "TypeError: Section.insights: expected a list of Insight, got 5"),
    (lambda: ri.Article(sections=5), "TypeError: Article.sections: expected a list of Section, got 5"),
    (lambda: ri.Article(references=5), "TypeError: Article.references: expected a list of Reference, got 5"),
    (lambda: ri.Article(diagnostics=5), "TypeError: Article.diagnostics: expected a list of Diagnostic, got 5"),
    (lambda: ri.Article(sections="ab"), "TypeError: Article.sections: expected a list of Section, got 'ab'"),
    (lambda: ri.Article(titel="a"), "TypeError: "),
    (
        lambda: ri.Diagnostic(code="a", severity="bad", message=""),
        "ValueError: Diagnostic.severity: expected one of 'info'",
    ),
    (lambda: ri.Reference(number=-1, text=""), "ValueError: Reference.number: expected an integer >= 0, got -1"),
    (
        lambda: ri.Span(start=5, end=2),
        "ValueError: Span.start and .end: expected integers, 0 <= start <= end, got 5 and 2",
    ),
    (
        lambda: ri.Span(start="a", end="b"),
        "ValueError: Span.start and .end: expected integers, 0 <= start <= end, got 'a' and 'b'",
    ),
    (
        lambda: ri.Span(start=False, end=True),
        "ValueError: Span.start and .end: expected integers, 0 <= start <= end, got False",
    ),
    (lambda: ri.Citation(number=None), "ValueError: Citation: expected either a number or a key, got None and None"),
    (lambda: ri.Citation(number=1, key="a"), "ValueError: Citation: expected either a number or a key, got 1 and 'a'"),
    (lambda: ri.Citation(number=1, claim=2), "TypeError: Citation.claim: expected a str, got 2"),
    (lambda: ri.Insight(text="a", level="1"), "ValueError: Insight.level: expected an integer >= 1, got '1'"),
    (lambda: ri.Article(truncated="no"), "TypeError: Article.truncated: expected a bool, got 'no'"),
    (lambda: ri.Article(raw=5), "TypeError: Article.raw: expected a str, got 5"),
    (lambda: ri.Article(origin="a.txt"), "TypeError: Article.origin: expected an Origin or None, got 'a.txt'"),
    (lambda: ri.Article(title_span=[0, 1]), "TypeError: Article.title_span: expected a Span or None, got [0, 1]"),
    (
        lambda: ri.Diagnostic(code="a", severity="info", message="", span=[0, 1]),
        "TypeError: Diagnostic.span: expected a Span",
    ),
    (lambda: model.Origin(record="1"), "ValueError: Origin.record: expected an integer >= 0, got '1'"),
    (lambda: model.Origin(fields=[1]), "TypeError: Origin.fields: expected a Mapping, got [1]"),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], marker=["-"]),
        "TypeError: Format has no field 'marker'; did you mean 'markers'?",
    ),
    (
        lambda: ri.Heading(["A"], holds_txt=True),
        "TypeError: Heading has no field 'holds_txt'; did you mean 'holds_text'?",
    ),
    (lambda: ri.Numbered("{n}.", rôle="core"), "TypeError: Numbered has no field 'rôle'; did you mean 'role'?"),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])]).evolve(citation=["[{n}]"]),
        "TypeError: Format has no field 'citation'; did you mean 'citations'?",
    ),
    (lambda: ri.Format(3, [ri.Heading(["A"])]), "TypeError: Format.name: expected a str, got 3"),
    (lambda: ri.Format(" ", [ri.Heading(["A"])]), "ValueError: Format.name: expected a non-empty name, got ' '"),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers="-"),
        "TypeError: Format.markers: expected a list of str, got '-'",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers=None),
        "TypeError: Format.markers: expected a list of str, got None",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers=5),
        "TypeError: Format.markers: expected a list of str, got 5",
    ),
    (lambda: ri.Format("x", [ri.Heading(["A"])], markers=[1]), "TypeError: Format.markers[0]: expected a str, got 1"),
    (lambda: ri.Format("x", "A"), "TypeError: Format.headings: expected a list of Heading, got 'A'"),
    (lambda: ri.Format("x", ["A"]), "TypeError: Format.headings[0]: expected a Heading, got 'A'"),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], ["{n}."]),
        "TypeError: Format.numbered[0]: expected a Numbered, got '{n}.'",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], unmarked="yes"),
        "TypeError: Format.unmarked: expected a bool, got 'yes'",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], title_line="frist"),
        "ValueError: Format.title_line: expected one of 'first', 'last', got 'frist'",
    ),
    (
        lambda: ri.Heading(["A"], role="cor"),
        "ValueError: Heading.role: expected one of 'core', 'group', 'other', got 'cor'",
    ),
    (lambda: ri.Numbered("{n}.", level="1"), "ValueError: Numbered.level: expected an integer >= 1, got '1'"),
    (lambda: ri.Numbered("{n}.", level=0), "ValueError: Numbered.level: expected an integer >= 1, got 0"),
    (lambda: ri.Numbered(["{n}."]), "TypeError: Numbered.shape: expected a str, got ['{n}.']"),
    (lambda: ri.Heading([]), "ValueError: Heading.words is empty: give at least one word, or omit the heading"),
    (lambda: ri.Heading("Overview"), "TypeError: Heading.words: expected a list of str, got 'Overview'"),
    (lambda: ri.Heading([""]), "ValueError: Heading.words: '' would match everywhere; remove it"),
    (
        lambda: ri.Heading(["## A:"]),
        "ValueError: Heading.words: '## A:' has spaces, colons or Markdown syntax around it;",
    ),
    (lambda: ri.Heading(["A\nB"]), "ValueError: Heading.words: 'A\\nB' has several lines; give each separately"),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers=[" - "]),
        "ValueError: Format.markers: ' - ' has spaces; leave them out, as those around a",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], references=["Sources:"]),
        "ValueError: Format.references: 'Sources:' has spaces, colons or",
    ),
    (lambda: ri.Numbered("Part"), "ValueError: Numbered.shape: 'Part' has no {n} or {c} or {r}; add it, as in 'Group"),
    (
        lambda: ri.Numbered("Part {m}"),
        "ValueError: Numbered.shape: 'Part {m}' has an unknown placeholder {m}; use {n} or {c} or {r}",
    ),
    (lambda: ri.Numbered("Part {n"), "ValueError: Numbered.shape: 'Part {n' is not a shape such as 'Group {n}': "),
    (
        lambda: ri.Numbered("Part {n:d}"),
        "ValueError: Numbered.shape: 'Part {n:d}' is not a shape such as 'Group {n}': write {n} with",
    ),
    (
        lambda: ri.Numbered("{r}.{n}"),
        "ValueError: Numbered.shape: '{r}.{n}' has several placeholders, as in an outline; use {n}",
    ),
    (
        lambda: ri.Numbered("{n}"),
        "ValueError: Numbered.shape: '{n}' would match any number; add characters, as in 'Group",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], citations=["(n)"]),
        "ValueError: Format.citations: '(n)' has no {n} or {s} or {key}; add it, as in '[{n}]'",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], citations=["[{number}]"]),
        "ValueError: Format.citations: '[{number}]' has an unknown placeholder",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers=[r"\d+."]),
        "ValueError: Format.markers: '\\\\d+.' looks like a regular expression; words match",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], numbered_markers=["({n})"], citations=["({n})"]),
        "ValueError: Format.numbered_markers: '({n})' is declared both as a citation and as a",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], citations=["{n}."]),
        "ValueError: Format.citations: '{n}.' must start with a character, not a placeholder,",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], citations=["[{n}"]),
        "ValueError: Format.citations: '[{n}' has an opening bracket without a closing one;",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], citations=["[{n}] "]),
        "ValueError: Format.citations: '[{n}] ' has spaces around it, which are not part of",
    ),
    (
        lambda: ri.Heading(families=["Key"]),
        "ValueError: Heading.families: 'Key' has no {text}; add it, as in 'Summary of",
    ),
    (
        lambda: ri.Format("x", headings=[ri.Numbered("Part {n}")]),
        "TypeError: Format.headings[0]: expected a Heading, got Numbered(shap",
    ),
    (
        lambda: ri.Format("x", numbered=[ri.Heading(["Part"])]),
        "TypeError: Format.numbered[0]: expected a Numbered, got Heading(",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], citations=["[{n}{text}]"]),
        "ValueError: Format.citations: '[{n}{text}]' has nothing between two",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], numbered_markers=["{x}、"]),
        "ValueError: Format.numbered_markers: '{x}、' has an unknown placeholder {x}; use {n} or {c} or {r}",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], numbered_markers=["{c}.{letter}"]),
        "ValueError: Format.numbered_markers: '{c}.{letter}' has {n} or {c} or {r} or {letter} twice; use one, as in",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], source_lines=["{source}"]),
        "ValueError: Format.source_lines: '{source}' has no {date}; add it, as in",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], source_lines=["{source}{date}"]),
        "ValueError: Format.source_lines: '{source}{date}' has nothing between two placeholders; separate them",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], source_lines=["{date} - {date}"]),
        "ValueError: Format.source_lines: '{date} - {date}' has {date} twice; use one, as in '{source}·{date}'",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], heading_links=["[[{url}]]"]),
        "ValueError: Format.heading_links: '[[{url}]]' has no {text}; add it, as in '[{text}]({url})'",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], heading_links=["<{text}|{url}>"]),
        "ValueError: Format.heading_links: '<{text}|{url}>' must start with '[', as in",
    ),
    (lambda: ri.Format("x"), "ValueError: Format 'x' has no headings, so nothing would ever be recognised: give"),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers=[]),
        "ValueError: Format 'x' has neither markers nor citations, so no insight would ever be",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"]), ri.Heading(["a"], role="core")]),
        "ValueError: Format.headings: 'a' is declared both as a heading of role 'other' and as a heading of role",
    ),
    (
        lambda: ri.Format("x", numbered=[ri.Numbered("{n}."), ri.Numbered("{n}.", level=2)]),
        "ValueError: Format.numbered: '{n}.' is declared both as a heading of role 'other' and level 1 and as a",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers=["o"]),
        "ValueError: Format.markers: 'o' also occurs in ordinary sentences; a marker must",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["Q & A"])], markers=["&"]),
        "ValueError: Format.markers: '&' would start an insight inside the heading 'Q & A'; remove one of them",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["Q•A"])], markers=["•"]),
        "ValueError: Format.markers: '•' would start an insight inside the heading 'Q•A'; remove one of them",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers=["{n}."]),
        "ValueError: Format.markers: '{n}.' has a placeholder, but markers match literally;",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], lead=True),
        "ValueError: Format 'x' has lead=True without unmarked=True: paragraphs above the first",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], markers=["•"], citations=["•{n}•"]),
        "ValueError: Format.markers: the citation '•{n}•' also starts with '•'; remove one of them",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], kept_markers=["+"]),
        "ValueError: Format.kept_markers: '+' is not among the markers ['-', '*', '•']",
    ),
    (
        lambda: ri.Format("x", numbered=[ri.Numbered("({n})")], citations=["({n})"]),
        "ValueError: Format.numbered: '({n})' is declared both as a citation and as a heading",
    ),
    (
        lambda: ri.Format("x", numbered=[ri.Numbered("{n}.")], numbered_markers=["{n}."]),
        "ValueError: Format.numbered_markers: '{n}.' is declared both as a heading of role 'other' and level 1 and",
    ),
    (
        lambda: ri.Heading(["Part {n}"]),
        "ValueError: Heading.words: 'Part {n}' has a placeholder, but words match literally;",
    ),
    (lambda: ri.Heading(["a" * 81]), "ValueError: Heading.words:"),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], citations=["[{n}:{n}]"]),
        "ValueError: Format.citations: '[{n}:{n}]' has {n} or {s} or {key} twice; use one",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], citations=["[{n}:{key}]"]),
        "ValueError: Format.citations: '[{n}:{key}]' has {n} or {s} or {key} twice; use one",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], boilerplate=["a"]),
        "ValueError: Format.boilerplate: 'a' is declared both as a heading of role",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], boilerplate=["{text}"]),
        "ValueError: Format.boilerplate: '{text}' would match any text; add characters",
    ),
    (
        lambda: ri.Heading(families=["{text} {text}"]),
        "ValueError: Heading.families: '{text} {text}' would match any text; add words, as in 'Summary of {text}'",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], boilerplate=["{lines}"]),
        "ValueError: Format.boilerplate: '{lines}' would match any text; add",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["[1]"])], citations=["[{n}]"]),
        "ValueError: Format.headings: '[{n}]' is declared both as a citation and as a heading",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], references=["a"]),
        "ValueError: Format.references: 'a' is declared both as a heading of role 'other'",
    ),
    (
        lambda: ri.Format("x", [ri.Heading(["A"])], boilerplate=["Links"], references=["links"]),
        "ValueError: Format.references: 'links' is declared both as boilerplate and as a heading of references;",
    ),
    (
        lambda: ri.link(ri.Article(), b"[1] A"),
        "TypeError: paragraphs: expected a list or a mapping of str, or a str with a list of references, got b'[1] A'",
    ),
    (
        lambda: ri.link(ri.Article(), {"A"}),
        "TypeError: paragraphs: expected a list or a mapping of str, or a str with a list of references, got {'A'}",
    ),
    (
        lambda: ri.link(ri.Article(), iter(["A"])),
        "TypeError: paragraphs: expected a list or a mapping of str, or a str with a list of references, got ",
    ),
    (
        lambda: ri.link(ri.Article(), 1),
        "TypeError: paragraphs: expected a list or a mapping of str, or a str with a list of references, got 1",
    ),
    (lambda: ri.link(ri.Article(), {-1: "A"}), "ValueError: Reference.number: expected an integer >= 0, got -1"),
    (lambda: ri.link(ri.Article(), {None: "A"}), "TypeError: a key of paragraphs: expected an int or str, got None"),
    (lambda: ri.link(ri.Article(), {True: "A"}), "TypeError: a key of paragraphs: expected an int or str, got True"),
    (lambda: ri.link(ri.Article(), {-1: "A"}), "ValueError: Reference.number: expected an integer >= 0, got -1"),
    (lambda: ri.link(ri.Article(), ["A", None]), "TypeError: paragraphs[2]: expected a str, got None"),
    (
        lambda: ri.link(ri.Article(), [b"A"]),
        "TypeError: paragraphs[1]: expected a str, got b'A': decode it first, as in text.decode('utf-8')",
    ),
    (
        lambda: ri.link("Core Insights", ["A"]),
        "TypeError: article: expected an Article, got 'Core Insights': parse it first, as in parse(text)",
    ),
    (
        lambda: ri.link([ri.Article()], ["A"]),
        "TypeError: article: expected an Article, got [<Article 0 se...0 diagnostics>]",
    ),
    (lambda: ri.link(None, ["A"]), "TypeError: article: expected an Article, got None"),
    (
        lambda: ri.render("Core Insights - Prices fell [1]"),
        "TypeError: article: expected an Article, got 'Core Insight...ices fell [1]': parse it first, as in",
    ),
    (lambda: ri.render(ri.Article(), format="digset"), "ValueError: unknown format 'digset'; did you mean 'digest'?"),
    (
        lambda: ri.render(ri.Article(), "markdown"),
        "TypeError: layout: expected a Layout or None, got 'markdown': use one such as Layout(lines='one')",
    ),
    (lambda: ri.to_json({"title": "x"}), "TypeError: article: expected an Article, got {'title': 'x'}"),
    (lambda: ri.from_json([]), "TypeError: text: expected a str or bytes, got []"),
    (
        lambda: ri.to_json(ri.Article(), indent=0),
        "ValueError: indent: expected 1 to 100 spaces, or None for one line, got 0",
    ),
    (lambda: ri.unregister(3), "TypeError: name: expected a str, got 3"),
    (lambda: ri.register("weekly"), "TypeError: format: expected a Format, got 'weekly'"),
    (
        lambda: ri.Layout(lines="two"),
        "ValueError: Layout.lines: expected one of 'all', 'insights', 'headings', 'sections', 'one', got 'two'",
    ),
    (
        lambda: ri.Layout(lines="one", headings="hashes"),
        "ValueError: Layout.headings='hashes' can't be combined with lines='one': a Markdown heading needs its own",
    ),
    (
        lambda: ri.Layout(lines="insights", marker=""),
        "ValueError: Layout.marker='' can't be combined with lines='insights': without markers, only line breaks",
    ),
    (
        lambda: ri.Layout(lines="headings", marker="{n}."),
        "ValueError: Layout.marker='{n}.' can't be combined with lines='headings': a number starts an insight only",
    ),
    (
        lambda: ri.Layout(stop=None),
        "ValueError: Layout.stop: expected one of 'kept', 'none', 'before', 'after', got None",
    ),
    (lambda: ri.Layout(line="one"), "TypeError: Layout has no field 'line'; did you mean 'lines'?"),
    (
        lambda: arrow.parse_batches([], keep="id"),
        "TypeError: keep takes a list of names; for one column, use keep=['id']",
    ),
    (
        lambda: arrow.parse_batches([], keep=["title"]),
        "ValueError: can't keep 'title': articles have a column with this name, so rename yours first",
    ),
    (lambda: arrow.parse_batches([], format="digset"), "ValueError: unknown format 'digset'; did you mean 'digest'?"),
    (
        lambda: arrow.parse_table(pa.table({"id": [1], "text": ["A"]}), column="txt"),
        "ValueError: there is no column 'txt'; did you mean 'text'?",
    ),
    (
        lambda: arrow.parse_table(pa.table({"id": [1], "text": ["A"]}), keep=["ids"]),
        "ValueError: there is no column 'ids'; did you mean 'id'?",
    ),
    (
        lambda: arrow.parse_table(pa.table({"id": [1], "text": ["A"]}), column="id"),
        "TypeError: column 'id': expected strings, got ",
    ),
    (lambda: arrow.parse_batches([], limits={}), "TypeError: limits: expected a Limits or None, got {}"),
    (lambda: arrow.parse_batches([], column=1), "TypeError: column: expected a str, got 1"),
    (lambda: arrow.parse_batches([], first_record="0"), "TypeError: first_record: expected an int or None, got '0'"),
    (
        lambda: arrow.parse_batches([], first_record=-1),
        "ValueError: first_record: expected an integer >= 0 or None, got -1",
    ),
    (
        lambda: arrow.parse_batches(pa.table({"text": ["A"]})),
        "TypeError: batches: expected an iterable of RecordBatch, got ",
    ),
    (lambda: list(arrow.parse_batches(["A"])), "TypeError: batches[0]: expected a RecordBatch, got 'A'"),
    (lambda: arrow.parse_table(["A"]), "TypeError: table: expected a Table, got ['A']"),
    (
        lambda: arrow.to_table([ri.Article(), "A"]),
        "TypeError: articles[1]: expected an Article, got 'A': parse it first, as in parse(text)",
    ),
    (
        lambda: arrow.to_table(ri.Article()),
        "TypeError: articles: expected an iterable of Article, got <Article 0 se...0 diagnostics>",
    ),
    (
        lambda: arrow.insights_table([ri.Article(), "A"]),
        "TypeError: articles[1]: expected an Article, got 'A': parse it first, as in parse(text)",
    ),
    (
        lambda: arrow.insights_table(ri.Article()),
        "TypeError: articles: expected an iterable of Article, got <Article 0 se...0 diagnostics>",
    ),
    (
        lambda: arrow.citations_table([ri.Article(), "A"]),
        "TypeError: articles[1]: expected an Article, got 'A': parse it first, as in parse(text)",
    ),
    (
        lambda: arrow.citations_table(ri.Article()),
        "TypeError: articles: expected an iterable of Article, got <Article 0 se...0 diagnostics>",
    ),
    (lambda: ri.rows([], by="section"), "ValueError: by: expected 'insight' or 'citation', got 'section'"),
    (
        lambda: ri.rows(ri.Article()),
        "TypeError: articles: expected an iterable of Article, got <Article 0 se...0 diagnostics>",
    ),
    (
        lambda: html.render("Core Insights - Copper [1]"),
        "TypeError: articles[0]: expected an Article, got 'C': parse it first, as in parse(text)",
    ),
    (lambda: html.render([1]), "TypeError: articles[0]: expected an Article, got 1"),
    (lambda: ri.read(".", workers=0), "ValueError: workers must be from 1 to 256, not 0"),
    (lambda: ri.read(".", workers=-1), "ValueError: workers must be from 1 to 256, not -1"),
    (lambda: ri.read(".", workers=257), "ValueError: workers must be from 1 to 256, not 257"),
    (lambda: ri.read(".", workers="2"), "TypeError: workers: expected an int, got '2'"),
    (lambda: ri.read(".", workers=2.0), "TypeError: workers: expected an int, got 2.0"),
    (lambda: ri.read(".", workers=True), "TypeError: workers: expected an int, got True"),
    (lambda: ri.read(".", limits={}), "TypeError: limits: expected a Limits or None, got {}"),
    (lambda: ri.read(".", report=3), "TypeError: report: expected a function, got 3"),
    (lambda: ri.read(".", only_digests="x"), "TypeError: only_digests: expected a bool or None, got 'x'"),
    (lambda: ri.read(".", field=1), "TypeError: field: expected a str or None, got 1"),
    (lambda: ri.read(".", format=1), "TypeError: format: expected a Format or str, got 1"),
    (lambda: ri.read(sys.stdin), "TypeError: expected a path, a glob, a URL or a list of them, got "),
    (lambda: ri.read([sys.stdin]), "TypeError: expected a path, a glob or a URL, got "),
    (lambda: ri.read(".", separator=""), "ValueError: separator must be one line that is not blank, not ''"),
    (lambda: ri.read(".", separator=" \n"), "ValueError: separator must be one line that is not blank, not ' \\n'"),
    (lambda: ri.read(".", separator="a\nb"), "ValueError: separator must be one line that is not blank, not 'a\\nb'"),
    (
        lambda: ri.read(".", encoding="utf-9"),
        "ValueError: unknown text encoding 'utf-9'; for example 'utf-8', 'utf-16' or 'gb18030'",
    ),
    (
        lambda: ri.read(".", encoding="base64"),
        "ValueError: unknown text encoding 'base64'; for example 'utf-8', 'utf-16' or 'gb18030'",
    ),
    (
        lambda: ri.read(".", encoding="punycode"),
        "ValueError: unknown text encoding 'punycode'; for example 'utf-8', 'utf-16' or 'gb18030'",
    ),
    (
        lambda: ri.read(".", encoding="idna"),
        "ValueError: unknown text encoding 'idna'; for example 'utf-8', 'utf-16' or 'gb18030'",
    ),
    (
        lambda: ri.read(".", encoding="undefined"),
        "ValueError: unknown text encoding 'undefined'; for example 'utf-8', 'utf-16' or 'gb18030'",
    ),
    (
        lambda: dumps.convert(".", "a.jsonl", workers=3, limits=ri.Limits(workers=2)),
        "ValueError: workers must be from 1 to 2, not 3",
    ),
    (
        lambda: ri.Heading(families=["\t{text}a"]),
        "ValueError: Heading.families: '\\t{text}a' has spaces, colons or Markdown syntax around it; leave them",
    ),
    (
        lambda: ri.Format("f", [ri.Heading(["Facts"])], citations=["!{n}\t"], unmarked=True),
        "ValueError: Format.citations: '!{n}\\t' has spaces around it, which are not part of the citation; leave",
    ),
    (
        lambda: ri.Format("f", [ri.Heading(["Facts"])], citations=["{n}#"]),
        "ValueError: Format.citations: '{n}#' must start with a character, not a placeholder, as in '[{n}]'",
    ),
    (lambda: ri.read_jsonl(None), "TypeError: file: expected an iterable of str, got None"),
    (lambda: list(ri.read_jsonl([1])), "TypeError: file[0]: expected a str, got 1"),
    (lambda: list(ri.read_jsonl(b"{}")), "TypeError: file[0]: expected a str, got 123"),
    (
        lambda: ri.to_json(ri.Article(), indent=10**30),
        "ValueError: indent: expected 1 to 100 spaces, or None for one line, got 1000",
    ),
    (lambda: ri.Span(0, 1).cut(None), "TypeError: text: expected a str, got None"),
    (lambda: model.Piece("words", ri.Span(0, 1)), "ValueError: Piece.kind: expected one of 'title', 'source'"),
    (lambda: model.Piece("text", (0, 1)), "TypeError: Piece.span: expected a Span, got (0, 1)"),
]


@pytest.mark.parametrize(("call", "message"), CALLS, ids=[message for _, message in CALLS])
def test_wrong_call_raises_with_a_hint(call: Callable[[], object], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert f"{caught.type.__name__}: {caught.value}".startswith(message)
