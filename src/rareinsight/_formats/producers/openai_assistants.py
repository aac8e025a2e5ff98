"""OpenAI Assistants with file search: ``【4:0†source】``, ``【4:0†terms.pdf】``; the list is in the API only."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="openai-assistants",
    references=[],
    citations=["【{a}:{n}†{text}】", "【{n}†{text}】"],
    signs=["†source】", ".pdf】", ".docx】", ".txt】", ".md】"],
)
