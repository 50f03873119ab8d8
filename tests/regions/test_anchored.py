"""The order of points behind footprints; that footprints hold their level stands in test_polar.py."""

import numpy as np
import pytest
import shapely

from geo.geodesy import GEOD, destination, distance_m
from geo.regions import Bearing, LogNormal, Polar, Rayleigh, TruncatedNormal, UniformDisc, UniformRing, anchored
from geo.regions.probability import Part
from geo.regions.stack import leaves

from .cases import BASE, POLAR, REGIONS, around, towards

ANY = Bearing.any()
SHAPES: dict[str, tuple[Part, ...]] = {
    "ring": ((1.0, UniformRing(9_000.0, 11_000.0), ANY),),
    "sector": ((1.0, UniformRing(9_000.0, 11_000.0), Bearing(300.0, 22.5)),),
    "reading and background": (
        (0.8, TruncatedNormal(30_000.0, 3_000.0), Bearing(300.0, 28.0, 5.0)),
        (0.2, TruncatedNormal(30_000.0, 54_000.0), ANY),
    ),
    "two sectors": (
        (0.5, LogNormal(20_000.0, 0.4), Bearing(0.0, 22.5, 5.0)),
        (0.5, LogNormal(20_000.0, 0.4), Bearing(180.0, 22.5, 5.0)),
    ),
    "town and ring": ((0.6, UniformDisc(3_000.0), ANY), (0.4, UniformRing(20_000.0, 22_000.0), ANY)),
}

every_shape = pytest.mark.parametrize("parts", SHAPES.values(), ids=SHAPES)


@every_shape
def test_the_table_accounts_for_all_probability(parts: tuple[Part, ...]) -> None:
    table = anchored.scores(parts)
    assert (np.diff(table.score) >= 0).all()
    assert (np.diff(table.above) <= 1e-15).all()
    assert table.above[0] == pytest.approx(1.0, abs=2e-3)
    assert table.above[-1] < 0.02


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "town and ring"])  # its filled gap is one level
def test_threshold_and_level_undo_each_other(name: str) -> None:
    table = anchored.scores(SHAPES[name])
    for level in (0.2, 0.5, 0.9):
        assert float(table.level(np.array(table.threshold(level)))) == pytest.approx(level, abs=0.005)


@every_shape
def test_along_an_azimuth_scores_rise_once_and_fall_once(parts: tuple[Part, ...]) -> None:
    for azimuth in (0.0, 180.0, 300.0, 311.0):
        lon, lat = destination(*BASE, azimuth, np.linspace(10.0, 80_000.0, 400))
        levels = anchored.level(*BASE, parts, lon, lat)
        lowest = int(np.argmin(levels))
        assert (np.diff(levels[: lowest + 1]) <= 1e-9).all()
        assert (np.diff(levels[lowest:]) >= -1e-9).all()


def test_two_opposite_sectors_are_two_shapes() -> None:
    shape = anchored.footprint(*BASE, SHAPES["two sectors"], 0.5)
    assert isinstance(shape, shapely.MultiPolygon)
    north, south = sorted(shape.geoms, key=lambda part: -part.bounds[1])
    assert north.bounds[1] >= BASE[1] >= south.bounds[3]  # they meet at the anchor


def test_footprints_are_nested() -> None:
    for region in (around(*BASE, 38_624.0), towards(*BASE, 38_624.0, 315.0), Polar(*BASE, Rayleigh(500.0), ANY)):
        small, large = region.footprint(0.5), region.footprint(0.9)
        assert small.difference(large).area < 0.01 * small.area


def test_the_table_is_shared_by_anchors() -> None:
    before = anchored.scores.cache_info().hits
    for lon in (10.0, 20.0, 30.0):
        Polar(lon, 5.0, UniformRing(9_876.0, 9_999.0), ANY).footprint(0.9)
    assert anchored.scores.cache_info().hits == before + 2


def test_density_near_the_anchor_stays_finite() -> None:
    region = Polar(*BASE, UniformRing(0.0, 5_000.0), ANY)
    assert np.isfinite(region.density(*BASE))
    assert float(region.density(*BASE)) > float(region.density(BASE[0], BASE[1] + 0.01))


@pytest.mark.parametrize("lat", [0.0, 33.5, -70.0, 89.9])
def test_density_is_the_density_of_the_ellipsoid(lat: float) -> None:
    # how far apart two geodesics a fiftieth of a degree from each other are, measured
    azimuth = np.arange(0.0, 360.0, 20.0)
    for r in (1_000.0, 100_000.0, 1_000_000.0):
        law = TruncatedNormal(r, 0.3 * r)
        sides = [destination(20.0, lat, azimuth + turn, r) for turn in (-0.01, 0.01)]
        arc = distance_m(*sides[0], *sides[1]) / 0.02
        at = destination(20.0, lat, azimuth, r)
        assert np.allclose(Polar(20.0, lat, law, ANY).density(*at), law.pdf(r) / 360.0 / arc, rtol=1e-5)


@pytest.mark.parametrize("name", REGIONS)
def test_density_integrates_to_one(name: str) -> None:
    # over a disc of a thousand kilometres, or what holds nearly all, from even points in rings around the estimate
    region = REGIONS[name]
    lon, lat = region.estimate()
    reach = min(region.radius_holding(0.999) * 1.05, 1_000_000.0)
    held = region.p_in_disc(lon, lat, reach)
    jumps = [edge for _, leaf in leaves(region) if isinstance(leaf, Polar) for edge in leaf.radial.edges()]
    marks = np.concatenate([jumps, np.geomspace(reach * 1e-5, reach, 60), np.linspace(0.0, reach, 301)])
    edges = np.unique(np.clip(marks, 0.0, reach))
    turns = np.arange(0.0, 360.0, 0.5)
    middle, width = (edges[1:] + edges[:-1]) / 2.0, np.diff(edges)
    x, y = destination(lon, lat, turns[None, :], middle[:, None])
    curve = GEOD.a * np.sqrt(1.0 - GEOD.es) / (1.0 - GEOD.es * np.sin(np.radians((lat + y) / 2.0)) ** 2)
    cell = np.radians(0.5) * curve * np.sin(middle[:, None] / curve) * width[:, None]
    total = float(np.sum(region.density(x, y) * cell))
    assert total == pytest.approx(held, abs=0.005)


@pytest.mark.parametrize("name", POLAR)
def test_levels_around_one_anchor_are_right_to_half_a_percent(name: str) -> None:
    region = POLAR[name]
    points = np.concatenate([region.sample(20_000, seed=seed) for seed in (3, 4)])
    levels = region.level(points[:, 0], points[:, 1])
    wanted = np.arange(0.02, 0.99, 0.01)
    found = np.searchsorted(np.sort(levels), wanted, side="right") / len(levels)
    assert float(np.max(np.abs(found - wanted))) < 0.005


def test_a_footprint_asked_for_again_is_not_computed_again() -> None:
    region = towards(*BASE, 12_345.0, 210.0)
    assert region.footprint(0.9) is towards(*BASE, 12_345.0, 210.0).footprint(0.9)
