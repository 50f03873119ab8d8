"""From words to a place with honest doubt: "6 miles north of Latakia" -> Locality -> Location.

grammar      reads a locality into clauses
doubt        turns a clause and its anchor into a literal and a robust region, by a named profile
locate       resolves the anchors, chooses among the clauses, and says where and how surely
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shapely.geometry.base import BaseGeometry

from geo.localities.grammar import Parsed, parse, read_locality
from geo.localities.locate import from_coordinates, locate
from geo.localities.profiles import Profile, profile_names, read_profile
from geo.values import Place, Resolution

__all__ = [
    "Gazetteer",
    "Parsed",
    "Profile",
    "from_coordinates",
    "locate",
    "parse",
    "profile_names",
    "read_locality",
    "read_profile",
]


class Gazetteer(Protocol):
    """What this room needs of a gazetteer."""

    def resolve(
        self, names: Sequence[str], *, country: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Resolution]:
        """One Resolution per name, in order; `near` holds lon, lat of other places named, in degrees."""

    def place(self, place_id: str) -> Place | None:
        """The place with this id ("country:SY"), or None."""

    def footprint(self, place_id: str) -> BaseGeometry | None:
        """The outline of an area, lon, lat in degrees; None when there is none."""
