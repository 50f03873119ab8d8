"""Stadiums: what lies within a width of one geodesic, drawn. Together they are the surroundings of a line.

The rim of a stadium is run through once, the inside on its left, by one parameter u from 0 to 4: along the right side,
around the far end, back along the left side, around the near end. A vertex lies `width_m` along the geodesic that leaves
the segment square, or an end in a direction; between two vertices the drawn edge strays from the rim by no more than its
middle does from the rim's at the middle u, and where that is too much a vertex is put in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.geodesy import destination, distance_m
from geo.geodesy.ellipsoid import inverse
from geo.shapes.polygons import fold, whole_steps

_Array = NDArray[np.float64]

_FEWEST: Final = 16
_ROUNDS: Final = 24
_STRIDE_M: Final = 200_000.0
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Segments:
    """Geodesics, one per row."""

    start: _Array
    """lon, lat, shape (n, 2)."""
    azimuth: _Array
    length: _Array
    width_m: float

    def rim(self, row: NDArray[np.intp], u: _Array) -> tuple[_Array, _Array]:
        """lon, lat of the rim of the stadiums `row` at `u`."""
        side = np.minimum(np.floor(u), 3.0)
        share = u - side
        t = np.select([side == 0.0, side == 1.0, side == 2.0], [share, np.ones_like(u), 1.0 - share], 0.0)
        turn = np.select(
            [side == 0.0, side == 1.0, side == 2.0], [np.full_like(u, 90.0), 90.0 - 180.0 * share, np.full_like(u, -90.0)],
            -90.0 - 180.0 * share,
        )  # fmt: skip
        x, y = destination(*self.start[row].T, self.azimuth[row], t * self.length[row])
        # the direction of a geodesic at a point of it: back to its start, and turned around
        back = inverse(x, y, *self.start[row].T)[0] + 180.0
        ahead = np.where(t * self.length[row] > 1e-6, back, self.azimuth[row])
        return destination(x, y, ahead + turn, self.width_m)


def surroundings(lines: list[_Array], width_m: float, tolerance_m: float) -> BaseGeometry:
    """All points within `width_m` of geodesics between the vertices of `lines`, drawn to within `tolerance_m`.

    lines: lon, lat in degrees, shape (n, 2) each. Polygons in [-180, 180], edges straight in lon/lat.
    """
    starts = np.concatenate([line[:-1] for line in lines])
    ends = np.concatenate([line[1:] for line in lines])
    azimuth, length = inverse(*starts.T, *ends.T)
    drawn = []
    for first in range(0, len(starts), _BATCH):
        some = slice(first, first + _BATCH)
        drawn += _drawn(_Segments(starts[some], azimuth[some], length[some], width_m), tolerance_m)
    return fold(shapely.union_all(drawn))


def _drawn(segments: _Segments, tolerance_m: float) -> list[BaseGeometry]:
    row, u = _begun(segments, tolerance_m)
    for _ in range(_ROUNDS):
        lon, lat = segments.rim(row, u)
        same = np.flatnonzero(row[1:] == row[:-1])
        step = np.mod(lon[same + 1] - lon[same] + 180.0, 360.0) - 180.0
        middle = segments.rim(row[same], (u[same] + u[same + 1]) / 2.0)
        bow = distance_m(lon[same] + step / 2.0, (lat[same] + lat[same + 1]) / 2.0, *middle)
        bad = same[bow > 0.95 * tolerance_m]
        if not bad.size:
            break
        row, u = np.insert(row, bad + 1, row[bad]), np.insert(u, bad + 1, (u[bad] + u[bad + 1]) / 2.0)
    ends = np.flatnonzero(np.append(row[1:] != row[:-1], True)) + 1
    return [_ring(lon[a:b], lat[a:b]) for a, b in zip(np.insert(ends[:-1], 0, 0), ends, strict=True)]


def _begun(segments: _Segments, tolerance_m: float) -> tuple[NDArray[np.intp], _Array]:
    """Vertices to begin with: arcs where a chord's sagitta is the tolerance, sides in strides."""
    arc = max(_FEWEST, math.ceil(math.pi * math.sqrt(segments.width_m / (8.0 * tolerance_m)) * 1.03))
    rows, places = [], []
    for index, length in enumerate(segments.length):
        side = np.arange(max(1, math.ceil(length / _STRIDE_M)))
        along, around = side / len(side), np.arange(arc) / arc
        whole = np.concatenate([along, 1.0 + around, 2.0 + along, 3.0 + around, [4.0]])
        rows.append(np.full(len(whole), index, dtype=np.intp))
        places.append(whole)
    return np.concatenate(rows), np.concatenate(places)


def _ring(lon: _Array, lat: _Array) -> BaseGeometry:
    """The polygon of a rim whose inside is on its left, over the antimeridian and around the poles."""
    run = lon[0] + np.concatenate([[0.0], np.cumsum(np.mod(np.diff(lon) + 180.0, 360.0) - 180.0)])
    ring = whole_steps(np.column_stack([run, lat]))
    turned = 360.0 * round((run[-1] - run[0]) / 360.0)
    ring[-1] = ring[0] + [turned, 0.0]
    if turned:
        pole = 90.0 if turned > 0.0 else -90.0
        ring = np.vstack([ring, [[ring[-1, 0], pole], [ring[0, 0], pole]]])
    return fold(Polygon(ring))
