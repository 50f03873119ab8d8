"""Metres east and north in columns of their own, as degrees: in a UTM zone, or in a system that a column names."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any, Final

from geo.errors import CoordinateError
from geo.grids import METRES_PER_DEGREE, read_grid
from geo.incidents.tables.positions import Position, is_absent
from geo.units import CRS, check_lonlat, check_metres

_METRES: Final = re.compile(r"-?\d{1,8}(?:\.(?P<decimals>\d{1,6}))?")
_EPSG: Final = re.compile(r"(?:EPSG ?:? ?)?(\d{4,6})", re.IGNORECASE)


def read_projected(east: Any, north: Any, zone: Any, system: Any) -> Position | None:
    """The position of cells in metres; None where both hold nothing.

    zone: as in "37 north" or "37R"; system: "EPSG:32637", which goes first. Raises CoordinateError, "reason; advice",
    for one without the other, for what is no number, without either of zone and system, and for a place outside them.

    >>> found = read_projected("655000", "3708000", "37 north", "")
    >>> round(found.lon, 4), round(found.lat, 4)
    (40.6686, 33.5003)
    """
    if is_absent(east) and is_absent(north):
        return None
    x, y = _metres(east, "easting"), _metres(north, "northing")
    code = None if is_absent(system) else _EPSG.fullmatch(str(system).strip().removesuffix(".0"))
    if code:
        turn = _from_system(int(code[1]))
        check_metres(float(x), float(y), turn.source_crs)
        lon, lat = turn.transform(float(x), float(y))
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise CoordinateError(f"{x} east, {y} north lie outside EPSG:{code[1]}; check the system and the order")
        check_lonlat(lon, lat)
        return Position(lon, lat, 10.0 ** -_decimals(x, y) / METRES_PER_DEGREE)
    if is_absent(zone):
        raise CoordinateError(
            f"{x} east, {y} north name no zone; give a column utm_zone (37 north), or crs (EPSG:32637)"
        )
    text = f"{str(zone).strip().removesuffix('.0')} {x} {y}"
    found = read_grid(text, f"the coordinates {text!r}")
    if found is None:
        raise CoordinateError(f"the coordinates {text!r} are none of UTM; write the zone as 37 north or 37 south")
    return Position(*found)


def _metres(cell: Any, axis: str) -> str:
    text = "" if is_absent(cell) else str(cell).strip().replace(",", ".").removesuffix(".0")
    if not _METRES.fullmatch(text):
        raise CoordinateError(f"the {axis} {text[:40]!r} is no number of metres; write both, as 655000 and 3708000")
    return text


def _decimals(*texts: str) -> int:
    return max(len(text.partition(".")[2]) for text in texts)


@lru_cache(maxsize=32)
def _from_system(code: int) -> Any:
    import pyproj

    try:
        system = pyproj.CRS.from_epsg(code)
    except pyproj.exceptions.CRSError:
        raise CoordinateError(f"EPSG:{code} is no reference system; correct the column crs") from None
    if not system.is_projected:
        raise CoordinateError(f"EPSG:{code} has no metres east and north; give a projected system, as EPSG:32637")
    return pyproj.Transformer.from_crs(system, CRS, always_xy=True)
