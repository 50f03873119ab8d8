"""Lengths and headings inside running text: "10-20 NM", "a few hundred yards", "335 degs", "north north-east"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from geo.errors import UnitError
from geo.localities.words import NUMBERS, alternation, any_of
from geo.units import METRES_PER, NUMBER_PATTERN, UNIT_PATTERN, Heading, parse_heading, parse_length, parse_number

_UNIT: Final = re.sub(r"\?P<\w+>", "?:", UNIT_PATTERN)
_KLICK: Final = r"k"  # "3.4K south of": kilometres in military logs
_AGAIN: Final = r"(?:[\s-]{1,2}(?:nautical\smiles?|nmi?|miles?|kilomet(?:re|er)s?|kms?)(?![A-Za-z]))?"
"""A unit written twice ("9 NM NM west of"), as logs have it."""
_HEDGE: Final = alternation("hedges")
_NUMBER: Final = rf"(?:{NUMBER_PATTERN})"
_LENGTH: Final = re.compile(
    rf"(?<![\w.,/])(?P<hedge>(?:{_HEDGE}\s{{0,2}})*)"
    rf"(?:(?:between\s|from\s)?(?P<low>{_NUMBER})\s{{0,2}}(?:-|to|or|and)\s{{0,2}}(?=[\d.½¼¾⅓⅔])"
    rf"|between\s(?P<least>{any_of(NUMBERS)})\sand\s|(?P<worded>{any_of(NUMBERS)})\s(?:to|or)\s)?"
    rf"(?P<number>{_NUMBER}|{any_of(NUMBERS)}(?=[\s-]))"
    rf"(?P<sign>[\s-]{{0,3}})(?P<unit>{_UNIT}|{_KLICK})(?![A-Za-z]){_AGAIN}(?P<half>\s+and\s+a\s+half)?",
    re.IGNORECASE,
)

_WORD: Final = r"(?:north|south|east|west)"
_LETTERS: Final = r"[NSEW](?:[.\-]?[NSEW]){0,2}\.?(?![A-Za-z'])"
HEADING: Final = rf"(?:due\s+)?(?:{_WORD}(?:[\s/-]*{_WORD}){{0,2}}(?:ern|erly|wards?)?(?![A-Za-z])|{_LETTERS})"
"""Pattern of a compass point, to be used with IGNORECASE."""

_BY_POINT: Final = re.compile(r"([NSEW])\s?x\s?([NSEW])(?![A-Za-z])", re.IGNORECASE)
_DEGREES: Final = re.compile(r"(\d{1,3})\s?(?:deg(?:ree)?s?\.?|°)(?:\s?T(?:rue)?)?(?![A-Za-z])", re.IGNORECASE)
_AZIMUTHS: Final = {"N": 0.0, "E": 90.0, "S": 180.0, "W": 270.0}
_POINT_NAMES: Final = ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")


@dataclass(frozen=True, slots=True)
class Measure:
    """A length found in running text."""

    start: int
    """Where it begins, its hedges included."""
    end: int
    metres: float
    half_interval_m: float
    """Half of what it was rounded to, or half of the range that was given."""
    unit: str
    """Key of `geo.units.METRES_PER`."""


def find_lengths(text: str) -> Iterator[Measure]:
    """Every length of the text, in order.

    >>> [(round(m.metres), round(m.half_interval_m)) for m in find_lengths("10-20 NM, a few hundred yards, 8.5nm")]
    [(27780, 9260), (274, 183), (15742, 93)]
    """
    for match in _LENGTH.finditer(text):
        measure = _measure(match)
        if measure is not None:
            yield measure


def _measure(match: re.Match[str]) -> Measure | None:
    unit = _unit(match["unit"])
    unit_m = METRES_PER[unit]
    try:
        value, half = _number(match["number"])
        least = match["low"] or match["least"] or match["worded"]
        low = _number(least)[0] if least else None
    except UnitError:
        return None
    if match["half"]:
        value, half = value + 0.5, 0.25
    if low is not None and low < value:
        value, half = (low + value) / 2, (value - low) / 2
    if not value > 0:
        return None
    return Measure(match.start(), match.end(), value * unit_m, half * unit_m, unit)


def _number(text: str) -> tuple[float, float]:
    return NUMBERS.get(_plain(text)) or parse_number(text)


def _unit(text: str) -> str:
    return "km" if text.lower() == _KLICK else parse_length(f"1 {text}").unit


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower())


def read_heading(text: str) -> tuple[Heading, int] | None:
    """The compass point, or the bearing in degrees, that `text` begins with, and where it ends.

    Two points joined by "&", "and" or "/" are read as the direction between them, over both sectors.

    >>> [read_heading(t)[0].azimuth_deg for t in ("SE Mosul", "north east of", "W & SW of Sadah", "NxW of", "335degs,")]
    [135.0, 45.0, 247.5, 348.75, 335.0]
    >>> read_heading("off Mogadishu") is None
    True
    """
    first = _one_heading(text)
    if first is None:
        return None
    heading, end = first
    joined = re.match(r"\s*(?:&|and|/)\s*", text[end:], re.IGNORECASE)
    if joined:
        second = _one_heading(text[end + joined.end() :])
        if second:
            return _between(heading, second[0]), end + joined.end() + second[1]
    return heading, end


def _one_heading(text: str) -> tuple[Heading, int] | None:
    by_point = _BY_POINT.match(text)
    if by_point:
        return _by_point(by_point[1].upper(), by_point[2].upper()), by_point.end()
    degrees = _DEGREES.match(text)
    if degrees and int(degrees[1]) <= 360:
        return Heading(float(degrees[1]) % 360, 0.5, f"{degrees[1]} degrees"), degrees.end()
    match = re.match(HEADING, text, re.IGNORECASE)
    if match:
        heading = parse_heading(match[0])
        return (heading, match.end()) if heading else None
    return _misspelt(text)


def _by_point(main: str, aside: str) -> Heading:
    """ "N x E" is one of 32 points: a quarter of the way from north to north-east."""
    turn = (_AZIMUTHS[aside] - _AZIMUTHS[main] + 180) % 360 - 180
    azimuth = (_AZIMUTHS[main] + math.copysign(11.25, turn)) % 360
    return Heading(azimuth, 5.625, f"{main} by {aside}")


def _between(one: Heading, other: Heading) -> Heading:
    turn = (other.azimuth_deg - one.azimuth_deg + 180) % 360 - 180
    half = abs(turn) / 2 + max(min(one.half_width_deg, 22.5), min(other.half_width_deg, 22.5))
    return Heading((one.azimuth_deg + turn / 2) % 360, half, f"{one.name} and {other.name}")


def _misspelt(text: str) -> tuple[Heading, int] | None:
    """One letter wrong in a compass word that stands before "of": "Noth of", "Aouth of"."""
    match = re.match(r"([A-Za-z]{4,10})(?=\s+of\b)", text, re.IGNORECASE)
    if match is None:
        return None
    near = [name for name in _POINT_NAMES if _one_edit(match[1].lower(), name)]
    heading = parse_heading(near[0]) if len(near) == 1 else None
    return (heading, match.end()) if heading else None


def _one_edit(one: str, other: str) -> bool:
    """Do the words differ by one letter changed, added, dropped or swapped with its neighbour?"""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    a, b = one[head:], other[head:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])
