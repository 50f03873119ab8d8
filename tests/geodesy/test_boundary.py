from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import CoordinateError, InputError
from geo.geodesy import distance_m, distance_to_boundary
from geo.geodesy.boundary import unseamed

from .lines import around, to_line_m

EDGES = ("geodesic", "lonlat")
RINGS = {
    "equator": [(-3.0, -2.0), (4.0, -1.0), (2.0, 5.0), (-3.0, -2.0)],
    "sixty": [(10.0, 60.0), (30.0, 60.0), (30.0, 65.0), (10.0, 65.0), (10.0, 60.0)],
    "antimeridian": [(175.0, -10.0), (190.0, -12.0), (188.0, 5.0), (175.0, -10.0)],
    "around the pole": [(0.0, 85.0), (100.0, 87.0), (230.0, 84.0), (360.0, 85.0)],
}


@pytest.mark.parametrize("edges", EDGES)
@pytest.mark.parametrize("name", RINGS)
def test_distance_agrees_with_the_definition(name, edges):
    ring = RINGS[name]
    written = [((x + 180.0) % 360.0 - 180.0, y) for x, y in ring]  # as files have it, stepping over the antimeridian
    lon, lat = around(ring, 25, seed=len(name))
    expected = [to_line_m(ring, edges, x, y) for x, y in zip(lon, lat, strict=True)]
    found = distance_to_boundary(lon, lat, Polygon(written), edges=edges)
    np.testing.assert_allclose(found, expected, rtol=0.0, atol=1e-3)


def test_holes_have_a_boundary():
    framed = Polygon(shapely.box(0, 0, 10, 10).exterior, [shapely.box(4, 4, 6, 6).exterior])
    assert distance_to_boundary(5.0, 5.0, framed, edges="lonlat") == pytest.approx(110_000.0, rel=0.01)
    assert distance_to_boundary(5.0, 4.0, framed, edges="lonlat") == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("turned", [False, True])
def test_what_only_drawing_asks_for_is_no_boundary(turned):
    west, east = shapely.box(-180, -1, -178, 1), shapely.box(178, -1, 180, 1)
    if turned:
        west = west.reverse()
    assert distance_to_boundary(180.0, 0.0, MultiPolygon([west, east]), edges="lonlat") > 110_000.0
    cap = shapely.box(-180, 80, 180, 90)
    up = distance_m(0.0, 80.0, 0.0, [89.0, 90.0])  # along a meridian
    np.testing.assert_allclose(distance_to_boundary([180.0, 0.0], [89.0, 90.0], cap, edges="lonlat"), up, atol=1e-3)


def test_a_seam_is_left_out_where_both_sides_meet_and_only_there():
    # the western half reaches farther north than the eastern one
    lines = unseamed([np.array(shapely.box(*one).exterior.coords) for one in ((178, 0, 180, 1), (-180, 0, -178, 3))])
    along = [line for line in lines if np.all(np.abs(line[:, 0]) == 180.0)]
    assert [sorted(line[:, 1].tolist()) for line in along] == [[1.0, 3.0]]


def test_edges_side_by_side_are_left_out():
    one = np.array([(0.0, 0.0), (1.0, 0.2), (1.2, 1.0), (0.0, 1.0), (0.0, 0.0)])
    other = np.array([(1.0, 0.2), (2.0, 0.0), (2.0, 1.0), (1.2, 1.0), (1.0, 0.2)])
    steps = {tuple(map(tuple, step)) for line in unseamed([one, other]) for step in pairwise(line)}
    assert ((1.0, 0.2), (1.2, 1.0)) not in steps
    assert ((1.2, 1.0), (1.0, 0.2)) not in steps
    assert len(steps) == 6


@pytest.mark.parametrize(
    ("shape", "error", "reason"),
    [
        (shapely.LineString([(0, 0), (1, 1)]), InputError, "that of a polygon"),
        (Polygon(), InputError, "not empty"),
        (shapely.box(-180, -90, 180, 90), InputError, "whole Earth"),
        (shapely.box(-90, 0, 90, 10), CoordinateError, "east or west"),
        (Polygon([(33, 138), (34, 138), (34, 139)]), CoordinateError, "longitude first"),
    ],
)
def test_what_has_no_boundary_is_refused(shape, error, reason):
    with pytest.raises(error, match=reason):
        distance_to_boundary(0.0, 0.0, shape, edges="lonlat")
