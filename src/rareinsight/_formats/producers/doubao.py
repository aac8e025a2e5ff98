r"""Doubao: ``[(3)](https://…)``, and ``\[3] Title[ https://…](https://…)`` below."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="doubao",
    citations=["[({n})]({url})"],
    entries=["\\[{n}] {text}[ http{text}]({url})", "[{n}] {text}[ http{text}]({url})"],
    markers=["-", "*"],
    boilerplate=["> {text}"],
    signs=["参考资料 **", "=doubao", "文档部分内容可能由 AI 生成"],
)
