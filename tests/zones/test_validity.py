from __future__ import annotations

import pytest

from geo.values import Zone
from geo.zones.validity import When, relation


def temporal(first: str, last: str, zone: Zone) -> str:
    return relation(first, last, "", 0.0, zone).temporal


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


def between(start: str, end: str) -> Zone:
    """In force from one exact time to another."""
    return zone(valid_from_earliest=start, valid_from_latest=start, valid_to_earliest=end, valid_to_latest=end)


EXCLUSION = between("1982-04-12T04:00+00:00", "1982-04-30T11:00+00:00")


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("1982-04-10", "", "before"),
        ("1982-04-12", "", "disputed"),
        ("1982-04-12", "02:00 GMT", "before"),
        ("1982-04-12", "04:00 GMT", "in_force"),
        ("1982-04-12", "0530Z", "in_force"),
        ("1982-04-12", "16:00 local", "in_force"),
        ("1982-04-12", "about 01:00 local", "disputed"),
        ("1982-04-12", "before 04:00 GMT", "before"),
        ("1982-04-12", "after 04:00 GMT", "in_force"),
        ("1982-04-12", "between 03:00 and 05:00 GMT", "disputed"),
        ("1982-04-12", "at dawn", "disputed"),  # no clock: no more than the day
        ("1982-04-12", "25:99", "disputed"),
        ("1982-04-20", "", "in_force"),
        ("1982-04-30", "10:59Z", "in_force"),
        ("1982-04-30", "11:00Z", "after"),
        ("1982-05-02", "", "after"),
    ],
)
def test_bounds_to_the_hour(day: str, clock: str, expected: str) -> None:
    assert relation(day, day, clock, -59.5, EXCLUSION).temporal == expected


def test_a_day_on_which_the_zone_began_at_noon_is_disputed_with_a_reason() -> None:
    noon = between("2020-01-01T12:00", "2020-02-01T12:00")
    assert relation("2020-01-01", "2020-01-01", "", 0.0, noon) == When(
        "disputed",
        "the report gives no more than 1 January 2020, and the zone began at 12:00 local time on 1 January 2020",
    )
    assert relation("2020-01-01", "2020-01-01", "11:00", 0.0, noon).temporal == "before"
    assert relation("2020-01-01", "2020-01-01", "noon", 0.0, noon).temporal == "in_force"


def test_local_days_reach_into_the_next_utc_day() -> None:
    west = relation("1982-04-11", "1982-04-11", "", -120.0, EXCLUSION)  # its evening is 12 April in UTC
    assert west.temporal == "disputed"
    assert "local time, may reach 04:00 UTC on 12 April 1982" in west.why
    assert relation("1982-04-11", "1982-04-11", "", 120.0, EXCLUSION).temporal == "before"


def test_a_place_without_longitude_leaves_every_offset_open() -> None:
    assert relation("1982-04-12", "1982-04-12", "12:00", float("nan"), EXCLUSION).temporal == "disputed"
    assert relation("1982-04-12", "1982-04-12", "12:00 GMT", float("nan"), EXCLUSION).temporal == "in_force"


@pytest.mark.parametrize(
    ("hours", "day", "clock", "expected"),
    [
        ("08:00-19:00 daily", "2020-01-01", "", "disputed"),
        ("08:00-19:00 daily", "2020-01-01", "09:00", "in_force"),
        ("08:00-19:00 daily", "2020-01-01", "07:30", "before"),
        ("08:00-19:00 daily", "2020-01-01", "19:00", "after"),
        ("08:00-19:00 daily", "2020-01-01", "about 19:00", "disputed"),
        ("22:00-05:00", "2020-01-01", "03:00", "in_force"),
        ("22:00-05:00", "2020-01-01", "23:30", "in_force"),
        ("22:00-05:00", "2020-01-01", "12:00", "before"),
        ("Mon-Fri 09:00-17:00 +02:00", "2020-01-05", "", "after"),  # a Sunday
        ("Mon-Fri 09:00-17:00 +02:00", "2020-01-06", "12:00 +02:00", "in_force"),
        ("Mon-Fri 09:00-17:00 +02:00", "2020-01-06", "16:30", "disputed"),
        ("00:00-24:00 daily", "2020-01-01", "", "in_force"),
        ("00:00-12:00; 12:00-24:00", "2020-01-01", "", "in_force"),
    ],
)
def test_recurring_hours(hours: str, day: str, clock: str, expected: str) -> None:
    found = relation(day, day, clock, 30.0, zone(hours=hours))
    assert found.temporal == expected
    assert (expected == "in_force") == (found.why == "")


def test_many_days_are_in_force_only_where_the_hours_cover_them() -> None:
    assert relation("2020-01-01", "2020-01-09", "", 0.0, zone(hours="00:00-24:00")).temporal == "in_force"
    assert relation("2020-01-01", "2020-01-09", "", 0.0, zone(hours="08:00-20:00")).temporal == "disputed"
    assert relation("1900-01-01", "2020-01-09", "", 0.0, zone(hours="08:00-20:00")).temporal == "disputed"


def test_bounds_come_before_hours() -> None:
    late = zone(valid_from_earliest="2021-01-01", valid_from_latest="2021-01-01", hours="08:00-19:00")
    assert "before the zone began" in relation("2020-01-01", "2020-01-01", "20:00", 0.0, late).why


@pytest.mark.parametrize(
    ("minute", "begins", "ends"),
    [
        ("09:59", "before", "in_force"),
        ("10:00", "disputed", "disputed"),
        ("11:59", "disputed", "disputed"),
        ("12:00", "in_force", "after"),
    ],
)
def test_each_bound_to_the_minute(minute: str, begins: str, ends: str) -> None:
    """It began, or ended, between 10:00 and 12:00 of the incident's own clock."""
    low, high = "2017-06-08T10:00", "2017-06-08T12:00"
    for wanted, end in ((begins, "from"), (ends, "to")):
        zone = Zone(id="z", name="z", lon=0, lat=0, radius_m=1,
                    **{f"valid_{end}_earliest": low, f"valid_{end}_latest": high})  # fmt: skip
        assert relation("2017-06-08", "2017-06-08", minute, 0.0, zone).temporal == wanted


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        ("2017-06-07", "before", "in_force"),
        ("2017-06-08", "disputed", "in_force"),
        ("2017-06-09", "disputed", "disputed"),
        ("2017-06-10", "in_force", "disputed"),
        ("2017-06-11", "in_force", "after"),
    ],
)
def test_each_bound_to_the_day(day: str, begins: str, ends: str) -> None:
    """From the 8th or the 10th on; to the end of the 8th or of the 10th."""
    low, high = "2017-06-08", "2017-06-10"
    for wanted, end in ((begins, "from"), (ends, "to")):
        zone = Zone(id="z", name="z", lon=0, lat=0, radius_m=1,
                    **{f"valid_{end}_earliest": low, f"valid_{end}_latest": high})  # fmt: skip
        assert relation(day, day, "", 0.0, zone).temporal == wanted
