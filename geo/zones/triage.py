"""Which open choice would settle most verdicts: where to look next, and what it would decide."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from geo.frames import records
from geo.zones.finding import Flip
from geo.zones.reasons import say_flip

if TYPE_CHECKING:
    import pandas as pd

_BOUNDS = ("valid_from_earliest", "valid_from_latest", "valid_to_earliest", "valid_to_latest")
_WITHOUT_SHAPE = {"unknown": "What is the course of", "moving": "Where at that time was"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One open question, and the verdicts that hang on its answer."""

    field: str
    """Of a zone: "centre", "radius", "width", "part", "course"; of the words: "anchor", "unit"; else "date", "place" or
    "applies"."""
    question: str
    """What to find out, in one sentence."""
    zone_id: str
    """The zone it is about; empty where it is about incidents alone."""
    settles: int
    """How many verdicts the answer would settle."""
    incidents: tuple[str, ...]
    """Whose verdicts these are."""
    then: tuple[str, ...]
    """What would follow, in words: "inside would become indeterminate if the crossing is the centre"."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


def triage(incidents: pd.DataFrame, zones: pd.DataFrame, verdicts: pd.DataFrame) -> list[Choice]:
    """The open choices, those that settle most verdicts first.

    incidents, zones, verdicts: INCIDENTS, ZONES and CONTAINMENT of one run. A choice counts once per incident and
    zone; a verdict that is settled under every reading has none.
    """
    by_id = {row["id"]: row for row in records(incidents)}
    named = {row["id"]: row for row in records(zones.drop(columns="geometry", errors="ignore"))}
    hanging: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in records(verdicts):
        for field, question, zone_id, then in _open(by_id[row["incident_id"]], named[row["zone_id"]], row):
            found = hanging.setdefault((field, question, zone_id), {})
            found[row["incident_id"]] = "; ".join(filter(None, (found.get(row["incident_id"]), then)))
    choices = [
        Choice(field, question, zone_id, len(found), tuple(found), tuple(dict.fromkeys(found.values())))
        for (field, question, zone_id), found in hanging.items()
    ]
    return sorted(choices, key=lambda choice: (-choice.settles, choice.field, choice.question))


def _open(
    incident: Mapping[str, Any], zone: Mapping[str, Any], row: Mapping[str, Any]
) -> Iterator[tuple[str, str, str, str]]:
    """(field, question, zone id, what would follow) of everything that leaves this verdict open."""
    if row["verdict"] == "not_in_force":
        return
    for one in json.loads(row["flips"]):
        flip = Flip(**one)
        then = f"{_say(row['verdict'])} would become {_say(flip.verdict)} if {say_flip(flip)}"
        yield flip.field, _reading_question(flip.field, incident, zone), _zone_of(flip.field, zone), then
    settled_place = row["spatial"] in ("inside", "outside")
    if row["temporal"] == "disputed" and row["spatial"] != "outside":
        timed = zone["hours"] or any("T" in zone[bound] for bound in _BOUNDS)
        question = (
            f"At what hour was {_name(incident)}?" if timed else f"When exactly did {zone['name']} begin and end?"
        )
        yield "date", question, zone["id"], f"{_say(row['spatial'])} if it was in force, else not in force"
    if row["temporal"] == "undated" and row["spatial"] != "outside":
        yield "date", f"When was {_name(incident)}?", "", f"{_say(row['spatial'])} if the zone was in force then"
    if row["applies"] == "unknown" and row["spatial"] != "outside":
        question = f"What was {_name(incident)} about? {zone['name']} binds {zone['applies_to']}"
        yield "applies", question, "", f"{_say(row['spatial'])} if the zone binds it, else not in force"
    if row["spatial"] == "indeterminate" and zone["kind"] in _WITHOUT_SHAPE:
        question = f"{_WITHOUT_SHAPE[zone['kind']]} {zone['name']}?"
        yield "course", question, zone["id"], "inside or outside would follow from its course"
        return
    if row["spatial"] == "unlocated":
        yield "place", f"Where was {_name(incident)}? {row['reason']}", "", "unlocated until a place is found"
    elif not settled_place:
        place = incident["place_name"] or "the place named"
        question = f"How far from {place}, and in which direction, is “{incident['place_text']}”?"
        yield "place", question, "", "a distance or a position would settle inside or outside"


def _reading_question(field: str, incident: Mapping[str, Any], zone: Mapping[str, Any]) -> str:
    options = [one["value"] for one in json.loads(zone["alternatives"]) if one["field"] == field]
    either = ", ".join(options)
    return {
        "centre": f"What is the centre of {zone['name']}: {zone['centre']}, {either}?",
        "radius": f"What is the radius of {zone['name']}: {zone['radius_text']}, {either}?",
        "width": f"What is the width of {zone['name']}: {zone['radius_text']}, {either}?",
        "part": f"Does {zone['name']} count only within {either}?",
        "anchor": f"Which place is meant by “{incident['place_text']}”: {incident['place_name']}, or a namesake?",
        "unit": f"Which miles are meant by “{incident['place_text']}”?",
    }.get(field, f"Which {field} is meant by “{incident['place_text']}”?")


def _zone_of(field: str, zone: Mapping[str, Any]) -> str:
    return str(zone["id"]) if field in ("centre", "radius", "width", "part") else ""


def _name(incident: Mapping[str, Any]) -> str:
    return f"“{incident['title'] or incident['place_text'] or incident['id']}”"


def _say(verdict: str) -> str:
    return verdict.replace("_", " ")
