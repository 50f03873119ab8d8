"""The verdict in one plain sentence, and in the steps of a trace."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from geo.units import say_length
from geo.values import Trace, Zone
from geo.zones.finding import Finding, Flip
from geo.zones.statements import Statement, relation_of
from geo.zones.wording import say_zone, unit_of


def reason(finding: Finding, zone: Zone) -> str:
    """Why this verdict, in one sentence that a reader without the numbers understands."""
    sentence = _main(finding, zone)
    extra = [part for part in (finding.sibling, _clash(finding), _flips(finding)) if part]
    return "; ".join([sentence, *extra]) + "."


def _main(finding: Finding, zone: Zone) -> str:
    if finding.verdict == "unlocated":
        return f"Not located: {finding.unlocated_reason or 'no place is given'}".rstrip(".")
    where = _where(finding, zone)
    if finding.verdict == "not_in_force":
        return _capital(f"{finding.when if finding.temporal in ('before', 'after') else finding.binding}; {where}")
    doubts = [finding.when] if finding.temporal in ("disputed", "undated") else []
    doubts += [finding.binding] if finding.applies == "unknown" else []
    if doubts and finding.spatial != "outside":
        return _capital(f"{where}, {'and' if finding.open_course else 'but'} {', and '.join(doubts)}")
    return _capital(where)


def _capital(clause: str) -> str:
    return clause[0].upper() + clause[1:]


def _where(finding: Finding, zone: Zone) -> str:
    if finding.basis == "stated":
        return _stated(finding.stated, f"no position finer than “{finding.place_text}”" if finding.near else "")
    place = f"“{finding.place_text}”" if finding.place_text else "the position given"
    if finding.open_course and math.isnan(finding.p_inside):
        return f"whether {place} is inside is open: {finding.open_course}"
    unit = unit_of(zone)
    chance = f"probability inside {say_p(finding.p_inside)}"
    if say_p(finding.p_literal) != say_p(finding.p_inside):
        chance += f", {say_p(finding.p_literal)} as worded"
    if finding.open_course:
        return f"{place} does not settle inside or outside ({chance}): {finding.open_course}"
    gap = say_length(abs(finding.distance_m), unit, doubt_m=finding.gap_doubt_m)
    if finding.spatial == "inside":
        return f"{place} is inside, some {gap} from the edge ({chance})"
    if finding.spatial == "outside" and finding.distance_m > 0:
        return f"{place} is outside, some {gap} from the edge ({chance})"
    outside = finding.spatial == "outside"
    said = "spreads far beyond the zone and is outside" if outside else "does not settle inside or outside"
    reach = say_length(finding.reach_m, unit, doubt_m=2_000)
    small = f"; such words could put it inside only a zone of {reach} or more"
    return f"{place} {said} ({chance}){small if 0 < zone.radius_m < finding.reach_m else ''}"


def _stated(statements: Sequence[Statement], known: str) -> str:
    sides = {relation_of(one) for one in statements} - {None}
    said, known = _speakers(statements), known or "no position to compute from"
    if len(sides) == 2:
        return f"the sources disagree whether it was inside ({said}), and give {known}"
    side = "inside" if True in sides else "outside"
    return f"{side}, according to {said}; the reports give {known}"


def _speakers(statements: Sequence[Statement]) -> str:
    names = list(dict.fromkeys(str(one.get("said_by") or one.get("report") or "the input") for one in statements))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _clash(finding: Finding) -> str:
    """What the reports say of the zone where they do not decide, as far as it differs from the verdict."""
    if finding.basis == "stated":
        return ""
    sides = {True: "inside", False: "outside"}
    said = []
    for relation, side in sides.items():
        told = [one for one in finding.stated if relation_of(one) is relation]
        if told and finding.spatial != side:
            said.append(f"but {side} according to {_speakers(told)}")
    return ", ".join(said)


def _flips(finding: Finding) -> str:
    """What would change the verdict, readings that lead to the same verdict together."""
    shared: dict[str, list[Flip]] = {}
    for flip in finding.flips:
        if flip.counts:
            shared.setdefault(flip.verdict, []).append(flip)
    return ", ".join(
        f"{verdict.replace('_', ' ')} if {' or '.join(say_flip(flip) for flip in flips)}"
        for verdict, flips in shared.items()
    )


_READ_AS = {
    "centre": "{} is the centre",
    "radius": "the radius is {}",
    "width": "the width is {}",
    "part": "only its part in {} counts",
    "anchor": "{} is meant",
    "unit": "{} are meant",
}


def say_flip(flip: Flip) -> str:
    """The other reading as a clause: "At Tanf border crossing is the centre"."""
    return _READ_AS.get(flip.field, f"the {flip.field} is {{}}").format(flip.value)


def say_p(p: float) -> str:
    """A probability with two decimals, or as a bound where two decimals would read as certainty.

    >>> say_p(0.936), say_p(0.9999), say_p(0.0005), say_p(1.0)
    ('0.94', 'over 0.99', 'under 0.01', '1.00')
    """
    if 0.995 <= p < 1.0:
        return "over 0.99"
    if 0.0 < p <= 0.005:
        return "under 0.01"
    return f"{p:.2f}"


def _numbers(zone: Zone) -> dict[str, Any]:
    """What the trace keeps of a zone beside the sentence: its id, and the numbers that it has."""
    numbers = {name: getattr(zone, name) for name in ("lon", "lat", "radius_m", "width_m")}
    return {"zone": zone.id, **{name: value for name, value in numbers.items() if not math.isnan(value)}}


def steps(finding: Finding, zone: Zone, why: str, *, after: Trace | None) -> Trace:
    """The trace of the place, and behind it the steps from region to verdict."""
    trace = (after or Trace()).then("zones", f"The zone is {zone.name}: {say_zone(zone)}.", **_numbers(zone))
    for one in finding.stated:
        trace = trace.then(
            "zones", f"On the zone, {one.get('said_by') or 'a report'}: “{one.get('quote', '')}”.", **dict(one)
        )
    if not math.isnan(finding.p_inside):
        trace = trace.then(
            "zones",
            f"Probability inside: {say_p(finding.p_inside)} with measured errors, {say_p(finding.p_literal)} as "
            f"worded, {say_p(finding.p_low)} to {say_p(finding.p_high)} over all readings ({finding.basis}).",
            p_inside=finding.p_inside, p_literal=finding.p_literal, p_low=finding.p_low, p_high=finding.p_high,
        )  # fmt: skip
    for flip in finding.flips:
        stated = "" if flip.counts else " (nobody says so)"
        trace = trace.then(
            "zones",
            f"If {say_flip(flip)}{stated}: {flip.verdict.replace('_', ' ')}, probability {say_p(flip.p_inside)}.",
            **flip.as_dict(),
        )
    days = finding.date_start or "no date"
    if finding.date_end not in ("", finding.date_start):
        days += f" to {finding.date_end}"
    because = f": {finding.when}" if finding.when else ""
    text = f"Date: {days}, {finding.temporal.replace('_', ' ')}{because}."
    trace = trace.then("zones", text, temporal=finding.temporal)
    if finding.binding:
        trace = trace.then("zones", f"{_capital(finding.binding)}.", applies=finding.applies)
    return trace.then("zones", f"Verdict: {finding.verdict.replace('_', ' ')}. {why}", verdict=finding.verdict)
