import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import ZoneError
from geo.geodesy import destination, distance_m
from geo.shapes import Outlined, boundary_course, settled, shape_from_dict
from geo.shapes.outlined import in_polygons

from .brute import along, assert_well_drawn, drawn_points, scattered, to_line_m
from .flat import inside

EDGES = ("lonlat", "geodesic")
every_kind = pytest.mark.parametrize("edges", EDGES)

# rings as they run on: what is drawn, and the reference's true edges
RINGS = {
    "equator": [(-3.0, -2.0), (4.0, -1.0), (2.0, 5.0)],
    "sixty": [(10.0, 60.0), (30.0, 60.0), (30.0, 65.0), (10.0, 65.0)],
    "eighty-nine": [(0.0, 88.8), (50.0, 88.9), (40.0, 89.4), (5.0, 89.3)],
    "antimeridian": [(175.0, -10.0), (190.0, -12.0), (188.0, 5.0)],
    "around the North Pole": [(0.0, 85.0), (100.0, 87.0), (230.0, 84.0)],
    "around the South Pole": [(10.0, -70.0), (130.0, -60.0), (250.0, -65.0)],
    "a hundred metres": [(30.0, 45.0), (30.001, 45.0), (30.0, 45.001)],
}


def written(spots):
    return Polygon([((lon + 180.0) % 360.0 - 180.0, lat) for lon, lat in spots])


def closed(spots):
    whole = 360.0 if spots[-1][0] - spots[0][0] > 180.0 else 0.0
    return np.array([*spots, (spots[0][0] + whole, spots[0][1])])


@every_kind
@pytest.mark.parametrize("name", RINGS)
def test_the_gap_agrees_with_the_definition(name, edges):
    spots = RINGS[name]
    shape = Outlined(settled(written(spots), edges)[0], edges)
    lon, lat = scattered(*spots[0], 1_000_000.0, 20, seed=len(name))
    near = scattered(*spots[1], 1000.0, 5)
    lon, lat = (
        np.concatenate([one, other, [pole]]) for one, other, pole in zip((lon, lat), near, (7.0, 90.0), strict=True)
    )
    gap = shape.gap_m(lon, lat)
    np.testing.assert_allclose(np.abs(gap), to_line_m(closed(spots), edges, lon, lat), rtol=0.0, atol=1e-2)
    np.testing.assert_array_equal(gap < 0.0, shape.contains(lon, lat))
    middle = (0.0, 90.0) if "North" in name else (0.0, -90.0) if "South" in name else spots[0]
    np.testing.assert_array_equal(gap < 0.0, inside(written(spots), edges, middle, lon, lat))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.floats(0.0, 360.0), st.floats(0.3, 1.0)), min_size=3, max_size=6),
    st.floats(-180.0, 180.0),
    st.floats(-85.0, 85.0),
    st.sampled_from(EDGES),
)
def test_any_polygon_anywhere(spokes, lon, lat, edges):
    azimuth, reach = np.array(sorted(spokes)).T
    spots = np.column_stack(destination(lon, lat, azimuth, 800_000.0 * reach))
    try:
        shape, _ = settled(Polygon(spots), edges)
    except ZoneError:
        return
    x, y = scattered(lon, lat, 1_500_000.0, 300)
    found = Outlined(shape, edges)
    wrong = found.contains(x, y) != inside(Polygon(spots), edges, (lon, lat), x, y)
    assert np.all(np.abs(found.gap_m(x[wrong], y[wrong])) < 5.0)
    assert_well_drawn(found.outline())


def test_along_a_parallel_geodesic_and_straight_edges_are_kilometres_apart():
    box = shapely.box(0.0, 60.0, 20.0, 61.0)
    straight, shortest = Outlined(box, "lonlat"), Outlined(box, "geodesic")
    assert straight.contains(10.0, [60.0, 60.3, 61.0, 61.3]).tolist() == [True, True, True, False]
    assert shortest.contains(10.0, [60.0, 60.3, 61.0, 61.3]).tolist() == [False, False, True, True]
    assert float(straight.gap_m(10.0, 60.1)) == pytest.approx(-float(distance_m(10.0, 60.0, 10.0, 60.1)), abs=1e-3)
    assert 30_000.0 < float(shortest.gap_m(10.0, 60.1)) < 32_000.0
    assert shapely.get_coordinates(straight.outline()).tolist() != shapely.get_coordinates(shortest.outline()).tolist()


@every_kind
@pytest.mark.parametrize("name", RINGS)
@pytest.mark.parametrize("off_m", [1e-4, 5e-3, 0.05])
def test_a_verdict_is_no_artefact_of_drawing(name, edges, off_m):
    """Points a tenth of a millimetre to five centimetres on either side of the true edge."""
    spots = RINGS[name]
    shape = Outlined(settled(written(spots), edges)[0], edges)
    start, end = closed(spots)[:2]
    t = np.linspace(0.02, 0.98, 41)
    lon, lat = along(start, end, edges, t)
    ahead_lon, ahead_lat = along(start, end, edges, t + 1e-6)
    ahead = boundary_course(shape.polygon, edges).foot(lon, lat)[2]
    for turn in (-90.0, 90.0):
        x, y = destination(lon, lat, ahead + turn, off_m)
        held = shape.contains(x, y)
        assert np.all(held == (turn < 0.0))  # the inside is on the boundary's left
        np.testing.assert_allclose(shape.gap_m(x, y), np.where(held, -off_m, off_m), rtol=0.0, atol=5e-6)
    assert np.all(distance_m(ahead_lon, ahead_lat, lon, lat) > 0.0)


