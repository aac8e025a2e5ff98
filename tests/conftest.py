"""What all tests share: the examples that properties draw, and the seed article."""

import os
import secrets
import signal
import time
from collections.abc import Generator
from pathlib import Path
from random import Random

import hypothesis
import pytest
from hypothesis import Phase, is_hypothesis_test, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from rareinsight._formats import registry

ROOT = Path(__file__).parent.parent
collect_ignore = ["scheduling.py"]  # only pytest-xdist can import it

# Properties draw new examples on every run, after those that failed in earlier ones.
# A deadline would make a test depend on how busy the machine is.
EXAMPLES = DirectoryBasedExampleDatabase(ROOT / ".hypothesis" / "examples")
USUAL = "rareinsight"
for name, count in ((USUAL, 30), ("brief", 12), ("search", 100)):
    settings.register_profile(
        name, deadline=None, print_blob=True, derandomize=False, database=EXAMPLES, max_examples=count
    )
# … and as few as possible where it only counts whether there is one, as in mutation testing
settings.register_profile("first", settings.get_profile(USUAL), database=None, phases=[Phase.explicit, Phase.generate])
settings.load_profile(USUAL)

# Of the hundreds of programs that tests start each would compile the package once more.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell's background jobs ignore Ctrl-C, and so would the programs that tests send it to.
signal.signal(signal.SIGINT, signal.default_int_handler)


# --- what properties draw ----------------------------------------------------------------------------------


#: How a run is repeated.
REPLAY = "--hypothesis-seed={} --hypothesis-profile={}"
STARTED = time.monotonic()
#: The number that all examples of this run follow from.
SEED = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--search", type=float, metavar="SECONDS", help="run properties only, in any order, for so long")


def pytest_configure(config: pytest.Config) -> None:
    asked = config.getoption("--hypothesis-seed")
    drawn = getattr(config, "workerinput", {}).get("seed", secrets.randbelow(1_000_000))
    config.stash[SEED] = drawn if asked is None else int(asked)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Give every process of pytest-xdist the same seed."""
    node.workerinput["seed"] = node.config.stash[SEED]  # type: ignore[attr-defined]  # it may not be installed


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow"):  # coverage makes it slower still, and quick tests cover the same
            item.add_marker("no_cover")
    if config.getoption("--search"):
        items[:] = [item for item in items if is_property(item)]
        Random(config.stash[SEED]).shuffle(items)  # noqa: S311


def is_property(item: pytest.Item) -> bool:
    return is_hypothesis_test(getattr(item, "obj", None)) or "seed_of_examples" in getattr(item, "fixturenames", ())


def pytest_runtest_setup(item: pytest.Item) -> None:
    searching = item.config.getoption("--search")
    if searching and time.monotonic() - STARTED > searching:
        pytest.skip("no time is left")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Draw the examples of a property with the seed of this run, and say so if it fails."""
    if not is_property(pyfuncitem):
        return (yield)
    config = pyfuncitem.config
    number = config.stash[SEED]
    # with its own option, Hypothesis neither replays examples nor keeps them
    if is_hypothesis_test(pyfuncitem.obj) and config.getoption("--hypothesis-seed") is None:
        hypothesis.seed(number)(pyfuncitem.obj)
    profile = config.getoption("--hypothesis-profile") or USUAL
    try:
        return (yield)
    except Exception as error:
        error.add_note(f"the same examples: pytest {pyfuncitem.nodeid!r} {REPLAY.format(number, profile)}")
        raise


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    replay = REPLAY.format(config.stash[SEED], config.getoption("--hypothesis-profile") or USUAL)
    terminalreporter.write_line(f"properties: add {replay} to draw the same examples")


@pytest.fixture
def seed_of_examples(request: pytest.FixtureRequest) -> int:
    """The seed of this run, for properties that run Hypothesis themselves."""
    number: int = request.config.stash[SEED]
    return number


# --- what tests read ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def seed() -> str:
    """The article of ``seeds/``, as it was found."""
    (path,) = (ROOT / "seeds").glob("*.txt")
    return path.read_bytes().decode("utf-8")


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry in which no format is known yet but those that ship."""
    monkeypatch.setattr(registry, "_registry", registry._Registry())
