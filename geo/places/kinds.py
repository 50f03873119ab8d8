"""Type words in names ("the At Tanf base", "town of Brass"), and how large a feature of each kind is.

A type word is stripped from a name and becomes a wish that ranks the candidates; it never rules one out, and
a name that holds the word itself ("Kansas City") still matches as it stands.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.places.folding import rows

_CITY_DENSITY_PER_M2: Final = 4_000 / 1e6
"""People per square metre of built-up area: the order of magnitude that the Atlas of Urban Expansion (Angel
et al. 2016) gives for the urban extents of developing regions, 25 to 100 people per hectare."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One GeoNames feature code, its group, and the usual radius of such a feature."""

    code: str
    """GeoNames feature code."""
    name: str
    group: str
    """settlement, base, airport, crossing, camp, port, island, ..."""
    extent_m: float
    """Usual radius, metres, > 0."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A name without its type word, and what the word asks for."""

    name: str
    """As written, without the type word."""
    word: str = ""
    """The type word, lower case; empty when the name is taken as it stands."""
    group: str = ""
    code: str = ""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its feature code; what only GeoNames' full dump has (features.csv) behind the rest."""
    return {
        row["code"]: Kind(row["code"], row["name"], row["group"], float(row["extent_m"]))
        for table in ("features.csv", "kinds.csv")
        for row in rows(table)
    }


def group_of(code: str) -> str:
    """The group of a feature code; codes that no row names are settlements when they start with PPL.

    >>> group_of("INSM"), group_of("PPLA2"), group_of("XYZ")
    ('base', 'settlement', '')
    """
    known = kinds().get(code)
    if known:
        return known.group
    return "settlement" if code.startswith("PPL") else "province" if code.startswith("ADM1") else ""


def extent_m(code: str, population: int = 0) -> float:
    """Usual radius of a feature in metres, > 0: towns by population, other kinds by their row.

    A town's radius is that of a circle which holds its people at the usual density of built-up land.

    >>> extent_m("INSM"), round(extent_m("PPL", 700_000), -2), extent_m("PPL")
    (2000.0, 7500.0, 1000.0)
    """
    known = kinds().get(code) or kinds()["PPL"]
    if group_of(code) == "settlement" and population > 0:
        return max(kinds()["PPL"].extent_m, math.sqrt(population / (_CITY_DENSITY_PER_M2 * math.pi)))
    return known.extent_m


@cache
def _types() -> dict[str, tuple[str, str]]:
    return {row["words"]: (row["group"], row["code"]) for row in rows("type_words.csv")}


@cache
def _tokens() -> frozenset[str]:
    return frozenset(word for words in _types() for word in words.split())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    options = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in sorted(_types(), key=len, reverse=True))
    word, lead = rf"(?P<type>{options})", r"(?:in\s+)?(?:the\s+)?"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"{lead}(?:[\w'’-]+\s+){{0,3}}?{word}\s+(?:of|at|in|called|named)\s+(?:the\s+)?(?P<name>\S.*)",
            rf"{lead}(?P<name>\S.*?)[\s-]+{word}",
            rf"{lead}{word}\.?\s+(?P<name>\S.*)",
        )
    )


_LEAD: Final = re.compile(r"(?:in\s+)?the\s+(?=\S)", re.IGNORECASE)
_MAX_NAME: Final = 200
"""Characters; no place name is longer, and the patterns' time grows with length."""


def wishes(name: str) -> list[Wish]:
    """The ways to read a name: as it stands, and without its type word.

    >>> [(w.name, w.group) for w in wishes("At Tanf base")]
    [('At Tanf base', ''), ('At Tanf', 'base')]
    >>> wishes("the town of At Tanf")[-1].name, wishes("The Hague")[0].name
    ('At Tanf', 'The Hague')
    """
    text = " ".join(name[:_MAX_NAME].split()).strip(" .,;:")
    out = [Wish(text)]
    if _LEAD.match(text):
        out.append(Wish(_LEAD.sub("", text, count=1)))
    if _tokens().isdisjoint(re.findall(r"[a-z]+", text.lower())):
        return out
    for pattern in _patterns():
        match = pattern.fullmatch(text)
        if match and match["name"].strip():
            word = re.sub(r"[\s-]+", " ", match["type"].lower())
            group, code = _types()[word]
            out.append(Wish(match["name"].strip(), word, group, code))
            if pattern is _patterns()[0]:
                break
    return list({(wish.name.casefold(), wish.word): wish for wish in out}.values())


def stripped(name: str) -> str:
    """The name without its type word, or "" when it has none: "Balad Air Base" is also known as "Balad".

    >>> stripped("Balad Air Base"), stripped("Palmyra")
    ('Balad', '')
    """
    return next((wish.name for wish in wishes(name) if wish.word), "")
