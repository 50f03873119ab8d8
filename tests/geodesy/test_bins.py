import numpy as np
import pytest

from geo.geodesy.bins import bins, disc_latitudes

from .circles import FARTHEST_M, disc_points, discs, inverse_m


@pytest.mark.parametrize("count", [1, 32, 700])
def test_what_is_decided_is_right_and_the_rest_is_little(count):
    rng = np.random.default_rng(31)
    for lon0, lat0, radius in discs(rng, 40, smallest_m=100.0, largest_m=2.0e7):
        table = bins(lon0, lat0, radius, count)
        lon, lat = disc_points(rng, lon0, lat0, radius, 500)
        truth = inverse_m(lon0, lat0, lon, lat) <= radius
        reached = (lat >= table.south) & (lat <= table.north)
        assert not truth[~reached].any()
        dlon = np.abs(lon - lon0)
        dlon = np.minimum(dlon, 360.0 - dlon)
        inside, undecided = table.decide(dlon[reached], lat[reached])
        wrong = np.flatnonzero(inside != truth[reached])
        assert np.isin(wrong, undecided).all()
        if count == 700:
            assert undecided.size <= 15


def test_a_disc_that_holds_everything():
    table = bins(0.0, 45.0, 2.1e7, 64)
    inside, undecided = table.decide(np.array([0.0, 180.0, 180.0]), np.array([45.0, -45.0, 90.0]))
    assert inside.all()
    assert undecided.size == 0


def test_latitudes_reach_over_a_pole_only_when_the_disc_does():
    to_pole = float(inverse_m(0, 60.0, np.zeros(1), np.array([90.0]))[0])
    assert disc_latitudes(60.0, to_pole + 10)[1] == 90.0
    assert disc_latitudes(60.0, to_pole - 100)[1] < 90.0
    assert disc_latitudes(-60.0, to_pole + 10)[0] == -90.0
    assert disc_latitudes(0.0, FARTHEST_M + 1) == (-90.0, 90.0)
