import numpy as np
import pytest

from geo.geodesy.rows import sorted_rows


@pytest.fixture
def areas():
    return np.array([32.8, 33.5]), np.array([33.2, 34.5]), 32


def test_rows_hold_every_point_once_in_order(areas):
    rng = np.random.default_rng(51)
    lon, lat = rng.uniform(-540, 540, 5000), rng.uniform(30, 36, 5000)
    rows = sorted_rows(lon, lat, *areas)
    assert np.array_equal(np.sort(rows.order), np.arange(5000))
    assert np.all(np.diff(rows.key) >= 0)
    assert np.array_equal(rows.lat, lat[rows.order])
    assert np.all((rows.lon >= -180) & (rows.lon < 180))
    assert np.all(rows.south[1:] > rows.north[:-1])
    for r in range(rows.start.size - 1):
        lats = rows.lat[rows.start[r] : rows.start[r + 1]]
        assert (lats.min(), lats.max()) == (rows.south[r], rows.north[r])
        assert np.all(np.diff(rows.lon[rows.start[r] : rows.start[r + 1]]) >= 0)


def test_rows_follow_the_data(areas):
    """Nine tenths of the points in one town, the rest anywhere: no row is crowded."""
    rng = np.random.default_rng(52)
    lat = np.concatenate([rng.normal(33.5, 0.3, 9000), rng.uniform(-85, 85, 1000)])
    rows = sorted_rows(rng.uniform(-180, 180, 10_000), lat, *areas)
    assert np.diff(rows.start).max() < 4 * 10_000 / (rows.start.size - 1)


def test_points_in_one_place_make_one_row(areas):
    rows = sorted_rows(np.full(100, 38.0), np.full(100, 33.0), *areas)
    assert rows.start.tolist() == [0, 100]


def test_position_counts_round_the_globe(areas):
    rows = sorted_rows(np.array([-170.0, 10.0, 170.0]), np.full(3, 33.0), *areas)
    row = np.zeros(6, dtype=np.intp)
    assert rows.position(row, np.array([-180.0, 0.0, 169.0, 175.0, 195.0, -175.5])).tolist() == [0, 1, 2, 3, 4, 0]
