"""A compiled format: how its texts are scanned, and quick tests for whether a text is of this format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from rareinsight._grammar import spelling
from rareinsight._grammar.citations import BARE, DOUBTFUL, RAISING, Citations, spell_citations
from rareinsight._grammar.entries import Entries
from rareinsight._grammar.form import MAX_UNTITLED, count_words, is_title
from rareinsight._grammar.headings import HASHES, Headings, fold, spell_openings
from rareinsight._grammar.leads import Leads
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._shapes import CHINESE_NUMERALS, GLUED_MARKERS, MAX_WORD, is_worded, parts_of
from rareinsight.format import Format
from rareinsight.limits import DEFAULTS, Limits

_LABEL: Final = r"(?![0-9]+\])(?:[^\[\]\r\n]|\[[^\[\]\r\n]{0,60}+\]){1,200}?"  #: the words of a link
FENCES: Final = ("```", "~~~")
_BLOCKS: Final = (*FENCES, "$$", "\\[", "$", "[")  #: what begins a block of code or a formula, and ends it
FORMULA: Final = r"(?:\$\$?[^$]*\$\$?|\\?\[\s[\s\S]*\\?\])"
#: Lines of Markdown that are not part of the article: fences, formulas, rules, images, tags.
_MARKDOWN: Final = (
    rf"(?:```|~~~)[\s\S]*|{FORMULA}|[\W_]+|(?:[-*] )?\[?!\[.*\](?:\([^()]*\)|\[.*\])|(?:<(?!\w+:/)[^>]*>\s*)+"
    r"|<(?!\w+:/|(?:h[1-6]|b|strong|p|li)>)[^>]*>.*<[^<>]*>"
)


class Grammar:
    """The patterns and word lists of a format."""

    def __init__(self, format: Format, limits: Limits) -> None:
        self.format: Final = format
        self.limits: Final = limits
        self.headings: Final = Headings(format)
        self.leads: Final = Leads(format, self.headings.leading)
        self.citations: Final = Citations(format, limits)
        self.entries: Final = Entries(format)
        digits = limits.citation_digits
        self.scan: Final = deferred(spelling.spell_kinds(_spell_scan(format, digits), self.citations.run))
        self.line_opening: Final = deferred(rf"(?P<hash>{HASHES})|{_spell_line_markers(format)}")
        #: What may precede the words of a line: spaces, and the sign of a quote unless it is a marker.
        self.before_lines: Final = SPACES + ">" * (not (format.markdown or ">" in "".join(format.markers)))
        self._boilerplate: Final = frozenset(map(fold, (*format.boilerplate, *format.ends_at)))
        self._longest_boilerplate: Final = max(map(len, self._boilerplate), default=0)
        self.ends_at: Final = frozenset(map(fold, format.ends_at))  #: the lines that end an article
        self._line_shapes: Final = deferred(_spell_lines(format))  #: the name of its group is the kind
        blocks = [shape.split("{lines}") for shape in (*format.boilerplate, *format.citations) if "{lines}" in shape]
        usual = [(each, each.replace("[", "]")) for each in _BLOCKS] if format.markdown else []
        #: The beginning and end of each shape that spans several lines.
        self.blocks: Final = usual + [(each[0], each[-1]) for each in blocks]
        #: Latin words that begin with a capital, between citations and a marker.
        marker = f"[{spelling.in_set(format.markers)}]" if format.markers else "(?!)"
        self.up_to_marker: Final = deferred(rf"[.。]?\s{{0,2}}([A-Z][^\r\n(（《$]*?)\s{marker}")
        #: Every digest matches this pattern, or begins with a number.
        self.required: Final = deferred(lambda: spelling.spell_kinds(_spell_required(format, self.headings, digits)))

    def kind_of(self, line: str) -> str:
        """Return what a line is by its declared words or shape: boilerplate, a title, an entry; ``""`` if nothing."""
        if len(line) <= self._longest_boilerplate and fold(line) in self._boilerplate:
            return "boilerplate"
        shaped = self._line_shapes.fullmatch(line)
        return (shaped and shaped.lastgroup) or ""


@lru_cache
def compile_format(format: Format, limits: Limits | None) -> Grammar:
    """Return the grammar of ``format``, compiled on first use."""
    return Grammar(format, limits or DEFAULTS)


def _spell_lines(format: Format) -> str:
    shaped = [shape for shape in format.boilerplate if "{" in shape]  # words alone are looked up
    kinds = {
        "opener": spelling.any_of(shape for shape in format.titles if "{text}" not in shape),
        "boilerplate": spelling.any_of(shaped) + ("|" + _MARKDOWN if format.markdown else ""),
        "title": spelling.any_of(shape for shape in format.titles if "{text}" in shape),
        "listed": spelling.any_of(format.entries),
    }
    return "|".join(f"(?P<{kind}>{spelled})" for kind, spelled in kinds.items())


def _spell_required(format: Format, headings: Headings, digits: int) -> Iterator[tuple[str, str]]:
    """Yield patterns; every digest matches at least one: a leading heading, or a citation and a marker."""
    for each in format.numbered:
        for cased in dict.fromkeys((each.shape, each.shape.upper())):
            shape = re.sub(r"\\{.\\}", _NUMERAL, spelling.spell(cased, 1))
            if is_worded(each.shape) and not each.shape.startswith("{"):
                yield "sure", shape
            elif is_worded(each.shape) or not format.free_headings:
                yield "sure", rf"[\r\n][\s#*]{{0,8}}{shape}"
    single = spelling.in_set(marker for marker in format.markers if len(marker) == 1)
    glued = "".join(f"|{re.escape(marker)}" for marker in format.markers if marker in GLUED_MARKERS)
    citations = [shape for shape in format.citations if shape not in BARE]
    for cited in spell_citations(citations, digits).values() if single else ():
        near = rf"(?=[^\r\n\[\]{single}]{{0,{_MAX_BETWEEN + 1}}}+[\r\n]?[{single}])"  # a cheap test first
        yield "cited", rf"{cited}(?=[.。]?\s{{0,4}}{near}(?:[^\r\n\[\]]{{1,{_MAX_BETWEEN}}}\s)?(?:[{single}]\s{glued}))"
    if single and format.free_headings and citations:
        opened = spelling.in_set(shape[0] for shape in citations)
        yield "sure", rf"[{single}]{_BEGINS_LINE}\s[^\r\n{opened}]{{0,600}}+[{opened}]"
    if format.heading_links:
        yield "sure", r"\]\([^\s()]{0,60}type=section"
    if format.unmarked and format.free_headings:
        yield "sure", "\n"
    for shape in (shape for each in headings.leading for shape in each.families if shape.startswith("{")):
        yield "sure", spelling.spell(max((text.strip() for text, _ in parts_of(shape)), key=len))
    yield "word", spell_openings(headings.leading, is_alone=True)


_MAX_BETWEEN: Final = 120  #: the most characters between citations and the next marker
#: After a marker that at most three spaces precede on its line.
_BEGINS_LINE: Final = r"(?<!\S.)(?<!\S[^\r\n].)(?<!\S[^\r\n]{2}.)(?<!\S[^\r\n]{3}.)"
_NUMERAL: Final = "[0-9IVX零一二三四五六七八九十]"


def _spell_scan(format: Format, digits: int) -> Iterator[tuple[str, str]]:
    """Yield patterns for what separates chunks: citations (and numbers too long for one), links, markers."""
    shapes = spelling.by_length(format.citations)
    cited = spell_citations([shape for shape in shapes if shape not in BARE], digits, "(?:")
    raising = RAISING if format.markdown else RAISING[:1]
    raised = [tag + each for tag in raising for shape, each in cited.items() if shape[0] in "[【［"]
    bare = [BARE[shape] for shape in shapes if shape in BARE]
    yield from (("cite", each) for each in (*cited.values(), *raised, *bare))
    yield "long", rf"{spelling.OPEN}[0-9]{{{digits + 1},}}+{spelling.CLOSE}"
    for shape in format.heading_links:  # one may be cut off inside its address, at the end of the text
        spelled = spelling.fill(shape, text=_LABEL, url=spelling.IN_LINK)
        yield "link", rf"{spelled[:-2]}(?:\)|\Z)" if spelled.endswith(r"\)") else spelled
    if "{n}" in format.citations:
        yield "number", DOUBTFUL
    if format.markdown:
        return
    yield "rule", r"\-(?<!\S-)(?<!\|\s-)--+(?=\s|\Z)"
    single = [marker for marker in format.markers if len(marker) == 1]
    if glued := spelling.in_set(marker for marker in format.markers if marker in GLUED_MARKERS):
        yield "mark", rf"[{glued}](?<![\[【].)[{glued}]*+"  # not what is left open: on [●], 2025
    if single:  # not the dash that fills a cell of a table: | - |, nor the star that closes *Check facts.*
        following = r"\s(?![^|\s]{0,20}\|)|(?<=\s.)[\u4e00-\u9fff]|(?<![^\s\]】］].)\Z"
        yield "mark", rf"[{spelling.in_set(single)}](?<![^\s\ufeff\u200b\]】］)）.。;；].)(?={following})"
    # ・銅は高い: symbols that are neither ASCII nor dashes need no space on the right
    if tight := spelling.in_set(marker for marker in single if not marker.isascii() and marker not in "–—−"):
        yield "mark", rf"[{tight}](?:(?<=\s.)|(?<![\s\S].))"
    for marker in spelling.by_length(tuple(marker for marker in format.markers if len(marker) > 1)):
        yield "mark", rf"{re.escape(marker[0])}(?<!\S.){re.escape(marker[1:])}(?=\s|\Z)"
    # in brackets and formulas, a dash is not a marker: Spot Prices (Small - Granule), $$a - b$$
    worded = "".join(f"(?!{each})" for shape, each in cited.items() if shape[0] in "(（" and shape[1] != "{")
    aside = r"[(（《][^()（）《》\[\]\r\n]{1,60}[)）》]"
    yield "aside", f"{aside}(?:{worded}{aside})*+"
    yield "aside", r"\$(?:\$[^$\r\n]{1,300}\$|[^$\\\r\n]{0,60}\\[^$\r\n]{1,300})\$"


def _spell_line_markers(format: Format) -> str:
    """Return a pattern for markers that only start a line; all do in Markdown: ``> * ``, ``1. ``, ``- [ ] ``."""
    places = {
        "n": "[0-9]{1,3}", "c": f"[{CHINESE_NUMERALS}]{{1,5}}", "r": "(?:[IVX]{1,7}|[ivx]{1,7})", "letter": "[A-Za-z]"
    }  # fmt: skip
    ends = {"}": "(?![0-9A-Za-z])"} | dict.fromkeys(".,:．，：", "(?![0-9])")
    shapes = spelling.by_length(format.numbered_markers)
    numbers = "|".join(spelling.fill(each, **places) + ends.get(each[-1], "") for each in shapes) or spelling.NOTHING
    if not format.markdown:
        return numbers
    tight = GLUED_MARKERS.union(marker for marker in format.markers if not marker.isascii() and marker not in "–—")
    glued = (re.escape(marker) + (r"\s*" if marker in tight else r"(?:\s+|\Z)") for marker in format.markers)
    apart = r"(?:\s+|\Z|(?<=[、．）])|(?=[\u3400-\u9fff]))"  # 1、铜价上涨, 1.铜价上涨
    return rf"(?:{'|'.join(glued) or '(?!)'})*+(?:(?:{numbers}){apart})?(?:\[[ xX]\]\s+)?"


#: Common characters, the rarest first.
_COMMON: Final = "^@<>_=[]/*(:)QZXKVWYJUNGRFOBLHEDPMCIAST9876543210qzjxkvwbgpyfmucdlhrsnoiate-., "


def with_signs(text: str, formats: Iterable[Format]) -> list[Format]:
    """Return the formats that have a sign in ``text``."""
    index = _index_signs(tuple(formats))
    found = {name for rarest, signs in index if rarest in text for sign, name in signs if sign in text}
    return [each for each in formats if each.name in found]


@lru_cache
def _index_signs(formats: tuple[Format, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return signs and their formats by the rarest character of each: a text is searched for that ten times faster."""
    index: dict[str, list[tuple[str, str]]] = {}
    for format in formats:
        for sign in format.signs:
            index.setdefault(min(sign, key=_COMMON.find), []).append((sign, format.name))
    return [*index.items()]


