"""Whether a text that is no digest is an answer with sources: a table of facts about its citations and its list.

Papers and letters cite in the same brackets, but answers do at the end of statements, and list addresses or names.
"""

from __future__ import annotations

from typing import Final

from rareinsight._grammar.citations import RAISED, has_cited_words
from rareinsight._grammar.entries import LONG_RULE, WORD, begins_entry
from rareinsight._grammar.form import has_word
from rareinsight._grammar.grammar import MARKER_AFTER, Grammar
from rareinsight._grammar.turns import turn_of
from rareinsight._parse.table import NO, YES, Row, first_row
from rareinsight._patterns import deferred
from rareinsight._pieces import plain
from rareinsight._shapes import SUPERSCRIPTS
from rareinsight.format import Format

_MAX_TEXT: Final = 20_000  #: how many characters of a text are looked at
#: Every text with such citations has one of these, or a bracket that does not occur in programs and logs.
_SIGNS: Final = ("(S", "](http", "([", RAISED)
_OTHER_SIGNS: Final = ("【", "［", *SUPERSCRIPTS)
_SIGN: Final = deferred(
    r"\[(?:(?<![A-Za-z0-9_\])'\"(+=,-]\[)\^?(?:[0-9@]|\[[0-9]|[Ss]ource|doc|S[0-9])|\^?[0-9, –-]{1,20}\^?\][.。])"
)
#: What precedes an exponent, not a citation: ``m`` in ``5 m²``, ``10`` in ``10³``.
_SHORT: Final = deferred(r"(?:\A|[^A-Za-z\u00c0-\u04ff])[A-Za-z\u00c0-\u04ff]{1,2}\Z|[0-9)^⁻⁺]\Z")
_STOPS: Final = '.!?。！？…:：;；*"”)）'
#: What follows citations at the end of a statement: a stop, or the end of the line.
_ENDS: Final = deferred(r"\s?(?:[.!?;:](?:[\s*\"”)]|\Z|(?=[^\x00-\x7f]))|[。！？…；：])|[*\"”)]{0,3}\s*(?:\Z|[\r\n|])")
_PARAGRAPHS: Final = deferred(r"\n[^\S\r\n]*\r?\n[^\S\r\n]*\S")  #: a blank line between two
#: A paragraph that ends in a word, as a heading does, or a line with a number or a letter: ``1.``, ``(a)``.
_NO_PROSE: Final = deferred(
    r"(?m)[\w,，](?=[^\S\r\n]*(?:\r?\n[^\S\r\n]*(?:\r?\n|\Z)|\Z))|^[^\S\r\n]*(?:[0-9]{1,2}[.)]|\([a-z]{1,3}\))[^\S\r\n]"
)
_ITEM: Final = deferred(r"\s*(?:[-*+•|]|[0-9]{1,2}[.)])\s")  #: an item, or a row of a table
_LINE_ITEM: Final = deferred(r"(?m)^[ \t]*[-*•] \S")
#: Front matter and code, which state nothing.
_ASIDE: Final = deferred(r"\A---\r?\n[\s\S]{0,4000}?\n---(?=\r?\n)|(?m:^) *```[\s\S]*?(?:\n *```|\Z)")
_STOPPED: Final = deferred(r"[.!?](?=\s)|[。！？]")  #: the end of a sentence
#: A title above a source and a date: ``Reuters·2025-08-26``.
_SOURCED: Final = deferred(r"\s*+[^#>\s][^\r\n]*+\s++[^#>\s][^\r\n·|]{0,60}[·|] ?(?:19|20)[0-9]{2}[-/.年][0-9]")
#: A greeting above a letter, a field of one, or the line above one that is quoted: ``Ann wrote:``.
_LETTER: Final = deferred(
    r"(?m)\A\s*(?i:hi|hello|dear|hallo|liebe[rs]?|sehr geehrte[rs]?|bonjour|ch[eè]re?s?|hola|estimad[oa]s?)\b"
    r"[^\r\n.!?:]{0,60}[,，][ \t]*$|"
    r"^(?:Subject|Message-ID|In-Reply-To|Betreff|Objet|Asunto|主题)\s?[:：] ?\S|^(?:> )*+[^\r\n]*\bwrote:$"
)
#: A usual heading of documentation, a badge, a link to an issue or a commit, or a cell of a notebook.
_DOCUMENTATION: Final = deferred(
    r"(?im)^#{0,3} ?(?:install|installation|installing|usage|licen[cs]e|contributing|build|building|getting started|"
    r"quick ?start|synopsis|options|changelog|安装|使用|许可证?)\W{0,9}$|^[ \t]*\[!\[|"
    r"\(\[(?:#[0-9]+|[0-9a-f]{7,40})\]\(http|^(?:In|Out) ?\[[0-9 ]{1,4}\]:"
)
#: Words that only encyclopedias and papers have.
_REFERENCE_WORK: Final = (
    "See also", "Siehe auch", "Voir aussi", "Véase también", "词条", "编辑次数", "[edit]", "[citation needed]", "Ibid",
    "Jump to", "Category: ", "Categories: ", "Retrieved 1", "Retrieved 2", "Retrieved 3", "\n^ ", " ^ ", "Abstract\n",
    "\nAbstract", "Related Work\n", "Related work\n",
)  # fmt: skip
#: A link to a page of an encyclopedia with its title, as programs save such pages: ``[tin](https://…/wiki/Tin "Tin")``.
_TO_ENCYCLOPEDIA: Final = deferred(r"/wiki/[^\s\"]{1,200} \"")
#: The fields of a page that somebody saved from the web; one with a date is no answer of a program.
SAVED: Final = deferred(
    r"\A---\r?\n(?=[\s\S]{0,2000}?\b(?:source|link): *\"?http)"
    r"(?=[\s\S]{0,2000}?\n(?:published|slurped): *(?P<date>[0-9])?)"
)
_MIN_DOCUMENTED, _MIN_LINKED, _MIN_SITES = 2, 4, 3
#: A web address, or the name of a file.
_ADDRESS: Final = deferred(r"(?i)https?://|\bwww\.|\.(?:pdf|docx?|xlsx?|pptx?|md|txt|html?)\b")
#: ``1987``, ``pp. 12``, ``2nd ed.``, ``第3卷``.
_BIBLIOGRAPHIC: Final = deferred(
    r"\b(?:1[5-9]|20)[0-9]{2}\b|(?i:\b(?:pp?|vol|nr?|no|fol|ch|eds?|hrsg|s)\. ?[0-9]|\bed\.)"
    r"|[0-9一二三四五六七八九十] ?[卷页期]"
)
#: A bullet below a numbered item, indented as Markdown indents it.
_NESTED: Final = deferred(r"(?m)^[0-9]{1,2}\. \S[^\r\n]*+(?:[^\S\r\n]*+[\r\n])++ {3,4}[-*+] \S")
_LISTED_ADDRESS: Final = deferred(
    rf"(?m)^(?:\w+: )?[^\w\r\n]{{0,6}}(?:{WORD})?1[^\w\r\n]{{1,5}}(?:[^\r\n]{{0,200}}?|[^\r\n]{{1,200}}\r?\n)https?://"
)
_RUN_ON: Final = deferred(r"\[[0-9]{1,3}\](?=\s)")  #: the number of an entry in a line that has several
_HEADING: Final = deferred(r"(?m)^#{1,6} \S.*")
_MARKDOWN: Final = deferred(r"(?m)^#{1,6} \S|\*\*[^\s*]")
#: Citations that are links with numbers or in brackets, by site. All footnotes of a saved page lead to that page.
_SITE: Final = deferred(
    r"(?:(?<!!)\[(?:\\?\[|\()?\^?[0-9]{1,3}\^?(?:\\?\]|\))?\]|(?:\(|\)[,;] )\[[^\[\]\r\n]{1,80}\])"
    r"\(<?https?://(?:www\.)?([^/\s)>.]+\.[^/\s)>]+)"
)
#: The smallest share of cited statements: with a list of addresses, one citation, Markdown, links to sites, plain text.
_LISTED, _ONE, _MARKED_UP, _LINKED, _PLAIN = 0.05, 0.25, 0.08, 0.03, 0.5
#: The share from which a short text of several paragraphs is an answer, without a list and above one …
_FEW, _MORE = 0.2, 0.4
_SHORT_TEXT: Final = 3_000  #: … of at most so many characters
_OFTEN: Final = 0.125  #: the share from which citations may be inside statements
_MANY: Final = 8  #: how many citations at the end of statements are enough, whatever their share, in Markdown
_VERY_MANY: Final = 25  #: … and in any text


