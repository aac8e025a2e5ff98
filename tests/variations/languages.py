"""What digests in two languages say, and their words for headings, citations, fields and what is below."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

#: How a group heading says its number, of how many.
Counted = Mapping[str, Callable[[int, int], str]]


class Language(NamedTuple):
    """Parts of sentences, and words of the format."""

    who: Sequence[str]
    what: Sequence[str]
    space: str
    titles: Sequence[str]
    sources: Sequence[str]
    labels: Sequence[str]
    core: str
    groups: Counted
    #: What stands between the heading of a group and its label, and behind the label.
    around_labels: Mapping[str, tuple[str, str]]
    #: What stands between the words of a heading.
    gaps: Sequence[str]
    #: Numbers, and shapes of enumerators with them, beside those that letters have too.
    numbers: Sequence[str]
    counting: Sequence[str]
    before_numbers: Sequence[str]
    between_numbers: Sequence[str]
    stops: Sequence[tuple[str, str]]
    dates: Sequence[str]
    headers: Mapping[str, str]
    titled: Sequence[str]
    tails: Sequence[str]


def _phrases(listed: str) -> list[str]:
    return [each.strip() for each in listed.strip().replace("\n", "|").split("|")]


_ROMAN: Final = ("", "I", "II", "III", "IV")
_WORDS: Final = ("", "One", "Two", "Three", "Four")
_DATES: Final = (
    *("{0:%Y-%m-%d}", "{0:%Y-%m-%d} 08:14", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}"),
    *("{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}T08:14:00Z"),
)
_HEADERS: Final = {
    f"{first}{sign}{second}": f"{{{first}}}{sign}{{{second}}}"
    for first, second in (("source", "day"), ("day", "source"))
    for sign in (" · ", " | ", " / ", " • ", " - ", " – ")
}

ENGLISH: Final = Language(
    who=_phrases("""
        Ferry companies|The mayor of Bergen|Dutch growers|Two brewers|Sawmills in Oregon|Nurses|Most pupils|Insurers
        Ms Adeyemi, who chairs the board,|Small bakeries|The port's crane drivers|A court in Ghent|Hot-air balloons
        Wool traders|Three of 11 member states|The oldest of the mills|Anglers on Lake Constance|O'Hara & Sons
        "Free" buses|‘Quiet’ trains|«Le Soir» and others|$5bn of funds|5G masts|iPhone makers|10% of pupils|E.U. courts
    """),
    what=_phrases("""
        ask for longer leases|will miss the target by 4.5 percent|sold 1,200 tons more than a year before
        expect a mild winter|refuse to pay the new toll|found lead in the paint|grew by a third, to 940 people
        call the plan "half a bridge"|moved north in search of water|stopped work for nine days|now cost $35 apiece
        are back at the level of 2019|won back their licence (for now)|share one warehouse|lose money on every loaf
        doubt the figures: they are old|agreed on a price for the first time|are said to be well-stocked
        now write C++|carry goods worth €5m|ask "why not?"|add 5‰ a year (2019: €0.9 billion)|need 3 m² a head
        meet the “Group of Seven”: in Turin, twice|come first in a study of prices [2019]
    """),
    space=" ",
    titles=_phrases("""
        What the ferries carry in winter|Bread at the old price|A bridge for two towns|Who still mends nets?
        Timber: the long wait|Why the mills fell silent
    """),
    sources=_phrases("Harbour Weekly|The Sawyer|Town and Field|Bergen Courier|Grain Letters"),
    labels=_phrases("Winter Trade|Wages|Courts and Fines|Weather|Old Mills|What Comes Next|Exports|Stock & Depots"),
    core="Core Insights",
    groups={
        "Group 1": lambda n, _: f"Group {n}",
        "Group 01": lambda n, _: f"Group {n:02}",
        "Group One": lambda n, _: f"Group {_WORDS[n]}",
        "Group I": lambda n, _: f"Group {_ROMAN[n]}",
        "Group Ⅰ": lambda n, _: f"Group {' ⅠⅡⅢⅣ'[n]}",
        "Group ①": lambda n, _: f"Group {' ①②③④'[n]}",
        "Group １": lambda n, _: f"Group {' １２３４'[n]}",
        "Group (1)": lambda n, _: f"Group ({n})",
        "Group #1": lambda n, _: f"Group #{n}",
        "Group No. 1": lambda n, _: f"Group No. {n}",
        "Group №1": lambda n, _: f"Group №{n}",
        "Group 1 of 3": lambda n, count: f"Group {n} of {count}",
        "Group 1/3": lambda n, count: f"Group {n}/{count}",
        "Group1": lambda n, _: f"Group{n}",
        "G r o u p 1": lambda n, _: f"G r o u p {n}",
    },
    around_labels={
        f"{before}Label{behind}": (before, behind)
        for before, behind in (
            *((sign, "") for sign in (": ", "：", " - ", " – ", " — ", ". ", ", ", " | ", " / ", " · ")),
            *((" (", ")"), (" [", "]"), (" “", "”"), (" （", "）"), (" 【", "】")),
        )
    },
    gaps=("  ", "\u00a0", "-", "_"),
    numbers=("1 2 3 4", "01 02 03 04"),
    counting=("{}、", "#{} ", "#{}: ", "{}: ", "{}.", "{})", "{} - ", "{}/ "),
    before_numbers=("^", "#", "§", "¶", "P", "p. ", "ref ", "para ", "note ", "see ", "Source ", "cf. ", "n. ", "№"),
    between_numbers=(", ", ",", "; ", "、", "/", " & ", " and ", " ", "+"),
    stops=(("", "."), (".", ""), ("", ";"), (";", ""), ("!", ""), ("", "。")),
    dates=(
        *_DATES,
        *("{0:%B} {0.day}, {0.year}", "{0.day} {0:%B} {0.year}", "{0.day} {0:%b} {0.year}"),
        *("{0:%A}, {0:%B} {0.day}, {0.year}", "{0:%b} {0.day}, {0.year}, 8:14 PM"),
    ),
    headers=_HEADERS
    | {
        "Source, date": "{source}, {day}",
        "fields": "Source: {source}\nDate: {day}",
        "published": "Source: {source}\nPublished: {day}",
        "fields on a line": "Source: {source} | Date: {day}",
        "two lines": "{source}\n{day}",
        "by": "By {source} on {day}",
        "brackets": "{source} ({day})",
    },
    titled=("# {}", "**{}**", "## {}", "{}\n=======", "Title: {}", "Workflow\n{}"),
    tails=(
        *("\n", "\n\n", "\n\n---\n", "\n\nRead more", "\n\nShare this article", "\n\nRead the full story"),
        *("\n\nTags: trade, weather", "\n\n© 2026 All rights reserved", "\n\n#trade #weather"),
        *("\n\nFiled under: Business", "\n\nWritten by a machine."),
    ),
)

CHINESE: Final = Language(
    who=_phrases("""
        渡轮公司|市长|种植户|两家酿酒厂|北方的锯木厂|护士|多数学生|保险公司|小面包店|港口的吊车司机|当地法院|热气球
        羊毛商人|11个成员国中的三个|最老的磨坊|湖边的钓客|王氏兄弟公司|董事长李女士
        《城乡报》的读者|“小磨坊”的主人|「快船」公司|5G基站|10%的学生|A股公司
    """),
    what=_phrases("""
        要求更长的租期|将以4.5个百分点之差错过目标|比去年多卖出1200吨|预计冬天不会太冷|拒绝支付新的过路费|在油漆中发现铅
        增加了三分之一，达到940人|称这一计划为“半座桥”|为寻找水源而北迁|停工九天|现在每件售价35元|回到了2019年的水平
        重新获得许可（暂时）|共用一座仓库|每个面包都在亏钱|怀疑这些数字：它们太旧|首次就价格达成一致|据说库存充足
        登上《城乡报》|不愿再等10年|被称为“老字号”|同比增长１２％|每年多付5‰（2019年：3‰）——高于预期
        在一项研究中居首 [2019]
    """),
    space="",
    titles=_phrases("冬天的渡轮运什么|面包仍是老价钱|两座城镇的一座桥|谁还在补渔网？|木材：漫长的等待|磨坊为何沉默"),
    sources=_phrases("港口周刊|锯木工|城乡报|粮食通信|江海晨报"),
    labels=_phrases("冬季贸易|工资|法院与罚款|天气|老磨坊|下一步|出口"),
    core="核心观点",
    groups={
        "分组1": lambda n, _: f"分组{n}",
        "分组 1": lambda n, _: f"分组 {n}",
        "分组一": lambda n, _: f"分组{' 一二三四'[n]}",
        "分组①": lambda n, _: f"分组{' ①②③④'[n]}",
        "分组（1）": lambda n, _: f"分组（{n}）",
        "第1组": lambda n, _: f"第{n}组",
        "第 1 组": lambda n, _: f"第 {n} 组",
        "第一组": lambda n, _: f"第{' 一二三四'[n]}组",
        "第１组": lambda n, _: f"第{' １２３４'[n]}组",
        "组1": lambda n, _: f"组{n}",
        "分 组 1": lambda n, _: f"分 组 {n}",
        "二、分组1": lambda n, _: f"{' 二三四五'[n]}、分组{n}",
        "Group 1": lambda n, _: f"Group {n}",
    },
    around_labels={
        f"{before}Label{behind}": (before, behind)
        for before, behind in (
            *((sign, "") for sign in ("：", ": ", "——", " - ", "、", "｜", " | ", "·", " / ")),
            *(("（", "）"), ("【", "】"), ("“", "”"), ("《", "》")),
        )
    },
    gaps=(" ", "  ", "\u3000"),
    numbers=("1 2 3 4", "一 二 三 四"),
    counting=("{}、", "（{}）", "({}) ", "{}.", "{})", "{}）"),
    before_numbers=("^", "#", "段", "注", "见", "来源", "第", "p. "),
    between_numbers=("，", "、", ",", ", ", "；", "/", "和", " "),
    stops=(("", "。"), ("。", ""), ("", "；"), ("；", ""), ("！", "")),
    dates=(*_DATES, "{0.year}年{0.month}月{0.day}日 08:14"),
    headers=_HEADERS
    | {
        "source｜day": "{source}｜{day}",
        "source day": "{source} {day}",
        "day source": "{day} {source}",
        "fields": "来源：{source}\n时间：{day}",
        "published": "来源：{source}\n发布时间：{day}",
        "fields on a line": "来源：{source} 时间：{day}",
        "two lines": "{source}\n{day}",
        "brackets": "{source}（{day}）",
    },
    titled=("# {}", "**{}**", "标题：{}", "{}\n======="),
    tails=(
        *("\n", "\n\n", "\n\n---\n", "\n\n阅读全文", "\n\n分享本文", "\n\n责任编辑：李明", "\n\n标签：贸易 天气"),
        *("\n\n版权所有，未经授权不得转载", "\n\n以上内容由AI生成，仅供参考"),
    ),
)
