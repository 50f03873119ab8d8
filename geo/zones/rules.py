"""The bars of a verdict: what the literal and the robust story must reach. The numbers stand in data/rules.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Rules:
    """Pairs of probabilities of being inside, (literal, robust)."""

    inside: tuple[float, float]
    """Both at least this: inside."""
    outside: tuple[float, float]
    """Both at most this: outside."""
    stated: tuple[float, float]
    """What a report's own words on the zone are worth where only they decide."""

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Rules:
        """The rules of data/rules.json, where each number has its source."""
        data = json.loads(resources.files("geo.zones").joinpath("data/rules.json").read_text("utf-8"))
        pairs = {key: (data[key]["literal"], data[key]["robust"]) for key in ("inside", "outside", "stated")}
        return cls(**pairs)

    def spatial(self, p_literal: float, p_robust: float) -> str:
        """inside, outside or indeterminate.

        >>> Rules.default().spatial(1.0, 0.936), Rules.default().spatial(0.81, 0.81)
        ('inside', 'indeterminate')
        """
        if p_literal >= self.inside[0] and p_robust >= self.inside[1]:
            return "inside"
        if p_literal <= self.outside[0] and p_robust <= self.outside[1]:
            return "outside"
        return "indeterminate"


def verdict(spatial: str, temporal: str, applies: str = "yes") -> str:
    """The whole verdict from where, when and for whom.

    >>> verdict("outside", "before"), verdict("outside", "undated"), verdict("inside", "disputed")
    ('not_in_force', 'outside', 'indeterminate')
    >>> verdict("inside", "in_force", "no"), verdict("inside", "in_force", "unknown")
    ('not_in_force', 'indeterminate')
    """
    if spatial == "unlocated":
        return "unlocated"
    if temporal in ("before", "after") or applies == "no":
        return "not_in_force"
    if spatial == "outside":
        return "outside"
    return "indeterminate" if temporal in ("disputed", "undated") or applies == "unknown" else spatial
