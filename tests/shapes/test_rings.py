import re

import numpy as np
import pytest
import shapely
from shapely.geometry import GeometryCollection, LinearRing, LineString, MultiPolygon, Point, Polygon

from geo.errors import ZoneError
from geo.shapes import Outlined, settled

from .brute import scattered
from .flat import inside

JUMP = "it steps over the antimeridian, the shorter way"
NORTH = "it runs around the North Pole, which it holds"
SOUTH = "it runs around the South Pole, which it holds"
CROSSED = r"its outline crosses itself near .*; it counts where it winds around an odd number of times"
OVER = "a hole reaches over its outline; it takes away what lies within"
ONE = r"its parts overlap( or lie side by side)?; they count as one"


def box(*bounds):
    return shapely.box(*bounds)


def star(lon, lat, reach):
    turn = np.arange(5) * 4.0 * np.pi / 5.0
    return Polygon(np.column_stack([lon + reach * np.cos(turn), lat + reach * np.sin(turn)]))


# name: what is drawn, the middle of the map to compare on, how far points are strewn in km, what is noticed
DRAWN = {
    "box": (box(10, 50, 20, 55), (15, 52), 2000, []),
    "clockwise": (box(10, 50, 20, 55).reverse(), (15, 52), 2000, []),
    "repeated points": (Polygon([(0, 0), (0, 0), (10, 0), (10, 0), (10, 10), (0, 10)]), (5, 5), 2000, []),
    "heights": (Polygon([(0, 0, 5), (10, 0, 6), (0, 10, 7)]), (5, 5), 2000, []),
    "longitudes past 180": (box(350, 40, 370, 50), (0, 45), 2000, []),
    "over the antimeridian": (Polygon([(175, -10), (-170, -12), (-172, 5), (178, 8)]), (180, 0), 3000, [JUMP]),
    "halves at the antimeridian": (MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179, 1)]), (180, 0), 300, []),
    "around the North Pole": (Polygon([(0, 70), (90, 72), (170, 70), (-100, 75)]), (0, 90), 3000, [JUMP, NORTH]),
    "the other way around": (Polygon([(0, 70), (-100, 75), (170, 70), (90, 72)]), (0, 90), 3000, [JUMP, NORTH]),
    "around the South Pole": (Polygon([(0, -65), (90, -70), (170, -62), (-100, -66)]), (0, -90), 3000, [JUMP, SOUTH]),
    "bays around a pole": (
        Polygon([(0, 70), (40, 75), (-20, 80), (30, 85), (90, 80), (170, 70), (-100, 75), (-40, 60)]),
        (0, 90), 3000, [JUMP, NORTH],
    ),
    "close around a pole": (Polygon([(0, 89.9), (100, 89.95), (200, 89.9), (300, 89.99)]), (0, 90), 30, [JUMP, NORTH]),
    "a hole beside the pole": (
        Polygon([(0, -65), (90, -70), (170, -62), (-100, -66)], [[(0, -80), (40, -80), (40, -85), (0, -85)]]),
        (0, -90), 3000, [JUMP, SOUTH],
    ),
    "a hole around the pole": (
        Polygon([(0, 65), (90, 70), (170, 62), (-100, 66)], [[(0, 85), (120, 80), (-120, 85)]]),
        (0, 90), 3000, [JUMP, NORTH],
    ),
    "a vertex at the pole": (Polygon([(0, 90), (-20, 70), (20, 70)]), (0, 85), 3000, []),
    "its last vertex at the pole": (Polygon([(-20, 70), (20, 70), (5, 90)]), (0, 85), 3000, []),
    "bow tie": (Polygon([(0, 40), (20, 60), (20, 40), (0, 60)]), (10, 50), 2000, [CROSSED + r" \(2 parts\)"]),
    "bow tie over the antimeridian": (
        Polygon([(170, 40), (-170, 60), (-170, 40), (170, 60)]), (180, 50), 2000, [JUMP, CROSSED + r" \(2 parts\)"],
    ),
    "star": (star(30, 45, 10), (30, 45), 2000, [CROSSED + r" \(5 parts\)"]),
    "spike": (Polygon([(0, 0), (10, 0), (10, 10), (10, 20), (10, 10), (0, 10)]), (5, 5), 3000, [CROSSED]),
    "hole over the edge": (
        Polygon(box(0, 40, 20, 60).exterior, [box(15, 45, 25, 50).exterior]), (10, 50), 2000, [OVER],
    ),
    "holes over each other": (
        Polygon(box(0, 40, 20, 60).exterior, [box(5, 45, 10, 50).exterior, box(8, 47, 15, 55).exterior]),
        (10, 50), 2000, [],
    ),
    "parts over each other": (MultiPolygon([box(0, 40, 10, 50), box(5, 45, 15, 55)]), (8, 47), 2000, [ONE]),
    "parts over each other, turns apart": (
        MultiPolygon([Polygon([(170, 0), (-170, 0), (-170, 5), (170, 5)]), box(-175, 2, -165, 9)]),
        (180, 3), 2000, [JUMP, ONE],
    ),
}  # fmt: skip


