"""Lines continued straight beyond both their ends, so that they part what is around them into a left and a right."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import ZoneError
from geo.geodesy import GEOD, destination, distance_m, normalise_lon
from geo.geodesy.course import EDGES, Course
from geo.geodesy.ellipsoid import inverse
from geo.shapes.faces import folded

_Array = NDArray[np.float64]

SIDES: Final = {"left": 1, "right": -1}
"""How `Course.side` counts them."""

_STRIDE_M: Final = 100_000.0
_QUARTER_M: Final = 10_000_000.0
_AT_POLE_M: Final = 1.0
_TRIES: Final = 2_000
_CLEAR: Final = 1.02
"""Of the width: how far a line goes on, so that it parts all that lies within the width."""
_FARTHEST_M: Final = 19_000_000.0
_TOUCH_DEG: Final = 1e-12
_LARGEST_RADIUS_M: Final = 6_399_594.0
"""The largest radius of curvature of WGS 84, at the poles."""


def check_line(line: BaseGeometry, side: str, edges: str) -> None:
    """Raise ZoneError, "reason; advice", for what cannot have a left and a right."""
    if line.geom_type not in ("LineString", "LinearRing"):
        raise ZoneError(f"only one unbroken line has a left and a right, not a {line.geom_type}; draw a LINESTRING")
    if side not in SIDES:
        raise ZoneError(f"a line has a left and a right, not {side!r}; write one of the two")
    if edges not in EDGES:
        raise ZoneError(f"edges are geodesic or lonlat, not {edges!r}; write one of the two")
    polar = np.abs(shapely.get_coordinates(line)[:, 1]) == 90.0
    if (polar[1:] & polar[:-1]).any():
        raise ZoneError("the line runs along a pole, which is a point without a left and right; draw a polygon")


def beyond_width(line: BaseGeometry, edges: str, width_m: float) -> Course:
    """The line with both ends continued straight until they are farther than `width_m` from all of it.

    Geodesic edges go on along their geodesic, lonlat ones in their direction of longitude and latitude. A closed line
    has no ends. Raises ZoneError where an end comes to a pole before that, and where the line then crosses itself.
    """
    own = Course(line, edges)
    spots = own.lines[0]
    course = own if is_closed(spots) else _with_ends(spots, edges, _leaving(own, width_m))
    drawn = course.sampled(max(1e-2, 1e-3 * width_m))[0]
    check_simple(drawn, float(drawn[len(drawn) // 2, 0]))
    return course


def around_world(line: BaseGeometry, edges: str) -> tuple[Course, float]:
    """The line with both ends continued to a pole or to the edge of the map, and the map's middle longitude, degrees.

    The map is cut on the meridian opposite the line's middle. Lonlat edges go on in their direction. Geodesic edges go
    on along their geodesic: those that run north or south to its highest latitude and from there to the pole, the
    others for a quarter of the Earth, and from there to the edge at the same latitude, because two geodesics always
    meet again on the far side of the Earth. Raises ZoneError where the line then crosses itself, or circles the Earth.
    """
    own = Course(line, edges)
    spots, drawn = own.lines[0], own.sampled(100.0)[0]
    west, east = float(drawn[:, 0].min()), float(drawn[:, 0].max())
    if (is_closed(spots) and east - west < 360.0) or east - west > 360.0:
        raise ZoneError("the line goes in a circle, so it has no left and right around the world; draw a polygon")
    middle = (west + east) / 2.0
    onwards = _geodesic_to_edge if edges == "geodesic" else _straight_to_edge
    course = _with_ends(spots, edges, lambda tip, inner: onwards(tip, inner, middle))
    check_simple(course.sampled(100.0)[0], middle)
    return course, middle


def is_closed(line: _Array) -> bool:
    """Whether a line of lon, lat, shape (n, 2), ends where it begins, perhaps after turns around a pole."""
    turn = float(np.mod(line[-1, 0] - line[0, 0] + 180.0, 360.0) - 180.0)
    return bool(line[0, 1] == line[-1, 1] and (abs(turn) < _TOUCH_DEG or abs(line[0, 1]) == 90.0))


def check_simple(drawn: _Array, middle: float) -> None:
    """Raise ZoneError, with the place, where a line crosses or touches itself.

    drawn: lon, lat in degrees, shape (n, 2). middle: the longitude of the middle of the map, which is cut opposite.
    """
    runs = folded(drawn - np.array([middle, 0.0]))
    edges = np.concatenate([np.stack([run[:-1], run[1:]], axis=1) for run in runs])
    edges = edges[np.any(edges[:, 0] != edges[:, 1], axis=1)]
    lines = np.asarray(shapely.linestrings(edges))
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    apart = (other - one > 1) & ~(is_closed(drawn) & (one == 0) & (other == len(lines) - 1))
    met = np.asarray(shapely.intersection(lines[one[apart]], lines[other[apart]]))
    back = np.asarray(shapely.intersection(lines[:-1], lines[1:]))
    spots = shapely.get_coordinates(np.concatenate([met, back[shapely.length(back) > _TOUCH_DEG]]))
    if len(spots):
        where = f"{spots[0, 1]:.4f}, {normalise_lon(float(spots[0, 0]) + middle):.4f}"
        raise ZoneError(
            f"the line, or what continues its ends straight, crosses itself near {where}, so it has no left and right; "
            "draw its ends farther, or draw a polygon"
        )


def _with_ends(spots: _Array, edges: str, onwards: Callable[[_Array, _Array], _Array]) -> Course:
    """The line with what `onwards` gives for each end: for its last point and the one before, the points beyond it."""
    before, after = onwards(spots[0], spots[1]), onwards(spots[-1], spots[-2])
    return Course([np.vstack([before[::-1], spots, after])], edges)


def _leaving(own: Course, width_m: float) -> Callable[[_Array, _Array], _Array]:
    """What continues an end of `own` until it is well out of its width."""
    ahead = _along if own.edges == "geodesic" else _straight

    def onwards(tip: _Array, inner: _Array) -> _Array:
        reach = _CLEAR * width_m
        while reach <= _FARTHEST_M:
            beyond = ahead(tip, inner, reach)
            if float(own.distance_m(beyond[-1, 0], beyond[-1, 1])) >= _CLEAR * width_m * (1.0 - 1e-6):
                return beyond
            reach *= 1.5
        raise ZoneError(
            f"the line's end at {tip[1]:.4f}, {tip[0]:.4f}, continued straight, does not leave its width, so it has no "
            "left and right; draw the strip as a polygon"
        )

    return onwards


def _along(tip: _Array, inner: _Array, reach_m: float) -> _Array:
    far = np.linspace(0.0, reach_m, math.ceil(reach_m / _STRIDE_M) + 1)[1:]
    return _going_on(tip, _ahead_deg(tip, inner), far)


def _straight(tip: _Array, inner: _Array, reach_m: float) -> _Array:
    """The first of many points ahead in longitude and latitude that is far enough away, or the last before a pole."""
    step = (tip - inner) / np.abs(tip - inner).max()
    up = (math.copysign(90.0, step[1]) - tip[1]) / step[1] if step[1] else math.inf
    # no metres are had for fewer degrees than along a diagonal; a parallel may need half a turn
    least = math.degrees(reach_m / _LARGEST_RADIUS_M) / math.sqrt(2.0)
    shares = np.minimum(np.append(np.geomspace(min(least, 179.0), 180.0, _TRIES), 180.0), up)
    ahead = _on_earth(tip + shares[:, None] * step)
    far = distance_m(tip[0], tip[1], ahead[:, 0], ahead[:, 1]) >= reach_m
    last = int(np.argmax(far)) if far.any() else len(far) - 1
    return np.asarray(ahead[last : last + 1])


def _straight_to_edge(tip: _Array, inner: _Array, middle: float) -> _Array:
    step = tip - inner
    shares = [(middle + math.copysign(180.0, step[0]) - tip[0]) / step[0]] if step[0] else []
    shares += [(math.copysign(90.0, step[1]) - tip[1]) / step[1]] if step[1] else []
    return _on_earth(np.array([tip + min(shares) * step])) if min(shares) > 0.0 else np.empty((0, 2))


def _geodesic_to_edge(tip: _Array, inner: _Array, middle: float) -> _Array:
    azimuth = math.radians(_ahead_deg(tip, inner))
    edge, pole = middle + math.copysign(180.0, math.sin(azimuth)), math.copysign(90.0, math.cos(azimuth))
    if abs(math.sin(azimuth)) * math.cos(math.radians(tip[1])) * GEOD.a < _AT_POLE_M:
        return np.array([[tip[0], pole]])
    far = np.arange(_STRIDE_M, _QUARTER_M + 1.0, _STRIDE_M)
    run = _going_on(tip, math.degrees(azimuth), far)
    if abs(math.cos(azimuth)) >= abs(math.sin(azimuth)):
        run = run[: int(np.argmax(run[:, 1] * math.copysign(1.0, pole))) + 1]
        return np.vstack([run, [[run[-1, 0], pole]]])
    run = run[np.abs(run[:, 0] - middle) < 180.0]
    return np.vstack([run, [[edge, run[-1, 1] if len(run) else tip[1]]]])


def _on_earth(spots: _Array) -> _Array:
    """Without what rounding adds to the latitude of a pole."""
    return np.column_stack([spots[:, 0], np.clip(spots[:, 1], -90.0, 90.0)])


def _ahead_deg(tip: _Array, inner: _Array) -> float:
    return float(inverse(tip[0], tip[1], inner[0], inner[1])[0]) + 180.0


def _going_on(tip: _Array, azimuth_deg: float, far_m: _Array) -> _Array:
    """Points ahead of a tip on one geodesic, their longitudes running on from its own, shape (n, 2)."""
    lon, lat = destination(tip[0], tip[1], azimuth_deg, far_m)
    run = tip[0] + np.cumsum(np.mod(np.diff(lon, prepend=tip[0]) + 180.0, 360.0) - 180.0)
    return np.column_stack([run, lat])
