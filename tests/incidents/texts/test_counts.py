"""How many, as news words it."""

from __future__ import annotations

import pytest

from geo.incidents.texts.counts import find_counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("killing at least 12 people and wounding 30", [("killed", 12, 12, None), ("wounded", 30, 30, 30)]),
        ("Twelve civilians, including four children, were killed", [("killed", 12, 12, 12)]),
        ("leaving 17 dead", [("killed", 17, 17, 17)]),
        ("between 10 and 15 people were killed", [("killed", 10, 10, 15)]),
        ("up to 20 sailors are missing", [("missing", None, 20, 20)]),
        ("dozens were injured", [("wounded", 24, None, 99)]),
        ("killing one soldier and two civilians", [("killed", 3, 3, 3)]),
        ("No one was injured in the incident.", [("wounded", 0, 0, 0)]),
        ("Two of the vehicles were hit", [("vehicles hit", 2, 2, 2)]),
        ("All 71 people aboard an Antonov An-148 were killed", [("killed", 71, 71, 71)]),
        ("The death toll rose to 1,200 on Sunday", [("killed", 1200, 1200, 1200)]),
        ("the 2011 war killed nobody they knew", []),
        ("a 44-year-old was there", []),
    ],
)
def test_numbers_low_best_high(text: str, expected: list[tuple[str, int | None, int | None, int | None]]) -> None:
    assert [(one.what, one.low, one.best, one.high) for one in find_counts(text)] == expected
