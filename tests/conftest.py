"""What all tests share: how Hypothesis runs, and the seed article."""

from pathlib import Path

import pytest
from hypothesis import settings

# A deadline would make a test depend on how busy the machine is.
settings.register_profile("rareinsight", deadline=None, print_blob=True)
settings.load_profile("rareinsight")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def seed() -> str:
    """The article of ``seeds/``, as it was found."""
    (path,) = (ROOT / "seeds").glob("*.txt")
    return path.read_bytes().decode("utf-8")
