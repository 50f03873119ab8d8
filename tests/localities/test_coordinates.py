"""Coordinates as localities."""

from __future__ import annotations

import pytest

from geo.errors import CoordinateError
from geo.localities.coordinates import lonlat, read_coordinates


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [
        ("33.50583, 38.61778", 38.61778, 33.50583), ("34.5 40.9", 40.9, 34.5), ("-12.5, -45.25", -45.25, -12.5),
        ("12.5 S, 45.25 W", -45.25, -12.5), ("33.5N 38.6E", 38.6, 33.5), ("33° N, 38° E", 38.0, 33.0),
        ("33°30'N, 38°37'E", 38.616667, 33.5), ("33°30'21\"N 38°37'04\"E", 38.617778, 33.505833),
        ("33 30 21 N 38 37 4 E", 38.617778, 33.505833), ("at 34.5, 40.9", 40.9, 34.5), (" 34.5; 40.9 ", 40.9, 34.5),
        ("position 55.40 S 61.53 W", -61.53, -55.4), ("coords: S 51 40, W 59 30", -59.5, -51.666667),
    ],
)  # fmt: skip
def test_reads(text, lon, lat):
    assert lonlat(read_coordinates(text)) == pytest.approx((lon, lat), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "34, 40",
        "10-20 NM",
        "12 nm",
        "34.5",
        "34.5, 40.9, 12.1",
        "route 34",
        "1.5, NM",
        "x" * 99,
        "0, 0",
        "at Tanf",
        "at",
    ],
)
def test_leaves_alone_what_is_none(text):
    assert read_coordinates(text) is None


def test_the_clause_keeps_the_words():
    assert read_coordinates(" at 34.5, 40.9").text == "at 34.5, 40.9"


def test_fewer_digits_mean_more_doubt():
    coarse, fine = read_coordinates("34.5, 40.9"), read_coordinates("34.5, 40.91234")
    assert coarse.half_interval_m == pytest.approx(14_400, rel=0.02)
    assert fine.half_interval_m == pytest.approx(1.44, rel=0.02)


def test_no_place_on_earth_is_refused_with_a_guess():
    with pytest.raises(CoordinateError, match=r"read as latitude, longitude: latitude 125\.5.*swapped"):
        read_coordinates("125.5, 12.25")
