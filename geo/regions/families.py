"""The laws of distance of `radial` on arrays of parameters: for each its span, cdf and density, element by element.

`radial` says what the laws are and is what these are tested against; the cut at the far side of the Earth is left to
the caller.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.regions.normal import normal_cdf
from geo.regions.radial import LogNormal, Radial, Rayleigh, TruncatedNormal, UniformDisc, UniformRing

_Array = NDArray[np.float64]
_SIGMAS: Final = 5.0
"""Half the span of a normal: 6e-7 of it lie beyond."""
_PER_SIGMA: Final = 1.0 / math.sqrt(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class Law:
    """One family of laws. Parameters a and b are the law's fields in order; b is unused where it has one."""

    fields: tuple[str, ...]
    """Names of the parameters."""
    span: Callable[[_Array, _Array], tuple[_Array, _Array]]
    """Shortest and longest distance, metres, but for less than 1e-6 of the probability."""
    cdf: Callable[[_Array, _Array, _Array], _Array]
    """Probability of a distance up to r metres, 0 or more: cdf(r, a, b)."""
    density: Callable[[_Array, _Array, _Array], _Array]
    """Per metre at x = r, for the log-normal per unit at x = ln r: density(x, a, b)."""


def _truncated(mean: _Array, sigma: _Array) -> _Array:
    # the share of the normal that lies below zero
    return normal_cdf(-mean / sigma)


def _disc_span(radius: _Array, _: _Array) -> tuple[_Array, _Array]:
    return np.zeros_like(radius), radius


def _rayleigh_span(sigma: _Array, _: _Array) -> tuple[_Array, _Array]:
    return np.zeros_like(sigma), 5.4 * sigma


def _normal_span(mean: _Array, sigma: _Array) -> tuple[_Array, _Array]:
    return np.maximum(mean - _SIGMAS * sigma, 0.0), mean + _SIGMAS * sigma


def _normal_cdf(r: _Array, mean: _Array, sigma: _Array) -> _Array:
    below = _truncated(mean, sigma)
    return np.asarray((normal_cdf((r - mean) / sigma) - below) / (1.0 - below))


def _normal_density(r: _Array, mean: _Array, sigma: _Array) -> _Array:
    z = (r - mean) / sigma
    return np.asarray(np.exp(-0.5 * z * z) * (_PER_SIGMA / (sigma * (1.0 - _truncated(mean, sigma)))))


def _log_span(median: _Array, sigma: _Array) -> tuple[_Array, _Array]:
    return median * np.exp(-_SIGMAS * sigma), median * np.exp(_SIGMAS * sigma)


def _log_density(x: _Array, median: _Array, sigma: _Array) -> _Array:
    z = (x - np.log(median)) / sigma
    return np.asarray(np.exp(-0.5 * z * z) * (_PER_SIGMA / sigma))


FAMILIES: Final[dict[type[Radial], Law]] = {
    UniformDisc: Law(
        ("radius_m",),
        _disc_span,
        lambda r, radius, _: np.minimum(r / radius, 1.0) ** 2,
        lambda r, radius, _: r * (2.0 / radius**2),
    ),
    Rayleigh: Law(
        ("sigma_m",),
        _rayleigh_span,
        lambda r, sigma, _: -np.expm1(-0.5 * (r / sigma) ** 2),
        lambda r, sigma, _: np.exp(-0.5 * (r / sigma) ** 2) * (r / sigma**2),
    ),
    UniformRing: Law(
        ("low_m", "high_m"),
        lambda low, high: (low, high),
        lambda r, low, high: np.clip((r - low) / (high - low), 0.0, 1.0),
        lambda r, low, high: np.broadcast_to(1.0 / (high - low), r.shape),
    ),
    TruncatedNormal: Law(("mean_m", "sigma_m"), _normal_span, _normal_cdf, _normal_density),
    LogNormal: Law(
        ("median_m", "sigma"),
        _log_span,
        lambda r, median, sigma: normal_cdf(np.log(np.maximum(r, 1e-300) / median) / sigma),
        _log_density,
    ),
}
