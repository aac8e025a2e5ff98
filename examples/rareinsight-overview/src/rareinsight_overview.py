"""The format of pages that sum up a news article in an *Overview*, one bullet a line."""

from rareinsight import Format, Heading

OVERVIEW = Format("overview", headings=[Heading(["Overview"])], markers=["-", "•"], source_lines=[])
