"""Which namesake the words around a name ask for: "Paris, Texas" is the Paris that lies in Texas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.localities.grammar import Parsed
from geo.localities.names import is_generic
from geo.values import Candidate, Clause, Place, Resolution

if TYPE_CHECKING:
    from geo.localities import Gazetteer

_STATE: Final = re.compile(r"[A-Z]{2,3}")
"""Postal codes of US states and Canadian and Australian divisions, as they follow the name of a town."""
_LEAST_ALIKE: Final = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A name, and the larger places that its own words put around it, the nearest first."""

    name: str
    around: tuple[str, ...]

    @property
    def query(self) -> str:
        """As a gazetteer takes it: "Paris, Texas, USA"."""
        return ", ".join((self.name, *self.around))


def around_of(target: Sequence[Clause], clause: Clause, text: str) -> tuple[str, ...]:
    """The names of the areas that a target gives around one of its clauses, in the order of the text."""
    areas = [
        c for c in target if c is not clause and c.anchor and (c.form in {"area", "part"} or _within(c, clause, text))
    ]
    return tuple(dict.fromkeys(c.anchor for c in areas))


def _within(area: Clause, clause: Clause, text: str) -> bool:
    """Does "in X" follow the clause at once, as in "near Paris in Texas"?"""
    after = re.escape(clause.text) + r"\s+" + re.escape(area.text)
    return area.form == "feature" and area.text[:3].lower() == "in " and bool(re.search(after, text))


def surroundings(reading: Parsed, names: Sequence[tuple[int, Clause, str]]) -> list[Asked]:
    """What each name (its target, its clause, itself) is asked with; a list shares the areas at its end."""
    asked = []
    for index, clause, name in names:
        own = around_of(reading.targets[index], clause, reading.text)
        later = (around_of(t, clause, reading.text) for t in reading.targets[index + 1 :])
        around = own or next((areas for areas in later if areas), ())
        asked.append(Asked(name, tuple(area for area in around if area != name and not is_generic(area))))
    return asked


def belongs(place: Place, area: Place) -> bool:
    """Does the place lie in the country or first-level division, by the gazetteer's own codes?"""
    if area.kind.startswith("PCL"):
        return place.country == area.country
    return area.kind == "ADM1" and (place.country, place.admin1) == (area.country, area.admin1)


def readings_of(name: str, found: Resolution | None, place: Place, gazetteer: Gazetteer) -> list[Candidate]:
    """The areas that `name` may mean beside `place`: those found, and the place's own division if named or coded so."""
    known = [one for one in (found.best, *found.rivals) if one and one.place.is_area] if found else []
    own = gazetteer.place(f"province:{place.country}.{place.admin1}") if place.admin1 else None
    coded = _STATE.fullmatch(name) and name == place.admin1
    if own is not None and (coded or _alike(name, own.name)):
        known.append(Candidate(own, own.name, "exact", 1.0, (f"the division that {place.name} lies in",)))
    return known


def _alike(one: str, other: str) -> bool:
    short, long = sorted((_letters(one), _letters(other)), key=len)
    return len(short) >= _LEAST_ALIKE and short in long


def _letters(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if c.isalpha())


def agree(
    asked: Asked, plain: Resolution, wide: Resolution, areas: dict[str, Resolution], gazetteer: Gazetteer
) -> tuple[Resolution, dict[str, Candidate]]:
    """The resolution of the name that its surroundings allow, and how the surroundings are read then.

    `plain` is the name looked up alone, `wide` together with what is around it. When no candidate lies in what
    was said, `plain` is returned: the contradiction is the caller's to tell.
    """
    every = [*_all(wide), *_all(plain)]
    fit: list[tuple[Candidate, dict[str, Candidate]]] = []
    for around in (asked.around, asked.around[:1]):  # "San Juan, Puerto Rico, USA": the nearest area decides
        read = [(one, _read(one.place, around, areas, gazetteer)) for one in every]
        fit = fit or [(one, how) for one, how in read if how is not None]
    if not fit:
        return plain, {}
    best, how = fit[0]
    rest = {one.place.id: one for one, _ in fit[1:] if one.place.id != best.place.id}
    return replace(wide, name=asked.name, best=best, rivals=tuple(rest.values()), suggestions=()), how


def _all(resolution: Resolution) -> list[Candidate]:
    return [resolution.best, *resolution.rivals] if resolution.best else []


def _read(
    place: Place, around: Sequence[str], areas: dict[str, Resolution], gazetteer: Gazetteer
) -> dict[str, Candidate] | None:
    """For every area named around a place the reading that holds it; None when one of them has none."""
    how = {}
    for name in around:
        fits = [one for one in readings_of(name, areas.get(name), place, gazetteer) if belongs(place, one.place)]
        if not fits:
            return None
        how[name] = fits[0]
    return how
