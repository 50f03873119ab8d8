"""Polygons whose edges are geodesics, or straight in longitude and latitude."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError, ZoneError
from geo.geodesy import normalise_lon
from geo.geodesy.boundary import boundary
from geo.geodesy.course import EDGES, Course
from geo.shapes.polygons import fold, oriented, polygonal

_Array = NDArray[np.float64]

_EXACT_M: Final = 0.01
"""How closely an outline is drawn before a point is looked up in it; nearer points are settled by their foot."""


@dataclass(frozen=True, slots=True)
class Outlined:
    """All points within polygons; `geo.shapes.rings.settled` makes them ready.

    >>> north = Outlined(shapely.box(0.0, 60.0, 20.0, 61.0), "lonlat")
    >>> bowed = Outlined(shapely.box(0.0, 60.0, 20.0, 61.0), "geodesic")
    >>> bool(north.contains(10.0, 60.2)), bool(bowed.contains(10.0, 60.2))  # geodesics bow towards the pole
    (True, False)
    """

    kind: ClassVar[str] = "polygon"
    polygon: BaseGeometry
    """Polygon or MultiPolygon, degrees lon, lat; longitudes may run past 180."""
    edges: str = "lonlat"
    """"lonlat" or "geodesic"."""

    def __post_init__(self) -> None:
        """Refuse what encloses nothing."""
        if not isinstance(self.polygon, Polygon | MultiPolygon) or self.polygon.is_empty:
            raise ZoneError(f"an outline is a polygon, not a {self.polygon.geom_type}; draw a POLYGON")
        if self.edges not in EDGES:
            raise ZoneError(f"edges are geodesic or lonlat, not {self.edges!r}; write one of the two")

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie inside or on the boundary; arguments broadcast, NaN lies nowhere."""
        x, y = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(lon, lat))
        inside = in_polygons(self.outline(_EXACT_M), x, y)
        if self.edges == "lonlat":
            return inside
        # between what is drawn and what is true, the side of the nearest edge decides
        close = _near(self.outline(_EXACT_M), x, y)
        if close.any():
            course = boundary_course(self.polygon, self.edges)
            near = np.flatnonzero(close.ravel())
            px, py = x.ravel()[near], y.ravel()[near]
            touching = course.distance_m(px, py) <= 2.0 * _EXACT_M
            settled = course.side(px[touching], py[touching]) >= 0
            inside.ravel()[near[touching]] = settled
        return inside

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the boundary, metres; negative inside."""
        apart = boundary_course(self.polygon, self.edges).distance_m(lon, lat)
        return np.where(self.contains(lon, lat), -apart, apart)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the boundary."""
        return _outline(self.polygon, self.edges, tolerance_m if self.edges == "geodesic" else 0.0)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"kind": self.kind, "wkt": shapely.to_wkt(self.polygon, rounding_precision=-1), "edges": self.edges}


def outlined_from_dict(data: dict[str, Any]) -> Outlined:
    """The reverse of `Outlined.as_dict`."""
    return Outlined(shapely.from_wkt(data["wkt"]), data["edges"])


def in_polygons(shape: BaseGeometry, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Which points (degrees, any longitudes) lie in polygons within [-180, 180], boundary and antimeridian included."""
    x, y = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(lon, lat))
    shapely.prepare(shape)
    turned = normalise_lon(np.where(np.isfinite(x), x, 0.0))
    found = np.asarray(shapely.intersects_xy(shape, turned, y)) & np.isfinite(x)
    seam = (turned == -180.0) & ~found
    if seam.any():
        found = found | (seam & np.asarray(shapely.intersects_xy(shape, -turned, y)))
    pole = (np.abs(y) == 90.0) & ~found & np.isfinite(x)
    if pole.any():  # every longitude is the pole
        holds = {
            sign: shapely.intersects(shape, shapely.LineString([(-180, sign * 90), (180, sign * 90)]))
            for sign in (1, -1)
        }
        found = found | (pole & np.where(y > 0.0, holds[1], holds[-1]))
    return np.asarray(found)


@lru_cache(maxsize=256)
def _outline(polygon: BaseGeometry, edges: str, tolerance_m: float) -> Polygon | MultiPolygon:
    if edges == "geodesic":
        parts = [_bent(part, tolerance_m) for part in shapely.get_parts(polygon)]
        polygon = shapely.union_all([part if part.is_valid else polygonal(shapely.make_valid(part)) for part in parts])
    return oriented(fold(polygon))


def _bent(polygon: Polygon, tolerance_m: float) -> Polygon:
    rings = (shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors))
    exterior, *holes = (Course([ring], "geodesic").sampled(tolerance_m)[0] for ring in rings)
    return Polygon(exterior, holes)


def _near(shape: BaseGeometry, x: _Array, y: _Array) -> NDArray[np.bool_]:
    """Which points lie within a few hundredths of a metre of a drawn boundary, or might: by degrees."""
    rim = shapely.boundary(shape)
    shapely.prepare(rim)
    sound = np.isfinite(x) & np.isfinite(y)
    turned, lat = normalise_lon(np.where(sound, x, 0.0)), np.where(sound, y, 0.0)
    margin = np.degrees(4.0 * _EXACT_M / 6.3e6) / np.maximum(np.cos(np.radians(np.clip(lat, -90.0, 90.0))), 1e-7)
    return np.asarray(shapely.dwithin(rim, shapely.points(turned, lat), margin) & sound)


@lru_cache(maxsize=256)
def boundary_course(polygon: BaseGeometry, edges: str = "lonlat") -> Course:
    """The true boundary of polygons as a course with the inside on its left.

    Left out is what only drawing asks for: edges along a pole, and what is passed both ways, as where the antimeridian
    cuts a polygon in two. Raises ZoneError where nothing is left (the whole Earth).
    """
    try:
        return boundary(polygon, edges)
    except InputError as error:
        raise ZoneError(str(error)) from error
