import tracemalloc

import numpy as np
import pandas as pd
import pytest

from geo.errors import CoordinateError, InputError
from geo.geodesy import membership, within

from .circles import FARTHEST_M, disc_points, discs, inverse_m, ring_points

pytestmark = pytest.mark.usefixtures("form")

CENTRE = (38.61778, 33.50583, 54_717.7)


@pytest.fixture
def rng():
    return np.random.default_rng(41)


def test_ten_thousand_points_around_each_of_two_hundred_discs(rng):
    for lon0, lat0, radius in discs(rng, 200, smallest_m=100.0, largest_m=5e6):
        lon, lat = disc_points(rng, lon0, lat0, radius, 10_000)
        assert np.array_equal(within(lon, lat, lon0, lat0, radius), inverse_m(lon0, lat0, lon, lat) <= radius)


@pytest.mark.parametrize("exponents", [(3.0, 6.0), (6.0, 9.0), (9.0, 13.0)])
def test_points_on_purpose_at_the_edge(rng, exponents):
    """At radius * (1 +- 1e-13 .. 1e-3), over all latitudes, 100 m to 15,000 km, poles and antimeridian."""
    for lon0, lat0, radius in discs(rng, 150, smallest_m=100.0, largest_m=1.5e7):
        lon, lat = ring_points(rng, lon0, lat0, radius, 1500, exponents=exponents)
        assert np.array_equal(within(lon, lat, lon0, lat0, radius), inverse_m(lon0, lat0, lon, lat) <= radius)


@pytest.mark.parametrize("lat0", np.linspace(-90.0, 90.0, 19))
def test_every_latitude_has_its_edge(rng, lat0):
    for radius in (100.0, 54_717.7, 1e6, 5e6, 1.2e7):
        lon, lat = ring_points(rng, 179.95, lat0, radius, 1000, exponents=(4.0, 11.0))
        assert np.array_equal(within(lon, lat, 179.95, lat0, radius), inverse_m(179.95, lat0, lon, lat) <= radius)


@pytest.mark.parametrize("radius", [1e-4, 0.01, 1.0])
def test_tiny_discs(rng, radius):
    lon, lat = disc_points(rng, 38.6, 33.5, radius, 1000)
    assert np.array_equal(within(lon, lat, 38.6, 33.5, radius), inverse_m(38.6, 33.5, lon, lat) <= radius)


@pytest.mark.parametrize("radius", [1.95e7, 1.997e7, 1.9999e7, FARTHEST_M - 1.0, FARTHEST_M + 1.0, 5e7])
@pytest.mark.parametrize("lat0", [0.0, 1e-6, 33.5, -89.9, 90.0])
def test_discs_that_reach_the_antipode(rng, radius, lat0):
    lon = 38.0 + 180.0 + rng.normal(0.0, 0.5, 2000)
    lat = np.clip(-lat0 + rng.normal(0.0, 0.5, 2000), -90.0, 90.0)
    assert np.array_equal(within(lon, lat, 38.0, lat0, radius), inverse_m(38.0, lat0, lon, lat) <= radius)


@pytest.mark.parametrize("radius", [54_717.7, 2e6, 8e6])
@pytest.mark.parametrize("lon0", [38.0, 179.9, -180.0])
def test_points_all_over_the_world(rng, radius, lon0):
    lon, lat = rng.uniform(-180, 180, 40_000), rng.uniform(-90, 90, 40_000)
    assert np.array_equal(within(lon, lat, lon0, 52.0, radius), inverse_m(lon0, 52.0, lon, lat) <= radius)


def test_every_turn_of_the_globe_gives_the_same_answer(rng):
    lon, lat = disc_points(rng, *CENTRE, 3000)
    straight = within(lon, lat, *CENTRE)
    for turns in (-720.0, 360.0):
        moved = lon + turns
        assert np.array_equal(within(moved, lat, *CENTRE), inverse_m(CENTRE[0], CENTRE[1], moved, lat) <= CENTRE[2])
        # adding a turn rounds the longitude, so only points at the very edge may change
        assert np.count_nonzero(within(moved, lat, *CENTRE) != straight) <= 1
    assert np.array_equal(within(lon, lat, CENTRE[0] + 360.0, *CENTRE[1:]), straight)


@pytest.mark.parametrize("n", [10, 1000])
def test_any_finite_longitude_is_a_longitude(n):
    lon, lat = np.full(n, 1e200), np.full(n, 33.5)
    assert np.array_equal(within(lon, lat, *CENTRE), inverse_m(CENTRE[0], CENTRE[1], lon, lat) <= CENTRE[2])
    lon[:] = 38.6 + 360e6
    assert within(lon, lat, *CENTRE).all()


def test_few_points_and_many_are_answered_alike(rng):
    lon, lat = ring_points(rng, *CENTRE, 5000, exponents=(3.0, 9.0))
    many = within(lon, lat, *CENTRE)
    few = np.concatenate([within(lon[i : i + 100], lat[i : i + 100], *CENTRE) for i in range(0, 5000, 100)])
    assert np.array_equal(many, few)


