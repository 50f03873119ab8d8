"""A gazetteer by hand: a dozen places with rounded public coordinates, and three countries as boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.values import Candidate, Place, Resolution

_PLACES = {
    "garrison": Place("hand:garrison", "al-Tanf garrison", 38.61778, 33.50583, "INSM", "SY", extent_m=2000.0),
    "crossing": Place("hand:crossing", "At Tanf crossing", 38.9374, 33.4332, "BDRY", "SY", extent_m=500.0),
    "village": Place("hand:village", "At Tanf", 38.65, 33.48, "PPL", "SY", extent_m=5000.0),
    "latakia": Place("hand:latakia", "Latakia", 35.7833, 35.5167, "PPLA", "SY", extent_m=5300.0),
    "raqqa": Place("hand:raqqa", "Raqqa", 39.0079, 35.9528, "PPLA", "SY", extent_m=5300.0),
    "ramadi": Place("hand:ramadi", "Ramadi", 43.2991, 33.4206, "PPLA", "IQ", extent_m=5300.0),
    "fallujah": Place("hand:fallujah", "Fallujah", 43.7863, 33.3538, "PPL", "IQ", extent_m=5300.0),
    "mosul": Place("hand:mosul", "Mosul", 43.1189, 36.335, "PPLA", "IQ", extent_m=8000.0),
    "brass ng": Place("hand:brass-ng", "Brass", 6.2419, 4.315, "PPL", "NG", extent_m=2000.0),
    "brass us": Place("hand:brass-us", "Brass", -90.0, 40.0, "PPL", "US", extent_m=2000.0),
    "syria": Place("hand:syria", "Syria", 38.5, 35.0, "PCLI", "SY", is_area=True),
    "iraq": Place("hand:iraq", "Iraq", 43.5, 33.0, "PCLI", "IQ", is_area=True),
    "nigeria": Place("hand:nigeria", "Nigeria", 8.0, 9.5, "PCLI", "NG", is_area=True),
}
_OUTLINES = {
    "hand:syria": shapely.box(35.7, 32.3, 42.3, 37.3),
    "hand:iraq": shapely.box(38.8, 29.1, 48.6, 37.4),
    "hand:nigeria": shapely.box(2.7, 4.2, 14.7, 13.9),
}
_NAMES = {
    "at tanf": ["garrison", "village", "crossing"], "at tanf base": ["garrison"], "at tanf garrison": ["garrison"],
    "al tanf": ["garrison", "village", "crossing"], "town of at tanf": ["village", "garrison"],
    "at tanf border crossing": ["crossing"], "latakia": ["latakia"], "lattakia": ["latakia"], "raqqa": ["raqqa"],
    "city of raqqa": ["raqqa"], "ramadi": ["ramadi"], "fallujah": ["fallujah"], "mosul": ["mosul"],
    "mosul city": ["mosul"], "brass": ["brass us", "brass ng"], "syria": ["syria"], "iraq": ["iraq"],
    "nigeria": ["nigeria"],
}  # fmt: skip


class ByHand:
    """Resolves the names above, country first; counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def resolve(
        self, names: Sequence[str], *, country: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Resolution]:
        self.calls += 1
        return [self._one(name, country) for name in names]

    def place(self, place_id: str) -> Place | None:
        codes = {f"country:{place.country}": place for place in _PLACES.values() if place.is_area}
        return codes.get(place_id)

    def footprint(self, place_id: str) -> BaseGeometry | None:
        return _OUTLINES.get(place_id)

    @staticmethod
    def _one(name: str, country: str) -> Resolution:
        key = re.sub(r"^the ", "", name.lower().replace("-", " "))
        places = [_PLACES[k] for k in _NAMES.get(key, [])]
        places.sort(key=lambda p: bool(country) and p.country != country)
        found = [Candidate(p, p.name, "folded", 1.0, ("by hand",)) for p in places]
        if not found:
            return Resolution(name, None, suggestions=("Raqqa",), reason="not in the list")
        return Resolution(name, found[0], rivals=tuple(found[1:]))


@pytest.fixture
def gazetteer() -> ByHand:
    return ByHand()
