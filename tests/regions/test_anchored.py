"""The order of points behind footprints; that footprints hold their level stands in test_polar.py."""

import numpy as np
import pytest
import shapely

from geo.geodesy import destination
from geo.regions import Bearing, LogNormal, Polar, Rayleigh, TruncatedNormal, UniformDisc, UniformRing, anchored
from geo.regions.probability import Part

from .cases import BASE, around, towards

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
