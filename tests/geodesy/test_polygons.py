import numpy as np
import pytest
import shapely

from geo.errors import CoordinateError, InputError
from geo.geodesy import Course, destination, pairs_in_polygons, polygons
from geo.geodesy.ellipsoid import normalise_lon
from geo.shapes import Outlined, settled

pytestmark = pytest.mark.usefixtures("form")


@pytest.fixture
def rng():
    return np.random.default_rng(71)


def by_definition(lon, lat, areas, turns=(-720.0, -360.0, 0.0, 360.0, 720.0)):
    """`shapely.intersects_xy` on every turn of the globe; a pole is where a polygon has a vertex there."""
    hits = np.zeros((len(areas), np.size(lon)), dtype=bool)
    for i, area in enumerate(areas):
        for turn in turns:
            hits[i] |= shapely.intersects_xy(area, normalise_lon(np.asarray(lon, float)) + turn, lat)
        for pole in (-90.0, 90.0):
            if (shapely.get_coordinates(area)[:, 1] == pole).any():
                hits[i] |= np.asarray(lat) == pole
    point, polygon = np.nonzero(hits.T)
    return point.tolist(), polygon.tolist()


def assert_same(lon, lat, areas):
    point, polygon = pairs_in_polygons(lon, lat, areas)
    assert (point.tolist(), polygon.tolist()) == by_definition(lon, lat, areas)
    return point.size


