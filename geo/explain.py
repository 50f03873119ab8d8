"""A verdict in words: from the sentence to the number, on one page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geo.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_ROOMS = {
    "reports": "What was said",
    "places": "The place",
    "localities": "The words as a region",
    "zones": "The zone and the verdict",
}


def explain(incidents: pd.DataFrame, verdicts: pd.DataFrame, incident_id: str) -> str:
    """How the verdicts on one incident came about, as text. Raises InputError for an unknown id."""
    data = explanation(incidents, verdicts, incident_id)
    lines = [data["title"] or data["id"], "=" * min(len(data["title"] or data["id"]), 78), ""]
    lines += [f"  Date   {_when(data)}", f"  Place  {data['place_text'] or 'coordinates as given'}", ""]
    if data["evidence"]:
        lines += ["What was said"]
        lines += [f"  - {_quote(one)}" for one in data["evidence"]] + [""]
    for found in data["verdicts"]:
        heading = f"Against {found['zone_id']}: {found['verdict'].replace('_', ' ')}"
        lines += [heading, "-" * len(heading), f"  {found['reason']}", ""]
        room = ""
        for step in found["trace"]:
            if step["room"] != room:
                room = step["room"]
                lines.append(f"  {_ROOMS.get(room, room)}")
            lines.append(f"    - {step['text']}")
        lines.append("")
    if not data["verdicts"]:
        lines += [f"  - {step['text']}" for step in data["trace"]]
        lines += ["", "No zone was given, so there is no verdict."]
    return "\n".join(lines).rstrip() + "\n"


def explanation(incidents: pd.DataFrame, verdicts: pd.DataFrame, incident_id: str) -> dict[str, Any]:
    """The same as JSON-ready data: the incident, its evidence, and each verdict with its trace."""
    rows = incidents[incidents["id"] == incident_id]
    if rows.empty:
        known = ", ".join(incidents["id"].astype(str).head(12))
        raise InputError(
            f"there is no incident {incident_id!r}; the ids are {known}{' ...' if len(incidents) > 12 else ''}"
        )
    row = rows.iloc[0]
    location = json.loads(row["location"]) if row["location"] else None
    mine = verdicts[verdicts["incident_id"] == incident_id].to_dict("records") if len(verdicts) else []
    for one in mine:
        one["trace"], one["stated"] = json.loads(one["trace"]), json.loads(one["stated"])
    plain = ("id", "title", "date_start", "date_end", "date_text", "time_text", "place_text", "unlocated_reason")
    return {
        **{name: row[name] for name in plain},
        "claim_status": row["claim_status"],
        "evidence": json.loads(row["evidence"] or "[]"),
        "location": location,
        "trace": location["trace"] if location else [],
        "verdicts": mine,
    }


def _when(data: dict[str, Any]) -> str:
    first, last = data["date_start"], data["date_end"]
    days = first if first == last else f"{first} to {last}"
    written = f" (written “{data['date_text']}”)" if data["date_text"] and data["date_text"] != first else ""
    return (days or "undated") + written


def _quote(one: dict[str, Any]) -> str:
    who = one.get("said_by") or "the report"
    stance = str(one.get("stance") or "").replace("_", " ")
    doubt = f" ({stance})" if stance in ("denies", "cannot confirm") else ""
    source = f" [{one['report']}]" if one.get("report") else ""
    return f"{who}{doubt}: “{one.get('quote', '')}”{source}"