@pytest.mark.parametrize("edges", ["lonlat", "geodesic"])
@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_holds_what_it_encloses(name, edges):
    drawn, middle, km, expected = DRAWN[name]
    lon, lat = scattered(*middle, km * 1000.0, 600, seed=len(name))
    shape, notices = settled(drawn, edges)
    found = Outlined(shape, edges)
    wanted = inside(drawn, edges, middle, lon, lat)
    assert wanted.any()
    assert not wanted.all()
    wrong = found.contains(lon, lat) != wanted
    assert np.all(np.abs(found.gap_m(lon[wrong], lat[wrong])) < 5.0)  # the reference's edges are a kilometre long
    assert len(notices) == len(expected)
    assert all(re.fullmatch(one, notice) for one, notice in zip(expected, notices, strict=True))
    again, heard = settled(shape, edges)
    assert heard == []  # once is enough
    np.testing.assert_array_equal(Outlined(again, edges).contains(lon, lat), found.contains(lon, lat))


@pytest.mark.parametrize("edges", ["lonlat", "geodesic"])
@pytest.mark.parametrize("start", range(4))
@pytest.mark.parametrize("turned", [False, True])
def test_neither_the_first_vertex_nor_the_direction_decides(edges, start, turned):
    spots = [(0.0, 70.0), (90.0, 72.0), (170.0, 60.0), (-100.0, 75.0)]
    spots = (spots[start:] + spots[:start])[:: -1 if turned else 1]
    found = Outlined(settled(Polygon(spots), edges)[0], edges)
    assert found.contains([0.0, 45.0, 0.0], [90.0, 80.0, 50.0]).tolist() == [True, True, False]


def test_where_geodesics_cross_is_a_vertex():
    shape, _ = settled(Polygon([(0, 40), (20, 60), (20, 40), (0, 60)]), "geodesic")
    assert len(shapely.get_coordinates(shape)) == 8  # two triangles, not the thousands of points of a drawing
    one, other = (Outlined(part, "geodesic") for part in shape.geoms)
    (tip,) = {tuple(spot) for spot in shapely.get_coordinates(one.polygon)} & {
        tuple(spot) for spot in shapely.get_coordinates(other.polygon)
    }
    assert tip[0] == pytest.approx(10.0)
    whole = Outlined(Polygon([(0, 40), (20, 60), (20, 40)]), "geodesic")  # has both edges, uncut
    assert abs(float(whole.gap_m(*tip))) < 0.005


def test_whole_parallels_are_taken_as_drawn():
    cap, notices = settled(box(-180, 60, 180, 90), "lonlat")
    assert notices == []
    assert Outlined(cap).contains([0.0, 180.0, 0.0], [60.1, 75.0, 59.9]).tolist() == [True, True, False]
    most, notices = settled(box(-180, -60, 180, 90), "lonlat")
    assert notices == ["it covers 93% of the Earth, as it is drawn"]
    assert Outlined(most).contains([0.0, 0.0], [0.0, -61.0]).tolist() == [True, False]


def test_lines_may_cross_themselves_and_run_on():
    assert settled(LineString([(0, 0), (2, 2), (2, 0), (0, 2)]), "geodesic")[1] == []
    line, notices = settled(LineString([(179, 0), (-179, 1), (-179, 1), (-178, 2)]), "lonlat")
    assert line.wkt == "LINESTRING (179 0, 181 1, 182 2)"
    assert notices == [JUMP]
    assert settled(LinearRing([(0, 0), (1, 0), (1, 1)]), "lonlat")[0].geom_type == "LineString"
    two = settled(GeometryCollection([LineString([(0, 0), (1, 1)]), LineString([(5, 5), (6, 6)])]), "lonlat")[0]
    assert two.geom_type == "MultiLineString"


