import numpy as np
import pytest

from geo.geodesy import GEOD, destination
from geo.regions import coverage
from geo.regions.coverage import sphere_m
from geo.regions.probability import crossing


def test_the_fast_sine_is_a_sine() -> None:
    x = np.linspace(-np.pi / 2, np.pi / 2, 100_001)
    assert np.allclose(coverage._sine(x), np.sin(x), atol=1e-13, rtol=0)


@pytest.mark.parametrize("lat", [0.0, 33.5, -60.0, 89.0, 90.0])
def test_the_sphere_lies_between_the_radii_of_the_ellipsoid(lat: float) -> None:
    radius = float(sphere_m(np.array([lat]), np.array([lat]))[0])
    assert GEOD.b**2 / GEOD.a <= radius <= GEOD.a**2 / GEOD.b
    if lat == 90.0:
        assert radius == pytest.approx(GEOD.a**2 / GEOD.b)  # both radii of curvature at a pole


@pytest.mark.parametrize(("size", "close"), [(30_000.0, 1e-8), (300_000.0, 1e-6), (1_500_000.0, 1e-4)])
@pytest.mark.parametrize("lat", [0.0, 33.5, -75.0])
def test_angles_of_the_sphere_are_those_of_the_ellipsoid(lat: float, size: float, close: float) -> None:
    # as a share of a turn, the mean of both sides, which is all that an undirected law needs
    for azimuth in (0.0, 50.0, 120.0):
        lon2, lat2 = (float(v) for v in destination(20.0, lat, azimuth, size))
        turn, _, apart = GEOD.inv(20.0, lat, lon2, lat2)
        r = size * np.array([0.6, 0.9, 1.2])
        left, right = crossing((20.0, lat), r, (lon2, lat2, 0.7 * size), turn, apart)
        radius = float(sphere_m(np.array([lat]), np.array([lat2]))[0])
        away, reach, far = apart / radius, 0.7 * size / radius, r / radius
        cosine = (np.cos(reach) - np.cos(away) * np.cos(far)) / (np.sin(away) * np.sin(far))
        assert np.allclose(np.degrees(np.arccos(cosine)) / 180.0, (left + right) / 360.0, atol=close, rtol=0)


def test_a_sector_counts_once_round_the_circle() -> None:
    column = np.array([[25.0]])
    for off in (0.0, 170.0, -179.0):
        whole = coverage._in_sector(np.array([[180.0]]), np.array([[off]]), column, np.array([[4.0]]))
        assert float(whole[0, 0]) == pytest.approx(1.0, abs=1e-8)


def test_a_sector_in_part_is_what_the_bearing_says() -> None:
    from geo.regions import Bearing

    angle, off = np.linspace(0.0, 180.0, 91)[None, :], np.array([[140.0]])
    for half, blur in ((28.0, 5.0), (60.0, 20.0), (22.5, 1e-6)):
        found = coverage._in_sector(angle, off, np.array([[half]]), np.array([[blur]]))[0]
        wanted = Bearing(0.0, half, blur).p_between(140.0 - angle[0], 140.0 + angle[0])
        assert np.allclose(found, wanted, atol=1e-8, rtol=0)
