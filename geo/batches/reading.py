"""A record batch as points: read as `incidents.read_table` reads rows, by whole columns."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.dates import parse_date
from geo.engines.job import Result
from geo.errors import DateError, InputError, TableError
from geo.geodesy.ellipsoid import radii_of_curvature_m
from geo.incidents.tables.positions import ABSENT, HALF_MERIDIAN_M, check_datum
from geo.zones.points import Coded, Points

if TYPE_CHECKING:
    from geo.batches.points import PointCheck

_MOST_DIGITS: Final = 6
"""Decimals of a degree from which on they leave open no more than a metre."""
_NAMED: Final = 5
_LONGEST: Final = 100_000
"""Days of a calendar: beyond some three centuries, dates are numbered as they come."""
NOWHERE: Final = "no coordinates"
NULL_ISLAND: Final = "longitude 0, latitude 0 is what programs write for an unknown place"

Faults = list[tuple[str, NDArray[np.intp]]]


class Reader:
    """The columns of one batch as `Points`, and what is wrong with single rows."""

    def __init__(self, given: PointCheck, batch: Any, result: Result) -> None:
        """given: how the table is to be read; batch: a pyarrow.RecordBatch; result: where faults are noted."""
        self.given, self.batch, self.result = given, batch, result
        self.n: int = batch.num_rows

    def column(self, meaning: str) -> Any:
        """The Arrow column with this meaning; None where there is none."""
        name = self.given.meaning.get(meaning)
        return None if name is None else self.batch.column(self.batch.schema.get_field_index(name))

    def ids(self, first_row: int) -> Any:
        """The table's own ids, or the numbers of its rows, from 1."""
        own = self.column("id")
        return own if own is not None else arrow_module().array(np.arange(first_row + 1, first_row + 1 + self.n))

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
        arrow, column = arrow_module(), self.column(meaning)
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
        if column is None or not self.n or column.null_count or column.type != arrow_module().date32():
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
        known = self.given.known
        if key not in known:
            known[key] = _read_days(start, end, self.given.dates)
        return known[key]

    def coded(self, meaning: str) -> Coded | None:
        """A column as numbers of its texts, "" for nothing; days as ISO dates."""
        column = self.column(meaning)
        if column is None:
            return None
        arrow = arrow_module()
        if arrow.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        packed = column.dictionary_encode("encode")
        codes = packed.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
        return Coded(codes, [_text(value) for value in packed.dictionary.to_pylist()])

    def fault(self, reason: str, at: NDArray[np.intp]) -> None:
        """Note how many rows have a fault, and where the first of them stand."""
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


def _factorize(key: NDArray[Any]) -> tuple[NDArray[Any], Any]:
    import pandas as pd

    return pd.factorize(key)


def arrow_module() -> Any:
    """The module pyarrow. Raises TableError where it is not installed."""
    try:
        return import_module("pyarrow")
    except ImportError:
        raise TableError("reading and writing .parquet needs pyarrow; pip install pyarrow") from None
