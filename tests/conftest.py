"""What all tests share: how Hypothesis runs, and the seed article."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from rareinsight._formats import registry

#: The profile of a run that asks for none.
USUAL = "rareinsight"

# A deadline would make a test depend on how busy the machine is.
# The same examples on every run, so that a red run means a change of ours; `search` looks for new ones.
settings.register_profile(USUAL, deadline=None, print_blob=True, derandomize=True, max_examples=40)
settings.register_profile("search", deadline=None, print_blob=True)
settings.register_profile("few", deadline=None, print_blob=True, derandomize=True, max_examples=20)
settings.register_profile("brief", deadline=None, print_blob=True, derandomize=True, max_examples=12)
settings.load_profile(USUAL)

# Of the hundreds of programs that tests start each would compile the package once more.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell's background jobs ignore Ctrl-C, and so would the programs that tests send it to.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def seed() -> str:
    """The article of ``seeds/``, as it was found."""
    (path,) = (ROOT / "seeds").glob("*.txt")
    return path.read_bytes().decode("utf-8")


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry in which no format is known yet but those that ship."""
    monkeypatch.setattr(registry, "_registry", registry._Registry())


@pytest.fixture
def few_examples() -> Iterator[None]:
    """Let a test of a whole format take seconds, but for a run that looks for new examples."""
    asked = settings.get_current_profile_name()
    if asked == USUAL:
        settings.load_profile("few")
    yield
    settings.load_profile(asked)
