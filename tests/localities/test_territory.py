"""Regions of areas: provinces, coasts, countries entered."""

from __future__ import annotations

import pytest
import shapely

from geo.localities import locate
from geo.localities.doubt import doubt_of
from geo.localities.profiles import read_profile
from geo.localities.stories import Anchor
from geo.values import Candidate, Clause, Place, Resolution

LOG = read_profile("military_log")
BOX = shapely.box(40.0, 30.0, 44.0, 34.0)
LAND = Anchor(Place("a", "land", 42.0, 32.0, "PCLI", "IQ", is_area=True), BOX)
PROVINCE = Place("p", "Anbar", 42.0, 32.0, "ADM1", "IQ", extent_m=160_000.0, is_area=True)


@pytest.fixture
def provinces(gazetteer):
    gazetteer.resolve = lambda names, **_: [
        Resolution(name, Candidate(PROVINCE, name, "exact", 1.0)) if "Anbar" in name else Resolution(name, None)
        for name in names
    ]
    gazetteer.footprint = lambda _: shapely.Point(42.0, 32.0).buffer(1.5)
    return gazetteer


@pytest.mark.parametrize(("text", "precision"), [("Anbar province", 4), ("western Anbar province", 5)])
def test_a_province_is_an_area_and_said_to_be_approximate(provinces, text, precision):
    location = locate([text], gazetteer=provinces)[0]
    assert location.literal.family == "area"
    assert location.precision == precision
    assert any("Anbar" in remark and "approximate" in remark for remark in location.remarks)


def test_a_country_is_not_said_to_be_approximate(gazetteer):
    assert not locate(["southern Syria"], gazetteer=gazetteer)[0].remarks


def test_off_the_southern_coast_is_south_of_it():
    off = Clause("off", "", azimuth_deg=180.0, half_width_deg=45.0, detail="south")
    points = doubt_of(off, [LAND], LOG).literal.sample(300)
    assert points[:, 1].max() < 30.2
    assert not shapely.contains_xy(BOX, points[:, 0], points[:, 1]).any()


def test_within_a_distance_of_a_country_is_up_to_it_and_no_further():
    within = Clause("within", "", distance_m=20_000.0, half_interval_m=500.0)
    points = doubt_of(within, [LAND], LOG).literal.sample(300)
    gap = shapely.distance(BOX, shapely.points(points))
    assert gap.max() * 94_000 < 23_000
    assert gap.min() * 111_000 < 2_000


@pytest.mark.parametrize("km", [5, 40, 120])
def test_into_a_country(km):
    into = Clause("into", "", distance_m=km * 1000.0, half_interval_m=500.0)
    doubt = doubt_of(into, [LAND], LOG)
    points = doubt.literal.sample(300)
    assert shapely.contains_xy(BOX, points[:, 0], points[:, 1]).all()
    assert doubt.literal.area_m2() < doubt.robust.parts[1][1].area_m2()


def test_further_into_a_country_than_it_is_wide_has_no_region():
    assert doubt_of(Clause("into", "", distance_m=900_000.0), [LAND], LOG) is None


def test_nothing_without_an_outline():
    bare = Anchor(LAND.place)
    for form in ("area", "part", "off", "into", "within", "border"):
        assert doubt_of(Clause(form, "", distance_m=10_000.0, detail="south"), [bare], LOG) is None
