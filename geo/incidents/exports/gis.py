"""Tables out to GIS and spreadsheets: GeoPackage, FlatGeobuf, GeoParquet, KML, XLSX, whole or not at all.

The same tables give the same bytes: no time of writing is kept in a file.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import OutputError
from geo.files import KEY, add_table, in_place_of, neutral
from geo.incidents.exports.cells import own_names, plain, typed
from geo.incidents.exports.kml import OWN, kml
from geo.incidents.exports.styles import add_styles
from geo.units import CRS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

DRIVERS: Final = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "xlsx": "XLSX", "kml": "", "parquet": ""}
"""By format, GDAL's driver that writes it; Parquet is written by pyarrow, KML by `geo.incidents.exports.kml`."""
HOLDING: Final = frozenset({"gpkg", "parquet"})
"""Formats that have a place for what a file was made from."""
_ANY_CASE: Final = frozenset({"gpkg", "kml"})
"""Formats, or readers of them, to which column names that differ only in case are one."""
_XML: Final = frozenset({"kml", "xlsx"})
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold (section 2.2)."""
_CELL: Final = 32_767
_SHEET: Final = (1_048_576, 16_384)
"""What a spreadsheet holds: characters in a cell; rows, columns (Microsoft, "Excel specifications and limits")."""
_EXACT: Final = 10**15
"""Whole numbers from here on are shortened by spreadsheets, which know 15 digits; they are written as text."""
_DATED: Final = {"OGR_CURRENT_DATE": "1970-01-01T00:00:00.000Z"}
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)


def write_layers(
    layers: Mapping[str, pd.DataFrame], path: str | Path, form: str, provenance: Mapping[str, Any] | None = None
) -> list[str]:
    """Write one table, or for GeoPackage several as layers, in one step: what was there stays until all of it is new.

    layers: by name; a table's geometry, or points from lon and lat in degrees. A GeoPackage gets a style for each layer
    that has one (`exports.styles`). provenance: what they were made from, for formats of `HOLDING`. Returns what
    had to be written otherwise than it was, in words. Raises OutputError where the file cannot be written, or the
    format cannot hold the tables.
    """
    if len(layers) > 1 and form != "gpkg":
        raise OutputError(f"{path}: a .{form} file holds one layer; write to .gpkg for {', '.join(layers)}")
    notices: list[str] = []
    # not called after the file: GDAL takes a path with .xlsx in its middle for an archive
    with in_place_of(path, f"table.{form}") as fresh:
        for given, table in layers.items():
            name = _held_by("kml").sub("\ufffd", str(plain(given)))
            frame, said = as_features(table, form)
            notices += [f"{path}: {one}" for one in said]
            _write(frame, fresh, form, name, str(path))
        if form == "gpkg":
            add_styles(fresh, list(layers))
        if provenance is not None and form in HOLDING:
            (add_table if form == "gpkg" else _add_metadata)(fresh, provenance)
    return list(dict.fromkeys(notices))


def _write(frame: gpd.GeoDataFrame, path: Path, form: str, name: str, said: str) -> None:
    if form == "parquet":
        _parquet(frame, path)
    elif form == "kml":
        path.write_text(kml(frame, name), "utf-8")
    elif form == "xlsx":
        rows = frame.drop(columns=frame.geometry.name)
        _check_sheet(rows, said)
        _gdal(rows, path, "XLSX", "table", said)
        _timeless(path)
    elif form == "fgb":
        _gdal(frame, path, "FlatGeobuf", name, said, SPATIAL_INDEX="NO")  # an index would put the rows in another order
        _check_whole(path, len(frame), said)
    else:
        columns = [one for one in frame.columns if one != frame.geometry.name]
        own = {"FID": _free("fid", columns), "GEOMETRY_NAME": _free("geom", columns), "append": path.exists()}
        own |= {} if path.exists() else {"dataset_options": {"VERSION": "1.3"}}  # older readers warn of a newer one
        known = {} if frame.geometry.notna().any() else {"geometry_type": _KINDS.get(name, "Unknown")}
        _gdal(frame, path, "GPKG", name, said, **own, **known)


_KINDS: Final = {"incidents": "Point", "verdicts": "Point", "zones": "MultiPolygon", "regions": "MultiPolygon"}
"""What a layer holds that holds nothing yet."""


def _gdal(rows: pd.DataFrame, path: Path, driver: str, name: str, said: str, **options: Any) -> None:
    import pyogrio
    from pyogrio import errors

    if driver not in pyogrio.list_drivers(write=True):
        raise OutputError(f"{said}: this GDAL cannot write {driver}; write to .geojson or .csv")
    pyogrio.set_gdal_config_options(_DATED)
    try:
        pyogrio.write_dataframe(rows, path, layer=name, driver=driver, encoding="UTF-8", **options)
    except (errors.DataSourceError, errors.DataLayerError, errors.FeatureError, errors.FieldError,
            errors.GeometryError, ValueError) as error:  # fmt: skip
        raise OutputError(f"{said}: GDAL could not write it ({error}); nothing was changed") from None
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(_DATED))


def _check_whole(path: Path, rows: int, said: str) -> None:
    """Raise OutputError where a file does not hold all its rows: GDAL's FlatGeobuf driver is silent on a full disk."""
    import pyogrio
    from pyogrio.errors import DataSourceError, FeatureError

    try:
        found = len(pyogrio.read_dataframe(path)) if rows else 0
    except (DataSourceError, FeatureError, ValueError):
        found = -1
    if found != rows:
        raise OutputError(f"{said}: cannot be written (only a part arrived; is the disk full?); nothing was changed")


