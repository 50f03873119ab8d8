"""Everything within a width of a line or a polygon, on both sides or on one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import ZoneError
from geo.geodesy.course import EDGES, Course
from geo.shapes.outlined import Outlined, boundary_course
from geo.shapes.polygons import fold, oriented
from geo.shapes.side import SIDES, check_line, check_simple, continued, faces
from geo.shapes.stadiums import surroundings

_Array = NDArray[np.float64]

_WIDEST_M: Final = 5_000_000.0
_SHARE: Final = 1e-6
"""Of the width: how closely a boundary is drawn where that is more than was asked for."""
_FINE_M: Final = 0.1


@dataclass(frozen=True, slots=True)
class Buffer:
    """All points within `width_m` geodesic metres of a line or a polygon.

    Which side: "both" (of a polygon: the polygon and what is around it), "left" or "right" of a line as seen going along
    it, "outside" or "inside" of a polygon's edge. A line's side is seen from its nearest point, and its ends are
    continued straight by the width, so the strip ends in a quarter circle.

    >>> strip = Buffer(LineString([(127.0, 38.0), (128.0, 38.0)]), 6_000.0, "lonlat", "left")
    >>> strip.contains(127.5, [38.036, 37.964]).tolist()
    [True, False]
    """

    kind: ClassVar[str] = "buffer"
    source: BaseGeometry
    """Line or polygon, degrees lon, lat, as `geo.shapes.rings.settled` leaves it."""
    width_m: float
    """Metres, > 0, to each side that counts."""
    edges: str = "lonlat"
    """"lonlat" or "geodesic": what the source's edges are."""
    side: str = "both"
    """"both", "left", "right", "outside" or "inside"."""

    def __post_init__(self) -> None:
        """Refuse what has no surroundings, or no such side."""
        if not 0.0 < self.width_m <= _WIDEST_M:
            raise ZoneError(f"a width of {self.width_m:g} m; a width is more than 0 and at most 5,000 km")
        if self.edges not in EDGES:
            raise ZoneError(f"edges are geodesic or lonlat, not {self.edges!r}; write one of the two")
        if self._of_polygon:
            if self.side not in ("both", "outside", "inside"):
                raise ZoneError(f"a polygon has an outside and an inside, not {self.side!r}; write one of the two")
        elif self.side in SIDES:
            check_line(self.source, self.side, self.edges)
            _continued(self.source, self.edges, self.width_m)
        elif self.side != "both":
            raise ZoneError(f"a line has a left and a right, not {self.side!r}; write one of the two, or both")

    @property
    def _of_polygon(self) -> bool:
        return "Polygon" in self.source.geom_type

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie inside, by their distance to the source; arguments broadcast, NaN lies nowhere."""
        x, y = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(lon, lat))
        near = np.asarray(_course(self.source, self.edges).distance_m(x, y) <= self.width_m)
        if self._of_polygon:
            held = Outlined(self.source, self.edges).contains(x, y)
            return {"both": near | held, "outside": near & ~held, "inside": near & held}[self.side]
        if self.side == "both":
            return near
        side = _continued(self.source, self.edges, self.width_m).side(x, y)
        return np.asarray(near & (side * SIDES[self.side] >= 0))

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the boundary, metres, negative inside.

        Outside of a whole buffer it is the distance to the source less the width; elsewhere the boundary that is
        measured to is drawn to within 0.1 m, or 1e-6 of the width where that is more.
        """
        x, y = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(lon, lat))
        inside = self.contains(x, y)
        out = np.asarray(_course(self.source, self.edges).distance_m(x, y) - self.width_m)
        drawn = inside if self.side == "both" else np.isfinite(out)
        if drawn.any():
            apart = boundary_course(self.outline(_FINE_M)).distance_m(x[drawn], y[drawn])
            out[drawn] = np.where(inside[drawn], -apart, apart)
        return out

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the boundary, or 1e-6 of the width if more."""
        return _outline(self, max(tolerance_m, _SHARE * self.width_m))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        wkt = shapely.to_wkt(self.source, rounding_precision=-1)
        return {"kind": self.kind, "wkt": wkt, "width_m": self.width_m, "edges": self.edges, "side": self.side}


def buffer_from_dict(data: dict[str, Any]) -> Buffer:
    """The reverse of `Buffer.as_dict`."""
    return Buffer(shapely.from_wkt(data["wkt"]), data["width_m"], data["edges"], data["side"])


@lru_cache(maxsize=256)
def _course(source: BaseGeometry, edges: str) -> Course:
    return boundary_course(source, edges) if "Polygon" in source.geom_type else Course(source, edges)


@lru_cache(maxsize=64)
def _continued(line: BaseGeometry, edges: str, width_m: float) -> Course:
    """The line continued past both ends of its buffer, refused where it has no two sides."""
    course = continued(line, edges, 1.05 * width_m)
    check_simple(LineString(course.sampled(max(1.0, _SHARE * width_m))[0]), "the line")
    return course


@lru_cache(maxsize=64)
def _outline(buffer: Buffer, tolerance_m: float) -> Polygon | MultiPolygon:
    # half of what may be amiss is for the rims, a quarter for the source's own edges
    lines = _course(buffer.source, buffer.edges).straightened(tolerance_m / 4.0)
    around = surroundings(lines, buffer.width_m, tolerance_m / 2.0)
    if buffer._of_polygon:
        held = Outlined(buffer.source, buffer.edges).outline(tolerance_m)
        overlay = {"both": shapely.union, "outside": shapely.difference, "inside": shapely.intersection}[buffer.side]
        return oriented(overlay(around, held))
    if buffer.side == "both":
        return oriented(around)
    course = _continued(buffer.source, buffer.edges, buffer.width_m)
    cut = LineString(course.sampled(tolerance_m)[0])
    west, _, east, _ = buffer.source.bounds
    left, right = faces(_charted(around, (west + east) / 2.0), cut, course)
    return oriented(fold(left if buffer.side == "left" else right))


def _charted(shape: BaseGeometry, middle: float) -> BaseGeometry:
    """Polygons of [-180, 180] in the chart whose middle meridian is `middle`, in one piece there."""
    chart = shapely.box(middle - 180.0, -90.0, middle + 180.0, 90.0)
    turns = range(round((middle - 360.0) / 360.0), round((middle + 360.0) / 360.0) + 1)
    moved = [shapely.transform(shape, lambda xy, turn=turn: xy + np.array([360.0 * turn, 0.0])) for turn in turns]
    return shapely.intersection(shapely.union_all(moved), chart)
