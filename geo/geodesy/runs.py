"""Runs of many sizes, laid out one after another: what the joins are made of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_Indices = NDArray[np.intp]


def batches(sizes: _Indices, limit: int) -> Iterator[slice]:
    """Slices of consecutive items whose sizes add up to no more than `limit`, or of one item that is larger.

    Slices without anything in them are left out.

    >>> list(batches(np.array([3, 4, 0, 9, 0]), 7))
    [slice(0, 3, None), slice(3, 4, None)]
    """
    ends = np.cumsum(sizes)
    begin, done = 0, 0
    while begin < sizes.size:
        end = max(int(np.searchsorted(ends, done + limit, side="right")), begin + 1)
        if ends[end - 1] > done:
            yield slice(begin, end)
        begin, done = end, int(ends[end - 1])


def which(sizes: _Indices) -> _Indices:
    """The index of each run, as often as the run is long.

    >>> which(np.array([2, 0, 3])).tolist()
    [0, 0, 2, 2, 2]
    """
    return np.repeat(np.arange(sizes.size), sizes)


def count_up(sizes: _Indices) -> _Indices:
    """0, 1, .. size - 1 for each size, one after another.

    >>> count_up(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if sizes.size else 0
    return np.asarray(np.arange(total) - np.repeat(ends - sizes, sizes))
