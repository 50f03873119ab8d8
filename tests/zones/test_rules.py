"""The bars of a verdict, exactly at each bar and just beside it; both stories must reach it."""

from __future__ import annotations

import math

import pytest

from geo.zones.rules import Rules, verdict

RULES = Rules.default()
UP, DOWN = math.inf, -math.inf


def beside(p: float, way: float) -> float:
    return math.nextafter(p, way)


def test_inside_needs_both_stories_at_their_bars() -> None:
    literal, robust = RULES.inside
    assert RULES.spatial(literal, robust) == "inside"
    assert RULES.spatial(beside(literal, DOWN), robust) == "indeterminate"
    assert RULES.spatial(literal, beside(robust, DOWN)) == "indeterminate"
    assert RULES.spatial(1.0, 0.0) == RULES.spatial(0.0, 1.0) == "indeterminate"
    assert literal > robust > 0.5  # else a bar read from the wrong story would not be seen


def test_outside_needs_both_stories_at_theirs() -> None:
    literal, robust = RULES.outside
    assert RULES.spatial(literal, robust) == "outside"
    assert RULES.spatial(beside(literal, UP), robust) == "indeterminate"
    assert RULES.spatial(literal, beside(robust, UP)) == "indeterminate"
    assert literal < robust < 0.5


@pytest.mark.parametrize("spatial", ["inside", "outside", "indeterminate", "unlocated"])
@pytest.mark.parametrize("temporal", ["in_force", "before", "after", "disputed", "undated"])
@pytest.mark.parametrize("applies", ["yes", "no", "unknown"])
def test_how_a_verdict_follows(spatial: str, temporal: str, applies: str) -> None:
    """As README states it, line by line."""
    if spatial == "unlocated":
        wanted = "unlocated"
    elif temporal in {"before", "after"} or applies == "no":
        wanted = "not_in_force"
    elif spatial == "outside":
        wanted = "outside"
    elif temporal != "in_force" or applies == "unknown":
        wanted = "indeterminate"
    else:
        wanted = spatial
    assert verdict(spatial, temporal, applies) == wanted
