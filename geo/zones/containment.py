"""The containment analysis: incidents against zones, each pair with a verdict, its probability and its reason.

The definition, in one place. A point is inside a disc when its geodesic distance to the centre is at most the
radius; a location is inside with the probability that its region of doubt gives the disc; the verdict needs both
the words (literal) and their measured errors (robust) to agree, and the date to lie within the zone's validity.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.frames import CONTAINMENT, INCIDENTS, ZONES, check, conform, dump_json, records
from geo.geodesy import distance_m
from geo.regions import Region, point
from geo.values import Alternative, Location, Trace, Zone
from geo.zones.reasons import reason, say_p
from geo.zones.statements import Statement, relation_of, speaking_of
from geo.zones.validity import temporal

if TYPE_CHECKING:
    import pandas as pd

_VAGUE: Final = frozenset({"near", "towards", "off"})
_WHOLE: Final = frozenset({"area", "feature", "part"})
_FAR: Final = 4.0  # 4 radii of 90% are 8.6 standard deviations: beyond, less than 1e-15 is left


@dataclass(frozen=True, slots=True)
class Rules:
    """The bars of a verdict: probabilities that the literal and the robust story must reach."""

    inside: tuple[float, float]
    """(literal, robust), both at least this: inside."""
    outside: tuple[float, float]
    """(literal, robust), both at most this: outside."""
    stated: tuple[float, float]
    """(literal, robust) probability of being inside where only a report's own words on the zone decide."""

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Rules:
        """The rules of data/rules.json, where each number has its source."""
        data = json.loads(resources.files("geo.zones").joinpath("data/rules.json").read_text("utf-8"))
        pairs = {key: (data[key]["literal"], data[key]["robust"]) for key in ("inside", "outside", "stated")}
        return cls(**pairs)

    def spatial(self, p_literal: float, p_robust: float) -> str:
        """inside, outside or indeterminate.

        >>> Rules.default().spatial(1.0, 0.936), Rules.default().spatial(0.81, 0.81)
        ('inside', 'indeterminate')
        """
        if p_literal >= self.inside[0] and p_robust >= self.inside[1]:
            return "inside"
        if p_literal <= self.outside[0] and p_robust <= self.outside[1]:
            return "outside"
        return "indeterminate"


@dataclass(slots=True)
class Finding:
    """What is found of one incident against one zone, before it becomes a row."""

    place_text: str = ""
    date_start: str = ""
    date_end: str = ""
    unlocated_reason: str = ""
    verdict: str = "unlocated"
    spatial: str = "unlocated"
    temporal: str = "undated"
    p_inside: float = float("nan")
    p_literal: float = float("nan")
    p_low: float = float("nan")
    p_high: float = float("nan")
    distance_m: float = float("nan")
    gap_doubt_m: float = 0.0
    stable: bool = True
    basis: str = "computed"
    stated: list[Statement] = field(default_factory=list)
    flips: list[tuple[Alternative, str]] = field(default_factory=list)


def contain(incidents: pd.DataFrame, zones: pd.DataFrame, *, rules: Rules | None = None) -> pd.DataFrame:
    """CONTAINMENT of located INCIDENTS against built ZONES: one row per pair, incidents in order, zones within.

    incidents, zones: tables after geo.frames. Raises TableError where a table breaks its contract.
    """
    import pandas as pd

    check(incidents, INCIDENTS, what="the incidents table")
    check(zones, ZONES, what="the zones table")
    rules = rules or Rules.default()
    discs = [Zone.of(row) for row in records(zones.drop(columns="geometry", errors="ignore"))]
    rows = [_row(incident, zone, finding) for incident, zone, finding in _findings(incidents, discs, rules)]
    return conform(pd.DataFrame(rows, columns=[column.name for column in CONTAINMENT]), CONTAINMENT)


def _findings(
    incidents: pd.DataFrame, zones: Sequence[Zone], rules: Rules
) -> Iterator[tuple[Mapping[str, Any], Zone, Finding]]:
    chance = _Chances()
    needed = [c.name for c in INCIDENTS if not c.name.startswith("region_")]
    for incident in records(incidents[needed]):
        place = _Placed.of(incident)
        statements = json.loads(incident["zone_statements"] or "[]")
        for zone in zones:
            finding = Finding(
                place_text=incident["place_text"],
                date_start=incident["date_start"],
                date_end=incident["date_end"],
                unlocated_reason=incident["unlocated_reason"],
                stated=speaking_of(zone, statements, zones),
            )
            _spatial(finding, place, zone, rules, chance)
            finding.temporal = temporal(finding.date_start, finding.date_end, zone)
            finding.verdict = verdict(finding.spatial, finding.temporal)
            _alternatives(finding, place, zone, rules, chance)
            yield incident, zone, finding


