"""Regions of every family, all over the globe, and the slow, plain way to ask them: many points, one distance each."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.geodesy import destination, distance_m
from geo.regions import (
    Area,
    Bearing,
    LogNormal,
    Mixture,
    Polar,
    Rayleigh,
    Region,
    TruncatedNormal,
    UniformDisc,
    disc,
    point,
    ring,
    sector,
)

BASE = (38.61778, 33.50583)
"""lon, lat of the garrison at al-Tanf."""
CROSSING = (38.9374, 33.4332)
"""lon, lat of the border crossing east of it."""
ZONE_M = 34 * 1609.344


def around(lon: float, lat: float, distance: float) -> Mixture:
    """ "about so far from": a measured error of distance, plus gross ones, in any direction."""
    main = TruncatedNormal(distance, float(np.hypot(2700.0, 0.045 * distance)))
    laws = ((0.873, main), (0.127, TruncatedNormal(distance, 54_000.0)))
    return Mixture(tuple((w, Polar(lon, lat, law, Bearing.any())) for w, law in laws))


def towards(lon: float, lat: float, distance: float, azimuth: float) -> Mixture:
    """ "so far north-west of": the same times a blurred sector, plus any direction."""
    main = TruncatedNormal(distance, float(np.hypot(2700.0, 0.045 * distance)))
    laws = ((0.873, main), (0.127, TruncatedNormal(distance, 54_000.0)))
    bearings = ((0.88, Bearing(azimuth, 28.0, 5.0)), (0.12, Bearing.any()))
    return Mixture(tuple((w * v, Polar(lon, lat, law, turn)) for w, law in laws for v, turn in bearings))


POLAR: dict[str, Region] = {
    "disc": disc(*BASE, 5_000.0),
    "tiny disc": disc(*BASE, 30.0),
    "ring": ring(*BASE, 37_819.0, 39_429.0),
    "thin ring": ring(*BASE, 99_900.0, 100_100.0),
    "ring around the north pole": ring(10.0, 89.8, 60_000.0, 90_000.0),
    "ring across the north pole": ring(10.0, 89.8, 15_000.0, 30_000.0),
    "sector": sector(*BASE, 8_851.0, 10_461.0, 0.0, 22.5),
    "narrow sector": sector(*BASE, 38_000.0, 39_000.0, 300.0, 11.25),
    "sector on the antimeridian": sector(-179.99, -16.5, 30_000.0, 50_000.0, 290.0, 22.5),
    "point": point(*BASE, 100.0),
    "near": Polar(*BASE, LogNormal(25_000.0, 0.9), Bearing.any()),
    "heading only": Polar(*BASE, LogNormal(60_000.0, 0.8), Bearing(315.0, 28.0, 5.0)),
    "wedge": Polar(*BASE, UniformDisc(60_000.0), Bearing(315.0, 22.5)),
    "around": around(*BASE, 38_624.0),
    "towards": towards(35.78, 35.52, 9_656.0, 0.0),
    "towards over the antimeridian": towards(179.95, -17.0, 40_000.0, 100.0),
    "towards over the north pole": towards(20.0, 89.7, 60_000.0, 315.0),
    "towards over the south pole": towards(20.0, -89.0, 130_000.0, 170.0),
    "disc on the pole": disc(0.0, 90.0, 100_000.0),
    "continent": disc(30.0, 40.0, 4_000_000.0),
}

OTHER: dict[str, Region] = {
    "two anchors": Mixture(((0.6, towards(*BASE, 38_624.0, 315.0)), (0.4, towards(*CROSSING, 38_624.0, 315.0)))),
    "area": Area(shapely.box(36.0, 33.0, 42.0, 37.0)),
    "area over the antimeridian": Area(shapely.box(177.0, -19.0, 182.0, -16.0)),
    "area with a background": Mixture(
        ((0.9, Area(shapely.box(36.0, 33.0, 42.0, 35.0))), (0.1, Polar(39.0, 34.0, Rayleigh(150_000.0), Bearing.any())))
    ),
    "small in large": Mixture(((0.8, disc(*BASE, 2_000.0)), (0.2, Area(shapely.box(36.0, 33.0, 42.0, 35.0))))),
}

REGIONS = {**POLAR, **OTHER}


def share_in_disc(points: NDArray[np.float64], lon: float, lat: float, radius_m: float) -> float:
    """The oracle of every probability: how many of many points are within the geodesic distance."""
    return float(np.mean(distance_m(lon, lat, points[:, 0], points[:, 1]) <= radius_m))


def moved(lon: float, lat: float, azimuth: float, distance: float) -> tuple[float, float]:
    """A point so far away."""
    x, y = destination(lon, lat, azimuth, distance)
    return float(x), float(y)
