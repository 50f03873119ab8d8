"""Lines on the ellipsoid: how far away they are, where their nearest point is, and on which side one stands.

An edge between two vertices is a geodesic, or straight in longitude and latitude (a parallel is then an edge). Edges are
cut into pieces of at most 20 km. For each point those pieces are kept whose distance can be the least: a chord c in space
bounds the geodesic g by 2 R sin(g / 2R) <= c <= g with R the least radius of curvature of the ellipsoid (Schur's theorem
on curves of bounded curvature), and a piece stays within its sag of its own chord. On the pieces kept, the nearest point
is an end, or where the course runs square to the way to the point: found by regula falsi on that angle's cosine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import CoordinateError, InputError
from geo.geodesy.ellipsoid import GEOD, inverse, radii_of_curvature_m

_Array = NDArray[np.float64]

EDGES: Final = ("geodesic", "lonlat")
_PIECE_M: Final = 20_000.0
_TIGHTEST_M: Final = float(GEOD.b**2 / GEOD.a)
_WIDEST_M: Final = 1.02 * float(GEOD.a**2 / GEOD.b)
_CHUNK: Final = 2_000_000
_ROUNDS: Final = 60
_DONE_M: Final = 1e-4
_STRIDE_M: Final = 200_000.0
_HALVINGS: Final = 24


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Short stretches of edges, one per row; `t` from 0 to 1 runs along each."""

    lon: _Array
    lat: _Array
    dlon: _Array
    dlat: _Array
    azimuth: _Array
    length: _Array
    geodesic: bool

    def at(self, row: NDArray[np.intp], t: _Array) -> tuple[_Array, _Array, _Array]:
        """lon, lat and the azimuth of the course, degrees, at `t` of the pieces `row`."""
        if self.geodesic:
            lon, lat, back = GEOD.fwd(self.lon[row], self.lat[row], self.azimuth[row], t * self.length[row])
            ahead = np.where(t * self.length[row] > 0.0, np.asarray(back) + 180.0, self.azimuth[row])
            return np.asarray(lon), np.asarray(lat), ahead
        lon, lat = self.lon[row] + t * self.dlon[row], self.lat[row] + t * self.dlat[row]
        along, across = radii_of_curvature_m(lat)
        east = across * np.cos(np.radians(lat)) * self.dlon[row]
        return lon, lat, np.degrees(np.arctan2(east, along * self.dlat[row]))


