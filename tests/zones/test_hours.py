"""Recurring hours as people write them."""

from __future__ import annotations

import pytest

from geo.errors import ZoneError
from geo.zones.hours import parse_hours


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
