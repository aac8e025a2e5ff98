"""The built-in format for answers with sources, whoever wrote them, and what differs in those of each producer.

They are known by name: ``parse(text, format="perplexity")``, ``formats()["perplexity"].evolve(name="mine", …)``.
"""

from __future__ import annotations

from typing import Final

from rareinsight._formats.digest import REFERENCES
from rareinsight.format import Fields, Format, Heading, Numbered

OUTLINE: Final = (
    *("{n}.", "{n}\\.", "{n})", "{r}.", "{n}.{n}", "{n}.{n}.", "{n}.{n}.{n}", "{c}、", "第{c}部分", "Step {n}"),
)

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
ASKED: Final = (
    *("User", "You", "You said", "You asked", "Human", "Prompt", "User Prompt", "User Message", "Question"),
    *("用户", "사용자"),
)
ANSWERED: Final = (
    *("Assistant", "Response", "said", "ChatGPT", "Claude", "Gemini", "Copilot", "Perplexity", "Grok", "DeepSeek"),
    *("Kimi", "Bot", "AI", "Model", "Answer", "助手", "回答", "어시스턴트", "답변"),
)

#: What programs add to the answers that they save.
SAVED: Final = (
    *("> From: {text}", "message time: {text}", "_Time: {text}_", ":::{text}", "{{% {text} %}}"),
    "Powered by [AI Exporter](https://saveai.net)",
)

ANSWER: Final = Format(
    "answer",
    markdown=True,
    free_headings=True,
    numbered=[*map(Numbered, OUTLINE)],
    markers=["-", "*", "+", ">", "•", "◦", "–", "💡", "・"],
    numbered_markers=["{n}.", "{n})"],
    citations=[
        *("[{n}]", "[^{n}]", "[^{n}^]", "[[{n}]]", "【{n}】", "［{n}］", "【{n}†{text}】", "{s}"),
        *("[{n}]({url})", "[[{n}]]({url})", "([{text}]({key}))", "[^{key}]", "[@{key}]", "[doc{n}]", "[S{n}]"),
        *("[Source {n}]", "(Source {n})", "[Source: {key}]", "(Source: {key})", "[source: {key}]"),
    ],
    source_lines=[],
    titles=["# {text}"],
    asked=ASKED,
    answered=ANSWERED,
    boilerplate=[*CAPTIONS, *SAVED],
    references=[*REFERENCES, *FOREIGN],
    entries=["{n}. [{url}]({url})", '[{n}]: {url} " {text}'],  # titles of several lines, whose last sign is below
)

#: What Gemini writes above the works cited by a report, and between each and when it was read, by language.
CITED: Final = (
    *("Works cited", "Works Cited", "Obras citadas", "Fuentes citadas", "Referências citadas", "Citerade verk"),
    *("Quellenangaben", "Sources des citations", "Geciteerd werk", "Cytowane prace", "Karya yang dikutip"),
    *("Nguồn trích dẫn", "Alıntılanan çalışmalar", "引用的著作", "引用文献", "참고 자료", "Felhasznált irodalom"),
)
READ: Final = (
    *("accessed on", "accessed", "fecha de acceso:", "acessado em", "Zugriff am", "consulté le", "diakses", "hämtad"),
    *("hozzáférés:", "otwierano:", "geopend op", "erişim tarihi", "дата последнего обращения:", "访问时间为"),
)
#: What Manus says about a document at its top.
ABOUT: Final = (
    *("Author", "Date", "Version", "Status", "Project", "Purpose", "Objective", "License", "Repository"),
    *("Document Type", "Document Version", "Last Updated", "著者", "日付", "作成日", "バージョン", "対象", "目的"),
)
LOGO: Final = '<img src="https://r2cdn.perplexity.ai/pplx-full-logo-primary-dark%402x.png"'

