"""Score the installed ``rareinsight`` against the labelled pages next to this file.

    python tests/pages/score.py [SET]... [--rounds] [--round 1,2] [--family A,B] [--show N] [--known-wrong] [--drop]

Without a SET all are scored. For each set (or round of a set) and each family it prints the share of exact articles, in
which all is right to the character: title, source, date, headings, roles, numbers, labels and insights; and the F1 of
what users take from them: insights with what they cite, references, headings and titles. Only the public API is used.
``--show`` prints the first N differences; ``--known-wrong`` lists the pages whose marks (see README.md) do not say
what comes out today, and ``--drop`` takes away those that no longer hold.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, NamedTuple

import rareinsight as ri

HERE: Final = Path(__file__).parent
#: The sets that are here: an sdist lacks the largest.
SETS: Final = tuple(
    name
    for name in ("real", "first", "unseen", "held", "cases", "declared", "assistants", "other")
    if (HERE / f"{name}.jsonl").exists()
)
#: Nobody looks at these pages, so that their score predicts that of unseen pages.
HELD: Final = "held"
_BRACKET: Final = re.compile(r"\[([0-9]{1,6}(?:, ?[0-9]{1,6})*)\]")
#: Ranges and other brackets, whose numbers a label does not spell out.
_OTHER_BRACKETS: Final = re.compile(r"[【［][0-9]|\[[0-9]+[-–]")

#: An article as its label tells it, or as it was found.
Label = dict[str, Any]


class Page(NamedTuple):
    """A page as it was found, and what a careful reader finds in it."""

    set: str
    record: dict[str, Any]

    def __repr__(self) -> str:
        """Name the page."""
        return f"{self.set}/{self.record['name']}"

    @property
    def round(self) -> str:
        """The round in which it came into its set."""
        return str(self.record["round"])

    @property
    def text(self) -> str:
        """The page as it was found."""
        return str(self.record["text"])

    @property
    def labels(self) -> list[Label]:
        """Its articles; none for a text that is not a digest."""
        return [expected(label) for label in self.record["articles"]]

    @property
    def is_scored(self) -> bool:
        """Whether its marks tell what it says, and not only the sense, and its format is known."""
        is_known = self.record["family"] != "X" or "format" in self.record
        return is_known and not self.record.get("undecidable")

    @property
    def format(self) -> ri.Format | None:
        """Its format, by name or as declared; ``None`` if it is to be detected."""
        format = self.record.get("format")
        if isinstance(format, dict):
            return _declare(format)
        return None if format is None else declared().get(format) or ri.formats()[format]


@cache
def declared() -> dict[str, ri.Format]:
    """Return the formats of producers that no built-in one knows."""
    return {each["name"]: _declare(each) for each in json.loads((HERE / "formats.json").read_text(encoding="utf-8"))}


def _declare(fields: dict[str, Any]) -> ri.Format:
    """Return a format that a record declares."""
    headings = [ri.Heading(**each) for each in fields.get("headings", ())]
    numbered = [ri.Numbered(**each) for each in fields.get("numbered", ())]
    return ri.Format(**fields | {"headings": headings, "numbered": numbered})


@cache
def load(name: str, round: str | None = None) -> tuple[Page, ...]:
    """Return the pages of a set, or those of one of its rounds."""
    if round is not None:
        return tuple(page for page in load(name) if page.round == round)
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").split("\n") if name in SETS else []
    return tuple(Page(name, json.loads(line)) for line in lines if line)


@cache
def rounds() -> tuple[tuple[str, str], ...]:
    """Return the rounds of all sets, each with its set."""
    return tuple(dict.fromkeys((name, page.round) for name in SETS for page in load(name)))


@cache
def articles_of(text: str, format: ri.Format | None = None) -> tuple[ri.Article, ...]:
    """Return the articles of a page; they are read once."""
    return tuple(ri.parse_many(text, format=format))


detected = cache(ri.detect)


def expected(label: dict[str, Any]) -> Label:
    """Return what must be found of an article."""
    return {name: label[name] for name in ("title", "source", "published")} | {
        "sections": [
            (each["heading"], each["role"], each["index"], each["label"], [said.strip() for said in each["insights"]])
            for each in label["sections"]
        ],
        "numbers": [numbers for each in label["sections"] for numbers in _numbers_of(each)],
        "references": label.get("references", []),
    }


def _numbers_of(section: dict[str, Any]) -> list[list[int]]:
    """Return the numbers that each insight cites: as they are labelled, or as its brackets say."""
    if "numbers" in section:
        return list(section["numbers"])
    brackets = [_BRACKET.findall(insight) for insight in section["insights"]]
    return [[int(number) for listed in found for number in listed.split(",")] for found in brackets]


def found_in(article: ri.Article) -> Label:
    """Return what was found of an article, in the shape of a label."""
    raw, moment = article.raw, article.published
    return {
        "title": article.title,
        "source": article.source,
        "published": moment and moment.isoformat(timespec="minutes")[:16],
        "sections": [
            (
                each.heading and each.heading.strip(),
                each.role,
                each.index,
                each.label,
                [insight.span.cut(raw).strip() for insight in each.insights],
            )
            for each in article.sections
        ],
        "numbers": [[each.number for each in said.citations if each.number is not None] for said in article.insights],
        "references": [[each.number, each.text, each.url] for each in article.references],
    }


def without_numbers(labels: Iterable[Label]) -> list[Label]:
    """Return labels without citations."""
    return [{name: label[name] for name in label if name not in ("numbers", "references")} for label in labels]


def _scored(page: Page, labels: Iterable[Label]) -> list[Label]:
    """Return what is scored of articles, including citations if the page names a format."""
    return without_numbers(labels) if page.format is None else list(labels)


def is_right(page: Page) -> bool:
    """Whether all articles of a page come out as they are labelled, to the character."""
    found = [found_in(article) for article in articles_of(page.text, page.format)]
    if not page.labels:
        return not any(label["sections"] for label in found)
    return _scored(page, found) == _scored(page, page.labels)


def cites_right(page: Page) -> bool:
    """Whether the numbers that a right page cites are those of its label."""
    found = [found_in(article)["numbers"] for article in articles_of(page.text, page.format)]
    if page.record.get("bare_citations"):
        return not any(map(any, found))
    is_spelled = page.format is not None or not _OTHER_BRACKETS.search(page.text)
    return not is_spelled or not page.labels or found == [label["numbers"] for label in page.labels]


def finer_differences(page: Page) -> list[tuple[object, object]]:
    """Return what labels say beyond the score, where they do, and what was found instead: see README.md."""
    pairs: list[tuple[object, object]] = []
    for label, article in zip(page.record["articles"], articles_of(page.text, page.format), strict=True):
        raw, day, moment = article.raw, article.published_span, article.published
        told = [(each.code, each.span and each.span.cut(raw).strip(), each.message) for each in article.diagnostics]
        for code, place, *words in label.get("diagnostics", []):
            if not any(each[:2] == (code, place) and all(word in each[2] for word in words) for each in told):
                pairs.append(((code, place, words), told))
        header = {"moment": moment and moment.isoformat(), "date": day and day.cut(raw)}
        listed = ri.link(article).references if "linked" in label else ()
        linked = {"linked": [[each.number, each.text, each.url] for each in listed]}
        pairs += _differing(label, header | linked | {"codes": [code for code, *_ in told]})
        for wanted, section in zip(label["sections"], article.sections, strict=True):
            names = ("text", "label", "level")
            found = {f"{name}s": [getattr(each, name) for each in section.insights] for name in names}
            pairs += _differing(wanted, found | {"level": section.level})
    return pairs


def _differing(label: Label, found: Label) -> list[tuple[object, object]]:
    return [(label[name], found[name]) for name in found if name in label and label[name] != found[name]]


def is_cut_right(page: Page) -> bool:
    """Whether a page is known to end in the middle of something just where it does."""
    return articles_of(page.text, page.format)[-1].truncated == bool(page.record.get("truncated"))


def is_detected(page: Page) -> bool:
    """Whether ``detect`` knows a page by its traces just where one is read, unless its format is declared elsewhere."""
    name = page.record.get("format", "digest")
    is_read = any(article.sections for article in articles_of(page.text, page.format))
    is_known = isinstance(name, str) and name in ri.formats()
    return not is_known or detected(page.text) == (name if is_read else None)


def wrong_marks(page: Page, *, detects: bool = True) -> list[str]:
    """Return the marks of a page that are missing, or no longer hold, including what ``detect`` says if asked for."""
    if not page.is_scored or page.set == HELD:
        return []
    right, marked = is_right(page), "known_wrong" in page.record
    wrong = ["known_wrong"] if right == marked else []
    for mark, holds in (("cut_unseen", is_cut_right), ("undetected", is_detected))[: 1 + detects]:
        if right and (page.labels or mark == "undetected") and holds(page) == (mark in page.record):
            wrong.append(mark)
    return wrong


#: What users take from an article: how each part is called, and what of a label it consists of.
PARTS: Final[dict[str, Callable[[Label], Iterable[Hashable]]]] = {
    "insights": lambda label: zip(
        [said for section in label["sections"] for said in section[-1]], map(tuple, label["numbers"]), strict=True
    ),
    "references": lambda label: map(tuple, label["references"]),
    "sections": lambda label: [section[0] for section in label["sections"]],
    "titles": lambda label: filter(None, [label["title"]]),
}


class Score:
    """How many articles of some pages come out right, to the character, and how much of what users take from them."""

    def __init__(self) -> None:
        self.articles = self.exact = 0
        #: How many of each part are wanted, found, and both.
        self.parts = {name: [0, 0, 0] for name in PARTS}

    def add(self, page: Page) -> list[tuple[Label | None, Label | None]]:
        """Count a page; return the articles that differ, as they are labelled and as they were found."""
        whole = [*map(found_in, articles_of(page.text, page.format))]
        for name, part_of in PARTS.items():
            wanted, got = (
                Counter(part for label in labels for part in part_of(label)) for labels in (page.labels, whole)
            )
            counts = wanted.total(), got.total(), (wanted & got).total()
            self.parts[name] = [sum(both) for both in zip(self.parts[name], counts, strict=True)]
        found = _scored(page, whole)
        if not page.labels:  # no digest: any article that is one is wrong
            found = [label for label in found if label["sections"]][:1]
        differing = [pair for pair in zip_longest(_scored(page, page.labels), found) if pair[0] != pair[1]]
        count = len(page.labels) or 1
        self.articles += count
        self.exact += max(0, count - len(differing))
        return differing

    def __str__(self) -> str:
        parts = (f"{each:9.2%}" if each is not None else f"{'–':>9}" for each in map(self.f1, PARTS))
        return f"{self.share:8.2%} {self.exact:5} of {self.articles:<5}" + "".join(parts)

    def f1(self, part: str) -> float | None:
        """The F1 of a part; ``None`` if none is wanted."""
        wanted, found, both = self.parts[part]
        return 2 * both / (wanted + found) if wanted else None

    @property
    def share(self) -> float:
        """The share of exact articles."""
        return self.exact / (self.articles or 1)


def score(
    names: Sequence[str], families: frozenset[str], rounds: frozenset[str], show: int, *, by_round: bool = False
) -> None:
    """Print the score of each set, or of each of its rounds, and of each family over all."""
    by_set: defaultdict[str, Score] = defaultdict(Score)
    by_family: defaultdict[str, Score] = defaultdict(Score)
    for page in (page for name in names for page in load(name)):
        family = page.record["family"]
        if not page.is_scored or (families and family not in families) or (rounds and page.round not in rounds):
            continue
        by_family[family].add(page)
        for wanted, got in by_set[f"{page.set} {page.round}" if by_round else page.set].add(page):
            if show and page.set != HELD:
                show -= 1
                print(f"--- {page!r}: {page.record['for']}\n{_difference(wanted, got)}")
    print(" " * 36 + "".join(f"{name[:8]:>9}" for name in PARTS))
    for name, counted in [*by_set.items(), *sorted(by_family.items())]:
        print(f"{name:18} {counted}")


def _difference(wanted: Label | None, got: Label | None) -> str:
    if wanted is None or got is None:
        return f"  wanted {'an article' if wanted else 'none'}, got {'an article' if got else 'none'}"
    for name in ("title", "source", "published"):
        if wanted[name] != got[name]:
            return f"  {name}: wanted {wanted[name]!r}, got {got[name]!r}"
    pairs = zip([*wanted["sections"], None], [*got["sections"], None], strict=False)
    first = next(((left, right) for left, right in pairs if left != right), ("nothing more", "another article"))
    return f"  wanted {first[0]}\n  got    {first[1]}"


def check_marks(names: Sequence[str], *, drop: bool) -> None:
    """List the pages whose marks are missing or no longer hold; take away the latter if that is wanted."""
    for name in names:
        for page in load(name):
            for mark in wrong_marks(page):
                gone = page.record.pop(mark, None) if drop else page.record.get(mark)
                print(f"{page!r}: {'comes out right: ' + gone if gone else f'{mark} is missing'}")
        if drop:
            lines = [json.dumps(page.record, ensure_ascii=False) + "\n" for page in load(name)]
            (HERE / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", default=SETS, help=", ".join(SETS))
    parser.add_argument("--rounds", action="store_true", help="score each round of a set by itself")
    parser.add_argument("--round", default="", help="rounds, parted by commas")
    parser.add_argument("--family", default="", help="families, parted by commas")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N differences")
    parser.add_argument("--known-wrong", action="store_true", help="list the marks that are missing or do not hold")
    parser.add_argument("--drop", action="store_true", help="take away those that no longer hold")
    options = parser.parse_args()
    if options.known_wrong or options.drop:
        check_marks(options.sets, drop=options.drop)
    else:
        families, rounds = (frozenset(filter(None, each.split(","))) for each in (options.family, options.round))
        score(options.sets, families, rounds, options.show, by_round=options.rounds)


if __name__ == "__main__":
    main()
