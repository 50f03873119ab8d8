import numpy as np

from geo.geodesy.runs import batches, count_up, which


def test_runs_are_laid_out_like_a_loop_would():
    sizes = np.random.default_rng(91).integers(0, 5, 200)
    spots = [(run, at) for run, size in enumerate(sizes) for at in range(size)]
    assert list(zip(which(sizes).tolist(), count_up(sizes).tolist(), strict=True)) == spots
    assert which(sizes[:0]).size == count_up(sizes[:0]).size == 0


def test_batches_hold_everything_once_and_no_more_than_they_may():
    sizes = np.random.default_rng(92).integers(0, 30, 500)
    sizes[100:110] = 0
    some = list(batches(sizes, 40))
    assert all(sizes[part].sum() <= 40 or part.stop - part.start == 1 for part in some)
    held = np.concatenate([np.arange(part.start, part.stop) for part in some])
    assert np.array_equal(held, np.unique(held))
    assert sizes[held].sum() == sizes.sum()
