"""Pages with conventions of their own: what is inferred, where it is in the text, and what is reported."""

import itertools
import re
from collections.abc import Callable

import pytest
from attrs import evolve

import rareinsight as ri
from outlines import codes
from promises import check_spans, check_tiling
from rareinsight._dialect.notation import CITATION
from rareinsight._dialect.questions import find_odd
from rareinsight._dialect.translation import Edit, Translation
from rareinsight._grammar.grammar import compile_format

PLAIN = "Core Insights\n- Prices rose [1][3]\n- Costs fell [2]\n\nGroup 1: Outlook\n- Wages rose [4]\n"
ARTICLE = ri.parse(PLAIN)
ROMAN = ("", "i", "ii", "iii", "iv")


def read_with_header(header: str) -> ri.Article:
    """Return the digest below a header, whose title, source and date must be read."""
    article = ri.parse(f"{header}\n\n{PLAIN}")
    assert (article.title, article.source) == ("Why prices rise", "The Daily")
    assert article.published is not None
    assert article.published.date().isoformat() == "2025-08-26"
    return article


def marked(*markers: str) -> str:
    """Return the digest with other markers, one for each insight."""
    head, *points = PLAIN.split("- ")
    return head + "".join(marker + point for marker, point in zip(markers, points, strict=True))


#: The points of the digest in tables, below their headings and beside them.
TABLE = re.sub(r"(?m)^- (.+)", r"| 1 | \1 |", re.sub("(Core.+|Group.+)", r"\1\n\n| # | Insight |\n|---|:--|", PLAIN))
TABLE_OF_ALL = """| Section | Insight | Source |
|:--|---|---|
| Core Insights | Prices rose | [1][3] |
| Core Insights | Costs fell | [2] |
| Group 1: Outlook | Wages rose | [4] |
"""

#: The same digest in other conventions, and what the diagnostic says about the page.
DIALECTS = {
    "markers": (PLAIN.replace("- ", "→ "), "insights start with '→'"),
    "pictures": (marked("📈 ", "📉 ", "🔹 "), "start"),
    "letters": (marked("a) ", "b) ", "a) "), "'a)'"),
    "circled": (marked("①", "②", "①"), "'①'"),
    "boxes": (PLAIN.replace("- ", "- [ ] "), "insights start with '-'"),
    "unmarked": (PLAIN.replace("- ", ""), "unmarked=True"),
    "brackets": (PLAIN.replace("][", ", ").replace("[", "{").replace("]", "}"), "citations=['{{{n}}}']"),
    "words": (PLAIN.replace("[", "(para "). replace("]", ")"), "citations=['(para {n})']"),
    "raised": (PLAIN.replace("[1][3]", "¹ ³").replace("[2]", "²").replace("[4]", "⁴"), "citations=['{s}']"),
    "italics": (PLAIN.replace("[1][3]", "*[1][3]*").replace("[2]", "*[2]*").replace("[4]", "*[4]*"), ""),
    "quoted": ("".join(f"| {line}" for line in PLAIN.splitlines(keepends=True)), "quoted with '|'"),
    "decorated": (PLAIN.replace("Core Insights", "=== Core–Insights ==="), ""),
    "number in words": (PLAIN.replace("Group 1: Outlook", "★ Group One (Outlook)"), "'Group One' is read as 'Group 1'"),
    "total": (PLAIN.replace("Group 1: Outlook", "[Group #1/1] – Outlook"), "Group #1/1"),
    "dashes": (PLAIN.replace("Group 1: Outlook", "Group 1 - Outlook"), ""),
    "beside": (PLAIN.replace(": Outlook\n- Wages", " – Outlook\nWages").replace("- ", ""), "unmarked=True"),
    "entities": (PLAIN.replace("- ", "&bull; "), "'&bull;'"),
    "words that count": (marked("Point 1: ", "Point 2: ", "Point 1: "), "'Point 1:'"),
    "number words": (marked("Point One: ", "Point Two: ", "Point One: "), "'Point One:'"),
    "ordinals and words": (marked("First point: ", "Second point: ", "First point: "), "'First point:'"),
    "hashes": (marked("Takeaway #1: ", "Takeaway #2: ", "Takeaway #1: "), "'Takeaway #1:'"),
    "note": (PLAIN.replace("Core Insights", "Core Insights (in short)"), ""),
    "brackets around": (PLAIN.replace("[1][3]", "([1], [3])").replace("[2]", "([2])").replace("[4]", "([4])"), ""),
    "words between": (PLAIN.replace("][", "] und ["), ""),
    "bold citations": (re.sub(r"(\[[0-9]\])", r"**\1**", PLAIN), ""),
    "carets": (PLAIN.replace("[", "^").replace("]", ""), "cites"),
    "citations first": (re.sub(r"- (.+) (\[[][0-9]+\])", r"\2 \1", PLAIN), "unmarked=True"),
    "signs between": (PLAIN.replace("][", "]/["), ""),
    "circled citations": (PLAIN.replace("[1][3]", "①③").replace("[2]", "②").replace("[4]", "④"), "'①③' cites"),
    "sign behind": (PLAIN.replace("Core Insights", "Core Insights ↓").replace("Outlook", "Outlook"), ""),
    "total in words": (PLAIN.replace("Group 1: Outlook", "Group one of two: Outlook"), "'Group one of two'"),
    "HTML": (
        PLAIN.replace("- ", "<li>").replace("]\n", "]</li>\n").replace("Core Insights", "<h2>Core Insights</h2>"),
        "is read as",
    ),
    "BBCode": (
        PLAIN.replace("- ", "[*]").replace("Core Insights", "[b]Core Insights[/b]").replace(": Outlook", ": Outlook"),
        "'[b]'",
    ),
    "LaTeX": (
        PLAIN.replace("- ", "\\item ").replace("Core Insights", "\\section*{Core Insights}").replace("][", ","),
        "section",
    ),
    "LaTeX citations": (PLAIN.replace("][", ",").replace("[", "\\cite{").replace("]", "}"), "cites"),
    "escapes": (PLAIN.replace("- ", "\\- ").replace("[", "\\[").replace("]", "\\]"), "is read as"),
    "emoji by name": (PLAIN.replace("- ", ":bulb: "), "':bulb:' is read as '▪'"),
    "Textile": (PLAIN.replace("Core", "h2. Core").replace("Group", "h2. Group"), "'h2.'"),
    "fence": (f"```text\n{PLAIN}```\n", ""),
    "markers alone": (PLAIN.replace("- ", "•\n"), "is read as"),
    "label below": (PLAIN.replace("1: Outlook", "1\nOutlook"), ""),
    "comment": ("".join(f"# {line}" for line in PLAIN.splitlines(keepends=True)), "quoted with '#'"),
    "signs before citations": (PLAIN.replace(" [", " → ["), ""),
    "signs behind citations": (PLAIN.replace("]\n", "] |\n"), ""),
    "two levels": (marked("0.1 ", "0.2 ", "1.1 "), "'0.1'"),
    "quotes around labels": (PLAIN.replace(": Outlook", ' "Outlook"'), ""),
    "sign and digits": (PLAIN.replace("[", "¶").replace("]", " "), "'¶1 ¶3' cites"),
    "bullets of any signs": (PLAIN.replace("- ", "[>] "), "insights start with '[>]'"),
    "words as bullets": (PLAIN.replace("- ", "\\bullet "), "bullet"),
    "Greek letters": (marked("α) ", "β) ", "α) "), "'α)'"),
    "bars": (PLAIN.replace("\n\n", " | ").replace("\n", " | ").replace("- ", "")[:-3], "insights start with '|'"),
    "entries in bold": (PLAIN.replace("Group 1: Outlook", "- **Group 1: Outlook**"), ""),
    "quoted values": (re.sub("- (.+)", r'- "\1"', PLAIN), "is read as"),
    "bold in HTML": (re.sub(r"- (.+?) \[", r"<li><b>\1</b> [", PLAIN), "is read as"),
    "formulas": (PLAIN.replace("][", ",").replace("[", "$^{").replace("]", "}$"), "cites"),
    "semicolons": ("".join(f"; {line}" for line in PLAIN.splitlines(keepends=True)), "quoted with ';'"),
    "a colon behind the label": (PLAIN.replace("1: Outlook", "1 – Outlook:"), ""),
    "a picture behind the label": (PLAIN.replace("1: Outlook", "1: Outlook ▼"), ""),
    "line separators": (PLAIN.replace("\n", "\u2028"), ""),
    "pages behind headings": (PLAIN.replace("Core Insights", "Core Insights ..... 2"), ""),
    "tags behind headings": (PLAIN.replace("Insights", "Insights #core").replace("Outlook", "Outlook ^g1"), ""),
    "names behind headings": (PLAIN.replace("Core Insights", "Core Insights {#core}"), ""),
    "callouts": (PLAIN.replace("Core Insights", "[!note] Core Insights"), ""),
    "asides": (PLAIN.replace("Core Insights", '!!! note "Core Insights"'), ""),
    "tasks": (PLAIN.replace("Core", "# TODO Core"), ""),
    "two brackets around labels": (PLAIN.replace("Outlook", "[[Outlook]]"), ""),
    "arrows before labels": (PLAIN.replace("1: ", "1 -> "), ""),
    "pluses before labels": (PLAIN.replace("1: ", "1 + "), ""),
    "bars before headings": (PLAIN.replace("Group 1", "2 | Group 1"), ""),
    "bold in LaTeX": (PLAIN.replace("Group 1:", "\\textbf{Group 1:}"), "is read as ''"),
    "other stops": (" ".join(PLAIN.split()).replace("- ", "✜ ").replace("] ", "] ∎ ") + " ∎", ""),
    "markers as stops": (PLAIN.replace("]\n", "] –\n"), ""),
    "links": (PLAIN.replace("Core Insights", "[Core Insights](#core)"), "'[' is read as ''"),
    "numbers in guillemets": (marked("« 1 » ", "« 2 » ", "« 1 » "), "insights start with '« 1 »'"),
    "a digit in a word": (re.sub(r"\[([0-9])\]", r"[doc2:\1]", PLAIN), "citations=['[doc2:{n}]']"),
    "comments behind headings": (PLAIN.replace("Core Insights", "Core Insights <!-- 1 -->"), ""),
    "citations in words": (re.sub("[1-4](?=])", lambda it: ("one", "two", "three", "four")[int(it[0]) - 1], PLAIN), ""),
    "Roman numerals": (PLAIN.replace("[1][3]", "(I, III)").replace("[2]", "(II)").replace("[4]", "(IV)"), "cites"),
    "a possessive": (PLAIN.replace("Core", "Our Core"), ""),
    "stars glued to words": (PLAIN.replace("- ", "*"), "insights start with '*'"),
    "a remark in one word": (re.sub(r"(\[.+\])", r"(s \1)", PLAIN), ""),
    "another alphabet": (marked("א. ", "ב. ", "א. "), "'א.'"),
    "numbers in words": (marked("(One) ", "(Two) ", "(One) "), "'(One)'"),
    "a word before numbers": (marked("No1. ", "No2. ", "No1. "), "insights start with 'No1.'"),
    "a letter behind a sign": (PLAIN.replace("- ", "-o "), "insights start with '-o'"),
    "escaped tags": (PLAIN.replace("- ", "&lt;li&gt;").replace("Core", "&#38;lt;b&#38;gt;Core"), "&lt;"),
    "tags of citations": (PLAIN.replace("- ", "- [cite_start]").replace("[2]", "[2]{.mark}"), "is read as ''"),
    "a letter as a bullet": (PLAIN.replace("- ", "Ø\t"), "'Ø'"),
    "wrong encoding": (PLAIN.replace("- ", "â€¢ ").replace("1: ", "1 â€“ "), "'â€¢' is read as '•'"),
    "links to headings": (re.sub("(Insights|Outlook)", r"\1[¶](#a)", PLAIN), "is read as ''"),
    "ordinals": (marked("1st) ", "2nd) ", "1st) "), "'1st)'"),
    "stems": (marked("甲、", "乙、", "甲、"), "'甲、'"),
    "letters of sections": (marked("A1 ", "A2 ", "B1 "), "'A1'"),
    "citations in a remark": (re.sub(r"(\[.+\])", r"(based on \1)", PLAIN), ""),
    "citations twice": (re.sub(r"\[([0-9])\]", r"[^\1^][\1]", PLAIN), "cites"),
    "counts behind a core": (PLAIN.replace("Insights", "Insights – two points"), ""),
    "counts behind groups": (PLAIN.replace("Group 1: Outlook", "Group 1 of four: Outlook"), ""),
    "counts before a Chinese core": (PLAIN.replace("Core Insights", "2条核心观点"), ""),
    "a core between Chinese bars": (PLAIN.replace("Core Insights", "丨核心观点丨"), ""),
    "signs that face a core": (PLAIN.replace("Core Insights", ">> Core Insights <<"), ""),
    "a number before a bar": (PLAIN.replace("Core Insights", "01｜核心观点"), ""),
    "keycaps with colons": (marked("1️⃣：", "2️⃣：", "1️⃣："), "insights start with '1️⃣：'"),
    "Chinese ordinals with colons": (marked("一是：", "二是：", "一是："), "'一是：'"),
    "Chinese numerals of accounts": (PLAIN.replace("Group 1: Outlook", "叁、第一组：Outlook"), ""),
    "Chinese branches": (marked("子、", "丑、", "子、"), "'子、'"),
    "words, hashes and numbers": (marked("要点#1：", "要点#2：", "要点#1："), "'要点#1：'"),
    "two languages": (PLAIN.replace("Core Insights", "Core Insights (核心观点)"), "is read as"),
    "a core in another language beside it": (PLAIN.replace("Core Insights", "Core Insights / Idées clés"), ""),
    "words of the core that count": (marked("Core insight 1: ", "Core insight 2: ", "- "), "'Core insight 1:'"),
    "boxes to check after labels": (
        PLAIN.replace("\nGroup 1: Outlook\n", " **Group 1: Outlook** ").replace("- ", "- [ ] "),
        "insights start with '-'",
    ),
    "counters with hashes after a heading with hashes": (
        "## Core Insights #1: Prices rose [1][3] #2: Costs fell [2]\n\n## Group 1: Outlook\n#1: Wages rose [4]\n",
        "'#2:'",
    ),
    "doubled signs before several numbers": (PLAIN.replace("[", "[¶").replace("¶1][¶3", "¶¶1, 3"), "cites"),
    "citations like words above a list": (
        re.sub(r" \[(\d)\]$", r" (see \1)", PLAIN.replace("[1][3]", "(see 1, 3)"), flags=re.MULTILINE)
        + "\nSources\n[1] A. Bray\n[2] C. Ohm\n[3] B. Lee\n[4] D. Ray\n",
        "cites",
    ),
    "line separators above a list": (
        f"{PLAIN}\n## References\n[1] A. Bray\n[2] C. Ohm\n[3] B. Lee\n[4] D. Ray\n[5] E. Fox\n[6] F. Orr\n".replace(
            "\n", "\u2028"
        ),
        "",
    ),
    "two spaces in citations": (re.sub(r"\[(\d)\]", r"[ref  \1]", PLAIN), "cites"),
    "a counter after a dash": (
        "Core Insights – 1)Prices rose [1][3] 2)Costs fell [2]\n\nGroup 1: Outlook\n1)Wages rose [4]\n",
        "insights start with",
    ),
    "parts": (PLAIN.replace("Group 1", "Section 2: Group 1"), ""),
    "two signs": (PLAIN.replace("- ", "- > "), "insights start with '- >'"),
    "citations said twice": (re.sub(r"\[([0-9])\]", r"[\1][p\1]", PLAIN), ""),
    "words between numbers": (PLAIN.replace("][", " or "), "cites"),
    "one word and several": (re.sub(r" \[(\d)\]\n", r" (ref \1)\n", PLAIN.replace("[1][3]", "(refs 1, 3)")), "cites"),
    "a letter before each number": (PLAIN.replace("][", ", P-").replace("[", "[P-"), "citations=['[P-{n}]']"),
    "bold words that count": (marked("- **Insight 1:** ", "- **Insight 2:** ", "- **Insight 1:** "), "Insight 1:"),
    "words that count before dashes": (marked("Point 1 - ", "Point 2 - ", "Point 1 - "), "'Point 1 -'"),
    "commas before citations": (re.sub(r" (\[)(?=[0-9]\](?:\[|\n))(?<!\]\[)", r"，[", PLAIN), ""),
    "quotes around a heading with its label": (PLAIN.replace("Group 1: Outlook", "“Group 1: Outlook”"), ""),
    "an article before the heading": (PLAIN.replace("Core Insights", "The Core Insights"), ""),
    "numbers in words after markers": (marked("- First: ", "- Second: ", "- First: "), "'First:'"),
    "ordinals before dashes": (marked("1st - ", "2nd - ", "1st - "), "'1st -'"),
    "words in bold that count": (marked("**Point 1** – ", "**Point 2** – ", "**Point 1** – "), "'**Point 1** –'"),
    "words in Chinese brackets": (marked("【观点一】", "【观点二】", "【观点一】"), "'【观点一】'"),
    "Chinese numerals before spaces": (marked("一 ", "二 ", "一 "), "'一'"),
    "zeros as bullets": (PLAIN.replace("- ", "〇"), "'〇'"),
    "Roman parts": (PLAIN.replace("Group 1", "Section I: Group 1"), ""),
    "pictures between a dash and a label": (PLAIN.replace("1: ", "1 – 📚 "), ""),
    "brackets with spaces around citations": (re.sub(r"(\[.+\])", r"( \1 )", PLAIN), ""),
    "titles of links": (re.sub(r"\[([0-9])\]", r'[\1](https://a.example "Page \1")', PLAIN), ""),
    "ordinals as entries": (PLAIN.replace("Group 1: Outlook", "- 1st Group – Outlook"), "'1st Group'"),
    "signs around labels": (PLAIN.replace("Group 1: Outlook", "⟨Group 1: 《Outlook》 →⟩"), ""),
    "carets around citations": (re.sub(r"(\[.+\])", r"^\1", PLAIN), ""),
    "brackets of brackets": (PLAIN.replace("][", "·").replace("[", "([").replace("]", "])"), "cites"),
    "other letters in words that count": (marked("(Point I) ", "(Point II) ", "(Point I) "), "'(Point I)'"),
    "words, numbers and bars": (marked("Point First | ", "Point Second | ", "Point First | "), "'Point First |'"),
    "adverbs that count": (marked("Firstly, ", "Secondly, ", "Firstly, "), "'Firstly,'"),
    "numbers and their total": (marked("1/2 ", "2/2 ", "1/2 "), "'1/2'"),
    "numbers and their total in words": (marked("1 of 2: ", "2 of 2: ", "1 of 2: "), "'1 of 2:'"),
    "numbers with a zero": (marked("1.0 ", "2.0 ", "1.0 "), "'1.0'"),
    "numerals in brackets after a word": (marked("观点（一）：", "观点（二）：", "观点（一）："), "'观点（一）：'"),
    "labels in code": (PLAIN.replace("Outlook", "`Outlook`"), ""),
    "labels in angle brackets": (PLAIN.replace(": Outlook", " <Outlook>"), ""),
    "circled citations in brackets": (
        PLAIN.replace("[1][3]", "(①③)").replace("[2]", "(②)").replace("[4]", "(④)"), "'(①③)' cites"
    ),
    "dashes behind labels": (PLAIN.replace(": Outlook", " (Outlook) –"), ""),
    "angle brackets": (PLAIN.replace("Group 1: Outlook", "<Group 1: Outlook>"), ""),
    "functions": (re.sub("(Core.+|Group.+)", r"#heading[\1]", PLAIN), ""),
    "panels": (re.sub("(Core.+|Group.+)", r"{panel:title=\1}", PLAIN), ""),
    "commands in braces": (re.sub("(Core.+|Group.+)", r"{\\bf \1}", PLAIN), ""),
    "small capitals": (PLAIN.replace("Core Insights", "ᴄᴏʀᴇ ɪɴsɪɢʜᴛs"), "is read as 'Core Insights'"),
    "functions around citations": (PLAIN.replace("[", "#super["), ""),
    "links in Org": (re.sub(r"\[([0-9])\]", r"[[#p\1][\1]]", PLAIN), "is read as"),
    "links in wikis": (re.sub(r"\[([0-9])\]", r"[[#p\1|\1]]", PLAIN), "is read as"),
    "addresses in wikis": (re.sub(r"\[([0-9])\]", r"[https://a.example \1]", PLAIN), "is read as"),
    "links in reStructuredText": (re.sub(r"\[([0-9])\]", r"`[\1] <#p\1>`__", PLAIN), "is read as"),
    "entities before citations": (re.sub(r"(?<=[a-z]) \[", "&nbsp; [", PLAIN), "is read as"),
    "escaped brackets": (PLAIN.replace("[", "&#x5B;").replace("]", "&#x5D;"), "is read as"),
    "tags in capitals": (PLAIN.replace("]\n", "]<BR>\n"), "is read as"),
    "words as bullets, with a dash": (PLAIN.replace("- ", "Point – "), "insights start with 'Point –'"),
    "words as bullets, with a colon": (PLAIN.replace("- ", "bullet point: "), "insights start with 'bullet point:'"),
    "Arabic commas": (PLAIN.replace("][", "]، ["), ""),
    "the mark of long vowels": (PLAIN.replace("- ", "ー "), "insights start with 'ー'"),
    "directions": (PLAIN.replace("]\n", "]\u202c\n"), ""),
    "counts behind headings": (PLAIN.replace("Core Insights", "Core Insights (1/2)"), ""),
    "levels before headings": (PLAIN.replace("Group", "heading 3: Group").replace("Core", "heading 2: Core"), ""),
    "links to edit": (PLAIN.replace("Core Insights", "Core Insights [ edit | edit source ]"), "is read as"),
    "words and semicolons between": (PLAIN.replace("][", "]; and ["), ""),
    "bullets between": (PLAIN.replace("][", "] • ["), ""),
    "Chinese numerals, listed": (
        PLAIN.replace("[1][3]", "（第一、三段）").replace("[2]", "（第二段）").replace("[4]", "（第四段）"), "cites"
    ),
    "two numbers and a bracket": (marked("1.1) ", "1.2) ", "2.1) "), "'1.1)'"),
    "wide brackets": (marked("1＞", "2＞", "1＞"), "'1＞'"),
    "dots behind Chinese numerals": (marked("一・", "二・", "一・"), "'一・'"),
    "hashes behind numbers": (marked("1# ", "2# ", "1# "), "'1#'"),
    "hashes in brackets": (marked("(#1) ", "(#2) ", "(#1) "), "'(#1)'"),
    "first insights behind arrows": (
        PLAIN.replace("s\n- P", "s → P").replace("\n- C", "\nC").replace("k\n- W", "k\nW"), "unmarked=True"
    ),
    "tables below headings": (TABLE, "is read as"),
    "a table with a column for headings": (TABLE_OF_ALL, "is read as"),
    "Chinese adverbs that count": (marked("首先，", "其次，", "首先，"), "'首先，'"),
    "a short word before a number": (PLAIN.replace("Core", "No. 1 – Core"), ""),
    "spaces of another encoding": (PLAIN.replace("Group", "Â Group"), "is read as"),
    "letters as pictures": (PLAIN.replace("- ", "ℹ️ "), "insights start with 'ℹ️'"),
    "words and numbers in brackets": (marked("Item (1): ", "Item (2): ", "Item (1): "), "'Item (1):'"),
    "keycaps with dashes": (marked("1️⃣- ", "2️⃣- ", "1️⃣- "), "insights start with '1️⃣-'"),
    "numbers with a zero after markers": (marked("- 01. ", "- 02. ", "- 01. "), "'01.'"),
    "abbreviations after markers": (marked("- No. 1: ", "- No. 2: ", "- No. 1: "), "'No. 1:'"),
    "titles of links in single quotes": (re.sub(r"\[([0-9])\]", r"[\1](https://a.example 'Page \1')", PLAIN), ""),
    "other words between": (PLAIN.replace("][", "] then ["), ""),
    "links in labels": (PLAIN.replace("Outlook", "[Outlook](#group-1)"), ""),
    "bold labels of a wiki": (PLAIN.replace("Outlook", "'''Outlook'''"), ""),
    "counts in braces": (PLAIN.replace("Insights", "Insights {2 items}"), ""),
    "a picture by name behind a core": (PLAIN.replace("Core Insights\n", "*Core Insights* :memo: "), ""),
    "signs within circumflexes": (re.sub(r"(\[.+\])", r"^\1", PLAIN).replace("[", "⟦").replace("]", "⟧"), "cites"),
    "signs glued to citations": (PLAIN.replace(" [", "♚["), ""),
    "italics of Markdown": (re.sub(r"(\[.+\])", r"_\1_", PLAIN), ""),
    "paragraph signs in links": (re.sub(r"\[([0-9])\]", r"[¶\1](#\1)", PLAIN), "cites"),
    "anchors of headings": (re.sub("(Core.+|Group.+)", r'\1[¶](#a "Link to \1")', PLAIN), ""),
    "comments of a program": (re.sub("(Core.+|Group.+)", r"<!-- wp:heading -->\n\1\n<!-- /wp:heading -->", PLAIN), ""),
    "colours of Jira": (re.sub("(Core.+|Group.+)", r"{color:#0052cc}\1{color}", PLAIN), "is read as"),
    "names in LaTeX": (re.sub("(Core.+|Group.+)", r"\\subsection{\1}\\label{a}", PLAIN), "is read as"),
    "keycaps with arrows": (marked("1️⃣➡️ ", "2️⃣➡️ ", "1️⃣➡️ "), "'1️⃣➡️'"),
    "bars behind letters": (marked("A丨", "B丨", "A丨"), "'A丨'"),
    "items of a contract": (marked("第一款：", "第二款：", "第一款："), "'第一款：'"),
    "tags of references": (re.sub(r"\[([0-9])\]", r"[ref]\1[/ref]", PLAIN), "cites"),
    "Chinese words and numerals": (
        PLAIN.replace("[1][3]", "[来源一][来源三]").replace("[2]", "[来源二]").replace("[4]", "[来源四]"), "cites"
    ),
    "lists behind an equals sign": (
        PLAIN.replace("][", ", ").replace("[", "[source = "), "citations=['[source = {n}]']"
    ),
    "brackets wrapped after their numbers": (re.sub(r"\[([0-9])\]", "[\n  \\1\n  ]", PLAIN), ""),
    "a rule below": (PLAIN.replace("- ", "→ ") + "\n=====\n", "insights start with '→'"),
    "the number of points before a core": (PLAIN.replace("Core Insights", "Two core insights"), ""),
    "words that introduce a list": (PLAIN.replace("Core Insights", "The core insights are as follows:"), ""),
    "an abbreviation of number": (PLAIN.replace("Group 1", "Group n° 1"), "'Group n° 1'"),
    "dashes on both sides of a heading": (" ".join(PLAIN.replace("1: Outlook", "1 – Outlook –").split()), ""),
}  # fmt: skip


