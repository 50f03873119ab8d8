"""Tables that others publish: what the columns of ACLED, UCDP GED, GDELT and GTD mean, and what they are called.

One file per layout in data/layouts: the headings in their order, what each means here ("" = kept as it is), and which
of them mark the layout. A file that is published without headings gets them from there.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from geo.dates import date_orders
from geo.files import fold
from geo.incidents.tables.positions import is_absent, is_number


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as its publisher writes it."""

    name: str
    headings: tuple[str, ...]
    """In their order, as published."""
    meaning: dict[str, str]
    """Folded heading -> what it means; "" for what is kept as it is."""
    marks: frozenset[str]
    """Folded headings by which the layout is known."""

    def holds(self, cells: Sequence[str]) -> bool:
        """Whether these cells are a record of it: as many, with a date, and numbers or nothing for coordinates."""
        if len(cells) != len(self.headings):
            return False
        by_meaning = {self.meaning[fold(name)]: cell for name, cell in zip(self.headings, cells, strict=True)}
        day = by_meaning.get("date", by_meaning.get("date_start", ""))
        return bool(date_orders(day)) and all(
            is_absent(cell) or is_number(cell) for cell in (by_meaning["lat"], by_meaning["lon"])
        )


def layout_of(columns: Sequence[str]) -> Layout | None:
    """The layout that a table's headings are of; None for a table of one's own.

    >>> layout_of(["SQLDATE", "ActionGeo_Type", "ActionGeo_Lat", "ActionGeo_Long"]).name
    'gdelt-2'
    >>> layout_of(["date", "lat", "lon"]) is None
    True
    """
    folded = {fold(name) for name in columns}
    return next((one for one in layouts() if one.marks <= folded), None)


def headings_of(cells: Sequence[str]) -> list[str] | None:
    """What the columns are called of a table whose first row is a record already; None where it may be its header."""
    return next((list(one.headings) for one in layouts() if one.holds(cells)), None)


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """All that are known, a newer edition before an older one."""
    return tuple(map(_read, _NAMES))


_NAMES: Final = ("acled", "ucdp-ged", "gdelt-2", "gdelt-1", "gtd")


def _read(name: str) -> Layout:
    text = resources.files("geo.incidents.tables").joinpath(f"data/layouts/{name}.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return Layout(
        name,
        tuple(row["heading"] for row in rows),
        {fold(row["heading"]): row["column"] for row in rows},
        frozenset(fold(row["heading"]) for row in rows if row["mark"]),
    )
