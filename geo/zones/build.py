"""Rows of text into discs on the ellipsoid, once it is known where their centres are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError, Rejection, ZoneError
from geo.frames import ZONES, conform, dump_json, geo_frame
from geo.geodesy import outline
from geo.units import parse_length
from geo.values import Resolution, Zone
from geo.zones.read import read_latlon

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def centres_of(rows: pd.DataFrame) -> list[str]:
    """The place names in `rows`, each once: centres, alternatives included, and countries; not "lat, lon".

    rows: as `read_zones`, `parse_zone` and `one_zone` give them.
    """
    texts = []
    for row in _dicts(rows):
        options = json.loads(row["alternatives"])
        texts += [row["centre"], *(one["value"] for one in options if one["field"] in {"centre", "part"})]
    return list(dict.fromkeys(text for text in texts if read_latlon(text) is None))


def zone_frame(
    rows: pd.DataFrame,
    *,
    centres: Mapping[str, Resolution],
    footprint: Callable[[str], BaseGeometry | None] = lambda _: None,
) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    """ZONES from rows of text, with radius in metres, outline and resolved alternatives; and what was set aside.

    centres: for each of `centres_of(rows)` what it was resolved to; footprint: the outline of an area by its id, for
    alternatives that count only the part of a zone in one country. Set aside: a zone whose centre is no single place,
    or whose id stood before, with its row; an alternative centre that is no single place, without its row.
    """
    records, shapes, rejections = [], [], []
    seen: dict[str, str] = {}
    for row in _dicts(rows):
        source, where = str(row.get("_source") or ""), str(row.get("_row") or f"zone {row['id']!r}")
        try:
            if row["id"] in seen:
                raise ZoneError(f"the id {row['id']!r} stands in {seen[row['id']]} already; give each zone its own id")
            zone, centre_name = _disc(row, centres)
        except InputError as error:
            reason, _, advice = str(error).partition("; ")
            rejections.append(Rejection(source, where, reason, advice))
            continue
        seen[zone.id] = where
        shape = outline(zone.lon, zone.lat, zone.radius_m)
        options, refused = _options(row, centres, shape, footprint)
        rejections += [Rejection(source, where, *one) for one in refused]
        own = {key: value for key, value in row.items() if key not in {"_source", "_row"}}
        numbers = {"lon": zone.lon, "lat": zone.lat, "radius_m": zone.radius_m}
        records.append({**own, **numbers, "alternatives": dump_json(options), "centre_name": centre_name})
        shapes.append(shape)
    return geo_frame(conform(_frame(records), ZONES), shapes), rejections


def _dicts(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _disc(row: Mapping[str, Any], centres: Mapping[str, Resolution]) -> tuple[Zone, str]:
    """The zone as a value, which refuses what cannot exist, and the gazetteer's name of its centre."""
    lon, lat, name = _position(row["centre"], centres)
    texts = {key: row[key] for key in Zone.__dataclass_fields__ if key in row and key != "alternatives"}
    return Zone(**texts | {"lon": lon, "lat": lat, "radius_m": parse_length(row["radius_text"]).metres}), name


def _position(text: str, centres: Mapping[str, Resolution]) -> tuple[float, float, str]:
    """lon, lat and name of a centre. Raises ZoneError, "reason; advice", where it is no single place."""
    pair = read_latlon(text)
    if pair:
        return *pair, ""
    found = centres.get(text)
    if found is None or found.best is None:
        near = f"did you mean {', '.join(found.suggestions[:3])}?" if found and found.suggestions else ""
        advice = near or "write its coordinates (33.50583, 38.61778), or add it to places.csv"
        raise ZoneError(f"the centre {text!r} is not in the gazetteer; {advice}")
    place = found.best.place
    if place.is_area:
        raise ZoneError(f"the centre {text!r} is an area, {place.name}; name a place in it, or write lat, lon")
    return place.lon, place.lat, place.name


def _options(
    row: Mapping[str, Any],
    centres: Mapping[str, Resolution],
    shape: BaseGeometry,
    footprint: Callable[[str], BaseGeometry | None],
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The alternatives with lon and lat, radius_m or shape; and why some are left out."""
    options, refused = [], []
    for one in json.loads(row["alternatives"]):
        try:
            if one["field"] == "radius":
                found: dict[str, Any] = {"radius_m": parse_length(one["value"]).metres}
            elif one["field"] == "part":
                found = {"shape": _part(one["value"], centres, shape, footprint)}
            else:
                lon, lat, _ = _position(one["value"], centres)
                found = {"lon": lon, "lat": lat}
        except InputError as error:
            reason, _, advice = str(error).partition("; ")
            refused.append((f"an alternative is left out: {reason}", advice))
            continue
        options.append({**one, **found})
    return options, refused


def _part(
    text: str,
    centres: Mapping[str, Resolution],
    shape: BaseGeometry,
    footprint: Callable[[str], BaseGeometry | None],
) -> str:
    """WKT of the zone within an area. Raises ZoneError, "reason; advice", where there is no such part."""
    found = centres.get(text)
    area = footprint(found.best.place.id) if found and found.best else None
    if area is None:
        raise ZoneError(f"the part {text!r} is no area with a known outline; write a country")
    part = shapely.intersection(shape, area)
    if part.is_empty:
        raise ZoneError(f"no part of the zone lies in {text}; leave the alternative out")
    return str(shapely.to_wkt(part, rounding_precision=5))


def _frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    names = list(dict.fromkeys([column.name for column in ZONES] + [name for record in records for name in record]))
    numbers = {column.name for column in ZONES if column.kind == "number"}
    return pd.DataFrame(
        {
            name: pd.Series([record.get(name) for record in records], dtype="float64" if name in numbers else "object")
            for name in names
        }
    )
