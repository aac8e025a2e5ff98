"""Consensus: ``[(Ostberg, 2019)](https://consensus.app/papers/…)``, or ``[1]`` with a list."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="consensus",
    citations=["[({key})](https://consensus.app/{url})", "[{n}]"],
    entries=["[{n}] [{text}]({url}) ({text})", "{n}. [{text}]({url}) ({text})"],
    signs=["https://consensus.app/papers/"],
)
