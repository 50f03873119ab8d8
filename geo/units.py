"""Lengths with their unit, compass points, and the order of axes.

Everything inside geo is metres and degrees, longitude before latitude. Text becomes metres here and only
here; a length without a unit is refused, because 34 statute miles, 34 nautical miles and 34 kilometres are
three different zones.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Final

from geo.errors import CoordinateError, UnitError

CRS: Final = "EPSG:4326"
"""Longitude, latitude on WGS 84: the reference of every coordinate in and out of geo."""

METRES_PER: Final[dict[str, float]] = {
    "mi": 1609.344,  # international statute mile, 1959
    "nmi": 1852.0,  # international nautical mile, 1929
    "km": 1000.0,
    "m": 1.0,
    "yd": 0.9144,
    "ft": 0.3048,
}
"""Metres in one of each unit (BIPM SI brochure, table 8; NIST Handbook 44, appendix C)."""

UNIT_NAMES: Final[dict[str, str]] = {
    "mi": "miles", "nmi": "nautical miles", "km": "km", "m": "m", "yd": "yards", "ft": "feet",
}  # fmt: skip

_UNIT_PATTERNS: Final = (
    ("nmi", r"nautical[\s-]*miles?|naut\.?\s*mi(?:les?)?|n\.?\s?mi(?:les?)?\.?|n\.?m\.?s?"),
    ("mi", r"(?:statute[\s-]*)?miles?|mi\.?"),
    ("km", r"kilomet(?:re|er)s?|kms?\.?|klicks?"),
    ("m", r"met(?:re|er)s?|m\.?|mtrs?\.?"),
    ("yd", r"yards?|yds?\.?"),
    ("ft", r"feet|foot|ft\.?"),
)
UNIT_PATTERN: Final = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNIT_PATTERNS)
"""One named group per unit; longest reading first, so "nautical miles" is never read as "miles"."""

NUMBER_PATTERN: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[.,]\d+|\d+\s*[½¼¾⅓⅔]|\d+\s+\d/\d|\d+/\d+|\d+|[½¼¾⅓⅔]|\.\d+"
_FRACTIONS: Final = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}
_LENGTH: Final = re.compile(rf"\s*(?P<number>{NUMBER_PATTERN})[\s-]*(?:{UNIT_PATTERN})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Length:
    """A length as somebody wrote it, and in metres."""

    metres: float
    """Metres, > 0."""
    half_interval_m: float
    """Half the width of what the number was rounded to, metres (see `half_interval`)."""
    unit: str
    """Key of `METRES_PER`."""
    text: str
    """As written."""


_LONGEST: Final = 80
"""No written length has more characters; numbers of hundreds of digits overflow."""


def parse_length(text: str) -> Length:
    """Read "34 mi", "34-mile", "55 km", "30 nmi", "1,500 m", "3,5 NM" or "1/2 mile".

    A comma before exactly three digits separates thousands; before any other number of digits it is a
    decimal comma. Raises UnitError when the unit is missing or unknown, or the length is not positive.

    >>> parse_length("34 mi").metres
    54717.696
    >>> parse_length("30 nautical miles").metres
    55560.0
    >>> parse_length("34")
    Traceback (most recent call last):
    geo.errors.UnitError: the length '34' has no unit; write for example '34 mi', '34 nmi' or '34 km'
    """
    match = _LENGTH.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        text = text if len(text) <= _LONGEST else f"{text[:40]}..."
        number = re.fullmatch(rf"\s*({NUMBER_PATTERN})\s*", text)
        if number:
            n = number[1]
            raise UnitError(f"the length {text!r} has no unit; write for example '{n} mi', '{n} nmi' or '{n} km'")
        raise UnitError(f"{text!r} is not a length; write a number and mi, nmi, km, m, yd or ft ('34 mi')")
    unit = match.lastgroup or ""
    value, half = parse_number(match["number"])
    if value <= 0:
        raise UnitError(f"the length {text!r} must be more than zero")
    return Length(value * METRES_PER[unit], half * METRES_PER[unit], unit, text.strip())


def parse_number(text: str) -> tuple[float, float]:
    """The value of a written number, and half the interval that it was rounded to.

    >>> parse_number("24"), parse_number("3,5"), parse_number("1/2"), parse_number("1,500")
    ((24.0, 0.5), (3.5, 0.05), (0.5, 0.25), (1500.0, 50.0))
    """
    text = text.strip()
    for sign, (top, bottom) in _FRACTIONS.items():
        if text.endswith(sign):
            whole = text[: -len(sign)].strip()
            return (float(whole) if whole else 0.0) + top / bottom, 0.5 / bottom
    if "/" in text:
        whole, _, fraction = text.rpartition(" ")
        top_text, _, bottom_text = fraction.partition("/")
        if int(bottom_text) == 0:
            raise UnitError(f"{text!r} divides by zero")
        return (float(whole) if whole else 0.0) + int(top_text) / int(bottom_text), 0.5 / int(bottom_text)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    text = text.replace(",", ".")
    return float(text), half_interval(text)


def half_interval(number: str) -> float:
    """Half the interval a decimal number was rounded to, in the number's own unit.

    Decimals: half of the last place. Integers: half of 10^(digits - 2), at least half a unit (the
    distance-precision table of Zermoglio et al. 2020, Georeferencing Quick Reference Guide).

    >>> half_interval("7.5"), half_interval("24"), half_interval("100")
    (0.05, 0.5, 5.0)
    """
    whole, _, decimals = number.partition(".")
    if decimals:
        return float(0.5 * 10.0 ** -len(decimals))
    return float(0.5 * max(1.0, 10.0 ** (len(whole.lstrip("0")) - 2)))


def say_length(metres: float, unit: str = "km", *, doubt_m: float = 0.0) -> str:
    """A length in words, with no more digits than its doubt allows.

    >>> say_length(54717.7), say_length(54717.7, "mi"), say_length(281234.0, doubt_m=20000.0)
    ('54.7 km', '34 miles', '280 km')
    """
    value, doubt = metres / METRES_PER[unit], doubt_m / METRES_PER[unit]
    if doubt > 0:
        step = 10.0 ** math.floor(math.log10(doubt))
        value = round(value / step) * step
    text = f"{value:,.0f}" if abs(value) >= 100 or doubt >= 1 else f"{value:,.1f}".removesuffix(".0")
    return f"{text} {UNIT_NAMES[unit]}"


_POINTS: Final = (
    "north", "north-northeast", "northeast", "east-northeast", "east", "east-southeast", "southeast",
    "south-southeast", "south", "south-southwest", "southwest", "west-southwest", "west", "west-northwest",
    "northwest", "north-northwest",
)  # fmt: skip
_LETTERS: Final = {"n": "north", "s": "south", "e": "east", "w": "west"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A compass point as somebody wrote it."""

    azimuth_deg: float
    """Degrees clockwise from true north, 0 <= azimuth < 360."""
    half_width_deg: float
    """Half the sector that the word stands for, degrees: 45 for north, 22.5 for north-east, 11.25 for NNE."""
    name: str
    """The point's name: "northwest"."""


