"""Borders: in words, and as bands along outlines."""

from __future__ import annotations

import pytest
import shapely

from geo.localities.borders import find_border
from geo.values import Location, Unlocated


@pytest.mark.parametrize(
    ("text", "clause", "anchor", "detail"),
    [
        ("clashes near the Iraqi border on Friday", "near the Iraqi border", "Iraq", ""),
        ("12 km from the Syrian-Iraqi border", "12 km from the Syrian-Iraqi border", "Syria", "Iraq"),
        ("10 miles west of the Iraqi border", "10 miles west of the Iraqi border", "Iraq", ""),
        ("along its border with Saudi Arabia", "along its border with Saudi Arabia", "Saudi Arabia", ""),
        ("Along Syrian border", "Along Syrian border", "Syria", ""),
    ],
)
def test_a_border_is_found_with_its_length_and_heading(text, clause, anchor, detail):
    start, end, found = find_border(text)
    assert (found.text.lower(), found.anchor, found.detail) == (clause.lower(), anchor, detail)
    assert text[start:end] == found.text


@pytest.mark.parametrize(
    "text", ["the At Tanf border crossing", "the Iraqi border guards", "the border town of Rutba", "a border", "Rafah"]
)
def test_crossings_guards_and_towns_are_no_borders(text):
    assert find_border(text) is None


def test_a_border_of_two_countries_runs_along_both(one):
    for text, hint in (("on the Syrian-Iraqi border", ""), ("along the border with Iraq", "SY"),
                       ("southern Syria, along the border with Iraq", "")):  # fmt: skip
        location = one(text, countries=hint)
        assert isinstance(location, Location), text
    location = one("along the border with Iraq", countries="SY")
    lon, lat = location.literal.sample(400).T
    syria, iraq = shapely.box(35.7, 32.3, 42.3, 37.3), shapely.box(38.8, 29.1, 48.6, 37.4)
    shared = syria.boundary.intersection(iraq.boundary.buffer(0.03))
    assert shapely.distance(shapely.points(lon, lat), shared).max() < 10_000 / 80_000
    assert location.precision == 5
    assert not location.remarks


def test_a_distance_from_a_border_is_a_band_on_either_side(one):
    location = one("30 km from the Iraqi border")
    lon, lat = location.literal.sample(300).T
    gap_m = shapely.distance(shapely.points(lon, lat), shapely.box(38.8, 29.1, 48.6, 37.4).boundary) * 111_000
    assert gap_m.max() < 45_000  # degrees of longitude are shorter than 111 km
    assert gap_m.min() > 20_000
    west = one("30 km west of the Iraqi border")
    assert west.literal.polygon.bounds[2] < location.literal.polygon.bounds[2] - 0.5


def test_so_far_into_a_country_is_a_band_inside_it(one):
    location = one("40 km into Syria")
    lon, lat = location.literal.sample(300).T
    syria = shapely.box(35.7, 32.3, 42.3, 37.3)
    assert shapely.contains_xy(syria, lon, lat).all()
    gap_m = shapely.distance(shapely.points(lon, lat), syria.boundary) * 111_000
    assert gap_m.min() > 30_000
    assert gap_m.max() < 60_000


def test_an_unknown_country_has_no_border(one):
    assert isinstance(one("along the border with Ruritania"), Unlocated)
