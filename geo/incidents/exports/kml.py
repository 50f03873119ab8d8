"""Tables as KML 2.2 (OGC 12-007r2): a placemark per row, its cells as typed extended data.

Written here and not by GDAL, whose drivers leave `<` in a column's name and `]]>` in a cell as they are, and take
columns called "name" or "visibility" for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from geo.incidents.exports.rfc7946 import as_geojson

if TYPE_CHECKING:
    import geopandas as gpd

OWN: Final = (
    "Name", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility",
    "drawOrder", "icon", "snippet",
)  # fmt: skip
"""Names that GDAL gives to what a placemark is and how it looks; a column called so would be lost among them."""
_DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_RING: Final = "<LinearRing><coordinates>{}</coordinates></LinearRing>"


def kml(frame: gpd.GeoDataFrame, name: str) -> str:
    """The rows of a GeoDataFrame (degrees, lon lat) as a KML document called `name`.

    A placemark is called by its `title`, its name or its `id`, spans its `date_start` to `date_end`, and is told by its
    `reason`, where there are such columns; `id` becomes the placemark's own, as GDAL reads it. Text must hold nothing
    that XML cannot. What is absent has no element.

    >>> import geopandas, shapely
    >>> one = geopandas.GeoDataFrame({"id": ["a<b"]}, geometry=[shapely.Point(38.5, 33.25)], crs=4326)
    >>> kml(one, "x").split("<Placemark")[1].split("<ExtendedData>")[0]
    ' id="a&lt;b"><name>a&lt;b</name>'
    """
    held = frame.geometry.name
    cells = {str(column): frame[column] for column in frame.columns if column != held}
    fields = "".join(
        f"<SimpleField name={quoteattr(column)} type={quoteattr(_type(cells[column]))}/>"
        for column in cells
        if column != "id"
    )
    values = {column: [None if pd.isna(one) else one for one in cells[column]] for column in cells}
    rows = (dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True))
    places = "\n".join(
        _placemark(row, as_geojson(shape))
        for row, shape in zip(rows if cells else [{}] * len(frame), frame.geometry, strict=True)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f'<name>{escape(name)}</name>\n<Schema name="row" id="row">{fields}</Schema>\n'
        f"<Folder><name>{escape(name)}</name>\n{places}\n</Folder></Document></kml>\n"
    )


def _placemark(row: dict[str, Any], geometry: dict[str, Any] | None) -> str:
    title, reason = str(row.get("title") or row.get("name_2") or row.get("id") or ""), str(row.get("reason") or "")
    days = [(tag, row.get(column)) for tag, column in (("begin", "date_start"), ("end", "date_end"))]
    span = "".join(f"<{tag}>{escape(str(day))}</{tag}>" for tag, day in days if day and _DAY.fullmatch(str(day)))
    data = "".join(
        f"<SimpleData name={quoteattr(column)}>{escape(_text(value))}</SimpleData>"
        for column, value in row.items()
        if value is not None and column != "id"
    )
    own = row.get("id")
    return (
        ("<Placemark>" if own in (None, "") else f"<Placemark id={quoteattr(str(own))}>")
        + (f"<name>{escape(title)}</name>" if title else "")
        + (f"<description>{escape(escape(reason))}</description>" if reason else "")  # a description is HTML
        + (f"<TimeSpan>{span}</TimeSpan>" if span else "")
        + f'<ExtendedData><SchemaData schemaUrl="#row">{data}</SchemaData></ExtendedData>'
        + ("" if geometry is None else _drawn(geometry))
        + "</Placemark>"
    )


def _drawn(geometry: dict[str, Any]) -> str:
    kind, at = geometry["type"], geometry.get("coordinates")
    if kind == "GeometryCollection":
        return _many(_drawn(one) for one in geometry["geometries"])
    if kind.startswith("Multi"):
        return _many(_drawn({"type": kind.removeprefix("Multi"), "coordinates": one}) for one in at or ())
    if kind == "Point":
        return f"<Point><coordinates>{_positions([at])}</coordinates></Point>"
    if kind == "LineString":
        return f"<LineString><tessellate>1</tessellate><coordinates>{_positions(at or ())}</coordinates></LineString>"
    outer, *holes = (_RING.format(_positions(ring)) for ring in at or ())
    inner = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in holes)
    return f"<Polygon><tessellate>1</tessellate><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"


def _many(parts: Iterable[str]) -> str:
    return f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _positions(points: Iterable[Any]) -> str:
    return " ".join(_position(point) for point in points)


def _position(point: Iterable[float]) -> str:
    return ",".join(repr(float(one)) for one in point)


def _type(column: pd.Series[Any]) -> str:
    """The nearest type that a schema field can have."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return "bool"
    if pd.api.types.is_float_dtype(column.dtype):
        return "double"
    return "string"  # the schema's whole numbers end at 32 bits


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) or type(value).__name__ == "bool_" else str(value)
