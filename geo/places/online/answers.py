"""A service's answer as the resolution of a name: the best hit and its rivals, "no such place", or a fault.

What is taken is what a person would take: a hit counts only by its name, one abroad ranks behind, and a service that
failed has not said that there is no such place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from geo.geodesy.ellipsoid import distance_m
from geo.places.countries import country_name, country_named
from geo.places.folding import folded, plain, rows, variants, without_articles, words
from geo.places.kinds import Wish, group_of, stripped, wishes
from geo.places.online.hits import Hit, widened
from geo.places.online.hits import plain as on_one_line
from geo.places.online.service import Online, Query
from geo.places.outlines import outline
from geo.places.ranking import Context
from geo.places.resolver import ASIDE, ASIDE_M
from geo.places.trust import TOWN
from geo.values import Candidate, Place, Resolution

_RIVALS: Final = 8
_LONGEST: Final = 150
"""Characters of a name that is asked for; no place name is longer."""
_NEAR_M: Final = 150_000.0
"""Within this distance of the other places named a hit goes before its namesakes."""
_COMMON: Final = re.compile(r"\s*(?:the|an?|this|that|its|their|his|her|our|some)\s", re.IGNORECASE)
"""How common nouns begin; names that do ("The Hague") have capitals, too."""
_EXISTS: Final = "the place may well exist"


@dataclass(frozen=True, slots=True)
class _Match:
    """A hit whose name is the one asked for, as far as `match` says."""

    hit: Hit
    matched: str
    match: str


def look_up(service: Online, offline: Resolution, head: str, context: Context) -> Resolution:
    """`offline`, which found nothing, with what the service says of the name.

    head, context: the name without the regions after its commas, and what these and the country given say. A hit
    abroad is the answer when it is a town of 15,000, and a rival otherwise, as offline. Where the service failed,
    `fault` says how.
    """
    if not _worth_asking(head):
        return offline
    rest = [part.strip() for part in offline.name[len(head) :].split(",") if plain(part)]
    abroad: list[Candidate] = []
    for wish in _readings(head):
        answer = service.ask(_query(service, wish.name, rest, context))
        if answer.fault:
            fault = f"{answer.fault}; {_EXISTS}"
            reason = f"{offline.name.strip()[:_LONGEST]!r} is not in the gazetteer, and {fault}"
            return replace(offline, reason=reason, fault=fault, service=service.name)
        found = _ranked([one for hit in answer.hits if (one := _match(hit, wish))], context)
        told = [_candidate(one, number, service, answer.day) for number, one in enumerate(found)]
        if told and not _is_abroad(told[0].place, context.country):
            best, *rivals = told
            rivals = [one for one in rivals if not _same(best.place, one.place)][:_RIVALS]
            where = f", {country_name(best.place.country)}" if best.place.country else ""
            reason = f"{best.place.name}{where}, from {service.source}, asked {answer.day}"
            return Resolution(offline.name, best, tuple(rivals), reason=reason, service=service.name)
        abroad += told
    return _none(offline, abroad, service)


def _none(offline: Resolution, abroad: Sequence[Candidate], service: Online) -> Resolution:
    also = f"; {service.name} knows no such place either"
    if abroad:
        where = " and ".join(dict.fromkeys(country_name(one.place.country) for one in abroad[:3]))
        also = f"; {service.name} knows one only in {where}"
    rivals = (*offline.rivals, *abroad)[:_RIVALS]
    return replace(offline, reason=offline.reason + also, rivals=rivals, service=service.name)


# ------------------------------------------------------------------------------------------- what is asked


def _worth_asking(head: str) -> bool:
    """Whether this can be a place's name: it has letters, is no essay, and more than "the base", "a front line"."""
    if _COMMON.match(head) and head.casefold() == head:
        return False
    parts = words(head[: 2 * _LONGEST])
    named = [part for part in parts if part not in _type_words() and part != "the"]
    return len(head) <= _LONGEST and any(not part.isdigit() and len(part) > 1 for part in named)


