"""Which points are in which polygons: the exact join of many points with many polygons.

Points are sorted into rows of latitude, and by longitude within a row (`geo.geodesy.rows`). The edges of a polygon
that pass a row reach over intervals of longitude there; those that overlap are joined into clusters. Between two
clusters no edge passes, so all points there are alike, inside or outside, and inside they are one run of the sorted
points. Only points in a cluster are compared with edges, and only with those of the cluster.

Which side of an edge a point is on is the sign of a determinant of differences. It is trusted where its size exceeds
the bound of its rounding, (3 + 16 u) u times the sum of the sizes of its two products (Shewchuk, Adaptive Precision
Floating-Point Arithmetic and Fast Robust Geometric Predicates, Discrete & Computational Geometry 18 (1997), section
4.3). The few points within that bound, and those near geodesic edges, are settled one polygon at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.geodesy import loops
from geo.geodesy.areas import Areas, areas
from geo.geodesy.boundary import boundary
from geo.geodesy.compiled import compiled
from geo.geodesy.course import check_edges
from geo.geodesy.points import flat_points, refuse_bad
from geo.geodesy.rows import LON_DEG, Rows, sorted_rows
from geo.geodesy.runs import batches, count_up, which

_Array = NDArray[np.float64]
_Indices = NDArray[np.intp]

_DRAWN_M: Final = 0.01
"""How closely geodesic edges are drawn; points within twice that are settled by the nearest edge."""
_MARGIN_DEG: Final = float(np.degrees(4.0 * _DRAWN_M / 6.3e6))
"""More than 0.02 m of latitude; of longitude, divided by cos(lat)."""
_NARROWEST: Final = 1e-7
"""The least cos(lat) that is divided by."""
_BLOCK: Final = 2**21
"""Points that are sorted together."""
_MEETINGS: Final = 2**19
"""(edge, row) meetings that are worked out together, unless one part of a polygon alone has more."""
_CANDIDATES: Final = 2**18
"""(point, cluster) candidates that are compared together, unless one cluster alone has more."""
_ROWS: Final = (8, 128)
"""Rows that the middling polygon should meet: at least, and at most."""
_EDGES_PER_ROW: Final = 12
_GRID: Final = 2.0**16
"""Clusters begin and end at whole multiples of 1 / _GRID degrees (1.7 m), so that they are compared as integers."""
_WEST_DEG: Final = 8.0
"""Longitudes count from so far west of a part, which leaves room for the margin."""
_SPAN: Final = 28
"""Bits of a longitude on the grid: 4,096 degrees."""
_STEEP_DEG: Final = 1e-3
"""Edges that rise less are not cut where they leave a row: rounding would tell."""
_ROUNDING: Final = 4e-16
"""A little more than (3 + 16 u) u."""


def pairs_in_polygons(
    lon: ArrayLike, lat: ArrayLike, polygons: Any, *, edges: str = "lonlat"
) -> tuple[_Indices, _Indices]:
    """Every (point, polygon) with the point inside the polygon or on its boundary.

    Points: `lon`, `lat` in degrees, 1-d. polygons: shapely Polygons and MultiPolygons, lon, lat in degrees, valid as
    shapely sees them; steps of more than 180 degrees of longitude go the shorter way, over the antimeridian, and a
    ring around a pole is closed along latitude 90 or -90. edges: "lonlat" (straight in longitude and latitude), or
    "geodesic". Returns two index arrays of equal length, sorted by point, then polygon: for lonlat edges exactly the
    pairs for which `shapely.intersects_xy` holds on one turn of the globe or another (a whole turn is added to a
    longitude in double precision); with geodesic edges, points within 0.02 m of the boundary go by the side of its
    nearest edge. A pole is in every polygon with a vertex there. Raises CoordinateError for points or vertices that are
    none and InputError for what is no polygon, naming the first.

    >>> square, ring = shapely.box(179, 0, 181, 1), shapely.box(0, 0, 9, 9) - shapely.box(1, 1, 8, 8)
    >>> point, polygon = pairs_in_polygons([-179.5, 5.0, 0.5, 1.0], [0.5, 5.0, 0.5, 5.0], [square, ring])
    >>> list(zip(point.tolist(), polygon.tolist()))
    [(0, 0), (2, 1), (3, 1)]
    """
    check_edges(edges)
    lons, lats, _ = flat_points(lon, lat)
    refuse_bad(lons, lats)
    found = areas(polygons, edges, _DRAWN_M)
    if not (lons.size and found.polygon.size):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    join = _Join(found, edges, lons.size)
    keys = []
    for start in range(0, lons.size, _BLOCK):
        x, y = (np.asarray(a[start : start + _BLOCK], dtype=np.float64) for a in (lons, lats))
        keys.append(join.block(x, y) + (start << join.bits))
    pairs = np.concatenate(keys)
    return pairs >> join.bits, pairs & ((1 << join.bits) - 1)


@dataclass(frozen=True, slots=True)
class _Clusters:
    """c clusters of edges in rows, from west to east in each row that a part of a polygon meets."""

    row: _Indices
    """Shape (c,)."""
    part: _Indices
    """Shape (c,)."""
    west: _Indices
    """Shape (c,): where its points begin, a position in the row."""
    east: _Indices
    """Shape (c,): where they end."""
    odd: NDArray[np.bool_]
    """Shape (c,): whether it has the inside to its west."""
    first: _Indices
    """Shape (c + 1,): where its edges begin in `edge`."""
    edge: _Indices
    """Edges, cluster by cluster."""


class _Join:
    """Polygons that are ready to be joined with blocks of points."""

    def __init__(self, found: Areas, edges: str, points: int) -> None:
        self._areas, self._edges = found, edges
        self._loop = compiled(loops.decide_clusters, points)
        self._margin = _MARGIN_DEG if edges == "geodesic" else 0.0
        self.bits = max(int(found.drawn.size - 1).bit_length(), 1)
        per_part = np.median(np.diff(found.first)) / _EDGES_PER_ROW
        self._meets = int(np.clip(per_part, *_ROWS))

    def block(self, x: _Array, y: _Array) -> _Indices:
        """All pairs of one block of points (degrees, known to be good), as ascending keys point << bits | polygon."""
        found = self._areas
        rows = sorted_rows(x, y, found.south, found.north, self._meets)
        keys: list[_Indices] = [self._poles(y)]

        def keep(position: _Indices, part: _Indices) -> None:
            keys.append((rows.order[position] << self.bits) | found.polygon[part])

        first = np.searchsorted(rows.north, found.y1 - self._margin)
        meets = np.maximum(np.searchsorted(rows.south, found.y2 + self._margin, side="right") - first, 0)
        total = np.concatenate([[0], np.cumsum(meets)])
        for parts in batches(np.diff(total[found.first]), _MEETINGS):
            some = slice(int(found.first[parts.start]), int(found.first[parts.stop]))
            edge = some.start + which(meets[some])
            clusters = self._cluster(rows, edge, first[edge] + count_up(meets[some]))
            self._between(rows, clusters, keep)
            self._within(rows, clusters, keep)
        pairs = np.sort(np.concatenate(keys))
        # parts that touch, and turns of the globe that meet, may both give the same pair
        return pairs[np.append(True, pairs[1:] != pairs[:-1])] if pairs.size else pairs

    def _poles(self, y: _Array) -> _Indices:
        """The pairs of points that stand on a pole, where every longitude is the same point."""
        keys = []
        for pole, reached in ((-90.0, self._areas.south == -90.0), (90.0, self._areas.north == 90.0)):
            point, polygon = np.flatnonzero(y == pole), np.unique(self._areas.polygon[reached])
            keys.append(((point << self.bits)[:, None] | polygon).ravel())
        return np.concatenate(keys)

    def _cluster(self, rows: Rows, edge: _Indices, row: _Indices) -> _Clusters:
        """Sort the meetings of edges with rows from west to east, and join what overlaps."""
        part = np.searchsorted(self._areas.first, edge, side="right") - 1
        west, east = self._reach(rows, edge, row, part)
        # (part, row) spans in order, then from west to east; parts are renumbered so that the bits suffice
        nth = np.cumsum(np.append(0, part[1:] != part[:-1]))
        span = (nth * rows.south.size + row) << _SPAN
        order = np.argsort(span + west)
        edge, row, part, span, west, east = (a[order] for a in (edge, row, part, span, west, east))
        reached = np.maximum.accumulate(span + east)
        begins = np.flatnonzero(np.append(True, span[1:] + west[1:] > reached[:-1]))
        ends = np.append(begins[1:], edge.size)
        # how many edges pass the row's southernmost latitude from below, west of each cluster
        at = rows.south[row]
        passing = (self._areas.y1[edge] <= at) & (at < self._areas.y2[edge])
        before = np.concatenate([[0], np.cumsum(passing)])[begins]
        opens = np.append(True, np.diff(span[begins]) > 0)
        odd = (before - np.maximum.accumulate(np.where(opens, before, 0))) % 2 == 1
        row, part = row[begins], part[begins]
        base = np.floor(self._areas.west[part]) - _WEST_DEG
        from_deg = base + west[begins] / _GRID
        to_deg = base + (reached[ends - 1] - span[begins]) / _GRID
        return _Clusters(
            row, part, rows.position(row, from_deg), rows.position(row, to_deg), odd, np.append(begins, edge.size), edge
        )

    def _reach(self, rows: Rows, edge: _Indices, row: _Indices, part: _Indices) -> tuple[_Indices, _Indices]:
        """From where to where each edge reaches in a row, rounded outwards to the grid, from the west of its part."""
        found = self._areas
        x1, y1, x2, y2 = (a[edge] for a in (found.x1, found.y1, found.x2, found.y2))
        south, north = rows.south[row], rows.north[row]
        pad = LON_DEG + self._aside(np.maximum(np.abs(south), np.abs(north)))
        rise = y2 - y1
        steep = rise > _STEEP_DEG
        slope = (x2 - x1) / np.where(steep, rise, 1.0)
        low = np.where(steep & (south - self._margin > y1), x1 + slope * (south - self._margin - y1), x1)
        high = np.where(steep & (north + self._margin < y2), x2 + slope * (north + self._margin - y2), x2)
        base = np.floor(found.west)[part] - _WEST_DEG
        west = np.floor((np.minimum(low, high) - pad - base) * _GRID)
        east = np.ceil((np.maximum(low, high) + pad - base) * _GRID)
        return west.astype(np.intp), east.astype(np.intp)

    def _aside(self, lat: _Array) -> _Array:
        """The margin in degrees of longitude."""
        return np.asarray(self._margin / np.maximum(np.cos(np.radians(lat)), _NARROWEST))

    def _between(self, rows: Rows, clusters: _Clusters, keep: Callable[[_Indices, _Indices], None]) -> None:
        """Keep the runs between two clusters that are inside."""
        inside = np.flatnonzero(clusters.odd)
        row, part = clusters.row[inside], clusters.part[inside]
        west, east = clusters.east[inside - 1], clusters.west[inside]
        for some in batches(np.maximum(east - west, 0), _CANDIDATES):
            position, run, _ = rows.points(row[some], west[some], np.maximum(east[some], west[some]))
            keep(position, part[some][run])

    def _within(self, rows: Rows, clusters: _Clusters, keep: Callable[[_Indices, _Indices], None]) -> None:
        """Keep the points in clusters that are inside."""
        for some in batches(clusters.east - clusters.west, _CANDIDATES):
            position, cluster, turn = rows.points(clusters.row[some], clusters.west[some], clusters.east[some])
            cluster += some.start
            x, y = rows.lon[position] + 360.0 * turn, rows.lat[position]
            answer = self._decide(x, y, clusters, cluster)
            part = clusters.part[cluster]
            unsure = np.flatnonzero(answer == loops.UNSURE)
            answer[unsure] = self._settle(x[unsure], y[unsure], self._areas.polygon[part[unsure]])
            inside = answer == loops.IN
            keep(position[inside], part[inside])

    def _decide(self, x: _Array, y: _Array, clusters: _Clusters, cluster: _Indices) -> NDArray[np.int8]:
        """IN, OUT or UNSURE for points in clusters, x on the turn of the globe that the edges are written on."""
        found = self._areas
        answer = np.empty(x.size, dtype=np.int8)
        aside = self._aside(y)
        if self._loop is not None:
            self._loop(
                x, y, cluster, aside, self._margin, clusters.odd, clusters.first, clusters.edge,
                found.x1, found.y1, found.x2, found.y2, answer,
            )  # fmt: skip
            return answer
        size = clusters.first[cluster + 1] - clusters.first[cluster]
        for some in batches(size, 4 * _CANDIDATES):
            point = some.start + which(size[some])
            edge = clusters.edge[clusters.first[cluster[point]] + count_up(size[some])]
            x1, y1, x2, y2 = (a[edge] for a in (found.x1, found.y1, found.x2, found.y2))
            px, py = x[point], y[point]
            left, right = (x1 - px) * (y2 - py), (x2 - px) * (y1 - py)
            bound = _ROUNDING * (np.abs(left) + np.abs(right)) + 1e-290
            bound += aside[point] * (np.abs(x2 - x1) + (y2 - y1))
            unsure = (np.abs(left - right) <= bound) & (py >= y1 - self._margin) & (py <= y2 + self._margin)
            west = (left < right) & (py >= y1) & (py < y2)
            starts = np.concatenate([[0], np.cumsum(size[some])[:-1]])
            count = clusters.odd[cluster[some]] + np.add.reduceat(west.astype(np.intp), starts)
            answer[some] = np.where(np.logical_or.reduceat(unsure, starts), loops.UNSURE, count % 2)
        return answer

    def _settle(self, x: _Array, y: _Array, polygon: _Indices) -> NDArray[np.bool_]:
        """The definition, for points beside an edge."""
        inside = np.zeros(x.size, dtype=np.bool_)
        for one in np.unique(polygon):
            here = np.flatnonzero(polygon == one)
            shapely.prepare(self._areas.drawn[one])
            inside[here] = shapely.intersects_xy(self._areas.drawn[one], x[here], y[here])
            if self._edges == "geodesic":
                course = boundary(self._areas.given[one], self._edges)
                close = here[course.distance_m(x[here], y[here]) <= 2.0 * _DRAWN_M]
                inside[close] = course.side(x[close], y[close]) >= 0
        return inside
