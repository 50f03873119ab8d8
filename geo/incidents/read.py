"""A table of incidents into the INCIDENTS columns.

Every record that can be told apart stays: one without a sound date goes on undated, one without a sound position
goes on unlocated with the reason, and both are listed. Nothing is guessed and nothing is repaired.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.dates import Days, check_order, date_orders, order_matters, parse_date, readings, say_order, settled_order
from geo.errors import CoordinateError, DateError, InputError, Rejection, TableError, UnitError
from geo.exchange import WORKING, exported
from geo.files import STDIN, open_rows, read_text
from geo.files import SUFFIXES as ROW_SUFFIXES
from geo.frames import INCIDENTS, conform
from geo.incidents.codings import Coding, read_codings
from geo.incidents.columns import PLACES, recognise, say_unknown
from geo.incidents.earlier import once_each
from geo.incidents.features import SUFFIXES as FEATURE_SUFFIXES
from geo.incidents.features import Features, Point, geojson_features, open_features
from geo.incidents.positions import (
    Position,
    check_datum,
    has_decimal_comma,
    is_absent,
    is_number,
    read_position,
    read_uncertainty,
)
from geo.incidents.table import Table, as_number, as_text
from geo.units import parse_length

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES: Final = ROW_SUFFIXES | FEATURE_SUFFIXES
"""File name endings that `read_table` knows."""
CLAIMS: Final = ("claimed_one_side", "claimed_both", "contested", "independent", "unknown")
_KINDS: Final = {column.name: column.kind for column in INCIDENTS}
_PLACING: Final = frozenset({*PLACES, "location", "zone_statements", "footprint", "province", "district"})
"""What says where a row happened."""
_COMPUTED: Final = frozenset({"unlocated_reason"})
"""Follows from the position; what an earlier run wrote there no longer counts."""


def read_table(source: str | Path, *, uncertainty: str = "", dates: str = "") -> tuple[pd.DataFrame, list[Rejection]]:
    """INCIDENTS columns from a table, its own columns behind them, and what was set aside.

    source: a .csv, .tsv, .xlsx, .json, .jsonl, .geojson, .gpkg, .fgb or .parquet file, or "-" for text on standard
    input; uncertainty: a length ("500 m") for points that bring none, else such a point gets what its own digits
    leave open, at least 1 m; dates: "dmy" or "mdy", how numbers such as 08/06/2017 are meant, else the table's own
    dates must settle it. A column of the input is renamed ("lat" to "lat_input") only where the contract needs
    its name for another value. `frame.attrs["notices"]` says what was assumed; the working column `_row` says where
    each record stands, `_code` and `_footprint`, where any record has one, what `geo.exchange.locate_coded` is to
    place it by. Raises TableError for a file that is absent, empty or unreadable, UnitError for
    `uncertainty` without a unit, InputError for another word in `dates`.
    """
    check_order(dates)
    default_m = parse_length(uncertainty).metres if uncertainty else None
    features = once_each(_open(source))
    table = Table(features.rows, *recognise(features.rows.columns))
    if not table.meaning.keys() - {"id"} and not any(isinstance(one, tuple) for one in features.points):
        raise TableError(f"{table.source}: names no column that is known here; {say_unknown(table.rows.columns)}")
    out = {name: table.texts(name) for name, kind in _KINDS.items() if kind == "text"}
    out["id"] = _ids(table)
    out |= {name: table.lists(name) for name, kind in _KINDS.items() if kind == "json_list"}
    out |= {name: table.counts(name) for name, kind in _KINDS.items() if kind == "count"}
    out["claim_status"] = _claims(table, out["claim_status"])
    codings = read_codings(table)
    out["precision"] = [coding.precision for coding in codings]
    out |= _dates(table, dates)
    out |= _positions(table, features, out, codings, default_m)
    out |= {name: table.texts(name) for name in ("province", "district") if name in table.meaning}
    frame = _assemble(table, out)
    if not (table.meaning.keys() & _PLACING or any(one is not None for one in features.points)):
        table.notices.append(f"{table.source}: no column says where; {say_unknown(table.rows.columns, PLACES)}")
    frame.attrs["notices"] = [*table.rows.notices, *_worth_saying(table)]
    return frame, sorted(table.rejections, key=lambda one: int(one.where.rpartition(" ")[2]))


def _worth_saying(table: Table) -> list[str]:
    """The notices, without those on what an export of ours says a second time in the terms of others."""
    if "location" not in table.meaning:
        return table.notices
    twice = tuple(f"{table.source}: column {name!r} is not used" for name in (*exported(), "incident_id"))
    return [notice for notice in table.notices if not notice.startswith(twice)]


def _open(source: str | Path) -> Features:
    suffix = "" if str(source) == STDIN else Path(source).suffix.lower()
    if suffix in FEATURE_SUFFIXES - {".geojson"}:
        return open_features(Path(source))
    if suffix in {".geojson", ".json", ""}:
        text, name = read_text(source), "standard input" if not suffix else str(source)
        if suffix == ".geojson" or '"Feature' in text[:100_000]:
            features = geojson_features(text, name) if suffix or text.lstrip().startswith("{") else None
            if features:
                return features
        if suffix == ".geojson":
            raise TableError(f"{source}: is JSON but no GeoJSON; write a FeatureCollection, or name it .json")
        rows = open_rows(source, list_key="incidents", text=text)
    else:
        rows = open_rows(source, list_key="incidents")
    return Features(rows, [None] * len(rows.cells), True)


def _ids(table: Table) -> list[str]:
    """The table's own ids, or the number of each record; what stands twice is dropped by `_assemble`."""
    made = [str(number) for number in table.rows.ordinals]
    if "id" not in table.meaning:
        return made
    ids = table.texts("id")
    for index, own in enumerate(ids):
        if not own:
            ids[index] = table.rows.where[index].replace(" ", "-")
            table.notices.append(f"{table.source}, {table.rows.where[index]}: has no id and goes by {ids[index]!r}")
    return ids


