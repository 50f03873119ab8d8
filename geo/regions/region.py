"""What every region of doubt can answer."""

from __future__ import annotations

import math
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.units import check_lonlat


@runtime_checkable
class Region(Protocol):
    """A probability distribution over the ellipsoid. Degrees lon, lat; metres; deterministic throughout."""

    @property
    def family(self) -> str:
        """Name of the family, as `as_dict` writes it: "polar", "area", "mixture"."""

    def estimate(self) -> tuple[float, float]:
        """The best single point, (lon, lat) in degrees: what a pin would show."""

    def radius_holding(self, level: float = 0.9) -> float:
        """Radius in metres of the circle around `estimate()` that holds `level` of the probability."""

    def sample(self, n: int, *, seed: int = 0) -> NDArray[np.float64]:
        """`n` equally likely points, shape (n, 2), lon, lat in degrees; the same for the same seed."""

    def density(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Probability per square metre at each point."""

    def level(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """For each point, the smallest `level` whose `footprint` holds it, 0 to 1."""

    def footprint(self, level: float = 0.9) -> BaseGeometry:
        """The smallest (Multi)Polygon, up to drawing accuracy, that holds `level` of the probability."""

    def p_in_disc(self, lon: float, lat: float, radius_m: float) -> float:
        """Probability of lying within `radius_m` (geodesic metres) of lon, lat."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: family and parameters; `region_from_dict` rebuilds an equal region."""


def check_level(level: float) -> None:
    """Raise InputError unless 0 < level < 1."""
    if not 0.0 < level < 1.0:
        raise InputError(f"a level is a probability between 0 and 1, not {level}; write 0.9 for 90%")


def check_disc(lon: float, lat: float, radius_m: float) -> None:
    """Raise unless there is a disc to ask about."""
    check_lonlat(lon, lat, what="disc's centre")
    if not (radius_m > 0.0 and math.isfinite(radius_m)):
        raise InputError(f"a disc needs a radius in metres, more than 0, not {radius_m}")
