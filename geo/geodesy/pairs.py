"""Which points are in which discs: the exact join of many points with many discs.

Points are sorted into rows of latitude, and by longitude within a row. Rows follow the data: each holds about as many
points, so a crowded city does not end up in one cell of a world-wide grid. In a row a disc's polynomial (see
`geo.geodesy.profile`) has a smallest and a largest value, both bounded, which give two half widths of longitude:
points nearer than the first are inside, points farther than the second are outside, and both are runs of the sorted
points that a binary search finds. Only the points between the two are compared one by one, and only those within the
band go to `GEOD.inv`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import CoordinateError, InputError
from geo.geodesy.ellipsoid import normalise_lon
from geo.geodesy.membership import inside_exactly, within
from geo.geodesy.points import flat_points, refuse_bad
from geo.geodesy.profile import Profiles, profiles

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

_BLOCK: Final = 2**21
"""Points that are sorted together; bounds the extra memory to some 150 MB whatever their number."""
_SPANS: Final = 2**17
"""(disc, row) spans that are worked out together, unless one disc alone has more."""
_CANDIDATES: Final = 2**18
"""(point, disc) candidates that are compared together, unless one span alone has more."""
_SHELVES: Final = 2**16
"""Equal steps of latitude that rows are put together from."""
_ROWS_PER_DISC: Final = 16
"""Rows that the middling disc should meet: more of them cost searches, fewer cost comparisons."""
_TURN: Final = 720.0
"""Rows are this far apart in the sort key, row * 720 + longitude + 180."""
_LON_DEG: Final = 1e-9
"""Slack in degrees when runs are searched: more than the rounding of the sort key."""


def pairs_within(
    lon: ArrayLike, lat: ArrayLike, centre_lon: ArrayLike, centre_lat: ArrayLike, radius_m: ArrayLike
) -> tuple[_Indices, _Indices]:
    """Every (point, disc) with the point at most the disc's radius (geodesic metres, WGS 84) from its centre.

    Points: `lon`, `lat` in degrees, 1-d. Discs: `centre_lon`, `centre_lat` in degrees and `radius_m`, 1-d, broadcast
    together. Returns two index arrays of equal length, sorted by point, then disc: exactly the pairs for which
    `GEOD.inv(centre, point)[2] <= radius`. Raises CoordinateError or InputError as `within` does, naming the first
    point or disc that cannot be used.

    >>> point, disc = pairs_within([38.6, 39.3, 38.9], [33.5, 33.5, 33.4], [38.61778, 38.9374], [33.50583, 33.4332], 4e4)
    >>> list(zip(point.tolist(), disc.tolist()))
    [(0, 0), (0, 1), (1, 1), (2, 0), (2, 1)]
    """
    lons, lats, _ = flat_points(lon, lat)
    refuse_bad(lons, lats)
    discs = _discs(centre_lon, centre_lat, radius_m)
    if not (discs.size and lons.size):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    fitted = profiles(discs.lon, discs.lat, discs.radius_m)
    found = []
    for start in range(0, lons.size, _BLOCK):
        x, y = (np.asarray(a[start : start + _BLOCK], dtype=np.float64) for a in (lons, lats))
        point, disc = _block(x, y, discs, fitted)
        found.append((point + start, disc))
    return np.concatenate([p for p, _ in found]), np.concatenate([d for _, d in found])


@dataclass(frozen=True, slots=True)
class _Discs:
    """The discs as they were given."""

    lon: _Array
    lat: _Array
    radius_m: _Array


def _discs(centre_lon: ArrayLike, centre_lat: ArrayLike, radius_m: ArrayLike) -> _Discs:
    lons, lats, shape = flat_points(centre_lon, centre_lat)
    radii, _, _ = flat_points(np.broadcast_to(np.asarray(radius_m, dtype=np.float64), shape), 0.0)
    try:
        refuse_bad(lons, lats)
    except CoordinateError as error:
        raise CoordinateError(f"centres of discs: {error}") from error
    bad = ~(np.isfinite(radii) & (radii > 0.0))
    if bad.any():
        first = int(np.argmax(bad))
        raise InputError(
            f"{np.count_nonzero(bad):,} of {bad.size:,} discs have no usable radius; the first is index {first}: "
            f"{radii[first]:g} m; give metres, finite and more than zero"
        )
    return _Discs(*(np.asarray(a, dtype=np.float64) for a in (lons, lats, radii)))


@dataclass(frozen=True, slots=True)
class _Rows:
    """A block of points in rows of latitude, each row by longitude."""

    order: _Indices
    """Shape (n,): index in the block of each sorted point."""
    key: _Array
    """Shape (n,), ascending: row * 720 + longitude + 180."""
    lon: _Array
    """Shape (n,): longitudes in sorted order, degrees, -180 <= lon < 180."""
    lat: _Array
    """Shape (n,): latitudes in sorted order, degrees."""
    start: _Indices
    """Shape (r + 1,): where each row starts among the sorted points."""
    south: _Array
    """Shape (r,): smallest latitude in each row."""
    north: _Array
    """Shape (r,): largest latitude in each row."""

    def position(self, row: _Indices, lon: _Array) -> _Indices:
        """How many points of the row are west of `lon`, counting a whole row for every turn of the globe."""
        turn = np.floor((lon + 180.0) / 360.0)
        rest = lon + 180.0 - 360.0 * turn
        at = np.searchsorted(self.key, row * _TURN + rest) - self.start[row]
        size = self.start[row + 1] - self.start[row]
        return np.asarray(turn.astype(np.intp) * size + np.clip(at, 0, size))


def _rows(lon: _Array, lat: _Array, fitted: Profiles) -> _Rows:
    base, top = float(lat.min()), float(lat.max())
    scale = (_SHELVES - 1) / max(top - base, 1e-9)
    shelf = ((lat - base) * scale).astype(np.intp)
    filled = np.concatenate([[0], np.cumsum(np.bincount(shelf, minlength=_SHELVES))])
    count = _row_count(filled, base, scale, fitted)
    row_of_shelf = filled[:-1] * count // lat.size
    # shelves without points make no rows
    row_of_shelf = np.unique(row_of_shelf, return_inverse=True)[1]
    row = row_of_shelf[shelf]
    key = row * _TURN + (normalise_lon(lon) + 180.0)
    order = np.argsort(key)
    sizes = np.bincount(row)
    sizes = sizes[sizes > 0]
    key, lats = key[order], lat[order]
    start = np.concatenate([[0], np.cumsum(sizes)])
    return _Rows(
        order, key, normalise_lon(lon[order]), lats, start,
        np.minimum.reduceat(lats, start[:-1]), np.maximum.reduceat(lats, start[:-1]),
    )  # fmt: skip
