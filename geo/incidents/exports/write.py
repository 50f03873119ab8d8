"""Tables out: CSV, JSON, JSON lines, GeoJSON, and through `gis` what GDAL writes; whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import OutputError
from geo.files import MEMBER, neutral, write_atomically, write_sidecar
from geo.frames import CONTAINMENT, INCIDENTS, ZONES
from geo.incidents.exports.cells import own_names, plain
from geo.incidents.exports.gis import DRIVERS, HOLDING, write_layers
from geo.incidents.exports.layers import layers_of
from geo.incidents.exports.rfc7946 import as_geojson

if TYPE_CHECKING:
    import pandas as pd

_JSON: Final = {c.name for contract in (INCIDENTS, ZONES, CONTAINMENT) for c in contract if c.kind.startswith("json")}


def write_table(
    frame: pd.DataFrame,
    path: str | Path,
    format: str | None = None,
    zones: pd.DataFrame | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> list[str]:
    """Write a table to `path` in one step; the suffix picks the format where `format` does not.

    A GeoPackage of INCIDENTS gets the layers of `exports.layers`, with `zones` among them; other formats hold the
    table alone. provenance: what it was made from (`geo.provenance`), which a GeoPackage, a Parquet and a GeoJSON file
    hold, and beside others NAME.provenance.json. Returns what had to be written otherwise than it was, in words. Raises
    OutputError for an unknown format, for a table that the format cannot hold, or a file that cannot be written; what
    was there stays as it was.
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    form = format or {"ndjson": "jsonl"}.get(suffix, suffix)
    if form == "gpkg" and {"id", "lon", "lat", "uncertainty_m", "region_50", "region_90"} <= set(frame.columns):
        return write_layers(layers_of(frame, zones), path, form, provenance)
    if form in DRIVERS:
        said = write_layers({Path(path).stem: frame}, path, form, provenance)
        if provenance is not None and form not in HOLDING:
            write_sidecar(path, provenance)
        return said
    if form not in FORMATS:
        known = ", .".join((*FORMATS, *DRIVERS))
        raise OutputError(f"{path}: {form or 'no suffix'!r} is no format here; write to one of .{known}")
    write_atomically(path, dumps(frame, form, provenance))
    if provenance is not None and form != "geojson":
        write_sidecar(path, provenance)
    return own_names(_columns(frame))[1]


def dumps(frame: pd.DataFrame, format: str, provenance: Mapping[str, Any] | None = None) -> str:
    """A table as text: csv, json (a list of rows), jsonl (a row per line) or geojson.

    Columns that hold JSON become JSON in the JSON formats, and stay text in csv; what is absent is null, or an empty
    cell. GeoJSON (RFC 7946) takes the frame's geometry, or else points from lon and lat; without either it is null. In
    csv, text that a spreadsheet would take for a formula gets an apostrophe in front (`geo.files.neutral`), which
    reading takes off again. provenance: of what it was made, which GeoJSON alone has a place for. Raises OutputError
    for an unknown format.
    """
    if format not in _WRITERS:
        raise OutputError(f"{format!r} is no format here; one of {', '.join(FORMATS)}")
    return _geojson(frame, provenance) if format == "geojson" else _WRITERS[format](frame)


def _csv(frame: pd.DataFrame) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([neutral(name) for name in own_names(_columns(frame))[0]])
    writer.writerows([_cell(value) for value in record.values()] for record in _records(frame))
    return out.getvalue()


def _json(frame: pd.DataFrame) -> str:
    return json.dumps([_nested(record) for record in _records(frame)], ensure_ascii=False, indent=2) + "\n"


def _jsonl(frame: pd.DataFrame) -> str:
    return "".join(json.dumps(_nested(record), ensure_ascii=False) + "\n" for record in _records(frame))


def _geojson(frame: pd.DataFrame, provenance: Mapping[str, Any] | None = None) -> str:
    features = [
        {"type": "Feature", "geometry": geometry, "properties": _nested(record)}
        for geometry, record in zip(_geometries(frame), _records(frame), strict=True)
    ]
    told = {} if provenance is None else {MEMBER: provenance}  # a foreign member (RFC 7946, section 6.1)
    return json.dumps({"type": "FeatureCollection", **told, "features": features}, ensure_ascii=False) + "\n"


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {"csv": _csv, "json": _json, "jsonl": _jsonl, "geojson": _geojson}
FORMATS: Final = tuple(_WRITERS)
"""What `dumps` and `write_table` can write."""


def _geometry_name(frame: pd.DataFrame) -> str:
    return str(getattr(frame, "_geometry_column_name", None) or "")


def _columns(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns if name != _geometry_name(frame)]


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """One dict of plain values per row; the geometry is left out."""
    names, _ = own_names(_columns(frame))
    held = [at for at, name in enumerate(frame.columns) if name != _geometry_name(frame)]
    values = [[plain(value) for value in frame.iloc[:, at].astype("object").tolist()] for at in held]
    for record in zip(*values, strict=True) if held else ((),) * len(frame):
        yield dict(zip(names, record, strict=True))


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
    return neutral(value) if isinstance(value, str) else value


def _geometries(frame: pd.DataFrame) -> Iterator[dict[str, Any] | None]:
    from shapely.geometry import Point

    name = _geometry_name(frame)
    if name in frame.columns:
        yield from map(as_geojson, frame[name])
        return
    if not {"lon", "lat"} <= set(frame.columns):
        yield from [None] * len(frame)
        return
    for pair in zip(frame["lon"], frame["lat"], strict=True):
        lon, lat = map(plain, pair)
        yield None if lon is None or lat is None else as_geojson(Point(lon, lat))
