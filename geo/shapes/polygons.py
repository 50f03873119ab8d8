"""Polygons in longitude and latitude, kept polygons and kept on the map."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

_STEPS: Final = 2.0**40


def fold(shape: BaseGeometry) -> BaseGeometry:
    """`shape`, whose longitudes may run past 180 degrees either way, within [-180, 180], valid, polygons only.

    >>> fold(shapely.box(170, 0, 190, 5)).bounds
    (-180.0, 0.0, 180.0, 5.0)
    """
    shape = polygonal(shape if shape.is_valid else shapely.make_valid(shape))
    if shape.is_empty or (shape.bounds[0] >= -180.0 and shape.bounds[2] <= 180.0):
        return shape
    shape = shapely.transform(shape, whole_steps)
    first = int(np.floor((shape.bounds[0] + 180.0) / 360.0))
    last = int(np.ceil((shape.bounds[2] - 180.0) / 360.0))
    pieces = [
        shapely.clip_by_rect(
            shapely.transform(shape, partial(np.add, (-360.0 * turn, 0.0))), -180.0, -90.0, 180.0, 90.0
        )
        for turn in range(first, last + 1)
    ]
    return polygonal(shapely.union_all(pieces))


def whole_steps(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees as whole multiples of 2**-40 (0.1 micrometres), to which 360 is added and taken away without a rest."""
    return np.asarray(np.round(degrees * _STEPS) / _STEPS)


def leaves(shape: BaseGeometry) -> list[Any]:
    """The points, lines and polygons of a shape that may hold others, however deep.

    >>> [one.geom_type for one in leaves(shapely.from_wkt("GEOMETRYCOLLECTION (MULTIPOINT (0 0, 1 1), POINT (2 2))"))]
    ['Point', 'Point', 'Point']
    """
    if not hasattr(shape, "geoms"):
        return [shape]
    return [leaf for part in shape.geoms for leaf in leaves(part)]


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """Only the polygons of `shape`: cutting also leaves lines and points where edges touch."""
    if isinstance(shape, MultiPolygon) and len(shape.geoms) == 1:
        return shape.geoms[0]
    if isinstance(shape, Polygon | MultiPolygon):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else Polygon()


def oriented(shape: BaseGeometry) -> Polygon | MultiPolygon:
    """Only the polygons of `shape`, exteriors counter-clockwise, holes clockwise."""
    parts = [orient(part) for part in shapely.get_parts(polygonal(shape)) if not part.is_empty]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
