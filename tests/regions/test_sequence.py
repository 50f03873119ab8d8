import numpy as np

from geo.regions.sequence import even_points, shares


def test_points_fill_the_square_evenly() -> None:
    points = even_points(4096, seed=5)
    counts, _, _ = np.histogram2d(points[:, 0], points[:, 1], bins=8, range=[[0, 1], [0, 1]])
    assert counts.sum() == 4096
    assert np.abs(counts - 64).max() <= 4  # random points would be off by 20 or so


def test_the_same_seed_gives_the_same_points_and_another_others() -> None:
    assert (even_points(10, seed=3) == even_points(10, seed=3)).all()
    assert not np.isclose(even_points(10, seed=3), even_points(10, seed=4)).any()


def test_shares_add_up_and_are_right_on_average() -> None:
    weights = np.array([0.873, 0.12, 0.007])
    drawn = np.array([shares(10, weights, seed=seed) for seed in range(2000)])
    assert (drawn.sum(axis=1) == 10).all()
    assert (np.abs(drawn - 10 * weights) < 1.0).all()
    assert np.allclose(drawn.mean(axis=0), 10 * weights, atol=0.05)


def test_no_points_are_no_points() -> None:
    assert even_points(0).shape == (0, 2)
    assert shares(0, np.array([0.5, 0.5])).tolist() == [0, 0]
