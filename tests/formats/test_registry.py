"""Formats known by name: built in, of installed packages, registered in code."""

import re
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from commands import run_python
from rareinsight import Format, Heading
from rareinsight._formats import registry

GOOD = """
import rareinsight as ri
FORMAT = ri.Format("weekly", headings=[ri.Heading(["This Week"])])
"""

DIGEST = "Core Insights - Tin is rare [1]"

pytestmark = pytest.mark.usefixtures("own_registry")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def install(site: Path, package: str, source: str, point: str) -> None:
    """Lay out a package with one module and one entry point, as an installer does."""
    (site / f"{package}.py").write_text(source, encoding="utf-8")
    info = site / f"{package}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[rareinsight.formats]\n{point}\n", encoding="utf-8")


def others() -> list[str]:
    """The names of the formats that do not ship."""
    return [name for name in ri.formats() if name not in ("digest", *registry.SHIPPED)]


# --- packages ------------------------------------------------------------------------------------------------------


def test_package_format_is_found_by_name_and_detected(site: Path) -> None:
    install(site, "weekly_digest", GOOD, "weekly = weekly_digest:FORMAT")
    assert others() == ["weekly"]
    assert registry.origin_of("weekly") == "weekly_digest 1.2"
    text = "This Week\n- Copper is short\n- Tin is rare\n"
    assert ri.detect(text) == ri.parse(text).format == "weekly"
    assert [insight.text for insight in ri.parse(text, format="weekly").insights] == ["Copper is short", "Tin is rare"]


def test_package_formats_are_considered_for_texts_that_begin_like_digests(site: Path) -> None:
    headings = 'ri.Heading(["Core Insights"], role="core"), ri.Heading(["Next Week"])'
    install(site, "weekly_digest", GOOD.replace('ri.Heading(["This Week"])', headings), "weekly = weekly_digest:FORMAT")
    assert ri.parse("Core Insights\n- Tin is rare\nNext Week\n- Copper is short").format == "weekly"


def test_texts_that_begin_like_digests_load_no_other_format() -> None:
    program = f"import sys, rareinsight as ri; ri.parse({DIGEST!r}); print(*sys.modules)"
    loaded = run_python("-c", program).stdout.split()
    assert not {"importlib.metadata", "regex", "rareinsight._formats.producers"}.intersection(loaded)


BROKEN = {
    "missing module": ("", "weekly = nowhere:FORMAT", "ModuleNotFoundError: No module named 'nowhere'"),
    "no format": ("FORMAT = 'weekly'", "weekly = weekly_digest:FORMAT", "expected a Format, got 'weekly'"),
    "raises": ("raise RuntimeError('no licence')", "weekly = weekly_digest:FORMAT", "RuntimeError: no licence"),
    "ends the process": ("raise SystemExit(3)", "weekly = weekly_digest:FORMAT", "SystemExit: 3"),
    "ends a generator": ("raise GeneratorExit('planted')", "weekly = weekly_digest:FORMAT", "GeneratorExit: planted"),
    "raises an error of its own": (
        "class Panic(BaseException):\n    def __str__(self): raise self\nraise Panic",
        "weekly = weekly_digest:FORMAT",
        "Panic",
    ),
    "name of a built-in format": (
        GOOD.replace("weekly", "digest"),
        "weekly = weekly_digest:FORMAT",
        "a format named 'digest' already exists (built in)",
    ),
}


@pytest.mark.parametrize(("source", "point", "problem"), BROKEN.values(), ids=BROKEN)
def test_broken_package_is_reported_once_and_skipped(site: Path, source: str, point: str, problem: str) -> None:
    install(site, "weekly_digest", source, point)
    install(site, "zeta", GOOD.replace("weekly", "zeta"), "zeta = zeta:FORMAT")
    with pytest.warns(RuntimeWarning, match="the format 'weekly' of weekly_digest 1.2 was skipped: ") as caught:
        assert others() == ["zeta"]
    assert problem in str(caught[0].message)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ri.parse("Core Insights - Tin is rare [1]").format == "digest"


def test_interrupt_while_a_package_loads_is_passed_on(site: Path) -> None:
    install(site, "weekly_digest", "raise KeyboardInterrupt", "weekly = weekly_digest:FORMAT")
    with pytest.raises(KeyboardInterrupt):
        ri.formats()


def test_package_whose_entry_points_cannot_be_read_may_have_formats(tmp_path: Path) -> None:
    (tmp_path / "odd-1.0.dist-info" / "entry_points.txt").mkdir(parents=True)
    assert registry._may_have_formats(str(tmp_path))


def test_first_of_two_packages_with_one_name_wins(site: Path) -> None:
    install(site, "alpha", GOOD, "weekly = alpha:FORMAT")
    install(site, "beta", GOOD.replace("This Week", "Last Week"), "weekly = beta:FORMAT")
    with pytest.warns(RuntimeWarning, match=r"of beta 1.2 .* already exists \(alpha 1.2\)"):
        assert ri.formats()["weekly"].headings[0].words == ("This Week",)


def test_package_may_use_formats_while_it_loads(site: Path) -> None:
    source = "import rareinsight as ri\nFORMAT = ri.formats()['digest'].evolve(name='mine')"
    install(site, "mine", source, "mine = mine:FORMAT")
    assert others() == ["mine"]