#: The dialects whose citations have no digits.
NO_DIGITS = (
    "raised", "circled citations", "circled citations in brackets", "Chinese numerals, listed", "citations in words",
    "Roman numerals", "Chinese words and numerals",
)  # fmt: skip


@pytest.mark.parametrize("name", DIALECTS)
def test_dialect_is_parsed_like_plain_text(name: str) -> None:
    text, said = DIALECTS[name]
    article = ri.parse(text)
    assert article == ARTICLE
    assert said in " ".join(each.message for each in article.diagnostics if each.code == "inferred-format")
    assert {each.severity for each in article.diagnostics} == {"info"}


@pytest.mark.parametrize("markers", [("→ ", "→ ", "→ "), ("◆", "◆", "◆"), ("①", "②", "①"), ("1、", "2、", "1、")])
@pytest.mark.parametrize(
    "first", ['"Prices"', "《Prices》", "$5bn", "@prices", "¿Prices", "…prices", "≥50", "**Prices**"]
)
def test_markers_precede_whatever_insights_begin_with(first: str, markers: tuple[str, ...]) -> None:
    for text in (marked(*markers), " ".join(marked(*markers).replace(": Outlook", "").split())):
        article = ri.parse(text.replace("Prices", first))
        assert [insight.text for insight in article.insights] == [f"{first} rose", "Costs fell", "Wages rose"]


