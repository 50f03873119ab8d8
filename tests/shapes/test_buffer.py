"""Buffers against distances by brute force: what is drawn, what is contained, how far the rim is."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon

from geo.errors import ZoneError
from geo.shapes import Buffer, boundary_course, settled, shape_from_dict

from .brute import assert_well_drawn, drawn_points, scattered, to_line_m, to_lines_m

seeded = settings(derandomize=True, deadline=None, max_examples=8, database=None)

LINES = {
    "a metre": ([(10.0, 10.0), (10.0002, 10.0001)], 1.0, "geodesic"),
    "a kilometre": ([(0.0, 0.0), (0.5, 0.2), (0.6, -0.3)], 1_000.0, "geodesic"),
    "a parallel at 60 N": ([(10.0, 60.0), (25.0, 60.0)], 6_000.0, "lonlat"),
    "its geodesic": ([(10.0, 60.0), (25.0, 60.0)], 6_000.0, "geodesic"),
    "a parallel at 85 N": ([(-30.0, 85.0), (60.0, 85.0)], 200_000.0, "lonlat"),
    "all around the pole": ([(-180.0, 80.0), (180.0, 80.0)], 100_000.0, "lonlat"),
    "wider than from the pole": ([(-180.0, 85.0), (180.0, 85.0)], 900_000.0, "lonlat"),
    "over the antimeridian": ([(170.0, -10.0), (190.0, -14.0), (195.0, 0.0)], 200_000.0, "geodesic"),
    "over it in degrees": ([(170.0, 60.0), (190.0, 64.0)], 200_000.0, "lonlat"),
    "beside the pole": ([(0.0, 88.0), (90.0, 88.5), (170.0, 88.0)], 300_000.0, "geodesic"),
    "right over the pole": ([(20.0, 80.0), (200.0, 81.0)], 50_000.0, "geodesic"),
    "to the pole": ([(0.0, 10.0), (10.0, 90.0), (120.0, 85.0)], 400_000.0, "geodesic"),
    "up to the pole and down": ([(20.0, 85.0), (20.0, 90.0), (200.0, 90.0), (200.0, 80.0)], 90_000.0, "lonlat"),
    "around at the pole": ([(20.0, -85.0), (20.0, -90.0), (110.0, -90.0), (110.0, -80.0)], 90_000.0, "lonlat"),
    "there and back": ([(0.0, 10.0), (0.0, 20.0), (0.0, 15.0)], 100_000.0, "geodesic"),
    "closed": ([(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)], 50_000.0, "lonlat"),
    "crossing itself": ([(0.0, 50.0), (3.0, 52.0), (3.0, 50.0), (0.0, 52.0)], 20_000.0, "lonlat"),
    "three thousand kilometres": ([(0.0, 80.0), (3.0, 85.0), (40.0, 70.0)], 3_000_000.0, "geodesic"),
    "half the Earth": ([(0.0, 20.0), (3.0, 25.0)], 9_500_000.0, "geodesic"),
}
AREAS = {
    "square": (shapely.box(10.0, 50.0, 11.0, 51.0), 20_000.0, "lonlat"),
    "geodesic square": (shapely.box(10.0, 50.0, 20.0, 60.0), 300_000.0, "geodesic"),
    "with a hole": (
        Polygon(shapely.box(0, 0, 3, 3).exterior, [shapely.box(1, 1, 2, 2).exterior.coords]),
        9e3,
        "lonlat",
    ),
    "over the antimeridian": (shapely.box(179.0, -17.0, 181.0, -15.0), 30_000.0, "lonlat"),
    "cut at it": (MultiPolygon([shapely.box(179, -17, 180, -15), shapely.box(-180, -17, -179, -15)]), 3e4, "lonlat"),
    "around the pole": (Polygon([(0, 70), (90, 72), (179, 70), (-90, 72)]), 250_000.0, "geodesic"),
    "down to a parallel": (shapely.box(-180.0, 75.0, 180.0, 90.0), 500_000.0, "lonlat"),
    "apart": (MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(1.5, 0, 2, 1)]), 60_000.0, "lonlat"),
}
lines = pytest.mark.parametrize("name", LINES)
areas = pytest.mark.parametrize("name", AREAS)
sides = pytest.mark.parametrize("side", ["both", "outside", "inside"])


def line_of(name: str) -> tuple[Buffer, np.ndarray]:
    spots, width, edges = LINES[name]
    return Buffer(LineString(spots), width, edges), np.array(spots)


def area_of(name: str, side: str) -> tuple[Buffer, BaseException | shapely.Geometry]:
    polygon, width, edges = AREAS[name]
    source, _ = settled(polygon, edges)
    return Buffer(source, width, edges, side), source


def around(spots: np.ndarray, reach_m: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    return scattered(*spots[len(spots) // 2], reach_m, count)


@lines
def test_what_is_drawn_is_the_width_away_everywhere(name: str) -> None:
    buffer, spots = line_of(name)
    shape = buffer.outline()
    assert_well_drawn(shape)
    off = np.abs(to_line_m(spots, buffer.edges, *thinned(drawn_points(shape))) - buffer.width_m)
    assert off.max() <= max(min(1.0, buffer.width_m / 16.0), 1e-6 * buffer.width_m)


def thinned(points: tuple[np.ndarray, np.ndarray], most: int = 120) -> tuple[np.ndarray, np.ndarray]:
    every = max(1, len(points[0]) // most)
    return points[0][::every], points[1][::every]


@lines
def test_what_it_contains_is_as_near_as_the_width_and_what_is_drawn_agrees(name: str) -> None:
    buffer, spots = line_of(name)
    lon, lat = around(spots, min(3.0 * buffer.width_m, 1.5e7), 100)
    apart = to_line_m(spots, buffer.edges, lon, lat)
    clear = np.abs(apart - buffer.width_m) > 1e-2
    np.testing.assert_array_equal(buffer.contains(lon, lat)[clear], (apart <= buffer.width_m)[clear])
    drawn = shapely.intersects_xy(buffer.outline(), lon, lat)
    clear = np.abs(apart - buffer.width_m) > 10.0
    np.testing.assert_array_equal(drawn[clear], (apart <= buffer.width_m)[clear])


@lines
def test_the_gap_is_what_is_left_to_the_rim(name: str) -> None:
    buffer, spots = line_of(name)
    lon, lat = around(spots, min(3.0 * buffer.width_m, 1.5e7), 16)
    apart, gap = to_line_m(spots, buffer.edges, lon, lat), buffer.gap_m(lon, lat)
    outside = apart > buffer.width_m
    np.testing.assert_allclose(gap[outside], (apart - buffer.width_m)[outside], atol=0.3)
    assert (gap[~outside] <= 1e-9).all()
    slack = max(0.5, 1e-6 * buffer.width_m)
    # no nearer than the triangle inequality allows, and no farther than any point of the rim
    assert (-gap[~outside] >= (buffer.width_m - apart)[~outside] - slack).all()
    rim_lon, rim_lat = drawn_points(buffer.outline(), (0.0,))
    for x, y, one in zip(lon[~outside], lat[~outside], gap[~outside], strict=True):
        assert -one <= to_points_m(rim_lon, rim_lat, x, y) + slack


def to_points_m(lon: np.ndarray, lat: np.ndarray, x: float, y: float) -> float:
    from .brute import distance_m

    return float(distance_m(lon, lat, np.array(x), np.array(y)).min())


@areas
@sides
def test_polygons_and_the_strips_along_their_edge(name: str, side: str) -> None:
    buffer, source = area_of(name, side)
    shape = buffer.outline()
    assert_well_drawn(shape)
    edge = boundary_course(source, buffer.edges)
    lon, lat = thinned(drawn_points(shape), 150)
    apart = edge.distance_m(lon, lat)
    on_edge = np.minimum(apart, np.abs(apart - buffer.width_m))
    assert on_edge.max() <= 1.0
    west, south, east, north = source.bounds
    lon, lat = scattered((west + east) / 2.0, min((south + north) / 2.0, 89.0), 3e6 if north == 90.0 else 4e5, 120)
    inside = buffer.contains(lon, lat)
    clear = np.abs(buffer.gap_m(lon, lat)) > 5.0
    np.testing.assert_array_equal(shapely.intersects_xy(shape, lon, lat)[clear], inside[clear])


@pytest.mark.parametrize("name", ["square", "with a hole", "apart"])
def test_distances_to_strips_by_brute_force(name: str) -> None:
    polygon, width, edges = AREAS[name]
    lon, lat = scattered(polygon.centroid.x, polygon.centroid.y, 3e5, 150)
    apart = to_lines_m(polygon, edges, lon, lat)
    held = shapely.contains_xy(polygon, lon, lat)
    near = apart <= width
    for side, inside in (("both", near | held), ("outside", near & ~held), ("inside", near & held)):
        buffer = Buffer(polygon, width, edges, side)
        np.testing.assert_array_equal(buffer.contains(lon, lat), inside)
        gap = buffer.gap_m(lon, lat)
        away = ~inside & (near | (held if side == "outside" else ~held if side == "inside" else False))
        np.testing.assert_allclose(gap[away], apart[away], atol=0.3)
        beyond = ~inside & ~away
        np.testing.assert_allclose(gap[beyond], (apart - width)[beyond], atol=0.3)
        assert (gap[inside] <= 0.0).all()


def test_four_kilometres_from_a_line_with_a_strip_of_six() -> None:
    line = LineString([(127.0, 38.0), (128.0, 38.0)])
    north, south = 38.0 + 4.0 / 111.0, 38.0 - 4.0 / 111.0
    inside = {side: Buffer(line, 6_000.0, "lonlat", side).contains(127.5, [north, south]).tolist() for side in SIDED}
    assert inside == {"both": [True, True], "left": [True, False], "right": [False, True]}


SIDED = ("both", "left", "right")
ONE_SIDED = {
    "bent": ([(10.0, 60.0), (14.0, 60.5), (20.0, 60.0)], 80_000.0),
    "hooked": ([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], 10_000.0),
    "over the antimeridian": ([(179.0, -10.0), (181.0, -10.5), (182.0, -9.0)], 50_000.0),
    "at 85 N": ([(0.0, 85.0), (20.0, 85.0)], 20_000.0),
    "past the pole": ([(20.0, 88.0), (150.0, 88.5)], 20_000.0),
    "round": ([(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)], 20_000.0),
}


@pytest.mark.parametrize("edges", ["lonlat", "geodesic"])
@pytest.mark.parametrize("name", ONE_SIDED)
def test_left_and_right_make_both_and_share_only_the_line(name: str, edges: str) -> None:
    spots, width = ONE_SIDED[name]
    both, left, right = (Buffer(LineString(spots), width, edges, side) for side in SIDED)
    lon, lat = around(np.array(spots), 6.0 * width, 250)
    np.testing.assert_array_equal(left.contains(lon, lat) | right.contains(lon, lat), both.contains(lon, lat))
    assert not (left.contains(lon, lat) & right.contains(lon, lat)).any()
    assert left.contains(lon, lat).any()
    assert right.contains(lon, lat).any()
    for one in (left, right):
        assert_well_drawn(one.outline())
        clear = np.abs(one.gap_m(lon, lat)) > 5.0
        np.testing.assert_array_equal(
            shapely.intersects_xy(one.outline(), lon, lat)[clear], one.contains(lon, lat)[clear]
        )
    assert left.contains(*spots[1])
    assert right.contains(*spots[1])
    whole = shapely.union(left.outline(), right.outline())
    assert shapely.symmetric_difference(whole, both.outline()).area < 1e-4 * whole.area


def test_the_strip_ends_square_to_the_line_continued_straight() -> None:
    east = Buffer(LineString([(0.0, 60.0), (5.0, 60.0)]), 100_000.0, "lonlat", "left")
    # 90 km beyond the end: north of the parallel is left, though the geodesic runs south of it by half a kilometre
    assert east.contains(6.6, 60.001)
    assert not east.contains(6.6, 59.999)


@pytest.mark.parametrize(
    ("spots", "width", "words"),
    [
        ([(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)], 1e3, "crosses itself near 1.0"),
        ([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.2, 0.1)], 5e4, "crosses itself"),  # once it is continued
        ([(0.0, 0.0), (1.0, 0.0), (0.5, 0.0)], 1e3, "crosses itself"),
        ([(0.0, 89.9), (90.0, 89.9)], 100_000.0, "itself|does not leave"),
        ([(0.0, 80.0), (0.0, 90.0), (90.0, 90.0), (90.0, 80.0)], 1e4, "along a pole"),
        ([(0, 0), (3, 0), (3, 3), (0.4, 3), (0.4, 0.4), (2.6, 0.4), (2.6, 2.6), (0.8, 2.6)], 4e4, "left"),
    ],
)
def test_a_line_without_a_left_and_right_is_refused(spots: list[tuple[float, float]], width: float, words: str) -> None:
    with pytest.raises(ZoneError, match=words):
        Buffer(LineString(spots), width, "lonlat", "left")
    assert Buffer(LineString(spots), width, "lonlat").outline().is_valid  # both sides are no matter


@pytest.mark.parametrize(
    ("source", "width", "edges", "side", "words"),
    [
        (LineString([(0, 0), (1, 0)]), 0.0, "lonlat", "both", "a width of 0 m"),
        (LineString([(0, 0), (1, 0)]), -5.0, "lonlat", "both", "a width of -5 m"),
        (LineString([(0, 0), (1, 0)]), float("nan"), "lonlat", "both", "a width of nan m"),
        (LineString([(0, 0), (1, 0)]), 2e7, "lonlat", "both", "at most 10,000 km"),
        (LineString([(0, 0), (1, 0)]), 1e3, "rhumb", "both", "geodesic or lonlat"),
        (LineString([(0, 0), (1, 0)]), 1e3, "lonlat", "outside", "a left and a right"),
        (shapely.box(0, 0, 1, 1), 1e3, "lonlat", "left", "an outside and an inside"),
        (Point(0, 0), 1e3, "lonlat", "both", "not of a Point"),
        (MultiLineString([[(0, 0), (1, 0)], [(5, 5), (6, 6)]]), 1e3, "lonlat", "left", "unbroken"),
    ],
)
def test_what_is_no_buffer_is_refused(
    source: shapely.Geometry, width: float, edges: str, side: str, words: str
) -> None:
    with pytest.raises(ZoneError, match=words):
        Buffer(source, width, edges, side)


def test_several_lines_have_one_buffer() -> None:
    source = MultiLineString([[(0.0, 0.0), (1.0, 0.0)], [(0.5, 0.05), (0.5, 1.0)]])
    buffer = Buffer(source, 8_000.0, "geodesic")
    lon, lat = scattered(0.5, 0.2, 90_000.0, 500)
    np.testing.assert_array_equal(buffer.contains(lon, lat), to_lines_m(source, "geodesic", lon, lat) <= 8_000.0)
    assert buffer.outline().geom_type == "Polygon"


def test_a_small_source_is_drawn_to_a_millimetre() -> None:
    buffer = Buffer(LineString([(10.0, 50.0), (10.01, 50.003)]), 250.0, "geodesic")
    lon, lat = drawn_points(buffer.outline(1e-3))
    off = np.abs(to_line_m(np.array([(10.0, 50.0), (10.01, 50.003)]), "geodesic", lon, lat) - 250.0)
    assert off.max() <= 1e-3


def test_a_wiggling_coast_of_thousands_of_vertices() -> None:
    rng = np.random.default_rng(7)
    turns = np.cumsum(rng.normal(0.0, 0.5, 5_000))
    coast = np.array([10.0, 50.0]) + np.cumsum(0.01 * np.column_stack([np.cos(turns), np.sin(turns)]), axis=0)
    buffer = Buffer(LineString(coast), 12 * 1852.0, "geodesic")
    shape = buffer.outline()
    assert_well_drawn(shape)
    lon, lat = thinned(drawn_points(shape), 100)
    assert np.abs(boundary_course(shape).distance_m(*coast[::100].T)).min() > 12 * 1852.0 - 2.0
    assert np.abs(buffer.gap_m(lon, lat)).max() <= 1.0


@given(
    st.lists(st.tuples(st.floats(-3.0, 3.0), st.floats(-3.0, 3.0)), min_size=2, max_size=5, unique=True),
    st.sampled_from([(0.0, 0.0), (180.0, 60.0), (30.0, 86.0)]),
    st.floats(1e3, 3e5),
    st.floats(1.0, 3.0),
    st.sampled_from(["lonlat", "geodesic"]),
)
@seeded
def test_growing_a_buffer_never_loses_a_point(
    spots: list[tuple[float, float]], at: tuple[float, float], width: float, more: float, edges: str
) -> None:
    line = LineString(
        np.round(np.array(spots), 3) + np.array(at) + np.array([[1e-2, 0.0]]) * np.arange(len(spots))[:, None]
    )
    small, large = Buffer(line, width, edges), Buffer(line, width * more, edges)
    lon, lat = scattered(*at, 8e5, 80)
    assert not (small.contains(lon, lat) & ~large.contains(lon, lat)).any()
    lost = shapely.difference(small.outline(), large.outline()).area
    assert lost <= 1e-3 * small.outline().area
    assert (small.gap_m(lon, lat) >= large.gap_m(lon, lat) - 1.0).all()


@pytest.mark.parametrize("side", SIDED)
def test_as_data_and_back(side: str) -> None:
    buffer = Buffer(LineString([(1 / 3, 50.1), (2 / 3, 50.2)]), 1e3 / 7, "geodesic", side)
    again = shape_from_dict(buffer.as_dict())
    assert again == buffer
    assert hash(again) == hash(buffer)


def test_nothing_lies_nowhere_and_arguments_broadcast() -> None:
    buffer = Buffer(shapely.box(0, 0, 1, 1), 1e4, "lonlat", "outside")
    assert buffer.contains([np.nan, 0.5], [0.5, np.nan]).tolist() == [False, False]
    assert np.isnan(buffer.gap_m([np.nan, 0.5], [0.5, np.nan])).all()
    assert buffer.contains(np.zeros((2, 1)), np.zeros(3)).shape == (2, 3)
    assert buffer.gap_m(-0.05, 0.5).shape == ()
