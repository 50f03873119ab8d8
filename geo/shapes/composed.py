"""Shapes cut by shapes: only what lies within another, or what is left without it."""

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
from geo.shapes.outlined import boundary_course
from geo.shapes.polygons import oriented
from geo.shapes.shape import Shape

_Array = NDArray[np.float64]

_FINE_M: Final = 0.1
_CRUMB_DEG2: Final = 1e-10
"""Pieces of less than about a square metre are what two drawings of one edge leave between them."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What of a shape lies within all of some others.

    >>> from geo.shapes import Disc, Outlined
    >>> half = Clip(Disc(0.0, 0.0, 1_000.0), (Outlined(shapely.box(0, -1, 1, 1)),))
    >>> half.contains([0.001, -0.001], 0.0).tolist()
    [True, False]
    """

    kind: ClassVar[str] = "clip"
    shape: Shape
    within: tuple[Shape, ...]

    def __post_init__(self) -> None:
        """Refuse a shape of which nothing is left."""
        _check_left(self, "nothing of it lies within what it is clipped to")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return bool(self.outline().is_empty)

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie in all of them; arguments broadcast, NaN lies nowhere."""
        inside = self.shape.contains(lon, lat)
        for other in self.within:
            inside = inside & other.contains(lon, lat)
        return inside

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the boundary, drawn to within 0.1 m where it can be, metres; negative inside."""
        return _gap(self, lon, lat)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the boundary."""
        return _clipped(self.shape, self.within, tolerance_m)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"kind": self.kind, "shape": self.shape.as_dict(), "within": [one.as_dict() for one in self.within]}


@dataclass(frozen=True, slots=True)
class Minus:
    """What of a shape lies in none of some others.

    >>> from geo.shapes import Disc
    >>> rest = Minus(Disc(0.0, 0.0, 1_000.0), (Disc(0.0, 0.0, 500.0),))
    >>> rest.contains([0.0, 0.006], 0.0).tolist()
    [False, True]
    """

    kind: ClassVar[str] = "minus"
    shape: Shape
    without: tuple[Shape, ...]

    def __post_init__(self) -> None:
        """Refuse a shape of which nothing is left."""
        _check_left(self, "nothing is left of it")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return bool(self.outline().is_empty)

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie in the first and in no other; arguments broadcast, NaN lies nowhere."""
        inside = self.shape.contains(lon, lat)
        for other in self.without:
            inside = inside & ~other.contains(lon, lat)
        return inside

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the boundary, drawn to within 0.1 m where it can be, metres; negative inside."""
        return _gap(self, lon, lat)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the boundary."""
        return _left_over(self.shape, self.without, tolerance_m)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"kind": self.kind, "shape": self.shape.as_dict(), "without": [one.as_dict() for one in self.without]}


def _check_left(shape: Clip | Minus, reason: str) -> None:
    if shape.is_empty:
        raise ZoneError(f"{reason}; check the order of longitude and latitude, or leave the cut out")


def _gap(shape: Shape, lon: ArrayLike, lat: ArrayLike) -> _Array:
    apart = boundary_course(shape.outline(_FINE_M)).distance_m(lon, lat)
    return np.where(shape.contains(lon, lat), -apart, apart)


@lru_cache(maxsize=128)
def _clipped(shape: Shape, within: tuple[Shape, ...], tolerance_m: float) -> Polygon | MultiPolygon:
    drawn: BaseGeometry = shape.outline(tolerance_m)
    for other in within:
        drawn = shapely.intersection(drawn, other.outline(tolerance_m))
    return _without_crumbs(drawn)


@lru_cache(maxsize=128)
def _left_over(shape: Shape, without: tuple[Shape, ...], tolerance_m: float) -> Polygon | MultiPolygon:
    drawn: BaseGeometry = shape.outline(tolerance_m)
    for other in without:
        drawn = shapely.difference(drawn, other.outline(tolerance_m))
    return _without_crumbs(drawn)


def _without_crumbs(drawn: BaseGeometry) -> Polygon | MultiPolygon:
    return oriented(MultiPolygon([part for part in shapely.get_parts(oriented(drawn)) if part.area > _CRUMB_DEG2]))
