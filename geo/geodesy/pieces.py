"""Edges cut into short pieces, and the nearest point of them all to a point.

For each point those blocks of pieces are kept, and of them those pieces, whose distance can be the least. On a surface
whose radii of curvature lie between r and R, a geodesic of length g over a chord c in space obeys 2 r sin(g / 2r) <= c
<= 2 R sin(g / 2R): the first is Schur's theorem on curves of bounded curvature (any longer geodesic ends near the
antipode, where c > 2r), the second holds with 0.1 % added to R, as a geodesic of an ellipsoid is no plane curve. A
piece stays within its sag of its own chord. On the pieces kept, the nearest point is an end, or where the course runs
square to the way to the point: regula falsi on that angle's cosine.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.geodesy.ellipsoid import GEOD, HALF_MERIDIAN_M, inverse, radii_of_curvature_m

_Array = NDArray[np.float64]
_Index = NDArray[np.intp]

_PIECE_M: Final = 20_000.0
_TURN_DEG: Final = 10.0
"""How far a piece that is straight in lon/lat may turn around a pole."""
_TIGHTEST_M: Final = float(GEOD.b**2 / GEOD.a)
_WIDEST_M: Final = 1.001 * float(GEOD.a**2 / GEOD.b)
_CHUNK: Final = 2_000_000
"""Pairs of point and piece looked at in one go: some 200 MB."""
_BLOCK: Final = 32
_ROUNDS: Final = 60
_DONE_M: Final = 1e-6


class Pieces:
    """Stretches of at most 20 km of geodesics, or of lines straight in lon/lat; `t` from 0 to 1 runs along each."""

    def __init__(self, starts: _Array, ends: _Array, *, geodesic: bool) -> None:
        """Cut edges given by the lon, lat of their ends, degrees, shape (n, 2) each."""
        azimuth, metres = inverse(*starts.T, *ends.T)
        step = ends - starts
        if not geodesic:
            metres = _at_most_m(starts, ends)
        counts = np.maximum(np.ceil(metres / _PIECE_M), 1).astype(np.intp)
        if not geodesic:
            counts = np.maximum(counts, np.ceil(np.abs(step[:, 0]) / _TURN_DEG).astype(np.intp))
        self.geodesic = geodesic
        self.edge = np.repeat(np.arange(len(starts)), counts)
        """Row: which edge a piece belongs to."""
        first = np.cumsum(counts) - counts
        share = (np.arange(len(self.edge)) - first[self.edge]) / counts[self.edge]
        self._length = (metres / counts)[self.edge]
        self._step = (step / counts[:, None])[self.edge]
        self._start = starts[self.edge] + share[:, None] * step[self.edge]
        self._azimuth = azimuth[self.edge]
        if geodesic:
            lon, lat, self._azimuth = _gone(starts[self.edge], self._azimuth, share * metres[self.edge])
            self._start = np.column_stack([lon, lat])
        every = np.arange(len(self.edge))
        tips = [space(*self.at(every, np.full(len(every), t))[:2]) for t in (0.0, 0.5, 1.0)]
        self._from, self._span = tips[0], tips[2] - tips[0]
        # a short arc leaves its chord most in its middle; a tenth more for what is no circle
        self._sag = 1.1 * np.linalg.norm(tips[1] - (tips[0] + tips[2]) / 2.0, axis=1) + 1e-3
        # blocks of pieces that follow one another, each within a ball
        self._first = np.arange(0, len(every), min(_BLOCK, math.isqrt(len(every))))
        self._count = np.diff(self._first, append=len(every))
        self._centre = np.add.reduceat(tips[1], self._first) / self._count[:, None]
        own = np.repeat(np.arange(len(self._first)), self._count)
        off = np.max([np.linalg.norm(tip - self._centre[own], axis=1) for tip in (tips[0], tips[2])], axis=0)
        self._reach = np.maximum.reduceat(off + self._sag, self._first)

    def at(self, row: _Index, t: _Array) -> tuple[_Array, _Array, _Array]:
        """lon, lat and the azimuth of the course, degrees, at `t` of the pieces `row`."""
        start = self._start[row]
        if self.geodesic:
            return _gone(start, self._azimuth[row], t * self._length[row])
        step = self._step[row]
        lon, lat = (start + t[:, None] * step).T
        along, across = radii_of_curvature_m(lat)
        return lon, lat, np.degrees(np.arctan2(across * np.cos(np.radians(lat)) * step[:, 0], along * step[:, 1]))

    def nearest(self, lon: _Array, lat: _Array) -> tuple[_Array, _Index, _Array]:
        """Distance in metres, piece (-1 for NaN) and `t` of the nearest point to each point, in bounded batches."""
        best, piece, t = np.full(len(lon), np.nan), np.full(len(lon), -1, dtype=np.intp), np.zeros(len(lon))
        sound = np.flatnonzero(np.isfinite(lon) & (np.abs(lat) <= 90.0))
        step = max(1, _CHUNK // (20 * len(self._first)))
        batches = [sound[start : start + step] for start in range(0, len(sound), step)]
        while batches:
            here = batches.pop()
            spots = space(lon[here], lat[here])
            point, block = self._blocks(spots)
            if self._count[block].sum() > _CHUNK and len(here) > 1:
                batches += np.array_split(here, 2)
                continue
            point, row = self._candidates(spots, point, block)
            metres, share = self._least(row, lon[here][point], lat[here][point])
            order = np.lexsort((metres, point))
            first = order[np.append(True, point[order][1:] != point[order][:-1])]
            best[here], piece[here], t[here] = metres[first], row[first], share[first]
        return best, piece, t

    def _blocks(self, spots: _Array) -> tuple[_Index, _Index]:
        """Pairs (point, block) of which the block may hold the piece nearest to the point."""
        apart = np.linalg.norm(spots[:, None, :] - self._centre[None, :, :], axis=2)
        most = longest_m((apart + self._reach).min(axis=1))
        point, block = np.nonzero(apart - self._reach <= longest_chord_m(most)[:, None])
        return point, block

    def _candidates(self, spots: _Array, point: _Index, block: _Index) -> tuple[_Index, _Index]:
        """Pairs (point, piece) of those blocks that the chords in space leave possible."""
        count = self._count[block]
        ends = np.cumsum(count)
        row = np.arange(ends[-1]) + np.repeat(self._first[block] - (ends - count), count)
        point = np.repeat(point, count)
        span, towards = self._span[row], spots[point] - self._from[row]
        square = np.einsum("ij,ij->i", span, span)
        share = np.clip(np.einsum("ij,ij->i", towards, span) / np.maximum(square, 1e-300), 0.0, 1.0)
        chord, sag = np.linalg.norm(towards - share[:, None] * span, axis=1), self._sag[row]
        least = np.minimum.reduceat(chord + sag, np.flatnonzero(np.diff(point, prepend=-1)))
        found = chord - sag <= longest_chord_m(longest_m(least))[point]
        return point[found], row[found]

    def _least(self, row: _Index, x: _Array, y: _Array) -> tuple[_Array, _Array]:
        """Distance and `t` of the nearest point of each piece to each point."""
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
            moved = np.minimum(middle - a, b - middle) * self._length[row[todo]]
            todo = todo[(np.abs(slope) > 1e-12) & (moved > _DONE_M)]
        return metres, t

    def _seen(self, row: _Index, t: _Array, x: _Array, y: _Array) -> tuple[_Array, _Array]:
        """Distance from a piece at t to a point, and the cosine of the angle between course and way: how it shrinks."""
        lon, lat, ahead = self.at(row, t)
        towards, metres = inverse(lon, lat, x, y)
        return metres, np.where(metres > 0.0, np.cos(np.radians(towards - ahead)), 0.0)


def space(lon: ArrayLike, lat: ArrayLike) -> _Array:
    """Points in space, metres from the Earth's centre, shape (n, 3)."""
    phi, lam = np.radians(np.asarray(lat, dtype=np.float64)), np.radians(np.asarray(lon, dtype=np.float64))
    across = radii_of_curvature_m(lat)[1]
    flat = across * np.cos(phi)
    return np.column_stack([flat * np.cos(lam), flat * np.sin(lam), across * (1.0 - GEOD.es) * np.sin(phi)])


