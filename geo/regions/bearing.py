"""In which direction from its anchor an event may lie: a sector whose edges may be blurred."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import InputError
from geo.regions.normal import normal_cdf, normal_pdf
from geo.regions.radial import lean

_TURNS = (-720.0, -360.0, 0.0, 360.0, 720.0)
_SHARP_DEG = 1e-9


@dataclass(frozen=True, slots=True)
class Bearing:
    """Uniform within `half_width_deg` of an azimuth, plus a normal error of `blur_deg`, wrapped round the circle.

    >>> Bearing(315.0, 22.5).p_between(300.0, 315.0).round(4)
    np.float64(0.3333)
    >>> Bearing.any().p_between(-10.0, 26.0).round(4)
    np.float64(0.1)
    """

    azimuth_deg: float
    """Middle of the sector, degrees clockwise from north."""
    half_width_deg: float
    """Half the sector, degrees, 0 to 180; 180 is every direction."""
    blur_deg: float = 0.0
    """Standard deviation of the normal error, degrees, 0 to 90."""

    def __post_init__(self) -> None:
        """Refuse a sector that is none."""
        if not math.isfinite(self.azimuth_deg):
            raise InputError(f"bearing: azimuth {self.azimuth_deg} is not a number of degrees")
        if not (0.0 <= self.half_width_deg <= 180.0 and 0.0 <= self.blur_deg <= 90.0):
            raise InputError(
                f"bearing: half width {self.half_width_deg} must be 0 to 180 degrees, blur {self.blur_deg} 0 to 90"
            )
        if self.half_width_deg + self.blur_deg < 1e-6:
            raise InputError("bearing: a direction needs a half width or a blur of more than 0 degrees")

    @classmethod
    def any(cls) -> Bearing:
        """Every direction alike."""
        return cls(0.0, 180.0)

    @property
    def is_any(self) -> bool:
        """True where every direction is alike."""
        return self.half_width_deg >= 180.0

    def p_between(self, low_deg: ArrayLike, high_deg: ArrayLike) -> NDArray[np.float64]:
        """Probability of an azimuth clockwise from `low_deg` to `high_deg`, at most one turn; arguments broadcast."""
        low, high = np.asarray(low_deg, dtype=np.float64), np.asarray(high_deg, dtype=np.float64)
        if self.is_any:
            return np.asarray(np.clip((high - low) / 360.0, 0.0, 1.0))
        start = self._off(low)
        end = start + (high - low)
        total = np.zeros(np.broadcast(start, end).shape)
        for turn in self._turns(reach=540.0):
            total += self._line_cdf(end + turn) - self._line_cdf(start + turn)
        return np.asarray(np.clip(total, 0.0, 1.0))

    def pdf(self, azimuth_deg: ArrayLike) -> NDArray[np.float64]:
        """Probability per degree at each azimuth."""
        x = self._off(np.asarray(azimuth_deg, dtype=np.float64))
        if self.is_any:
            return np.full(x.shape, 1.0 / 360.0)
        return np.asarray(sum(self._line_pdf(x + turn) for turn in self._turns(reach=180.0)))

    def cdf(self, azimuth_deg: ArrayLike) -> NDArray[np.float64]:
        """Probability of an azimuth clockwise from the sector's opposite up to `azimuth_deg`."""
        x = self._off(np.asarray(azimuth_deg, dtype=np.float64))
        return self.p_between(self.azimuth_deg - 180.0, self.azimuth_deg + x)

    def quantile(self, p: ArrayLike) -> NDArray[np.float64]:
        """The azimuth in degrees, 0 to 360, up to which `cdf` holds p."""
        p = np.clip(np.asarray(p, dtype=np.float64), 0.0, 1.0)
        if self.blur_deg == 0.0 or self.is_any:
            return np.mod(self.azimuth_deg + self.half_width_deg * (2.0 * p - 1.0), 360.0)
        reach = self.half_width_deg + 7.0 * self.blur_deg
        x = np.linspace(-reach, reach, 4097)
        return np.asarray(np.mod(self.azimuth_deg + np.interp(p, self._line_cdf(x), x), 360.0))

    def edges(self) -> tuple[float, ...]:
        """Azimuths where the density bends: the sector's sides."""
        if self.is_any:
            return ()
        return (self.azimuth_deg - self.half_width_deg, self.azimuth_deg + self.half_width_deg)

    def order(self, azimuth_deg: ArrayLike) -> NDArray[np.float64]:
        """What ranks azimuths into footprints, per degree: the density, leaning on the middle of the sector."""
        density = self.pdf(azimuth_deg)
        if self.is_any:
            return density
        off = np.abs(self._off(np.asarray(azimuth_deg, dtype=np.float64)))
        return np.asarray(density * lean(off / (self.half_width_deg + 3.0 * self.blur_deg)))

    def as_dict(self) -> dict[str, float]:
        """JSON-ready; `bearing_from_dict` rebuilds an equal bearing."""
        return asdict(self)

    def _off(self, azimuth: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.mod(azimuth - self.azimuth_deg + 180.0, 360.0) - 180.0

    def _turns(self, reach: float) -> tuple[float, ...]:
        # only those turns that can bring a point within reach of the blurred sector
        span = self.half_width_deg + 8.0 * self.blur_deg + reach
        return tuple(turn for turn in _TURNS if abs(turn) <= span)

    def _line_cdf(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        # of the unwrapped variable: uniform(-w, w) convolved with normal(0, b)
        w, b = self.half_width_deg, self.blur_deg
        if b <= _SHARP_DEG:
            return np.clip((x + w) / (2.0 * w), 0.0, 1.0)
        if w <= 1e-6 * b:
            return normal_cdf(x / b)
        return (_ramp(x + w, b) - _ramp(x - w, b)) / (2.0 * w)

    def _line_pdf(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        w, b = self.half_width_deg, self.blur_deg
        if b <= _SHARP_DEG:
            return np.where(np.abs(x) <= w, 0.5 / w, 0.0)
        if w <= 1e-6 * b:
            return normal_pdf(x / b) / b
        return (normal_cdf((x + w) / b) - normal_cdf((x - w) / b)) / (2.0 * w)


def bearing_from_dict(data: Mapping[str, Any]) -> Bearing:
    """The reverse of `Bearing.as_dict`."""
    return Bearing(**data)


def _ramp(u: NDArray[np.float64], b: float) -> NDArray[np.float64]:
    # the integral of the normal cdf: u Phi(u/b) + b phi(u/b)
    return np.asarray(u * normal_cdf(u / b) + b * normal_pdf(u / b))
