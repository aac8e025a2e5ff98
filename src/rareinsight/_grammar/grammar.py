"""A compiled format: the patterns and word lists used to cut its texts and read its headings.

Every pattern is linear by construction: each repetition is bounded, possessive, or consumes characters that nothing
after it can begin with. A word of the vocabulary is found in a dictionary, not by a pattern of a thousand words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from rareinsight._shapes import CHINESE_NUMERALS, LONGEST_WORD, SUPERSCRIPTS, parts_of, read_number
from rareinsight.format import Format, Heading, Numbered
from rareinsight.limits import DEFAULTS, Limits

#: A pattern that matches nothing, quickly: the engine searches for its first character instead of trying every offset.
_NOTHING: Final = "\uffff(?!)"
#: How many headings and runs of citations are cached, if they are short: nearly all
#: pages of a crawl contain the same ones.
MOST_KEPT: Final = 1000
_ROMAN: Final = "(X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
#: The numbers of headings have three digits at the most: four are a year.
_PLACES: Final = {"n": "([0-9]{1,3})", "c": f"([{CHINESE_NUMERALS}]{{1,5}})", "r": _ROMAN}
#: The possible first characters of each kind of number, and patterns for the rest.
_FIRST: Final = {"{n}": "0123456789", "{c}": CHINESE_NUMERALS, "{r}": "IVX"}
_REST: Final = {place[1]: f"[{signs}]*+" for place, signs in _FIRST.items()}
#: A year in brackets belongs to the number of a document: ``Permit [2012] 1173``, ``[2023]第7号``.
_NO_YEAR: Final = r"(?!(?:19|20)[0-9]{2}\W\s?(?:第|[0-9]))"
#: What separates the numbers of one citation.
_BETWEEN: Final = r"(?:\s{0,2}[,，、;；–—－~-]\s{0,2}|\s(?:and|und|et|e|y|&)\s)"
_IN_LINK: Final = r"(?:[^\s()]|\([^\s()]*+\))*+"
#: The words of a link.
_LABEL: Final = r"(?![0-9]+\])(?:[^\[\]\r\n]|\[[^\[\]\r\n]{0,60}+\]){1,200}?"
#: The placeholders of a citation that say what it cites, and the others.
_CITED: Final = ("n", "s", "key")
_IN_CITATIONS: Final = {"a": "[0-9]{1,3}", "text": r"[^\]】\r\n]{0,80}", "url": _IN_LINK, "lines": r"[\s\S]{0,400}?"}
#: Replaced by the declared beginning of a key.
_OPENING: Final = "\0"
_NAME_OF_SOURCE: Final = r"[^\r\n\[\]【】<>†‡]{1,120}?"
_ADDRESS: Final = r"[^\s\[\]【】()<>†‡]{1,400}?"
_IN_LINES: Final = {
    "n": "[0-9]{1,9}",
    "a": "[0-9]{1,3}",
    "key": "[^\r\n]{1,200}?",
    "text": "[^\r\n]{1,400}?",
    "date": "[^\r\n]{4,40}?",
    "url": r"[a-z]{2,10}://\S{1,2000}?",
    "lines": r"[\s\S]*?",
}
#: A number after a stop that follows words, or between a word and a stop; not part of a figure.
_BEHIND_STOP: Final = (
    r"(?:(?<=[^\W\d_][.。!?！？].)|(?<=[)\]%*\"”’][.。!?！？].)|(?<=\b[12][0-9]{3}\..)|(?<=[。)%].)"
    r"|(?<=[a-zà-ÿ]{3}.)(?=[0-9]{0,2}[.,:](?:\s|\Z))|(?<=[\u3400-\u9fff)）”’*] .)(?=[0-9]{0,2}[。，；：]))"
    r"[0-9]{0,2}+(?=[\s.,:*|。，；：]|\Z)"
)
#: Superscripts behind neither a figure, unless it is a year, nor a unit.
_RAISED: Final = (
    rf"(?:(?<=\b20[0-9]{{2}}.)|(?<![0-9{SUPERSCRIPTS}].))(?<!\b[^\W\d_].)"
    rf"(?<!\b[kcdmμn]m.)(?<!\b[кдсм]м.)(?<!\b(?:ft|in|yd|mi).)"
    rf"[{SUPERSCRIPTS}]*+"
)
#: Citations without brackets or other characters.
_BARE: Final = {"{s}": f"[{SUPERSCRIPTS}]{_RAISED}", "{n}": f"[0-9]{_BEHIND_STOP}"}
#: What belongs to nothing in Markdown: tables, fences, rules, images, tags.
_MARKDOWN: Final = r"\|.*\||```[\s\S]*|[\W_]+|(?:[-*] )?\[?!\[.*\](?:\([^()]*\)|\[.*\])|<(?!\w+:/)[^>]*>(?:.*<[^>]*>)?"
_FEW_WORDS: Final = r"(?:[^\r\n。，,\[\]]|,(?![\u4e00-\u9fff]|\Z)){0,60}?"
#: What follows a bare number in a heading, as opposed to the unit of a figure: 1 国产材料, not 1 月.
_UNITS: Final = "年月日号亿万千百个元吨家点倍季周天时分秒股只支名位款种条项岁成折多余来"
_NAME: Final = rf"(?:(?<=\s)[A-Z“《【]|[\u3400-\u9fff])(?<![{_UNITS}])"
_DIGITS: Final = re.compile("([0-9]+)")
#: The start of a heading in Markdown.
HASHES: Final = r"#{1,6}(?=\s)\s*|##+"
#: What may separate the number of a heading and its words.
AROUND_HEADING: Final = " \t\u00a0\u3000*:："
#: The length of the prefixes by which words of the vocabulary are looked up.
_KEY: Final = 4


class Known(NamedTuple):
    """A heading of the vocabulary found in a text, and where it ends."""

    heading: Heading
    end: int


class Number(NamedTuple):
    """A number of a declared shape found in a text: its values, and where it ends."""

    shape: Numbered
    values: tuple[int, ...]
    end: int


#: A citation of a run: its number or key, and where its bracket starts and ends in the run.
RunCitation = tuple[int | str, int, int]


class Grammar:
    """The patterns and word lists of a format."""

    def __init__(self, format: Format, limits: Limits) -> None:
        self.format: Final = format
        self.limits: Final = limits
        digits = limits.citation_digits
        citations = _by_length(format.citations)
        run = _spell_citations([shape for shape in citations if shape != "{n}"], digits, "(?:")
        self.scan: Final = _compile(_spell_scan(format, digits), rf"(?:[,，、]?[^\S\r\n]?(?:{run}))*+")
        self._one_citation: Final = re.compile(_spell_citations(citations, digits))
        places = [place for shape in citations for _, place in parts_of(shape) if place is not None]
        self._places: Final = [place for place in places if place.partition(":")[0] in _CITED]
        self._kept_run: Final[Callable[[str], tuple[RunCitation, ...]]] = lru_cache(MOST_KEPT)(self._read_run)
        self.cut_citation: Final = re.compile(_spell_cut_citation(format, digits))
        self.inner_references: Final = re.compile(_spell_references(format))
        self.number_marker: Final = re.compile(_spell_number_markers(format))
        self.line_opening: Final = re.compile(rf"(?P<hash>{HASHES})|{_spell_line_markers(format)}")
        self.openings: Final = re.compile(_any_of(format.openings))  #: matches what precedes a claim
        self._boilerplate: Final = frozenset(map(fold, (*format.boilerplate, *format.ends_at)))
        self._longest_boilerplate: Final = max(map(len, self._boilerplate), default=0)
        self.ends_at: Final = frozenset(map(fold, format.ends_at))  #: the lines that end an article
        self.line_shapes: Final = re.compile(_spell_lines(format))  #: the name of its group is the kind
        blocks = [shape.split("{lines}") for shape in (*format.boilerplate, *format.citations) if "{lines}" in shape]
        #: The beginning and end of each shape that spans several lines.
        self.blocks: Final = [("```", "```")] * format.markdown + [(each[0], each[-1]) for each in blocks]
        self.entries: Final = tuple(re.compile(_any_of([shape], are_named=True)) for shape in format.entries)
        self.references: Final = frozenset(word.casefold() for word in format.references)  #: the headings of lists
        self._families: Final = _compile_families(format)
        declared = [(word, each) for each in format.headings for word in each.words]
        # a math renderer drops spaces: CoreInsights
        glued = {fold(word.replace(" ", "")): each for word, each in declared if " " in word and word.isascii()}
        self.words: Final = glued | {fold(word): each for word, each in declared}
        self._lengths: Final = _index_lengths(self.words)
        longest_first = sorted(format.numbered, key=lambda each: len(each.shape), reverse=True)
        self._numbered: Final = {f"n{place}": each for place, each in enumerate(longest_first)}
        self._numbers: Final = _compile_numbers(self._numbered)
        headings, is_alone = [*format.headings], not format.free_headings
        self.inner_words: Final = re.compile(_spell_openings(headings, is_alone=is_alone))
        self.inner_headings: Final = re.compile(_spell_openings(headings, format.numbered, is_alone=is_alone))
        #: The headings of which every digest has at least one: cores and groups, or all if none is declared.
        self.leading: Final = [each for each in format.headings if each.role != "other"] or [*format.headings]
        self.required: Final = _compile(_spell_required(format, self.leading, digits))

    def citations_of(self, run: str) -> tuple[RunCitation, ...]:
        """Return the citations of a run; none if it contains a range that is reversed or too wide: ``[9-2]``."""
        return self._kept_run(run) if len(run) <= LONGEST_WORD else self._read_run(run)

    def _read_run(self, run: str) -> tuple[RunCitation, ...]:
        citations: list[RunCitation] = []
        for found in self._one_citation.finditer(run):
            group = found.lastindex or 1
            cited = cited_in(found[group], self._places[group - 1], self.limits.citation_range)
            if not cited:
                return ()
            citations += [(each, *found.span()) for each in cited]
        return tuple(citations)

    def is_boilerplate(self, words: str) -> bool:
        """Whether a line is declared as boilerplate, word for word."""
        return len(words) <= self._longest_boilerplate and fold(words) in self._boilerplate

    def heading_at(self, text: str, at: int, end: int) -> tuple[Number | None, Known | None]:
        """Return the number and the word of the vocabulary with which a heading may begin, in this order."""
        number = self.number_at(text, at, end)
        word = at if number is None else number.end
        while word < end and text[word] in AROUND_HEADING:
            word += 1
        known = self.word_at(text, word, end)
        if known is None and (text[word : word + 1] >= "\u4e00" or not self.format.free_headings):
            words = text[word : min(end, word + LONGEST_WORD)].partition(" ")[0]
            if not self.format.free_headings:  # all of it must be the heading
                words = text[word:end] if end - word <= LONGEST_WORD else ""
            family = self.family_of(words.rstrip(":： "))
            known = None if family is None else Known(family, word + len(words))
        return number, known

    def word_at(self, text: str, at: int, end: int) -> Known | None:
        """Return the longest heading of the vocabulary that begins at ``at``."""
        family = None
        for pattern, owner in self._families.get(text[at : at + 1], ()):
            found = pattern.match(text, at, min(end, at + LONGEST_WORD))
            if found is not None:
                family = Known(owner, found.end())
                break
        start = fold(text[at : at + _KEY])
        for key in (start, start[:1]):
            for length in self._lengths.get(key, ()):
                stop = at + length
                heading = self.words.get(fold(text[at:stop])) if stop <= end else None
                if heading is not None and (stop == end or not (text[stop - 1].isalnum() and text[stop].isalnum())):
                    return family if family is not None and family.end > stop else Known(heading, stop)
        return family

    def family_of(self, text: str) -> Heading | None:
        """Return the heading with a family that matches the whole of ``text``."""
        families = (*self._families.get(text[:1], ()), *self._families.get("", ()))
        return next((heading for pattern, heading in families if pattern.fullmatch(text) is not None), None)

    def entry_in(self, line: str) -> dict[str, str | None]:
        """Return the parts of an entry of the list below, by placeholder; empty if the line is not an entry."""
        found = next(filter(None, (entry.fullmatch(line) for entry in self.entries)), None)
        return {} if found is None else found.groupdict()

    def number_at(self, text: str, at: int, end: int) -> Number | None:
        """Return the longest number of a declared shape that begins at ``at``."""
        pattern = self._numbers.get(text[at : at + 1])
        found = None if pattern is None else pattern.match(text, at, end)
        if found is None:
            return None
        _, *numerals = filter(None, found.groups())
        return Number(self._numbered[found.lastgroup or ""], tuple(map(read_number, numerals)), found.end())


@lru_cache
def compile_format(format: Format, limits: Limits | None) -> Grammar:
    """Return the grammar of ``format``, compiled on first use."""
    return Grammar(format, limits or DEFAULTS)


def fold(text: str) -> str:
    """Return a word as it is looked up in the vocabulary: case-folded, with plain spaces."""
    plain = text if text.isascii() else text.replace("\u00a0", " ").replace("\u3000", " ").replace("’", "'")
    return plain.casefold()


def cited_in(listed: str, place: str, most: int) -> tuple[int, ...] | tuple[str, ...]:
    """Return the numbers or keys that a placeholder matched; keys with a declared beginning are split at each of these.

    Empty if a range is reversed or adds more than ``most`` numbers.

    >>> cited_in("1, 3-5", "n", 9), cited_in("9-2", "n", 9), cited_in("²³", "s", 9), cited_in("q3.pdf", "key", 9)
    ((1, 3, 4, 5), (), (2, 3), ('q3.pdf',))
    >>> cited_in("turn0search0turn1view0", "key:turn", 9)
    ('turn0search0', 'turn1view0')
    """
    if place == "s":
        return tuple(map(SUPERSCRIPTS.index, listed))
    if place != "n":
        opening = place.partition(":")[2]
        if not opening.isalpha():
            return (listed,)
        return tuple(each.rstrip("\ue202") for each in re.split(rf"(?!\A)(?={opening}[0-9])", listed))
    values: list[int] = []
    parts = _DIGITS.split(listed)
    for between, number in zip(parts[::2], parts[1::2], strict=False):
        value = int(number)
        if values and any(sign in between for sign in "–—－~-"):
            if not 0 < value - values[-1] <= most:
                return ()
            values.extend(range(values[-1] + 1, value + 1))
        else:
            values.append(value)
    return tuple(values)


def _index_lengths(words: Iterable[str]) -> dict[str, list[int]]:
    """Return the lengths of words, longest first, by their prefix (for short words, their first character)."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:_KEY] if len(word) >= _KEY else word[0], set()).add(len(word))
    return {key: sorted(values, reverse=True) for key, values in lengths.items()}