def star(rng, lon, lat, radius, n, holes=0):
    angle = np.linspace(0.0, 2.0 * np.pi, n, endpoint=False)
    reach = radius * np.clip(1.0 + 0.3 * np.cos(3 * angle + rng.uniform(0, 6)) + rng.normal(0.0, 0.05, n), 0.3, 2.0)
    ring = np.column_stack([lon + reach * np.cos(angle), lat + reach * np.sin(angle)])
    inner = [0.1 * (ring - (lon, lat)) + (lon + 0.12 * radius * k, lat) for k in range(-holes // 2, holes - holes // 2)]
    inner = [hole for k, hole in enumerate(inner) if k % 2 == 0]
    area = shapely.Polygon(ring).difference(shapely.union_all([shapely.Polygon(hole) for hole in inner]))
    assert area.is_valid
    return area


def on_edges(rng, areas, n):
    """Points on and beside vertices and edges, by a few units in the last place."""
    rings = [shapely.get_coordinates(area) for area in areas]
    corners = np.concatenate([ring[rng.integers(0, len(ring) - 1, n)] for ring in rings])
    middles = np.concatenate(
        [(ring[:-1] + (ring[1:] - ring[:-1]) * rng.uniform(0, 1, (len(ring) - 1, 1)))[:n] for ring in rings]
    )
    spots = np.concatenate([corners, middles, corners, middles])
    spots[len(spots) // 2 :] += rng.choice([-1.0, 1.0], (len(spots) - len(spots) // 2, 2)) * 10.0 ** -rng.uniform(
        3, 16, (len(spots) - len(spots) // 2, 2)
    )
    return spots[:, 0], np.clip(spots[:, 1], -90.0, 90.0)


def test_many_stars_in_one_region(rng):
    areas = [
        star(rng, *rng.uniform([36, 29], [48, 38]), rng.uniform(0.05, 2), int(rng.integers(3, 400)), 3)
        for _ in range(60)
    ]
    lon, lat = rng.uniform(34, 50, 5000), rng.uniform(27, 40, 5000)
    assert assert_same(lon, lat, areas) > 3000
    assert_same(*on_edges(rng, areas, 40), areas)


def test_boxes_and_points_on_their_grid(rng):
    """Everything on whole degrees: every corner, every edge, upright and level, is met by points."""
    areas = [shapely.box(x, y, x + w, y + h) for x, y, w, h in rng.integers(1, 9, (40, 4))]
    areas += [box.difference(shapely.box(4, 4, 6, 6)) for box in areas]
    x, y = np.meshgrid(np.arange(-1.0, 20.0, 0.5), np.arange(-1.0, 20.0, 0.5))
    assert assert_same(x.ravel(), y.ravel(), areas) > 5000


@pytest.mark.parametrize("centre", [180.0, -180.0, 179.0, 540.0, -182.0])
def test_over_the_antimeridian(rng, centre):
    areas = [star(rng, centre + rng.normal(0, 2), rng.uniform(-60, 60), rng.uniform(0.5, 5), 50, 2) for _ in range(30)]
    lon, lat = 180.0 + rng.normal(0, 4, 3000), rng.uniform(-70, 70, 3000)
    lon[::3] -= 360.0
    assert assert_same(lon, lat, areas) > 1000


def test_parts_that_meet_at_the_antimeridian_count_once():
    halves = shapely.MultiPolygon([shapely.box(178, -1, 180, 1), shapely.box(-180, -1, -178, 1)])
    assert_same([180.0, -180.0, 179.0, -179.0, 0.0, 540.0], np.zeros(6), [halves, shapely.box(170, -5, 190, 5)])


def test_steps_of_more_than_half_the_globe_go_the_shorter_way(rng):
    outer, inner = [(179, -2), (-179, -2), (-179, 2), (179, 2)], [(-179.8, -1), (-179.2, -1), (-179.2, 1), (-179.8, 1)]
    jumping = shapely.Polygon(outer, [inner])
    meant = shapely.box(179, -2, 181, 2).difference(shapely.box(180.2, -1, 180.8, 1))
    lon, lat = rng.uniform(177, 183, 2000), rng.uniform(-3, 3, 2000)
    assert [a.tolist() for a in pairs_in_polygons(lon, lat, [jumping])] == list(by_definition(lon, lat, [meant]))


def test_poles_and_whole_parallels(rng):
    cap, belt = shapely.box(-180, 60, 180, 90), shapely.box(-180, -10, 180, 10)
    ring = shapely.Polygon([(x, -70.0 + 5 * np.sin(x)) for x in range(180, -181, -5)] + [(-180, -90), (180, -90)])
    wedge = shapely.Polygon([(10, 80), (20, 80), (20, 90), (10, 90)])
    lon, lat = rng.uniform(-400, 400, 3000), rng.uniform(-90, 90, 3000)
    lat[:200], lat[200:400], lon[::7] = 90.0, -90.0, 180.0
    assert assert_same(lon, lat, [cap, belt, ring, wedge]) > 1000


def test_a_ring_round_a_pole_must_say_which():
    open_ring = shapely.Polygon([(0, 80), (120, 80), (-120, 80)])
    for edges in ("lonlat", "geodesic"):
        with pytest.raises(InputError, match="polygon 1 goes around a pole"):
            pairs_in_polygons([0.0], [85.0], [shapely.box(0, 0, 1, 1), open_ring], edges=edges)


def test_long_edges_over_many_rows(rng):
    areas = [
        shapely.Polygon(rng.uniform([-170, -80], [170, 80], (3, 2))).intersection(shapely.box(-85, -85, 85, 85))
        for _ in range(40)
    ]
    areas = [area for area in areas if isinstance(area, shapely.Polygon) and not area.is_empty]
    lon, lat = rng.uniform(-180, 180, 4000), rng.uniform(-90, 90, 4000)
    assert assert_same(lon, lat, areas) > 1000
    assert_same(*on_edges(rng, areas, 40), areas)


def test_tiny_slivers_and_nearly_level_edges(rng):
    areas = []
    for _ in range(40):
        x, y, far = *rng.uniform(20, 40, 2), 10.0 ** -rng.uniform(1, 12)
        areas.append(
            shapely.Polygon([(x, y), (x + 5, y + far), (x + 5, y + 2 * far + 1e-12), (x + 1, y + 3 * far + 1e-12)])
        )
    areas = [area for area in areas if area.is_valid]
    assert len(areas) > 20
    assert_same(*on_edges(rng, areas, 60), areas)


def test_batches_and_blocks_change_nothing(rng, monkeypatch):
    areas = [
        star(rng, *rng.uniform([36, 29], [48, 38]), rng.uniform(0.2, 3), int(rng.integers(3, 200))) for _ in range(30)
    ]
    lon, lat = rng.uniform(34, 50, 3000), rng.uniform(27, 40, 3000)
    whole = pairs_in_polygons(lon, lat, areas)
    for name, size in (("_BLOCK", 700), ("_MEETINGS", 50), ("_CANDIDATES", 11)):
        monkeypatch.setattr(polygons, name, size)
    parts = pairs_in_polygons(lon, lat, areas)
    assert np.array_equal(whole[0], parts[0])
    assert np.array_equal(whole[1], parts[1])


def test_geodesic_edges_by_the_side_of_the_nearest(rng):
    """Against the definition: the side of the true geodesics, for points 10 micrometres to 10 km off them."""
    areas = [shapely.box(0, 50, 20, 60), star(rng, 179.0, 40.0, 4.0, 12), shapely.box(-5, -8, 9, -1)]
    for i, area in enumerate(areas):
        ring = shapely.get_coordinates(area.exterior)
        course = Course([ring if shapely.is_ccw(area.exterior) else ring[::-1]], "geodesic")
        drawn = course.sampled(100.0)[0]
        at = drawn[rng.integers(0, len(drawn) - 1, 300)]
        lon, lat = destination(at[:, 0], at[:, 1], rng.uniform(0, 360, 300), 10.0 ** rng.uniform(-5, 4, 300))
        inside = np.zeros(300, bool)
        inside[pairs_in_polygons(lon, lat, [area], edges="geodesic")[0]] = True
        side = course.side(lon, lat)
        assert np.array_equal(inside[side != 0], side[side != 0] > 0), i
        assert 50 < inside.sum() < 250


@pytest.mark.parametrize("edges", ["lonlat", "geodesic"])
def test_zones_say_the_same_of_poles_and_the_antimeridian(rng, edges):
    """`geo.shapes.Outlined` asks shapely, and for geodesics the nearest edge, one polygon at a time."""
    for drawn in (
        shapely.Polygon([(-180, 60), (-90, 60), (0, 60), (90, 60), (180, 60), (180, 90), (-180, 90)]),
        shapely.Polygon([(0, 80), (120, 80), (-120, 80)]),
        shapely.Polygon([(0, -90), (90, -60), (30, -40), (0, -60)]),
        shapely.Polygon([(170, -10), (-170, -10), (-170, 10), (170, 10)]),
        shapely.MultiPolygon([shapely.box(178, -1, 180, 1), shapely.box(-180, -1, -178, 1)]),
    ):
        zone, _ = settled(drawn, edges)
        at = shapely.get_coordinates(zone.segmentize(1.0))
        at = at[rng.integers(0, len(at), 2000)] + rng.normal(0, 1, (2000, 2)) * 10.0 ** -rng.uniform(0, 9, (2000, 1))
        lon, lat = at[:, 0] + rng.choice([-360.0, 0.0, 360.0], 2000), np.clip(at[:, 1], -90.0, 90.0)
        inside = np.zeros(2000, bool)
        inside[pairs_in_polygons(lon, lat, [zone], edges=edges)[0]] = True
        assert np.array_equal(inside, Outlined(zone, edges).contains(lon, lat))


@pytest.mark.parametrize(("points", "count"), [(0, 3), (3, 0), (1, 1), (400, 1)])
def test_few_and_none(rng, points, count):
    lon, lat = rng.uniform(36, 40, points), rng.uniform(30, 34, points)
    areas = [star(rng, 38.0, 32.0, 1.5, 30) for _ in range(count)]
    assert_same(lon, lat, areas)
    assert_same(lon, lat, [shapely.Polygon(), *areas])


def test_one_polygon_need_not_stand_in_a_list():
    assert [a.tolist() for a in pairs_in_polygons([0.5, 2.0], [0.5, 0.5], shapely.box(0, 0, 1, 1))] == [[0], [0]]
    assert [a.tolist() for a in pairs_in_polygons([0.5], [0.5], shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]))] == [
        [0],
        [0],
    ]


def test_what_is_no_point_and_no_polygon_is_named():
    square = shapely.box(0, 0, 1, 1)
    with pytest.raises(CoordinateError, match=r"1 of 2 points .* index 1:"):
        pairs_in_polygons([0.5, np.nan], [0.5, 0.5], [square])
    with pytest.raises(InputError, match=r"polygon 1 is POINT"):
        pairs_in_polygons([0.5], [0.5], [square, shapely.Point(0, 0)])
    with pytest.raises(InputError, match=r"polygon 0 is None"):
        pairs_in_polygons([0.5], [0.5], [None, square])
    with pytest.raises(CoordinateError, match=r"polygon 1 has a vertex at longitude 33, latitude 137"):
        pairs_in_polygons([0.5], [0.5], [square, shapely.box(32, 137, 33, 138)])
    with pytest.raises(InputError, match="edges"):
        pairs_in_polygons([0.5], [0.5], [square], edges="planar")
