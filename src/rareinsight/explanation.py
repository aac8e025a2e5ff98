"""Why a text was parsed as it was: every chunk and line with its label, and the row and facts that decided it."""

from __future__ import annotations

from typing import NamedTuple

from rareinsight._formats.registry import formats
from rareinsight._grammar.grammar import compile_format, has_lead
from rareinsight._messages import expect
from rareinsight._parse.articles import BLANK, BODY, split_by
from rareinsight._parse.lines import split_lines
from rareinsight._parse.table import facts_of
from rareinsight._parse.verdict import what_is_missing
from rareinsight._pipeline import read_articles, read_body, stages_of
from rareinsight.detection import Candidate, choose_format, find_candidates
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.model import Span


class Evidence(NamedTuple):
    """Why a line or chunk of an article was labelled as it was.

    Attributes:
        span: its place in the text.
        text: its words.
        label: what it was taken for: a title, a heading, an insight, the rest of one …
        row: the row of the table that decided.
        facts: the facts that the row requires; those that must not hold start with ``not``.

    Whatever was inferred from the page itself is labelled ``looked again``. If the text is not a digest, the last item
    is labelled ``no digest``, and its facts say what is missing.
    """

    span: Span
    text: str
    label: str
    row: str
    facts: tuple[str, ...]


def explain(text: str, *, format: Format | str | None = None, limits: Limits | None = None) -> tuple[Evidence, ...]:
    """List every chunk of the first article in ``text`` with its label and the row and facts that decided it.

    Arguments and errors are those of :func:`parse`.

    >>> for evidence in explain("Core Insights - Short - term rates fell [1]"):
    ...     print(evidence.text, "|", evidence.label, "|", evidence.row, "|", *evidence.facts)
    Core Insights | heading | known | known
    Short | insight | closed | closed
    term rates fell [1] | in insight | pair | joins in insight
    """
    expect(str, text=text)
    expect(Limits | None, limits=limits)
    lines, chosen = choose_format(iter(split_lines(text)), format)
    grammar = compile_format(chosen, limits)
    stages = stages_of(chosen)
    draft = next(split_by(stages.lines, stages.articles, stages.look(lines, grammar), grammar, stages.draft), None)
    if draft is None:
        return ()
    body = read_body(draft, grammar, stages)
    parts = [(Span(one.start, one.end), one.label, one.row) for one in body.chunks]
    parts += [(line.span, line.label, line.row) for line in draft.lines if line.label not in (BODY, BLANK)]
    evidence = sorted(Evidence(span, span.cut(text), label, row.name, facts_of(row)) for span, label, row in parts)
    article = next(read_articles(split_lines(text), chosen, limits))
    for each in article.diagnostics:
        if each.code in ("inferred-format", "misspelt-heading") and each.span is not None:
            evidence.append(Evidence(each.span, each.span.cut(text), "looked again", each.code, (each.message,)))
    if not article.sections:
        reasons = what_is_missing(body)
        evidence.append(Evidence(Span(0, len(body.raw)), body.raw, "no digest", "no digest", reasons))
    return tuple(evidence)


def list_candidates(text: str) -> list[tuple[Candidate, str]]:
    """Return the known formats that could read a text, the detected one first, each with the reason in words."""
    found = [each for each in find_candidates(text, formats().values()) if each.reads]
    return [(each, _reason_for(each.format, text)) for each in found]


def _reason_for(format: Format, text: str) -> str:
    if format.markdown and not format.signs:
        return "the text is an answer with sources"
    sign = next((sign for sign in format.signs if sign in text), None)
    if sign is not None:
        return f"the text has the sign {sign!r}"
    is_leading = has_lead(text, compile_format(format, None))
    return f"the text has {'a heading of this format' if is_leading else 'headings, numbers or citations as in it'}"
