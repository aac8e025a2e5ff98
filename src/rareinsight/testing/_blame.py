"""Why a digest was misread: the page, what was expected, what came out, and which part of the declaration to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from textwrap import indent
from typing import Any, Final, cast

from attrs import AttrsInstance, evolve, fields

from rareinsight.format import Format, Heading
from rareinsight.model import Article
from rareinsight.parsing import parse
from rareinsight.rendering import check_equal
from rareinsight.testing._writing import PREAMBLES

#: The fields that decide about a part of an article, by the end of its path.
_FIELDS: Final = {
    "title": "titles, title_line, boilerplate or source_lines",
    "source": "source_lines",
    "published": "source_lines",
    "number": "citations",
    "key": "citations",
    "text": "markers, citations or numbered",
}
#: What may be odd in any text: no digest is so plain that none is asked about.
_QUESTIONS: Final = {"inferred-format", "leftover-marker", "broken-citation", "possible-heading", "several-insights"}
#: ``attrs.evolve`` with fields by name, where no type checker follows.
_changed: Final = cast("Callable[..., Any]", evolve)


class MisreadError(AssertionError):
    """A digest that is parsed into another article than the one it was written from."""

    def __init__(self, format: Format, text: str, expected: Article, reason: str) -> None:
        super().__init__(reason)
        self.format, self.text, self.expected = format, text, expected

    def explain(self) -> str:
        """Return the page, both articles, and the field to change."""
        got = evolve(parse(self.text, format=self.format), diagnostics=())
        parts = {"page": self.text, "expected": f"{self.expected}", "got": f"{got}", "change": self.blame()}
        return "\n".join(f"{name}:\n{indent(shown, '    ')}" for name, shown in parts.items())

    def blame(self) -> str:
        """Return the part of the declaration without which the page is read as expected, or the fields to look at."""
        for name, part, changed in _smaller(self.format, self.text.casefold()):
            with suppress(MisreadError):
                read_as(changed, self.text, self.expected)
                return f"Format.{name}: without {part!r}, this page is read as expected"
        path = str(self).partition(":")[0].rpartition(".")[2]
        return f"Format.{_FIELDS.get(path, 'headings, numbered or markers')}"


def read_as(format: Format, text: str, expected: Article) -> Article:
    """Parse a text; raise a :class:`MisreadError` unless it is the expected article, with the expected diagnostics."""
    read = parse(text, format=format)
    if not read.sections:
        raise MisreadError(format, text, expected, read.diagnostics[0].message)
    try:
        check_equal(expected, read)
    except ValueError as error:
        raise MisreadError(format, text, expected, str(error)) from None
    bounds, reported = _reports(expected, text, format), Counter(each.code for each in read.diagnostics)
    for code in sorted({*bounds, *reported} - _QUESTIONS):
        least, most = bounds.get(code, (0, 0))
        if not least <= reported[code] <= most:
            told = next((each.message for each in read.diagnostics if each.code == code), code)
            raise MisreadError(format, text, expected, f"reported {reported[code]} times, not {least}: {told}")
    return read


def _reports(article: Article, text: str, format: Format) -> dict[str, tuple[int, int]]:
    """Return how often at least and at most each diagnostic is reported of an article that was written as text."""
    insights = article.insights
    uncited = sum(not insight.citations for insight in insights)
    is_cited = uncited < len(insights)
    groups, others = (
        [each.index for each in article.sections if each.role == role and each.index] for role in ("group", "other")
    )
    misplaced = len(article.sections) * any(each != [*range(1, len(each) + 1)] for each in (groups, others))
    lacks_source = article.source is None and any("{source}" in shape for shape in format.source_lines)
    return {
        "missing-title": (article.title is None, article.title is None),
        "missing-source": (lacks_source, lacks_source),
        "uncited-digest": (not is_cited and bool(format.citations), not is_cited),
        "uncited-insight": (uncited * is_cited, uncited * is_cited),
        "duplicate-group": (len(groups) - len(set(groups)), len(groups) - len(set(groups))),
        "cut-off": (0, not insights[-1].citations),
        "skipped-group": (0, misplaced),
        "odd-number": (0, misplaced),
        "unplaced-text": (0, any(line in text for line in PREAMBLES)),
    }


def _smaller(node: AttrsInstance, text: str) -> Iterator[tuple[str, object, Any]]:
    """Yield a declaration without each of its parts, of headings those that may be in a text: field, part, and rest."""
    for each in fields(type(node)):
        value: object = getattr(node, each.name)
        changes: list[tuple[object, object]] = [(f"{each.name}=True", False)] if value is True else []
        parts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
        for place, part in enumerate(parts):
            smaller: list[tuple[object, tuple[object, ...]]] = []
            if isinstance(part, Heading):
                smaller += [(what, (rest,)) for _, what, rest in _smaller(part, text)]
            words = part.casefold().split("{text}") if isinstance(node, Heading) and isinstance(part, str) else [""]
            smaller += [(part, ())] if any(word.strip() in text for word in words) else []
            changes += [(what, (*parts[:place], *rest, *parts[place + 1 :])) for what, rest in smaller]
        for what, changed in changes:
            with suppress(ValueError):  # it can't do without
                yield each.name, what, _changed(node, **{each.name: changed})
