import numpy as np
import pytest

from geo.errors import InputError
from geo.regions import point, points_in_disc


def test_many_points_are_each_the_region_of_a_point():
    rng = np.random.default_rng(5)
    lon, lat = 38.6 + rng.normal(0, 0.5, 300), 33.5 + rng.normal(0, 0.5, 300)
    doubt = rng.choice([1.0, 500.0, 5_000.0, 60_000.0], 300)
    found = points_in_disc(lon, lat, doubt, 38.6, 33.5, 54_717.7)
    one_by_one = [point(*row).p_in_disc(38.6, 33.5, 54_717.7) for row in zip(lon, lat, doubt, strict=True)]
    assert found == pytest.approx(one_by_one, abs=1e-5)
    assert ((found > 0.01) & (found < 0.99)).sum() > 30


def test_triangles_too_large_for_the_sphere_are_asked_exactly():
    found = points_in_disc([38.6, 80.0], [33.5, -10.0], [2_000_000.0, 3_000_000.0], 38.6, 33.5, 5_000_000.0)
    exact = [point(38.6, 33.5, 2e6).p_in_disc(38.6, 33.5, 5e6), point(80.0, -10.0, 3e6).p_in_disc(38.6, 33.5, 5e6)]
    assert found == pytest.approx(exact, abs=1e-5)


def test_nothing_asked_and_no_disc():
    assert points_in_disc([], [], [], 38.6, 33.5, 100.0).shape == (0,)
    with pytest.raises(InputError):
        points_in_disc([38.6], [33.5], [10.0], 38.6, 33.5, -1.0)
