"""Formats of five producers, declared and registered: what `docs/how-to/recipes.md` explains, ready to run.

from rareinsight import parse_many          # after `import formats` or running this file
"""

from rareinsight import Format, Heading, Numbered, register

#: A news page: site lines, the title, a subtitle and captions, then "Overview" and one bullet a line.
OVERVIEW = register(
    Format(
        "overview",
        headings=[Heading(["Overview"])],
        markers=["-", "•"],
        source_lines=[],
        boilerplate=["Quarkel.news", "Download on the App Depot"],
    )
)

#: A paragraph, then headings on lines of their own and one point a line, without any marker.
PROS_AND_CONS = register(
    Format(
        "pros-and-cons",
        headings=[Heading(["Key Points", "Pros", "Cons"])],
        markers=[],
        unmarked=True,
        lead=True,
        source_lines=[],
    )
)

#: A Chinese morning paper: numbered headings, and below each insights that are numbered too.
MORNING = register(
    Format(
        "morning",
        numbered=[Numbered("{c}、", role="group")],
        markers=[],
        numbered_markers=["{n}、"],
        source_lines=["来源:{source} {date}"],
    )
)

#: A Chinese page: title and subtitle, an abstract without marker, terms with one.
TERMS = register(
    Format("terms", headings=[Heading(["摘要", "术语与概念"])], markers=["•"], unmarked=True, source_lines=[])
)

#: A chat answer: paragraphs and lists with citations in one of many styles, and the sources below.
CHAT = register(
    Format(
        "chat",
        free_headings=True,
        unmarked=True,
        markers=["-", "*", "•"],
        citations=["[{n}]", "[^{n}]", "[[{n}]]({url})", "【{n}†{text}】", "【{n}】"],
        references=["Sources", "References", "Citations", "参考资料"],
        source_lines=[],
    )
)
