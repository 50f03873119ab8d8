"""Sides of a line: by the latitude of a parallel, by cross products beside geodesics, all the way around the world."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString

from geo.errors import ZoneError
from geo.shapes import SideOfLine, compass_side, shape_from_dict

from .brute import WGS84, assert_well_drawn, drawn_points, scattered, to_line_m

LINES = {
    "a parallel": ([(125.0, 38.0), (129.0, 38.0)], "lonlat"),
    "a geodesic": ([(125.0, 38.0), (129.0, 38.0)], "geodesic"),
    "bent": ([(10.0, 60.0), (14.0, 60.5), (20.0, 60.0)], "lonlat"),
    "bent geodesics": ([(10.0, 60.0), (14.0, 60.5), (20.0, 60.0)], "geodesic"),
    "southwards": ([(10.0, 60.0), (14.0, 40.5), (13.0, 20.0)], "geodesic"),
    "a meridian": ([(10.0, 60.0), (10.0, 40.0)], "geodesic"),
    "over the antimeridian": ([(178.0, -10.0), (183.0, -14.0)], "lonlat"),
    "geodesic over it": ([(178.0, -10.0), (183.0, -14.0)], "geodesic"),
    "at 85 N": ([(20.0, 85.0), (40.0, 85.0)], "lonlat"),
    "around the pole": ([(-180.0, 80.0), (180.0, 80.0)], "lonlat"),
    "both ends west": ([(10.0, 10.0), (30.0, 12.0), (30.0, 20.0), (10.0, 22.0)], "lonlat"),
    "short": ([(10.0, 10.0), (10.001, 10.0005)], "geodesic"),
}
lines = pytest.mark.parametrize("name", LINES)


def both(name: str) -> tuple[SideOfLine, SideOfLine]:
    spots, edges = LINES[name]
    return SideOfLine(LineString(spots), "left", edges), SideOfLine(LineString(spots), "right", edges)


@lines
def test_left_and_right_share_the_world(name: str) -> None:
    left, right = both(name)
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(-180.0, 180.0, 150), np.degrees(np.arcsin(rng.uniform(-1.0, 1.0, 150)))
    np.testing.assert_array_equal(left.contains(lon, lat), ~right.contains(lon, lat))
    assert left.outline().area + right.outline().area == pytest.approx(360.0 * 180.0)
    for one in (left, right):
        assert_well_drawn(one.outline())
        gap = one.gap_m(lon, lat)
        np.testing.assert_array_equal(gap < 0.0, one.contains(lon, lat))
        clear = np.abs(gap) > 5.0
        np.testing.assert_array_equal(shapely.intersects_xy(one.outline(), lon, lat)[clear], (gap < 0.0)[clear])
    np.testing.assert_array_equal(np.abs(left.gap_m(lon, lat)), np.abs(right.gap_m(lon, lat)))


@lines
def test_beside_the_line_left_is_left(name: str) -> None:
    left, right = both(name)
    spots, edges = LINES[name]
    for (lon, lat), (lon2, lat2) in pairwise(spots):
        if edges == "lonlat":
            middle = (lon + lon2) / 2.0, (lat + lat2) / 2.0
            ahead = middle[0] + 1e-4 * (lon2 - lon), middle[1] + 1e-4 * (lat2 - lat)
            azimuth = WGS84.inv(*middle, *ahead)[0]
        else:
            azimuth, _, metres = WGS84.inv(lon, lat, lon2, lat2)
            x, y, back = WGS84.fwd(lon, lat, azimuth, metres / 2.0)
            middle, azimuth = (x, y), back + 180.0
        for off in (1e-2, 1.5, 30.0, 3_000.0 if metres_of(spots) > 1e5 else 30.0):
            for one, turn in ((left, -90.0), (right, 90.0)):
                beside = WGS84.fwd(*middle, azimuth + turn, off)[:2]
                assert one.contains(*beside)
                assert float(one.gap_m(*beside)) == pytest.approx(-off, abs=1e-3 * off + 1e-3)
                other = right if one is left else left
                assert not other.contains(*beside)
    for spot in spots:
        assert left.contains(*spot)
        assert right.contains(*spot)


def metres_of(spots: list[tuple[float, float]]) -> float:
    return float(WGS84.line_length(*zip(*spots, strict=True)))


def test_a_parallel_goes_around_the_world() -> None:
    north, south = both("a parallel")
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(-180.0, 180.0, 2_000), rng.uniform(-90.0, 90.0, 2_000)
    np.testing.assert_array_equal(north.contains(lon, lat), lat >= 38.0)
    np.testing.assert_array_equal(south.contains(lon, lat), lat <= 38.0)
    assert north.contains([-70.0, 180.0, -180.0, 0.0], [38.0, 38.0, 38.0, 90.0]).all()
    apart = to_line_m(np.array([(-180.0, 38.0), (0.0, 38.0), (180.0, 38.0)]), "lonlat", lon[:100], lat[:100])
    np.testing.assert_allclose(np.abs(north.gap_m(lon[:100], lat[:100])), apart, atol=1.0)


def test_a_meridian_parts_east_from_west() -> None:
    west = SideOfLine(LineString([(10.0, 40.0), (10.0, 60.0)]), "left", "geodesic")
    lon, lat = scattered(10.0, 0.0, 9e6, 1_000)
    np.testing.assert_array_equal(west.contains(lon, lat), lon <= 10.0)


def test_geodesics_bow_away_from_parallels() -> None:
    spots = LineString([(0.0, 60.0), (20.0, 60.0)])
    assert SideOfLine(spots, "left", "lonlat").contains(10.0, 60.2)
    assert SideOfLine(spots, "right", "geodesic").contains(10.0, 60.2)


@lines
def test_what_is_drawn_stays_by_the_line(name: str) -> None:
    for one in both(name):
        lon, lat = drawn_points(one.outline(10.0), (0.3, 0.5))
        near = scattered_edge(one, lon, lat)
        assert np.abs(one.gap_m(lon[near], lat[near])).max() <= 10.0


def scattered_edge(one: SideOfLine, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Indices of drawn points that are not on the cut opposite the line's middle."""
    west, _, east, _ = one.line.bounds
    away = np.abs(np.mod(lon - (west + east) / 2.0, 360.0) - 180.0)
    found = np.flatnonzero(away > 1e-3)
    return found[:: max(1, len(found) // 60)]


@pytest.mark.parametrize(
    ("spots", "edges", "words"),
    [
        ([(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)], "lonlat", "crosses itself near 1.0"),
        ([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.2, 0.1)], "geodesic", "crosses itself"),
        ([(0.0, 0.0), (1.0, 0.0), (0.5, 0.0)], "lonlat", "crosses itself"),
        ([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)], "lonlat", "circle"),
        ([(-200.0, 70.0), (0.0, 71.0), (200.0, 72.0)], "lonlat", "circle"),
    ],
)
def test_a_line_without_two_sides_is_refused(spots: list[tuple[float, float]], edges: str, words: str) -> None:
    with pytest.raises(ZoneError, match=words):
        SideOfLine(LineString(spots), "left", edges)


