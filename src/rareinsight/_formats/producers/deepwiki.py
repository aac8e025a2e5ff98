"""DeepWiki: ``[README.md:1-14]()``, at the end of a sentence or in a line of ``Sources:``."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="deepwiki",
    citations=["[{key}]()", "[{key}]({text}#L{text})"],
    references=[],
    boilerplate=[
        "<details>{lines}</details>",
        "> **Relevant source files**",
        "> * [{text}]({text})",
        "> - [{text}]({text})",
    ],
    signs=["Relevant source files", "Sources: ["],
)
