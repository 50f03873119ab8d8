"""How much of many parts, each a law of distance and a bearing around its anchor, lies in a disc: one quadrature.

The integral is that of `probability.p_in_disc`. What differs is the triangle anchor, point, centre: its sides are
exact (the one between anchor and centre is measured on the ellipsoid), its angle at the anchor is that of a sphere
whose curvature is the mean over the corners, the anchor counted twice: Gauss's extension of Legendre's theorem
(C. F. Gauss, Disquisitiones generales circa superficies curvas, 1828, article 27). What is left out is of the fourth
order in the sides; triangles with sides beyond `LARGEST_M` are named instead of answered.

Each law is integrated over the distances at which the disc covers some azimuths but not all, substituted by
r = middle - half * cos t (ln r for the log-normal), which makes a smooth function of the bends at both ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy.ellipsoid import radii_of_curvature_m
from geo.regions.families import FAMILIES, Law
from geo.regions.normal import normal_ramp
from geo.regions.quadrature import GAUSS_10, KRONROD_21, NODES_21
from geo.regions.radial import LIMIT_M, LogNormal, Radial

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

LARGEST_M: Final = 2_500_000.0
"""The longest side of a triangle on the sphere that stands for the ellipsoid."""
COLUMNS: Final = 9
"""Of a row: anchor, kind of law, two parameters, two weights; azimuth, half width and blur of the sector."""
REACH: Final = 7.0
"""Blurs, in standard deviations, after which nothing is left."""
_SAME_PLACE_M: Final = 1e-3
_CLOSE: Final = 3e-6
"""How far Gauss and Kronrod may disagree on a piece; the error of the finer rule is about the 1.5th power of that."""
_ROUNDS: Final = 14
_CHUNK: Final = 768
"""Pieces at a time, so that what is computed at their nodes stays in the processor's cache."""
_SINE: Final = [(-1.0) ** k / math.factorial(2 * k + 1) for k in range(8, -1, -1)]
_SHARP_DEG: Final = 2.0
_NO_BLUR_DEG: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Seen:
    """The disc as seen from each anchor, shape (anchors,)."""

    azimuth_deg: _Array
    """Towards the disc's centre."""
    apart_m: _Array
    """Distance to it."""
    radius_m: _Array
    """The disc's."""
    sphere_m: _Array
    """Radius of the sphere that stands for the ellipsoid between the two."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of one kind of law, shape (parts,) each: any direction and one sector, with their weights."""

    family: Law
    log: bool
    """True where the law is integrated over ln r."""
    anchor: _Indices
    a: _Array
    """First parameter of the law."""
    b: _Array
    """Second."""
    any: _Array
    """Weight of every direction alike, over the share of the law that the Earth has room for."""
    sector: _Array
    """Weight of the sector, likewise."""
    azimuth: _Array
    half: _Array
    blur: _Array
    low: _Array
    """Distances between which the law lies, but for some 1e-6 of it."""
    high: _Array

    @classmethod
    def of(cls, rows: _Array, law: type[Radial]) -> Parts:
        """From the rows that a `Stack` writes, see `COLUMNS`."""
        family = FAMILIES[law]
        anchor, _, a, b, anywhere, sector, azimuth, half, blur = rows.T.copy()
        low, high = family.span(a, b)
        whole = family.cdf(np.full(a.shape, LIMIT_M), a, b)
        blur = np.maximum(blur, _NO_BLUR_DEG)
        half = np.maximum(half, 1e-3 * blur)
        return cls(
            family,
            law is LogNormal,
            anchor.astype(np.intp),
            a,
            b,
            anywhere / whole,
            sector / whole,
            azimuth,
            half,
            blur,
            low,
            high,
        )

    def take(self, at: _Indices) -> Parts:
        """Some of them."""
        arrays = (getattr(self, name)[at] for name in self.__slots__[2:])
        return Parts(self.family, self.log, *arrays)


def sphere_m(lat: _Array, centre_lat: _Array) -> _Array:
    """Radius of the sphere that stands for the ellipsoid between two latitudes in degrees, the anchor's first."""
    # the third corner, which moves along with r, is taken to be halfway between the two
    (m, n), (m2, n2) = radii_of_curvature_m(lat), radii_of_curvature_m(centre_lat)
    return np.asarray(1.0 / np.sqrt(0.625 / (m * n) + 0.375 / (m2 * n2)))


