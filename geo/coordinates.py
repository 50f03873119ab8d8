"""A pair of coordinates as people write it, as degrees.

Text becomes longitude and latitude here and only here. Bare numbers are latitude first, as map sites paste them; where
hemispheres are named, the letters decide. What leaves a hemisphere open, or says it twice, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo.errors import CoordinateError
from geo.grids import read_grid
from geo.units import check_lonlat

MAX_CHARS: Final = 80
"""No spelling of two coordinates is longer."""

_MARKS: Final = str.maketrans({"º": "°", "˚": "°", "′": "'", "’": "'", "″": '"', "”": '"', "−": "-"})
_SPELLINGS: Final = (
    (re.compile(r"\b([NSEW])(?:ORTH|OUTH|AST|EST)\b"), r"\1"),
    (re.compile(r" ?DEG(?:REES?)?\b\.?"), "°"),
    (re.compile(r"(?<=\d)D ?(\d{1,2})M ?(\d[\d.]{0,9})S(?= ?[NSEW])"), "°\\1'\\2\""),
    (re.compile(r"(?<=\d)D ?(\d[\d.]{0,9})M"), r"°\1'"),
    (re.compile("''"), '"'),
    (re.compile(r" (?=[°'\"])"), ""),
    (re.compile(r"(?<=[\d°'\"]) (?=[NSEW]\b)"), ""),
)
"""What is turned into the usual spelling, in capitals, before anything is read."""

_NAMED: Final = (
    re.compile(r"(?P<one>[^NSEW]+)(?P<h1>[NSEW])[ ,;/]{0,3}(?P<two>[^NSEW]+)(?P<h2>[NSEW])"),
    re.compile(r"(?P<h1>[NSEW])(?P<one>[^NSEW]+)(?P<h2>[NSEW])(?P<two>[^NSEW]+)"),
)
_BARE: Final = (re.compile(r"([^;/]+)[;/]([^;/]+)"), re.compile(r"(\S*[^\s,]) (\S+)"), re.compile(r"([^,]+),([^,]+)"))
"""Between two numbers: a semicolon or slash, a space alone (then a comma may be decimal), or a comma."""

_FRACTION: Final = r"(?:[.,]\d{1,20})?"
_ANGLE: Final = re.compile(
    rf"(?P<sign>[+-]?) ?(?:(?P<whole>\d{{1,3}}{_FRACTION})°?"
    rf"|(?P<d>\d{{1,3}})(?:° ?|[: -])(?P<m>\d{{1,2}}{_FRACTION})(?:(?:' ?|[: -])(?P<s>\d{{1,2}}{_FRACTION})\"?|')?)",
    re.ASCII,
)
_RUN_TOGETHER: Final = {
    "lat": re.compile(rf"(?P<d>\d\d)(?P<m>\d\d)(?P<s>\d\d)?(?P<f>{_FRACTION})", re.ASCII),
    "lon": re.compile(rf"(?P<d>\d{{3}})(?P<m>\d\d)(?P<s>\d\d)?(?P<f>{_FRACTION})", re.ASCII),
}
"""Without a mark between degrees, minutes and seconds, as notices to airmen have them (ICAO Annex 15, appendix 2)."""
_UNMISTAKABLE: Final = re.compile(r"\d\.\d|\d,\d.*\d,\d|[NSEW]")
_AXES: Final = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place as two written angles."""

    lon: float
    """Degrees east, WGS 84."""
    lat: float
    """Degrees north, WGS 84."""
    step_deg: float
    """What the last written digit stands for, degrees; the finer of the two, as programs drop trailing zeros."""


@dataclass(frozen=True, slots=True)
class _Angle:
    degrees: float
    step_deg: float
    signed: bool
    divided: bool
    """Whether it goes on in minutes."""


def read_lonlat(text: str, *, what: str = "the coordinates") -> tuple[float, float] | None:
    """(lon, lat) in degrees from a pair of coordinates; None where `text` is something else.

    Read are "33.50583, 38.61778" (latitude first), "55.40 S 61.53 W", "51°40'S 59°30'W", "33 29 08 N, 38 39 47 E",
    "S 51 40, W 59 30", "514000S0593000W", "37SFT 55000 08000", "37 north 655000 3708000".
    what: how a message calls the text. Raises CoordinateError, "reason; advice", as `read_coordinates` does.

    >>> read_lonlat("33.50583, 38.61778"), read_lonlat("55.40 S 61.53 W"), read_lonlat("Brass, Nigeria")
    ((38.61778, 33.50583), (-61.53, -55.4), None)
    """
    found = read_coordinates(text, what=what)
    return (found.lon, found.lat) if found else None


