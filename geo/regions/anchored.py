"""Everything known by distance and bearing around one anchor: weighted parts that share it.

Footprints are regions of highest probability per metre of distance and degree of azimuth, not per area: a
density per area would grow without bound towards the anchor of any law with mass there. Along each azimuth
the footprint runs from the innermost to the outermost distance that passes the threshold (a score never
rises again once it fell), and laws with their mass at the anchor count from the anchor outwards
(`Radial.order`), so that a point's footprint is a disc.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo.geodesy import GEOD, destination, outline
from geo.geodesy.ellipsoid import radii_of_curvature_m
from geo.regions import drawing
from geo.regions.normal import normal_cdf
from geo.regions.probability import Part
from geo.regions.radial import LIMIT_M
from geo.regions.sequence import even_points, shares

_QUANTILES: Final = np.union1d(normal_cdf(np.linspace(-4.75, 4.75, 73)), np.linspace(0.05, 0.95, 25))
_FINE: Final = normal_cdf(np.linspace(-4.75, 4.75, 769))
_INWARD: Final = np.cos(np.linspace(0.0, np.pi, 47))[1:-1]  # denser towards the sides, where ranks fall fastest
_CIRCLE: Final = np.arange(0.0, 360.0, 3.6)
_SHARE_OF_WIDTH: Final = 0.04
"""How far a drawn edge may stray from its curve, of the width of the band."""
_SHARP_DEG: Final = 2.0
_FLAT: Final = 1e-7
"""Scores closer than this, in parts of themselves, are one."""
_LEAST_STEP_DEG: Final = 0.75
_NEAREST_M: Final = 1.0
_ALL_AROUND_M: Final = 6_000_000.0
"""Beyond this a circle may go around both poles; `geodesy.outline` draws it then."""


@dataclass(frozen=True, slots=True)
class Scores:
    """A table of what ranks distances and azimuths into footprints, and how much lies above each score."""

    r: NDArray[np.float64]
    """Distances, metres, ascending from 0."""
    azimuth: NDArray[np.float64]
    """Azimuths, degrees, ascending; just [0] when all directions are alike."""
    score: NDArray[np.float64]
    """Scores of the cells, ascending."""
    above: NDArray[np.float64]
    """Probability of a score at least as high; descending."""

    def level(self, score: NDArray[np.float64]) -> NDArray[np.float64]:
        """The level whose footprint ends at each score."""
        return np.asarray(np.where(score > 0.0, np.interp(score, self.score, self.above), 1.0))

    def threshold(self, level: float) -> float:
        """The score at which the footprint of `level` ends."""
        return float(np.interp(level, self.above[::-1], self.score[::-1]))


def density(lon: float, lat: float, parts: Sequence[Part], at_lon: ArrayLike, at_lat: ArrayLike) -> NDArray[np.float64]:
    """Probability per square metre; within a metre of the anchor, that of a metre away."""
    azimuth, r = _seen_from(lon, lat, at_lon, at_lat)
    near = np.maximum(r, _NEAREST_M)
    per_polar = sum(w * law.pdf(near) * bearing.pdf(azimuth) for w, law, bearing in parts)
    # an arc of one degree of azimuth is this long, on the sphere as curved as the ellipsoid is halfway there
    curve = _gaussian_radius_m(lat, np.asarray(at_lat, dtype=np.float64))
    arc = np.radians(1.0) * curve * np.maximum(np.sin(np.minimum(near / curve, np.pi)), 1e-9)
    return np.asarray(per_polar / arc)


def sample(lon: float, lat: float, parts: Sequence[Part], n: int, *, seed: int = 0) -> NDArray[np.float64]:
    """`n` points, shape (n, 2), lon, lat; parts one after another, each its share."""
    counts = shares(n, np.array([w for w, _, _ in parts]), seed=seed)
    r, azimuth = np.empty(n), np.empty(n)
    end = 0
    for index, ((_, law, bearing), count) in enumerate(zip(parts, counts, strict=True)):
        start, end = end, end + int(count)
        points = even_points(int(count), seed=seed + 7919 * index)
        r[start:end], azimuth[start:end] = law.quantile(points[:, 0]), bearing.quantile(points[:, 1])
    return np.column_stack(destination(lon, lat, azimuth, r))


def level(lon: float, lat: float, parts: Sequence[Part], at_lon: ArrayLike, at_lat: ArrayLike) -> NDArray[np.float64]:
    """The smallest level whose footprint holds each point."""
    table = scores(tuple(parts))
    azimuth, r = _seen_from(lon, lat, at_lon, at_lat)
    flat_azimuth, flat_r = np.ravel(azimuth), np.ravel(r)
    out = np.empty(flat_r.shape)
    for start in range(0, len(out), 2048):
        piece = slice(start, start + 2048)
        out[piece] = table.level(_score_at(parts, table.r, flat_azimuth[piece], flat_r[piece]))
    return out.reshape(np.shape(r))


@lru_cache(maxsize=512)
def footprint(lon: float, lat: float, parts: tuple[Part, ...], level: float) -> BaseGeometry:
    """The polygon that holds `level` of the probability, rounded to about a metre.

    At most some 250 vertices; more only for bands thinner than about 2% of their distance.
    """
    table = scores(parts)
    low, high = _bounds(parts, table, table.azimuth, level)
    if len(table.azimuth) == 1:
        return _ring(lon, lat, float(low[0]), float(high[0]))
    azimuth = _finer(table.azimuth, low, high)
    if len(azimuth) > len(table.azimuth):
        low, high = _bounds(parts, table, azimuth, level)
    reached = np.isfinite(high)
    detail = min(1e-3 * float(np.max(high[reached])), 0.02 * _width(low, high)) / 111_000.0
    if reached.all():
        shape = drawing.loop(lon, lat, azimuth, high)
        if low.max() > 0.0:
            shape = shape.difference(drawing.loop(lon, lat, *_pinched(azimuth, low)))
        return drawing.tidied(shape, detail)
    blobs = [drawing.loop(lon, lat, *path) for path in _paths(parts, table, azimuth, level, low, high)]
    return drawing.tidied(shapely.union_all(blobs), detail)


@lru_cache(maxsize=128)
def scores(parts: tuple[Part, ...]) -> Scores:
    """The table for parts, wherever their anchor is; kept for the next region of the same shape."""
    bearings = {bearing for _, _, bearing in parts}
    undirected = all(bearing.is_any for bearing in bearings)
    r = _distances(parts, _FINE if undirected else _QUANTILES)
    azimuth = np.zeros(1) if undirected else _azimuths(parts)
    ends = np.append(azimuth, azimuth[0] + 360.0)
    if any(not bearing.is_any and bearing.blur_deg < _SHARP_DEG for bearing in bearings):
        # with nothing to tell its azimuths apart, a whole row would pass at once
        share = np.linspace(0.0, 1.0, 5)[:-1]
        ends = np.append((ends[:-1, None] + np.diff(ends)[:, None] * share).ravel(), ends[-1])
    mass = np.zeros((len(ends) - 1, len(r) - 1))
    for w, law, bearing in parts:
        mass += w * np.outer(bearing.p_between(ends[:-1], ends[1:]), np.diff(law.cdf(r)))
    middle = (ends[:-1] + ends[1:]) / 2.0
    first, like = _alike(parts, middle)
    by_row = np.argsort(like, kind="stable")
    together = np.add.reduceat(mass[by_row], np.searchsorted(like[by_row], np.arange(len(first))), axis=0)
    ranked = _filled(_raw(parts, r, middle[first]))
    return Scores(r, azimuth, *_ranking(ranked, together))


def _alike(parts: Sequence[Part], azimuth: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    # azimuths of which no two rank alike (both sides of a sector do, and all far off it), and which each one is like
    order = np.column_stack([bearing.order(azimuth) for bearing in {bearing for _, _, bearing in parts}])
    _, first, like = np.unique(np.round(order, 12), axis=0, return_index=True, return_inverse=True)
    return first, like.ravel()


def _ranking(ranked: NDArray[np.float64], mass: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Scores, ascending, and the probability above each.

    The mass of a cell lies evenly between the scores at its two distances. Going down through the scores, the mass per
    unit of score therefore steps only at those, and sums up twice; where a cell's scores are one, its mass is a jump.
    """
    near, far = ranked[:, :-1], ranked[:, 1:]
    top, width = np.maximum(near, far), np.abs(far - near)
    spread = mass / np.maximum(width, np.maximum(_FLAT * top, 1e-300))
    steps, jumps = np.zeros_like(ranked), np.zeros_like(ranked)
    rising = far >= near
    outward = np.where(rising, spread, -spread)
    steps[:, 1:] += outward
    steps[:, :-1] -= outward
    rest = mass - spread * width
    jumps[:, :-1] += np.where(rising, rest, 0.0)
    jumps[:, 1:] += np.where(rising, 0.0, rest)
    score = ranked.ravel()
    order = np.argsort(-score, kind="stable")
    score = score[order]
    per_score = np.cumsum(steps.ravel()[order])
    above = np.cumsum(np.append(0.0, per_score[:-1] * -np.diff(score)) + jumps.ravel()[order])
    above = np.maximum.accumulate(np.clip(above, 0.0, 1.0))
    return score[::-1].copy(), above[::-1].copy()


