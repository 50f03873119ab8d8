"""A pair of cells into a position, or into the reason why it is none.

Nothing is repaired: a pair that looks swapped, projected or mistyped is refused with the guess in the message, and
the row goes on without a location.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Final

from geo.coordinates import read_coordinates
from geo.errors import CoordinateError, InputError, UnitError
from geo.files import fold
from geo.geodesy import coordinate_precision_m
from geo.units import check_lonlat, parse_length, parse_number

ABSENT: Final = frozenset({"", "na", "n/a", "none", "null", "-", "--", "unknown"})
"""What stands in a cell of numbers that holds nothing (lower case)."""
HALF_MERIDIAN_M: Final = 20_003_931.0
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.(?P<decimals>\d*))?|\.(?P<only>\d+))(?:[eE](?P<power>[+-]?\d{1,3}))?")
_COMMA: Final = re.compile(r"[+-]?\d{1,3},\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a row says that it happened."""

    lon: float
    """Degrees east, WGS 84."""
    lat: float
    """Degrees north, WGS 84."""
    step_deg: float
    """What the last digit that was written stands for, degrees; the finer of the two."""

    @property
    def precision_m(self) -> float:
        """What the written digits leave open, metres, at least 1 (Chapman & Wieczorek 2020, coordinate precision)."""
        return max(1.0, float(coordinate_precision_m(self.lat, self.step_deg)))


def is_absent(value: Any) -> bool:
    """Whether a cell of numbers holds nothing."""
    return value is None or (isinstance(value, str) and value.strip().lower() in ABSENT)


def read_position(lon: Any, lat: Any) -> Position | None:
    """The position that two cells give; None when both hold nothing.

    lon, lat: numbers, or text with a decimal point or comma, degrees; or both in degrees, minutes and seconds. Raises
    CoordinateError, "reason; advice", for one without the other, for (0, 0), for what is no number and for what is no
    place on Earth.

    >>> read_position("38.61778", "33.50583")
    Position(lon=38.61778, lat=33.50583, step_deg=1e-05)
    >>> read_position("38 37 04 E", "33 30 21 N").lat == 33 + 30 / 60 + 21 / 3600
    True
    >>> read_position("38.6", "")
    Traceback (most recent call last):
    geo.errors.CoordinateError: longitude 38.6 stands without a latitude; give both, or neither
    """
    if is_absent(lon) and is_absent(lat):
        return None
    for given, missing, names in ((lon, lat, ("longitude", "latitude")), (lat, lon, ("latitude", "longitude"))):
        if is_absent(missing):
            raise CoordinateError(f"{names[0]} {given} stands without a {names[1]}; give both, or neither")
    if isinstance(lon, str) and isinstance(lat, str) and _SEXAGESIMAL.search(lon + lat):
        return _read_angles(lon, lat)
    (x, decimals_x), (y, decimals_y) = _degrees(lon, "longitude"), _degrees(lat, "latitude")
    if x == 0 and y == 0:
        raise CoordinateError(
            "longitude 0, latitude 0 is open sea, and what programs write for an unknown place; leave both cells empty"
        )
    try:
        check_lonlat(x, y)
    except CoordinateError as error:
        raise CoordinateError(_with_advice(str(error).removeprefix("location: "), x, y)) from None
    return Position(x, y, 10.0 ** -max(decimals_x, decimals_y))


def read_pair(cell: Any) -> Position | None:
    """The position in one cell; None when it holds nothing. Raises CoordinateError, "reason; advice".

    >>> read_pair("33.50583, 38.61778"), read_pair("37S FT 5500 0800").step_deg < 1e-4
    (Position(lon=38.61778, lat=33.50583, step_deg=1e-05), True)
    """
    if is_absent(cell):
        return None
    text = str(cell)
    found = read_coordinates(_POINT.sub(r"\2, \1", text))
    if found is None:
        raise CoordinateError(
            f"{text.strip()[:60]!r} is no pair of coordinates; write latitude, longitude (33.50583, 38.61778), or MGRS"
        )
    return Position(found.lon, found.lat, found.step_deg)


_POINT: Final = re.compile(r"^\s*POINT ?\(\s*(\S+)\s+(\S+)\s*\)\s*$", re.IGNORECASE)
"""A point in WKT: longitude first."""
_SEXAGESIMAL: Final = re.compile(r"[°º˚'′’\"″”]|\d ?[NSEW]\b|\b[NSEW] ?\d", re.IGNORECASE)
"""What stands in degrees, minutes and seconds and in no decimal number."""


def _read_angles(lon: str, lat: str) -> Position:
    """Two cells in degrees, minutes and seconds; a sign stands for the hemisphere as it does with decimals."""
    halves = [_with_letter(lat, "NS", "latitude"), _with_letter(lon, "EW", "longitude")]
    found = read_coordinates(", ".join(halves))
    if found is None:
        raise CoordinateError(
            f"{lat.strip()[:40]!r}, {lon.strip()[:40]!r} are no pair of angles; write decimal degrees, "
            "south and west negative (33.50583, 38.61778)"
        )
    return Position(found.lon, found.lat, found.step_deg)


