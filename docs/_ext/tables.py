"""Pages made from the package's own tables, so that docs and code can't say different things.

``{diagnostics}`` writes a section for every code of :mod:`rareinsight.diagnostics`, ``{decisions} NAME`` the
table of that name in :mod:`rareinsight.evidence`, ``{modules}`` the modules in the order of the import contract
with the first words of their docstrings.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from rareinsight.marks import ANY, CITE, END, LINE, MARK, RULE
from rareinsight.rules import Rule
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from rareinsight import evidence
from rareinsight.diagnostics import DIAGNOSTICS, Code

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "src" / "rareinsight"


def describe_code(code: Code) -> nodes.section:
    """Return a section on one diagnostic: what it says, what to do, a text that brings it about."""
    section = nodes.section(ids=[code.code], names=[code.code])
    section += nodes.title(text=code.code)
    message = nodes.paragraph()
    message += nodes.strong(text=code.severity)
    message += nodes.Text(f": {code.message}")
    section += message
    section += nodes.paragraph(text=code.advice)
    if code.example:
        shown = code.example if code.example.strip() else repr(code.example)
        section += nodes.literal_block(text=shown, language="text")
    return section


def read_modules() -> Iterator[tuple[str, str]]:
    """Yield each module with what it is for, the innermost first."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    layers: list[str] = project["tool"]["importlinter"]["contracts"][0]["layers"]
    for name in re.findall(r"rareinsight\.([\w.]+)", " ".join(reversed(layers))):
        place = PACKAGE.joinpath(*name.split("."))
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.exists():
                purpose = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
                first = purpose.partition("\n\n")[0].replace("\n", " ")
                yield name, re.sub(r":\w+:|[`*]", "", first)


#: What kinds of marks are called in the tables of decisions.
MARKS = {MARK: "sign", CITE: "citations", LINE: "line end", RULE: "rule", END: "end of the text"}


def describe_rule(rule: Rule) -> nodes.row:
    """Return a row on one rule: its name, the marks it is for, its reason, an example."""
    marks = "any mark" if rule.marks == ANY else ", ".join(MARKS[kind] for kind in rule.marks)
    cells = nodes.literal(text=rule.name), nodes.Text(marks), nodes.Text(rule.reason)
    return make_row((*cells, nodes.literal(text=rule.example)))


def make_row(cells: Iterable[nodes.Node]) -> nodes.row:
    """Return a row of a table, a cell a node."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


def make_table(columns: dict[str, int], rows: Iterable[nodes.row]) -> nodes.table:
    """Return a table; ``columns`` are the titles above it with the share of the width that each takes."""
    widths = [nodes.colspec(colwidth=width) for width in columns.values()]
    head = nodes.thead("", make_row(nodes.Text(title) for title in columns))
    return nodes.table("", nodes.tgroup("", *widths, head, nodes.tbody("", *rows), cols=len(columns)))


class Diagnostics(SphinxDirective):
    """The table of diagnostics, a section a code."""

    def run(self) -> list[nodes.Node]:
        """Return the sections, in the order of the table."""
        return [describe_code(code) for code in DIAGNOSTICS.values()]


class Decisions(SphinxDirective):
    """One table of decisions: the first row that applies decides."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the table: name, marks, reason and example of every rule."""
        rules: tuple[Rule, ...] = getattr(evidence, self.arguments[0])
        return [make_table({"rule": 18, "at": 12, "because": 35, "as in": 35}, map(describe_rule, rules))]


class Modules(SphinxDirective):
    """The modules of the package, each importing only those above it."""

    def run(self) -> list[nodes.Node]:
        """Return the table: name and purpose of every module."""
        rows = (make_row((nodes.literal(text=name), nodes.Text(purpose))) for name, purpose in read_modules())
        return [make_table({"module": 20, "what it is for": 80}, rows)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Tell Sphinx about the directives."""
    app.add_directive("diagnostics", Diagnostics)
    app.add_directive("decisions", Decisions)
    app.add_directive("modules", Modules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