def _distances(parts: Sequence[Part], quantiles: NDArray[np.float64]) -> NDArray[np.float64]:
    laws = {law for _, law, _ in parts}
    marks = [np.zeros(1), *(law.quantile(quantiles) for law in laws)]
    # a node on either side of a jump keeps the jump sharp
    marks += [np.array(law.edges()) * beside for law in laws for beside in (1.0 - 1e-9, 1.0 + 1e-9)]
    nodes = np.unique(np.clip(np.concatenate(marks), 0.0, LIMIT_M))
    return np.asarray(nodes[np.concatenate([[True], np.diff(nodes) > 1e-10 * nodes[-1]])])


def _azimuths(parts: Sequence[Part]) -> NDArray[np.float64]:
    # counted from a sector's middle, so that azimuths on either side of it rank alike
    turned = [bearing.azimuth_deg for _, _, bearing in parts if not bearing.is_any]
    marks = [_CIRCLE + turned[0]]
    for bearing in {bearing for _, _, bearing in parts}:
        spread = bearing.blur_deg * np.arange(-3.0, 3.1, 0.5) if bearing.blur_deg else np.array([-1e-6, 1e-6])
        marks += [edge + spread for edge in bearing.edges()]
        if not bearing.is_any:
            marks.append(bearing.azimuth_deg + bearing.half_width_deg * _INWARD)
    nodes = np.unique(np.mod(np.concatenate(marks), 360.0))
    return np.asarray(nodes[np.concatenate([[True], np.diff(nodes) > 1e-7])])


