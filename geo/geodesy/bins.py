"""Any disc as a table of half widths, one pair per bin of latitude: over poles, over hemispheres, of any size.

Let a bin reach w metres north and south of its middle latitude. For any longitude, a point in the bin and the point
of the same longitude on the middle latitude are at most w metres apart, so their distances from the centre differ by
no more than w (triangle inequality). With h(r) the half width of the disc of radius r at the middle latitude:

    |dlon| <= low  = h(radius - w - noise)   is inside,
    |dlon| >= high = h(radius + w + noise)   is outside,

and what lies between goes to `GEOD.inv`. Nothing is assumed about the shape, and since `low` and `high` come with
the distances that `GEOD.inv` gave for them, nothing about the search that found them either.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy.disc import NOISE_M, half_width_deg
from geo.geodesy.ellipsoid import HALF_MERIDIAN_M, destination, distance_m

_LARGEST_RADIUS_M: Final = 6_399_600.0
"""A little more than the largest radius of curvature of a meridian, at the poles (6,399,593.6 m)."""
_LON_DEG: Final = 1e-12
"""Ample for the rounding of stored longitudes (2.8e-14 degrees near 180) and of their difference."""


@dataclass(frozen=True, slots=True)
class Bins:
    """One disc: what is certainly inside and certainly outside in each bin of latitude."""

    centre_lon: float
    """Degrees, -180 <= lon < 180."""
    south: float
    """No point south of this latitude (degrees) is inside."""
    north: float
    """No point north of this latitude (degrees) is inside."""
    per_degree: float
    """Bins in a degree of latitude."""
    low: NDArray[np.float64]
    """Half width in degrees up to which a point is inside; negative when none is."""
    high: NDArray[np.float64]
    """Half width in degrees from which a point is outside; more than 180 when none is."""

    def decide(self, dlon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """What is surely inside, and the indices of what is undecided; |dlon| in 0..180, lat in south..north."""
        bin_ = np.minimum(((lat - self.south) * self.per_degree).astype(np.intp), self.low.size - 1)
        inside = dlon <= self.low[bin_]
        return inside, np.flatnonzero(~inside & (dlon < self.high[bin_]))


def bins(centre_lon: float, centre_lat: float, radius_m: float, count: int) -> Bins:
    """Describe a disc in `count` bins of latitude: centre in degrees (longitude -180 to 180), radius in metres.

    >>> table = bins(0.0, 80.0, 2_000_000.0, 256)
    >>> inside, undecided = table.decide(np.array([10.0, 170.0, 90.0]), np.array([75.0, 85.0, 70.0]))
    >>> inside.tolist(), undecided.tolist(), round(table.south, 2)
    ([True, True, False], [], 62.07)
    """
    south, north = disc_latitudes(centre_lat, radius_m)
    height = (north - south) / count
    middle = south + height * (np.arange(count) + 0.5)
    # a millionth more, because the bin of a point is found in floating point
    reach = math.radians(height / 2) * _LARGEST_RADIUS_M * (1 + 1e-6) + NOISE_M
    slack = reach / 10
    low = half_width_deg(centre_lat, middle, radius_m - reach - NOISE_M, side=-1, slack_m=slack)
    high = half_width_deg(centre_lat, middle, radius_m + reach + NOISE_M, side=1, slack_m=slack)
    low[low < 180.0] -= _LON_DEG
    return Bins(centre_lon, south, north, 1.0 / height, low, high + _LON_DEG)


def disc_latitudes(centre_lat: float, radius_m: float) -> tuple[float, float]:
    """The latitudes that a disc reaches, padded by a little more than the noise (1e-10 degrees, 10 micrometres)."""
    to_south, to_north = distance_m(0.0, centre_lat, 0.0, np.array([-90.0, 90.0]))
    length = min(radius_m, HALF_MERIDIAN_M)
    _, (south, north) = destination(0.0, centre_lat, np.array([180.0, 0.0]), length)
    pad = 1e-10
    south = -90.0 if to_south <= radius_m + 1.0 else float(south) - pad
    north = 90.0 if to_north <= radius_m + 1.0 else float(north) + pad
    return max(south, -90.0), min(north, 90.0)