class Cited:
    """A text with citations, split into what precedes its list of references and the list."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        start = _list_start(text, grammar)
        self.whole: str = text
        self.text: str = text[:start]
        self.listed: str = text[start:]
        self.format: Format = grammar.format
        self._grammar: Grammar = grammar
        self._counts: tuple[int, int, float] | None = None

    @property
    def counts(self) -> tuple[int, int, float]:
        """How many runs of citations there are, how many end a statement, and the share of statements that end so."""
        if self._counts is None:  # most other text is rejected before this is needed
            found = [each.span() for each in self._grammar.scan.finditer(self.text) if each.lastgroup == "cite"]
            runs = [run for run in found if not _is_power(self.text, run[0])]
            closing = sum([_closes(self.text, *run) for run in runs])
            self._counts = len(runs), closing, closing / max(1, self._statements()) if closing else 0.0
        return self._counts

    def _statements(self) -> int:
        """Count sentences, and lines without a stop at their end."""
        lines = map(str.rstrip, self.text.splitlines())
        bare = [line for line in lines if line and line[-1] not in ".!?。！？"]
        return len(_STOPPED.findall(f"{self.text.rstrip()}\n")) + len(bare)

    def is_cited(self, share: float, many: int) -> bool:
        """Whether enough statements are cited: a share, or many by citations that nearly all end one."""
        runs, closing, cited = self.counts
        return cited >= share or (closing >= many and 10 * closing >= 9 * runs)

    @property
    def has_named_list(self) -> bool:
        """Whether its list has a heading."""
        lines = self.listed.splitlines()
        return len(lines) > 1 and self._grammar.entries.is_heading(lines[0].strip())

    @property
    def entries(self) -> int:
        """How many entries the list has."""
        lines = [line.strip() for line in self.listed.splitlines()]
        numbered = sum(map(begins_entry, lines)) or len(_RUN_ON.findall(self.listed))
        return numbered or len([line for line in lines[1:] if has_word(line)])


def count_sites(text: str) -> int:
    """Count the sites that citations are links to; those of a digest lead to the one article that it is about."""
    return len(set(_SITE.findall(text))) if "](" in text else 0


def _list_start(text: str, grammar: Grammar) -> int:
    """Return where the list of references of a text begins: its heading or its first entry; its end if it has none."""
    at, is_below_rule = 0, False
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        words = line.strip().removeprefix("- ")
        is_bracketed = words[:1] in ("[", "【", "［") and words.find("](") != words.find("]")
        is_entry = (is_bracketed or is_below_rule) and begins_entry(words)
        is_heading = len(words) > 1 and grammar.entries.is_heading(words)
        below = next(filter(str.strip, lines[number : number + 3]), "") if is_heading else ""
        if is_entry or (is_heading and not has_cited_words(below, grammar.scan.finditer(below))):
            return at
        is_below_rule = words.startswith(LONG_RULE) or (is_below_rule and not words)
        at += len(line)
    return at


def _is_power(text: str, at: int) -> bool:
    """Whether a superscript follows fewer than three letters, as in a formula: ``Σλ²``."""
    return text[at] in SUPERSCRIPTS and _SHORT.search(text, max(0, at - 3), at) is not None


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a run of citations ends a statement: it is next to a stop, or ends a line after a space or in an item."""
    before = text[start - 1 : start] or "\n"
    if before in _STOPS or (before.isspace() and text[max(0, start - 2) : start].strip()[-1:] in tuple(_STOPS)):
        return True
    ends = _ENDS.match(text, end)
    is_apart = not before.isidentifier() or before > "\x7f" or text[end : end + 1] in tuple(_STOPS)
    return ends is not None and (is_apart or _ITEM.match(text, text.rfind("\n", 0, start) + 1) is not None)


