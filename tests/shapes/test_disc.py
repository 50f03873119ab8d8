"""Discs and rings against distances, at the poles, over the antimeridian, from a metre to half the Earth."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.errors import CoordinateError, ZoneError
from geo.shapes import Disc, Ring, shape_from_dict

from .brute import assert_well_drawn, distance_m, drawn_points, scattered

DISCS = [
    Disc(38.61778, 33.50583, 54_717.7),
    Disc(179.99, 10.0, 30_000.0),
    Disc(-180.0, -60.0, 500_000.0),
    Disc(10.0, 89.9, 200_000.0),
    Disc(0.0, -90.0, 1_000_000.0),
    Disc(50.0, 20.0, 9_000_000.0),
    Disc(50.0, 20.0, 1.0),
]
RINGS = [
    Ring(38.6, 33.5, 10_000.0, 20_000.0),
    Ring(179.99, 10.0, 5_000.0, 30_000.0),
    Ring(10.0, 89.9, 5_000.0, 200_000.0),  # the pole is in the hole's outer part, the hole does not hold it
    Ring(10.0, 89.9, 50_000.0, 200_000.0),  # the hole holds the pole
    Ring(0.0, -90.0, 1_000_000.0, 1_000_010.0),
    Ring(0.0, 50.0, 999.9, 1_000.0),  # narrower than what it is drawn to
    Ring(20.0, 10.0, 3_000_000.0, 12_000_000.0),
]


def test_a_point_between_two_discs_of_one_centre() -> None:
    belgrano = -61.53, -55.40
    near, far = (Disc(-59.50, -51.67, miles * 1852.0) for miles in (200, 240))
    assert not near.contains(*belgrano)
    assert far.contains(*belgrano)
    assert float(near.gap_m(*belgrano)) / 1852.0 == pytest.approx(36.0, abs=0.5)
    assert Ring(-59.50, -51.67, 200 * 1852.0, 240 * 1852.0).contains(*belgrano)


@pytest.mark.parametrize("disc", DISCS, ids=str)
def test_discs_go_by_distance(disc: Disc) -> None:
    lon, lat = scattered(disc.lon, disc.lat, min(2.0 * disc.radius_m, 1.9e7), 1_000)
    apart = distance_m(np.array(disc.lon), np.array(disc.lat), lon, lat)
    np.testing.assert_array_equal(disc.contains(lon, lat), apart <= disc.radius_m)
    np.testing.assert_allclose(disc.gap_m(lon, lat), apart - disc.radius_m, atol=1e-6)
    shape = disc.outline()
    assert_well_drawn(shape)
    rim = distance_m(np.array(disc.lon), np.array(disc.lat), *drawn_points(shape))
    assert np.abs(rim - disc.radius_m).max() <= 1.0
    clear = np.abs(apart - disc.radius_m) > 5.0
    np.testing.assert_array_equal(shapely.intersects_xy(shape, lon, lat)[clear], disc.contains(lon, lat)[clear])


@pytest.mark.parametrize("ring", RINGS, ids=str)
def test_rings_go_by_distance(ring: Ring) -> None:
    lon, lat = scattered(ring.lon, ring.lat, min(2.0 * ring.outer_m, 1.9e7), 1_000)
    apart = distance_m(np.array(ring.lon), np.array(ring.lat), lon, lat)
    np.testing.assert_array_equal(ring.contains(lon, lat), (apart >= ring.inner_m) & (apart <= ring.outer_m))
    # on the near side of the middle the inner rim is nearer, beyond it the outer
    middle = (ring.inner_m + ring.outer_m) / 2.0
    expected = np.where(apart < middle, ring.inner_m - apart, apart - ring.outer_m)
    np.testing.assert_allclose(ring.gap_m(lon, lat), expected, atol=1e-6)
    shape = ring.outline()
    assert_well_drawn(shape)
    rim = distance_m(np.array(ring.lon), np.array(ring.lat), *drawn_points(shape))
    off = np.minimum(np.abs(rim - ring.inner_m), np.abs(rim - ring.outer_m))
    assert off.max() <= min(1.0, (ring.outer_m - ring.inner_m) / 8.0)
    clear = np.abs(ring.gap_m(lon, lat)) > 5.0
    np.testing.assert_array_equal(shapely.intersects_xy(shape, lon, lat)[clear], ring.contains(lon, lat)[clear])


def test_the_rims_belong_to_both() -> None:
    disc, ring = Disc(0.0, 0.0, 1_000.0), Ring(0.0, 0.0, 1_000.0, 2_000.0)
    east = 1_000.0 / 6_378_137.0 * 180.0 / np.pi
    for lon in (np.nextafter(east, 0.0), east, np.nextafter(east, 1.0)):
        apart = float(distance_m(np.array(0.0), np.array(0.0), np.array(lon), np.array(0.0)))
        assert bool(disc.contains(lon, 0.0)) == (apart <= 1_000.0)
        assert bool(ring.contains(lon, 0.0)) == (apart >= 1_000.0)


@pytest.mark.parametrize("radius", [0.0, -1.0, float("nan"), float("inf"), 20_003_932.0])
def test_a_radius_that_is_none_is_refused(radius: float) -> None:
    with pytest.raises(ZoneError, match="a radius is more than 0"):
        Disc(0.0, 0.0, radius)
    with pytest.raises(ZoneError, match="a radius is more than 0"):
        Ring(0.0, 0.0, 1.0, radius)


@pytest.mark.parametrize(("inner", "outer"), [(20e3, 10e3), (10e3, 10e3)])
def test_a_ring_without_width_is_refused(inner: float, outer: float) -> None:
    with pytest.raises(ZoneError, match="no width"):
        Ring(0.0, 0.0, inner, outer)


@pytest.mark.parametrize(("lon", "lat"), [(12.0, 125.0), (400.0, 0.0), (float("nan"), 0.0)])
def test_a_centre_that_is_none_is_refused(lon: float, lat: float) -> None:
    with pytest.raises(CoordinateError):
        Disc(lon, lat, 1_000.0)
    with pytest.raises(CoordinateError):
        Ring(lon, lat, 1_000.0, 2_000.0)


@pytest.mark.parametrize("shape", [*DISCS, *RINGS], ids=str)
def test_as_data_and_back(shape: Disc | Ring) -> None:
    assert shape_from_dict(shape.as_dict()) == shape


def test_many_points_are_answered_as_one_by_one():
    """Hundreds of points take a quicker way than a few; the rims and what is no place come out the same."""
    rng = np.random.default_rng(6)
    lon, lat = 178.0 + rng.normal(0, 2, 600), 60.0 + rng.normal(0, 1, 600)
    lon[5], lat[6], lat[7], lon[8] = np.nan, np.nan, 91.0, np.inf
    far = distance_m(178.0, 60.0, lon[:5], lat[:5])
    for shape in (
        Disc(178.0, 60.0, 1e5),
        Disc(178.0, 60.0, float(far[0])),
        Ring(178.0, 60.0, *sorted(map(float, far[:2]))),
    ):
        many = shape.contains(lon, lat)
        assert many.tolist() == [bool(shape.contains(x, y)) for x, y in zip(lon, lat, strict=True)]
        assert 0 < many.sum() < 596
        assert not many[5:9].any()
    assert Ring(178.0, 60.0, *sorted(map(float, far[:2]))).contains(lon[:2], lat[:2]).all()
