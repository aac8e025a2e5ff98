"""What a format recognises, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, get_args

from rareinsight.format import Format
from rareinsight.model import Role

#: A description lists at most this many words, then counts the rest.
_MAX_LISTED: Final = 20


def describe(format: Format) -> str:
    """Describe a format, one line per kind of words and shapes."""
    words = {
        role: [
            *(numbered.shape for numbered in format.numbered if numbered.role == role),
            *(word for heading in format.headings if heading.role == role for word in heading.words),
        ]
        for role in get_args(Role)
    }
    insights = [
        "every line below a heading" if format.unmarked or format.markdown else "text after a marker",
        "paragraphs above the first heading" if format.lead or format.markdown else "",
    ]
    titles = () if format.markdown else (f"the {format.title_line} line above the source line, or else above the body",)
    rows = {
        "core headings": words["core"],
        "group headings": words["group"],
        "other headings": words["other"],
        "free headings": ["title-like text where a heading can occur"] if format.free_headings else [],
        "headings in Markdown": ["lines that start with #"] if format.markdown else [],
        "headings that are links": format.heading_links,
        "insights": filter(None, insights),
        "markers": (*format.markers, *format.numbered_markers),
        "citations": format.citations or ["none"],
        "openings of claims": format.openings,
        "source lines": format.source_lines or ["none"],
        "title": format.titles or titles,
        "above questions": format.asked,
        "above answers": format.answered,
        "boilerplate": format.boilerplate,
        "ends of articles": format.ends_at,
        "references below": (*format.references, *format.entries),
        "known by": format.signs,
    }
    lines = [f"{format.name}: digests identified by these words and shapes"]
    lines += [f"  {name}: {_listed(row)}" for name, row in rows.items() if row]
    return "\n".join(lines)


def _listed(words: Iterable[str]) -> str:
    first, rest = (several := list(words))[:_MAX_LISTED], several[_MAX_LISTED:]
    return " · ".join(first) + (f" … and {len(rest)} more" if rest else "")
