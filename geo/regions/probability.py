"""The probability that something known by distance and bearing from an anchor lies in a geodesic disc.

At distance r from the anchor A the disc of radius R around C covers one interval of azimuths, reaching
`left` and `right` of the azimuth of C: along a geodesic circle around A the distance from C is stationary
only where both geodesics are one line (Gauss's lemma), so it grows all the way from the side facing C to
the side facing away, on either side. Hence

    P = integral of f(r) * B(azimuth of C - left(r), azimuth of C + right(r)) dr

with f the density of distance and B the law of bearing. The interval opens at r = |D - R| and closes at
D + R exactly (D = distance A to C; the triangle inequality holds on the ellipsoid), both like a square root.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import GEOD
from geo.regions.bearing import Bearing
from geo.regions.quadrature import integral
from geo.regions.radial import LIMIT_M, Radial

Part = tuple[float, Radial, Bearing]
"""Weight, law of distance and law of bearing; the weights of a list of parts sum to one."""

_SPHERE_M: Final = 6_371_007.181  # authalic radius of WGS 84, only ever a first guess
_TAIL: Final = 1e-8
_SCALES: Final = (_TAIL, 1e-3, 0.03, 0.25, 0.75, 0.97, 0.999, 1.0 - _TAIL)


def p_in_disc(
    lon: float, lat: float, parts: Sequence[Part], centre_lon: float, centre_lat: float, radius_m: float
) -> float:
    """Probability within `radius_m` of the centre, for parts around the anchor lon, lat (degrees); error below 1e-4.

    >>> from geo.regions.radial import UniformDisc
    >>> round(p_in_disc(38.6, 33.5, [(1.0, UniformDisc(9000.0), Bearing.any())], 38.6, 33.5, 3000.0), 6)
    0.111111
    """
    azimuth, _, apart = GEOD.inv(lon, lat, centre_lon, centre_lat)
    if apart < 1e-3:
        return _clipped(sum(w * float(law.cdf(radius_m)) for w, law, _ in parts))
    disc = (centre_lon, centre_lat, radius_m)
    inner, outer = abs(apart - radius_m), min(apart + radius_m, LIMIT_M)
    if apart + radius_m >= math.pi * _SPHERE_M * 0.995:
        outer = LIMIT_M  # the disc closes around the anchor's antipode; the crossing itself says where
    covered = sum(w * float(law.cdf(inner)) for w, law, _ in parts) if radius_m > apart else 0.0
    laws, bearings = {law for _, law, _ in parts}, {bearing for _, _, bearing in parts}
    breaks = _breaks((lon, lat), laws, bearings, disc, (float(azimuth), float(apart)), (inner, outer))
    if len(breaks) < 2:
        return _clipped(covered)

    def integrand(r: NDArray[np.float64]) -> NDArray[np.float64]:
        left, right = crossing((lon, lat), r, disc, float(azimuth), float(apart))
        near = {bearing: bearing.p_between(azimuth - left, azimuth + right) for bearing in bearings}
        here = {law: law.pdf(r) for law in laws}
        return np.asarray(sum(w * here[law] * near[bearing] for w, law, bearing in parts))

    return _clipped(covered + integral(integrand, breaks))


def crossing(
    anchor: tuple[float, float], r: NDArray[np.float64], disc: tuple[float, float, float], azimuth: float, apart: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far left and right of `azimuth` the disc reaches at each distance r from the anchor, degrees 0 to 180.

    With s = sin^2(angle/2), the spherical law s = (hav R - hav(D - r)) / (sin D sin r) gives the first guess;
    then s moves by (hav R - hav d) / (sin D sin r) with d the true distance from C, which gains two to three
    digits each time.
    """
    reach, away, r_angle = disc[2] / _SPHERE_M, apart / _SPHERE_M, r / _SPHERE_M
    scale = np.maximum(np.sin(min(away, math.pi - 1e-6)) * np.sin(np.minimum(r_angle, math.pi - 1e-6)), 1e-300)
    guess = np.sin((reach - away + r_angle) / 2.0) * np.sin((reach + away - r_angle) / 2.0) / scale
    s = np.tile(np.clip(guess, 0.0, 1.0), 2)
    scale, far = np.tile(scale, 2), np.tile(r, 2)
    side = np.repeat([-1.0, 1.0], len(r))
    lon, lat = np.full(len(s), anchor[0]), np.full(len(s), anchor[1])
    c_lon, c_lat = np.full(len(s), disc[0]), np.full(len(s), disc[1])
    for _ in range(8):
        turn = azimuth + side * np.degrees(2.0 * np.arcsin(np.sqrt(s)))
        at_lon, at_lat, _ = GEOD.fwd(lon, lat, turn, far)
        d = GEOD.inv(at_lon, at_lat, c_lon, c_lat)[2]
        better = s + np.sin((reach - d / _SPHERE_M) / 2.0) * np.sin((reach + d / _SPHERE_M) / 2.0) / scale
        better = np.clip(better, 0.0, 1.0)
        moved = float(np.max(np.abs(better - s)))
        s = better
        if moved < 1e-6:  # the next step would move it a hundred times less
            break
    angle = np.degrees(2.0 * np.arcsin(np.sqrt(s)))
    return angle[: len(r)], angle[len(r) :]


