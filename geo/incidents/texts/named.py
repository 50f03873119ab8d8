"""Names of places in a text, as this room needs them from whoever recognised and resolved them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.values import Place


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text and the place that it was resolved to."""

    start: int
    """Offset into the text, characters."""
    end: int
    """Exclusive."""
    text: str
    """As written, the name alone."""
    type: str = "place"
    """place, demonym ("Syrian") or organisation (a place inside an organisation's name)."""
    place: Place | None = None
    """None when unresolved."""

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 of the place, "" when unknown."""
        return self.place.country if self.place else ""


def within(names: Sequence[Named], start: int, end: int) -> list[Named]:
    """Those names that lie in a stretch of the text."""
    return [one for one in names if start <= one.start and one.end <= end]
