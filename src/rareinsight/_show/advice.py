"""What to do about each diagnostic, for pages and the docs."""

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