def covered(parts: Parts, seen: Seen) -> tuple[_Array, _Indices]:
    """The share of each part in the disc, times its weight; and the parts that this cannot answer."""
    apart, radius = seen.apart_m[parts.anchor], seen.radius_m[parts.anchor]
    inner, outer = np.abs(apart - radius), apart + radius
    same = apart < _SAME_PLACE_M
    inner[same] = radius[same]
    p = np.zeros(apart.shape)
    weight = parts.any + parts.sector
    holds = (radius > apart) | same
    whole = holds & (inner >= parts.high)
    p[whole] = weight[whole]
    some = np.flatnonzero(holds & ~whole & (inner > parts.low))
    p[some] = weight[some] * parts.family.cdf(inner[some], parts.a[some], parts.b[some])
    low, high = np.maximum(inner, parts.low), np.minimum(outer, parts.high)
    near = np.flatnonzero(~same & (high > low))
    large = np.maximum(apart[near], high[near]) > LARGEST_M
    unsure = near[large]
    if unsure.size:
        family, a, b = parts.family, parts.a[unsure], parts.b[unsure]
        between = family.cdf(high[unsure], a, b) - family.cdf(low[unsure], a, b)
        unsure = unsure[weight[unsure] * between > 1e-7]
    near = near[~large]
    if near.size:
        p[near] += _integrals(parts.take(near), seen, low[near], high[near])
    return p, unsure


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What the integrand needs, shape (parts,) each; angles on the sphere in radians."""

    parts: Parts
    sphere: _Array
    apart: _Array
    reach: _Array
    middle: _Array
    """Of the substitution."""
    half: _Array
    off: _Array
    """Azimuth of the disc's centre, counted from the middle of the sector, degrees, -180 to 180."""


def _integrals(parts: Parts, seen: Seen, low: _Array, high: _Array) -> _Array:
    apart, radius = seen.apart_m[parts.anchor], seen.radius_m[parts.anchor]
    sphere = seen.sphere_m[parts.anchor]
    start, end = np.abs(apart - radius), apart + radius
    if parts.log:
        start, end = np.log(np.maximum(start, 1e-3 * parts.low)), np.log(end)
        low, high = np.log(low), np.log(high)
    middle, half = (start + end) / 2.0, (end - start) / 2.0
    off = np.mod(seen.azimuth_deg[parts.anchor] - parts.azimuth + 180.0, 360.0) - 180.0
    pieces = _Pieces(parts, sphere, apart / sphere, radius / sphere, middle, half, off)
    first, last = (np.arccos(np.clip((middle - x) / half, -1.0, 1.0)) for x in (low, high))
    which, begin, stop = np.arange(low.size), first, last
    sharp = np.flatnonzero((parts.sector > 0.0) & (parts.blur < _SHARP_DEG))
    if sharp.size:
        kinks = np.sort(np.clip(_kinks(pieces, sharp), first[sharp, None], last[sharp, None]), axis=1)
        which = np.concatenate([which, np.repeat(sharp, 4)])
        begin = np.concatenate([begin, kinks.ravel()])
        stop = np.concatenate([stop, np.column_stack([kinks[:, 1:], last[sharp]]).ravel()])
        stop[sharp] = kinks[:, 0]
        wide = stop - begin > 1e-12
        which, begin, stop = which[wide], begin[wide], stop[wide]
    return _summed(pieces, which, begin, stop)


def _summed(pieces: _Pieces, which: _Indices, begin: _Array, stop: _Array) -> _Array:
    """The integral of each part, from pieces of it that are halved until both rules agree."""
    total = np.zeros(pieces.apart.shape)
    for last in range(_ROUNDS, -1, -1):
        fine, error = np.empty(which.size), np.empty(which.size)
        for at in range(0, which.size, _CHUNK):
            span = slice(at, at + _CHUNK)
            width = (stop[span] - begin[span])[:, None]
            values = _integrand(pieces, which[span], begin[span][:, None] + width * NODES_21) * width
            fine[span] = values @ KRONROD_21
            error[span] = np.abs(fine[span] - values[:, 1::2] @ GAUSS_10)
        poor = error > _CLOSE if last else np.zeros(which.size, dtype=bool)
        total += np.bincount(which[~poor], weights=fine[~poor], minlength=total.size)
        if not poor.any():
            break
        between = (begin[poor] + stop[poor]) / 2.0
        begin, stop = np.concatenate([begin[poor], between]), np.concatenate([between, stop[poor]])
        which = np.tile(which[poor], 2)
    return total


