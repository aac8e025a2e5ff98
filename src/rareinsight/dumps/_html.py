"""The words of a page of HTML, a block a line, through selectolax (extra ``html-input``)."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import Any, Final

from rareinsight.dumps._records import import_extra

_lexbor: Final = import_extra("selectolax.lexbor", "reading HTML", "html-input")
#: Elements whose content is never seen on the page, and those that begin a line of their own.
_UNSEEN: Final = frozenset(("head", "script", "style", "template", "noscript", "svg", "iframe", "select"))
_BLOCKS: Final = re.compile(
    r"address|article|aside|blockquote|br|caption|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form"
    r"|h[1-6]|header|hgroup|hr|legend|li|main|menu|nav|ol|p|pre|section|summary|table|td|th|tr|ul"
)
#: Elements that end only where they say so; the parser takes the square of how deep these nest.
_NESTING: Final = re.compile(
    r"<(/?)(?:div|ul|ol|dl|section|article|aside|main|nav|blockquote|fieldset|details|center|header|footer|figure)\b",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_NUMBERS: Final = re.compile(r"\s*\d{1,4}(?:\s*[,–-]\s*\d{1,4})*\s*")
_MARKER: Final = re.compile(r"\s*(?:[-*•−–]\s|\d{1,3}[.)]\s|\[\d)")


def text_of_html(page: str, most_levels: int) -> str:
    """Return the text of a page: its title, then headings, paragraphs and items of lists on lines of their own."""
    if page.count("<") > most_levels and _depth(page) > most_levels:
        raise ValueError(f"its elements nest more than {most_levels:,} levels deep")
    tree = _lexbor.LexborHTMLParser(page)
    title = tree.css_first("head > title")
    head = " ".join(title.text().split()) if title else ""
    lines = _words_below(tree.body).split("\n") if tree.body is not None else []
    body = [line.strip() for line in lines if line.strip()]
    if head and head not in body[:5]:
        body.insert(0, head)
    return "\n".join(body)


def _depth(page: str) -> int:
    """Return about how deep the elements of a page nest."""
    steps = (-1 if tag[1] else 1 for tag in _NESTING.finditer(page))
    return max(accumulate(steps, lambda depth, step: max(depth + step, 0), initial=0))


def _words_below(top: Any) -> str:  # noqa: ANN401 - the stubs know no common class
    """Return the text below a node, told without recursion: pages nest thousands of levels deep."""
    parts, counts, marker, kept = list[str](), Counter[int](), "", None
    node, entered = top.child, True
    while node is not None and node.mem_id != top.mem_id:
        if _BLOCKS.fullmatch(node.tag):
            parts.append("\n")
            if node.tag == "pre" and kept in (None, node.mem_id):  # where lines end as they stand
                kept = node.mem_id if entered and node.child is not None else None
            if entered and node.tag == "li":
                counts[node.parent.mem_id] += 1
                marker = f"{counts[node.parent.mem_id]}. " if node.parent.tag == "ol" else "- "
        elif entered and node.tag == "-text":
            words = _words_of(node, parts) if kept is None else node.text_content or ""
            if marker and words.strip():
                words, marker = words if _MARKER.match(words) else marker + words.lstrip(), ""
            parts.append(words)
        if entered and node.child is not None and node.tag not in _UNSEEN:
            node = node.child
            continue
        entered = node.next is not None
        node = node.next if entered else node.parent
    return "".join(parts)


def _words_of(node: Any, before: list[str]) -> str:  # noqa: ANN401 - likewise
    """Return the words of a node; in brackets a number that leads to a note: raised, or a link within the page."""
    words, above = _SPACES.sub(" ", node.text_content or ""), node.parent
    is_note = above.tag == "sup" or (above.tag == "a" and (above.attributes.get("href") or "").startswith("#"))
    if is_note and _NUMBERS.fullmatch(words) and not (before and before[-1].endswith("[")):
        return f"[{words.strip()}]"
    return words
