"""Lines of one kind of edge drawn with another: geodesics with short straight lon/lat edges, and the reverse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy.ellipsoid import destination, inverse

_Array = NDArray[np.float64]
_Index = NDArray[np.intp]

_STRIDE_M: Final = 200_000.0
_STRIDE_DEG: Final = 5.0
_HALVINGS: Final = 24
_SHARE: Final = 0.95
"""Of the tolerance, what an edge may take where it is looked at: elsewhere it may be a little farther off."""
_LOOKED_AT: Final = (0.25, 0.5, 0.75)
"""Shares of an edge; one that crosses the equator may bow to both sides and be right in its middle."""


def bent(line: _Array, tolerance_m: float) -> _Array:
    """A line of geodesics with vertices added until straight lon/lat edges stay within the tolerance.

    line: lon, lat in degrees, shape (n, 2), longitudes running on; the vertices themselves stay as they are.
    """
    azimuth, metres = inverse(*line[:-1].T, *line[1:].T)

    def at(edge: _Index, t: _Array) -> _Array:
        lon, lat = destination(line[edge, 0], line[edge, 1], azimuth[edge], t * metres[edge])
        # a geodesic runs between the longitudes of its ends
        lon += 360.0 * np.round(((line[edge, 0] + line[edge + 1, 0]) / 2.0 - lon) / 360.0)
        lon, lat = np.where(t == 0.0, line[edge].T, np.where(t == 1.0, line[edge + 1].T, (lon, lat)))
        return np.column_stack([lon, lat])

    def bow_m(edge: _Index, low: _Array, high: _Array) -> _Array:
        start, end = at(edge, low), at(edge, high)
        return _most(
            inverse(*at(edge, low + share * (high - low)).T, *(start + share * (end - start)).T)[1]
            for share in _LOOKED_AT
        )

    edge, t = _halved(np.ceil(metres / _STRIDE_M), bow_m, tolerance_m)
    return np.concatenate([at(edge, t), line[-1:]])


def stretched(line: _Array, tolerance_m: float) -> _Array:
    """A line that is straight in lon/lat with vertices added until geodesics stay within the tolerance of it."""

    def at(edge: _Index, t: _Array) -> _Array:
        return np.asarray(line[edge] + t[:, None] * (line[edge + 1] - line[edge]))

    def bow_m(edge: _Index, low: _Array, high: _Array) -> _Array:
        start, end = at(edge, low), at(edge, high)
        azimuth, metres = inverse(*start.T, *end.T)
        return _most(
            inverse(
                *destination(start[:, 0], start[:, 1], azimuth, share * metres), *(start + share * (end - start)).T
            )[1]
            for share in _LOOKED_AT
        )

    edge, t = _halved(np.ceil(np.abs(np.diff(line[:, 0])) / _STRIDE_DEG), bow_m, tolerance_m)
    return np.concatenate([at(edge, t), line[-1:]])


def _halved(
    counts: _Array, bow_m: Callable[[_Index, _Array, _Array], _Array], tolerance_m: float
) -> tuple[_Index, _Array]:
    """Where each stretch of each edge begins (edge, share of it): equal ones first, halved until none bows too far."""
    counts = np.maximum(counts, 1.0)
    edge = np.repeat(np.arange(len(counts)), counts.astype(np.intp))
    number = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts.astype(np.intp))
    low, high = number / counts[edge], (number + 1.0) / counts[edge]
    edges, lows = [], []
    for _ in range(_HALVINGS):
        bad = bow_m(edge, low, high) > _SHARE * tolerance_m
        edges.append(edge[~bad])
        lows.append(low[~bad])
        edge, low, high = edge[bad], low[bad], high[bad]
        if not edge.size:
            break
        middle = (low + high) / 2.0
        edge, low, high = np.tile(edge, 2), np.concatenate([low, middle]), np.concatenate([middle, high])
    every, t = np.concatenate([*edges, edge]), np.concatenate([*lows, low])
    order = np.lexsort((t, every))
    return every[order], t[order]


def _most(bows: Iterable[_Array]) -> _Array:
    """The most of what was found at each of the places looked at.

    No less than how far a straight edge lies from the geodesic there, since like points of both are compared.
    """
    return np.asarray(np.max(list(bows), axis=0))
