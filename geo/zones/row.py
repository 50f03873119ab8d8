"""One zone as a row of words: of what kind it is, and whether it says all that this kind needs and nothing against it.

Nothing is resolved or built: names stay names, and what is drawn is only read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from geo.errors import ZoneError
from geo.frames import dump_json
from geo.zones.alternatives import read_alternatives
from geo.zones.bounds import BOUNDS, read_bounds
from geo.zones.conditions import check_conditions
from geo.zones.course import is_drawn, read_wkt, write_wkt
from geo.zones.hours import parse_hours
from geo.zones.kinds import check_kind, kind_of, read_latlon
from geo.zones.track import parse_track

TEXTS: Final = (
    "id", "name", "group", "kind", "centre", "radius_text", "course", "edges", "side", "clip", "minus", *BOUNDS,
    "hours", "applies_to", "track", "alternatives", "source",
)  # fmt: skip
"""The columns of ZONES that a person writes."""
ASIDE: Final = frozenset({"valid_from", "valid_to", "lat", "lon", "radius", "width", "inner", "outer", "geometry"})
"""Columns of other tables that stand for one of `TEXTS`: a bound twice, a centre, a length, what a file draws."""

_EDGES: Final = ("lonlat", "geodesic")
_COMMA: Final = re.compile(r"^([+-]?\d{1,3}),(\d+)$")
"""A degree with a decimal comma, alone in its cell."""


def check_row(given: Mapping[str, str], where: str = "") -> dict[str, str]:
    """A row with every column of `TEXTS`; id and group may still be empty (`identified`).

    given: text by column, of `TEXTS` and `ASIDE`; where: what to call a zone without a name. What is drawn comes out as
    WKT in degrees, a date as `geo.dates` writes it. Raises InputError, "reason; advice", for what makes no zone.
    """
    row = {name: given.get(name, "").strip() for name in TEXTS}
    row["track"] = "" if row["track"] == "[]" else row["track"]
    worded = _take_length(row, given)
    drawn = _take_place(row, given)
    row["kind"] = kind_of(row, drawn, worded)
    check_kind(row, drawn)
    row["edges"] = _edges(row["edges"]) if row["course"] else ""
    for cut in ("clip", "minus"):
        row[cut] = _cut(row[cut], cut)
    row |= read_bounds(given)
    _check_words(row)
    row["alternatives"] = dump_json(read_alternatives(row["alternatives"], row["kind"]))
    row["name"] = row["name"] or _default_name(row, drawn, where)
    return row


def identified(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """`rows` with an id each, from the name where none is given and then unlike all others; and a group.

    >>> [row["id"] for row in identified([{"id": "", "name": "The Strip", "group": ""}] * 2)]
    ['the-strip', 'the-strip-2']
    """
    rows = [dict(row) for row in rows]
    taken = {row["id"] for row in rows if row["id"]}
    for row in rows:
        if not row["id"]:
            stem = re.sub(r"\W+", "-", row["name"]).strip("-").lower() or "zone"
            row["id"], number = stem, 2
            while row["id"] in taken:
                row["id"], number = f"{stem}-{number}", number + 1
            taken.add(row["id"])
        row["group"] = row["group"] or row["id"]
    return rows


def _take_length(row: dict[str, str], given: Mapping[str, str]) -> str:
    """Fill radius_text from whatever column holds a length; "radius" or "width", as that column calls it, or ""."""
    found = {name: given[name].strip() for name in ("radius", "width", "inner", "outer") if given.get(name, "").strip()}
    if not row["radius_text"] and not found:
        for name in ("radius", "width"):
            if given.get(f"{name}_m", "").strip():
                found[name] = f"{given[f'{name}_m'].strip()} m"
    if "inner" in found and "outer" in found and len(found) == 2:
        row["radius_text"] = row["radius_text"] or f"{found['inner']} to {found['outer']}"
    elif len(found) > 1 or "inner" in found:
        raise ZoneError(f"it has {' and '.join(found)} and no one length; keep the one that is meant, in radius_text")
    elif found:
        row["radius_text"] = row["radius_text"] or next(iter(found.values()))
    return "width" if "width" in found else "radius" if found else ""


def _take_place(row: dict[str, str], given: Mapping[str, str]) -> BaseGeometry | None:
    """Fill centre and course from the columns lat and lon, and from what is drawn; the line or polygon of the course.

    What a file draws counts where the row's own words leave it open: the table of a disc comes with the disc's outline.
    """
    if not row["centre"] and given.get("lat", "").strip() and given.get("lon", "").strip():
        row["centre"] = ", ".join(_COMMA.sub(r"\1.\2", given[axis].strip()) for axis in ("lat", "lon"))
    if is_drawn(row["centre"]) and not row["course"]:
        row["course"], row["centre"] = row["centre"], ""
    drawn = read_wkt(row["course"])
    if not row["course"]:
        drawn = _in_file(given.get("geometry", ""))
        numbers_draw_it = row["track"] or (row["centre"] and row["kind"] in {"disc", "ring"})
        if drawn is not None and drawn.geom_type != "Point" and numbers_draw_it:
            return None
    if drawn is None:
        return None
    if drawn.geom_type != "Point":
        row["course"] = write_wkt(drawn)
        return drawn
    _take_point(row, drawn)
    return None


def _in_file(text: str) -> BaseGeometry | None:
    """What the file draws; None where it draws nothing, which some write as an empty geometry."""
    if re.search(r"\bEMPTY$", text, re.IGNORECASE):
        return None
    drawn = read_wkt(text)
    if text and drawn is None:
        raise ZoneError(
            f"its geometry {text[:40]!r} is no WKT and no GeoJSON; write POLYGON ((lon lat, ...)), or a course"
        )
    return drawn


def _take_point(row: dict[str, str], point: BaseGeometry) -> None:
    """A drawn point is a centre, and more exact than a name; of two positions only one can be meant."""
    lon, lat = point.coords[0][:2]
    text = ", ".join(f"{number:.12f}".rstrip("0").rstrip(".") for number in (lat, lon))
    written = read_latlon(row["centre"]) if row["centre"] else None
    if written and max(abs(written[0] - lon), abs(written[1] - lat)) > 1e-3:
        raise ZoneError(f"its centre is written as {row['centre']!r} and drawn at {text}; keep the one that is meant")
    row["centre"], row["course"] = row["centre"] if written else text, ""


def _edges(text: str) -> str:
    """Straight in longitude and latitude, as RFC 7946 has them, unless geodesics are asked for."""
    word = re.sub(r"[\s_/-]+", "", text.lower()) or _EDGES[0]
    if word not in _EDGES:
        raise ZoneError(f"the edges {text!r} are of no known sort; write lonlat (straight in degrees) or geodesic")
    return word


def _cut(text: str, what: str) -> str:
    """The entries of clip or minus, those that are drawn as WKT in degrees."""
    entries = [entry.strip() for entry in text.split(";") if entry.strip()]
    for at in range(len(entries) - 1, 0, -1):
        if re.fullmatch(r"SRID\s*=\s*\d{1,9}", entries[at - 1], re.IGNORECASE):  # of EWKT, which has a ";" of its own
            entries[at - 1 : at + 1] = [f"{entries[at - 1]};{entries[at]}"]
    return "; ".join(_cut_entry(entry, what) for entry in entries)


def _cut_entry(entry: str, what: str) -> str:
    try:
        drawn = read_wkt(entry)
    except ZoneError as error:
        raise ZoneError(f"its {what}: {error}") from None
    if drawn is None:
        return entry
    if "Polygon" not in drawn.geom_type:
        raise ZoneError(f"its {what} is a {drawn.geom_type}; write a POLYGON, the name of an area, or a zone's id")
    return write_wkt(drawn)


def _check_words(row: Mapping[str, str]) -> None:
    """Hours, conditions and track are read by those who know them, and kept as written."""
    if row["hours"]:
        parse_hours(row["hours"])
    if row["applies_to"]:
        check_conditions(row["applies_to"])
    if row["track"]:
        parse_track(row["track"])


def _default_name(row: Mapping[str, str], drawn: BaseGeometry | None, where: str) -> str:
    if row["kind"] in {"disc", "ring"}:
        return f"{row['radius_text']} around {row['centre']}"
    what = row["course"] if row["course"] and drawn is None else row["id"] or where or "a drawn course"
    return {
        "polygon": what,
        "buffer": f"{row['radius_text']} along {what}",
        "side_of_line": f"{row['side']} of {what}",
        "moving": f"{row['radius_text']} around what moves, {row['id'] or where}",
        "unknown": row["id"],
    }[row["kind"]]
