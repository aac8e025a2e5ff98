"""Linking citations to the paragraphs of the source article, or to the list of references below a digest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from attrs import evolve

from rareinsight._formats.registry import formats
from rareinsight._grammar.entries import ADDRESS, ENTRY, ENTRY_OR_ADDRESS, FIRST_ENTRY, begins_entry
from rareinsight._grammar.form import AROUND_HEADING, has_word, is_bold
from rareinsight._grammar.grammar import Grammar, compile_format
from rareinsight._grammar.spelling import OPEN
from rareinsight._messages import expect, refusal
from rareinsight._parse.lines import join_blocks, split_lines
from rareinsight._pieces import SPACES
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Diagnostic, Reference, Span, numbers_first

_NO_LIST: Final = "the text given contains no list of references; to link paragraphs, pass a list of them"
_CODES: Final = frozenset(("missing-reference", "unused-reference", "duplicate-reference"))
_MAX_ENTRY: Final = 800  #: the most characters of an entry that spans several lines
_MAX_HEADING: Final = 60  #: the most characters of the heading of a list
_LINE: Final = re.compile(r"[^\r\n]+")
_BULLETS: Final = ("-", "*", "+", "•")
_BULLET_LINK: Final = re.compile(
    r"[-*+•] \[[^\[\]]*\]\(http[^\s()]*\)"
)  #: an entry that is complete: ``- [Title](https://…)``
#: Words of links that say nothing, and the most characters of a link.
_NO_TITLE: Final = frozenset(("link", "url", "source", "pdf", "doi", "here"))
_MAX_LINK: Final = 400
#: What precedes the address of a link: its words, which may contain brackets.
_LINK: Final = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([ <]*\Z")
_SHOWN: Final = re.compile(r"\[ ?https?://[^\s\[\]]+\](?=\()")  #: an address that is the words of a link to it
#: Any further link in an entry: only its words are kept.
_OTHER_LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
_BEFORE_LINE: Final = SPACES + "|>"  #: what may precede an entry: spaces, the side of a cell, the sign of a quote
_BETWEEN_ENTRIES: Final = " \t\r\n-–—•·*|;；"
_BEFORE_ADDRESS: Final = " \t\u00a0-–—·|:：,，(（<"
_AFTER_LINK: Final = " \t|.,;，。；)）>”]】」》"
_AFTER_ADDRESS: Final = f"-–—{_AFTER_LINK}"
_ENDS_OF_ADDRESS: Final = ".,;:!?'*]"
_STOPS: Final = (".", "。", "!", "！", "*", ":", "：")  #: what ends a remark below a list
_QUOTES: Final = "\"“”'"
_LINE_ENDS: Final = ("\n", "\r\n", "\r")


class Listed(NamedTuple):
    """A reference, and its span if it is in the article's own text."""

    reference: Reference
    span: Span | None = None


def link(
    article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | Mapping[str, str] | None = None
) -> Article:
    r"""Link the citations of an article to what they refer to.

    Args:
        article: the digest.
        paragraphs: what the citations refer to: the paragraphs of the source article, as a sequence counted from 1
            or a mapping from number or key to text; or a ``str`` that contains a list of references
            (``[1] Title https://…``, ``1. Title``, ``[1]: https://…``, one per line or run together). Defaults to
            the list below the digest in ``article.raw``.

    Returns:
        The article with ``references``: everything listed, cited or not, by number. Paragraphs keep their text
        unchanged; list entries are split into text (which may be empty) and address. The result of an earlier
        call is replaced. New diagnostics are ``missing-reference`` (a number that is not listed, at its first
        citation; without a span, that a ``str`` contains no list), ``unused-reference`` (a listed number that is never
        cited) and ``duplicate-reference`` (a number that is listed again; the first counts). The latter two have a
        span if the list is in ``article.raw``.

    Raises:
        TypeError: ``article`` is not an article, or the paragraphs are not a list or a mapping of ``str``.
        ValueError: a number is not an integer of 0 or more.

    >>> from rareinsight.parsing import parse
    >>> article = link(parse("Core Insights - Copper is short [1][2]\n\nSources\n[1] Metal https://metal.example/1"))
    >>> article.references
    (Reference(number=1, text='Metal', url='https://metal.example/1', key=None),)
    >>> [(each.code, each.span.cut(article.raw)) for each in article.diagnostics if each.severity == "warning"]
    [('missing-reference', '[2]')]
    """
    expect(Article, article=article)
    given = list(_list_references(article, paragraphs))
    linked = link_listed(article, given)
    if given or not isinstance(paragraphs, str):
        return linked
    return evolve(linked, diagnostics=[make_diagnostic("missing-reference", detail=_NO_LIST), *linked.diagnostics])


