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

from geo.errors import ZoneError
from geo.geodesy import normalise_lon
from geo.geodesy.course import EDGES, Course
from geo.shapes.polygons import fold, oriented

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
        polygon = shapely.union_all([_bent(part, tolerance_m) for part in shapely.get_parts(polygon)])
    return oriented(fold(polygon))


def _bent(polygon: BaseGeometry, tolerance_m: float) -> Polygon:
    rings = (shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors))
    exterior, *holes = (Course([ring], "geodesic").sampled(tolerance_m)[0] for ring in rings)
    return Polygon(exterior, holes)


def _near(shape: BaseGeometry, x: _Array, y: _Array) -> NDArray[np.bool_]:
    """Which points lie within a few hundredths of a metre of a drawn boundary, or might: by degrees."""
    margin = np.degrees(4.0 * _EXACT_M / 6.3e6) / np.maximum(np.cos(np.radians(np.minimum(np.abs(y), 89.999999))), 1e-7)
    turned = normalise_lon(np.where(np.isfinite(x), x, 0.0))
    apart = shapely.distance(shapely.boundary(shape), shapely.points(turned, np.where(np.isfinite(y), y, 0.0)))
    return np.asarray((apart <= margin) & np.isfinite(x) & np.isfinite(y))


@lru_cache(maxsize=256)
def boundary_course(polygon: BaseGeometry, edges: str = "lonlat") -> Course:
    """The true boundary of polygons as a course with the inside on its left.

    Left out is what only drawing asks for: edges along a pole, and stretches of a meridian that are passed both ways,
    as where the antimeridian cuts a polygon in two. Raises ZoneError where nothing is left (the whole Earth).
    """
    rings = []
    for part in shapely.get_parts(polygon):
        shell = _turned(shapely.get_coordinates(part.exterior), edges, left=True)
        rings += [shell, *(_turned(shapely.get_coordinates(hole), edges, left=False) for hole in part.interiors)]
    steps = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    seam = (steps[:, 0] == steps[:, 2]) & (np.isin(np.mod(steps[:, 0], 360.0), _seams(steps)))
    polar = (np.abs(steps[:, 1]) == 90.0) & (np.abs(steps[:, 3]) == 90.0)
    lines = [run for ring, kept in _split(rings, ~(seam | polar)) for run in _runs(ring, kept)]
    lines += _uncancelled(steps[seam])
    if not lines:
        raise ZoneError("it covers the whole Earth and has no boundary; draw what is meant")
    return Course(lines, edges)


def _seams(steps: _Array) -> _Array:
    """Meridians that are passed upwards and downwards, degrees modulo 360."""
    along = steps[(steps[:, 0] == steps[:, 2]) & (steps[:, 1] != steps[:, 3])]
    where = np.mod(along[:, 0], 360.0)
    up = along[:, 3] > along[:, 1]
    return np.intersect1d(where[up], where[~up])


def _turned(ring: _Array, edges: str, *, left: bool) -> _Array:
    drawn = Course([ring], edges).sampled(1_000.0)[0] if edges == "geodesic" else ring
    counter_clockwise = bool(shapely.is_ccw(shapely.LinearRing(drawn)))
    return ring if counter_clockwise == left else ring[::-1]


def _split(rings: list[_Array], kept: NDArray[np.bool_]) -> list[tuple[_Array, NDArray[np.bool_]]]:
    ends = np.cumsum([len(ring) - 1 for ring in rings])[:-1]
    return list(zip(rings, np.split(kept, ends), strict=True))


def _runs(ring: _Array, kept: NDArray[np.bool_]) -> list[_Array]:
    """The unbroken runs of kept edges of a closed ring."""
    if kept.all():
        return [ring]
    start = int(np.argmin(kept)) + 1
    order = np.roll(kept, -start)
    edges = np.roll(np.arange(len(kept)), -start)
    runs, here = [], []
    for edge, keep in zip(edges, order, strict=True):
        if keep:
            here.append(edge)
        elif here:
            runs.append(here)
            here = []
    runs += [here] if here else []
    return [np.vstack([ring[run], ring[run[-1] + 1][None, :]]) for run in map(np.array, runs)]


def _uncancelled(steps: _Array) -> list[_Array]:
    """What is left of edges along meridians where the two directions cancel."""
    left = []
    for where in np.unique(np.mod(steps[:, 0], 360.0)):
        mine = steps[np.mod(steps[:, 0], 360.0) == where]
        marks = np.unique(mine[:, [1, 3]])
        for low, high in zip(marks[:-1], marks[1:], strict=True):
            over = (np.minimum(mine[:, 1], mine[:, 3]) <= low) & (np.maximum(mine[:, 1], mine[:, 3]) >= high)
            net = int(np.sum(np.sign(mine[over, 3] - mine[over, 1])))
            if net:
                lats = (low, high) if net > 0 else (high, low)
                left.append(np.array([[where, lats[0]], [where, lats[1]]]))
    return left
