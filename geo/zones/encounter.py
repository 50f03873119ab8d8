"""An incident against a zone that moves: where the zone was at the time, as far as that is known."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from geo.shapes import Disc
from geo.values import Zone
from geo.zones.placed import Chances, Placed
from geo.zones.track import positions

_TIMES: Final = 49
"""At how many times of an incident's interval a moving zone is looked at: every half hour of a day."""
_WHOLE: Final = 0.999


@dataclass(frozen=True, slots=True)
class Encounter:
    """What is found over all times that the incident may have had."""

    chances: list[tuple[float, float]] = field(default_factory=list)
    """(literal, robust) probability of lying inside, by time; empty where the track says nothing."""
    gap_m: float = math.nan
    """Median over the times of the signed distance to the rim, metres."""
    gap_doubt_m: float = 0.0
    """Half the spread of `gap_m` over the times, or its doubt at one time, metres."""
    why: str = ""
    """Why it stays open: a clause; empty where the track covers the whole interval."""


def encounter(place: Placed, zone: Zone, span: tuple[float, float] | None, chances: Chances) -> Encounter:
    """The chances of `place` against the disc around a track, at equally spaced times of `span` (minutes, UTC)."""
    if span is None:
        return Encounter(why=f"where {zone.name} was depends on a date, and there is none")
    lon, lat, covered = positions(zone.track, *span, _TIMES)
    if not len(lon):
        return Encounter(why=f"the track of {zone.name} says nothing of that time")
    discs = [Disc(float(x), float(y), zone.radius_m) for x, y in zip(lon, lat, strict=True)]
    gaps = [chances.gap(place, disc) for disc in discs]
    middle, doubt = float(np.median([gap for gap, _ in gaps])), max(doubt for _, doubt in gaps)
    spread = float(np.ptp([gap for gap, _ in gaps])) / 2.0
    why = "" if covered >= _WHOLE else f"the track of {zone.name} covers only {math.floor(100 * covered)}% of that time"
    return Encounter([chances.inside(place, disc) for disc in discs], middle, max(doubt, spread), why)