def longest_m(chord: _Array) -> _Array:
    """No shortest geodesic over this chord, metres, is longer."""
    share = chord / (2.0 * _TIGHTEST_M)
    arc = 2.0 * _TIGHTEST_M * np.arcsin(np.minimum(share, 1.0)) + 1e-3
    return np.asarray(np.where(share < 1.0, arc, HALF_MERIDIAN_M))


def longest_chord_m(metres: _Array) -> _Array:
    """No geodesic of this length, metres, has a longer chord."""
    return np.asarray(2.0 * _WIDEST_M * np.sin(metres / (2.0 * _WIDEST_M)))


def _gone(start: _Array, azimuth: _Array, metres: _Array) -> tuple[_Array, _Array, _Array]:
    """lon, lat and azimuth, degrees, after some metres of geodesics that start at lon, lat, shape (n, 2)."""
    lon, lat, back = GEOD.fwd(start[:, 0].copy(), start[:, 1].copy(), azimuth.copy(), metres)
    return np.asarray(lon), np.asarray(lat), np.where(metres > 0.0, np.asarray(back) + 180.0, azimuth)


def _at_most_m(starts: _Array, ends: _Array) -> _Array:
    """No edge that is straight in lon/lat is longer: its steps at the widest parallel and the flattest latitude."""
    east, north = np.radians(ends - starts).T
    widest = np.cos(np.radians(np.minimum(np.abs(starts[:, 1]), np.abs(ends[:, 1]))))
    widest = np.where(starts[:, 1] * ends[:, 1] < 0.0, 1.0, widest)
    flattest = GEOD.a**2 / GEOD.b
    return np.asarray(np.hypot(east * flattest * widest, north * flattest))
