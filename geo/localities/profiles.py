"""Doubt profiles: how wrong one kind of writer has been measured to be, from data/profiles.json."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Final

from geo.errors import InputError

_GUIDE: Final = "read percentages as a guide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The errors of one kind of writer. Lengths in metres, angles in degrees; sources stand in the data file."""

    name: str
    title: str
    fitted_on: str
    """What the parameters were measured on."""
    limits: str
    """What they do not cover."""
    coverage: Mapping[str, Any]
    """What the nominal 50, 80, 90 and 95% regions held of truths not fitted on; empty: not known."""
    sigma_floor_m: float
    extent_share: float
    sigma_share: float
    core_weight: float
    core_share: float
    gross_weight: float
    gross_sigma_m: float
    gross_per_m: float
    gross_per_extent: float
    site_gross_per_extent: float
    cardinal_half_deg: float
    cardinal_blur_deg: float
    between_half_deg: float
    between_blur_deg: float
    sixteenth_half_deg: float
    sixteenth_blur_deg: float
    background: float
    feature_share: float
    site_share: float
    feature_sigma: float
    near_median_m: float
    near_sigma: float
    heading_median_m: float
    heading_sigma: float
    towards_median_m: float
    towards_sigma: float
    off_median_m: float
    off_sigma: float
    part_background: float
    corridor_share: float
    corridor_gross: float
    border_half_m: float

    def say(self) -> str:
        """The profile and what its regions held, in one short sentence.

        >>> read_profile("press").say()
        'Profile: press wording; how often its regions hold the truth is not measured; read percentages as a guide.'
        """
        if not self.coverage:
            return f"Profile: {self.title}; how often its regions hold the truth is not measured; {_GUIDE}."
        held = self.coverage["levels"]["90"]
        return f"Profile: {self.title}; its 90% regions held {held:.0%} of the truths, cross-validated; {_GUIDE}."

    def distance_sigma_m(self, distance_m: float, extent_m: float) -> float:
        """Standard deviation of the distance, gross errors aside."""
        return math.hypot(self.sigma_floor_m, self.extent_share * extent_m, self.sigma_share * distance_m)

    def gross_m(self, distance_m: float, extent_m: float, *, site: bool = False) -> float:
        """Width of the gross errors around this distance; a site is small and fenced, a settlement is not."""
        per_extent = self.site_gross_per_extent if site else self.gross_per_extent
        return min(self.gross_sigma_m, math.hypot(self.gross_per_m * distance_m, per_extent * extent_m))

    def feature_median_m(self, extent_m: float, *, site: bool = False) -> float:
        """Median distance of an event from the point of the place it is said to be at."""
        return (self.site_share if site else self.feature_share) * extent_m

    def heading_spread_deg(self, half_sector_deg: float) -> tuple[float, float]:
        """Half width and blur of the sector that a compass word of this half sector has been found to mean."""
        if half_sector_deg >= 45.0:
            return self.cardinal_half_deg, self.cardinal_blur_deg
        if half_sector_deg >= 22.5:
            return self.between_half_deg, self.between_blur_deg
        return self.sixteenth_half_deg, self.sixteenth_blur_deg


def profile_names() -> tuple[str, ...]:
    """Names of the profiles there are."""
    return tuple(_profiles())


@cache
def read_profile(name: str) -> Profile:
    """The profile of that name; InputError, with the names there are, when there is none.

    >>> read_profile("military_log").gross_weight
    0.127
    """
    rows = _profiles()
    if name not in rows:
        raise InputError(f"no doubt profile is called {name!r}; write one of {', '.join(rows)}")
    row = rows[name]
    known = {field.name for field in fields(Profile)}
    lender = rows[row["borrows"]] if "borrows" in row else row
    numbers = {key: float(cell["value"]) for key, cell in lender["parameters"].items() if key in known}
    return Profile(name=name, title=row["title"], fitted_on=row["fitted_on"], limits=row["limits"],
                   coverage=row["coverage"], **numbers)  # fmt: skip


@cache
def _profiles() -> dict[str, Any]:
    text = (files("geo.localities") / "data" / "profiles.json").read_text(encoding="utf-8")
    rows: dict[str, Any] = json.loads(text)
    return rows
