"""Which tests pytest-xdist runs in the same process."""

from typing import Final

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no types

#: The tests of each of these files share a costly fixture.
_TOGETHER: Final = ("tests/dumps/", "tests/html/", "tests/arrow/test_engines", "tests/parse/test_rewritten")


class ByPage(LoadScopeScheduling):  # type: ignore[misc]  # for that reason
    """Hands out tests to processes: the examples of a page together, and so the tests of some files.

    They share names or a costly fixture. Other tests share neither, and some files of them take minutes; but what is
    asked of a round of labelled pages is asked where the pages have been read.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if not file.startswith("tests/") or file.startswith(_TOGETHER):
            return file
        return f"pages {test.partition('[')[2]}" if file.endswith("_pages.py") else nodeid


class Scheduling:
    """The plug-in that tells pytest-xdist so."""

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> ByPage:
        """Spread the tests over the processes of ``-n`` as :class:`ByPage` does."""
        return ByPage(config, log)
