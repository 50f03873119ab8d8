"""Which radius stands beside the point, and by which method."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from geo.exchange.pointradius import point_radius_m
from geo.exchange.radius import circle_m, precision_deg, radius_of
from geo.geodesy import destination, distance_m
from geo.regions import Area, Mixture, Region, disc, point
from geo.values import Clause, Location, Place

TOWN = Place("t:1", "Latakia", 35.79088, 35.53125, extent_m=5000.0, country="SY")
NORTH = Clause("offset", "6 miles north of Latakia", "Latakia", 9656.064, 804.672, 0.0, 45.0)


def place_of(clause: Clause, region: Region, lon: float, lat: float, *, anchor: Place | None = TOWN) -> Location:
    return Location(lon=lon, lat=lat, uncertainty_m=12_345.0, literal=region, robust=region, clauses=(clause,),
                    place=anchor)  # fmt: skip


def test_the_circle_of_an_area_holds_all_of_it() -> None:
    shape = shapely.Polygon([(38, 33), (39, 33), (39, 34), (38.5, 33.2), (38, 34)])
    area = Area(shape)
    radius, basis = radius_of(place_of(Clause("coded", "x"), area, *area.estimate()))
    points = area.sample(500)
    assert basis == "area"
    assert np.all(distance_m(*area.estimate(), points[:, 0], points[:, 1]) <= radius)
    assert circle_m(shape, 38.0, 33.0) == pytest.approx(144_900, rel=1e-2)  # corner to corner of a degree


def test_an_offset_by_the_formula_in_full() -> None:
    lon, lat = destination(TOWN.lon, TOWN.lat, 0.0, 9656.064)
    radius, basis = radius_of(place_of(NORTH, disc(35.79, 35.62, 9000.0), float(lon), float(lat)))
    d, fixed, cos45 = 9656.064, 5000.0 + 804.672, math.sqrt(0.5)
    by_hand = math.hypot(d + fixed - d * cos45, d * cos45)
    assert basis == "point_radius"
    assert by_hand < radius < by_hand + 2.0  # and 1.4 m for the gazetteer's five decimals


def test_a_point_beside_the_formulas_own_pays_for_it() -> None:
    lon, lat = destination(TOWN.lon, TOWN.lat, 0.0, 9656.064)
    there, _ = radius_of(place_of(NORTH, disc(35.79, 35.62, 9000.0), float(lon), float(lat)))
    aside, _ = radius_of(place_of(NORTH, disc(35.79, 35.62, 9000.0), TOWN.lon, TOWN.lat))
    assert aside - there == pytest.approx(9656.0, abs=1.0)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Clause("feature", "Latakia"), 5000.0),
        (Clause("outskirts", "on the outskirts of Latakia"), 10_000.0),
        (Clause("distance_from", "6 miles from Latakia", "", 9656.0, 805.0), 5000.0 + 9656.0 + 805.0),
        (Clause("within", "within 6 miles of Latakia", "", 9656.0, 805.0), 5000.0 + 9656.0 + 805.0),
        (Clause("orthogonal", "2 km E and 3 km N of Latakia", "", 3606.0, 707.0, 33.7), 5000.0 + 707.0),
    ],
)
def test_forms_with_a_formula(clause: Clause, expected: float) -> None:
    assert point_radius_m(clause, 5000.0, 35.5) == pytest.approx(expected)


@pytest.mark.parametrize("form", ["near", "towards", "heading", "off", "between", "border", "zone_relation"])
def test_words_without_a_length_have_none(form: str) -> None:
    clause = Clause(form, "x", azimuth_deg=0.0)
    assert point_radius_m(clause, 5000.0, 35.5) is None
    assert radius_of(place_of(clause, disc(35.8, 35.5, 9.0), 35.8, 35.5)) == (12_345.0, "region")


def test_several_targets_and_areas_as_anchors_have_none() -> None:
    both = Mixture(parts=((0.5, disc(35.8, 35.5, 9.0)), (0.5, disc(36.8, 35.5, 9.0))))
    assert radius_of(place_of(Clause("feature", "A, B"), both, 35.8, 35.5))[1] == "region"
    syria = Place("country:SY", "Syria", 38.0, 35.0, is_area=True)
    assert radius_of(place_of(NORTH, disc(35.8, 35.5, 9.0), 35.8, 35.5, anchor=syria))[1] == "region"


@pytest.mark.parametrize(("form", "basis"), [("coordinates", "given"), ("coded", "coded")])
def test_what_was_given_stays(form: str, basis: str) -> None:
    assert radius_of(place_of(Clause(form, "x"), point(35.8, 35.5, 12_345.0), 35.8, 35.5)) == (12_345.0, basis)


def test_precision_follows_the_longer_number() -> None:
    assert [precision_deg(*pair) for pair in ((38.5, 33.0), (38.0, 33.0), (38.1234567, 1.0), (-70.25, -33.125))] == [
        0.1, 1.0, 1e-7, 0.001,
    ]  # fmt: skip
