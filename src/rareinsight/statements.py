"""From a stretch of text to an insight: its text without citations, its run-in label, its citations with claims."""

from __future__ import annotations

from typing import Final

from rareinsight.drafts import CitationDraft, InsightDraft
from rareinsight.marks import Mark
from rareinsight.model import Citation, Insight
from rareinsight.shapes import is_title
from rareinsight.signs import is_caseless

_ONLY_STOPS: Final = ".。． \t\r\n\u00a0\u3000"
#: Signs that close what was opened before citations: ``(see [1])``.
CLOSING_AFTER_CITATIONS: Final = ")）”」』"
#: Numbers as they are written, found in a third of the time that `int` takes.
_NUMBERS: Final = {str(number): number for number in range(1, 100)}
_LONGEST_LABEL: Final = 60
_LONGEST_CHINESE_LABEL: Final = 10
#: What a claim does not begin with: blanks, and the stop or comma of the claim before it.
_BEFORE_A_CLAIM: Final = " \t\r\n\u00a0\u3000.。．,，;；、"


def make_plain_insight(
    start: int, words: str, run: str, stop: str | None, is_tidy: bool, has_label: bool
) -> Insight:
    """Return the insight at ``start``: ``words``, then one run of plain citations, ``[1][3]``, perhaps a stop.

    The general way is :func:`make_insight`; this one leaves out what it would find not to be needed, and takes a
    third of its time: the blanks are not looked at if they are known to be tidy, nor a label if there can be none.
    """
    claim = words.rstrip()
    claim_end, at = start + len(claim), start + len(words)
    citations: list[Citation] = []
    for digits in run[1:-1].split("]["):
        end = at + len(digits) + 2
        number = _NUMBERS.get(digits) or int(digits)
        citations.append(CitationDraft(number, claim, at, end, start, claim_end))
        at = end
    if stop is None:
        text = claim
    else:
        text = claim if stop == "." and claim.endswith(".") else claim + stop
        at += 1
    if not is_tidy:
        text = _tidy(text)
    return InsightDraft(text, tuple(citations), read_label(text) if has_label else None, start, at)


def make_insight(raw: str, start: int, end: int, runs: list[Mark]) -> Insight:
    """Return the insight ``raw[start:end]`` with its runs of citations."""
    citations: list[Citation] = []
    kept: list[str] = []
    since = start
    for run in runs:
        claim_start, claim_end = _trim_claim(raw, since, run.start)
        claim = raw[claim_start:claim_end]
        citations.extend(
            CitationDraft(number.value, claim, number.start, number.end, claim_start, claim_end)
            for number in run.numbers
        )
        kept.append(raw[since : run.start].rstrip())
        since = run.end
    last = raw[since:end]
    if not last.strip(_ONLY_STOPS):
        # Prices fell [1] . has its stop apart, in the U.S. [1]. has one more
        last = "".join(last.split())
        last = "" if kept and kept[-1].endswith(".") and last == "." else last
    kept.append(last)
    text = _tidy("".join(kept))
    return InsightDraft(text, tuple(citations), read_label(text), start, end)


def with_breaks(raw: str, insight: Insight) -> Insight:
    """Return an insight of a text that was wrapped, its claims cut from ``raw``, which still has the breaks."""
    citations = tuple(
        CitationDraft(
            each.number,
            raw[each.claim_start : each.claim_end],
            each.start,
            each.end,
            each.claim_start,
            each.claim_end,
        )
        for each in insight.citations
    )
    return InsightDraft(insight.text, citations, insight.label, insight.start, insight.end)


def _trim_claim(raw: str, start: int, end: int) -> tuple[int, int]:
    stripped = raw[start:end].rstrip()
    lead = len(stripped) - len(stripped.lstrip(_BEFORE_A_CLAIM))
    return (start + lead, start + len(stripped)) if lead < len(stripped) else (start, start)


def _tidy(text: str) -> str:
    """Fold blanks, line ends among them, to one each."""
    if "  " in text or not text.isprintable() or "\u00a0" in text or "\u3000" in text:
        return " ".join(text.split())
    return text.strip()


def read_label(text: str) -> str | None:
    """Return the run-in label that opens an insight.

    >>> read_label("**Copper**: firm"), read_label("Trips: 17 % more"), read_label("关税: 对进口货物征的税")
    ('Copper', 'Trips', '关税')
    >>> read_label("The kiln is old: bricks, glaze")
    """
    if text.startswith("**"):
        return _read_bold_label(text)
    colon = text.find(":", 1, _LONGEST_LABEL)
    if colon < 0:
        colon = text.find("：", 1, _LONGEST_LABEL)
        if colon < 0:
            return None
    label, after = text[:colon], text[colon + 1 : colon + 2]
    if is_caseless(label):
        short = len(label) <= _LONGEST_CHINESE_LABEL and not after.isdigit() and " " not in label
        return label if short and is_title(label) else None
    return label if after.isspace() and is_title(label) else None


def _read_bold_label(text: str) -> str | None:
    close = text.find("**", 2, 2 * _LONGEST_LABEL)
    if close < 0:
        return None
    inside = text[2:close]
    ends = inside.endswith((":", "：")) or text.startswith((":", "：", " :"), close + 2)
    return inside.rstrip(":： ") or None if ends else None
