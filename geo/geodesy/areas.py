"""Polygons as one long list of edges, each straight in longitude and latitude: what the join with points reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import CoordinateError, InputError
from geo.geodesy.course import Course, run_on

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

_FARTHEST_DEG: Final = 1080.0
"""Longitudes of vertices: three turns of the globe, more than anybody writes."""
_KINDS: Final = [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON]


@dataclass(frozen=True, slots=True)
class Areas:
    """m edges of p parts of k polygons; edges of one part stand together."""

    given: NDArray[np.object_]
    """Shape (k,): the polygons as they were given."""
    drawn: NDArray[np.object_]
    """Shape (k,): the polygons with straight edges, longitudes running past 180 where they go over it."""
    polygon: _Indices
    """Shape (p,): which polygon each part is of."""
    south: _Array
    """Shape (p,): the least latitude of each part, degrees."""
    north: _Array
    """Shape (p,): the greatest latitude of each part, degrees."""
    west: _Array
    """Shape (p,): the least longitude of each part, degrees."""
    first: _Indices
    """Shape (p + 1,): where the edges of each part begin."""
    x1: _Array
    """Shape (m,): longitude of each edge's southern end, degrees."""
    y1: _Array
    """Shape (m,): latitude of each edge's southern end, degrees."""
    x2: _Array
    """Shape (m,): longitude of each edge's northern end, degrees."""
    y2: _Array
    """Shape (m,): latitude of each edge's northern end, degrees."""


def areas(polygons: Any, edges: str, tolerance_m: float) -> Areas:
    """The edges of shapely Polygons and MultiPolygons, geodesic ones drawn to within `tolerance_m` metres.

    Steps of more than 180 degrees of longitude go the shorter way, over the antimeridian. Raises CoordinateError or
    InputError, naming the first, for what is no polygon on Earth; one that is empty has no edges.

    >>> found = areas([shapely.box(0, 0, 1, 2), shapely.box(5, 5, 6, 6)], "lonlat", 0.01)
    >>> found.first.tolist(), found.north.tolist()
    ([0, 4, 8], [2.0, 6.0])
    """
    given = _checked(polygons)
    drawn = given.copy()
    for at in np.flatnonzero(np.full(drawn.size, edges == "geodesic") | _jumps(drawn)):
        drawn[at] = _straight(drawn[at], edges, tolerance_m, f"polygon {at}")
    parts, polygon = shapely.get_parts(drawn, return_index=True)
    whole = ~shapely.is_empty(parts)
    parts, polygon = parts[whole], polygon[whole]
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    step = np.flatnonzero(ring[1:] == ring[:-1])
    begin, end = points[step], points[step + 1]
    down = (begin[:, 1] > end[:, 1])[:, None]
    (x1, y1), (x2, y2) = np.where(down, end, begin).T.copy(), np.where(down, begin, end).T.copy()
    first = np.searchsorted(part[ring[step]], np.arange(parts.size + 1))
    bounds = shapely.bounds(parts).reshape(-1, 4)
    return Areas(given, drawn, polygon, bounds[:, 1], bounds[:, 3], bounds[:, 0], first, x1, y1, x2, y2)


def _checked(polygons: Any) -> NDArray[np.object_]:
    """The polygons as a flat array of their own, without heights."""
    given = np.array([polygons] if isinstance(polygons, Polygon | MultiPolygon) else polygons, dtype=object).reshape(-1)
    kind = shapely.get_type_id(given)
    if not np.isin(kind, _KINDS).all():
        at = int(np.argmin(np.isin(kind, _KINDS)))
        raise InputError(f"polygon {at} is {str(given[at])[:60]}; give shapely Polygons or MultiPolygons")
    flat = np.asarray(shapely.force_2d(given), dtype=object)
    points, owner = shapely.get_coordinates(flat, return_index=True)
    bad = ~(np.abs(points) <= (_FARTHEST_DEG, 90.0)).all(axis=1)
    if bad.any():
        lon, lat = points[np.argmax(bad)]
        raise CoordinateError(
            f"polygon {owner[np.argmax(bad)]} has a vertex at longitude {lon:g}, latitude {lat:g}; give degrees, "
            "longitude first, latitude -90..90"
        )
    return flat


def _jumps(drawn: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which polygons have an edge of more than 180 degrees of longitude that is neither a whole parallel nor a pole."""
    points, owner = shapely.get_coordinates(drawn, return_index=True)
    step, polar = np.abs(np.diff(points[:, 0])), np.abs(points[:, 1]) == 90.0
    far = (step > 180.0) & (step != 360.0) & ~(polar[1:] & polar[:-1]) & (owner[1:] == owner[:-1])
    out = np.zeros(drawn.size, dtype=np.bool_)
    # between two rings of one polygon any step may stand: such a polygon is only looked at without need
    out[owner[1:][far]] = True
    return out


def _straight(polygon: Any, edges: str, tolerance_m: float, what: str) -> Any:
    parts = []
    for part in shapely.get_parts(polygon):
        if not part.is_empty:
            shell, *holes = (_ring(ring, edges, tolerance_m, what) for ring in (part.exterior, *part.interiors))
            parts.append(Polygon(shell, [hole + _turns(shell, hole) for hole in holes]))
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _ring(ring: Any, edges: str, tolerance_m: float, what: str) -> _Array:
    points = run_on(shapely.get_coordinates(ring), edges)
    if edges == "geodesic":
        points = Course([points], edges).sampled(tolerance_m)[0]
    if not np.array_equal(points[0], points[-1]):
        raise InputError(f"{what} goes around a pole and does not say which; close it over the pole, along latitude 90")
    return points


def _turns(shell: _Array, hole: _Array) -> _Array:
    """What brings a hole to the turn of the globe that its shell is written on."""
    middle, of_hole = ((ring[:, 0].min() + ring[:, 0].max()) / 2.0 for ring in (shell, hole))
    return np.array([360.0 * np.round((middle - of_hole) / 360.0), 0.0])