def link_listed(article: Article, given: list[Listed]) -> Article:
    """Return an article with the given references and the diagnostics about them."""
    # references without number and key are told apart by what they say
    cited = [entry.reference.cites for entry in given]
    names = [f"#{each.reference}" if name == "" else name for name, each in zip(cited, given, strict=True)]
    first = dict(zip(reversed(names), reversed(given), strict=True))
    listed = [first[name] for name in numbers_first(dict.fromkeys(names))]
    repeated = [entry for name, entry in zip(cited, given, strict=True) if name != "" and first[name] is not entry]
    kept = (each for each in article.diagnostics if each.code not in _CODES)
    references = [entry.reference for entry in listed]
    return evolve(article, references=references, diagnostics=[*kept, *_diagnose(article, listed, repeated)])


def _diagnose(article: Article, listed: list[Listed], repeated: list[Listed]) -> Iterator[Diagnostic]:
    places = [(each.cites, each.span) for insight in article.insights for each in insight.citations]
    first = dict(reversed(places))
    known = {name for entry in listed for name in (entry.reference.cites, entry.reference.url)}
    for cited in dict.fromkeys(cited for cited, _ in places):
        if cited not in known:
            yield make_diagnostic("missing-reference", first[cited], str(cited))
    for entry in listed:
        if entry.reference.cites != "" and entry.reference.cites not in first:
            yield make_diagnostic("unused-reference", entry.span, str(entry.reference.cites))
    for entry in repeated:
        yield make_diagnostic("duplicate-reference", entry.span, str(entry.reference.cites))


def _list_references(
    article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | Mapping[str, str] | None
) -> Iterator[Listed]:
    known = formats()
    format = known.get(article.format or "")
    if paragraphs is None and format is not None and (format.entries or format.markdown):
        yield from read_below(article, compile_format(format, None))
    elif paragraphs is None or isinstance(paragraphs, str):
        headings = {word.casefold() for each in ([format] if format else known.values()) for word in each.references}
        text, place = (article.raw, below_digest(article)) if paragraphs is None else (paragraphs, (0, len(paragraphs)))
        begin = find_list(text, headings, *place)
        if begin is not None or paragraphs is not None:
            entries = read_entries(text, begin or 0, place[1])
            yield from entries if paragraphs is None else (Listed(entry.reference) for entry in entries)
    else:
        given: object = paragraphs
        if not isinstance(given, Sequence | Mapping) or isinstance(given, bytes | bytearray):
            raise refusal("paragraphs", "a list or a mapping of str, or a str with a list of references", paragraphs)
        pairs = paragraphs.items() if isinstance(paragraphs, Mapping) else enumerate(paragraphs, start=1)
        cited = article.cited
        for number, text in pairs:
            expect(int | str, **{"a key of paragraphs": number})
            expect(str, **{f"paragraphs[{number!r}]": text})
            # a string of digits, as in JSON, is a number unless it is cited as a key
            key = number if isinstance(number, str) and (number in cited or not number.isdecimal()) else None
            yield Listed(Reference(int(number) if key is None else None, text, key=key))


def read_below(article: Article, grammar: Grammar) -> Iterator[Listed]:
    """Yield the entries below an answer: in a declared shape, on one or more lines, or in any of the usual forms."""
    spans = [each.span for each in article.diagnostics if each.code == "reference-list" and each.span is not None]
    for start, end in [(span.start, span.end) for span in spans] or [below_digest(article)]:
        yield from _read_part(article.raw, start, end, grammar, is_listing=bool(spans))


