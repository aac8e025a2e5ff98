"""Z.ai (GLM): ``【turn0search1】``; the ids are those of tool calls, which no list explains."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(name="zai", citations=["【{key:turn}】"], signs=["【turn"])
