from __future__ import annotations

import pytest

from geo.values import Zone
from geo.zones.validity import temporal


def zone(**bounds: str) -> Zone:
    return Zone(id="z", name="z", lon=0, lat=0, radius_m=1000, **bounds)  # type: ignore[arg-type]


BOUNDED = zone(
    valid_from_earliest="2016-03-03",
    valid_from_latest="2017-05-18",
    valid_to_earliest="2020-01-01",
    valid_to_latest="2020-06-30",
)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2015-03-17", "2015-03-17", "before"),
        ("2016-03-02", "2016-03-02", "before"),
        ("2016-03-03", "2016-03-03", "disputed"),
        ("2017-05-17", "2017-05-17", "disputed"),
        ("2017-05-18", "2017-05-18", "in_force"),
        ("2020-01-01", "2020-01-01", "in_force"),
        ("2020-01-02", "2020-01-02", "disputed"),
        ("2020-06-30", "2020-06-30", "disputed"),
        ("2020-07-01", "2020-07-01", "after"),
        ("2016-01-01", "2016-12-31", "disputed"),  # begins before, ends among the bounds
        ("2014-01-01", "2022-01-01", "disputed"),  # spans it all
        ("2017-05-18", "2020-01-01", "in_force"),
        ("", "", "undated"),
        ("2018-01-01", "", "in_force"),
    ],
)
def test_every_side_of_every_bound(first: str, last: str, expected: str) -> None:
    assert temporal(first, last, BOUNDED) == expected


def test_open_ends_stay_open() -> None:
    assert temporal("1800-01-01", "1800-01-01", zone()) == "in_force"
    assert temporal("9000-01-01", "9000-01-01", zone()) == "in_force"


def test_one_bound_of_a_pair_alone_settles_only_its_own_side() -> None:
    begins = zone(valid_from_earliest="2000-01-01")
    assert temporal("1999-12-31", "1999-12-31", begins) == "before"
    assert temporal("9000-01-01", "9000-01-01", begins) == "disputed"
    ends = zone(valid_to_latest="2000-01-01")
    assert temporal("2000-01-02", "2000-01-02", ends) == "after"
    assert temporal("1990-01-01", "1990-01-01", ends) == "disputed"


def test_an_end_known_only_from_below_is_disputed_for_ever_after() -> None:
    left = zone(valid_from_earliest="2000-01-01", valid_from_latest="2000-01-01", valid_to_earliest="2026-02-11")
    assert temporal("2026-02-11", "2026-02-11", left) == "in_force"
    assert temporal("2030-01-01", "2030-01-01", left) == "disputed"


def test_a_start_known_only_from_above_is_disputed_before_it() -> None:
    started = zone(valid_from_latest="2017-05-18")
    assert temporal("2010-01-01", "2010-01-01", started) == "disputed"
    assert temporal("2017-05-18", "2017-05-18", started) == "in_force"
