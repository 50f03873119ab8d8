"""Strips: what lies within a width of a line, drawn edge by edge and joined.

Each edge has a polygon: along its right side, around the far vertex where the line bends away from there (or around its
end), and back along its left side. Where two edges meet, their polygons share the way from the vertex to the rim, point
for point, so that joining them leaves no gap, however the line is bent.
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

from geo.geodesy import GEOD, destination, distance_m
from geo.geodesy.course import Course
from geo.geodesy.ellipsoid import inverse, radii_of_curvature_m
from geo.shapes.polygons import fold, whole_steps

_Array = NDArray[np.float64]
_Index = NDArray[np.intp]

_ROUNDS: Final = 30
_STRIDE_M: Final = 200_000.0
_SPOKE_M: Final = 50_000.0
_PIECE_M: Final = 100_000.0
_PIECE_DEG: Final = 5.0
_WIDEST_ARC_DEG: Final = 30.0


@dataclass(frozen=True, slots=True)
class _Rims:
    """Stretches of rims, one per row, run through by s from 0 to 1: a side of an edge, or an arc around a vertex."""

    lon: _Array
    lat: _Array
    step: _Array
    """From the edge's start to its end, degrees, shape (n, 2), where it is straight in lon/lat; NaN for a geodesic."""
    azimuth: _Array
    """Of the edge at its start, or of the first direction of an arc, degrees."""
    length: _Array
    """Of the edge, metres; 0 for an arc."""
    turn: _Array
    """From the edge's direction to its side, or from the first direction of an arc to the last, degrees."""
    width_m: float

    def at(self, row: _Index, s: _Array) -> tuple[_Array, _Array]:
        """lon, lat of the stretches `row` at `s`."""
        length, azimuth, turn = self.length[row], self.azimuth[row], self.turn[row]
        x, y, back = (np.asarray(v) for v in GEOD.fwd(self.lon[row], self.lat[row], azimuth, s * length))
        along = np.where(s * length > 0.0, back + 180.0, azimuth)
        straight = np.isfinite(self.step[row, 0])
        if straight.any():
            dlon, dlat = self.step[row].T
            lon, lat = self.lon[row] + s * dlon, self.lat[row] + s * dlat
            x, y = np.where(straight, lon, x), np.where(straight, lat, y)
            along = np.where(straight, _azimuth(np.where(straight, lat, 0.0), dlon, dlat), along)
        moving = length > 0.0
        x, y = np.where(moving, x, self.lon[row]), np.where(moving, y, self.lat[row])
        return destination(x, y, np.where(moving, along, azimuth + s * turn - turn) + turn, self.width_m)


def _azimuth(lat: _Array, dlon: _Array, dlat: _Array) -> _Array:
    """Of a line that is straight in lon/lat, where it is at `lat`, degrees."""
    along, across = radii_of_curvature_m(lat)
    return np.asarray(np.degrees(np.arctan2(across * np.cos(np.radians(lat)) * dlon, along * dlat)))


def strips(course: Course, width_m: float, tolerance_m: float) -> BaseGeometry:
    """All points within `width_m` of a course, drawn to within `tolerance_m`.

    Polygons in [-180, 180], edges straight in lon/lat. Where a line comes close to itself, slits may be left open inside
    that are narrower than a millimetre.
    """
    polygons: list[BaseGeometry] = []
    for line in course.lines:
        cut = line if course.edges == "geodesic" else _in_pieces(line)
        polygons += _of_line(cut, course.edges == "geodesic", width_m, tolerance_m)
    return fold(shapely.union_all(polygons))


def _in_pieces(line: _Array) -> _Array:
    """A line with vertices added, so that no edge turns far on its way."""
    step = np.diff(line, axis=0)
    metres = np.radians(np.hypot(step[:, 0] * np.cos(np.radians(line[:-1, 1])), step[:, 1])) * GEOD.a
    counts = np.maximum(np.ceil(np.maximum(metres / _PIECE_M, np.abs(step[:, 0]) / _PIECE_DEG)), 1).astype(np.intp)
    edge = np.repeat(np.arange(len(step)), counts)
    share = np.concatenate([np.arange(count) / count for count in counts])
    return np.vstack([line[edge] + share[:, None] * step[edge], line[-1:]])


