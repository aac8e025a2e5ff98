"""NotebookLM, saved with an add-on or by hand: ``[1, 2]``, ``[1-3]``; the *Sources* below number their own lines."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER, SAVED

FORMAT: Final = ANSWER.evolve(
    name="notebooklm",
    citations=["[{n}]"],
    titles=["# {text}", "## {text}"],
    boilerplate=[
        *SAVED, "# NotebookLM Conversation",
        *("more_horiz", "keep_pin", "copy_all", "thumb_up", "thumb_down", "Save to note"),
        *("NotebookLM can be inaccurate{text}", "Saved responses are view only"),
    ],
    entries=["{a}. {n}: {text}"],
    signs=["notebooklm.google.com", "notebooklm response", "NotebookLM Response", "NotebookLM can be"],
)  # fmt: skip