#: Pages that are read only in their own dialect, and the words and numbers of their insights.
UNREAD = {
    "two stops": ("Core Insights ✜ Tin rose [1].. ✜ Zinc fell [2]..", "Tin rose 1, Zinc fell 2"),
    "footnotes": ("Core Insights\n- Tin rose[^1][^3]\n\n[^1]: Daily\n[^3]: Weekly\n", "Tin rose 1 3"),
    "areas": (
        "Core Insights - Mines cover 5 m² ¹ - They emit CO₂ ² - Tin rose ³",
        "Mines cover 5 m² 1, They emit CO₂ 2, Tin rose 3",
    ),
    "a dash before markers": (
        "Core Insights ■ Tin rose [1] ■ Lead fell [2] Group 1 — ■ Zinc fell [3]",
        "Tin rose 1, Lead fell 2, Zinc fell 3",
    ),
    "asides": ("Core Insights (1) Tin - a metal - rose [1] (2) Zinc fell [2]", "Tin - a metal - rose 1, Zinc fell 2"),
    "initials": ("Core Insights 1. Tin rose [1] 2. I. Lee sold zinc [2]", "Tin rose 1, I. Lee sold zinc 2"),
    "tags below a rule": ("Core Insights ** Tin rose [1] ** Zinc fell [2]\n\n---\n#tin", "Tin rose 1, Zinc fell 2"),
    "figures": (
        "Core Insights Tin rose [1] 10% of mines closed [2] 5G uses it [3]",
        "Tin rose 1, 10% of mines closed 2, 5G uses it 3",
    ),
    "as follows": ("核心观点如下：㈠锡价上涨[第1段] ㈡锌价下跌[第2段]", "锡价上涨 1, 锌价下跌 2"),
    "quotation marks": ("核心观点 - “锡”价上涨 «1» - 锌价被称为“低” «2»", "“锡”价上涨 1, 锌价被称为“低” 2"),
    "closing quotation marks": (
        "核心观点 - 锡价“大涨”（1） - 锌价下跌（2） - 铅价未变（3）",
        "锡价“大涨” 1, 锌价下跌 2, 铅价未变 3",
    ),
    "money": (
        "Core Insights ❗Tin rose [1] ❗Lead fell [2] Group 1: Gas ❗$5bn [3]",
        "Tin rose 1, Lead fell 2, $5bn 3",
    ),
    "keycaps": ("Core Insights 1️⃣10% of mines closed [1] 2️⃣Zinc fell [2]", "10% of mines closed 1, Zinc fell 2"),
    "Roman characters": ("核心观点 - 锡价上涨（Ⅰ、Ⅲ） - 锌价下跌（Ⅱ）", "锡价上涨 1 3, 锌价下跌 2"),
    "currency behind markers": ("Core Insights ‸ $5bn went [1] ‸ $6bn came [2]", "$5bn went 1, $6bn came 2"),
    "quoted words glued to markers": (
        "核心观点 🞿“小磨坊”涨价 [1] 🞿“小磨坊”罢工 [2] 🞿“小磨坊”停产 [3]",
        "“小磨坊”涨价 1, “小磨坊”罢工 2, “小磨坊”停产 3",
    ),
    "spaces": ("The  Core  Insights  -  Tin  rose  [1]  Group  1  -  Zinc  fell  [2]", "Tin rose 1, Zinc fell 2"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_page_is_read_in_its_dialect(name: str) -> None:
    text, said = UNREAD[name]
    article = ri.parse(text)
    read = [
        " ".join([each.text.rstrip("."), *(str(one.number) for one in each.citations)]) for each in article.insights
    ]
    assert ", ".join(read) == said
    assert article.sections[0].role == "core"
    assert {each.severity for each in article.diagnostics} == {"info"}


LABELS = ["“Green” gas", "《Daily》 news", "(Gas) prices", "eBay", "5G masts", "24/7 trade", "#1 seller", "The E.U."]


@pytest.mark.parametrize("between", [": ", " | ", ". "])
@pytest.mark.parametrize("label", LABELS)
def test_label_begins_and_ends_in_any_way(label: str, between: str) -> None:
    for page in (marked("→ ", "→ ", "→ "), marked("①", "②", "①")):
        text = page.replace(": Outlook", between + label)
        assert [group.label for group in ri.parse(text).groups] == [label]
        assert [group.label for group in ri.parse(" ".join(text.split())).groups] == [label]


def test_capitals_of_a_declared_heading_are_no_oddity() -> None:
    format = ri.Format("veille", headings=[ri.Heading(["📊 Les chiffres", "📅 À suivre"])], markers=["✅"])
    article = ri.parse("📊 Les chiffres\n✅ Tin rose [1]\n\n📅 À SUIVRE\n✅ zinc [2]\n", format=format)
    assert [section.heading for section in article.sections] == ["📊 Les chiffres", "📅 À SUIVRE"]


def test_note_that_begins_like_a_declared_heading_has_a_warning() -> None:
    article = ri.parse("核心洞察\n- 锡价上涨 [1]\n- 锌价下跌 [2]\n\n风险提示：数据仅供参考，不构成建议。\n")
    assert "leftover-marker" in {each.code for each in article.diagnostics}


def test_hyphen_before_the_only_label_is_no_part_of_it() -> None:
    assert ri.parse("Core Insights - Tin rose [1] Group 1-Gas - Zinc fell [2]").groups[0].label == "Gas"


def test_source_may_follow_the_word_for_an_original() -> None:
    assert ri.parse("锡价上涨\n原创 城乡报 2025年8月26日 08:14\n\n核心观点 - 锡价上涨 [1]").source == "城乡报"


def test_fields_in_brackets_are_read_above_other_headings() -> None:
    article = ri.parse(
        "【标题】锡价上涨\n【来源】城乡报\n【日期】2025-08-26\n\n【重点摘要】\n- 锡价上涨 [1]\n分组1\n- 锌价下跌 [2]\n"
    )
    assert (article.title, article.source) == ("锡价上涨", "城乡报")


@pytest.mark.parametrize("name", DIALECTS)
def test_dialect_keeps_places_in_the_text(name: str) -> None:
    text, _ = DIALECTS[name]
    (article,) = ri.parse_stream(text[at : at + 7] for at in range(0, len(text), 7))
    assert article.raw == text
    check_tiling(article, text)
    check_spans(article)
    for insight in article.insights:
        assert insight.text in insight.span.cut(text)
        assert all(str(each.number) in each.span.cut(text) or name in NO_DIGITS for each in insight.citations)


def test_line_that_begins_with_a_figure_continues_the_insight_above() -> None:
    article = ri.parse(PLAIN.replace("Costs fell", "Costs fell by\n3% in 2025,\n61 in all"))
    assert [each.text for each in article.insights][1] == "Costs fell by 3% in 2025, 61 in all"


@pytest.mark.parametrize("line", ["— The Daily, 2025-08-26", "> The Daily · 2025-08-26", "_The Daily, 2025-08-26_"])
def test_source_is_read_after_a_symbol_or_in_italics(line: str) -> None:
    article = ri.parse(f"Why prices rise\n{line}\n\n{PLAIN}")
    assert (article.title, article.source, len(article.insights)) == ("Why prices rise", "The Daily", 3)


@pytest.mark.parametrize(
    "lines",
    [
        "Fuente: The Daily\nFecha: 2025-08-26",
        "“The Daily”, 2025-08-26",
        "[[The Daily]] · 2025-08-26",
        "@The Daily · 2025-08-26",
        "![](d.png) The Daily · 2025-08-26",
        "Outlet: The Daily\nWhen: 2025-08-26",
        "Posted by The Daily · 2025-08-26",
        "((The Daily)) · 2025-08-26",
    ],
)
def test_source_is_read_from_symbols_and_fields_of_any_language(lines: str) -> None:
    article = ri.parse(f"Why prices rise: a guide\n{lines}\n\n{PLAIN}")
    assert (article.title, article.source, len(article.insights)) == ("Why prices rise: a guide", "The Daily", 3)


def test_counter_above_a_group_is_no_insight() -> None:
    article = ri.parse("二、分组1 - 价格上涨 [1] - 成本下降 [2] 三、分组2 - 工资上涨 [3] - 需求下降 [4]")
    assert [len(section.insights) for section in article.sections] == [2, 2]


def test_source_before_a_bar_is_no_field() -> None:
    article = ri.parse(f"县城里的咖啡馆：谁在喝？\n城乡观察｜2025-09-28 07:36\n\n{PLAIN.replace('- ', '→ ')}")
    assert (article.title, article.source) == ("县城里的咖啡馆：谁在喝？", "城乡观察")


@pytest.mark.parametrize("name", ["O'Hara & Sons", "U.S. steel", "A. Bray", "Ohio"])
def test_name_that_insights_begin_with_is_kept(name: str) -> None:
    article = ri.parse(f"Goup 1\n- {name} fell [1]\n- {name} rose [2]\n- {name} fell again [3]")
    assert [each.text for each in article.insights] == [f"{name} fell", f"{name} rose", f"{name} fell again"]


@pytest.mark.parametrize("heading", ["Group 1", "Investment Rating"])
def test_last_insight_with_another_marker_is_not_a_title(heading: str) -> None:
    article = ri.parse(f"Core Insights\n- Prices rose [1]\n\n{heading}\n* Costs fell")
    assert (article.title, [each.text for each in article.insights]) == (None, ["Prices rose", "Costs fell"])


def test_tags_in_a_declared_heading_are_its_words() -> None:
    declared = ri.Format("tags", headings=[ri.Heading(["Short <b>+"])], markers=["→"], source_lines=[])
    article = ri.parse("Short <b>+\n→ Copper is short\n→ Tin is rare", format=declared)
    assert [(each.heading, len(each.insights)) for each in article.sections] == [("Short <b>+", 2)]


@pytest.mark.parametrize("words", ["tuw", "in May", "zusammen mit"])
def test_words_between_citations_are_kept(words: str) -> None:
    article = ri.parse(f"Core Insights\n- Prices rose [1] {words} [3]\n- Costs fell [2] {words} [4]")
    assert [each.text for each in article.insights] == [f"Prices rose {words}", f"Costs fell {words}"]


def test_joined_numbers_after_a_word_are_citations() -> None:
    article = ri.parse("分组1 - 磨坊共用仓库 [来源20] - 面包亏钱 [来源26和37] 分组2 - 怀疑数字 [来源40]")
    assert list(article.cited) == [20, 26, 37, 40]


@pytest.mark.parametrize("beginning", ["（试行）", "【快讯】", "x, v ", "$1,250 ", "*Again*, ", "#1 "])
def test_beginning_that_insights_share_is_kept_after_markers(beginning: str) -> None:
    texts = [f"{beginning}prices fell", f"{beginning}costs rose", f"{beginning}mines closed"]
    article = ri.parse("Goup 1\n" + "\n".join(f"- {text} [{number}]" for number, text in enumerate(texts, 1)))
    assert [each.text for each in article.insights] == texts


def test_title_is_read_after_an_arrow() -> None:
    assert ri.parse(f"» Why prices rise\nThe Daily·2025-08-26 08:14\n\n{PLAIN}").title == "Why prices rise"


def test_symbols_below_the_insights_begin_no_insight() -> None:
    line = " ".join(PLAIN.split())
    article = ri.parse(f"Why prices rise\nThe Daily·2025-08-26 08:14\n\n{line}\n\nReply · Forward")
    assert [len(section.insights) for section in article.sections] == [2, 1]


def test_commas_after_citations_are_left_out() -> None:
    article = ri.parse("核心观点 - 价格上涨 [1]， - 成本下降 [2]， - 工资上涨 [3]， - 需求下降 [4]，")
    assert [each.text for each in article.insights] == ["价格上涨", "成本下降", "工资上涨", "需求下降"]


@pytest.mark.parametrize(
    "heading",
    [
        *("- 第一组：", "- **第一组**", "• 第一组：展望", "02｜第一组", "Part 2：分组1", "分组1丨展望", "分组一丨展望"),
        *("**一、分组1**", "＿＿分组1＿＿", "第一個分組", "Group 1｜分组1", "分组1｜Group 1", "分组1——【展望】"),
    ],
)
def test_chinese_groups_are_read_however_they_are_written(heading: str) -> None:
    other = heading.replace("2", "3").replace("一", "二").replace("组1", "组2").replace("p 1", "p 2")
    article = ri.parse(f"核心观点\n- 价格上涨 [1]\n- 成本下降 [2]\n{heading}\n- 工资上涨 [3]\n{other}\n- 需求下降 [4]")
    assert [(each.role, each.index, len(each.insights)) for each in article.sections] == [
        ("core", None, 2), ("group", 1, 1), ("group", 2, 1),
    ]  # fmt: skip
    assert {each.label for each in article.groups} <= {None, "展望"}


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        *(("第{n}组（共2组）：展望", "展望"), ("第{n}组（{n}/2）", None), ("第{r}组", None), ("分组{r}：展望", "展望")),
        *(("第{n}组·共2组：展望", "展望"), ("分组{n}\u3000共2组：展望", "展望"), ("分组{n}（共1条）：展望", "展望")),
    ],
)
def test_total_of_chinese_groups_is_not_their_label(heading: str, label: str | None) -> None:
    first, second = (heading.format(n=n, r="I" * n) for n in (1, 2))
    article = ri.parse(f"核心观点 - 价格上涨 [1] - 成本下降 [2] {first} - 工资上涨 [3] {second} - 需求下降 [4]")
    assert [(each.index, each.label, len(each.insights)) for each in article.groups] == [(1, label, 1), (2, label, 1)]


@pytest.mark.parametrize(
    "marker",
    [
        *("第{}条 ", "第（{}）点：", "第{}个观点：", "{}来，", "其{} ", "**要点{}：**", "第{}条. ", "第{}则："),
        *("第{}點——", "{}——", "{}·", "（ {} ）", "要点{}——", "洞察{}｜", "- 要点{}：", "【第{}条】", "{n}丨"),
        *("洞察#{n} ", "ℹ️ ", "{n}\ufe0f\u20e3、", "要点{n}\ufe0f\u20e3：", "**{n}\ufe0f\u20e3** ", "●：", "•、"),
        *("- [ x ] ", "- （√）", "**【要点{n}】**"),
    ],
)
def test_chinese_words_that_count_begin_insights(marker: str) -> None:
    texts = ["价格上涨", "2025年成本下降", "工资上涨"]
    points = "\n".join(f"{marker.format('一二三'[at], n=at + 1)}{text} [{at}]" for at, text in enumerate(texts))
    assert [each.text for each in ri.parse(f"核心观点\n{points}").insights] == texts


@pytest.mark.parametrize("marker", ["【第{}】", "[要点{}] ", "〔{}〕、", "（第{}条）", "【观点{n}】"])
def test_counters_in_brackets_on_one_line_are_no_citations(marker: str) -> None:
    first, second = (marker.format("一二"[at], n=at + 1) for at in (0, 1))
    points = f"{first}价格上涨 [1] {second}成本下降 [2] 分组1 {first}工资上涨 [3] {second}需求下降 [4]"
    article = ri.parse(f"核心观点 {points} 分组2 {first}产能减少 [5]")
    assert [each.text for each in article.insights] == ["价格上涨", "成本下降", "工资上涨", "需求下降", "产能减少"]


@pytest.mark.parametrize(
    "heading",
    [
        *("今日核心洞察", "核心洞察一览", "以下是核心洞察：", "01·核心洞察", "核心洞察与观点", "核心洞察&观点"),
        *("核心洞察｜2条", "核心Insights", "核心洞见", "Part One 核心洞察", "NO.1 核心洞察", "一，核心洞察"),
    ],
)
def test_words_around_those_of_a_chinese_core_are_part_of_it(heading: str) -> None:
    article = ri.parse(f"{heading} - 价格上涨 [1] - 成本下降 [2] 分组1 - 工资上涨 [3]")
    assert [(each.role, len(each.insights)) for each in article.sections] == [("core", 2), ("group", 1)]


def test_tags_around_a_chinese_core_are_no_words_of_it() -> None:
    article = ri.parse("<h2>核心洞察</h2> - 价格上涨 [1] - 成本下降 [2] 分组1 - 工资上涨 [3]")
    assert [each.code for each in article.diagnostics if each.severity != "info"] == []
    assert [(each.role, each.title) for each in article.sections] == [("core", "核心洞察"), ("group", "分组1")]


@pytest.mark.parametrize("between", ["\n", " "])
@pytest.mark.parametrize("parting", [" - ", " · ", "●", " −"])
def test_chinese_label_with_brackets_follows_a_marker(parting: str, between: str) -> None:
    labels = ["资金、补贴和公积金", "技术（贴墙式、廊桥式）", "楼道里的“签字率”"]
    groups = [
        between.join([f"分组{at}{parting}{label}", "- 工资上涨 [3]", "- 需求下降 [4]"])
        for at, label in enumerate(labels, 1)
    ]
    article = ri.parse(between.join(["核心观点", "- 价格上涨 [1]", "- 成本下降 [2]", *groups]))
    assert [each.label for each in article.groups] == labels


@pytest.mark.parametrize(
    "core",
    [
        *("The day's core insights", "Core Insights Summary:", "The Four Core Insights", "List of Core Insights:"),
        *("Let's start with the core insights:", "Core Insights, briefly:", "Core Insights at a glance"),
        *("Article digest – Core Insights", "**Core Insights** (4)", "**Core Insights** (4 points)"),
    ],
)
@pytest.mark.parametrize("between", [" ", "\n"])
def test_phrase_that_names_the_core_is_its_heading(core: str, between: str) -> None:
    article = ri.parse(between.join([core, "- Prices rose [1]", "- Costs fell [2]", "Group 1", "- Wages rose [3]"]))
    assert [(each.role, len(each.insights)) for each in article.sections] == [("core", 2), ("group", 1)]


@pytest.mark.parametrize(
    "group",
    [
        *("[Slide 9] Group {}", "幻灯片9：分组{}", "分组 NO{}", "第“{}”组", "Insights, Group {}"),
        *("Insights – Group {}", "下面是分组{}：", "分组{}之：", "要点第{}组", "‘分组{}’"),
    ],
)
def test_words_before_groups_are_left_out(group: str) -> None:
    groups = "\n".join(f"{group.format(at)}\n- Wages rose [{at}]" for at in (1, 2, 3))
    article = ri.parse(f"Core Insights\n- Prices rose [1]\n{groups}")
    assert [(each.role, each.index, each.label) for each in article.sections[1:]] == [
        ("group", at, None) for at in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "marker",
    [
        *("**Insight:** ", "{word} up: ", "{word} point – ", "**{word} point:** ", "💡 – ", "+ - "),
        *("**Key point:** ", "➡️: ", "<strong>({n})</strong> ", "- {n}\ufe0f\u20e3：", "- {n}——"),
        *("- **（{han}）**", "要点之{han}：", "第 {n} 点：", "（{han}）——", "- **{han}是** ", "{formal} ", "- {n} "),
        *(
            "**Finding {n} –** ",
            "**Insight {n} |** ",
            "第{n}条观点：",
            "**第{han}条** ",
            "**第{n}点：** ",
            "关键点{han}：",
        ),
    ],
)
@pytest.mark.parametrize("between", [" ", "\n"])
def test_words_and_signs_before_most_insights_are_markers(marker: str, between: str) -> None:
    texts = ["价格上涨", "成本下降", "工资上涨"]
    lines = ["核心观点"]
    for at, text in enumerate(texts):
        named = {"n": at + 1, "han": "一二三"[at], "formal": "壹贰叁"[at], "word": ("First", "Second", "Third")[at]}
        lines.append(f"{marker.format(**named)}{text} [{at + 1}]")
    article = ri.parse(between.join([*lines, "分组1", *lines[1:], "分组2", *lines[1:]]))
    assert [[each.text for each in section.insights] for section in article.sections] == [texts] * 3


