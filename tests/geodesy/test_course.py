import tracemalloc

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CoordinateError, InputError
from geo.geodesy import Course, destination, distance_m, distance_to_line
from geo.geodesy.course import run_on

from .lines import HARD, around, to_line_m

EDGES = ("geodesic", "lonlat")
every_kind = pytest.mark.parametrize("edges", EDGES)
every_line = pytest.mark.parametrize("name", HARD)


@every_kind
@every_line
def test_distance_agrees_with_the_definition(name, edges):
    lon, lat = around(HARD[name], 24, seed=len(name))
    lon, lat = np.append(lon, [0.0, 0.0]), np.append(lat, [90.0, -90.0])
    expected = [to_line_m(HARD[name], edges, x, y) for x, y in zip(lon, lat, strict=True)]
    np.testing.assert_allclose(Course([HARD[name]], edges).distance_m(lon, lat), expected, rtol=0.0, atol=1e-3)


@every_kind
def test_distance_from_anywhere_on_earth(edges):
    rng = np.random.default_rng(5)
    for line in HARD.values():
        lon, lat = rng.uniform(-180, 180, 5), np.degrees(np.arcsin(rng.uniform(-1, 1, 5)))
        middle = np.mean(line, axis=0)
        lon, lat = np.append(lon, middle[0] + 180.0), np.append(lat, -middle[1])
        expected = [to_line_m(line, edges, x, y) for x, y in zip(lon, lat, strict=True)]
        np.testing.assert_allclose(Course([line], edges).distance_m(lon, lat), expected, rtol=0.0, atol=1e-2)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.floats(-20.0, 20.0), st.floats(-8.0, 8.0)), min_size=2, max_size=4, unique=True),
    st.floats(-200.0, 200.0),
    st.floats(-80.0, 80.0),
    st.sampled_from(EDGES),
    st.integers(0, 1000),
)
def test_any_line_anywhere(steps, lon, lat, edges, seed):
    line = [(round(lon + x, 6), round(lat + y, 6)) for x, y in steps]
    if len(set(line)) < len(line):
        return
    x, y = around(line, 4, seed)
    expected = [to_line_m(line, edges, *spot) for spot in zip(x, y, strict=True)]
    np.testing.assert_allclose(Course([line], edges).distance_m(x, y), expected, rtol=0.0, atol=1e-3)


def test_along_a_parallel_the_kinds_of_edges_are_kilometres_apart():
    line = [(0.0, 60.0), (20.0, 60.0)]
    straight, shortest = Course([line], "lonlat"), Course([line], "geodesic")
    assert straight.distance_m(10.0, 60.0) == 0.0
    assert straight.distance_m(10.0, 60.5) == pytest.approx(distance_m(10.0, 60.0, 10.0, 60.5), abs=1.0)
    assert 42_000.0 < shortest.distance_m(10.0, 60.0) < 43_000.0
    assert shortest.side(10.0, 60.2) == -1
    assert straight.side(10.0, 60.2) == 1


@every_kind
@every_line
def test_the_foot_is_as_far_away_as_the_line_and_square_to_it(name, edges):
    course = Course([HARD[name]], edges)
    lon, lat = around(HARD[name], 60, seed=2)
    x, y, ahead = course.foot(lon, lat)
    apart = course.distance_m(lon, lat)
    np.testing.assert_allclose(distance_m(lon, lat, x, y), apart, rtol=0.0, atol=1e-6)
    assert np.all(course.distance_m(x, y) < 1e-3)
    assert np.all(np.isfinite(ahead))


@every_kind
def test_points_on_the_line_are_no_way_from_it(edges):
    line = HARD["sixty"]
    x, y = np.concatenate(Course([line], edges).sampled(0.001)).T
    assert Course([line], edges).distance_m(x, y).max() < 1e-3


@every_kind
def test_longitudes_beyond_180_and_missing_numbers(edges):
    course = Course([HARD["antimeridian"]], edges)
    near = course.distance_m([-178.0, 182.0, 542.0], -13.0)
    np.testing.assert_allclose(near, near[0], rtol=0.0, atol=1e-6)
    lon, lat = np.array([[0.0, np.nan], [np.inf, 1.0]]), np.array([[0.0, 1.0], [1.0, np.nan]])
    assert np.isnan(course.distance_m(lon, lat)).tolist() == [[False, True], [True, True]]
    assert course.side(lon, lat)[0, 1] == 0
    assert all(np.isnan(one[1]).all() for one in course.foot(lon, lat))
    assert course.distance_m(0.0, 0.0).shape == ()
    assert course.distance_m([], []).shape == (0,)
    assert np.isnan(course.distance_m(0.0, 91.0))


