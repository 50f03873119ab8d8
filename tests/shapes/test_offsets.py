"""Offset curves: no point of them farther from the course than the width, no gap in them, all of the rim on them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.geodesy.course import Course
from geo.shapes.offsets import LEFT, RIGHT, offset_curves

from .brute import WGS84, distance_m, scattered

BENT = np.array([(178.0, 60.0), (181.0, 61.0), (181.5, 59.0), (184.0, 60.0)])


@pytest.mark.parametrize("edges", ["lonlat", "geodesic"])
@pytest.mark.parametrize("width", [100.0, 30_000.0, 1_500_000.0])
def test_every_point_of_the_rim_is_on_a_curve(edges: str, width: float) -> None:
    course = Course([BENT], edges)
    curves = offset_curves(course, width, 1.0, (LEFT, RIGHT))
    assert all(len(curve) >= 2 for curve in curves)
    spots = np.vstack(curves)
    assert course.distance_m(spots[:, 0], spots[:, 1]).max() <= width + 1e-3
    # walk outwards from the course in many directions to where the width is reached
    near = Course(curves, "lonlat")
    for azimuth in range(0, 360, 60):
        lon, lat = walked(course, azimuth, width)
        assert float(near.distance_m(lon, lat)) <= 1.0


def walked(course: Course, azimuth: float, width: float) -> tuple[float, float]:
    low, high = 0.0, width + 600_000.0
    for _ in range(40):
        middle = (low + high) / 2.0
        lon, lat, _ = WGS84.fwd(*BENT[1], azimuth, middle)
        low, high = (middle, high) if float(course.distance_m(lon, lat)) < width else (low, middle)
    return lon, lat


def test_one_side_alone() -> None:
    course = Course([[(0.0, 60.0), (9.0, 60.0)]])
    for side, sign in ((LEFT, 1), (RIGHT, -1)):
        lon, lat = np.vstack(offset_curves(course, 1_000.0, 1.0, (side,))).T
        beside = (lon > 0.5) & (lon < 8.5)
        assert beside.any()
        assert (course.side(lon[beside], lat[beside]) == sign).all()


def test_straight_edges_keep_to_the_curve() -> None:
    course = Course([[(10.0, 70.0), (60.0, 70.0)]], "lonlat")
    for curve in offset_curves(course, 50_000.0, 0.5, (LEFT, RIGHT)):
        middle = (curve[:-1] + curve[1:]) / 2.0
        apart = course.distance_m(middle[:, 0], middle[:, 1])
        assert (apart <= 50_000.0 + 0.5).all()


def test_joints_and_ends_do_not_gape() -> None:
    curves = offset_curves(Course([BENT], "geodesic"), 1_000.0, 1.0, (LEFT, RIGHT))
    met = shapely.union_all([shapely.LineString(curve) for curve in curves])
    outer = max(shapely.get_parts(shapely.polygonize(shapely.get_parts(met))), key=lambda face: face.area)
    lon, lat = scattered(BENT[0, 0], BENT[0, 1], 900.0, 50)
    held = shapely.unary_union(shapely.get_parts(shapely.polygonize(shapely.get_parts(met))))
    lon = np.mod(lon, 360.0)
    assert shapely.contains_xy(held, lon, lat).all()
    assert held.area >= outer.area


def test_what_surely_lies_inside_is_left_out() -> None:
    rng = np.random.default_rng(3)
    crowd = np.array([10.0, 50.0]) + np.cumsum(rng.normal(0.0, 0.002, (400, 2)), axis=0)
    curves = offset_curves(Course([crowd]), 30_000.0, 1.0, (LEFT, RIGHT))
    spots = np.vstack(curves)
    apart = distance_m(spots[:, 0][:, None], spots[:, 1][:, None], crowd[:, 0], crowd[:, 1]).min(axis=1)
    assert apart.min() > 29_000.0
    assert len(spots) < 4_000


def test_a_width_that_reaches_around_the_earth_has_no_rim() -> None:
    line = [[(lon, lat) for lon, lat in zip(range(-180, 181, 30), [0, 60, -60] * 5, strict=False)]]
    assert offset_curves(Course(line), 9_000_000.0, 9.0, (LEFT, RIGHT)) == []
