"""The built-in format: digests with *Core Insights* and *Group 1 … Group N*.

The words were collected from public digest pages in English and in simplified and traditional Chinese. A new
wording is a new word here; nothing else needs to change.
"""

from __future__ import annotations

from itertools import product
from typing import Final

from rareinsight.format import Format, Heading, Numbered


def _phrases(*choices: str, between: str = " ") -> tuple[str, ...]:
    """Combine alternatives, each given as ``a|b|`` (a trailing bar: or nothing), into whole phrases."""
    combinations = product(*(choice.split("|") for choice in choices))
    return tuple(dict.fromkeys([between.join(filter(None, words)) for words in combinations]))


#: Characters in simplified script, and the same in traditional script.
_TRADITIONAL: Final = str.maketrans(
    "与业个争会关内别务区参变报场处对层录总战据数条来标档测点献环现竞发节级线组经结纪营见观讯评论议财资进题险风键问构试",
    "與業個爭會關內別務區參變報場處對層錄總戰據數條來標檔測點獻環現競發節級線組經結紀營見觀訊評論議財資進題險風鍵問構試",
)


def _joined(*choices: str) -> tuple[str, ...]:
    """Combine alternatives without spaces between them, as Chinese is written, in both scripts."""
    simplified = _phrases(*choices, between="")
    return tuple(dict.fromkeys([*simplified, *[phrase.translate(_TRADITIONAL) for phrase in simplified]]))


_CORE_NOUN: Final = (  # the plainest first, as rendering uses it by default
    "Insights|Insight|Viewpoints|Viewpoint|Views|View|Points|Point|Ideas|Opinions|Content|Conclusions|Conclusion|"
    "Arguments"
)

# fmt: off
CORE: Final = Heading(role="core", families=_joined("{text}", "核心观点|核心要点|核心洞察|核心洞见", "{text}"), words=(
    *_phrases("|Report's|Report|The Report's|Article's", "Core", _CORE_NOUN, "|of the Report|of the Article"),
    *_phrases("The", "Core", _CORE_NOUN, "of the Report|of the Article"),
    *_phrases("Core|Key", "Insights|Viewpoints|Views|Points|Ideas|Opinions|Content", "and|&", "Arguments|Evidence"),
    *_joined(
        "文章|文章的|报告|报告的|纪要|纪要的|纪要提到的|会议|会议的|本文|本文的|研报|研报的|",
        "核心观点|核心要点|核心内容|核心结论|核心见解|核心洞察|核心洞见", "与论据|和论据|及论据|",
    ),
    *_phrases("核心", _CORE_NOUN, between=""),
))

RATING: Final = Heading(holds_text=True, words=(
    *_phrases("|Report|Report's", "|Industry", "Investment", "Rating|Ratings"),
    *_phrases("Industry|Company|Stock", "Rating"),
    *_phrases("Investment", "Ratings|Rating", "of|for", "the", "Reported|", "Industry|Company"),
    *_joined("报告|", "行业|公司|", "投资评级"),
))

SUMMARY: Final = Heading(holds_headings=True, families=_joined("{text}总结"), words=(
    *_phrases(
        "Summary|Summaries", "by|According to|Based on", "the|", "Relevant|Related|Report|",
        "Sections|Section|Contents|Content|Catalogs|Catalog|Catalogues|Catalogue|Directories|Directory|"
        "Categories|Category|Chapters|Topics|Table of Contents|Varieties|Variety|Products|Product|Sectors|"
        "Sector|Industries|Industry|Commodities|Commodity|Parts|Themes|Segments|Companies|Report|Reports|Report Type|"
        "Report Types|Information",
    ),
    *_phrases(
        "Summary of", "Each|Each Relevant|Related|Relevant",
        "Section|Sections|Catalog|Catalogs|Directory|Directories|Chapter|Chapters|Category|Categories|Topics|"
        "Variety|Varieties|Product|Products|Sector|Sectors|Industry|Industries|Commodity|Commodities|Part|Parts",
    ),
    *_phrases("Summary", "by|According to|Based on", "Specific", "Information|Content|Contents|Sections"),
    *_phrases("Section|Directory|Catalog|Chapter|Category|Topic", "Summaries"),
    *_phrases("Report", "Summary|Overview"),
    *_phrases(
        "Q&A|Question and Answer|Question & Answer|Questions and Answers|Questions & Answers",
        "Session|Section|", "Highlights|Summary|Questions and Answers|All Questions and Answers|",
    ),
    *_joined("总结|", "问答|问答环节", "|所有的提问和回答|重要的提问和回答|总结|摘要|纪要"),
    *_joined("根据相关目录|按相关目录", "分别|", "进行总结|总结"),
))

PARENTS: Final = Heading(holds_headings=True, families=_joined("{text}关键指标变化"), words=(
    *_phrases("Quantitative|", "Models|Model|Factors|Factor",
              "and Construction Methods|and Factor Construction|and Factor Analysis|Backtesting Results"),
    *_joined("量化|", "模型|因子", "与构建方式|的回测效果|的测试结果"),
    *_phrases("Financial|Business Line|Market", "Data", "and Key Metrics", "Changes|"),
    *_joined("财务数据", "和|", "关键指标变化"),
    *_joined("各条|各个|各", "业务线|业务|市场|地区", "表现|数据和关键指标变化"),
))