@pytest.mark.parametrize("n", [0, 1, membership._FEW, membership._FEW + 1, membership._CHUNK, membership._CHUNK + 1])
def test_any_number_of_points(rng, n):
    lon, lat = disc_points(rng, *CENTRE, n)
    assert np.array_equal(within(lon, lat, *CENTRE), inverse_m(CENTRE[0], CENTRE[1], lon, lat) <= CENTRE[2])


def test_many_undecided_points(rng):
    """More in the band than are kept waiting at a time."""
    lon, lat = ring_points(rng, *CENTRE, 100_000, exponents=(13.0, 14.0))
    assert np.array_equal(within(lon, lat, *CENTRE), inverse_m(CENTRE[0], CENTRE[1], lon, lat) <= CENTRE[2])


def test_shapes_and_types():
    assert within(38.6, 33.5, *CENTRE).shape == ()
    assert within([[38.6, 39.3], [38.7, 40.0]], 33.5, *CENTRE).tolist() == [[True, False], [True, False]]
    assert within(np.array([38, 40]), pd.Series([33.5, 33.5]), *CENTRE).tolist() == [False, False]
    grid = within(np.linspace(38, 39, 40)[:, None], np.linspace(33, 34, 30)[None, :], *CENTRE)
    assert grid.shape == (40, 30)
    assert 0 < grid.sum() < grid.size
    lon, lat = np.full(400, 38.6, np.float32), np.full(400, 33.5, np.float32)
    assert within(lon, lat, *CENTRE).all()


def test_strided_columns(rng):
    lonlat = np.column_stack(disc_points(rng, *CENTRE, 1000))
    assert np.array_equal(
        within(lonlat[:, 0], lonlat[:, 1], *CENTRE), within(lonlat[:, 0].copy(), lonlat[:, 1].copy(), *CENTRE)
    )


@pytest.mark.parametrize("n", [10, 1000, 100_000])
@pytest.mark.parametrize("disc", [CENTRE, (38.6, 89.9, 54_717.7), (179.99, 0.0, 9e6)])
@pytest.mark.parametrize(
    ("lon", "lat"), [(np.nan, 33.5), (38.6, np.nan), (np.inf, 33.5), (38.6, 90.5), (np.nan, -80.0), (-np.inf, 0.0)]
)
def test_unknown_never_reads_as_outside(rng, n, disc, lon, lat):
    lons, lats = rng.uniform(38, 39, n), rng.uniform(33, 34, n)
    lons[n - 2], lats[n - 2] = lon, lat
    with pytest.raises(CoordinateError, match=rf"1 of {n:,} points has .* index {n - 2}:"):
        within(lons, lats, *disc)


@pytest.mark.parametrize("radius", [0.0, -5.0, np.nan, np.inf])
def test_a_radius_that_makes_no_disc(radius):
    with pytest.raises(InputError, match="radius"):
        within([38.6], [33.5], 38.6, 33.5, radius)


@pytest.mark.parametrize("centre", [(np.nan, 33.5), (38.6, 99.0), (33.5, 138.6)])
def test_a_centre_that_is_no_place(centre):
    with pytest.raises(CoordinateError, match="centre"):
        within([38.6], [33.5], *centre, 1000.0)


def test_a_growing_radius_loses_nobody(rng):
    lon, lat = disc_points(rng, *CENTRE, 2000)
    before = np.zeros(2000, dtype=bool)
    for radius in (1e3, 2e4, 5.4e4, 5.5e4, 1e6):
        now = within(lon, lat, CENTRE[0], CENTRE[1], radius)
        assert not (before & ~now).any()
        before = now


@pytest.mark.parametrize("disc", [CENTRE, (38.6, 89.9, 54_717.7), (179.99, 0.0, 9e6)])
def test_beside_the_answer_it_needs_a_few_megabytes(rng, disc):
    n = 1_000_000
    lon, lat = rng.uniform(-180, 180, n).astype(np.float32), rng.uniform(-90, 90, n).astype(np.float32)
    within(lon[:1000], lat[:1000], *disc)
    tracemalloc.start()
    try:
        within(lon, lat, *disc)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak - n < 8e6


def test_no_polynomial_comes_back_within_its_safe_latitudes(rng):
    for lon0, lat0, radius in discs(rng, 80, smallest_m=100.0, largest_m=4e6):
        fitted = membership.profiles(np.array([lon0]), np.array([lat0]), np.array([radius]))
        if not fitted.fits[0]:
            continue
        low, high = membership._safe_latitudes(fitted)
        assert low <= fitted.south[0]
        assert high >= fitted.north[0]
        half = (fitted.north[0] - fitted.south[0]) / 2
        reach = half * np.concatenate([np.linspace(1, 3, 300), np.geomspace(3, 1e4, 300)])
        t = np.concatenate([-reach, reach])
        lat = fitted.middle_lat[0] + t
        value = np.polynomial.polynomial.polyval(t, fitted.coefficients[0])
        assert np.all(value[(lat >= low) & (lat <= high)] <= fitted.band[0] * (1 + 1e-9))
