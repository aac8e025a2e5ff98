"""ChatGPT Deep Research and Codex: ``【31†L290-L298】``, ``【F:path†L1-L42】``; no list says what an id refers to."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="chatgpt-deep-research",
    citations=["【{n}†L{text}】", "【F:{key}†L{text}】", "【{key}†L{text}】"],
    signs=["†L"],
)
