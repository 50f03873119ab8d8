import math

import numpy as np
import pytest

from geo.errors import CoordinateError, InputError
from geo.geodesy import GEOD, azimuth_deg, coordinate_precision_m, destination, distance_m, normalise_lon
from geo.geodesy.ellipsoid import HALF_MERIDIAN_M, radii_of_curvature_m

from .circles import inverse_m


def test_distance_is_that_of_pyproj_and_broadcasts():
    lons = np.array([38.6, 38.9, -10.0])
    assert np.array_equal(distance_m(38.0, 33.0, lons, 34.0), inverse_m(38.0, 33.0, lons, np.full(3, 34.0)))


def test_inputs_are_left_alone():
    lon, lat = np.array([38.6, 38.9]), np.array([33.0, 34.0])
    distance_m(lon, lat, lon + 1, lat)
    destination(lon, lat, 45.0, 1000.0)
    assert lon.tolist() == [38.6, 38.9]
    assert lat.tolist() == [33.0, 34.0]


def test_azimuth_runs_from_0_to_360():
    assert azimuth_deg(0.0, 0.0, [0.0, 1.0, 0.0, -1.0], [1.0, 0.0, -1.0, 0.0]).tolist() == [0.0, 90.0, 180.0, 270.0]


def test_destination_and_distance_agree():
    lon, lat = destination(179.9, 60.0, np.arange(0.0, 360.0, 10.0), 54_717.7)
    assert np.allclose(distance_m(179.9, 60.0, lon, lat), 54_717.7, atol=1e-6, rtol=0)


def test_nothing_is_farther_than_half_a_meridian():
    rng = np.random.default_rng(5)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, 2000)))
    near_antipode = -lat + rng.normal(0, 0.2, 2000)
    far = distance_m(0.0, lat, 180.0 + rng.normal(0, 0.3, 2000), np.clip(near_antipode, -90, 90))
    assert far.max() <= HALF_MERIDIAN_M + 1e-6
    assert distance_m(10.0, 45.0, -170.0, -45.0) == pytest.approx(HALF_MERIDIAN_M, abs=1e-6)


@pytest.mark.parametrize(
    ("lon", "same"),
    [(0.0, 0.0), (180.0, -180.0), (-180.0, -180.0), (190.0, -170.0), (398.0, 38.0), (-541.0, 179.0), (1e-17, 1e-17)],
)
def test_normalise_lon(lon, same):
    assert normalise_lon(lon) == same
    assert normalise_lon(np.array([lon])).tolist() == [same]


def test_normalise_lon_keeps_every_digit_of_good_longitudes():
    lon = np.random.default_rng(1).uniform(-180, 180, 1000)
    assert np.array_equal(normalise_lon(lon), lon)


def test_radii_of_curvature_against_the_meridian_itself():
    lat = np.array([0.0, 33.5, 60.0, 89.0])
    step = 1e-4
    along = distance_m(0.0, lat - step, 0.0, lat + step) / math.radians(2 * step)
    across = distance_m(-step, lat, step, lat) / (math.radians(2 * step) * np.cos(np.radians(lat)))
    m, n = radii_of_curvature_m(lat)
    assert np.allclose(m, along, rtol=1e-7)
    assert np.allclose(n, across, rtol=1e-7)


def test_coordinate_precision_is_the_diagonal_of_one_step():
    step = 0.01
    corner = distance_m(10.0, 33.5, 10.0 + step, 33.5 + step)
    assert coordinate_precision_m(33.5, step) == pytest.approx(float(corner), rel=2e-4)
    assert coordinate_precision_m(0.0, 1.0) == pytest.approx(
        math.pi / 180 * math.hypot(GEOD.a * (1 - GEOD.es), GEOD.a), rel=1e-12
    )
    assert coordinate_precision_m(90.0, 0.0) == 0.0


@pytest.mark.parametrize("lat", [90.1, -120.0, math.nan])
def test_coordinate_precision_refuses_a_latitude_that_is_none(lat):
    with pytest.raises(CoordinateError, match="latitude"):
        coordinate_precision_m(lat, 0.01)


@pytest.mark.parametrize("precision", [-0.1, math.nan, math.inf])
def test_coordinate_precision_refuses_a_precision_that_is_none(precision):
    with pytest.raises(InputError, match="degrees >= 0"):
        coordinate_precision_m(10.0, precision)