# --- spelling ----------------------------------------------------------------------------------------------------


def _fill(shape: str, **places: str) -> str:
    """Return a pattern for a shape, with those of its placeholders in ``places``."""
    spelled: list[str] = []
    for text, place in parts_of(shape):
        spelled.append(_spell(text))
        if place is not None:
            name, _, opening = place.partition(":")
            spelled.append(places[name].replace(_OPENING, re.escape(opening)))
    return "".join(spelled)


def _spell(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s{0,3}")


def _any_of(shapes: Iterable[str], *, are_named: bool = False) -> str:
    """Return a pattern for shapes of whole lines; the first placeholder of each kind may be a named group."""
    spelled = "|".join(_fill(shape, **_IN_LINES).replace(r"\s{0,3}", r"\s{1,3}") for shape in shapes) or _NOTHING
    for name in ("n", "key", "text", "url") if are_named else ():
        spelled = spelled.replace(_IN_LINES[name], f"(?P<{name}>{_IN_LINES[name]})", 1)
    return spelled


def _spell_lines(format: Format) -> str:
    kinds = {
        "opener": _any_of(shape for shape in format.titles if "{text}" not in shape),
        "boilerplate": _any_of(format.boilerplate) + ("|" + _MARKDOWN if format.markdown else ""),
        "title": _any_of(shape for shape in format.titles if "{text}" in shape),
        "listed": _any_of(format.entries),
    }
    return "|".join(f"(?P<{kind}>{spelled})" for kind, spelled in kinds.items())


def _by_length(shapes: tuple[str, ...]) -> list[str]:
    """Return shapes in the order in which they are tried, the more specific first."""
    return sorted(shapes, key=lambda shape: ("{key" not in shape, len(shape)), reverse=True)


def _compile_numbers(numbered: dict[str, Numbered]) -> dict[str, re.Pattern[str]]:
    """Return a pattern for numbered headings, by their first character."""
    spelled: dict[str, list[str]] = {}
    for name, each in numbered.items():
        number = _fill(each.shape, **_PLACES) + (f"(?={_NAME})" if each.shape == "{n} " else "")
        number += "(?![0-9])" if each.shape.endswith(("}", ".")) else ""  # 2.5 is a figure, 2.Title is not
        number = f"(?i:{number})" if each.is_worded and "{r}" not in each.shape else number
        for sign in _FIRST.get(each.shape[:3]) or {each.shape[0].lower(), each.shape[0].upper()}:
            spelled.setdefault(sign, []).append(f"(?P<{name}>{number})")
    return {sign: re.compile("|".join(several)) for sign, several in spelled.items()}


def _compile_families(format: Format) -> dict[str, list[tuple[re.Pattern[str], Heading]]]:
    """Return the patterns of families with their headings, by first character (``""`` for any)."""
    families: dict[str, list[tuple[re.Pattern[str], Heading]]] = {}
    for heading in format.headings:
        endings: dict[str, list[str]] = {}
        capitals = (shape.upper().replace("{TEXT}", "{text}") for shape in heading.families)
        for shape in dict.fromkeys((*heading.families, *capitals)):
            prefix, _, rest = shape.partition("{text}")
            until = r"(?=\s*(?:[:：]|\Z))" if shape.endswith("{text}") else ""
            endings.setdefault(prefix, []).append(_fill(rest, text=_FEW_WORDS) + until)
        for prefix, rests in endings.items():
            several = "|".join(sorted(rests, key=len, reverse=True))
            pattern = re.compile(rf"{re.escape(prefix)}{_FEW_WORDS}(?:{several})(?!\w)")
            families.setdefault(prefix[:1], []).append((pattern, heading))
    return families


def _spell_citation(shape: str, digits: int, group: str = "(") -> str:
    """Return a pattern for a citation, with a group for what it cites; words may repeat: ``[Source 1; Source 2]``."""
    parts = parts_of(shape)
    word = next((text for text, place in parts if place == "n"), "").strip(" ([{<（［【〔《")
    again = rf"(?:{_spell(word)}\s{{0,3}})?" if word and not any(map(str.isdigit, word)) else ""
    number = f"[0-9]{{1,{digits}}}"
    numbers = rf"{group}{_NO_YEAR}{number}(?:{_BETWEEN}{again}{number}){{0,50}}+)"
    # a key without an end extends to the next one
    end = rf"(?={re.escape(parts[0][0])}|[^\w-]|\Z)" if shape.endswith("}") else ""
    key = rf"[\w-]{{1,80}}?){end}" if end else _ADDRESS + ")" if "]({key" in shape else _NAME_OF_SOURCE + ")"
    return _fill(shape, n=numbers, s=f"{group}[{SUPERSCRIPTS}])", key=group + _OPENING + key, **_IN_CITATIONS)


def _spell_citations(shapes: list[str], digits: int, group: str = "(") -> str:
    return "|".join(_spell_citation(shape, digits, group) for shape in shapes) or _NOTHING


def _spell_cut_citation(format: Format, digits: int) -> str:
    openings = {parts_of(shape)[0][0] for shape in format.citations} - {""}
    opening = "|".join(map(re.escape, sorted(openings, key=len, reverse=True)))
    numbers = rf"[0-9, –~-]{{0,{2 * digits}}}"
    return rf"(?:{opening})(?:{numbers}|[0-9]{{1,{digits}}}\](?:\({_IN_LINK})?)\Z" if opening else _NOTHING


#: The character, or the set of characters, that an alternative begins with.
_BEGINNING: Final = re.compile(r"\A(\[(?:\\.|[^\\\]])+\]|\\?.)", re.DOTALL)


def _compile(alternatives: Iterable[tuple[str, str]], run: str = "") -> re.Pattern[str]:
    """Compile alternatives, each with its kind; ``run`` may follow citations.

    The set of their first characters comes first, so that the engine can skip to these; each then checks its own.
    """
    firsts: list[str] = []
    kinds: dict[str, list[str]] = {}
    for kind, spelled in alternatives:
        _, first, rest = _BEGINNING.split(spelled, 1)
        firsts.append(first.removeprefix("[").removesuffix("]") if len(first) > 2 else first)
        kinds.setdefault(kind, []).append(f"(?<={first}){rest}")
    parts = [f"(?P<{kind}>(?:{'|'.join(each)}){run if kind == 'cite' else ''})" for kind, each in kinds.items()]
    return re.compile(f"[{''.join(dict.fromkeys(firsts))}](?:{'|'.join(parts)})" if parts else _NOTHING)


def _in_set(characters: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted({*characters})))


