"""Tables out to GIS and spreadsheets: GeoPackage, FlatGeobuf, GeoParquet, KML, XLSX, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import OutputError
from geo.units import CRS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

DRIVERS: Final = {
    "gpkg": ("GPKG",), "fgb": ("FlatGeobuf",), "kml": ("LIBKML", "KML"), "xlsx": ("XLSX",), "parquet": (),
}  # fmt: skip
"""By format, GDAL's drivers that write it, the better one first; Parquet is written by pyarrow."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_layers(layers: Mapping[str, pd.DataFrame], path: str | Path, form: str) -> None:
    """Write one table, or for GeoPackage several as layers, in one step: what was there stays until all of it is new.

    layers: by name; a table's geometry, or points from lon and lat in degrees. Raises OutputError where the file
    cannot be written, or the format holds one layer and several are given.
    """
    if len(layers) > 1 and form != "gpkg":
        raise OutputError(f"{path}: a .{form} file holds one layer; write to .gpkg for {', '.join(layers)}")
    target = Path(os.path.realpath(path))
    try:
        # not called after the file: GDAL takes a path with .xlsx in its middle for an archive
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".writing-") as folder:
            fresh = Path(folder) / f"table.{form}"
            for name, table in layers.items():
                _write(table, fresh, form, name)
            os.replace(fresh, target)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); nothing was changed") from None


def _write(table: pd.DataFrame, path: Path, form: str, name: str) -> None:
    import pyogrio
    from pyogrio.errors import DataSourceError

    if form == "parquet":
        try:
            as_features(table).to_parquet(path, index=False)
        except ImportError:
            raise OutputError(f"writing .{form} needs pyarrow; pip install 'incident-mapper[parquet]'") from None
        return
    known = pyogrio.list_drivers(write=True)
    driver = next((one for one in DRIVERS[form] if one in known), None)
    if driver is None:
        raise OutputError(f"this GDAL cannot write .{form}; write to .gpkg or .geojson")
    rows: Any = _plain(table) if form == "xlsx" else as_features(table)
    options = {"append": path.exists()} if form == "gpkg" else {}
    try:
        pyogrio.write_dataframe(rows, path, layer=name, driver=driver, encoding="UTF-8", **options)
    except (DataSourceError, ValueError) as error:
        raise OutputError(f"{path.name}: GDAL could not write it ({error})") from None


def as_features(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """A table with its geometry in EPSG:4326, else points from lon and lat; nothing where there is none.

    >>> import pandas as pd
    >>> as_features(pd.DataFrame({"lon": [38.6, None], "lat": [33.5, None]})).geometry.isna().tolist()
    [False, True]
    """
    import geopandas as gpd
    import numpy as np
    import shapely

    held = getattr(table, "_geometry_column_name", None)
    if held in table.columns:
        shapes = np.asarray(table[held], dtype=object)
    elif {"lon", "lat"} <= set(table.columns):
        lon, lat = (table[name].to_numpy(np.float64, na_value=np.nan) for name in ("lon", "lat"))
        sound = np.isfinite(lon) & np.isfinite(lat)
        shapes = np.full(len(table), None, dtype=object)
        shapes[sound] = shapely.points(lon[sound], lat[sound])
    else:
        shapes = np.full(len(table), None, dtype=object)
    shapes = np.array([None if one is None or one.is_empty else one for one in shapes] + [None], dtype=object)[:-1]
    return gpd.GeoDataFrame(_plain(table, formulas=True), geometry=shapes, crs=CRS)


def _plain(table: pd.DataFrame, *, formulas: bool = False) -> pd.DataFrame:
    """Columns of one type each, as files know them; in a spreadsheet no text is a formula."""
    import pandas as pd

    held = getattr(table, "_geometry_column_name", None)
    out = {}
    for name in table.columns:
        if name in (held, "geometry"):
            continue
        column = table[name]
        if column.dtype == object or pd.api.types.is_string_dtype(column):
            column = column.map(lambda value: _text(value, formulas))
        out[str(name)] = column.reset_index(drop=True)
    return pd.DataFrame(out)


def _text(value: Any, formulas: bool) -> str | None:
    if value is None or value != value:  # noqa: PLR0124  # NaN
        return None
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return "'" + text if not formulas and text[:1] in _FORMULA else text
