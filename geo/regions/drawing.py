"""Polygons in longitude and latitude from vertices given by azimuth and distance around an anchor.

The polygons go right over the antimeridian and the poles: a loop is unrolled in longitude, closed over the
pole that it goes around, and folded back into [-180, 180].
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.geodesy import destination
from geo.shapes.polygons import fold, polygonal

DECIMALS: Final = 5
"""Decimals of a drawn coordinate: about a metre."""

_STEP_DEG: Final = 6.0  # a longer straight edge in lon/lat strays visibly from its geodesic near a pole
_MOST_STEPS: Final = 12


def loop(lon: float, lat: float, azimuth: NDArray[np.float64], r: NDArray[np.float64]) -> BaseGeometry:
    """What is enclosed by vertices at `azimuth` degrees and `r` metres, listed clockwise as seen from above.

    >>> ring = loop(180.0, 0.0, np.arange(0.0, 360.0, 45.0), np.full(8, 111_000.0))
    >>> ring.geom_type, [round(v, 3) for v in ring.bounds]
    ('MultiPolygon', [-180.0, -1.004, 180.0, 1.004])
    """
    azimuth, r = _densified(lon, lat, azimuth, r)
    at_lon, at_lat = destination(lon, lat, azimuth, r)
    step = np.mod(np.diff(at_lon, append=at_lon[:1]) + 180.0, 360.0) - 180.0
    east = at_lon[0] + np.concatenate([[0.0], np.cumsum(step)])
    north = np.append(at_lat, at_lat[0])
    turned = east[-1] - east[0]
    if abs(turned) > 180.0:
        # clockwise means the inside is on the right: going east that is the south
        pole = -90.0 if turned > 0 else 90.0
        east = np.concatenate([east, [east[-1], east[0]]])
        north = np.concatenate([north, [pole, pole]])
    else:
        east[-1] = east[0]  # the sum of the steps is off by a rounding, and a ring that does not close is none
    return fold(Polygon(np.column_stack([east, north])))


def tidied(shape: BaseGeometry, detail_deg: float = 0.0) -> BaseGeometry:
    """`shape` with vertices that matter less than `detail_deg` dropped, coordinates rounded, still valid."""
    if detail_deg > 0.0:
        shape = shape.simplify(detail_deg)
    shape = polygonal(shapely.set_precision(shape, 10.0**-DECIMALS))
    shape = shapely.transform(shape, lambda xy: np.round(xy, DECIMALS))
    return polygonal(shape if shape.is_valid else shapely.make_valid(shape))


def thinned(shape: BaseGeometry, most: int = 250) -> BaseGeometry:
    """`shape` with about `most` vertices at most: crumbs dropped, then as coarse as that number asks for."""
    whole = shape.area
    parts = [part for part in shapely.get_parts(shape) if part.area > 1e-4 * whole]
    shape = shapely.union_all(parts)
    detail = float(np.sqrt(whole)) * 5e-4
    thin = tidied(shape, detail)
    while shapely.get_num_coordinates(thin) > most and detail < float(np.sqrt(whole)) * 0.05:
        detail *= 1.5
        thin = tidied(shape, detail)
    return thin


def _densified(
    lon: float, lat: float, azimuth: NDArray[np.float64], r: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    at_lon, _ = destination(lon, lat, azimuth, r)
    step = np.abs(np.mod(np.diff(at_lon, append=at_lon[:1]) + 180.0, 360.0) - 180.0)
    counts = np.clip(np.ceil(step / _STEP_DEG), 1, _MOST_STEPS).astype(int)
    if counts.max() == 1:
        return azimuth, r
    start = np.repeat(np.arange(len(azimuth)), counts)
    along = np.concatenate([np.arange(count) / count for count in counts])
    turn = np.mod(np.diff(azimuth, append=azimuth[:1]) + 180.0, 360.0) - 180.0
    growth = np.diff(r, append=r[:1])
    return azimuth[start] + along * turn[start], r[start] + along * growth[start]
