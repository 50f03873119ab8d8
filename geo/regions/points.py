"""Very many points with a normal error, asked about one disc: no region is made for any of them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.geodesy.ellipsoid import inverse
from geo.regions.coverage import COLUMNS, Parts, Seen, covered, sphere_m
from geo.regions.polar import point
from geo.regions.radial import Rayleigh
from geo.regions.region import check_disc

_Array = NDArray[np.float64]


def points_in_disc(
    lon: ArrayLike, lat: ArrayLike, uncertainty_m: ArrayLike, centre_lon: float, centre_lat: float, radius_m: float
) -> _Array:
    """What `point(lon, lat, uncertainty_m).p_in_disc(...)` gives, within 1e-5, for arrays of points, shape (n,).

    Degrees and metres. Raises InputError or CoordinateError for what is no disc.

    >>> points_in_disc([38.6, 38.6], [33.5, 33.5], [100.0, 200.0], 38.6, 33.5, 100.0).round(3)
    array([0.9  , 0.438])
    """
    check_disc(centre_lon, centre_lat, radius_m)
    lons, lats, doubts = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (lon, lat, uncertainty_m)))
    n = lons.size
    rows = np.zeros((n, COLUMNS))
    rows[:, 0] = np.arange(n)
    rows[:, 2] = rows[:, 3] = doubts / math.sqrt(-2.0 * math.log(0.1))
    rows[:, 4] = 1.0
    centre = np.full(n, centre_lon), np.full(n, centre_lat)
    towards, apart = inverse(lons, lats, *centre)
    seen = Seen(towards, apart, np.full(n, radius_m), sphere_m(lats, centre[1]))
    p, unsure = covered(Parts.of(rows, Rayleigh), seen)
    for at in unsure.tolist():
        p[at] = point(float(lons[at]), float(lats[at]), float(doubts[at])).p_in_disc(centre_lon, centre_lat, radius_m)
    return np.clip(p, 0.0, 1.0)
