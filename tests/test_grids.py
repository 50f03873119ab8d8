"""Grid references as degrees."""

from __future__ import annotations

import pyproj
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.coordinates import read_coordinates
from geo.errors import CoordinateError
from geo.geodesy import distance_m
from geo.grids import METRES_PER_DEGREE, read_grid


@pytest.mark.parametrize(
    ("text", "lon", "lat", "step_m"),
    [
        ("37SFT5500008000", 40.668642, 33.500318, 1),
        ("37s ft 5500 0800", 40.668691, 33.500363, 10),
        ("MGRS: 37S FT 55 08", 40.674104, 33.504749, 1000),
        ("4QFJ 12345 67890", -157.916076, 21.409798, 1),
        ("37R 655000 3408000", 40.620054, 30.794952, 1),
        ("UTM zone 37 north, 655000 E, 3708000 N", 40.668637, 33.500314, 1),
        ("37N 655000 3708000", 40.668637, 33.500314, 1),
        ("21 south 420000.5 4270000.5", -58.158000, -51.715219, 0.1),
        ("21F 420000 4270000", -58.158007, -51.715224, 1),
    ],
)
def test_references(text: str, lon: float, lat: float, step_m: float) -> None:
    found = read_grid(text, "it")
    assert found is not None
    assert found[:2] == pytest.approx((lon, lat), abs=2e-5)
    assert found[2] * METRES_PER_DEGREE == pytest.approx(step_m)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("37S 655000 3708000", "read two ways"),
        ("37R 655000 3708000", "outside the zone"),
        ("37T 655000 3708000", "outside the zone"),
        ("61 north 655000 3708000", "name zone 61"),
        ("37 north 999999 3708000", "outside the zone"),
        ("37SJA5500008000", "no square of the grid"),
        ("37SFT550000800", "5 digits east and 4 north|4 digits east and 5 north"),
        ("37SFT 550 0800", "3 digits east and 4 north"),
    ],
)
def test_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(CoordinateError, match=f"{said}.*; "):
        read_grid(text, "it")


@pytest.mark.parametrize(
    "text", ["At Tanf", "33.5, 38.6", "12 May 2017", "655000 3708000", "", "37S", "UTM", "37SZZ", "37IFT5500008000"]
)
def test_other_words_are_none(text: str) -> None:
    assert read_grid(text, "it") is None


@settings(max_examples=200, deadline=None)
@given(st.floats(-79.9, 83.9), st.floats(-180, 179.99))
def test_what_a_converter_writes_is_read_back(lat: float, lon: float) -> None:
    import mgrs

    assume(not -1e-5 < lat < 0)  # within a metre south of the equator it writes a square that it does not know itself
    written = mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=5)
    found = read_grid(written, "it")
    assert found is not None
    assert distance_m(lon, lat, found[0], found[1]) < 1.5


@settings(max_examples=200, deadline=None)
@given(st.floats(-79.9, 83.9), st.floats(-180, 179.99))
def test_utm_of_a_projection_is_read_back(lat: float, lon: float) -> None:
    zone, north = min(60, int((lon + 180) // 6) + 1), lat >= 0
    crs = f"EPSG:{(32600 if north else 32700) + zone}"
    x, y = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    found = read_grid(f"{zone} {'north' if north else 'south'} {x:.2f} {y:.2f}", "it")
    assert found is not None
    assert distance_m(lon, lat, found[0], found[1]) < 0.02


def test_they_are_coordinates_wherever_coordinates_are_read() -> None:
    found = read_coordinates("37SFT 55000 08000")
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx((40.668642, 33.500318), abs=1e-5)
