"""Events in a text: the words that report them, as the sentence holds them, and the places they happened at.

What counts as an event word is data (data/event_words.csv), how a sentence holds it is grammar (triggers.py), where
it happened is learned (model.py). Plans, threats, denials, habits and recaps are no events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from geo.incidents.events.clues import clues
from geo.incidents.events.model import Model, shipped
from geo.incidents.events.sight import Known, Sight, sights
from geo.incidents.texts.named import Named
from geo.incidents.texts.prose import Sentence, sentences
from geo.incidents.texts.triggers import Trigger, find_triggers
from geo.incidents.texts.where import place_clauses
from geo.values import Event, EventPlace

Span = tuple[int, int]
"""First character and the one after the last, offsets into the text."""
_READ: Final = frozenset({"body", "headline"})
"""Sorts of sentences that report events; captions and datelines do not."""


def find_events(
    text: str, places: Sequence[Span], *, known: Known | None = None, every: bool = False, model: Model | None = None
) -> list[Event]:
    """The events that a text reports, in order, each with the places of its sentence.

    places: the place names of the text. known: a gazetteer; without one, the names given count as known, and the
    tie to the event and the wording decide. every: also what is referred to, denied, planned or background. All offsets
    count characters of `text`.

    >>> text = "BEIRUT (AP) - A car bomb exploded in Homs on Monday, killing nine."
    >>> [(e.kind, [text[p.start:p.end] for p in e.happened_at]) for e in find_events(text, [(0, 6), (37, 41)])]
    [('explosion', ['Homs'])]
    """
    read = [one for one in sentences(text) if one.kind in _READ]
    held = [(one, find_triggers(one.text, headline=one.kind == "headline")) for one in read]
    held = [(one, triggers) for one, triggers in held if triggers]
    own = [_inside(one, places) for one, _ in held]
    seen = sights([one.text for one, _ in held], known or _Given(text, places), names=own)
    learned = model or shipped()
    found = []
    for (sentence, triggers), names, sight in zip(held, own, seen, strict=True):
        told = [one for one in triggers if every or _is_told(one, triggers)]
        found += [_event(sentence, one, names, sight, learned) for one in told]
    return found


def place_chances(
    sentence: str,
    events: Sequence[Span],
    places: Sequence[Span],
    *,
    known: Known | None = None,
) -> list[list[float]]:
    """The chance of each place name of a sentence to be where each event happened: one list per event.

    events: spans of the events' words in the sentence.

    >>> text = "The ministry in Ankara said the army shelled the outskirts of Kobani."
    >>> [[round(chance) for chance in row] for row in place_chances(text, [(37, 44)], [(16, 22), (62, 68)])]
    [[0, 1]]
    """
    learned = shipped()
    sight = sights([sentence], known or _Given(sentence, places), names=[places])[0]
    return [_chances(sight, event, places, learned) for event in events]


class _Given:
    """A gazetteer that knows the names it was given, and of each no more than that it is a place."""

    def __init__(self, text: str, places: Sequence[Span]) -> None:
        self._names = {"".join(text[start:end].split()) for start, end in places}

    def classes(self, names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
        """A place of middling size, or unknown."""
        return {name: "P2" if "".join(name) in self._names else "" for name in names}


def _inside(sentence: Sentence, places: Sequence[Span]) -> list[Span]:
    """The places of a sentence, offsets into it."""
    return sorted(
        (a - sentence.start, b - sentence.start) for a, b in places if sentence.start <= a < b <= sentence.end
    )


def _is_told(one: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Whether an event word is an event of its own: the dead of a blast that the sentence tells of are not."""
    if one.mood != "asserted":
        return False
    return one.part != "kill" or all(other.part == "kill" or other.mood != "asserted" for other in triggers)


def _event(sentence: Sentence, trigger: Trigger, names: Sequence[Span], sight: Sight, learned: Model) -> Event:
    chances = _chances(sight, trigger.head, names, learned)
    roles = _roles(sentence.text, names)
    places = tuple(
        EventPlace(a + sentence.start, b + sentence.start, round(chance, 4), chance > learned.threshold, role)
        for (a, b), chance, role in zip(names, chances, roles, strict=True)
    )
    start, end = trigger.start + sentence.start, trigger.end + sentence.start
    return Event(
        trigger.kind, trigger.family, trigger.text, start, end, sentence.start, sentence.end, trigger.mood, places
    )


def _chances(sight: Sight, event: Span, places: Sequence[Span], learned: Model) -> list[float]:
    """Per place the chance of the run of capitals that it lies in."""
    found = learned.chances(clues(sight, sight.word_at(*event)))
    return [max((found[n] for n in sight.chunks_at(a, b)), default=0.0) for a, b in places]


def _roles(sentence: str, names: Sequence[Span]) -> list[str]:
    """The role that the wording gives each name."""
    phrases = place_clauses(sentence, [Named(a, b, sentence[a:b]) for a, b in names])
    return [next((one.role for one in phrases if one.start <= a and b <= one.end), "") for a, b in names]