@pytest.mark.parametrize(
    "group",
    ["Group {} about {}:", "Group {}, which covers “{}”:", "Group {} with the title “{}”:", "Group {} insights – {}"],
)
def test_words_between_groups_and_labels_are_left_out(group: str) -> None:
    labels = ["Wages and pay", "Demand: who buys"]
    groups = "\n".join(f"{group.format(at, label)}\n- Wages rose [{at}]" for at, label in enumerate(labels, 1))
    assert [each.label for each in ri.parse(f"Core Insights\n- Prices rose [1]\n{groups}").groups] == labels


@pytest.mark.parametrize("label", ["Jobs <b>and</b> pay", "Jobs&nbsp;and\u00ad pay", "<b>Jobs and pay</b>"])
def test_label_is_part_of_its_heading_with_markup_inside(label: str) -> None:
    text = f"Core Insights<br>- Prices rose [1]<br>Group 1: {label}<br>- Wages rose [2]"
    (group,) = ri.parse(text).groups
    assert group.label == label.removeprefix("<b>").removesuffix("</b>")
    assert group.label in (group.heading or "")


@pytest.mark.parametrize("counters", [("Point One", "Point Two", "Point Three"), ("1st", "2nd", "3rd")])
def test_bold_counters_of_a_core_alone_are_markers(counters: tuple[str, ...]) -> None:
    text = " ".join(f"**{counter}:** Prices rose [{at}]" for at, counter in enumerate(counters, 1))
    assert [each.text for each in ri.parse(f"# Core Insights: {text}").insights] == ["Prices rose"] * 3


@pytest.mark.parametrize(
    "citation",
    [
        *("**Source:** [{}], [9]", "| Source: [{}], [9]", "Source – [{}], [9]", "[ref. no. {}][ref. no. 9]"),
        *(
            "[Source – {}, 9]",
            "[[{0}]][{0}] [[9]][9]",
            "[see article, para. {}, 9]",
            "（见第{}、9段）",
            "（来源{}、9）",
        ),
        *("[text ¶{}][text ¶9]", "[Source: article, para. {}, 9]", "(based on paragraph(s) {} and 9)"),
    ],
)
def test_words_before_citations_are_left_out(citation: str) -> None:
    texts = ["Prices rose", "Costs fell", "Wages rose", "Demand fell", "Output grew"]
    lines = [f"- {text} {citation.format(at)}" for at, text in enumerate(texts, 1)]
    article = ri.parse("\n".join(["Core Insights", *lines[:3], "Group 1", *lines[3:]]))
    found = [(each.text, [one.number for one in each.citations]) for each in article.insights]
    assert found == [(text, [at, 9]) for at, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    "header",
    [
        "# 🚆 Why prices rise\n🗞️ The Daily · 📅 26 August 2025",
        *("**Title: Why prices rise**\nSource: The Daily, {}", "Why prices rise\n– The Daily (Aug 26, 2025)"),
        "Why prices rise\nRead in The Daily on {}",
        "Why prices rise\nThe Daily, on the 26th of August 2025",
        *("Why prices rise\nThe Daily, online since {}", "Why prices rise\nThe Daily | Last update: {}"),
        *("Why prices rise\nThe Daily · {} · 🕖 08:14", "Why prices rise\n{} · 5 min · The Daily"),
        *(
            "Why prices rise\nThe Daily\n5 min read · {}",
            "Why prices rise\nThe Daily\n{} – 5 min",
            "Why prices rise\nThe Daily · Tuesday morning, {}",
        ),
        *("📗【Why prices rise】\nThe Daily {}", "标题——Why prices rise\n来源——The Daily\n日期——{}"),
        "Title – Why prices rise\nSource – The Daily\nDate – {}",
        "Topic: Why prices rise\nSource: The Daily\nDate: {}",
        "**Title** Why prices rise\n**Source** The Daily\n**Date** {}",
        *("Why prices rise\nOriginally in The Daily, {}", "Why prices rise\nThe Daily, edition of {}"),
        "Digest of: Why prices rise\nSource: The Daily, {}",
        "Why prices rise\nOriginal source: The Daily\nOriginal date: {}",
        "Why prices rise\n来 源：The Daily\n日 期：{}",
    ],
)
def test_header_is_read_however_its_parts_are_named(header: str) -> None:
    read_with_header(header.format("26 August 2025"))


@pytest.mark.parametrize("line", ["Let me know if it helps!", "I hope this helps", "Would you like a table?"])
def test_line_to_readers_is_not_a_title(line: str) -> None:
    assert ri.parse(f"{PLAIN}\n{line}").title is None


def test_line_below_a_digest_on_one_line_is_no_heading() -> None:
    article = ri.parse("__Core Insights__ - Prices rose [1][3] - Costs fell [2] Group 1 - Wages rose [4]\n\nRead more")
    assert [section.heading for section in article.sections] == ["Core Insights", "Group 1"]


def test_source_is_read_behind_a_title() -> None:
    article = ri.parse(f"Why prices rise | The Daily\n2025-08-26\n\n{PLAIN}")
    assert (article.title, article.source) == ("Why prices rise", "The Daily")


def test_colon_between_a_citation_and_its_insight_is_left_out() -> None:
    article = ri.parse("Core Insights\n• [1]: Prices rose\n• [2]: Costs fell")
    assert [each.text for each in article.insights] == ["Prices rose", "Costs fell"]


def test_name_of_a_field_is_not_part_of_labels() -> None:
    article = ri.parse("Group 1\nTheme: Prices\n- Prices rose [1]\n\nGroup 2\nTheme: Costs\n- Costs fell [2]")
    assert [each.label for each in article.groups] == ["Prices", "Costs"]


def test_heading_in_a_list_of_references_is_a_group() -> None:
    article = ri.parse("Core Insights - Prices rose\n[1] - Costs fell\n[2] Group 1 - Wages rose\n[3]")
    assert [(each.role, len(each.insights)) for each in article.sections] == [("core", 2), ("group", 1)]


def test_symbols_around_a_title_are_left_out() -> None:
    assert ri.parse(f"__**Why prices rise**__\nThe Daily · 2025-08-26\n\n{PLAIN}").title == "Why prices rise"


@pytest.mark.parametrize(
    "text",
    [
        "Rain is due in the south (1). It may last (2).",
        "Our Group 1 tests passed → see [log] for details.\nGroup 2 tests did not [1].",
        "def group(one):\n    return one[1]  # core → insight [2]\n",
    ],
)
def test_other_text_is_not_a_digest_in_any_dialect(text: str) -> None:
    assert not ri.parse(text).sections


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("Core Insights\n- Prices rose [1]\n- Costs fell [2] → Wages rose [3]", "leftover-marker", "→ "),
        ("Core Insights\n- Prices rose [1]\n- Costs fell [2] Exports = Wages rose [3]", "leftover-marker", "="),
        ("Core Insights - Prices rose [1] Group 1– Core View - Costs fell [2]", "possible-heading", "Group 1–"),
        ("Core Insights\n- Prices rose [1]\n- Costs fell [2] ° Wages rose [3]", "leftover-marker", "° "),
        ("Core Insights\n- Prices rose [1]\n- Costs fell [2]\nWages rose [3]", "several-insights", "W"),
        ("Core Insights\n- (x) A rose [1]\n- (x) B fell [2]\n- (x) C rose [3]", "leftover-marker", "("),
        ("Core Insights\n- Prices rose [1]\n\n### END ###", "leftover-marker", "END ###"),
        ("Core Insights\n- Prices rose [1]\n- Costs fell [2)", "broken-citation", "[2"),
        ("Core Insights\n- Prices rose [1]\n- Costs fell [l][2]", "broken-citation", "[l]"),
        ("Core Insights\n- Prices rose [1]4]\n- Costs fell [2]", "broken-citation", "4]"),
        ("Core Insights\n- Prices rose [1]\n- Costs fell [2〉", "broken-citation", "[2"),
        ("Core Insights\n- Prices rose [1]\n- Costs fell [2 u. 3]", "broken-citation", "[2 u. 3]"),
        ("Core Insights\n- Prices rose [1]\n- Costs fell [1] [ 3]", "broken-citation", "[ 3]"),
        ("Сore Insights\n- Prices rose [1]\n- Costs fell [2]", "misspelt-heading", "Сore Insights"),
        ("Core Insigths\n- Prices rose [1]\n- Costs fell [2]", "misspelt-heading", "Core Insigths"),
        ("Core Insights\n- Prices rose [1]\n\nGruop 1\n- Costs fell [2]", "misspelt-heading", "Gruop 1"),
        ("核心观点 收起 - 铜价上涨 [1] 分组1 - 成本下降 [2]", "possible-heading", "收起"),
        (
            "Core Insights in brief: prices [1] - Costs fell [2] Group 1 - Wages rose [3]",
            "possible-heading",
            "Core Insights",
        ),
        ("Core Insights\n- Prices rose , [1]\n- Costs fell [2]", "leftover-marker", "[1]"),
        (
            "Group 1\n- Prices rose [1]\n\nAdvertisement\n\nGroup 2\n- Costs fell [2]",
            "possible-heading",
            "Advertisement",
        ),
        ("核心观点\n- 渡轮减班[1]\n\n本期第二组：乘客\n- 成本下降[2]", "possible-heading", "本期第二组：乘客"),
        ("核心观点 - 铜价上涨 [4] 【1】分组1 - 成本下降 [2]", "possible-heading", "分组1"),
        ("[1] Core Insights\n- Prices rose [2]\n- Costs fell [3]", "stray-citation", "[1]"),
        ("Core Insights Summary - Prices rose [1] Group 1 - Costs fell [2]", "possible-heading", "Summary"),
        ("Core Insights: **Tin rose** [1] **Zinc fell** [2]", "leftover-marker", "Core Insights: **"),
        ("Core Insights\n- Prices rose [1]\nGroup 1: Price’\n- Costs fell [2]", "leftover-marker", "Group 1: Price’"),
        (
            "Core Insights of the week in one short list:\n- Prices rose [1]\nGroup 1\n- Costs fell [2]",
            "possible-heading",
            "Core Insights of the week in one short list:",
        ),
        ("Core Insights – Daily News\n- Prices rose [1]\n- Costs fell [2]", "possible-heading", "Core Insights"),
        ("Core Insights\nnote Prices rose [1]\nnote Costs fell [2]\nnote Wages rose [3]", "leftover-marker", "n"),
        ("Core Insights\n- <c> Prices rose [1]\n- Costs fell [2]", "leftover-marker", "<c> "),
        ("Core Insights\n- ' Prices rose [1]\n- Costs fell [2]", "leftover-marker", "' "),
        ("Core Insights\n- Prices rose [1]\n- 2、Costs fell [2]\n- 3、Wages rose [3]", "leftover-marker", "P"),
        ("Core Insights - Prices rose [1] Sales - Demand - It grew [2] - Tin fell [3]", "possible-heading", "Demand"),
        ("Core Insights - Prices rose [1] - Demand - It grew [2] Group 1 - It fell [3]", "possible-heading", "Demand"),
        (
            "Group 1 · Wool Trade - Prices rose [1] Group 2 · Ore - Tin fell [2]",
            "possible-heading",
            "Group 1 · Wool Trade - Prices rose [1]",
        ),
        (
            "分组一《出口》 - 铜价上涨 [1] 分组二《工资》 - 成本下降 [2]",
            "possible-heading",
            "分组一《出口》 - 铜价上涨 [1]",
        ),
        ("Group 1 1 - Prices rose [1]", "leftover-marker", "Group 1 1"),
        ("Core Insights - Prices rose [1] ⦏Group 1 | Ore⦎ - Tin fell [2]", "leftover-marker", "⦏Group 1 | Ore⦎"),
    ],
)
def test_odd_results_have_warnings(text: str, code: str, place: str) -> None:
    found = [each.span.cut(text) for each in ri.parse(text).diagnostics if each.code == code and each.span is not None]
    assert found == [place]
    with pytest.raises(ri.ParseError):
        ri.parse(text, strict=True)


@pytest.mark.parametrize(
    "text",
    [
        "1. Core Insights - Main Risks - Prices rose [1] - Costs fell [2] - Wages rose [3]",
        "Core Insights - Prices rose [1] Mill Sales - Main Risks - Costs fell - Wages rose [3]",
        "Core Insights - Prices rose [1] Mill Sales - Risks: tin - Costs fell [2] - Wages rose [3]",
    ],
)
def test_few_words_above_a_list_are_not_odd(text: str) -> None:
    assert not set(codes(ri.parse(text))) & {"possible-heading"}


def test_headings_after_citations_are_read_between_undeclared_markers() -> None:
    text = "Core Insights ➢ Prices rose [1] ➢ Wages rose [2] ### Group 1: Supply ➢ Costs fell [3] ➢ Stocks rose [4]"
    assert [(each.role, each.label, len(each.insights)) for each in ri.parse(text).sections] == [
        ("core", None, 2),
        ("group", "Supply", 2),
    ]


def test_counted_insights_that_stay_together_are_reported() -> None:
    article = ri.parse("Core Insights a) Word 1 [1] b) Word 2 [2] c) Word 3 [3]")
    assert len(article.insights) == 3 or codes(article).count("several-insights") == 2


#: What may count points: declared, as on the page, and the first five numbers in it.
COUNTERS = (
    ("{n}.", "{}. ", "12345"),
    ("({n})", "({}) ", "12345"),
    ("{r})", "{}) ", ("i", "ii", "iii", "iv", "v")),
    ("{r}.", "{}. ", ("I", "II", "III", "IV", "V")),
    ("{letter})", "{}) ", "abcde"),
    ("{c}、", "{}、", "一二三四五"),
    ("（{c}）", "（{}）", "一二三四五"),
    ("{n}、", "{}、", "12345"),
    ("#{n}", "#{} ", "12345"),
)
PAGES = (*((page, numbers) for _, page, numbers in COUNTERS), ("{} ", "①②③④⑤"))
POINTS = ("铜供应紧张", "Prices rose in May", "Two mines closed", "锡价大幅下跌")


@pytest.mark.parametrize("between", ["\n", " ", " [2]\n", " [2] "])
@pytest.mark.parametrize("shape", [shape for shape, _, _ in COUNTERS])
def test_points_with_other_counters_than_declared_are_not_merged_in_silence(shape: str, between: str) -> None:
    key_points = [ri.Heading(["Key Points", "要点"], role="core")]
    citations = ["[{n}]"] * ("[" in between)
    format = ri.Format("mine", headings=key_points, numbered_markers=[shape], citations=citations, markers=[])
    merged = list[str]()
    orders = [(0, 1, 2, 3), (0, 1), (0, 1, 3, 4), (1, 2, 3, 4), (0, 2, 1, 3), (0, 0, 0, 0)]
    for (page, numbers), order in itertools.product(PAGES, orders):
        points = [page.format(numbers[at]) + words for at, words in zip(order, POINTS, strict=False)]
        for heading in ("Key Points\n", "要点\n"):
            text = heading + between.join(points) + between.rstrip()
            articles = list(ri.parse_many(text, format=format))
            found = [insight.text for article in articles for insight in article.insights]
            is_told = any(each.severity == "warning" for article in articles for each in article.diagnostics)
            merged += [] if is_told or found == [*POINTS[: len(order)]] else [f"{text!r}: {found}"]
    assert not merged, "\n".join(merged)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- Copper is scarce - Prices rose in May\n- Two mines closed - Tin fell", "several-insights"),
        ("- Copper is scarce [1] - Prices rose in May - Two mines closed [3] - Tin fell", "several-insights"),
        ("1. Copper is scarce [1] 1. Prices rose in May 1. Two mines closed [3] 1. Tin fell", "several-insights"),
        ("1. Copper is scarce 3. Prices rose in May\n2. Two mines closed 4. Tin fell", "several-insights"),
        ("A. Copper is scarce C. Prices rose in May B. Two mines closed", "several-insights"),
        ("I. Copper is scarce\n\nII. Prices rose in May\n\nIII. Two mines closed", "leftover-marker"),
    ],
)
def test_points_inside_others_and_points_left_out_are_reported(text: str, code: str) -> None:
    numbered = ["{letter}."] if text[0] in "AI" else ["{n}."]
    citations = ["[{n}]"] * ("[" in text)
    format = ri.Format(
        "mine", [ri.Heading(["Points"])], numbered_markers=numbered, markers=["-"], citations=citations, source_lines=[]
    )
    assert code in codes(ri.parse(f"Points\n{text}", format=format))


