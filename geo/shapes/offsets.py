"""The curves at a fixed distance from a course: its sides moved outwards, and circles around its vertices and ends.

Every point that is as far as that from the nearest point of a course lies on one of them: where that nearest point is
inside an edge, the way to it is square to the edge; where it is a vertex, the way leaves it between the squares to its
two edges. So the curves hold the whole rim of what lies within the width, and besides much that lies inside. What
surely does, because a vertex is nearer, is left out early, or a coast of thousands of vertices could not be drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import GEOD, distance_m
from geo.geodesy.course import Course
from geo.geodesy.ellipsoid import destination, inverse, radii_of_curvature_m
from geo.shapes.continued import is_closed
from geo.shapes.polygons import whole_steps

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

LEFT: Final = -90.0
RIGHT: Final = 90.0
"""The way from a course to its side, degrees from the way ahead."""

_TIGHTEST_M: Final = float(GEOD.b**2 / GEOD.a)
"""The least radius of curvature of the ellipsoid: two points whose chord in space is c are no farther apart by geodesic
than the arc over c of a circle of this radius (Schur's theorem on curves of bounded curvature)."""
_MOST_POSTS: Final = 4_000
_BATCH: Final = 4_000_000
_STRIDE_M: Final = 200_000.0
_STEP_DEG: Final = 15.0
_SHARE: Final = 0.8
"""Of the tolerance: what three points along an edge may be off, as others may be a little more."""
_JOINT_DEG: Final = 1.0
_ROUNDS: Final = 40


@dataclass(frozen=True, slots=True)
class _Curves:
    """Curves run through by t from 0 to 1, one per row: a side of an edge, or an arc around a vertex.

    Where an arc begins and ends (t of 0 and 1) it is the very point where a side does, so that nothing gapes: the row
    `at_row` at `at_t`, both of shape (n, 2). A side names itself.
    """

    start: _Array
    """lon, lat, shape (n, 2)."""
    step: _Array
    """Of lonlat edges: degrees, shape (n, 2)."""
    azimuth: _Array
    """At the start, of the way that is looked along."""
    length: _Array
    """Metres, of edges; 0 for arcs."""
    sweep: _Array
    """Degrees that an arc turns; 0 for edges."""
    aside: _Array
    """Degrees from the way ahead to the curve."""
    at_row: _Indices
    at_t: _Array
    geodesic: bool
    width_m: float

    def foot(self, row: _Indices, t: _Array) -> tuple[_Array, _Array, _Array]:
        """lon, lat of the point of the course, and the azimuth from there to the curve."""
        row, t = self._joined(row, t)
        lon, lat = self.start[row].T
        ahead = self.azimuth[row] + t * self.sweep[row]
        moving = self.length[row] > 0.0
        if self.geodesic:
            x, y, back = GEOD.fwd(lon.copy(), lat.copy(), self.azimuth[row], t * self.length[row])
            moving = moving & (t > 0.0)
            along = np.asarray(back) + 180.0
        else:
            dlon, dlat = self.step[row].T
            x, y = lon + t * dlon, np.clip(lat + t * dlat, -90.0, 90.0)
            north, across = radii_of_curvature_m(y)
            along = np.degrees(np.arctan2(across * np.cos(np.radians(y)) * dlon, north * dlat))
        x, y = np.where(moving, x, lon), np.where(moving, y, lat)
        return x, y, np.where(moving, along, ahead) + self.aside[row]

    def point(self, row: _Indices, t: _Array) -> tuple[_Array, _Array]:
        """lon, lat of the curves `row` at `t`."""
        return destination(*self.foot(row, t), self.width_m)

    def off_m(self, row: _Indices, t: _Array, lon: _Array, lat: _Array) -> _Array:
        """How far points beside the curves `row` at `t` are from them, metres: across them, for points near `t`."""
        x, y, aside = self.foot(row, t)
        towards, metres = inverse(x, y, lon, lat)
        turned = np.where(self.length[row] > 0.0, np.cos(np.radians(towards - aside)), 1.0)
        return np.asarray(np.abs(metres * turned - self.width_m))

    def with_arcs(self, arcs: Sequence[_Arc]) -> _Curves:
        """These curves, and arcs after them."""
        if not arcs:
            return self
        none = np.zeros(len(arcs))
        return replace(
            self,
            start=np.vstack([self.start, [arc.at for arc in arcs]]),
            step=np.vstack([self.step, np.zeros((len(arcs), 2))]),
            azimuth=np.append(self.azimuth, [arc.azimuth for arc in arcs]),
            length=np.append(self.length, none),
            sweep=np.append(self.sweep, [arc.sweep for arc in arcs]),
            aside=np.append(self.aside, none),
            at_row=np.vstack([self.at_row, [arc.rows for arc in arcs]]),
            at_t=np.vstack([self.at_t, [arc.ts for arc in arcs]]),
        )

    def _joined(self, row: _Indices, t: _Array) -> tuple[_Indices, _Array]:
        end = (t >= 1.0).astype(np.intp)
        tip = (t <= 0.0) | (t >= 1.0)
        return np.where(tip, self.at_row[row, end], row), np.where(tip, self.at_t[row, end], t)


def offset_curves(course: Course, width_m: float, tolerance_m: float, sides: Sequence[float]) -> list[_Array]:
    """Lines that hold the rim of what lies within `width_m` of a course, to its `sides` (LEFT, RIGHT, or both).

    Shape (n, 2) each, degrees; longitudes run past 180 rather than jump. Straight lon/lat edges between their vertices
    stay within `tolerance_m` of the true curves. The rim around the ends of lines is there whatever the sides.

    >>> curves = offset_curves(Course([[(0.0, 0.0), (1.0, 0.0)]]), 1000.0, 1.0, (LEFT, RIGHT))
    >>> round(max(float(curve[:, 1].max()) for curve in curves) * 110_574)  # metres in a degree at the equator
    1000
    """
    curves = _curves(course, width_m, sides)
    posts = _posts(course)
    row, low, high = _begun(curves)
    done = []
    for _ in range(_ROUNDS):
        inside, fine = _judged(curves, posts, row, low, high, tolerance_m)
        done.append((row[fine & ~inside], low[fine & ~inside], high[fine & ~inside]))
        more = ~fine & ~inside
        row, low, high = row[more], low[more], high[more]
        if not row.size:
            break
        middle = (low + high) / 2.0
        row, low, high = np.tile(row, 2), np.concatenate([low, middle]), np.concatenate([middle, high])
    done.append((row, low, high))
    return _runs(curves, *(np.concatenate(some) for some in zip(*done, strict=True)))


def _begun(curves: _Curves) -> tuple[_Indices, _Array, _Array]:
    counts = np.maximum(np.ceil(np.abs(curves.sweep) / _STEP_DEG), np.ceil(curves.length / _STRIDE_M))
    counts = np.maximum(counts, 1).astype(np.intp)
    row = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, place / counts[row], (place + 1) / counts[row]


def _judged(
    curves: _Curves, posts: _Array, row: _Indices, low: _Array, high: _Array, tolerance_m: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which stretches surely lie inside, and which a straight lon/lat edge may stand for."""
    x0, y0 = curves.point(row, low)
    x1, y1 = curves.point(row, high)
    xm, ym = curves.point(row, (low + high) / 2.0)
    reach = 1.1 * np.maximum(distance_m(xm, ym, x0, y0), distance_m(xm, ym, x1, y1))
    inside = _nearest_m(posts, xm, ym) + reach < curves.width_m - 3.0 * tolerance_m
    off = np.zeros(len(row))
    left = np.flatnonzero(~inside)
    row, low, long = row[left], low[left], (high - low)[left]
    x0, y0, step, rise = x0[left], y0[left], (np.mod(x1 - x0 + 180.0, 360.0) - 180.0)[left], (y1 - y0)[left]
    for share in (0.25, 0.5, 0.75):
        beside = curves.off_m(row, low + share * long, x0 + share * step, y0 + share * rise)
        off[left] = np.maximum(off[left], beside)
    return inside, off <= _SHARE * tolerance_m


def _runs(curves: _Curves, row: _Indices, low: _Array, high: _Array) -> list[_Array]:
    order = np.lexsort((low, row))
    row, low, high = row[order], low[order], high[order]
    # rounded before whole turns are added, so that what meets has the same numbers wherever it comes from
    begins = whole_steps(np.column_stack(curves.point(row, low)))
    ends = whole_steps(np.column_stack(curves.point(row, high)))
    new = np.append(True, (row[1:] != row[:-1]) | (low[1:] != high[:-1]))
    heads = np.flatnonzero(new)
    lines: list[_Array] = []
    if not len(row):  # everything lies inside: the width reaches around the Earth
        return lines
    for a, b in zip(heads, np.append(heads[1:], len(row)), strict=True):
        line = np.vstack([begins[a : a + 1], ends[a:b]])
        line[1:, 0] -= 360.0 * np.cumsum(np.round(np.diff(line[:, 0]) / 360.0))
        lines.append(line)
    return lines


def _curves(course: Course, width_m: float, sides: Sequence[float]) -> _Curves:
    """The sides of all edges, and the arcs that join them at vertices and go around ends."""
    lines = [each for each in map(_edges, course.lines) if len(each)]
    starts = np.concatenate(lines)[:, 0]
    step = np.concatenate(lines)[:, 1] - starts
    azimuth, length = inverse(*starts.T, *(starts + step).T)
    if course.edges == "lonlat":
        length = np.maximum(length, np.radians(np.abs(step).max(axis=1)) * 1e6)  # a whole parallel ends where it begins
    count, rows = len(starts), np.arange(len(starts) * len(sides))
    edges = _Curves(
        start=np.tile(starts, (len(sides), 1)),
        step=np.tile(step, (len(sides), 1)),
        azimuth=np.tile(azimuth, len(sides)),
        length=np.tile(length, len(sides)),
        sweep=np.zeros(len(rows)),
        aside=np.repeat(np.array(sides), count),
        at_row=np.tile(rows[:, None], 2),
        at_t=np.tile([0.0, 1.0], (len(rows), 1)),
        geodesic=course.edges == "geodesic",
        width_m=width_m,
    )
    return edges.with_arcs(_arcs(edges, lines, sides))


def _edges(line: _Array) -> _Array:
    """From and to of the edges of a line, shape (n, 2, 2), without those that run along a pole, which is a point."""
    both = np.stack([line[:-1], line[1:]], axis=1)
    return np.asarray(both[~(np.abs(both[:, :, 1]) == 90.0).all(axis=1)])


@dataclass(frozen=True, slots=True)
class _Arc:
    """A turn around a point of the course, from the end of one side to the end of another."""

    at: _Array
    """lon, lat, shape (2,)."""
    azimuth: float
    """Where it begins, degrees from north."""
    sweep: float
    """Degrees, clockwise."""
    rows: tuple[int, int]
    ts: tuple[float, float]


def _arcs(edges: _Curves, lines: Sequence[_Array], sides: Sequence[float]) -> list[_Arc]:
    count = len(edges.start) // len(sides)
    tips = np.concatenate(lines)[:, 1]
    leaving = edges.foot(np.arange(count), np.zeros(count))[2] - edges.aside[:count]
    arriving = edges.foot(np.arange(count), np.ones(count))[2] - edges.aside[:count]
    if edges.geodesic:  # as seen from the vertex as it is written: at a pole each longitude has its own north
        arriving = inverse(*tips.T, *edges.start[:count].T)[0] + 180.0
    offsets = [count * side for side in range(len(sides))]
    found, first = [], 0
    for line in lines:
        last = first + len(line) - 1
        joints = [(edge, edge + 1) for edge in range(first, last)]
        if is_closed(np.array([line[0, 0], line[-1, 1]])):
            joints.append((last, first))
        else:
            found += _around(edges.start[first], leaving[first], sides, [(first + k, 0.0) for k in offsets])
            found += _around(tips[last], arriving[last], sides, [(last + k, 1.0) for k in offsets])
        for before, after in joints:
            north = leaving[after] - _polar_turn(tips[before], edges.start[after])
            turn = float(np.mod(north - arriving[before] + 180.0, 360.0) - 180.0)
            for aside, k in zip(sides, offsets, strict=True):
                rows, azimuth = (before + k, after + k), float(arriving[before]) + aside
                sweeps = [turn] if turn * aside <= 0.0 or abs(turn) < _JOINT_DEG else []
                if abs(turn) > 180.0 - _JOINT_DEG:  # back the way it came: either way round
                    sweeps = [turn, turn - math.copysign(360.0, turn)]
                found += [_Arc(tips[before], azimuth, sweep, rows, (1.0, 0.0)) for sweep in sweeps]
        first = last + 1
    return found


def _polar_turn(tip: _Array, start: _Array) -> float:
    """How far azimuths at a pole turn from one longitude's north to another's, degrees; 0 elsewhere."""
    return float(math.copysign(1.0, tip[1]) * (start[0] - tip[0])) if abs(tip[1]) == 90.0 else 0.0


def _around(at: _Array, ahead: float, sides: Sequence[float], ends: Sequence[tuple[int, float]]) -> list[_Arc]:
    """The whole circle around an end of a line, from the end of each side to that of the next."""
    others = [*ends[1:], ends[0]]
    return [
        _Arc(at, float(ahead) + aside, 360.0 / len(sides), (row, other), (t, other_t))
        for aside, (row, t), (other, other_t) in zip(sides, ends, others, strict=True)
    ]


def _posts(course: Course) -> _Array:
    """Points of the course in space, metres, shape (n, 3): its vertices, or as many of them as do not take too long."""
    vertices = np.concatenate(course.lines)
    return _space(*vertices[:: math.ceil(len(vertices) / _MOST_POSTS)].T)


def _nearest_m(posts: _Array, lon: _Array, lat: _Array) -> _Array:
    """No less than the distance to the nearest post, metres."""
    spots = _space(lon, lat)
    squares = np.empty(len(spots))
    own = np.einsum("ij,ij->i", posts, posts)
    rows = max(1, _BATCH // len(posts))
    for first in range(0, len(spots), rows):
        some = spots[first : first + rows]
        squares[first : first + rows] = (own - 2.0 * _dots(some, posts)).min(axis=1) + np.einsum("ij,ij->i", some, some)
    # the squares of the Earth's radius, 4e13, have a grain of 1e-2 square metres in floating point
    half = np.sqrt(np.maximum(squares, 0.0) + 1.0) / (2.0 * _TIGHTEST_M)
    return np.where(half < 0.98, 2.0 * _TIGHTEST_M * np.arcsin(np.minimum(half, 1.0)), np.inf)


def _dots(spots: _Array, posts: _Array) -> _Array:
    """Scalar products of every spot and every post: term by term, because a matrix product may round otherwise from one
    run to the next, and the same zone is to be drawn alike."""
    x, y, z = (np.multiply.outer(spots[:, axis], posts[:, axis]) for axis in range(3))
    return np.asarray(x + y + z)


def _space(lon: _Array, lat: _Array) -> _Array:
    phi, lam = np.radians(lat), np.radians(lon)
    across = radii_of_curvature_m(lat)[1]
    flat = across * np.cos(phi)
    return np.column_stack([flat * np.cos(lam), flat * np.sin(lam), across * (1.0 - GEOD.es) * np.sin(phi)])
