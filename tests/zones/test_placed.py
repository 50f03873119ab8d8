"""An incident's place as containment asks it: what it allows, how far it is from a rim, how sure."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from geo.geodesy import destination
from geo.regions import Bearing, Polar, UniformRing, disc
from geo.shapes import Disc
from geo.values import Clause, Step, Trace, Zone
from geo.zones.placed import Chances, Placed

from .frames import BASE, COUNTRY, incident, location

RADIUS = 54_717.696
ZONE = Zone(id="z", name="z", lon=BASE.lon, lat=BASE.lat, radius_m=RADIUS, shape=Disc(BASE.lon, BASE.lat, RADIUS))


def placed(row: dict[str, Any]) -> Placed:
    found = Placed.of({"lon": math.nan, "lat": math.nan, "uncertainty_m": 1.0, "location": "", **row})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("lon", "lat", "allowed"),
    [
        (BASE.lon, BASE.lat, True),
        (39.5, 33.9, True),  # outside, but 99% of the doubt reaches in
        (38.62, 34.3, True),
        (BASE.lat, BASE.lat, False),
        (BASE.lon, BASE.lon, False),
        (35.8, 35.6, False),
    ],
)
def test_a_vague_place_allows_the_zones_that_its_doubt_reaches(lon: float, lat: float, allowed: bool) -> None:
    assert placed(incident(location(disc(lon, lat, 60_000.0), form="near"))).allows(ZONE) is allowed


def test_a_zone_without_a_course_is_always_allowed() -> None:
    assert placed(incident((0.0, 0.0, 1.0))).allows(replace(ZONE, kind="unknown", shape=None))


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 33.5), (38.6, math.nan), (math.nan, math.nan)])
def test_half_a_position_is_none(lon: float, lat: float) -> None:
    assert Placed.of({"lon": lon, "lat": lat, "uncertainty_m": 1.0, "location": ""}) is None


def test_a_ring_s_distance_to_the_rim_is_its_median_with_half_its_quartiles() -> None:
    law = UniformRing(10_000.0, 30_000.0)
    ring = placed(incident(location(Polar(BASE.lon, BASE.lat, law, Bearing.any()))))
    gap, doubt = Chances().gap(ring, Disc(BASE.lon, BASE.lat, 5_000.0))
    low, middle, high = law.quantile(np.array([0.25, 0.5, 0.75]))
    assert gap == pytest.approx(middle - 5_000.0, abs=150.0)
    assert doubt == pytest.approx((high - low) / 2.0, abs=150.0)


@pytest.mark.parametrize(("metres", "p"), [(-0.6, 1.0), (0.6, 0.0)])
def test_a_centimetre_s_doubt_leaves_none_at_half_a_metre(metres: float, p: float) -> None:
    lon, lat = destination(BASE.lon, BASE.lat, 20.0, RADIUS + metres)
    sharp = Placed.at_point(float(lon), float(lat), 0.01)
    assert ZONE.shape is not None
    assert Chances().inside(sharp, ZONE.shape) == (p, p)


def test_what_reaches_is_the_farthest_of_what_is_said_to() -> None:
    where = location(disc(38.6, 33.5, 5_000.0))
    assert placed(incident(where)).reach_m == 0.0
    steps = tuple(Step("localities", "words", {"reach_m": reach}) for reach in (20_000.0, 90_000.0))
    elsewhere = Step("zones", "words", {"reach_m": 500_000.0})
    assert placed(incident(replace(where, trace=Trace((*steps, elsewhere))))).reach_m == 90_000.0


def test_the_most_specific_clause_says_how_coarse_a_place_is() -> None:
    near, part = (
        Clause("near", "near the base", anchor="the base"),
        Clause("part", "in the south", anchor="the country"),
    )
    where = location(disc(38.6, 33.5, 5_000.0))
    vague = placed(incident(replace(where, clauses=(near, part))))
    assert (vague.coarse, vague.near) == (True, True)
    measured = Clause("distance_from", "9 km from the base", anchor="the base", distance_m=9_000.0)
    exact = placed(incident(replace(where, clauses=(measured, near))))
    assert (exact.coarse, exact.near) == (False, False)


@pytest.mark.parametrize(
    ("form", "coarse"),
    [("part", True), ("area", True), ("feature", False), ("distance_from", False), ("offset", False)],
)
def test_parts_and_wholes_of_countries_are_coarse(form: str, coarse: bool) -> None:
    assert placed(incident(location(disc(38.6, 33.5, 5_000.0), form=form))).coarse is coarse


def test_a_distance_from_a_country_is_not_coarse() -> None:
    where = replace(location(disc(38.6, 33.5, 5_000.0)), place=COUNTRY)
    assert not placed(incident(where)).coarse


@pytest.mark.parametrize(("precision", "coarse"), [(1, False), (2, False), (3, True), (4, True)])
def test_a_code_from_divisions_up_is_coarse(precision: int, coarse: bool) -> None:
    where = replace(location(disc(38.6, 33.5, 5_000.0), form="coded"), precision=precision)
    assert placed(incident(where)).coarse is coarse
