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

#: The words above the turns of a conversation, as apps, add-ons and programs save it.
ASKED: Final = ("User", "You", "You said", "You asked", "Human", "User Prompt", "User Message", "用户", "사용자")
ANSWERED: Final = (
    *("Assistant", "Response", "said", "ChatGPT", "Claude", "Gemini", "Copilot", "Perplexity", "Grok", "DeepSeek"),
    *("Kimi", "Bot", "AI", "Model", "Answer", "助手", "回答", "어시스턴트", "답변"),
)

#: What programs add to the answers that they save.
SAVED: Final = (
    *("> From: {text}", "message time: {text}", "_Time: {text}_"),
    "Powered by [AI Exporter](https://saveai.net)",
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
    asked=ASKED,
    answered=ANSWERED,
    boilerplate=[*CAPTIONS, *SAVED],
    references=[*REFERENCES, *FOREIGN],
)
FORMAT: Final = ANSWER
