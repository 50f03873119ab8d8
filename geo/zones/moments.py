"""When an incident was, as an interval of minutes, and what is known of its clock.

Days are local, as reported. Where a zone's time has an offset from UTC and a report's has none, the report's is taken
to lie between one hour behind and three hours ahead of the sun at its place: legal time strays that far from the sun
(western China and Galicia in summer are ahead; hardly any place is behind; tz database, release 2024a).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo.errors import DateError
from geo.instants import DAY_MIN, Clock, Instant, find_clock

_BEHIND_MIN, _AHEAD_MIN = -60.0, 180.0
_EARLIEST_MIN, _LATEST_MIN = -12 * 60.0, 14 * 60.0
"""Legal time lies between these anywhere (tz database: Etc/GMT+12, Pacific/Kiritimati)."""
_ABOUT_MIN: Final = 60.0
"""What "about four o'clock" may be off, either way: a judgement."""
_ABOUT: Final = re.compile(
    r"\b(?:about|around|approximately|approx|circa|roughly|near|nearly|shortly|just|some time)\b", re.I
)
_BEFORE: Final = re.compile(r"\b(?:before|by|until|prior to|no later than)\s*$", re.I)
_AFTER: Final = re.compile(r"\b(?:after|since|from|no earlier than)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Moment:
    """An interval of wall-clock minutes since 1 January of the year 1, and how far its clock is from UTC."""

    start: float
    end: float
    """The first minute after it."""
    offset_min: tuple[float, float]
    """Least and most minutes east of UTC."""
    timed: bool
    """Whether a time of day narrows it."""

    def wall(self, instant: Instant) -> tuple[float, float]:
        """Where an instant with a time of day falls on this clock, at the earliest and at the latest."""
        assert instant.minute is not None
        at = minutes_of(instant.day) + float(instant.minute)
        if instant.offset_minutes is None:
            return at, at
        return at - instant.offset_minutes + self.offset_min[0], at - instant.offset_minutes + self.offset_min[1]


def moment(date_start: str, date_end: str, time_text: str, lon: float) -> Moment | None:
    """The interval of an incident; None where it has no date.

    date_start, date_end: ISO days, inclusive; time_text: the time of day as written, "" or anything; lon: where it was,
    degrees east, NaN when that is unknown. A time that cannot be read, or that spans several days, narrows nothing.

    >>> found = moment("1982-05-02", "1982-05-02", "about 16:00 local", -61.5)
    >>> found.end - found.start, found.offset_min
    (120.0, (-306.0, -66.0))
    """
    if not date_start and not date_end:
        return None
    first, last = (minutes_of(date.fromisoformat(one)) for one in (date_start or date_end, date_end or date_start))
    whole = (first, last + DAY_MIN)
    spread = _offsets(lon)
    clock, span = _narrowed(time_text) if first == last else (None, None)
    if clock is None or span is None or not span[0] < span[1]:  # nothing of the day is before 00:00 or after 24:00
        return Moment(*whole, spread, timed=False)
    if clock.offset_minutes is not None:
        spread = (float(clock.offset_minutes), float(clock.offset_minutes))
    start, end = max(first + span[0], first), min(first + span[1], whole[1])
    return Moment(min(start, end - 1.0), end, spread, timed=True)  # 24:00 is the day's last minute


def minutes_of(day: date) -> float:
    """Minutes from the beginning of 1 January of the year 1 to the beginning of a day."""
    return float(day.toordinal() * DAY_MIN)


def interval_of(date_start: str, date_end: str, time_text: str, lon: float) -> tuple[float, float] | None:
    """First and last minute in UTC that an incident may have been at, by `minutes_of`; None where it has no date."""
    found = moment(date_start, date_end, time_text, lon)
    if found is None:
        return None
    return found.start - found.offset_min[1], found.end - found.offset_min[0]


def _offsets(lon: float) -> tuple[float, float]:
    if math.isnan(lon):
        return _EARLIEST_MIN, _LATEST_MIN
    solar = lon * 4.0
    return max(solar + _BEHIND_MIN, _EARLIEST_MIN), min(solar + _AHEAD_MIN, _LATEST_MIN)


def _narrowed(text: str) -> tuple[Clock | None, tuple[float, float] | None]:
    """The clock that a text names, and the minutes of the day that it leaves, from and to."""
    try:
        clock = find_clock(text)
        other = find_clock(text, clock.end) if clock else None
    except DateError:
        return None, None
    if clock is None:
        return None, None
    if other is not None:  # "between 10:00 and 11:00 GMT": the zone stands behind the second
        both = clock if clock.offset_minutes is not None else other
        return both, (float(clock.minute), float(other.minute) + 1.0) if other.minute >= clock.minute else None
    before = text[: clock.start]
    if _BEFORE.search(before):
        return clock, (0.0, float(clock.minute))
    if _AFTER.search(before) and not _ABOUT.search(before):
        return clock, (float(clock.minute), float(DAY_MIN))
    doubt = _ABOUT_MIN if _ABOUT.search(before) else 0.0
    return clock, (clock.minute - doubt, clock.minute + doubt + (0.0 if doubt else 1.0))
