"""Distances from one centre to very many points, to a decimetre, some ten times sooner than by solving each.

The square of the distance is a smooth function of latitude and of the difference in longitude, but for the centre's
antipode. The Earth is cut into cells of 15 x 20 degrees; in each the square is a polynomial of total degree 7, 11 or
15, fitted at Chebyshev nodes and then compared with `GEOD.inv` on a grid of its own. A cell in which any comparison is
off by more than `TOLERANCE_M` is not approximated at all. No verdict rests on these distances: `within` and the
probability of being inside a zone stay exact.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike, NDArray

from geo.geodesy.disc import check_centre
from geo.geodesy.ellipsoid import distance_m

TOLERANCE_M: Final = 0.05
"""The most that a comparison may be off; between the compared points the polynomial may stray a little further."""
_LAT_DEG, _LON_DEG, _CHUNK = 15.0, 20.0, 16_384
_DEGREES: Final = (7, 11, 15)
_NODES: Final = np.cos(np.pi * (np.arange(20) + 0.5) / 20)
"""Of Chebyshev, first kind."""
_ROWS, _COLUMNS = 12, 9

_Array = NDArray[np.float64]


class DistanceField:
    """Geodesic distances from a centre on WGS 84, for asking again and again.

    >>> field = DistanceField(38.61778, 33.50583)
    >>> bool(abs(field.metres([38.0], [34.0])[0] - distance_m(38.61778, 33.50583, 38.0, 34.0)) < 0.1)
    True
    """

    def __init__(self, lon: float, lat: float) -> None:
        """Distances from a centre in degrees; raises CoordinateError for what is none."""
        self.lon, self.lat = check_centre(lon, lat)
        self._cells: dict[int, _Array | None] = {}

    def metres(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Distances in metres within 0.1 m, shape (n,); lon and lat in degrees, shape (n,) each; NaN for NaN."""
        lons, lats = (np.ascontiguousarray(axis, dtype=np.float64) for axis in (lon, lat))
        out = np.empty(lats.shape)
        for start in range(0, out.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            out[part] = self._chunk(lons[part], lats[part])
        return out

    def _chunk(self, lon: _Array, lat: _Array) -> _Array:
        apart = np.abs(lon - self.lon)
        if apart.max(initial=0.0) > 180.0:
            apart = np.abs(np.mod(apart + 180.0, 360.0) - 180.0)
        first, last = (self._cell(part.min(initial=0.0), apart_.min(initial=0.0)) if low else
                       self._cell(part.max(initial=0.0), apart_.max(initial=0.0))
                       for low, part, apart_ in ((True, lat, apart), (False, lat, apart)))  # fmt: skip
        if first == last and first >= 0:
            return self._evaluated(first, lon, lat, apart)
        known = np.isfinite(apart) & np.isfinite(lat)
        cells = np.full(lat.shape, -1)
        rows = np.clip(((lat[known] + 90.0) // _LAT_DEG).astype(np.intp), 0, _ROWS - 1)
        cells[known] = rows * _COLUMNS + np.clip((apart[known] // _LON_DEG).astype(np.intp), 0, _COLUMNS - 1)
        out = np.full(lat.shape, np.nan)
        for cell in np.unique(cells[known]).tolist():
            at = np.flatnonzero(cells == cell)
            out[at] = self._evaluated(cell, lon[at], lat[at], apart[at])
        return out

    @staticmethod
    def _cell(lat: float, apart: float) -> int:
        if not (np.isfinite(lat) and np.isfinite(apart)):
            return -1
        row, column = int((lat + 90.0) // _LAT_DEG), int(apart // _LON_DEG)
        return min(max(row, 0), _ROWS - 1) * _COLUMNS + min(column, _COLUMNS - 1)

    def _evaluated(self, cell: int, lon: _Array, lat: _Array, apart: _Array) -> _Array:
        if cell not in self._cells:
            self._cells[cell] = self._fit(cell)
        table = self._cells[cell]
        if table is None:
            return distance_m(self.lon, self.lat, lon, lat)
        square = _polynomial(table, *_scaled(cell, lat, apart))
        np.maximum(square, 0.0, out=square)
        return np.asarray(np.sqrt(square, out=square))

    def _fit(self, cell: int) -> _Array | None:
        """Coefficients of lat^k apart^l, both scaled to -1..1; None where no such polynomial is good enough."""
        values, grid = self._square(cell, _NODES), np.linspace(-1.0, 1.0, 37)
        y, x = (axis.ravel() for axis in np.meshgrid(grid, grid, indexing="ij"))
        true = self._square(cell, grid).ravel()
        # a root is the more sensitive the nearer to 0, and no node of the grid need be near the centre
        nearest = 0.0 if cell == self._cell(self.lat, 0.0) else float(np.sqrt(true.min()))
        for degree in _DEGREES:
            table = _by_powers(values, degree)
            off = np.abs(_polynomial(table, y, x) - true)
            if (off <= 2.0 * TOLERANCE_M * np.sqrt(true)).all() and off.max() <= 2.0 * TOLERANCE_M * max(nearest, 10.0):
                return table
        return None

    def _square(self, cell: int, nodes: _Array) -> _Array:
        """Squared distances at a grid of nodes, latitude by difference in longitude."""
        row, column = divmod(cell, _COLUMNS)
        lat = -90.0 + _LAT_DEG * (row + 0.5 + nodes / 2.0)
        apart = _LON_DEG * (column + 0.5 + nodes / 2.0)
        lats, aparts = np.meshgrid(lat, apart, indexing="ij")
        return distance_m(self.lon, self.lat, self.lon + aparts, lats) ** 2


def _scaled(cell: int, lat: _Array, apart: _Array) -> tuple[_Array, _Array]:
    row, column = divmod(cell, _COLUMNS)
    y = (lat - (-90.0 + _LAT_DEG * (row + 0.5))) * (2.0 / _LAT_DEG)
    return y, (apart - _LON_DEG * (column + 0.5)) * (2.0 / _LON_DEG)


def _by_powers(values: _Array, degree: int) -> _Array:
    """The polynomial of this total degree nearest to values at `_NODES` of both axes, by powers."""
    n = len(_NODES)
    basis = chebyshev.chebvander(_NODES, degree) * np.where(np.arange(degree + 1) > 0, 2.0 / n, 1.0 / n)
    table = basis.T @ values @ basis
    table[np.add.outer(np.arange(degree + 1), np.arange(degree + 1)) > degree] = 0.0
    powers = np.zeros((degree + 1, degree + 1))
    for one in range(degree + 1):
        powers[one, : one + 1] = chebyshev.cheb2poly([0.0] * one + [1.0])
    return np.asarray(powers.T @ table @ powers)


def _polynomial(table: _Array, y: _Array, x: _Array) -> _Array:
    """Horner's rule in x inside Horner's rule in y."""
    degree = len(table) - 1
    total, inner = np.full(y.shape, table[degree, 0]), np.empty(y.shape)
    for k in range(degree - 1, -1, -1):
        np.multiply(x, table[k, degree - k], out=inner)
        for power in range(degree - k - 1, 0, -1):
            inner += table[k, power]
            inner *= x
        inner += table[k, 0]
        total *= y
        total += inner
    return total
