"""A radius, a pair of radii, or a width, as a cell of a table words it."""

from __future__ import annotations

import re
from typing import Final

from geo.errors import UnitError
from geo.units import NUMBER_PATTERN, UNIT_PATTERN, parse_length

_UNIT: Final = re.sub(r"\?P<\w+>", "?:", UNIT_PATTERN)
_RANGE: Final = re.compile(
    rf"\s*(?:between\s+|from\s+)?(?P<inner>{NUMBER_PATTERN})\s*(?P<unit>{_UNIT})?"
    rf"\s*(?:-|–|—|\bto\b|\band\b|\bbis\b)\s*(?P<outer>(?:{NUMBER_PATTERN})[\s-]*(?:{_UNIT})?)\s*",
    re.IGNORECASE,
)
_MAX_CHARS: Final = 80
"""No spelling of a length, or of two, is longer."""
_ADVICE: Final = "write for example 10-20 km"


def is_range(text: str) -> bool:
    """Whether a text gives two lengths, sensible or not.

    >>> [is_range(text) for text in ("10-20 km", "between 10 and 20 km", "10 km to 12 nmi", "34-mile", "1,500 m")]
    [True, True, True, False, False]
    """
    return _match(text) is not None


def read_range(text: str) -> tuple[float, float]:
    """The inner and the outer radius of a ring, metres; the first takes the second's unit where it has none.

    Raises UnitError, "reason; advice", for what gives no two lengths, or the larger one first.

    >>> read_range("10-20 km"), read_range("between 5 and 10 nmi")
    ((10000.0, 20000.0), (9260.0, 18520.0))
    >>> read_range("20-10 km")
    Traceback (most recent call last):
    geo.errors.UnitError: the lengths '20-10 km' run backwards; write the inner radius first
    """
    match = _match(text)
    if match is None:
        raise UnitError(f"{text!r} are not two lengths; {_ADVICE}")
    outer = read_length(match["outer"])
    unit = match["unit"] or re.sub(rf"^\s*(?:{NUMBER_PATTERN})[\s-]*", "", match["outer"])
    inner = read_length(f"{match['inner']} {unit}")
    if inner >= outer:
        how = "are equal" if inner == outer else "run backwards"
        raise UnitError(f"the lengths {text!r} {how}; write the inner radius first")
    return inner, outer


def read_length(text: str) -> float:
    """Metres, as `geo.units.parse_length` reads them. Raises UnitError, always with advice.

    >>> read_length("0 km")
    Traceback (most recent call last):
    geo.errors.UnitError: the length '0 km' must be more than zero; write for example 34 mi
    """
    if len(text) > _MAX_CHARS:
        raise UnitError(f"{text[:40]!r}... is not a length; write for example 34 mi")
    try:
        return parse_length(text).metres
    except UnitError as error:
        raise UnitError(str(error) if "; " in str(error) else f"{error}; write for example 34 mi") from None


def _match(text: str) -> re.Match[str] | None:
    return _RANGE.fullmatch(text) if len(text) <= _MAX_CHARS else None
