"""A table on its way in: rows, what its columns mean, and what is wrong with single cells."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from geo.dates import date_orders
from geo.errors import CoordinateError, Rejection
from geo.files import Rows, fold
from geo.frames import dump_json
from geo.incidents.tables.positions import is_absent, read_pair

_DAYS_OR_NOT: Final = frozenset({"datum", "data"})
"""Folded headings that are a date in some languages (German, Dutch, Czech: Datum; Italian, Portuguese, Polish: data)
and in English something else: the datum of coordinates, or data of any kind."""


@dataclass(slots=True)
class Table:
    """The rows of a file, what its columns mean, and what has been found wrong so far."""

    rows: Rows
    meaning: dict[str, str]
    notices: list[str]
    rejections: list[Rejection] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take over what the file's reader found, and settle which of two things a column "location" is."""
        self.rejections += self.rows.rejections
        self.notices = [f"{self.source}: {notice}" for notice in self.notices]
        if "location" in self.meaning and not all(map(_is_location, self.cells("location"))):
            column = self.meaning.pop("location")  # the heading of words for a place, more often than of ours
            self.meaning.setdefault("place_text", column)
        self._settle_days()
        self._settle_parts()
        if "coordinates" in self.meaning and not _mostly(self.cells("coordinates"), _is_pair):
            del self.meaning["coordinates"]  # "position" is a rank, too

    def _settle_days(self) -> None:
        """A column "datum" or "data" holds the dates where most of its cells are days."""
        for name in self.rows.columns:
            if fold(name) in _DAYS_OR_NOT and _mostly(self.rows.column(name), _is_day):
                if self.meaning.get("datum") == name:
                    del self.meaning["datum"]
                if "date_start" not in self.meaning:
                    self.meaning.setdefault("date", name)

    def _settle_parts(self) -> None:
        """A date in three columns, where none other is known; a "day" beside a year and a month is one of theirs."""
        own = {fold(name): name for name in self.rows.columns}
        if not {"year", "month", "day"} <= own.keys() or self.meaning.keys() & {"date_start", "year"}:
            return
        if self.meaning.get("date", own["day"]) == own["day"]:
            self.meaning.pop("date", None)
            self.meaning |= {"year": own["year"], "month": own["month"], "day_of_month": own["day"]}

    @property
    def source(self) -> str:
        """What to call the file in a message."""
        return self.rows.source

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.rows.cells)

    def cells(self, meaning: str) -> list[Any]:
        """The cells of the column with this meaning; None all the way where there is none."""
        name = self.meaning.get(meaning)
        return [None] * len(self) if name is None else self.rows.column(name)

    def cell(self, meaning: str, index: int) -> Any:
        """One cell of the column with this meaning; None where there is none."""
        name = self.meaning.get(meaning)
        return None if name is None else self.rows.cells[index][self.rows.columns.index(name)]

    def reject(self, index: int, reason: str, advice: str = "") -> None:
        """Set something of one row aside; advice may stand in `reason` behind a semicolon."""
        if not advice:
            reason, _, advice = reason.partition("; ")
        self.rejections.append(Rejection(self.source, self.rows.where[index], reason, advice))

    def texts(self, meaning: str) -> list[Any]:
        """Cells as text, "" for nothing; "NA" and "007" stay as they are."""
        return [as_text(value) for value in self.cells(meaning)] if meaning in self.meaning else [""] * len(self)

    def lists(self, meaning: str) -> list[Any]:
        """Cells that hold a JSON list of objects, "[]" for nothing."""
        if meaning not in self.meaning:
            return ["[]"] * len(self)
        return [self._list(index, value, meaning) for index, value in enumerate(self.cells(meaning))]

    def _list(self, index: int, value: Any, meaning: str) -> str:
        if value is None or (isinstance(value, str) and not value.strip()):
            return "[]"
        try:
            parsed = json.loads(value) if isinstance(value, str) else value
            if isinstance(parsed, list) and all(isinstance(one, dict) for one in parsed):
                return dump_json(parsed)
        except (ValueError, RecursionError):
            pass
        self.reject(
            index, f"column {meaning}: {as_text(value)[:60]!r} is not a JSON list of objects", "write [] for none"
        )
        return "[]"

    def counts(self, meaning: str) -> list[Any]:
        """Cells that hold a whole number, 0 for nothing."""
        numbers = self.numbers(meaning, lambda value: value >= 0 and value == int(value))
        return [0 if math.isnan(number) else int(number) for number in numbers]

    def numbers(self, meaning: str, fits: Callable[[float], bool]) -> list[Any]:
        """Cells that hold a number that fits, NaN for nothing."""
        if meaning not in self.meaning:
            return [math.nan] * len(self)
        out = []
        for index, value in enumerate(self.cells(meaning)):
            number = math.nan if is_absent(value) else as_number(value)
            if number is None or not (math.isnan(number) or fits(number)):
                self.reject(index, f"column {meaning}: {as_text(value)[:60]!r} does not belong there", "leave it empty")
                number = math.nan
            out.append(number)
        return out


def as_text(value: Any) -> str:
    """A cell as text, "" for nothing; a whole number without its point."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and abs(value) < 1e15 and value == int(value):
        return str(int(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()


def as_number(value: Any) -> float | None:
    """A cell as a finite number, None when it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):  # a whole number of JSON may have 400 digits
        return None
    return number if math.isfinite(number) else None


def _mostly(cells: list[Any], fits: Callable[[Any], bool]) -> bool:
    """Whether more than half of what stands in the cells fits."""
    written = [value for value in cells if not is_absent(value)]
    return 2 * sum(map(fits, written)) > len(written)


def _is_day(value: Any) -> bool:
    """Whether a cell reads as a date; a number alone does not."""
    text = as_text(value)
    return hasattr(value, "isoformat") or (not text.isdigit() and bool(date_orders(text)))


def _is_pair(value: Any) -> bool:
    """Whether a cell is meant as both coordinates, sound or not."""
    try:
        return read_pair(value) is not None
    except CoordinateError as error:
        return "is no pair of coordinates" not in str(error)


def _is_location(value: Any) -> bool:
    """Whether a cell holds nothing, or a location as Location.as_dict writes it."""
    if value is None or value == "":
        return True
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return False
    return isinstance(parsed, dict) and {"lon", "lat", "robust"} <= parsed.keys()
