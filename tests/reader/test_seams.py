"""Seams: wherever one is found, an article begins, whatever the lines above and below are."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

import rareinsight
from dumps import digest
from rareinsight.lines import read_lines, split_lines
from rareinsight.pages import split_articles
from rareinsight.patterns import compile_format
from rareinsight.reader.seams import find_seam
from stacks import TAIL, stacked_pages

DIGEST = rareinsight.formats()["digest"]


def check_seams(page: str) -> int:
    """Check that articles begin at all seams of a page; return how many seams there are."""
    lines = read_lines(split_lines(page), DIGEST, compile_format(DIGEST))
    frames = list(split_articles(lines, DIGEST))
    begins = [0, *accumulate(len(frame.raw) for frame in frames)]
    headed = [begin for begin, frame in zip(begins[1:], frames, strict=False) if frame.has_header_above]
    count = 0
    for headers_above, start in ((False, 0), (True, min(headed, default=len(page)))):
        at = start
        while seam := find_seam(DIGEST, page, at, len(page), headers_above=headers_above):
            assert seam.start in begins
            at, count = seam.start, count + 1
    return count


@given(stacked_pages())
def test_articles_begin_at_seams(page: str) -> None:
    check_seams(page)


@given(st.lists(st.sampled_from(["", "Workflow\n"]), min_size=3, max_size=9), stacked_pages())
def test_every_article_of_a_crawl_is_a_seam_but_the_first(tags: list[str], below: str) -> None:
    crawl = "".join(f"\n{tag}{digest(number, TAIL)}" for number, tag in enumerate(tags))
    assert check_seams(crawl + "\n" + below) >= len(tags) - 2
