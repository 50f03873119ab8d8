"""Tables out: CSV, JSON, JSON lines, GeoJSON, and through `gis` what GDAL writes; whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import OutputError
from geo.files import write_atomically
from geo.frames import CONTAINMENT, INCIDENTS, ZONES
from geo.incidents.gis import DRIVERS, write_layers

if TYPE_CHECKING:
    import pandas as pd

_JSON: Final = {c.name for contract in (INCIDENTS, ZONES, CONTAINMENT) for c in contract if c.kind.startswith("json")}
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def write_table(frame: pd.DataFrame, path: str | Path, format: str | None = None) -> None:
    """Write a table to `path` in one step; the suffix picks the format where `format` does not.

    Raises OutputError for an unknown format or a file that cannot be written; what was there stays as it was.
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    form = format or {"ndjson": "jsonl"}.get(suffix, suffix)
    if form in DRIVERS:
        write_layers({Path(path).stem: frame}, path, form)
        return
    if form not in FORMATS:
        known = ", .".join((*FORMATS, *DRIVERS))
        raise OutputError(f"{path}: {form or 'no suffix'!r} is no format here; write to one of .{known}")
    write_atomically(path, dumps(frame, form))


def dumps(frame: pd.DataFrame, format: str) -> str:
    """A table as text: csv, json (a list of rows), jsonl (a row per line) or geojson.

    Columns that hold JSON become JSON in the JSON formats, and stay text in csv; what is absent is null, or an empty
    cell. GeoJSON takes the frame's geometry, or else points from lon and lat; without either it is null. In csv,
    text that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a line end, and is no
    number) gets an apostrophe in front. Raises OutputError for an unknown format.
    """
    if format not in _WRITERS:
        raise OutputError(f"{format!r} is no format here; one of {', '.join(FORMATS)}")
    return _WRITERS[format](frame)


def _csv(frame: pd.DataFrame) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(name) for name in _columns(frame)])
    writer.writerows([_cell(value) for value in record.values()] for record in _records(frame))
    return out.getvalue()


def _json(frame: pd.DataFrame) -> str:
    return json.dumps([_nested(record) for record in _records(frame)], ensure_ascii=False, indent=2) + "\n"


def _jsonl(frame: pd.DataFrame) -> str:
    return "".join(json.dumps(_nested(record), ensure_ascii=False) + "\n" for record in _records(frame))


def _geojson(frame: pd.DataFrame) -> str:
    features = [
        {"type": "Feature", "geometry": geometry, "properties": _nested(record)}
        for geometry, record in zip(_geometries(frame), _records(frame), strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {"csv": _csv, "json": _json, "jsonl": _jsonl, "geojson": _geojson}
FORMATS: Final = tuple(_WRITERS)
"""What `dumps` and `write_table` can write."""


def _geometry_name(frame: pd.DataFrame) -> str:
    return str(getattr(frame, "_geometry_column_name", None) or "")


def _columns(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns if name != _geometry_name(frame)]


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """One dict of plain values per row; the geometry is left out."""
    columns = _columns(frame)
    values = [[_plain(value) for value in frame[name].astype("object").tolist()] for name in columns]
    for record in zip(*values, strict=True):
        yield dict(zip(columns, record, strict=True))


def _plain(value: Any) -> Any:
    """A value that JSON knows; None for NaN, NaT and NA."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if type(value).__name__ in {"NaTType", "NAType"} or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool | list | dict) else str(value)


def _nested(record: dict[str, Any]) -> dict[str, Any]:
    return {name: _parsed(value) if name in _JSON else value for name, value in record.items()}


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        return value


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} and not _NUMBER.fullmatch(value):
        return "'" + value
    return value


def _geometries(frame: pd.DataFrame) -> Iterator[dict[str, Any] | None]:
    name = _geometry_name(frame)
    if name in frame.columns:
        from shapely.geometry import mapping

        for shape in frame[name]:
            yield None if shape is None or shape.is_empty or not _finite(shape) else mapping(shape)
        return
    points = zip(frame["lon"], frame["lat"], strict=True) if {"lon", "lat"} <= set(frame.columns) else None
    for lon, lat in points or ((math.nan, math.nan) for _ in range(len(frame))):
        sound = math.isfinite(lon) and math.isfinite(lat)
        yield {"type": "Point", "coordinates": [float(lon), float(lat)]} if sound else None


def _finite(shape: Any) -> bool:
    return all(map(math.isfinite, shape.bounds))
