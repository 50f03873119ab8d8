"""What a geodesic disc is: its checks, and its half width in longitude at a latitude.

On an ellipsoid of revolution, at two fixed latitudes the geodesic distance never decreases while |dlon| goes from 0
to 180: its derivative is N cos(lat) sin(azimuth of arrival), Clairaut's constant of the shortest geodesic, which for
a point to the east is never negative. Hence a disc is { |dlon| <= h(lat) }: one function of one variable.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import InputError
from geo.geodesy.ellipsoid import GEOD, normalise_lon, radii_of_curvature_m
from geo.units import check_lonlat

NOISE_M: Final = 1e-6
"""How far a computed distance may be from the true one, metres: Karney (2013) gives about 15 nanometres."""
NOWHERE: Final = -1.0
"""The half width where even the centre's own meridian is too far."""
EVERYWHERE: Final = 360.0
"""The half width, seen from outside, where even the opposite meridian is near enough."""
_ROUNDS: Final = 64


def check_centre(lon: float, lat: float) -> tuple[float, float]:
    """The centre as floats, longitude in [-180, 180); raises CoordinateError when it is no place on Earth."""
    lon, lat = float(lon), float(lat)
    check_lonlat(normalise_lon(lon) if math.isfinite(lon) else lon, lat, what="centre of the disc")
    return normalise_lon(lon), lat


def check_radius(radius_m: float) -> float:
    """The radius as a float; raises InputError unless it is finite and more than zero."""
    radius_m = float(radius_m)
    if not 0.0 < radius_m < math.inf:
        raise InputError(f"a radius of {radius_m:g} m makes no disc; give metres, finite and more than zero")
    return radius_m


def half_width_deg(
    centre_lat: float, lat: ArrayLike, distance: ArrayLike, *, side: int, slack_m: float = NOISE_M
) -> NDArray[np.float64]:
    """The |dlon| in degrees at which the parallel `lat` is `distance` metres from the centre, from one known side.

    `side` -1: the largest |dlon| found whose distance is <= `distance`, and no more than `slack_m` less; NOWHERE when
    there is none, 180 when the whole parallel is. `side` +1: the smallest found whose distance is >= `distance`, and
    no more than `slack_m` more; NOWHERE when that is the whole parallel, EVERYWHERE when there is none. Each is a
    distance that `GEOD.inv` gave, so the inequality holds whether or not the search converged.

    >>> h = half_width_deg(33.5, [33.5, 34.5], 50_000.0, side=-1)
    >>> [round(float(v), 4) for v in h]
    [0.5381, -1.0]
    """
    lats, far = (np.array(a, dtype=np.float64) for a in np.broadcast_arrays(lat, distance))
    reached = _distance(centre_lat, lats, np.zeros_like(lats))[0] - far
    passed = far - _distance(centre_lat, lats, np.full_like(lats, 180.0))[0]
    none, whole = (reached > 0, passed >= 0) if side < 0 else (reached >= 0, passed > 0)
    out = np.where(whole, 180.0 if side < 0 else EVERYWHERE, NOWHERE)
    open_ = ~none & ~whole
    out[open_] = _search(centre_lat, lats[open_], far[open_], side=side, slack_m=slack_m)
    return out


def _search(
    centre_lat: float, lat: NDArray[np.float64], far: NDArray[np.float64], *, side: int, slack_m: float
) -> NDArray[np.float64]:
    """Newton's steps on the distance, held inside a bracket that bisection shrinks."""
    low, high = np.zeros_like(lat), np.full_like(lat, 180.0)
    aim = far + side * slack_m / 2
    across = radii_of_curvature_m(lat)[1] * np.cos(np.radians(lat)) * math.pi / 180.0
    x = spherical_half_width_deg(centre_lat, lat, aim)
    todo = np.arange(lat.size)
    for _ in range(_ROUNDS):
        metres, slope = _distance(centre_lat, lat[todo], x[todo])
        miss = metres - aim[todo]
        below = miss <= 0
        low[todo] = np.where(below, x[todo], low[todo])
        high[todo] = np.where(below, high[todo], x[todo])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = x[todo] - miss / (across[todo] * slope)
        sane = (step > low[todo]) & (step < high[todo])
        x_next = np.where(sane, step, (low[todo] + high[todo]) / 2)
        near = np.abs(miss) <= 0.49 * slack_m
        left = ~near & (x_next != x[todo])
        hit = todo[near]
        low[hit] = high[hit] = x[hit]
        x[todo] = x_next
        todo = todo[left]
        if not todo.size:
            break
    return low if side < 0 else high


def spherical_half_width_deg(
    centre_lat: ArrayLike, lat: NDArray[np.float64], distance: ArrayLike
) -> NDArray[np.float64]:
    """The half width in degrees on a sphere of the mean radius: a first guess, strictly between 0 and 180."""
    rho = np.asarray(distance, dtype=np.float64) / 6_371_008.8
    phi0, phi = np.radians(np.asarray(centre_lat, dtype=np.float64)), np.radians(lat)
    floor = np.maximum(np.cos(phi0) * np.cos(phi), 1e-300)
    # 1 - cos(h), from differences so that small discs keep their digits
    versine = 2.0 * np.sin((rho + phi - phi0) / 2) * np.sin((rho - phi + phi0) / 2) / floor
    half = 2.0 * np.arcsin(np.sqrt(np.clip(versine / 2, 1e-30, 1.0)))
    return np.asarray(np.clip(np.degrees(half), 1e-13, 179.999))


def _distance(
    centre_lat: float, lat: NDArray[np.float64], dlon: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres to the points, and the sine of the azimuth at which the geodesic arrives."""
    zeros = np.zeros_like(lat)
    _, back, metres = GEOD.inv(zeros, np.full_like(lat, centre_lat), dlon.copy(), lat.copy())
    return np.asarray(metres), np.abs(np.sin(np.radians(np.asarray(back))))