def _parquet(frame: gpd.GeoDataFrame, path: Path) -> None:
    """GeoParquet 1.1 with a bounding box for each row, by which readers pass over what they do not need."""
    try:
        frame.to_parquet(
            path, index=False, geometry_encoding="WKB", schema_version="1.1.0", write_covering_bbox="bbox" not in frame
        )
    except ImportError:
        raise OutputError("writing .parquet needs pyarrow; pip install 'incident-mapper[parquet]'") from None


def _add_metadata(path: Path, provenance: Mapping[str, Any]) -> None:
    """The Parquet file again, with the provenance among its metadata: geopandas takes none of one's own."""
    parquet: Any = import_module("pyarrow.parquet")
    table = parquet.read_table(path)
    told = {**(table.schema.metadata or {}), KEY: json.dumps(provenance, ensure_ascii=False).encode()}
    parquet.write_table(table.replace_schema_metadata(told), path)


def as_features(table: pd.DataFrame, form: str = "gpkg") -> tuple[gpd.GeoDataFrame, list[str]]:
    """A table with its geometry in EPSG:4326, else points from lon and lat, null where there is none.

    form: the format that it is for, which decides on names and types. With it, what had to be changed, in words.

    >>> import pandas as pd
    >>> as_features(pd.DataFrame({"lon": [38.6, None], "lat": [33.5, None]}))[0].geometry.isna().tolist()
    [False, True]
    """
    import geopandas as gpd
    import pandas as pd

    held = getattr(table, "_geometry_column_name", None)
    places = [at for at, name in enumerate(table.columns) if name != held]
    given = [_held_by(form).sub("\ufffd", str(table.columns[at])) for at in places]
    names, notices = own_names(given, any_case=form in _ANY_CASE, taken=OWN if form == "kml" else ())
    cells, lossy = {}, []
    for name, at in zip(names, places, strict=True):
        cells[name], lost = _column(table.iloc[:, at].reset_index(drop=True), form)
        lossy += [repr(name)] if lost else []
    if lossy:
        notices.append(f"characters in {', '.join(lossy)} that .{form} cannot hold are written as \ufffd")
    frame = pd.DataFrame(cells, index=pd.RangeIndex(len(table)))
    if form == "xlsx":
        frame.columns = pd.Index([neutral(name) for name in names])
    geometry = _free("geometry", names)
    frame[geometry] = gpd.GeoSeries(_shapes(table, held), crs=CRS)
    return gpd.GeoDataFrame(frame, geometry=geometry), notices


def _shapes(table: pd.DataFrame, held: Any) -> Any:
    """The geometries, or points from lon and lat; None for what is empty."""
    import numpy as np
    import shapely

    shapes = np.full(len(table), None, dtype=object)
    if held in table.columns:
        shapes[:] = np.asarray(table[held], dtype=object)
        shapes[shapely.is_empty(shapes)] = None
    elif {"lon", "lat"} <= set(table.columns):
        lon, lat = (table[name].to_numpy(np.float64, na_value=np.nan) for name in ("lon", "lat"))
        sound = np.isfinite(lon) & np.isfinite(lat)
        shapes[sound] = shapely.points(lon[sound], lat[sound])
    return shapes


def _column(column: pd.Series[Any], form: str) -> tuple[pd.Series[Any], bool]:
    """A column of one type as the format holds it, and whether any text had to change for it."""
    import pandas as pd

    made = typed(column, times=form not in _XML)
    if made.dtype != object:
        whole = pd.api.types.is_integer_dtype(made.dtype)
        if form == "xlsx" and whole and (made.abs() >= _EXACT).any():
            return made.astype("string").astype(object).where(made.notna(), None), False
        return made, False
    if form == "parquet":
        return (made.astype("string") if made.isna().all() else made), False
    texts = made.tolist()
    sound = [text and _held_by(form).sub("\ufffd", text) for text in texts]
    shown = [text and neutral(text) for text in sound] if form == "xlsx" else sound
    return pd.Series(shown, dtype="object"), sound != texts


def _held_by(form: str) -> re.Pattern[str]:
    """The characters that a format cannot hold; GDAL ends text at the first NUL."""
    return _NO_XML if form in _XML else re.compile("\x00")


def _free(name: str, taken: Sequence[str]) -> str:
    """`name`, or one like it that no column has."""
    known = {one.casefold() for one in taken}
    return next(one for one in (name, *(f"{name}_{n}" for n in range(1, len(known) + 2))) if one not in known)


def _check_sheet(rows: pd.DataFrame, said: str) -> None:
    """Raise OutputError for a table that a spreadsheet would cut."""
    if len(rows) >= _SHEET[0] or len(rows.columns) > _SHEET[1]:
        raise OutputError(
            f"{said}: {len(rows):,} rows of {len(rows.columns):,} columns are more than a spreadsheet holds; "
            "write to .csv or .parquet"
        )
    for name in rows.select_dtypes(object).columns:
        long = rows[name].str.len() > _CELL
        if long.any():
            raise OutputError(
                f"{said}: row {int(long.to_numpy().argmax()) + 2}, column {name!r}: the text is longer than the "
                f"{_CELL:,} characters that a spreadsheet's cell holds; write to .csv or .gpkg"
            )


def _timeless(path: Path) -> None:
    """The archive again, without the time of writing."""
    with zipfile.ZipFile(path) as made:
        parts = [(one.filename, made.read(one)) for one in made.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as again:
        for name, data in parts:
            member = zipfile.ZipInfo(name, date_time=_OLDEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            again.writestr(member, data)
