"""One article through many hands: linked, edited, rendered and sent on in any order, it keeps its promises."""

import pickle

import hypothesis
import pytest
from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import rareinsight as ri
from outlines import everything
from promises import check_spans, check_tiling
from rareinsight.model import Article
from rareinsight.rendering import RenderError
from rareinsight.testing import Digest, digests, layouts

PARAGRAPHS = st.dictionaries(st.integers(1, 30), st.sampled_from(["Prices fell", "铜价下跌", ""]), max_size=4)


class ManyHands(RuleBasedStateMachine):
    """An article that steps change, and what it must say after them, worked out independently."""

    def __init__(self) -> None:
        super().__init__()
        self.article, self.wanted = Article(), Article()
        self.paragraphs: dict[int, str] = {}
        self.is_edited = False

    @initialize(digest=digests())
    def read(self, digest: Digest) -> None:
        self.article, self.wanted = ri.parse(digest.text, format="digest"), digest.article

    @rule(paragraphs=PARAGRAPHS)
    def link(self, paragraphs: dict[int, str]) -> None:
        before = everything(self.article)
        linked = ri.link(self.article, paragraphs)
        assert everything(self.article) == before
        assert {each.number: each.text for each in linked.references} == paragraphs
        self.article, self.paragraphs = linked, paragraphs

    @rule(title=st.sampled_from(["Copper Climbs Again on Supply Fears", "铜价因供应担忧再度上涨"]))
    def retitle(self, title: str) -> None:
        self.article = evolve(self.article, title=title, title_span=None)
        self.wanted = evolve(self.wanted, title=title)
        self.is_edited = True

    @rule()
    def drop_the_last_section(self) -> None:
        if len(self.wanted.sections) > 1:
            self.article = evolve(self.article, sections=self.article.sections[:-1])
            self.wanted = evolve(self.wanted, sections=self.wanted.sections[:-1])
            self.is_edited = True

    @rule(layout=layouts())
    def render(self, layout: ri.Layout) -> None:
        try:
            text = ri.render(self.article, layout)
        except RenderError:  # what is left of it, or headings without a core or a group, could be read in two ways
            assert self.is_edited or all(section.role == "other" for section in self.article.sections)
            return
        self.article, self.paragraphs, self.is_edited = ri.parse(text, format="digest"), {}, False

    @rule()
    def send_as_json(self) -> None:
        sent = ri.from_json(ri.to_json(self.article))
        assert everything(sent) == everything(self.article)
        self.article = sent

    @rule()
    def pickle(self) -> None:
        sent = pickle.loads(pickle.dumps(self.article))  # noqa: S301 - we just pickled it
        assert everything(sent) == everything(self.article)
        self.article = sent

    @rule()
    def list_rows(self) -> None:
        insights = [insight for section in self.wanted.sections for insight in section.insights]
        rows = list(ri.rows([self.article]))
        assert [row["insight"].rstrip(".。") for row in rows] == [insight.text.rstrip(".。") for insight in insights]
        cited = [citation.number for insight in insights for citation in insight.citations]
        assert [row["number"] for row in ri.rows([self.article], by="citation")] == cited

    @invariant()
    def says_what_it_must(self) -> None:
        assert self.article == self.wanted
        assert self.article.fingerprint == self.wanted.fingerprint
        assert hash(self.article) == hash(self.wanted)

    @invariant()
    def cites_what_it_must(self) -> None:
        insights = [insight for section in self.wanted.sections for insight in section.insights]
        numbers = {citation.number for insight in insights for citation in insight.citations}
        assert list(self.article.cited) == sorted(number for number in numbers if number is not None)
        for number, citing in self.article.cited.items():
            wanted = [each for each in insights if number in [citation.number for citation in each.citations]]
            assert [*citing] == wanted
        assert {each.number: each.text for each in self.article.references} == self.paragraphs

    @invariant()
    def is_where_it_says(self) -> None:
        if not self.is_edited:
            check_tiling(self.article, self.article.raw)
            check_spans(self.article)


@pytest.mark.slow
def test_article_survives_many_steps(seed_of_examples: int) -> None:
    run_state_machine_as_test(
        hypothesis.seed(seed_of_examples)(ManyHands),
        settings=hypothesis.settings(hypothesis.settings(), stateful_step_count=10),
    )
