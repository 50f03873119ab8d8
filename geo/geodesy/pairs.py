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
from geo.geodesy.rows import LON_DEG, Rows, sorted_rows
from geo.geodesy.runs import batches, count_up, which

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

_BLOCK: Final = 2**21
"""Points that are sorted together, at most."""
_PAIRS: Final = 2**22
"""Pairs that a block may have, at most; together they bound the memory to some 250 MB whatever the numbers."""
_ROWS_PER_DISC: Final = 32
_SPANS: Final = 2**17
"""(disc, row) spans that are worked out together, unless one disc alone has more."""
_CANDIDATES: Final = 2**18
"""(point, disc) candidates that are compared together, unless one span alone has more."""


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
    join = _Join(_discs(centre_lon, centre_lat, radius_m))
    keys = list(join.keys(lon, lat))
    disc = np.concatenate([np.zeros(0, dtype=np.intp), *keys])
    del keys
    point = disc >> join.bits
    disc &= (1 << join.bits) - 1
    return point, disc


def iter_pairs_within(
    lon: ArrayLike, lat: ArrayLike, centre_lon: ArrayLike, centre_lat: ArrayLike, radius_m: ArrayLike
) -> Iterator[tuple[_Indices, _Indices]]:
    """The pairs of `pairs_within`, in the same order, some millions at a time: for more pairs than there is memory.

    Each batch: numbers of points and of discs, shape (k,) each; arguments as there, in degrees and metres. Points and
    discs are checked at once, before the first pairs are asked for: CoordinateError and InputError come then.

    >>> batches = iter_pairs_within([38.6, 39.3], [33.5, 33.5], [38.618, 38.937], [33.506, 33.433], 4e4)
    >>> [(point.tolist(), disc.tolist()) for point, disc in batches]
    [([0, 0, 1], [0, 1, 1])]
    """
    join = _Join(_discs(centre_lon, centre_lat, radius_m))
    keys = join.keys(lon, lat)
    return ((some >> join.bits, some & ((1 << join.bits) - 1)) for some in keys)


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