def _spell_openings(headings: list[Heading], numbers: Iterable[Numbered] = (), *, is_alone: bool) -> str:
    """Return a pattern for the start of headings inside other text: words, Chinese characters, shapes of numbers.

    It may match too much, as beginnings and rests are not paired: matches are compared with the vocabulary anyway.
    """
    words = [shape.partition("{")[0] for each in headings for shape in (*each.words, *each.families)]
    words = [word for word in words if word and (is_alone or " " in word or not word[0].isascii())]
    shapes: dict[str, list[str]] = {}
    for each in numbers:
        word = each.shape.partition("{")[0].strip()
        if word[:1].isalpha():
            words.append(word)
        elif each.shape == each.shape.strip():  # one that ends in a space does not start a heading inside other text
            rest = _fill(each.shape[len(word[:1]) :], **_REST)
            shapes.setdefault(_FIRST.get(each.shape[:3], word[:1]), []).append(rest)
    openings = {"".join(each.partition(" ")[:2]) for word in words for each in (word, word.upper())}
    signs = {opening[0] for opening in openings if len(opening) == 1 or not opening[0].isascii()}
    parts = [re.escape(opening[1:]) for opening in sorted(openings) if opening[0] not in signs]
    parts += [f"(?<=[{_in_set(signs)}])"] if signs else []
    parts += [rf"(?<=[{_in_set(first)}])(?<![0-9]\.[0-9])(?i:{'|'.join(rests)})" for first, rests in shapes.items()]
    firsts = _in_set(chain("".join(shapes), (opening[0] for opening in openings)))
    return rf"[{firsts}](?<=[\s.。！？；、*].)(?:{'|'.join(parts)})" if firsts else _NOTHING


