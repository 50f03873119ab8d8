"""Which event of a sentence a phrase of place belongs to: the learned chances where they are plain, else the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geo.incidents.events import Known, place_chances
from geo.incidents.texts.seeing import Seen
from geo.incidents.texts.telling import Telling
from geo.incidents.texts.triggers import Trigger
from geo.incidents.texts.where import PlaceClause

LIKELY: Final = 0.45
"""Chance from which the model says that the event happened there (see data/EVENT_PLACE.md)."""
UNLIKELY: Final = 0.04
"""Chance below which a coarse phrase is kept aside, and counts only where nothing else says where."""
_COARSE: Final = 4.5
"""Rank from which a phrase names an area: "near X" behind a phrase of its own is often missed by the model."""

Owner = tuple[Trigger, Telling | None]
"""An event word of the sentence, and the telling that it belongs to; None where it begins none."""


def place_owners(seen: Seen, owners: Sequence[Owner], known: Known | None) -> list[tuple[PlaceClause, Telling | None]]:
    """Each phrase of place of a sentence with the telling that it belongs to; None where it belongs to none.

    owners: the sentence's event words in order; known: a gazetteer for the learned model.
    """
    if not seen.clauses or not owners:
        return []
    events = [trigger.head for trigger, _ in owners]
    chances = place_chances(seen.sentence.text, events, [clause.at for clause in seen.clauses], known=known)
    out = []
    for number, clause in enumerate(seen.clauses):
        mine = [row[number] for row in chances]
        best = max(range(len(mine)), key=lambda one: mine[one])
        told = owners[best][1] if mine[best] >= LIKELY else owner_at(owners, clause.start)
        aside = clause.role == "event" and mine[best] < UNLIKELY and clause.rank >= _COARSE
        out.append((replace(clause, role="aside") if aside else clause, told))
    return out


def owner_at(owners: Sequence[Owner], at: int) -> Telling | None:
    """The telling whose event word stands last before `at`, or first behind it; None where that word begins none."""
    before = [told for trigger, told in owners if trigger.start <= at]
    return before[-1] if before else owners[0][1] if owners else None
