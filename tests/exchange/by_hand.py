"""A gazetteer by hand: a country, two provinces of one name in two countries, a town, and a province as a sketch."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geo.values import Candidate, Place, Resolution

PLACES = {
    "country:SY": Place("country:SY", "Syria", 38.5, 35.0, "PCLI", "SY", is_area=True),
    "province:SY.11": Place("province:SY.11", "Homs", 38.0, 34.5, "ADM1", "SY", is_area=True),
    "province:XX.11": Place("province:XX.11", "Homs", 10.0, 10.0, "ADM1", "XX", is_area=True),
    "province:SY.08": Place("province:SY.08", "Hasakah", 40.5, 36.5, "ADM1", "SY", source="approximate", is_area=True),
    "town:homs": Place("town:homs", "Homs", 36.7167, 34.7333, "PPL", "SY"),
}
OUTLINES: dict[str, BaseGeometry] = {
    "country:SY": shapely.box(35.7, 32.3, 42.3, 37.3),
    "province:SY.11": shapely.box(36.5, 33.2, 39.2, 35.3),
    "province:XX.11": shapely.box(9.0, 9.0, 11.0, 11.0),
    "province:SY.08": shapely.box(40.2, 36.2, 40.8, 36.8),
}
NAMES = {
    "syria": ["country:SY"],
    "homs": ["town:homs", "province:XX.11", "province:SY.11"],
    "homs governorate": ["province:SY.11", "province:XX.11"],
    "homs province": ["province:SY.11", "province:XX.11"],
    "hasakah": ["province:SY.08"],
}


class ByHand:
    """Resolves the names above, whatever the country; counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def resolve(
        self, names: Sequence[str], *, country: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Resolution]:
        self.calls += 1
        return [self._one(name) for name in names]

    def footprint(self, place_id: str) -> BaseGeometry | None:
        return OUTLINES.get(place_id)

    @staticmethod
    def _one(name: str) -> Resolution:
        places = [PLACES[key] for key in NAMES.get(name.lower(), [])]
        found = [Candidate(place, place.name, "exact", 1.0) for place in places]
        return Resolution(name, found[0], tuple(found[1:])) if found else Resolution(name, None, reason="not listed")


def country_code(name: str) -> str:
    return {"syria": "SY", "sy": "SY"}.get(name.lower(), "")