class Course:
    """Lines made of edges, to be asked how far they are.

    >>> line = Course([[(0.0, 60.0), (20.0, 60.0)]], "lonlat")
    >>> chord = Course([[(0.0, 60.0), (20.0, 60.0)]], "geodesic")
    >>> round(float(line.distance_m(10.0, 60.0))), round(float(chord.distance_m(10.0, 60.0)))
    (0, 42160)
    """

    def __init__(self, lines: Any, edges: str = "geodesic") -> None:
        """Cut `lines` into pieces: a shapely line or lines, or sequences of lon, lat in degrees, shape (n, 2) each.

        edges: "geodesic" (the shortest way) or "lonlat" (straight in longitude and latitude; longitudes may run past
        180). Raises CoordinateError or InputError, "reason; advice", for what is no line on Earth.
        """
        if edges not in EDGES:
            raise InputError(f"edges are geodesic or lonlat, not {edges!r}; write one of the two")
        self.edges = edges
        self.lines = tuple(_checked(line, edges) for line in _vertices(lines))
        if not self.lines:
            raise InputError("a line without points has no course; give two points or more")
        starts = np.concatenate([line[:-1] for line in self.lines])
        ends = np.concatenate([line[1:] for line in self.lines])
        self._pieces, self._edge = _cut(starts, ends, edges == "geodesic")
        count = np.arange(len(self._pieces.lon))
        tips = [_space(*self._pieces.at(count, np.full(len(count), t))[:2]) for t in (0.0, 0.5, 1.0)]
        self._from, self._span = tips[0], tips[2] - tips[0]
        # a short arc leaves its chord most in its middle; a tenth more for what is no circle
        self._sag = 1.1 * np.linalg.norm(tips[1] - (tips[0] + tips[2]) / 2.0, axis=1) + 1e-3
        self._ahead, self._behind = _neighbours(self.lines)

    def distance_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the nearest point of the course, metres; arguments broadcast, NaN gives NaN."""
        x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        return self._nearest(x.ravel(), y.ravel())[0].reshape(x.shape)

    def foot(self, lon: ArrayLike, lat: ArrayLike) -> tuple[_Array, _Array, _Array]:
        """lon, lat of the nearest point of the course, and the azimuth of the course there, degrees."""
        x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        _, piece, t = self._nearest(x.ravel(), y.ravel())
        found = self._pieces.at(np.maximum(piece, 0), t)
        return tuple(np.where(piece >= 0, one, np.nan).reshape(x.shape) for one in found)  # type: ignore[return-value]

    def side(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int8]:
        """1 on the left as one goes along the course, -1 on the right, 0 on it (or NaN), by the nearest point.

        At a vertex the direction half way between its two edges decides.
        """
        x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        px, py = x.ravel(), y.ravel()
        apart, piece, t = self._nearest(px, py)
        known = piece >= 0
        row, t, px, py = piece[known], t[known], px[known], py[known]
        foot_x, foot_y, ahead = self._pieces.at(row, t)
        edge = self._edge[row]
        first = (t <= 0.0) & self._is_first(row)
        last = (t >= 1.0) & self._is_last(row)
        ahead = np.where(first, _bisector(ahead, self._arriving(edge, ahead)), ahead)
        ahead = np.where(last, _bisector(ahead, self._leaving(edge, ahead)), ahead)
        towards, metres = inverse(foot_x, foot_y, px, py)
        turn = np.mod(towards - ahead, 360.0)
        out = np.zeros(len(apart), dtype=np.int8)
        out[known] = np.where(
            metres == 0.0, 0, np.where(turn > 180.0, 1, np.where((turn > 0.0) & (turn < 180.0), -1, 0))
        )
        return out.reshape(x.shape)

    def sampled(self, tolerance_m: float) -> list[_Array]:
        """The lines with vertices added, so that straight lon/lat edges stay within `tolerance_m` of the course.

        Shape (n, 2) each, degrees; longitudes run on past 180 where the line does.
        """
        if self.edges == "lonlat":
            return [line.copy() for line in self.lines]
        return [_bent(line, tolerance_m) for line in self.lines]

    def straightened(self, tolerance_m: float) -> list[_Array]:
        """The lines with vertices added, so that geodesics between them stay within `tolerance_m` of the course."""
        if self.edges == "geodesic":
            return [line.copy() for line in self.lines]
        return [_stretched(line, tolerance_m) for line in self.lines]

    def _is_first(self, row: NDArray[np.intp]) -> NDArray[np.bool_]:
        return np.asarray((row == 0) | (self._edge[np.maximum(row - 1, 0)] != self._edge[row]))

    def _is_last(self, row: NDArray[np.intp]) -> NDArray[np.bool_]:
        top = len(self._edge) - 1
        return np.asarray((row == top) | (self._edge[np.minimum(row + 1, top)] != self._edge[row]))

    def _arriving(self, edge: NDArray[np.intp], own: _Array) -> _Array:
        """Azimuth at which the edge before arrives; its own where there is none."""
        before = self._behind[edge]
        rows = np.searchsorted(self._edge, np.maximum(before, 0), side="right") - 1
        return np.where(before >= 0, self._pieces.at(rows, np.ones(len(rows)))[2], own)

    def _leaving(self, edge: NDArray[np.intp], own: _Array) -> _Array:
        after = self._ahead[edge]
        rows = np.searchsorted(self._edge, np.maximum(after, 0), side="left")
        return np.where(after >= 0, self._pieces.at(rows, np.zeros(len(rows)))[2], own)

    def _nearest(self, lon: _Array, lat: _Array) -> tuple[_Array, NDArray[np.intp], _Array]:
        """Distance, piece (-1 for NaN) and t of the nearest point, for points in bounded batches."""
        best, piece, t = np.full(len(lon), np.nan), np.full(len(lon), -1, dtype=np.intp), np.zeros(len(lon))
        sound = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        step = max(1, _CHUNK // len(self._sag))
        for start in range(0, len(sound), step):
            here = sound[start : start + step]
            best[here], piece[here], t[here] = self._nearest_of(lon[here], lat[here])
        return best, piece, t

    def _nearest_of(self, lon: _Array, lat: _Array) -> tuple[_Array, NDArray[np.intp], _Array]:
        point, row = self._candidates(_space(lon, lat))
        x, y = lon[point], lat[point]
        metres, t = self._least(row, x, y)
        order = np.lexsort((metres, point))
        first = order[np.append(True, point[order][1:] != point[order][:-1])]
        return metres[first], row[first], t[first]

    def _candidates(self, spots: _Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Pairs (point, piece) that the chords in space leave possible."""
        square = np.einsum("ij,ij->i", self._span, self._span)
        towards = spots[:, None, :] - self._from[None, :, :]
        share = np.einsum("nmk,mk->nm", towards, self._span) / np.maximum(square, 1e-300)
        np.clip(share, 0.0, 1.0, out=share)
        towards -= share[:, :, None] * self._span[None, :, :]
        chord = np.sqrt(np.einsum("nmk,nmk->nm", towards, towards))
        most = _longest(chord + self._sag).min(axis=1)
        found = _shortest(np.maximum(chord - self._sag, 0.0)) <= most[:, None]
        return np.nonzero(found)

    def _least(self, row: NDArray[np.intp], x: _Array, y: _Array) -> tuple[_Array, _Array]:
        """Distance and t of the nearest point of each piece to each point."""
        low, high = np.zeros(len(row)), np.ones(len(row))
        near, slope_low = self._seen(row, low, x, y)
        far, slope_high = self._seen(row, high, x, y)
        metres, t = np.where(near <= far, near, far), np.where(near <= far, low, high)
        todo = np.flatnonzero((slope_low > 0.0) & (slope_high < 0.0))
        held = np.zeros(len(row), dtype=np.int8)
        for _ in range(_ROUNDS):
            if not todo.size:
                break
            a, b, fa, fb = low[todo], high[todo], slope_low[todo], slope_high[todo]
            middle = np.clip(a + (b - a) * fa / (fa - fb), a + 1e-3 * (b - a), b - 1e-3 * (b - a))
            there, slope = self._seen(row[todo], middle, x[todo], y[todo])
            better = there < metres[todo]
            metres[todo] = np.where(better, there, metres[todo])
            t[todo] = np.where(better, middle, t[todo])
            forward = slope > 0.0
            # the Illinois rule: an end that stays twice counts half, so that both ends close in
            slope_high[todo] = np.where(forward, np.where(held[todo] == 1, fb / 2.0, fb), slope)
            slope_low[todo] = np.where(forward, slope, np.where(held[todo] == -1, fa / 2.0, fa))
            low[todo], high[todo] = np.where(forward, middle, a), np.where(forward, b, middle)
            held[todo] = np.where(forward, 1, -1)
            moved = np.minimum(middle - a, b - middle) * self._pieces.length[row[todo]]
            todo = todo[(np.abs(slope) > 1e-12) & (moved > _DONE_M)]
        return metres, t

    def _seen(self, row: NDArray[np.intp], t: _Array, x: _Array, y: _Array) -> tuple[_Array, _Array]:
        """Distance from a piece at t to a point, and how fast it shrinks: cosine of the angle between course and way."""
        lon, lat, ahead = self._pieces.at(row, t)
        towards, metres = inverse(lon, lat, x, y)
        return metres, np.where(metres > 0.0, np.cos(np.radians(towards - ahead)), 0.0)


