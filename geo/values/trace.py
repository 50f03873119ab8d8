"""The steps from a sentence to a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way from a sentence to a number."""

    room: str
    """Which room of geo took it: "reports", "places", "localities", "zones"."""
    text: str
    """What was done, in one plain sentence."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The numbers behind the sentence, JSON-ready."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The steps from a sentence to a number, in order; each room appends its own.

    >>> Trace().then("places", "At Tanf is the garrison").then("zones", "inside").steps[1].room
    'zones'
    """

    steps: tuple[Step, ...] = ()
    """In the order in which they were taken."""

    def then(self, room: str, text: str, /, **data: Any) -> Trace:
        """This trace and one more step."""
        return Trace((*self.steps, Step(room, text, data)))

    def as_list(self) -> list[dict[str, Any]]:
        """JSON-ready: a list of {"room", "text", "data"}."""
        return [{"room": step.room, "text": step.text, "data": dict(step.data)} for step in self.steps]

    @classmethod
    def from_list(cls, steps: list[dict[str, Any]]) -> Trace:
        """The reverse of `as_list`."""
        return cls(tuple(Step(step["room"], step["text"], step.get("data", {})) for step in steps))
