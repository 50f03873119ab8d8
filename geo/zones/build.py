"""Rows of text into shapes on the ellipsoid, once it is known where their centres are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.coordinates import read_lonlat
from geo.errors import InputError, Rejection, ZoneError
from geo.frames import ZONES, conform, dump_json, geo_frame
from geo.frames import records as as_rows
from geo.geodesy.ellipsoid import inverse
from geo.shapes import Buffer, Clip, Disc, Outlined, Shape
from geo.values import Place, Resolution, Zone
from geo.zones.course import is_drawn
from geo.zones.figure import Figure, Surroundings, area_of, figure, parts, position
from geo.zones.radii import read_length
from geo.zones.track import parse_track

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def centres_of(rows: pd.DataFrame) -> list[str]:
    """The place names in `rows`, each once: centres, areas, alternatives; neither "lat, lon" nor WKT nor zone ids.

    rows: as `read_zones`, `parse_zone` and `one_zone` give them.
    """
    texts = []
    found = as_rows(rows)
    for row in found:
        options = json.loads(row["alternatives"])
        texts += [row["centre"], row["course"], *parts(row["clip"]), *parts(row["minus"])]
        texts += [one["value"] for one in options if one["field"] in {"centre", "part"}]
    ids = {row["id"] for row in found}
    named = (text for text in texts if text and text not in ids and not is_drawn(text))
    return list(dict.fromkeys(text for text in named if read_lonlat(text) is None))


def zone_frame(
    rows: pd.DataFrame,
    *,
    centres: Mapping[str, Resolution],
    footprint: Callable[[str], BaseGeometry | None] = lambda _: None,
    land: Callable[[float, float, float, float], BaseGeometry] | None = None,
) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    """ZONES from rows of text, with exact shapes, outlines and resolved alternatives; and what was set aside.

    centres: for each of `centres_of(rows)` what it was resolved to; footprint: the outline of an area by its id;
    land: what is land within bounds (west, south, east, north), for "seaward". Set aside: a zone that cannot be built,
    or whose id stood before, with its row; an alternative that cannot, without its row. `frame.attrs["notices"]`: what
    was repaired.
    """
    made = _Workshop(as_rows(rows), Surroundings(centres, footprint, land))
    records, outlines, rejections = [], [], []
    for row in made.rows:
        source, where = str(row.get("_source") or ""), _where(row)
        try:
            zone, centre_name = made.zone(row)
            drawn = _outline(zone)
        except InputError as error:
            reason, _, advice = str(error).partition("; ")
            rejections.append(Rejection(source, where, reason, advice))
            continue
        options, refused = _options(row, zone, made.around)
        rejections += [Rejection(source, where, *one) for one in refused]
        records.append(_record(row, zone) | {"alternatives": dump_json(options), "centre_name": centre_name})
        outlines.append(drawn)
        made.around.notices.extend(_say_namesakes(row, zone, centres.get(row["centre"])))
    frame = geo_frame(conform(_frame(records), ZONES), outlines)
    frame.attrs["notices"] = list(dict.fromkeys(made.around.notices))
    return frame, rejections


def _say_namesakes(row: Mapping[str, Any], zone: Zone, found: Resolution | None) -> list[str]:
    """A notice where a named centre may as well be a place elsewhere: of the same name, and nearly as likely."""
    if found is None or found.best is None or zone.kind not in {"disc", "ring"}:
        return []
    others = [
        one.place
        for one in found.rivals
        if found.best.score - one.score < _AS_LIKELY and _apart_m(found.best.place, one.place) > zone.radius_m
    ]
    if not others:
        return []
    named = ", ".join(f"{one.name} in {one.country}" for one in others[:_SHOWN])
    place = found.best.place
    return [
        f"zone {zone.name!r}: its centre is taken for {place.name} in {place.country} "
        f"({place.lat:.4f}, {place.lon:.4f}) and might be {named}{' or others' if len(others) > _SHOWN else ''}; "
        "write its coordinates where another is meant"
    ]


_AS_LIKELY: Final = 2.0
"""Points of a candidate's score: a hundredth of the inhabitants."""
_SHOWN: Final = 3


def _apart_m(one: Place, other: Place) -> float:
    return float(inverse(one.lon, one.lat, other.lon, other.lat)[1])


