"""Polygons kept polygons: what overlays of shapely leave besides is dropped, and rings run one way."""

from __future__ import annotations

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient


def polygons_only(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """The polygons of `geometry`, exteriors counter-clockwise; lines and points, left where edges touch, are dropped.

    >>> both = shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.Point(3, 3)])
    >>> polygons_only(both).geom_type
    'Polygon'
    """
    parts = [orient(part) for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    if geometry.geom_type == "GeometryCollection":
        nested = [shapely.get_parts(part) for part in shapely.get_parts(geometry) if part.geom_type == "MultiPolygon"]
        parts += [orient(part) for some in nested for part in some]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
