"""Cuts of areas."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.geodesy import GEOD
from geo.localities.areas import band, corridor
from geo.values import Place

LAND = shapely.box(10.0, 4.0, 12.0, 6.0)


def depth_m(points, outline):
    """Geodesic metres from each point to the nearest corner or edge point of the outline."""
    rim = np.array(shapely.segmentize(outline.exterior, 0.01).coords)
    return np.array([min(GEOD.inv(*[x] * 1, y, rx, ry)[2] for rx, ry in rim[::10]) for x, y in points])


def test_a_band_keeps_its_distance_from_the_outline():
    ring = band(LAND, 50_000, 80_000, None)
    rng = np.random.default_rng(1)
    box = np.array(ring.bounds)
    points = rng.uniform(box[:2], box[2:], (400, 2))
    inside = points[shapely.contains_xy(ring, points[:, 0], points[:, 1])][:40]
    assert len(inside) == 40
    depths = depth_m(inside, LAND)
    assert depths.min() > 49_000
    assert depths.max() < 82_000
    assert not ring.intersects(LAND)


@pytest.mark.parametrize(("azimuth", "side"), [(0, (11, 6.6)), (90, (12.6, 5)), (180, (11, 3.4)), (270, (9.4, 5))])
def test_a_band_on_one_side(azimuth, side):
    ring = band(LAND, 50_000, 80_000, azimuth)
    assert ring.contains(shapely.Point(side))
    assert ring.area < 0.5 * band(LAND, 50_000, 80_000, None).area


def test_a_corridor_follows_the_geodesic():
    one, two = Place("a", "a", 35.0, 33.0), Place("b", "b", 45.0, 36.0)
    strip = corridor(one, two, half_width_m=5000.0, share=0.1)
    line = GEOD.npts(35.0, 33.0, 45.0, 36.0, 20)
    assert all(strip.contains(shapely.Point(point)) for point in line)
    area, _ = GEOD.geometry_area_perimeter(strip)
    length = GEOD.inv(35.0, 33.0, 45.0, 36.0)[2]
    assert abs(area) == pytest.approx(length * 2 * 0.1 * length, rel=0.02)
