"""Everything within a width of a line or a polygon, on both sides or on one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import ZoneError
from geo.geodesy.course import EDGES, Course
from geo.geodesy.disc import NOISE_M
from geo.shapes.continued import SIDES, beyond_width, check_line
from geo.shapes.faces import beside, drawn, faces, spots_in
from geo.shapes.offsets import LEFT, RIGHT, offset_curves
from geo.shapes.outlined import Outlined, boundary_course

_Array = NDArray[np.float64]

_WIDEST_M: Final = 10_000_000.0
_NARROWEST_M: Final = 1e-2
_SHARE: Final = 1e-6
"""Of the width: how closely a boundary is drawn where that is more than was asked for."""
_COARSEST: Final = 1 / 16
"""Of the width: how closely it is drawn at least, or little would be left of a narrow strip."""
_FINE_M: Final = 0.25
_ROUGH: Final = 1e-2
"""Of the width: how closely is drawn what only has to show whether a line has two sides."""


@dataclass(frozen=True, slots=True)
class Buffer:
    """All points within `width_m` geodesic metres of a line or a polygon.

    Which side: "both" (of a polygon: the polygon and what is around it), "left" or "right" of a line as seen going
    along it, "outside" or "inside" of a polygon's edge. A line's side is seen from the nearest point of the line
    continued straight by the width, so a strip ends in a quarter circle. Refused is a line that crosses itself then, or
    comes back so close that what is left of one part of it is right of another.

    >>> strip = Buffer(shapely.LineString([(127.0, 38.0), (128.0, 38.0)]), 6_000.0, "lonlat", "left")
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
        if not _NARROWEST_M <= self.width_m <= _WIDEST_M:
            raise ZoneError(f"a width of {self.width_m:g} m; a width is at least 0.01 m and at most 10,000 km")
        if self.edges not in EDGES:
            raise ZoneError(f"edges are geodesic or lonlat, not {self.edges!r}; write one of the two")
        if "Polygon" in self.source.geom_type:
            if self.side not in ("both", "outside", "inside"):
                raise ZoneError(f"a polygon has an outside and an inside, not {self.side!r}; write one of the two")
        elif "Line" not in self.source.geom_type:
            raise ZoneError(f"a buffer is that of a line or a polygon, not of a {self.source.geom_type}; draw one")
        elif self.side in SIDES:
            check_line(self.source, self.side, self.edges)
            _check_sides(self.source, self.edges, self.width_m)
        elif self.side != "both":
            raise ZoneError(f"a line has a left and a right, not {self.side!r}; write one of the two, or both")
        _course(self.source, self.edges)

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie inside, by their distance to the source; arguments broadcast, NaN lies nowhere."""
        return self._contains(*_points(lon, lat))[0]

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the boundary, metres, negative inside.

        Exact outside of both sides and wherever the source's own edge is nearest; the rim, where it is measured to from
        inside or around the ends of a strip, is drawn to within 0.25 m, or 1e-6 of the width where that is more.
        """
        x, y = _points(lon, lat)
        inside, apart, held = self._contains(x, y)
        out = np.asarray(apart - self.width_m)
        rim = np.isfinite(out) if self.side in SIDES else inside
        if rim.any():
            out[rim] = boundary_course(self.outline(_FINE_M)).distance_m(x[rim], y[rim])
        if self.side in ("outside", "inside"):
            out = np.where(inside, np.minimum(out, apart), np.where(held == (self.side == "outside"), apart, out))
        return np.where(inside, -out, out)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the boundary, or 1e-6 of the width if more."""
        return _outline(self, min(max(tolerance_m, _SHARE * self.width_m), _COARSEST * self.width_m))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        wkt = shapely.to_wkt(self.source, rounding_precision=-1)
        return {"kind": self.kind, "wkt": wkt, "width_m": self.width_m, "edges": self.edges, "side": self.side}

    @property
    def _rims(self) -> tuple[float, ...]:
        """The sides of the source on which the rim lies; a polygon's inside is on the left of its edge."""
        if "Polygon" in self.source.geom_type:
            return (LEFT,) if self.side == "inside" else (RIGHT,)
        return LEFT, RIGHT

    def _contains(self, x: _Array, y: _Array) -> tuple[NDArray[np.bool_], _Array, NDArray[np.bool_]]:
        """Which points lie inside, how far they are from the source's edges, and which a polygon holds."""
        apart = _course(self.source, self.edges).distance_m(x, y)
        near = np.asarray(apart <= self.width_m)
        if "Polygon" in self.source.geom_type:
            held = Outlined(self.source, self.edges).contains(x, y)
            # the source's own edge belongs to the strips on both sides of it
            on_edge = apart <= NOISE_M
            outside, inside = near & (~held | on_edge), near & (held | on_edge)
            return {"both": near | held, "outside": outside, "inside": inside}[self.side], apart, held
        if self.side in SIDES and near.any():
            course = _continued(self.source, self.edges, self.width_m)
            near[near] = (course.side(x[near], y[near]) * SIDES[self.side] >= 0) | (apart[near] <= NOISE_M)
        return near, apart, np.zeros(x.shape, dtype=bool)


def buffer_from_dict(data: dict[str, Any]) -> Buffer:
    """The reverse of `Buffer.as_dict`."""
    return Buffer(shapely.from_wkt(data["wkt"]), data["width_m"], data["edges"], data["side"])


def _points(lon: ArrayLike, lat: ArrayLike) -> tuple[_Array, _Array]:
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    return x, y


@lru_cache(maxsize=256)
def _course(source: BaseGeometry, edges: str) -> Course:
    return boundary_course(source, edges) if "Polygon" in source.geom_type else Course(source, edges)


@lru_cache(maxsize=64)
def _continued(line: BaseGeometry, edges: str, width_m: float) -> Course:
    return beyond_width(line, edges, width_m)


@lru_cache(maxsize=64)
def _check_sides(line: BaseGeometry, edges: str, width_m: float) -> None:
    """Raise ZoneError where something within the width is left of one part of the line and right of another."""
    whole, cut = Buffer(line, width_m, edges), _continued(line, edges, width_m).sampled(_ROUGH * width_m)[0]
    rims = shapely.get_parts(shapely.boundary(whole.outline(_ROUGH * width_m)))
    found = faces([*map(shapely.get_coordinates, rims), cut])
    found = found[whole.contains(*spots_in(found))]
    left, right = beside(found, cut).T
    both = np.minimum(left, right)
    if (both > _ROUGH * np.maximum(left, right)).any():
        spot = found[int(np.argmax(both))].representative_point()
        raise ZoneError(
            f"the line comes back within its width near {spot.y:.4f}, {spot.x:.4f}: what is left of one part of it is "
            "right of another; draw the strip as a polygon"
        )


@lru_cache(maxsize=64)
def _outline(buffer: Buffer, tolerance_m: float) -> Polygon | MultiPolygon:
    course = _course(buffer.source, buffer.edges)
    lines = offset_curves(course, buffer.width_m, tolerance_m, buffer._rims)
    if buffer.side in SIDES:
        lines += _continued(buffer.source, buffer.edges, buffer.width_m).sampled(tolerance_m)
    elif buffer.side != "both":
        lines += course.sampled(tolerance_m)
    return drawn(lines, buffer.contains, tolerance_m)
