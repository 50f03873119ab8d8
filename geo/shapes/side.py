"""One side of a line: which points are on its left, and the whole half of the world to one side of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import ZoneError
from geo.geodesy import GEOD, azimuth_deg, destination
from geo.geodesy.course import EDGES, Course
from geo.geodesy.ellipsoid import inverse
from geo.shapes.outlined import in_polygons
from geo.shapes.polygons import fold, oriented
from geo.units import parse_heading

_Array = NDArray[np.float64]

SIDES: Final = {"left": 1, "right": -1}
"""How `Course.side` counts them."""
_LEAST_TURN_DEG: Final = 30.0
"""A line that runs within this of a compass direction has no side in that direction."""
_STRIDE_M: Final = 100_000.0
_QUARTER_M: Final = 10_000_000.0
_AT_POLE_M: Final = 1.0
_EXACT_M: Final = 1.0
"""How closely a line is drawn before a point is looked up beside it; nearer points are settled by their foot."""


@dataclass(frozen=True, slots=True)
class SideOfLine:
    """Everything on one side of a line that is continued straight from both its ends, around the world.

    Ends of lonlat edges go on in their direction of longitude and latitude until they reach a pole, or the meridian
    opposite the line's middle, where the map is cut. Ends of geodesic edges go on along their geodesic: those that run
    north or south until its highest latitude and from there to the pole, the others for a quarter of the Earth and from
    there to that meridian, because two geodesics always meet again on the far side of the Earth.

    >>> north = SideOfLine(LineString([(125.0, 38.0), (129.0, 38.0)]), "left", "lonlat")
    >>> north.contains([127.0, 127.0, 20.0], [38.1, 37.9, 50.0]).tolist(), round(float(north.gap_m(127.0, 37.9)))
    ([True, False, True], 11099)
    """

    kind: ClassVar[str] = "side_of_line"
    line: BaseGeometry
    """LineString, degrees lon, lat, longitudes running on past 180."""
    side: str
    """"left" or "right", as seen going along the line."""
    edges: str = "lonlat"
    """"lonlat" or "geodesic"."""

    def __post_init__(self) -> None:
        """Refuse what has no two sides."""
        check_line(self.line, self.side, self.edges)
        _halves(self.line, self.edges, 100.0)

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie on that side, the line itself included; arguments broadcast, NaN lies nowhere."""
        x, y = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(lon, lat))
        inside = in_polygons(self.outline(_EXACT_M), x, y)
        course = _continued(self.line, self.edges)
        near = course.distance_m(x, y) <= 2.0 * _EXACT_M
        if near.any():
            settled = course.side(x[near], y[near]) * SIDES[self.side] >= 0
            inside[near] = settled
        return inside

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the continued line, metres; negative on the side that counts."""
        apart = _continued(self.line, self.edges).distance_m(lon, lat)
        return np.where(self.contains(lon, lat), -apart, apart)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the line."""
        left, right = _halves(self.line, self.edges, tolerance_m)
        return left if self.side == "left" else right

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        wkt = shapely.to_wkt(self.line, rounding_precision=-1)
        return {"kind": self.kind, "wkt": wkt, "side": self.side, "edges": self.edges}


def side_from_dict(data: dict[str, Any]) -> SideOfLine:
    """The reverse of `SideOfLine.as_dict`."""
    return SideOfLine(shapely.from_wkt(data["wkt"]), data["side"], data["edges"])


def compass_side(line: BaseGeometry, word: str) -> str:
    """left or right, from a compass point and the line's course from its first to its last point.

    Raises ZoneError for what is no compass point, and for a line that runs towards it or away from it.

    >>> compass_side(LineString([(125.0, 38.0), (129.0, 38.0)]), "north")
    'left'
    """
    heading = parse_heading(word)
    if heading is None:
        raise ZoneError(f"the side {word!r} is none; write left, right, north, south, east or west")
    spots = shapely.get_coordinates(line)
    if np.array_equal(spots[0], spots[-1]):
        raise ZoneError(f"a line that ends where it begins has no {heading.name}; write left or right")
    turn = math.fmod(heading.azimuth_deg - float(azimuth_deg(*spots[0], *spots[-1])) + 360.0, 360.0)
    if min(abs(turn - straight) for straight in (0.0, 180.0, 360.0)) < _LEAST_TURN_DEG:
        raise ZoneError(
            f"the line itself runs {heading.name} or back, so no side of it is {heading.name}; write left or right"
        )
    return "right" if turn < 180.0 else "left"


def check_line(line: BaseGeometry, side: str, edges: str) -> None:
    """Raise ZoneError, "reason; advice", for what cannot have a left and a right."""
    if line.geom_type != "LineString":
        raise ZoneError(f"only one unbroken line has a left and a right, not a {line.geom_type}; draw a LINESTRING")
    if side not in SIDES:
        raise ZoneError(f"a line has a left and a right, not {side!r}; write one of the two")
    if edges not in EDGES:
        raise ZoneError(f"edges are geodesic or lonlat, not {edges!r}; write one of the two")


