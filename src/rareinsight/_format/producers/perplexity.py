"""Perplexity: the Markdown export, with ``[^1_3]`` (answer 1, source 3) and a list of addresses; the copy button."""

from typing import Final

from rareinsight._format.producers._answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="perplexity",
    free_headings=False,
    citations=["[^{a}_{n}]", "[^{n}]", "[{n}]", "[web:{n}]", "[{key}+{a}]({url})"],
    entries=["[^{a}_{n}]: {url}", "[^{a}_{n}]: {text}", "[^{n}]: {url}", "[^{n}]: {text}", "[{n}]({url})"],
    boilerplate=["⁂"],
    signs=["[^1_", "[^2_", "r2cdn.perplexity.ai", "https://www.perplexity.ai/", ">⁂<", "[web:"],
)
