"""Which points are in a disc: exactly what `GEOD.inv` says, mostly without asking it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.geodesy import loops
from geo.geodesy.bins import Bins, bins
from geo.geodesy.compiled import compiled
from geo.geodesy.disc import check_centre, check_radius
from geo.geodesy.ellipsoid import GEOD, normalise_lon
from geo.geodesy.points import flat_points, refuse_bad
from geo.geodesy.profile import Profiles, profiles

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

_CHUNK: Final = 49_152
"""Points at a time: what one step reads and writes (384 KB an array) then stays in a core's second-level cache."""
_STRETCH: Final = 131_072
"""Points at a time of a compiled loop, which needs no cache of its own."""
_FEW: Final = 256
"""Up to here asking `GEOD.inv` is quicker than describing the disc."""
_SPARSE: Final = 0.3
"""When fewer than this share of a chunk lies in the disc's latitudes, those points are picked out first."""
_WAITING: Final = 65_536
"""Undecided points that are kept before they are settled."""


def within(lon: ArrayLike, lat: ArrayLike, centre_lon: float, centre_lat: float, radius_m: float) -> NDArray[np.bool_]:
    """Whether each point is at most `radius_m` geodesic metres (WGS 84) from the centre.

    `lon`, `lat` in degrees, any shape, broadcast together; the answer has that shape and for every point equals
    `GEOD.inv(centre_lon, centre_lat, lon, lat)[2] <= radius_m`. Longitudes beyond +-180 are brought back by whole
    turns. Raises CoordinateError when a point is none (a NaN, an infinity, a mask, a latitude beyond +-90), because
    "unknown" must not come out as "outside"; CoordinateError or InputError for a centre or radius that is none.

    The points are taken in chunks that fit the cache, so that beside the answer a few megabytes are enough. How most
    are decided without a geodesic, and why none is decided wrongly: `geo.geodesy.profile` and `geo.geodesy.bins`. With
    the extra `speed` the comparisons run as machine code, see `geo.geodesy.compiled`; the answers are the same.

    >>> within([38.6, 39.3], [33.5, 33.5], 38.61778, 33.50583, 54_717.7).tolist()
    [True, False]
    """
    lons, lats, shape = flat_points(lon, lat)
    check_centre(centre_lon, centre_lat)
    disc = (float(centre_lon), float(centre_lat), check_radius(radius_m))
    inside = np.zeros(lons.size, dtype=np.bool_)
    description = _describe(*disc, lons.size)
    waiting: list[_Indices] = []
    checked = False
    for start in range(0, lons.size, description.chunk):
        part = slice(start, start + description.chunk)
        x, y = (np.ascontiguousarray(a[part], dtype=np.float64) for a in (lons, lats))
        with np.errstate(over="ignore"):  # the square of a longitude of 1e200, before it is brought back
            undecided = description.decide(x, y, inside[part])
        if undecided is None:
            if not checked:
                refuse_bad(lons, lats)
                checked = True
            undecided = description.decide_anywhere(normalise_lon(x), y, inside[part])
        if undecided.size:
            waiting.append(undecided + start)
            if sum(w.size for w in waiting) > _WAITING:
                _settle(inside, lons, lats, waiting, disc)
    _settle(inside, lons, lats, waiting, disc)
    return inside.reshape(shape)


def inside_exactly(
    lon: ArrayLike, lat: ArrayLike, centre_lon: ArrayLike, centre_lat: ArrayLike, radius_m: ArrayLike
) -> NDArray[np.bool_]:
    """The definition: `GEOD.inv` from the centre to the point, compared with the radius; 1-d arrays or numbers."""
    arrays = np.broadcast_arrays(centre_lon, centre_lat, lon, lat, radius_m)
    x0, y0, x, y, radius = (np.array(a, dtype=np.float64) for a in arrays)
    return np.asarray(GEOD.inv(x0, y0, x, y)[2] <= radius)


