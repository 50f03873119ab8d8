"""Geometries as RFC 7946 wants them: longitudes within 180, cut at the antimeridian, outer rings anticlockwise."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from geo.shapes.polygons import fold, whole_steps

_WORLD: Final = (-180.0, -90.0, 180.0, 90.0)


def as_geojson(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """A geometry (degrees, lon lat) as a GeoJSON object; None for one that is absent, empty or not finite.

    What reaches over the antimeridian is cut there into a Multi geometry (section 3.1.9), outer rings run
    anticlockwise and holes clockwise (3.1.6).

    >>> as_geojson(shapely.box(179, 0, 181, 1))["type"]
    'MultiPolygon'
    >>> as_geojson(shapely.Point(190, 5))["coordinates"]
    (-170.0, 5.0)
    """
    if shape is None or shape.is_empty or not all(map(math.isfinite, shape.bounds)):
        return None
    if shape.geom_type == "LinearRing":
        shape = shapely.LineString(shape.coords)
    return dict(shapely.geometry.mapping(_wound(_within(shape))))


def _within(shape: BaseGeometry) -> BaseGeometry:
    west, _, east, _ = shape.bounds
    if west >= -180.0 and east <= 180.0:
        return shape
    if shape.geom_type.endswith("Polygon"):
        return fold(shape)
    if shape.geom_type == "GeometryCollection":
        return shapely.GeometryCollection([_within(part) for part in shapely.get_parts(shape)])
    if shape.geom_type.endswith("Point"):
        return shapely.transform(shape, _turned)
    return _cut(shape, west, east)


def _turned(lonlat: Any) -> Any:
    lon = lonlat[:, 0]
    outside = np.abs(lon) > 180.0
    return np.column_stack([np.where(outside, np.mod(lon + 180.0, 360.0) - 180.0, lon), lonlat[:, 1:]])


def _cut(line: BaseGeometry, west: float, east: float) -> BaseGeometry:
    """A line, cut at every antimeridian that it crosses."""
    line = shapely.transform(line, whole_steps)
    turns = range(math.floor((west + 180.0) / 360.0), math.ceil((east - 180.0) / 360.0) + 1)
    pieces = [
        part
        for turn in turns
        for part in shapely.get_parts(
            shapely.clip_by_rect(shapely.transform(line, partial(np.add, (-360.0 * turn, 0.0))), *_WORLD)
        )
        if part.length > 0
    ]
    return pieces[0] if len(pieces) == 1 else shapely.MultiLineString(pieces)


def _wound(shape: BaseGeometry) -> BaseGeometry:
    if isinstance(shape, Polygon):
        return orient(shape)
    if isinstance(shape, MultiPolygon):
        return MultiPolygon([orient(part) for part in shape.geoms])
    if shape.geom_type == "GeometryCollection":
        return shapely.GeometryCollection([_wound(part) for part in shapely.get_parts(shape)])
    return shape
