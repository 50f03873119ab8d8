"""Tables that carry geometry: GeoJSON, GeoPackage, FlatGeobuf, KML, Shapefile, Parquet, frames in memory.

The reference system comes from the file and points leave in EPSG:4326; a file that names none is refused, because
degrees and metres look alike in a column of numbers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from geo.errors import CoordinateError, Rejection, TableError
from geo.files import FLAW_ADVICE, Flawed, Rows, check_any_left, check_kml, check_weight, parse_json, shared_columns
from geo.units import CRS, check_metres

SUFFIXES: Final = frozenset({".geojson", ".gpkg", ".fgb", ".kml", ".shp", ".parquet"})
OURS: Final = "incidents"
"""The layer of incidents in a file of ours, which holds others too."""
_LOOKS: Final = frozenset({"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet"})
_SAID_TWICE: Final = frozenset({"Name", "description", "timestamp", "begin", "end"})
"""Of a placemark (GDAL, LIBKML driver: "Fields"): how it is shown; what an export of ours says in other columns."""
Point = tuple[float, float] | str | None
"""lon, lat in degrees; or, in words, why the geometry gives none; or None where there is no geometry."""


@dataclass(slots=True)
class Features:
    """Rows with the points that came with them."""

    rows: Rows
    points: list[Point]
    as_written: bool
    """Whether the degrees are those in the file, so that their digits say how exact they are."""


def open_features(path: Path) -> Features:
    """Read .gpkg, .fgb, .kml, .shp or .parquet. Raises TableError for a file that is none, or without a CRS."""
    check_weight(path)
    notices = check_kml(path)
    frame = _parquet(path) if path.suffix.lower() == ".parquet" else _layer(path)
    if frame.empty:
        raise TableError(f"{path}: holds no features")
    features = _features(frame, str(path), "feature")
    features.rows.notices += notices
    return features


def frame_features(frame: Any) -> Features:
    """The rows of a DataFrame or GeoDataFrame, numbered from 0; a geometry is taken from its reference system."""
    if not hasattr(frame, "columns") or not hasattr(frame, "geometry" if hasattr(frame, "crs") else "index"):
        raise TableError(f"a table is a path or a DataFrame, not {type(frame).__name__}")
    if frame.empty:
        raise TableError("the table in memory holds no rows")
    return _features(frame, "the table in memory", "row", first=0)


def _features(frame: Any, name: str, what: str, first: int = 1) -> Features:
    geometry = getattr(frame, "geometry", None) if hasattr(frame, "crs") else None
    columns = [str(column) for column in frame.columns if geometry is None or column != geometry.name]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise TableError(f"{name}: the column {twice[0]!r} stands twice; give each its own name")
    values = [frame[column].astype("object").tolist() for column in frame.columns if str(column) in columns]
    cells = [[_plain(value) for value in record] for record in zip(*values, strict=True)]
    numbers = list(range(first, len(frame) + first))
    where = [f"{what} {n}" for n in numbers]
    rows = Rows(name, columns, cells or [[] for _ in numbers], where, [n - first + 1 for n in numbers])
    rows.notices += frame.attrs.get("notices", [])
    if geometry is None:
        return Features(rows, [None] * len(numbers), True)
    if frame.crs is None:
        raise TableError(f"{name}: says no coordinate reference system; save it with one ({CRS} for degrees)")
    same = frame.crs.equals(CRS, ignore_axis_order=True)
    if same:
        return Features(rows, [_point(shape) for shape in geometry], True)
    import pyproj

    turn = pyproj.Transformer.from_crs(frame.crs, CRS, always_xy=True).transform
    given = [_point(shape) for shape in geometry]
    return Features(rows, [_turned(one, frame.crs, turn) if isinstance(one, tuple) else one for one in given], False)


def geojson_features(text: str, name: str) -> Features | None:
    """The features of a GeoJSON text; None where it is JSON of another kind.

    RFC 7946 knows degrees on WGS 84 alone; the `crs` member of its 2008 forerunner is honoured where it stands.
    Raises TableError for text that is no JSON, or names an unknown reference system.
    """
    data = parse_json(text, name)
    if not isinstance(data, dict) or data.get("type") not in ("FeatureCollection", "Feature"):
        return None
    given = [data] if data["type"] == "Feature" else data.get("features")
    if not isinstance(given, list) or not given:
        raise TableError(f"{name}: holds no features")
    flaws = {n: _flaw(one) for n, one in enumerate(given, 1)}
    sound = [(n, one) for n, one in enumerate(given, 1) if flaws[n] is None]
    aside = [Rejection(name, f"feature {n}", *flaw) for n, flaw in flaws.items() if flaw]
    check_any_left(sound, aside)
    records = [_properties(one) for _, one in sound]
    columns = shared_columns(records, name)
    rows = Rows(
        name,
        columns,
        [[record.get(key) for key in columns] for record in records],
        [f"feature {n}" for n, _ in sound],
        [n for n, _ in sound],
    )
    rows.rejections += aside
    points = [_geojson_point(one.get("geometry")) for _, one in sound]
    transformed = _from_crs(data.get("crs"), points, name)
    return Features(rows, transformed or points, transformed is None)


def _flaw(one: Any) -> tuple[str, str] | None:
    """(what is wrong with a feature, what to write); None where nothing is."""
    if isinstance(one, Flawed):
        return one.reason, FLAW_ADVICE
    if not isinstance(one, dict) or one.get("type") != "Feature":
        return "is no GeoJSON feature", 'write {"type": "Feature", ...}'
    return None


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    record = dict(properties) if isinstance(properties, dict) else {}
    if feature.get("id") is not None:
        record.setdefault("id", feature["id"])
    return record


def _geojson_point(geometry: Any) -> Point:
    if geometry is None:
        return None
    given: Mapping[str, Any] = geometry if isinstance(geometry, dict) else {}
    kind = given.get("type")
    pair: Any = given.get("coordinates")
    if kind == "MultiPoint" and isinstance(pair, list) and len(pair) == 1:
        kind, pair = "Point", pair[0]
    if kind != "Point":
        return f"its geometry is a {kind or 'value of no known type'}, not a point"
    if pair == []:
        return None
    numbers = isinstance(pair, list) and len(pair) >= 2 and all(type(n) in (int, float) for n in pair)
    return (pair[0], pair[1]) if numbers else f"its point {json.dumps(pair)[:60]} is no pair of numbers"


def _from_crs(member: Any, points: Sequence[Point], name: str) -> list[Point] | None:
    """`points` in EPSG:4326; None when they are already."""
    if member is None:
        return None
    import pyproj

    try:
        system = pyproj.CRS.from_user_input(member["properties"]["name"])
    except (pyproj.exceptions.CRSError, KeyError, TypeError, ValueError):
        raise TableError(
            f"{name}: its crs member names no known reference system; write {CRS} or leave it out"
        ) from None
    if system.equals(CRS, ignore_axis_order=True) or system.equals("OGC:CRS84", ignore_axis_order=True):
        return None
    turn = pyproj.Transformer.from_crs(system, CRS, always_xy=True)
    return [_turned(one, system, turn.transform) if isinstance(one, tuple) else one for one in points]


def _turned(point: tuple[float, float], system: Any, turn: Any) -> Point:
    try:
        check_metres(*point, system)
    except CoordinateError as error:
        return str(error)
    return _checked(*turn(*point))


def _checked(lon: float, lat: float) -> Point:
    if math.isfinite(lon) and math.isfinite(lat):
        return float(lon), float(lat)
    return "its point lies outside what its reference system covers"


def _point(shape: Any) -> Point:
    """The point of a shapely geometry."""
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape.geom_type != "Point":
        return f"its geometry is a {shape.geom_type}, not a point"
    return _checked(shape.x, shape.y)


def _layer(path: Path) -> Any:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        layers = pyogrio.list_layers(path)
        spatial = [str(name) for name, kind in layers if kind is not None] or [str(name) for name, _ in layers]
        if not spatial:
            raise TableError(f"{path}: holds no layer")
        layer = OURS if OURS in spatial else spatial[0]
        frame = _typed(pyogrio.read_dataframe(path, layer=layer), pyogrio.read_info(path, layer=layer))
    except (DataSourceError, DataLayerError) as error:
        raise TableError(f"{path}: cannot be read as {path.suffix} ({error})") from None
    if path.suffix.lower() == ".kml":
        looks = _LOOKS | (_SAID_TWICE if "location" in frame.columns else set())
        frame = frame.drop(columns=[name for name in frame.columns if name in looks or _is_bare(frame[name])])
    if len(spatial) > 1:
        which = f"the layer {OURS!r}" if layer == OURS else f"the first of its {len(spatial)} layers, {layer!r},"
        frame.attrs["notices"] = [f"{path}: only {which} was read"]
    return frame


def _typed(frame: Any, info: Mapping[str, Any]) -> Any:
    """Columns of whole numbers or flags with gaps as such, which pandas alone would make floats."""
    for name, kind in zip(info["fields"], info["dtypes"], strict=True):
        if name in frame.columns and frame[name].dtype == "float64" and not str(kind).startswith("float"):
            frame[name] = frame[name].astype("boolean" if kind == "bool" else "Int64")
    return frame


def _is_bare(column: Any) -> bool:
    """Whether a column that GDAL makes for every placemark holds nothing."""
    return column.name in {*_SAID_TWICE, "id"} and bool(column.isna().all())


def _parquet(path: Path) -> Any:
    try:
        parquet: Any = import_module("pyarrow.parquet")
        broken: Any = import_module("pyarrow").ArrowException
    except ImportError:
        raise TableError(f"{path}: reading .parquet needs pyarrow; pip install pyarrow, or save it as .csv") from None
    import geopandas

    try:
        if b"geo" in (parquet.read_schema(path).metadata or {}):
            return geopandas.read_parquet(path)
        return parquet.read_table(path).to_pandas()
    except (broken, OSError, ValueError) as error:
        raise TableError(f"{path}: cannot be read as .parquet ({str(error).splitlines()[0]})") from None


def _plain(value: Any) -> Any:
    """A cell as plain Python: no NaN, NaT or numpy scalar."""
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        value = value.tolist()
    nothing = type(value).__name__ in {"NaTType", "NAType"} or (isinstance(value, float) and math.isnan(value))
    return None if nothing else value
