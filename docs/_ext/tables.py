"""Pages made from the package's own tables, so that docs and code can't say different things.

``{diagnostics}`` writes a section for every code of :mod:`rareinsight.diagnostics`, ``{rows} NAME`` the table of
decisions of that name and ``{facts}`` what rows ask for, with what each earns on the labelled pages, ``{modules}``
the modules in the order of the import contract with the first words of their docstrings, ``{limits}`` the limits with
their defaults, and ``{notices}`` what may be reported while files are read.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import ClassVar

import attrs
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from diagnosed import EXAMPLES
from rareinsight._parse import articles, boundaries, labels, lines, markdown, verdict
from rareinsight._parse.table import facts_of
from rareinsight._show.advice import ADVICE
from rareinsight.diagnostics import DIAGNOSTICS
from rareinsight.dumps._records import NOTICES
from rareinsight.limits import Limits

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "src" / "rareinsight"
#: The modules with tables, and what the names of their facts begin with, by what the facts are about.
MODULES = (labels, lines, articles, boundaries, markdown, verdict)
PREFIXES = {
    "Chunk": "",
    "Line": "kind: ",
    "Context": "line: ",
    "Place": "place: ",
    "Count": "number: ",
    "Body": "digest: ",
}


def describe_code(code: str) -> nodes.section:
    """Return a section on one diagnostic: what it says, what to do, a text that brings it about."""
    (severity, message), advice, example = DIAGNOSTICS[code], ADVICE[code], EXAMPLES[code]
    section = nodes.section(ids=[code], names=[code])
    section += nodes.title(text=code)
    paragraph = nodes.paragraph()
    paragraph += nodes.strong(text=severity)
    paragraph += nodes.Text(f": {message}")
    section += paragraph
    section += nodes.paragraph(text=advice)
    shown = example if example.strip() else repr(example)
    shown = re.sub(r"\n{9,}", lambda found: f"\n… {len(found[0]) - 1:,} blank lines …\n", shown)
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


def read_earnings() -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    """Return what was measured last: for each row and fact, pages that it decides, and that are wrong without it."""
    measured = json.loads((PROJECT / "tests" / "pages" / "rows.json").read_text(encoding="utf-8"))
    return {name: (decides, wrong) for table in measured for name, decides, wrong, _ in table}


#: The kinds of pages that the tables show.
KINDS = ("real", "first", "declared", "rewritten", "other texts")


def describe_earning(name: str, *, has_rows: bool) -> Iterator[nodes.Node]:
    """Yield a cell for each kind of pages: how many a row decides, and how many are wrong without it."""
    decides, wrong = read_earnings()[name]
    for kind in KINDS:
        shown = f"{decides.get(kind, 0)} / {wrong.get(kind, 0)}" if has_rows else str(wrong.get(kind, 0))
        yield nodes.Text("" if shown in ("0 / 0", "0") else shown)


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
        return [describe_code(code) for code in DIAGNOSTICS]


class Rows(SphinxDirective):
    """One table of decisions: the first row whose facts hold decides."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the table: label and facts of every row, and what it earns."""
        (name,) = self.arguments
        table = next(getattr(module, name) for module in MODULES if hasattr(module, name))
        described = (
            make_row(
                (
                    nodes.literal(text=row.name),
                    nodes.Text(row.label),
                    nodes.Text(", ".join(facts_of(row)) or "always"),
                    *describe_earning(row.name, has_rows=True),
                )
            )
            for row in table
        )
        widths = {"row": 16, "label": 10, "facts": 34} | dict.fromkeys(KINDS, 8)
        return [make_table(widths, described)]


def facts_in(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """Yield the facts of a module, each with what the names of its kind begin with."""
    for fact in vars(module).values():
        if isinstance(fact, FunctionType) and fact.__module__ == module.__name__:
            subject, *rest = fact.__annotations__.values()
            if rest == ["bool"] and subject in PREFIXES:
                yield PREFIXES[subject], fact


class Facts(SphinxDirective):
    """What rows ask for, of chunks, lines, places, numbers and bodies."""

    def run(self) -> list[nodes.Node]:
        """Return the table: name, meaning and earning of every fact."""
        names = list(read_earnings())
        described = (
            make_row(
                (
                    nodes.literal(text=fact.__name__.replace("_", " ")),
                    nodes.Text(re.sub(r"``", "", inspect.getdoc(fact) or "")),
                    *describe_earning(prefix + fact.__name__, has_rows=False),
                )
            )
            for module in MODULES
            for prefix, fact in facts_in(module)
            if prefix + fact.__name__ in names
        )
        return [make_table({"fact": 16, "meaning": 44} | dict.fromkeys(KINDS, 8), described)]


class Notices(SphinxDirective):
    """What may be reported while files are read."""

    def run(self) -> list[nodes.Node]:
        """Return the table, a row a code."""
        rows = [
            make_row((nodes.literal(text=code), nodes.Text(severity), nodes.Text(message)))
            for code, (severity, message) in NOTICES.items()
        ]
        return [make_table({"code": 22, "severity": 13, "message": 65}, rows)]


class Modules(SphinxDirective):
    """The modules of the package, each importing only those above it."""

    def run(self) -> list[nodes.Node]:
        """Return the table: name and purpose of every module."""
        rows = (make_row((nodes.literal(text=name), nodes.Text(purpose))) for name, purpose in read_modules())
        return [make_table({"module": 20, "what it is for": 80}, rows)]


class LimitsTable(SphinxDirective):
    """What each limit is and its default, from the class and its docstring."""

    def run(self) -> list[nodes.Node]:
        """Return the table, a row a field."""
        described = (inspect.getdoc(Limits) or "").partition("Attributes:")[2]
        rows = list[nodes.row]()
        for field in attrs.fields(Limits):
            found = re.search(rf"^    {field.name}: (.*(?:\n {{8}}.*)*)", described, re.MULTILINE)
            meaning = " ".join(found[1].split()) if found else ""
            words = [
                nodes.literal(text=part) if place % 2 else nodes.Text(part)
                for place, part in enumerate(re.split("``", meaning))
            ]
            rows.append(
                make_row(
                    (nodes.literal(text=field.name), nodes.Text(f"{field.default:,}"), nodes.inline("", "", *words))
                )
            )
        return [make_table({"limit": 20, "default": 15, "meaning": 65}, rows)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Tell Sphinx about the directives."""
    app.add_directive("diagnostics", Diagnostics)
    app.add_directive("rows", Rows)
    app.add_directive("facts", Facts)
    app.add_directive("modules", Modules)
    app.add_directive("limits", LimitsTable)
    app.add_directive("notices", Notices)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
