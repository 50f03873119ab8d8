"""A distance times a bearing around an anchor: discs, rings, sectors and their soft-edged relatives."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.geodesy import destination
from geo.regions import anchored
from geo.regions.bearing import Bearing, bearing_from_dict
from geo.regions.probability import Part, p_in_disc
from geo.regions.radial import Radial, Rayleigh, UniformDisc, UniformRing, radial_from_dict
from geo.regions.radius import radius_holding
from geo.regions.region import check_disc, check_level
from geo.units import check_lonlat


@dataclass(frozen=True, slots=True)
class Polar:
    """Where `radial` and `bearing`, independent of each other, lead from an anchor along geodesics.

    >>> from geo.regions.radial import LogNormal
    >>> near = Polar(38.61778, 33.50583, LogNormal(25_000.0, 0.9), Bearing.any())
    >>> round(near.p_in_disc(38.61778, 33.50583, 54_717.696), 3)
    0.808
    >>> [round(near.radius_holding(level)) for level in (0.5, 0.9)]
    [25000, 79223]
    """

    family: ClassVar[str] = "polar"
    lon: float
    """Anchor, degrees east."""
    lat: float
    """Anchor, degrees north."""
    radial: Radial
    """Law of the geodesic distance from the anchor."""
    bearing: Bearing
    """Law of the azimuth at the anchor."""

    def __post_init__(self) -> None:
        """Refuse an anchor that is no place."""
        check_lonlat(self.lon, self.lat, what="region's anchor")

    @property
    def parts(self) -> tuple[Part, ...]:
        """As the one part of what is known around the anchor."""
        return ((1.0, self.radial, self.bearing),)

    def estimate(self) -> tuple[float, float]:
        """The anchor where every direction is alike; else the median distance along the middle of the sector."""
        if self.bearing.is_any:
            return self.lon, self.lat
        median = float(self.radial.quantile(0.5))
        lon, lat = destination(self.lon, self.lat, self.bearing.azimuth_deg, median)
        return float(lon), float(lat)

    def radius_holding(self, level: float = 0.9) -> float:
        """Metres around `estimate()` that hold `level`."""
        check_level(level)
        if self.bearing.is_any:
            return float(self.radial.quantile(level))
        return radius_holding(self, level)

    def sample(self, n: int, *, seed: int = 0) -> NDArray[np.float64]:
        """`n` equally likely points, shape (n, 2), lon, lat in degrees."""
        return anchored.sample(self.lon, self.lat, self.parts, n, seed=seed)

    def density(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Probability per square metre at each point."""
        return anchored.density(self.lon, self.lat, self.parts, lon, lat)

    def level(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """For each point, the smallest level whose footprint holds it."""
        return anchored.level(self.lon, self.lat, self.parts, lon, lat)

    def footprint(self, level: float = 0.9) -> BaseGeometry:
        """The polygon that holds `level`."""
        check_level(level)
        return anchored.footprint(self.lon, self.lat, self.parts, level)

    def p_in_disc(self, lon: float, lat: float, radius_m: float) -> float:
        """Probability of lying within `radius_m` geodesic metres of lon, lat."""
        check_disc(lon, lat, radius_m)
        return p_in_disc(self.lon, self.lat, self.parts, lon, lat, radius_m)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `polar_from_dict` rebuilds an equal region."""
        return {
            "family": self.family,
            "lon": self.lon,
            "lat": self.lat,
            "radial": self.radial.as_dict(),
            "bearing": self.bearing.as_dict(),
        }


def polar_from_dict(data: Mapping[str, Any]) -> Polar:
    """The reverse of `Polar.as_dict`."""
    return Polar(data["lon"], data["lat"], radial_from_dict(data["radial"]), bearing_from_dict(data["bearing"]))


def disc(lon: float, lat: float, radius_m: float) -> Polar:
    """Anywhere within `radius_m` alike.

    >>> disc(38.6, 33.5, 9_000.0).p_in_disc(38.6, 33.5, 3_000.0) * 9
    1.0
    """
    return Polar(lon, lat, UniformDisc(radius_m), Bearing.any())


def ring(lon: float, lat: float, low_m: float, high_m: float) -> Polar:
    """At a distance between two, any direction.

    >>> ring(38.6, 33.5, 5_000.0, 15_000.0).p_in_disc(38.6, 33.5, 10_000.0)
    0.5
    """
    return Polar(lon, lat, UniformRing(low_m, high_m), Bearing.any())


def sector(lon: float, lat: float, low_m: float, high_m: float, azimuth_deg: float, half_width_deg: float) -> Polar:
    """At a distance between two, within `half_width_deg` of an azimuth.

    >>> north = sector(35.8, 35.5, 8_851.0, 10_461.0, 0.0, 22.5)
    >>> [round(v, 3) for v in north.estimate()]
    [35.8, 35.587]
    """
    return Polar(lon, lat, UniformRing(low_m, high_m), Bearing(azimuth_deg, half_width_deg))


def point(lon: float, lat: float, uncertainty_m: float) -> Polar:
    """Coordinates with a normal error, 90% of it within `uncertainty_m`.

    >>> round(point(38.6, 33.5, 100.0).p_in_disc(38.6, 33.5, 100.0), 6)
    0.9
    """
    if not uncertainty_m > 0.0:
        raise InputError(f"a point needs its uncertainty in metres, more than 0, not {uncertainty_m}")
    return Polar(lon, lat, Rayleigh(uncertainty_m / math.sqrt(-2.0 * math.log(0.1))), Bearing.any())