def parse_heading(text: str) -> Heading | None:
    """Read a compass point in any usual spelling; None when it is none.

    >>> [parse_heading(t).azimuth_deg for t in ("NW", "north-west", "north western", "North-Westerly", "NNW")]
    [315.0, 315.0, 315.0, 315.0, 337.5]
    >>> parse_heading("due west").name, parse_heading("nowhere")
    ('west', None)
    """
    word = re.sub(r"^(due|true)\s+", "", text.strip().lower())
    word = re.sub(r"[\s.\-–_/]+", "", word)
    if re.fullmatch(r"[nsew]{1,3}", word):
        parts = [_LETTERS[letter] for letter in word]
    else:
        word = re.sub(r"(north|south|east|west)(?:ern|erly|wards?|bound)$", r"\1", word)
        parts = re.findall(r"north|south|east|west", word)
        if not parts or "".join(parts) != word:
            return None
    for index, point in enumerate(_POINTS):
        if "".join(parts) == point.replace("-", ""):
            half = 45.0 if len(parts) == 1 else 22.5 if len(parts) == 2 else 11.25
            return Heading(index * 22.5, half, point)
    return None


def check_lonlat(lon: float, lat: float, *, what: str = "location") -> None:
    """Raise CoordinateError, with the numbers and a guess, unless lon, lat is a place on Earth (degrees).

    >>> check_lonlat(12, 125)
    Traceback (most recent call last):
    geo.errors.CoordinateError: location: latitude 125 is outside -90..90; swapped? longitude 125, latitude 12 would fit
    """
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise CoordinateError(f"{what}: longitude {lon}, latitude {lat} is not a pair of numbers")
    if abs(lat) <= 90 and abs(lon) <= 180:
        return
    bad = f"latitude {lat:g} is outside -90..90" if abs(lat) > 90 else f"longitude {lon:g} is outside -180..180"
    if abs(lon) <= 90 and abs(lat) <= 180:
        guess = f"; swapped? longitude {lat:g}, latitude {lon:g} would fit"
    elif max(abs(lon), abs(lat)) > 1000:
        guess = "; these look like projected metres: give the table's CRS or convert to degrees"
    else:
        guess = ""
    raise CoordinateError(f"{what}: {bad}{guess}")


def check_metres(x: float, y: float, system: Any) -> None:
    """Raise CoordinateError for numbers that are degrees by their size, in a reference system of metres or feet.

    x, y: as written; system: a pyproj.CRS. Within 180 metres of a map's origin nothing is ever surveyed, whereas files
    whose numbers are degrees are often labelled with the system of the map that they were shown on.

    >>> import pyproj
    >>> check_metres(38.6, 33.5, pyproj.CRS("EPSG:3857"))
    Traceback (most recent call last):
    geo.errors.CoordinateError: 38.6, 33.5 look like degrees, but EPSG:3857 has metres; give the system that they are in
    >>> check_metres(4296900, 3964200, pyproj.CRS("EPSG:3857"))
    """
    if not system.is_projected or abs(x) > 180 or abs(y) > 90:
        return
    axis = system.axis_info[0]
    if axis.unit_conversion_factor > _LARGEST_UNIT_M:
        return
    named = ":".join(system.to_authority() or ()) or str(system.name)
    raise CoordinateError(
        f"{x:g}, {y:g} look like degrees, but {named} has {_plural(axis.unit_name)}; give the system that they are in"
    )


_LARGEST_UNIT_M: Final = 10.0
"""Of systems of metres, feet, chains of feet; not of kilometres."""


def _plural(unit: str) -> str:
    return "metres" if unit == "metre" else "feet" if "foot" in unit else unit


def latlon_from_lonlat(lon: float, lat: float) -> tuple[float, float]:
    """Turn the axes on the way out, to Leaflet/folium and geopy, which put latitude first."""
    return lat, lon


def lonlat_from_latlon(lat: float, lon: float) -> tuple[float, float]:
    """Turn the axes on the way in, from geopy and from "lat, lon" as map sites paste it."""
    return lon, lat
