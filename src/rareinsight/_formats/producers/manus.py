"""Manus: ``[1]`` after the stop, and ``[1] [Title](https://…).`` below; lines about the document at the top."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

ABOUT: Final = (
    *("Author", "Date", "Version", "Status", "Project", "Purpose", "Objective", "License", "Repository"),
    *("Document Type", "Document Version", "Last Updated", "著者", "日付", "作成日", "バージョン", "対象", "目的"),
)

FORMAT: Final = ANSWER.evolve(
    name="manus",
    citations=["[{n}]"],
    boilerplate=[f"**{word}{colon} {{text}}" for word in ABOUT for colon in (":**", "**:")],
    entries=["[{n}] {text}. [{text}]({url})"],
    signs=[":** Manus AI", "**: Manus AI"],
)
