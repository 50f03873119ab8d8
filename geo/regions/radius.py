"""The circle around a region's best estimate that holds a given share of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import distance_m
from geo.regions.radial import LIMIT_M
from geo.regions.region import Region, check_level
from geo.regions.stack import Stack, is_stackable, leaves

_CLOSE: Final = 5e-5
_SAMPLE: Final = 512
_ROUNDS: Final = 30


def radius_holding(region: Region, level: float) -> float:
    """Metres around `region.estimate()` within which it lies with probability `level`, which is met within 1e-4."""
    check_level(level)
    return _known(cast(Hashable, region), level)


@lru_cache(maxsize=1024)
def _known(region: Any, level: float) -> float:
    if is_stackable(region):
        return _of_many(region, level)
    lon, lat = region.estimate()
    # a small sample says where to look; `p_in_disc` decides
    points = region.sample(_SAMPLE)
    distances = np.sort(distance_m(lon, lat, points[:, 0], points[:, 1]))
    guess = float(np.quantile(distances, level))
    around = np.quantile(distances, [max(level - 0.02, 0.0), min(level + 0.02, 1.0)])
    # a sample of 512 is off by half a percent or so: the zero is likely within that on either side
    return root(lambda r: region.p_in_disc(lon, lat, r) - level, guess, max(float(np.ptp(around)) / 6.0, 1e-2))


def _of_many(region: Region, level: float) -> float:
    """The same by asking about several radii at a time, ever closer to the one wanted."""
    lon, lat = region.estimate()
    low, high = 0.0, LIMIT_M
    below, above = 0.0, 1.0
    middle = _scale(region, lon, lat)
    radii = middle * np.geomspace(1.0 / 16.0, 16.0, 17)
    for _ in range(_ROUNDS):
        radii = np.unique(radii[(radii > low) & (radii < high)])
        if not radii.size:
            break
        p = np.maximum.accumulate(Stack([region] * len(radii)).p_in_disc(lon, lat, radii))
        closest = int(np.argmin(np.abs(p - level)))
        if abs(p[closest] - level) < _CLOSE:
            return float(radii[closest])
        at = int(np.searchsorted(p, level))
        if at > 0:
            low, below = float(radii[at - 1]), float(p[at - 1])
        if at < len(p):
            high, above = float(radii[at]), float(p[at])
        if high - low < 1e-9 * high:
            break
        radii = _closer(low, high, (level - below) / max(above - below, 1e-12))
    return high


def _closer(low: float, high: float, share: float) -> NDArray[np.float64]:
    # radii between two: all over, in case the probability jumps, and dense around where a straight line leads
    if high > 4.0 * low:
        return np.geomspace(max(low, high * 1e-3), high, 14)[:-1]
    near = share + np.array([-0.1, -0.03, -0.01, -0.003, 0.0, 0.003, 0.01, 0.03, 0.1])
    return np.asarray(low + (high - low) * np.concatenate([[0.2, 0.4, 0.6, 0.8], near]))


def _scale(region: Region, lon: float, lat: float) -> float:
    # the order of magnitude of the region around its estimate
    spread = 0.0
    for w, leaf in leaves(region):
        median = float(leaf.radial.quantile(0.5))
        across = 1.0 if leaf.bearing.is_any else min(1.0, math.radians(leaf.bearing.half_width_deg))
        away = float(distance_m(lon, lat, *leaf.estimate()))
        spread += w * (away + median * across)
    return max(spread, 1e-2)


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
