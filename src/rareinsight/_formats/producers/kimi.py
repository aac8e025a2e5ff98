"""Kimi: ``[^1^]``, and ``[^1^]: Title — https://…`` below."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER, CAPTIONS

FORMAT: Final = ANSWER.evolve(
    name="kimi",
    citations=["[^{n}^]"],
    boilerplate=["**性质**：{text}", "**范围**：{text}", "**日期**：{text}", *CAPTIONS],
    entries=[
        "[^{n}^]: {url} {text}",
        "[^{n}^]: {text} Source: {url}",
        "[^{n}^]: {text} Source: {url} {text}",
        "[^{n}^]: {text}",
    ],
    signs=["[^1^]", "[^2^]", "[^3^]", "^][^"],
)
