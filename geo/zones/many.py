"""The probability of many places in one shape, as one at a time would have it wherever that decides or is said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.regions import Region, p_in, p_in_disc_many, point
from geo.shapes import Disc, Ring, Shape
from geo.zones.placed import FAR
from geo.zones.rules import Rules

_Array = NDArray[np.float64]

_APART: Final = 3e-5
"""More than the probabilities of a ring, one at a time and many at once, may differ: twice 1e-5."""
_ASKED: Final = math.sqrt(8.0) * (1.0 + 1e-9)
"""The radius that holds all but 1e-8 of a normal error, in radii that hold 90%: how far `geo.regions` integrates it."""
_HALF: Final = math.sqrt(math.log(2.0) / math.log(10.0))
"""The radius that holds half of a normal error, in radii that hold 90%."""


def points_inside(
    shape: Shape, lon: _Array, lat: _Array, doubt_m: _Array, rules: Rules
) -> tuple[_Array, _Array, _Array]:
    """(p, gap_m, gap_doubt_m) of coordinates with a normal error, 90% of it within `doubt_m` metres; 1-d arrays.

    Farther than `FAR` radii from the boundary p is 0 or 1 by the sign of the distance; nearer it is integrated. Of a
    disc, `p_in` integrates nothing beyond what holds all but 1e-8 of the error: there p is 0 outside, and inside the
    share that lies nearer than the rim.
    """
    gap = np.asarray(shape.gap_m(lon, lat), dtype=np.float64)
    p = (gap < 0.0).astype(np.float64)
    open_ = ~(np.abs(gap) > FAR * doubt_m)
    if isinstance(shape, Disc):  # beyond what an integral asks of the law, it is 0, or the law's own share
        tail = np.flatnonzero(open_ & (np.abs(gap) > _ASKED * doubt_m) & (gap > 1.0 - shape.radius_m))
        sigma = doubt_m[tail] / math.sqrt(-2.0 * math.log(0.1))
        p[tail] = np.where(gap[tail] < 0.0, -np.expm1(-0.5 * (gap[tail] / sigma) ** 2), 0.0)
        open_[tail] = False
    near = np.flatnonzero(open_)
    if near.size:
        numbers = zip(lon[near].tolist(), lat[near].tolist(), doubt_m[near].tolist(), strict=True)
        # of a point in a disc, both ways of integrating add up what is more than nothing
        low = 0.0 if isinstance(shape, Disc) else _APART
        p[near] = regions_inside([point(*one) for one in numbers], shape, rules, low=low)
    return p, gap, doubt_m * _HALF


def regions_inside(regions: Sequence[Region], shape: Shape, rules: Rules, *, low: float = _APART) -> _Array:
    """Probability of each region in `shape`, shape (n,): `p_in` of each, within 1e-5 for discs, 2e-5 for rings.

    What is so near to a bar of `rules`, to 0 (at most `low`), to 1 or to where two decimals turn that this could change
    a verdict or a sentence is `p_in` itself; so is everything in shapes of other kinds.
    """
    if not isinstance(shape, Disc | Ring):
        return np.array([p_in(region, shape) for region in regions])
    radii = (shape.radius_m,) if isinstance(shape, Disc) else (shape.outer_m, shape.inner_m)
    found = [p_in_disc_many(regions, shape.lon, shape.lat, radius) for radius in radii]
    p = np.asarray(found[0] if len(found) == 1 else np.maximum(found[0] - found[1], 0.0))
    bars = np.array([*rules.inside, *rules.outside])
    turns = np.abs(np.mod(100.0 * p, 1.0) - 0.5) / 100.0
    close = np.minimum(np.abs(p[:, None] - bars).min(axis=1), turns) < _APART
    close |= (p <= low) | (p >= 1.0 - _APART)
    for index in np.flatnonzero(close).tolist():
        p[index] = p_in(regions[index], shape)
    return p
