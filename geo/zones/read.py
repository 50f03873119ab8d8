"""Zones as somebody wrote them: a table of centres, radii and dates, one zone on the command line, one in Python.

What comes out is rows of text, checked one by one; `geo.zones.build` makes discs of them once their centres are known.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.dates import parse_date
from geo.errors import CoordinateError, DateError, InputError, Rejection, TableError, UnitError, ZoneError
from geo.files import Rows, fold, open_rows
from geo.frames import ZONES, dump_json
from geo.units import check_lonlat, lonlat_from_latlon, parse_length

if TYPE_CHECKING:
    import pandas as pd

BOUNDS: Final = ("valid_from_earliest", "valid_from_latest", "valid_to_earliest", "valid_to_latest")
TEXTS: Final = ("id", "name", "group", "kind", "centre", "radius_text", *BOUNDS, "alternatives", "source")
"""The columns of ZONES that a person writes."""
_LATLON: Final = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)°?\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)°?\s*")
_COMMA: Final = re.compile(r"^([+-]?\d{1,3}),(\d+)$")
"""A degree with a decimal comma, alone in its cell."""
_LAST: Final = re.compile(
    r"(?P<centre>.+?)\s*,\s*(?P<length>(?<=\s)\d{1,3}(?:,\d{3})+(?:\.\d+)?[^,]*|[^,]*)", re.DOTALL
)


def read_zones(path: str | Path) -> tuple[pd.DataFrame, list[Rejection]]:
    """The rows of a zone table as text (`TEXTS`, then its own columns, `_source` and `_row`), and what was set aside.

    path: .csv, .tsv, .json, .jsonl or .xlsx. A zone needs a centre (a place name, "lat, lon", or columns lat and lon)
    and a radius with its unit. Set aside: a row without them, with an unknown unit, a date that cannot be read, an end
    before its start. Raises TableError for a file that is absent, empty, or has no column for the centre or the radius.
    """
    rows = open_rows(path, list_key="zones")
    meaning = _recognise(rows)
    if not ({"centre"} & meaning.keys() or {"lat", "lon"} <= meaning.keys()):
        raise TableError(f"{rows.source}: names no centre; write a column centre (a place name, or lat, lon)")
    if not {"radius_text", "radius_m"} & meaning.keys():
        raise TableError(f"{rows.source}: names no radius; write a column radius_text (34 mi, 55 km)")
    records, rejections = [], list(rows.rejections)
    for cells, where in zip(rows.cells, rows.where, strict=True):
        given = dict(zip(rows.columns, cells, strict=True))
        try:
            record = _checked({key: _cell(given[name], unit) for key, (name, unit) in meaning.items()})
        except InputError as error:
            reason, _, advice = str(error).partition("; ")
            rejections.append(Rejection(rows.source, where, reason, advice))
            continue
        own = {name: value for name, value in given.items() if name not in _CONTRACT}
        records.append({**record, **own, "_source": rows.source, "_row": where})
    return _frame(records), rejections


def parse_zone(text: str) -> pd.DataFrame:
    """The row of `--zone "CENTRE, LENGTH"`; CENTRE is a place name, or "lat, lon".

    Raises ZoneError where one of the two is missing, UnitError for a length without a known unit.

    >>> parse_zone("33.50583, 38.61778, 34 mi")[["centre", "radius_text"]].iloc[0].tolist()
    ['33.50583, 38.61778', '34 mi']
    """
    match = _LAST.fullmatch(text.strip())
    if match is None or not match["length"].strip():
        raise ZoneError(f"the zone {text!r} is not a centre and a length; write 'At Tanf garrison, 34 mi'")
    try:
        return one_zone(match["centre"], match["length"])
    except UnitError as error:
        raise UnitError(f"the zone {text!r}: {error}") from None


def one_zone(
    centre: str,
    radius: str,
    *,
    name: str | None = None,
    valid_from: str | tuple[str, str] | None = None,
    valid_to: str | tuple[str, str] | None = None,
    source: str = "",
) -> pd.DataFrame:
    """The row of a single zone; a date stands for itself or is a pair of (earliest, latest), "" for open.

    Raises ZoneError for a zone without a centre or with an end before its start, UnitError, DateError.
    """
    record = {"centre": centre, "radius_text": radius, "name": name or "", "source": source}
    for side, given in (("valid_from", valid_from), ("valid_to", valid_to)):
        low, high = (given, given) if isinstance(given, str) or given is None else given
        record |= {f"{side}_earliest": low or "", f"{side}_latest": high or ""}
    return _frame([{**_checked(record), "_source": "", "_row": f"zone {name or centre!r}"}])


def read_latlon(text: str) -> tuple[float, float] | None:
    """(lon, lat) in degrees from "lat, lon" as map sites paste it; None where the text is something else.

    Raises CoordinateError where the numbers are no place on Earth, and for (0, 0), which programs write for unknown.

    >>> read_latlon("33.50583, 38.61778"), read_latlon("At Tanf garrison")
    ((38.61778, 33.50583), None)
    """
    match = _LATLON.fullmatch(text)
    if match is None:
        return None
    lon, lat = lonlat_from_latlon(float(match[1]), float(match[2]))
    check_lonlat(lon, lat, what=f"centre {text.strip()!r}")
    if lon == 0 and lat == 0:
        raise CoordinateError(
            f"centre {text.strip()!r} is open sea, and what programs write for an unknown place; write where it is"
        )
    return lon, lat


_CONTRACT: Final = frozenset(column.name for column in ZONES) | {"geometry"}


@lru_cache(maxsize=1)
def _headings() -> dict[str, tuple[str, str]]:
    """Folded heading -> (column, unit that the heading names)."""
    table = resources.files("geo.zones").joinpath("data/columns.csv").read_text("utf-8")
    known = {fold(row["heading"]): (row["column"], row["unit"]) for row in csv.DictReader(table.splitlines())}
    return {**known, **{fold(column.name): (column.name, "") for column in ZONES}}


def _recognise(rows: Rows) -> dict[str, tuple[str, str]]:
    """{column of ZONES: (the table's own name, unit)}; the contract's own names win over others."""
    found: dict[str, tuple[str, str]] = {}
    for name in sorted(rows.columns, key=lambda one: one not in _CONTRACT):
        column, unit = _headings().get(fold(name), ("", ""))
        if column:
            found.setdefault(column, (name, unit))
    return found


def _cell(value: Any, unit: str) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    text = dump_json(value) if isinstance(value, list | dict) else str(value).strip()
    return f"{text} {unit}" if unit and re.fullmatch(r"[\d.,]+", text) else text


def _checked(given: Mapping[str, str]) -> dict[str, str]:
    """A row with every column of `TEXTS`. Raises InputError, "reason; advice", for what makes no zone."""
    row = {name: given.get(name, "").strip() for name in TEXTS}
    for side in ("valid_from", "valid_to"):
        for bound in (f"{side}_earliest", f"{side}_latest"):
            row[bound] = _day(row[bound] or given.get(side, ""), bound)
    if not row["centre"] and given.get("lat") and given.get("lon"):
        row["centre"] = ", ".join(_COMMA.sub(r"\1.\2", given[axis].strip()) for axis in ("lat", "lon"))
    if not row["radius_text"] and given.get("radius_m"):
        row["radius_text"] = f"{given['radius_m']} m"
    if not row["centre"]:
        raise ZoneError("the zone has no centre; write a place name, or lat, lon")
    if not row["radius_text"]:
        raise ZoneError("the zone has no radius; write it with its unit (34 mi)")
    read_latlon(row["centre"])
    _check_length(row["radius_text"])
    if row["kind"] not in {"", "disc"}:
        raise ZoneError(f"the kind {row['kind']!r} cannot be built; write disc, or leave it empty")
    _check_order(row)
    row["alternatives"] = dump_json(_alternatives(row["alternatives"]))
    row["name"] = row["name"] or f"{row['radius_text']} around {row['centre']}"
    row["id"] = row["id"] or (re.sub(r"\W+", "-", row["name"]).strip("-").lower())
    row["group"], row["kind"] = row["group"] or row["id"], "disc"
    return row


def _check_length(text: str) -> None:
    try:
        parse_length(text)
    except UnitError as error:
        raise UnitError(str(error) if "; " in str(error) else f"{error}; write for example 34 mi") from None


def _day(text: str, bound: str) -> str:
    if not text.strip():
        return ""
    try:
        days = parse_date(text)
    except DateError as error:
        raise DateError(f"{bound}: {error}") from None
    if days.start != days.end:
        raise DateError(f"{bound}: {text!r} is more than one day; write the earliest and the latest it may have been")
    return days.start.isoformat()


def _check_order(row: Mapping[str, str]) -> None:
    begun, begun_by, held, ended = (row[bound] for bound in BOUNDS)
    for low, high in ((begun, begun_by), (held, ended), (begun, ended), (begun, held)):
        if low and high and low > high:
            raise ZoneError(f"its dates run backwards, {low} to {high}; put the earlier one first")


def _alternatives(text: str) -> list[dict[str, Any]]:
    """The other readings of a zone's own numbers, each with field and value."""
    advice = '[{"field": "radius", "value": "55 km", "source": "..."}]'
    try:
        options = json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise ZoneError(f"its alternatives {text[:40]!r} are not JSON; write {advice}") from None
    if not isinstance(options, list) or not all(isinstance(one, dict) and one.get("value") for one in options):
        raise ZoneError(f"its alternatives {text[:40]!r} are not a list of field and value; write {advice}")
    for one in options:
        if one.get("field") not in {"centre", "radius", "part"}:
            raise ZoneError(f"an alternative is of {one.get('field')!r}; write centre, radius or part")
        if one["field"] == "radius":
            _check_length(str(one["value"]))
        elif one["field"] == "centre":
            read_latlon(str(one["value"]))
    return [
        {"field": one["field"], "value": str(one["value"]), "source": str(one.get("source") or "")} for one in options
    ]


def _frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    names = list(dict.fromkeys([*TEXTS, *(name for record in records for name in record)]))
    return pd.DataFrame({name: pd.Series([record.get(name) for record in records], dtype="object") for name in names})
