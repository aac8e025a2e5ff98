"""What answers in Markdown have in common; the format of each producer is a copy with its own citations."""

from __future__ import annotations

from typing import Final

from rareinsight.format import Format, Numbered

OUTLINE: Final = ("{n}.", "{n}\\.", "{n})", "{n}.{n}", "{n}.{n}.", "{n}.{n}.{n}", "{c}、", "第{c}部分", "Step {n}")

#: The words above a list of references, in the languages of public answers.
REFERENCES: Final = (
    *("References", "Sources", "参考资料", "参考文献", "参考来源", "来源", "參考資料", "參考文獻", "參考來源"),
    *("來源", "出典", "引用文献", "참고 자료", "참고 문헌", "출처", "Quellen", "Quellenangaben", "Referenzen"),
    *("Références", "Sources citées", "Referencias", "Fuentes", "Referências", "Fontes", "Riferimenti"),
    *("Fonti", "Bronnen", "Referenties", "Źródła", "Bibliografia", "Источники", "Kaynaklar", "Referensi"),
    *("Sumber", "Tài liệu tham khảo", "Källor", "المراجع", "المصادر"),
)

ANSWER: Final = Format(
    "answer",
    markdown=True,
    free_headings=True,
    numbered=[*map(Numbered, OUTLINE)],
    markers=["-", "*", "+", ">", "•", "◦", "–", "💡"],
    numbered_markers=["{n}.", "{n})"],
    source_lines=[],
    titles=["# {text}"],
    references=REFERENCES,
)
#: What the add-on AI Exporter adds to an answer, below the line ``# you asked``.
EXPORTER: Final = ("> From: {text}", "message time: {text}", "Powered by [AI Exporter](https://saveai.net)")