@pytest.mark.parametrize(
    ("line", "side", "edges", "words"),
    [
        (MultiLineString([[(0, 0), (1, 0)], [(2, 0), (3, 0)]]), "left", "lonlat", "unbroken"),
        (shapely.box(0, 0, 1, 1), "left", "lonlat", "Polygon"),
        (LineString([(0, 0), (1, 0)]), "north", "lonlat", "a left and a right"),
        (LineString([(0, 0), (1, 0)]), "left", "rhumb", "geodesic or lonlat"),
    ],
)
def test_what_is_no_line_with_a_side_is_refused(line: shapely.Geometry, side: str, edges: str, words: str) -> None:
    with pytest.raises(ZoneError, match=words):
        SideOfLine(line, side, edges)


@pytest.mark.parametrize(
    ("spots", "word", "side"),
    [
        ([(125.0, 38.0), (129.0, 38.0)], "north", "left"),
        ([(125.0, 38.0), (129.0, 38.0)], "S", "right"),
        ([(129.0, 38.0), (125.0, 38.0)], "northern", "right"),
        ([(10.0, 60.0), (11.0, 50.0)], "east", "left"),
        ([(10.0, 60.0), (11.0, 50.0)], "west", "right"),
        ([(179.0, 0.0), (-179.0, 0.5)], "north", "left"),
        ([(-60.0, 60.0), (60.0, 60.0)], "south", "right"),  # by the parallel, not by the great circle over Greenland
        ([(-180.0, 60.0), (180.0, 60.0)], "north", "left"),
        ([(0.0, 0.0), (1.0, 1.0)], "north", "left"),
        ([(0.0, 0.0), (1.0, 1.0)], "southeast", "right"),
    ],
)
def test_compass_points_of_a_line(spots: list[tuple[float, float]], word: str, side: str) -> None:
    assert compass_side(LineString(spots), word) == side


@pytest.mark.parametrize(
    ("spots", "word", "words"),
    [
        ([(10.0, 60.0), (11.0, 50.0)], "north", "no side of it is north"),
        ([(10.0, 60.0), (11.0, 50.0)], "south", "no side of it is south"),
        ([(0.0, 0.0), (1.0, 1.0)], "northeast", "no side of it is northeast"),
        ([(0.0, 0.0), (1.0, 0.0), (0.5, 1.0), (0.0, 0.0)], "north", "ends where it begins"),
        ([(0.0, 0.0), (1.0, 0.0)], "up", "is none"),
    ],
)
def test_a_compass_point_that_is_no_side_is_refused(spots: list[tuple[float, float]], word: str, words: str) -> None:
    with pytest.raises(ZoneError, match=words):
        compass_side(LineString(spots), word)


@lines
def test_as_data_and_back(name: str) -> None:
    for one in both(name):
        again = shape_from_dict(one.as_dict())
        assert again == one
        assert hash(again) == hash(one)
