import numpy as np
import pytest

from geo.geodesy.disc import half_width_deg
from geo.geodesy.profile import Profiles, profiles

from .circles import discs, inverse_m


def fit(*some: tuple[float, float, float]) -> Profiles:
    lon, lat, radius = (np.array(column) for column in zip(*some, strict=True))
    return profiles(lon, lat, radius)


def value(p: Profiles, row: int, lat: np.ndarray) -> np.ndarray:
    return np.polynomial.polynomial.polyval(lat - p.middle_lat[row], p.coefficients[row])


def test_the_band_holds_the_error_of_the_polynomial_everywhere():
    """Against the circle itself, found by bisection with GEOD.inv, on latitudes that are no nodes of the fit."""
    rng = np.random.default_rng(21)
    tried = 0
    for disc in discs(rng, 150, smallest_m=10.0, largest_m=5e6):
        p = fit(disc)
        if not p.fits[0]:
            continue
        tried += 1
        lat = np.linspace(p.south[0], p.north[0], 201)
        lat = np.concatenate([lat, p.south[0] + (lat[1] - lat[0]) * 10.0 ** -rng.uniform(0, 4, 20)])
        h = half_width_deg(disc[1], lat, disc[2], side=-1, slack_m=1e-7)
        met = h > 0
        assert met.sum() > 180
        assert np.all(np.abs(value(p, 0, lat[met]) - h[met] ** 2) <= p.band[0])
        assert h.max() <= p.widest[0]
    assert tried > 80


def test_nothing_beyond_the_ends_is_inside():
    rng = np.random.default_rng(22)
    for disc in discs(rng, 60, smallest_m=10.0, largest_m=3e6):
        p = fit(disc)
        if p.fits[0]:
            ends = np.array([p.south[0], p.north[0]])
            assert np.all(inverse_m(0.0, disc[1], np.zeros(2), ends) > disc[2])
            assert p.north[0] - p.south[0] < 2.01 * np.degrees(disc[2] / 6.33e6) + 1e-8


@pytest.mark.parametrize(
    ("lat", "radius_m"), [(33.5, 54_717.7), (0.0, 100.0), (60.0, 300_000.0), (-33.5, 1_000_000.0), (20.0, 2_500_000.0)]
)
def test_ordinary_discs_fit_with_a_narrow_band(lat, radius_m):
    p = fit((10.0, lat, radius_m))
    assert p.fits[0]
    assert p.band[0] <= 1e-4 * p.widest[0] ** 2
    assert p.coefficients.shape[1] <= 9


@pytest.mark.parametrize(
    ("lat", "radius_m"), [(90.0, 1000.0), (89.9, 54_717.7), (-89.0, 111_694.0), (0.0, 1.2e7), (45.0, 2.1e7)]
)
def test_discs_at_a_pole_or_beyond_a_hemisphere_are_left_to_the_bins(lat, radius_m):
    assert not fit((10.0, lat, radius_m)).fits[0]


def test_many_discs_at_once_decide_as_one_by_one():
    rng = np.random.default_rng(23)
    some = discs(rng, 40, smallest_m=100.0, largest_m=4e6)
    together = fit(*some)
    for i, disc in enumerate(some):
        alone = fit(disc)
        assert alone.fits[0] == together.fits[i]
        if alone.fits[0]:
            lat = np.linspace(alone.south[0], alone.north[0], 50)
            apart = np.abs(value(alone, 0, lat) - value(together, i, lat))
            assert np.all(apart <= alone.band[0] + together.band[i])
