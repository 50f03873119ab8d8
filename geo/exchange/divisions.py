"""Countries and their divisions as areas: what a row's columns name, and the outline that a gazetteer has of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.exchange.outline import gap_m, thinned, widened
from geo.values import Place, Resolution

LEVELS: Final = {"district": ("ADM2",), "province": ("ADM1",), "country": ("PCL",)}
"""Levels of division, the finest first, by the GeoNames feature codes of their places."""
_FAR_M: Final = 100_000.0
"""A coded point lies in its division; approximate outlines excuse some distance, no more than this."""
SKETCH_M: Final = 15_000.0
"""How far an approximate outline is widened. Of seven American states that meridians and parallels bound, 4 to 10 per
cent of the land (mean 7) lies outside such an outline, and 0.3 to 5 per cent (mean 2) farther out than this."""
_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)")


class Gazetteer(Protocol):
    """What interchange needs of a gazetteer."""

    def resolve(
        self, names: Sequence[str], *, country: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Resolution]:
        """One Resolution per name, in order."""

    def footprint(self, place_id: str) -> BaseGeometry | None:
        """The outline of an area, degrees lon, lat; None when there is none."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the columns of a row call its divisions, as written; empty where they say nothing."""

    country: str = ""
    province: str = ""
    district: str = ""
    words: str = ""
    """The locality in words: it counts where it is the name of such a division itself."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division that was found, and its outline."""

    place: Place
    outline: Polygon | MultiPolygon
    level: str
    """A key of `LEVELS`."""
    around: Polygon | MultiPolygon | None = None
    """Of a sketch: the outline of its country, which holds what the sketch leaves out; None when unknown."""

    @property
    def is_sketch(self) -> bool:
        """Whether the gazetteer calls the outline approximate: the ground nearest to the division's cities."""
        return "approximate" in self.place.source

    def widened(self) -> Polygon | MultiPolygon:
        """The outline and what lies within `SKETCH_M` of it, as far as `around` reaches."""
        wide = widened(self.outline, SKETCH_M)
        cut = wide if self.around is None else shapely.intersection(wide, thinned(self.around, SKETCH_M / 10.0))
        return cut if isinstance(cut, Polygon | MultiPolygon) and not cut.is_empty else wide


