"""Discs and points that are hard on purpose, and the definition to compare with."""

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import GEOD

Array = NDArray[np.float64]

FARTHEST_M = 20_003_931.4586
"""Pole to pole on WGS 84."""


def inverse_m(lon0: float, lat0: float, lon: Array, lat: Array) -> Array:
    n = np.size(lon)
    x, y = (np.array(np.broadcast_to(a, (n,)), dtype=float) for a in (lon, lat))
    return np.asarray(GEOD.inv(np.full(n, float(lon0)), np.full(n, float(lat0)), x, y)[2])


def ring_points(
    rng: np.random.Generator, lon0: float, lat0: float, radius_m: float, n: int, *, exponents: tuple[float, float]
) -> tuple[Array, Array]:
    """Points all round a circle, off it by a relative 10^-a to 10^-b, inwards and outwards."""
    off = rng.choice([-1.0, 1.0], n) * 10.0 ** -rng.uniform(*exponents, n)
    far = np.minimum(radius_m * (1.0 + off), FARTHEST_M)
    azimuth = rng.uniform(0.0, 360.0, n)
    azimuth[: n // 8] = rng.choice([0.0, 90.0, 180.0, 270.0], n // 8) + rng.normal(0.0, 1e-3, n // 8)
    lon, lat, _ = GEOD.fwd(np.full(n, lon0), np.full(n, lat0), azimuth, far)
    return np.asarray(lon), np.asarray(lat)


def disc_points(rng: np.random.Generator, lon0: float, lat0: float, radius_m: float, n: int) -> tuple[Array, Array]:
    """Points around a centre out to 1.4 radii, about half of them inside."""
    far = np.minimum(radius_m * np.sqrt(rng.uniform(0.0, 2.0, n)), FARTHEST_M)
    lon, lat, _ = GEOD.fwd(np.full(n, lon0), np.full(n, lat0), rng.uniform(0.0, 360.0, n), far)
    return np.asarray(lon), np.asarray(lat)


def discs(rng: np.random.Generator, n: int, *, smallest_m: float, largest_m: float) -> list[tuple[float, float, float]]:
    """Centres all over the globe, a third of them at or near a pole, the equator or the antimeridian."""
    lat = np.degrees(np.arcsin(rng.uniform(-1.0, 1.0, n)))
    lon = rng.uniform(-180.0, 180.0, n)
    lat[::9] = rng.choice([90.0, -90.0, 89.9999, -89.99, 89.5, 0.0, 1e-9], lat[::9].size)
    lon[::5] = rng.choice([180.0, -180.0, 179.9999, -179.99, 0.0], lon[::5].size)
    radius = 10.0 ** rng.uniform(np.log10(smallest_m), np.log10(largest_m), n)
    return [(float(x), float(y), float(r)) for x, y, r in zip(lon, lat, radius, strict=True)]