def test_points_with_undeclared_counters_are_read_if_only_numbers_are_declared() -> None:
    format = ri.Format(
        "mine", headings=[ri.Heading(["Points"])], numbered_markers=["{r}."], citations=["({n})"], markers=[]
    )
    article = ri.parse("Points\na) Copper is scarce (1)\nb) Two mines closed (2)", format=format)
    assert [(each.text, each.citations[0].number) for each in article.insights] == [
        ("Copper is scarce", 1),
        ("Two mines closed", 2),
    ]
    assert codes(article).count("inferred-format") == 1


@pytest.mark.parametrize(
    "text",
    [
        "1) Copper is scarce\n2) Bonds mature; the 3) shortest first\n3) Four of ten wait",  # names the third
        "1) Ms A. Bray and Mr D. Lee left\n2) Prices rose (for now)",
        "1) T - glass costs more than E - glass\n2) Zinc fell",
        "1) See (a) the costs and (b) the prices\n2) Zinc fell",
        "1) Ms A. Bray, Mr C. Ohm and Ms B. Lee left\n2) Prices rose",
        "1) Prices rose - Tin most of all\n2) Zinc fell\n3) Copper stood still",
    ],
)
def test_numbers_and_letters_in_sentences_are_not_reported_as_points(text: str) -> None:
    format = ri.Format("mine", headings=[ri.Heading(["Points"])], numbered_markers=["{n})"])
    article = ri.parse(f"Points\n{text}", format=format)
    assert len(article.insights) == text.count("\n") + 1
    assert "several-insights" not in codes(article)


@pytest.mark.parametrize(
    "words", ["The PTA - SC spread fell", "Zinc rose, and tin - Lead fell too", "Zinc fell in May - but lead did not"]
)
def test_dashes_inside_cited_statements_are_not_reported_as_points(words: str) -> None:
    article = ri.parse(f"Core Insights - Copper is scarce [1] - {words} [2] - Tin fell sharply")
    assert [each.text for each in article.insights] == ["Copper is scarce", words, "Tin fell sharply"]
    assert "several-insights" not in codes(article)


def test_title_below_that_begins_like_an_insight_is_reported() -> None:
    format = ri.Format("mine", headings=[ri.Heading(["Points"], role="core")], markers=["-"])
    article = ri.parse("Points\n(1) Copper is scarce (2) Two mines closed", format=format)
    assert [
        each.span and each.span.cut(article.raw)[:3] for each in article.diagnostics if each.severity == "warning"
    ] == ["(1)"]


def test_misspelt_heading_has_the_role_that_is_meant() -> None:
    article = ri.parse("Core Insigths\n- Prices rose [1]\n\nGruop 1\n- Costs fell [2]\n\nGruop 2\n- Wages rose [3]")
    assert [(section.role, section.index) for section in article.sections] == [
        ("core", None),
        ("group", 1),
        ("group", 2),
    ]


def test_look_again_reads_declared_formats_too() -> None:
    notes = ri.Format("notes", headings=[ri.Heading(["In short"])], markers=["-"], citations=["({n})"])
    plain = ri.parse("In short\n- Prices rose (1)\n- Costs fell (2)", format=notes)
    article = ri.parse("In short\n✓ Prices rose (1)\n✓ Costs fell (2)", format=notes)
    assert article == plain
    assert "inferred-format" in codes(article)


def test_each_article_of_a_page_has_its_own_dialect() -> None:
    arrows, checks = PLAIN.replace("- ", "→ "), PLAIN.replace("- ", "✓ ")
    articles = list(ri.parse_many(f"One\nDaily·2025-08-26\n\n{arrows}\nTwo\nDaily·2025-08-27\n\n{checks}"))
    assert [each.title for each in articles] == ["One", "Two"]
    assert [each.sections for each in articles] == [ARTICLE.sections] * 2


def test_explain_shows_what_was_inferred() -> None:
    evidence = ri.explain(PLAIN.replace("- ", "→ "))
    assert [each.facts for each in evidence if each.label == "looked again"]
    evidence = ri.explain("# Outlook\n- Prices rose [1]\n", format="perplexity")
    assert "looked again" not in [each.label for each in evidence]


def test_explain_agrees_with_parse_on_what_only_a_second_look_reads() -> None:
    text = "\n\n".join(f"Group {n}\n\nPrices fell in May [{n}]\n\nCosts rose in May [{n}]" for n in (1, 2))
    assert len(ri.parse(text).insights) == 4
    assert "no digest" not in [each.label for each in ri.explain(text)]


@pytest.mark.parametrize(("text", "markers"), [("Rain.", "-"), ("In short\n- Prices » costs rose [1]\n", "»-")])
def test_declared_markers_and_other_text_have_no_warnings(text: str, markers: str) -> None:
    headings = [ri.Heading(["In short"]), ri.Heading(["Group"])]
    notes = ri.Format("notes", headings=headings, markers=list(markers), citations=["[{n}]"])
    grammar = compile_format(notes, None)
    assert not [each for each in find_odd(ri.parse(text, format=notes), grammar) if each.code]
    assert not find_odd(ri.Article(raw="Rain."), grammar)
    digest = compile_format(ri.formats()["digest"], None)
    assert not digest.leads.may_be_in("The group met. " * 60)


def test_translation_reports_where_it_would_change_words() -> None:
    (insight,) = ri.parse("Core Insights - Tin and zinc rose [1]").insights
    section = ri.Section("other", insights=[evolve(insight, start=0, end=12)])
    article = ri.Article(raw="Tin and zinc", sections=[section])
    assert Translation("Tin → zinc", [Edit(4, 5, "and")]).edits_in_words([article])
    assert not Translation("Tin and zinc ", [Edit(12, 13, "")]).edits_in_words([article])


def test_translation_maps_places_back() -> None:
    translation = Translation("→ Tin rose (1)", [Edit(0, 1, "•"), Edit(11, 14, "[12]")])
    assert translation.text == "• Tin rose [12]"
    assert translation.place_of(0, 1) == (0, 1)
    assert translation.place_of(2, 15) == (2, 14)
    assert translation.place_of(12, 13) == (11, 14)


@pytest.mark.parametrize("around", ["[{}]", "【{}】", "({})", "《{}》", "** {} **"])
def test_brackets_around_a_heading_do_not_belong_to_it(around: str) -> None:
    text = PLAIN.replace("Group 1: Outlook", around.format("Group One"))
    assert [section.heading for section in ri.parse(text).groups] == ["Group One"]


@pytest.mark.parametrize("heading", ["**Group 1:** Outlook", "**Group 1** Outlook", "### **Group 1:** _Outlook_"])
def test_label_after_a_bold_number_belongs_to_the_group(heading: str) -> None:
    article = ri.parse(PLAIN.replace("Group 1: Outlook", heading))
    assert (article, [section.label for section in article.groups]) == (ARTICLE, ["Outlook"])


def test_raised_number_of_a_unit_is_not_a_citation_next_to_declared_ones() -> None:
    article = ri.parse(PLAIN.replace("Prices rose", "Areas grew to 5 m<sup>2</sup>"))
    assert article.insights[0].text == "Areas grew to 5 m<sup>2</sup>"
    assert [each.number for each in article.insights[0].citations] == [1, 3]


def test_tags_divide_insights_while_tags_inside_them_are_kept() -> None:
    article = ri.parse(PLAIN.replace("Costs fell", "Costs <b>fell</b>").replace("\n", "<br>"))
    texts = ["Prices rose", "Costs <b>fell</b>", "Wages rose"]
    assert ([each.text for each in article.insights], "html-markup" in codes(article)) == (texts, True)


def test_look_again_does_not_take_a_list_below_the_digest_for_a_title() -> None:
    insights = "".join(f"- Prices fell {number}% [p. {number}]\n" for number in range(1, 150))
    listed = "".join(f"[{number}] A Title {number} https://example.com/{number}\n" for number in range(1, 100))
    format = ri.Format("pages", [ri.Heading(["The gist"], role="core")], markers=["-"], citations=["[p. {n}]"])
    article = ri.parse(f"The gist\n{insights}\nReferences\n{listed}", format=format)
    assert "\n" not in (article.title or "")
    assert len([each for each in article.insights if each.citations]) == 149


def test_citations_with_spaces_are_read_next_to_declared_ones() -> None:
    article = ri.parse("Core Insights\n- Copper is short [1,3]\n- Prices rose [ 2 ]\n\nGroup 1\n- Mines closed [4]")
    assert [[cited.number for cited in each.citations] for each in article.insights] == [[1, 3], [2], [4]]


def test_letter_with_a_stop_begins_insights() -> None:
    article = ri.parse("Core Insights\na. Costs rose [1]\na. U.S. stocks fell [2]\n\nGroup 1\na. Mines closed [3]")
    assert [each.text for each in article.insights] == ["Costs rose", "U.S. stocks fell", "Mines closed"]


def test_numbers_joined_by_a_chinese_word_are_citations_even_once() -> None:
    article = ri.parse("核心观点 - 铜价上涨 [2] - 成本下降 [26和46] - 出口增长 [4]")
    assert [[cited.number for cited in each.citations] for each in article.insights] == [[2], [26, 46], [4]]


def test_several_chinese_characters_join_no_citations() -> None:
    assert CITATION.search("[8\n参考资料\n65]") is None


def test_marker_that_an_edit_wrote_is_never_read_as_a_word() -> None:
    headings = [ri.Heading(["Core"], role="core", families=["Summary of {text}"])]
    format = ri.Format("notes", headings, markers=["-"], citations=["*{n}*"], unmarked=True)
    article = ri.parse("Core\nSummary of a [1][2|Summary of a [1]", format=format)
    check_spans(article)
    check_spans(ri.parse("INVESTMENT RATING\n- Prices.[[202]][[719]][[4[182]][[775]][[678] near"))
    assert not any(each.text.startswith("-") for each in article.insights)


def test_citations_at_both_ends_of_insights_are_reported() -> None:
    points = "[1]: Cases fell near avenues [8]\n[2]: The clinic counted visits [8][9]"
    article = ri.parse(f"Core Insights\n- Prices rose [1]\n- Wages rose [2]\n\nGroup 1\n{points}\n")
    assert "leftover-marker" in codes(article)


def test_other_marker_below_a_declared_heading_in_capitals_begins_an_insight() -> None:
    article = ri.parse("Core Insights\n- Prices rose [1]\n\nINVESTMENT RATING\n* Hold")
    assert (article.title, [each.text for each in article.insights]) == (None, ["Prices rose", "Hold"])


def test_stop_before_a_group_is_not_odd() -> None:
    article = ri.parse("Core Insights - Prices rose [1] . Group 1 - Costs fell [2] - Tin ~ rose [3]")
    assert [
        article.raw[each.start] for each in find_odd(article, compile_format(ri.formats()["digest"], None)) if each.code
    ] == ["~"]


def test_name_before_a_colon_and_a_date_is_a_source() -> None:
    assert (
        ri.parse("价格上涨\n面粉周刊：2025-08-26\n\n核心观点 - 价格上涨 [1] 第1组 - 成本下降 [2]").source == "面粉周刊"
    )


@pytest.mark.parametrize(
    "cited",
    [
        "[2]-[4]",
        "[2至4]",
        "[2 to 4]",
        "[2]–[3][4]",
        "[2] to [4]",
        "[2]至[4]",
        "[2] through [4]",
        "[2 through 4]",
        "[2..4]",
        "[2〜4]",
        "[2…4]",
        "[2 thru 4]",
    ],
)
def test_citations_may_be_a_range_in_any_notation(cited: str) -> None:
    article = ri.parse(f"Core Insights\n- Prices rose {cited}\n- Costs fell [1]")
    assert [[each.number for each in insight.citations] for insight in article.insights] == [[2, 3, 4], [1]]
    assert [each.text for each in article.insights] == ["Prices rose", "Costs fell"]


@pytest.mark.parametrize(
    "heading",
    [
        *("(Group 1: {})", "(Group 1) – {}", "1) Group 1 – {}", "Group 1 ( {} )", "Group 1 (*{}*)", "(1) Group 1: {}"),
        *("（第一组）：{}", "“Group 1: {}”", "<h3>Group 1 | {}</h3>"),
    ],
)
@pytest.mark.parametrize("label", ["Outlook", "Jobs (and pay)", "Jobs “and pay”", "Jobs（薪酬）"])
def test_label_keeps_the_brackets_that_are_its_own(heading: str, label: str) -> None:
    article = ri.parse(PLAIN.replace("Group 1: Outlook", heading.format(label)))
    assert [section.label for section in article.sections] == [None, label]


def test_tag_of_a_heading_between_long_lines_begins_no_article() -> None:
    long = "Prices of copper, of tin and of all that is smelted from ores with little sulphur rose - by a fifth"
    text = f"Prices\nDaily·2025-08-26\n\nCore Insights - {long} [1] <h3>🐝 Group 1</h3> - {long} [2] - {long} [3]"
    (article,) = ri.parse_many(text)
    assert [(section.role, len(section.insights)) for section in article.sections] == [("core", 1), ("group", 2)]


def test_raised_citations_may_be_a_range() -> None:
    article = ri.parse("Core Insights\n- Prices rose ²⁻⁴\n- Costs fell ¹˒³\n- Wages rose ⁵")
    cited = [[citation.number for citation in insight.citations] for insight in article.insights]
    assert cited == [[2, 3, 4], [1, 3], [5]]


@pytest.mark.parametrize("header", ["T\nDaily\n·\n2025-08-26", "T\nDaily\n|\nAugust 26, 2025"])
def test_source_and_date_may_have_lines_with_a_dot_between(header: str) -> None:
    (article,) = ri.parse_many(f"Why prices rise so {header}\n\n{PLAIN}")
    assert (article.title, article.source, article.published is not None) == ("Why prices rise so T", "Daily", True)


def test_fields_of_a_header_may_be_on_one_line_with_the_author() -> None:
    article = ri.parse(
        "铜价\n作者：李卫东　来源：北方报　时间：2025-10-21\n\n核心观点 - 价格上涨 [1] 分组1 - 成本下降 [2]"
    )
    assert (article.title, article.source, article.published is not None) == ("铜价", "北方报", True)


@pytest.mark.parametrize("note", [" [edit]", "[edit]"])
def test_note_in_brackets_after_a_core_is_not_its_heading(note: str) -> None:
    assert ri.parse(PLAIN.replace("Core Insights\n", f"Core Insights{note} ")) == ARTICLE


def test_capital_at_a_line_start_below_an_uncited_statement_continues_it() -> None:
    article = ri.parse("Core Insights - Fuel cells were sold to Ohio Electric\nPower Co. for cash [1] - Costs fell [2]")
    assert [each.text for each in article.insights] == [
        "Fuel cells were sold to Ohio Electric Power Co. for cash", "Costs fell",
    ]  # fmt: skip