def _read_part(raw: str, at: int, end: int, grammar: Grammar, *, is_listing: bool) -> list[Listed]:
    """Return the entries in a part of a text; entries in the usual forms count only inside a list."""
    listed: list[Listed] = []
    begun, start, stop, is_plain, is_above = "", at, at, False, True

    def read_begun() -> list[Listed]:
        return _read_loose(raw, start, stop, listed, is_plain=is_plain) if is_listing and begun else []

    for line in join_blocks(split_lines(raw[at:end]), grammar):
        words = line.lstrip(_BEFORE_LINE).removeprefix("**").rstrip(SPACES + "|")
        first, last, entry = at + line.index(words), at + line.index(words) + len(words), grammar.entries.read(words)
        at += len(line)
        is_bullet = words.startswith(_BULLETS) and words[1:2].isspace()
        is_below = is_bullet or (words != "" and _BULLET_LINK.fullmatch(begun) is not None and "://" not in words)
        if is_listing and line[0].isspace() and is_below:
            continue  # an excerpt
        is_hashed = words.startswith("#") and words.lstrip("#")[:1].isspace()
        is_marked = bool(entry) or is_bullet or begins_entry(words)
        is_group = is_hashed or (is_bold(line.strip()) and not is_marked)
        is_heading = not entry and (is_group or grammar.entries.is_heading(words))
        is_apart = is_plain or not (is_above or line[0].isspace())
        is_over = not begun or len(begun) > _MAX_ENTRY or (is_apart and "://" in begun)
        is_above = bool(words)
        if is_marked or is_heading or is_over:
            listed += read_begun()
            begun, start = "", first
        is_plain = is_heading or (is_plain and not is_marked)
        is_listing, stop = is_listing or is_heading or bool(entry), last
        if is_heading:
            inside = None if is_group else ENTRY.search(raw, first, last)
            begun, start = ("", first) if inside is None else (inside[0], inside.start())
            continue
        begun = f"{begun} {words}".strip()
        if entry := entry or grammar.entries.read(begun):
            listed.append(Listed(_make_shaped(entry), Span(start, stop)))
            begun = ""
    return listed + read_begun()


def _make_shaped(entry: dict[str, str | None]) -> Reference:
    """Return a reference from the parts of an entry; its address may be in its text."""
    number, text, url, key = (entry.get(name) for name in ("n", "text", "url", "key"))
    if text and not url:
        text, url = _read_words(text)
    return Reference(int(number) if number else None, text or "", url, key)


def _read_loose(raw: str, start: int, end: int, above: list[Listed], *, is_plain: bool) -> list[Listed]:
    """Return the entries in a stretch of a list: numbered, with a bullet, or with neither if none above has any."""
    entries = [*read_entries(raw, start, end)]
    is_bulleted = raw.startswith(_BULLETS, start) and raw[start + 1 : start + 2].isspace()
    if entries or not (is_bulleted or is_plain):
        return entries
    text, url = _read_words(raw[start + is_bulleted : end].strip(SPACES))
    is_remark = text.endswith(_STOPS) and any(each.reference.url for each in above)
    return [Listed(Reference(None, text, url), Span(start, end))] if url or (is_bulleted and not is_remark) else []


def below_digest(article: Article) -> tuple[int, int]:
    """Return where a list of references can be: from the end of the last section to the start of the next article."""
    start = max((section.end for section in article.sections), default=0)
    rest = (each.span for each in article.diagnostics if each.code == "more-articles")
    return start, min((span.start for span in rest if span is not None), default=len(article.raw))


def find_list(text: str, headings: Collection[str], start: int, end: int) -> int | None:
    """Return where the entries of a list begin: below one of the headings, or at the first entry that needs none."""
    firsts: dict[str, int] = {}
    found = None
    for line in _LINE.finditer(text, start, end):
        begin, stop = line.span()
        inside = ENTRY.search(text, begin, min(stop, begin + _MAX_HEADING))
        head = inside.start() if inside else stop
        if head - begin <= _MAX_HEADING and text[begin:head].strip(AROUND_HEADING).casefold() in headings:
            return head
        entry = FIRST_ENTRY.match(text, begin, stop) if found is None else None
        if entry is not None:
            first = firsts.setdefault(entry["close"], begin)
            # without square brackets at the very start of its line, it needs an address
            is_weak = entry["weak"] is not None or entry["marker"] is not None
            if not is_weak or ADDRESS.search(text, entry.end(), stop):
                found = first
    return found