#: In which fields the format of each producer differs from that for any answer.
PRODUCERS: Final[dict[str, Fields]] = {
    # the Markdown export, with ``[^1_3]`` (answer 1, source 3) and a list of addresses; the copy button
    "perplexity": {
        "citations": ["[^{a}_{n}]", "[^{n}]", "[{n}]", "[web:{n}]", "[{key}+{a}]({url})"],
        "entries": ["[^{a}_{n}]: {text}", "[{n}]({url})", "{n}. [{url}]({url})"],
        "titles": [f'{LOGO} class="logo" width="120"/>', f'{LOGO} style="height:64px;margin-right:32px"/>', "# {text}"],
        "signs": ["[^1_", "[^2_", "r2cdn.perplexity.ai", "https://www.perplexity.ai/", ">⁂<", "[web:"],
    },
    # with search: the copy button, ``oaicite`` and ``turn…`` marks, the apps' links
    "chatgpt": {
        "citations": [
            *("([{text}][{n}])", "([{text}]({key}))"),
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
        "boilerplate": [*CAPTIONS, *SAVED, "{n}/{n}/{n}, {n}:{n}:{text}", "> Thought for {text}"],
        "signs": ["[oaicite:", "[oai_citation:", "citeturn", "cite\ue202turn", "utm_source=chatgpt.com"],
    },
    # Deep Research and Codex: ``【31†L290-L298】``, ``【F:path†L1-L42】``; no list says what an id refers to
    "chatgpt-deep-research": {
        "citations": ["【{n}†{text}】", "【F:{key}†L{text}】", "【{key}†L{text}】"],
        "signs": ["†L"],
    },
    # with documents: ``(cite index="6-8">`` starts a claim and ``</cite>`` ends it; chips of its research
    "claude": {
        "citations": ["[{key} +{a}]({url})"],
        "openings": ['(cite index="{text}">', "</cite>"],
        "signs": ['(cite index="'],
    },
    # ``[(Ostberg, 2019)](https://consensus.app/papers/…)``, or ``[1]`` with a list
    "consensus": {
        "citations": ["[({key})](https://consensus.app/{url})", "[{n}]"],
        "entries": ["[{n}] [{text}]({url}) ({text})", "{n}. [{text}]({url}) ({text})"],
        "signs": ["https://consensus.app/papers/"],
    },
    # also Bing Chat: superscript digits, ``[^10^]``, and ``(1) Title. https://….`` below; chips of its researcher
    "copilot": {
        "titles": ["# {text}", "### {text}"],
        "citations": ["{s}", "[^{n}^]", "[{text}](^{n}^)", "[\\[{key}\\]]({url})"],
        "boilerplate": ["Source: Conversation with {text}"],
        "entries": ["({n}) {text} {url}.", "({n}){text} {url}.", "{n}. {text} {url}.", "- [({n}) {text}]({url}.)"],
        "signs": ["Source: Conversation with ", "\\]](https://"],
    },
    # also Yuanbao: ``[citation:3]``, ``[1,4](@ref)``
    "deepseek": {
        "citations": ["[citation:{n}]", "\\[citation:{n}]", "[{n}](@ref)"],
        "signs": ["[citation:", "](@ref)"],
    },
    # ``[README.md:1-14]()``, at the end of a sentence or in a line of ``Sources:``
    "deepwiki": {
        "citations": ["[{key}]()", "[{key}]({text}#L{text})"],
        "boilerplate": ["<details>{lines}</details>", "> **Relevant source files**", "> * [{text}]({text})"],
        "signs": ["Relevant source files", "Sources: ["],
    },
    # ``[(3)](https://…)``, and ``\[3] Title[ https://…](https://…)`` below
    "doubao": {
        "citations": ["[({n})]({url})"],
        "entries": ["\\[{n}] {text}[ http{text}]({url})", "[{n}] {text}[ http{text}]({url})"],
        "boilerplate": ["> {text}"],
        "signs": ["参考资料 **", "=doubao", "文档部分内容可能由 AI 生成"],
    },
    # with files, and its research agent: ``[cite_start]`` starts a claim, ``[cite: 4, 5]`` ends it
    "gemini": {
        "citations": ["[cite: {n}]", "[{key:span_}](end_span)"],
        "openings": ["[cite_start]", "[span_{a}](start_span)"],
        "signs": ["[cite:", "[cite_start]", "](start_span)"],
    },
    # exported from Google Docs: bare numbers after the stop, up to the highest in the list below
    "gemini-deep-research": {
        "citations": ["{n}"],
        "references": [*CITED, "Sources used in the report"],
        "entries": [
            *(f"{{n}}. {{text}}, {word} {{date}}, [{{text}}]({{url}})" for word in READ),
            *(f"{n}{{text}}, accessed {{date}}, {{url}}" for n in ("{n}. ", "")),  # one without a number stands last
            *("{n}. {text}, accessed {date}, <{url}>", "{n}. {text}, 访问时间为 {date}， [{text}]({url})"),
            *("{n}. {text}, [{text}]({url})", "> {n}. {text}, [{text}]({url})"),
        ],
        "signs": CITED,
    },
    # ``<grok:render …>`` elements over several lines, ``[[1]](https://…)`` by API, *Key Citations* below
    "grok": {
        "citations": ['<grok:render{lines}citation_id">{key}</argument>{lines}</grok:render>', "[[{n}]]({url})"],
        "entries": ["- [{text}]({url})<grok{lines}", "- [{text}]({url})", "- [{text}]({text})"],
        "signs": ["<grok:render", "Key Citations"],
    },
    # ``[^1^]``, and ``[^1^]: Title — https://…`` below
    "kimi": {
        "boilerplate": ["**性质**：{text}", "**范围**：{text}", "**日期**：{text}", *CAPTIONS],
        "entries": [
            "[^{n}^]: {url} {text}",
            "[^{n}^]: {text} Source: {url}",
            "[^{n}^]: {text} Source: {url} {text}",
            "[^{n}^]: {text}",
        ],
        "signs": ["[^1^]", "[^2^]", "[^3^]", "^][^"],
    },
    # ``[1]`` after the stop, and ``[1] [Title](https://…).`` below
    "manus": {
        "boilerplate": [f"**{word}{colon} {{text}}" for word in ABOUT for colon in (":**", "**:")],
        "entries": ["[{n}] {text}. [{text}]({url})"],
        "signs": [":** Manus AI", "**: Manus AI"],
    },
    # notes by Google Meet, Fathom, tl;dv and Zoom, which cite times in the recording
    "meeting-notes": {
        "headings": [Heading(["Summary", "Details", "Decisions", "Next steps", "Suggested next steps"])],
        "citations": ["([{key}](?tab={url}))", "[{key}](/app/meetings/{url})", "({key:0})"],
        "titles": ["## {text}", "# {text}", "**Meeting summary for {text}**", "Meeting summary for {text}"],
        "ends_at": ["# 📖 Transcript", "📖 Transcript", "## Transcript"],
        "boilerplate": [
            *("Invited {text}", "Attachments {text}", "Meeting records {text}", "*{text}Gemini{text}*"),
            *("You should review {text}", "*{text}survey{text}*", "Please provide feedback {text}"),
            *("** click to expand detailed summary**", "AI-generated content may be inaccurate {text}"),
            "<metadata>{lines}</metadata>",
        ],
        "source_lines": ["{date}"],
        "signs": [
            *("fathom.video/share", "Gemini's notes", "/app/meetings/", "AI-generated content may be", "(00:", "([00:")
        ],
    },
    # saved with an add-on or by hand: ``[1, 2]``, ``[1-3]``; the *Sources* below number their own lines
    "notebooklm": {
        "titles": ["# {text}", "## {text}"],
        "boilerplate": [
            *SAVED, "# NotebookLM Conversation",
            *("more_horiz", "keep_pin", "copy_all", "thumb_up", "thumb_down", "Save to note"),
            *("NotebookLM can be inaccurate{text}", "Saved responses are view only"),
        ],
        "entries": ["{a}. {n}: {text}"],
        "signs": ["notebooklm.google.com", "notebooklm response", "NotebookLM Response", "NotebookLM can be"],
    },
    # with file search: ``【4:0†source】``, ``【4:0†terms.pdf】``; the list is in the API only
    "openai-assistants": {
        "references": [],
        "citations": ["【{a}:{n}†{text}】", "【{n}†{text}】"],
        "signs": ["†source】", ".pdf】", ".docx】", ".txt】", ".md】"],
    },
    # the web search of the API: `` ([host](https://…?utm_source=openai))`` after the stop
    "openai-web-search": {"boilerplate": ["**Query:** {text}"], "signs": ["utm_source=openai"]},
    # ``【turn0search1】``; the ids are those of tool calls, which no list explains
    "zai": {"numbered": [*ANSWER.numbered, Numbered("{n} ")], "citations": ["【{key:turn}】"], "signs": ["【turn"]},
}  # fmt: skip


def make(name: str) -> Format:
    """Return the format of a producer, or the general one."""
    return ANSWER if name == ANSWER.name else ANSWER.evolve(**PRODUCERS[name] | Fields(name=name))