def _claims(table: Table, stated: list[str]) -> list[str]:
    out = []
    for index, status in enumerate(stated):
        if status and status not in CLAIMS:
            table.reject(index, f"claim_status {status!r} is unknown", f"write one of {', '.join(CLAIMS)}")
            status = "unknown"  # noqa: PLW2901
        out.append(status)
    return out


def _dates(table: Table, order: str) -> dict[str, list[str]]:
    """date_start, date_end, date_text and time_text, from a date or from a first and a last one."""
    whole = "date" if "date_start" not in table.meaning else "date_start"
    starts, ends = table.cells(whole), table.cells("date_end")
    order = order or _settled(table, starts, ends)
    texts, times = table.texts("date_text"), table.texts("time_text")
    out: dict[str, list[str]] = {"date_start": [], "date_end": [], "date_text": [], "time_text": []}
    for index in range(len(table)):
        days = None
        try:
            days = _days(starts[index], ends[index], order)
        except DateError as error:
            table.reject(index, str(error))
        written = " to ".join(dict.fromkeys(one for one in (as_text(starts[index]), as_text(ends[index])) if one))
        out["date_start"].append(days.start.isoformat() if days else "")
        out["date_end"].append(days.end.isoformat() if days else "")
        out["date_text"].append(texts[index] or written)
        out["time_text"].append(times[index] or (days.time if days else ""))
    return out


def _settled(table: Table, starts: list[Any], ends: list[Any]) -> str:
    """The order of day, month and year in this table's numbers, "" where nothing settles it."""
    rows = zip(table.rows.where, starts, ends, strict=True)
    cells = [(where, as_text(value)) for where, *pair in rows for value in pair if order_matters(as_text(value))]
    order, where = settled_order(cells)
    open_ways = sum(len(readings(value)) > 1 for _, value in cells) if order else 0
    if open_ways:
        by = next(value for at, value in cells if at == where and date_orders(value) == {order})
        table.notices.append(
            f"{table.source}: {open_ways} date{'s' if open_ways > 1 else ''} could be read two ways and "
            f"{'were' if open_ways > 1 else 'was'} read as {say_order(order)}, because {where} ({by}) can be nothing "
            "else; write dates as 2017-06-08, or give --dates, where that is wrong"
        )
    return order


