"""Regions of doubt from clauses: the published figures, and what must hold for every profile."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
import shapely

from geo.errors import InputError
from geo.geodesy import azimuth_deg, distance_m
from geo.localities.doubt import Anchor, doubt_of
from geo.localities.profiles import profile_names, read_profile
from geo.values import Clause, Place

ZONE_M = 54_717.7
BASE = Anchor(Place("p", "base", 38.61778, 33.50583, "INSM", "SY", extent_m=2000.0))
TOWN = Anchor(Place("t", "town", 43.3, 33.4, "PPL", "IQ", extent_m=3400.0))
LAND = Anchor(Place("a", "land", 38.5, 35.0, "PCLI", "SY", is_area=True), shapely.box(35.7, 32.3, 42.3, 37.3))
FORMS = ("feature", "outskirts", "distance_from", "within", "offset", "near", "heading", "towards", "off", "part")
LOG = read_profile("military_log")

FROM = Clause("distance_from", "", distance_m=38_624.256, half_interval_m=804.672)
OFFSET = Clause("offset", "", distance_m=20_000.0, half_interval_m=500.0, azimuth_deg=315.0, half_width_deg=22.5)


def p(doubt, anchor, radius_m, story="robust"):
    return getattr(doubt, story).p_in_disc(anchor.place.lon, anchor.place.lat, radius_m)


def test_24_miles_from_the_base():
    doubt = doubt_of(FROM, [BASE], LOG)
    assert p(doubt, BASE, ZONE_M, "literal") == pytest.approx(1.0, abs=1e-9)
    assert p(doubt, BASE, ZONE_M) == pytest.approx(0.936, abs=0.0005)


def test_near_is_never_inside_by_itself():
    doubt = doubt_of(Clause("near", ""), [BASE], LOG)
    assert p(doubt, BASE, ZONE_M) == pytest.approx(0.808, abs=0.0005)
    assert doubt.literal == doubt.robust


def test_a_bare_town_name_spreads_as_measured():
    robust = doubt_of(Clause("feature", ""), [TOWN], LOG).robust
    assert robust.radius_holding(0.5) == pytest.approx(3200, rel=0.02)
    assert robust.radius_holding(0.9) == pytest.approx(10_800, rel=0.03)


@pytest.mark.parametrize(("form", "extra"), [("feature", {}), ("offset", {"distance_m": 2000.0, "azimuth_deg": 180.0})])
def test_words_about_a_compound_can_be_inside_a_small_zone(form, extra):
    site = Anchor(Place("s", "compound", 38.6, 33.5, "INSM", "SY", extent_m=1500.0))
    clause = Clause(form, "", half_interval_m=500.0 if extra else 0.0, half_width_deg=45.0 if extra else 0.0, **extra)
    doubt = doubt_of(clause, [site], LOG)
    assert p(doubt, site, 5000.0, "literal") >= 0.95
    assert p(doubt, site, 5000.0) >= 0.90
    assert p(doubt, site, 500.0) < 0.5


def test_doubt_grows_with_the_anchors_extent():
    radii = []
    for extent in (200.0, 2000.0, 20_000.0):
        anchor = Anchor(Place("x", "x", 10.0, 10.0, "PPL", extent_m=extent))
        radii.append([doubt_of(c, [anchor], LOG).robust.radius_holding(0.5) for c in (Clause("feature", ""), OFFSET)])
    assert np.all(np.diff(np.array(radii), axis=0) > 0)


def test_an_offset_lies_where_it_says():
    doubt = doubt_of(OFFSET, [TOWN], LOG)
    lon, lat = doubt.literal.estimate()
    assert float(distance_m(43.3, 33.4, lon, lat)) == pytest.approx(20_000, rel=1e-6)
    assert float(azimuth_deg(43.3, 33.4, lon, lat)) == pytest.approx(315, abs=1e-6)
    points = doubt.literal.sample(500)
    turns = (azimuth_deg(43.3, 33.4, points[:, 0], points[:, 1]) - 315 + 180) % 360 - 180
    assert np.abs(turns).max() < 22.5 + np.degrees(np.arctan2(3400, 20_000)) + 0.1


def test_north_is_literally_an_eighth_of_the_compass():
    north = Clause("offset", "", distance_m=50_000.0, half_interval_m=500.0, azimuth_deg=0.0, half_width_deg=45.0)
    points = doubt_of(north, [TOWN], LOG).literal.sample(500)
    turns = (azimuth_deg(43.3, 33.4, points[:, 0], points[:, 1]) + 180) % 360 - 180
    assert 22 < np.abs(turns).max() < 22.5 + np.degrees(np.arctan2(3400, 50_000)) + 0.1


def test_an_area_is_never_a_point():
    whole = doubt_of(Clause("feature", ""), [LAND], LOG)
    assert whole.literal.family == "area"
    assert whole.robust.radius_holding(0.9) > 200_000
    assert doubt_of(Clause("feature", ""), [Anchor(LAND.place)], LOG) is None


def test_a_part_is_cut_out_and_the_robust_story_allows_the_rest():
    part = doubt_of(Clause("part", "", detail="south", azimuth_deg=180.0, half_width_deg=45.0), [LAND], LOG)
    assert shapely.box(35.7, 32.3, 42.3, 35.0).buffer(0.1).contains(part.literal.polygon)
    assert p(part, LAND, 1e6) == pytest.approx(1.0, abs=1e-3)
    assert float(np.mean(part.robust.sample(2000)[:, 1] > 35.0)) == pytest.approx(0.075, abs=0.02)


def test_off_a_country_is_outside_its_outline():
    off = doubt_of(Clause("offset", "", distance_m=50_000.0, half_interval_m=500.0, azimuth_deg=180.0), [LAND], LOG)
    points = off.literal.sample(300)
    assert not shapely.contains_xy(LAND.outline, points[:, 0], points[:, 1]).any()
    assert points[:, 1].max() < 35.0


def test_between_two_towns_lies_between_them():
    other = Anchor(Place("u", "other", 43.8, 33.35, "PPL", "IQ", extent_m=3000.0))
    doubt = doubt_of(Clause("between", "", detail="other"), [TOWN, other], LOG)
    lon, lat = doubt.literal.estimate()
    assert lon == pytest.approx(43.55, abs=0.01)
    assert lat == pytest.approx(33.376, abs=0.01)
    assert doubt_of(Clause("between", ""), [TOWN], LOG) is None


def test_within_includes_the_anchors_extent():
    doubt = doubt_of(Clause("within", "", distance_m=5000.0), [BASE], LOG)
    assert p(doubt, BASE, 7000.0, "literal") == pytest.approx(1.0, abs=1e-6)
    assert p(doubt, BASE, 3500.0, "literal") == pytest.approx(0.25, abs=1e-6)


@pytest.mark.parametrize("name", profile_names())
@pytest.mark.parametrize("form", FORMS)
def test_every_profile_reads_every_form(name, form):
    clause = Clause(
        form, "", distance_m=10_000.0, half_interval_m=500.0, azimuth_deg=90.0, half_width_deg=45.0, detail="east"
    )
    doubt = doubt_of(clause, [TOWN], read_profile(name))
    levels = [p(doubt, TOWN, radius) for radius in (1e3, 1e4, 1e5, 1e6)]
    assert levels == sorted(levels)
    assert levels[-1] > 0.999
    assert doubt.law


def test_every_parameter_has_its_source():
    data = json.loads((files("geo.localities") / "data" / "profiles.json").read_text(encoding="utf-8"))
    own = [profile["parameters"] for profile in data.values() if "borrows" not in profile]
    cells = [cell for parameters in own for cell in parameters.values()]
    assert len(own) == 2
    assert len({frozenset(parameters) for parameters in own}) == 1
    assert all(cell["source"] and cell["value"] >= 0 for cell in cells)


def test_press_is_an_honest_loan():
    press = read_profile("press")
    assert replace(press, name=LOG.name, title=LOG.title, fitted_on=LOG.fitted_on, limits=LOG.limits,
                   coverage=LOG.coverage) == LOG  # fmt: skip
    assert press.fitted_on.startswith("nothing")
    assert "50 km" in press.limits
    assert "not measured" in press.say()


def test_an_unknown_profile_is_refused_with_the_names_there_are():
    with pytest.raises(InputError, match="military_log"):
        read_profile("gut_feeling")
