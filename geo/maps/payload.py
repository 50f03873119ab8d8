"""The one document that a page is drawn from: tables in, plain JSON out.

`assets/payload.schema.json` describes it; the page's script knows nothing else about geo. Every text in it
is data: the page sets it as text and never reads it as markup.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.errors import TableError
from geo.frames import CONTAINMENT, INCIDENTS, ZONES, Column, check, conform
from geo.maps.basemap import Box
from geo.maps.cells import items, mapping, number, text
from geo.maps.sentences import (
    BINDING,
    CLAIMS,
    PRECEDENCE,
    RELATIONS_IN_TIME,
    Tally,
    finding,
    measured,
    rounded,
    say_dates,
    say_edge,
    say_probability,
    say_size,
    say_validity,
    tally,
    word,
)
from geo.maps.shapes import FINE, home, outlines, polygons, read_otherwise, regions, stand_mark

VERSION: Final = 1
VALIDITY: Final = ("from_earliest", "from_latest", "to_earliest", "to_latest")
AREA_PRECISIONS: Final = (3, 4, 6)
"""UCDP where_prec of a district, a province, a country: a point would be an invention, the region is shown."""


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
    verdict_rows = _rows(verdicts, CONTAINMENT, "the verdicts")
    drawn = drawn_zones(zones)
    _check_ids(incident_rows, drawn, verdict_rows)
    by_incident: dict[str, list[dict[str, Any]]] = {}
    for row in verdict_rows:
        by_incident.setdefault(row["incident_id"], []).append(row)
    known = {column.name for column in INCIDENTS} | {"merged"}
    has_stable = verdicts is not None and "stable" in verdicts.columns
    reports = report_headers(incidents)
    told = [
        _incident(row, by_incident.get(row["id"], []), reports=reports, known=known, has_stable=has_stable)
        for row in incident_rows
    ]
    for shape, column in ((50, "region_50"), (90, "region_90")):
        for one, rings in zip(told, regions([row[column] for row in incident_rows]), strict=True):
            one[f"region_{shape}"] = rings
    for one in told:
        stand_mark(one)
    told.sort(key=lambda one: (one["start"] or "9999", one["id"]))
    head = heading(tally(told), drawn, {one["profile"] for one in told}, verdicts is not None, title, subtitle)
    return {**head, "home": home(told, drawn), "zones": drawn, "incidents": told, "packed": None}


def heading(
    counted: Tally,
    drawn: Sequence[Mapping[str, Any]],
    profiles: Collection[str],
    checked: bool,
    title: str,
    subtitle: str,
) -> dict[str, Any]:
    """What a document says above its incidents, whether they stand in it or are packed; drawn: its zones."""
    around = f" and {drawn[0]['name']}" if len(drawn) == 1 else ""
    return {
        "version": VERSION,
        "title": title or f"Reported incidents{around}",
        "subtitle": subtitle,
        "finding": finding(counted, drawn, checked),
        "word": word(counted),
        "measured": measured(profiles),
        "notice": "",
        "checked": checked,
    }


def drawn_zones(zones: pd.DataFrame | None) -> list[dict[str, Any]]:
    """The zones of a document."""
    rows = _rows(zones, ZONES, "the zones")
    return [_zone(row, shape) for row, shape in zip(rows, outlines(zones, rows), strict=True)]


def box_of(document: Mapping[str, Any]) -> Box | None:
    """The document's `home` as a Box; None when nothing has a place."""
    return Box(*document["home"]) if document["home"] else None