def test_wrapped_chinese_lines_are_joined_without_spaces() -> None:
    article = ri.parse("核心观点\n- 数据中心用电量\n  达1660亿 千瓦时 [1]\n- 成本，\n下降 [2]")
    assert [each.text for each in article.insights] == ["数据中心用电量达1660亿 千瓦时", "成本，下降"]


def test_citation_on_the_line_below_a_core_is_not_lost_in_silence() -> None:
    assert "stray-citation" in codes(ri.parse("Core Insights\n[1]: Prices fell\n[9]: Tin rose"))


def test_word_before_a_colon_in_a_title_is_no_field() -> None:
    article = ri.parse(f"Prices in: a survey\n2025-08-26\n\n{PLAIN.replace('- ', '✜ ')}")
    assert (article.title, article.source) == ("Prices in: a survey", None)


def test_marker_at_line_ends_does_not_cut_the_text_off() -> None:
    for between in ("\n", " "):
        article = ri.parse(PLAIN.replace("]\n", f"] ·{between}"))
        assert article == ARTICLE
        assert not article.truncated


def test_words_for_and_join_citations() -> None:
    article = ri.parse("Core Insights - Costs rose [1] as well as [2] - Mines closed [3] as well as [4]")
    assert [each.text for each in article.insights] == ["Costs rose", "Mines closed"]


@pytest.mark.parametrize(
    "heading", ["Insights of Group {}: {}", "Group {}: {}.", "Group {}: {}。", "Group {}: {} (AI)", "Group {}: {} »"]
)
def test_words_and_stops_that_all_groups_have_are_not_part_of_them(heading: str) -> None:
    texts = (
        f"{form.format(1, 'Wages')}\n- A [1]\n{form.format(2, 'Costs')}\n- B [2]" for form in ("Group {}: {}", heading)
    )
    plain, article = map(ri.parse, texts)
    assert article == plain


@pytest.mark.parametrize(
    ("first", "second"),
    [("Mines in the U.S.", "Costs in the U.S."), ("Halden Inc.", "Orion Inc."), ("Mines (2025)", "Costs (2025)")],
)
def test_abbreviation_or_year_is_part_of_labels_that_all_have_it(first: str, second: str) -> None:
    article = ri.parse(f"Group 1: {first}\n- A [1]\nGroup 2: {second}\n- B [2]")
    assert [section.label for section in article.sections] == [first, second]


def test_marker_behind_a_heading_in_bold_is_no_decoration() -> None:
    article = ri.parse("Group 1 * Prices [1]\n\n**Group 2** * 3.2 *slanted* 1.5 [1]")
    assert [(each.label, each.insights[0].text) for each in article.sections] == [
        (None, "Prices"),
        (None, "3.2 *slanted* 1.5"),
    ]


def test_declared_heading_begins_no_insight_in_any_dialect() -> None:
    headings = [ri.Heading(["📊 Les chiffres", "📅 À suivre"])]
    format = ri.Format("notes", headings, markers=["✅"], citations=["(réf. {n})"])
    text = "📊 Les chiffres\n✅ в (réf. 1)\n✅ Prix (réf. 1)\n\n📅 À suivre\n✅ в Prix (réf. 1)"
    assert [section.heading for section in ri.parse(text, format=format).sections] == [*headings[0].words]


def test_citation_below_a_heading_is_no_decoration() -> None:
    article = ri.parse("Core Insights\n[1] Prices fell\n[9][4] Tin rose\n")
    assert [[each.number for each in insight.citations] for insight in article.insights] == [[1], [9, 4]]


def test_lines_with_different_signs_are_no_fields() -> None:
    article = ri.parse("铜价上涨丨早报\nPrices | 2025-08-26 08:14\n\nCore Insights\n- A [1]")
    assert (article.title, article.source) == ("铜价上涨丨早报", "Prices")


def test_heading_that_the_first_look_reads_is_a_heading_for_the_second() -> None:
    article = ri.parse("核心观点如下： ➤价格上涨 [1] ➤成本下降 [2] 第一组 ➤工资上涨 [3]")
    assert [len(section.insights) for section in article.sections] == [2, 1]
    assert {each.severity for each in article.diagnostics} == {"info"}


def test_last_line_is_no_heading_in_any_dialect() -> None:
    plain, article = (ri.parse(f"{head}{PLAIN[13:]}\nPosted in News") for head in ("Core Insights", "“Core Insights”"))
    assert article == plain
    assert not article.truncated


@pytest.mark.parametrize("heading", ["【第1组】", "“第1组”"])
def test_number_of_a_group_in_brackets_is_no_citation(heading: str) -> None:
    text = f"核心观点\n- 价格上涨 [第1段]\n- 成本下降 [第2段]\n{heading}\n- 工资上涨 [第1段]"
    assert [section.index for section in ri.parse(text).sections] == [None, 1]


@pytest.mark.parametrize("label", ["→", "“”", "[", "¶ ¶", "[]", "((()))", "* →", "^"])
def test_label_may_consist_of_symbols(label: str) -> None:
    article = ri.parse(f"Core Insights\n- A [1]\n\nGroup 1: {label}\n- B [2]\nGroup 2: {label}\n- C [3]")
    assert [section.index for section in article.sections] == [None, 1, 2]
    check_spans(article)


def test_labels_that_are_the_same_are_none() -> None:
    article = ri.parse("Group 1 #leaf - Costs rose [1] Group 2 #leaf - Mines closed [3]")
    assert [each.label for each in article.sections] == [None, None]


@pytest.mark.parametrize("gap", ["\u3000", " | ", "  "])
def test_fields_may_be_on_one_line(gap: str) -> None:
    article = ri.parse(f"Title: T{gap}Source: The Daily{gap}Date: 2025-08-26\n\n{PLAIN}")
    assert (article.title, article.source, len(article.insights)) == ("T", "The Daily", 3)


@pytest.mark.parametrize(
    "header",
    [
        "| Title | T |\n|---|---|\n| Source | The Daily |\n| Date | 2025-08-26 |",
        "[Title] T\n[Source] The Daily\n[Date] 2025-08-26",
        'title = "T"\nsource = "The Daily"\ndate = 2025-08-26',
    ],
)
def test_fields_may_have_other_signs_than_colons(header: str) -> None:
    article = ri.parse(f"{header}\n\n{PLAIN}")
    assert (article.title, article.source) == ("T", "The Daily")


@pytest.mark.parametrize("header", ["Source: The Daily\nDate: 2025-08-26", "The Daily – 2025-08-26"])
def test_title_and_source_with_a_symbol_are_not_fields(header: str) -> None:
    article = ri.parse(f"Timber: the long wait\n{header}\n\n{PLAIN.replace('- ', '✜ ')}")
    assert (article.title, article.source) == ("Timber: the long wait", "The Daily")


def test_words_in_brackets_after_groups_are_labels() -> None:
    article = ri.parse("分组1（老磨坊） - 铜价上涨 [2] - 成本下降 [3] 分组2（下一步） - 出口增长 [4]")
    assert [each.label for each in article.sections] == ["老磨坊", "下一步"]


@pytest.mark.parametrize(
    "cite",
    [
        lambda numbers: "".join(f"[{ROMAN[number]}]" for number in numbers),
        lambda numbers: "[" + ", ".join(ROMAN[number].upper() for number in numbers) + "]",
        lambda numbers: "".join(f"[{'一二三四'[number - 1]}]" for number in numbers),
        lambda numbers: "(see para. " + ", ".join(map(str, numbers)) + ")",
        lambda numbers: "(source: paragraphs " + ", ".join(map(str, numbers)) + ")",
        lambda numbers: "（来源：第" + "、".join(map(str, numbers)) + "段）",
        lambda numbers: "".join(f"＜{number}＞" for number in numbers),
        lambda numbers: "".join(f"【4:{number}†source】" for number in numbers),
        lambda numbers: "<sup>" + "".join(f"({number})" for number in numbers) + "</sup>",
        lambda numbers: "<sup>" + "、".join(map(str, numbers)) + "</sup>",
        lambda numbers: "".join(f"[{number}] (https://daily.example/#{number})" for number in numbers),
    ],
)
@pytest.mark.parametrize("text", [PLAIN, " ".join(PLAIN.split())])
def test_numbers_in_other_notations_and_brackets_cite(cite: Callable[[list[int]], str], text: str) -> None:
    cited = re.sub(r"(?:\[\d\])+", lambda run: cite([int(number) for number in re.findall(r"\d", run[0])]), text)
    wanted = [(each.text, [one.number for one in each.citations]) for each in ri.parse(text).insights]
    assert [(each.text, [one.number for one in each.citations]) for each in ri.parse(cited).insights] == wanted


def test_range_in_words_of_chinese_paragraphs_cites() -> None:
    article = ri.parse("核心观点\n- 铜价上涨[第2至4段]\n- 成本下降[第6段]\n- 需求回暖[第7至8段]\n")
    assert [[each.number for each in one.citations] for one in article.insights] == [[2, 3, 4], [6], [7, 8]]


@pytest.mark.parametrize("core", ["[核心观点]", "<核心观点>", "P1 核心观点", "Ⅰ 核心观点", "核\u2f3c观点"])
@pytest.mark.parametrize("group", ["第（{c}）组", "{c}组：", "分组{r}", "<分组{n}>", "[分组{n}]"])
@pytest.mark.parametrize("parted", ["\n", " "])
def test_chinese_headings_are_read_in_brackets_and_notations(core: str, group: str, parted: str) -> None:
    first, second = (group.format(n=each, c="一二"[each - 1], r=ROMAN[each].upper()) for each in (1, 2))
    text = parted.join([core, "- 铜价上涨 [1]", first, "- 成本下降 [2]", second, "- 需求回暖 [3]"])
    assert [(each.role, each.index) for each in ri.parse(text).sections] == [("core", None), ("group", 1), ("group", 2)]


@pytest.mark.parametrize(
    "shape", ["[{}号、{}号]", "[{}条{}]", "（{}页、{}页）", "[{}以及{}]", "[第{}节、第{}节]", "[{}壹拾壹{}]"]
)
def test_chinese_words_between_numbers_that_cite_are_no_numerals(shape: str) -> None:
    text = "核心观点\n" + "".join(f"- 铜价上涨{shape.format(at, at + 2)}\n" for at in (1, 2, 5))
    cited = [[each.number for each in one.citations] for one in ri.parse(text).insights]
    assert cited in ([[1, 3], [2, 4], [5, 7]], [[], [], []])


@pytest.mark.parametrize("cited", ["[第 {} 段][第 {} 段]", "[注{c}][注{c}]", "[註{c}][註{c}]", "[{}]丨[{}]"])
def test_chinese_notes_and_spaced_paragraphs_cite(cited: str) -> None:
    first, second, third = (
        cited.replace("{c}", "{}").format(*(("一二三四五"[n - 1] for n in pair) if "{c}" in cited else pair))
        for pair in ((1, 3), (2, 4), (3, 5))
    )
    article = ri.parse(f"核心观点\n- 铜价上涨{first}\n- 成本下降{second}\n- 需求回暖{third}\n")
    assert [[each.number for each in one.citations] for one in article.insights] == [[1, 3], [2, 4], [3, 5]]
    assert [each.text for each in article.insights] == ["铜价上涨", "成本下降", "需求回暖"]


@pytest.mark.parametrize("gap", ["\u2009 ", "\u2002", "\u3000\u3000"])
def test_any_spaces_may_precede_citations(gap: str) -> None:
    points = f"㈠价格上涨{gap}[1] ㈡成本下降{gap}[2] 分组1 ㈠工资上涨{gap}[3]"
    assert [each.text for each in ri.parse(f"核心观点 {points}").insights] == ["价格上涨", "成本下降", "工资上涨"]


def test_citation_that_is_read_as_a_heading_is_odd() -> None:
    article = ri.parse("核心观点 - 价格上涨。 [1〜3] - 成本下降。 [4、6] - 工资上涨。 [5] 分组1 - 需求下降。 [2]")
    assert [[each.number for each in one.citations] for one in article.insights] == [[1, 2, 3], [4, 6], [5], [2]]


def test_words_above_all_headings_are_not_theirs() -> None:
    text = PLAIN.replace("Core", "heading level 2 Core").replace("Group", "heading level 2 Group")
    assert [(each.role, each.index, each.label) for each in ri.parse(text).sections] == [
        ("core", None, None),
        ("group", 1, "Outlook"),
    ]


@pytest.mark.parametrize(
    "marks",
    ["ㆍ ㆍ ㆍ ", "* [x] * [x] * [x] ", "1a. 1b. 2a. ", "要点① 要点② 要点③ ", "第1条 第2条 第3条 ", "•\n\n•\n\n•\n\n"],
)
def test_letters_numbers_and_lines_of_their_own_begin_insights(marks: str) -> None:
    several = iter(re.findall(r"\S+\s+(?:\[x\] )?", marks))
    article = ri.parse(re.sub("- ", lambda _: next(several), PLAIN))
    assert [each.text for each in article.insights] == ["Prices rose", "Costs fell", "Wages rose"]


@pytest.mark.parametrize(
    "header",
    [
        "Why prices rise\nFirst published in The Daily on 26 August 2025",
        "Why prices rise\nThe Daily · 2025-08-26 08：14",
        "Why prices rise\nThe Daily · 2025-08-26 · 812 words · 1.4K views",
        "Why prices rise\nThe Daily 2025-08-26 发布于浙江",
        "Why prices rise\n来自 The Daily 2025-08-26",
        "Title\tWhy prices rise\nSource\tThe Daily\nDate\t2025-08-26",
        "Title:: Why prices rise\nSource:: The Daily\nDate:: 2025-08-26",
        "From: The Daily <desk@daily.example>\nSent: 2025-08-26\nSubject: Why prices rise",
        "发件人：The Daily\n发送时间：2025-08-26\n主题：Why prices rise",
        "Why prices rise\nArticle from The Daily · 2025-08-26",
        "Why prices rise\nAs published in The Daily on 26 August 2025",
        "Why prices rise\nThe Daily, dated August 26, 2025",
        "Why prices rise\nThe Daily <https://daily.example> · 2025-08-26",
        "Why prices rise\nby *The Daily* · 2025-08-26",
        "Why prices rise\nThe Daily &middot; 2025-08-26",
        "Why prices rise\nThe Daily <time>2025-08-26</time>",
        "Why prices rise\nSrc: The Daily\nDate: 2025-08-26",
        "Why prices rise\n本文来自The Daily·2025-08-26",
        "Why prices rise\n首发于The Daily 2025．08．26",
        "Why prices rise\nThe Daily 2025年8月26日清晨8点14分",
        "Why prices rise\nThe Daily·北京时间2025-08-26",
        "Why prices rise\nThe Daily　發佈於 2025-08-26",
        "Why prices rise\nThe Daily 2025-08-26 08:14 上传",
        "#### Why prices rise\nThe Daily　2025年8月26日",
        "Why prices rise\nThe Daily·公元2025年8月26日",
        "Why prices rise\nThe Daily　发稿：2025-08-26 08:14",
        "Why prices rise\nThe Daily｜2025年8月26日｜08:14",
        "Why prices rise\nThe Daily 2025年8月26日 A05版",
        "Why prices rise\nThe Daily　2025-08-26　约3分钟",
        "Why prices rise\n〔来源〕The Daily　〔日期〕2025-08-26",
        "Why prices rise\n本文刊于The Daily 2025-08-26",
        "Why prices rise\n新闻来源：The Daily\n日期：2025年8月26日",
        "原文标题：Why prices rise\n原文来源：The Daily\n发布日期：2025-08-26",
        "📌标题：Why prices rise\n📰来源：The Daily\n📅日期：2025年8月26日",
        "篇名：Why prices rise\n报纸：The Daily\n日期：2025-08-26",
        "Title: 'Why prices rise'\nSource: The Daily\nDate: 2025-08-26",
        "Source: The Daily\nTitle: Why prices rise\nDate: 2025-08-26",
        "Von: The Daily\nGesendet: Dienstag, 26. August 2025 07:40\nBetreff: Why prices rise",
        "„Why prices rise“\nThe Daily, 26. August 2025",
        "Summary of “Why prices rise”\nThe Daily, 26 August 2025",
        "《Why prices rise》摘要\nThe Daily 2025年8月26日",
        "Tittel: Why prices rise\nKilde: The Daily\nDato: 26.8.2025",
    ],
)
def test_header_is_read_from_tabs_mail_and_other_words(header: str) -> None:
    read_with_header(header)


