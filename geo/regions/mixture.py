"""A weighted sum of regions: a reading plus its background of gross errors, or several rival places.

Parts around one anchor are treated together, exactly as one region (`anchored`). With several anchors, or areas
among them, the footprint is the union of the groups' own footprints, each to the level at which another square
metre of it would hold equally much probability as in the others: what a highest-density region does, with each
group's own shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.regions import anchored, drawing
from geo.regions.area import Area
from geo.regions.polar import Polar
from geo.regions.probability import Part, p_in_disc
from geo.regions.radius import radius_holding, root
from geo.regions.region import Region, check_disc, check_level
from geo.regions.sequence import shares
from geo.regions.stack import leaves

_SHELLS: Final = np.linspace(0.0, 1.0, 17)
_SAMPLE: Final = 2048
_LEAN: Final = 0.02


@dataclass(frozen=True, slots=True)
class Mixture:
    """A region drawn from `parts` with their weights.

    >>> from geo.regions.bearing import Bearing
    >>> from geo.regions.radial import TruncatedNormal
    >>> base = 38.61778, 33.50583
    >>> main = Polar(*base, TruncatedNormal(38_624.0, 3_212.0), Bearing.any())
    >>> gross = Polar(*base, TruncatedNormal(38_624.0, 54_000.0), Bearing.any())
    >>> trucks = Mixture(((0.873, main), (0.127, gross)))
    >>> round(trucks.p_in_disc(*base, 54_717.696), 3)
    0.936
    """

    family: ClassVar[str] = "mixture"
    parts: tuple[tuple[float, Region], ...]
    """Pairs of a weight, > 0, and a region; the weights sum to 1."""

    def __post_init__(self) -> None:
        """Refuse weights that are no probabilities."""
        object.__setattr__(self, "parts", tuple((float(w), region) for w, region in self.parts))
        weights = [w for w, _ in self.parts]
        if not weights or not all(w > 0.0 for w in weights) or abs(sum(weights) - 1.0) > 1e-6:
            raise InputError(f"a mixture's weights must be more than 0 and sum to 1, not {weights}")

    def estimate(self) -> tuple[float, float]:
        """The estimate of the heaviest part; of the first among equals."""
        return max(self.parts, key=lambda part: part[0])[1].estimate()

    def radius_holding(self, level: float = 0.9) -> float:
        """Metres around `estimate()` that hold `level`."""
        check_level(level)
        groups = _groups(self.parts)
        one = groups[0][1]
        if len(groups) == 1 and isinstance(one, _Anchored) and all(bearing.is_any for _, _, bearing in one.parts):
            laws = [(w, law) for w, law, _ in one.parts]
            guesses = [float(law.quantile(level)) for _, law in laws]
            return root(
                lambda r: sum(w * float(law.cdf(r)) for w, law in laws) - level,
                min(guesses),
                max(1.0, (max(guesses) - min(guesses)) / 4.0),
            )
        return radius_holding(self, level)

    def sample(self, n: int, *, seed: int = 0) -> NDArray[np.float64]:
        """`n` equally likely points, shape (n, 2), lon, lat in degrees; each part gets its share, then shuffled."""
        counts = shares(n, np.array([w for w, _ in self.parts]), seed=seed)
        drawn = [
            region.sample(int(count), seed=seed + 104_729 * k)
            for k, ((_, region), count) in enumerate(zip(self.parts, counts, strict=True))
        ]
        points = np.concatenate(drawn)
        return points[np.random.default_rng([seed, 2]).permutation(len(points))]

    def density(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Probability per square metre at each point."""
        return np.asarray(sum(w * region.density(lon, lat) for w, region in self.parts))

    def level(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """For each point, the smallest level whose footprint holds it."""
        groups = _groups(self.parts)
        if len(groups) == 1:
            return groups[0][1].level(lon, lat)
        ranks, above = _ranking(self)
        return np.asarray(np.interp(_rank(groups, ranks, lon, lat), above[0], above[1]))

    def footprint(self, level: float = 0.9) -> BaseGeometry:
        """The polygon that holds `level`."""
        check_level(level)
        groups = _groups(self.parts)
        if len(groups) == 1:
            return groups[0][1].footprint(level)
        ranks, above = _ranking(self)
        threshold = float(np.interp(level, above[1][::-1], above[0][::-1]))
        shapes = []
        for (_, region), rank in zip(groups, ranks, strict=True):
            own = float(np.interp(threshold, rank[::-1], _SHELLS[::-1], left=1.0, right=0.0))
            if own > 1e-3:
                shapes.append(region.footprint(min(own, 0.9999)))
        return drawing.thinned(shapely.union_all(shapes))

    def p_in_disc(self, lon: float, lat: float, radius_m: float) -> float:
        """Probability of lying within `radius_m` geodesic metres of lon, lat."""
        check_disc(lon, lat, radius_m)
        total = sum(w * region.p_in_disc(lon, lat, radius_m) for w, region in _groups(self.parts))
        return min(1.0, max(0.0, total))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `region_from_dict` rebuilds an equal region."""
        return {"family": self.family, "parts": [[w, region.as_dict()] for w, region in self.parts]}


@dataclass(frozen=True, slots=True)
class _Anchored:
    """All that a mixture says around one anchor; the weights of the parts sum to 1."""

    lon: float
    lat: float
    parts: tuple[Part, ...]

    def level(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        return anchored.level(self.lon, self.lat, self.parts, lon, lat)

    def density(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        return anchored.density(self.lon, self.lat, self.parts, lon, lat)

    def sample(self, n: int, *, seed: int = 0) -> NDArray[np.float64]:
        return anchored.sample(self.lon, self.lat, self.parts, n, seed=seed)

    def footprint(self, level: float) -> BaseGeometry:
        return anchored.footprint(self.lon, self.lat, self.parts, level)

    def p_in_disc(self, lon: float, lat: float, radius_m: float) -> float:
        return p_in_disc(self.lon, self.lat, self.parts, lon, lat, radius_m)


_Group = tuple[float, "_Anchored | Area"]


def _groups(parts: tuple[tuple[float, Region], ...]) -> tuple[_Group, ...]:
    """The parts, mixtures within mixtures opened, those around one anchor together; weights sum to 1."""
    around: dict[tuple[float, float], list[Part]] = {}
    areas: list[_Group] = []
    for w, region in [(w * share, leaf) for w, part in parts for share, leaf in leaves(part)]:
        if isinstance(region, Polar):
            around.setdefault((region.lon, region.lat), []).append((w, region.radial, region.bearing))
        elif isinstance(region, Area):
            areas.append((w, region))
        else:
            raise InputError(f"a mixture holds polar, area and mixture regions, not {type(region).__name__}")
    groups: list[_Group] = []
    for (lon, lat), shared in around.items():
        weight = sum(w for w, _, _ in shared)
        groups.append((weight, _Anchored(lon, lat, tuple((w / weight, law, b) for w, law, b in shared))))
    groups += areas
    whole = sum(w for w, _ in groups)
    return tuple((w / whole, group) for w, group in groups)


@lru_cache(maxsize=64)
def _ranking(mixture: Mixture) -> tuple[tuple[NDArray[np.float64], ...], tuple[NDArray[np.float64], ...]]:
    # per group its rank at each of _SHELLS; and the level of the whole as a function of rank
    groups = _groups(mixture.parts)
    ranks = tuple(_shell_density(w, region) for w, region in groups)
    points = mixture.sample(_SAMPLE)
    found = np.sort(_rank(groups, ranks, points[:, 0], points[:, 1]))
    share = 1.0 - (np.arange(len(found)) + 0.5) / len(found)
    return ranks, (found, share)


def _shell_density(weight: float, region: _Anchored | Area) -> NDArray[np.float64]:
    # mean density of the probability between neighbouring levels: its mass over its area, the area being the mean
    # of 1/density over a sample; falling, and leaning so that no two levels share a rank
    points = region.sample(1024)
    levels = region.level(points[:, 0], points[:, 1])
    thin = 1.0 / np.maximum(region.density(points[:, 0], points[:, 1]), 1e-300)
    shell = np.clip(np.searchsorted(_SHELLS, levels, side="right") - 1, 0, len(_SHELLS) - 2)
    count, area = np.bincount(shell, minlength=16), np.bincount(shell, weights=thin, minlength=16)
    mean = np.where(count > 0, weight * count / np.maximum(area, 1e-300), np.nan)
    known = np.isfinite(mean)
    middles = (_SHELLS[1:] + _SHELLS[:-1]) / 2.0
    mean = np.exp(np.interp(_SHELLS, middles[known], np.log(mean[known])))
    return np.asarray(np.minimum.accumulate(mean) * (1.0 - _LEAN * _SHELLS))


def _rank(
    groups: tuple[_Group, ...], ranks: tuple[NDArray[np.float64], ...], lon: ArrayLike, lat: ArrayLike
) -> NDArray[np.float64]:
    each = []
    for (_, region), rank in zip(groups, ranks, strict=True):
        levels = region.level(lon, lat)
        each.append(np.where(levels < 1.0, np.interp(levels, _SHELLS, rank), 0.0))  # at 1 outside all it covers
    return np.asarray(np.maximum.reduce(each))


def mixture_from_dict(data: Mapping[str, Any], rebuild: Any) -> Mixture:
    """The reverse of `Mixture.as_dict`; `rebuild` turns each part's dict into its region."""
    return Mixture(tuple((w, rebuild(part)) for w, part in data["parts"]))
