"""Labelled pages after an edit that a reader would follow: the label, edited alike, says what must come out.

No edit knows how the library reads: there are other words in place of those that do not occur in its source, other
numbers in brackets, other line ends and spaces.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import rareinsight
from score import Page

SOURCE: Final = Path(rareinsight.__file__).parent
#: Makes a page of an edited text, whose labels say what it holds; the same where the edit is not possible.
Edit = Callable[[Page], Page]
_LETTER: Final = "a-zA-Z0-9À-ɏ_"
#: A word of five letters or more, and no part of an address.
_WORD: Final = re.compile(rf"(?<![{_LETTER}/.@#&=\\-])[A-Z]?[a-z]{{4,}}(?![{_LETTER}/@&=-]|\.\w)")
_NUMBER: Final = re.compile(r"\[([1-9][0-9]?)\]")
_VOWELS: Final = "aeiou"
_CONSONANTS: Final = "bdfgklmnprstvz"
#: What labels say that is not quoted from the text.
_OWN_WORDS: Final = ("role", "codes", "published", "moment")


@cache
def known_words() -> frozenset[str]:
    """All words of the library, in its messages and comments too, and of declared formats."""
    files = [*SOURCE.rglob("*.py"), Path(__file__).with_name("formats.json")]
    return _words_in("".join(path.read_text("utf-8") for path in files))


def _words_in(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.casefold()))


def _everywhere(page: Page, change: Callable[[str], str]) -> Page:
    """Change a text and what its labels quote alike."""
    return Page(
        page.set, page.record | {"text": change(page.text), "articles": _changed(page.record["articles"], change)}
    )


def _changed(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - any part of a label
    if isinstance(value, dict):
        told = {"diagnostics": [_changed(told[:2], change) + told[2:] for told in value.get("diagnostics", ())]}
        parts = {name: each if name in _OWN_WORDS else _changed(each, change) for name, each in value.items()}
        return parts | (told if "diagnostics" in value else {})
    if isinstance(value, list):
        return [_changed(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


def rename_words(random: Random, page: Page) -> Page:
    """Put invented words in place of those that neither the library nor the format of the page contains."""
    if any("diagnostics" in label for label in page.record["articles"]):
        return page  # what is guessed depends on what else is alike
    names: dict[str, str] = {}
    known = known_words() | _words_in(json.dumps(page.record.get("format")))

    def invent(found: re.Match[str]) -> str:
        word = found[0]
        if word.casefold() not in known:
            made = "".join(random.choice(_VOWELS if each in _VOWELS else _CONSONANTS) for each in word.casefold())
            names.setdefault(word, made.capitalize() if word[0].isupper() else made)
        return names.get(word, word)

    return _everywhere(page, lambda text: _WORD.sub(invent, text))


def renumber(random: Random, page: Page) -> Page:
    """Put other numbers into brackets, each in place of one of as many digits."""
    parts = [part for label in page.record["articles"] for part in (label, *label["sections"])]
    if any({"numbers", "linked", "references"} & {*part} for part in parts):
        return page
    one, two = random.sample(range(1, 10), 9), random.sample(range(10, 100), 90)
    others = [0, *one, *two]
    return _everywhere(page, lambda text: _NUMBER.sub(lambda found: f"[{others[int(found[1])]}]", text))


def _replaced(pattern: str, new: str) -> Edit:
    """Return an edit of the spaces or line ends of a digest."""
    return lambda page: _everywhere(page, lambda text: re.sub(pattern, new, text)) if page.labels else page


def _below(lines: str) -> Edit:
    """Return an edit of the end of a page, if that is not in the middle of something."""
    is_whole = re.compile(r"[\]】][.。]?\s*\Z")
    return lambda page: _with_text(page, page.text + lines) if is_whole.search(page.text) else page


def _above(lines: str) -> Edit:
    """Return an edit of the top of a page."""
    return lambda page: _with_text(page, lines + page.text)


def _quoted(page: Page) -> Page:
    """Return a digest without a list of references in which each line begins as those of a quoted letter."""
    labels = page.record["articles"]
    if any("linked" in label for label in labels) or not any(label["sections"] for label in labels):
        return page
    return _above("> ")(_replaced(r"(?<=\n)(?!\Z)", "> ")(page))


def _with_text(page: Page, text: str) -> Page:
    return Page(page.set, page.record | {"text": text})


LAYOUTS: Final[dict[str, Edit]] = {
    "as it was": lambda page: page,
    "lines end in CRLF": _replaced(r"\r\n|\r|\n", "\r\n"),
    "lines end in CR": _replaced(r"(?<!\r)\n", "\r"),
    "trailing spaces": _replaced(r"(?=\r?\n)(?<!\r)", " "),
    "no-break spaces": _replaced(r"(?<=[\w\])]) (?=[\w\[(*-])", "\u00a0"),
    "quoted": _quoted,
    "blank lines above": _above("\ufeff\n\n"),
    "blank lines below": _below("\n\n"),
}