def as_json(document: Mapping[str, Any]) -> str:
    """JSON that is safe inside a `<script type="application/json">`, whatever the texts hold.

    >>> as_json({"a": "</script>&"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    written = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


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
    row: Mapping[str, Any],
    verdicts: list[dict[str, Any]],
    *,
    reports: Mapping[str, Any],
    known: set[str],
    has_stable: bool,
) -> dict[str, Any]:
    lon, lat, doubt = (number(row[name]) for name in ("lon", "lat", "uncertainty_m"))
    told = [_verdict(one, doubt, has_stable) for one in verdicts]
    # a zone that nobody has drawn leaves every place open, which must not drown what the others say
    leading = min(told, key=lambda one: (_is_mute(one), PRECEDENCE.index(one["verdict"])), default=None)
    evidence = [_quote(one, reports) for one in items(row["evidence"])]
    located = lon is not None and lat is not None
    stated_only = bool(told) and all(one["basis"] == "stated" for one in told)
    area = number(row["precision"]) in AREA_PRECISIONS
    return {
        "id": text(row["id"]),
        "title": text(row["title"]) or _title(row),
        "start": text(row["date_start"]),
        "end": text(row["date_end"]),
        "when": say_dates(text(row["date_start"]), text(row["date_end"])),
        "when_worded": _worded(row["date_text"], row["time_text"]),
        "where_worded": text(row["place_text"]),
        "where": _where(row, lon, lat, doubt, not (stated_only or area)),
        "lon": None if lon is None else round(lon, 5),
        "lat": None if lat is None else round(lat, 5),
        "mark": [round(lon, 5), round(lat, 5)] if located and not stated_only and not area else None,
        "on_ring": False,
        "mark_note": _no_pin(row, located, stated_only, area),
        "verdict": leading["verdict"] if leading else ("" if located else "unlocated"),
        "basis": leading["basis"] if leading else "",
        "claim_status": text(row["claim_status"]),
        "whose": _whose(row, evidence),
        "facts": _facts(row),
        "verdicts": told,
        "quotes": evidence,
        "conflicts": [_conflict(one) for one in items(row["conflicts"])],
        "merged": [told for told in map(_merged, items(row.get("merged"))) if told],
        "region_50": None,
        "region_90": None,
        "profile": text(mapping(row["location"]).get("profile", "")),
        "remarks": [text(one) for one in items(mapping(row["location"]).get("remarks", []))],
        "extra": [[key, text(row[key])] for key in row if key not in known and key != "geometry" and text(row[key])],
    }


def _is_mute(told: Mapping[str, Any]) -> bool:
    return told["verdict"] == "indeterminate" and told["p"][0] is None


def _title(row: Mapping[str, Any]) -> str:
    what, where = text(row["kind"]) or "Incident", text(row["place_text"])
    return f"{what[:1].upper()}{what[1:]}{', ' + where if where else ' ' + text(row['id'])}"


def _worded(date_text: Any, time_text: Any) -> str:
    return ", ".join(part for part in (text(date_text), text(time_text)) if part)


def _where(row: Mapping[str, Any], lon: float | None, lat: float | None, doubt: float | None, spot: bool) -> str:
    if lon is None or lat is None:
        return text(row["unlocated_reason"]) or "no position"
    name, country = text(row["place_name"]), text(row["country"])
    anchor = f"{name} ({country})" if name and country else name or country
    if not spot:
        return f"{anchor}, an area" if anchor else "an area"
    digits = 1 if (doubt or 0) > 5_000 else 2 if (doubt or 0) > 500 else 4
    estimate = f"{abs(lat):.{digits}f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.{digits}f}° {'E' if lon >= 0 else 'W'}"
    within = f"; 9 times in 10 within {rounded(doubt)} of it" if doubt else ""
    return f"{anchor + ': ' if anchor else ''}best estimate {estimate}{within}"


def _no_pin(row: Mapping[str, Any], located: bool, stated_only: bool, area: bool) -> str:
    if not located:
        return text(row["unlocated_reason"]) or "No position could be worked out."
    if stated_only:
        return "The reports give no position to compute from, so no pin is drawn."
    return "The wording names an area, not a spot, so no pin is drawn; the region shows it." if area else ""


def _verdict(row: Mapping[str, Any], doubt: float | None, has_stable: bool) -> dict[str, Any]:
    verdict = text(row["verdict"])
    if verdict not in PRECEDENCE:
        raise TableError(f"incident {row['incident_id']!r}: the verdict {verdict!r} is none of {', '.join(PRECEDENCE)}")
    robust, literal, low, high = (number(row[name]) for name in ("p_inside", "p_literal", "p_low", "p_high"))
    return {
        "zone": text(row["zone_id"]),
        "verdict": verdict,
        "basis": text(row["basis"]),
        "reason": text(row["reason"]),
        "temporal": text(row["temporal"]),
        "time": RELATIONS_IN_TIME.get(text(row["temporal"]), ""),
        "binds": BINDING.get(text(row["applies"]), ""),
        "edge": say_edge(number(row["distance_m"], math.nan), doubt or 0.0) if row["basis"] != "stated" else "",
        "p": [_p(value) for value in (robust, literal, low, high)],
        "p_said": [say_probability(math.nan if value is None else value) for value in (robust, literal, low, high)],
        "stable": bool(row["stable"]) if has_stable and text(row["stable"]) else None,
        "flips": [_flip(one) for one in items(row["flips"]) if isinstance(one, dict)],
        "stated": [
            {key: text(one.get(key)) for key in ("relation", "zone_text", "report", "quote", "said_by")}
            for one in items(row["stated"])
            if isinstance(one, dict)
        ],
        "trace": [text(one.get("text")) for one in items(row["trace"]) if isinstance(one, dict)],
    }


def _quote(one: Any, reports: Mapping[str, Any]) -> dict[str, str]:
    item = one if isinstance(one, dict) else {"quote": one}
    keys = ("quote", "said_by", "about", "stance", "report")
    out = {key: text(item.get(key)) for key in keys}
    header = reports.get(out["report"], {})
    for key in ("title", "publisher", "published", "url", "archive_url"):
        out[key] = text(item.get(key) or header.get(key))
    return out


def _conflict(one: Any) -> dict[str, Any]:
    item = one if isinstance(one, dict) else {"about": one}
    values = [value for value in items(item.get("values", [])) if isinstance(value, dict)]
    keys = ("value", "report", "quote", "said_by")
    return {"about": text(item.get("about")), "values": [{key: text(v.get(key)) for key in keys} for v in values]}


def _flip(one: Mapping[str, Any]) -> str:
    p = say_probability(number(one.get("p_inside"), math.nan))
    reading = f"{text(one.get('field'))}: {text(one.get('value'))} → {text(one.get('verdict')).replace('_', ' ')}"
    return f"{reading}, {p}" if p else reading


def _merged(one: Any) -> str:
    """Why tellings were joined, or the report that one of them stands in."""
    if not isinstance(one, dict):
        return text(one)
    return text(one.get("why")) or (f"told in {text(one['report'])}" if one.get("report") else text(one.get("telling")))


def _whose(row: Mapping[str, Any], evidence: list[dict[str, str]]) -> str:
    status = text(row["claim_status"])
    said = CLAIMS.get(status, status) or CLAIMS["unknown"]
    names = dict.fromkeys(
        one["said_by"]
        for one in evidence
        if one["said_by"] and one["stance"] in ("", "asserts") and one["about"] in ("", "event")
    )
    sources, reports = int(number(row["independent_sources"], 0)), int(number(row["reports"], 0))
    counted = []
    if reports:
        counted.append(f"{reports} report{'s' if reports != 1 else ''}")
    if sources:
        counted.append(f"{sources} independent source{'s' if sources != 1 else ''}")
    who = f" ({', '.join(list(names)[:4])})" if names else ""
    return said[:1].upper() + said[1:] + who + (f"; {', '.join(counted)}" if counted else "")


_FACTS: Final = (("Kind", "kind"), ("Said to have acted", "actor"), ("Said to be hit", "target"), ("With", "platform"))


def _facts(row: Mapping[str, Any]) -> list[list[str]]:
    facts = [[label, text(row[name])] for label, name in _FACTS]
    for one in items(row["counts"]):
        if isinstance(one, dict):
            low, best, high = (text(one.get(key)) for key in ("low", "best", "high"))
            number = best or (f"{low}–{high}" if low and high else low or high)
            if best and low and high and low != high:
                number = f"{best} ({low}–{high})"
            by = text(one.get("said_by"))
            facts.append([text(one.get("what")) or "Count", number + (f", said by {by}" if by else "")])
    return [fact for fact in facts if fact[1]]


def _zone(row: Mapping[str, Any], shape: BaseGeometry | None) -> dict[str, Any]:
    lon, lat = number(row["lon"]), number(row["lat"])
    plain = {**{name: text(row[name]) for name in _ZONE_TEXTS}, **{name: number(row[name]) for name in _ZONE_NUMBERS}}
    return {
        "id": text(row["id"]),
        "name": text(row["name"]) or text(row["id"]),
        "centre": text(row["centre"]),
        "lon": None if lon is None else round(lon, 5),
        "lat": None if lat is None else round(lat, 5),
        "radius": say_size(plain),
        "validity": say_validity(plain),
        "valid": [plain[f"valid_{name}"] for name in VALIDITY],
        "source": text(row["source"]),
        "outline": polygons(shape, FINE),
        "alternatives": [_alternative(one, row) for one in items(row["alternatives"]) if isinstance(one, dict)],
    }


_ZONE_NUMBERS: Final = ("radius_m", "width_m")
_ZONE_TEXTS: Final = ("kind", "radius_text", "side", "hours", "applies_to", *(
    f"valid_{side}_{bound}" for side in ("from", "to") for bound in ("earliest", "latest")
))  # fmt: skip


def _alternative(one: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": f"{text(one.get('field'))}: {text(one.get('value'))}",
        "source": text(one.get("source")),
        "outline": polygons(read_otherwise(one, row)),
    }


def report_headers(incidents: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Report headers by id, where the table carries them in `attrs["reports"]`."""
    given = incidents.attrs.get("reports", {}) if hasattr(incidents, "attrs") else {}
    if isinstance(given, Mapping):
        return {str(key): dict(value) for key, value in given.items() if isinstance(value, Mapping)}
    return {str(one.get("id")): dict(one) for one in given if isinstance(one, Mapping)}


def _p(value: float | None) -> float | None:
    return None if value is None else round(min(1.0, max(0.0, value)), 4)
