"""Probabilities in polygons, against discs drawn as polygons, against shares of many points, and against themselves."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.geodesy import outline
from geo.regions import (
    Area,
    Bearing,
    LogNormal,
    Mixture,
    Polar,
    Rayleigh,
    Region,
    UniformDisc,
    disc,
    p_in,
    p_in_shape,
    point,
    ring,
)
from geo.shapes import Buffer, Clip, Disc, Minus, Outlined, Ring, Shape, SideOfLine

from .cases import BASE, OTHER, REGIONS, ZONE_M, moved, towards

seeded = settings(derandomize=True, deadline=None, max_examples=40, database=None)
WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)
every_region = pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS)


@every_region
def test_a_disc_drawn_as_a_polygon_is_that_disc(region: Region) -> None:
    radius = region.radius_holding(0.6)
    centre = moved(*region.estimate(), 70.0, 0.4 * radius)
    drawn = outline(*centre, radius, tolerance_m=1e-5 * radius)
    assert p_in_shape(region, drawn) == pytest.approx(region.p_in_disc(*centre, radius), abs=6e-4)


@every_region
def test_the_share_of_many_points(region: Region) -> None:
    lon, lat = region.estimate()
    span = min(region.radius_holding(0.7) / 111_000.0, 30.0)
    east = span / max(np.cos(np.radians(lat)), 0.05)
    east_of, north_of = np.array([-1.0, 0.1, 0.8, 0.2, 0.0]), np.array([-0.2, -1.0, 0.1, 0.2, 1.0])
    star = Polygon(np.column_stack([lon + east * east_of, lat + span * north_of]))
    star = shapely.transform(star, lambda xy: np.column_stack([xy[:, 0], np.clip(xy[:, 1], -90.0, 90.0)]))
    points = region.sample(1 << 16, seed=5)
    turned = shapely.intersects_xy(star, points[:, 0], points[:, 1])
    for turn in (-360.0, 360.0):
        turned |= shapely.intersects_xy(star, points[:, 0] + turn, points[:, 1])
    assert p_in_shape(region, star) == pytest.approx(float(np.mean(turned)), abs=1e-3)


@every_region
def test_everything_lies_in_the_world_and_nothing_in_nothing(region: Region) -> None:
    assert p_in_shape(region, WORLD) == pytest.approx(1.0, abs=1e-4)
    assert p_in_shape(region, Polygon()) == 0.0


@given(st.sampled_from(sorted(REGIONS)), st.floats(-0.9, 0.9), st.booleans())
@seeded
def test_the_two_sides_of_a_cut_sum_up(name: str, off: float, meridian: bool) -> None:
    region = REGIONS[name]
    lon, lat = region.estimate()
    step = off * min(region.radius_holding(0.5) / 111_000.0, 40.0)
    if meridian:
        cut = float(np.clip(lon + step, -179.0, 179.0))
        halves = shapely.box(-180, -90, cut, 90), shapely.box(cut, -90, 180, 90)
    else:
        cut = float(np.clip(lat + step, -89.99, 89.99))
        halves = shapely.box(-180, -90, 180, cut), shapely.box(-180, cut, 180, 90)
    each = [p_in_shape(region, half) for half in halves]
    assert all(0.0 <= p <= 1.0 for p in each)
    assert sum(each) == pytest.approx(1.0, abs=5e-4)


def test_the_part_of_a_zone_in_one_country() -> None:
    # a straight border through the middle of the zone: what lies beyond it is no longer in the zone
    zone, south = outline(*BASE, ZONE_M), shapely.box(30.0, 20.0, 50.0, BASE[1])
    region = towards(*BASE, 38_624.0, 180.0)
    assert p_in_shape(region, zone.intersection(south)) > 0.9 * region.p_in_disc(*BASE, ZONE_M)
    assert p_in_shape(region, zone.difference(south)) < 0.1
    both = p_in_shape(region, zone.intersection(south)) + p_in_shape(region, zone.difference(south))
    assert both == pytest.approx(region.p_in_disc(*BASE, ZONE_M), abs=5e-4)


def test_a_hole_is_left_out() -> None:
    whole, hole = outline(*BASE, 20_000.0), outline(*BASE, 10_000.0)
    region = disc(*BASE, 20_000.0)
    assert p_in_shape(region, whole.difference(hole)) == pytest.approx(0.75, abs=2e-4)


def test_the_direction_of_rings_does_not_matter() -> None:
    square = shapely.box(38.5, 33.4, 38.9, 33.6)
    region = disc(*BASE, 20_000.0)
    assert p_in_shape(region, square) == p_in_shape(region, shapely.reverse(square))


def test_longitudes_past_180_are_the_same_polygon() -> None:
    region = ring(179.99, -16.5, 10_000.0, 30_000.0)
    past, cut = shapely.box(179.9, -17.0, 180.3, -16.0), MultiPolygon(
        [shapely.box(179.9, -17.0, 180.0, -16.0), shapely.box(-180.0, -17.0, -179.7, -16.0)]
    )  # fmt: skip
    assert p_in_shape(region, past) == pytest.approx(p_in_shape(region, cut), abs=1e-9)
    assert 0.1 < p_in_shape(region, past) < 0.9


@pytest.mark.parametrize("anchor", [(0.0, 20.0), (180.0, -20.0), (38.0, 0.0), (0.0, 0.0), (0.0, 90.0), (77.0, -90.0)])
def test_an_antipode_on_the_seam_or_at_a_pole_is_inside_the_world(anchor: tuple[float, float]) -> None:
    region = disc(*anchor, 50_000.0)
    assert p_in_shape(region, WORLD) == pytest.approx(1.0, abs=1e-4)
    rest = WORLD.difference(outline(*anchor, 200_000.0))
    assert p_in_shape(region, rest) == pytest.approx(0.0, abs=1e-4)


def test_an_edge_right_through_the_anchor_halves_it() -> None:
    for region in (disc(*BASE, 5_000.0), point(*BASE, 30.0), disc(*BASE, 2.0)):
        assert p_in_shape(region, shapely.box(BASE[0], 20.0, 60.0, 50.0)) == pytest.approx(0.5, abs=1e-4)


def test_a_thin_ring_that_an_edge_only_grazes_is_seen() -> None:
    # a long edge whose ends and middle lie far outside, dipping into the ring in between
    region = ring(*BASE, 99_900.0, 100_100.0)
    x, y = moved(*BASE, 90.0, 99_950.0)
    band = shapely.box(x, y - 5.0, x + 9.0, y + 3.0)
    points = region.sample(1 << 17)
    share = float(np.mean(shapely.intersects_xy(band, points[:, 0], points[:, 1])))
    assert share > 0.005
    assert p_in_shape(region, band) == pytest.approx(share, abs=3e-4)


def test_the_cap_around_a_pole() -> None:
    region = disc(10.0, -89.9, 50_000.0)
    cap = shapely.box(-180.0, -90.0, 180.0, -89.9)
    points = region.sample(1 << 16)
    assert p_in_shape(region, cap) == pytest.approx(float(np.mean(points[:, 1] <= -89.9)), abs=1e-3)


def test_an_area_in_a_polygon_is_exact() -> None:
    west = shapely.box(36.0, 33.0, 39.0, 37.0)
    assert p_in_shape(OTHER["area"], west) == pytest.approx(0.5, abs=1e-9)


def test_a_wedge_in_its_own_sector_is_sure() -> None:
    region = Polar(*BASE, UniformDisc(10_000.0), Bearing(45.0, 20.0))
    corner = shapely.box(BASE[0], BASE[1], BASE[0] + 1.0, BASE[1] + 1.0)
    assert p_in_shape(region, corner) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(
    "shape", [shapely.Point(1, 2), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 80, 10, 95)]
)
def test_what_is_no_polygon_is_refused(shape: BaseGeometry) -> None:
    with pytest.raises(InputError):
        p_in_shape(disc(*BASE, 10.0), shape)


def test_a_stranger_among_the_parts_is_refused() -> None:
    with pytest.raises(InputError, match="str"):
        p_in_shape(Mixture(((1.0, "a disc"),)), WORLD)  # type: ignore[arg-type]


LINE = shapely.LineString([(38.2, 33.4), (38.7, 33.6), (39.1, 33.45)])
SQUARE = shapely.box(38.4, 33.3, 38.9, 33.6)
SHAPES = {
    "ring": Ring(38.6, 33.5, 10_000.0, 25_000.0),
    "polygon": Outlined(SQUARE),
    "polygon, geodesic": Outlined(shapely.box(38.4, 33.3, 38.9, 33.6), "geodesic"),
    "buffer": Buffer(LINE, 9_000.0, "geodesic"),
    "left": Buffer(LINE, 15_000.0, "lonlat", "left"),
    "outside": Buffer(SQUARE, 8_000.0, "lonlat", "outside"),
    "inside": Buffer(SQUARE, 8_000.0, "lonlat", "inside"),
    "side": SideOfLine(LINE, "right", "lonlat"),
    "clip": Clip(Disc(38.6, 33.5, 30_000.0), (Outlined(SQUARE),)),
    "minus": Minus(Disc(38.6, 33.5, 30_000.0), (Buffer(LINE, 3_000.0),)),
}
SPREADS = {
    "disc": disc(38.55, 33.48, 20_000.0),
    "normal": Polar(38.7, 33.55, Rayleigh(9_000.0), Bearing.any()),
    "heading": Polar(38.3, 33.3, LogNormal(30_000.0, 0.4), Bearing(45.0, 22.5, 6.0)),
    "small": Polar(38.401, 33.45, Rayleigh(60.0), Bearing.any()),
    "area": Area(shapely.box(38.0, 33.0, 38.8, 33.7)),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("region", SPREADS.values(), ids=SPREADS)
def test_every_kind_within_a_thousandth_of_a_low_discrepancy_sample(region: Region, shape: Shape) -> None:
    points = region.sample(1 << 15)
    reference = float(np.mean(shape.contains(points[:, 0], points[:, 1])))
    assert p_in(region, shape) == pytest.approx(reference, abs=1e-3)


@pytest.mark.parametrize("region", SPREADS.values(), ids=SPREADS)
def test_growing_a_buffer_never_lowers_it_and_cutting_never_raises_it(region: Region) -> None:
    grown = [
        p_in(region, Buffer(LINE, width, "geodesic"))
        for width in (1_000.0, 2_000.0, 5_000.0, 9_000.0, 9_100.0, 40_000.0)
    ]
    assert all(wider >= narrower - 1e-5 for narrower, wider in itertools.pairwise(grown))
    whole = Disc(38.6, 33.5, 30_000.0)
    assert p_in(region, SHAPES["clip"]) <= p_in(region, whole)
    assert p_in(region, SHAPES["minus"]) <= p_in(region, whole)
