"""What answers in Markdown have in common; each producer's format is a copy of it with its own citations."""

from __future__ import annotations

from typing import Final

from rareinsight.format import Format, Numbered

OUTLINE: Final = ("{n}.", "{n}\\.", "{n})", "{n}.{n}", "{n}.{n}.", "{n}.{n}.{n}", "{c}、", "第{c}部分", "Step {n}")

ANSWER: Final = Format(
    "answer",
    markdown=True,
    free_headings=True,
    numbered=[*map(Numbered, OUTLINE)],
    markers=["-", "*", "+", ">", "•", "◦", "–", "💡"],
    numbered_markers=["{n}.", "{n})"],
    source_lines=[],
    titles=["# {text}"],
    references=["References", "Sources", "参考资料", "参考文献", "来源"],
)
#: What the add-on AI Exporter writes around an answer, below the line ``# you asked``.
EXPORTER: Final = ("> From: {text}", "message time: {text}", "Powered by [AI Exporter](https://saveai.net)")