@pytest.mark.parametrize(
    "header",
    [
        "Why prices rise | The Daily | 2025-08-26",
        "Why prices rise – The Daily – 26.8.2025",
        "Why prices rise · The Daily · 2025-08-26",
        "Why prices rise\tThe Daily\t2025-08-26",
        "Why prices rise (The Daily, 26 August 2025)",
        "Why prices rise – The Daily (26 August 2025)",
        "The Daily | Why prices rise | 26 August 2025",
        "2025-08-26 | The Daily | Why prices rise",
        "26 August 2025 – Why prices rise – The Daily",
        "“Why prices rise.” The Daily, 26 Aug. 2025.",
        "Why prices rise\nAuthor: Ann Lee | Source: The Daily | Date: 26 August 2025",
        "The Daily, ‘Why prices rise’ (26 August 2025)",
        "The Daily (2025, August 26). “Why prices rise”",
        'title,source,date\n"Why prices rise","The Daily",2025-08-26',
    ],
)
def test_header_may_be_on_one_line(header: str) -> None:
    article = read_with_header(header)
    assert "guessed-header" in {each.code for each in article.diagnostics}


@pytest.mark.parametrize("fields", ["来源名称：{}\n发布于：2025年8月26日", "平台：{}\n时间：2025年8月26日"])
def test_title_with_a_colon_keeps_it_above_named_fields(fields: str) -> None:
    article = ri.parse(f"社区食堂：价格为何上涨\n{fields.format('城乡慢报')}\n\n{PLAIN}")
    assert (article.title, article.source) == ("社区食堂：价格为何上涨", "城乡慢报")


@pytest.mark.parametrize("around", ["（第{}段）", "（根据{}）", "(see {} above)"])
def test_words_in_brackets_around_citations_belong_to_them(around: str) -> None:
    text = re.sub(r"(?:\[[0-9]\])+", lambda run: around.format(run[0].replace("][", "], [")), PLAIN)
    assert ri.parse(text) == ARTICLE


@pytest.mark.parametrize("label", ["Hives«", ", the hives"])
def test_label_with_odd_signs_at_its_ends_is_told(label: str) -> None:
    article = ri.parse(PLAIN.replace(": Outlook", label if label[0] == "," else f": {label}"))
    assert "leftover-marker" in {each.code for each in article.diagnostics}


def test_repeated_insight_is_no_title() -> None:
    text = "Core Insights\n- Tin prices [1]" + 3 * "\n- output of all metals and prices"
    assert [each.text for each in ri.parse(text).insights] == ["Tin prices", *3 * ["output of all metals and prices"]]


@pytest.mark.parametrize(
    "text",
    [
        "Core Insights\n- Costs rose 5 % [1]\n- Sales fell 5 % [2]\n- Wages grew 5 % [3]\n- Rents sank 7 % [4]",
        "Core Insights\n- Costs rose [9] in this group, 5.2%. [4]\n- Rents fell [2]",
        "Core Insights\n- Tin macht Spaß\xa0[1]\n- Zinn macht Spaß\xa0[2] ✓ Blei auch [3]",
    ],
)
def test_unit_share_and_letter_are_part_of_their_insight(text: str) -> None:
    said = " ".join(each.text for each in ri.parse(text).insights)
    assert said.count("%") + said.count("Spaß") == text.count("%") + text.count("Spaß")
    assert not ri.parse(text).groups


@pytest.mark.parametrize("tag", ["b", "i", "sup"])
def test_tags_in_brackets_around_citations_are_left_out(tag: str) -> None:
    text = re.sub(r"\[[0-9]\]", lambda number: f"[{tag}]{number[0]}[/{tag}]", PLAIN)
    assert ri.parse(text) == ARTICLE


@pytest.mark.parametrize("source", ["The Wall Street Journal · Markets", "The Wall Street Journal | Markets"])
def test_source_with_a_section_is_not_a_title_below_one(source: str) -> None:
    text = f"Why prices of copper rise again\n{source} · 2025-08-26\n\n{PLAIN.replace('- ', '✜ ')}"
    assert ri.parse(text).title == "Why prices of copper rise again"


def test_line_below_a_longer_one_holds_no_title() -> None:
    article = ri.parse(
        f"Why prices of copper rise again and again\nThe wall of copper (Markets, 2025-08-26)\n\n{PLAIN}"
    )
    assert article.source is None
    assert "unread-header" in {each.code for each in article.diagnostics}


@pytest.mark.parametrize(
    "header",
    [
        "Tin, Zinc and Lead, 26 August 2025",
        "Prices (26 August 2025)",
        "Tin – Reuters – 2025-08-26",
        "Prices – why they rise – 2025-08-26",
    ],
)
def test_title_with_a_date_but_without_a_source_is_told(header: str) -> None:
    article = ri.parse(f"{header}\n\n{PLAIN}")
    assert (article.title, article.source) == (header, None)
    assert "unread-header" in {each.code for each in article.diagnostics}


@pytest.mark.parametrize("end", ["- END -", "--- end ---", "— 完 —", "—— 全文完 ——"])
def test_end_between_dashes_is_no_insight(end: str) -> None:
    assert [each.text for each in ri.parse(f"{PLAIN}\n{end}\n").insights][-1] == "Wages rose"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Core Insights\n- A rose [1]\nGro up 1\n- B fell [2]\nGro up 2\n- C fell [3]\n", "possible-heading"),
        ("Part 1 – Core Insights - Tin rose [1] - Zinc fell [2]", "possible-heading"),
        (
            "Core Insights - Tin rose [1] level 2 Group 1 - Gold rose [3] level 2 Group 2 - It fell [4]",
            "leftover-marker",
        ),
        (
            "核心观点\n- 铜价上涨 [1]\n标题甲：分组1——客流\n- 需求下降 [2]\n标题甲：分组2——成本\n- 产能减少 [3]\n",
            "possible-heading",
        ),
        ("Core Insights\n- A rose [1]\n.SS “Group 1”\n- B fell [2]\n.SS “Group 2”\n- C fell [3]\n", "possible-heading"),
        ("Title\nDaily·2025-08-26\n\nHeading 2 Core Insights\n- A rose [1]\n- B fell [2]\n", "possible-heading"),
    ],
)
def test_headings_with_words_around_them_are_read_or_reported(text: str, code: str) -> None:
    article = ri.parse(text)
    roles = [each.role for each in article.sections]
    is_right = "other" not in roles and not any("level" in each.text for each in article.insights)
    assert is_right or code in {each.code for each in article.diagnostics}


def test_word_before_citations_that_is_left_out_is_told() -> None:
    numbers = ("One", "Two", "Three", "Four", "Five", "Six")
    text = "Core Insights\n- A rose see [9]\n" + "".join(f"Group {each}\n- Mill {each} see [1]\n" for each in numbers)
    said = [each.message for each in ri.parse(text).diagnostics if each.code == "inferred-format"]
    assert any("'see' is left out" in each for each in said)


def test_list_of_paragraphs_below_the_insights_is_reported() -> None:
    article = ri.parse(PLAIN + "\n- Paragraph 1\n- Paragraph 2\n- Paragraph 3\n")
    assert "leftover-marker" in codes(article)


def test_label_that_insights_share_is_kept_after_markers() -> None:
    article = ri.parse("Core Insights\n- Risks: tin [1]\n- Risks: zinc [2]\n- Risks: gold [3]\n")
    assert [each.label for each in article.insights] == ["Risks"] * 3
    assert "leftover-marker" not in codes(article)


@pytest.mark.parametrize("stamp", ["[14/01/2026, 07:31:12] Ann:", "02/12/2025, 09:14 - Ann:"])
def test_message_whose_first_line_is_the_title_is_reported(stamp: str) -> None:
    article = ri.parse(f"{stamp} Why prices rise\nThe Daily·2025-08-26\n\n{PLAIN}")
    assert (article.source, "unread-header" in codes(article)) == ("The Daily", True)


def test_name_of_a_field_that_is_the_title_is_reported() -> None:
    article = ri.parse(f"标题\nWhy prices rise\n来源\nThe Daily\n日期\n2025-08-26\n\n{PLAIN}")
    assert "unread-header" in codes(article)


def test_lead_above_a_blank_line_is_not_a_title() -> None:
    declared = ri.Format("notes", [ri.Heading(["Pros"])], markers=["•"], unmarked=True, lead=True)
    article = ri.parse("• Analysts expect more\n\nPros\n• Prices", format=declared)
    assert (article.title, [each.text for each in article.insights]) == (None, ["Analysts expect more", "Prices"])


def test_last_insight_with_a_marker_of_several_characters_is_not_a_title() -> None:
    declared = ri.Format("brief", numbered=[ri.Numbered("{r}.", role="group")], markers=["(a)"], citations=["(¶ {n})"])
    article = ri.parse("I. Mines\n(a) Tin fell (¶ 1)\n\nII. Prices\n(a) Zinc rose (¶ 1)\n(a) Output", format=declared)
    assert (article.title, [len(section.insights) for section in article.sections]) == (None, [1, 2])


@pytest.mark.parametrize("heading", ["Group 1 | Rain", "Group 1｜Rain"])
def test_sign_between_the_number_and_the_label_of_the_only_group_is_no_label(heading: str) -> None:
    assert [each.label for each in ri.parse(f"Title\nDaily·2025-08-26\n\n{heading} - Tin fell [1]").sections] == [
        "Rain"
    ]


def test_words_of_one_letter_begin_insights() -> None:
    article = ri.parse("Core Insights\n- Prices [1]\n- Prices rose [1]\n- 상 prices [1]\n- 전 prices [1]")
    assert [each.text for each in article.insights][2:] == ["상 prices", "전 prices"]


def test_title_below_is_not_odd_where_lines_end_in_returns() -> None:
    text = "1. Scope\n- The audit has 4 ports [1]\n2. Findings\n- One maker has most cranes [2]\nPort Security: Brief"
    assert codes(ri.parse(text.replace("\n", "\r"))) == codes(ri.parse(text))


def test_marker_behind_brackets_around_citations_closes_insights_of_any_number() -> None:
    article = ri.parse("Core Insights - Prices rose ([1, 3]) — - Costs fell ([2]) — - Wages rose ([4]) —")
    assert [each.text for each in article.insights] == ["Prices rose", "Costs fell", "Wages rose"]
    assert not article.truncated


@pytest.mark.parametrize("heading", ["First group:", "Group α", "Group 1"])
def test_only_group_is_read_by_an_ordinal_or_a_letter(heading: str) -> None:
    (section,) = ri.parse(f"{heading}\n- Prices rose [1]\n- Costs fell [2]").sections
    assert (section.role, section.index, len(section.insights)) == ("group", 1, 2)


def test_chinese_groups_may_begin_at_any_number() -> None:
    article = ri.parse("分组十\n- 价格上涨[1]\n\n分组十一\n- 成本下降[2]")
    assert [(each.role, each.index) for each in article.sections] == [("group", 10), ("group", 11)]


def test_numbers_follow_a_wide_stop_without_a_space() -> None:
    points = "【核心观点】1、价格上涨[1]；2、成本下降[2]\n【分组1】1、工资上涨[3]；2、库存减少[4]"
    article = ri.parse(f"铜价\n北方报·2025-08-26\n\n{points}")
    assert [[each.text.rstrip("；") for each in section.insights] for section in article.sections] == [
        ["价格上涨", "成本下降"], ["工资上涨", "库存减少"],
    ]  # fmt: skip


def test_citation_that_a_line_end_divides_is_one_of_the_others() -> None:
    article = ri.parse("Core Insights\n- Prices rose [Daily 3]\n- Costs fell [Daily\n1][Daily 2]")
    assert [(each.text, [one.number for one in each.citations]) for each in article.insights] == [
        ("Prices rose", [3]), ("Costs fell", [1, 2]),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["北方报：2025-08-26", "时间：2025-08-26 来源：北方报"])
def test_title_with_a_colon_is_no_field(line: str) -> None:
    article = ri.parse(f"铜价上涨：谁在囤货？\n{line}\n\n❶ 核心观点 - 价格上涨 [1] 分组1 - 成本下降 [2]")
    assert (article.title, article.source, article.published is not None) == ("铜价上涨：谁在囤货？", "北方报", True)


def test_links_alone_below_a_digest_are_its_references() -> None:
    links = "\n".join(f"[{n}](https://a.example/{n})" for n in (1, 2, 3, 4))
    article = ri.parse(f"{PLAIN}\n{links}")
    assert article == ARTICLE
    assert "reference-list" in codes(article)


def test_numbered_headings_do_not_become_insights_in_a_dialect() -> None:
    parts = [
        f"{n}. {name} - Prices rose [{n}] - Costs fell [{n}]" for n, name in ((1, "Tin:"), (2, "Zinc:"), (3, "Ore,"))
    ]
    article = ri.parse(" ".join(["Core Insights and Arguments", *parts]))
    assert [each.index for each in article.sections[1:3]] == [1, 2]


@pytest.mark.parametrize("words", ["The short - term view is good", "It should trade from 3300 - 3400 yuan"])
def test_dash_between_words_is_reported_if_it_makes_a_heading(words: str) -> None:
    article = ri.parse(f"Core Insights - Costs rose by a third [2] {words} [1]")
    assert "several-insights" in codes(article)


