"""Doubt profiles: how wrong one kind of writer has been measured to be, from data/profiles.json."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from geo.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The errors of one kind of writer. Lengths in metres, angles in degrees; sources stand in the data file."""

    name: str
    title: str
    fitted_on: str
    """What the parameters were measured on."""
    limits: str
    """What they do not cover."""
    sigma_m: float
    sigma_share: float
    extent_ref_m: float
    extent_share: float
    gross_weight: float
    gross_sigma_m: float
    gross_per_m: float
    gross_per_extent: float
    half_width_deg: float
    blur_deg: float
    background: float
    feature_median_m: float
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

    def scale(self, extent_m: float) -> float:
        """How much of the constant errors an anchor of this extent has, 0 to 1."""
        return min(1.0, extent_m / self.extent_ref_m)

    def distance_sigma_m(self, distance_m: float, extent_m: float) -> float:
        """Standard deviation of the distance, gross errors aside."""
        beyond = self.extent_share * max(0.0, extent_m - self.extent_ref_m)
        return math.hypot(self.sigma_m * self.scale(extent_m), self.sigma_share * distance_m, beyond)

    def gross_m(self, distance_m: float, extent_m: float) -> float:
        """Width of the gross errors around this distance."""
        return min(self.gross_sigma_m, math.hypot(self.gross_per_m * distance_m, self.gross_per_extent * extent_m))


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
    numbers = {key: float(cell["value"]) for key, cell in row["parameters"].items() if key in known}
    return Profile(name=name, title=row["title"], fitted_on=row["fitted_on"], limits=row["limits"], **numbers)


@cache
def _profiles() -> dict[str, Any]:
    text = (files("geo.localities") / "data" / "profiles.json").read_text(encoding="utf-8")
    rows: dict[str, Any] = json.loads(text)
    return rows
