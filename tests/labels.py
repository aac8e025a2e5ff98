"""Labelled pages, and what compares a label with an article: the corpus's own script, so that a test fails exactly
where the score would drop."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import rareinsight as ri

TESTS = Path(__file__).parent
CORPUS = TESTS / "corpus"

_evaluate = runpy.run_path(str(CORPUS / "evaluate.py"))
gold_article: Callable[[dict[str, Any]], dict[str, Any]] = _evaluate["gold_article"]
found_article: Callable[[ri.Article], dict[str, Any]] = _evaluate["found_article"]
CITATION = _evaluate["CITE"]


class Dump(NamedTuple):
    """A page as it was found, and what a careful reader finds in it."""

    name: str
    folder: str
    text: str
    label: dict[str, Any]

    def __repr__(self) -> str:
        return self.name


def _read_dump(path: Path) -> Dump:
    label = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return Dump(path.stem, path.parent.name, path.read_bytes().decode("utf-8"), label)


DUMPS = [_read_dump(path) for path in sorted(CORPUS.glob("*.txt"))]
PAGES = [_read_dump(path) for path in sorted((TESTS / "pages").glob("*/*.txt"))]
FOLDERS = sorted({dump.folder for dump in DUMPS + PAGES})
#: X are other producers' layouts, each in need of a format of its own; of an undecidable page only sense could
#: tell the headings.
SCORED = [dump for dump in DUMPS + PAGES if dump.label["family"] != "X" and not dump.label.get("undecidable")]
#: What is read wrongly, to be repaired.
KNOWN_WRONG = {
    "r-i09": "an uncited insight ends in a month, and a text with spaced hyphens goes on with a large letter",
    "t-k06": "two headings in a row that only sense parts: … the Dairy Industry Industry Dynamics",
    "c-k21": "two headings in a row that only sense parts: Third Quarter Results Revenue",
    "z-y08": "an uncited Chinese insight without a stop, before a dash",
    "ao-35": "the same",
    "c-d003": "a title of one word after a full stop, in a text with spaced hyphens: … gallons. Outlook - Meal has",
    "n-03": "minutes, whose title is worded as that of a call: Minutes of the Harbour Committee",
    "t-i06": "a title that begins as a heading of the vocabulary, right above a body, without a source line",
}
LABELLED = [dump for dump in SCORED if dump.name not in KNOWN_WRONG]
#: Cut off after a stop that may be a decimal point, or right after a header; only sense tells.
#: The other way round: a last insight without citation and stop.
CUT_UNSEEN = (
    "b-07",
    "n-05",
    "z-d001",
    "z-f012",
    "o-k21",
    "b-v01",
    "b-v12",
    "b-v14",
    "p-v04",
    "r-v08",
    "p-m05",
    "p-m07",
    "c-i03",
    "f-q02",
    "t-qi01",
    "t-y04",
    "r-y06",
    "cn-09",
    "cn-29",
)
#: Cut off inside the title that stands last, which only sense tells.
CUT_IN_TITLE = (
    "a-09",
    "c-04",
    "p-13",
    "c-d002",
    "c-f004",
    "c-b005",
    "p-v12",
    "c-b055",
    "c-n004",
    "c-u04",
    "c-m04",
    "c-w03",
    "r-w02",
    "h-i06",
    "r-i02",
    "p-qi01",
    "z-qi05",
    "bn-11",
    "bn-26",
    "bn-29",
    "cn-20",
    "bo-04",
    "bp-31",
    "bp-34",
    "cp-30",
    "aq-15",
)
