"""Gazetteer entries, and what a name was resolved to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from geo.errors import InputError
from geo.units import check_lonlat


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry: something with a name and a position, or an area.

    >>> Place(id="case:hill", name="Hill 60", lon=2.93, lat=950.0)
    Traceback (most recent call last):
    geo.errors.CoordinateError: place 'Hill 60': latitude 950 is outside -90..90
    """

    id: str
    """Source and key: "geonames:173576", "curated:al-tanf-garrison", "country:SY"."""
    name: str
    """The usual name, in Latin letters."""
    lon: float
    """Degrees east, WGS 84. Of an area: a label point only."""
    lat: float
    """Degrees north, WGS 84. Of an area: a label point only."""
    kind: str = "PPL"
    """GeoNames feature code: PPL a populated place, INSM a military installation, PCLI a country."""
    country: str = ""
    """ISO 3166-1 alpha-2, empty when none."""
    admin1: str = ""
    """First-level division, GeoNames code."""
    population: int = 0
    """People who live there; 0 when unknown."""
    extent_m: float = 0.0
    """Radius of the feature itself, metres, >= 0; 0 when unknown (the kind's own radius is used then)."""
    source: str = ""
    """Who says so."""
    is_area: bool = False
    """True for countries, provinces, continents: never tested as a point."""

    def __post_init__(self) -> None:
        """Refuse a position that is none."""
        check_lonlat(self.lon, self.lat, what=f"place {self.name!r}")
        if not self.extent_m >= 0:
            raise InputError(f"place {self.name!r}: extent {self.extent_m} m is negative")

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, with how it was found and why it stands where it does."""

    place: Place
    matched: str
    """The gazetteer spelling that matched."""
    match: str
    """One of "exact", "folded" (case, diacritics, article), "variant" (transliteration) or "fuzzy"."""
    score: float
    """Higher is better; comparable only among the candidates of one name."""
    reasons: tuple[str, ...] = ()
    """Why, in words: "in Syria", "a military base, as the text says", "population 340,000"."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a place name was resolved to: the best candidate, its rivals, or why none."""

    name: str
    """The name as written."""
    best: Candidate | None
    """None when unresolved; `reason` says why."""
    rivals: tuple[Candidate, ...] = ()
    """Other readings of the name, best first, without `best`."""
    suggestions: tuple[str, ...] = ()
    """When unresolved: the nearest spellings of the region, nearest first; never used as an answer."""
    reason: str = ""
    """Why this one, or why none, in one sentence."""
    service: str = ""
    """The online geocoder that was asked, "" when none was."""
    fault: str = ""
    """When that one did not answer: how it failed. Nothing was found out then; the place may well exist."""
