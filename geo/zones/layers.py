"""Zones drawn in a GIS: GeoJSON, GeoPackage, FlatGeobuf, KML, Shapefile, as rows of a table whose courses are WKT.

The reference system comes from the file; courses leave in EPSG:4326. A file that names none is refused, because degrees
and metres look alike in a column of numbers; GeoJSON and KML are WGS 84 by definition (RFC 7946; OGC 12-007r2).
"""

from __future__ import annotations

import html
import math
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Rejection, TableError, ZoneError
from geo.files import FLAW_ADVICE, Flawed, Rows, check_kml, check_weight, parse_json, shared_columns
from geo.units import CRS
from geo.zones.course import geojson_geometry, settled_course, write_wkt

SUFFIXES: Final = frozenset({".gpkg", ".fgb", ".kml", ".kmz", ".shp", ".zip"})
"""Of the files that hold layers; a .zip holds a Shapefile."""
OURS: Final = "zones"
"""The layer of zones in a file of ours, which holds incidents too."""
DRAWN: Final = "geometry"
"""The column of a course that was drawn, as WKT; empty where nothing is."""

_KML: Final = frozenset({".kml", ".kmz"})
_KML_LOOKS: Final = frozenset({"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet"})
"""Fields that say how a placemark is shown (GDAL, LIBKML driver: "Fields")."""
_GEOMETRIES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_ARC_STEP_DEG: Final = "0.1"
"""How finely arcs become straight edges: they part by 4e-7 of the arc's radius."""
_MIDNIGHT: Final = "T00:00:00"
"""What GDAL writes behind a day without a time."""


