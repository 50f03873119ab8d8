"""One side of a line: the whole part of the world that lies to its left, or to its right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import ZoneError
from geo.geodesy.course import Course
from geo.geodesy.disc import NOISE_M
from geo.shapes.continued import SIDES, around_world, check_line
from geo.shapes.faces import beside, faces
from geo.shapes.outlined import in_polygons
from geo.shapes.polygons import fold, oriented
from geo.units import Heading, parse_heading

_Array = NDArray[np.float64]

_LEAST_TURN_DEG: Final = 30.0
"""A line that runs within this of a compass direction has no side in that direction."""
_EXACT_M: Final = 1.0
"""How closely a line is drawn before a point is looked up beside it; nearer points are settled by their foot."""


@dataclass(frozen=True, slots=True)
class SideOfLine:
    """Everything on one side of a line that is continued straight from both its ends, around the world.

    How it is continued stands at `geo.shapes.continued.around_world`: to a pole, or to the meridian opposite the line's
    middle, where the map is cut. That cut ends the shape and is no boundary that distances are measured to.

    >>> north = SideOfLine(shapely.LineString([(125.0, 38.0), (129.0, 38.0)]), "left", "lonlat")
    >>> north.contains([127.0, 127.0, 20.0], [38.1, 37.9, 50.0]).tolist(), round(float(north.gap_m(127.0, 37.9)))
    ([True, False, True], 11100)
    """

    kind: ClassVar[str] = "side_of_line"
    line: BaseGeometry
    """LineString, degrees lon, lat, as `geo.shapes.rings.settled` leaves it."""
    side: str
    """"left" or "right", as seen going along the line."""
    edges: str = "lonlat"
    """"lonlat" or "geodesic"."""

    def __post_init__(self) -> None:
        """Refuse what has no two sides."""
        check_line(self.line, self.side, self.edges)
        _continued(self.line, self.edges)

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie on that side, the line itself included; arguments broadcast, NaN lies nowhere."""
        x, y = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(lon, lat))
        inside = in_polygons(self.outline(_EXACT_M), x, y)
        near = np.asarray(np.isfinite(x) & np.isfinite(y))
        near[near] = _near(self.outline(_EXACT_M), x[near], y[near])
        if near.any():
            course, _ = _continued(self.line, self.edges)
            apart, side = course.distance_m(x[near], y[near]), course.side(x[near], y[near])
            on_side = (side * SIDES[self.side] >= 0) | (apart <= NOISE_M)
            inside[near] = np.where(apart <= 2.0 * _EXACT_M, on_side, inside[near])
        return inside

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the continued line, metres; negative on the side that counts."""
        apart = _continued(self.line, self.edges)[0].distance_m(lon, lat)
        return np.where(self.contains(lon, lat), -apart, apart)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the line."""
        return _drawn(self.line, self.edges, tolerance_m)[0 if self.side == "left" else 1]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        wkt = shapely.to_wkt(self.line, rounding_precision=-1)
        return {"kind": self.kind, "wkt": wkt, "side": self.side, "edges": self.edges}


def side_from_dict(data: dict[str, Any]) -> SideOfLine:
    """The reverse of `SideOfLine.as_dict`."""
    return SideOfLine(shapely.from_wkt(data["wkt"]), data["side"], data["edges"])


def compass_side(line: BaseGeometry, word: str) -> str:
    """left or right, from a compass point and the line's course from its first to its last point.

    The course is that of constant bearing, as a parallel's is east or west. Raises ZoneError for what is no compass
    point, and for a line that runs within 30 degrees of it or of its opposite.

    >>> compass_side(shapely.LineString([(125.0, 38.0), (129.0, 38.0)]), "north")
    'left'
    """
    heading = parse_heading(word)
    if heading is None:
        raise ZoneError(f"the side {word!r} is none; write left, right, north, south, east or west")
    turn = math.radians(heading.azimuth_deg - _overall_deg(shapely.get_coordinates(line), heading))
    if abs(math.sin(turn)) < math.sin(math.radians(_LEAST_TURN_DEG)):
        raise ZoneError(
            f"the line itself runs {heading.name} or back, so no side of it is {heading.name}; write left or right"
        )
    return "right" if math.sin(turn) > 0.0 else "left"


def _overall_deg(spots: _Array, heading: Heading) -> float:
    """The bearing of the rhumb line from the first to the last point, degrees."""
    step = float(spots[-1, 0] - spots[0, 0])
    if abs(step) > 180.0 and abs(step) != 360.0:
        step = math.fmod(step + 540.0, 360.0) - 180.0
    # the isometric latitude of the sphere will do to tell a side: Snyder 1987 (see ellipsoid.py), equation 7-2
    up = np.arctanh(np.sin(np.radians(np.clip(spots[[0, -1], 1], -89.9, 89.9))))
    if step == 0.0 and up[0] == up[1]:
        raise ZoneError(f"a line that ends where it begins has no {heading.name}; write left or right")
    return math.degrees(math.atan2(math.radians(step), float(up[1] - up[0])))


@lru_cache(maxsize=64)
def _continued(line: BaseGeometry, edges: str) -> tuple[Course, float]:
    return around_world(line, edges)


@lru_cache(maxsize=64)
def _drawn(line: BaseGeometry, edges: str, tolerance_m: float) -> tuple[Polygon | MultiPolygon, Polygon | MultiPolygon]:
    """The left and the right of the continued line: the faces of the map, cut opposite the line's middle."""
    course, middle = _continued(line, edges)
    cut = course.sampled(tolerance_m)[0] - np.array([middle, 0.0])
    cut[:, 0] = np.clip(cut[:, 0], -180.0, 180.0)  # the edge of the map, but for rounding
    found = faces([cut])
    left, right = beside(found, cut).T
    return _placed(found[left > right], middle), _placed(found[left <= right], middle)


def _placed(found: NDArray[np.object_], middle: float) -> Polygon | MultiPolygon:
    whole = shapely.transform(shapely.coverage_union_all(found), lambda xy: xy + np.array([middle, 0.0]))
    return oriented(fold(whole))


def _near(shape: BaseGeometry, x: _Array, y: _Array) -> NDArray[np.bool_]:
    """Which points may be within 2 m of a drawn boundary, by degrees."""
    rim = shapely.boundary(shape)
    shapely.prepare(rim)
    narrow = np.maximum(np.cos(np.radians(np.clip(y, -90.0, 90.0))), 1e-7)
    turned = np.mod(x + 180.0, 360.0) - 180.0
    return np.asarray(shapely.dwithin(rim, shapely.points(turned, y), np.degrees(4.0 * _EXACT_M / 6.3e6) / narrow))
