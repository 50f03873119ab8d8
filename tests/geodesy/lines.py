"""Lines that are hard on purpose, and the definition to compare with: edges sampled ever closer to a point."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import GEOD

Array = NDArray[np.float64]

HARD = {
    "equator": [(0.0, 0.0), (3.0, 1.0), (3.0, -2.0)],
    "sixty": [(10.0, 60.0), (25.0, 60.0), (30.0, 58.0)],
    "eighty-nine": [(0.0, 89.0), (60.0, 89.5), (150.0, 88.7), (160.0, 80.0)],
    "almost a pole": [(0.0, 89.99), (170.0, 89.99)],
    "to the pole": [(10.0, 85.0), (10.0, 90.0)],
    "to the pole askew": [(10.0, 85.0), (70.0, 90.0)],
    "over the pole": [(40.0, 89.5), (210.0, 89.0)],
    "south": [(0.0, -89.9), (100.0, -89.2), (170.0, -89.95)],
    "antimeridian": [(170.0, -10.0), (190.0, -14.0), (183.0, -20.0)],
    "long": [(0.0, 50.0), (120.0, 50.0)],
    "meridian": [(20.0, -40.0), (20.0, 60.0)],
    "a metre": [(5.0, 5.0), (5.00001, 5.00001)],
}


def inverse_m(lon: Array, lat: Array, x: float, y: float) -> Array:
    return np.asarray(GEOD.inv(lon.copy(), lat.copy(), np.full(lon.shape, x), np.full(lon.shape, y))[2])


def along(start: Array, end: Array, edges: str, t: Array) -> tuple[Array, Array]:
    if edges == "lonlat":
        return start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1])
    azimuth, _, metres = GEOD.inv(*start, *end)
    lon, lat, _ = GEOD.fwd(
        np.full(t.shape, start[0]), np.full(t.shape, start[1]), np.full(t.shape, azimuth), t * metres
    )
    return np.asarray(lon), np.asarray(lat)


def to_line_m(line: list[tuple[float, float]], edges: str, x: float, y: float) -> float:
    """Each edge at 4,001 points, then five times closer around the nearest."""
    best = np.inf
    for start, end in pairwise(np.array(line)):
        low, high = 0.0, 1.0
        for count in (4001, 41, 41, 41, 41, 41):
            t = np.linspace(low, high, count)
            metres = inverse_m(*along(start, end, edges, t), x, y)
            at, step = int(metres.argmin()), (high - low) / (count - 1)
            best = min(best, float(metres[at]))
            low, high = max(0.0, t[at] - 1.5 * step), min(1.0, t[at] + 1.5 * step)
    return best


def around(line: list[tuple[float, float]], count: int, seed: int, farthest: float = 6.0) -> tuple[Array, Array]:
    """Points 1 m to 10**farthest m from the line's vertices."""
    rng = np.random.default_rng(seed)
    start = np.array(line)[rng.integers(len(line), size=count)]
    metres = 10.0 ** rng.uniform(0.0, farthest, count)
    lon, lat, _ = GEOD.fwd(start[:, 0].copy(), start[:, 1].copy(), rng.uniform(0.0, 360.0, count), metres)
    return np.asarray(lon), np.asarray(lat)
