"""Pages made from the package's own tables, so that docs and code can't say different things.

``{diagnostics}`` writes a section for every code of :mod:`rareinsight.diagnostics`.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from rareinsight.diagnostics import DIAGNOSTICS, Code


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
        section += nodes.literal_block(text=code.example, language="text")
    return section


class Diagnostics(SphinxDirective):
    """The table of diagnostics, a section a code."""

    def run(self) -> list[nodes.Node]:
        """Return the sections, in the order of the table."""
        return [describe_code(code) for code in DIAGNOSTICS.values()]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Tell Sphinx about the directives."""
    app.add_directive("diagnostics", Diagnostics)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