def verdict(spatial: str, temporal: str) -> str:
    """The whole verdict from where and when.

    >>> verdict("outside", "before"), verdict("outside", "undated"), verdict("inside", "disputed")
    ('not_in_force', 'outside', 'indeterminate')
    """
    if spatial == "unlocated":
        return "unlocated"
    if temporal in ("before", "after"):
        return "not_in_force"
    if spatial == "outside":
        return "outside"
    return "indeterminate" if temporal in ("disputed", "undated") else spatial


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where an incident is, rebuilt from its row once for all zones."""

    lon: float
    lat: float
    literal: Region
    robust: Region
    coarse: bool
    key: str
    sharp_m: float = 0.0
    """Of coordinates: the radius that holds 90% of a normal error; 0 for places in words."""

    @classmethod
    def of(cls, incident: Mapping[str, Any]) -> _Placed | None:
        if not (np.isfinite(incident["lon"]) and np.isfinite(incident["lat"])):
            return None
        if not incident["location"]:
            region = point(incident["lon"], incident["lat"], incident["uncertainty_m"])
            key = f"{incident['lon']!r} {incident['lat']!r} {incident['uncertainty_m']!r}"
            return cls(incident["lon"], incident["lat"], region, region, False, key, incident["uncertainty_m"])
        location = _rebuilt(incident["location"])
        assert location.literal is not None
        coarse = _is_coarse(location)
        return cls(location.lon, location.lat, location.literal, location.region, coarse, incident["location"])


def _is_coarse(location: Location) -> bool:
    """Whether a report's own words on a zone say more than this: a part of a country, or "near X" with no distance.

    "Near" states no distance, and how far it reaches is a judgement, not a measurement (see the doubt profiles).
    """
    form = location.clauses[0].form if location.clauses else "coordinates"
    of_area = location.place is not None and location.place.is_area
    return (of_area and form in _WHOLE) or (form in _VAGUE and location.clauses[0].distance_m is None)


@lru_cache(maxsize=4096)
def _rebuilt(location: str) -> Location:
    return Location.from_dict(json.loads(location))


class _Chances:
    """Probabilities and distances by location and disc: in a log, one locality stands in many rows."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, float, float, float], tuple[float, float]] = {}
        self._gaps: dict[tuple[str, float, float, float], tuple[float, float]] = {}

    def gap(self, place: _Placed, zone: Zone) -> tuple[float, float]:
        """Signed distance of the best estimate to the boundary, and its doubt, metres."""
        key = (place.key, zone.lon, zone.lat, zone.radius_m)
        if key not in self._gaps:
            self._gaps[key] = _gap(place, zone)
        return self._gaps[key]

    def __call__(self, place: _Placed, zone: Zone) -> tuple[float, float]:
        """(literal, robust) probability of lying inside `zone`."""
        key = (place.key, zone.lon, zone.lat, zone.radius_m)
        if key not in self._known and place.sharp_m:
            gap = float(distance_m(place.lon, place.lat, zone.lon, zone.lat)) - zone.radius_m
            if abs(gap) > _FAR * place.sharp_m:
                self._known[key] = (float(gap < 0), float(gap < 0))
        if key not in self._known:
            literal = place.literal.p_in_disc(zone.lon, zone.lat, zone.radius_m)
            same = place.robust is place.literal
            robust = literal if same else place.robust.p_in_disc(zone.lon, zone.lat, zone.radius_m)
            self._known[key] = (literal, robust)
        return self._known[key]