def other_document(c: Cited) -> bool:
    """It is a letter, by its greeting or fields, documentation, a saved encyclopedia, or news below a source line."""
    has_marks = len(_DOCUMENTATION.findall(c.text)) >= _MIN_DOCUMENTED or _SOURCED.match(c.whole) is not None
    return has_marks or _LETTER.search(c.text) is not None or len(_TO_ENCYCLOPEDIA.findall(c.text)) >= _MIN_LINKED


def reference_work(c: Cited) -> bool:
    """It has words that only encyclopedias and papers have."""
    return any(word in c.whole for word in _REFERENCE_WORK)


def cited_inside(c: Cited) -> bool:
    """Fewer than two of its citations end a statement, or than three quarters (half, if many statements are cited)."""
    runs, closing, share = c.counts
    return closing < 2 or closing < runs * (0.5 if _OFTEN <= share <= 1 else 0.75)


def addresses_listed(c: Cited) -> bool:
    """Two thirds of its list have an address, or the name of a file, and half of its citations end a statement."""
    found = len(_ADDRESS.findall(c.listed))
    if found == 0 or 3 * found < 2 * c.entries:
        return False
    runs, closing, _ = c.counts
    return 2 * closing >= runs and (many_sites(c) or c.is_cited(_ONE if closing == 1 else _LISTED, 2))


def several_sites(c: Cited) -> bool:
    """Its citations are links to several sites."""
    return count_sites(c.whole) >= _MIN_SITES


