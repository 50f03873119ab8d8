"""Discs and rings: what lies within one distance of a centre, or between two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import ZoneError
from geo.geodesy import distance_m, outline, within
from geo.shapes.polygons import oriented
from geo.units import check_lonlat

_FARTHEST_M: Final = 20_003_931.0  # half a meridian of WGS 84
_FINEST_M: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Disc:
    """All points within `radius_m` geodesic metres of a centre.

    >>> disc = Disc(-59.5, -51.67, 200 * 1852.0)
    >>> bool(disc.contains(-61.53, -55.40)), round(float(disc.gap_m(-61.53, -55.40)) / 1852)
    (False, 36)
    """

    kind: ClassVar[str] = "disc"
    lon: float
    """Centre, degrees east."""
    lat: float
    """Centre, degrees north."""
    radius_m: float
    """Metres, > 0."""

    def __post_init__(self) -> None:
        """Refuse what is no disc."""
        check_lonlat(self.lon, self.lat, what="the centre of a disc")
        _check_radius(self.radius_m)

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie inside; arguments broadcast, NaN lies nowhere."""
        return _within(lon, lat, self.lon, self.lat, self.radius_m)

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Geodesic distance to the rim, metres; negative inside."""
        return np.asarray(distance_m(self.lon, self.lat, lon, lat) - self.radius_m)

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons within `tolerance_m` of the rim (`geo.geodesy.outline`)."""
        return outline(self.lon, self.lat, self.radius_m, tolerance_m)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"kind": self.kind, "lon": self.lon, "lat": self.lat, "radius_m": self.radius_m}


@dataclass(frozen=True, slots=True)
class Ring:
    """All points between `inner_m` and `outer_m` geodesic metres from a centre.

    >>> ring = Ring(38.6, 33.5, 10_000.0, 20_000.0)
    >>> ring.contains([38.6, 38.75], 33.5).tolist()
    [False, True]
    """

    kind: ClassVar[str] = "ring"
    lon: float
    """Centre, degrees east."""
    lat: float
    """Centre, degrees north."""
    inner_m: float
    """Metres, > 0."""
    outer_m: float
    """Metres, more than `inner_m`."""

    def __post_init__(self) -> None:
        """Refuse what is no ring."""
        check_lonlat(self.lon, self.lat, what="the centre of a ring")
        for radius in (self.inner_m, self.outer_m):
            _check_radius(radius)
        if not self.inner_m < self.outer_m:
            raise ZoneError(
                f"a ring from {self.inner_m:g} to {self.outer_m:g} m has no width; write the inner radius first"
            )

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie between the two rims; arguments broadcast, NaN lies nowhere."""
        nearer = np.nextafter(self.inner_m, 0.0)  # the inner rim belongs to the ring
        inner, outer = (_within(lon, lat, self.lon, self.lat, radius) for radius in (nearer, self.outer_m))
        return outer & ~inner

    def gap_m(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Geodesic distance to the nearer rim, metres; negative between the two."""
        apart = distance_m(self.lon, self.lat, lon, lat)
        return np.asarray(np.maximum(apart - self.outer_m, self.inner_m - apart))

    def outline(self, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
        """Polygons with a hole, within `tolerance_m` of both rims, and of a narrow ring an eighth of its width."""
        close = min(tolerance_m, max((self.outer_m - self.inner_m) / 8.0, _FINEST_M))
        outer, inner = (outline(self.lon, self.lat, radius, close) for radius in (self.outer_m, self.inner_m))
        return oriented(outer.difference(inner))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "kind": self.kind, "lon": self.lon, "lat": self.lat, "inner_m": self.inner_m, "outer_m": self.outer_m
        }  # fmt: skip


def _within(lon: ArrayLike, lat: ArrayLike, centre_lon: float, centre_lat: float, radius_m: float) -> NDArray[np.bool_]:
    x, y = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(lon, lat))
    inside = np.asarray(np.isfinite(x) & (np.abs(y) <= 90.0))
    inside[inside] = within(x[inside], y[inside], centre_lon, centre_lat, radius_m)
    return inside


def _check_radius(radius_m: float) -> None:
    if not 0.0 < radius_m <= _FARTHEST_M:
        raise ZoneError(f"radius {radius_m:g} m; a radius is more than 0 and at most 20,003,931 m")