def continued(line: BaseGeometry, edges: str, reach_m: float) -> Course:
    """The line with both ends continued straight by `reach_m` or a little more."""
    spots = Course([shapely.get_coordinates(line)], edges).lines[0]
    ends = [_beyond(tip, inner, edges, reach_m) for tip, inner in ((spots[0], spots[1]), (spots[-1], spots[-2]))]
    return Course([np.vstack([ends[0][::-1], spots, ends[1]])], edges)


def _beyond(tip: _Array, inner: _Array, edges: str, reach_m: float) -> _Array:
    """The point `reach_m` beyond the end of a line, shape (1, 2)."""
    azimuth, metres = (float(one) for one in inverse(*tip, *inner))
    if edges == "geodesic":
        lon, lat = destination(*tip, azimuth + 180.0, reach_m)
        step = math.fmod(float(lon) - tip[0] + 540.0, 360.0) - 180.0
        return np.array([[tip[0] + step, float(lat)]])
    step_deg = (tip - inner) * (1.1 * reach_m / metres)
    if abs(tip[1] + step_deg[1]) > 90.0:
        step_deg *= (math.copysign(90.0, step_deg[1]) - tip[1]) / step_deg[1]
    return (tip + step_deg)[None, :]


@lru_cache(maxsize=64)
def _continued(line: BaseGeometry, edges: str) -> Course:
    """The line continued from both ends to a pole, or to the meridian opposite its middle, as `SideOfLine` says."""
    spots = Course([shapely.get_coordinates(line)], edges).lines[0]
    middle = _middle(line)
    ends = [_to_the_end(tip, inner, edges, middle) for tip, inner in ((spots[0], spots[1]), (spots[-1], spots[-2]))]
    return Course([np.vstack([ends[0][::-1], spots, ends[1]])], edges)


def _middle(line: BaseGeometry) -> float:
    west, _, east, _ = line.bounds
    return float((west + east) / 2.0)


def _to_the_end(tip: _Array, inner: _Array, edges: str, middle: float) -> _Array:
    """Points beyond the end of a line, the last of them at a pole or beyond the edge of the map, shape (n, 2)."""
    if edges == "lonlat":
        step = tip - inner
        shares = [(middle + 180.0 * sign - tip[0]) / step[0] for sign in (-1, 1) if step[0]]
        shares += [(90.0 * sign - tip[1]) / step[1] for sign in (-1, 1) if step[1]]
        return (tip + min(share for share in shares if share > 0.0) * step)[None, :]
    azimuth = math.radians(float(inverse(*tip, *inner)[0]) + 180.0)
    pole = math.copysign(90.0, math.cos(azimuth))
    if abs(math.sin(azimuth)) * math.cos(math.radians(tip[1])) * GEOD.a < _AT_POLE_M:
        return np.array([[tip[0], pole]])
    upwards = abs(math.cos(azimuth)) >= abs(math.sin(azimuth))
    far = np.arange(1, int(_QUARTER_M / _STRIDE_M) + 1) * _STRIDE_M
    lon, lat = destination(*tip, math.degrees(azimuth), far)
    run = tip[0] + np.cumsum(np.mod(np.diff(lon, prepend=tip[0]) + 180.0, 360.0) - 180.0)
    if upwards:  # no nearer to the pole than where the latitude turns, and from there up the meridian
        turn = int(np.argmax(lat * math.copysign(1.0, pole)))
        return np.vstack([np.column_stack([run, lat])[: turn + 1], [[run[turn], pole]]])
    edge = middle + math.copysign(180.0, math.sin(azimuth))
    kept = np.abs(run - middle) < 180.0
    return np.vstack([np.column_stack([run, lat])[kept], [[edge, lat[kept][-1] if kept.any() else tip[1]]]])


@lru_cache(maxsize=64)
def _halves(
    line: BaseGeometry, edges: str, tolerance_m: float
) -> tuple[Polygon | MultiPolygon, Polygon | MultiPolygon]:
    """The left and the right of the continued line."""
    middle = _middle(line)
    chart = shapely.box(middle - 180.0, -90.0, middle + 180.0, 90.0)
    course = _continued(line, edges)
    cut = LineString(course.sampled(tolerance_m)[0])
    check_simple(cut, "it")
    left, right = faces(chart, cut, course)
    return oriented(fold(left)), oriented(fold(right))


def check_simple(drawn: BaseGeometry, what: str) -> None:
    """Raise ZoneError where a line, drawn as it is and continued, crosses itself."""
    if not drawn.is_simple:
        raise ZoneError(
            f"{what} crosses itself, or does so when its ends are continued straight, so it has no left and right; "
            "draw its ends further, or draw a polygon"
        )


def faces(whole: BaseGeometry, cut: BaseGeometry, course: Course) -> tuple[BaseGeometry, BaseGeometry]:
    """What lies left and right of `cut` in `whole`, in one chart: a face is where its inner point is."""
    lines = shapely.union_all([shapely.boundary(whole), cut])
    pieces = [face for face in shapely.get_parts(shapely.polygonize([lines])) if not face.is_empty]
    found: dict[int, list[BaseGeometry]] = {1: [], -1: []}
    for face in pieces:
        spot = face.representative_point()
        if shapely.contains_xy(whole, spot.x, spot.y):
            found[int(course.side(spot.x, spot.y)) or 1].append(face)
    left, right = (shapely.union_all(found[sign]) for sign in (1, -1))
    return left, right
