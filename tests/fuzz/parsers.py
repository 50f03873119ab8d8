"""What must hold of every reader of a text: a value that is sound, or a refusal that says why."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from datetime import date
from typing import Any

from hypothesis import strategies as st

from geo.coordinates import read_coordinates
from geo.dates import ORDERS, date_orders, parse_date, readings
from geo.errors import CoordinateError, GeoError
from geo.grids import read_grid
from geo.instants import find_clock, parse_instant
from geo.localities.grammar import parse, read_locality
from geo.localities.locate import locate
from geo.places import Gazetteer
from geo.units import parse_heading, parse_length
from geo.values import Zone
from geo.zones.conditions import Conditions
from geo.zones.course import read_wkt
from geo.zones.hours import parse_hours
from geo.zones.moments import interval_of, moment
from geo.zones.read import one_zone, parse_zone
from geo.zones.track import parse_track, positions
from geo.zones.validity import relation
from tests.fuzz import words
from tests.fuzz.target import Target

LOCALITIES = words.sentences(words.LOCALITY)
DATES = words.sentences(words.DATES, most=8)
ANGLES = words.sentences(words.ANGLES, most=8)
HOURS = words.sentences(words.HOURS, most=8)
CONDITIONS = words.sentences(words.CONDITIONS, most=8)
TRACKS = words.sentences(words.TRACK, most=8)
COURSES = words.sentences(words.COURSES, most=10)
DAYS = st.one_of(st.just(""), st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat))


def a_locality(text: str) -> None:
    """Every clause is a piece of what is known; a length is positive, a heading a heading."""
    reading = parse(text)
    assert reading.targets
    for clause in (clause for target in reading.targets for clause in target):
        assert clause.distance_m is None or 0 < clause.distance_m < math.inf
        assert clause.azimuth_deg is None or 0 <= clause.azimuth_deg < 360
    read_locality(text)


def a_location(text: str) -> None:
    """What is located is a place on Earth with a doubt; the rest says why not."""
    (found,) = locate([text], gazetteer=_gazetteer(), countries=("SY",))
    if hasattr(found, "reason"):
        assert found.reason
        return
    assert abs(found.lat) <= 90
    assert abs(found.lon) <= 180
    assert found.uncertainty_m > 0


_KEPT: list[Gazetteer] = []


def _gazetteer() -> Gazetteer:
    if not _KEPT:
        _KEPT.append(Gazetteer())
    return _KEPT[0]


def a_date(text: str) -> None:
    """Days in order, that their own ISO spelling gives again."""
    orders = date_orders(text)
    assert len(readings(text)) <= len(ORDERS)
    days = parse_date(text)
    assert days.start <= days.end
    assert len(orders) == len(ORDERS) or orders
    again = parse_date(f"{days.start.isoformat()}/{days.end.isoformat()}")
    assert (again.start, again.end) == (days.start, days.end)


def an_instant(text: str) -> None:
    """A time is written and read back; a clock stands where it says."""
    clock = find_clock(text)
    if clock is not None:
        assert 0 <= clock.start < clock.end <= len(text)
        assert 0 <= clock.minute <= 1440
    found = parse_instant(text)
    assert parse_instant(found.text) == found


def a_moment(given: tuple[str, str, str, float]) -> None:
    """An interval of minutes, whatever the text of the time says; and how it stands to a zone in hours."""
    start, end, text, lon = given
    if start and end and end < start:
        start, end = end, start
    found = moment(start, end, text, lon)
    if found is None:
        assert not start
        assert not end
        return
    assert found.start < found.end
    assert found.offset_min[0] <= found.offset_min[1]
    interval_of(start, end, text, lon)
    bounds = {"valid_from_earliest": "1982-04-12T04:00Z", "valid_to_latest": "9999-12-31T24:00Z"}
    for more in ({"hours": "22:00-05:00 GMT"}, {"hours": "08:00-19:00 Mon-Fri"}, bounds):
        zone = Zone(id="z", name="z", lon=0.0, lat=0.0, radius_m=1.0, **more)  # type: ignore[arg-type]
        assert relation(start, end, text, lon, zone).temporal in {"in_force", "before", "after", "disputed"}


def coordinates(text: str) -> None:
    """A place on Earth, which its own decimals give again."""
    found = read_coordinates(text)
    read_grid(text, "it")
    read_coordinates(text, unmistakable=True)
    if found is None:
        return
    assert abs(found.lat) <= 90
    assert abs(found.lon) <= 180
    assert 0 < found.step_deg <= 180
    again = read_coordinates(f"{found.lat:.9f}, {found.lon:.9f}")
    assert again is not None
    assert math.isclose(again.lat, found.lat, abs_tol=1e-8)
    assert math.isclose(again.lon, found.lon, abs_tol=1e-8)


def a_length(text: str) -> None:
    """Positive metres; a heading is one of 16."""
    heading = parse_heading(text)
    assert heading is None or heading.azimuth_deg % 22.5 == 0
    found = parse_length(text)
    assert 0 < found.metres < math.inf
    assert found.half_interval_m > 0


def hours(text: str) -> None:
    """Windows of at most a day, which their own words give again."""
    found = parse_hours(text)
    assert all(0 < window.closes - window.opens <= 1440 for window in found.windows)
    assert parse_hours(found.text).windows == found.windows


def conditions(text: str) -> None:
    """A condition judges anything."""
    found = Conditions.of(text)
    for row in ({}, {"platform": text, "actor": text, "altitude": text}, {"title": "a drone", "altitude_m": text}):
        assert found.judge(row).applies in {"yes", "no", "unknown"}


def a_track(text: str) -> None:
    """Fixes in the order of time, read back from what the table writes; a position at any minute of them."""
    found = parse_track(text)
    assert parse_track(json.dumps([asdict(fix) for fix in found])) == found
    lon, lat, covered = positions(found, 0.0, 1e9, 9)
    assert len(lon) == len(lat)
    assert 0.0 <= covered <= 1.0


def a_course(text: str) -> None:
    """A drawn course is on Earth and not empty."""
    found = read_wkt(text)
    if found is not None:
        west, south, east, north = found.bounds
        assert south >= -90
        assert north <= 90
        assert west <= east


def a_zone(given: dict[str, str]) -> None:
    """A zone in words is a row, or refused."""
    assert len(parse_zone(f"{given['centre']}, {given['radius']}")) == 1
    assert len(one_zone(**given)) == 1


_ZONES = st.fixed_dictionaries(
    {"centre": ANGLES | LOCALITIES, "radius": words.sentences(words.UNITS, most=3)},
    optional={"kind": st.sampled_from(["disc", "ring", "buffer", "polygon", "moving", "unknown", "side_of_line", "x"]),
              "course": COURSES, "side": st.sampled_from(["", "north", "seaward", "left", "inside", "NNE", "?"]),
              "hours": HOURS, "applies_to": CONDITIONS, "track": TRACKS, "valid_from": DATES, "valid_to": DATES,
              "edges": st.sampled_from(["", "lonlat", "geodesic", "flat"]), "name": words.NOISE},
)  # fmt: skip
_MOMENTS: st.SearchStrategy[Any] = st.tuples(DAYS, DAYS, DATES, st.floats(-180, 180) | st.just(math.nan))

TARGETS = (
    Target("locality", LOCALITIES | st.text(max_size=200), a_locality, CoordinateError),
    Target("location", LOCALITIES, a_location),
    Target("date", DATES | st.text(max_size=60), a_date, GeoError),
    Target("instant", DATES, an_instant, GeoError),
    Target("moment", _MOMENTS, a_moment),
    Target("coordinates", ANGLES | st.text(max_size=40), coordinates, GeoError),
    Target("length", words.sentences(words.UNITS, most=4), a_length, GeoError),
    Target("hours", HOURS, hours, GeoError),
    Target("conditions", CONDITIONS, conditions, GeoError),
    Target("track", TRACKS, a_track, GeoError),
    Target("course", COURSES, a_course, GeoError),
    Target("zone in words", _ZONES, a_zone, GeoError),
)
