"""Which column of a table means what: the contract's own names, and the headings of data/columns.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Final

from geo.errors import TableError
from geo.files import fold
from geo.frames import INCIDENTS
from geo.incidents.tables.layouts import layout_of

BESIDES = (
    "date", "time_precision", "date_prec", "province", "district", "coordinates", "easting", "northing", "utm_zone",
    "uncertainty", "geo_precision", "geolocation_accuracy", "footprint", "datum",
)  # fmt: skip
"""What is recognised and stands in no column of the contract: a date that becomes date_start and date_end, and the
codes by which it is no single day; the first- and second-level divisions; both coordinates in one cell, or metres east
and north; an uncertainty whose unit stands in the cell; ACLED's and Airwars's codes of precision, an outline in WKT,
and the datum or reference system of the coordinates."""
PARTS: Final = ("year", "month", "day_of_month")
"""A date in three columns."""
ALONE: Final = ("country_fips", "geo_type", "specificity")
"""Meanings that only a layout gives: GDELT's country codes, its and GTD's codes of precision."""
PLACES: Final = ("place_text", "lat", "lon")
"""The meanings by which most tables say where."""
_USUAL: Final = ("date", *PLACES, "country", "title", "uncertainty_m")


@lru_cache(maxsize=1)
def headings() -> dict[str, tuple[str, int]]:
    """Folded heading -> (what it means, its rank among the headings of that meaning; 0 is the contract's own)."""
    known = {fold(column.name): (column.name, 0) for column in INCIDENTS}
    known |= {fold(name): (name, 0) for name in BESIDES}
    table = resources.files("geo.incidents.tables").joinpath("data/columns.csv").read_text("utf-8")
    for rank, row in enumerate(csv.DictReader(table.splitlines()), 1):
        known.setdefault(fold(row["heading"]), (row["column"], rank))
    return known


def recognise(columns: Sequence[str], given: Mapping[str, str] | None = None) -> tuple[dict[str, str], list[str]]:
    """What the table's columns mean, and a notice for each that gave way to another.

    Returns {meaning: the table's own name}. `given` counts first, as {meaning: name}; then the layout that the table
    is in, if it is one that others publish; then the headings. Where two columns mean the same, the one nearer to
    the contract is taken. Raises TableError for a given name that is no column, or a meaning that is none.

    >>> recognise(["Date", "Locality", "decimalLatitude", "lat", "notes"])[0]
    {'date': 'Date', 'place_text': 'Locality', 'lat': 'lat'}
    >>> recognise(["When", "Y", "X"], {"latitude": "Y", "lon": "X"})[0]
    {'lat': 'Y', 'lon': 'X', 'date': 'When'}
    """
    found = _given(columns, given or {})
    layout = None if _is_ours(columns) else layout_of(columns)
    known, fixed = headings(), layout.meaning if layout else {}
    ranked: dict[str, list[tuple[int, str]]] = {}
    for name in columns:
        if name in found.values():
            continue
        if (meaning := fixed.get(fold(name))) is not None:
            if meaning:
                found.setdefault(meaning, name)
        elif fold(name) in known:
            meaning, rank = known[fold(name)]
            ranked.setdefault(meaning, []).append((rank, name))
    notices = []
    for meaning, names in ranked.items():
        names.sort(key=lambda one: one[0])
        others = [name for _, name in names]
        if meaning not in found and not (layout and meaning in _SETTLED):
            found[meaning] = others.pop(0)
        if meaning in found and meaning not in (given or {}):
            notices += [f"column {other!r} is not used: {found[meaning]!r} gives the {meaning}" for other in others]
    return found, notices


def _is_ours(columns: Sequence[str]) -> bool:
    """Whether the table is one that we wrote: then our own columns count, whatever layout it began as."""
    return {"location", "uncertainty_m", "zone_statements"} <= set(columns)


_SETTLED: Final = frozenset({"date", "date_start", "date_end", "lat", "lon", "coordinates"})
"""What a published layout says itself or not at all."""


def _given(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    known = {**{meaning: (meaning, 0) for meaning in PARTS}, **headings()}
    out = {}
    for meaning, name in given.items():
        if fold(meaning) not in known and meaning not in known:
            raise TableError(f"no column of ours is called {meaning!r}; {say_meanings()}")
        if name not in columns:
            raise TableError(f"the table has no column {name!r}; its columns are {', '.join(map(repr, columns))}")
        out[known[fold(meaning)][0] if fold(meaning) in known else meaning] = name
    return out


def say_meanings() -> str:
    """The meanings a person may give, as an advice."""
    return "write one of " + ", ".join((*_USUAL, "coordinates", "kind", "actor", "target", *PARTS))


def say_unknown(columns: Sequence[str], wanted: Sequence[str] = _USUAL) -> str:
    """What the table's columns are, and the headings by which `wanted` would be known, as an advice.

    >>> say_unknown(["Wo", "Wann"], ["lat"])
    "its columns are 'Wo', 'Wann'; name them lat (also latitude, lat dd, y lat, lat deg, ...)"
    """
    mine = ", ".join(map(repr, columns[:_MOST])) + (", ..." if len(columns) > _MOST else "")
    return f"its columns are {mine}; name them " + ", ".join(map(_say_headings, wanted))


_MOST: Final = 20
_ALSO: Final = 4


def _say_headings(meaning: str) -> str:
    table = resources.files("geo.incidents.tables").joinpath("data/columns.csv").read_text("utf-8")
    others = [row["heading"] for row in csv.DictReader(table.splitlines()) if row["column"] == meaning]
    also = ", ".join(others[:_ALSO]) + (", ..." if len(others) > _ALSO else "")
    return f"{meaning} (also {also})" if also else meaning
