"""Recurring hours as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from geo.errors import ZoneError
from geo.zones.hours import parse_hours
from geo.zones.moments import Moment, minutes_of


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("08:00-19:00 daily", "08:00-19:00 daily"),
        ("08:00 - 19:00", "08:00-19:00 daily"),
        ("daily from 08:00 to 19:00", "08:00-19:00 daily"),
        ("9 am - 5 pm every day", "09:00-17:00 daily"),
        ("Mon-Fri 09:00-17:00 +02:00", "09:00-17:00 UTC+02:00 Mon-Fri"),
        ("weekdays 09:00-17:00", "09:00-17:00 Mon-Fri"),
        ("Sat, Sun 10:00-16:00 GMT", "10:00-16:00 UTC Sat, Sun"),
        ("Fri-Mon 10:00-16:00", "10:00-16:00 Mon, Fri, Sat, Sun"),
        ("22:00-05:00", "22:00-05:00 daily"),
        ("Mon 10:00-12:00; Tue 14:00-16:00Z", "10:00-12:00 Mon; 14:00-16:00 UTC Tue"),
        ("00:00-24:00", "00:00-24:00 daily"),
    ],
)
def test_what_is_read(written: str, said: str) -> None:
    hours = parse_hours(written)
    assert hours.text == said
    assert parse_hours(hours.text).windows == hours.windows


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "are empty"),
        ("sunrise-sunset", "are no times of day"),
        ("08:00", "are no times of day"),
        ("08:00 and 19:00", "not one time to another"),
        ("08:00-19:00-20:00", "not one time to another"),
        ("08:00-08:00", "begin and end at one time"),
        ("08:00 EST-19:00", "names no one offset"),
        ("08:00 +01:00 to 19:00 +02:00", "two offsets"),
        ("Funday 08:00-19:00", "is no weekday"),
        ("25:00-26:00", "no time of day"),
        ("1" * 10_000, "too long"),
        ("08:00-" * 40, "not one time to another"),
    ],
)
def test_what_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ZoneError, match=reason) as caught:
        parse_hours(written)
    assert "; " in str(caught.value)


def state(hours: str, begin: str, end: str, offset: tuple[float, float] = (0.0, 0.0)) -> str:
    """Of the minutes from `begin` to `end` on Thursday, 8 June 2017, the last one not counted."""
    day = minutes_of(date(2017, 6, 8))
    first, last = (60 * int(text[:2]) + int(text[3:]) for text in (begin, end))
    return parse_hours(hours).state(Moment(day + first, day + last, offset, timed=True))


@pytest.mark.parametrize(
    ("begin", "end", "wanted"),
    [
        ("08:00", "19:00", "within"),
        ("07:59", "19:00", "open"),
        ("08:00", "19:01", "open"),
        ("07:00", "08:00", "before"),
        ("07:00", "08:01", "open"),
        ("19:00", "19:01", "after"),
        ("18:59", "19:01", "open"),
        ("00:00", "24:00", "open"),
    ],
)
def test_to_the_minute(begin: str, end: str, wanted: str) -> None:
    assert state("08:00-19:00 daily", begin, end) == wanted


def test_days_without_hours_and_nights_over_midnight() -> None:
    assert state("08:00-19:00 Fri", "09:00", "10:00") == "none that day"
    assert state("22:00-05:00 Wed", "04:59", "05:00") == "within"
    assert state("22:00-05:00 Wed", "05:00", "05:01") == "after"
    assert state("22:00-05:00 Thu", "04:59", "05:00") == "before"
    assert state("08:00-12:00; 12:00-19:00", "08:00", "19:00") == "within"
    assert state("08:00-12:00; 12:01-19:00", "08:00", "19:00") == "open"
    assert state("00:00-24:00 daily", "00:00", "24:00") == "within"


@pytest.mark.parametrize(
    ("begin", "end", "wanted"),
    [
        ("13:00", "13:01", "within"),  # 11:00 UTC at the earliest, 12:00 at the latest
        ("12:59", "13:00", "within"),
        ("11:00", "20:00", "within"),
        ("10:59", "12:00", "open"),
        ("20:00", "20:01", "open"),
        ("10:00", "10:01", "open"),
        ("09:59", "10:00", "open"),
        ("08:59", "09:00", "before"),
        ("21:59", "22:00", "open"),
        ("22:00", "22:01", "after"),
    ],
)
def test_hours_in_utc_on_a_clock_that_is_known_only_roughly(begin: str, end: str, wanted: str) -> None:
    """08:00 to 19:00 UTC opens between 09:00 and 11:00 on this clock, and closes between 20:00 and 22:00."""
    assert state("08:00-19:00Z", begin, end, (60.0, 180.0)) == wanted


def test_an_interval_of_years() -> None:
    """Up to 400 days are followed one by one; more are covered only by hours that never close."""
    day = minutes_of(date(2017, 6, 8))
    for days, hours, wanted in (
        (1000, "00:00-24:00 daily", "within"),
        (1000, "08:00-19:00 daily", "open"),
        (1000, "00:00-24:00 Mon-Fri", "open"),
        (400, "00:00-24:00 daily", "within"),
    ):
        assert parse_hours(hours).state(Moment(day, day + 1440 * days, (0.0, 0.0), timed=False)) == wanted


def test_a_whole_day_is_no_single_time() -> None:
    assert parse_hours("00:00-24:00").windows[0].closes == 1440
    for text in ("12:00-12:00", "24:00-00:00"):
        with pytest.raises(ZoneError, match="one time"):
            parse_hours(text)
