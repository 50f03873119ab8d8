"""The definition of containment: one incident against zones, each pair with a verdict, its probability and its reason.

In one place, and plainly; `geo.zones.batch` does the same for whole tables. A point is inside a shape when the shape
contains it (of a disc: when its geodesic distance to the centre is at most the radius); a location is inside with the
probability that its region of doubt gives the shape; the verdict needs both the words (literal) and their measured
errors (robust) to agree, the date to lie within the zone's validity, and the zone to bind what the incident is about.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.frames import dump_json, records
from geo.shapes import Shape
from geo.values import Zone
from geo.zones.conditions import Conditions
from geo.zones.encounter import encounter
from geo.zones.finding import Finding, Flip
from geo.zones.moments import interval_of
from geo.zones.placed import Chances, Placed
from geo.zones.reasons import reason, steps
from geo.zones.rules import Rules, verdict
from geo.zones.statements import relation_of, speaking_of
from geo.zones.validity import relation

if TYPE_CHECKING:
    import pandas as pd

UNREAD: Final = ["region_50", "region_90", "geometry"]
"""Columns of INCIDENTS that nothing here looks at, and that are long."""


def by_rows(incidents: pd.DataFrame, zones: Sequence[Zone], rules: Rules) -> Iterator[dict[str, Any]]:
    """The rows of CONTAINMENT, one incident after another: the oracle of `geo.zones.batch`, which is for use."""
    chances = Chances()
    for incident in records(incidents.drop(columns=UNREAD, errors="ignore")):
        place = Placed.of(incident)
        findings = judge(incident, place, zones, zones, rules, chances)
        yield from (row_of(incident, place, zone, one) for zone, one in zip(zones, findings, strict=True))


def judge(
    incident: Mapping[str, Any],
    place: Placed | None,
    zones: Sequence[Zone],
    every: Sequence[Zone],
    rules: Rules,
    chances: Chances,
) -> list[Finding]:
    """What is found of one incident against some zones: all that share their groups, out of `every` zone there is."""
    statements = json.loads(incident["zone_statements"] or "[]")
    findings = []
    for zone in zones:
        finding = _begin(incident, place, zone, Conditions.of(zone.applies_to))
        finding.stated = speaking_of(zone, statements, every)
        if not _decide_by_statement(finding, place, zone, rules) and place is not None:
            _decide_by_region(finding, incident, place, zone, rules, chances)
        finding.verdict = verdict(finding.spatial, finding.temporal, finding.applies)
        if place is not None and finding.basis == "computed" and zone.shape is not None:
            _try_other_readings(finding, place, zone, zone.shape, rules, chances)
        findings.append(finding)
    _compare_siblings(zones, findings)
    return findings


def _begin(incident: Mapping[str, Any], place: Placed | None, zone: Zone, condition: Conditions) -> Finding:
    """What is known before the place is looked at: when it was, and whom the zone binds."""
    lon = place.lon if place else math.nan
    when = relation(incident["date_start"], incident["date_end"], incident["time_text"], lon, zone)
    judgement = condition.judge(incident)
    return Finding(
        place_text=incident["place_text"],
        date_start=incident["date_start"],
        date_end=incident["date_end"],
        unlocated_reason=incident["unlocated_reason"],
        temporal=when.temporal,
        when=when.why,
        applies=judgement.applies,
        binding=judgement.why,
        reach_m=place.reach_m if place else 0.0,
        near=place.near if place else False,
    )


def _decide_by_statement(finding: Finding, place: Placed | None, zone: Zone, rules: Rules) -> bool:
    """Where a report's own words on the zone are the finest statement of place, they decide.

    Not where the place, vague as it is, lies elsewhere altogether: then the words speak of another zone, or clash.
    """
    sides = {relation_of(one) for one in finding.stated} - {None}
    if not sides or (place is not None and not (place.coarse and place.allows(zone))):
        return False
    finding.basis = "stated"
    literal, robust = rules.stated if True in sides else (1 - p for p in rules.stated)
    if len(sides) == 2:
        finding.widen(1 - rules.stated[1], rules.stated[1])
        literal = robust = 0.5
    _set(finding, literal, round(robust, 9), rules)
    return True


def _decide_by_region(
    finding: Finding, incident: Mapping[str, Any], place: Placed, zone: Zone, rules: Rules, chances: Chances
) -> None:
    if zone.shape is not None:
        _set(finding, *chances.inside(place, zone.shape), rules)
        finding.distance_m, finding.gap_doubt_m = chances.gap(place, zone.shape)
        return
    finding.spatial = "indeterminate"
    if zone.kind == "unknown":
        finding.open_course = "the course of the zone is not known"
        return
    span = interval_of(incident["date_start"], incident["date_end"], incident["time_text"], place.lon)
    met = encounter(place, zone, span, chances)
    finding.open_course = met.why
    if met.chances:
        literal, robust = (sum(side) / len(side) for side in zip(*met.chances, strict=True))
        finding.widen(*(p for pair in met.chances for p in pair))
        _set(finding, literal, robust, rules)
        finding.distance_m, finding.gap_doubt_m = met.gap_m, met.gap_doubt_m
        if met.why:
            finding.spatial = "indeterminate"


def _set(finding: Finding, literal: float, robust: float, rules: Rules) -> None:
    finding.p_literal, finding.p_inside = literal, robust
    finding.widen(literal, robust)
    finding.spatial = rules.spatial(literal, robust)


def _try_other_readings(
    finding: Finding, place: Placed, zone: Zone, shape: Shape, rules: Rules, chances: Chances
) -> None:
    """The zone's stated alternatives, and the other readings of the words; which of them change the verdict."""
    for option in zone.alternatives:
        read = zone.read_as(option).shape
        if read is not None:
            pair = chances.inside(place, read)
            _weigh(finding, pair, rules, field=option.field, value=option.value, counts=True)
    for reading in place.readings:
        pair = chances.inside(place.read_as(reading), shape)
        _weigh(finding, pair, rules, field=reading.field, value=reading.value, counts=reading.counts)


