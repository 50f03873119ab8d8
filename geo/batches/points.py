"""The batch function for tables of points: rows of a Parquet file in, verdicts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.batches.reading import Reader, arrow_module
from geo.batches.rows import rows
from geo.engines.job import Result
from geo.errors import TableError
from geo.incidents.tables.columns import recognise, say_unknown
from geo.values import Zone
from geo.zones.bulk import Bulk
from geo.zones.points import VERDICT

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
_EPOCH: Final = date(1970, 1, 1).toordinal()


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
    known: dict[tuple[Any, ...], tuple[str, str, str, str]] = field(default_factory=dict, repr=False)
    _calendar: tuple[int, list[str]] = field(default=(0, []), repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: not what has been computed so far."""
        return {name: self.__dict__[name] for name in ("zones", "meaning", "default_m", "dates", "rows_too")} | {
            "known": {},
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
        reader = Reader(self, batch, result)
        points = reader.points()
        if not self.rows_too:
            for zone, counted in self.bulk.counts(points):
                result.counts.update(_named(zone, counted))
            return result
        tables = []
        for found in self.bulk.verdicts(points):
            many = np.bincount(found.verdict, minlength=len(VERDICT))
            result.counts.update(_named(found.zone, many))
            tables.append(rows(found, reader.ids(first_row), points))
        result.table = arrow_module().concat_tables(tables)
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
