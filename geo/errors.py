"""Everything geo can refuse, as one tree.

    GeoError
    ├── InputError            what was given cannot be used; the message says what to write instead
    │   ├── CoordinateError   a longitude or latitude that is not one
    │   ├── UnitError         a length without a unit, or with one nobody knows
    │   ├── DateError         a date that cannot be read, or that reads two ways
    │   ├── TableError        a file that is absent, empty, unreadable or lacks a column
    │   └── ZoneError         a zone without a centre, a radius, or sense
    ├── GazetteerError        the place index cannot be built or opened
    └── OutputError           the result cannot be written where it was asked for

A single bad row is no exception: readers set it aside as a `Rejection` and go on with the sound rows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


class GeoError(Exception):
    """The root: catch this to catch everything geo raises on purpose.

    >>> from geo.units import parse_length
    >>> try:
    ...     parse_length("34")
    ... except GeoError as error:
    ...     type(error).__name__
    'UnitError'
    """


class InputError(GeoError, ValueError):
    """What was given cannot be used."""


class CoordinateError(InputError):
    """A longitude or latitude that is out of range, swapped, missing or not a number."""


class UnitError(InputError):
    """A length whose unit is missing or unknown."""


class DateError(InputError):
    """A date that cannot be read, or that could be read in two ways."""


class TableError(InputError):
    """A file that is absent, empty or unreadable, or a table without a column that it needs."""


class ZoneError(InputError):
    """A zone that cannot be built: no centre, no radius, an end before its start."""


class GazetteerError(GeoError):
    """The place index cannot be built or opened."""


class OutputError(GeoError):
    """The result cannot be written; nothing was."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One piece of input that was set aside, where it stands, why, and what to do about it.

    >>> print(Rejection("strikes.csv", "row 7", "latitude 125 is out of range", "write degrees, -90 to 90"))
    strikes.csv, row 7: latitude 125 is out of range; write degrees, -90 to 90
    """

    source: str
    """File name, or a short name for where the input came from."""
    where: str
    """The row, feature or line, as a person would look it up ("row 7": the header is row 1)."""
    reason: str
    """What is wrong, with the value."""
    advice: str = ""
    """What to write instead."""

    def __str__(self) -> str:
        """One line for a terminal."""
        place = ", ".join(part for part in (self.source, self.where) if part)
        return f"{place}: {self.reason}" + (f"; {self.advice}" if self.advice else "")

    def as_dict(self) -> dict[str, str]:
        """As plain data, for `frame.attrs` and JSON."""
        return asdict(self)
