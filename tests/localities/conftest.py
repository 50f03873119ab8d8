"""A gazetteer by hand: some twenty places with rounded public coordinates, and three countries as boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.localities import locate
from geo.values import Candidate, Location, Place, Resolution, Unlocated

_PLACES = {
    "garrison": Place("hand:garrison", "al-Tanf garrison", 38.61778, 33.50583, "INSM", "SY", extent_m=2000.0),
    "crossing": Place("hand:crossing", "At Tanf crossing", 38.9374, 33.4332, "BDRY", "SY", extent_m=500.0),
    "village": Place("hand:village", "At Tanf", 38.65, 33.48, "PPL", "SY", extent_m=5000.0),
    "latakia": Place("hand:latakia", "Latakia", 35.7833, 35.5167, "PPLA", "SY", extent_m=5300.0),
    "raqqa": Place("hand:raqqa", "Raqqa", 39.0079, 35.9528, "PPLA", "SY", extent_m=5300.0),
    "ramadi": Place("hand:ramadi", "Ramadi", 43.2991, 33.4206, "PPLA", "IQ", extent_m=5300.0),
    "fallujah": Place("hand:fallujah", "Fallujah", 43.7863, 33.3538, "PPL", "IQ", extent_m=5300.0),
    "mosul": Place("hand:mosul", "Mosul", 43.1189, 36.335, "PPLA", "IQ", extent_m=8000.0, population=1_700_000),
    "brass ng": Place("hand:brass-ng", "Brass", 6.2419, 4.315, "PPL", "NG", extent_m=2000.0),
    "brass us": Place("hand:brass-us", "Brass", -90.0, 40.0, "PPL", "US", extent_m=2000.0),
    "syria": Place("hand:syria", "Syria", 38.5, 35.0, "PCLI", "SY", is_area=True),
    "iraq": Place("hand:iraq", "Iraq", 43.5, 33.0, "PCLI", "IQ", is_area=True),
    "homs": Place("hand:homs", "Homs", 36.7137, 34.7268, "PPLA", "SY", admin1="11", extent_m=4000.0),
    "hama": Place("hand:hama", "Hama", 36.7578, 35.1318, "PPLA", "SY", admin1="10", extent_m=4000.0),
    "paris fr": Place("hand:paris-fr", "Paris", 2.3488, 48.8534, "PPLC", "FR", admin1="11", extent_m=8000.0),
    "paris ky": Place("hand:paris-ky", "Paris", -84.253, 38.2098, "PPLA2", "US", admin1="KY", extent_m=3000.0),
    "paris tx": Place("hand:paris-tx", "Paris", -95.5555, 33.6609, "PPLA2", "US", admin1="TX", extent_m=4000.0),
    "texas": Place("province:US.TX", "Texas", -99.25, 31.25, "ADM1", "US", admin1="TX", is_area=True),
    "york": Place("hand:york", "York", -1.0827, 53.9576, "PPL", "GB", extent_m=3000.0, population=144_000),
    "new york": Place("hand:new-york", "New York City", -74.006, 40.7143, "PPL", "US", extent_m=9000.0),
    "hollywood": Place("hand:hollywood", "Hollywood", -118.3267, 34.0983, "PPLX", "US", extent_m=3000.0),
    "north hollywood": Place("hand:n-hollywood", "North Hollywood", -118.379, 34.1722, "PPLX", "US", extent_m=2000.0),
    "east mosul": Place("hand:east-mosul", "East Mosul", -90.0, 41.0, "PPL", "US", extent_m=500.0, population=90),
    "fajar": Place("hand:fajar", "Fajar", 103.7707, 1.3846, "PPL", "SG", extent_m=1000.0),
    "the base": Place("hand:base", "Pakse", 105.7836, 15.1202, "PPL", "LA", extent_m=3000.0),
    "nigeria": Place("hand:nigeria", "Nigeria", 8.0, 9.5, "PCLI", "NG", is_area=True),
}
_OUTLINES = {
    "hand:syria": shapely.box(35.7, 32.3, 42.3, 37.3),
    "hand:iraq": shapely.box(38.8, 29.1, 48.6, 37.4),
    "province:US.TX": shapely.box(-106.6, 25.8, -93.5, 36.5),
    "hand:nigeria": shapely.box(2.7, 4.2, 14.7, 13.9),
}
_NAMES = {
    "at tanf": ["garrison", "village", "crossing"], "at tanf base": ["garrison"], "at tanf garrison": ["garrison"],
    "al tanf": ["garrison", "village", "crossing"], "town of at tanf": ["village", "garrison"],
    "at tanf border crossing": ["crossing"], "latakia": ["latakia"], "lattakia": ["latakia"], "raqqa": ["raqqa"],
    "city of raqqa": ["raqqa"], "ramadi": ["ramadi"], "fallujah": ["fallujah"], "mosul": ["mosul"],
    "mosul city": ["mosul"], "brass": ["brass us", "brass ng"], "syria": ["syria"], "iraq": ["iraq"],
    "nigeria": ["nigeria"], "homs": ["homs"], "hama": ["hama"], "paris": ["paris fr", "paris ky", "paris tx"],
    "texas": ["texas"], "york": ["york"], "new york": ["new york"], "hollywood": ["hollywood"], "dawn": ["fajar"],
    "north hollywood": ["north hollywood"], "south bend": ["paris tx"],
    "east mosul": ["east mosul"], "fajar": ["fajar"], "base": ["the base"],
    "night": ["fajar"], "hospital": ["the base"], "home": ["fajar"], "all": ["fajar"], "compound": ["the base"],
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
        codes = {f"country:{place.country}": place for place in _PLACES.values() if place.kind == "PCLI"}
        codes |= {place.id: place for place in _PLACES.values() if place.kind == "ADM1"}
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


@pytest.fixture
def one(gazetteer: ByHand) -> Callable[..., Location | Unlocated]:
    """Locates one text."""
    return lambda text, **options: locate([text], gazetteer=gazetteer, **options)[0]
