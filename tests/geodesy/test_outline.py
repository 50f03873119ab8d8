import math

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import CoordinateError, InputError
from geo.geodesy import destination, outline

from .circles import FARTHEST_M, discs, inverse_m

HARD = [
    (38.61778, 33.50583, 54_717.7),
    (180.0, 0.0, 54_717.7),
    (179.9, 70.0, 300_000.0),
    (-179.99, -70.0, 3e6),
    (0.0, 89.9, 50_000.0),
    (10.0, 90.0, 50_000.0),
    (25.0, -90.0, 1.5e7),
    (0.0, 89.5, 55_847.3),  # touches the pole
    (100.0, -45.0, 5_017_021.35),  # touches the pole
    (120.0, 60.0, 5e6),
    (38.0, 33.5, 9e6),
    (38.0, 33.5, 1.01e7),
    (0.0, 0.0, 10_001_965.7),  # a hemisphere, both poles on its edge
    (0.0, 0.0, 1.0018e7),
    (38.0, 33.0, 1.5e7),
    (150.0, 5.0, 1.5e7),  # its hole is in the middle of the map
    (-170.0, 80.0, 1.8e7),
    (38.0, 33.0, 1.995e7),
    (77.0, 0.0, 1.998e7),
    (77.0, -45.0, 2.0003e7),
    (5.0, 89.9, 2e7),
    (5.0, 90.0, 2e7),
    (5.0, 0.001, FARTHEST_M - 1.0),
    (-120.0, 12.0, 0.001),
]


def polygons(shape: Polygon | MultiPolygon) -> list[Polygon]:
    return list(shapely.get_parts(shape))


def edges(shape: Polygon | MultiPolygon) -> np.ndarray:
    """Shape (n, 4): every drawn edge, without those along the edge of the map, which cut the disc or close a pole."""
    rings = [np.array(r.coords) for p in polygons(shape) for r in (p.exterior, *p.interiors)]
    both = np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    x0, y0, x1, y1 = both.T
    along_map = ((np.abs(x0) == 180) & (x0 == x1)) | ((np.abs(y0) == 90) & (y0 == y1))
    return both[~along_map]


def worst_edge_m(disc: tuple[float, float, float], shape: Polygon | MultiPolygon, steps: int = 19) -> float:
    both = edges(shape)
    if not both.size:
        return 0.0
    along = np.linspace(0.0, 1.0, steps)[:, None]
    lon = both[:, 0] + along * (both[:, 2] - both[:, 0])
    lat = both[:, 1] + along * (both[:, 3] - both[:, 1])
    return float(np.abs(inverse_m(disc[0], disc[1], lon.ravel(), lat.ravel()) - disc[2]).max())


def assert_well_drawn(disc: tuple[float, float, float], shape: Polygon | MultiPolygon) -> None:
    assert shape.is_valid
    assert not shape.is_empty
    west, south, east, north = shape.bounds
    assert west >= -180
    assert east <= 180
    assert south >= -90
    assert north <= 90
    assert all(p.exterior.is_ccw and not any(r.is_ccw for r in p.interiors) for p in polygons(shape))


@pytest.mark.parametrize("disc", HARD)
def test_hard_discs_are_valid_and_every_edge_is_within_the_tolerance(disc):
    shape = outline(*disc)
    assert_well_drawn(disc, shape)
    assert worst_edge_m(disc, shape) <= 1.0


def test_discs_all_over_the_world():
    rng = np.random.default_rng(71)
    for disc in discs(rng, 150, smallest_m=10.0, largest_m=2.0e7):
        shape = outline(*disc, tolerance_m=5.0)
        assert_well_drawn(disc, shape)
        assert worst_edge_m(disc, shape, 9) <= 5.0