def _days(start: Any, end: Any, order: str) -> Days | None:
    first = None if as_text(start) == "" else parse_date(_cell_date(start), order=order)
    last = None if as_text(end) == "" else parse_date(_cell_date(end), order=order)
    if first is None and last is None:
        return None
    if first is None or last is None:
        if first is None:
            raise DateError(f"the last day {as_text(end)!r} stands without a first; write date_start too")
        return first
    if last.end < first.start:
        raise DateError(f"the last day {as_text(end)!r} comes before the first, {as_text(start)!r}; swap them")
    return Days(first.start, last.end, first.time)


def _cell_date(value: Any) -> Any:
    return value if hasattr(value, "isoformat") else as_text(value)


def _positions(
    table: Table, features: Features, known: dict[str, list[Any]], codings: list[Coding], default_m: float | None
) -> dict[str, list[Any]]:
    """lon, lat, uncertainty_m and unlocated_reason of every row, and what it is to be placed by instead."""
    coordinates = "lon" in table.meaning or "lat" in table.meaning or any(one is not None for one in features.points)
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
        if found:
            check_datum(table.cell("datum", index))
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
        raise CoordinateError(f"{point}; give a point, or the columns lat and lon without a geometry")
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


def _assemble(table: Table, out: dict[str, list[Any]]) -> pd.DataFrame:
    """The frame: contract, the input's own columns, `_row`; without the rows whose id stood before."""
    import pandas as pd

    out["location"] = [as_text(value) for value in table.cells("location")]
    work = {name: pd.Series(out.pop(name), dtype="object") for name in WORKING}
    work = work if any(any(column) for column in work.values()) else {}
    own = {}
    for name in table.rows.columns:
        values = table.rows.column(name)
        if name in out and (name in _COMPUTED or _same(values, out[name], _KINDS.get(name, "text"))):
            continue
        free = name
        while free in out or free in own or free in {"geometry", "_row", "_source", *WORKING}:
            free += "_input"
        own[free] = values
    named = {name: pd.Series(values, dtype=_dtype(name)) for name, values in out.items()}
    rest = {name: pd.Series(values, dtype="object") for name, values in own.items()}
    frame = pd.DataFrame({**named, **rest, **work, "_row": pd.Series(table.rows.where, dtype="object")})
    first: dict[str, str] = {}
    for index, own_id in enumerate(out["id"]):
        if first.setdefault(own_id, table.rows.where[index]) != table.rows.where[index]:
            table.reject(index, f"the id {own_id!r} stands in {first[own_id]} already", "give each row its own id")
    return conform(frame[~frame["id"].duplicated()].reset_index(drop=True), INCIDENTS)


def _dtype(name: str) -> Any:
    return {"number": "float64", "count": "int64"}.get(_KINDS.get(name, "text"), "object")


def _same(given: list[Any], made: list[Any], kind: str) -> bool:
    """Whether a column of the contract still says what the input's column of that name said."""
    if kind in {"number", "count"}:
        return all(_same_number(a, b) for a, b in zip(given, made, strict=True))
    if kind == "json_list":
        return all(_loads(a) == _loads(b) for a, b in zip(given, made, strict=True))
    return all(as_text(a) == b for a, b in zip(given, made, strict=True))


def _same_number(given: Any, made: float) -> bool:
    return (math.isnan(made) or made == 0) if is_absent(given) else as_number(given) == made


def _loads(value: Any) -> Any:
    if not isinstance(value, str):
        return value or []
    try:
        return json.loads(value) if value.strip() else []
    except (ValueError, RecursionError):
        return value
