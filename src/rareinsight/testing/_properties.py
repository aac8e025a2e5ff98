"""One call that tests a format: every property of formats, on texts derived from its declaration.

The message of a failure shows the page, what was expected, what came out, and which part of the declaration to change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from textwrap import indent
from typing import Any, Final, cast

import hypothesis
from attrs import AttrsInstance, evolve, fields
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from rareinsight._formats.registry import find_format, formats, is_plain
from rareinsight.detection import detect_among
from rareinsight.format import Format, Heading
from rareinsight.model import Article, Section
from rareinsight.parsing import parse
from rareinsight.rendering import RenderError, check_equal, write
from rareinsight.testing._strategies import Digest, digests
from rareinsight.testing._words import heading_words

#: The fields that decide about a part of an article, by the end of its path.
_FIELDS: Final = {
    "title": "titles, title_line, boilerplate or source_lines", "source": "source_lines", "published": "source_lines",
    "text": "markers, citations or numbered", "number": "citations", "key": "citations",
}  # fmt: skip
#: Codes that any text may cause, however plain.
_QUESTIONS: Final = {"inferred-format", "leftover-marker", "broken-citation", "possible-heading", "several-insights"}
_NUMBERED: Final = ("group", "other")  #: the roles of sections that have numbers


class MisreadError(AssertionError):
    """A digest that is parsed into another article than the one it was written from."""

    def __init__(self, format: Format, text: str, expected: Article, fault: str) -> None:
        super().__init__(fault)
        self.format, self.text, self.expected = format, text, expected

    def explain(self) -> str:
        """Return the page, both articles, and the part without which it is read as expected, or what to look at."""
        path = str(self).partition(":")[0].rpartition(".")[2]
        change = f"Format.{_FIELDS.get(path, 'headings, numbered or markers')}"
        for name, part, smaller in _smaller(self.format, self.text.casefold()):
            if not any(_faults(smaller, self.text, self.expected)):
                change = f"Format.{name}: without {part!r}, this page is read as expected"
                break
        got = evolve(parse(self.text, format=self.format), diagnostics=())
        parts = {"page": self.text, "expected": self.expected, "got": got, "change": change}
        return "\n".join(f"{name}:\n{indent(f'{shown}', '    ')}" for name, shown in parts.items())


def _faults(format: Format, text: str, expected: Article) -> Iterator[str]:
    """Yield what differs in a text from the article it was written from, and from the diagnostics expected of it."""
    read = parse(text, format=format)
    if not read.sections:
        yield read.diagnostics[0].message
    try:
        check_equal(expected, read)
    except ValueError as error:
        yield str(error)
    # they may be in capitals, and have the signs of Markdown and another colon
    drawn, found = ([re.findall(r"\w+", f"{each.heading}".upper()) for each in it.sections] for it in (expected, read))
    if found != drawn:
        yield f"the headings are {found}, not {drawn}"
    insights, sections = expected.insights, expected.sections
    uncited = sum(not insight.citations for insight in insights)
    groups, others = ([each.index for each in sections if each.role == role and each.index] for role in _NUMBERED)
    misplaced = len(sections) * any(each != [*range(1, len(each) + 1)] for each in (groups, others))
    bounds: dict[str, list[int]] = {  # at least so often, and at most
        "missing-title": [expected.title is None],
        "missing-source": [expected.source is None and any("{source}" in shape for shape in format.source_lines)],
        "uncited-insight": [uncited if uncited < len(insights) else 0],
        "uncited-digest": [uncited == len(insights) and bool(format.citations), uncited == len(insights)],
        "duplicate-group": [len(groups) - len(set(groups))],
        "cut-off": [0, not insights[-1].citations],
        "skipped-group": [0, misplaced],
        "odd-number": [0, misplaced],
    }
    reported = Counter(each.code for each in read.diagnostics if each.code not in _QUESTIONS)
    for code in sorted({*bounds, *reported}):
        least, most = bounds.get(code, [0])[0], bounds.get(code, [0])[-1]
        if not least <= reported[code] <= most:
            told = next((each.message for each in read.diagnostics if each.code == code), code)
            yield f"reported {reported[code]} times, not {least}: {told}"


def _smaller(node: AttrsInstance, text: str) -> Iterator[tuple[str, object, Any]]:
    """Yield a declaration without each part, flags last; of headings, only those in a text: field, part and rest."""
    for each in sorted(fields(type(node)), key=lambda each: getattr(node, each.name) is True):
        value: object = getattr(node, each.name)
        parts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
        changes: list[tuple[object, object]] = [(f"{each.name}=True", False)] if value is True else []
        for place, part in enumerate(parts):
            smaller = [(what, [rest]) for _, what, rest in _smaller(part, text)] if isinstance(part, Heading) else []
            words = f"{part}".casefold().split("{text}") if isinstance(node, Heading) else [""]
            smaller += [(part, [])] if any(word.strip() in text for word in words) else []
            changes += [(what, (*parts[:place], *rest, *parts[place + 1 :])) for what, rest in smaller]
        for what, changed in changes:
            with suppress(ValueError):  # it can't do without
                yield each.name, what, cast("Any", evolve)(node, **{each.name: changed})


def check_format(
    format: Format | str, progress: Callable[[str], None] | None = None, *, seed: int | None = None
) -> None:
    """Test a format: parsing, rendering and detection, on digests derived from its declaration.

    Uses the active Hypothesis profile without its deadline; a profile with more examples searches longer.

    Args:
        format: a format, registered or not, or the name of a registered one.
        progress: called with the name of each property before it is tested; ``print`` shows them.
        seed: draws the same examples in every run; by default, each draws new ones, after those that failed before.

    Raises:
        AssertionError: A property does not hold for this format. The message starts with the cause, then names the
            property and shows the smallest text found on which it fails.

    >>> from rareinsight import Format, Heading
    >>> check_format(Format("notes", [Heading(["Facts"])], markers=["-"]), print, seed=1)
    round trip
    detection
    """
    chosen = find_format(format)
    for name, promise, test in _PROPERTIES:
        if progress is not None:
            progress(name)
        try:
            test(chosen, seed)
        except HypothesisException:
            raise
        except Exception as error:  # noqa: BLE001 - any exception breaks a property
            reason, _, rest = (str(error) or type(error).__name__).partition("\n")
            explained = error.explain() if isinstance(error, MisreadError) else ""
            shown = "\n".join(filter(None, [rest, explained, *getattr(error, "__notes__", ())]))
            # the properties' own errors are complete; for any other, the traceback matters too
            cause = None if isinstance(error, AssertionError | RenderError) else error
            raise AssertionError(f"format {chosen.name!r}: {reason}\n{name}: {promise}\n{shown}") from cause


def _run(
    format: Format, seed: int | None, strategy: st.SearchStrategy[object], test: Callable[..., None], share: int = 1
) -> None:
    """Run a test on as many examples as the profile says, or a share of them; shrink a failing one."""
    vars(test)["_hypothesis_internal_add_digest"] = format.name.encode()  # each format keeps its own failures
    drawn, phases = given(strategy)(test), [phase for phase in settings().phases if phase is not Phase.explain]
    count = max(1, settings().max_examples // share)
    run = settings(max_examples=count, deadline=None, phases=phases, report_multiple_bugs=False, print_blob=False)
    run(drawn if seed is None else hypothesis.seed(seed)(drawn))()


def _round_trip(format: Format, seed: int | None) -> None:
    def round_trip(digest: Digest) -> None:
        for text in (digest.text, write(digest.article, digest.layout, format)):
            for fault in _faults(format, text, digest.article):
                raise MisreadError(format, text, digest.article, fault)

    _run(format, seed, digests(format), round_trip)


def _detection(format: Format, seed: int | None) -> None:
    known = {**formats(), format.name: format}
    for owner in known.values():
        # numbers and form may match any format, a general one is tried last, and digests never contain signs
        if any(each.words for each in owner.headings) and is_plain(owner):
            _check_detection(owner, known, seed)


def _check_detection(owner: Format, known: dict[str, Format], seed: int | None) -> None:
    has_others_only = {each.role for each in owner.headings} | {each.role for each in owner.numbered} == {"other"}

    def is_telling(section: Section) -> bool:  # others may match several formats
        is_known = f"{section.heading}".casefold().startswith(heading_words(owner))
        return section.role != "other" or (has_others_only and is_known)

    def detection(digest: Digest) -> None:
        found = detect_among(digest.text, known.values())
        if found is not owner and any(map(is_telling, digest.article.sections)):
            raise AssertionError(f"a digest of {owner.name!r} was detected as {found and found.name!r}")

    _run(owner, seed, digests(owner), detection, share=5)


#: What must hold for a format: the name of each property, what it promises, and its test.
_PROPERTIES: Final = (
    ("round trip", "a digest in any layout is parsed into the article it was written from", _round_trip),
    ("detection", "digests are detected as being of their format, among the registered ones", _detection),
)
