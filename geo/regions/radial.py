"""How far from its anchor an event may lie: distributions of a distance r >= 0 in metres.

A distance on the Earth ends at half its circumference, so every law is cut off there and renormalised.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import InputError
from geo.regions.normal import normal_cdf, normal_pdf, normal_quantile

LIMIT_M: Final = 20_003_931.0
"""The longest geodesic, half a meridian of WGS 84, metres."""

_MEAN_NODES: Final = (np.arange(400) + 0.5) / 400


class Radial(ABC):
    """A law of distance. Subclasses give the untruncated `_cdf`, `_pdf` and `_quantile`."""

    __slots__ = ()
    law: ClassVar[str]
    """Name of the law, as `as_dict` writes it."""
    central: ClassVar[bool] = True
    """True where nearer to the anchor is likelier per area: footprints are then filled, without a hole."""

    @abstractmethod
    def _cdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]: ...

    @abstractmethod
    def _pdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]: ...

    @abstractmethod
    def _quantile(self, p: NDArray[np.float64]) -> NDArray[np.float64]: ...

    def cdf(self, r: ArrayLike) -> NDArray[np.float64]:
        """Probability of a distance up to r metres."""
        r = np.clip(np.asarray(r, dtype=np.float64), 0.0, LIMIT_M)
        return np.asarray(np.clip(self._cdf(r) / self._whole, 0.0, 1.0))

    def pdf(self, r: ArrayLike) -> NDArray[np.float64]:
        """Probability per metre of distance at r metres; 0 outside [0, LIMIT_M]."""
        r = np.asarray(r, dtype=np.float64)
        inside = (r >= 0.0) & (r <= LIMIT_M)
        return np.asarray(np.where(inside, self._pdf(np.clip(r, 0.0, LIMIT_M)) / self._whole, 0.0))

    def quantile(self, p: ArrayLike) -> NDArray[np.float64]:
        """The distance in metres that is not exceeded with probability p."""
        p = np.clip(np.asarray(p, dtype=np.float64), 0.0, 1.0)
        return np.asarray(np.clip(self._quantile(p * self._whole), 0.0, LIMIT_M))

    def edges(self) -> tuple[float, ...]:
        """Distances at which the density jumps or bends, metres."""
        return ()

    def order(self, r: ArrayLike) -> NDArray[np.float64]:
        """What ranks distances into footprints, per metre: the density where the law is a ring.

        Where it is central the survival function over the mean: it integrates to one like a density, and
        falls from the anchor outwards, so that the footprint of a point is a disc and not a ring about it.
        """
        if not self.central:
            return self.pdf(r)
        r = np.asarray(r, dtype=np.float64)
        return np.asarray(np.where(r >= 0.0, 1.0 - self.cdf(r), 0.0) / np.mean(self.quantile(_MEAN_NODES)))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `radial_from_dict` rebuilds an equal law."""
        return {"law": self.law, **asdict(self)}  # type: ignore[call-overload]

    @property
    def _whole(self) -> float:
        return float(self._cdf(np.float64(LIMIT_M)))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class UniformDisc(Radial):
    """Everywhere in a disc alike: cdf (r/R)^2.

    >>> float(UniformDisc(1000.0).cdf(500.0))
    0.25
    """

    law: ClassVar[str] = "uniform_disc"
    radius_m: float
    """Radius of the disc, metres, > 0."""

    def __post_init__(self) -> None:
        """Refuse a disc that is none."""
        _check(self, radius_m=self.radius_m)

    def _cdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.minimum(r / self.radius_m, 1.0) ** 2

    def _pdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(r <= self.radius_m, 2.0 * r / self.radius_m**2, 0.0)

    def _quantile(self, p: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.radius_m * np.sqrt(p)

    def edges(self) -> tuple[float, ...]:
        """The rim."""
        return (self.radius_m,)


@dataclass(frozen=True, slots=True)
class Rayleigh(Radial):
    """A normal error in two dimensions: cdf 1 - exp(-r^2 / 2 sigma^2).

    >>> round(float(Rayleigh(1000.0).quantile(0.9)))
    2146
    """

    law: ClassVar[str] = "rayleigh"
    sigma_m: float
    """Standard deviation along each axis, metres, > 0."""

    def __post_init__(self) -> None:
        """Refuse a spread that is none."""
        _check(self, sigma_m=self.sigma_m)

    def _cdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return -np.expm1(-0.5 * (r / self.sigma_m) ** 2)

    def _pdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return r / self.sigma_m**2 * np.exp(-0.5 * (r / self.sigma_m) ** 2)

    def _quantile(self, p: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.sigma_m * np.sqrt(-2.0 * np.log1p(-np.minimum(p, 1.0 - 1e-16)))


@dataclass(frozen=True, slots=True)
class UniformRing(Radial):
    """Any distance between two alike: a number that was rounded.

    >>> float(UniformRing(37819.6, 39428.9).cdf(38624.25))
    0.5
    """

    law: ClassVar[str] = "uniform_ring"
    low_m: float
    """Shortest distance, metres, >= 0."""
    high_m: float
    """Longest distance, metres, > low_m."""

    def __post_init__(self) -> None:
        """Refuse a ring that is none."""
        _check(self, high_m=self.high_m)
        if not 0.0 <= self.low_m < self.high_m:
            raise InputError(f"{self.law}: low_m {self.low_m} must be at least 0 and below high_m {self.high_m}")

    @property
    def central(self) -> bool:  # type: ignore[override]
        """A ring without a hole is filled."""
        return self.low_m == 0.0

    def _cdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.clip((r - self.low_m) / (self.high_m - self.low_m), 0.0, 1.0)

    def _pdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where((r >= self.low_m) & (r <= self.high_m), 1.0 / (self.high_m - self.low_m), 0.0)

    def _quantile(self, p: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.low_m + (self.high_m - self.low_m) * p

    def edges(self) -> tuple[float, ...]:
        """Both rims."""
        return (self.low_m, self.high_m)

    def order(self, r: ArrayLike) -> NDArray[np.float64]:
        """The density, leaning on the middle of the ring so that a 50% footprint lies inside the 90% one."""
        if self.central:
            return Radial.order(self, r)
        r = np.asarray(r, dtype=np.float64)
        off_middle = np.abs(2.0 * r - self.low_m - self.high_m) / (self.high_m - self.low_m)
        return self.pdf(r) * lean(off_middle)


@dataclass(frozen=True, slots=True)
class TruncatedNormal(Radial):
    """A normal distance, cut off at zero and renormalised.

    >>> round(float(TruncatedNormal(38624.0, 54000.0).cdf(54717.7)), 4)
    0.4981
    """

    law: ClassVar[str] = "truncated_normal"
    central: ClassVar[bool] = False
    mean_m: float
    """Mean before the cut, metres, >= 0."""
    sigma_m: float
    """Standard deviation before the cut, metres, > 0."""

    def __post_init__(self) -> None:
        """Refuse a mean or a spread that is none."""
        _check(self, sigma_m=self.sigma_m)
        if not 0.0 <= self.mean_m <= LIMIT_M:
            raise InputError(f"{self.law}: mean_m {self.mean_m} must be from 0 to {LIMIT_M:.0f} metres")

    def _cdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        low = self._below_zero
        return (normal_cdf((r - self.mean_m) / self.sigma_m) - low) / (1.0 - low)

    def _pdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return normal_pdf((r - self.mean_m) / self.sigma_m) / (self.sigma_m * (1.0 - self._below_zero))

    def _quantile(self, p: NDArray[np.float64]) -> NDArray[np.float64]:
        low = self._below_zero
        return self.mean_m + self.sigma_m * normal_quantile(low + p * (1.0 - low))

    @property
    def _below_zero(self) -> float:
        return 0.5 * math.erfc(self.mean_m / self.sigma_m / math.sqrt(2.0))


@dataclass(frozen=True, slots=True)
class LogNormal(Radial):
    """A distance of which only the order of magnitude is known.

    >>> round(float(LogNormal(25000.0, 0.9).cdf(54717.7)), 2)
    0.81
    """

    law: ClassVar[str] = "log_normal"
    median_m: float
    """Median, metres, > 0."""
    sigma: float
    """Standard deviation of ln r, > 0."""

    def __post_init__(self) -> None:
        """Refuse a median or a spread that is none."""
        _check(self, median_m=self.median_m)
        if not (self.sigma > 0.0 and math.isfinite(self.sigma)):
            raise InputError(f"{self.law}: sigma {self.sigma} must be more than 0")

    def _cdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(r > 0.0, normal_cdf(self._z(r)), 0.0)

    def _pdf(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return normal_pdf(self._z(r)) / (np.maximum(r, 1e-300) * self.sigma)

    def _quantile(self, p: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(p > 0.0, self.median_m * np.exp(self.sigma * normal_quantile(p)), 0.0)

    def _z(self, r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.log(np.maximum(r, 1e-300) / self.median_m) / self.sigma)


_LAWS: Final[dict[str, type[Any]]] = {
    one.law: one for one in (UniformDisc, Rayleigh, UniformRing, TruncatedNormal, LogNormal)
}


def radial_from_dict(data: Mapping[str, Any]) -> Radial:
    """The reverse of `Radial.as_dict`; InputError on a law nobody knows.

    >>> radial_from_dict({"law": "rayleigh", "sigma_m": 5.0})
    Rayleigh(sigma_m=5.0)
    """
    values = dict(data)
    law = _LAWS.get(values.pop("law", ""))
    if law is None:
        raise InputError(f"no law of distance is called {data.get('law')!r}; known: {', '.join(_LAWS)}")
    made = law(**values)
    assert isinstance(made, Radial)
    return made


def lean(off_middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Breaks the ties of a flat density when points are ranked: 1.25 in the middle (0), 0.75 at the edges (1).

    The fourth power keeps the nested footprints of a sector nearly sector-shaped, its corners rounded.
    """
    return np.asarray(1.25 - 0.5 * np.minimum(off_middle, 1.0) ** 4)


def _check(law: Radial, **lengths: float) -> None:
    for name, value in lengths.items():
        if not 0.0 < value <= LIMIT_M:
            raise InputError(f"{law.law}: {name} {value} must be more than 0 and at most {LIMIT_M:.0f} metres")
