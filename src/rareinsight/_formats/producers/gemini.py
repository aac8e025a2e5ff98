"""Gemini with files, and its research agent: ``[cite_start]`` starts a claim, ``[cite: 4, 5]`` ends it."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="gemini",
    citations=["[cite: {n}]", "[{key:span_}](end_span)"],
    openings=["[cite_start]", "[span_{a}](start_span)"],
    signs=["[cite: ", "[cite_start]", "](start_span)"],
)
