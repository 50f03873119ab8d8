"""When the best candidate is not to be taken: unresolved, with suggestions, is better than wrong."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from geo.geodesy.ellipsoid import distance_m
from geo.places.countries import countries, country_name
from geo.places.features import is_small
from geo.places.folding import folded, plain, variants, words
from geo.places.index import Hit
from geo.places.kinds import group_of
from geo.places.outlines import label
from geo.places.ranking import THOUGH, border_reason, is_neighbour
from geo.values import Candidate, Place

TOWN: Final = 15_000
"""People that make a place known at all: the floor of GeoNames' cities15000."""
_NEXT_DOOR: Final = 50_000
"""People of a place across the border that a text about the country may mean by its bare name."""
_FAR: Final = 100_000
"""People of a place in any other country that a text about the country may mean by its bare name."""
_FAMOUS: Final = 500_000
"""People of a place that is known by its alternate names, too."""
_REACH_M: Final = 500_000.0
"""How far from an island state's own circle the coasts lie that a text about its waters may name."""
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
    alone = asked in _ALONE and group_of(best.place.kind) != asked
    if alone or (other_kind(best) and not _may_lend_its_name(best, country)):
        return f"no such feature is known by that name, only {say(best.place)}"
    if not country:
        return _doubt_anywhere(best)
    return "" if belongs(best, country) else _doubt_abroad(best, country)


def _doubt_abroad(best: Candidate, country: str) -> str:
    if best.match == "variant":
        return f"no place in {country_name(country)} is known by that name; {say(best.place)} is spelled only similarly"
    if _may_be_meant_abroad(best, country):
        return ""
    only = f"no place in {country_name(country)} is known by that name, only {say(best.place)}"
    return f"{only}; if it is meant, name its country"


def _doubt_anywhere(best: Candidate) -> str:
    if best.match != "variant" or known(best.place):
        return ""
    return f"no place is known by that name; {say(best.place)} is spelled only similarly"


def _may_be_meant_abroad(best: Candidate, country: str) -> bool:
    """True for a place so large, or so near over the sea, that a text about `country` may name it."""
    place, home = best.place, countries().get(country)
    if is_small(place):
        return False
    if place.is_area or place.id.startswith("curated:") or place.population >= _FAMOUS:
        return True
    if home and not home.neighbours:
        return _distance_outside(place, country) <= _REACH_M
    if is_neighbour(place.country, country):
        return place.population >= _NEXT_DOOR
    return place.population >= _FAR and _spells(best.matched, place.name)


def _spells(name: str, other: str) -> bool:
    """True when both are spellings of one name; an alternate name that is none is often only a historical namesake."""
    near = SequenceMatcher(None, folded(name), folded(other), autojunk=False).ratio() >= _ALIKE
    return near or not set(variants(words(name))).isdisjoint(variants(words(other)))


def belongs(candidate: Candidate, country: str) -> bool:
    """True when the candidate lies in the country given, or on its border as that country's, too."""
    return bool(country) and (candidate.place.country == country or border_reason(country) in candidate.reasons)


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


def known(place: Place) -> bool:
    """True for a place that needs no second look: a town, an area that the index draws, one of the curated layer."""
    if is_small(place):
        return False
    return place.population >= TOWN or place.is_area or place.id.startswith("curated:")


def _distance_outside(place: Place, country: str) -> float:
    """Metres from the edge of the circle that holds the country's main part; infinite when it has no outline."""
    circle = label(country) if country in countries() else None
    if circle is None:
        return float("inf")
    lon, lat, radius = circle
    return max(0.0, float(distance_m(lon, lat, place.lon, place.lat)) - radius)
