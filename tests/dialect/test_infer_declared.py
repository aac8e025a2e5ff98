"""Three generated pages of each declared format give back a format that reads three other pages alike."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import Phase, given, seed, settings

import rareinsight as ri
from rareinsight.testing import Digest, digests
from score import declared

#: The share of insights, over all formats, that the inferred formats must read like the declared ones.
LEAST_ALIKE = 0.88


def drawn(format: ri.Format) -> list[Digest]:
    """Return six digests of a format with some insights, far apart among those that are drawn."""
    found = dict[str, Digest]()

    @seed(1)
    @settings(max_examples=300, database=None, phases=[Phase.generate])
    @given(digests(format))
    def collect(digest: Digest) -> None:
        if len(digest.article.insights) >= 4:
            found.setdefault(digest.text, digest)

    collect()
    return list(found.values())[:: max(1, len(found) // 6)][:6]


def insights(text: str, format: ri.Format) -> Counter[object]:
    read = ri.parse(text, format=format).insights
    return Counter((each.text, tuple(citation.number for citation in each.citations)) for each in read)


@pytest.mark.full
def test_infer_format_reads_what_declared_formats_read() -> None:
    alike, wanted, report = 0, 0, list[str]()
    for name, format in declared().items():
        pages = [digest.text for digest in drawn(format)]
        if len(pages) == 6:
            inferred = None
            with suppress(ValueError):  # the pages may have no insights that anything marks
                inferred = ri.infer_format(pages[:3], name="inferred")
            read = [insights(text, format) for text in pages[3:]]
            pairs = zip(read, pages[3:], strict=True)
            found = sum((each & insights(text, inferred)).total() for each, text in pairs) if inferred else 0
            alike, wanted = alike + found, wanted + sum(each.total() for each in read)
            report.append(f"{name}: {found} of {sum(each.total() for each in read)}")
    assert alike >= LEAST_ALIKE * wanted, "\n".join(report)
