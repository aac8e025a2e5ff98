"""The words of a page of HTML, a block a line: enough to find a digest in it, no rendering."""

from __future__ import annotations

import html
from functools import cache
from typing import Final, NamedTuple

import regex

#: Elements whose content is never seen on the page, and those that begin a line of their own.
_UNSEEN: Final = "head|noscript|script|style|template|title"
_BLOCKS: Final = (
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|td|th|tr|ul"
)


class _Patterns(NamedTuple):
    """All linear: what repeats never gives anything back."""

    title: regex.Pattern[str]
    unseen: regex.Pattern[str]
    blanks: regex.Pattern[str]
    block: regex.Pattern[str]
    tag: regex.Pattern[str]


@cache
def _patterns() -> _Patterns:
    return _Patterns(
        title=regex.compile(r"<title[^<>]*+>([^<]*+)<", regex.IGNORECASE),
        unseen=regex.compile(
            rf"<!--(?:[^-]|-(?!->))*+|<({_UNSEEN})\b[^<>]*+>(?:[^<]|<(?!/\1\b))*+", regex.IGNORECASE
        ),
        blanks=regex.compile(r"[ \t\r\n]++"),
        block=regex.compile(rf"</?(?:{_BLOCKS})\b[^<>]*+>", regex.IGNORECASE),
        tag=regex.compile(r"<[a-z/!?][^<>]*+>|-->", regex.IGNORECASE),
    )


def text_of_html(page: str) -> str:
    r"""Return the text of a page, blocks on lines of their own, its title first.

    >>> text_of_html("<title>Copper</title><p>Core <b>Insights</b></p><ul><li>- Prices&nbsp;fell [1]</ul>")
    'Copper\nCore Insights\n- Prices\xa0fell [1]'
    """
    patterns = _patterns()
    title = patterns.title.search(page)
    body = patterns.blanks.sub(" ", patterns.unseen.sub("", page))
    body = patterns.tag.sub("", patterns.block.sub("\n", body))
    text = html.unescape(f"{title[1]}\n{body}" if title else body)
    return "\n".join(filter(None, (line.strip(" \t\r") for line in text.split("\n"))))
