"""The same event told by several reports becomes one incident, and says why; different events stay apart.

Two tellings are merged when kind, day, place, actor and target allow it and at least a day or a place that both give
speaks for it. The reasons stand with the incident, so that a person can undo the merge.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from geo.incidents.texts.agreement import gainsay, opposed, unlike
from geo.incidents.texts.nearness import agree
from geo.incidents.texts.telling import GENERIC, Telling, related
from geo.incidents.texts.when import When

ENOUGH: Final = 4.0
"""Score from which two tellings are taken for one event: a shared day with a shared place or thing, at the least."""


def key_of(told: Telling) -> str:
    """What a telling stands on, the same on every reading of one text: its report, and its first sentence hashed."""
    first = min((seen.sentence for seen, _ in told.joined), key=lambda one: one.start)
    return f"{told.report.id}:{hashlib.sha256(f'{first.text}|{told.family}'.encode()).hexdigest()[:10]}"


@dataclass(slots=True)
class Merged:
    """One incident: the tellings of it, and why they are taken for one."""

    tellings: list[Telling]
    reasons: list[str] = field(default_factory=list)

    @property
    def first(self) -> Telling:
        """The telling that says most: dated, placed, and from a report that leads with it."""
        return max(self.tellings, key=lambda one: (bool(one.when and one.when.resolved), one.lead, len(one.joined)))

    @property
    def kind(self) -> str:
        """The kind most told of, generic words giving way."""
        kinds = [one.kind for one in self.tellings]
        return max(kinds, key=lambda kind: (GENERIC.get(kind, 9), kinds.count(kind)))

    @property
    def when(self) -> When | None:
        """The narrowest resolved day; else the first that could not be resolved."""
        dated = [one.when for one in self.tellings if one.when]
        return min(
            (one for one in dated if one.resolved), key=lambda one: one.days, default=dated[0] if dated else None
        )


def merge(tellings: Sequence[Telling], *, apart: Sequence[frozenset[str]] = ()) -> list[Merged]:
    """Incidents from the tellings of all reports, in order of first telling.

    apart: sets of two telling keys (see drafts.key_of) that a person has told apart; they are never joined.
    """
    out: list[Merged] = []
    for told in tellings:
        allowed = (
            [one for one in out if not any(frozenset({key_of(other), key_of(told)}) in apart for other in one.tellings)]
            if apart
            else out
        )
        scored = [(found, one) for one in allowed if (found := _likeness(one, told)) is not None and found[0] >= ENOUGH]
        if not scored:
            out.append(Merged([told]))
            continue
        (_, why), best = max(scored, key=lambda pair: pair[0][0])
        best.tellings.append(told)
        best.reasons.append(f"{told.report.id}: {why}")
    return out


def _likeness(merged: Merged, told: Telling) -> tuple[float, str] | None:
    """Score and reasons, from the worst of the tellings already there; None where one of them gainsays."""
    found = [likeness(one, told) for one in merged.tellings]
    if any(one is None for one in found):
        return None
    known = [one for one in found if one is not None]
    return max(known, key=lambda one: one[0])


def likeness(one: Telling, other: Telling) -> tuple[float, str] | None:
    """How surely two tellings are of one event, with the reasons in words; None where something gainsays it.

    Tellings of one report are never merged: their author told them apart.
    """
    if one.report.id == other.report.id or not related(one.family, other.family) or unlike(one.kind, other.kind):
        return None
    reasons, score = (
        [
            f"both tell of {_article(one.kind)}"
            if one.kind == other.kind
            else f"{one.kind} and {other.kind} may be one event"
        ],
        1.0,
    )
    score += 1.0 if one.family == other.family else -0.5
    day = _days(one, other)
    if day is None:
        return None
    score, reasons = score + day[0], [*reasons, *([day[1]] if day[1] else [])]
    place = _places(one, other)
    if place is None:
        return None
    score, reasons = score + place[0], [*reasons, *([place[1]] if place[1] else [])]
    if gainsay(one.objects, other.objects, one.family, other.family) or opposed(
        one.parties.actor.sides, other.parties.actor.sides
    ):
        return None
    shared = one.objects & other.objects
    if shared:
        score, reasons = (
            score + 1.0,
            [*reasons, f"both name a {sorted(shared)[0]}" if "people" not in shared else "both name people hit"],
        )
    if one.parties.actor.sides & other.parties.actor.sides:
        score, reasons = score + 0.7, [*reasons, "the same actor"]
    counts = _counts(one, other)
    if counts is None:
        return None
    return score + counts, ", ".join(reasons)


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _days(one: Telling, other: Telling) -> tuple[float, str] | None:
    mine, theirs = one.when, other.when
    if not (mine and theirs and mine.resolved and theirs.resolved):
        close = (
            one.report.published
            and other.report.published
            and abs(_gap(one.report.published, other.report.published)) <= 3
        )
        return (0.5, "") if close or not (one.report.published and other.report.published) else (-1.0, "")
    if mine.start > theirs.end or theirs.start > mine.end:
        return None
    if max(mine.days, theirs.days) <= 2:
        return 2.0, f"the same day, {max(mine.start, theirs.start)}"
    return 1.0, f"days that overlap from {max(mine.start, theirs.start)}"


def _gap(one: str, other: str) -> int:
    return (date.fromisoformat(one) - date.fromisoformat(other)).days


def _places(one: Telling, other: Telling) -> tuple[float, str] | None:
    mine, theirs = one.best_place(), other.best_place()
    if mine is None or theirs is None:
        return 0.0, ""
    verdict = agree(mine[1], theirs[1])
    if verdict is False:
        return None
    if verdict:
        return 1.5, f"places that agree ({mine[1].name}, {theirs[1].name})" if mine[1].name != theirs[
            1
        ].name else f"the same place ({mine[1].name})"
    return 0.5, ""


def _counts(one: Telling, other: Telling) -> float | None:
    """A little for equal numbers of dead; nothing gainsays, because tolls rise."""
    dead = [{count.best for _, count in told.counts if count.what == "killed" and count.best} for told in (one, other)]
    return 0.7 if dead[0] & dead[1] else 0.0
