"""The built-in format for answers with sources, whoever wrote them; that of each producer is a copy with less."""

from __future__ import annotations

from typing import Final

from rareinsight._formats.digest import REFERENCES
from rareinsight.format import Format, Numbered

OUTLINE: Final = ("{n}.", "{n}\\.", "{n})", "{n}.{n}", "{n}.{n}.", "{n}.{n}.{n}", "{c}、", "第{c}部分", "Step {n}")

#: The words above a list of references in other languages than those of digests.
FOREIGN: Final = (
    *("参考来源", "參考來源", "出典", "引用文献", "참고 자료", "참고 문헌", "출처", "Quellen", "Quellenangaben"),
    *("Referenzen", "Références", "Sources citées", "Referencias", "Fuentes", "Referências", "Fontes", "Riferimenti"),
    *("Fonti", "Bronnen", "Referenties", "Źródła", "Bibliografia", "Источники", "Kaynaklar", "Referensi"),
    *("Sumber", "Tài liệu tham khảo", "Källor", "المراجع", "المصادر"),
)

#: Captions of tables and pictures.
CAPTIONS: Final = (
    *("*Table {n}: {text}*", "**Table {n}: {text}**", "*Figure {n}: {text}*", "**Figure {n}: {text}**"),
    *("**Table {text}**", "**Tabelle {text}**", "**表{text}**"),
)

ANSWER: Final = Format(
    "answer",
    markdown=True,
    free_headings=True,
    numbered=[*map(Numbered, OUTLINE)],
    markers=["-", "*", "+", ">", "•", "◦", "–", "💡"],
    numbered_markers=["{n}.", "{n})"],
    citations=[
        *("[{n}]", "[^{n}]", "[^{n}^]", "[[{n}]]", "【{n}】", "［{n}］", "【{n}†{text}】", "{s}"),
        *("[{n}]({url})", "[[{n}]]({url})", "([{text}]({key}))", "[^{key}]", "[@{key}]", "[doc{n}]"),
        *("[Source {n}]", "(Source {n})", "[Source: {key}]", "(Source: {key})", "[source: {key}]"),
    ],
    source_lines=[],
    titles=["# {text}"],
    boilerplate=CAPTIONS,
    references=[*REFERENCES, *FOREIGN],
)
FORMAT: Final = ANSWER
#: What the add-on AI Exporter adds to an answer, below the line ``# you asked``.
EXPORTER: Final = ("> From: {text}", "message time: {text}", "Powered by [AI Exporter](https://saveai.net)")
