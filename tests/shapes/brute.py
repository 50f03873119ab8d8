"""References that owe nothing to the code under test: edges sampled densely, the nearest sample refined."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

WGS84 = Geod(ellps="WGS84")
_Array = NDArray[np.float64]
_SAMPLES = 97


def distance_m(lon: _Array, lat: _Array, lon2: _Array, lat2: _Array) -> _Array:
    arrays = [np.array(one, dtype=float) for one in np.broadcast_arrays(lon, lat, lon2, lat2)]
    return np.asarray(WGS84.inv(*arrays)[2])


def along(start: _Array, end: _Array, edges: str, t: _Array) -> tuple[_Array, _Array]:
    """lon, lat at the shares `t` of one edge."""
    if edges == "lonlat":
        return start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1])
    azimuth, _, metres = WGS84.inv(*start, *end)
    one = np.ones_like(t)
    lon, lat, _ = WGS84.fwd(one * start[0], one * start[1], one * azimuth, t * metres)
    return np.asarray(lon), np.asarray(lat)


def to_line_m(line: _Array, edges: str, lon: _Array, lat: _Array) -> _Array:
    """Distance of points, shape (n,), to the nearest point of a line: golden section around the nearest samples."""
    best = np.full(len(lon), np.inf)
    t = np.linspace(0.0, 1.0, _SAMPLES)
    for start, end in pairwise(line):
        x, y = along(start, end, edges, t)
        at = distance_m(x[None, :], y[None, :], lon[:, None], lat[:, None]).argmin(axis=1)
        for middle in (at, np.zeros_like(at), np.full_like(at, _SAMPLES - 1)):  # an edge may end where it begins
            low, high = t[np.maximum(middle - 1, 0)], t[np.minimum(middle + 1, _SAMPLES - 1)]
            best = np.minimum(best, _least_m(start, end, edges, low, high, lon, lat))
        for tip in (start, end):
            best = np.minimum(best, distance_m(tip[0], tip[1], lon, lat))
    return best


def _least_m(start: _Array, end: _Array, edges: str, low: _Array, high: _Array, lon: _Array, lat: _Array) -> _Array:
    share = (np.sqrt(5.0) - 1.0) / 2.0
    for _ in range(24):
        one, other = high - share * (high - low), low + share * (high - low)
        this = distance_m(*along(start, end, edges, one), lon, lat)
        that = distance_m(*along(start, end, edges, other), lon, lat)
        low, high = np.where(this < that, low, one), np.where(this < that, other, high)
    return distance_m(*along(start, end, edges, (low + high) / 2.0), lon, lat)


def to_lines_m(shape: BaseGeometry, edges: str, lon: _Array, lat: _Array) -> _Array:
    """Distance to the lines, or to the rings, of any geometry."""
    boundary = shapely.boundary(shape) if "Polygon" in shape.geom_type else shape
    lines = [shapely.get_coordinates(part) for part in shapely.get_parts(boundary)]
    return np.min([to_line_m(line, edges, lon, lat) for line in lines], axis=0)


def drawn_points(shape: BaseGeometry, shares: tuple[float, ...] = (0.0, 0.3, 0.5)) -> tuple[_Array, _Array]:
    """lon, lat of points along every drawn edge, without the edges that lie on the edge of the map."""
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    both = np.vstack([np.hstack([at[:-1], at[1:]]) for at in map(shapely.get_coordinates, rings)])
    x0, y0, x1, y1 = both.T
    on_map_edge = ((np.abs(x0) == 180.0) & (x0 == x1)) | ((np.abs(y0) == 90.0) & (y0 == y1))
    both = both[~on_map_edge]
    lon = np.concatenate([both[:, 0] + share * (both[:, 2] - both[:, 0]) for share in shares])
    lat = np.concatenate([both[:, 1] + share * (both[:, 3] - both[:, 1]) for share in shares])
    return lon, lat


def scattered(lon: float, lat: float, radius_m: float, count: int, seed: int = 1) -> tuple[_Array, _Array]:
    """Points evenly strewn over a disc, near enough."""
    rng = np.random.default_rng(seed)
    azimuth, r = rng.uniform(0.0, 360.0, count), radius_m * np.sqrt(rng.uniform(0.0, 1.0, count))
    x, y, _ = WGS84.fwd(np.full(count, lon), np.full(count, lat), azimuth, r)
    return np.asarray(x), np.asarray(y)


def assert_well_drawn(shape: BaseGeometry) -> None:
    assert shape.is_valid
    assert not shape.is_empty
    west, south, east, north = shape.bounds
    assert west >= -180.0
    assert east <= 180.0
    assert south >= -90.0
    assert north <= 90.0
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)