@pytest.mark.parametrize("disc", [d for d in HARD if d[2] > 100])
def test_no_part_of_the_circle_is_left_out(disc):
    """A little inside the circle is inside the outline, a little outside is outside, in every direction."""
    shape = outline(*disc)
    shapely.prepare(shape)
    azimuth = np.random.default_rng(72).uniform(0.0, 360.0, 3000)
    for metres, inside in ((disc[2] - 1.01, True), (disc[2] + 1.01, False)):
        lon, lat = destination(disc[0], disc[1], azimuth, min(metres, FARTHEST_M))
        # beyond the cut locus a direct geodesic is no longer the shortest way
        there = np.abs(inverse_m(disc[0], disc[1], lon, lat) - metres) < 1e-3
        assert np.all(shapely.contains_xy(shape, lon[there], lat[there]) == inside)
        assert there.any() or metres > 1.99e7


@pytest.mark.parametrize("disc", [d for d in HARD if d[2] > 100])
def test_the_inside_of_the_outline_is_the_inside_of_the_disc(disc):
    rng = np.random.default_rng(73)
    lon, lat = rng.uniform(-180, 180, 4000), np.degrees(np.arcsin(rng.uniform(-1, 1, 4000)))
    metres = inverse_m(disc[0], disc[1], lon, lat)
    clear = np.abs(metres - disc[2]) > 1.0
    assert np.array_equal(shapely.contains_xy(outline(*disc), lon[clear], lat[clear]), metres[clear] < disc[2])


@pytest.mark.parametrize("tolerance_m", [0.01, 1.0, 100.0, 1e5])
def test_the_tolerance_sets_the_number_of_vertices(tolerance_m):
    disc = (38.61778, 33.50583, 54_717.7)
    shape = outline(*disc, tolerance_m=tolerance_m)
    assert worst_edge_m(disc, shape) <= tolerance_m
    expected = max(64.0, math.pi * math.sqrt(disc[2] / (2 * tolerance_m)))
    assert expected <= shapely.get_num_coordinates(shape) <= 1.1 * expected + 3


def test_parts_meet_at_the_antimeridian():
    west, east = sorted(polygons(outline(179.9, 20.0, 100_000.0)), key=lambda p: p.bounds[0])
    assert (west.bounds[0], east.bounds[2]) == (-180.0, 180.0)
    at = [{y for x, y in p.exterior.coords if abs(x) == 180.0} for p in (west, east)]
    assert at[0] == at[1]
    assert len(at[0]) == 2


def test_a_pole_takes_the_whole_edge_of_the_map():
    shape = outline(30.0, 89.0, 500_000.0)
    assert shape.geom_type == "Polygon"
    assert shape.bounds[0::2] == (-180.0, 180.0)
    assert shape.bounds[3] == 90.0
    assert {(-180.0, 90.0), (180.0, 90.0)} <= set(shape.exterior.coords)


def test_a_disc_beyond_a_hemisphere_may_have_a_hole():
    shape = outline(150.0, 5.0, 1.5e7)
    assert shape.geom_type == "Polygon"
    assert len(shape.interiors) == 1
    assert not shape.contains(shapely.Point(-30.0, -5.0))


@pytest.mark.parametrize("radius", [FARTHEST_M + 0.01, 3e7])
def test_a_disc_that_reaches_everything_is_the_whole_map(radius):
    assert outline(38.0, 33.0, radius).equals(shapely.box(-180, -90, 180, 90))


def test_the_same_disc_is_drawn_wherever_the_turn_begins():
    assert outline(38.0, 33.0, 1e5).equals_exact(outline(398.0, 33.0, 1e5), 0.0)


@pytest.mark.parametrize(
    ("radius", "tolerance"), [(0.0, 1.0), (math.nan, 1.0), (1e-4, 1.0), (1e3, 0.0), (1e3, math.nan)]
)
def test_what_cannot_be_drawn(radius, tolerance):
    with pytest.raises(InputError):
        outline(38.0, 33.0, radius, tolerance)


def test_a_centre_that_is_no_place():
    with pytest.raises(CoordinateError, match="centre of the disc"):
        outline(12.0, 125.0, 1000.0)
