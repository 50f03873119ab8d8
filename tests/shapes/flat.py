"""A reference for what lies inside a ring: its edges every kilometre on an azimuthal map, counted by even and odd."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon

from .brute import WGS84, along

_Array = NDArray[np.float64]
_STEP_M = 1000.0


def inside(shape: Polygon | MultiPolygon, edges: str, middle: tuple[float, float], lon: _Array, lat: _Array) -> _Array:
    """Which points lie in any polygon, odd times within its outer ring and in none of its holes.

    shape: as it is written, before any repair; middle: lon, lat of the map's centre, whose antipode no ring holds.
    """
    crs = f"+proj=aeqd +lat_0={middle[1]} +lon_0={middle[0]} +ellps=WGS84"
    to_map = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
    x, y = to_map(lon, lat)
    found = np.zeros(len(lon), dtype=bool)
    for part in shapely.get_parts(shape):
        outer, *holes = (_odd(ring, edges, to_map) for ring in (part.exterior, *part.interiors))
        mine = shapely.intersects_xy(outer, x, y)
        for hole in holes:
            mine &= ~shapely.intersects_xy(hole, x, y)
        found |= mine
    return found


def _odd(ring: shapely.LinearRing, edges: str, to_map) -> Polygon | MultiPolygon:
    spots = np.concatenate([_dense(start, end, edges) for start, end in pairwise(shapely.get_coordinates(ring))])
    flat = np.column_stack(to_map(*spots.T))
    odd = shapely.make_valid(Polygon(flat[np.append(True, np.any(np.diff(flat, axis=0) != 0.0, axis=1))]))
    shapely.prepare(odd)
    return odd


def _dense(start: _Array, end: _Array, edges: str) -> _Array:
    if edges == "lonlat" and 180.0 < abs(end[0] - start[0]) < 360.0 and not abs(start[1]) == abs(end[1]) == 90.0:
        end = np.array([start[0] + (end[0] - start[0] + 180.0) % 360.0 - 180.0, end[1]])
    metres = WGS84.inv(*start, *end)[2] if edges == "geodesic" else 111_320.0 * np.hypot(*(end - start))
    t = np.linspace(0.0, 1.0, int(metres / _STEP_M) + 2)[:-1]
    return np.column_stack(along(start, end, edges, t))
