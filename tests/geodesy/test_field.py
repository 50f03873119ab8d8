import numpy as np
import pytest

from geo.errors import CoordinateError
from geo.geodesy import DistanceField, distance_m


@pytest.mark.parametrize(
    "centre", [(38.61778, 33.50583), (-59.0, -51.7), (179.9, 65.0), (0.0, 89.9), (12.0, 0.0), (5.0, -90.0)]
)
def test_distances_are_those_of_the_ellipsoid_everywhere(centre):
    rng = np.random.default_rng(3)
    lon = np.concatenate([rng.uniform(-180, 180, 20_000), centre[0] + rng.normal(0, 1, 20_000), [centre[0]] * 3])
    lat = np.concatenate([rng.uniform(-90, 90, 20_000), centre[1] + rng.normal(0, 1, 20_000), [centre[1], 90, -90]])
    lat = np.clip(lat, -90, 90)
    off = np.abs(DistanceField(*centre).metres(lon, lat) - distance_m(*centre, lon, lat))
    assert off.max() < 0.1


def test_near_the_centre_nothing_is_lost():
    field = DistanceField(38.61778, 33.50583)
    lon, lat = 38.61778 + np.logspace(-7, 0, 50), np.full(50, 33.50583)
    assert np.abs(field.metres(lon, lat) - distance_m(38.61778, 33.50583, lon, lat)).max() < 0.1


def test_across_the_antimeridian_and_around_again():
    field = DistanceField(179.5, 10.0)
    assert field.metres([-179.5, 180.5, 540.5], [10.0] * 3) == pytest.approx(
        [field.metres([-179.5], [10.0])[0]] * 3, abs=1e-6
    )
    assert field.metres([-179.5], [10.0])[0] == pytest.approx(float(distance_m(179.5, 10.0, -179.5, 10.0)), abs=0.1)


def test_what_is_unknown_stays_unknown():
    found = DistanceField(38.6, 33.5).metres([38.6, np.nan, 38.6], [np.nan, 33.5, 34.5])
    assert np.isnan(found[:2]).all()
    assert np.isfinite(found[2])
    assert DistanceField(38.6, 33.5).metres([], []).shape == (0,)


def test_a_centre_that_is_none_is_refused():
    with pytest.raises(CoordinateError):
        DistanceField(38.6, 133.5)