class Description(Protocol):
    """A disc in a form that decides a chunk of points quickly."""

    chunk: int
    """How many points it is given at most."""

    def decide(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices | None:
        """Fill `inside` and return the indices still undecided; None when the coordinates need a look first.

        None comes back when any of them may be no coordinate (NaN, infinite, a latitude beyond +-90) or when the
        longitudes may have to be folded over the antimeridian; `inside` is then not to be read.
        """

    def decide_anywhere(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices:
        """The same for coordinates known to be good, longitudes -180 to 180."""


def _describe(centre_lon: float, centre_lat: float, radius_m: float, n: int) -> Description:
    if n <= _FEW:
        return _Undescribed()
    lon = normalise_lon(centre_lon)
    fitted = _fitted(lon, centre_lat, radius_m)
    if fitted.fits[0]:
        polynomial = compiled(loops.decide_polynomial, n)
        return _Polynomial(fitted) if polynomial is None else _Compiled(polynomial, *_numbers(fitted))
    # describing costs about 5 geodesics a bin, and n / bins points stay undecided
    table = _binned(lon, centre_lat, radius_m, int(np.clip(math.sqrt(n / 3), 32, 4096)))
    search = compiled(loops.decide_table, n)
    if search is None:
        return _Table(table)
    return _Compiled(search, table.centre_lon, table.south, table.north, table.per_degree, table.low, table.high)


@lru_cache(maxsize=128)
def _fitted(lon: float, lat: float, radius_m: float) -> Profiles:
    """Kept, because the points of one disc often come in batches."""
    return profiles(np.array([lon]), np.array([lat]), np.array([radius_m]))


@lru_cache(maxsize=32)
def _binned(lon: float, lat: float, radius_m: float, count: int) -> Bins:
    return bins(lon, lat, radius_m, count)


class _Compiled:
    """Either description, with its loop as machine code."""

    chunk = _STRETCH

    def __init__(self, loop: Callable[..., int], *numbers: Any) -> None:
        self._loop, self._numbers = loop, numbers
        self._undecided = np.empty(_STRETCH, dtype=np.intp)

    def decide(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices | None:
        found = self._loop(lon, lat, inside, self._undecided, *self._numbers)
        return None if found < 0 else self._undecided[:found].copy()

    def decide_anywhere(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices:
        found = self._loop(lon, lat, inside, self._undecided, *self._numbers)
        return self._undecided[:found].copy()


def _numbers(fitted: Profiles) -> tuple[float, float, float, float, _Array]:
    """What `loops.decide_polynomial` asks for."""
    coefficients = fitted.coefficients[0, ::-1]
    padded = np.concatenate([np.zeros(-coefficients.size % 4), coefficients])
    half = (fitted.north[0] - fitted.south[0]) / 2
    return float(fitted.centre_lon[0]), float(fitted.middle_lat[0]), float(half), float(fitted.band[0]), padded


class _Undescribed:
    """Few points: all of them are asked about."""

    chunk = _FEW

    def decide(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices | None:
        return np.arange(lon.size) if _plain(lon, lat) else None

    def decide_anywhere(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices:
        return np.arange(lon.size)


class _Polynomial:
    """H(lat) - dlon^2 against the band; see `geo.geodesy.profile`."""

    chunk = _CHUNK

    def __init__(self, fitted: Profiles) -> None:
        self._lon, self._lat = float(fitted.centre_lon[0]), float(fitted.middle_lat[0])
        self._south, self._north = float(fitted.south[0]), float(fitted.north[0])
        self._powers = [float(c) for c in fitted.coefficients[0, ::-1]]
        self._band = float(fitted.band[0])
        # up to here |dlon| before folding says the same as after: beyond `widest` on both ways round
        self._straight2 = (360.0 - float(fitted.widest[0]) - 1e-9) ** 2
        self._low, self._high = _safe_latitudes(fitted)
        self._a, self._b, self._c = np.empty(_CHUNK), np.empty(_CHUNK), np.empty(_CHUNK)
        self._maybe = np.empty(_CHUNK, dtype=np.bool_)

    def decide(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices | None:
        southmost, northmost = np.minimum.reduce(lat), np.maximum.reduce(lat)
        if not (southmost >= -90.0 and northmost <= 90.0):
            return None
        dlon2 = np.subtract(lon, self._lon, out=self._a[: lon.size])
        np.multiply(dlon2, dlon2, out=dlon2)
        if not np.maximum.reduce(dlon2) <= self._straight2:
            return None
        return self._compare(dlon2, lat, inside, all_near=southmost >= self._low and northmost <= self._high)

    def decide_anywhere(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices:
        dlon = np.subtract(lon, self._lon, out=self._a[: lon.size])
        np.abs(dlon, out=dlon)
        np.minimum(dlon, np.subtract(360.0, dlon, out=self._b[: lon.size]), out=dlon)
        return self._compare(np.multiply(dlon, dlon, out=dlon), lat, inside, all_near=False)

    def _compare(self, dlon2: _Array, lat: _Array, inside: NDArray[np.bool_], *, all_near: bool) -> _Indices:
        if all_near:
            return self._evaluate(dlon2, lat, inside)
        near = (lat >= self._south) & (lat <= self._north)
        if np.count_nonzero(near) < _SPARSE * lat.size:
            rows = np.flatnonzero(near)
            part = np.empty(rows.size, dtype=np.bool_)
            undecided = self._evaluate(dlon2[rows], lat[rows], part)
            inside[:] = False
            inside[rows] = part
            return rows[undecided]
        undecided = self._evaluate(dlon2, lat, inside)
        np.logical_and(inside, near, out=inside)
        return undecided[near[undecided]]

    def _evaluate(self, dlon2: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices:
        t = np.subtract(lat, self._lat, out=self._b[: lat.size])
        excess = np.multiply(t, self._powers[0], out=self._c[: lat.size])
        for power in self._powers[1:-1]:
            excess += power
            excess *= t
        excess -= dlon2
        # the constant term stands on the other side, which saves a pass
        np.greater(excess, self._band - self._powers[-1], out=inside)
        maybe = np.greater_equal(excess, -self._band - self._powers[-1], out=self._maybe[: lat.size])
        if np.count_nonzero(maybe) == np.count_nonzero(inside):
            return _NONE
        return np.flatnonzero(maybe & ~inside)


def _safe_latitudes(fitted: Profiles) -> tuple[float, float]:
    """The latitudes, around those of the disc, up to which the polynomial calls nothing beyond the disc inside.

    Beyond its ends H is negative and P follows it; P can only come back above the band after another real root of
    P - band. A hundredth of the way is kept from such a root, more than its rounding.
    """
    middle, south, north = (float(a[0]) for a in (fitted.middle_lat, fitted.south, fitted.north))
    half = (north - south) / 2
    scaled = fitted.coefficients[0] * half ** np.arange(fitted.coefficients.shape[1])
    scaled[0] -= fitted.band[0]
    roots = np.roots(scaled[::-1])
    real = roots[np.abs(roots.imag) <= 1e-3 * np.abs(roots)].real
    above, below = real[real > 1.0], real[real < -1.0]
    high = middle + half * (1.0 + 0.99 * (above.min() - 1.0)) if above.size else math.inf
    low = middle - half * (1.0 + 0.99 * (-below.max() - 1.0)) if below.size else -math.inf
    return min(low, south), max(high, north)


class _Table:
    """|dlon| against the half widths of its bin of latitude; see `geo.geodesy.bins`."""

    chunk = _CHUNK

    def __init__(self, table: Bins) -> None:
        self._table = table

    def decide(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices | None:
        return self.decide_anywhere(lon, lat, inside) if _plain(lon, lat) else None

    def decide_anywhere(self, lon: _Array, lat: _Array, inside: NDArray[np.bool_]) -> _Indices:
        table = self._table
        rows = np.flatnonzero((lat >= table.south) & (lat <= table.north))
        part, undecided = table.decide(_folded(lon[rows], table.centre_lon), lat[rows])
        inside[:] = False
        inside[rows] = part
        return rows[undecided]


_NONE: Final = np.zeros(0, dtype=np.intp)


def _plain(lon: _Array, lat: _Array) -> bool:
    """Whether all are coordinates, longitudes -180 to 180; a NaN fails every comparison."""
    return bool(
        np.minimum.reduce(lat) >= -90.0
        and np.maximum.reduce(lat) <= 90.0
        and np.minimum.reduce(lon) >= -180.0
        and np.maximum.reduce(lon) <= 180.0
    )


def _folded(lon: _Array, centre_lon: float) -> _Array:
    """|dlon| in 0..180 degrees, the short way round, for longitudes -180 to 180."""
    dlon = np.abs(lon - centre_lon)
    return np.minimum(dlon, np.abs(360.0 - dlon))


def _settle(
    inside: NDArray[np.bool_],
    lons: NDArray[np.generic],
    lats: NDArray[np.generic],
    waiting: list[_Indices],
    disc: tuple[float, float, float],
) -> None:
    if waiting:
        rows = np.concatenate(waiting)
        inside[rows] = inside_exactly(lons[rows], lats[rows], *disc)
        waiting.clear()
