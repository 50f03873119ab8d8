"""The track of something that moves: where it was at which times, and where between them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.coordinates import read_lonlat
from geo.errors import CoordinateError, DateError, ZoneError
from geo.geodesy import destination
from geo.geodesy.ellipsoid import inverse
from geo.instants import Instant, parse_instant
from geo.units import check_lonlat
from geo.values import Fix
from geo.zones.moments import minutes_of

_ADVICE: Final = "write times with their offset and positions: 1982-05-02T19:00Z 55.40 S 61.53 W; ..."
_ENTRY: Final = re.compile(
    r"(?P<time>\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(?::\d{2})?\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))[\s,]+(?P<place>.+)", re.I
)
_FASTEST_KM_H: Final = 3_000.0
"""No ship or aircraft that a zone goes around is faster."""
_MOST: Final = 100_000


def parse_track(text: str) -> tuple[Fix, ...]:
    """Fixes in the order of time, from "TIME LAT, LON; ..." or a JSON list of {"time", "lat", "lon"}.

    Raises ZoneError, "reason; advice", for what cannot be read, a time without its offset, the same time twice, and two
    fixes that nothing could connect.

    >>> parse_track("1982-05-02T19:00Z 55.40 S 61.53 W")
    (Fix(time='1982-05-02T19:00+00:00', lon=-61.53, lat=-55.4),)
    """
    stripped = text.strip()
    entries = _from_json(stripped) if stripped.startswith("[") else _from_text(stripped)
    if not entries:
        raise ZoneError(f"the track is empty; {_ADVICE}")
    if len(entries) > _MOST:
        raise ZoneError(f"the track has {len(entries):,} fixes; give no more than {_MOST:,}")
    fixes = sorted(entries, key=lambda one: one[0])
    for (first, one), (second, other) in pairwise(fixes):
        _check_leg(first, one, second, other)
    return tuple(fix for _, fix in fixes)


def positions(
    track: Sequence[Fix], start: float, end: float, n: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """lon, lat at those of `n` equally spaced times from start to end that the track covers, and their share.

    start, end: minutes in UTC as `geo.zones.moments.minutes_of` counts them. Between two fixes it is taken to have gone
    along the geodesic at one speed; before the first and after the minute of the last nothing is known.
    """
    times = np.linspace(start, end, n)
    known = np.array([_utc(fix) for fix in track])
    until = known[-1] + 1.0  # a fix at 18:00 says where it was in that minute, also where it is the only one
    inside = np.minimum(times[(times >= known[0]) & (times <= until)], known[-1])
    if not len(inside) and start <= until and end >= known[0]:
        inside = np.clip(times[:1], known[0], known[-1])
    lon, lat = np.array([fix.lon for fix in track]), np.array([fix.lat for fix in track])
    leg = np.clip(np.searchsorted(known, inside, side="right") - 1, 0, max(len(known) - 2, 0))
    ahead = np.minimum(leg + 1, len(known) - 1)
    azimuth, metres = inverse(lon[leg], lat[leg], lon[ahead], lat[ahead])
    lasts = known[ahead] - known[leg]
    share = np.where(lasts > 0.0, (inside - known[leg]) / np.where(lasts > 0.0, lasts, 1.0), 0.0)
    x, y = destination(lon[leg], lat[leg], azimuth, metres * share)
    span = max(end - start, 1e-9)
    covered = max(0.0, min(end, until) - max(start, known[0])) / span
    return x, y, float(covered)


def _from_text(text: str) -> list[tuple[float, Fix]]:
    return [_from_line(line.strip()) for line in re.split(r"[;\n]", text) if line.strip()]


def _from_line(line: str) -> tuple[float, Fix]:
    match = _ENTRY.fullmatch(line[:200])
    if match is None:
        raise ZoneError(f"the track's {line[:40]!r} is no time with a position; {_ADVICE}")
    try:
        place = read_lonlat(match["place"], what="the position")
    except CoordinateError as error:
        raise ZoneError(f"the track's {line[:40]!r}: {error}") from None
    if place is None:
        raise ZoneError(f"the track's {match['place'][:40]!r} is no position; {_ADVICE}")
    return _fix(match["time"], *place)


def _from_json(text: str) -> list[tuple[float, Fix]]:
    try:
        entries: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise ZoneError(f"the track {text[:40]!r} is not JSON; {_ADVICE}") from None
    found = []
    for one in entries:
        if not isinstance(one, dict) or not {"time", "lon", "lat"} <= one.keys():
            raise ZoneError(f"the track's {str(one)[:40]!r} lacks time, lat or lon; {_ADVICE}")
        try:
            lon, lat = float(one["lon"]), float(one["lat"])
            check_lonlat(lon, lat, what="the position")
        except (TypeError, ValueError, OverflowError) as error:
            raise ZoneError(f"the track's {str(one)[:40]!r}: {error}; {_ADVICE}") from None
        found.append(_fix(str(one["time"]), lon, lat))
    return found


def _fix(time: str, lon: float, lat: float) -> tuple[float, Fix]:
    try:
        instant = parse_instant(time)
    except DateError as error:
        raise ZoneError(f"the track: {error}") from None
    if instant.minute is None or instant.offset_minutes is None:
        raise ZoneError(f"the track's time {time!r} has no offset from UTC; {_ADVICE}")
    return _minutes(instant), Fix(instant.text, lon, lat)


def _minutes(instant: Instant) -> float:
    assert instant.minute is not None
    assert instant.offset_minutes is not None
    return minutes_of(instant.day) + instant.minute - instant.offset_minutes


def _utc(fix: Fix) -> float:
    return _minutes(parse_instant(fix.time))


def _check_leg(first: float, one: Fix, second: float, other: Fix) -> None:
    if first == second:
        raise ZoneError(f"the track has two positions for {one.time}; keep the one that is meant")
    km_h = float(inverse(one.lon, one.lat, other.lon, other.lat)[1]) / 1000.0 / (second - first) * 60.0
    if km_h > _FASTEST_KM_H:
        raise ZoneError(
            f"the track goes {km_h:,.0f} km/h from {one.time} to {other.time}; correct a time or a position"
        )