def _vertices(lines: Any) -> list[_Array]:
    if hasattr(lines, "geom_type"):
        parts = shapely.get_parts(lines)
        return [shapely.get_coordinates(part) for part in parts if not part.is_empty]
    return [np.asarray(line, dtype=np.float64) for line in lines]


def _checked(line: _Array, edges: str) -> _Array:
    if line.ndim != 2 or line.shape[1] != 2 or not np.isfinite(line).all():
        raise CoordinateError("a line is a list of longitude and latitude in degrees; give numbers, two for each point")
    if (np.abs(line[:, 1]) > 90.0).any():
        worst = line[np.argmax(np.abs(line[:, 1]))]
        raise CoordinateError(f"latitude {worst[1]:g} is outside -90..90; write longitude first, then latitude")
    if edges == "geodesic":
        line = _run_on(line)
    line = line[np.append(True, np.any(np.diff(line, axis=0) != 0.0, axis=1))]
    if len(line) < 2:
        raise InputError("a line needs two different points; give its course")
    if edges == "geodesic":
        _check_antipodes(line)
    return line


def _run_on(line: _Array) -> _Array:
    """The same points, each longitude within half a turn of the one before; a step along a pole stays as it is."""
    step = np.diff(line[:, 0])
    polar = (np.abs(line[:-1, 1]) == 90.0) & (np.abs(line[1:, 1]) == 90.0)
    step = np.where(polar | (np.abs(step) <= 180.0), step, np.mod(step + 180.0, 360.0) - 180.0)
    return np.column_stack([line[0, 0] + np.concatenate([[0.0], np.cumsum(step)]), line[:, 1]])


