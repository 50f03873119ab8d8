"""What is found of one incident against one zone, before it becomes a row."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from geo.zones.statements import Statement


@dataclass(frozen=True, slots=True)
class Flip:
    """Another reading that would change the verdict."""

    field: str
    """What is read otherwise: "centre", "radius", "width", "part" of the zone; "anchor", "unit", ... of the words."""
    value: str
    """How."""
    verdict: str
    """The verdict then."""
    p_inside: float
    """The robust probability then."""
    counts: bool
    """Whether somebody states it (it makes the verdict unstable), or it is only conceivable."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


@dataclass(slots=True)
class Finding:
    """The columns of CONTAINMENT under their own names, and what its sentence needs besides."""

    place_text: str = ""
    date_start: str = ""
    date_end: str = ""
    unlocated_reason: str = ""
    verdict: str = "unlocated"
    spatial: str = "unlocated"
    temporal: str = "undated"
    when: str = ""
    """Why the date is before, after, disputed or undated: a clause."""
    applies: str = "yes"
    binding: str = ""
    """Why the zone does not bind the incident, or may not: a clause; empty where it does."""
    open_course: str = ""
    """Why it is open where the zone was: a clause; empty where that is known."""
    sibling: str = ""
    """What another row of the same group says of the same date: a clause."""
    p_inside: float = math.nan
    p_literal: float = math.nan
    p_low: float = math.nan
    p_high: float = math.nan
    distance_m: float = math.nan
    gap_doubt_m: float = 0.0
    """Half the spread of distance_m, metres: how many of its digits mean something."""
    reach_m: float = 0.0
    """The smallest zone, metres of radius, that such words could put an event inside of."""
    near: bool = False
    """Whether the words name a place, only without saying how near."""
    basis: str = "computed"
    stated: list[Statement] = field(default_factory=list)
    flips: list[Flip] = field(default_factory=list)

    @property
    def stable(self) -> bool:
        """No stated alternative changes the verdict."""
        return not any(flip.counts for flip in self.flips)

    def widen(self, *chances: float) -> None:
        """Let p_low and p_high include these probabilities."""
        known = [p for p in (self.p_low, self.p_high, *chances) if not math.isnan(p)]
        self.p_low, self.p_high = min(known), max(known)