def read_coordinates(text: str, *, what: str = "the coordinates", unmistakable: bool = False) -> Coordinates | None:
    """The pair of coordinates that is all of `text`; None where it is something else.

    unmistakable: read only what has decimals or hemispheres, because "34, 40" might be a list of two numbers.
    Raises CoordinateError where the numbers are no place on Earth, for (0, 0), which programs write for an unknown
    place, for a hemisphere named twice, once for two angles, or not at all where minutes are written.

    >>> read_coordinates("51°40'S 59°30'W").step_deg == 1 / 60
    True
    >>> read_coordinates("51.67 S, 59.50")
    Traceback (most recent call last):
    geo.errors.CoordinateError: the coordinates '51.67 S, 59.50' name one hemisphere of two; write N or S, and E or W
    """
    text = " ".join(text.split())
    if len(text) > MAX_CHARS or not any(char.isdigit() for char in text):
        return None
    what, usual = f"{what} {text!r}", _usual(text)
    grid = read_grid(text, what)
    if grid is not None:
        return Coordinates(*grid)
    if unmistakable and not _UNMISTAKABLE.search(usual):
        return None
    found = _named(usual, what) or _bare(usual, what)
    if found is not None:
        _check_place(found, what)
    return found


def _usual(text: str) -> str:
    text = text.upper().translate(_MARKS)
    for spelling, usual in _SPELLINGS:
        text = spelling.sub(usual, text)
    return text


def _named(text: str, what: str) -> Coordinates | None:
    """Two angles with a hemisphere each, all after the numbers or all before."""
    match = next((match for form in _NAMED if (match := form.fullmatch(text))), None)
    if match is None:
        return None
    axes = [_AXES[match[letter]] for letter in ("h1", "h2")]
    halves = [match[half].strip(" ,;/") for half in ("one", "two")]
    angles = [_angle(half, axis) for half, axis in zip(halves, axes, strict=True)]
    if None in angles:
        return None
    one, two = (angle for angle in angles if angle)
    if axes[0] == axes[1]:
        twice = "latitudes" if axes[0] == "lat" else "longitudes"
        raise CoordinateError(f"{what} are two {twice}; write one with N or S, the other with E or W")
    if one.signed or two.signed:
        raise CoordinateError(f"{what} have a sign and a hemisphere; write one of the two")
    found = {
        axis: -angle.degrees if match[letter] in "SW" else angle.degrees
        for axis, angle, letter in zip(axes, (one, two), ("h1", "h2"), strict=True)
    }
    return Coordinates(found["lon"], found["lat"], min(one.step_deg, two.step_deg))


def _bare(text: str, what: str) -> Coordinates | None:
    """Two numbers, latitude first, with no hemisphere; refused are angles that need one."""
    match = next((match for form in _BARE if (match := form.fullmatch(text))), None)
    if match is None:
        return None
    letters = [letter for letter in text if letter in _AXES]
    halves = [re.sub(r"^[NSEW] ?| ?[NSEW]$", "", half.strip()) for half in match.groups()]
    if not all(map(_ANGLE.fullmatch, halves)):
        return None
    one, two = (_angle(half) for half in halves)
    if one is None or two is None:
        return None
    if letters:
        raise CoordinateError(f"{what} name one hemisphere of two; write N or S, and E or W")
    if one.divided or two.divided:
        if "°" not in text:
            return None  # "12 30; 14 20" may be hours
        raise CoordinateError(f"{what} name no hemisphere; write N or S, and E or W")
    return Coordinates(two.degrees, one.degrees, min(one.step_deg, two.step_deg))


def _angle(text: str, axis: str = "") -> _Angle | None:
    """One angle of "51.67", "51 40 00" or, where its axis is known, "514000"."""
    match = _ANGLE.fullmatch(text)
    if match is None:
        packed = _RUN_TOGETHER[axis].fullmatch(text) if axis else None
        if packed is None:
            return None
        sign, parts = "", [part for part in (packed["d"], packed["m"], packed["s"]) if part]
        parts[-1] += packed["f"]
    else:
        sign, parts = match["sign"], [part for part in match.group("whole", "d", "m", "s") if part]
    parts = [part.replace(",", ".") for part in parts]
    if any(float(part) >= 60 for part in parts[1:]):
        raise CoordinateError(
            f"the angle {text!r} has more than 59 minutes or seconds; write degrees, minutes, seconds"
        )
    degrees = sum(float(part) / 60**power for power, part in enumerate(parts))
    decimals = len(parts[-1].partition(".")[2])
    step = 10.0**-decimals / 60 ** (len(parts) - 1)
    return _Angle(-degrees if sign == "-" else degrees, step, bool(sign), len(parts) > 1)


def _check_place(found: Coordinates, what: str) -> None:
    if found.lon == 0 and found.lat == 0:
        raise CoordinateError(f"{what} are open sea, and what programs write for an unknown place; write where it is")
    try:
        check_lonlat(found.lon, found.lat, what=f"{what}, read as latitude, longitude")
    except CoordinateError as error:
        advice = "" if "; " in str(error) else "; write degrees, latitude first (33.50583, 38.61778)"
        raise CoordinateError(f"{error}{advice}") from None
