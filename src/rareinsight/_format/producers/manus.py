"""Manus: ``[1]`` behind the stop, and ``[1] [Title](https://…).`` below."""

from typing import Final

from rareinsight._format.producers._answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="manus",
    citations=["[{n}]"],
    boilerplate=[
        *("**Author:** {text}", "**Date:** {text}", "**Version:** {text}", "**Status:** {text}", "**Project:** {text}"),
        *("**Purpose:** {text}", "**Objective:** {text}", "**License:** {text}", "**Repository:** {text}"),
    ],
    entries=["[{n}] [{text}]({url}).", "[{n}] [{text}]({url})"],
    signs=["**Author:** Manus AI"],
)