class _Workshop:
    """The rows of a table, each built when it is asked for: one zone may be cut by another."""

    def __init__(self, rows: list[dict[str, Any]], around: Surroundings) -> None:
        self.rows = rows
        self.around = replace(around, others=self._other)
        self._first: dict[str, dict[str, Any]] = {}
        for row in rows:
            self._first.setdefault(row["id"], row)
        self._built: dict[str, Figure] = {}
        self._open: list[str] = []

    def zone(self, row: Mapping[str, Any]) -> tuple[Zone, str]:
        """The zone as a value, which refuses what cannot exist, and the gazetteer's name of its centre."""
        first = self._first[row["id"]]
        if first is not row:
            raise ZoneError(f"the id {row['id']!r} stands in {_where(first)} already; give each zone its own id")
        found = self._figure(row["id"])
        track = parse_track(row["track"]) if row["kind"] == "moving" else ()
        own = Zone.__dataclass_fields__.keys() - {"alternatives", "track", "shape"}
        texts = {key: row[key] for key in own if key in row}
        return Zone(**texts | found.numbers, shape=found.shape, track=track), found.centre_name

    def _figure(self, id_: str) -> Figure:
        if id_ in self._open:
            raise ZoneError(f"it is cut by itself ({' by '.join([*self._open, id_])}); break the circle")
        if id_ not in self._built:
            self._open.append(id_)
            try:
                self._built[id_] = figure(self._first[id_], self.around)
            finally:
                self._open.pop()
        return self._built[id_]

    def _other(self, id_: str) -> Shape | None:
        if id_ not in self._first:
            return None
        shape = self._figure(id_).shape
        if shape is None:
            raise ZoneError(f"it is cut by {id_!r}, whose course is unknown; cut it by something that is drawn")
        return shape


def _where(row: Mapping[str, Any]) -> str:
    return str(row.get("_row") or f"zone {row['id']!r}")


def _record(row: Mapping[str, Any], zone: Zone) -> dict[str, Any]:
    own = {key: value for key, value in row.items() if key not in {"_source", "_row"}}
    numbers = {name: getattr(zone, name) for name in ("lon", "lat", "radius_m", "width_m")}
    track = dump_json([asdict(fix) for fix in zone.track])
    return {**own, **numbers, "track": track, "shape": dump_json(zone.shape.as_dict()) if zone.shape else ""}


def _outline(zone: Zone) -> BaseGeometry:
    """What is drawn: the shape, everything that a moving zone passed over, nothing where the course is unknown."""
    if zone.shape is not None:
        return zone.shape.outline()
    if zone.kind != "moving":
        return shapely.Polygon()
    spots = list(dict.fromkeys((fix.lon, fix.lat) for fix in zone.track))
    if len(spots) == 1:
        return Disc(*spots[0], zone.radius_m).outline()
    return Buffer(shapely.LineString(spots), zone.radius_m, "geodesic").outline(max(1.0, 1e-3 * zone.radius_m))


def _options(
    row: Mapping[str, Any], zone: Zone, around: Surroundings
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The alternatives with lon and lat, radius_m or shape; and why some are left out."""
    options, refused = [], []
    for one in json.loads(row["alternatives"]):
        try:
            options.append({**one, **_option(one, row, zone, around)})
        except InputError as error:
            reason, _, advice = str(error).partition("; ")
            refused.append((f"an alternative is left out: {reason}", advice))
    return options, refused


def _option(one: Mapping[str, str], row: Mapping[str, Any], zone: Zone, around: Surroundings) -> dict[str, Any]:
    """What the alternative comes to: a disc's own number, or a whole shape."""
    if one["field"] == "part":
        return {"shape": _part(one["value"], zone, around).as_dict()}
    if isinstance(zone.shape, Disc):
        if one["field"] == "centre":
            lon, lat, _ = position(one["value"], around.centres)
            return {"lon": lon, "lat": lat}
        return {"radius_m": read_length(one["value"])}
    if zone.shape is None:
        raise ZoneError(f"a {zone.kind} zone has no {one['field']} to read otherwise; leave the alternative out")
    column = "centre" if one["field"] == "centre" else "radius_text"
    other = figure({**row, column: one["value"]}, around).shape
    assert other is not None
    return {"shape": other.as_dict()}


def _part(text: str, zone: Zone, around: Surroundings) -> Clip:
    """The zone within an area. Raises ZoneError, "reason; advice", where there is no such part."""
    area = area_of(text, around)
    if area is None or zone.shape is None:
        raise ZoneError(f"the part {text!r} is no area with a known outline; write a country")
    part = Clip(zone.shape, (Outlined(area, "lonlat"),))
    if part.is_empty:
        raise ZoneError(f"no part of the zone lies in {text}; leave the alternative out")
    return part


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