def _of_line(line: _Array, geodesic: bool, width_m: float, tolerance_m: float) -> list[BaseGeometry]:
    starts, ends = line[:-1], line[1:]
    azimuth, length = inverse(*starts.T, *ends.T)
    arrives = inverse(*ends.T, *starts.T)[0] + 180.0
    step = np.full_like(starts, np.nan)
    if not geodesic:
        step = ends - starts
        azimuth, arrives = (_azimuth(at[:, 1], *step.T) for at in (starts, ends))
    count = len(starts)
    closed = bool(np.mod(line[-1, 0] - line[0, 0], 360.0) == 0.0 and line[-1, 1] == line[0, 1])
    following = np.append(azimuth[1:], azimuth[0] if closed else np.nan)
    bend = np.mod(following - arrives + 180.0, 360.0) - 180.0
    none = np.zeros(count)
    # rows: right sides, left sides (run backwards), arcs at the far ends; an arc around the near end of an open line
    around = np.isnan(bend)
    arc_from = np.where(around, arrives + 90.0, np.where(bend < 0.0, arrives + 90.0, following - 90.0))
    arc_turn = np.where(around, -180.0, -np.abs(bend))
    rims = _Rims(
        np.concatenate([starts[:, 0], starts[:, 0], ends[:, 0], starts[:1, 0]]),
        np.concatenate([starts[:, 1], starts[:, 1], ends[:, 1], starts[:1, 1]]),
        np.vstack([step, step, np.full((count + 1, 2), np.nan)]),
        np.concatenate([azimuth, azimuth, arc_from, azimuth[:1] - 90.0]),
        np.concatenate([length, length, none, [0.0]]),
        np.concatenate([none + 90.0, none - 90.0, arc_turn, [-180.0]]),
        width_m,
    )
    drawn = _refined(rims, tolerance_m)
    right_spokes = _spokes(starts, azimuth + 90.0, width_m)
    left_spokes = _spokes(starts, azimuth - 90.0, width_m)
    right_ends, left_ends = _spokes(ends, arrives + 90.0, width_m), _spokes(ends, arrives - 90.0, width_m)
    out = []
    for k in range(count):
        after = (k + 1) % count
        right, left, arc = drawn[k], drawn[count + k][::-1], drawn[2 * count + k]
        right[0], left[-1] = right_spokes[k][-1], left_spokes[k][-1]
        if not around[k]:  # the numbers of the neighbour, where it goes the same way
            right[-1], left[0] = right_ends[k][-1], left_ends[k][-1]
            outer = (right_ends[k], right_spokes[after]) if bend[k] < 0.0 else (left_spokes[after], left_ends[k])
            arc[0], arc[-1] = outer[0][-1], outer[1][-1]
        if around[k]:
            far = [right, arc, left]
        elif bend[k] < 0.0:  # the right side is the outer one
            far = [right, arc, right_spokes[after][::-1], left_ends[k], left]
        else:
            far = [right, right_ends[k][::-1], left_spokes[after], arc, left]
        near = [drawn[-1]] if k == 0 and not closed else [left_spokes[k][::-1], right_spokes[k]]
        out.append(_polygon(np.concatenate([*far, *near])))
    return out


def _spokes(at: _Array, azimuth: _Array, width_m: float) -> _Array:
    """The ways from points to the rim, shape (n, m, 2): the same numbers for whoever goes them."""
    far = np.linspace(0.0, width_m, max(2, math.ceil(width_m / _SPOKE_M) + 1))
    lon, lat = destination(at[:, :1], at[:, 1:], azimuth[:, None], far[None, :])
    lon[:, 0], lat[:, 0] = at[:, 0], at[:, 1]
    return np.stack([lon, lat], axis=-1)


def _refined(rims: _Rims, tolerance_m: float) -> list[_Array]:
    """The stretches as vertices whose straight lon/lat edges stay within the tolerance, shape (n, 2) each."""
    sagitta = 2.0 * math.degrees(math.acos(max(-1.0, 1.0 - tolerance_m / rims.width_m)))
    counts = np.where(
        rims.length > 0.0,
        np.ceil(rims.length / _STRIDE_M),
        np.ceil(np.abs(rims.turn) / min(_WIDEST_ARC_DEG, 0.97 * sagitta)),
    )
    counts = np.maximum(counts, 1).astype(np.intp) + 1
    row = np.repeat(np.arange(len(counts)), counts)
    s = (np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)) / (counts[row] - 1)
    for _ in range(_ROUNDS):
        lon, lat = rims.at(row, s)
        same = np.flatnonzero(row[1:] == row[:-1])
        step = np.mod(lon[same + 1] - lon[same] + 180.0, 360.0) - 180.0
        middle = rims.at(row[same], (s[same] + s[same + 1]) / 2.0)
        bow = distance_m(lon[same] + step / 2.0, (lat[same] + lat[same + 1]) / 2.0, *middle)
        bad = same[bow > 0.95 * tolerance_m]
        if not bad.size:
            break
        row, s = np.insert(row, bad + 1, row[bad]), np.insert(s, bad + 1, (s[bad] + s[bad + 1]) / 2.0)
    cuts = np.flatnonzero(row[1:] != row[:-1]) + 1
    return np.split(np.column_stack([lon, lat]), cuts)


def _polygon(ring: _Array) -> BaseGeometry:
    """The polygon of a ring whose inside is on its left, over the antimeridian and around the poles.

    Longitudes are moved by whole turns alone: neighbours must agree on each shared point to the last digit.
    """
    ring = whole_steps(np.vstack([ring, ring[:1]]))
    turns = np.concatenate([[0.0], np.cumsum(-np.round(np.diff(ring[:, 0]) / 360.0))])
    points = ring + np.column_stack([360.0 * turns, np.zeros(len(ring))])
    if turns[-1]:
        pole = 90.0 if turns[-1] > 0.0 else -90.0
        points = np.vstack([points, [[points[-1, 0], pole], [points[0, 0], pole]]])
    return fold(Polygon(points))
