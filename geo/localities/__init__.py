"""From words to a place with honest doubt: "6 miles north of Latakia" -> Locality -> Location.

The words:

grammar      reads a locality into clauses, the most specific first
finders      the cues: each finds one kind of clause
measures     lengths and headings
names        where a place name begins and ends
wholes       "North Hollywood" is a place, "North Mosul" a part of one
parts        "southern Syria", "off the coast of X"
borders      "along the border with Iraq"
coordinates  written angles as a locality
words        the words of the grammar, from its table

The place:

locate     all of the steps, from texts to locations
anchors    what the names mean: one look-up for many texts
agreement  the namesake that the words around a name ask for
choices    which clause gives the estimate, and what contradicts it
readings   what else the words may mean
precision  UCDP where_prec, from the form of the words
wording    the sentences of the trace

The doubt:

doubt      a clause and its anchor as a literal and a robust region
stories    the two, and the anchor they hang on
profiles   how wrong one kind of writer was measured to be
territory  the rules for areas
areas      cuts of areas: parts, bands, corridors
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
