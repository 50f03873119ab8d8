"""How large and how likely what each row of GeoNames' full dump is, by its feature code, or else by its class.

Most of the dump's rows state nothing of either: a village without people, a hill, a wadi, a farm. The table
(data/features.csv) says how far each such thing reaches from its one point, and how seldom a bare name means it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.places.folding import rows
from geo.places.kinds import extent_m, group_of
from geo.values import Place

FULL: Final = "GeoNames (CC BY 4.0), full dump"
"""Source of the places that the full gazetteer adds."""

LISTED: Final = 500
"""People of a place that city lists know, and that ranks like theirs."""
_FEW: Final = 0.2
"""What a factor of ten in people adds to a village below that: a doubtful count must not outrank a town abroad."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What is known of a kind of feature when a row says nothing more."""

    group: str
    """settlement, base, relief, ...: see `geo.places.kinds`."""
    extent_m: float
    """Usual radius about the row's point, metres, > 0."""
    prominence: float
    """How likely a bare name means it, on the scale of log10 of a population; negative for what people seldom mean."""


@cache
def _features() -> dict[str, Feature]:
    return {
        row["code"]: Feature(row["group"], float(row["extent_m"]), float(row["prominence"]))
        for row in rows("features.csv")
    }


@cache
def feature(letter: str, code: str) -> Feature:
    """What stands for a GeoNames feature class (one letter) and code; a code without a row counts as its class.

    >>> feature("T", "HLL").extent_m, feature("H", "FJD") == feature("H", ""), feature("", "").group
    (1000.0, True, 'building')
    """
    table = _features()
    return table.get(code) or table.get(letter) or table["S"]


def extent_of(letter: str, code: str, population: int) -> float:
    """Usual radius of a row, metres, > 0: settlements by their people where known, everything else by its code.

    >>> extent_of("P", "PPL", 0), round(extent_of("P", "PPL", 700_000), -2), extent_of("H", "WAD", 0)
    (1000.0, 7500.0, 15000.0)
    """
    usual = feature(letter, code)
    if letter == "P" and population > 0:
        return max(usual.extent_m, extent_m("PPL", population))
    return usual.extent_m


def prominence_of(letter: str, code: str, population: int) -> float:
    """How likely a bare name means such a row. People count for settlements only: a district's are its towns'.

    >>> prominence_of("P", "PPL", 99_990), prominence_of("T", "HLL", 0), prominence_of("A", "ADM3", 90_000)
    (5.0, -3.0, 0.3)
    >>> prominence_of("P", "PPL", 0) < prominence_of("P", "PPL", 200) < prominence_of("P", "PPL", 500)
    True
    """
    usual = feature(letter, code).prominence
    if letter != "P" or population <= 0:
        return usual
    if population < LISTED:
        return usual + _FEW * math.log10(population)
    return max(usual, math.log10(population + 10))


def is_small(place: Place) -> bool:
    """True for a place of the full gazetteer that is no village of a known size: it gives way to places that are."""
    listed = place.population >= LISTED and group_of(place.kind) == "settlement"
    return place.source == FULL and not listed
