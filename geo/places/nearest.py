"""The places nearest to a position: cell by cell outwards, until no cell further out can hold anything nearer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy.ellipsoid import distance_m
from geo.places.full import FINE, Full
from geo.places.index import Index, Spot, cell_of
from geo.values import Place

_Spots = Callable[[Sequence[int]], list[Spot]]
_Near = list[tuple[float, int]]
"""Metres and number of places, the nearest first."""
_FARTHEST: Final = 20
"""How many degrees outwards the cells are searched before the distance to every place is measured."""
_M_PER_DEGREE: Final = 110_000.0
"""Less than a degree of latitude or, times the cosine, of longitude is long anywhere."""
_RADIUS_M: Final = 6_371_009.0
_OFF_SPHERE: Final = 0.006
"""A distance on the sphere differs from the geodesic on the ellipsoid by less than this part of it."""


def nearest(index: Index, full: Full | None, lon: float, lat: float, count: int) -> list[tuple[float, Place]]:
    """The `count` places nearest to a position, with their geodesic distance in metres, nearest first.

    The full gazetteer's places count where there is one; a place that both have is given as the index has it.
    """
    lon = (lon + 180) % 360 - 180
    more = search(lon, lat, count, [(FINE, full.spots), (1, full.degree_spots)]) if full else None
    listed = search(lon, lat, count, [(1, index.spots)], within_m=more[-1][0] if more else np.inf)
    if listed is None:
        listed = _first(lon, lat, index.every_spot(), count)
    if full and more is None:
        reach = int((listed[-1][0] if listed else 2e7) / _M_PER_DEGREE) + 1
        row = cell_of(0.0, lat) // 360
        more = _first(lon, lat, full.band(max(0, row - reach), min(179, row + reach)), count)
    places = {place.id: place for place in full.numbered([number for _, number in more])} if full and more else {}
    places |= {place.id: place for place in index.numbered([number for _, number in listed])}
    found = list(places.values())
    metres = distance_m(lon, lat, [place.lon for place in found], [place.lat for place in found])
    return [(float(metres[i]), found[i]) for i in np.argsort(metres, kind="stable")[:count]]


def search(
    lon: float, lat: float, count: int, steps: Sequence[tuple[int, _Spots]], *, within_m: float = np.inf
) -> _Near | None:
    """The nearest `count`, or those within `within_m` if fewer; None where the cells do not settle it.

    steps: parts of a degree that a cell's side has in one, and what gives the places of some cells; the finest first.
    """
    for parts, spots in steps:
        found: list[Spot] = []
        metres: NDArray[np.float64] = np.zeros(0)
        for reach in range(FINE if parts > 1 else _FARTHEST):
            more = spots(_ring(lon, lat, reach, parts))
            if more:
                found += more
                metres = np.append(metres, _on_sphere(lon, lat, more))
            clear = _clear_m(lat, reach, parts)
            settled = len(found) >= count and np.partition(metres, count - 1)[count - 1] * (1 + _OFF_SPHERE) <= clear
            if settled or clear >= within_m:
                return _first(lon, lat, found, count)
    return None


def _first(lon: float, lat: float, found: list[Spot], count: int) -> _Near:
    """The nearest `count` of `found`: few enough by the sphere are then measured on the ellipsoid."""
    if not found:
        return []
    rough = _on_sphere(lon, lat, found)
    last = np.partition(rough, min(count, len(found)) - 1)[min(count, len(found)) - 1]
    close = [found[i] for i in np.flatnonzero(rough <= last * (1 + 3 * _OFF_SPHERE))]
    metres = distance_m(lon, lat, [one[1] for one in close], [one[2] for one in close])
    return [(float(metres[i]), close[i][0]) for i in np.argsort(metres, kind="stable")[:count]]


def _on_sphere(lon: float, lat: float, found: Sequence[Spot]) -> NDArray[np.float64]:
    """Great-circle distance in metres."""
    x, y = np.radians(np.array(found, dtype=np.float64)[:, 1:].T)
    x0, y0 = np.radians(lon), np.radians(lat)
    half = np.sin((y - y0) / 2) ** 2 + np.cos(y0) * np.cos(y) * np.sin((x - x0) / 2) ** 2
    return np.asarray(2 * _RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))), dtype=np.float64)


def _clear_m(lat: float, reach: int, parts: int) -> float:
    """No place is nearer than this that lies beyond `reach` rows and columns of cells."""
    widest = min(abs(lat) + (reach + 1) / parts, 90.0)
    return reach / parts * _M_PER_DEGREE * min(1.0, float(np.cos(np.radians(widest))))  # the shortest row's degree


def _ring(lon: float, lat: float, reach: int, parts: int) -> list[int]:
    """Cells exactly `reach` rows or columns away, each side of a cell a degree's part."""
    rows, columns = 180 * parts, 360 * parts
    row = min(int((lat + 90) * parts), rows - 1)
    column = int((lon + 180) % 360 * parts) % columns
    out: set[int] = set()
    for d_row in range(-reach, reach + 1):
        if 0 <= row + d_row < rows:
            steps = range(-reach, reach + 1) if abs(d_row) == reach else (-reach, reach)
            out.update(_cell(row + d_row, (column + step) % columns, parts) for step in steps)
    return sorted(out)


def _cell(row: int, column: int, parts: int) -> int:
    """The number of a cell: degree by degree, and row by row within a degree."""
    degree = row // parts * 360 + column // parts
    return degree * parts * parts + row % parts * parts + column % parts
