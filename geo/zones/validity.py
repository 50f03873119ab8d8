"""Was the zone in force? When an incident was against bounds of days, of times, and of recurring hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.dates import say_date, say_day
from geo.instants import DAY_MIN, Instant, parse_instant, say_offset
from geo.values import Zone
from geo.zones.hours import Hours, parse_hours
from geo.zones.moments import Moment, minutes_of, moment

_UNDATED: Final = "the incident has no date, so it is open whether the zone was in force"


@dataclass(frozen=True, slots=True)
class When:
    """How an incident's date stands to a zone's validity."""

    temporal: str
    """in_force, before, after, disputed, undated."""
    why: str = ""
    """A clause that says so; empty when it was in force."""


def relation(date_start: str, date_end: str, time_text: str, lon: float, zone: Zone) -> When:
    """How an incident's days (ISO, inclusive; both empty = undated) and time of day stand to the zone's validity.

    time_text: as written, "" when none is; lon: degrees east, NaN when unlocated: what its local time may be. "before"
    and "after" only when every stated bound says so for the whole interval; "in_force" likewise; anything between is
    "disputed". A bound without a time of day is a whole day, local as the report's own.

    >>> zone = Zone(id="z", name="z", lon=0, lat=0, radius_m=1, valid_from_earliest="2016-03-03",
    ...             valid_from_latest="2017-05-18")
    >>> [relation(day, day, "", 0.0, zone).temporal for day in ("2015-03-17", "2016-03-03", "2017-05-18", "")]
    ['before', 'disputed', 'in_force', 'undated']
    """
    when = moment(date_start, date_end, time_text, lon)
    if when is None:
        return When("undated", _UNDATED)
    said = _say_days(date_start, date_end, time_text if when.timed else "")
    return _by_bounds(when, said, time_text, zone) or _by_hours(when, said, time_text, zone) or When("in_force")


def in_general(date_start: str, date_end: str, time_text: str, lon: float, zone: Zone) -> tuple[str, str]:
    """`relation` as (temporal, why), with "its date" for the incident's own days: the same words for many incidents.

    >>> zone = Zone(id="z", name="z", lon=0, lat=0, radius_m=1, valid_from_earliest="2016-03-03")
    >>> in_general("2015-03-17", "", "", 0.0, zone)
    ('before', 'its date is before the zone began (3 March 2016 at the earliest)')
    """
    found, when = relation(date_start, date_end, time_text, lon, zone), moment(date_start, date_end, time_text, lon)
    said = "" if when is None else _say_days(date_start, date_end, time_text if when.timed else "")
    return found.temporal, found.why.replace(said, "its date", 1) if said else found.why


def hangs_on_place(zone: Zone) -> bool:
    """Whether `relation` asks where an incident was: a time with its offset from UTC meets a clock that is local."""
    bounds = (zone.valid_from_earliest, zone.valid_from_latest, zone.valid_to_earliest, zone.valid_to_latest)
    windows = parse_hours(zone.hours).windows if zone.hours else ()
    offsets = [parse_instant(bound).offset_minutes for bound in bounds if bound]
    return any(offset is not None for offset in (*offsets, *(window.offset_minutes for window in windows)))


def _by_bounds(when: Moment, said: str, time_text: str, zone: Zone) -> When | None:
    """What the zone's beginning and end decide; None where it held all the time."""
    begun, begun_by = _instant(zone.valid_from_earliest), _instant(zone.valid_from_latest)
    held, ended = _instant(zone.valid_to_earliest), _instant(zone.valid_to_latest)
    if begun and when.end <= _starts(when, begun)[0]:
        return When("before", f"{said} is before the zone began ({_say(begun)} at the earliest)")
    if ended and when.start >= _ends(when, ended)[1]:
        return When("after", f"{said} is after the zone ended ({_say(ended)} at the latest)")
    # One bound of a pair without the other leaves that side open for ever; no bound at all is no question.
    surely_begun = when.start >= _starts(when, begun_by)[1] if begun_by else begun is None
    surely_held = when.end <= _ends(when, held)[0] if held else ended is None
    if surely_begun and surely_held:
        return None
    bounds = ("ended", held, ended) if surely_begun else ("began", begun, begun_by)
    return When("disputed", _open(when, said, time_text, *bounds))


def _open(when: Moment, said: str, time_text: str, verb: str, low: Instant | None, high: Instant | None) -> str:
    """Why it is open on which side of a bound an incident lies."""
    if low is None or low != high or low.minute is None:
        return f"it is open whether the zone was in force on {said}: it {_between(verb, low, high)}"
    if when.timed:
        return f"“{time_text}” on that day may be before or after the zone {verb} at {_say(low)}"
    if not when.start <= minutes_of(low.day) < when.end:
        return f"{said}, local time, may reach {_say(low)}, when the zone {verb}"
    return f"the report gives no more than {said}, and the zone {verb} at {_say(low)}"


def _by_hours(when: Moment, said: str, time_text: str, zone: Zone) -> When | None:
    """What the zone's recurring hours decide; None where it has none, or they cover the whole interval."""
    if not zone.hours:
        return None
    hours: Hours = parse_hours(zone.hours)
    state = hours.state(when)
    if state == "within":
        return None
    if state == "none that day":
        return When("after", f"{said} has no hours in which the zone is in force ({hours.text})")
    if state in ("before", "after"):
        return When(state, f"{said} is outside the zone's hours, {hours.text}")
    if when.timed:
        return When("disputed", f"“{time_text}” does not settle whether that was in the zone's hours, {hours.text}")
    return When("disputed", f"the report gives no more than {said}, and the zone is in force {hours.text}")


def _instant(text: str) -> Instant | None:
    return parse_instant(text) if text else None


def _starts(when: Moment, bound: Instant) -> tuple[float, float]:
    """The first minute of a bound on the incident's clock, at the earliest and at the latest."""
    if bound.minute is None:
        return (minutes_of(bound.day),) * 2
    return when.wall(bound)


def _ends(when: Moment, bound: Instant) -> tuple[float, float]:
    """The first minute after a bound; a day lasts to its last minute."""
    if bound.minute is None:
        return (minutes_of(bound.day) + DAY_MIN,) * 2
    return when.wall(bound)


def _say(bound: Instant) -> str:
    """A bound in words: "3 March 2016", "04:00 UTC on 12 April 1982"."""
    day = say_day(bound.day)
    if bound.minute is None:
        return day
    zone = {None: "local time", 0: "UTC"}.get(bound.offset_minutes, "")
    zone = zone or f"UTC{say_offset(bound.offset_minutes or 0)}"
    return f"{bound.minute // 60:02}:{bound.minute % 60:02} {zone} on {day}"


def _between(verb: str, low: Instant | None, high: Instant | None) -> str:
    if low and high and low != high:
        return f"{verb} between {_say(low)} and {_say(high)}"
    if low and not high:
        return f"{verb} on {_say(low)} or later"
    bound = low or high
    assert bound is not None
    return f"{verb} by {_say(bound)}"


def _say_days(date_start: str, date_end: str, time_text: str) -> str:
    first, last = date_start or date_end, date_end or date_start
    days = say_date(first) if first == last else f"{say_date(first)} to {say_date(last)}"
    return f"{days} (“{time_text}”)" if time_text else days
