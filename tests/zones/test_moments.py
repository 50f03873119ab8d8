"""When an incident was, in minutes: what each way to word a time leaves of its day, by which clock."""

from __future__ import annotations

import math
from datetime import date

import pytest

from geo.instants import parse_instant
from geo.zones.moments import interval_of, minutes_of, moment

DAY = "1982-05-02"
MIDNIGHT = minutes_of(date(1982, 5, 2))
HOUR = 60.0


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("", 0, 24 * HOUR),
        ("16:00", 16 * HOUR, 16 * HOUR + 1),
        ("about 16:00", 15 * HOUR, 17 * HOUR),
        ("shortly after 16:00", 15 * HOUR, 17 * HOUR),
        ("before 16:00", 0, 16 * HOUR),
        ("after 16:00", 16 * HOUR, 24 * HOUR),
        ("between 10:00 and 11:00", 10 * HOUR, 11 * HOUR + 1),
        ("between 10:00 and 10:00", 10 * HOUR, 10 * HOUR + 1),
        ("between 11:00 and 10:00", 0, 24 * HOUR),  # over midnight: narrows nothing
        ("before 00:00", 0, 24 * HOUR),  # nothing of the day is before it
        ("about 00:30", 0, 1.5 * HOUR),
        ("about 23:30", 22.5 * HOUR, 24 * HOUR),
        ("24:00", 24 * HOUR - 1, 24 * HOUR),
        ("at an hour nobody noted", 0, 24 * HOUR),
    ],
)
def test_what_words_leave_of_a_day(words: str, start: float, end: float) -> None:
    found = moment(DAY, DAY, words, 0.0)
    assert found is not None
    assert (found.start - MIDNIGHT, found.end - MIDNIGHT) == (start, end)
    assert found.timed == ((start, end) != (0, 24 * HOUR))


def test_a_time_narrows_no_interval_of_days() -> None:
    found = moment(DAY, "1982-05-03", "16:00", 0.0)
    assert found is not None
    assert (found.start - MIDNIGHT, found.end - MIDNIGHT, found.timed) == (0.0, 48 * HOUR, False)


def test_either_day_alone_is_a_day() -> None:
    assert moment(DAY, "", "", 0.0) == moment("", DAY, "", 0.0) == moment(DAY, DAY, "", 0.0)
    assert moment("", "", "16:00", 0.0) is None
    assert interval_of("", "", "16:00", 0.0) is None


@pytest.mark.parametrize(
    ("words", "lon", "offset"),
    [
        ("16:00", 30.0, (60.0, 300.0)),  # the sun is two hours ahead of Greenwich's
        ("16:00", -60.0, (-300.0, -60.0)),
        ("16:00", 179.0, (656.0, 840.0)),  # no legal time is more than fourteen hours ahead,
        ("16:00", -179.0, (-720.0, -536.0)),  # or twelve behind
        ("16:00", math.nan, (-720.0, 840.0)),
        ("16:00 GMT", 30.0, (0.0, 0.0)),
        ("16:00 +03:00", -60.0, (180.0, 180.0)),
        ("between 10:00 and 11:00 GMT", 30.0, (0.0, 0.0)),
        ("between 10:00 GMT and 11:00", 30.0, (0.0, 0.0)),
    ],
)
def test_how_far_a_clock_is_from_greenwich(words: str, lon: float, offset: tuple[float, float]) -> None:
    found = moment(DAY, DAY, words, lon)
    assert found is not None
    assert found.offset_min == offset


@pytest.mark.parametrize(
    ("words", "lon", "start", "end"),
    [
        ("16:00 +03:00", 0.0, 13 * HOUR, 13 * HOUR + 1),
        ("16:00 -03:00", 0.0, 19 * HOUR, 19 * HOUR + 1),
        ("16:00", 30.0, 11 * HOUR, 15 * HOUR + 1),
        ("", -60.0, 1 * HOUR, 29 * HOUR),
    ],
)
def test_the_same_in_universal_time(words: str, lon: float, start: float, end: float) -> None:
    found = interval_of(DAY, DAY, words, lon)
    assert found is not None
    assert (found[0] - MIDNIGHT, found[1] - MIDNIGHT) == (start, end)


def test_an_instant_on_the_clock_of_an_incident() -> None:
    local, universal = parse_instant("1982-05-02T12:00"), parse_instant("1982-05-02T12:00-03:00")
    found = moment(DAY, DAY, "", 30.0)
    assert found is not None
    assert [at - MIDNIGHT for at in found.wall(local)] == [12 * HOUR, 12 * HOUR]
    assert [at - MIDNIGHT for at in found.wall(universal)] == [16 * HOUR, 20 * HOUR]
