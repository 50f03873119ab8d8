"""Points in rows of latitude, each row by longitude: the index of the join.

Rows follow the data: each holds about as many points, so a crowded city does not end up in one cell of a world-wide
grid, and their number follows the discs. Within a row any interval of longitude is a run that a binary search finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy.ellipsoid import normalise_lon
from geo.geodesy.runs import count_up, which

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

_SHELVES: Final = 2**16
"""Equal steps of latitude that rows are put together from."""
_TURN: Final = 720.0
"""Rows are this far apart in the sort key, row * 720 + longitude + 180."""
LON_DEG: Final = 1e-8
"""Slack in degrees for who searches a run: more than the rounding of two sort keys, up to 3.8e-9 each."""


@dataclass(frozen=True, slots=True)
class Rows:
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

    def points(self, row: _Indices, west: _Indices, east: _Indices) -> tuple[_Indices, _Indices, _Indices]:
        """Every point of the runs [west, east), positions in rows: its sorted index, its run, and on which turn it is.

        Its longitude where the run counts from is its own and 360 degrees for every turn.
        """
        size = east - west
        begin, length = self.start[row], self.start[row + 1] - self.start[row]
        at = np.repeat(west, size) + count_up(size)
        full = np.repeat(length, size)
        turn = np.floor_divide(at, full)
        return np.repeat(begin, size) + at - turn * full, which(size), turn


def sorted_rows(lon: _Array, lat: _Array, south: _Array, north: _Array, meets: int) -> Rows:
    """Sort a block of points (degrees, known to be good) into rows that suit the areas they are to be joined with.

    south, north: what each area reaches, degrees; meets: the rows that the middling area should meet. More of them
    cost searches, fewer cost comparisons.
    """
    base, top = float(lat.min()), float(lat.max())
    scale = (_SHELVES - 1) / max(top - base, 1e-9)
    shelf = ((lat - base) * scale).astype(np.intp)
    filled = np.concatenate([[0], np.cumsum(np.bincount(shelf, minlength=_SHELVES))])
    count = _row_count(filled, base, scale, np.stack([south, north]), meets)
    row_of_shelf = filled[:-1] * count // lat.size
    # an empty shelf goes with the next one that is not, so renumbering leaves no row empty
    row = np.unique(row_of_shelf, return_inverse=True)[1][shelf]
    lons = lon if lon.min() >= -180.0 and lon.max() < 180.0 else normalise_lon(lon)
    key = row * _TURN + (lons + 180.0)
    order = np.argsort(key)
    start = np.concatenate([[0], np.cumsum(np.bincount(row))])
    lats = lat[order]
    south, north = (extreme.reduceat(lats, start[:-1]) for extreme in (np.minimum, np.maximum))
    return Rows(order, key[order], lons[order], lats, start, south, north)


def _row_count(filled: _Indices, base: float, scale: float, edges: _Array, meets: int) -> int:
    """So many rows, of about equally many points, that the middling area meets `meets` of them."""
    at = np.clip((edges - base) * scale, 0, _SHELVES).astype(np.intp)
    held = np.diff(filled[at], axis=0)[0]
    held = held[held > 0]
    n = int(filled[-1])
    share = float(np.median(held)) / n if held.size else 1.0
    return int(np.clip(meets / share, 1, max(n // 8, 1)))