class Divisions:
    """Looks divisions up; each name once."""

    def __init__(self, gazetteer: Gazetteer, country_code: Callable[[str], str]) -> None:
        """country_code: ISO alpha-2 of a country's code or name, "" when nobody knows it."""
        self._gazetteer = gazetteer
        self._country_code = country_code
        self._places: dict[tuple[str, str], list[Place]] = {}
        self._outlines: dict[str, BaseGeometry | None] = {}

    def find(self, level: str, named: Named, at: tuple[float, float] | None) -> Division | str:
        """The smallest division of at least `level` that the row names and the gazetteer outlines; or why none.

        A district that nobody outlines is answered by its province, and a province whose approximate outline lies
        far from the coded point by its country: less is said, nothing wrong. at: lon, lat in degrees of that point,
        which tells namesakes apart and must lie in the division or near it.
        """
        if level == "country":
            return self._choose(level, self._countries(named), named.country or named.words, at)
        country = self._country(named.country)
        why = ""
        for step in ("district", "province")[level == "province" :]:
            written = named.district if step == "district" else named.province
            for name in filter(None, (written, named.words)):
                answer = self._choose(step, self._named(step, name, country), name, at)
                if isinstance(answer, Division):
                    return self._trusted(answer, named, at)
                why = why or answer if name == written else why
        return why or f"no column names the {level}"

    def _trusted(self, found: Division, named: Named, at: tuple[float, float] | None) -> Division | str:
        """The division; a sketch with its country around it, or that country alone where the point is far from it."""
        if not found.is_sketch:
            return found
        country = replace(named, country=named.country or found.place.country, words="")
        around = self.find("country", country, at)
        if at is not None and gap_m(found.outline, *at) > SKETCH_M:
            return around if isinstance(around, Division) else f"the known outline of {found.place.name} is too small"
        return replace(found, around=around.outline) if isinstance(around, Division) else found

    def _choose(self, level: str, places: Sequence[Place], name: str, at: tuple[float, float] | None) -> Division | str:
        if not name:
            return f"no column names the {level}"
        drawn = [(place, shape) for place in places if (shape := self._outline(place.id)) is not None]
        if not drawn:
            return f"no outline is known of a {level} called {name!r}"
        if at is None:
            if len(drawn) > 1:
                where = ", ".join(sorted(place.country for place, _ in drawn))
                return f"several are called {name!r} ({where}), and neither country nor coordinates tell which"
            return Division(*drawn[0], level)
        gap, place, shape = min(((gap_m(shape, *at), place, shape) for place, shape in drawn), key=lambda one: one[0])
        if gap > _FAR_M:
            return f"the coordinates lie {gap / 1000:,.0f} km from {place.name}, the {level} that {name!r} names"
        return Division(place, shape, level)

    def _outline(self, place_id: str) -> Polygon | MultiPolygon | None:
        if place_id not in self._outlines:
            self._outlines[place_id] = self._gazetteer.footprint(place_id)
        shape = self._outlines[place_id]
        return shape if isinstance(shape, Polygon | MultiPolygon) and not shape.is_empty else None

    def _named(self, level: str, name: str, country: str) -> list[Place]:
        places: dict[str, Place] = {}
        for written in _spellings(name):
            for place in self._resolve(written, country):
                if place.is_area and place.kind.startswith(LEVELS[level]) and country in {"", place.country}:
                    places.setdefault(place.id, place)
            if places:
                break
        return list(places.values())

    def _countries(self, named: Named) -> list[Place]:
        for name in filter(None, (*_without_brackets(named.country), named.words)):
            for place in self._resolve(name, ""):
                if place.is_area and place.kind.startswith("PCL"):
                    return [place]
        code = self._country(named.country)
        if not code:
            return []
        shape = self._outline(f"country:{code}")
        if shape is None:
            return []
        middle = shape.representative_point()
        return [Place(f"country:{code}", named.country, middle.x, middle.y, "PCLI", code, is_area=True)]

    def _country(self, name: str) -> str:
        return next(filter(None, map(self._country_code, filter(None, _without_brackets(name)))), "")

    def _resolve(self, name: str, country: str) -> list[Place]:
        key = name, country
        if key not in self._places:
            answer = self._gazetteer.resolve([name], country=country)[0]
            found = [answer.best, *answer.rivals] if answer.best else list(answer.rivals)
            self._places[key] = [one.place for one in found if one]
        return self._places[key]


def _without_brackets(name: str) -> list[str]:
    """The spellings of "Yemen (North Yemen)": as it stands, without the brackets, and what they hold.

    A name turned around for an alphabetical list is turned back.

    >>> _without_brackets("DR Congo (Zaire)")
    ['DR Congo (Zaire)', 'DR Congo', 'Zaire']
    >>> _without_brackets("Korea, Republic of")
    ['Korea, Republic of', 'Republic of Korea']
    """
    inner = _BRACKETS.search(name)
    out = [name.strip(), _BRACKETS.sub("", name).strip(), inner[1].strip()] if inner else [name.strip()]
    head, _, tail = out[min(1, len(out) - 1)].partition(",")
    return [*out, f"{tail.strip()} {head.strip()}"] if tail.strip() and head.strip() else out


def _spellings(name: str) -> list[str]:
    """A division's name as written, without the word for its kind, and as "X province", which no town is called.

    >>> _spellings("North Kivu province"), _spellings("Homs")
    (['North Kivu province', 'North Kivu'], ['Homs', 'Homs province'])
    >>> _spellings("Departamento de Antioquia"), _spellings("Red Sea")
    (['Departamento de Antioquia', 'Antioquia', 'Antioquia province'], ['Red Sea', 'Red Sea province'])
    """
    name = name.strip()
    match = _patterns()[0].fullmatch(name) or _patterns()[1].fullmatch(name)
    bare = match["name"].strip() if match else name
    return list(dict.fromkeys([name, bare, f"{bare} province"]))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    word = f"(?:{'|'.join(map(re.escape, sorted(_words(), key=len, reverse=True)))})"
    return (
        re.compile(rf"(?P<name>\S.*?)[\s-]+{word}", re.IGNORECASE),
        re.compile(rf"{word}\s+(?:of\s+|de\s+|du\s+|d['’]\s*)?(?:the\s+)?(?P<name>\S.*)", re.IGNORECASE),
    )


@cache
def _words() -> frozenset[str]:
    text = (files("geo.exchange") / "data" / "division_words.csv").read_text("utf-8")
    return frozenset(row["word"] for row in csv.DictReader(text.splitlines()))
