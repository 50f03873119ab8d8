"""The case in small, as tables that keep the contracts of geo.frames, and the strings that must never run."""

import json
from pathlib import Path

import pandas as pd

from geo.frames import CONTAINMENT, INCIDENTS, ZONES, conform
from geo.geodesy import outline

HERE = Path(__file__).parent


def tables_of(case):
    incidents = []
    for given in case["incidents"]:
        row = dict(given)
        for level, pair in zip((50, 90), ((0, 1), (2, 3)), strict=True):
            inner, outer = (row.get("doubt_km", [0, 0, 0, 0])[i] for i in pair)
            if outer:
                shape = outline(row["lon"], row["lat"], outer * 1000, tolerance_m=100)
                hole = outline(row["lon"], row["lat"], inner * 1000, tolerance_m=100) if inner else None
                row[f"region_{level}"] = (shape.difference(hole) if hole else shape).wkt
        row.pop("doubt_km", None)
        incidents.append(_texts(row))
    frame = conform(pd.DataFrame(incidents), INCIDENTS)
    frame.attrs["reports"] = case.get("reports", {})
    zones = conform(pd.DataFrame([_texts(row) for row in case["zones"]]), ZONES)
    verdicts = conform(pd.DataFrame([_texts({"zone_id": "tanf", **row}) for row in case["verdicts"]]), CONTAINMENT)
    return frame, zones, verdicts


def _texts(row):
    return {key: json.dumps(value) if isinstance(value, list) else value for key, value in row.items()}


def load_case():
    """INCIDENTS, ZONES and CONTAINMENT of six incidents around one zone: every verdict once, "inside" twice."""
    return tables_of(json.loads((HERE / "case.json").read_text(encoding="utf-8")))


def load_hostile():
    return [row["text"] for row in json.loads((HERE / "hostile.json").read_text(encoding="utf-8"))]


def hostile_tables(texts):
    """One incident, one zone and one verdict per string, the string in every text that they hold."""
    incidents, zones, verdicts = [], [], []
    for nth, text in enumerate(texts):
        keys = ("report", "quote", "about", "said_by", "origin", "title", "publisher", "url", "archive_url")
        said = dict.fromkeys(keys, text)
        quotes = json.dumps([{**said, "start": 0, "end": 1, "stance": "asserts"}])
        words = ("title", "kind", "actor", "target", "platform", "date_text", "time_text", "place_text", "place_name")
        incidents.append({
            **dict.fromkeys((*words, "place_id", "country", "claim_status", text or "empty", "note"), text),
            "id": f"{nth:03d} {text}",
            "counts": json.dumps([{"what": text, "low": text, "best": text, "high": text, "said_by": text}]),
            "date_start": "2017-06-08", "date_end": "2017-06-08", "lon": 38.0 + nth / 50, "lat": 33.0 + nth / 90,
            "uncertainty_m": 5000.0, "region_50": text, "region_90": text, "evidence": quotes,
            "location": json.dumps({"profile": text, "remarks": [text]}), "unlocated_reason": text,
            "conflicts": json.dumps([{"about": text, "values": [{"value": text, "said_by": text, "report": text}]}]),
        })  # fmt: skip
        zones.append({
            "id": f"z{nth:03d} {text}", "name": text, "centre": text, "lon": 38.0 + nth / 50, "lat": 33.0,
            "radius_m": 9000.0, "radius_text": text, "source": text, "valid_from_earliest": text,
            "alternatives": json.dumps([{"field": text, "value": text, "source": text}]),
        })  # fmt: skip
        verdicts.append({
            "incident_id": f"{nth:03d} {text}", "zone_id": f"z{nth:03d} {text}",
            "verdict": "inside", "basis": "computed",
            "spatial": "inside", "temporal": text, "p_inside": 0.9, "reason": text, "distance_m": -9000.0,
            "stated": json.dumps([{**said, "relation": text, "zone_text": text}]),
            "trace": json.dumps([{"room": text, "text": text, "data": {text: text}}]),
        })  # fmt: skip
    frames = ((incidents, INCIDENTS), (zones, ZONES), (verdicts, CONTAINMENT))
    return tuple(conform(pd.DataFrame(rows), contract) for rows, contract in frames)
