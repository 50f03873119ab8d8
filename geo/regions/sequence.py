"""Points that fill a square more evenly than random ones: an additive recurrence, shifted by the seed.

Steps are the powers of 1/g with g^3 = g + 1 (the plastic number), the two-dimensional analogue of the golden
ratio: H. Niederreiter, Random Number Generation and Quasi-Monte Carlo Methods (1992), chapter 4; the choice of
g by M. Roberts, "The unreasonable effectiveness of quasirandom sequences" (2018).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_PLASTIC: Final = 1.32471795724474602596
_STEP: Final = np.array([1.0 / _PLASTIC, 1.0 / _PLASTIC**2])


def even_points(n: int, *, seed: int = 0) -> NDArray[np.float64]:
    """`n` points in the unit square, shape (n, 2), the same for the same seed.

    >>> points = even_points(1000)
    >>> points.shape, int((points[:, 0] < 0.25).sum())
    ((1000, 2), 250)
    """
    shift = np.random.default_rng(seed).random(2)
    return np.asarray(np.mod(shift + np.arange(1, n + 1)[:, None] * _STEP, 1.0))


def shares(n: int, weights: NDArray[np.float64], *, seed: int = 0) -> NDArray[np.int64]:
    """How many of `n` points fall to each weight: within one of its share, and right on average over seeds.

    >>> shares(10, np.array([0.75, 0.25])).sum()
    np.int64(10)
    """
    ends = np.concatenate([[0.0], np.cumsum(weights)]) / np.sum(weights) * n
    ends[-1] = n
    start = np.random.default_rng([seed, 1]).random()
    counted = np.floor(ends + start)
    counted[0], counted[-1] = 0, n
    return np.diff(counted).astype(np.int64)
