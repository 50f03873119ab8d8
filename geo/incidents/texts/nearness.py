"""Whether two phrases of place can mean one spot: by distance between points, by containment for areas."""

from __future__ import annotations

from typing import Final

from geo.geodesy.ellipsoid import distance_m
from geo.incidents.texts.where import PlaceClause
from geo.values import Place

_REACH_M: Final = {1.0: 80_000.0, 2.0: 30_000.0, 3.0: 60_000.0}
"""How far from its place an event may be, by the rank of the phrase: a measured distance names places up to some 50
miles off; "near" is within 60 km in nearly all press reports (see the doubt profiles)."""


def agree(one: PlaceClause, other: PlaceClause) -> bool | None:
    """True when they can be one spot and say so, False when they cannot, None when nothing decides."""
    if one.place is None or other.place is None:
        return True if one.name and one.name.casefold() == other.name.casefold() else None
    if one.place.id == other.place.id or one.name.casefold() == other.name.casefold():
        return True
    if one.place.is_area or other.place.is_area:
        return _areas(one.place, other.place)
    apart = float(distance_m(one.place.lon, one.place.lat, other.place.lon, other.place.lat))
    reach = max(_REACH_M.get(one.rank, 45_000.0), _REACH_M.get(other.rank, 45_000.0))
    return apart <= reach


def _areas(one: Place, other: Place) -> bool | None:
    if not one.country or not other.country:
        return None
    if one.country != other.country:
        return False
    if one.kind.startswith("ADM") and other.kind.startswith("ADM") and one.kind[:4] == other.kind[:4]:
        return False
    if one.admin1 and other.admin1 and one.admin1 != other.admin1 and "PCL" not in one.kind + other.kind:
        return None
    return True if one.admin1 and one.admin1 == other.admin1 else None
