"""A place name in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.errors import InputError

TYPES: Final = ("place", "demonym", "organisation")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text, or a word that stands for one.

    >>> Mention("Kalma", 8, 13, "camp")
    Traceback (most recent call last):
    geo.errors.InputError: mention 'Kalma' at 8: type 'camp' is none of place, demonym, organisation
    """

    text: str
    """As written: the toponym alone, also inside an organisation's name."""
    start: int
    """Characters before it in the text."""
    end: int
    """Characters before what follows it."""
    type: str = "place"
    """"place"; "demonym": a people or an adjective ("Iranian"); "organisation": inside an organisation's name."""
    score: float = 1.0
    """How sure the finder is that it names a place, 0 to 1."""

    def __post_init__(self) -> None:
        """Refuse a span that is none, and an unknown type."""
        if not 0 <= self.start < self.end:
            raise InputError(f"mention {self.text!r}: {self.start} to {self.end} is no span")
        if self.type not in TYPES:
            raise InputError(f"mention {self.text!r} at {self.start}: type {self.type!r} is none of {', '.join(TYPES)}")