@cache
def _type_words() -> frozenset[str]:
    return frozenset(word for row in rows("type_words.csv") for word in words(row["words"]))


def _readings(head: str) -> list[Wish]:
    """The name as it stands and, unless found so, without its type word; a village is asked for by its name alone."""
    every = wishes(head)
    whole = [wish for wish in every if not wish.word][-1:]
    typed = [wish for wish in every if wish.word][-1:]
    return typed if typed and typed[0].group == "settlement" else [*whole, *typed]


def _query(service: Online, name: str, rest: Sequence[str], context: Context) -> Query:
    regions = [part for part in rest if not (service.takes_surroundings and country_named(part))]
    return Query(on_one_line(", ".join([name, *regions])), _box(context.country))


def _box(country: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the largest part of a country."""
    shape = outline(country) if country else None
    if shape is None or shape.is_empty:
        return None
    west, south, east, north = max(getattr(shape, "geoms", [shape]), key=lambda part: float(part.area)).bounds
    return round(west, 2), round(south, 2), round(east, 2), round(north, 2)


# ------------------------------------------------------------------------------------------ what is taken


def _match(hit: Hit, wish: Wish) -> _Match | None:
    """How the hit's names are the one asked for; None where they are not, or it is another kind of thing."""
    group = group_of(hit.place.kind)
    if wish.word and group != wish.group and not (wish.group == "settlement" and hit.place.kind == "LCTY"):
        if wish.group not in ASIDE or not (group == "settlement" or hit.place.kind == "LCTY"):
            return None
        hit = widened(hit, ASIDE_M, f"widened by {ASIDE_M / 1000:.0f} km: the text asks for the {wish.word} there")
    best: _Match | None = None
    for name in hit.names:
        how = _likeness(wish.name, name)
        if how and (best is None or _ORDER.index(how) < _ORDER.index(best.match)):
            best = _Match(hit, name, how)
    return best


_ORDER: Final = ("exact", "folded", "variant")


def _likeness(asked: str, name: str) -> str:
    if " ".join(asked.casefold().split()) == name.casefold():
        return "exact"
    mine = {plain(asked), folded(asked)} - {""}
    if not mine.isdisjoint({plain(name), folded(name), *([folded(bare)] if (bare := stripped(name)) else [])}):
        return "folded"
    keys = {key for part in (words(asked), without_articles(words(asked))) for key in variants(part, loose=True)}
    return "" if keys.isdisjoint(variants(without_articles(words(name)))) else "variant"


def _ranked(found: Sequence[_Match], context: Context) -> list[_Match]:
    """In the country first, by a real likeness of names, near the other places named; else as the service has them."""
    kept = [one for one in found if one.match != "variant" or context.country in ("", one.hit.place.country)]
    return sorted(kept, key=lambda one: (
        bool(context.country) and one.hit.place.country != context.country,
        bool(context.country) and bool(one.hit.place.country) and one.hit.place.country != context.country,
        one.match == "variant",
        bool(context.near) and _away_m(one.hit.place, context.near) > _NEAR_M,
    ))  # fmt: skip


def _away_m(place: Place, near: Sequence[tuple[float, float]]) -> float:
    return min(float(distance_m(place.lon, place.lat, lon, lat)) for lon, lat in near)


def _is_abroad(place: Place, country: str) -> bool:
    """Whether the place is too small to be meant by a text about another country."""
    return bool(country and place.country) and place.country != country and place.population < TOWN


def _same(best: Place, other: Place) -> bool:
    """Whether both are one thing: a town, and the node or the district of its name around it."""
    apart = float(distance_m(best.lon, best.lat, other.lon, other.lat))
    return apart <= max(best.extent_m, other.extent_m)


def _candidate(one: _Match, number: int, service: Online, day: str) -> Candidate:
    place = one.hit.place
    where = (f"in {country_name(place.country)}",) if place.country else ()
    reasons = (*where, f"{service.source}, asked {day}", one.hit.note)
    return Candidate(place, one.matched, one.match, round(1.0 - 0.01 * number, 2), reasons)
