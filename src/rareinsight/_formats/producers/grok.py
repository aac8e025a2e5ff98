"""Grok: ``<grok:render …>`` elements over several lines, ``[[1]](https://…)`` by API, *Key Citations* below."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="grok",
    citations=['<grok:render{lines}citation_id">{key}</argument>{lines}</grok:render>', "[[{n}]]({url})"],
    entries=["- [{text}]({url})<grok{lines}", "- [{text}]({url})", "- [{text}]({text})"],
    signs=["<grok:render", "Key Citations"],
)
