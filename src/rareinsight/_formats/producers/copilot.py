"""Microsoft Copilot and Bing Chat: superscript digits, ``[^10^]``, and ``(1) Title. https://….`` below."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="copilot",
    titles=["### {text}"],
    citations=["{s}", "[^{n}^]", "[{text}](^{n}^)"],
    boilerplate=["Source: Conversation with {text}"],
    entries=["({n}) {text} {url}.", "({n}){text} {url}.", "{n}. {text} {url}.", "- [({n}) {text}]({url}.)"],
    signs=["Source: Conversation with "],
)
