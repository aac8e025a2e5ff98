"""The formats that ship with the library, as data."""

from __future__ import annotations

from typing import Final

from rareinsight._declarations.digest import DIGEST

BUILT_IN: Final = (DIGEST,)
