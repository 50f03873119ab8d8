import math

import numpy as np
import pytest

from geo.errors import CoordinateError, InputError
from geo.geodesy.disc import EVERYWHERE, NOWHERE, check_centre, check_radius, half_width_deg

from .circles import discs, inverse_m


def test_the_distance_never_falls_as_the_longitudes_part():
    """What the whole latitude profile rests on, near the antipode too."""
    rng = np.random.default_rng(11)
    dlon = np.concatenate([np.linspace(0, 180, 721), np.linspace(178.5, 180, 301)])
    dlon.sort()
    for _ in range(150):
        lat0 = math.degrees(math.asin(rng.uniform(-1, 1)))
        lat = -lat0 + rng.normal(0, 0.3) if rng.random() < 0.5 else math.degrees(math.asin(rng.uniform(-1, 1)))
        metres = inverse_m(0.0, lat0, dlon, np.full_like(dlon, np.clip(lat, -90, 90)))
        assert np.diff(metres).min() >= -1e-7


@pytest.mark.parametrize("slack_m", [1e-6, 10.0])
def test_half_width_holds_the_circle_between_its_two_sides(slack_m):
    rng = np.random.default_rng(12)
    for _, lat0, radius in discs(rng, 60, smallest_m=100.0, largest_m=1.9e7):
        lat = np.degrees(np.arcsin(rng.uniform(-1, 1, 40)))
        lat[:20] = np.clip(lat0 + np.degrees(radius / 6.37e6) * rng.uniform(-1, 1, 20), -90, 90)
        low = half_width_deg(lat0, lat, radius, side=-1, slack_m=slack_m)
        high = half_width_deg(lat0, lat, radius, side=1, slack_m=slack_m)
        zero, far = inverse_m(0, lat0, 0 * lat, lat), inverse_m(0, lat0, 0 * lat + 180, lat)
        assert np.all((low == NOWHERE) == (zero > radius))
        assert np.all((low == 180.0) == (far <= radius))
        assert np.all((high == EVERYWHERE) == (far < radius))
        met = (low >= 0) & (low < 180)
        at_low, at_high = (inverse_m(0, lat0, h[met], lat[met]) for h in (low, high))
        assert np.all(at_low <= radius)
        assert np.all(at_low >= radius - slack_m)
        assert np.all(at_high >= radius)
        assert np.all(at_high <= radius + slack_m)


def test_check_centre_brings_the_longitude_back():
    assert check_centre(398.0, 33.0) == (38.0, 33.0)
    assert check_centre(180, -90) == (-180.0, -90.0)


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 1.0), (1.0, math.nan), (12.0, 125.0), (math.inf, 0.0)])
def test_check_centre_refuses_what_is_no_place(lon, lat):
    with pytest.raises(CoordinateError, match="centre of the disc"):
        check_centre(lon, lat)


@pytest.mark.parametrize("radius", [0.0, -1.0, math.nan, math.inf])
def test_check_radius_refuses_what_makes_no_disc(radius):
    with pytest.raises(InputError, match="radius"):
        check_radius(radius)
