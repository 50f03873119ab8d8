"""Whether a mention and a telling, or two tellings, can be of one event: kind, day, place, actor and target."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from geo.incidents.texts.named import Named
from geo.incidents.texts.nearness import agree
from geo.incidents.texts.participants import Parties, Party
from geo.incidents.texts.seeing import Seen
from geo.incidents.texts.sides import strong, things_of
from geo.incidents.texts.telling import AIRBORNE, Telling, related
from geo.incidents.texts.triggers import Trigger
from geo.incidents.texts.when import When


def fit(  # noqa: PLR0911  # one return per way in which the two can gainsay each other
    told: Telling, trigger: Trigger, parties: Parties, when: When | None, seen: Seen
) -> float | None:
    """How well a mention fits a telling: None where something gainsays it, else the higher the better."""
    families = {told.family, *told.phases}
    if not any(related(trigger.family, one) for one in families):
        return None
    score = 2.0 if trigger.family == told.family else 0.5 if related(trigger.family, told.family) else 0.0
    day = same_day(told, when)
    if day is False:
        return None
    score += 2.0 if day else 0.0
    things = parties.target.things or (
        things_of(seen.sentence.text) & (AIRBORNE | {"vessel"}) if trigger.family == "any" else frozenset()
    )
    phase = bool(things & told.phases.get(trigger.family, set())) and trigger.family != told.family
    phase = phase and not strong(parties.actor.sides) & strong(told.parties.actor.sides)
    if things and told.objects and not phase:
        if gainsay(things, told.objects, trigger.family, told.family):
            return None
        score += 1.0 if things & told.objects else 0.0
    if (
        {trigger.family, told.family} == {"attack", "shoot-down"}
        and not things & AIRBORNE
        and trigger.mood == "asserted"
        and not phase
    ):
        return None
    if trigger.mood == "asserted" and unlike(told.kind, trigger.kind):
        return None
    if not phase and not same_actor(told, parties):
        return None
    if (
        not phase
        and strong(parties.target.sides) & strong(told.parties.actor.sides)
        and not strong(parties.target.sides) & strong(told.parties.target.sides)
    ):
        return None
    score += 2.5 if trigger.family in told.phases and things_of(trigger.text) & told.objects else 0.0
    place = _same_place(told, trigger, seen)
    if place is False and trigger.mood == "asserted":
        return None
    score += 1.0 if place else 0.0
    gap = seen.sentence.start - told.seen[-1].sentence.start if told.seen else 0
    return score - min(1.5, max(0, gap) / 1500)


_FROM_AFAR: Final = {"airstrike", "drone strike", "missile strike", "shelling"}


_AT_HAND: Final = {"assault", "ambush", "clash", "shooting", "stabbing", "kidnapping", "boarding", "hijacking"}


def unlike(one: str, other: str) -> bool:
    """Whether two kinds cannot be one event: bombs from the air, and men with knives."""
    pair = {one, other}
    return bool(pair & _FROM_AFAR and pair & _AT_HAND)


def gainsay(one: set[str] | frozenset[str], other: set[str], family: str, told: str) -> bool:
    """Whether two kinds of target cannot be of one event."""
    air, ground = one & (AIRBORNE | {"missile"}), one - AIRBORNE - {"missile"}
    told_air, told_ground = other & (AIRBORNE | {"missile"}), other - AIRBORNE - {"missile"}
    if air and not ground and told_ground and not told_air:
        return True
    if ground and not air and told_air and not told_ground:
        return family == "shoot-down" or told != "shoot-down" or True
    if air and told_air and not air & told_air and not {"drone", "plane"} & air & {"plane"}:
        return not ({"plane"} & (air | told_air))
    vessels = ("vessel" in one) != ("vessel" in other) and ({"vehicle", "train", "bus"} & (one | other))
    return bool(vessels)


def same_day(told: Telling, when: When | None) -> bool | None:
    """True when the days overlap, False when they do not, None when nothing says."""
    if when is None or not when.resolved or told.when is None or not told.when.resolved:
        return None
    return when.start <= told.when.end and told.when.start <= when.end


def same_actor(told: Telling, parties: Parties) -> bool:
    """Whether the actor of a mention can be that of a telling."""
    one, other = told.parties.actor.sides, parties.actor.sides
    return not opposed(one, other)


def opposed(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two parties are known and share no side."""
    mine, theirs = strong(one), strong(other)
    return bool(mine and theirs and not mine & theirs)


def linked(party: Party, links: Mapping[str, set[str]]) -> Party:
    """A party with the sides that the texts say are one with its own; links: see `link_sides`."""
    return replace(party, sides=party.sides | {other for side in party.sides for other in links.get(side, ())})


def _same_place(told: Telling, trigger: Trigger, seen: Seen) -> bool | None:
    """True when the places agree, False when they are apart, None when nothing says."""
    best = told.best_place()
    mine = [one for one in seen.clauses if one.role == "event"]
    if best is None or not mine:
        return None
    verdicts = [agree(best[1], one) for one in mine]
    return True if True in verdicts else False if False in verdicts else None


def link_sides(texts: Sequence[tuple[str, Sequence[Named]]]) -> dict[str, set[str]]:
    """Sides that the texts say lead others: "US-led coalition" links the coalition and the United States."""
    links: dict[str, set[str]] = {}
    for text, names in texts:
        for one in names:
            if (
                re.match(r"-led\s+(?:[\w-]+\s+){0,2}?(?:coalition|alliance)", text[one.end : one.end + 40])
                and one.country
            ):
                links.setdefault("coalition", set()).add(f"country:{one.country}")
                links.setdefault(f"country:{one.country}", set()).add("coalition")
    return links
