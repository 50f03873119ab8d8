"""Many regions asked about one disc: their parameters side by side, computed together."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.geodesy.ellipsoid import inverse
from geo.regions.bearing import Bearing
from geo.regions.coverage import COLUMNS, REACH, Parts, Seen, covered, sphere_m
from geo.regions.families import FAMILIES
from geo.regions.region import Region, check_disc

_Array = NDArray[np.float64]

_LAWS: Final = {
    law: (kind, attrgetter(*(family.fields * 2)[:2])) for kind, (law, family) in enumerate(FAMILIES.items())
}
"""Number of each law and how to read its two parameters; the only one of a law stands for both."""


def p_in_disc_many(regions: Sequence[Region], lon: ArrayLike, lat: ArrayLike, radius_m: ArrayLike) -> _Array:
    """Probability of each region of lying within `radius_m` geodesic metres of lon, lat (degrees), shape (n,).

    What `Region.p_in_disc` gives, within 1e-5, for many regions at once; the disc is one, or one for each region.
    Raises InputError or CoordinateError for what is no disc. Ask a `Stack` about several discs.

    >>> from geo.regions import disc, ring
    >>> p_in_disc_many([disc(38.6, 33.5, 9_000.0), ring(38.6, 33.5, 5_000.0, 15_000.0)], 38.6, 33.5, 10_000.0)
    array([1. , 0.5])
    """
    if _is_one(lon, lat, radius_m):
        # in a log one locality stands in many rows, and its region is then one object
        place: dict[int, int] = {}
        turn = [place.setdefault(id(region), len(place)) for region in regions]
        if len(place) < len(regions):
            once = {id(region): region for region in regions}
            return Stack([once[key] for key in place]).p_in_disc(lon, lat, radius_m)[turn]
    return Stack(regions).p_in_disc(lon, lat, radius_m)


class Stack:
    """Regions with their parameters side by side, to be asked about disc after disc."""

    def __init__(self, regions: Sequence[Region]) -> None:
        """Take the regions apart; those that are not all distance and bearing are asked one by one."""
        self._regions = list(regions)
        anchors: list[float] = []
        owner: list[int] = []
        rows: list[float] = []
        self._single = [
            index for index, region in enumerate(self._regions) if not _take_apart(region, index, anchors, owner, rows)
        ]
        self._anchors = np.array(anchors, dtype=np.float64).reshape(-1, 2)
        self._owner = np.array(owner, dtype=np.intp)
        table = np.array(rows, dtype=np.float64).reshape(-1, COLUMNS)
        kinds, directed = table[:, 1], table[:, 5] > 0.0
        chosen = (
            (law, (kinds == kind) & (directed == side)) for law, (kind, _) in _LAWS.items() for side in (False, True)
        )
        self._parts = [Parts.of(table[of_law], law) for law, of_law in chosen if of_law.any()]

    def __len__(self) -> int:
        """How many regions."""
        return len(self._regions)

    def p_in_disc(self, lon: ArrayLike, lat: ArrayLike, radius_m: ArrayLike) -> _Array:
        """Probability of each region in the disc, shape (n,); arguments are numbers or one for each region."""
        n = len(self)
        given = [np.asarray(v, dtype=np.float64) for v in (lon, lat, radius_m)]
        discs = np.column_stack([np.broadcast_to(v, (n,)) for v in given])
        for one in [[float(v) for v in given]] if _is_one(*given) else discs.tolist():
            check_disc(*one)
        total = np.zeros(n)
        exact = set(self._single)
        disc = discs[self._owner]
        towards, apart = inverse(self._anchors[:, 0], self._anchors[:, 1], disc[:, 0], disc[:, 1])
        seen = Seen(towards, apart, disc[:, 2], sphere_m(self._anchors[:, 1], disc[:, 1]))
        for parts in self._parts:
            owner = self._owner[parts.anchor]
            p, unsure = covered(parts, seen)
            total += np.bincount(owner, weights=p, minlength=n)
            exact.update(owner[unsure].tolist())
        for index in exact:
            total[index] = self._regions[index].p_in_disc(*(float(v) for v in discs[index]))
        return np.clip(total, 0.0, 1.0)


def _is_one(*disc: ArrayLike) -> bool:
    return all(np.ndim(v) == 0 for v in disc)


def _take_apart(region: Region, index: int, anchors: list[float], owner: list[int], rows: list[float]) -> bool:
    """Append a row for each law and sector, neighbours of one law in one row; False, and nothing, where it has others.

    Flat lists, because a hundred thousand small containers would keep the garbage collector busy.
    """
    marks = len(anchors), len(owner), len(rows)
    before: tuple[float, ...] = ()
    for w, leaf in leaves(region):
        known = getattr(leaf, "family", "") == "polar" and type(leaf.radial) in _LAWS
        if not known or _winds(leaf.bearing):
            del anchors[marks[0] :], owner[marks[1] :], rows[marks[2] :]
            return False
        bearing = leaf.bearing
        kind, fields = _LAWS[type(leaf.radial)]
        here = (leaf.lon, leaf.lat, kind, *fields(leaf.radial))
        if here[:2] != before[:2]:
            anchors += here[:2]
            owner.append(index)
        directed = bearing.half_width_deg < 180.0
        if here != before or (directed and rows[-4] > 0.0):
            rows += (len(owner) - 1, *here[2:], 0.0, 0.0, 0.0, 0.0, 0.0)
            before = here
        if directed:
            rows[-4:] = w, bearing.azimuth_deg, bearing.half_width_deg, bearing.blur_deg
        else:
            rows[-5] += w
    return True


def leaves(region: Any) -> Sequence[tuple[float, Any]]:
    """The parts of a region that are no mixtures, with their weights, which sum to one."""
    if getattr(region, "family", "") != "mixture":
        return ((1.0, region),)
    parts: Sequence[tuple[float, Any]] = region.parts
    if not any(getattr(part, "family", "") == "mixture" for _, part in parts):
        return parts
    return [(w * share, leaf) for w, part in parts for share, leaf in leaves(part)]


def is_stackable(region: Region) -> bool:
    """Whether all of a region is distance and bearing, so that a `Stack` computes it together with others.

    >>> from geo.regions import disc
    >>> is_stackable(disc(38.6, 33.5, 100.0))
    True
    """
    return _take_apart(region, 0, [], [], [])


def _winds(bearing: Bearing) -> bool:
    # so blurred that more than the neighbouring turns would count
    return 180.0 > bearing.half_width_deg > 360.0 - REACH * bearing.blur_deg