def many_sites(c: Cited) -> bool:
    """Many of its citations are links, to many sites."""
    return min(count_sites(c.whole), c.counts[0]) > _MIN_SITES


def bibliographic(c: Cited) -> bool:
    """Half of what is listed has a year, a page or a volume."""
    return c.listed != "" and 2 * len(_BIBLIOGRAPHIC.findall(c.listed)) >= c.entries


def cited_above_list(c: Cited) -> bool:
    """A quarter of its statements are cited, all of them at their end, above a list with a heading."""
    runs, closing, share = c.counts
    return 2 <= closing == runs and share >= _ONE and c.has_named_list


def half_cited(c: Cited) -> bool:
    """Half of its statements are cited, or very many by citations that nearly all end one."""
    return c.is_cited(_PLAIN, _VERY_MANY)


def marked_up(c: Cited) -> bool:
    """It is Markdown without footnotes, and cites enough statements, or many sites."""
    is_linked = many_sites(c) or (c.counts[2] >= _LINKED and c.is_cited(1, 2) and several_sites(c))
    has_notes = c.listed != "" and begins_entry(c.listed)  # a list of sources has a heading
    is_cited = is_linked or (c.is_cited(_MARKED_UP, _MANY) and not has_notes)
    return is_cited and _MARKDOWN.search(c.text) is not None


def conversation(c: Cited) -> bool:
    """It has lines above questions and above answers, as saved conversations do, and cites at the end of statements."""
    turns = {turn_of(words, c.format) for line in c.whole.splitlines() if (words := line.strip())}
    return {"asked", "answered"} <= turns and 2 * c.counts[1] >= c.counts[0] > 0


def cited_prose(c: Cited) -> bool:
    """It is a few paragraphs of prose; many statements end in citations or, above a list, only and more of them do."""
    is_prose = len(c.text) <= _SHORT_TEXT and _PARAGRAPHS.search(c.text) is not None
    if not is_prose or _NO_PROSE.search(_HEADING.sub("", c.text)) is not None:
        return False
    runs, closing, share = c.counts
    if c.listed:
        return 2 <= closing == runs and share >= _MORE
    return closing >= 2 and 3 * closing >= 2 * runs and share >= _FEW


ANSWER_ROWS: Final[tuple[Row[Cited], ...]] = (
    Row("list of addresses", YES, (addresses_listed,), (other_document,)),
    Row("conversation", YES, (conversation,), (other_document,)),
    Row("reference work", NO, (reference_work,)),
    Row("cited prose", YES, (cited_prose,), (other_document,)),
    Row("bibliography", NO, (bibliographic,)),
    Row("citations inside", NO, (cited_inside,), (several_sites,)),
    Row("cited above a list", YES, (cited_above_list,), (other_document,)),
    Row("mostly cited", YES, (half_cited,), (other_document,)),
    Row("cited Markdown", YES, (marked_up,), (other_document,)),
    Row("other text", NO),
)


def is_outline(text: str) -> bool:
    """Whether a text is Markdown: it has headings of two levels, or of one and addresses, or nested items."""
    two, three, four = [f"\n{sign}" in f"\n{text}" for sign in ("## ", "### ", "#### ")]
    has_levels = (two and (three or lists_addresses(text))) or (three and four)
    return has_levels or _NESTED.search(text) is not None


def is_marked_up(text: str) -> bool:
    """Whether a text has headings or bold words of Markdown, or items on lines of their own."""
    return _MARKDOWN.search(text) is not None or _LINE_ITEM.search(text) is not None


def lists_addresses(text: str) -> bool:
    """Whether the first entry of a list has an address: ``[1] Title https://…``, ``1: https://…``."""
    return _LISTED_ADDRESS.search(text) is not None


def names_references(text: str, grammar: Grammar) -> bool:
    """Whether a heading of Markdown is that of a list of references."""
    return any([grammar.entries.is_heading(line) for line in text.splitlines()])


def is_answer(text: str, grammar: Grammar) -> bool:
    """Whether a text is an answer with citations of the kind that a format declares."""
    text = plain(text[:_MAX_TEXT])
    text = _ASIDE.sub("", text) if "```" in text or text.startswith("---") else text
    signs = _SIGNS if text.isascii() else _SIGNS + _OTHER_SIGNS
    has_sign = any([sign in text for sign in signs]) or ("[" in text and _SIGN.search(text) is not None)
    may_be_answer = has_sign and len(MARKER_AFTER.findall(text)) < 2  # a digest has more
    return may_be_answer and first_row(Cited(text, grammar), ANSWER_ROWS).label == YES
