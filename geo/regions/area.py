"""Somewhere in a polygon, everywhere alike: a country, a province, a part of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.geodesy import GEOD, distance_m, outline
from geo.regions import drawing
from geo.regions.radius import radius_holding
from geo.regions.region import check_disc, check_level
from geo.regions.sequence import even_points
from geo.shapes.polygons import fold

_POLAR_M: Final = float(GEOD.b)
_E: Final = float(np.sqrt(GEOD.es))
_SMALL_DEG: Final = 0.5
_STEP_DEG: Final = 0.25
_GAUSS_X, _GAUSS_W = (np.asarray(v) for v in np.polynomial.legendre.leggauss(6))
_LEVEL_SAMPLE: Final = 8192


@dataclass(frozen=True, slots=True)
class Area:
    """Uniform over a (Multi)Polygon by ellipsoidal area; edges are straight in longitude and latitude (RFC 7946).

    Longitudes may run past 180 degrees either way; they are folded. Coordinates are rounded to 4 decimals (11 m),
    small polygons (under half a degree) to 6, so that `as_dict` holds exactly what is computed with.

    >>> box = Area(shapely.box(38.0, 33.0, 39.0, 34.0))
    >>> round(box.area_m2() / 1e6)
    10306
    >>> round(box.p_in_disc(38.5, 33.5, 20_000.0), 4)
    0.1219
    """

    family: ClassVar[str] = "area"
    polygon: BaseGeometry
    """Polygon or MultiPolygon, degrees, within [-180, 180] x [-90, 90]."""

    def __post_init__(self) -> None:
        """Round, fold and refuse what has no area."""
        object.__setattr__(self, "polygon", _settled(self.polygon))

    def area_m2(self) -> float:
        """Square metres on the ellipsoid."""
        return _whole_area(self.polygon)

    def estimate(self) -> tuple[float, float]:
        """The centroid by area, or a point inside when that lies outside; the middle of ties to either side."""
        return _middle(self.polygon)

    def radius_holding(self, level: float = 0.9) -> float:
        """Metres around `estimate()` that hold `level`."""
        return radius_holding(self, level)

    def sample(self, n: int, *, seed: int = 0) -> NDArray[np.float64]:
        """`n` equally likely points, shape (n, 2), lon, lat in degrees."""
        return _sample(self.polygon, n, seed)

    def density(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Probability per square metre: one over the area inside, 0 outside."""
        return np.where(_holds(self.polygon, lon, lat), 1.0 / self.area_m2(), 0.0)

    def level(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """The share of the area that lies nearer to `estimate()`; 1 outside."""
        nearer = np.searchsorted(_distances(self.polygon), distance_m(*self.estimate(), lon, lat)) / _LEVEL_SAMPLE
        return np.where(_holds(self.polygon, lon, lat), nearer, 1.0)

    def footprint(self, level: float = 0.9) -> BaseGeometry:
        """What of the polygon lies in the circle around `estimate()` that holds `level`, its outline simplified."""
        check_level(level)
        lon, lat = self.estimate()
        radius = float(np.quantile(_distances(self.polygon), level))
        circle = outline(lon, lat, radius, tolerance_m=radius * 1e-3)
        return drawing.thinned(self.polygon.intersection(circle))

    def p_in_disc(self, lon: float, lat: float, radius_m: float) -> float:
        """Probability of lying within `radius_m` geodesic metres of lon, lat: the share of the area; error < 1e-3."""
        check_disc(lon, lat, radius_m)
        whole = self.area_m2()
        tolerance = max(0.1, 1e-4 * min(radius_m, float(np.sqrt(whole))))
        inside = self.polygon.intersection(outline(lon, lat, radius_m, tolerance_m=tolerance))
        return min(1.0, max(0.0, area_m2(inside) / whole))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: the polygon as WKT."""
        return {"family": self.family, "wkt": _wkt(self.polygon)}


def area_from_dict(data: Mapping[str, Any]) -> Area:
    """The reverse of `Area.as_dict`."""
    return Area(shapely.from_wkt(data["wkt"]))


def area_m2(shape: BaseGeometry) -> float:
    """Square metres on the ellipsoid of polygons whose edges are straight in longitude and latitude.

    By Green's theorem the area is the integral of S(lat) d(lon) around each ring, S(lat) the area between the
    equator and lat per radian of longitude; along an edge by Gauss's rule of six points.

    >>> round(area_m2(shapely.box(-180, -90, 180, 90)) / 510_065_621.724e6, 9)
    1.0
    """
    total = 0.0
    for part in shapely.get_parts(shape):
        if not isinstance(part, Polygon):
            continue
        total += _ring_area(part.exterior.coords) - sum(_ring_area(hole.coords) for hole in part.interiors)
    return total


def strip_m2(lat: ArrayLike) -> NDArray[np.float64]:
    """The area between the equator and `lat` (degrees) per radian of longitude, square metres."""
    sine = np.sin(np.radians(np.asarray(lat, dtype=np.float64)))
    return np.asarray(_POLAR_M**2 / 2.0 * (sine / (1.0 - (_E * sine) ** 2) + np.arctanh(_E * sine) / _E))


def unrolled(polygon: BaseGeometry) -> BaseGeometry:
    """The polygon in one piece where the antimeridian cut it: western longitudes moved up by 360 degrees.

    >>> unrolled(shapely.MultiPolygon([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)])).bounds
    (179.0, 0.0, 181.0, 1.0)
    """
    west, _, east, _ = polygon.bounds
    if west > -180.0 + 1e-9 or east < 180.0 - 1e-9:
        return polygon
    spans = sorted((part.bounds[0], part.bounds[2]) for part in shapely.get_parts(polygon))
    cut, widest, reach = None, 0.0, spans[0][1]
    for low, high in spans[1:]:
        if low - reach > widest:
            cut, widest = (low + reach) / 2.0, low - reach
        reach = max(reach, high)
    if cut is None:
        return polygon
    moved = [
        shapely.transform(part, lambda xy: xy + np.array([360.0, 0.0])) if part.bounds[0] < cut else part
        for part in shapely.get_parts(polygon)
    ]
    return shapely.union_all(moved)


def _settled(polygon: BaseGeometry) -> BaseGeometry:
    if not isinstance(polygon, Polygon | MultiPolygon):
        raise InputError(f"an area needs a polygon, not a {polygon.geom_type}")
    if polygon.is_empty or not np.isfinite(polygon.bounds).all():
        raise InputError("an area needs a polygon that encloses something")
    if polygon.bounds[1] < -90.0 or polygon.bounds[3] > 90.0:
        raise InputError(f"an area's latitudes run from -90 to 90, not {polygon.bounds[1]:g} to {polygon.bounds[3]:g}")
    west, south, east, north = polygon.bounds
    decimals = 4 if max(east - west, north - south) >= _SMALL_DEG else 6
    folded = shapely.set_precision(fold(polygon), 10.0**-decimals).normalize()
    settled = shapely.from_wkt(_wkt(folded))
    if not isinstance(settled, Polygon | MultiPolygon) or settled.is_empty or not settled.area > 0.0:
        raise InputError("an area needs a polygon that encloses something")
    return settled


def _wkt(polygon: BaseGeometry) -> str:
    return str(shapely.to_wkt(polygon, rounding_precision=6, trim=True))


def _ring_area(coords: Any) -> float:
    xy = np.asarray(coords)[:, :2]
    lon, lat = np.radians(xy[:, 0]), xy[:, 1]
    middle, half = (lat[1:] + lat[:-1]) / 2.0, (lat[1:] - lat[:-1]) / 2.0
    mean = strip_m2(middle[:, None] + half[:, None] * _GAUSS_X) @ _GAUSS_W / 2.0
    return abs(float(np.sum(mean * np.diff(lon))))


@lru_cache(maxsize=256)
def _whole_area(polygon: BaseGeometry) -> float:
    return area_m2(polygon)


@lru_cache(maxsize=256)
def _middle(polygon: BaseGeometry) -> tuple[float, float]:
    flat = _flattened(unrolled(polygon))
    best = flat.centroid
    if not flat.contains(best):
        best = flat.representative_point()
    lon = float(np.mod(best.x + 180.0, 360.0) - 180.0)
    return lon, float(_latitude(np.array([best.y]))[0])


def _flattened(polygon: BaseGeometry) -> BaseGeometry:
    # equal-area cylinder: longitude stays, latitude becomes the strip's area over its value at the pole
    # straight edges bend there, so they go over in steps
    pole = float(strip_m2(90.0))
    return shapely.transform(
        shapely.segmentize(polygon, _STEP_DEG), lambda xy: np.column_stack([xy[:, 0], strip_m2(xy[:, 1]) / pole])
    )


def _latitude(height: NDArray[np.float64]) -> NDArray[np.float64]:
    # the reverse of strip_m2(lat) / strip_m2(90), by Newton's method from the sphere
    pole = float(strip_m2(90.0))
    lat = np.degrees(np.arcsin(np.clip(height, -1.0, 1.0)))
    for _ in range(4):
        sine = np.sin(np.radians(lat))
        slope = _POLAR_M**2 * np.cos(np.radians(lat)) / (1.0 - (_E * sine) ** 2) ** 2
        lat = lat - np.degrees((strip_m2(lat) - height * pole) / np.maximum(slope, 1.0))
        lat = np.clip(lat, -90.0, 90.0)
    return np.asarray(lat)


def _holds(polygon: BaseGeometry, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    return np.asarray(shapely.intersects_xy(polygon, np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)))


@lru_cache(maxsize=256)
def _distances(polygon: BaseGeometry) -> NDArray[np.float64]:
    points = _sample(polygon, _LEVEL_SAMPLE, 0)
    return np.sort(distance_m(*_middle(polygon), points[:, 0], points[:, 1]))


def _sample(polygon: BaseGeometry, n: int, seed: int) -> NDArray[np.float64]:
    # along strips of equal area from pole to pole: each point's first number picks the strip, its second the place
    # along the polygon's chords in it, so that no point is thrown away however thin or scattered the polygon is
    cuts, starts, ends = _strips(polygon)
    lengths = ends - starts
    reach = np.concatenate([[0.0], np.cumsum(lengths)])
    points = even_points(n, seed=seed)
    target = points[:, 0] * reach[-1]
    chord = np.clip(np.searchsorted(reach, target, side="right") - 1, 0, len(lengths) - 1)
    lon = starts[chord] + (target - reach[chord])
    height = cuts[chord, 0] + points[:, 1] * (cuts[chord, 1] - cuts[chord, 0])
    return np.column_stack([lon, _latitude(height)])


@lru_cache(maxsize=64)
def _strips(polygon: BaseGeometry, count: int = 1024) -> tuple[NDArray[np.float64], ...]:
    # the polygon's chords along the middle parallels of `count` strips of equal height on the equal-area cylinder:
    # every edge crosses the parallels between its ends, and inside lies between a parallel's odd and even crossings
    flat = _flattened(polygon)
    _, south, _, north = flat.bounds
    heights = np.linspace(south, north, count + 1)
    middles = (heights[1:] + heights[:-1]) / 2.0
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(flat)), return_index=True)
    edge = ring[1:] == ring[:-1]
    (x0, y0), (x1, y1) = xy[:-1][edge].T, xy[1:][edge].T
    first, last = np.searchsorted(middles, np.minimum(y0, y1)), np.searchsorted(middles, np.maximum(y0, y1))
    crossed = last - first
    nth = np.repeat(np.arange(len(crossed)), crossed)
    row = first[nth] + np.arange(len(nth)) - np.repeat(np.cumsum(crossed) - crossed, crossed)
    x = x0[nth] + (middles[row] - y0[nth]) / (y1[nth] - y0[nth]) * (x1[nth] - x0[nth])
    order = np.lexsort((x, row))
    row, x = row[order], x[order]
    cuts = np.column_stack([heights[:-1], heights[1:]])[row[::2]]
    return cuts, x[::2], x[1::2]