def read_entries(text: str, start: int, end: int) -> Iterator[Listed]:
    """Yield the entries of the list that begins at ``start``, in order.

    All are numbered like the first one. A number at the start of a line begins an entry. Inside a line, one does after
    an address, or if it is the next number and no line begins with it: ``[1] Notes on [2]`` is one entry above ``[2]``.
    """
    lines = [line.span() for line in _LINE.finditer(text, start, end)]
    firsts = [FIRST_ENTRY.match(text, *line) for line in lines]
    close = next((first["close"] for first in firsts if first), None)
    begun = {int(first["number"]) for first in firsts if first and first["close"] == close}
    entry, last, has_address = None, start, False
    for (begin, stop), first in zip(lines, firsts, strict=True):
        at, after = begin, None
        if first and first["close"] == close:
            yield from _read_entry(entry, last)
            entry, at, has_address = first, first.end(), False
        elif entry is None or has_address or text[last:begin] not in _LINE_ENDS:
            continue  # only an entry without an address yet continues on the next line
        for found in ENTRY_OR_ADDRESS.finditer(text, at, stop):
            if found["address"] is not None:
                has_address, after = True, found.end()
                continue
            is_after = after is not None and not text[after : found.start()].strip(_AFTER_ADDRESS)
            after = None
            if found["close"] == close and (is_after or _is_next(found, int(entry["number"]), begun)):
                yield from _read_entry(entry, found.start())
                entry, has_address = found, False
        last = stop
    yield from _read_entry(entry, last)


def _read_entry(entry: re.Match[str] | None, end: int) -> list[Listed]:
    """Return what an entry lists, from where its number was found to its end: several, if it has several numbers."""
    if entry is None:
        return []
    others = entry.groupdict().get("others") or ""  # [1] [3] Title
    start = entry.start("entry") - len(others)
    words, url = _read_words(entry.string[entry.end() : end].strip(_BETWEEN_ENTRIES))
    span = Span(start, start + len(entry.string[start:end].rstrip()))
    numbers = [*re.findall(rf"{OPEN}([0-9]+)", others), entry["number"]]
    return [Listed(Reference(int(number), words, url), span) for number in numbers]


def _is_next(found: re.Match[str], before: int, begun: Collection[int]) -> bool:
    """Whether a number inside a line is the next in order, and no line begins with that number."""
    number, left = int(found["number"]), found.string[found.start() - 1]
    is_apart = left.isspace() or left in "。；;" if found["plain"] else not (left.isascii() and left.isalnum())
    return number == before + 1 and number not in begun and is_apart


def _read_words(words: str) -> tuple[str, str | None]:
    """Split the words of an entry into text and address."""
    words = _SHOWN.sub("", words)
    found = ADDRESS.search(words)
    if found is None:
        return " ".join(words.split()), None
    url = _trim_address(found[0], is_bracketed=words.endswith("(", 0, found.start()))
    before, after = words[: found.start()], words[found.start() + len(url) :]
    link = _LINK.search(before, max(0, len(before) - _MAX_LINK))
    if link is not None:
        label, before = link[1].strip(), before[: link.start()]
        is_host = "/" in label or ("." in label and has_word(before))
        is_title = not (label.casefold() in _NO_TITLE or (is_host and label.removeprefix("doi:") in url))
        before += label if is_title else ""
    before = before.rstrip(_BEFORE_ADDRESS)
    after = _OTHER_LINK.sub(r"\1", after.lstrip(_AFTER_LINK if before and has_word(after) else _AFTER_ADDRESS))
    if not before and len(after) > 1 and after[0] in _QUOTES and after[-1] in _QUOTES:
        after = after[1:-1]  # [1]: https://… "Title"
    return " ".join(f"{before} {after}".split()), url


def _trim_address(address: str, *, is_bracketed: bool) -> str:
    """Return an address without the stops and brackets that belong to the text around it."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _ENDS_OF_ADDRESS or (address[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= address[end] == ")"
        if is_bracketed and address[end] == ")":
            break
    return address[:end]
