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
from geo.shapes.faces import swept
from geo.shapes.outlined import boundary_course
from geo.shapes.shape import Shape

_Array = NDArray[np.float64]

_FINE_M: Final = 0.25
_FINEST_M: Final = 1e-2


@dataclass(frozen=True, slots=True)
class Clip:
    """What of a shape lies within any of some others; clip it again for what lies within all.

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
        """Which points lie in the shape and in one of the others; arguments broadcast, NaN lies nowhere."""
        inside = self.shape.contains(lon, lat)
        within = np.zeros_like(inside)
        for other in self.within:
            within = within | other.contains(lon, lat)
        return inside & within

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the boundary, drawn to within 0.25 m where it can be, metres; negative inside."""
        return _gap(self, lon, lat)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the boundary."""
        return _overlaid(self, tolerance_m)

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
        """Which points lie in the first and in no other: what is taken out takes its edge with it. NaN lies nowhere."""
        inside = self.shape.contains(lon, lat)
        for other in self.without:
            inside = inside & ~other.contains(lon, lat)
        return inside

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the boundary, drawn to within 0.25 m where it can be, metres; negative inside."""
        return _gap(self, lon, lat)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with straight lon/lat edges within `tolerance_m` of the boundary."""
        return _overlaid(self, tolerance_m)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"kind": self.kind, "shape": self.shape.as_dict(), "without": [one.as_dict() for one in self.without]}


def _check_left(shape: Clip | Minus, reason: str) -> None:
    if shape.is_empty:
        raise ZoneError(f"{reason}; check the order of longitude and latitude, or leave the cut out")


def _gap(shape: Clip | Minus, lon: ArrayLike, lat: ArrayLike) -> _Array:
    apart = boundary_course(shape.outline(_FINE_M)).distance_m(lon, lat)
    return np.where(shape.contains(lon, lat), -apart, apart)


@lru_cache(maxsize=128)
def _overlaid(shape: Clip | Minus, tolerance_m: float) -> Polygon | MultiPolygon:
    """What is left, drawn more closely where that is no wider than what two drawings of one edge leave between them."""
    others = shape.within if isinstance(shape, Clip) else shape.without
    cut = shapely.intersection if isinstance(shape, Clip) else shapely.difference
    while True:
        cutter = shapely.union_all([other.outline(tolerance_m) for other in others])
        drawn: BaseGeometry = cut(shape.shape.outline(tolerance_m), cutter)
        left = swept(drawn, 2.0 * tolerance_m)
        if not left.is_empty or drawn.is_empty or tolerance_m <= _FINEST_M:
            return left
        tolerance_m /= 10.0
