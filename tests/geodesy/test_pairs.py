import tracemalloc

import numpy as np
import pytest

from geo.errors import CoordinateError, InputError
from geo.geodesy import iter_pairs_within, pairs, pairs_within

from .circles import Array, disc_points, discs, inverse_m, ring_points

pytestmark = pytest.mark.usefixtures("form")


def by_definition(lon: Array, lat: Array, lon0: Array, lat0: Array, radius: Array) -> tuple[list[int], list[int]]:
    hits = np.array([inverse_m(x, y, lon, lat) <= r for x, y, r in zip(lon0, lat0, radius, strict=True)])
    point, disc = np.nonzero(hits.reshape(len(lon0), len(lon)).T)
    return point.tolist(), disc.tolist()


def assert_same(lon, lat, lon0, lat0, radius):
    point, disc = pairs_within(lon, lat, lon0, lat0, radius)
    assert (point.tolist(), disc.tolist()) == by_definition(lon, lat, lon0, lat0, radius)
    return point.size


@pytest.fixture
def rng():
    return np.random.default_rng(61)


@pytest.mark.parametrize("largest_m", [1e5, 3e6, 2.1e7])
def test_all_over_the_world(rng, largest_m):
    lon, lat = rng.uniform(-180, 180, 2000), np.degrees(np.arcsin(rng.uniform(-1, 1, 2000)))
    some = discs(rng, 120, smallest_m=largest_m / 100, largest_m=largest_m)
    assert assert_same(lon, lat, *map(np.array, zip(*some, strict=True))) > 0


def test_one_region(rng):
    lon, lat = rng.uniform(36, 40, 3000), rng.uniform(32, 35, 3000)
    lon0, lat0 = rng.uniform(36, 40, 150), rng.uniform(32, 35, 150)
    assert assert_same(lon, lat, lon0, lat0, 10.0 ** rng.uniform(3, 5, 150)) > 5000


def test_across_the_antimeridian(rng):
    lon, lat = 180.0 + rng.normal(0, 1, 3000), rng.normal(10, 1, 3000)
    lon[::2] -= 360.0
    lon0, lat0 = rng.choice([-180.0, 180.0], 100) + rng.normal(0, 1, 100), rng.normal(10, 1, 100)
    assert assert_same(lon, lat, lon0, lat0, 10.0 ** rng.uniform(3, 5.3, 100)) > 10_000


def test_points_at_the_edges_of_the_discs(rng):
    some = discs(rng, 60, smallest_m=100.0, largest_m=5e6)
    rings = [ring_points(rng, *disc, 60, exponents=(3.0, 12.0)) for disc in some]
    lon, lat = (np.concatenate(column) for column in zip(*rings, strict=True))
    assert_same(lon, lat, *map(np.array, zip(*some, strict=True)))


def test_discs_round_a_pole(rng):
    lon, lat = disc_points(rng, 0.0, 90.0, 200_000.0, 2000)
    lon0, lat0 = disc_points(rng, 0.0, 90.0, 100_000.0, 60)
    assert assert_same(lon, lat, lon0, lat0, np.full(60, 60_000.0)) > 1000


@pytest.mark.parametrize(("points", "discs_"), [(1, 1), (1, 50), (500, 1), (0, 3), (3, 0)])
def test_few_and_none(rng, points, discs_):
    lon, lat = rng.uniform(38, 39, points), rng.uniform(33, 34, points)
    lon0, lat0 = rng.uniform(38, 39, discs_), rng.uniform(33, 34, discs_)
    assert_same(lon, lat, lon0, lat0, np.full(discs_, 3e4))


def test_one_place_many_times():
    assert (
        assert_same(np.full(50, 38.0), np.full(50, 33.0), np.full(20, 38.0), np.full(20, 33.0), np.full(20, 1.0))
        == 1000
    )


