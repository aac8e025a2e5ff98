"""rareinsight: parse digests of news articles into typed objects with exact spans and citation references.

Every name is imported on first use, so that ``import rareinsight`` costs next to nothing and a program pays only
for what it uses.
"""

from __future__ import annotations

from importlib import import_module

from rareinsight._shown import DRAWN_BY as _DRAWN_BY

__version__ = "1.0.0rc1"

TYPE_CHECKING = False  # type checkers assume it is true; `typing` would be two thirds of this import
if TYPE_CHECKING:
    from rareinsight import arrow as arrow
    from rareinsight import dumps as dumps
    from rareinsight import html as html
    from rareinsight import plot as plot
    from rareinsight import testing as testing
    from rareinsight._dialect.infer import infer_format
    from rareinsight._formats.registry import formats, register, unregister
    from rareinsight._parse import __compiled__
    from rareinsight.detection import detect
    from rareinsight.diagnostics import ParseError
    from rareinsight.dumps import read
    from rareinsight.explanation import explain
    from rareinsight.format import Format, Heading, Numbered
    from rareinsight.jsonio import from_json, json_schema, read_jsonl, to_dict, to_json, write_jsonl
    from rareinsight.limits import Limits
    from rareinsight.model import Article, Citation, Diagnostic, Insight, Reference, Section, Span
    from rareinsight.parsing import parse, parse_many, parse_stream
    from rareinsight.references import link
    from rareinsight.rendering import Layout, RenderError, render
    from rareinsight.tabular import CitationRow, InsightRow, rows

__all__ = ["parse", "parse_many", "parse_stream", "read", "detect", "explain", "link", "render", "rows"]
__all__ += ["to_json", "from_json", "to_dict", "write_jsonl", "read_jsonl", "json_schema"]
__all__ += ["register", "unregister", "formats", "infer_format"]
__all__ += ["Article", "Section", "Insight", "Citation", "Reference", "Span", "Diagnostic"]
__all__ += ["Format", "Heading", "Numbered", "Layout", "Limits", "ParseError", "RenderError"]
__all__ += ["InsightRow", "CitationRow"]
__all__ += ["__version__", "__compiled__"]

#: The names of each module.
_HOMES = {
    "jsonio": "from_json json_schema read_jsonl to_dict to_json write_jsonl",
    "diagnostics": "ParseError",
    "format": "Format Heading Numbered",
    "limits": "Limits",
    "model": "Article Citation Diagnostic Insight Reference Section Span",
    "explanation": "explain",
    "detection": "detect",
    "parsing": "parse parse_many parse_stream",
    "dumps": "read",
    "references": "link",
    "_dialect.infer": "infer_format",
    "_formats.registry": "formats register unregister",
    "_parse": "__compiled__",
    "rendering": "Layout RenderError render",
    "tabular": "CitationRow InsightRow rows",
}

_MODULES = ("arrow", "dumps", "html", "plot", "testing")  #: public modules; some need extras

#: What shows nodes and errors; imported on first use, like all of the public API.
_DRAWN_BY.update(text="rareinsight._show.tree:draw", console="rareinsight._show.console:draw")
_DRAWN_BY.update(page="rareinsight.html._render:snippet", error="rareinsight._show.caret:draw")


if not TYPE_CHECKING:  # with it, a type checker would accept any name

    def __getattr__(name: str) -> object:
        """Import a public module, or a public name from its module, once."""
        if name in _MODULES:
            return import_module(f"rareinsight.{name}")
        home = next((home for home, names in _HOMES.items() if name in names.split()), None)
        if home is None:
            raise AttributeError(f"module 'rareinsight' has no attribute {name!r}")
        value: object = getattr(import_module(f"rareinsight.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
