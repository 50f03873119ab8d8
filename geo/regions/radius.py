"""The circle around a region's best estimate that holds a given share of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from geo.errors import InputError
from geo.geodesy import distance_m
from geo.regions.radial import LIMIT_M
from geo.regions.region import Region

_CLOSE: Final = 5e-5
_SAMPLE: Final = 512


def radius_holding(region: Region, level: float) -> float:
    """Metres around `region.estimate()` within which it lies with probability `level`, which is met within 1e-4.

    A small sample says where to look; `p_in_disc` decides.
    """
    check_level(level)
    lon, lat = region.estimate()
    points = region.sample(_SAMPLE)
    distances = np.sort(distance_m(lon, lat, points[:, 0], points[:, 1]))
    guess = float(np.quantile(distances, level))
    around = np.quantile(distances, [max(level - 0.02, 0.0), min(level + 0.02, 1.0)])
    # a sample of 512 is off by half a percent or so: the zero is likely within that on either side
    return root(lambda r: region.p_in_disc(lon, lat, r) - level, guess, max(float(np.ptp(around)) / 6.0, 1e-2))


def root(excess: Callable[[float], float], guess: float, span: float) -> float:
    """The distance in metres near `guess` at which the rising function `excess` is zero, within `_CLOSE`.

    Steps outwards by growing spans until the zero is between two distances, then the Illinois form of regula falsi.

    >>> round(root(lambda r: r / 1000.0 - 0.5, 700.0, 10.0), 1)
    500.0
    """
    value = excess(guess)
    low = high = guess
    below = above = value
    for width in _widening(span):
        if abs(value) < _CLOSE:
            return guess
        if below <= 0.0 <= above:
            break
        if value > 0.0:
            high, above = low, below
            low = max(low - width, 0.0)
            below = excess(low) if low > 0.0 else -1.0
        else:
            low, below = high, above
            high = min(high + width, LIMIT_M)
            above = excess(high) if high < LIMIT_M else 1.0
    for _ in range(60):
        if high - low < 1e-9 * high:
            break
        middle = (low * above - high * below) / (above - below)
        value = excess(middle)
        if abs(value) < _CLOSE:
            return middle
        if value > 0.0:
            high, above, below = middle, value, below / 2.0
        else:
            low, below, above = middle, value, above / 2.0
    return high


def _widening(span: float) -> Iterator[float]:
    while True:
        yield span
        span *= 2.0
