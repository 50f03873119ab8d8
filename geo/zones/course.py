"""The course of a zone as somebody drew it: WKT, EWKT or a GeoJSON geometry, as one geometry in degrees.

Whether it crosses itself, or the antimeridian, is settled where shapes are made (`geo.shapes`); here it is read.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import CoordinateError, ZoneError
from geo.shapes.polygons import leaves
from geo.units import CRS, check_metres

if TYPE_CHECKING:
    import pyproj

_WKT: Final = re.compile(
    r"(?:SRID\s*=\s*(?P<srid>\d{1,9})\s*;\s*)?(?P<wkt>(?P<type>[A-Z]{3,18}?)\s*(?:(?:ZM|Z|M)\s*)?"
    r"(?:\(\s*(?:[-+.\d(]|[A-Z]{3,18}\s*\()|EMPTY$).*)",
    re.IGNORECASE | re.DOTALL,
)
"""Text with SRID, as PostGIS writes it, or without; a bracket alone is no proof, as "Point (Reyes)" may be a place."""
_HEX: Final = re.compile(r"0[01][0-9A-F]{16,}", re.IGNORECASE)
"""Binary WKB in hexadecimal digits, as PostGIS writes a column into a table."""
_LINEAR: Final = frozenset(
    {
        "POINT",
        "LINESTRING",
        "LINEARRING",
        "POLYGON",
        "MULTIPOINT",
        "MULTILINESTRING",
        "MULTIPOLYGON",
        "GEOMETRYCOLLECTION",
    }
)
_CURVED: Final = frozenset(
    {"CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "CURVE", "SURFACE", "TIN",
     "POLYHEDRALSURFACE", "TRIANGLE"}
)  # fmt: skip
"""Types of the SQL/MM standard (ISO/IEC 13249-3) that are not made of straight edges, or not flat."""
_UNREADABLE: Final = (shapely.errors.GEOSException, NotImplementedError, UnicodeDecodeError)
"""What the parsers of GEOS raise; the last where their message cuts a letter in two."""
_MOST_NESTED: Final = 20
"""Collections within collections; a parser that recurses would run out of stack on a hostile file."""
_STEP_M: Final = 1_000.0
"""Between two points of an edge that is straight on a projected map, before it is turned into degrees.

