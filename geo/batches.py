"""Very large tables of points against zones: record batches of Parquet files in, CONTAINMENT in Arrow columns out.

The rows are read as `incidents.read_table` reads them and decided as `zones.contain` decides; what only single rows can
say (places in words, precision codes, outlines, statements on a zone) is refused here, not passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.dates import parse_date
from geo.engines.job import Result
from geo.errors import DateError, InputError, TableError
from geo.frames import CONTAINMENT
from geo.geodesy.ellipsoid import radii_of_curvature_m
from geo.incidents.columns import recognise, say_unknown
from geo.incidents.positions import ABSENT, HALF_MERIDIAN_M, check_datum
from geo.values import Zone
from geo.zones.bulk import Bulk
from geo.zones.points import APPLIES, SPATIAL, TEMPORAL, VERDICT, Coded, Points, Verdicts

_ONE_BY_ONE: Final = {
    "location": "a location with its doubt", "footprint": "an outline", "precision": "a code of precision",
    "geo_precision": "a code of precision", "geolocation_accuracy": "a code of precision",
    "geo_type": "a code of precision", "specificity": "a code of precision",
    "time_precision": "a code of how exact the day is", "date_prec": "a code of how exact the day is",
    "year": "a part of a date", "province": "a province", "district": "a district",
    "zone_statements": "what reports say of the zone", "uncertainty": "an uncertainty with its unit in the cell",
}  # fmt: skip
"""What a column may say that makes a row more than a point."""
_FEW_VALUES: Final = (
    "zone_id", "verdict", "spatial", "temporal", "applies", "basis", "stated", "flips", "reason", "trace", "stable",
    "p_inside", "p_literal", "p_low", "p_high",
)  # fmt: skip
_DATES: Final = ("date", "date_start", "date_end", "time_text")
_MOST_DIGITS: Final = 6
"""Decimals of a degree from which on they leave open no more than a metre."""
_NAMED: Final = 5
_LONGEST: Final = 100_000
"""Days of a calendar: beyond some three centuries, dates are numbered as they come."""
_EPOCH: Final = date(1970, 1, 1).toordinal()
NOWHERE: Final = "no coordinates"
NULL_ISLAND: Final = "longitude 0, latitude 0 is what programs write for an unknown place"

Faults = list[tuple[str, NDArray[np.intp]]]


@dataclass
class PointCheck:
    """A batch function: rows of longitude and latitude against zones. Pickles, so that any engine can run it."""

    zones: Sequence[Zone]
    meaning: Mapping[str, str]
    """What the table's columns mean, as `incidents.columns.recognise` says it."""
    default_m: float | None = None
    """Doubt of points that bring none, metres; None: what the digits of their coordinates leave open."""
    dates: str = ""
    """dmy or mdy, how numbers such as 08/06/2017 are meant."""
    rows_too: bool = True
    """Whether the rows are wanted, or only their counts."""
    _known: dict[tuple[Any, ...], tuple[str, str, str, str]] = field(default_factory=dict, repr=False)
    _calendar: tuple[int, list[str]] = field(default=(0, []), repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: not what has been computed so far."""
        return {name: self.__dict__[name] for name in ("zones", "meaning", "default_m", "dates", "rows_too")} | {
            "_known": {},
            "_calendar": (0, []),
        }

    @cached_property
    def bulk(self) -> Bulk:
        """The zones, ready to be asked."""
        return Bulk(self.zones)

    def calendar(self, low: int, high: int) -> tuple[int, list[str]]:
        """ISO dates of the days from `low` to `high` (since 1970), perhaps of more, and the first one's number."""
        first, texts = self._calendar
        if not texts or low < first or high >= first + len(texts):
            last = max(high, first + len(texts) - 1) if texts else high
            first = min(low, first) if texts else low
            texts = [date.fromordinal(day + _EPOCH).isoformat() for day in range(first, last + 1)]
            self._calendar = first, texts
        return first, texts

    @property
    def columns(self) -> list[str]:
        """The columns that are read."""
        wanted = ["lon", "lat", "uncertainty_m", "datum", *_DATES, *self.bulk.about, *(["id"] if self.rows_too else [])]
        return list(dict.fromkeys(self.meaning[name] for name in wanted if name in self.meaning))

    @property
    def writing(self) -> dict[str, Any]:
        """Dictionaries where few values recur, and bounds for what readers filter by: elsewhere they only cost time."""
        return {"use_dictionary": list(_FEW_VALUES), "write_statistics": ["incident_id", "zone_id", "verdict"]}

    def __call__(self, batch: Any, first_row: int) -> Result:
        """Verdicts on a pyarrow.RecordBatch; `first_row` numbers rows that have no id."""
        result = Result(None)
        reader = _Reader(self, batch, result)
        points = reader.points()
        if not self.rows_too:
            for zone, counted in self.bulk.counts(points):
                result.counts.update(_named(zone, counted))
            return result
        tables = []
        for found in self.bulk.verdicts(points):
            many = np.bincount(found.verdict, minlength=len(VERDICT))
            result.counts.update(_named(found.zone, many))
            tables.append(_rows(found, reader.ids(first_row), points))
        result.table = _arrow().concat_tables(tables)
        return result


def _named(zone: Zone, many: NDArray[np.intp]) -> dict[tuple[str, str], int]:
    return {(zone.id, name): int(n) for name, n in zip(VERDICT, many, strict=True) if n}


def point_check(
    zones: Sequence[Zone],
    columns: Sequence[str],
    source: str,
    *,
    default_m: float | None = None,
    dates: str = "",
    given: Mapping[str, str] | None = None,
    rows_too: bool = True,
) -> PointCheck:
    """The function for tables with these columns. Raises TableError where they are no points, or more than points.

    given: what a column means that its heading does not say.
    """
    meaning, _ = recognise(columns, given)
    lacking = [name for name in ("lat", "lon") if name not in meaning]
    if lacking:
        raise TableError(f"{source}: has no column for {' and '.join(lacking)}; {say_unknown(columns, lacking)}")
    for name, what in _ONE_BY_ONE.items():
        if name in meaning:
            raise TableError(
                f"{source}: the column {meaning[name]!r} holds {what}, which is read row by row; leave --engine and "
                "--summary out and write to .csv, or check a copy without that column"
            )
    return PointCheck(list(zones), meaning, default_m, dates, rows_too)


class _Reader:
    """The columns of one batch as `Points`, and what is wrong with single rows."""

    def __init__(self, given: PointCheck, batch: Any, result: Result) -> None:
        self.given, self.batch, self.result = given, batch, result
        self.n: int = batch.num_rows

    def column(self, meaning: str) -> Any:
        name = self.given.meaning.get(meaning)
        return None if name is None else self.batch.column(self.batch.schema.get_field_index(name))

    def ids(self, first_row: int) -> Any:
        """The table's own ids, or the numbers of its rows, from 1."""
        own = self.column("id")
        return own if own is not None else _arrow().array(np.arange(first_row + 1, first_row + 1 + self.n))

    def points(self) -> Points:
        """The batch; longitudes and latitudes are NaN where two numbers are no place on Earth, or its doubt is none."""
        lon, lat = self.numbers("lon"), self.numbers("lat")
        doubt, faults = self.doubts(lon, lat)
        faults = [*bad_positions(lon, lat), *self.bad_datum(), *faults]
        if faults:
            lon, lat = lon.copy(), lat.copy()
        for reason, at in faults:
            refused = np.isfinite(lon[at]) | np.isfinite(lat[at])  # a row is listed for the first thing wrong with it
            self.fault(reason, at if reason == NOWHERE else at[refused])
            lon[at] = lat[at] = np.nan
        start, end, time = self.days()
        about = {name: column for name in self.given.bulk.about if (column := self.coded(name)) is not None}
        return Points(lon, lat, doubt, start, end, time, about, whole=not faults)

    def numbers(self, meaning: str) -> NDArray[np.float64]:
        """A column of numbers, NaN for nothing; not to be written to."""
        arrow, column = _arrow(), self.column(meaning)
        if column is None:
            return np.full(self.n, np.nan)
        if not (arrow.types.is_floating(column.type) or arrow.types.is_integer(column.type)):
            raise TableError(
                f"the column {self.given.meaning[meaning]!r} holds {column.type}, not numbers; an engine reads degrees "
                "and metres as numbers"
            )
        values: NDArray[np.float64] = column.cast("float64").to_numpy(zero_copy_only=False)
        return values

    def bad_datum(self) -> Faults:
        """Rows on another datum than WGS 84."""
        datum = self.coded("datum")
        odd = [] if datum is None else [code for code, text in enumerate(datum.values) if not _is_wgs84(text)]
        if datum is None or not odd:
            return []
        return [("coordinates on another datum than WGS 84", np.flatnonzero(np.isin(datum.codes, odd)))]

    def doubts(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], Faults]:
        """Radius that holds 90%: as stated, by default, or what the digits leave open; and rows whose own is none."""
        doubt = self.numbers("uncertainty_m")
        if self.n and doubt.min() > 0 and doubt.max() <= HALF_MERIDIAN_M:  # false also where one is NaN
            return doubt, []
        stated = np.isfinite(doubt)
        bad = np.flatnonzero(stated & ~((doubt > 0) & (doubt <= HALF_MERIDIAN_M)))
        if self.given.default_m is not None:
            doubt = np.where(stated, doubt, self.given.default_m)
        else:
            doubt = doubt.copy()
            none = np.flatnonzero(~stated)
            doubt[none] = digits_m(lon[none], lat[none])
        return doubt, [("an uncertainty that is no radius on Earth", bad)] if bad.size else []

    def days(self) -> tuple[Coded, Coded, Coded]:
        """First and last days and times of day, read once for each way in which they are written."""
        whole = "date_start" if "date_start" in self.given.meaning else "date"
        if not {"date_end", "time_text"} & self.given.meaning.keys() and (known := self.calendar(whole)) is not None:
            return known, known, Coded.same("", self.n)
        start, end, time = (self.coded(name) or Coded.same("", self.n) for name in (whole, "date_end", "time_text"))
        key = start.codes.astype(np.int64) * len(end.values) + end.codes
        pairs, distinct = _factorize(key) if len(end.values) > 1 else (start.codes, range(len(start.values)))
        read = [self.day(start.values[int(one) // len(end.values)], end.values[int(one) % len(end.values)])
                for one in distinct]  # fmt: skip
        for reason in {one[3] for one in read if one[3]}:
            odd = [code for code, one in enumerate(read) if one[3] == reason]
            self.fault(reason, np.flatnonzero(np.isin(pairs, odd)))
        if not any(one[2] for one in read):
            times = time
        else:
            texts = [[own or one[2] for one in read] for own in time.values]
            values = [text for row in texts for text in row]
            times = Coded(time.codes.astype(np.int64) * len(read) + pairs, values)
        return Coded(pairs, [one[0] for one in read]), Coded(pairs, [one[1] for one in read]), times

    def calendar(self, meaning: str) -> Coded | None:
        """A column of dates alone, without a gap, numbered by the days themselves; None for any other column."""
        column = self.column(meaning)
        if column is None or not self.n or column.null_count or column.type != _arrow().date32():
            return None
        days: NDArray[np.int32] = column.view("int32").to_numpy()
        low, high = int(days.min()), int(days.max())
        if not -719_162 <= low <= high <= 2_932_896 or high - low > _LONGEST:  # years 1 to 9999
            return None
        first, texts = self.given.calendar(low, high)
        return Coded(days - first, texts)

    def day(self, start: str, end: str) -> tuple[str, str, str, str]:
        """First day, last day, time of day, and what is wrong; read once."""
        key = (start, end)
        known = self.given._known
        if key not in known:
            known[key] = _read_days(start, end, self.given.dates)
        return known[key]

    def coded(self, meaning: str) -> Coded | None:
        """A column as numbers of its texts, "" for nothing; days as ISO dates."""
        column = self.column(meaning)
        if column is None:
            return None
        arrow = _arrow()
        if arrow.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        packed = column.dictionary_encode("encode")
        codes = packed.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
        return Coded(codes, [_text(value) for value in packed.dictionary.to_pylist()])

    def fault(self, reason: str, at: NDArray[np.intp]) -> None:
        if at.size:
            self.result.faults[reason] = [int(at.size), *at[:_NAMED].tolist()]


def bad_positions(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Faults:
    """Rows whose two numbers are no place on Earth, by what is wrong; NaN is nothing.

    >>> bad_positions(np.array([38.6, 0.0]), np.array([33.5, 0.0]))
    [('longitude 0, latitude 0 is what programs write for an unknown place', array([1]))]
    """
    null = NULL_ISLAND, np.flatnonzero((lon == 0) & (lat == 0))
    # extremes clear most batches; they are NaN where one number is
    if lon.size and lon.min() >= -180 and lon.max() <= 180 and lat.min() >= -90 and lat.max() <= 90:
        return [null] if null[1].size else []
    no_lon, no_lat = np.isnan(lon), np.isnan(lat)
    beyond = ~(no_lon | no_lat) & ~((np.abs(lat) <= 90) & (np.abs(lon) <= 180))
    faults = [
        (NOWHERE, np.flatnonzero(no_lon & no_lat)),
        ("a longitude without a latitude, or the other way round", np.flatnonzero(no_lon != no_lat)),
        null,
        ("no place on Earth: latitude -90 to 90, longitude -180 to 180", np.flatnonzero(beyond)),
    ]
    return [fault for fault in faults if fault[1].size]


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value).strip()
    return "" if text.lower() in ABSENT else text


def _is_wgs84(text: str) -> bool:
    try:
        check_datum(text)
    except InputError:
        return False
    return True


def _read_days(start: str, end: str, order: str) -> tuple[str, str, str, str]:
    if not start and not end:
        return "", "", "", ""
    try:
        if not start:
            raise DateError("a last day stands without a first")
        first = parse_date(start, order=order)
        last = parse_date(end, order=order) if end else first
        if last.end < first.start:
            raise DateError("a last day comes before the first")
    except DateError as error:
        return "", "", "", str(error).partition("; ")[0]
    return first.start.isoformat(), last.end.isoformat(), first.time, ""


def digits_m(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the digits of coordinates leave open, metres, at least 1, as `incidents.positions` reads it from text.

    >>> digits_m(np.array([38.6, 38.61778]), np.array([33.5, 33.50583])).round(1).tolist()
    [14469.4, 1.4]
    """
    out = np.ones(lon.shape)
    short = np.isfinite(lon) & _has_decimals(lon, _MOST_DIGITS - 1) & _has_decimals(lat, _MOST_DIGITS - 1)
    at = np.flatnonzero(short)
    if at.size:
        digits = np.full(at.size, _MOST_DIGITS - 1)
        for many in range(_MOST_DIGITS - 2, -1, -1):
            digits[_has_decimals(lon[at], many) & _has_decimals(lat[at], many)] = many
        m, n = radii_of_curvature_m(lat[at])
        step = np.radians(10.0**-digits) * np.hypot(m, n * np.cos(np.radians(lat[at])))
        out[at] = np.maximum(step, 1.0)
    return out


def _has_decimals(degrees: NDArray[np.float64], many: int) -> NDArray[np.bool_]:
    """Which numbers are written with so many decimals or fewer."""
    scale = 10.0**many
    return np.asarray(np.rint(degrees * scale) / scale == degrees)


def _rows(found: Verdicts, ids: Any, points: Points) -> Any:
    """CONTAINMENT of one zone as an Arrow table, with the points as GeoParquet's geometry."""
    arrow = _arrow()
    n = len(found.verdict)

    def named(codes: NDArray[Any], values: Sequence[str]) -> Any:
        return arrow.DictionaryArray.from_arrays(arrow.array(codes.astype(np.int32, copy=False)),
                                                 arrow.array(values, type=arrow.string()))  # fmt: skip

    def constant(text: str) -> Any:
        return named(np.zeros(n, dtype=np.int32), [text])

    def number(values: NDArray[np.float64], kind: str = "float64") -> Any:
        return arrow.array(values.astype(kind, copy=False))

    columns = {
        "incident_id": ids,
        "zone_id": constant(found.zone.id),
        "verdict": named(found.verdict, VERDICT),
        "spatial": named(found.spatial, SPATIAL),
        "temporal": named(found.temporal, TEMPORAL),
        "applies": named(found.applies, APPLIES),
        "p_inside": number(found.p),
        "p_literal": number(found.p),
        "p_low": number(found.p_low),
        "p_high": number(found.p_high),
        "distance_m": number(np.rint(found.distance_m), "float32"),
        "stable": arrow.array(found.stable),
        "basis": constant("computed"),
        "stated": constant("[]"),
        "flips": named(found.flips.codes, found.flips.values),
        "reason": named(found.reason.codes, found.reason.values),
        "trace": constant("[]"),
        "geometry": arrow.StructArray.from_arrays([number(points.lon), number(points.lat)], ["x", "y"]),
    }
    assert list(columns)[:-1] == [column.name for column in CONTAINMENT]
    return arrow.table(columns).replace_schema_metadata({b"geo": _GEO})


_GEO: Final = (
    b'{"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": '
    b'{"encoding": "point", "geometry_types": ["Point"]}}}'
)
"""GeoParquet 1.1; without a crs the coordinates are longitude and latitude on WGS 84 (OGC:CRS84)."""


def _factorize(key: NDArray[Any]) -> tuple[NDArray[Any], Any]:
    import pandas as pd

    return pd.factorize(key)


def _arrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError:
        raise TableError("reading and writing .parquet needs pyarrow; pip install pyarrow") from None