def test_blocks_and_batches_change_nothing(rng, monkeypatch):
    lon, lat = rng.uniform(-180, 180, 4000), rng.uniform(-80, 80, 4000)
    lon0, lat0, radius = map(np.array, zip(*discs(rng, 80, smallest_m=1e4, largest_m=8e6), strict=True))
    whole = pairs_within(lon, lat, lon0, lat0, radius)
    for name, size in (("_BLOCK", 700), ("_PAIRS", 300), ("_SPANS", 5), ("_CANDIDATES", 11)):
        monkeypatch.setattr(pairs, name, size)
    parts = pairs_within(lon, lat, lon0, lat0, radius)
    assert np.array_equal(whole[0], parts[0])
    assert np.array_equal(whole[1], parts[1])


def test_pairs_come_sorted_and_numbers_broadcast(rng):
    lon, lat = rng.uniform(38, 39, 1000), rng.uniform(33, 34, 1000)
    point, disc = pairs_within(lon, lat, [38.2, 38.5, 38.8], 33.5, 40_000.0)
    assert np.all(np.diff(point * 3 + disc) > 0)
    again = pairs_within(lon, lat, 38.5, 33.5, [10_000.0, 40_000.0])
    assert again[0][again[1] == 1].tolist() == point[disc == 1].tolist()


def test_bad_points_and_discs_are_named():
    with pytest.raises(CoordinateError, match=r"1 of 3 points .* index 1:"):
        pairs_within([1.0, np.nan, 2.0], [1.0, 1.0, 1.0], [0.0], [0.0], [1.0])
    with pytest.raises(CoordinateError, match=r"centres of discs: .* index 0:"):
        pairs_within([1.0], [1.0], [0.0], [95.0], [1.0])
    with pytest.raises(CoordinateError, match="centres of discs"):
        pairs_within([1.0], [1.0], [0.0, 1.0], [5.0, 6.0], [1.0, 2.0, 3.0])
    for radius in (np.nan, 0.0, -1.0, np.inf):
        with pytest.raises(InputError, match=r"1 of 2 discs .* index 1:"):
            pairs_within([1.0], [1.0], [0.0, 1.0], [5.0, 6.0], [1.0, radius])


def test_pairs_come_in_batches_that_are_bounded(rng, monkeypatch):
    """Most points crowd into one town, so that equal shares of the points have very unequal shares of the pairs."""
    lon, lat = rng.uniform(36, 48, 6000), rng.uniform(29, 38, 6000)
    lon[:2000], lat[:2000] = rng.normal(38.0, 0.1, 2000), rng.normal(33.0, 0.1, 2000)
    discs_ = rng.uniform(37, 39, 200), rng.uniform(32, 34, 200), rng.uniform(1e4, 1e5, 200)
    whole = pairs_within(lon, lat, *discs_)
    monkeypatch.setattr(pairs, "_PAIRS", 5000)
    some = list(iter_pairs_within(lon, lat, *discs_))
    assert whole[0].size > 50_000
    assert max(point.size for point, _ in some) <= 5000
    assert np.array_equal(np.concatenate([point for point, _ in some]), whole[0])
    assert np.array_equal(np.concatenate([disc for _, disc in some]), whole[1])


def test_batches_refuse_before_the_first_is_asked_for():
    with pytest.raises(CoordinateError, match=r"1 of 2 points .* index 1:"):
        iter_pairs_within([1.0, np.nan], [1.0, 1.0], [0.0], [0.0], [1.0])


def test_memory_is_bounded(rng):
    n = 400_000
    lon, lat = rng.uniform(30, 50, n), rng.uniform(25, 40, n)
    lon0, lat0 = rng.uniform(30, 50, 300), rng.uniform(25, 40, 300)
    tracemalloc.start()
    try:
        point, _ = pairs_within(lon, lat, lon0, lat0, 50_000.0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert point.size > 100_000
    assert peak < 100 * n + 60 * point.size + 60e6