CALL_SUMMARY: Final = Heading(holds_headings=True, families=(
    *_phrases("Summary of|Summary from|Minutes of|Key Points from|Key Points of|Key Takeaways from|Key Insights from",
              "{text}", "Conference Call|Earnings Call|Call|Conference|Meeting", "Notes|Transcript|Records|Minutes|"),
    *_phrases("Summary of", "{text}", "Transcript|Records|Document"),
), words=(
    *_phrases("Conference Call|Earnings Call|Earnings Conference Call", "Summary|Minutes|Records|Notes"),
    *_phrases("Summary of", "Key|Main|", "Points|Insights|Takeaways"),
    *_phrases("Key", "Points|Takeaways"),
))

QUESTION: Final = Heading(opens_title=True, words=(
    *("Question", "Model Name", "Factor Name", *_joined("问题|提问|问|模型名称|因子名称")),
))

KNOWN: Final = Heading(families=_phrases("Key", "{text}", "Insights|Points|Takeaways|Arguments"), words=(
    *_phrases("Industry|Company|Company and Industry|Industry and Company", "Overview"),
    *_phrases("Company|Companies|Industry", "and|or", "Industry|Company|Companies", "|Involved|Mentioned"),
    *_phrases("Industry|Company|Companies", "Involved|Mentioned"),
    *_phrases("Other|Additional", "Important", "Content|Insights|Points|Information|Considerations"),
    *_phrases("Company Strategy and Development Direction", "|and Industry Competition"),
    "Management's Comments on Operating Environment and Future Outlook",
    *_phrases("Risk", "Warning|Warnings|Factors|Tips|Alerts"),
    *_phrases("|Other", "Important but Possibly Overlooked Content"),
    *_joined("公司战略和发展方向|公司战略和发展方向和行业竞争|管理层对经营环境和未来前景的评论"),
    *_joined("纪要|", "涉及的|涉及|", "行业|公司", "或者|和|与|及", "公司|行业"),
    *_joined("纪要|", "涉及的|涉及", "行业|公司"),
    *_joined("其他|其它", "重要但是可能被忽略的内容|重要但可能被忽略的内容|重要内容|重要信息|重要訊息"),
    *_joined("风险", "提示|因素|分析"),
))

REFERENCES: Final = (
    *_phrases("References|Reference|Sources|Citations|Bibliography|Footnotes|Endnotes|Notes|Links|Works Cited"),
    *("Sources Cited", "Cited Sources", "Reference List", "List of References"),
    *_joined("参考|引用", "资料|文献|来源"),
    *_joined("资料来源|来源|出处|引文|脚注|附注|注释"),
)

#: What printed pages have at their top or bottom.
_PAGE_NUMBERS: Final = (
    *_phrases("Page", "{n}", "|of {n}|/ {n}"), *_phrases("{n}", "of|/", "{n}"), "{n}/{n}",
    "- {n} -", "– {n} –", "— {n} —",
    "Page {n}/{n}", *_joined("第{n}页", "|共{n}页|/共{n}页"), *_joined("第 {n} 页", "| 共 {n} 页| / 共 {n} 页"),
)

#: What stands at the end of an article, and who edited it.
_ENDS: Final = (
    *("-END-", "- END -", "—END—", "— END —", "——END——"),
    *(f"{word}：{{text}}" for word in ("责任编辑", "責任編輯", "（责任编辑", "编辑")),
)

#: Shapes of numbered headings by role and level.
NUMBERED: Final = (
    *(Numbered(shape, role="group") for shape in ("Group {n}", *_joined("分组{n}"))),
    *map(Numbered, ("Section {n}", "Part {n}", "Step {n}", "Model {n}", "Report {n}")),
    *map(Numbered, (*_joined("问题{n}"), "第{c}部分", "第{n}部分", "第{c}章", "第{n}章", "{c}、", "{r}.")),
    *(Numbered(shape, level=2) for shape in ("（{c}）", "({c})")),
    *(Numbered(shape, level=3) for shape in ("（{n}）", "({n})", "{n}.{n}.{n}.", "{n}.{n}.{n}")),
    *(Numbered(shape, level=2) for shape in ("{n}.{n}.", "{n}.{n}")),
    *map(Numbered, ("{n}.", "{n}、", "{n} ")),
    *(Numbered(shape, level=3) for shape in ("{n})", "{n}）")),
)
# fmt: on

DIGEST: Final = Format(
    name="digest",
    headings=(CORE, RATING, SUMMARY, PARENTS, CALL_SUMMARY, QUESTION, KNOWN),
    numbered=NUMBERED,
    free_headings=True,
    heading_links=("[{text}](index={url})",),
    markers=("-", "*", "•", "–", "—", "−", "●", "▪", "◦", "‣", "·"),
    citations=("[{n}]({url})", "[{n}]", "【{n}】", "［{n}］", "[[{n}]]({url})", "[[{n}]]"),
    source_lines=("{source}·{date}", "{date}"),
    boilerplate=(*_PAGE_NUMBERS, *_ENDS, "Workflow", "icon", "Search documents", "搜索文档", "搜索文檔"),
    references=REFERENCES,
    title_line="last",
    title_endings=(" - Reportify",),
)
