"""DeepSeek and Yuanbao: ``[citation:3]``, ``[1,4](@ref)``; saved as they are, or with the add-on AI Exporter."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="deepseek", citations=["[citation:{n}]", "\\[citation:{n}]", "[{n}](@ref)"], signs=["[citation:", "](@ref)"]
)