def open_layers(path: Path) -> Rows:
    """All drawn layers of a file as rows: their fields, then `DRAWN`, and `layer` where there are several.

    Of a file with a layer called "zones", as `geo check -o FILE.gpkg` writes one, only that.

    Set aside in `rejections`: a feature whose geometry cannot be read, is none of point, line or polygon, or lies
    outside its reference system. Raises TableError for a file that cannot be read, or names no reference system.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

    check_weight(path)
    name, left_out = str(path), check_kml(path)
    with warnings.catch_warnings(record=True) as said, _fine_arcs():
        warnings.simplefilter("always")
        try:
            layers = [str(layer) for layer, kind in pyogrio.list_layers(path) if kind is not None]
            layers, passed = ([OURS], len(layers) > 1) if OURS in layers else (layers, False)
            found = [_layer(path, layer, len(layers) > 1) for layer in layers]
        except (DataSourceError, DataLayerError, FeatureError, GeometryError) as error:
            raise TableError(f"{name}: cannot be read as {path.suffix} ({_one_line(error)})") from None
    if not any(rows.cells or rows.rejections for rows in found):
        raise TableError(f"{name}: holds no drawn feature; draw the zones, or save their table as .csv")
    rows = _joined(name, found)
    rows.notices += left_out
    rows.notices += dict.fromkeys(f"{name}: {_one_line(one.message)}" for one in said)
    rows.notices += [f"{name}: only its layer {OURS!r} was read"] if passed else []
    return rows


def geojson_rows(text: str, name: str) -> Rows | None:
    """The features of a GeoJSON text as rows; None where it is JSON of another kind.

    A feature collection, a feature, or a geometry alone, which is then called after the file. The `crs` member of the
    forerunner of RFC 7946 is honoured where it stands. Raises TableError for what is no JSON, or holds no feature.
    """
    data = parse_json(text, name)
    kind = str(data.get("type")) if isinstance(data, dict) else None
    if kind in _GEOMETRIES:
        data = {"type": "Feature", "properties": {"name": Path(name).stem}, "geometry": data, "crs": data.get("crs")}
    elif kind not in {"FeatureCollection", "Feature"}:
        return None
    features = data.get("features") if kind == "FeatureCollection" else [data]
    if not isinstance(features, list) or not features:
        raise TableError(f"{name}: holds no features")
    system = _named_system(data.get("crs"), name)
    records, rejections = [], []
    for number, feature in enumerate(features, 1):
        where = f"feature {number}"
        try:
            records.append((where, _record(feature, system)))
        except ZoneError as error:
            rejections.append(_rejection(name, where, error))
    return _rows(name, records, rejections)


def _record(feature: Any, system: str) -> dict[str, Any]:
    if isinstance(feature, Flawed):
        raise ZoneError(f"{feature.reason}; {FLAW_ADVICE}")
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise ZoneError('is no GeoJSON feature; write {"type": "Feature", ...}')
    properties = feature.get("properties")
    record = dict(properties) if isinstance(properties, dict) else {}
    if feature.get("id") is not None:
        record.setdefault("id", feature["id"])
    geometry = feature.get("geometry")
    if geometry is not None and not isinstance(geometry, dict):
        raise ZoneError('its geometry is no GeoJSON; write {"type": "Polygon", "coordinates": [...]}')
    return {**record, DRAWN: _drawn(geojson_geometry(geometry) if geometry else None, system)}


def _named_system(member: Any, name: str) -> str:
    if member is None:
        return CRS
    try:
        return str(member["properties"]["name"])
    except (KeyError, TypeError):
        raise TableError(f"{name}: its crs member names no reference system; write {CRS}, or leave it out") from None


def _layer(path: Path, layer: str, several: bool) -> Rows:
    import pyogrio.raw

    meta, _, shapes, fields = pyogrio.raw.read(path, layer=layer, datetime_as_string=True)
    name, system = str(path), CRS if path.suffix.lower() in _KML else meta["crs"]
    if system is None:
        raise TableError(f"{name}: says no coordinate reference system; save it with one ({CRS} for degrees)")
    whole = [str(kind).startswith(("int", "uint")) for kind in meta["dtypes"]]
    columns = [str(field) for field in meta["fields"]]
    kept = [at for at, column in enumerate(columns) if path.suffix.lower() not in _KML or column not in _KML_LOOKS]
    records, rejections = [], []
    for at, (wkb, *values) in enumerate(zip(shapes, *(fields[at].tolist() for at in kept), strict=True), 1):
        where = f"layer {layer!r}, feature {at}" if several else f"feature {at}"
        record = {columns[n]: _plain(value, whole[n]) for n, value in zip(kept, values, strict=True)}
        if path.suffix.lower() in _KML:
            record = {key: _text_of_html(value) for key, value in record.items()}
        try:
            drawn = _drawn(_from_wkb(wkb), system)
        except ZoneError as error:
            rejections.append(_rejection(name, where, error))
            continue
        records.append((where, {**record, **({"layer": layer} if several else {}), DRAWN: drawn}))
    return _rows(name, records, rejections)


def _from_wkb(wkb: bytes | None) -> BaseGeometry | None:
    try:
        return shapely.from_wkb(wkb)
    except (shapely.errors.GEOSException, NotImplementedError) as error:
        reason = re.sub(r"^\w*Exception: ", "", _one_line(error))
        raise ZoneError(f"its geometry cannot be read ({reason}); draw it as a line or polygon") from None


def _drawn(geometry: BaseGeometry | None, system: str) -> str:
    return "" if geometry is None or geometry.is_empty else write_wkt(settled_course(geometry, system))


def _plain(value: Any, whole: bool) -> Any:
    """A cell as plain Python: a whole number without the ".0" of a column with gaps, a day without its midnight."""
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if whole else value
    return value.removesuffix(_MIDNIGHT) if isinstance(value, str) else value


def _text_of_html(value: Any) -> Any:
    """What a placemark's description says, without its mark-up."""
    if not isinstance(value, str) or not ("<" in value or "&" in value):
        return value
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", value)).split())


def _rows(name: str, records: list[tuple[str, dict[str, Any]]], rejections: list[Rejection]) -> Rows:
    columns = shared_columns([record for _, record in records], name)
    cells = [[record.get(key) for key in columns] for _, record in records]
    where = [where for where, _ in records]
    return Rows(name, columns, cells, where, list(range(1, len(records) + 1)), rejections)


def _joined(name: str, layers: list[Rows]) -> Rows:
    records = [
        (where, dict(zip(rows.columns, cells, strict=True)))
        for rows in layers
        for where, cells in zip(rows.where, rows.cells, strict=True)
    ]
    return _rows(name, records, [one for rows in layers for one in rows.rejections])


def _rejection(name: str, where: str, error: ZoneError) -> Rejection:
    reason, _, advice = str(error).partition("; ")
    return Rejection(name, where, reason, advice)


def _one_line(error: Any) -> str:
    return " ".join(str(error).split())[:200]


@contextmanager
def _fine_arcs() -> Iterator[None]:
    """Arcs in a file leave GDAL as straight edges: short ones."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_ARC_STEPSIZE": _ARC_STEP_DEG})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_ARC_STEPSIZE": None})
