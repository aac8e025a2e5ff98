"""Headings and statements folded into an article: sections with levels, insights with text, citations with claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rareinsight.headings import Head
from rareinsight.marks import Mark
from rareinsight.model import Citation, Insight, Section
from rareinsight.reading import STOPS, Statement
from rareinsight.shapes import is_chinese, is_title

Part = Head | Statement

_LONGEST_RUN_IN_LABEL: Final = 60
_LONGEST_CHINESE_LABEL: Final = 10


def fold_sections(raw: str, parts: Sequence[Part]) -> tuple[Section, ...]:
    """Return the sections of a body: each heading with the statements up to the next one."""
    levels = iter(_levels(parts))
    sections: list[Section] = []
    head: Head | None = None
    insights: list[Insight] = []
    for part in parts:
        if isinstance(part, Head):
            if head is not None or insights:
                sections.append(_make_section(raw, head, insights, next(levels) if head else 1))
            head, insights = part, []
        else:
            insights.append(make_insight(raw, part))
    if head is not None or insights:
        sections.append(_make_section(raw, head, insights, next(levels) if head else 1))
    return tuple(sections)


def _make_section(raw: str, head: Head | None, insights: list[Insight], level: int) -> Section:
    if head is None:
        return Section("other", insights=tuple(insights), start=insights[0].start, end=insights[-1].end)
    return Section(
        head.role,
        raw[head.start : head.end],
        head.index,
        head.label,
        level,
        tuple(insights),
        head.start,
        insights[-1].end if insights else head.end,
        head.start,
        head.end,
    )


# --- levels --------------------------------------------------------------------------------------------------


def _levels(parts: Sequence[Part]) -> Iterator[int]:
    """Yield the level of each heading: below a numbered heading of another shape or a heading that holds headings."""
    open_depths: list[int] = []
    below_parent = False
    for at, part in enumerate(parts):
        if not isinstance(part, Head):
            continue
        leads = at + 1 < len(parts) and isinstance(parts[at + 1], Head)
        if part.kind == "numbered" and part.role != "group":
            depth = part.depth + _ENUMERATED.get(_shape_of(part), 0)
            while open_depths and open_depths[-1] >= depth:
                open_depths.pop()
            level = 1 + len(open_depths) + (below_parent and not open_depths)
            open_depths.append(depth)
            yield max(level, part.depth if part.depth > 1 and not open_depths[:-1] else level)
        elif part.kind in ("word", "numbered"):
            open_depths, below_parent = [], part.holds_headings or leads
            yield 1
        elif part.kind == "bold":
            yield 2
        else:
            next_head = parts[at + 1] if leads else None
            is_parent = isinstance(next_head, Head) and next_head.kind in ("free", "bold", "link", "numbered")
            open_depths = []
            if is_parent:
                below_parent = True
                yield 1
            else:
                yield 2 if below_parent else 1


_ENUMERATED: Final = {"arabic": 1}


def _shape_of(head: Head) -> str:
    return "arabic" if head.kind == "numbered" else ""


# --- insights ------------------------------------------------------------------------------------------------


def make_insight(raw: str, statement: Statement) -> Insight:
    """Return the insight of a statement: its text without citations, its label, its citations with claims."""
    start, end, runs = statement
    if not runs:
        text = _tidy(raw[start:end])
        return Insight(text, (), _label_of(text), start, end)
    citations: list[Citation] = []
    kept: list[str] = []
    since = start
    for run in runs:
        claim_start, claim_end = _trimmed(raw, since, run.start)
        claim = raw[claim_start:claim_end]
        citations.extend(
            Citation(number.value, claim, number.start, number.end, claim_start, claim_end) for number in run.numbers
        )
        kept.append(raw[since : run.start].rstrip())
        since = run.end
    tail = raw[since:end]
    if tail:
        kept.append(tail)
    text = _tidy(_join_kept(kept))
    return Insight(text, tuple(citations), _label_of(text), start, end)


def _join_kept(kept: list[str]) -> str:
    """Join what stands around runs of citations: a stop goes to the words before it."""
    joined = kept[0]
    for part in kept[1:]:
        joined += part
    return joined


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    """Trim a claim: blanks on both sides, and the stop or comma of the claim before it."""
    words = raw[start:end]
    stripped = words.rstrip()
    lead = len(stripped) - len(stripped.lstrip(" \t\r\n\u00a0\u3000.。，,;；"))
    return (start + lead, start + len(stripped)) if lead < len(stripped) else (start, start)


def _tidy(text: str) -> str:
    """Fold blanks, line ends among them, to one each."""
    text = text.strip()
    if "  " in text or not text.isprintable() or "\u00a0" in text or "\u3000" in text:
        return " ".join(text.split())
    return text


def _label_of(text: str) -> str | None:
    """Return the run-in label that opens an insight: ``**Copper**: …``, ``Trips: …``, ``关税: …``."""
    head = text[:_LONGEST_RUN_IN_LABEL]
    if head.startswith("**"):
        close = head.find("**", 2)
        after = head[close + 2 : close + 3]
        return head[2:close].rstrip(":： ") or None if close > 0 and (after in (":", "：", " ") or head[close - 1] in ":：") else None
    colon = min((at for at in (head.find(":"), head.find("：")) if at > 0), default=-1)
    if colon < 0 or (head[colon] == ":" and head[colon + 1 : colon + 2].isdigit()):
        return None
    label = head[:colon]
    if is_chinese(label):
        return label if len(label) <= _LONGEST_CHINESE_LABEL and is_title(label) and " " not in label else None
    return label if text[colon + 1 : colon + 2].isspace() and is_title(label) else None


def ends_openly(raw: str, statement: Statement) -> bool:
    """Whether a statement ends without citations and without a stop, as cut-off text does."""
    if statement.runs and statement.end <= statement.runs[-1].end + 1:
        return False
    return raw[statement.end - 1 : statement.end] not in tuple(STOPS + "!?！？…")
