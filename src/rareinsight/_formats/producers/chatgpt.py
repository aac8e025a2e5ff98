"""ChatGPT with search: the copy button, ``oaicite`` and ``turn…`` marks, the apps' links."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="chatgpt",
    citations=[
        "([{text}][{n}])",
        ":contentReference[oaicite:{n}]{{index={a}}}",
        ":contentReference[oaicite:{n}]index={a}}}",
        "[oai_citation:{n}‡{text}]({url})",
        "[oai_citation:{n},{text}]({url})",
        "\ue200cite\ue202{key:turn}\ue201",
        "\ue200filecite\ue202{key:turn}\ue201",
        "filecite{key:turn}",
        "cite{key:turn}",
        "[{key}+{a}]({url})",
    ],
    signs=["[oaicite:", "[oai_citation:", "citeturn", "cite\ue202turn", "utm_source=chatgpt.com"],
)
