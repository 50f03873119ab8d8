"""Which column of a table means what: the contract's own names, and the headings of data/columns.csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Final

from geo.files import fold
from geo.frames import INCIDENTS

BESIDES = ("date", "province", "district", "uncertainty", "geo_precision", "footprint", "datum")
"""What is recognised and stands in no column of the contract: a date that becomes date_start and date_end, the
first- and second-level divisions, an uncertainty whose unit stands in the cell, ACLED's code of precision, an
outline in WKT, and the datum of the coordinates."""


PLACES: Final = ("place_text", "lat", "lon")
"""The meanings by which most tables say where."""
_USUAL: Final = ("date", *PLACES, "country", "title", "uncertainty_m")


@lru_cache(maxsize=1)
def headings() -> dict[str, tuple[str, int]]:
    """Folded heading -> (what it means, its rank among the headings of that meaning; 0 is the contract's own)."""
    known = {fold(column.name): (column.name, 0) for column in INCIDENTS}
    known |= {fold(name): (name, 0) for name in BESIDES}
    table = resources.files("geo.incidents").joinpath("data/columns.csv").read_text("utf-8")
    for rank, row in enumerate(csv.DictReader(table.splitlines()), 1):
        known.setdefault(fold(row["heading"]), (row["column"], rank))
    return known


def recognise(columns: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What the table's columns mean, and a notice for each that gave way to another.

    Returns {meaning: the table's own name}. Where two columns mean the same, the one nearer to the contract is taken.

    >>> recognise(["Date", "Locality", "decimalLatitude", "lat", "notes"])[0]
    {'date': 'Date', 'place_text': 'Locality', 'lat': 'lat'}
    """
    known = headings()
    ranked: dict[str, list[tuple[int, str]]] = {}
    for name in columns:
        if fold(name) in known:
            meaning, rank = known[fold(name)]
            ranked.setdefault(meaning, []).append((rank, name))
    found, notices = {}, []
    for meaning, names in ranked.items():
        names.sort(key=lambda one: one[0])
        found[meaning] = names[0][1]
        notices += [f"column {other!r} is not used: {names[0][1]!r} gives the {meaning}" for _, other in names[1:]]
    return found, notices


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
    table = resources.files("geo.incidents").joinpath("data/columns.csv").read_text("utf-8")
    others = [row["heading"] for row in csv.DictReader(table.splitlines()) if row["column"] == meaning]
    also = ", ".join(others[:_ALSO]) + (", ..." if len(others) > _ALSO else "")
    return f"{meaning} (also {also})" if also else meaning