@pytest.mark.parametrize("edges", EDGES)
def test_left_and_right(edges):
    corner = Course([[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]], edges)
    assert corner.side([0.5, 0.5, 0.9, 1.1, 1.1, 0.0], [0.1, -0.1, 0.9, 0.9, -0.1, 0.0]).tolist() == [
        1,
        -1,
        1,
        -1,
        -1,
        0,
    ]
    back = Course([[(1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]], edges)
    assert back.side(0.5, 0.1) == -1


@every_kind
def test_at_a_sharp_corner_the_bisector_decides(edges):
    # beyond the tip of a wedge: left of one of its edges, right of the other
    wedge = [(0.0, 0.1), (1.0, 0.0), (0.0, -0.1)]
    tip = ([1.1, 1.1, 1.1], [0.005, 0.0, -0.005])
    assert Course([wedge], edges).side(*tip).tolist() == [1, 1, 1]
    assert Course([wedge[::-1]], edges).side(*tip).tolist() == [-1, -1, -1]
    parts = Course([wedge[:2], wedge[1:]], edges)  # lines that meet go on in one another
    assert parts.side(*tip).tolist() == [1, 1, 1]
    ring = Course([[wedge[1], wedge[2], wedge[0], wedge[1]]], edges)
    assert ring.side(*tip).tolist() == [1, 1, 1]


def test_left_and_right_of_a_vertex_at_the_pole():
    course = Course([[(0.0, 80.0), (77.0, 90.0), (90.0, 80.0)]])  # up one meridian, down another
    assert course.side([45.0, 200.0, -130.0, -10.0, 100.0], 85.0).tolist() == [-1, 1, 1, 1, 1]


@every_kind
@every_line
@pytest.mark.parametrize("tolerance_m", [1000.0, 1.0, 0.01])
def test_what_is_drawn_stays_within_its_tolerance(name, edges, tolerance_m):
    course = Course([HARD[name]], edges)
    (drawn,) = course.sampled(tolerance_m)
    assert np.all(np.abs(np.diff(drawn[:, 0])) <= 180.0)
    shares = np.linspace(0.0, 1.0, 8)[:-1, None, None]
    x, y = np.moveaxis(drawn[:-1] + shares * np.diff(drawn, axis=0), -1, 0).reshape(2, -1)
    some = np.random.default_rng(1).permutation(len(x))[:1000]
    assert course.distance_m(x[some], y[some]).max() <= tolerance_m * 1.001 + 1e-6


@every_line
def test_what_is_straightened_stays_within_its_tolerance(name):
    course = Course([HARD[name]], "lonlat")
    again = Course(course.straightened(1.0), "geodesic")
    x, y = np.concatenate(again.sampled(0.01)).T
    some = np.random.default_rng(1).permutation(len(x))[:500]
    assert course.distance_m(x[some], y[some]).max() <= 1.02


def test_a_geodesic_that_bows_to_both_sides_is_drawn_closely():
    course = Course([[(-1.0, -0.7), (1.0, 0.7)]])  # its middle is on the equator, where the chord crosses it
    (drawn,) = course.sampled(0.001)
    quarters = drawn[:-1] + 0.25 * np.diff(drawn, axis=0)
    assert course.distance_m(*quarters.T).max() < 0.001


def test_a_vertex_at_a_pole_is_drawn_on_the_meridians_that_lead_to_it():
    (drawn,) = Course([[(10.0, 80.0), (123.0, 90.0), (60.0, 80.0)]]).sampled(1.0)
    assert drawn[[0, -1]].tolist() == [[10.0, 80.0], [60.0, 80.0]]
    polar = drawn[drawn[:, 1] == 90.0]
    assert polar[:, 0].tolist() == pytest.approx([10.0, 60.0])


def test_many_points_and_pieces_take_bounded_memory():
    line = np.column_stack([np.linspace(0.0, 60.0, 3000), 33.0 + np.sin(np.arange(3000) / 20.0)])
    course = Course([line], "lonlat")
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(-2.0, 62.0, 4000), rng.uniform(30.0, 36.0, 4000)
    tracemalloc.start()
    apart = course.distance_m(lon, lat)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 400e6
    some = slice(0, 4000, 500)
    np.testing.assert_array_equal(course.distance_m(lon[some], lat[some]), apart[some])


@pytest.mark.parametrize(
    ("lines", "edges", "reason"),
    [
        ([], "geodesic", "without points"),
        ([[(1.0, 2.0)]], "geodesic", "two different points"),
        ([[(1.0, 2.0), (1.0, 2.0)]], "lonlat", "two different points"),
        ([[(1.0, 90.0), (50.0, 90.0)]], "lonlat", "two different points"),
        ([[(0.0, 0.0), (np.nan, 1.0)]], "geodesic", "give numbers"),
        ([[(0.0, 0.0), (1.0, 1.0, 1.0)][:1]], "geodesic", "two different points"),
        ([(0.0, 0.0), (1.0, 1.0)], "geodesic", "two for each point"),
        ([[(33.0, 138.0), (34.0, 138.0)]], "geodesic", "longitude first"),
        ([[(0.0, 0.0), (180.0, 0.0)]], "geodesic", "by any way"),
        ([[(10.0, 20.0), (-170.0, -20.0)]], "geodesic", "by any way"),
        ([[(0.0, 0.0), (1.0, 1.0)]], "straight", "geodesic or lonlat"),
        (shapely.box(0.0, 0.0, 1.0, 1.0), "lonlat", "not of a Polygon"),
        (shapely.LineString(), "lonlat", "without points"),
    ],
)
def test_what_is_no_line_is_refused(lines, edges, reason):
    with pytest.raises(InputError, match=reason):
        Course(lines, edges)


def test_steps_go_the_shorter_way():
    spots = np.array([(170.0, 0.0), (-170.0, 1.0), (-179.0, 2.0), (178.0, 3.0)])
    for edges in EDGES:
        assert run_on(spots, edges)[:, 0].tolist() == [170.0, 190.0, 181.0, 178.0]
    whole = np.array([(-180.0, 60.0), (180.0, 60.0)])
    assert run_on(whole, "lonlat").tolist() == whole.tolist()
    with pytest.raises(CoordinateError, match="east or west"):
        run_on(np.array([(-90.0, 60.0), (90.0, 60.0)]), "lonlat")


@every_kind
def test_distance_to_line_goes_over_the_antimeridian(edges):
    line = shapely.LineString([(170.0, 10.0), (-170.0, 12.0)])
    run = [(170.0, 10.0), (190.0, 12.0)]
    lon, lat = around(run, 10, seed=4)
    expected = [to_line_m(run, edges, x, y) for x, y in zip(lon, lat, strict=True)]
    np.testing.assert_allclose(distance_to_line(lon, lat, line, edges=edges), expected, rtol=0.0, atol=1e-3)
    np.testing.assert_allclose(distance_to_line(lon, lat, [run], edges=edges), expected, rtol=0.0, atol=1e-3)


def test_distance_to_line_refuses_what_has_no_direction():
    with pytest.raises(CoordinateError, match="add a point"):
        distance_to_line(0.0, 0.0, shapely.LineString([(-90.0, 60.0), (90.0, 60.0)]), edges="lonlat")
    over = distance_to_line(0.0, 90.0, shapely.LineString([(-90.0, 60.0), (90.0, 60.0)]))  # right over the pole
    assert over == pytest.approx(0.0, abs=1e-3)
    with pytest.raises(InputError, match="geodesic or lonlat"):
        distance_to_line(0.0, 0.0, shapely.LineString([(0.0, 0.0), (1.0, 1.0)]), edges="rhumb")


def test_two_lines_are_as_far_as_the_nearer():
    both = shapely.MultiLineString([[(0.0, 0.0), (1.0, 0.0)], [(0.0, 5.0), (1.0, 5.0)]])
    lon, lat = destination(0.5, 5.0, 180.0, 1000.0)
    assert distance_to_line(lon, lat, both, edges="lonlat") == pytest.approx(1000.0, abs=1e-3)