def _with_letter(cell: str, letters: str, axis: str) -> str:
    text = cell.strip().upper().replace("\N{MINUS SIGN}", "-")
    if set(text) & ({*"NSEW"} - {*letters}):
        other = "longitude" if axis == "latitude" else "latitude"
        raise CoordinateError(f"the {axis} {cell.strip()[:40]!r} is a {other}; swap the two columns")
    if set(text) & {*letters}:
        return text
    return f"{text.lstrip('+-')} {letters[text.startswith('-')]}"


def _with_advice(message: str, lon: float, lat: float) -> str:
    if "; " in message:
        return message
    if 180 < lon <= 360 and abs(lat) <= 90:
        return f"{message}; longitudes west of Greenwich are negative: {lon - 360:g}"
    return f"{message}; write decimal degrees, latitude -90 to 90, longitude -180 to 180"


def _degrees(value: Any, axis: str) -> tuple[float, int]:
    """The number in a cell, and its places behind the decimal point."""
    text = repr(value) if isinstance(value, float) else str(value)
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    text = text.replace(",", ".") if has_decimal_comma(text) else text
    match = None if isinstance(value, bool) else _NUMBER.fullmatch(text)
    if match is None or not text.isascii():
        raise CoordinateError(
            f"{axis} {text!r} is not a number; write decimal degrees, south and west negative (33.50583, 38.61778)"
        )
    decimals = len(match["decimals"] or match["only"] or "") - int(match["power"] or 0)
    if text.endswith(".0") and isinstance(value, float):
        decimals = 0  # a number's own zero, not one that somebody wrote
    return float(text), max(0, decimals)


def has_decimal_comma(value: Any) -> bool:
    """Whether a cell of degrees is a number with a decimal comma; no degree has thousands, so that it means no other.

    >>> has_decimal_comma("34,7268"), has_decimal_comma("34.7268"), has_decimal_comma("3,710,000")
    (True, False, False)
    """
    return isinstance(value, str) and bool(_COMMA.fullmatch(value.strip().replace("\N{MINUS SIGN}", "-")))


def is_number(value: Any) -> bool:
    """Whether a cell is a number alone, without a unit."""
    return not isinstance(value, bool) and _bare(str(value).strip()) is not None


def check_datum(value: Any) -> None:
    """Raise CoordinateError, "reason; advice", for coordinates that say they stand on another datum than WGS 84.

    The same numbers on another datum are another place, hundreds of metres away; nothing here converts them.

    >>> check_datum("EPSG:4326"), check_datum("WGS 84"), check_datum("not recorded")
    (None, None, None)
    """
    if is_absent(value) or fold(str(value)) in _WGS84:
        return
    raise CoordinateError(f"the coordinates stand on the datum {str(value).strip()[:40]!r}; give them on WGS 84")


_WGS84: Final = frozenset({
    "wgs84", "wgs1984", "4326", "epsg4326", "epsg4979", "ogccrs84", "crs84", "worldgeodeticsystem1984", "notrecorded",
    "wgs84epsg4326", "epsg4326wgs84", "epsg4326wgs1984",
})  # fmt: skip
"""Spellings of the one datum, and what Darwin Core asks to be written where it is not known, folded."""


def read_uncertainty(value: Any, *, in_metres: bool) -> float | None:
    """Metres from a cell; None when it holds nothing.

    in_metres: the column's name says metres, so that a bare number is one. Raises UnitError for a bare number
    elsewhere, InputError for zero (no valid value in Darwin Core), less, or more than half a meridian.

    >>> read_uncertainty("2 km", in_metres=True), read_uncertainty(150, in_metres=True)
    (2000.0, 150.0)
    >>> read_uncertainty("100", in_metres=False)
    Traceback (most recent call last):
    geo.errors.UnitError: the uncertainty 100 has no unit; name the column uncertainty_m, or write '100 m'
    """
    if is_absent(value):
        return None
    text = str(value).strip().replace("\N{MINUS SIGN}", "-")
    metres = _bare(text)
    bare = metres is not None
    if metres is None:
        metres = 0.0 if _NOT_ABOVE_0.match(text) else _length_m(text)
    if not (math.isfinite(metres) and 0 < metres <= HALF_MERIDIAN_M):
        raise InputError(f"the uncertainty {text} is no radius on Earth; write a length above 0, such as 500 m")
    if bare and not in_metres:
        plain = f"{metres:f}".rstrip("0").rstrip(".")
        raise UnitError(f"the uncertainty {text} has no unit; name the column uncertainty_m, or write '{plain} m'")
    return metres


_NOT_ABOVE_0: Final = re.compile(r"-\s*[\d.,]|\+?[0.,]*0[0.,]*\s*[a-z]", re.IGNORECASE)
"""A length with a minus, or of nothing but zeros."""


def _bare(text: str) -> float | None:
    """The value of a number alone, None for anything else; commas are read as `geo.units` reads them in a length."""
    if _NUMBER.fullmatch(text):
        return float(text)
    return parse_number(text)[0] if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d+", text, re.ASCII) else None


def _length_m(text: str) -> float:
    try:
        return parse_length(text).metres
    except UnitError as error:
        raise UnitError(f"uncertainty: {error}") from None
