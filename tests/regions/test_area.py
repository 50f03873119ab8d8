import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import InputError
from geo.geodesy import GEOD, outline
from geo.regions import Area, region_from_dict
from geo.regions.area import area_m2, strip_m2, unrolled

from .cases import share_in_disc

L_SHAPE = Polygon([(36, 33), (40, 33), (40, 33.4), (36.4, 33.4), (36.4, 36), (36, 36)])
LAKE = Polygon([(36, 33), (40, 33), (40, 36), (36, 36)], [[(37, 34), (39, 34), (39, 35), (37, 35)]])
DATELINE = MultiPolygon([shapely.box(177, -19, 180, -16), shapely.box(-180, -19, -178, -16)])
ARCTIC = shapely.box(-180.0, 80.0, 180.0, 90.0)
COMPOUND = Polygon([(38.61, 33.50), (38.625, 33.50), (38.625, 33.512), (38.61, 33.512)])
SCATTERED = MultiPolygon([shapely.box(x, -9.0, x + 0.05, -8.95) for x in np.arange(110.0, 140.0, 3.0)])
SHAPES = {
    "L": L_SHAPE, "lake": LAKE, "dateline": DATELINE, "arctic": ARCTIC, "compound": COMPOUND, "scattered": SCATTERED,
}  # fmt: skip

every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


@every_shape
def test_area_is_the_ellipsoid_s(shape: Polygon | MultiPolygon) -> None:
    # pyproj's edges are geodesics; cut fine enough they are the straight lon/lat edges meant here
    fine = shapely.segmentize(shape, 0.01)
    parts = list(shapely.get_parts(fine))
    reference = sum(abs(GEOD.geometry_area_perimeter(shapely.geometry.polygon.orient(part))[0]) for part in parts)
    assert area_m2(shape) == pytest.approx(reference, rel=1e-6)


def test_strips_from_the_equator() -> None:
    assert float(strip_m2(90.0)) * 4 * np.pi == pytest.approx(510_065_621.724e6, rel=1e-9)  # WGS 84's whole surface
    assert float(strip_m2(-12.0)) == -float(strip_m2(12.0))


@every_shape
def test_probability_is_the_share_of_area(shape: Polygon | MultiPolygon) -> None:
    region = Area(shape)
    points = np.concatenate([region.sample(1 << 16, seed=seed) for seed in range(2)])
    lon, lat = region.estimate()
    for level, beside in ((0.2, 0.0), (0.6, 0.0), (0.5, 0.3)):
        radius = region.radius_holding(level)
        x, y = lon, float(np.clip(lat + beside * radius / 111_000.0, -89.0, 89.0))
        assert region.p_in_disc(x, y, radius) == pytest.approx(share_in_disc(points, x, y, radius), abs=1e-3)


@every_shape
def test_sample_fills_the_shape_evenly(shape: Polygon | MultiPolygon) -> None:
    region = Area(shape)
    points = region.sample(20_000)
    grown = shapely.buffer(region.polygon, 2e-3 * float(np.ptp(region.polygon.bounds[1::2])))
    assert shapely.intersects_xy(grown, points[:, 0], points[:, 1]).all()
    middle = float(np.median(points[:, 1]))
    south = shapely.clip_by_rect(region.polygon, -180.0, -90.0, 180.0, middle)
    assert area_m2(south) / region.area_m2() == pytest.approx(0.5, abs=0.005)


@every_shape
def test_the_estimate_lies_inside(shape: Polygon | MultiPolygon) -> None:
    region = Area(shape)
    assert region.polygon.intersects(shapely.Point(region.estimate()).buffer(1e-9))


def test_a_slanting_edge_near_a_pole_is_sampled_as_it_runs() -> None:
    region = Area(Polygon([(-100.0, -86.25), (-96.0, -85.0), (-82.0, -85.1), (-77.0, -87.1)]))
    points, disc = region.sample(1 << 16), (-92.0, -89.63, 340_000.0)
    assert region.p_in_disc(*disc) == pytest.approx(share_in_disc(points, *disc), abs=5e-4)


