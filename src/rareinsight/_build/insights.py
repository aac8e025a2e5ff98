"""From a stretch of text to an insight: its text without citations, its run-in label, its citations with claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rareinsight._build.nodes import new_citation, new_insight
from rareinsight._page.grammar import Grammar, numbers_in
from rareinsight._page.shapes import label_of
from rareinsight.model import Citation, Insight

_ONLY_STOPS: Final = ".。． \t\r\n\u00a0\u3000"
#: What a claim does not begin with: spaces, and the stop or comma of the claim before it.
_BEFORE_A_CLAIM: Final = " \t\r\n\u00a0\u3000.。．,，;；、"
_LONGEST_LABEL: Final = 62


def make_insight(raw: str, start: int, end: int, runs: Sequence[tuple[int, int]], grammar: Grammar) -> Insight:
    """Return the insight ``raw[start:end]`` with its runs of citations."""
    citations: list[Citation] = []
    kept = ""
    since = start
    for run_start, run_end in runs:
        stretch = raw[since:run_start].rstrip()
        claim = stretch if since == start else stretch.lstrip(_BEFORE_A_CLAIM)
        claim_start = since + len(stretch) - len(claim) if claim else since
        claim_end = claim_start + len(claim)
        for found in grammar.one_citation.finditer(raw, run_start, run_end):
            listed = found[found.lastindex or 0]
            at, to = found.span()
            for number in numbers_in(listed):
                citations.append(new_citation(number, claim, at, to, claim_start, claim_end))  # noqa: PERF401 - one each
        kept += stretch
        since = run_end
    last = raw[since:end]
    if runs and last and not last.strip(_ONLY_STOPS):
        # Prices fell [1] . has its stop apart, in the U.S. [1]. has one more
        last = "" if kept.endswith(".") else last.strip()
    text = _tidy(kept + last)
    colon = text.find(":", 0, _LONGEST_LABEL) >= 0 or text.find("：", 0, _LONGEST_LABEL) >= 0
    label = label_of(text) if colon or text.startswith("**") else None
    return new_insight(text, tuple(citations), label, start, end)


def _tidy(text: str) -> str:
    """Fold spaces, line ends among them, to one each."""
    if "  " in text or not text.isprintable() or "\u00a0" in text or "\u3000" in text:
        return " ".join(text.split())
    return text.strip()
