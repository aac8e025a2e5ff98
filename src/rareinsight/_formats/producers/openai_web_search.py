"""The web search of the OpenAI API: `` ([host](https://…?utm_source=openai))`` after the stop."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="openai-web-search",
    citations=["([{text}]({key}))"],
    boilerplate=["**Query:** {text}"],
    signs=["utm_source=openai"],
)
