"""The latitude profile: a disc as one short polynomial in latitude, with a bounded error.

A disc is { |dlon| <= h(lat) } (see `geo.geodesy.disc`). H = h^2 is smooth through the disc's northern and southern
ends, where h itself has square-root corners, so a low-degree polynomial P(lat - lat_m) stands for it, and
`dlon^2 <= P` takes about ten flops and no trigonometry. The answer is that of `GEOD.inv(...) <= radius` wherever

    |P - dlon^2| > band,     band = fit + nodes + noise + rounding,

and the few points within the band go to `GEOD.inv`. Every term is bounded, none is a sampled maximum:

fit
    Put x = cos h = (cos rho - sin phi0 sin phi) / (cos phi0 cos phi) (spherical law of cosines). H = arccos(x)^2 has
    a power series in y = 1 - x, 2y + y^2/3 + 4 y^3/45 + ..., whose coefficients are all positive and which
    converges for |y| < 2. So wherever |y| <= Y < 2, also for complex phi, |H| <= arccos(1 - Y)^2. On a Bernstein
    ellipse E_q around the latitudes of the disc, with half axes w(q + 1/q)/2 and w(q - 1/q)/2,

        |y| = 2 |sin((phi - phi0 + rho)/2) sin((phi - phi0 - rho)/2)| / |cos phi0 cos phi|
           <= 2 sinh((A + rho)/2)^2 / (cos phi0 cos(phi_max)),

    A = the largest |phi - phi0| and phi_max = the largest |Re phi| on E_q, because |sin z| <= sinh |z| and
    |cos z| >= cos Re z. That gives M >= |H| on E_q. The coefficients of H in Chebyshev polynomials are then at most
    2 M q^-k, and the interpolant in m Chebyshev points is within 4 M q^(1-m)/(q - 1) of H (Trefethen, Approximation
    Theory and Approximation Practice, theorems 8.1 and 8.2). Dropping the coefficients above degree n costs no more
    than the sum of their sizes. The ellipsoid's H differs from the sphere's by parts of the order of the flattening
    (1/298) that are smooth on the same domain, with the same singularities at the poles and where the disc meets its
    own antimeridian; M is doubled for them, and a fit whose measured coefficients do not obey 2 M q^-k is refused.
nodes
    The interpolated values are solved with `GEOD.inv`, and what is left of the distance (metres) is measured. It
    moves H by at most that times dH/dr, and the interpolant by the Lebesgue constant, 1 + (2/pi) log m, more.
noise
    A computed distance is within NOISE_M of the true one: NOISE_M * dH/dr. On the sphere
    dH/dr = 2 (h / sin h) sin(rho) / (R cos phi0 cos phi), largest at the largest h and the smallest cos phi.
rounding
    Horner's rule in n steps, the differences and the square: (2n + 8) u sum |c_k| w^k (Higham, Accuracy and Stability
    of Numerical Algorithms, section 5.1), plus as much for dlon^2.

Discs for which this does not work (over or near a pole, very wide) are described by `geo.geodesy.bins`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from geo.geodesy.disc import NOISE_M, spherical_half_width_deg
from geo.geodesy.ellipsoid import GEOD, destination, radii_of_curvature_m

_Array = NDArray[np.float64]

_RADIUS_M: Final = 6_335_400.0
"""A little less than the smallest radius of curvature of WGS 84 (6,335,439 m), so that angles err on the large side."""
_WIDEST_DEG: Final = 115.0
"""Wider half widths are left to the bins: |y| must stay below 2."""
_NODES: Final = (8, 12, 18, 26, 40)
"""How many Chebyshev points are tried, fewest first."""
_HIGHEST: Final = 12
"""Highest degree; beyond it the bins are as quick."""
_BAND: Final = 5e-5
"""The band aimed at, as a share of the largest H: a millionth of the points is then undecided, which costs nothing."""
_UNIT: Final = 2.0**-53
_SQUARE_DEGREES: Final = math.degrees(1.0) ** 2
"""Square degrees in a square radian."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """Latitude profiles of k discs, one row each; a row is valid where `fits`."""

    fits: NDArray[np.bool_]
    """Shape (k,): whether the polynomial stands for the disc."""
    centre_lon: _Array
    """Shape (k,), degrees, -180 <= lon < 180."""
    middle_lat: _Array
    """Shape (k,): latitude in degrees that the polynomial counts from."""
    south: _Array
    """Shape (k,): no point south of this latitude (degrees) is inside."""
    north: _Array
    """Shape (k,): no point north of this latitude (degrees) is inside."""
    widest: _Array
    """Shape (k,): no point with a larger |dlon| (degrees) is inside."""
    coefficients: _Array
    """Shape (k, n + 1), ascending: H in square degrees = sum of c[i] * (lat - middle_lat)^i."""
    band: _Array
    """Shape (k,): square degrees; |H - dlon^2| above this is decided."""


def profiles(centre_lon: _Array, centre_lat: _Array, radius_m: _Array) -> Profiles:
    """Fit k discs at once: centres in degrees (longitude -180 to 180), radii in metres, all of shape (k,).

    >>> p = profiles(np.array([38.6]), np.array([33.5]), np.array([54_717.7]))
    >>> bool(p.fits[0]), p.coefficients.shape, float(p.band[0] / p.widest[0] ** 2) < 1e-5
    (True, (1, 4), True)
    """
    south, north = _ends(centre_lat, radius_m)
    k = centre_lat.size
    middle, half = (north + south) / 2, (north - south) / 2 * (1 + 1e-6) + 1e-9
    fits, widest, band = np.zeros(k, bool), np.full(k, 180.0), np.full(k, np.inf)
    coefficients = np.zeros((k, _HIGHEST + 1))
    # a circle that comes near its own antimeridian or a pole is not worth trying
    todo = np.flatnonzero(np.maximum(np.abs(centre_lat) + np.degrees(radius_m / _RADIUS_M), half) < 90.0)
    for nodes in _NODES:
        if not todo.size:
            break
        q, m = _ellipse(centre_lat[todo], radius_m[todo], middle[todo], half[todo], nodes)
        remainder = 4.0 * m * q ** (1.0 - nodes) / (q - 1.0)
        good = remainder <= _BAND / 10 * np.radians(half[todo]) ** 2
        now = todo[good]
        if now.size:
            fitted = _fit(centre_lat[now], radius_m[now], middle[now], half[now], nodes, q[good], m[good])
            fits[now], widest[now], band[now] = fitted.fits, fitted.widest, fitted.band
            coefficients[now, : fitted.coefficients.shape[1]] = fitted.coefficients
        todo = todo[~good]
    used = np.flatnonzero(np.any(coefficients != 0.0, axis=0))
    degree = int(used[-1]) if used.size else 0
    return Profiles(
        fits, centre_lon, middle, middle - half, middle + half, widest, coefficients[:, : degree + 1].copy(), band
    )


def _ends(centre_lat: _Array, radius_m: _Array) -> tuple[_Array, _Array]:
    """Southern and northern end of each disc, degrees."""
    _, north = destination(0.0, centre_lat, 0.0, np.minimum(radius_m, 2e7))
    _, south = destination(0.0, centre_lat, 180.0, np.minimum(radius_m, 2e7))
    return south, north


def _ellipse(centre_lat: _Array, radius_m: _Array, middle: _Array, half: _Array, nodes: int) -> tuple[_Array, _Array]:
    """The Bernstein parameter q that bounds the fit best, and M on that ellipse (square radians); see the module."""
    w, rho = np.radians(half), radius_m / _RADIUS_M
    room = (math.pi / 2 - np.abs(np.radians(middle))) / w
    offset = np.abs(np.radians(centre_lat - middle))
    best_q, best_m = np.full_like(w, 1.0 + 1e-9), np.full_like(w, np.inf)
    best = np.full_like(w, np.inf)
    for share in (0.95, 0.85, 0.7, 0.55, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01):
        # capped: a wider ellipse than this gains nothing above the rounding
        long_axis = np.minimum(1.0 + share * (room - 1.0), 1e3)
        q = long_axis + np.sqrt(np.maximum(long_axis**2 - 1.0, 0.0))
        floor = np.cos(np.radians(centre_lat)) * np.cos(np.abs(np.radians(middle)) + w * long_axis)
        with np.errstate(all="ignore"):
            y = 2.0 * np.sinh((offset + w * long_axis + rho) / 2) ** 2 / floor
            m = 2.0 * np.arccos(1.0 - y) ** 2
            bound = m * q ** (1.0 - nodes) / (q - 1.0)
        better = (floor > 0) & (y < 1.99) & (q > 1.0) & (bound < best)
        best_q[better], best_m[better], best[better] = q[better], m[better], bound[better]
    return best_q, best_m


@dataclass(frozen=True, slots=True)
class _Fit:
    fits: NDArray[np.bool_]
    widest: _Array
    coefficients: _Array
    band: _Array


def _fit(centre_lat: _Array, radius_m: _Array, middle: _Array, half: _Array, nodes: int, q: _Array, m: _Array) -> _Fit:
    """Interpolate H in `nodes` Chebyshev points, cut it to the degree the band allows, and bound what that costs."""
    x = np.cos(math.pi * (np.arange(nodes) + 0.5) / nodes)
    lats = middle[:, None] + half[:, None] * x
    h2, residual = _solve(centre_lat, radius_m, lats)
    cheb = h2 @ (chebyshev.chebvander(x, nodes - 1) * np.where(np.arange(nodes) == 0, 1.0, 2.0) / nodes)
    size = np.abs(cheb)
    tails = np.cumsum(size[:, ::-1], axis=1)[:, ::-1]
    largest = tails[:, 0]
    enough = np.all(tails[:, 1:] <= _BAND * largest[:, None], axis=0)
    degree = min(int(np.argmax(enough)) if enough.any() else nodes - 1, _HIGHEST)
    power = cheb[:, : degree + 1] @ _powers(degree) / half[:, None] ** np.arange(degree + 1)
    dropped = tails[:, degree + 1] if degree + 1 < nodes else 0.0
    fit = dropped + _SQUARE_DEGREES * 4.0 * m * q ** (1.0 - nodes) / (q - 1.0)
    widest = np.sqrt(largest + fit) * (1 + 1e-9)
    slope = _slope(centre_lat, radius_m, middle, half, widest)
    given = (1.0 + 2.0 / math.pi * math.log(nodes)) * residual.max(axis=1) * slope
    swing = np.sum(np.abs(power) * half[:, None] ** np.arange(degree + 1), axis=1)
    rounding = (3 * degree + 8) * _UNIT * (swing + 2.0 * largest)
    # longitudes are stored to 2.8e-14 degrees near 180; 1e-12 degrees of dlon is ample
    band = fit + given + NOISE_M * slope + rounding + 2.0 * widest * 1e-12
    law = 2.0 * _SQUARE_DEGREES * m[:, None] * q[:, None] ** -np.arange(nodes)
    lawful = np.all(size <= law + 2.0 * (given + rounding + NOISE_M * slope)[:, None], axis=1)
    fits = lawful & (widest < _WIDEST_DEG) & (band <= 1e-2 * largest)
    return _Fit(fits, widest, power, band)


def _solve(centre_lat: _Array, radius_m: _Array, lats: _Array) -> tuple[_Array, _Array]:
    """H in square degrees where the circle crosses each latitude, shape (k, m), and what is left of the distance.

    Newton on the squared distance, which is nearly linear in H: two steps from the sphere's answer are enough.
    """
    n_cos = radii_of_curvature_m(lats)[1] * np.cos(np.radians(lats)) * math.pi / 180.0
    h = spherical_half_width_deg(centre_lat[:, None], lats, radius_m[:, None])
    # the sphere's circle may end before the ellipsoid's: start no lower than a thousandth of its height
    h2 = np.maximum(h * h, (1e-3 * np.ptp(lats, axis=1, keepdims=True)) ** 2)
    target = radius_m[:, None]
    best, residual = h2, np.full_like(h2, np.inf)
    for _ in range(6):
        h = np.sqrt(h2)
        _, back, metres = GEOD.inv(
            np.zeros_like(lats), np.broadcast_to(centre_lat[:, None], lats.shape).copy(), h.copy(), lats.copy()
        )
        miss = np.abs(metres - target)
        better = miss < residual
        best, residual = np.where(better, h2, best), np.where(better, miss, residual)
        if np.all(miss <= 1e-7 + 1e-15 * target):
            break
        slope = metres * n_cos * np.abs(np.sin(np.radians(back))) / h
        h2 = np.clip(h2 - (metres - target) * (metres + target) / np.maximum(slope, 1e-300), h2 / 8, 170.0**2)
    return best, residual


def _slope(centre_lat: _Array, radius_m: _Array, middle: _Array, half: _Array, widest: _Array) -> _Array:
    """A bound of dH/dr in square degrees per metre; 2% above the sphere's for the ellipsoid."""
    h = np.radians(np.minimum(widest, 170.0))
    floor = np.cos(np.radians(centre_lat)) * np.cos(np.radians(np.abs(middle) + half))
    return 1.02 * _SQUARE_DEGREES * 2.0 * (h / np.sin(h)) * (radius_m / _RADIUS_M) / (_RADIUS_M * floor)


@cache
def _powers(degree: int) -> _Array:
    """Row k: the Chebyshev polynomial T_k in ascending powers."""
    rows = np.zeros((degree + 1, degree + 1))
    for k in range(degree + 1):
        rows[k, : k + 1] = chebyshev.cheb2poly(np.eye(degree + 1)[k])[: k + 1] if k else [1.0]
    return rows
