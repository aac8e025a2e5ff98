"""The words of a page of HTML, a block a line, through selectolax (extra ``html-input``)."""

from __future__ import annotations

import re
from typing import Any, Final

from rareinsight.dumps._notices import missing_extra

try:
    from selectolax.lexbor import LexborHTMLParser
except ImportError as _error:
    raise missing_extra("reading HTML", "html-input") from _error

#: Elements whose content is never seen on the page, and those that begin a line of their own.
_UNSEEN: Final = frozenset(("head", "script", "style", "template", "noscript", "svg", "iframe", "select"))
_BLOCKS: Final = frozenset(
    "address article aside blockquote br caption dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table td th tr ul".split()
)
#: Elements that end only where they say so, how deep they may nest (the parser takes the square of that), and how many
#: tags there are at least in a page worth the check.
_NESTING: Final = re.compile(
    r"<(/?)(?:div|ul|ol|dl|section|article|aside|main|nav|blockquote|fieldset|details|center|header|footer|figure)\b",
    re.IGNORECASE,
)
_DEEPEST: Final = 5_000
_MANY: Final = 20_000
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_NUMBERS: Final = re.compile(r"\s*\d{1,4}(?:\s*[,–-]\s*\d{1,4})*\s*")
_MARKER: Final = re.compile(r"\s*(?:[-*•−–]\s|\d{1,3}[.)]\s|\[\d)")


def text_of_html(page: str) -> str:
    r"""Return the text of a page: its title, then headings, paragraphs and items of lists on lines of their own.

    Items are marked as on the page. A number that leads to a note of the page stands in brackets, as a citation.

    >>> page = "<title>Copper</title><h2>Core <b>Insights</b></h2><ul><li>Prices fell<sup><a href='#1'>1</a></sup></ul>"
    >>> text_of_html(page)
    'Copper\nCore Insights\n- Prices fell[1]'
    """
    if page.count("<") > _MANY and _depth(page) > _DEEPEST:
        raise ValueError(f"its elements nest more than {_DEEPEST:,} levels deep")
    tree = LexborHTMLParser(page)
    title = tree.css_first("head > title")
    head = " ".join(title.text().split()) if title else ""
    lines = _words_below(tree.body).split("\n") if tree.body is not None else []
    body = [line.strip() for line in lines if line.strip()]
    if head and head not in body[:5]:
        body.insert(0, head)
    return "\n".join(body)


def _depth(page: str) -> int:
    """Return about how deep the elements of a page nest."""
    deepest = depth = 0
    for tag in _NESTING.finditer(page):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


class _Words:
    """The text of a page as it grows, the marker of the item that has just begun, and the count of each list."""

    def __init__(self) -> None:
        self.parts = list[str]()
        self._marker = ""
        self._counts = dict[int, int]()

    def open(self, node: Any) -> None:  # noqa: ANN401 - the stubs know no common class
        """Add what a node begins with: its words, or the end of a line and a marker."""
        if node.tag == "-text":
            words = _SPACES.sub(" ", node.text_content or "")
            if _NUMBERS.fullmatch(words) and _leads_to_note(node.parent):
                words = words if self.parts and self.parts[-1].endswith("[") else f"[{words.strip()}]"
            if self._marker and words.strip():
                words = words if _MARKER.match(words) else self._marker + words.lstrip()
                self._marker = ""
            self.parts.append(words)
        elif node.tag in _BLOCKS:
            self.parts.append("\n")
            if node.tag == "li":
                self._marker = self._marker_of(node.parent)

    def close(self, node: Any) -> None:  # noqa: ANN401 - likewise
        """Add what a node ends with."""
        if node.tag in _BLOCKS:
            self.parts.append("\n")

    def _marker_of(self, above: Any) -> str:  # noqa: ANN401 - likewise
        if above is None or above.tag != "ol":
            return "- "
        number = self._counts[above.mem_id] = self._counts.get(above.mem_id, 0) + 1
        return f"{number}. "


def _leads_to_note(node: Any) -> bool:  # noqa: ANN401 - likewise
    """Whether what stands in an element leads to a note: it is raised, or a link within the page."""
    return node.tag == "sup" or (node.tag == "a" and (node.attributes.get("href") or "").startswith("#"))


def _words_below(top: Any) -> str:  # noqa: ANN401 - likewise
    """Return the text below a node, told without recursion: pages nest thousands of levels deep."""
    words, node, entered = _Words(), top.child, True
    while node is not None and node.mem_id != top.mem_id:
        if entered:
            words.open(node)
            if node.child is not None and node.tag not in _UNSEEN:
                node = node.child
                continue
        words.close(node)
        entered = node.next is not None
        node = node.next if entered else node.parent
    return "".join(words.parts)
