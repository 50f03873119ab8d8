"""When the best candidate is not to be taken: unresolved, with suggestions, is better than wrong."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from geo.geodesy.ellipsoid import distance_m
from geo.places.countries import countries, country_name
from geo.places.folding import folded, plain
from geo.places.index import Hit
from geo.places.kinds import group_of
from geo.places.outlines import label
from geo.places.ranking import THOUGH, is_neighbour
from geo.values import Candidate, Place

_TOWN: Final = 15_000
"""People that make a place one that other countries' texts may name: the floor of GeoNames' cities15000."""
_REACH_M: Final = 500_000.0
"""How far outside the country given a smaller namesake is still taken: seas and border regions."""
_ALIKE: Final = 0.7
"""Least likeness (difflib's ratio, 0 to 1) of two spellings that share a variant key outside Arabic."""
_ALONE: Final = frozenset({"sea", "relief"})
"""Groups whose features need not lie near the town they share a name with: the Strait of Malacca."""


def alike(name: str, hit: Hit) -> bool:
    """True when a variant match may be believed: anything romanized from Arabic, elsewhere only near spellings."""
    homes = [countries()[code] for code in (hit.place.country, hit.also) if code in countries()]
    if any(home.arabic for home in homes):
        return True
    return SequenceMatcher(None, plain(name), plain(hit.spelling), autojunk=False).ratio() >= _ALIKE


def doubt(best: Candidate, country: str, asked: str = "") -> str:
    """Why `best` is not to be taken when `country` (ISO code or "") is meant; "" when it is.

    `asked` is the group of features that the text's type word asks for.
    """
    if asked in _ALONE and group_of(best.place.kind) != asked:
        return f"no such feature is known by that name, only {say(best.place)}"
    if other_kind(best) and not _may_lend_its_name(best, country):
        return f"no such feature is known by that name, only {say(best.place)}"
    if belongs(best, country):
        return ""
    if best.match == "variant":
        return _doubt_of_variant(best, country)
    if not country or _known(best.place) or _distance_outside(best.place, country) <= _REACH_M:
        return ""
    only = f"no place in {country_name(country)} is known by that name, only {say(best.place)}"
    return f"{only}; if it is meant, name its country"


def _doubt_of_variant(best: Candidate, country: str) -> str:
    if _known(best.place) and (not country or is_neighbour(best.place.country, country)):
        return ""
    where = f" in {country_name(country)}" if country else ""
    return f"no place{where} is known by that name; {say(best.place)} is spelled only similarly"


def belongs(candidate: Candidate, country: str) -> bool:
    """True when the candidate lies in the country given; its reasons say so for a second country too."""
    return bool(country) and (candidate.place.country == country or f"in {country_name(country)}" in candidate.reasons)


def other_kind(candidate: Candidate) -> bool:
    """True when the text's type word asks for another kind of feature than the candidate is."""
    return any(THOUGH in reason for reason in candidate.reasons)


def say(place: Place) -> str:
    """A place and its country, in words."""
    return f"{place.name} in {country_name(place.country)}" if place.country else place.name


def _may_lend_its_name(candidate: Candidate, country: str) -> bool:
    """True when a feature of another kind may be named after the place: "Bonny Island", but "Pulau Yu" not Yuzhou."""
    if candidate.match == "variant":
        return False
    return belongs(candidate, country) or folded(candidate.matched) == folded(candidate.place.name)


def _known(place: Place) -> bool:
    return place.population >= _TOWN or place.is_area or place.id.startswith("curated:")


def _distance_outside(place: Place, country: str) -> float:
    """Metres from the edge of the circle that holds the country's main part; infinite when it has no outline."""
    circle = label(country) if country in countries() else None
    if circle is None:
        return float("inf")
    lon, lat, radius = circle
    return max(0.0, float(distance_m(lon, lat, place.lon, place.lat)) - radius)
