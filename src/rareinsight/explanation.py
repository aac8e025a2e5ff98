"""Why a text was parsed as it was: every chunk and line with its label, and the row and facts that decided it."""

from __future__ import annotations

from typing import NamedTuple

from rareinsight._formats.registry import formats
from rareinsight._grammar.grammar import compile_format, has_lead
from rareinsight._messages import expect
from rareinsight._parse.articles import BLANK, BODY, LINE_ROWS, split_articles
from rareinsight._parse.labels import GAP, MARKED
from rareinsight._parse.lines import split_lines
from rareinsight._parse.markdown import MARKDOWN
from rareinsight._parse.table import facts_of
from rareinsight._parse.verdict import what_is_missing
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.model import Span
from rareinsight.parsing import DECISIVE, Score, choose_format, detect_among, parse_many, rank, read_body, score_of


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
    draft = next(split_articles(lines, grammar), None)
    if draft is None:
        return ()
    body = read_body(draft, grammar)
    table = (*MARKED, *GAP, *MARKDOWN)
    evidence = [
        Evidence(
            Span(each.start, each.end), text[each.start : each.end], each.label, each.row, facts_of(each.row, table)
        )
        for each in body.chunks
    ]
    evidence += [
        Evidence(line.span, line.span.cut(text), line.label, line.row, facts_of(line.row, LINE_ROWS))
        for line in draft.lines
        if line.label not in (BODY, BLANK)
    ]
    evidence.sort()
    article = next(parse_many(text, format=grammar.format, limits=limits))
    evidence += [
        Evidence(each.span, each.span.cut(text), "looked again", each.code, (each.message,))
        for each in article.diagnostics
        if each.code in ("inferred-format", "misspelt-heading") and each.span is not None
    ]
    if not article.sections:
        reasons = what_is_missing(body)
        evidence.append(Evidence(Span(0, len(body.raw)), body.raw, "no digest", "no digest", reasons))
    return tuple(evidence)


class Candidate(NamedTuple):
    """A format that a text could have.

    Attributes:
        format: the format.
        score: how well it parses the beginning of the text.
        reason: why it could be, in words.
    """

    format: Format
    score: Score
    reason: str


def list_candidates(text: str) -> list[Candidate]:
    """Return the known formats that a text could have, the detected one first; none if none is detected.

    >>> for format, score, reason in list_candidates("Core Insights - Prices fell [1] - Costs rose [2]"):
    ...     print(format.name, score.citations, reason)
    digest 2 the text has a heading of this format
    """
    known = formats().values()
    beginning = text[:DECISIVE]
    detected = detect_among(text, known)
    if detected is None:
        return []
    candidates = {detected: "no other format fits"}
    for format in rank(text, known):
        sign = next((sign for sign in format.signs if sign in beginning), None)
        is_leading = has_lead(beginning, compile_format(format, None))
        heading = "a heading of this format" if is_leading else "headings, numbers or citations as in this format"
        candidates[format] = f"the text has {heading if sign is None else f'the sign {sign!r}'}"
    return [Candidate(format, score_of(beginning, format), reason) for format, reason in candidates.items()]
