"""What is called or declared wrongly is refused at once: what is wrong, where, and how to mend it."""

import json
import sys
from pathlib import Path
from typing import Final

import pyarrow as pa
import pytest

import rareinsight as ri
from rareinsight import arrow, dumps, html

#: Calls, and how each error begins.
CALLS: Final = json.loads(Path(__file__).with_name("calls.json").read_text(encoding="utf-8"))
NAMES: Final = {"ri": ri, "arrow": arrow, "dumps": dumps, "html": html, "pa": pa, "sys": sys}


@pytest.mark.parametrize(("call", "message"), CALLS)
def test_misuse_is_refused_at_once_with_a_hint(call: str, message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        eval(call, NAMES)  # noqa: S307 - our own
    assert f"{caught.type.__name__}: {caught.value}".startswith(message)