Within 1 km a straight line of any usual projection and one straight in degrees part by L**2 / 8R * tan(latitude), 2 cm
at 45 degrees.
"""
_MOST_STEPS: Final = 1_000_000
_WORLD_DEG: Final = 360.0
"""Longitudes reach so far where a course that crosses the antimeridian is numbered on."""


def is_drawn(text: str) -> bool:
    """Whether a cell is WKT, EWKT, WKB in hexadecimal digits or a GeoJSON geometry, not a name.

    >>> [is_drawn(text) for text in ("POLYGON ((0 0, 1 0, 1 1, 0 0))", "Point Barrow", '{"type": "Point"}')]
    [True, False, True]
    """
    text = text.strip()
    found = _WKT.match(text)
    wkt = found is not None and found["type"].upper() in _LINEAR | _CURVED
    return wkt or text.startswith("{") or _HEX.fullmatch(text) is not None


def read_wkt(text: str) -> BaseGeometry | None:
    """The geometry of a drawn course, degrees lon, lat, without heights; None where `text` is a name.

    EWKT ("SRID=32637;LINESTRING ...") is turned into EPSG:4326. Raises ZoneError, "reason; advice", for what cannot be
    read, is empty, mixes points, lines and polygons, or is no place on Earth.

    >>> read_wkt("LINESTRING (125 38, 129.5 38)").geom_type, read_wkt("Argentina")
    ('LineString', None)
    >>> read_wkt("POINT (33.5 138.6)")
    Traceback (most recent call last):
    geo.errors.ZoneError: latitude 138.6 is outside -90..90; swapped? in WKT and GeoJSON the longitude comes first
    """
    text = text.strip()
    if not is_drawn(text):
        return None
    match = _WKT.match(text)
    if text.startswith("{"):
        return settled_course(geojson_geometry(text))
    if match is None:
        return _from_hex(text)
    kind = match["type"].upper()
    if kind in _CURVED:
        raise ZoneError(f"a {kind} is not made of straight edges; write it as a LINESTRING or POLYGON with more points")
    if text.upper().count("GEOMETRYCOLLECTION") > _MOST_NESTED:
        raise ZoneError("its WKT holds too many collections; write one LINESTRING or POLYGON")
    try:
        with np.errstate(invalid="ignore"):  # NaN among the numbers is refused with its reason
            geometry = shapely.from_wkt(match["wkt"])
    except _UNREADABLE as error:
        raise ZoneError(f"the WKT {_short(text)!r} cannot be read ({_reason(error)}); {_ADVICE}") from None
    return settled_course(geometry, f"EPSG:{match['srid']}" if match["srid"] else CRS)


def _from_hex(text: str) -> BaseGeometry:
    try:
        geometry = shapely.from_wkb(text)
    except _UNREADABLE as error:
        raise ZoneError(f"the WKB {_short(text)!r} cannot be read ({_reason(error)}); {_ADVICE}") from None
    srid = int(shapely.get_srid(geometry))
    return settled_course(geometry, f"EPSG:{srid}" if srid else CRS)


_ADVICE: Final = (
    "write for example POLYGON ((lon lat, lon lat, lon lat, lon lat)) with the first point again at its end"
)


def geojson_geometry(geometry: str | dict[str, Any]) -> BaseGeometry:
    """A GeoJSON geometry, RFC 7946. Raises ZoneError, "reason; advice", for what is none."""
    advice = 'write {"type": "Polygon", "coordinates": [[[lon, lat], ...]]}'
    try:
        text = geometry if isinstance(geometry, str) else json.dumps(geometry, allow_nan=False)
    except ValueError:
        raise ZoneError(f"what is drawn has a point that is no pair of numbers; {advice}") from None
    if text.count("GeometryCollection") > _MOST_NESTED:
        raise ZoneError(f"its GeoJSON holds too many collections; {advice}")
    try:
        return shapely.from_geojson(text)
    except _UNREADABLE as error:
        raise ZoneError(f"the GeoJSON {_short(text)!r} cannot be read ({_reason(error)}); {advice}") from None


def settled_course(geometry: BaseGeometry, system: str = CRS) -> BaseGeometry:
    """One flat Point, line or polygon in degrees, whatever wrapping and reference system it came in.

    system: what pyproj knows as a reference system. Raises ZoneError, "reason; advice".
    """
    flat = _unwrapped(shapely.force_2d(geometry))
    turned = _to_degrees(flat, system)
    _check_numbers(turned)
    return turned


def write_wkt(geometry: BaseGeometry) -> str:
    """WKT with as many digits as it takes to read the same numbers again, to 16 places."""
    return str(shapely.to_wkt(geometry, rounding_precision=-1))


def _unwrapped(geometry: BaseGeometry) -> BaseGeometry:
    """Collections of one sort as that sort; a ring alone as a line. Raises ZoneError for mixed or empty ones."""
    parts: list[BaseGeometry] = [part for part in leaves(geometry) if not part.is_empty]
    sorts = {"LineString" if part.geom_type == "LinearRing" else part.geom_type for part in parts}
    if not parts:
        raise ZoneError("what is drawn is empty; draw it, or write kind unknown where the course is not known")
    if len(sorts) > 1:
        found = ", ".join(sorted(sorts))
        raise ZoneError(f"what is drawn mixes {found}; give each its own row, or keep the one that is meant")
    if sorts == {"Point"}:
        if len(parts) > 1:
            raise ZoneError(f"what is drawn are {len(parts)} points; give each its own row, or draw a line")
        return parts[0]
    if sorts == {"LineString"}:  # also where a ring is meant as a line
        parts = [shapely.LineString(shapely.get_coordinates(part)) for part in parts]
    if len(parts) == 1:
        return parts[0]
    if sorts == {"LineString"}:
        return shapely.MultiLineString([part for part in parts if isinstance(part, shapely.LineString)])
    return shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])


def _to_degrees(geometry: BaseGeometry, system: str) -> BaseGeometry:
    """`geometry` in EPSG:4326, edges that are straight on a projected map still where they were."""
    turn, step = _turn(system)
    if turn is None:
        return geometry
    _check_metres(geometry, turn.source_crs)
    if step and geometry.length / step > _MOST_STEPS:
        raise ZoneError(f"what is drawn is longer than {_MOST_STEPS:,} km on its map; write it in degrees ({CRS})")
    geometry = shapely.segmentize(geometry, step) if step else geometry
    corners = shapely.get_coordinates(geometry)
    return shapely.set_coordinates(geometry, np.column_stack(turn.transform(*corners.T)))


def _check_metres(geometry: BaseGeometry, system: Any) -> None:
    """Raise ZoneError where all corners are degrees by their size, and the system's are metres."""
    x, y = np.abs(shapely.get_coordinates(geometry)).max(axis=0)
    try:
        check_metres(x, y, system)
    except CoordinateError as error:
        raise ZoneError(f"its corners, such as {error}") from None


@lru_cache(maxsize=16)
def _turn(system: str) -> tuple[pyproj.Transformer | None, float]:
    """What turns a system's numbers into degrees, None where they are; and `_STEP_M` in its unit, 0 on no flat map."""
    import pyproj

    try:
        known = pyproj.CRS.from_user_input(system)
        if any(known.equals(degrees, ignore_axis_order=True) for degrees in (CRS, "OGC:CRS84")):
            return None, 0.0
        turn = pyproj.Transformer.from_crs(known, CRS, always_xy=True)
    except (pyproj.exceptions.CRSError, pyproj.exceptions.ProjError):
        raise ZoneError(f"the reference system {system[:40]!r} is none on Earth; write degrees ({CRS})") from None
    return turn, _STEP_M / known.axis_info[0].unit_conversion_factor if known.is_projected else 0.0


def _check_numbers(geometry: BaseGeometry) -> None:
    west, south, east, north = geometry.bounds
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise ZoneError("what is drawn has a point that is no pair of numbers; write degrees, longitude first")
    lat = max(south, north, key=abs)
    lon = max(west, east, key=abs)
    if abs(lat) <= 90.0 and abs(lon) <= _WORLD_DEG:
        return
    bad = f"latitude {lat:g} is outside -90..90" if abs(lat) > 90.0 else f"longitude {lon:g} is outside -180..180"
    if max(abs(lon), abs(lat)) > 1000.0:
        advice = "these look like projected metres: write SRID=...; before the WKT, or convert to degrees"
    elif abs(lon) <= 90.0 and abs(lat) <= 180.0:
        advice = "swapped? in WKT and GeoJSON the longitude comes first"
    else:
        advice = "write degrees, longitude first"
    raise ZoneError(f"{bad}; {advice}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _reason(error: Exception) -> str:
    """What a parser of GEOS says, without the name of its exception."""
    if isinstance(error, UnicodeDecodeError):
        return "letters where numbers belong"
    return re.sub(r"^\w*Exception: ", "", str(error).split("\n")[0]).rstrip(".")[:120]
