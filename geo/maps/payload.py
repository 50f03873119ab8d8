"""The one document that a page is drawn from: tables in, plain JSON out.

`assets/payload.schema.json` describes it; the page's script knows nothing else about geo. Every text in it
is data: the page sets it as text and never reads it as markup.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import TableError
from geo.frames import CONTAINMENT, INCIDENTS, ZONES, Column, check, conform
from geo.geodesy import outline
from geo.maps.basemap import Box
from geo.maps.words import (
    CLAIMS,
    PRECEDENCE,
    RELATIONS_IN_TIME,
    headline,
    rounded,
    say_date,
    say_edge,
    say_probability,
    say_radius,
    say_validity,
    whose_word,
)

VERSION: Final = 1
AREA_PRECISIONS: Final = (3, 4, 6)
"""UCDP where_prec of a district, a province, a country: a point would be an invention, the region is shown."""
_MERCATOR_LIMIT: Final = 85.05
_OUTLINE_M: Final = 25.0


def payload(
    incidents: pd.DataFrame,
    zones: pd.DataFrame | None,
    verdicts: pd.DataFrame | None,
    *,
    title: str = "",
    subtitle: str = "",
) -> dict[str, Any]:
    """The document for INCIDENTS, ZONES and CONTAINMENT tables (`geo.frames`); the last two may be None.

    Longitude before latitude, WGS 84 degrees; a place that is unknown is null. Raises TableError when ids
    stand twice or a verdict speaks of an incident or a zone that is not there.
    """
    incident_rows = _rows(incidents, INCIDENTS, "the incidents")
    zone_rows = _rows(zones, ZONES, "the zones")
    verdict_rows = _rows(verdicts, CONTAINMENT, "the verdicts")
    _check_ids(incident_rows, zone_rows, verdict_rows)
    drawn_zones = [_zone(row, shape) for row, shape in zip(zone_rows, _outlines(zones, zone_rows), strict=True)]
    by_incident: dict[str, list[dict[str, Any]]] = {}
    for row in verdict_rows:
        by_incident.setdefault(row["incident_id"], []).append(row)
    known = {column.name for column in INCIDENTS}
    has_stable = verdicts is not None and "stable" in verdicts.columns
    reports = _reports(incidents)
    told = [
        _incident(row, by_incident.get(row["id"], []), reports=reports, known=known, has_stable=has_stable)
        for row in incident_rows
    ]
    for shape, column in ((50, "region_50"), (90, "region_90")):
        for one, rings in zip(told, _regions([row[column] for row in incident_rows]), strict=True):
            one[f"region_{shape}"] = rings
    for one in told:
        _stand_mark(one)
    told.sort(key=lambda one: (one["start"] or "9999", one["id"]))
    return {
        "version": VERSION,
        "title": title or (f"Reported incidents and {drawn_zones[0]['name']}" if len(drawn_zones) == 1 else "Reported incidents"),
        "subtitle": subtitle,
        "finding": headline(told, drawn_zones, verdicts is not None),
        "word": whose_word(told),
        "checked": verdicts is not None,
        "home": _home(told, drawn_zones),
        "zones": drawn_zones,
        "incidents": told,
    }  # fmt: skip


def box_of(document: Mapping[str, Any]) -> Box | None:
    """The document's `home` as a Box; None when nothing has a place."""
    return Box(*document["home"]) if document["home"] else None