def _breaks(
    anchor: tuple[float, float],
    laws: set[Radial],
    bearings: set[Bearing],
    disc: tuple[float, float, float],
    towards: tuple[float, float],
    span: tuple[float, float],
) -> NDArray[np.float64]:
    # where the integrand bends, and enough of the laws' own scale that no narrow peak is overlooked
    marks = [float(v) for law in laws for v in law.quantile(np.array(_SCALES))]
    low, high = max(span[0], min(marks)), min(span[1], max(marks))
    if not high > low:
        return np.empty(0)
    marks += [edge for law in laws for edge in law.edges()]
    sides = sorted({edge for bearing in bearings for edge in bearing.edges()})
    if sides:
        marks += _side_crossings(anchor, np.array(sides), disc, *towards)
    inside = sorted(m for m in marks if low < m < high)
    kept = [low]
    for mark in inside:
        if mark - kept[-1] > 1e-6 * (high - low):
            kept.append(mark)
    if high - kept[-1] <= 1e-6 * (high - low) and len(kept) > 1:
        kept.pop()
    return np.array([*kept, high])


def _side_crossings(
    anchor: tuple[float, float], sides: NDArray[np.float64], disc: tuple[float, float, float], azimuth: float,
    apart: float,
) -> list[float]:  # fmt: skip
    # distances at which the ray along each side crosses the disc's rim: spherical, then two steps of Newton
    away, reach = apart / _SPHERE_M, disc[2] / _SPHERE_M
    beta = np.radians(sides - azimuth)
    sideways = np.hypot(math.cos(away), math.sin(away) * np.cos(beta))
    middle = np.arctan2(math.sin(away) * np.cos(beta), math.cos(away))
    half = np.arccos(np.clip(math.cos(reach) / np.maximum(sideways, 1e-12), -1.0, 1.0))
    r = np.concatenate([middle - half, middle + half]) * _SPHERE_M
    turn = np.tile(sides, 2)
    met = np.tile(sideways >= abs(math.cos(reach)), 2) & (r > 0.0) & (r < LIMIT_M)
    r, turn = r[met], turn[met]
    if not len(r):
        return []
    one = np.ones(len(r))
    for _ in range(2):
        at_lon, at_lat, back = GEOD.fwd(one * anchor[0], one * anchor[1], turn, r)
        to_centre, _, d = GEOD.inv(at_lon, at_lat, one * disc[0], one * disc[1])
        slope = np.cos(np.radians(np.asarray(to_centre) - np.asarray(back)))  # towards C when heading back
        safe = np.abs(slope) > 0.02
        r = np.where(safe, r - (np.asarray(d) - disc[2]) / np.where(safe, slope, 1.0), r)
    return [float(v) for v in r]


def _clipped(p: float) -> float:
    return min(1.0, max(0.0, float(p)))
