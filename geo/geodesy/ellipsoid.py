"""Geodesic distance, azimuth and destination: Karney's algorithms, as pyproj.Geod has them.

C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013), 43-55.
"""

from __future__ import annotations

import math
from typing import Final, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from geo.errors import CoordinateError, InputError

GEOD: Final = Geod(ellps="WGS84")
"""The definition that every fast path in geo is tested against."""

HALF_MERIDIAN_M: Final[float] = GEOD.inv(0.0, 90.0, 0.0, -90.0)[2]
"""Metres from pole to pole, 20,003,931.46: no two points are farther apart, because a point and its antipode share
a meridian ellipse and both ways round it are this long."""


def distance_m(lon: ArrayLike, lat: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> NDArray[np.float64]:
    """Geodesic distance in metres between points in degrees; arguments broadcast.

    >>> round(float(distance_m(38.61778, 33.50583, 38.9374, 33.4332)) / 1000, 1)
    30.8
    """
    return inverse(lon, lat, lon2, lat2)[1]


def azimuth_deg(lon: ArrayLike, lat: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> NDArray[np.float64]:
    """Azimuth at the first point towards the second, degrees clockwise from north, 0 <= azimuth < 360.

    lon, lat, lon2, lat2: degrees, they broadcast.

    >>> round(float(azimuth_deg(38.61778, 33.50583, 38.9374, 33.4332)), 1)
    105.1
    """
    return np.mod(inverse(lon, lat, lon2, lat2)[0], 360.0)


def destination(
    lon: ArrayLike, lat: ArrayLike, azimuth: ArrayLike, distance: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where one arrives: lon, lat in degrees after `distance` metres along `azimuth` degrees; arguments broadcast.

    >>> lon, lat = destination(38.61778, 33.50583, 0, 34 * 1609.344)
    >>> round(float(lat), 4)
    33.9991
    """
    x, y, az, metres = _writable(lon, lat, azimuth, distance)
    out_lon, out_lat, _ = GEOD.fwd(x, y, az, metres)
    return np.asarray(out_lon), np.asarray(out_lat)


def inverse(
    lon: ArrayLike, lat: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Azimuth at the first point (degrees, -180..180) and distance (metres) to the second; arguments broadcast."""
    x, y, x2, y2 = _writable(lon, lat, lon2, lat2)
    azimuth, _, distance = GEOD.inv(x, y, x2, y2)
    return np.asarray(azimuth), np.asarray(distance)


@overload
def normalise_lon(lon: float) -> float: ...
@overload
def normalise_lon(lon: NDArray[np.float64]) -> NDArray[np.float64]: ...
def normalise_lon(lon: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """The same meridian in [-180, 180): degrees in, degrees out, exact for any finite longitude.

    A number gives a number, an array one of its shape.

    >>> normalise_lon(398.0), normalise_lon(180.0), normalise_lon(-180.0)
    (38.0, -180.0, -180.0)
    """
    # fmod is exact and so are both corrections; mod(lon + 180, 360) - 180 would round small longitudes
    rest = np.fmod(lon, 360.0)
    out = np.where(rest >= 180.0, rest - 360.0, np.where(rest < -180.0, rest + 360.0, rest))
    return float(out) if np.ndim(lon) == 0 else out


def radii_of_curvature_m(lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """M (along the meridian) and N (across it) of WGS 84, metres, at geodetic latitudes in degrees.

    M = a(1 - e2) / (1 - e2 sin2)^1.5 and N = a / (1 - e2 sin2)^0.5 (Snyder, Map Projections: A Working Manual,
    USGS Professional Paper 1395, 1987, equations 4-18 and 4-20).
    """
    w = 1.0 - GEOD.es * np.sin(np.radians(np.asarray(lat, dtype=np.float64))) ** 2
    return GEOD.a * (1.0 - GEOD.es) / (w * np.sqrt(w)), GEOD.a / np.sqrt(w)


def coordinate_precision_m(lat: float, precision_deg: float) -> float:
    """Metres of doubt from coordinates written to the nearest `precision_deg` degrees, at a latitude in degrees.

    u_c = p * sqrt((pi M / 180)^2 + (pi N cos(lat) / 180)^2), the diagonal of one step in latitude and longitude
    (Chapman & Wieczorek, Georeferencing Best Practices, GBIF 2020). Raises CoordinateError for a latitude outside
    -90..90 and InputError for a precision that is not a number >= 0.

    >>> round(coordinate_precision_m(33.5, 0.01))
    1447
    """
    if not abs(lat) <= 90.0:
        raise CoordinateError(f"latitude {lat:g} is outside -90..90; give degrees north")
    if not 0.0 <= precision_deg < math.inf:
        raise InputError(f"a precision of {precision_deg} degrees makes no sense; give degrees >= 0, as 0.01")
    m, n = radii_of_curvature_m(lat)
    return float(precision_deg * math.pi / 180.0 * np.hypot(m, n * math.cos(math.radians(lat))))


def _writable(*values: ArrayLike) -> list[NDArray[np.float64]]:
    # pyproj writes its answer into the arrays that it is given
    return [np.array(a, dtype=np.float64) for a in np.broadcast_arrays(*values)]