def _check_antipodes(line: _Array) -> None:
    apart = inverse(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])[1]
    if (apart > 19_900_000.0).any():
        lon, lat = line[int(np.argmax(apart))]
        raise CoordinateError(
            f"the edge from {lat:g}, {lon:g} goes half around the Earth, by any way; add a point between its ends"
        )


def _cut(starts: _Array, ends: _Array, geodesic: bool) -> tuple[_Pieces, NDArray[np.intp]]:
    azimuth, metres = inverse(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])
    step = ends - starts
    if not geodesic:
        along, across = radii_of_curvature_m(0.0)[1], radii_of_curvature_m(90.0)[0]
        widest = np.cos(np.radians(np.minimum(np.abs(starts[:, 1]), np.abs(ends[:, 1]))))
        widest = np.where(starts[:, 1] * ends[:, 1] < 0.0, 1.0, widest)
        metres = np.hypot(np.radians(step[:, 0]) * along * widest, np.radians(step[:, 1]) * across)
    counts = np.maximum(np.ceil(metres / _PIECE_M), 1).astype(np.intp)
    if not geodesic:
        # near a pole a piece must not turn far around it
        counts = np.maximum(counts, np.ceil(np.abs(step[:, 0]) / 10.0).astype(np.intp))
    edge = np.repeat(np.arange(len(starts)), counts)
    share = np.concatenate([np.arange(count) / count for count in counts])
    length = metres[edge] / counts[edge]
    if geodesic:
        lon, lat, back = GEOD.fwd(starts[edge, 0], starts[edge, 1], azimuth[edge], share * metres[edge])
        ahead = np.where(share > 0.0, np.asarray(back) + 180.0, azimuth[edge])
        zero = np.zeros(len(edge))
        return _Pieces(np.asarray(lon), np.asarray(lat), zero, zero, ahead, length, True), edge
    at = starts[edge] + share[:, None] * step[edge]
    piece = step[edge] / counts[edge][:, None]
    return _Pieces(at[:, 0], at[:, 1], piece[:, 0], piece[:, 1], np.zeros(len(edge)), length, False), edge


