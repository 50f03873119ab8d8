"""The containment analysis: incidents against zones, each pair with a verdict, its probability and its reason.

The definition, in one place. A point is inside a disc when its geodesic distance to the centre is at most the
radius; a location is inside with the probability that its region of doubt gives the disc; the verdict needs both
the words (literal) and their measured errors (robust) to agree, and the date to lie within the zone's validity.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.frames import CONTAINMENT, INCIDENTS, ZONES, check, conform, dump_json, records
from geo.values import Zone
from geo.zones.finding import Finding, Flip
from geo.zones.placed import Chances, Placed
from geo.zones.reasons import reason, steps
from geo.zones.rules import Rules, verdict
from geo.zones.statements import relation_of, speaking_of
from geo.zones.validity import temporal

if TYPE_CHECKING:
    import pandas as pd


def contain(incidents: pd.DataFrame, zones: pd.DataFrame, *, rules: Rules | None = None) -> pd.DataFrame:
    """CONTAINMENT of located INCIDENTS against built ZONES: one row per pair, incidents in order, zones within.

    incidents, zones: tables after geo.frames. Raises TableError where a table breaks its contract.
    """
    import pandas as pd

    check(incidents, INCIDENTS, what="the incidents table")
    check(zones, ZONES, what="the zones table")
    discs = [Zone.of(row) for row in records(zones.drop(columns="geometry", errors="ignore"))]
    rows = list(_rows(incidents, discs, rules or Rules.default()))
    return conform(pd.DataFrame(rows, columns=[column.name for column in CONTAINMENT]), CONTAINMENT)


def _rows(incidents: pd.DataFrame, zones: Sequence[Zone], rules: Rules) -> Iterator[dict[str, Any]]:
    chances = Chances()
    needed = [column.name for column in INCIDENTS if not column.name.startswith("region_")]
    for incident in records(incidents[needed]):
        place = Placed.of(incident)
        statements = json.loads(incident["zone_statements"] or "[]")
        for zone in zones:
            finding = Finding(
                place_text=incident["place_text"],
                date_start=incident["date_start"],
                date_end=incident["date_end"],
                unlocated_reason=incident["unlocated_reason"],
                temporal=temporal(incident["date_start"], incident["date_end"], zone),
                reach_m=place.reach_m if place else 0.0,
                near=place.near if place else False,
                stated=speaking_of(zone, statements, zones),
            )
            if not _decide_by_statement(finding, place, zone, rules) and place is not None:
                _decide_by_region(finding, place, zone, rules, chances)
            finding.verdict = verdict(finding.spatial, finding.temporal)
            if place is not None and finding.basis == "computed":
                _try_other_readings(finding, place, zone, rules, chances)
            yield _row(incident, place, zone, finding)


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


def _decide_by_region(finding: Finding, place: Placed, zone: Zone, rules: Rules, chances: Chances) -> None:
    _set(finding, *chances.inside(place, zone), rules)
    finding.distance_m, finding.gap_doubt_m = chances.gap(place, zone)


def _set(finding: Finding, literal: float, robust: float, rules: Rules) -> None:
    finding.p_literal, finding.p_inside = literal, robust
    finding.widen(literal, robust)
    finding.spatial = rules.spatial(literal, robust)


def _try_other_readings(finding: Finding, place: Placed, zone: Zone, rules: Rules, chances: Chances) -> None:
    """The zone's stated alternatives, and the other readings of the words; which of them change the verdict."""
    for option in zone.alternatives:
        read = zone if option.shape else zone.read_as(option)
        pair = chances.inside(place, read, shape=option.shape)
        _weigh(finding, pair, rules, field=option.field, value=option.value, counts=True)
    for reading in place.readings:
        pair = chances.inside(place.read_as(reading), zone)
        _weigh(finding, pair, rules, field=reading.field, value=reading.value, counts=reading.counts)


def _weigh(finding: Finding, pair: tuple[float, float], rules: Rules, *, field: str, value: str, counts: bool) -> None:
    if counts:
        finding.widen(*pair)
    other = verdict(rules.spatial(*pair), finding.temporal)
    if other != finding.verdict:
        finding.flips.append(Flip(field, value, other, pair[1], counts))


def _row(incident: Mapping[str, Any], place: Placed | None, zone: Zone, finding: Finding) -> dict[str, Any]:
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
        "flips": dump_json([flip.as_dict() for flip in finding.flips]),
        "reason": why,
        "trace": dump_json(steps(finding, zone, why, after=place.trace if place else None).as_list()),
    }
