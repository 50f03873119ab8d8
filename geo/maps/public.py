"""Tables fit for publishing: coarser places, no names, quotes or statements, nothing younger than an embargo.

What may stay is listed here; everything else goes, whatever the input calls it. No rule can tell a person's name from
an office's in "said by", so all speakers, actors, targets and quotes go, and titles, which may hold them, are made
anew from the kind of event and the name of the place in the gazetteer.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.errors import InputError
from geo.frames import CONTAINMENT, INCIDENTS, conform
from geo.geodesy import outline
from geo.maps.cells import items, number, text
from geo.maps.columns import UNDATED, days
from geo.maps.shapes import polygons

LEAST_M: Final = 5_000.0
"""No published region is smaller than a disc of this radius."""
GRID_DEG: Final = 0.05
"""Centres of such discs stand on this grid, so that no centre is a position; it is fine enough to stay inside."""
INCIDENTS_KEPT: Final = (
    "kind", "date_start", "date_end", "country", "place_name", "reports", "independent_sources", "claim_status",
    "precision",
)  # fmt: skip
VERDICTS_KEPT: Final = ("zone_id", "verdict", "basis", "spatial", "temporal", "stable")
CHANCES: Final = ("p_inside", "p_literal", "p_low", "p_high")
HEADER_KEPT: Final = ("publisher", "published", "url")


@dataclass(frozen=True, slots=True)
class Published:
    """What may be published, and the sentence that says what was left out."""

    incidents: pd.DataFrame
    verdicts: pd.DataFrame | None
    notice: str


def published(
    incidents: pd.DataFrame, verdicts: pd.DataFrame | None, *, embargo_days: int = 0, today: date | None = None
) -> Published:
    """Tables with coarser places and without names.

    With an embargo, incidents whose last day is less than `embargo_days` before `today` are left out, and so are those
    without a date, of which nobody can tell. Raises InputError when the embargo is negative.
    """
    if embargo_days < 0:
        raise InputError(f"an embargo of {embargo_days} days lies in the future; give 0 or more")
    old = _older(incidents, embargo_days, today or date.today())
    kept = pd.DataFrame(incidents)[old].reset_index(drop=True)
    ids = {name: f"incident {nth + 1}" for nth, name in enumerate(kept["id"].astype(str))}
    sources = _sources(incidents)
    rows = [_incident(row, ids[str(row["id"])], sources) for row in kept.to_dict("records")]
    table = conform(pd.DataFrame(rows, columns=None if rows else ["id"]), INCIDENTS)
    table.attrs["reports"] = dict(sources.values())
    told = None if verdicts is None else _verdicts(pd.DataFrame(verdicts), ids)
    return Published(table, told, _notice(len(incidents), len(kept), embargo_days))


def _older(incidents: pd.DataFrame, embargo_days: int, today: date) -> NDArray[np.bool_]:
    if not embargo_days:
        return np.ones(len(incidents), dtype=bool)
    absent = pd.Series([""] * len(incidents), index=incidents.index)
    start, end = (
        days(np.array([text(value) for value in incidents.get(name, absent)], dtype=object))[0]
        for name in ("date_start", "date_end")
    )
    last = np.maximum(start, end)
    edge = (today - timedelta(days=embargo_days) - date(1970, 1, 1)).days
    return np.asarray((last != UNDATED) & (last <= edge), dtype=bool)


def _incident(row: Mapping[Any, Any], name: str, sources: Mapping[str, tuple[str, dict[str, str]]]) -> dict[str, Any]:
    region = coarse(row)
    spot = None if region is None else region.centroid  # of a ring the middle: the map moves the mark onto the ring
    kind, place = text(row.get("kind")), text(row.get("place_name")) or text(row.get("country"))
    told = dict.fromkeys(text(one.get("report")) for one in items(row.get("evidence")) if isinstance(one, dict))
    known = [sources[report][0] for report in told if report in sources]
    return {
        **{key: row[key] for key in INCIDENTS_KEPT if key in row},
        "id": name,
        "title": f"{kind[:1].upper()}{kind[1:] or 'Incident'}{', ' + place if place else ''}",
        "lon": math.nan if spot is None else round(spot.x, 2),
        "lat": math.nan if spot is None else round(spot.y, 2),
        "uncertainty_m": math.nan if spot is None else max(number(row.get("uncertainty_m"), 0.0), 2 * LEAST_M),
        "region_50": "" if region is None else region.wkt,
        "evidence": json.dumps([{"report": report, "about": "event"} for report in known]),
        "unlocated_reason": "no position is published" if spot is None else "",
    }


def coarse(row: Mapping[Any, Any]) -> Any:
    """The region to publish for a place: what holds it 5 times in 10, never smaller than a disc of LEAST_M."""
    with np.errstate(all="ignore"):  # a text that is no WKT may hold numbers that overflow
        shape = shapely.from_wkt(text(row.get("region_50")) or None, on_invalid="ignore")
    if shape is not None and polygons(shape) and _width_m(shape) >= LEAST_M:
        thin = shape.simplify(_width_m(shape) / 111_320.0 / 50)
        return shapely.set_precision(thin if not thin.is_empty else shape, 0.001)
    lon, lat = number(row.get("lon")), number(row.get("lat"))
    if lon is None or lat is None:
        return None
    lon, lat = (round(round(axis / GRID_DEG) * GRID_DEG, 2) for axis in (lon, lat))
    return outline(lon, max(-90.0, min(90.0, lat)), LEAST_M, tolerance_m=100.0)


def _width_m(shape: Any) -> float:
    """Radius of the disc of the same area, metres."""
    east_m = 111_320.0 * math.cos(math.radians(min(89.0, abs(shape.centroid.y))))
    return math.sqrt(max(0.0, shape.area) * 110_574.0 * east_m / math.pi)


def _sources(incidents: pd.DataFrame) -> dict[str, tuple[str, dict[str, str]]]:
    """Reports by their id: the name they are published under, and the publisher, date and address that stay."""
    given = getattr(incidents, "attrs", {}).get("reports", {})
    headers = given.items() if isinstance(given, Mapping) else ((one.get("id"), one) for one in given)
    return {
        text(name): (f"report {nth + 1}", {key: text(header.get(key)) for key in HEADER_KEPT})
        for nth, (name, header) in enumerate(headers)
    }


def _verdicts(table: pd.DataFrame, ids: Mapping[str, str]) -> pd.DataFrame:
    mine = table[table["incident_id"].astype(str).isin(list(ids))]
    kept = mine[[name for name in VERDICTS_KEPT if name in mine.columns]].reset_index(drop=True)
    kept["incident_id"] = [ids[str(name)] for name in mine["incident_id"]]
    for name in CHANCES:
        if name in mine.columns:
            kept[name] = np.round(pd.to_numeric(mine[name], errors="coerce").to_numpy(dtype=float), 2)
    return conform(kept, CONTAINMENT)


def _notice(given: int, kept: int, embargo_days: int) -> str:
    said = (
        "Published version: a place is shown as the region that holds it 5 times in 10, never finer than "
        f"{LEAST_M / 1000:.0f} km, its mark in the region’s middle; names, quotes and exact positions are left out."
    )
    if embargo_days:
        many = given - kept
        verb = "is" if many == 1 else "are"
        said += f" {many:,} of {given:,} {verb} left out: undated, or younger than {embargo_days} days."
    return said
