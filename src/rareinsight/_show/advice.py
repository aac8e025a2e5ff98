"""What to do about each diagnostic, for pages and the docs, and a text that causes it, for the docs."""

from __future__ import annotations

from typing import Final

#: What to do about each of :data:`rareinsight.diagnostics.DIAGNOSTICS`.
ADVICE: Final[dict[str, str]] = {
    "empty-text": "Check the input: it contains only whitespace.",
    "no-digest": "Fix or declare what the message says is missing, or pass the format explicitly if you know it.",
    "missing-title": "Nothing to do if the page has none.",
    "missing-source": "Nothing to do if the page has none.",
    "guessed-header": "Declare the shape in Format.source_lines, if the message gives one.",
    "unread-header": "Write the date in full, or correct source and published yourself.",
    "date-without-time": "Nothing to do if you only need the day.",
    "cut-date": "Fetch the whole page if you need the date.",
    "impossible-date": "Check the source line; published is None.",
    "uncertain-date": "Set Format.slashed_dates to 'day' or 'month'; until then published is None.",
    "uncertain-zone": "Correct published if the page is from elsewhere: CST is also used in China, BST in Bangladesh.",
    "unknown-zone": "Set the time zone of published yourself, or write an offset from UTC in the text.",
    "duplicate-group": "Two digests may have been joined, or a heading may be mistyped.",
    "skipped-group": "Part of the digest may be missing.",
    "odd-number": "Check the number; part of the text may be damaged.",
    "uncited-insight": "Nothing to do if the page has none there.",
    "uncited-digest": "If the page does have citations, declare their shape in Format.citations.",
    "undeclared-citation": (
        "Add the shape given in the message to Format.citations, and remove it from Format.numbered."
    ),
    "inferred-format": (
        "Nothing to do if it is right; declare what the message says to have it read that way from the start."
    ),
    "misspelt-heading": (
        "Check the heading; if the page always writes it that way, declare it in Format.headings or Format.numbered."
    ),
    "possible-heading": "If it is a heading, declare it in Format.headings or Format.numbered.",
    "leftover-marker": "If insights start with it, declare it in Format.markers or Format.numbered_markers.",
    "broken-citation": "Correct the bracket in the text if you need the citation.",
    "several-insights": "Declare what separates the insights of the page, or check that nothing was lost between them.",
    "zero-citation": "Paragraphs are numbered from 1; the citation was kept as it is.",
    "long-number": "It was kept as text. If it is a citation, raise Limits.citation_digits.",
    "wide-range": "It was kept as text. If it is a range of citations, raise Limits.citation_range.",
    "reversed-range": "All numbers between the two are cited; check that it is not a score or an interval.",
    "stray-citation": "The text before it may have been lost.",
    "cut-citation": "The number may be incomplete, so the citation was left out.",
    "cut-off": "Fetch the whole page if you need the end.",
    "uncertain-marker": "Check that two insights were meant.",
    "unplaced-text": (
        "It is kept in article.raw and article.pieces(). Declare lines that every page repeats as boilerplate."
    ),
    "reference-list": "Call link(article) to read it into article.references.",
    "garbled-text": "The spans are correct, but words may have run together.",
    "html-markup": "Extract its text first, as rareinsight.read does with HTML files.",
    "long-article": "If the lines below belong to it, raise Limits.article_lines.",
    "more-articles": "Use parse_many to read all of them.",
    "missing-reference": "The list of references may be incomplete, or belong to another article.",
    "unused-reference": "Nothing to do; most paragraphs of a source article are never cited.",
    "duplicate-reference": "The first entry was used; two lists may have been joined.",
}
#: A text that causes each of them.
EXAMPLES: Final[dict[str, str]] = {
    "empty-text": " \n",
    "no-digest": "Rain is due in the south.",
    "missing-title": "Core Insights - Prices fell [1]",
    "missing-source": "Core Insights - Prices fell [1]",
    "guessed-header": "A Title\nDaily News | 2025-08-26 08:14\n\nCore Insights - Prices fell [1]",
    "unread-header": "A Title\nSource: Daily News\nDate: yesterday\n\nCore Insights - Prices fell [1]",
    "date-without-time": "A Title\nDaily News·2025-08-26\n\nCore Insights - Prices fell [1]",
    "cut-date": "A Title\nDaily News·2025-08-",
    "impossible-date": "A Title\nDaily News·2025-02-30 08:14\n\nCore Insights - Prices fell [1]",
    "uncertain-date": "A Title\nDaily News·05/03/2026\n\nCore Insights - Prices fell [1]",
    "uncertain-zone": "A Title\nDaily News·2025-08-26 08:14 CST\n\nCore Insights - Prices fell [1]",
    "unknown-zone": "A Title\nDaily News·2025-08-26 08:14 XYT\n\nCore Insights - Prices fell [1]",
    "duplicate-group": "Group 1 - Prices fell [1] Group 1 - Costs rose [2]",
    "skipped-group": "Group 1 - Prices fell [1] Group 3 - Costs rose [2]",
    "odd-number": "1. Prices - Copper rose [1] 22. Costs - Wages fell [2] 3. Stocks - They shrank [3]",
    "uncited-insight": "Core Insights - Prices fell [1] - Costs rose. - Stocks shrank [2]",
    "uncited-digest": "Core Insights\n- Prices fell\n- Costs rose",
    "undeclared-citation": "Core Insights\n- Prices fell [a]\n- Costs rose [b]",
    "inferred-format": "Core Insights\n→ Prices fell [1]\n→ Costs rose [2]",
    "misspelt-heading": "Core Insigths\n- Prices fell [1]\n- Costs rose [2]",
    "possible-heading": "Core Insights\n- Prices fell [1]\n- Costs rose [2] Group X - Wages fell [3]",
    "leftover-marker": "Core Insights\n- Prices fell [1]\n- Costs rose [2] → Wages fell [3]",
    "broken-citation": "Core Insights\n- Prices fell [1]\n- Costs rose [2)",
    "several-insights": "Core Insights\n- Prices fell [1]\n- Costs rose [2] Wages fell [3]",
    "zero-citation": "Core Insights - Prices fell [0]",
    "long-number": "Core Insights - Filed as [20250826081400] - Prices fell [1]",
    "wide-range": "Core Insights - Prices fell to [3400-3750] in May [1]",
    "reversed-range": "Core Insights - Prices fell [4-2]",
    "stray-citation": "Core Insights [1] - Prices fell [2]",
    "cut-citation": "Core Insights - Prices fell [1] - Costs rose [2",
    "cut-off": "Core Insights - Prices fell [1] - Costs ro",
    "uncertain-marker": "Core Insights - Sales: up by a third - Costs: down by a half [1] - Stocks: none [2]",
    "unplaced-text": "Here is what matters. Core Insights - Prices fell [1]",
    "reference-list": "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short",
    "garbled-text": "Core Insights - Sales reached 1.2billioninMay[1]−Costsfell[2]",
    "html-markup": "Core Insights - Prices <b>fell</b> [1] - Costs rose [2]",
    "long-article": "Core Insights - Prices fell [1]" + "\n" * 10_000 + "- Costs rose [2]",
    "more-articles": "Core Insights - Prices fell [1]\nA Title\nDaily News·2025-08-26 08:14\nGroup 1 - Costs rose [2]",
    "missing-reference": "Core Insights - Prices fell [1] - Costs rose [2]\n\nReferences\n[1] Copper runs short",
    "unused-reference": "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short\n[2] Tin follows",
    "duplicate-reference": "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short\n[1] Tin follows",
}
