"""What the full gazetteer's places may change: they fill gaps, and give way to every place that is known already.

GeoNames has a hill, a farm or a hamlet for nearly every name. So that a name means with the full gazetteer what it
meant without, such a place is the answer only where no known place is, or where the text's own words ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import cos, hypot, radians
from typing import Final

from geo.places.features import is_small
from geo.places.index import Hit, Index
from geo.places.kinds import Wish, group_of
from geo.places.ranking import AS_ASKED, WEIGHTS, Found
from geo.places.trust import known, other_kind
from geo.values import Candidate, Place

_ASKED: Final = 3.0
"""Prominence of a small feature whose kind the text names: like a town of 1,000."""
_SAME_M: Final = 5_000.0
"""Two entries of one name and kind this near to each other are one place, listed twice."""
_APART_M: Final = 25_000.0
"""From here on it matters which of two places is meant."""
_EQUAL: Final = 0.5
"""Difference in score, a factor of three in people, that does not tell which is meant."""
_BEHIND: Final = 1.0
"""How far behind the best candidate a small place still is a rival."""
_BESIDE_M: Final = 50_000.0
"""How far an airport or bridge lies, at most, from the town that it is called after."""
_BY_KIND: Final = WEIGHTS["kind"] - WEIGHTS["other kind"] + _ASKED
"""What the kind that the text names adds, at most, to a small place, compared with a known one of another kind."""
_M_PER_DEGREE: Final = 111_200.0


def small_hits(hits: Iterable[Hit], wish: Wish, known_places: Sequence[Found], index: Index) -> list[Hit]:
    """The hits of the full gazetteer that `known_places` do not stand for already.

    A place that the index has under another spelling is given as the index has it.
    """
    ids = {found.hit.place.id for found in known_places}
    out = []
    for hit in hits:
        if hit.place.id in ids:
            continue
        listed = index.by_id(hit.place.id) if _may_be_listed(hit.place) else None
        if listed is not None:
            out.append(replace(hit, place=listed))
            continue
        asked = bool(wish.word) and group_of(hit.place.kind) == wish.group
        if not any(_one_place(hit.place, found.hit.place, asked) for found in known_places):
            out.append(replace(hit, prominence=max(hit.prominence, _ASKED)) if asked else hit)
    return out


def _may_be_listed(place: Place) -> bool:
    return group_of(place.kind) == "settlement" and (place.population > 0 or place.kind != "PPL")


def _one_place(small: Place, listed: Place, asked: bool) -> bool:
    """True where a small place lies within a known one of the same name; a kind that the text asks for is its own."""
    if listed.is_area or (asked and group_of(small.kind) != group_of(listed.kind)):
        return False
    return _metres(small, listed) <= max(_SAME_M, listed.extent_m)


def foremost(candidates: Sequence[Candidate], doubted: Callable[[Candidate], str]) -> Candidate:
    """The candidate to start from: the first, unless that is a small place and a known one may be meant.

    A small place must lead by more than the kind that the text names can add ("At Tanf village" is at At Tanf, not in
    the next hamlet of that name), and raise no doubt of its own.
    """
    first = candidates[0]
    if not is_small(first.place):
        return first
    by_kind = any(AS_ASKED in reason for reason in first.reasons)
    for one in candidates[1:]:
        lead = _BEHIND if not by_kind else _BY_KIND if other_kind(one) else _ASKED
        near = one.score >= first.score - lead
        if not is_small(one.place) and (near or doubted(first)) and not doubted(one):
            return one
    return first


def is_weak(first: Candidate) -> bool:
    """True where a small place may be a better answer: the first is of another kind, or only spelled similarly."""
    return other_kind(first) or (first.match == "variant" and not known(first.place))


def may_stand_in(one: Candidate, first: Candidate, why_not: str) -> bool:
    """True where `one` of the full gazetteer may be taken in place of the foremost candidate.

    why_not: what speaks against the foremost; when nothing does, `one` must have the very name, and a feature of the
    kind asked for must lie where the town of that name is: "Aleppo airport" is not in Pennsylvania.
    """
    if not is_small(one.place) or other_kind(one):
        return False
    if why_not:
        return True
    return one.match != "variant" and (not other_kind(first) or _metres(one.place, first.place) <= _BESIDE_M)


def undecided(best: Candidate, candidates: Sequence[Candidate]) -> str:
    """Why a small place is not to be taken: others of its name are as likely; "" where it stands out."""
    if not is_small(best.place):
        return ""
    equal = [one for one in candidates if one.score >= best.score - _EQUAL and one.match == best.match]
    others = [one for one in equal if _metres(one.place, best.place) > _APART_M]
    if not others:
        return ""
    return (
        f"{len(others) + 1} small places share that name and none stands out; "
        "name the country, the province or a place near it"
    )


def rivals_with(one: Candidate, best: Candidate) -> bool:
    """True unless `one` is a small place that is far less likely than the best candidate, or beside it."""
    if not is_small(one.place):
        return True
    if other_kind(best) and not other_kind(one):
        return is_small(best.place)
    return one.score >= best.score - _BEHIND and _metres(one.place, best.place) > _SAME_M


def _metres(one: Place, other: Place) -> float:
    """About how far apart two places are; only compared with round numbers."""
    north = one.lat - other.lat
    east = ((one.lon - other.lon + 180) % 360 - 180) * cos(radians((one.lat + other.lat) / 2))
    return hypot(north, east) * _M_PER_DEGREE