def _spell_required(format: Format, leading: list[Heading], digits: int) -> Iterator[tuple[str, str]]:
    """Yield patterns of which every digest matches one: the start of a leading heading, or a citation and a marker."""
    for each in format.numbered:
        for cased in dict.fromkeys((each.shape, each.shape.upper())):
            shape = re.sub(r"\\{.\\}", _NUMERAL, re.escape(cased))
            if each.is_worded and not each.shape.startswith("{"):
                yield "sure", shape
            elif each.is_worded or not format.free_headings:
                yield "sure", rf"[\r\n][\s#*]{{0,8}}{shape}"
    signs = _in_set(sign for sign in format.markers if len(sign) == 1)
    glued = "".join(f"|{re.escape(sign)}" for sign in format.glued_markers)
    citations = [shape for shape in format.citations if shape not in _BARE]
    for shape in citations if signs else ():
        cited = _spell_citation(shape, digits)
        yield "sure", rf"{cited}[.。]?\s{{0,2}}(?:[^\r\n\[\]]{{1,60}}\s)?(?:[{signs}]\s{glued})"
    if signs and format.free_headings and citations:
        opened = _in_set(shape[0] for shape in citations)
        yield "sure", rf"[{signs}]{_BEGINS_LINE}\s[^\r\n{opened}]{{0,600}}+[{opened}]"
    if format.heading_links:
        yield "sure", r"\]\([^\s()]{0,60}type=section"
    if format.unmarked and format.free_headings:
        yield "sure", "\n"
    for shape in (shape for each in leading for shape in each.families if shape.startswith("{")):
        yield "sure", _spell(max((text.strip() for text, _ in parts_of(shape)), key=len))
    yield "word", _spell_openings(leading, is_alone=True)


