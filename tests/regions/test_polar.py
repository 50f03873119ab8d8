"""What holds of every region, and what only polar ones promise."""

import math

import numpy as np
import pytest
import shapely

from geo.errors import CoordinateError, InputError
from geo.geodesy import distance_m
from geo.regions import Bearing, LogNormal, Polar, Region, UniformRing, disc, point, region_from_dict, ring, sector

from .cases import BASE, REGIONS, ZONE_M, moved, share_in_disc

every_region = pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS)


@every_region
def test_is_a_region(region: Region) -> None:
    assert isinstance(region, Region)


@every_region
def test_dict_and_back(region: Region) -> None:
    import json

    rebuilt = region_from_dict(json.loads(json.dumps(region.as_dict(), allow_nan=False)))
    assert rebuilt == region
    assert rebuilt.p_in_disc(*BASE, ZONE_M) == region.p_in_disc(*BASE, ZONE_M)


@every_region
def test_radius_holds_its_level(region: Region) -> None:
    radii = [region.radius_holding(level) for level in (0.5, 0.9)]
    assert radii[0] < radii[1]
    for level, radius in zip((0.5, 0.9), radii, strict=True):
        assert region.p_in_disc(*region.estimate(), radius) == pytest.approx(level, abs=1e-3)


@every_region
def test_sample_is_the_same_every_time_and_on_the_globe(region: Region) -> None:
    points = region.sample(500, seed=4)
    assert points.shape == (500, 2)
    assert (points == region.sample(500, seed=4)).all()
    assert (np.abs(points) <= [180.0, 90.0]).all()
    assert region.sample(0).shape == (0, 2)


@every_region
def test_the_first_points_of_a_sample_are_a_fair_sample(region: Region) -> None:
    points = region.sample(4000, seed=2)
    lon, lat = region.estimate()
    radius = region.radius_holding(0.5)
    assert share_in_disc(points[:800], lon, lat, radius) == pytest.approx(0.5, abs=0.06)


@every_region
def test_density_is_what_the_sample_shows(region: Region) -> None:
    # the area that the region covers, weighed by its own density, is one: E[1/density] over a part is its area
    points = region.sample(20_000, seed=1)
    density = region.density(points[:, 0], points[:, 1])
    assert (density > 0).all()
    lon, lat = region.estimate()
    radius = region.radius_holding(0.2)
    ours = points[distance_m(lon, lat, points[:, 0], points[:, 1]) <= radius]
    rays = disc(lon, lat, radius).sample(20_000)
    by_density = float(np.mean(region.density(rays[:, 0], rays[:, 1]))) * math.pi * radius**2
    if radius < 1_000_000.0:  # beyond, a disc's area is no longer pi r^2
        assert by_density == pytest.approx(len(ours) / len(points), abs=0.012)


@every_region
def test_levels_are_a_calibrated_order(region: Region) -> None:
    points = region.sample(6000, seed=9)
    levels = region.level(points[:, 0], points[:, 1])
    for wanted in (0.2, 0.5, 0.8, 0.9, 0.95):
        assert float(np.mean(levels <= wanted)) == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize("level", [0.5, 0.9])
@every_region
def test_footprint_holds_its_level(region: Region, level: float) -> None:
    shape = region.footprint(level)
    points = region.sample(20_000, seed=3)
    held = shapely.intersects_xy(shape, points[:, 0], points[:, 1])
    assert float(np.mean(held)) == pytest.approx(level, abs=0.02)
    agrees = held == (region.level(points[:, 0], points[:, 1]) <= level)
    assert float(np.mean(agrees)) > 0.94


@pytest.mark.parametrize("level", [0.5, 0.9])
@every_region
def test_footprint_can_be_drawn(region: Region, level: float) -> None:
    shape = region.footprint(level)
    assert shape.is_valid
    assert shape.geom_type in ("Polygon", "MultiPolygon")
    west, south, east, north = shape.bounds
    assert west >= -180.0
    assert east <= 180.0
    assert south >= -90.0
    assert north <= 90.0
    coordinates = shapely.get_coordinates(shape)
    assert len(coordinates) <= (750 if region is REGIONS["thin ring"] else 260)
    assert np.allclose(coordinates, np.round(coordinates, 5), atol=1e-12)


@every_region
def test_what_is_no_level_or_disc_is_refused(region: Region) -> None:
    for level in (0.0, 1.0, -1.0, float("nan"), 90.0):
        with pytest.raises(InputError):
            region.footprint(level)
        with pytest.raises(InputError):
            region.radius_holding(level)
    for radius in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(InputError):
            region.p_in_disc(*BASE, radius)
    with pytest.raises(CoordinateError):
        region.p_in_disc(33.5, 138.6, 1000.0)


def test_footprint_of_an_undirected_law_is_its_circle() -> None:
    shape = point(*BASE, 100.0).footprint(0.9)
    rim = shapely.get_coordinates(shape)
    assert np.allclose(distance_m(*BASE, rim[:, 0], rim[:, 1]), 100.0, atol=1.5)


def test_footprint_of_a_ring_leaves_its_middle_out() -> None:
    shape = ring(*BASE, 37_819.0, 39_429.0).footprint(0.9)
    assert isinstance(shape, shapely.Polygon)
    assert len(shape.interiors) == 1
    assert not shape.contains(shapely.Point(BASE))


def test_footprint_of_a_sector_lies_in_its_sector() -> None:
    region = sector(*BASE, 8_851.0, 10_461.0, 90.0, 22.5)
    shape = region.footprint(0.9)
    assert shape.bounds[0] > BASE[0] + 0.08
    assert shape.contains(shapely.Point(region.estimate()))


def test_level_grows_outwards_from_a_point() -> None:
    region = point(*BASE, 100.0)
    away = [moved(*BASE, 33.0, d) for d in (0.0, 20.0, 50.0, 100.0, 500.0)]
    levels = region.level(*np.array(away).T)
    assert (np.diff(levels) > 0).all()
    assert levels[3] == pytest.approx(0.9, abs=0.003)


def test_level_and_density_take_scalars_and_grids() -> None:
    region = disc(*BASE, 5_000.0)
    assert region.level(*BASE).shape == ()
    assert region.density(np.full((2, 3), BASE[0]), BASE[1]).shape == (2, 3)
    assert float(region.density(*moved(*BASE, 70.0, 2_500.0))) == pytest.approx(1 / (math.pi * 5_000.0**2), rel=1e-4)


def test_estimate_of_a_directed_law_is_its_median_along_the_middle() -> None:
    region = Polar(*BASE, LogNormal(30_000.0, 0.5), Bearing(45.0, 22.5))
    assert region.estimate() == pytest.approx(moved(*BASE, 45.0, 30_000.0))


def test_estimate_of_an_undirected_law_is_its_anchor() -> None:
    assert Polar(*BASE, UniformRing(5.0, 6.0), Bearing.any()).estimate() == BASE


def test_a_point_holds_nine_tenths_within_its_uncertainty() -> None:
    assert point(*BASE, 250.0).radius_holding(0.9) == pytest.approx(250.0)


@pytest.mark.parametrize("uncertainty", [0.0, -3.0, float("nan")])
def test_a_point_without_doubt_is_refused(uncertainty: float) -> None:
    with pytest.raises(InputError):
        point(*BASE, uncertainty)


def test_an_anchor_off_the_globe_is_refused() -> None:
    with pytest.raises(CoordinateError, match="swapped"):
        disc(33.5, 125.0, 10.0)


def test_a_family_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError, match="hexagon"):
        region_from_dict({"family": "hexagon"})
