"""What every shape of a zone can answer."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon


@runtime_checkable
class Shape(Protocol):
    """A part of the Earth with an exact boundary on the ellipsoid. Degrees lon, lat; metres."""

    @property
    def kind(self) -> str:
        """Its kind, as `as_dict` writes it: "disc", "ring", "polygon", "buffer", "side_of_line", "clip", "minus"."""

    def __hash__(self) -> int:
        """Shapes are frozen: equal ones have one hash, and stand for each other in caches."""

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie inside; the boundary belongs to the shape. NaN lies nowhere. Arguments broadcast."""

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Geodesic distance to the boundary, metres; negative inside, NaN for NaN."""

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """The shape as polygons whose straight lon/lat edges stay within `tolerance_m` of the true boundary.

        Coordinates in [-180, 180] x [-90, 90], exteriors counter-clockwise, cut at the antimeridian, valid.
        """

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: what `shape_from_dict` rebuilds an equal shape from."""
