"""Which of the places that share a name is meant: a sum of terms, each with its reason in words.

The unit is a factor of ten in population: a term of 2 outweighs a place a hundred times as large. The weights
are judgements, in one table; the tests hold their consequences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from geo.geodesy.ellipsoid import distance_m
from geo.places.countries import countries, country_name
from geo.places.features import is_small
from geo.places.folding import plain
from geo.places.index import Hit
from geo.places.kinds import Wish, group_of, kinds
from geo.units import say_length
from geo.values import Candidate

WEIGHTS: Final = {
    "exact": 1.0,
    "folded": 0.8,
    "article": 0.5,  # folded, and the article differs
    "variant": -2.0,
    "main name": 0.4,  # the place's first name, not one of its alternates
    "case": 10.0,
    "country": 7.0,
    "country, small": 4.0,  # a hamlet of the country does not outrank the town abroad that everybody knows
    "border": 2.0,  # the place's second country: a crossing is Syria's as well as Iraq's
    "neighbour": 1.5,
    "province": 4.0,
    "whole name": 2.0,  # the type word is part of the name itself: Kansas City
    "kind": 3.0,
    "other kind": -1.0,
    "near": 3.0,
}
THOUGH: Final = "though the text says"
"""How a reason begins where the type word asks for another kind of feature."""
AS_ASKED: Final = "as the text says"
"""How a reason ends where the type word asks for the kind of feature that it is."""
_NEAR_SCALE_M: Final = 200_000.0
"""Distance over which nearness to the other places named fades by a factor of e."""


@dataclass(frozen=True, slots=True)
class Context:
    """What else is known when a name is read."""

    country: str = ""
    """ISO alpha-2 of the country that is meant; empty when unknown."""
    province: tuple[str, str] = ("", "")
    """Country and GeoNames code of the first-level division that is meant."""
    near: tuple[tuple[float, float], ...] = ()
    """Other places named: lon, lat in degrees."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, how it was found, and for which reading of the name."""

    hit: Hit
    wish: Wish
    match: str
    """exact, folded or variant."""
    case: bool = False


def match_of(wish: Wish, hit: Hit) -> str:
    """ "exact" when only case and spacing differ, else "folded"."""
    return "exact" if hit.spelling.casefold() == " ".join(wish.name.casefold().split()) else "folded"


def rank(found: Iterable[Found], context: Context) -> list[Candidate]:
    """Candidates, best first, each place once; ties keep a fixed order."""
    best: dict[str, Candidate] = {}
    for one in found:
        candidate = score(one, context)
        known = best.get(candidate.place.id)
        if known is None or candidate.score > known.score:
            best[candidate.place.id] = candidate
    return sorted(best.values(), key=lambda c: (-round(c.score, 6), c.place.id))


def score(found: Found, context: Context) -> Candidate:
    """One candidate with its score and the reasons for it."""
    place = found.hit.place
    terms = [
        (found.hit.prominence, f"population {place.population:,}" if place.population else ""),
        _name_term(found),
        _kind_term(found),
        _country_term(found.hit, context),
        _near_term(found.hit, context.near),
    ]
    if found.case:
        terms.append((WEIGHTS["case"], "one of the case's own places"))
    if context.province[1] and (place.country, place.admin1) == context.province:
        terms.append((WEIGHTS["province"], "in the province named"))
    reasons = tuple(reason for _, reason in terms if reason)
    return Candidate(place, found.hit.spelling, found.match, round(sum(term for term, _ in terms), 3), reasons)


def _name_term(found: Found) -> tuple[float, str]:
    hit, wish = found.hit, found.wish
    weight = WEIGHTS[found.match]
    if found.match == "folded" and plain(hit.spelling) != plain(wish.name):
        weight = WEIGHTS["article"]
    reason = {"exact": "", "folded": f"written {hit.spelling}", "variant": f"another spelling of {hit.spelling}"}
    if hit.spelling == hit.place.name:
        weight += WEIGHTS["main name"]
    return weight, reason[found.match]


def _kind_term(found: Found) -> tuple[float, str]:
    group, wish = group_of(found.hit.place.kind), found.wish
    named = kinds()[found.hit.place.kind].name if found.hit.place.kind in kinds() else group or "feature"
    if wish.word and wish.group != "any":
        if group == wish.group:
            return WEIGHTS["kind"], f"{_a(named)}, {AS_ASKED}"
        return WEIGHTS["other kind"], f"{_a(named)}, {THOUGH} {wish.word}"
    return (0.0, "") if group == "settlement" else (0.0, _a(named))


def whole_name(found: Found) -> Found:
    """`found`, ranked up because the type word is part of the spelling itself."""
    hit = found.hit
    lifted = Hit(hit.place, hit.spelling, hit.prominence + WEIGHTS["whole name"], hit.also)
    return Found(lifted, found.wish, found.match, found.case)


def _a(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _country_term(hit: Hit, context: Context) -> tuple[float, str]:
    wanted = context.country
    if not wanted:
        return 0.0, f"in {country_name(hit.place.country)}" if hit.place.country and not hit.place.is_area else ""
    if wanted == hit.place.country:
        weight = WEIGHTS["country, small"] if is_small(hit.place) else WEIGHTS["country"]
        return weight, "" if hit.place.is_area else f"in {country_name(wanted)}"
    if wanted == hit.also:
        return WEIGHTS["border"], border_reason(wanted)
    where = f"not in {country_name(wanted)} but in {country_name(hit.place.country)}" if hit.place.country else ""
    return (WEIGHTS["neighbour"] if is_neighbour(hit.place.country, wanted) else 0.0), where


def border_reason(country: str) -> str:
    """How the reason reads for a place whose second country is `country`."""
    return f"on the border of {country_name(country)}"


def is_neighbour(country: str, wanted: str) -> bool:
    """True when the two countries share a land border."""
    known = countries().get(wanted)
    return known is not None and country in known.neighbours


def _near_term(hit: Hit, near: Sequence[tuple[float, float]]) -> tuple[float, str]:
    if not near or hit.place.is_area:
        return 0.0, ""
    lons, lats = zip(*near, strict=True)
    nearest = float(distance_m(hit.place.lon, hit.place.lat, lons, lats).min())
    return WEIGHTS["near"] * exp(-nearest / _NEAR_SCALE_M), f"{say_length(nearest)} from another place named"
