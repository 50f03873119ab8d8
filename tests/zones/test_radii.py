"""One length, or two."""

from __future__ import annotations

import time

import pytest

from geo.errors import UnitError
from geo.zones.radii import is_range, read_length, read_range

RANGES = {
    "10-20 km": (10_000, 20_000), "10 - 20 km": (10_000, 20_000), "10–20km": (10_000, 20_000),
    "10 km to 20 km": (10_000, 20_000), "10 to 20 km": (10_000, 20_000), "between 10 and 20 km": (10_000, 20_000),
    "from 5 nmi to 10 nmi": (9_260, 18_520), "5 km to 5 nmi": (5_000, 9_260), "1,500-2,500 m": (1_500, 2_500),
    "0.5-1 mi": (804.672, 1_609.344), "1/2-1 mile": (804.672, 1_609.344), "10-20-km": (10_000, 20_000),
}  # fmt: skip


@pytest.mark.parametrize(("text", "metres"), RANGES.items(), ids=RANGES)
def test_ranges(text, metres):
    assert is_range(text)
    assert read_range(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["34 mi", "34-mile", "1,500 m", "", "km", "-5 km", "10 20 km", "1/2 mile"])
def test_one_length_is_no_range(text):
    assert not is_range(text)
    with pytest.raises(UnitError, match="are not two lengths; write for example 10-20 km"):
        read_range(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("20-10 km", "run backwards"), ("10-10 km", "are equal"), ("10 km to 10,000 m", "are equal"),
     ("10-20", "has no unit"), ("0-20 km", "more than zero"), ("10 nmi to 10 km", "run backwards")],
)  # fmt: skip
def test_ranges_that_are_none(text, said):
    assert is_range(text)
    with pytest.raises(UnitError, match=f"{said}.*; write"):
        read_range(text)


@pytest.mark.parametrize("text", ["0 km", "-5 km", "34", "34 leagues", "", "9" * 400 + " km"])
def test_a_bad_length_comes_with_advice(text):
    with pytest.raises(UnitError, match="; write"):
        read_length(text)
    assert read_length("6 km") == 6_000


@pytest.mark.parametrize("text", ["1" + " " * 10_000, "1-" * 5_000, "between " * 2_000])
def test_hostile_text_is_refused_quickly(text):
    begun = time.perf_counter()
    assert not is_range(text)
    assert time.perf_counter() - begun < 0.1
