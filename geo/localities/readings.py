"""What else the words of a text may mean, and how small a zone such words can ever put an event into."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.localities.anchors import Job, home_code
from geo.localities.choices import Choice, anchor_at
from geo.localities.doubt import doubt_of
from geo.localities.measures import find_lengths
from geo.localities.profiles import Profile
from geo.localities.stories import Doubt, mix
from geo.localities.words import KIND_CODES
from geo.regions.radius import root
from geo.units import METRES_PER
from geo.values import Candidate, Clause, Place, Reading, Resolution

if TYPE_CHECKING:
    from geo.localities import Gazetteer

MAX_RIVALS: Final = 5
"""Rival anchors that become readings: a name like San José has hundreds, and a table row must stay readable."""

REACH: Final = (0.95, 0.90)
"""Literal and robust probability that a verdict of inside needs (the containment analysis' own bars)."""


def other_readings(chosen: Sequence[Choice], job: Job, gazetteer: Gazetteer, profile: Profile) -> tuple[Reading, ...]:
    """The other readings of the first of the chosen clauses; the other targets, if any, stay as they are."""
    first, rest = chosen[0], [choice.doubt for choice in chosen[1:]]
    readings = [
        replace(_reading("anchor", name, doubt, rest), counts=counts)
        for name, doubt, counts in _rivals(first, job, gazetteer, profile)
    ]
    bare = _in_nautical_miles(first.clause)
    doubt = doubt_of(bare, first.anchors, profile) if bare else None
    if doubt is not None:
        readings.append(replace(_reading("unit", "nautical miles", doubt, rest), counts=False))
    return tuple(readings)


def _reading(field: str, value: str, doubt: Doubt, rest: Sequence[Doubt]) -> Reading:
    if not rest:
        return Reading(field, value, doubt.literal, doubt.robust)
    both = (doubt, *rest)
    return Reading(field, value, mix([one.literal for one in both]), mix([one.robust for one in both]))


def _rivals(choice: Choice, job: Job, gazetteer: Gazetteer, profile: Profile) -> list[tuple[str, Doubt, bool]]:
    """The clause around each rival that the words leave possible: its name, its regions, whether it counts.

    A namesake in another country is conceivable where no country is named, and shown; it unsettles no verdict.
    """
    found = []
    for index, resolution in enumerate(choice.resolutions):
        for rival in live_rivals(resolution, home_code(job)):
            anchors = list(choice.anchors)
            anchors[index] = anchor_at(rival.place, gazetteer)
            doubt = doubt_of(choice.clause, anchors, profile)
            if doubt is not None:
                counts = resolution.best is not None and rival.place.country == resolution.best.place.country
                found.append((_said(rival.place, resolution), doubt, counts))
    return found[:MAX_RIVALS]


def _said(rival: Place, resolution: Resolution) -> str:
    best = resolution.best
    home = best is None or rival.country in ("", best.place.country)
    return rival.name if home else f"{rival.name} ({rival.country})"


def live_rivals(resolution: Resolution, country: str = "") -> list[Candidate]:
    """The rivals of a name that the text's own words do not exclude, best first.

    A kind word in the name ("base", "town of") excludes places of another kind, as long as the best candidate is of
    that kind; `country` (ISO code, given or named) excludes places elsewhere, as long as the best one lies in it.
    """
    best = resolution.best
    if best is None:
        return []
    codes = asked_codes(resolution.name)
    of_kind = bool(codes) and best.place.kind.startswith(codes)
    at_home = bool(country) and best.place.country == country
    return [
        rival
        for rival in resolution.rivals
        if not (of_kind and not rival.place.kind.startswith(codes))
        and not (at_home and rival.place.country != country)
        and (rival.place.lon, rival.place.lat) != (best.place.lon, best.place.lat)
    ]


def asked_codes(name: str) -> tuple[str, ...]:
    """Beginnings of the GeoNames feature codes that the kind words of a name ask for; empty when it has none.

    >>> asked_codes("the At Tanf border crossing"), asked_codes("At Tanf")
    (('PSTB', 'CSTM'), ())
    """
    text = " ".join(re.findall(r"[a-z]+", name.lower()))
    for word in sorted(KIND_CODES, key=len, reverse=True):
        if re.search(rf"\b{word}\b", text):
            return KIND_CODES[word]
    return ()


def _in_nautical_miles(clause: Clause) -> Clause | None:
    """The clause with its bare miles read as nautical ones; None when it has none."""
    if clause.distance_m is None:
        return None
    bare = [measure.unit for measure in find_lengths(clause.text)]
    if not bare or any(unit != "mi" for unit in bare) or re.search(r"\bstatute\b", clause.text, re.IGNORECASE):
        return None
    times = METRES_PER["nmi"] / METRES_PER["mi"]
    return replace(clause, distance_m=clause.distance_m * times, half_interval_m=clause.half_interval_m * times)


def reach_m(choice: Choice) -> float:
    """The smallest radius, metres, of a disc into which such words can put an event: both stories reach their bars.

    The disc lies around the anchor or around the best estimate, whichever needs less.
    """
    literal, robust = choice.doubt.literal, choice.doubt.robust
    reaches = [max(literal.radius_holding(REACH[0]), robust.radius_holding(REACH[1]))]
    anchor = choice.anchors[0] if choice.anchors else None
    if anchor is not None and not anchor.place.is_area and choice.clause.form != "between":
        at = anchor.place.lon, anchor.place.lat
        around = [_holding(region.p_in_disc, at, bar) for region, bar in zip((literal, robust), REACH, strict=True)]
        reaches.append(max(around))
    return round(min(reaches), 1)


def _holding(p_in_disc: Callable[[float, float, float], float], at: tuple[float, float], level: float) -> float:
    radius = 500.0
    while p_in_disc(*at, radius) < level and radius < 1e7:
        radius *= 2
    return root(lambda r: p_in_disc(*at, r) - level, radius, radius / 4)