#: After a marker: only up to three spaces precede it on its line.
_BEGINS_LINE: Final = r"(?<!\S.)(?<!\S[^\r\n].)(?<!\S[^\r\n]{2}.)(?<!\S[^\r\n]{3}.)"
_NUMERAL: Final = "[0-9IVX零一二三四五六七八九十]"


def _spell_scan(format: Format, digits: int) -> Iterator[tuple[str, str]]:
    """Yield patterns for where something may begin or end: citations, numbers too long for these, links, markers."""
    yield from (
        ("cite", _BARE.get(shape) or _spell_citation(shape, digits, "(?:")) for shape in _by_length(format.citations)
    )
    yield "long", rf"[\[【［][0-9]{{{digits + 1},}}+[\]】］]"
    for shape in format.heading_links:  # the end of the text may cut one off inside its address
        spelled = _fill(shape, text=_LABEL, url=_IN_LINK)
        yield "link", rf"{spelled[:-2]}(?:\)|\Z)" if spelled.endswith(r"\)") else spelled
    if format.markdown:
        return
    yield "rule", r"\-(?<!\S-)(?<!\|\s-)--+(?=\s|\Z)"
    single = [sign for sign in format.markers if len(sign) == 1]
    if glued := _in_set(sign for sign in format.glued_markers if len(sign) == 1):
        yield "mark", f"[{glued}][{glued}]*+"
    if single:  # a dash that fills a cell of a table is not a marker: | - |
        following = r"\s(?![^|\s]{0,20}\|)|(?<=\s.)[\u4e00-\u9fff]|\Z"
        yield "mark", rf"[{_in_set(single)}](?<![^\s\ufeff\u200b\]】］)）.。;；].)(?={following})"
    # ・銅は高い: signs that are neither ASCII nor dashes need no space on the right
    if tight := _in_set(sign for sign in single if not sign.isascii() and sign not in "–—−"):
        yield "mark", rf"[{tight}](?:(?<=\s.)|(?<![\s\S].))"
    for sign in _by_length(format.markers):
        if len(sign) > 1:
            yield "mark", rf"{re.escape(sign[0])}(?<!\S.){re.escape(sign[1:])}(?=\s|\Z)"
    # text in brackets and formulas, where a dash is not a marker: Spot Prices (Small - Granule), $$a - b$$
    yield "aside", r"[(（《][^()（）《》\[\]\r\n]{1,60}[)）》]"
    yield "aside", r"\$(?:\$[^$\r\n]{1,300}\$|[^$\\\r\n]{0,60}\\[^$\r\n]{1,300})\$"


