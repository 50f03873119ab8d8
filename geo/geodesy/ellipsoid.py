"""Geodesic distance, azimuth and destination: Karney's algorithms, as pyproj.Geod has them.

C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013), 43-55.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

GEOD: Final = Geod(ellps="WGS84")
"""The definition that every fast path in geo is tested against."""


def distance_m(lon: ArrayLike, lat: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> NDArray[np.float64]:
    """Geodesic distance in metres between points in degrees; arguments broadcast.

    >>> round(float(distance_m(38.61778, 33.50583, 38.9374, 33.4332)) / 1000, 1)
    30.8
    """
    return _inverse(lon, lat, lon2, lat2)[1]


def azimuth_deg(lon: ArrayLike, lat: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> NDArray[np.float64]:
    """Azimuth at the first point towards the second, degrees clockwise from north, 0 <= azimuth < 360."""
    return np.mod(_inverse(lon, lat, lon2, lat2)[0], 360.0)


def destination(
    lon: ArrayLike, lat: ArrayLike, azimuth: ArrayLike, distance: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where one arrives: lon, lat in degrees after `distance` metres along `azimuth` degrees; arguments broadcast.

    >>> lon, lat = destination(38.61778, 33.50583, 0, 34 * 1609.344)
    >>> round(float(lat), 4)
    33.9991
    """
    arrays = np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in (lon, lat, azimuth, distance)))
    out_lon, out_lat, _ = GEOD.fwd(*(np.array(a, dtype=np.float64) for a in arrays))
    return np.asarray(out_lon), np.asarray(out_lat)


def _inverse(
    lon: ArrayLike, lat: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    arrays = np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in (lon, lat, lon2, lat2)))
    azimuth, _, distance = GEOD.inv(*(np.array(a, dtype=np.float64) for a in arrays))
    return np.asarray(azimuth), np.asarray(distance)