def as_json(document: Mapping[str, Any]) -> str:
    """JSON that is safe inside a `<script type="application/json">`, whatever the texts hold.

    >>> as_json({"a": "</script>&"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


_UNSAFE: Final = re.compile(
    "[<>&"  # what could end a script element
    "\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff"  # what a parser or an encoder may drop
    "\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # what breaks a line or turns the source's order around
)


def _rows(frame: pd.DataFrame | None, contract: tuple[Column, ...], what: str) -> list[dict[str, Any]]:
    if frame is None:
        return []
    plain = pd.DataFrame(frame)
    keys = {"the incidents": ["id"], "the zones": ["id"], "the verdicts": ["incident_id", "zone_id", "verdict"]}[what]
    missing = [key for key in keys if key not in plain.columns]
    if missing:
        raise TableError(f"{what} lack the column {', '.join(missing)}; give geo.draw the tables that geo makes")
    full = conform(plain, contract)
    check(full, contract, what=what)
    return [{str(key): value for key, value in row.items()} for row in full.to_dict("records")]


def _check_ids(incidents: list[dict[str, Any]], zones: list[dict[str, Any]], verdicts: list[dict[str, Any]]) -> None:
    for name, rows, key in (("incident", incidents, "incident_id"), ("zone", zones, "zone_id")):
        known = {row["id"] for row in rows}
        lost = sorted({str(row[key]) for row in verdicts if row[key] not in known})
        if lost:
            raise TableError(f"a verdict speaks of the {name} {lost[0]!r}, which is not among the {name}s given")


def _incident(
    row: Mapping[str, Any], verdicts: list[dict[str, Any]], *, reports: Mapping[str, Any], known: set[str], has_stable: bool
) -> dict[str, Any]:
    lon, lat, doubt = (_number(row[name]) for name in ("lon", "lat", "uncertainty_m"))
    told = [_verdict(one, doubt, has_stable) for one in verdicts]
    leading = min(told, key=lambda one: PRECEDENCE.index(one["verdict"]), default=None)
    evidence = [_quote(one, reports) for one in _list(row["evidence"])]
    located = lon is not None and lat is not None
    stated_only = bool(told) and all(one["basis"] == "stated" for one in told)
    area = _number(row["precision"]) in AREA_PRECISIONS
    return {
        "id": _text(row["id"]),
        "title": _text(row["title"]) or _title(row),
        "start": _text(row["date_start"]),
        "end": _text(row["date_end"]),
        "when": say_date(_text(row["date_start"]), _text(row["date_end"])),
        "when_worded": _worded(row["date_text"], row["time_text"]),
        "where_worded": _text(row["place_text"]),
        "where": _where(row, lon, lat, doubt),
        "lon": None if lon is None else round(lon, 5),
        "lat": None if lat is None else round(lat, 5),
        "mark": [round(lon, 5), round(lat, 5)] if located and not stated_only and not area else None,
        "on_ring": False,
        "mark_note": _no_pin(row, located, stated_only, area),
        "verdict": leading["verdict"] if leading else ("" if located else "unlocated"),
        "basis": leading["basis"] if leading else "",
        "claim_status": _text(row["claim_status"]),
        "whose": _whose(row, evidence),
        "facts": _facts(row),
        "verdicts": told,
        "quotes": evidence,
        "conflicts": [_conflict(one) for one in _list(row["conflicts"])],
        "region_50": None,
        "region_90": None,
        "profile": _text(_object(row["location"]).get("profile", "")),
        "remarks": [_text(one) for one in _list(_object(row["location"]).get("remarks", []))],
        "extra": [[key, _text(row[key])] for key in row if key not in known and key != "geometry" and _text(row[key])],
    }


def _title(row: Mapping[str, Any]) -> str:
    what, where = _text(row["kind"]) or "Incident", _text(row["place_text"])
    return f"{what[:1].upper()}{what[1:]}{', ' + where if where else ' ' + _text(row['id'])}"


def _worded(date_text: Any, time_text: Any) -> str:
    return ", ".join(part for part in (_text(date_text), _text(time_text)) if part)


def _where(row: Mapping[str, Any], lon: float | None, lat: float | None, doubt: float | None) -> str:
    if lon is None or lat is None:
        return _text(row["unlocated_reason"]) or "no position"
    anchor = ", ".join(part for part in (_text(row["place_name"]), _text(row["country"])) if part)
    digits = 1 if (doubt or 0) > 5_000 else 2 if (doubt or 0) > 500 else 4
    spot = f"{abs(lat):.{digits}f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.{digits}f}° {'E' if lon >= 0 else 'W'}"
    within = f"; 9 times in 10 within {rounded(doubt)} of it" if doubt else ""
    return f"{anchor + ': ' if anchor else ''}best estimate {spot}{within}"


def _stand_mark(one: dict[str, Any]) -> None:
    """Move the mark of an incident whose best estimate lies outside its own region: a ring around a place.

    "24 miles from the base" is true everywhere but at the base. The mark then stands on the ring, and says so.
    """
    region = one["region_50"] or one["region_90"]
    if one["mark"] is None or not region:
        return
    shape = shapely.MultiPolygon([shapely.Polygon(polygon[0], polygon[1:]) for polygon in region])
    point = shapely.points([[one["lon"] + turn, one["lat"]] for turn in (-360.0, 0.0, 360.0)])
    if not shapely.is_valid(shape) or (shapely.distance(shape, point) == 0).any():
        return
    spot = shape.representative_point()
    one["mark"], one["on_ring"] = [round(spot.x, 5), round(spot.y, 5)], True
    one["mark_note"] = "The words give no direction: the mark may stand anywhere in its region, not just where it is drawn."
    for told in one["verdicts"]:
        told["edge"] = ""


def _no_pin(row: Mapping[str, Any], located: bool, stated_only: bool, area: bool) -> str:
    if not located:
        return _text(row["unlocated_reason"]) or "No position could be worked out."
    if stated_only:
        return "The reports give no position to compute from, so no pin is drawn; the region is the part of the map they name."
    return "The wording names an area, not a spot, so no pin is drawn; the region shows it." if area else ""


def _verdict(row: Mapping[str, Any], doubt: float | None, has_stable: bool) -> dict[str, Any]:
    verdict = _text(row["verdict"])
    if verdict not in PRECEDENCE:
        raise TableError(f"incident {row['incident_id']!r}: the verdict {verdict!r} is none of {', '.join(PRECEDENCE)}")
    robust, literal, low, high = (_number(row[name]) for name in ("p_inside", "p_literal", "p_low", "p_high"))
    return {
        "zone": _text(row["zone_id"]),
        "verdict": verdict,
        "basis": _text(row["basis"]),
        "reason": _text(row["reason"]),
        "time": RELATIONS_IN_TIME.get(_text(row["temporal"]), ""),
        "edge": say_edge(_number(row["distance_m"], math.nan), doubt or 0.0) if row["basis"] != "stated" else "",
        "p": [_p(value) for value in (robust, literal, low, high)],
        "p_said": [say_probability(math.nan if value is None else value) for value in (robust, literal, low, high)],
        "stable": bool(row["stable"]) if has_stable else None,
        "stated": [
            {key: _text(one.get(key)) for key in ("relation", "zone_text", "report", "quote", "said_by")}
            for one in _list(row["stated"])
            if isinstance(one, dict)
        ],
        "trace": [_text(one.get("text")) for one in _list(row["trace"]) if isinstance(one, dict)],
    }


def _quote(one: Any, reports: Mapping[str, Any]) -> dict[str, str]:
    item = one if isinstance(one, dict) else {"quote": one}
    keys = ("quote", "said_by", "about", "stance", "report")
    out = {key: _text(item.get(key)) for key in keys}
    header = reports.get(out["report"], {})
    for key in ("title", "publisher", "published", "url", "archive_url"):
        out[key] = _text(item.get(key) or header.get(key))
    return out


def _conflict(one: Any) -> dict[str, Any]:
    item = one if isinstance(one, dict) else {"about": one}
    values = [value for value in _list(item.get("values", [])) if isinstance(value, dict)]
    keys = ("value", "report", "quote", "said_by")
    return {"about": _text(item.get("about")), "values": [{key: _text(v.get(key)) for key in keys} for v in values]}


def _whose(row: Mapping[str, Any], evidence: list[dict[str, str]]) -> str:
    status = _text(row["claim_status"])
    said = CLAIMS.get(status, status) or CLAIMS["unknown"]
    names = dict.fromkeys(one["said_by"] for one in evidence if one["said_by"] and one["stance"] in ("", "asserts"))
    sources, reports = int(row["independent_sources"]), int(row["reports"])
    counted = []
    if reports:
        counted.append(f"{reports} report{'s' if reports != 1 else ''}")
    if sources:
        counted.append(f"{sources} independent source{'s' if sources != 1 else ''}")
    who = f" ({', '.join(list(names)[:4])})" if names else ""
    return said[:1].upper() + said[1:] + who + (f"; {', '.join(counted)}" if counted else "")


def _facts(row: Mapping[str, Any]) -> list[list[str]]:
    facts = [[label, _text(row[name])] for label, name in
             (("Kind", "kind"), ("Said to have acted", "actor"), ("Said to be hit", "target"), ("With", "platform"))]  # fmt: skip
    for one in _list(row["counts"]):
        if isinstance(one, dict):
            low, best, high = (_text(one.get(key)) for key in ("low", "best", "high"))
            number = best or (f"{low}–{high}" if low and high else low or high)
            if best and low and high and low != high:
                number = f"{best} ({low}–{high})"
            by = _text(one.get("said_by"))
            facts.append([_text(one.get("what")) or "Count", number + (f", said by {by}" if by else "")])
    return [fact for fact in facts if fact[1]]


def _zone(row: Mapping[str, Any], shape: BaseGeometry | None) -> dict[str, Any]:
    lon, lat, radius = (_number(row[name]) for name in ("lon", "lat", "radius_m"))
    return {
        "id": _text(row["id"]),
        "name": _text(row["name"]) or _text(row["id"]),
        "centre": _text(row["centre"]),
        "lon": None if lon is None else round(lon, 5),
        "lat": None if lat is None else round(lat, 5),
        "radius": say_radius(_text(row["radius_text"]), math.nan if radius is None else radius),
        "validity": say_validity({key: _text(row[key]) for key in row if str(key).startswith("valid_")}),
        "source": _text(row["source"]),
        "outline": _polygons(shape),
        "alternatives": [_alternative(one, lon, lat, radius) for one in _list(row["alternatives"]) if isinstance(one, dict)],
    }  # fmt: skip


def _alternative(one: Mapping[str, Any], lon: float | None, lat: float | None, radius: float | None) -> dict[str, Any]:
    lon, lat = _number(one.get("lon"), lon), _number(one.get("lat"), lat)
    radius = _number(one.get("radius_m"), radius)
    known = any(one.get(key) is not None for key in ("lon", "radius_m"))
    shape = outline(lon, lat, radius, tolerance_m=_OUTLINE_M) if known and None not in (lon, lat, radius) else None  # type: ignore[arg-type]
    return {
        "text": f"{_text(one.get('field'))}: {_text(one.get('value'))}",
        "source": _text(one.get("source")),
        "outline": _polygons(shape),
    }


def _outlines(zones: pd.DataFrame | None, rows: list[dict[str, Any]]) -> Iterable[BaseGeometry | None]:
    if zones is None:
        return []
    if "geometry" in zones.columns:
        return list(zones["geometry"])
    sound = [[_number(row[name]) for name in ("lon", "lat", "radius_m")] for row in rows]
    return [None if None in one else outline(*one, tolerance_m=_OUTLINE_M) for one in sound]  # type: ignore[arg-type]


def _regions(texts: list[Any]) -> list[Any]:
    """Footprints from WKT; what is no WKT has no footprint."""
    shapes = shapely.from_wkt([_text(text) or None for text in texts], on_invalid="ignore")
    return [_polygons(shape) for shape in shapes]


def _polygons(shape: BaseGeometry | None) -> list[list[list[list[float]]]] | None:
    """Polygons, of rings, of [lon, lat], made whole across the antimeridian; lon may run past 180."""
    if shape is None or shape.is_empty or not shape.geom_type.endswith("Polygon"):
        return None
    whole = _unsplit(shape)
    west, south, east, north = whole.bounds
    span = max(east - west, north - south)
    thin = whole.simplify(span / 1500)
    if thin.is_empty:
        thin = whole
    digits = int(np.clip(math.ceil(3.3 - math.log10(span)), 3, 7)) if span > 0 else 5
    parts = getattr(thin, "geoms", [thin])
    return [
        [[[round(float(x), digits), round(float(y), digits)] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in parts
    ]  # fmt: skip


def _unsplit(shape: BaseGeometry) -> BaseGeometry:
    """A shape cut at the antimeridian put together again: its western part moves past 180."""
    west, _, east, north = shape.bounds
    if shape.geom_type == "Polygon" or west > -179.999 or east < 179.999:
        return shape
    moved = [shapely.affinity.translate(part, 360.0) if part.bounds[2] <= 0 else part for part in shape.geoms]  # type: ignore[attr-defined]
    return shapely.unary_union(moved)


def _home(incidents: list[dict[str, Any]], zones: list[dict[str, Any]]) -> list[float] | None:
    """West, south, east, north of what is to be seen first: the pins, the zones, else the regions."""
    spots = [one["mark"] for one in incidents if one["mark"]]
    rings = [ring for zone in zones for polygon in zone["outline"] or [] for ring in polygon]
    if not spots and not rings:
        rings = [ring for one in incidents for polygon in one["region_90"] or [] for ring in polygon]
    spots += [point for ring in rings for point in ring]
    if not spots:
        return None
    lon, lat = np.array(spots, dtype=float).T
    box = Box.around(lon, np.clip(lat, -_MERCATOR_LIMIT, _MERCATOR_LIMIT))
    return [round(value, 4) for value in (box.west, box.south, box.east, box.north)] if box else None


def _reports(incidents: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Report headers by id, where the table carries them in `attrs["reports"]`."""
    given = incidents.attrs.get("reports", {}) if hasattr(incidents, "attrs") else {}
    if isinstance(given, Mapping):
        return {str(key): dict(value) for key, value in given.items() if isinstance(value, Mapping)}
    return {str(one.get("id")): dict(one) for one in given if isinstance(one, Mapping)}


def _number(value: Any, absent: Any = None) -> Any:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return absent
    return number if math.isfinite(number) else absent


def _p(value: float | None) -> float | None:
    return None if value is None else round(min(1.0, max(0.0, value)), 4)


def _text(value: Any) -> str:
    """A cell as text; nothing for what is absent."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _list(value: Any) -> list[Any]:
    """A JSON list, or the list itself; text that is no JSON list is one item."""
    if isinstance(value, (list, tuple)):
        return list(value)
    text = _text(value)
    if not text:
        return []
    try:
        parsed = json.loads(text)
    except ValueError:
        return [text]
    return parsed if isinstance(parsed, list) else [parsed]


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    try:
        parsed = json.loads(_text(value) or "{}")
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
