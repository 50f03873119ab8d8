"""An event that a sentence reports, and the place names it is tied to."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import InputError


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A place name in the sentence of an event."""

    start: int
    """Offset into the report's text, characters."""
    end: int
    """Exclusive."""
    chance: float
    """Learned chance that the event happened there, 0 to 1."""
    happened: bool
    """Whether the chance is large enough to say so."""
    role: str = ""
    """What the words around the name say: event, towards, launch, control, headquarters, observer; "" for nothing."""

    def __post_init__(self) -> None:
        """Refuse a span that is none and a chance that is none."""
        if not 0 <= self.start < self.end:
            raise InputError(f"event place: {self.start} to {self.end} is no span")
        if not 0.0 <= self.chance <= 1.0:
            raise InputError(f"event place at {self.start}: chance {self.chance} is not between 0 and 1")


@dataclass(frozen=True, slots=True)
class Event:
    """One event word of a report in its sentence.

    >>> Event("strike", "attack", "struck", 40, 46, 0, 30)
    Traceback (most recent call last):
    geo.errors.InputError: event 'struck': its word, 40 to 46, lies outside its sentence, 0 to 30
    """

    kind: str
    """By geo/incidents/data/event_words.csv: "airstrike", "shoot-down", "boarding", "flood"."""
    family: str
    """Kinds that reports may use of one and the same event share it: "attack"."""
    text: str
    """The event word as written."""
    start: int
    """Offset of the event word into the report's text, characters."""
    end: int
    """Exclusive."""
    sentence_start: int
    """Offset of its sentence."""
    sentence_end: int
    """Exclusive."""
    mood: str = "asserted"
    """asserted; or, no incident of its own: referred, denied, planned, background."""
    places: tuple[EventPlace, ...] = ()
    """Every place name of the sentence, in order, with the chance that the event happened there."""

    def __post_init__(self) -> None:
        """Refuse a word outside its sentence."""
        if not self.sentence_start <= self.start < self.end <= self.sentence_end:
            where = (
                f"{self.start} to {self.end}, lies outside its sentence, {self.sentence_start} to {self.sentence_end}"
            )
            raise InputError(f"event {self.text!r}: its word, {where}")

    @property
    def happened_at(self) -> tuple[EventPlace, ...]:
        """The places where it happened."""
        return tuple(one for one in self.places if one.happened)