class _Join:
    """Discs that are ready to be joined with blocks of points."""

    def __init__(self, discs: _Discs) -> None:
        self.bits = max(int(discs.lon.size - 1).bit_length(), 1)
        self._discs = discs
        self._fitted = profiles(normalise_lon(discs.lon), discs.lat, discs.radius_m)
        self._wide = [
            (int(i), *disc_latitudes(float(discs.lat[i]), float(discs.radius_m[i])))
            for i in np.flatnonzero(~self._fitted.fits)
        ]

    def keys(self, lon: ArrayLike, lat: ArrayLike) -> Iterator[_Indices]:
        """The pairs as ascending keys, point << bits | disc, in batches."""
        lons, lats, _ = flat_points(lon, lat)
        refuse_bad(lons, lats)
        return self._blocks(lons, lats)

    def _blocks(self, lons: NDArray[np.generic], lats: NDArray[np.generic]) -> Iterator[_Indices]:
        for start in range(0, lons.size if self._discs.lon.size else 0, _BLOCK):
            x, y = (np.asarray(a[start : start + _BLOCK], dtype=np.float64) for a in (lons, lats))
            yield from self._block(x, y, start)

    def _block(self, lon: _Array, lat: _Array, start: int) -> Iterator[_Indices]:
        """The pairs of one block of points, in pieces of it where there may be too many."""
        fitted = self._fitted
        rows = sorted_rows(lon, lat, fitted.south[fitted.fits], fitted.north[fitted.fits], _ROWS_PER_DISC)
        pieces = min(-(-self._most(rows) // _PAIRS), lon.size)
        if pieces > 1:
            size = -(-lon.size // pieces)
            for begin in range(0, lon.size, size):
                yield from self._block(lon[begin : begin + size], lat[begin : begin + size], start + begin)
            return
        found: list[_Indices] = []

        def keep(position: _Indices, disc: _Indices) -> None:
            found.append(((start + rows.order[position]) << self.bits) | disc)

        for disc, row in self._spans(rows):
            _join(rows, self._discs, fitted, _runs(rows, fitted, disc, row), keep)
        for wide, south, north in self._wide:
            _join_wide(rows, self._discs, wide, _between(rows, south, north), keep)
        if found:
            yield np.sort(np.concatenate(found))

    def _spans(self, rows: Rows) -> Iterator[tuple[_Indices, _Indices]]:
        """Discs that have a polynomial, with the rows that they meet: disc[i] meets row[i]."""
        first, meets = self._met(rows)
        for some in batches(meets, _SPANS):
            disc = some.start + which(meets[some])
            yield disc, first[disc] + count_up(meets[some])

    def _met(self, rows: Rows) -> tuple[_Indices, _Indices]:
        """The first row that each disc meets, and how many."""
        first = np.searchsorted(rows.north, self._fitted.south)
        after = np.searchsorted(rows.south, self._fitted.north, side="right")
        return first, np.where(self._fitted.fits, np.maximum(after - first, 0), 0)

    def _most(self, rows: Rows) -> int:
        """No more pairs than this has the block; counted closely only where a glance does not suffice."""
        first, meets = self._met(rows)
        wide = [_between(rows, south, north) for _, south, north in self._wide]
        held = int(np.sum(rows.start[first + meets] - rows.start[first]))
        held_wide = int(sum(part.stop - part.start for part in wide))
        if held + held_wide > _PAIRS:
            runs = (_runs(rows, self._fitted, disc, row) for disc, row in self._spans(rows))
            held = sum(int(np.sum(run.outer_east - run.outer_west)) for run in runs)
        return held + held_wide


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of points, by positions in rows: s spans of a disc with a row."""

    disc: _Indices
    row: _Indices
    outer_west: _Indices
    """No point before it is in the disc."""
    inner_west: _Indices
    """From here on, all are."""
    inner_east: _Indices
    """Up to here."""
    outer_east: _Indices
    """No point from here on is."""


def _runs(rows: Rows, fitted: Profiles, disc: _Indices, row: _Indices) -> _Runs:
    low, high = _half_widths(rows, fitted, disc, row)
    met = high >= 0.0
    disc, row, low, high = disc[met], row[met], low[met], high[met]
    centre = fitted.centre_lon[disc]
    outer_west = rows.position(row, centre - high - LON_DEG)
    outer_east = rows.position(row, centre + high + LON_DEG)
    sure = low > LON_DEG
    inner_west = np.where(sure, rows.position(row, centre - low + LON_DEG), outer_east)
    inner_east = np.where(sure, rows.position(row, centre + low - LON_DEG), outer_east)
    return _Runs(disc, row, outer_west, inner_west, inner_east, outer_east)


def _join(rows: Rows, discs: _Discs, fitted: Profiles, runs: _Runs, keep: Callable[[_Indices, _Indices], None]) -> None:
    """The pairs of discs with rows that they meet."""
    for some in batches(runs.inner_east - runs.inner_west, _CANDIDATES):
        position, span, _ = rows.points(runs.row[some], runs.inner_west[some], runs.inner_east[some])
        keep(position, runs.disc[some][span])
    row, disc = np.tile(runs.row, 2), np.tile(runs.disc, 2)
    west = np.concatenate([runs.outer_west, runs.inner_east])
    east = np.concatenate([runs.inner_west, runs.outer_east])
    for some in batches(east - west, _CANDIDATES):
        position, span, _ = rows.points(row[some], west[some], east[some])
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


def _join_wide(rows: Rows, discs: _Discs, disc: int, part: slice, keep: Callable[[_Indices, _Indices], None]) -> None:
    """The pairs of one disc that no polynomial stands for, among the rows of its latitudes."""
    inside = within(
        rows.lon[part], rows.lat[part], float(discs.lon[disc]), float(discs.lat[disc]), float(discs.radius_m[disc])
    )
    position = part.start + np.flatnonzero(inside)
    keep(position, np.full(position.size, disc, dtype=np.intp))


def _between(rows: Rows, south: float, north: float) -> slice:
    """The sorted points of all rows that reach into some latitudes."""
    begin = int(rows.start[np.searchsorted(rows.north, south)])
    end = int(rows.start[np.searchsorted(rows.south, north, side="right")])
    return slice(begin, max(begin, end))
