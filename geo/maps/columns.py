"""Columns of a long table as the packed page wants them: a constant, or an array, never a row at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import TableError
from geo.frames import Column
from geo.maps.cells import iso_day, text

UNDATED: Final = -(2**31)
"""Stands for a day that is not known; days count from 1 January 1970."""

Texts = NDArray[np.object_]


class Columns:
    """The columns of a table, those of its contract first; a column that is missing is absent in every row."""

    def __init__(self, frame: pd.DataFrame, contract: Sequence[Column], keys: Sequence[str], what: str) -> None:
        """Columns of `frame`; raises TableError when one of `keys` is missing."""
        self.frame = pd.DataFrame(frame)
        missing = [key for key in keys if key not in self.frame.columns]
        if missing:
            raise TableError(f"{what} lack the column {', '.join(missing)}; give geo.draw the tables that geo makes")
        self._texts: dict[str, Texts] = {}
        self._coded: dict[str, tuple[NDArray[np.intp], list[str]]] = {}
        self.absent = {column.name: column.absent for column in contract}
        self.names = [*self.absent, *(str(name) for name in self.frame.columns if name not in self.absent)]

    def __len__(self) -> int:
        """How many rows."""
        return len(self.frame)

    def texts(self, name: str) -> Texts:
        """A column as text, as `cells.text` says it."""
        if name not in self._texts:
            self._texts[name] = self._read(name)
        return self._texts[name]

    def _read(self, name: str) -> Texts:
        if name not in self.frame.columns:
            return np.full(len(self), text(self.absent.get(name, "")), dtype=object)
        column = self.frame[name]
        values: Texts = column.to_numpy(dtype=object)
        if pd.api.types.infer_dtype(values, skipna=False) == "string":
            return values
        absent = text(self.absent.get(name, ""))
        try:
            codes, distinct = pd.factorize(column, use_na_sentinel=True)
        except TypeError:  # cells that hold lists or dicts
            return np.array([*map(text, values), None], dtype=object)[:-1]
        said = np.array([*(text(value) for value in distinct.tolist()), absent], dtype=object)
        return said[codes]

    def coded(self, name: str) -> tuple[NDArray[np.intp], list[str]]:
        """A column as numbers of its distinct texts, in the order in which they first appear."""
        if name not in self._coded:
            codes, distinct = pd.factorize(self.texts(name))
            self._coded[name] = codes, [str(value) for value in distinct]
        return self._coded[name]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column as finite numbers, NaN where there is none."""
        if name not in self.frame.columns:
            return np.full(len(self), float(self.absent[name]), dtype=np.float64)
        column = self.frame[name]
        if column.dtype == object:
            column = pd.to_numeric(column, errors="coerce")
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return np.where(np.isfinite(values), values, np.nan)


def constant(values: Texts) -> str | None:
    """The one text that stands in every row; None when they differ or there are no rows."""
    if not len(values):
        return None
    first = values[0]
    probe = values[:: max(1, len(values) // 64)].tolist()
    same = probe.count(first) == len(probe) and values.tolist().count(first) == len(values)
    return str(first) if same else None


def days(texts: Texts) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """ISO dates as days since 1970, UNDATED for anything else; and which texts are just that date or nothing."""
    codes, distinct = pd.factorize(texts)
    found = [iso_day(str(value)) for value in distinct]
    numbers = np.array([UNDATED if day is None else day.toordinal() - _EPOCH for day in found], dtype=np.int32)
    plain = [value == (day.isoformat() if day else "") for value, day in zip(distinct, found, strict=True)]
    return numbers[codes], np.array(plain, dtype=np.bool_)[codes]


def iso(day: int) -> str:
    """A day's ISO date; nothing for UNDATED.

    >>> iso(0), iso(-1), iso(UNDATED)
    ('1970-01-01', '1969-12-31', '')
    """
    return "" if day == UNDATED else date.fromordinal(day + _EPOCH).isoformat()


_EPOCH: Final = date(1970, 1, 1).toordinal()
