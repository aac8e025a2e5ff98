"""``{columns}`` writes the table of the Arrow columns from the schema itself, nested ones indented by their path."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from rareinsight.arrow import SCHEMA
from tables import make_row, make_table


def list_fields(owner: pa.Schema | pa.StructType, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield path, type and description of every field, those of structs and lists of structs below them."""
    for field in owner:
        name = f"{path}{field.name}"
        inner = field.type.value_type if isinstance(field.type, pa.ListType) else field.type
        shown = str(inner) if not isinstance(inner, pa.StructType) else "struct"
        listed = f"list of {shown}" if isinstance(field.type, pa.ListType) else shown
        yield name, listed, (field.metadata or {})[b"description"].decode()
        if isinstance(inner, pa.StructType):
            yield from list_fields(inner, f"{name}.")


class Columns(SphinxDirective):
    """The table of columns, a row a field."""

    def run(self) -> list[nodes.Node]:
        """Return the table, in the order of the schema."""
        rows = [
            make_row((nodes.literal(text=name), nodes.Text(kind), nodes.Text(description.replace("`", ""))))
            for name, kind, description in list_fields(SCHEMA)
        ]
        return [make_table({"column": 35, "type": 20, "what it holds": 45}, rows)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Make the directive known to Sphinx."""
    app.add_directive("columns", Columns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
