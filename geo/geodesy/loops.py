"""The inner loops point by point, in the part of Python that numba compiles; see `geo.geodesy.compiled`.

Longitudes and latitudes are in degrees. Nothing here calls anything of geo: machine code that is kept on disk would not
notice that it has changed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

OUT, IN, UNSURE = 0, 1, 2
"""What `decide_clusters` says of a point and an area."""


def decide_polynomial(
    lon: _Array,
    lat: _Array,
    inside: NDArray[np.bool_],
    undecided: _Indices,
    centre_lon: float,
    middle: float,
    half: float,
    band: float,
    coefficients: _Array,
) -> int:
    """Fill `inside` with what `geo.geodesy.profile` is sure of, `undecided` with the indices of the rest; their number.

    coefficients: descending powers of lat - middle, 4 or 8 or ... of them, leading ones 0. Returns -1, `inside` then
    not to be read, when a latitude is none or a longitude is more than 540 degrees from the centre's. Points are taken
    in blocks that stay in the first-level cache, and without a branch, so that several are worked out at once.
    """
    found = 0
    leading, excess = np.zeros(1024), np.empty(1024)
    last = coefficients.size - 4
    c0, c1, c2, c3 = coefficients[last], coefficients[last + 1], coefficients[last + 2], coefficients[last + 3]
    for start in range(0, lon.size, 1024):
        n = min(1024, lon.size - start)
        x, y, answer = lon[start : start + n], lat[start : start + n], inside[start : start + n]
        if last > 0:
            leading[:] = 0.0
            for k in range(0, last, 4):
                d0, d1, d2, d3 = coefficients[k], coefficients[k + 1], coefficients[k + 2], coefficients[k + 3]
                for i in range(n):
                    t = y[i] - middle
                    leading[i] = (((leading[i] * t + d0) * t + d1) * t + d2) * t + d3
        for i in range(n):
            t = y[i] - middle
            dlon = abs(x[i] - centre_lon)
            folded = min(dlon, abs(360.0 - dlon))
            more = (((leading[i] * t + c0) * t + c1) * t + c2) * t + c3 - folded * folded
            more = more if abs(t) <= half else -1e300
            # what is no coordinate is left undecided, to be looked at below
            excess[i] = more if (dlon <= 540.0) & (abs(y[i]) <= 90.0) else 0.0
        unsure = 0
        for i in range(n):
            answer[i] = excess[i] > band
            unsure += abs(excess[i]) <= band
        if unsure:
            for i in range(n):
                if abs(excess[i]) <= band:
                    if not (abs(x[i] - centre_lon) <= 540.0 and abs(y[i]) <= 90.0):
                        return -1
                    undecided[found] = start + i
                    found += 1
    return found


def decide_table(
    lon: _Array,
    lat: _Array,
    inside: NDArray[np.bool_],
    undecided: _Indices,
    centre_lon: float,
    south: float,
    north: float,
    per_degree: float,
    low: _Array,
    high: _Array,
) -> int:
    """The same for a disc that `geo.geodesy.bins` describes; both arrays are as long as the points.

    >>> inside, undecided = np.zeros(2, bool), np.zeros(2, np.intp)
    >>> lon, lat, low, high = np.array([1.0, 3.0]), np.array([0.2, 0.7]), np.array([2.0, 2.0]), np.array([2.5, 4.0])
    >>> found = decide_table(lon, lat, inside, undecided, 0.0, 0.0, 1.0, 2.0, low, high)
    >>> inside.tolist(), undecided[:found].tolist()
    ([True, False], [1])
    """
    found = 0
    for i in range(lon.size):
        dlon = abs(lon[i] - centre_lon)
        if not (dlon <= 540.0 and abs(lat[i]) <= 90.0):
            return -1
        folded = min(dlon, abs(360.0 - dlon))
        at = min(max(int((lat[i] - south) * per_degree), 0), low.size - 1)
        near = (lat[i] >= south) & (lat[i] <= north)
        inside[i] = near & (folded <= low[at])
        # written whether or not it counts: a branch here would be guessed wrong half the time
        undecided[found] = i
        found += near & (folded > low[at]) & (folded < high[at])
    return found


def decide_clusters(
    x: _Array,
    y: _Array,
    cluster: _Indices,
    aside: _Array,
    margin: float,
    odd: NDArray[np.bool_],
    first: _Indices,
    edge: _Indices,
    x1: _Array,
    y1: _Array,
    x2: _Array,
    y2: _Array,
    answer: NDArray[np.int8],
) -> None:
    """Fill `answer` with IN, OUT or UNSURE for points in clusters of edges; see `geo.geodesy.polygons`.

    aside, margin: how near an edge a point is unsure, in degrees of longitude and of latitude.
    """
    for k in range(x.size):
        c = cluster[k]
        inside = odd[c]
        unsure = False
        for j in range(first[c], first[c + 1]):
            e = edge[j]
            if y1[e] - margin <= y[k] <= y2[e] + margin:
                left, right = (x1[e] - x[k]) * (y2[e] - y[k]), (x2[e] - x[k]) * (y1[e] - y[k])
                bound = 4e-16 * (abs(left) + abs(right)) + 1e-290 + aside[k] * (abs(x2[e] - x1[e]) + (y2[e] - y1[e]))
                if abs(left - right) <= bound:
                    unsure = True
                    break
                if left < right and y1[e] <= y[k] < y2[e]:
                    inside = not inside
        answer[k] = 2 if unsure else (1 if inside else 0)
