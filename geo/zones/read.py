"""Zones as somebody wrote or drew them: a table, a GIS file, one zone on the command line, one in Python.

What comes out is rows of text, checked one by one; `geo.zones.build` makes shapes of them once their places are known.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import InputError, Rejection, TableError, UnitError, ZoneError
from geo.files import Rows, fold, open_rows, read_text
from geo.frames import ZONES, dump_json
from geo.zones.course import is_drawn, read_wkt
from geo.zones.kinds import read_latlon
from geo.zones.layers import SUFFIXES, geojson_rows, open_layers
from geo.zones.radii import is_range, read_length, read_range
from geo.zones.row import ASIDE, TEXTS, check_row, identified

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TEXTS", "one_zone", "parse_zone", "read_latlon", "read_range", "read_wkt", "read_zones"]

_CONTRACT: Final = frozenset(column.name for column in ZONES) | {"geometry"}
_READ: Final = frozenset({*TEXTS, *ASIDE, "radius_m", "width_m"})
_NUMBERS: Final = re.compile(r"\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?")
"""A number, or two, that the heading gives a unit."""
_LONGEST_NAME: Final = 300
"""Characters: the longest name of a place that is known has 168 (Bangkok)."""
_PLACES: Final = frozenset({"centre", "course", "geometry", "track", "kind"})
"""Columns of which a table needs one, unless it has lat and lon."""


def read_zones(path: str | Path) -> tuple[pd.DataFrame, list[Rejection]]:
    """The rows of a zone file as text (`TEXTS`, then its own columns, `_source` and `_row`), and what was set aside.

    path: .csv, .tsv, .json, .jsonl or .xlsx, whose courses are WKT; .geojson, .gpkg, .fgb, .kml, .kmz or .shp, whose
    points are centres, and whose lines and polygons are courses. Each zone needs what its kind needs (`geo.zones.row`).
    Set aside: a row that lacks it or contradicts itself, with the reason. `frame.attrs["notices"]`: what to know
    about the file. Raises TableError for a file that is absent, empty, or has no column for what a zone needs.
    """
    rows, drawn = _open(path)
    meaning = _recognise(rows.columns)
    if not drawn:
        _check_columns(rows.source, meaning.keys())
    records, rejections = [], list(rows.rejections)
    for cells, where in zip(rows.cells, rows.where, strict=True):
        given = dict(zip(rows.columns, cells, strict=True))
        try:
            record = check_row(_worded(given, meaning), where)
        except InputError as error:
            reason, _, advice = str(error).partition("; ")
            rejections.append(Rejection(rows.source, where, reason, advice))
            continue
        own = {name: value for name, value in given.items() if name.lower() not in _CONTRACT}
        records.append({**record, **own, "_source": rows.source, "_row": where})
    notices = [*rows.notices, *_say_widths(rows.source, meaning, records)]
    notices += _tell_layers_apart(rows.source, records) if drawn else []
    frame = _frame(identified(records))
    frame.attrs["notices"] = notices
    return frame, rejections


def parse_zone(text: str) -> pd.DataFrame:
    """The row of `--zone "CENTRE, LENGTH"`: a disc, or a ring where LENGTH is two ("10-20 km").

    CENTRE is a place name or coordinates (`geo.coordinates`); or WKT, around which the zone is a buffer. Raises
    ZoneError where one of the two is missing, UnitError for a length without a known unit.

    >>> parse_zone("33.50583, 38.61778, 34 mi")[["centre", "radius_text"]].iloc[0].tolist()
    ['33.50583, 38.61778', '34 mi']
    >>> parse_zone("51.67 S 59.50 W, 10-20 km")["kind"].item()
    'ring'
    """
    if _is_whole_course(text):
        raise ZoneError(f"the zone {text[:40]!r} is drawn and has no width; write one behind it (..., 5 km), or put it "
                        "into the column course of a zones.csv")  # fmt: skip
    centre, length = _cut_off_length(text.strip())
    if not centre or not length:
        raise ZoneError(f"the zone {text!r} is not a centre and a length; write 'At Tanf garrison, 34 mi'")
    if len(centre) > _LONGEST_NAME and not is_drawn(centre):
        raise ZoneError(
            f"the zone {text[:40]!r}... is too long for the name of a place; write 'At Tanf garrison, 34 mi'"
        )
    try:
        return one_zone(centre, length)
    except UnitError as error:
        raise UnitError(f"the zone {text!r}: {error}") from None


def one_zone(
    centre: str = "",
    radius: str = "",
    *,
    name: str | None = None,
    valid_from: str | tuple[str, str] | None = None,
    valid_to: str | tuple[str, str] | None = None,
    source: str = "",
    group: str = "",
    kind: str = "",
    course: str = "",
    edges: str = "",
    side: str = "",
    clip: str = "",
    minus: str = "",
    hours: str = "",
    applies_to: str = "",
    track: str = "",
) -> pd.DataFrame:
    """The row of a single zone, in the words of a table (`geo.frames.ZONES`).

    radius: of a disc, the two of a ring, or the width of a buffer; a bound stands for itself or is a pair of (earliest,
    latest), "" for open. Raises InputError for what makes no zone.

    >>> one_zone("", "6 km", course="LINESTRING (31 69.5, 31 70)", side="left", name="Strip")["kind"].item()
    'buffer'
    """
    record = {
        "centre": centre, "radius_text": radius, "name": name or "", "source": source, "group": group, "kind": kind,
        "course": course, "edges": edges, "side": side, "clip": clip, "minus": minus, "hours": hours,
        "applies_to": applies_to, "track": track,
    }  # fmt: skip
    for end, given in (("valid_from", valid_from), ("valid_to", valid_to)):
        low, high = (given, given) if isinstance(given, str) or given is None else given
        record |= {f"{end}_earliest": low or "", f"{end}_latest": high or ""}
    row = check_row(record)
    return _frame(identified([{**row, "_source": "", "_row": f"zone {row['name']!r}"}]))


def _is_whole_course(text: str) -> bool:
    """Whether a text is all of a drawn course, with nothing behind it."""
    try:
        return read_wkt(text) is not None
    except ZoneError:
        return False


def _cut_off_length(text: str) -> tuple[str, str]:
    """(centre, length): the longest end that is a length, because 1,500 m has a comma too; else the last piece."""
    commas = [match.start() for match in re.finditer(",", text)]
    for at in commas:
        length = text[at + 1 :]
        # "33.50583,38.61778,340 km" has no thousands: their comma stands after a blank.
        if ("," not in length or length.startswith(" ")) and _is_length(length):
            return text[:at].strip(), length.strip()
    centre, _, length = text.rpartition(",")
    return centre.strip(), length.strip()


def _is_length(text: str) -> bool:
    if is_range(text):
        return True
    try:
        read_length(text)
    except UnitError:
        return False
    return True


def _open(path: str | Path) -> tuple[Rows, bool]:
    """The rows of a file, and whether they were drawn in a GIS."""
    suffix = Path(path).suffix.lower()
    if suffix in SUFFIXES:
        return open_layers(Path(path)), True
    if suffix not in {".json", ".geojson"}:
        return open_rows(path, list_keys=("zones",)), False
    text = read_text(path)
    rows = geojson_rows(text, str(path))
    if rows is not None:
        return rows, True
    if suffix == ".geojson":
        raise TableError(f'{path}: is JSON but no GeoJSON; write {{"type": "FeatureCollection", "features": [...]}}')
    return open_rows(path, list_keys=("zones",), text=text), False


@lru_cache(maxsize=1)
def _headings() -> dict[str, tuple[str, str]]:
    """Folded heading -> (column of `TEXTS` or `ASIDE`, unit that the heading names)."""
    table = resources.files("geo.zones").joinpath("data/columns.csv").read_text("utf-8")
    known = {fold(row["heading"]): (row["column"], row["unit"]) for row in csv.DictReader(table.splitlines())}
    return {**known, **{fold(column): (column, "") for column in _READ}}


def _recognise(columns: list[str]) -> dict[str, list[tuple[str, str]]]:
    """{column: the file's own names for it, with the unit that each names}; the contract's own name comes first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(columns, key=lambda one: one not in _READ):
        column, unit = _headings().get(fold(name), ("", ""))
        if column:
            found.setdefault(column, []).append((name, unit))
    return found


def _check_columns(source: str, columns: Any) -> None:
    if not (_PLACES & columns or {"lat", "lon"} <= columns):
        raise TableError(
            f"{source}: names no centre; write a column centre (a place name, or lat, lon), or course (WKT)"
        )
    if not {"radius_text", "radius_m", "radius", "width", "width_m", "outer", *_PLACES} - {"centre"} & columns:
        raise TableError(f"{source}: names no radius; write a column radius_text (34 mi, 55 km)")


def _worded(given: Mapping[str, Any], meaning: Mapping[str, list[tuple[str, str]]]) -> dict[str, str]:
    """The text of each column, from the first of its names whose cell is not empty."""
    return {
        column: next((text for name, unit in names if (text := _cell(given[name], unit))), "")
        for column, names in meaning.items()
    }


def _cell(value: Any, unit: str) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    text = dump_json(value) if isinstance(value, list | dict) else str(value).strip()
    return f"{text} {unit}" if unit and _NUMBERS.fullmatch(text) else text


def _say_widths(source: str, meaning: Mapping[str, Any], records: list[dict[str, Any]]) -> list[str]:
    both = any(row["kind"] == "buffer" and row["side"] in {"", "both"} for row in records)
    if not both or "width" not in meaning:
        return []
    name = meaning["width"][0][0]
    return [f"{source}: the column {name!r} is read as the width to each side; halve it where it is the whole width"]


def _tell_layers_apart(source: str, records: list[dict[str, Any]]) -> list[str]:
    """Put the layer's name before ids that stand in several layers; say so."""
    layers: dict[str, set[str]] = {}
    for row in records:
        if row["id"] and row.get("layer"):
            layers.setdefault(row["id"], set()).add(row["layer"])
    clashes = [id_ for id_, found in layers.items() if len(found) > 1]
    for row in records:
        if row["id"] in clashes:
            row["id"] = f"{row['layer']}-{row['id']}"
    shown = ", ".join(clashes[:5])
    return [f"{source}: several layers have the id {shown}; the layer's name was put before it"] if clashes else []


def _frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    names = list(dict.fromkeys([*TEXTS, *(name for record in records for name in record)]))
    return pd.DataFrame({name: pd.Series([record.get(name) for record in records], dtype="object") for name in names})