def _spell_references(format: Format) -> str:
    """Return a pattern for the heading of a list of references on the same line: ``… [3]. Sources: [1] …``."""
    firsts = _in_set(word[0] for word in format.references)
    rests = "|".join(re.escape(word[1:]) for word in _by_length(format.references))
    return rf"[{firsts}](?<=[\s.。].)(?:{rests})\s?[:：]?\s?(?=[\[【(]?1[\]】).、])" if firsts else _NOTHING


def _spell_line_markers(format: Format) -> str:
    """Return a pattern for markers that only start a line; in Markdown, all: ``- ``, ``> * ``, ``1. ``, ``- [ ] ``."""
    numbers = _spell_number_markers(format)
    if not format.markdown:
        return numbers
    glued = (re.escape(sign) + (r"\s*" if sign in format.glued_markers else r"(?:\s+|\Z)") for sign in format.markers)
    return rf"(?:{'|'.join(glued) or '(?!)'})*+(?:(?:{numbers})(?:\s+|\Z))?(?:\[[ xX]\]\s+)?"


def _spell_number_markers(format: Format) -> str:
    shapes = [
        _fill(shape, n="[0-9]{1,3}")
        + ("(?![0-9A-Za-z])" if shape.endswith("}") else "(?![0-9])" if shape[-1] in ".,:．，：" else "")
        for shape in _by_length(format.numbered_markers)
    ]
    return "|".join(shapes) or _NOTHING
