"""Where the rows of a table happened: coordinates, codes, outlines or words, and the reason where none can be used."""

from __future__ import annotations

import math
from typing import Any, Final

from geo.errors import CoordinateError, InputError, UnitError
from geo.exchange import WORKING
from geo.incidents.tables.codings import Coding
from geo.incidents.tables.features import Features, Point
from geo.incidents.tables.positions import (
    Position,
    check_datum,
    has_decimal_comma,
    is_number,
    read_pair,
    read_position,
    read_uncertainty,
)
from geo.incidents.tables.projected import read_projected
from geo.incidents.tables.table import Table


def read_places(
    table: Table, features: Features, known: dict[str, list[Any]], codings: list[Coding], default_m: float | None
) -> dict[str, list[Any]]:
    """lon, lat, uncertainty_m and unlocated_reason of every row, and what it is to be placed by instead."""
    columns = table.meaning.keys() & {"lon", "lat", "coordinates", "easting"}
    coordinates = bool(columns) or any(one is not None for one in features.points)
    out: dict[str, list[Any]] = {name: [] for name in (*_PLACED, *WORKING)}
    by_digits, by_words = 0, []
    for index, (where, coding) in enumerate(zip(table.rows.where, codings, strict=True)):
        found, given, outline, reason = _stated(table, features, coding, index, default_m)
        code, doubt = "", math.nan
        if not reason and (outline or coding.counts(placed=found is not None, doubted=given is not None)):
            code = coding.code.name if coding.code else ""
            doubt = _digits_m(found, features) if found else math.nan
        elif found:
            by_digits += given is None and default_m is None and not coding.located
            doubt = given or default_m or _digits_m(found, features)
        elif known["place_text"][index]:
            by_words += [where] if coordinates and not reason else []
        elif not reason:
            reason = "no coordinates and no place in words; give lat and lon, or a place"
            if known["zone_statements"][index] == "[]":
                table.reject(index, reason)
        row = (found.lon, found.lat, doubt) if found else (math.nan,) * 3
        for name, value in zip(out, (*row, reason.partition("; ")[0], code, outline), strict=True):
            out[name].append(value)
    table.notices += _say_commas(table)
    table.notices += _say_assumed(table.source, by_digits, by_words)
    return out


def _stated(
    table: Table, features: Features, coding: Coding, index: int, default_m: float | None
) -> tuple[Position | None, float | None, str, str]:
    """Position, stated uncertainty (metres) and outline of a row; or why none of them can be used."""
    named_m = "uncertainty_m" in table.meaning
    try:
        found = _position(features.points[index], table.cell("lon", index), table.cell("lat", index))
        found = found or read_pair(table.cell("coordinates", index))
        if found:
            check_datum(table.cell("datum", index))
        found = found or read_projected(*(table.cell(name, index) for name in PROJECTED))
        doubt = table.cell("uncertainty_m" if named_m else "uncertainty", index)
        given = _doubt(table, index, doubt, named_m, default_m) if found else None
        outline = coding.outline(doubted=given is not None)
        _check_code(coding, outline, found, given)
    except InputError as error:
        if str(error) != coding.fault:
            table.reject(index, str(error))
        return None, None, "", str(error)
    return found, given, outline, ""


def _doubt(table: Table, index: int, cell: Any, named_m: bool, default_m: float | None) -> float | None:
    """The stated uncertainty of a point, metres; the caller's own where the cell has a number and no unit."""
    try:
        return read_uncertainty(cell, in_metres=named_m)
    except UnitError as error:
        if default_m is None or not is_number(cell):
            raise
        table.reject(index, f"{str(error).partition('; ')[0]}, and the default of {default_m:g} m stands in its place; "
                     + str(error).partition("; ")[2])  # fmt: skip
        return None


PROJECTED: Final = ("easting", "northing", "utm_zone", "datum")
"""The columns of a place in metres, as `read_projected` takes them."""
_PLACED: Final = ("lon", "lat", "uncertainty_m", "unlocated_reason")


def _digits_m(found: Position, features: Features) -> float:
    """What the digits of the coordinates leave open, metres."""
    return found.precision_m if features.as_written else 1.0


def _check_code(coding: Coding, outline: str, found: Position | None, given: float | None) -> None:
    """Refuse coordinates whose only word on their exactness is a code that is none."""
    if coding.fault and found and given is None and not outline and not coding.located:
        raise InputError(coding.fault)


def _position(point: Point, lon: Any, lat: Any) -> Position | None:
    """The geometry's position, or else that of the two columns; refused where they differ."""
    if isinstance(point, str):
        advice = "" if "; " in point else "; give a point, or the columns lat and lon without a geometry"
        raise CoordinateError(f"{point}{advice}")
    if point is None:
        return read_position(lon, lat)
    shape, cells = read_position(*point), read_position(lon, lat)
    if shape and cells and max(abs(shape.lon - cells.lon), abs(shape.lat - cells.lat)) > 0.001:
        raise CoordinateError(
            f"the geometry ({shape.lon:g}, {shape.lat:g}) and the columns lon, lat ({cells.lon:g}, {cells.lat:g}) "
            "differ; correct one, or leave one out"
        )
    return shape


def _say_commas(table: Table) -> list[str]:
    cells = zip(table.rows.where, table.cells("lat"), table.cells("lon"), strict=True)
    rows = [(where, value) for where, *pair in cells if (value := next(filter(has_decimal_comma, pair), None))]
    if not rows:
        return []
    where, value = rows[0]
    return [
        f"{table.source}: coordinates of {len(rows)} row{'s' if len(rows) > 1 else ''} have a decimal comma and were "
        f"read so: {where}, {value.strip()!r} as {value.strip().replace(',', '.')}"
    ]


def _say_assumed(source: str, by_digits: int, by_words: list[str]) -> list[str]:
    notices = []
    if by_digits:
        notices.append(
            f"{source}: {by_digits} point{'s bring' if by_digits > 1 else ' brings'} no uncertainty, and the digits of "
            "the coordinates were taken for it (at least 1 m); give a column uncertainty_m, or --uncertainty"
        )
    if by_words:
        where = ", ".join(by_words[:5]) + (", ..." if len(by_words) > 5 else "")
        notices.append(f"{source}: {where}: no coordinates, placed by the words")
    return notices
