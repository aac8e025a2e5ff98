import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareinsight.model import Span
from rareinsight.offsets import Encoding, Offsets
from strategies import texts

encodings: st.SearchStrategy[Encoding] = st.sampled_from(["utf-8", "utf-16"])
#: Units of each encoding in bytes, and its name without a byte order mark.
UNITS: dict[Encoding, tuple[int, str]] = {"utf-8": (1, "utf-8"), "utf-16": (2, "utf-16-le")}


def encoded_length(text: str, encoding: Encoding) -> int:
    size, codec = UNITS[encoding]
    return len(text.encode(codec, "surrogatepass")) // size


@given(texts(), encodings)
def test_offsets_round_trip_or_are_refused(text: str, encoding: Encoding) -> None:
    offsets = Offsets(text, encoding)
    starts = {offsets.to_units(offset): offset for offset in range(len(text) + 1)}
    assert list(starts) == [encoded_length(text[:offset], encoding) for offset in range(len(text) + 1)]
    for unit in range(max(starts) + 1):
        if unit in starts:
            assert offsets.to_points(unit) == starts[unit]
        else:
            with pytest.raises(ValueError, match="inside a code point"):
                offsets.to_points(unit)


@given(texts(min_size=1), encodings, st.data())
def test_offsets_convert_spans_both_ways(text: str, encoding: Encoding, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    offsets = Offsets(text, encoding)
    units = offsets.span_to_units(span)
    assert len(units) == encoded_length(span.cut(text), encoding)
    assert offsets.span_to_points(units) == span


@given(texts(), encodings)
def test_offsets_are_comparable_and_compact(text: str, encoding: Encoding) -> None:
    offsets = Offsets(text, encoding)
    wide = "[^\x00-\x7f]" if encoding == "utf-8" else "[\U00010000-\U0010ffff]"
    assert len(offsets._runs) <= 1 + 2 * len(re.findall(wide, text))
    again = pickle.loads(pickle.dumps(offsets))  # noqa: S301 - our own bytes
    assert (again, hash(again)) == (offsets, hash(offsets))
    assert again.to_units(len(text)) == offsets.to_units(len(text))


def test_offsets_count_lone_surrogates_as_if_written() -> None:
    assert Offsets("\ud83d|", "utf-8").to_units(1) == 3
    assert Offsets("\ud83d|", "utf-16").to_units(1) == 1