def test_formats_is_complete_in_concurrent_threads(site: Path) -> None:
    install(site, "slow", f"import time; time.sleep(0.2)\n{GOOD}", "weekly = slow:FORMAT")
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(others())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["weekly"]] * 4


def test_packages_are_loaded_only_when_formats_are_looked_up(site: Path) -> None:
    install(site, "loud", f"print('loaded')\n{GOOD}", "weekly = loud:FORMAT")
    light = f"""
import sys
sys.path.insert(0, {str(site)!r})
import rareinsight as ri
notes = ri.Format('notes', headings=[ri.Heading(['Notes'])])
for format in ('digest', notes):
    ri.parse({DIGEST!r}, format=format)
"""
    assert run_python("-c", f"{light}print('importlib.metadata' in sys.modules)").stdout.split() == ["False"]
    heavy = """
registry = ri._formats.registry
for ask in (ri.parse, ri.detect, lambda _: ri.formats(), lambda text: ri.parse(text, format='weekly')):
    registry._registry = registry._Registry()
    sys.modules.pop('loud', None)
    ask('x'), ask('x'), print('asked')
"""
    assert run_python("-c", light + heavy).stdout.split() == ["loaded", "asked"] * 4


# --- registering in code -------------------------------------------------------------------------------------------


def test_shipped_format_is_found_without_loading_packages() -> None:
    assert ri.parse("## Prices\n\n- Tin is rare", format="chatgpt").format == "chatgpt"


def test_registered_format_is_found_by_name_and_detected() -> None:
    weekly = ri.Format("weekly", headings=[ri.Heading(["This Week"])])
    assert ri.register(weekly) is weekly
    assert ri.formats()["weekly"] is weekly
    assert registry.origin_of("weekly") == "registered"
    assert ri.detect("This Week\n- Copper is short") == "weekly"


def test_register_refuses_a_taken_name_without_replace() -> None:
    digest = ri.formats()["digest"]
    mine = digest.evolve(boilerplate=["Share"])
    with pytest.raises(ValueError, match=r"'digest' already exists \(built in\).*replace=True"):
        ri.register(mine)
    assert ri.formats()["digest"] is digest
    ri.register(digest.evolve())  # the same once more
    assert registry.origin_of("digest") == "built in"
    ri.register(mine, replace=True)
    assert ri.formats()["digest"] is mine
    assert registry.origin_of("digest") == "registered"


def test_unregister_undoes_register(site: Path) -> None:
    install(site, "weekly_digest", GOOD, "weekly = weekly_digest:FORMAT")
    before = ri.formats()
    origins = {name: registry.origin_of(name) for name in before}
    memos = ri.register(ri.Format("memos", headings=[ri.Heading(["In short"])]))
    for name in ("digest", "chatgpt", "weekly"):
        for boilerplate in ("Share", "Save"):  # the second replaces the first
            ri.register(before[name].evolve(boilerplate=[boilerplate]), replace=True)
        assert ri.unregister(name).boilerplate == ("Save",)
    assert ri.unregister("memos") is memos
    assert ri.formats() == before
    assert list(ri.formats()) == list(before)
    assert {name: registry.origin_of(name) for name in before} == origins
    assert ri.detect("In short\n- Copper is short") is None
    ri.register(memos)
    for name, hint in (("digest", ""), ("weekly", ""), ("memo", "did you mean 'memos'?"), ("", "")):
        with pytest.raises(ValueError, match=f"no format {name!r} was registered.*{re.escape(hint)}"):
            ri.unregister(name)


def test_detect_finds_nothing_in_text_that_only_shares_citations() -> None:
    ri.register(Format("notes", [Heading(["Gist"])], citations=["[{n}]"]))
    text = "See item [1] of the list."
    assert ri.detect(text) is None
    assert ri.parse(text).sections == ()


def test_stream_is_detected_by_its_beginning() -> None:
    ri.register(Format("notes", [Heading(["Gist"], role="core")], markers=["→"]))
    lines = ["Gist\n", *("→ Copper is short\n" for _ in range(6000))]
    (article,) = ri.parse_stream(iter(lines))
    assert article.format == "notes"
    assert len(article.insights) == 6000


# --- any changes ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["register", "replace", "unregister"]),
            st.sampled_from(["mine", "yours", "digest", "perplexity"]),
            st.sampled_from(["Tin", "Zinc"]),
        ),
        max_size=12,
    )
)
def test_last_format_of_a_name_is_known_whatever_was_changed(changes: list[tuple[str, str, str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "_registry", registry._Registry())
        built_in, own = dict(ri.formats()), dict[str, Format]()
        for change, name, word in changes:
            format, known = Format(name, [Heading([word])]), built_in | own
            if change == "unregister":
                if name in own:
                    assert ri.unregister(name) == own.pop(name)
                else:
                    with pytest.raises(ValueError, match="was registered"):
                        ri.unregister(name)
            elif change == "replace" or known.get(name, format) == format:
                ri.register(format, replace=change == "replace")
                own |= {name: format} if known.get(name) != format else {}
            else:
                with pytest.raises(ValueError, match="already exists"):
                    ri.register(format)
            assert ri.formats() == built_in | own
            for each in ("mine", "yours"):
                if each in own:
                    assert ri.parse("Tin\n- Prices fell\nZinc\n- Costs rose", format=each).format == each
                else:
                    with pytest.raises(ValueError, match="unknown format"):
                        ri.parse("", format=each)