def test_side_by_side_parts_have_no_boundary_between_them():
    for edges, expected in (("lonlat", 1), ("geodesic", 0)):
        shape, notices = settled(MultiPolygon([box(0, 40, 10, 50), box(10, 40, 20, 50)]), edges)
        assert len(notices) == expected
        assert float(Outlined(shape, edges).gap_m(10.0, 45.0)) < -500_000.0


@pytest.mark.parametrize(
    ("drawn", "edges", "reason"),
    [
        (Polygon(), "lonlat", "empty"),
        (GeometryCollection(), "lonlat", "empty"),
        (Point(0, 0), "lonlat", "holds Point"),
        (GeometryCollection([box(0, 0, 1, 1), LineString([(0, 0), (1, 1)])]), "lonlat", "lines alone, or polygons"),
        (LineString([(1, 1), (1, 1)]), "lonlat", "one point"),
        (Polygon([(1, 1), (1, 1), (1, 1), (1, 1)]), "geodesic", "one point"),
        (Polygon([(0, 0), (10, 0), (0, 0)]), "lonlat", "encloses nothing"),
        (Polygon([(0, 0), (10, 0), (0, 0)]), "geodesic", "encloses nothing"),
        (Polygon([(0, 0), (0.1, 0.1), (0.3, 0.3)]), "lonlat", "encloses nothing"),
        (Polygon([(0, 10), (0, 20), (0, 15)]), "geodesic", "encloses nothing"),
        (Polygon([(0, 0), (1, 0), (1, 1e-9)]), "geodesic", "encloses nothing"),
        (Polygon([(0, 0), (9, 0), (0, 9)], [[(0, 0), (9, 0), (0, 9)]]), "lonlat", "encloses nothing"),
        (Polygon([(0, 0), (9, 0), (0, 9)], [[(-1, -1), (30, -1), (-1, 30)]]), "geodesic", "encloses nothing"),
        (Polygon([(0, 0), (1, 0), (1, 1)], [[(5, 5), (6, 5), (6, 6)]]), "lonlat", "outside its outline"),
        (Polygon([(0, 0), (1, 0), (1, 1)], [[(5, 5), (6, 5), (6, 6)]]), "geodesic", "outside its outline"),
        (box(-180, -90, 180, 90), "lonlat", "the whole Earth"),
        (MultiPolygon([box(lon, -90, lon + 120, 90) for lon in (-180, -60, 60)]), "lonlat", "whole Earth"),
        (box(-90, 50, 90, 60), "lonlat", "half around the Earth"),
        (box(-90, 50, 90, 60), "geodesic", "right over a pole"),
        (box(-180, 60, 180, 90), "geodesic", "write edges lonlat for a whole parallel"),
        (LineString([(0, 0), (180, 0)]), "lonlat", "half around the Earth"),
        (LineString([(0, 10), (179.999, -10)]), "geodesic", "by any way"),
        (Polygon([(0, 0), (120, 0), (-120, 0)]), "lonlat", "two halves"),
        (Polygon([(0, 0), (120, 0), (-120, 0)]), "geodesic", "two halves"),
        (Polygon([(33, 138), (34, 138), (34, 139)]), "lonlat", "swapped"),
        (Polygon([(138, 133), (138, 134), (139, 134)]), "lonlat", "outside -90..90; write degrees"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(drawn, edges, reason):
    with pytest.raises(ZoneError, match=reason) as refused:
        settled(drawn, edges)
    assert "; " in str(refused.value)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(ZoneError, match="no pair of numbers"):
        settled(LineString([(0, 0), (1, 0), (bad, 1)]), "lonlat")


def test_a_ring_that_winds_around_a_pole_twice_is_refused():
    twice = [(lon - 360.0 * (lon > 180.0), 70.0 + lon / 60.0) for lon in range(0, 360, 60)]
    twice += [(lon - 360.0 * (lon > 180.0), 80.0 + lon / 60.0) for lon in range(0, 360, 60)]
    with pytest.raises(ZoneError, match="more than once"):
        settled(Polygon(twice), "lonlat")
