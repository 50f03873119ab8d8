import numpy as np
import pandas as pd
import pytest

from geo.errors import CoordinateError
from geo.geodesy.points import flat_points, refuse_bad


def test_flat_points_are_views_where_they_can_be():
    lon, lat = np.zeros(5), np.ones(5)
    x, y, shape = flat_points(lon, pd.Series(lat))
    assert np.shares_memory(x, lon)
    assert y.tolist() == [1.0] * 5
    assert shape == (5,)


def test_coordinates_that_do_not_go_together():
    with pytest.raises(CoordinateError, match="do not go together"):
        flat_points([1.0, 2.0], [1.0, 2.0, 3.0])


@pytest.mark.parametrize("lon", [["east"], [object()]])
def test_coordinates_that_are_no_numbers(lon):
    with pytest.raises(CoordinateError, match="numbers"):
        flat_points(lon, [1.0])


@pytest.mark.parametrize(
    ("lon", "lat", "count", "index"),
    [
        ([1.0, np.nan, 2.0, np.nan], [1.0] * 4, 2, 1),
        ([1.0, 2.0, np.inf], [1.0] * 3, 1, 2),
        ([1.0, 2.0, 3.0], [1.0, 2.0, -90.001], 1, 2),
        ([1.0, None], [1.0, 1.0], 1, 1),
        (np.ma.masked_greater([1.0, 2.0, 3.0], 1.5), [1.0] * 3, 2, 1),
        (pd.Series([1.0, 2.0, None]), pd.Series([1.0, 2.0, 3.0]), 1, 2),
    ],
)
def test_bad_points_are_counted_and_the_first_is_named(lon, lat, count, index):
    x, y, _ = flat_points(lon, lat)
    with pytest.raises(CoordinateError, match=rf"^{count} of {x.size} points .* index {index}:"):
        refuse_bad(x, y)


def test_bad_points_are_found_in_any_chunk():
    lon, lat = np.zeros(600_000), np.zeros(600_000)
    lat[300_000] = lat[599_999] = 91.0
    with pytest.raises(CoordinateError, match=r"^2 of 600,000 points .* index 300000: longitude 0, latitude 91"):
        refuse_bad(lon, lat)


def test_good_points_pass():
    refuse_bad(np.array([540.0, -180.0, 0.0]), np.array([90.0, -90.0, 0.0]))