def _spatial(finding: Finding, place: _Placed | None, zone: Zone, rules: Rules, chance: _Chances) -> None:
    sides = {relation_of(one) for one in finding.stated} - {None}
    if sides and (place is None or place.coarse):
        finding.basis = "stated"
        literal, robust = (p if sides == {True} else 1 - p for p in rules.stated)
        if len(sides) == 2:
            literal = robust = 0.5
            finding.p_low, finding.p_high = 1 - rules.stated[1], rules.stated[1]
        finding.p_literal, finding.p_inside = literal, round(robust, 9)
    elif place is None:
        return
    else:
        finding.p_literal, finding.p_inside = chance(place, zone)
        finding.distance_m, finding.gap_doubt_m = chance.gap(place, zone)
    finding.spatial = rules.spatial(finding.p_literal, finding.p_inside)
    finding.p_low = np.nanmin([finding.p_low, finding.p_literal, finding.p_inside])
    finding.p_high = np.nanmax([finding.p_high, finding.p_literal, finding.p_inside])


def _gap(place: _Placed, zone: Zone) -> tuple[float, float]:
    """Signed distance of the best estimate to the boundary, and its doubt, metres.

    Where the best estimate is not a point of the region (a ring around its anchor), the median over the region
    stands for it.
    """
    centre = (zone.lon, zone.lat)
    if float(place.literal.level(place.lon, place.lat).item()) < 0.99:
        gap = float(distance_m(place.lon, place.lat, *centre)) - zone.radius_m
        return gap, place.literal.radius_holding(0.5)
    points = place.literal.sample(255)
    gaps = distance_m(points[:, 0], points[:, 1], *centre) - zone.radius_m
    low, middle, high = np.quantile(gaps, (0.25, 0.5, 0.75))
    return float(middle), float(max(high - low, 1.0) / 2)


def _alternatives(finding: Finding, place: _Placed | None, zone: Zone, rules: Rules, chance: _Chances) -> None:
    if place is None or finding.basis == "stated":
        return
    for option in zone.alternatives:
        literal, robust = chance(place, zone.read_as(option))
        finding.p_low = min(finding.p_low, literal, robust)
        finding.p_high = max(finding.p_high, literal, robust)
        other = verdict(rules.spatial(literal, robust), finding.temporal)
        if other != finding.verdict:
            finding.flips.append((option, other))
    finding.stable = not finding.flips


def _row(incident: Mapping[str, Any], zone: Zone, finding: Finding) -> dict[str, Any]:
    why = reason(finding, zone)
    return {
        "incident_id": incident["id"],
        "zone_id": zone.id,
        "verdict": finding.verdict,
        "spatial": finding.spatial,
        "temporal": finding.temporal,
        "p_inside": finding.p_inside,
        "p_literal": finding.p_literal,
        "p_low": finding.p_low,
        "p_high": finding.p_high,
        "distance_m": finding.distance_m,
        "stable": finding.stable,
        "basis": finding.basis,
        "stated": dump_json(finding.stated),
        "reason": why,
        "trace": dump_json(_trace(incident, zone, finding, why).as_list()),
    }


def _trace(incident: Mapping[str, Any], zone: Zone, finding: Finding, why: str) -> Trace:
    trace = _rebuilt(incident["location"]).trace if incident["location"] else Trace()
    trace = trace.then(
        "zones",
        f"The zone is {zone.name}: {zone.radius_text or f'{zone.radius_m:g} m'} around {zone.centre} "
        f"({zone.lat:.5f}, {zone.lon:.5f}), {zone.radius_m:,.1f} m on the ellipsoid.",
        zone=zone.id, lon=zone.lon, lat=zone.lat, radius_m=zone.radius_m,
    )  # fmt: skip
    for one in finding.stated:
        trace = trace.then("zones", f"{one.get('said_by') or 'A report'} says: “{one.get('quote', '')}”.", **dict(one))
    if finding.spatial != "unlocated":
        trace = trace.then(
            "zones",
            f"Probability inside: {say_p(finding.p_inside)} with measured errors, {say_p(finding.p_literal)} as "
            f"worded, {say_p(finding.p_low)} to {say_p(finding.p_high)} over all readings ({finding.basis}).",
            p_inside=finding.p_inside, p_literal=finding.p_literal, p_low=finding.p_low, p_high=finding.p_high,
        )  # fmt: skip
    when = f"{finding.date_start or 'no date'}" + (
        f" to {finding.date_end}" if finding.date_end not in ("", finding.date_start) else ""
    )
    trace = trace.then("zones", f"Date: {when}, {finding.temporal.replace('_', ' ')}.", temporal=finding.temporal)
    return trace.then("zones", f"Verdict: {finding.verdict.replace('_', ' ')}. {why}", verdict=finding.verdict)