@pytest.mark.parametrize("end", ["12％", "5‰", "30℃", "5€", "Yahoo!", "C++"])
@pytest.mark.parametrize("cite", ["[^{}]", "[^{}], [^7]", "【注{}】"])
def test_citations_follow_whatever_ends_a_statement(end: str, cite: str) -> None:
    points = [f"◆ Prices rose {end} {cite.format(n)}" for n in (1, 2, 3, 4)]
    article = ri.parse(f"Core Insights {points[0]} {points[1]} Group 1 {points[2]} {points[3]}")
    assert [(each.text, each.citations[0].number) for each in article.insights] == [
        (f"Prices rose {end}", n) for n in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize("sign", ["—", "–", "·", "•"])
def test_label_may_have_a_verb_if_most_have_none(sign: str) -> None:
    labels = ["Fares, fees and subsidies", "Rolling stock", "What passengers say"]
    groups = [f"Group {n} {sign} {label} - Prices rose [{n}] - Costs fell [2]" for n, label in enumerate(labels, 1)]
    assert [each.label for each in ri.parse(" ".join(groups)).groups] == labels


@pytest.mark.parametrize("word", ["GROUP", "TODO Group"])
def test_capitals_after_a_decoration_may_belong_to_the_heading(word: str) -> None:
    article = ri.parse(
        f"## CORE INSIGHTS - Prices rose [1] - Costs fell [2] ## {word} 1 - Wages rose [3] - Ores fell [4]"
    )
    assert [(each.role, each.index, len(each.insights)) for each in article.sections] == [
        ("core", None, 2), ("group", 1, 2),
    ]  # fmt: skip


def test_dashes_around_words_part_no_statement_on_a_line_without_markers() -> None:
    aside = "Sleeper cars are scarce – only Works No. 5 in Graz still builds them – and orders wait"
    article = ri.parse(f"Core Insights Prices rose [1] {aside} [3] Costs fell [4] Group 1 Wages rose [1] Ores fell [5]")
    assert [[each.text for each in section.insights] for section in article.sections] == [
        ["Prices rose", aside, "Costs fell"], ["Wages rose", "Ores fell"],
    ]  # fmt: skip


def test_list_of_other_articles_below_a_digest_is_not_part_of_it() -> None:
    article = ri.parse(
        f"A Title\n\n{PLAIN}\n\nRelated articles\n- Why ferries are cheaper than flights\n- A week on the rails"
    )
    assert article == ri.parse(f"A Title\n\n{PLAIN}")
    assert "unplaced-text" in codes(article)


def test_references_are_found_below_a_heading_in_brackets() -> None:
    article = ri.parse(f"{PLAIN}\n\n【引用来源】\n1. 北方报，2025年8月1日\n3. 北方报，2025年8月3日")
    assert article == ARTICLE
    assert "reference-list" in codes(article)


@pytest.mark.parametrize("line", ["Posted by Rail & Road at 1:05 PM on Sep 17, 2024", "稿源：Rail & Road　2024-09-17"])
def test_source_and_date_follow_words_that_introduce_them(line: str) -> None:
    article = ri.parse(f"Night trains are back\n{line}\n\n{PLAIN}")
    assert (article.title, article.source) == ("Night trains are back", "Rail & Road")
    assert article.published is not None


@pytest.mark.parametrize("word", ["²", "(-5%)", "{x}", "H₂O"])
def test_signs_that_look_like_citations_are_text_beside_more_usual_ones(word: str) -> None:
    points = [f"- Prices rose {word} [^1]", "- Costs fell [^2]", f"- Wages rose {word} [^3]", "- Ores fell [^4]"]
    article = ri.parse("\n".join(["Core Insights", *points]))
    assert [(each.text, [one.number for one in each.citations]) for each in article.insights] == [
        (f"Prices rose {word}", [1]), ("Costs fell", [2]), (f"Wages rose {word}", [3]), ("Ores fell", [4]),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["•", "-", "·", "—"])
def test_declared_markers_inside_insights_that_begin_with_another_are_text(sign: str) -> None:
    article = ri.parse(f"核心观点\n◆ 价格上涨 [1]\n◆ 库存减少 {sign} 之后回升 [2]\n\n分组1\n◆ 成本下降 [3]")
    assert [each.text for each in article.insights] == ["价格上涨", f"库存减少 {sign} 之后回升", "成本下降"]


def test_bold_counters_are_left_out_with_their_stars() -> None:
    article = ri.parse("Core Insights\n**1.** Prices rose [1]\n**2.** Costs fell [2]\n\nGroup 1\n**1.** Wages rose [3]")
    assert [each.text for each in article.insights] == ["Prices rose", "Costs fell", "Wages rose"]


def test_numbers_of_chinese_groups_may_be_out_of_order() -> None:
    article = ri.parse("核心观点\n- 价格上涨[1]\n\n第二组\n- 成本下降[2]\n\n第一组\n- 工资上涨[3]")
    assert [(each.role, each.index) for each in article.sections] == [("core", None), ("group", 2), ("group", 1)]
    assert "skipped-group" in codes(article)


def test_only_group_keeps_its_label_above_another_heading() -> None:
    article = ri.parse("【核心观点】\n- 价格上涨[1]\n\n【第一组：用户】\n- 成本下降[2]\n\n【风险提示】\n- 工资上涨[3]")
    assert [(each.role, each.label) for each in article.sections] == [
        ("core", None), ("group", "用户"), ("other", None),
    ]  # fmt: skip


def test_markers_before_citations_that_come_first_are_no_part_of_these() -> None:
    article = ri.parse(
        "核心观点\n- 【1】价格上涨\n- 【2】【3】成本下降\n\n第一组\n- 【4】工资上涨\n- 【4】【5】库存减少"
    )
    assert [[one.number for one in each.citations] for each in article.insights] == [[1], [2, 3], [4], [4, 5]]


def test_each_list_may_have_counters_of_its_own() -> None:
    lists = "(a) Loaves are baked [1]\n(b) Waste fell [2]\n\nGroup 1\n(i) Cooks come early [4]\n(ii) Flour is dear [5]"
    article = ri.parse(f"Core Insights\n{lists}\n(iii) Ovens are new [6]")
    assert [[each.text for each in section.insights] for section in article.sections] == [
        ["Loaves are baked", "Waste fell"], ["Cooks come early", "Flour is dear", "Ovens are new"],
    ]  # fmt: skip


def test_page_numbers_begin_no_insights_in_any_dialect() -> None:
    article = ri.parse("核心观点\n- 价格上涨[1]\n\n第一组\n- 成本下降[2]\n— 1 —\n- 工资上涨[3]")
    assert [each.text for each in article.insights] == ["价格上涨", "成本下降", "工资上涨"]


def test_wide_digits_and_dashes_are_a_date() -> None:
    article = ri.parse(
        "竹子做的自行车\n轮上人间·２０２５－０７－１９\n\n核心观点\n- 价格上涨[1]\n\n分组1\n- 成本下降[2]"
    )
    assert (article.title, article.source, str(article.published)[:10]) == ("竹子做的自行车", "轮上人间", "2025-07-19")


def test_label_that_begins_with_a_symbol_is_reported() -> None:
    article = ri.parse("分组1 / 法院与罚款 - 渡轮公司错过目标 [1]")
    assert [each.label for each in article.groups] == ["/ 法院与罚款"]
    assert "leftover-marker" in codes(article)


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("Core Insights 1. Tin rose [1] 2. Zinc fell Group 1: Ore 1. It rose [2]", "possible-heading", "Group 1:"),
        ("Core Insights • Tin rose [1] • Zinc fell (7) Group 1: Ore • It rose [2]", "broken-citation", "(7)"),
        ("核心观点\n- 价格上涨[1]\n\n分组1\n- 成本下降[2]\n\n分组：政策\n- 工资[3]", "possible-heading", "分组：政策"),
    ],
)  # fmt: skip
def test_lost_signs_of_headings_and_citations_are_reported(text: str, code: str, part: str) -> None:
    found = [each for each in ri.parse(text).diagnostics if each.code == code]
    assert part in [each.span and each.span.cut(text) for each in found]


def test_doubled_counters_begin_insights() -> None:
    article = ri.parse("Core Insights 1. Tin rose [1] 2. Zinc fell [2] Group 1: 1. Ore fell [3] 2. 2. It rose [4]")
    assert [each.text for each in article.insights] == ["Tin rose", "Zinc fell", "Ore fell", "It rose"]


@pytest.mark.parametrize("counts", [("(2 points)", "(1 point)"), ("· 2 items", "· 1 item"), ("（2条）", "（1条）")])
def test_counts_of_insights_are_not_labels(counts: tuple[str, str]) -> None:
    text = PLAIN.replace("Core Insights", f"Group 1 {counts[0]}").replace("Group 1: Outlook", f"Group 2 {counts[1]}")
    assert [(each.index, each.label) for each in ri.parse(text).groups] == [(1, None), (2, None)]


@pytest.mark.parametrize("dash", "‐‑‒–—−")
def test_any_dash_makes_a_range(dash: str) -> None:
    assert [each.number for each in ri.parse(PLAIN.replace("[2]", f"[2{dash}5]")).insights[1].citations] == [2, 3, 4, 5]


def test_second_reading_that_changes_nothing_is_not_reported() -> None:
    article = ri.parse(" ".join(PLAIN.replace("Core", "★ Core").split()))
    assert article == ARTICLE
    assert codes(article) == ["missing-title", "missing-source", "unplaced-text"]


def test_repeated_links_of_headings_begin_no_insights() -> None:
    text = "[Tin](index=#1) * Rose [1]\n\n[铜价上涨](index=#1) * It fell [1]\n\n[铜价上涨](index=#1) * All fell [1]"
    headings = ["[Tin](index=#1)", "[铜价上涨](index=#1)", "[铜价上涨](index=#1)"]
    assert [each.heading for each in ri.parse(text, format="digest").sections] == headings


def test_line_break_before_citations_parted_by_chinese_commas_belongs_to_them() -> None:
    article = ri.parse(
        "Core Insights\n― Tin rose\n[1]、[3]\n― Zinc fell [2]\n― Lead is\ndear [1]、[2]\n― Gold fell [3]"
    )
    assert [insight.text for insight in article.insights] == ["Tin rose", "Zinc fell", "Lead is dear", "Gold fell"]


@pytest.mark.parametrize("word", ["Fw: ", "Re: Fwd: ", "转发："])
def test_words_of_a_forwarded_letter_are_no_part_of_the_title(word: str) -> None:
    read_with_header(f"{word}Why prices rise\nThe Daily·2025-08-26")


def test_title_on_the_line_of_the_core_is_reported() -> None:
    line = "Core Insights - Tin rose [1] - Zinc fell [2] Group 1 - Lead rose [3]"
    assert "unread-header" in codes(ri.parse(f"Robots sort the recycling {line}"))
    assert "unread-header" not in codes(ri.parse(f"Here is what matters. {line}"))


@pytest.mark.parametrize("title", ["Harbor cranes\nturn electric", "Home > Markets > Ports"])
def test_title_that_is_half_of_one_or_a_path_is_reported(title: str) -> None:
    article = ri.parse(f"{title}\nThe Daily·2025-08-26\n\n{PLAIN}")
    assert "unread-header" in codes(article)


@pytest.mark.parametrize("title", ["**物价为何上涨", "#物价为何上涨", "# 物价为何上涨"])
def test_half_of_the_markup_of_a_title_is_no_part_of_it(title: str) -> None:
    assert ri.parse(f"{title}\n日报·2025-08-26\n\n{PLAIN}").title == "物价为何上涨"


def test_line_below_one_of_many_groups_is_no_label() -> None:
    groups = [f"Group {n}\n• Tin rose [{n}]\n• Zinc fell [2]\n" for n in (1, 2, 3)]
    text = "\n".join(["Core Insights\n• Lead rose [3]\n", *groups])
    article = ri.parse(text.replace("Group 2\n", "Group 2\nSubscribe to our newsletter\n"))
    assert [each.label for each in article.groups] == [None] * 3


def test_groups_that_go_on_are_reported_also_if_they_are_looked_at_again() -> None:
    groups = "分组1：设备\n1. 铅价上涨[4]\n分组1：设备（续）\n2. 金价下跌[5]\n分组2：材料\n1. 银价上涨[7]"
    text = f"核心观点\n1. 锡价上涨[1]\n2. 锌价下跌[2]\n{groups}"
    assert "possible-heading" in [code for article in ri.parse_many(text) for code in codes(article)]


def test_source_that_holds_the_title_is_reported() -> None:
    article = ri.parse(f"Why tea prices doubled in a year The Daily·2025-08-26\n\n{PLAIN}")
    assert article.title is None
    assert "unread-header" in codes(article)


def test_core_that_was_cut_off_at_its_beginning_is_reported() -> None:
    article = ri.parse("ights - Tin rose [1] - Zinc fell [2] Group 1 - Lead rose [3]")
    assert "possible-heading" in codes(article)


def test_label_that_is_cited_is_reported_where_other_groups_have_labels() -> None:
    groups = [
        f"Group {n}: {label}\n- Tin rose [1]\n- Zinc fell [2]\n" for n, label in enumerate(("Jobs", "Ports [6]"), 1)
    ]
    article = ri.parse("\n".join(["Core Insights\n- Lead rose [3]\n", *groups, groups[0].replace("1", "3", 1)]))
    assert "possible-heading" in codes(article)


def test_wide_digits_in_one_bracket_cite() -> None:
    article = ri.parse("Core Insights - Tin rose [１][4] - Zinc fell [4] - Lead rose [7]")
    assert [[each.number for each in insight.citations] for insight in article.insights] == [[1, 4], [4], [7]]


def test_question_mark_between_source_and_date_is_a_lost_dot() -> None:
    read_with_header("Why prices rise\nThe Daily?2025-08-26")


def test_label_on_the_next_line_is_no_heading() -> None:
    article = ri.parse("Core Insights\n\nTin rose [1].\n\nGroup 1\n\nGroup 1\n\nZinc fell [2].\n\nLead rose [3].\n")
    assert all(section.label is None for section in article.sections)


@pytest.mark.parametrize("sign", "一ー丨")
def test_sign_that_a_scanner_makes_of_a_dash_is_reported(sign: str) -> None:
    article = ri.parse(
        f"核心观点 - 铜价上涨 [1] {sign} 铝价下跌 [2] 分组1 - 锡价上涨 [3] - 锌价下跌 [4] - 铅价上涨 [5]"
    )
    assert len(article.insights) == 5 or codes(article)


def test_heading_in_other_words_may_be_above_undeclared_markers() -> None:
    insights = "要点 ✅ 铜价上涨 [1]； ✅ 铝价下跌 [2]； 分组1 ✅ 锡价上涨 [3]； ✅ 锌价下跌 [4]；"
    article = ri.parse(f"锂价为何反弹\n日报·2025-08-26\n\n{insights}")
    assert [(each.heading, len(each.insights)) for each in article.sections] == [("要点", 2), ("分组1", 2)]


@pytest.mark.parametrize("mark", ["[^{}^]", "[citation:{}]"])
def test_digest_that_cites_like_an_answer_is_a_digest(mark: str) -> None:
    lines = [f"{words} {mark.format(n)}" for n, words in enumerate(("铜价上涨", "铝价下跌", "锡价上涨"), 1)]
    article = ri.parse(f"锂价为何反弹\n\n● 核心观点 - {lines[0]} - {lines[1]} 第1组 - {lines[2]}")
    assert (article.format, [each.role for each in article.sections]) == ("digest", ["core", "group"])


@pytest.mark.parametrize("line", ["-END-", "——END——", "责任编辑：王芳"])
def test_boilerplate_begins_no_insight_in_any_dialect(line: str) -> None:
    digest = "「核心观点」\n- 铜价上涨 [1]\n- 铝价下跌 [2]\n\n【第1组】\n- 锡价上涨 [3]"
    article = ri.parse(f"锂价为何反弹\n日报·2025-08-26\n\n{digest}\n\n{line}\n")
    assert [len(each.insights) for each in article.sections] == [2, 1]


@pytest.mark.parametrize("line", ["-END-", "— END —", "责任编辑：王芳", "长按识别二维码，关注我们"])
def test_lines_below_a_digest_are_no_part_of_it(line: str) -> None:
    article = ri.parse(
        f"锂价为何反弹\n日报·2025-08-26\n\n摘要 - 铜价上涨 [1] - 铝价下跌 [2] 分组1 - 锡价上涨 [3]\n\n{line}\n"
    )
    assert [len(each.insights) for each in article.sections[:2]] == [2, 1]
    assert len(article.sections) == 2 or "possible-heading" in codes(article)


@pytest.mark.parametrize("heading", ["Group No. {}. {}", "Group 1 “{1}”", 'Group 1 "{1}"'])
def test_label_of_a_single_group_is_bare(heading: str) -> None:
    text = f"Core Insights - Prices rose [1] {heading.format(1, 'Wool Trade')} - Tin fell [2]"
    assert [(each.index, each.label) for each in ri.parse(text).groups] == [(1, "Wool Trade")]


@pytest.mark.parametrize("marker", ["❶", "⊶"])
def test_quotation_mark_is_no_part_of_a_marker(marker: str) -> None:
    article = ri.parse(f'Group 1 {marker}"Free" buses run [1] Group 2 {marker}"Free" trams fell [2]')
    assert [each.text for each in article.insights] == ['"Free" buses run', '"Free" trams fell']


def test_number_of_a_group_in_brackets_is_no_broken_citation() -> None:
    article = ri.parse("Core Insights - Prices rose [1] Group (1) - Tin fell [2] Group (2) - Zinc rose [3]")
    assert [each.index for each in article.groups] == [1, 2]
    assert "broken-citation" not in codes(article)


def test_label_that_two_groups_share_is_no_marker() -> None:
    article = ri.parse("Group 1: Outlook - Prices rose [1]\n\nGroup 2: Outlook - Tin fell [2]")
    assert [each.label for each in article.sections] == ["Outlook", "Outlook"]
