"""Perplexity: the Markdown export, with ``[^1_3]`` (answer 1, source 3) and a list of addresses; the copy button."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

LOGO: Final = '<img src="https://r2cdn.perplexity.ai/pplx-full-logo-primary-dark%402x.png"'

FORMAT: Final = ANSWER.evolve(
    name="perplexity",
    citations=["[^{a}_{n}]", "[^{n}]", "[{n}]", "[web:{n}]", "[{key}+{a}]({url})"],
    entries=["[^{a}_{n}]: {text}", "[{n}]({url})"],
    titles=[f'{LOGO} class="logo" width="120"/>', f'{LOGO} style="height:64px;margin-right:32px"/>', "# {text}"],
    signs=["[^1_", "[^2_", "r2cdn.perplexity.ai", "https://www.perplexity.ai/", ">⁂<", "[web:"],
)
