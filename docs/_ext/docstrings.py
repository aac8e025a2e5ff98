"""Docstrings have no types, so that napoleon takes no words before a colon for one; and names are those of examples."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

_SECTIONS = ("Returns:", "Yields:")
_ATTRIBUTES = ("attribute", "data", "property")


def begin_with_colon(
    _app: Sphinx, what: str, _name: str, _documented: object, _options: object, lines: list[str]
) -> None:
    """Put a colon before what an attribute is and what is returned, so that the type in front of it is nothing."""
    if what in _ATTRIBUTES and lines and ":" in lines[0]:
        lines[0] = f": {lines[0]}"
    for number, line in enumerate(lines[:-1], 1):
        if line.strip() in _SECTIONS:
            said = lines[number].lstrip()
            lines[number] = lines[number].removesuffix(said) + f": {said}"


def name_as_in_examples(_app: Sphinx, _domain: str, _kind: str, content: nodes.Element) -> None:
    """Show ``rareinsight.parse`` as ``ri.parse``, as examples import it."""
    for prefix in content.parent.findall(addnodes.desc_addname):
        if prefix.astext().split(".")[0] == "rareinsight":
            prefix.replace_self(addnodes.desc_addname("", prefix.astext().replace("rareinsight", "ri", 1)))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Have docstrings pass here before napoleon reads them, and descriptions once they are made."""
    app.connect("object-description-transform", name_as_in_examples)
    app.connect("autodoc-process-docstring", begin_with_colon, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
