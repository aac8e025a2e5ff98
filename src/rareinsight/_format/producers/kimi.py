"""Kimi: ``[^1^]``, and ``[^1^]: Title — https://…`` below."""

from typing import Final

from rareinsight._format.producers._answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="kimi",
    citations=["[^{n}^]"],
    references=[*ANSWER.references, "注释（来源链接）", "注释"],
    boilerplate=["**性质**：{text}", "**范围**：{text}", "**日期**：{text}"],
    entries=[
        "[^{n}^]: {url}",
        "[^{n}^]: {url} {text}",
        "[^{n}^]: {text} — {url}",
        "[^{n}^]: {text} Source: {url}",
        "[^{n}^]: {text} Source: {url} {text}",
        "[^{n}^]: {text}: {url}",
        "[^{n}^]: {text}",
    ],
    signs=["[^1^]", "[^2^]", "[^3^]", "^][^"],
)
