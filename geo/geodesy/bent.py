"""Lines of one kind of edge drawn with another: geodesics with short straight lon/lat edges, and the reverse."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy.ellipsoid import GEOD, inverse

_Array = NDArray[np.float64]

_STRIDE_M: Final = 200_000.0
_STRIDE_DEG: Final = 5.0
_HALVINGS: Final = 24
_SHARE: Final = 0.95
"""Of the tolerance, what the middle of an edge may take: elsewhere it may be a little farther off."""


def bent(line: _Array, tolerance_m: float) -> _Array:
    """A line of geodesics with vertices added until straight lon/lat edges stay within the tolerance."""
    out = []
    for start, end in zip(line[:-1], line[1:], strict=True):
        azimuth, metres = (float(one) for one in inverse(*start, *end))
        t = np.linspace(0.0, 1.0, math.ceil(metres / _STRIDE_M) + 1) if metres > 0.0 else np.array([0.0, 1.0])
        for _ in range(_HALVINGS):
            lon, lat = _along(start, azimuth, metres, t)
            bad = np.flatnonzero(_bow_m(start, azimuth, metres, t, lon, lat) > _SHARE * tolerance_m)
            if not bad.size:
                break
            t = np.insert(t, bad + 1, (t[bad] + t[bad + 1]) / 2.0)
        lon, lat = _along(start, azimuth, metres, t)
        run = start[0] + np.concatenate([[0.0], np.cumsum(np.mod(np.diff(lon) + 180.0, 360.0) - 180.0)])
        out.append(np.column_stack([run[:-1], np.append(start[1], lat[1:-1])]))
    return np.concatenate([*out, line[-1:]])


def stretched(line: _Array, tolerance_m: float) -> _Array:
    """A line that is straight in lon/lat with vertices added until geodesics stay within the tolerance of it."""
    out = []
    for start, end in zip(line[:-1], line[1:], strict=True):
        t = np.linspace(0.0, 1.0, max(2, math.ceil(abs(end[0] - start[0]) / _STRIDE_DEG) + 1))
        for _ in range(_HALVINGS):
            at = start + t[:, None] * (end - start)
            azimuth, metres = inverse(*at[:-1].T, *at[1:].T)
            x, y, _ = GEOD.fwd(at[:-1, 0].copy(), at[:-1, 1].copy(), azimuth, metres / 2.0)
            middle = (at[:-1] + at[1:]) / 2.0
            bad = np.flatnonzero(inverse(x, y, *middle.T)[1] > _SHARE * tolerance_m)
            if not bad.size:
                break
            t = np.insert(t, bad + 1, (t[bad] + t[bad + 1]) / 2.0)
        out.append((start + t[:, None] * (end - start))[:-1])
    return np.concatenate([*out, line[-1:]])


def _along(start: _Array, azimuth: float, metres: float, t: _Array) -> tuple[_Array, _Array]:
    one = np.ones(len(t))
    lon, lat, _ = GEOD.fwd(one * start[0], one * start[1], one * azimuth, t * metres)
    return np.asarray(lon), np.asarray(lat)


def _bow_m(start: _Array, azimuth: float, metres: float, t: _Array, lon: _Array, lat: _Array) -> _Array:
    """How far the middle of each straight lon/lat edge lies from the middle of its geodesic, metres.

    That is no less than how far it lies from the geodesic.
    """
    x = lon[:-1] + (np.mod(np.diff(lon) + 180.0, 360.0) - 180.0) / 2.0
    true = _along(start, azimuth, metres, (t[:-1] + t[1:]) / 2.0)
    return inverse(x, (lat[:-1] + lat[1:]) / 2.0, *true)[1]