@every_kind
@pytest.mark.parametrize("name", RINGS)
@pytest.mark.parametrize("tolerance_m", [100.0, 1.0, 0.01])
def test_what_is_drawn_stays_within_its_tolerance(name, edges, tolerance_m):
    shape = Outlined(settled(written(RINGS[name]), edges)[0], edges)
    drawn = shape.outline(tolerance_m)
    assert_well_drawn(drawn)
    lon, lat = drawn_points(drawn)
    some = np.random.default_rng(1).permutation(len(lon))[:400]
    assert np.abs(shape.gap_m(lon[some], lat[some])).max() <= tolerance_m * 1.001 + 1e-5
    assert in_polygons(drawn, *scattered(*RINGS[name][0], 5.0, 50)).any()


@every_kind
def test_longitudes_of_any_turn_and_missing_numbers(edges):
    shape = Outlined(settled(written(RINGS["antimeridian"]), edges)[0], edges)
    assert shape.contains([180.0, -180.0, 540.0, 183.0, -177.0], -5.0).tolist() == [True] * 5
    gap = shape.gap_m([180.0, -180.0, 540.0], -5.0)
    np.testing.assert_allclose(gap, gap[0], rtol=0.0, atol=1e-6)
    lon, lat = np.array([[180.0, np.nan], [np.inf, 180.0]]), np.array([[-5.0, 0.0], [0.0, np.nan]])
    assert shape.contains(lon, lat).tolist() == [[True, False], [False, False]]
    assert np.isnan(shape.gap_m(lon, lat)).tolist() == [[False, True], [True, True]]
    assert shape.contains([], []).shape == (0,)
    assert shape.contains(180.0, -5.0).shape == ()


@every_kind
def test_a_pole_is_inside_from_every_longitude(edges):
    shape = Outlined(settled(written(RINGS["around the North Pole"]), edges)[0], edges)
    lon = np.linspace(-180.0, 180.0, 25)
    assert shape.contains(lon, 90.0).all()
    gap = shape.gap_m(lon, 90.0)
    np.testing.assert_allclose(gap, gap[0], rtol=0.0, atol=1e-6)
    assert not shape.contains(lon, -90.0).any()


def test_the_boundary_belongs_to_the_polygon():
    shape = Outlined(shapely.box(10.0, 50.0, 20.0, 55.0))
    assert shape.contains([10.0, 15.0, 20.0, 20.0], [52.0, 50.0, 55.0, 53.0]).all()
    assert np.abs(shape.gap_m([10.0, 15.0, 20.0], [52.0, 50.0, 55.0])).max() < 2e-6


@every_kind
def test_seams_are_no_boundary(edges):
    halves = MultiPolygon([shapely.box(178, -1, 180, 1), shapely.box(-180, -1, -178, 1)])
    assert float(Outlined(halves, edges).gap_m(180.0, 0.0)) < -110_000.0
    cap = Outlined(settled(written(RINGS["around the South Pole"]), edges)[0], edges)
    assert float(cap.gap_m(10.0, -89.0)) < -1_000_000.0  # on the meridian that the ring goes to its pole on


def test_the_boundary_has_the_inside_on_its_left():
    framed = Polygon(shapely.box(0, 0, 10, 10).exterior, [shapely.box(4, 4, 6, 6).exterior])
    for polygon in (framed, framed.reverse()):
        for edges in EDGES:
            course = boundary_course(polygon, edges)
            assert course.side([0.1, -0.1, 3.9, 4.1], 5.0).tolist() == [1, -1, 1, -1]


@every_kind
def test_it_goes_through_data_unchanged(edges):
    shape = Outlined(settled(Polygon([(179.123456789, 1 / 3), (-179.1, 2 / 7), (-179.7, 1.1)]), edges)[0], edges)
    again = shape_from_dict(json.loads(json.dumps(shape.as_dict())))
    assert again == shape
    assert hash(again) == hash(shape)
    assert again.outline() is shape.outline()


@pytest.mark.parametrize(
    ("polygon", "edges", "reason"),
    [
        (Polygon(), "lonlat", "an outline is a polygon"),
        (shapely.LineString([(0, 0), (1, 1)]), "lonlat", "not a LineString"),
        (shapely.box(0, 0, 1, 1), "rhumb", "geodesic or lonlat"),
    ],
)
def test_what_is_no_outline_is_refused(polygon, edges, reason):
    with pytest.raises(ZoneError, match=reason):
        Outlined(polygon, edges)


def test_the_whole_earth_has_no_boundary():
    with pytest.raises(ZoneError, match="no boundary"):
        boundary_course(shapely.box(-180, -90, 180, 90))
