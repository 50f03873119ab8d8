"""What one report tells of one event, and how a mention adds to it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Final

from geo.incidents.texts.claims import condemning
from geo.incidents.texts.counts import Count
from geo.incidents.texts.participants import Parties, Party
from geo.incidents.texts.seeing import Seen
from geo.incidents.texts.sides import sides_of, strong
from geo.incidents.texts.triggers import Trigger
from geo.incidents.texts.when import When
from geo.incidents.texts.where import PlaceClause
from geo.incidents.texts.zone_words import ZoneWords
from geo.values import Report

NATURAL: Final = {"earthquake", "eruption", "flood", "landslide", "storm"}
"""Families that nobody does to anybody."""


GENERIC: Final = {"incident": 0, "killing": 1, "attack": 2, "strike": 3, "explosion": 3, "crash": 3, "shooting": 4}
"""Kinds that say little; a more telling one replaces them."""


AIRBORNE: Final = {"drone", "plane", "helicopter", "balloon"}


@cache
def _related() -> frozenset[frozenset[str]]:
    table = resources.files("geo.incidents").joinpath("data/related_families.csv").read_text("utf-8")
    return frozenset(frozenset({row["family"], row["other"]}) for row in csv.DictReader(table.splitlines()))


def related(one: str, other: str) -> bool:
    """Whether words of two families may speak of one event.

    >>> related("crash", "sinking"), related("earthquake", "seizure")
    (True, False)
    """
    return one == other or "any" in (one, other) or frozenset({one, other}) in _related()


@dataclass(slots=True)
class Telling:
    """What one report tells of one event."""

    report: Report
    kind: str
    family: str
    parties: Parties = field(default_factory=Parties)
    when: When | None = None
    places: list[tuple[Seen, PlaceClause]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    joined: list[tuple[Seen, Trigger]] = field(default_factory=list)
    counts: list[tuple[Seen, Count]] = field(default_factory=list)
    zones: list[tuple[Seen, ZoneWords]] = field(default_factory=list)
    phases: dict[str, set[str]] = field(default_factory=dict)
    """Families of the events that are phases of this one, and what kinds of thing those hit."""
    dated_by: Seen | None = None
    lead: bool = False
    """Whether it is the first event of the report."""
    objects: set[str] = field(default_factory=set)
    """Kinds of thing that were hit."""
    condemned: bool = False
    """Whether the side that was hit is told to have condemned it, and so acknowledges it."""
    near: list[Seen] = field(default_factory=list)
    """Sentences that go on about it without an event word: for who speaks, and for contradictions."""

    @property
    def last(self) -> int:
        """Where the last sentence that speaks of it begins; -1 while its first is being read."""
        return self.seen[-1].sentence.start if self.seen else -1

    def best_place(self) -> tuple[Seen, PlaceClause] | None:
        """The most precise phrase of place; the first of equals."""
        usable: list[tuple[Seen, PlaceClause]] = []
        for role in ("event", "towards", "aside"):
            usable = usable or [one for one in self.places if one[1].role == role]
        return min(usable, key=lambda one: (one[1].rank, one[0].sentence.start)) if usable else None


def join(told: Telling, seen: Seen, trigger: Trigger, parties: Parties, when: When | None) -> None:
    """Let a mention add to a telling: its words, kind, parties, targets and day."""
    told.joined.append((seen, trigger))
    responsible(told, seen)
    told.condemned = told.condemned or condemning(seen.sentence.text)
    kind = _air_kind(trigger.kind, parties, seen.sentence.text)
    if (
        GENERIC.get(told.kind, 9) < GENERIC.get(kind, 9)
        and trigger.family != "any"
        and (trigger.family == told.family or told.kind in {"incident", "killing", "attack"})
    ) or told.kind == trigger.kind:
        told.kind = kind
    if trigger.family == told.family and (trigger.mood == "asserted" or not told.parties.actor.text):
        told.parties = (
            told.parties
            if trigger.family in NATURAL
            else Parties(
                told.parties.actor
                if told.parties.actor.text and (strong(told.parties.actor.sides) or not strong(parties.actor.sides))
                else parties.actor,
                told.parties.target if told.parties.target.text else parties.target,
                told.parties.platform or parties.platform,
            )
        )
    if trigger.family in (told.family, "any") or parties.target.things & AIRBORNE:
        told.objects |= parties.target.things
    else:
        told.phases.setdefault(trigger.family, set()).update(parties.target.things)
    if when is not None and (
        told.when is None or (when.resolved and (not told.when.resolved or when.days < told.when.days))
    ):
        told.when, told.dated_by = when, seen


AT_WORK: Final = {"strike", "shelling"}
"""Kinds that turn into a shoot-down where what was hit was flying."""


def absorb(told: Telling, trigger: Trigger, parties: Parties) -> None:
    """Let a mention be a phase of a telling; where it is the shooting down of the attacker, the attack is the phase."""
    attacker = told.parties.actor.things & AIRBORNE
    if (
        trigger.family == "shoot-down"
        and told.family == "attack"
        and attacker
        and told.kind in {"attack", "strike", "drone strike"}
    ):
        told.phases[told.family] = set(told.objects)
        told.kind, told.family, told.objects = trigger.kind, trigger.family, set(attacker)
        told.parties = Parties(parties.actor, told.parties.actor, parties.platform or told.parties.platform)
        return
    told.phases.setdefault(trigger.family, set()).update(parties.target.things)


def _air_kind(kind: str, parties: Parties, text: str) -> str:
    """A strike by aircraft is an airstrike, a strike on an aircraft that was flying a shoot-down."""
    if kind != "strike":
        return kind
    if parties.actor.things & {"missile"}:
        return "missile strike"
    if parties.actor.things & {"plane", "drone", "helicopter"} or re.search(
        r"\b(?:aircraft|warplanes?|fighter\s+jets?|jets|from\s+the\s+air|bombers?)\b", text
    ):
        return "airstrike" if not parties.target.things & AIRBORNE else "shoot-down"
    return kind


_CLAIMED: Final = re.compile(
    r"(?P<who>(?:[A-Z][\w'’-]*\s+)(?:[\w'’-]+\s+){0,5}?)(?:(?:has|have|had|later|also"
    r"|quickly)\s+)*claimed\s+responsibility\b"
)


def responsible(told: Telling, seen: Seen) -> None:
    """Whoever claims responsibility is the actor where nobody else is named."""
    match = _CLAIMED.search(seen.sentence.text)
    if match and not strong(told.parties.actor.sides) and match["who"].split()[0].lower() not in {"nobody", "no"}:
        text = re.sub(r"^(?:The|A|An)\s+", "", match["who"].strip())
        start = match.start("who") + match["who"].find(text)
        sides = sides_of(text, [n for n in seen.names if start <= n.start and n.end <= start + len(text)], start)
        told.parties = replace(told.parties, actor=Party(start, start + len(text), text, sides))
