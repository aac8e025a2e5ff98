"""Which format a text has: candidates are tried in order of likelihood, and the first that finds sections wins.

Most text is ruled out by a few substrings, without being parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import Final, NamedTuple

from rareinsight._formats.registry import find_format, formats, plain_formats
from rareinsight._grammar.grammar import Grammar, begins_like, compile_format, could_be, has_lead, must_be, with_signs
from rareinsight._grammar.headings import fold
from rareinsight._messages import expect
from rareinsight._parse.lines import split_lines
from rareinsight._parse.oddities import SEARCHED
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._pipeline import is_read, read_articles
from rareinsight._shapes import is_worded
from rareinsight.format import Format

_DECISIVE: Final = 65_536  #: how many characters of a text decide which formats it may have …
_SCORED: Final = 16_384  #: … and how many, which of several
_FEWER: Final = 4  #: a format with signs may read this many times fewer citations than one without
_QUOTES: Final = deferred(r"(?m)^[ \t]*>[> \t]*")  #: what precedes quoted lines: a whole text may be quoted


class Score(NamedTuple):
    """How well a format parses a text: by declared words and source lines, by groups, then by citations.

    Words count before numbers: what starts an insight in one format may look like a heading in another.
    """

    declared: int
    groups: int
    citations: int


class Candidate:
    """A format that a text may have, if it passes a quick test."""

    def __init__(self, format: Format, text: str, test: Callable[[Candidate], bool] = lambda _: True) -> None:
        self.format: Final = format
        self.grammar: Final = compile_format(format, None)
        self.text: Final = text
        self._test: Final = test

    @cached_property
    def is_possible(self) -> bool:
        """Whether it passes the test."""
        return self._test(self)

    @cached_property
    def reads(self) -> bool:
        """Whether it is possible and finds sections in the text."""
        if not self.is_possible:
            return False
        is_scored = "score" in self.__dict__ and any(self.score[1:])  # then it is known
        return is_scored or is_read(self.text, self.format)

    @cached_property
    def score(self) -> Score:
        """How well it parses the beginning of the text."""
        headings = self.grammar.headings
        declared = groups = citations = 0
        for article in read_articles(split_lines(self.text[:_SCORED]), self.format):
            codes = {each.code for each in article.diagnostics}
            declared += article.source is not None and "guessed-header" not in codes
            for section in article.sections:
                heading = fold((section.heading or "").strip("*:： "))
                number = headings.number_at(heading, 0, len(heading))
                is_named = section.role == "core" or (number is not None and is_worded(number.shape.shape))
                declared += is_named or heading in headings.words
                groups += section.role == "group" and "misspelt-heading" not in codes
                citations += sum(len(insight.citations) for insight in section.insights)
        return Score(declared, groups, citations)


def detect(text: str) -> str | None:
    """Return the name of the format of ``text``, or ``None`` if it matches none.

    >>> detect("Core Insights - Prices fell [1]"), detect("Rain is due in the south.")
    ('digest', None)
    """
    expect(str, text=text)
    found = detect_among(text, formats().values())
    return None if found is None else found.name


def detect_among(text: str, formats: Collection[Format]) -> Format | None:
    """Return the format that parses a text best, the first of those that do equally well; ``None`` if none does."""
    return next((each.format for each in find_candidates(text, formats) if each.reads), None)


def choose_format(lines: Iterator[str], format: Format | str | None) -> tuple[Iterator[str], Format]:
    """Return an iterator over all the lines, and the requested format or the one that parses their beginning best."""
    if format is not None:
        return lines, find_format(format)
    plain = plain_formats()
    grammar = compile_format(plain[0], None) if len(plain) == 1 else None
    beginning: list[str] = []
    size = 0
    for line in lines:
        beginning.append(line)
        size += len(line)
        if grammar is not None and line[0] not in "#*\r\n" and begins_like(line, grammar):
            return chain(beginning, lines), plain[0]  # most digests need no search for signs
        if size >= _DECISIVE:
            break
    found = find_candidates("".join(beginning), formats().values())
    chosen = next((each.format for each in found if len(found) == 1 or each.reads), plain[0])
    return chain(beginning, lines), chosen


def find_candidates(text: str, formats: Collection[Format]) -> list[Candidate]:
    """Return the formats that a text may have, the likeliest first."""
    from rareinsight._parse import answers  # most digests are recognised by begins_like, without it

    text = (_QUOTES.sub("", text) if _QUOTES.match(text) else text).lstrip(SPACES)
    beginning = text[:_DECISIVE]
    saved = answers.SAVED.match(text) if text[:3] == "---" else None
    signed = [] if saved and saved["date"] else with_signs(beginning, formats)
    unsigned = [each for each in formats if not each.signs]
    plain = [each for each in unsigned if not each.markdown]
    general = [each for each in unsigned if each.markdown]
    may_be_answer = not saved and any([answers.is_answer(text, compile_format(each, None)) for each in general])
    if not may_be_answer or any(must_be(text, compile_format(each, None)) for each in plain):
        general = []

    def is_worth_reading(it: Candidate) -> bool:
        return _may_lead(beginning, it.grammar) if signed else could_be(text, it.grammar)

    known = [*(Candidate(each, text) for each in signed), *(Candidate(each, text, is_worth_reading) for each in plain)]
    if len(known) == 1 and not general:
        return known
    found = [each for each in known if each.is_possible]
    if len(found) > 1:
        rank = partial(_rank, favoured=[*signed, *plain[:1]]) if signed else attrgetter("score")
        found.sort(key=rank, reverse=True)
    if not general:
        return found
    others = [Candidate(each.format, text, lambda it: any(it.score[:2])) for each in known if each not in found]
    readers = [Candidate(each, text) for each in general]
    is_general, has_list = answers.is_outline(text), answers.lists_addresses(text)
    may_be_doubtful = is_general or has_list or answers.is_marked_up(text)

    def is_doubtful(it: Candidate) -> bool:  # little in the text is specific to it, or an answer format reads more
        if not (it.format.signs or may_be_doubtful):
            return False
        declared, groups, citations = it.score
        if it.format.signs:  # other answers may mention what is a sign
            return _read_more(readers, _FEWER * citations)
        if declared or groups:  # an outline may have the headings of any format, and numbers of its own
            return is_general and has_list and declared <= groups
        lists = has_list or answers.count_sites(text) > 1
        lists = lists or any(answers.names_references(text, each.grammar) for each in readers)
        return is_general or (it.format in plain[:1] and (lists or _read_more(readers, citations)))

    doubtful = [each for each in found if is_doubtful(each)]
    likely = [each for each in found if each not in doubtful]
    return [*dict.fromkeys((*_named(readers, likely), *likely, *others, *readers, *doubtful))]


def _may_lead(text: str, grammar: Grammar) -> bool:
    """Whether a core or a group of a format may start in a text, perhaps decorated or in other words."""
    return has_lead(text, grammar) or grammar.leads.may_be_in(text[:SEARCHED])


def _read_more(candidates: list[Candidate], citations: int) -> bool:
    return any(each.score.citations > citations for each in candidates)


def _named(answers: list[Candidate], known: list[Candidate]) -> list[Candidate]:
    """Return the answers that read headings of their own, and as many citations as any candidate, if none has signs."""
    named = [each for each in answers if each.format.headings and each.score.declared]
    others = [each for each in (*known, *answers) if each not in named] if named else []
    if any(each.format.signs for each in others):
        return []
    declared = max((each.score.declared for each in others), default=0)
    cited = max((each.score.citations for each in others), default=0)
    return [each for each in named if each.score.declared > declared and each.score.citations >= cited]


def _rank(candidate: Candidate, favoured: list[Format]) -> tuple[int, ...]:
    """Rank by citations, favoured formats by four times as many or by their signs; then prefer these."""
    declared, groups, citations = candidate.score
    is_favoured = candidate.format in favoured
    signs = sum(map(candidate.text[:_DECISIVE].count, candidate.format.signs))
    return max(citations * (_FEWER if is_favoured else 1), signs), is_favoured, groups, declared