#: A marker after citations on their line.
MARKER_AFTER: Final = deferred(
    r"\](?:(?<=\S\[[0-9]\])|(?<=\S \[[0-9]\])|(?<=\S\[[0-9]{2}\])|(?<=\S \[[0-9]{2}\]))[.。]? {0,2}[-–•*−] (?=\S)"
)


def begins_like(line: str, grammar: Grammar) -> bool:
    """Whether a line begins with a core or a group of the format, or with another declared heading and is cited."""
    at = _start_of(line)
    if _is_lead_at(line, at, grammar):
        return True
    return MARKER_AFTER.search(line) is not None and grammar.headings.word_at(line, at, len(line)) is not None


def has_lead(line: str, grammar: Grammar) -> bool:
    """Whether a core or group of the format may start in a text, which rules out formats with signs."""
    places = chain((_start_of(line),), (found.start() for found in grammar.required.finditer(line)))
    return any(_is_lead_at(line, at, grammar) for at in places)  # lazy: the first one is enough


def must_be(text: str, grammar: Grammar) -> bool:
    """Whether a text has a core or group of the format and also a marker after citations; no answer has both."""
    return has_lead(text, grammar) and any(each.lastgroup == "cited" for each in grammar.required.finditer(text))


def could_be(text: str, grammar: Grammar) -> bool:
    """Whether ``text`` contains what every text of the format contains."""
    start = _start_of(text)
    if _is_lead_at(text, start, grammar) or grammar.headings.number_at(text, start, len(text)):
        return True
    is_cited = is_prose = False
    for each in grammar.required.finditer(text):
        if each.lastgroup == "cited":
            is_cited, is_prose = True, is_prose or _is_prose(text, each.end(), grammar)
        elif each.lastgroup != "word" or _is_lead_at(text, each.start(), grammar):
            return True
    return is_cited and not is_prose


def _is_prose(text: str, at: int, grammar: Grammar) -> bool:
    """Whether the text between citations and a marker is no heading: ``[3] The new owners closed it - in spring``."""
    found = grammar.up_to_marker.match(text, at)
    if found is None or count_words(found[1]) <= MAX_UNTITLED or is_title(found[1]) or grammar.leads.may_be(found[1]):
        return False
    return grammar.headings.at(text, *found.span(1)) == (None, None)


def _start_of(text: str) -> int:
    return len(text) - len(text.lstrip("\ufeff \t\r\n#*"))


def _is_lead_at(text: str, at: int, grammar: Grammar) -> bool:
    """Whether a core or group begins at ``at``: by a declared word, or by a number."""
    known = grammar.headings.word_at(text, at, min(len(text), at + MAX_WORD))
    if known is not None and known.heading in grammar.headings.leading:
        return True
    number = grammar.headings.number_at(text, at, len(text))
    return number is not None and number.shape.role != "other"
