"""Gemini Deep Research, exported from Google Docs: bare numbers behind the stop, no higher than the list below."""

from typing import Final

from rareinsight._format.producers._answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="gemini-deep-research",
    free_headings=False,
    citations=["{n}"],
    references=["Works cited", "引用的著作", "Obras citadas", "Works Cited", "Sources used in the report"],
    entries=[
        "{n}. {text}, accessed on {date}, [{text}]({url})",
        "{n}. {text}, accessed {date}, [{text}]({url})",
        "{n}. {text}, fecha de acceso: {date}, [{text}]({url})",
        "{n}. {text}, 访问时间为 {date}， [{text}]({url})",
        "{n}. {text}, accessed on {date}, <{url}>",
        "{n}. {text}, accessed {date}, <{url}>",
        "{n}. {text}, [{text}]({url})",
        "> {n}. {text}, [{text}]({url})",
    ],
    boilerplate=["**Table {n}: {text}**"],
    signs=["Works cited", "引用的著作", "Obras citadas"],
)
