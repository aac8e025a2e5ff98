"""What rareinsight is measured by: a script anyone would write, and a bare search for the marks."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

import regex

_MARKS: Final = regex.compile(r"\[[0-9]{1,6}\]| - |\r?\n|Core Insights|Group [0-9]{1,4}")


def read_with_script(text: str) -> dict[str, Any]:
    """Read a digest as a user would who has seen this one: dicts, no spans, no doubts, no other layout."""
    header, _, body = text.partition("\n\n")
    title, source_line = header.splitlines()[-2:]
    source, _, published = source_line.partition("·")
    parts = re.split(r"(Core Insights|Group \d+)", body)[1:]
    sections = []
    for heading, content in zip(parts[::2], parts[1::2], strict=True):
        insights = []
        for words, run in re.findall(r"- (.+?) ((?:\[\d+\])+)", content):
            insights.append({"text": words, "citations": [int(number) for number in re.findall(r"\d+", run)]})
        sections.append({"heading": heading, "insights": insights})
    moment = datetime.strptime(published, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the text gives no zone
    return {"title": title, "source": source, "published": moment, "sections": sections}


def count_marks(text: str) -> int:
    """Count what may be a mark, the least that reading a digest needs."""
    return sum(1 for _ in _MARKS.finditer(text))