def _integrand(pieces: _Pieces, which: _Indices, t: _Array) -> _Array:
    """Density of distance, times the share of azimuths, times dx/dt; shape (pieces, nodes)."""
    parts = pieces.parts

    def column(values: _Array) -> _Array:
        return np.asarray(values[which, None])

    half = column(pieces.half)
    sine = _sine(t - math.pi / 2.0)  # minus the cosine of t
    x = column(pieces.middle) + half * sine
    angle = _half_sector(pieces, which, np.exp(x) if parts.log else x)
    around = column(parts.any) * (angle / math.pi)
    if parts.sector[0] > 0.0:
        around += column(parts.sector) * _in_sector(
            np.degrees(angle), column(pieces.off), column(parts.half), column(parts.blur)
        )
    around *= half * np.sqrt(np.maximum(1.0 - sine * sine, 0.0))
    around *= parts.family.density(x, column(parts.a), column(parts.b))
    return np.asarray(around)


def _half_sector(pieces: _Pieces, which: _Indices, r: _Array) -> _Array:
    # the angle at the anchor of the spherical triangle with sides apart, r and reach, radians
    away, reach = pieces.apart[which, None], pieces.reach[which, None]
    turn = r / pieces.sphere[which, None]
    square = _sine((reach - away + turn) * 0.5) * _sine((reach + away - turn) * 0.5)
    square /= _sine(away) * _sine(turn)
    return np.asarray(2.0 * np.arcsin(np.sqrt(np.clip(square, 0.0, 1.0))))


def _sine(x: _Array) -> _Array:
    """The sine for -pi/2 <= x <= pi/2, absolute error below 1e-13, several times faster than numpy's."""
    square = x * x
    value = np.full_like(x, _SINE[0])
    for coefficient in _SINE[1:]:
        value *= square
        value += coefficient
    value *= x
    return value


def _in_sector(angle: _Array, off: _Array, half: _Array, blur: _Array) -> _Array:
    """Probability of an azimuth within `angle` of `off` under a blurred sector about 0, all in degrees."""
    low, high = off - angle, off + angle
    per = 1.0 / blur
    edge = half * per
    scale = 0.5 / edge

    def below(x: _Array, edge: _Array) -> _Array:
        return normal_ramp(x + edge) - normal_ramp(x - edge)

    share = (below(high * per, edge) - below(low * per, edge)) * scale
    reach = half + REACH * blur
    for over, ends in ((high > 360.0 - reach, -360.0), (low < reach - 360.0, 360.0)):
        at = np.nonzero(over)
        if at[0].size:
            row = at[0]
            e, s, k = edge[row, 0], scale[row, 0], per[row, 0]
            share[at] += (below((high[at] + ends) * k, e) - below((low[at] + ends) * k, e)) * s
    return share


def _kinks(pieces: _Pieces, sharp: _Indices) -> _Array:
    # t at which the rays along both sides of the sector cross the disc's rim, shape (sharp, 4); nan where they do not
    away, reach, parts = pieces.apart[sharp, None], pieces.reach[sharp, None], pieces.parts
    side = np.radians(parts.half[sharp, None] * np.array([-1.0, 1.0]) - pieces.off[sharp, None])
    ahead = np.sin(away) * np.cos(side)
    middle = np.arctan2(ahead, np.cos(away))
    half = np.arccos(np.clip(np.cos(reach) / np.maximum(np.hypot(np.cos(away), ahead), 1e-12), -1.0, 1.0))
    r = np.concatenate([middle - half, middle + half], axis=1) * pieces.sphere[sharp, None]
    x = np.log(np.maximum(r, 1e-6)) if parts.log else r
    t = np.clip((pieces.middle[sharp, None] - x) / pieces.half[sharp, None], -1.0, 1.0)
    return np.asarray(np.arccos(t))
