"""Which points are in which discs: the exact join of many points with many discs.

Points are sorted into rows of latitude, and by longitude within a row (`geo.geodesy.rows`). In a row a disc's
polynomial (`geo.geodesy.profile`) has a smallest and a largest value, both bounded, which give two half widths of
longitude: points nearer than the first are inside, points farther than the second are outside, and both are runs of
the sorted points. Only the points between the two are compared one by one, and only those within the band go to
`GEOD.inv`. Discs that no polynomial stands for are asked about with `within`, among the rows of their latitudes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import CoordinateError, InputError
from geo.geodesy.bins import disc_latitudes
from geo.geodesy.ellipsoid import normalise_lon
from geo.geodesy.membership import inside_exactly, within
from geo.geodesy.points import flat_points, refuse_bad
from geo.geodesy.profile import Profiles, profiles
from geo.geodesy.rows import Rows, sorted_rows

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

_BLOCK: Final = 2**21
"""Points that are sorted together; bounds the extra memory to some 150 MB whatever their number."""
_SPANS: Final = 2**17
"""(disc, row) spans that are worked out together, unless one disc alone has more."""
_CANDIDATES: Final = 2**18
"""(point, disc) candidates that are compared together, unless one span alone has more."""
_LON_DEG: Final = 1e-9
"""Slack in degrees when runs are searched: more than the rounding of the sort key."""


def pairs_within(
    lon: ArrayLike, lat: ArrayLike, centre_lon: ArrayLike, centre_lat: ArrayLike, radius_m: ArrayLike
) -> tuple[_Indices, _Indices]:
    """Every (point, disc) with the point at most the disc's radius (geodesic metres, WGS 84) from its centre.

    Points: `lon`, `lat` in degrees, 1-d. Discs: `centre_lon`, `centre_lat` in degrees and `radius_m`, 1-d or numbers,
    broadcast together. Returns two index arrays of equal length, sorted by point, then disc: exactly the pairs for
    which `GEOD.inv(centre, point)[2] <= radius`. Raises CoordinateError or InputError as `within` does, naming the
    first point or disc that cannot be used.

    >>> point, disc = pairs_within([38.6, 39.3, 38.9], [33.5, 33.5, 33.4], [38.618, 38.937], [33.506, 33.433], 4e4)
    >>> list(zip(point.tolist(), disc.tolist()))
    [(0, 0), (0, 1), (1, 1), (2, 0), (2, 1)]
    """
    lons, lats, _ = flat_points(lon, lat)
    refuse_bad(lons, lats)
    discs = _discs(centre_lon, centre_lat, radius_m)
    if not (discs.lon.size and lons.size):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    fitted = profiles(normalise_lon(discs.lon), discs.lat, discs.radius_m)
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
    try:
        radii, centre_lat = np.broadcast_arrays(np.asarray(radius_m, dtype=np.float64), centre_lat)
        lons, lats, shape = flat_points(centre_lon, centre_lat)
        refuse_bad(lons, lats)
    except ValueError as error:
        raise CoordinateError(f"centres of discs: {error}") from error
    radii = np.broadcast_to(radii, shape).reshape(-1)
    bad = ~(np.isfinite(radii) & (radii > 0.0))
    if bad.any():
        first = int(np.argmax(bad))
        raise InputError(
            f"{np.count_nonzero(bad):,} of {bad.size:,} discs have no usable radius; the first is index {first}: "
            f"{radii[first]:g} m; give metres, finite and more than zero"
        )
    return _Discs(*(np.asarray(a, dtype=np.float64) for a in (lons, lats, radii)))


def _block(lon: _Array, lat: _Array, discs: _Discs, fitted: Profiles) -> tuple[_Indices, _Indices]:
    """All pairs of one block of points, sorted by point, then disc."""
    rows = sorted_rows(lon, lat, fitted)
    bits = max(int(discs.lon.size - 1).bit_length(), 1)
    found: list[_Indices] = []

    def keep(position: _Indices, disc: _Indices) -> None:
        found.append((rows.order[position] << bits) | disc)

    first = np.searchsorted(rows.north, fitted.south)
    after = np.searchsorted(rows.south, fitted.north, side="right")
    meets = np.where(fitted.fits, np.maximum(after - first, 0), 0)
    for some in _batches(meets, _SPANS):
        disc = some.start + _repeat_index(meets[some])
        row = first[disc] + _count_up(meets[some])
        _join(rows, discs, fitted, disc, row, keep)
    for disc_index in np.flatnonzero(~fitted.fits):
        _join_wide(rows, discs, int(disc_index), keep)
    pairs = np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.intp)
    return pairs >> bits, pairs & ((1 << bits) - 1)


def _join(
    rows: Rows,
    discs: _Discs,
    fitted: Profiles,
    disc: _Indices,
    row: _Indices,
    keep: Callable[[_Indices, _Indices], None],
) -> None:
    """The pairs of discs with rows that they meet: `disc[i]` meets `row[i]`."""
    low, high = _half_widths(rows, fitted, disc, row)
    met = high >= 0.0
    disc, row, low, high = disc[met], row[met], low[met], high[met]
    centre = fitted.centre_lon[disc]
    outer_west = rows.position(row, centre - high - _LON_DEG)
    outer_east = rows.position(row, centre + high + _LON_DEG)
    sure = low > _LON_DEG
    inner_west = np.where(sure, rows.position(row, centre - low + _LON_DEG), outer_east)
    inner_east = np.where(sure, rows.position(row, centre + low - _LON_DEG), outer_east)
    for some in _batches(inner_east - inner_west, _CANDIDATES):
        position, span = _spread(rows, row[some], inner_west[some], inner_east[some])
        keep(position, disc[some][span])
    row, disc = np.tile(row, 2), np.tile(disc, 2)
    west, east = np.concatenate([outer_west, inner_east]), np.concatenate([inner_west, outer_east])
    for some in _batches(east - west, _CANDIDATES):
        position, span = _spread(rows, row[some], west[some], east[some])
        inside = _compare(rows, discs, fitted, position, disc[some], span)
        keep(position[inside], disc[some][span[inside]])


def _half_widths(rows: Rows, fitted: Profiles, disc: _Indices, row: _Indices) -> tuple[_Array, _Array]:
    """|dlon| in degrees up to which a row's points are inside the disc, and beyond which they are outside; -1 for none.

    The polynomial is developed around the middle of the row, P(t + s) = sum of d_k s^k, so in a row that reaches w
    degrees from its middle it stays within sum of |d_k| w^k (k >= 1) of d_0.
    """
    south, north = rows.south[row], rows.north[row]
    whole = (south >= fitted.south[disc]) & (north <= fitted.north[disc])
    south, north = np.maximum(south, fitted.south[disc]), np.minimum(north, fitted.north[disc])
    t = (south + north) / 2 - fitted.middle_lat[disc]
    w = (north - south) / 2 * (1 + 1e-9) + 1e-12
    d = [fitted.coefficients[disc, k] for k in range(fitted.coefficients.shape[1])]
    for lowest in range(len(d) - 1):
        for k in range(len(d) - 2, lowest - 1, -1):
            d[k] = d[k] + t * d[k + 1]
    swing = np.zeros_like(t)
    for coefficient in d[:0:-1]:
        swing = (swing + np.abs(coefficient)) * w
    swing += 2.0 * fitted.band[disc]
    high = np.where(d[0] + swing >= 0.0, np.sqrt(np.maximum(d[0] + swing, 0.0)), -1.0)
    low = np.where(whole & (d[0] - swing >= 0.0), np.sqrt(np.maximum(d[0] - swing, 0.0)), -1.0)
    return low, np.minimum(high, fitted.widest[disc])


def _compare(
    rows: Rows, discs: _Discs, fitted: Profiles, position: _Indices, disc: _Indices, span: _Indices
) -> NDArray[np.bool_]:
    """Whether each candidate, the sorted point `position[i]` with the disc `disc[span[i]]`, is a pair."""
    t = rows.lat[position] - fitted.middle_lat[disc][span]
    near = np.abs(t) <= ((fitted.north - fitted.south) / 2)[disc][span]
    excess = fitted.coefficients[disc, -1][span]
    for k in range(fitted.coefficients.shape[1] - 2, -1, -1):
        excess *= t
        excess += fitted.coefficients[disc, k][span]
    dlon = np.abs(rows.lon[position] - fitted.centre_lon[disc][span])
    dlon = np.minimum(dlon, np.abs(360.0 - dlon))
    excess -= dlon * dlon
    band = fitted.band[disc][span]
    inside: NDArray[np.bool_] = near & (excess > band)
    undecided = np.flatnonzero(near & (np.abs(excess) <= band))
    if undecided.size:
        point, which = position[undecided], disc[span[undecided]]
        inside[undecided] = inside_exactly(
            rows.lon[point], rows.lat[point], discs.lon[which], discs.lat[which], discs.radius_m[which]
        )
    return inside


def _join_wide(rows: Rows, discs: _Discs, disc: int, keep: Callable[[_Indices, _Indices], None]) -> None:
    """The pairs of one disc that no polynomial stands for, among the rows of its latitudes."""
    south, north = disc_latitudes(float(discs.lat[disc]), float(discs.radius_m[disc]))
    begin = int(rows.start[np.searchsorted(rows.north, south)])
    end = int(rows.start[np.searchsorted(rows.south, north, side="right")])
    if end > begin:
        lon, lat = rows.lon[begin:end], rows.lat[begin:end]
        inside = within(lon, lat, float(discs.lon[disc]), float(discs.lat[disc]), float(discs.radius_m[disc]))
        position = begin + np.flatnonzero(inside)
        keep(position, np.full(position.size, disc, dtype=np.intp))


def _spread(rows: Rows, row: _Indices, west: _Indices, east: _Indices) -> tuple[_Indices, _Indices]:
    """Every point of the runs [west, east), as sorted positions, and which run each is from."""
    size = east - west
    run = _repeat_index(size)
    begin, length = rows.start[row], rows.start[row + 1] - rows.start[row]
    # a run starts up to a turn west or east of its row, and no run is longer than its row
    offset = np.mod(west, length)
    at = np.repeat(offset, size) + _count_up(size)
    full = np.repeat(length, size)
    return np.repeat(begin, size) + np.where(at >= full, at - full, at), run


def _batches(sizes: _Indices, limit: int) -> Iterator[slice]:
    """Slices of consecutive items whose sizes add up to no more than `limit`, or of one item that is larger."""
    ends = np.cumsum(sizes)
    begin, done = 0, 0
    while begin < sizes.size:
        end = max(int(np.searchsorted(ends, done + limit, side="right")), begin + 1)
        if ends[end - 1] > done:
            yield slice(begin, end)
        begin, done = end, int(ends[end - 1])


def _repeat_index(sizes: _Indices) -> _Indices:
    return np.repeat(np.arange(sizes.size), sizes)


def _count_up(sizes: _Indices) -> _Indices:
    """0, 1, .. size - 1 for each size, one after another."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if sizes.size else 0
    return np.asarray(np.arange(total) - np.repeat(ends - sizes, sizes))