def test_the_estimate_of_a_convex_area_is_its_centroid() -> None:
    lon, lat = Area(shapely.box(36.0, 33.0, 42.0, 37.0)).estimate()
    assert lon == pytest.approx(39.0)
    assert lat == pytest.approx(34.97, abs=0.01)  # a little south of the middle, where a degree is wider


def test_the_estimate_of_an_area_on_the_antimeridian_is_near_it() -> None:
    lon, lat = Area(DATELINE).estimate()
    assert (lon, lat) == pytest.approx((179.5, -17.5), abs=0.05)


def test_longitudes_past_180_are_the_same_area() -> None:
    assert Area(shapely.box(177, -19, 182, -16)) == Area(DATELINE)


def test_a_disc_over_everything_and_one_elsewhere() -> None:
    region = Area(L_SHAPE)
    assert region.p_in_disc(38.0, 34.0, 900_000.0) == 1.0
    assert region.p_in_disc(0.0, 0.0, 100_000.0) == 0.0


def test_a_small_polygon_at_the_rim_of_a_large_disc() -> None:
    region = Area(COMPOUND)
    lon, lat = region.estimate()
    x, y, _ = GEOD.fwd(lon, lat, 250.0, 2_000_000.0)
    points = region.sample(1 << 16)
    assert region.p_in_disc(x, y, 2_000_200.0) == pytest.approx(share_in_disc(points, x, y, 2_000_200.0), abs=2e-3)


def test_the_disc_as_an_area_is_uniform_in_the_disc() -> None:
    region = Area(outline(38.6, 33.5, 40_000.0))
    assert region.p_in_disc(38.6, 33.5, 20_000.0) == pytest.approx(0.25, abs=1e-3)


def test_level_outside_is_one_and_density_nothing() -> None:
    region = Area(LAKE)
    assert float(region.level(38.0, 34.5)) == 1.0  # in the lake
    assert float(region.density(38.0, 34.5)) == 0.0
    assert float(region.density(36.5, 34.5)) * region.area_m2() == pytest.approx(1.0)


def test_footprint_of_most_of_an_area_keeps_its_hole() -> None:
    shape = Area(LAKE).footprint(0.95)
    assert not shape.contains(shapely.Point(38.0, 34.5))


def test_wkt_holds_what_is_computed_with() -> None:
    ragged = Polygon([(36.123456789, 33.1), (37.9, 33.2), (37.3, 34.99999999), (36.1, 34.2)])
    region = Area(ragged)
    assert "36.1235" in region.as_dict()["wkt"]
    rebuilt = region_from_dict(region.as_dict())
    assert rebuilt == region
    assert rebuilt.as_dict() == region.as_dict()


def test_a_small_area_keeps_its_metres() -> None:
    assert Area(COMPOUND).area_m2() == pytest.approx(area_m2(COMPOUND), rel=1e-4)


def test_a_bow_tie_is_mended() -> None:
    region = Area(Polygon([(36, 33), (38, 35), (38, 33), (36, 35)]))
    assert region.polygon.is_valid
    assert region.area_m2() > 0


@pytest.mark.parametrize(
    "shape",
    [Polygon(), shapely.Point(1, 2), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 80, 10, 95),
     Polygon([(36, 33), (37, 34), (38, 35)])],
)  # fmt: skip
def test_what_encloses_nothing_is_refused(shape: Polygon) -> None:
    with pytest.raises(InputError):
        Area(shape)


def test_unrolling_moves_the_west_behind_the_east() -> None:
    assert unrolled(DATELINE).bounds == (177.0, -19.0, 182.0, -16.0)
    assert unrolled(L_SHAPE) is L_SHAPE
    assert unrolled(ARCTIC).bounds == ARCTIC.bounds