def _raw(parts: Sequence[Part], r: NDArray[np.float64], azimuth: NDArray[np.float64]) -> NDArray[np.float64]:
    # shape (azimuths, distances)
    total = np.zeros((len(azimuth), len(r)))
    for w, law, bearing in parts:
        total += w * np.outer(bearing.order(azimuth), law.order(r))
    return total


def _filled(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    # the lowest function above that does not rise again once it fell, along the last axis
    rising = np.maximum.accumulate(raw, axis=-1)
    falling = np.maximum.accumulate(raw[..., ::-1], axis=-1)[..., ::-1]
    return np.minimum(rising, falling)


def _score_at(
    parts: Sequence[Part], nodes: NDArray[np.float64], azimuth: NDArray[np.float64], r: NDArray[np.float64]
) -> NDArray[np.float64]:
    here = np.zeros(r.shape)
    for w, law, bearing in parts:
        here += w * bearing.order(azimuth) * law.order(r)
    if len({law for _, law, _ in parts}) == 1:
        return here  # one law of distance has one peak already
    around = _raw(parts, nodes, azimuth)
    before = nodes[None, :] <= r[:, None]
    inward = np.maximum(np.max(np.where(before, around, 0.0), axis=1), here)
    outward = np.maximum(np.max(np.where(before, 0.0, around), axis=1), here)
    return np.asarray(np.minimum(inward, outward))


def _bounds(
    parts: Sequence[Part], table: Scores, azimuth: NDArray[np.float64], level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # innermost and outermost distance per azimuth, NaN where nothing passes
    t, r = table.threshold(level), table.r
    which, like = _alike(parts, azimuth)
    ranked = _filled(_raw(parts, r, azimuth[which]))
    passed = ranked >= t
    rows = np.arange(len(ranked))
    first, last = np.argmax(passed, axis=1), len(r) - 1 - np.argmax(passed[:, ::-1], axis=1)
    low, high = r[first], r[last]
    outside, after = np.maximum(first - 1, 0), np.minimum(last + 1, len(r) - 1)
    low = np.where(first > 0, _between(r, ranked, rows, first, outside, t), low)
    high = np.where(last < len(r) - 1, _between(r, ranked, rows, last, after, t), high)
    reached = passed.any(axis=1)
    return np.where(reached, low, np.nan)[like], np.where(reached, high, np.nan)[like]


def _between(
    r: NDArray[np.float64], ranked: NDArray[np.float64], rows: NDArray[np.intp], inside: NDArray[np.intp],
    outside: NDArray[np.intp], t: float,
) -> NDArray[np.float64]:  # fmt: skip
    fall = ranked[rows, inside] - ranked[rows, outside]
    share = np.clip((ranked[rows, inside] - t) / np.where(fall > 0.0, fall, 1.0), 0.0, 1.0)
    return np.asarray(r[inside] + (r[outside] - r[inside]) * share)


def _width(low: NDArray[np.float64], high: NDArray[np.float64]) -> float:
    return float(np.nanmedian(high - low))


def _chord_deg(width: float, r: float) -> float:
    # the step in azimuth whose chord strays from its circle by the share of the width that may be lost
    return float(np.degrees(2.0 * np.arccos(1.0 - min(1.0, _SHARE_OF_WIDTH * width / r))))


def _finer(azimuth: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    # more azimuths where a band is so thin that its chords would leave it
    step = max(_chord_deg(_width(low, high), float(np.nanmax(high))), _LEAST_STEP_DEG)
    gaps = np.diff(azimuth, append=azimuth[0] + 360.0)
    reached = np.isfinite(high) & np.isfinite(np.roll(high, -1))
    counts = np.where(reached, np.ceil(gaps / step), 1.0).astype(int)
    start = np.repeat(np.arange(len(azimuth)), counts)
    along = np.concatenate([np.arange(count) / count for count in counts])
    return np.asarray(azimuth[start] + along * gaps[start])


def _ring(lon: float, lat: float, low: float, high: float) -> BaseGeometry:
    step = max(_chord_deg(high - low, high), _LEAST_STEP_DEG)
    shape = _circle(lon, lat, high, step)
    if low > 0.0:
        shape = shape.difference(_circle(lon, lat, low, step))
    return drawing.tidied(shape)


def _circle(lon: float, lat: float, r: float, step: float) -> BaseGeometry:
    if r > _ALL_AROUND_M:
        return outline(lon, lat, r, tolerance_m=r * 1e-3)
    n = max(len(_CIRCLE), int(np.ceil(360.0 / step)))
    return drawing.loop(lon, lat, np.arange(n) * 360.0 / n, np.full(n, r))


def _paths(
    parts: Sequence[Part],
    table: Scores,
    azimuth: NDArray[np.float64],
    level: float,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    # one closed path per run of azimuths that pass: out along the far side, back along the near one
    n = len(azimuth)
    reached = np.isfinite(high)
    start = int(np.flatnonzero(~reached)[0])
    turn = [(start + k) % n for k in range(n)]
    runs: list[list[int]] = []
    for k, index in enumerate(turn):
        if reached[index]:
            if k == 0 or not reached[turn[k - 1]]:
                runs.append([])
            runs[-1].append(index)
    peak = np.max(_raw(parts, table.r, azimuth), axis=1)
    t = table.threshold(level)
    paths = []
    for run in runs:
        tip_before = _tip(azimuth, low, high, peak, t, run[0], (run[0] - 1) % n)
        tip_after = _tip(azimuth, low, high, peak, t, run[-1], (run[-1] + 1) % n)
        back = _pinched(azimuth[run][::-1], low[run][::-1])
        pieces = [tip_before, (azimuth[run], high[run]), tip_after, back]
        paths.append((np.concatenate([p[0] for p in pieces]), np.concatenate([p[1] for p in pieces])))
    return paths


def _tip(
    azimuth: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64], peak: NDArray[np.float64],
    t: float, inside: int, outside: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    # where the two sides meet, between the last azimuth that passes and the first that does not
    gap = (azimuth[outside] - azimuth[inside] + 180.0) % 360.0 - 180.0
    if abs(gap) < 1e-5 or low[inside] == 0.0:
        return np.empty(0), np.empty(0)
    share = (peak[inside] - t) / max(peak[inside] - peak[outside], 1e-300)
    return np.array([azimuth[inside] + gap * share]), np.array([(low[inside] + high[inside]) / 2.0])


def _pinched(azimuth: NDArray[np.float64], r: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # the anchor itself once, however many azimuths reach it
    keep = np.ones(len(r), dtype=bool)
    keep[1:] = (r[1:] > 0.0) | (r[:-1] > 0.0)
    return azimuth[keep], r[keep]


def _seen_from(
    lon: float, lat: float, at_lon: ArrayLike, at_lat: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = np.broadcast_arrays(np.asarray(at_lon, dtype=np.float64), np.asarray(at_lat, dtype=np.float64))
    azimuth, _, r = GEOD.inv(np.full(x.shape, float(lon)), np.full(x.shape, float(lat)), x.copy(), y.copy())
    return np.asarray(azimuth), np.asarray(r)


def _gaussian_radius_m(lat: float, at_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    # the radius of the sphere with the mean of the curvatures 1/(M N) at both latitudes
    (m, n), (m2, n2) = radii_of_curvature_m(lat), radii_of_curvature_m(at_lat)
    return np.asarray(1.0 / np.sqrt(0.5 / (m * n) + 0.5 / (m2 * n2)))
