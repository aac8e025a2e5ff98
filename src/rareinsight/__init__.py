"""rareinsight: digests of news articles, read into typed objects with exact spans and citation references."""

from rareinsight._version import __version__
from rareinsight.errors import ParseError
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Article, Citation, Diagnostic, Insight, Origin, Piece, Reference, Section, Span
from rareinsight.parser import Evidence, detect, explain, parse, parse_many, parse_stream
from rareinsight.registry import formats, register

__all__ = [
    "Article",
    "Citation",
    "Diagnostic",
    "Evidence",
    "Format",
    "Heading",
    "Insight",
    "Numbered",
    "Origin",
    "ParseError",
    "Piece",
    "Reference",
    "Section",
    "Span",
    "__version__",
    "detect",
    "explain",
    "formats",
    "parse",
    "parse_many",
    "parse_stream",
    "register",
]