def _neighbours(lines: Sequence[_Array]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each edge the one after it and the one before it on its line, -1 at an open end."""
    ahead, behind, first = [], [], 0
    for line in lines:
        count = len(line) - 1
        turn = np.mod(line[-1, 0] - line[0, 0], 360.0)
        closed = min(turn, 360.0 - turn) < 1e-12 and line[0, 1] == line[-1, 1]
        here = first + np.arange(count)
        ahead.append(np.append(here[1:], first if closed else -1))
        behind.append(np.insert(here[:-1], 0, first + count - 1 if closed else -1))
        first += count
    return np.concatenate(ahead), np.concatenate(behind)


def _bisector(one: _Array, other: _Array) -> _Array:
    x = np.sin(np.radians(one)) + np.sin(np.radians(other))
    y = np.cos(np.radians(one)) + np.cos(np.radians(other))
    return np.degrees(np.arctan2(x, y))


def _space(lon: ArrayLike, lat: ArrayLike) -> _Array:
    """Points in space, metres from the Earth's centre, shape (n, 3)."""
    phi, lam = np.radians(np.asarray(lat, dtype=np.float64)), np.radians(np.asarray(lon, dtype=np.float64))
    across = radii_of_curvature_m(lat)[1]
    flat = across * np.cos(phi)
    return np.column_stack([flat * np.cos(lam), flat * np.sin(lam), across * (1.0 - GEOD.es) * np.sin(phi)])


def _longest(chord: _Array) -> _Array:
    """No geodesic over this chord is longer."""
    return np.asarray(2.0 * _TIGHTEST_M * np.arcsin(np.minimum(chord / (2.0 * _TIGHTEST_M), 1.0)) + 1e-3)


def _shortest(chord: _Array) -> _Array:
    """No geodesic over this chord is shorter."""
    return np.asarray(2.0 * _WIDEST_M * np.arcsin(np.minimum(chord / (2.0 * _WIDEST_M), 1.0)))


def _bent(line: _Array, tolerance_m: float) -> _Array:
    """A line of geodesics with vertices added until straight lon/lat edges stay within the tolerance."""
    out = []
    for start, end in zip(line[:-1], line[1:], strict=True):
        azimuth, metres = (float(one) for one in inverse(*start, *end))
        t = np.linspace(0.0, 1.0, math.ceil(metres / _STRIDE_M) + 1) if metres > 0.0 else np.array([0.0, 1.0])
        for _ in range(_HALVINGS):
            lon, lat = _along(start, azimuth, metres, t)
            bad = np.flatnonzero(_bow_m(start, azimuth, metres, t, lon, lat) > 0.95 * tolerance_m)
            if not bad.size:
                break
            t = np.insert(t, bad + 1, (t[bad] + t[bad + 1]) / 2.0)
        lon, lat = _along(start, azimuth, metres, t)
        run = start[0] + np.concatenate([[0.0], np.cumsum(np.mod(np.diff(lon) + 180.0, 360.0) - 180.0)])
        out.append(np.column_stack([run[:-1], np.append(start[1], lat[1:-1])]))
    return np.concatenate([*out, line[-1:]])


def _stretched(line: _Array, tolerance_m: float) -> _Array:
    """A line that is straight in lon/lat with vertices added until geodesics stay within the tolerance of it."""
    out = []
    for start, end in zip(line[:-1], line[1:], strict=True):
        t = np.linspace(0.0, 1.0, max(2, math.ceil(abs(end[0] - start[0]) / 5.0) + 1))
        for _ in range(_HALVINGS):
            at = start + t[:, None] * (end - start)
            azimuth, metres = inverse(*at[:-1].T, *at[1:].T)
            x, y, _ = GEOD.fwd(at[:-1, 0].copy(), at[:-1, 1].copy(), azimuth, metres / 2.0)
            middle = (at[:-1] + at[1:]) / 2.0
            bad = np.flatnonzero(inverse(x, y, *middle.T)[1] > 0.95 * tolerance_m)
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
