"""The boundary of polygons: what of their rings is one, and how far away it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import InputError
from geo.geodesy.course import Course, check_edges, run_on

_Array = NDArray[np.float64]
_Flags = NDArray[np.bool_]

_ROUGH_M = 1_000.0
"""How closely geodesic edges are drawn to see which way round a ring goes."""


def distance_to_boundary(lon: ArrayLike, lat: ArrayLike, polygon: Any, *, edges: str = "geodesic") -> _Array:
    """Geodesic distance in metres from points to the nearest point of a polygon's rings, from inside as from outside.

    lon, lat: degrees, they broadcast, NaN gives NaN; polygon: shapely Polygon or MultiPolygon, whose steps of more than
    180 degrees of longitude go the shorter way, over the antimeridian. What only drawing asks for is no boundary: an
    edge along a pole, or one passed both ways, as where the antimeridian cuts a polygon in two. edges: "geodesic", or
    "lonlat" for edges straight in longitude and latitude. Raises CoordinateError or InputError for what is no polygon.

    >>> halves = shapely.MultiPolygon([shapely.box(178, -1, 180, 1), shapely.box(-180, -1, -178, 1)])
    >>> round(float(distance_to_boundary(180.0, 0.0, halves, edges="lonlat")))
    110574
    """
    return boundary(polygon, edges).distance_m(lon, lat)


def boundary(polygon: Any, edges: str) -> Course:
    """The rings of a Polygon or MultiPolygon, as above, as a course with the inside on its left.

    >>> int(boundary(shapely.box(178, -1, -178, 1), "lonlat").side(179.0, 0.0))
    1
    """
    check_edges(edges)
    parts = [part for part in shapely.get_parts(polygon) if not part.is_empty]
    if not parts or any(part.geom_type != "Polygon" for part in parts):
        raise InputError("a boundary is that of a polygon; give a Polygon or a MultiPolygon that is not empty")
    rings = [_turned(part.exterior, edges, left=True) for part in parts]
    rings += [_turned(hole, edges, left=False) for part in parts for hole in part.interiors]
    lines = unseamed(rings)
    if not lines:
        raise InputError("the polygon is the whole Earth, which has no boundary; draw what is meant")
    return Course(lines, edges)


def _turned(ring: Any, edges: str, *, left: bool) -> _Array:
    points = run_on(shapely.get_coordinates(ring), edges)
    drawn = Course([points], edges).sampled(_ROUGH_M)[0] if edges == "geodesic" else points
    return points if bool(shapely.is_ccw(shapely.LinearRing(drawn))) == left else points[::-1]


def unseamed(rings: Sequence[_Array]) -> list[_Array]:
    """Rings, lon, lat of shape (n, 2) each, without edges along a pole and without what is passed both ways.

    What is left is in one piece where a ring is untouched, otherwise in the runs between what was left out.
    """
    steps = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    upright = steps[:, 0] == steps[:, 2]
    seam = upright & np.isin(np.mod(steps[:, 0], 360.0), _seams(steps[upright]))
    polar = (np.abs(steps[:, 1]) == 90.0) & (steps[:, 1] == steps[:, 3])
    kept = ~(seam | polar | _returned(steps))
    ends = np.cumsum([len(ring) - 1 for ring in rings])[:-1]
    lines = [run for ring, flags in zip(rings, np.split(kept, ends), strict=True) for run in _runs(ring, flags)]
    return lines + _uncancelled(steps[seam])


def _seams(upright: _Array) -> _Array:
    """Meridians that are passed upwards and downwards, degrees modulo 360."""
    where, up = np.mod(upright[:, 0], 360.0), upright[:, 3] > upright[:, 1]
    return np.intersect1d(where[up], where[upright[:, 3] < upright[:, 1]])


def _returned(steps: _Array) -> _Flags:
    """Edges that another edge passes the other way, as two polygons do side by side."""
    turned = np.mod(steps[:, [0, 2]], 360.0)
    there = list(zip(turned[:, 0], steps[:, 1], turned[:, 1], steps[:, 3], strict=True))
    known = set(there)
    return np.array([(c, d, a, b) in known and (a, b) != (c, d) for a, b, c, d in there], dtype=bool)


def _runs(ring: _Array, kept: _Flags) -> list[_Array]:
    """The unbroken runs of kept edges of a closed ring."""
    if kept.all():
        return [ring]
    order = np.roll(np.arange(len(kept)), -(int(np.argmin(kept)) + 1))  # begins behind an edge that is left out
    breaks = np.flatnonzero(~kept[order])
    runs = [run[kept[run]] for run in np.split(order, breaks)]
    return [np.vstack([ring[run], ring[run[-1:] + 1]]) for run in runs if run.size]


def _uncancelled(steps: _Array) -> list[_Array]:
    """What is left of edges along meridians where the two directions cancel."""
    left = []
    turned = np.mod(steps[:, 0], 360.0)
    for where in np.unique(turned):
        mine = steps[turned == where]
        marks = np.unique(mine[:, [1, 3]])
        low, high = np.minimum(mine[:, 1], mine[:, 3]), np.maximum(mine[:, 1], mine[:, 3])
        for under, over in pairwise(marks):
            passing = (low <= under) & (high >= over)
            net = int(np.sum(np.sign(mine[passing, 3] - mine[passing, 1])))
            if net:
                ends = (under, over) if net > 0 else (over, under)
                left.append(np.array([[where, ends[0]], [where, ends[1]]]))
    return left