def _weigh(finding: Finding, pair: tuple[float, float], rules: Rules, *, field: str, value: str, counts: bool) -> None:
    if counts:
        finding.widen(*pair)
    other = verdict(rules.spatial(*pair), finding.temporal, finding.applies)
    if other != finding.verdict:
        finding.flips.append(Flip(field, value, other, pair[1], counts))


def _compare_siblings(zones: Sequence[Zone], findings: Sequence[Finding]) -> None:
    """Where a zone changed over time, say in its other rows which one held, and where it does not matter."""
    rows: dict[str, list[int]] = {}
    for index, zone in enumerate(zones):
        rows.setdefault(zone.group or zone.id, []).append(index)
    for group in rows.values():
        held = [index for index in group if findings[index].temporal == "in_force"]
        open_ = [index for index in group if findings[index].temporal == "disputed"]
        for index in group:
            if findings[index].verdict == "not_in_force" and len(held) == 1 and held[0] != index:
                findings[index].sibling = f"on that date {zones[held[0]].name} held"
            if index in open_ and len(open_) > 1 and len({findings[other].spatial for other in open_}) == 1:
                names = " and ".join(zones[other].name for other in open_ if other != index)
                findings[index].sibling = f"as to place, {names} would say the same"


def row_of(incident: Mapping[str, Any], place: Placed | None, zone: Zone, finding: Finding) -> dict[str, Any]:
    """The row of CONTAINMENT that a finding comes to."""
    why = reason(finding, zone)
    return {
        "incident_id": incident["id"],
        "zone_id": zone.id,
        "verdict": finding.verdict,
        "spatial": finding.spatial,
        "temporal": finding.temporal,
        "applies": finding.applies,
        "p_inside": finding.p_inside,
        "p_literal": finding.p_literal,
        "p_low": finding.p_low,
        "p_high": finding.p_high,
        "distance_m": finding.distance_m,
        "stable": finding.stable,
        "basis": finding.basis,
        "stated": dump_json(finding.stated),
        "flips": dump_json([flip.as_dict() for flip in finding.flips]),
        "reason": why,
        "trace": dump_json(steps(finding, zone, why, after=place.trace if place else None).as_list()),
    }
