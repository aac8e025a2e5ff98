"""Claude with documents: ``<cite index="6-8">`` starts a claim and ``</cite>`` ends it; chips of its research."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="claude",
    citations=["[{key} +{a}]({url})"],
    openings=['<cite index="{text}">', "</cite>"],
    signs=['<cite index="'],
)
