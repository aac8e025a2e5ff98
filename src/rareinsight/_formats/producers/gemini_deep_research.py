"""Gemini Deep Research, exported from Google Docs: bare numbers after the stop, up to the highest in the list below."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER

CITED: Final = (
    *("Works cited", "Works Cited", "Obras citadas", "Fuentes citadas", "Referências citadas"),
    *("Quellenangaben", "Sources des citations", "Geciteerd werk", "Cytowane prace", "Karya yang dikutip"),
    *("Nguồn trích dẫn", "Alıntılanan çalışmalar", "引用的著作", "引用文献", "참고 자료"),
)
ACCESSED: Final = ("accessed on", "accessed", "fecha de acceso:", "acessado em", "Zugriff am", "consulté le", "diakses")
LINKED: Final = "{n}. {text}, [{text}]({url})"

FORMAT: Final = ANSWER.evolve(
    name="gemini-deep-research",
    citations=["{n}"],
    references=[*CITED, "Sources used in the report"],
    entries=[f"{{n}}. {{text}}, {word} {{date}}, {url}" for word in ACCESSED for url in ("[{text}]({url})", "<{url}>")]
    + ["{n}. {text}, 访问时间为 {date}， [{text}]({url})", LINKED, f"> {LINKED}"],
    signs=CITED,
)
