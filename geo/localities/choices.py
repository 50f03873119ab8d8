"""Which clause of a text gives the estimate, and which others it contradicts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.geodesy import distance_m
from geo.localities import areas
from geo.localities.agreement import belongs
from geo.localities.anchors import Job, names_of
from geo.localities.doubt import doubt_of
from geo.localities.profiles import Profile
from geo.localities.stories import Anchor, Doubt
from geo.regions import Area, Region
from geo.values import Clause, Place, Resolution

if TYPE_CHECKING:
    from geo.localities import Gazetteer

CONTRADICTS: Final = 0.05
"""A clause that holds less than this share of the chosen region contradicts it."""

_COARSE: Final = frozenset({"area", "part", "off", "zone_relation", "unread", "border"})
_EVENT_ROLES: Final = frozenset({"event", "target"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A clause with its region and what it hangs on."""

    clause: Clause
    doubt: Doubt
    resolutions: tuple[Resolution, ...]
    anchors: tuple[Anchor, ...]
    said: str = ""
    """The whole text."""

    @property
    def place(self) -> Place | None:
        """What the clause hangs on, the first of two; None for coordinates."""
        best = self.resolutions[0].best if self.resolutions else None
        return best.place if best else None

    @property
    def is_context(self) -> bool:
        """Does it say only which larger place is around: an area, or somewhere off its coast?"""
        around = self.place is not None and self.place.is_area and self.clause.form in {"near", "heading"}
        return self.clause.form in {"area", "off"} or around


def choices_of(target: Sequence[Clause], job: Job, gazetteer: Gazetteer, profile: Profile) -> list[Choice]:
    """The clauses of one target that have a region."""
    choices = []
    for clause in target:
        names = names_of(clause)
        resolutions = tuple(job.found[name] for name in names if name in job.found)
        anchors = tuple(anchor_at(r.best.place, gazetteer) for r in resolutions if r.best is not None)
        if clause.form != "coordinates" and len(anchors) < len(names):
            continue
        if clause.form == "border":
            anchors = _neighbours(anchors, job, gazetteer)
        doubt = doubt_of(clause, anchors, profile)
        if doubt is not None:
            choices.append(Choice(clause, doubt, resolutions, anchors, job.reading.text))
    return choices


def _neighbours(anchors: tuple[Anchor, ...], job: Job, gazetteer: Gazetteer) -> tuple[Anchor, ...]:
    """The countries of a border: where the text names one, the other is the country that it speaks of."""
    home = job.home
    if len(anchors) != 1 or home is None or home.id == anchors[0].place.id:
        return anchors
    both = (*anchors, anchor_at(home, gazetteer))
    outlines = [anchor.outline for anchor in both if anchor.outline is not None]
    touch = len(outlines) == 2 and not areas.common_border(outlines[0], outlines[1]).is_empty
    return both if touch else anchors


def anchor_at(place: Place, gazetteer: Gazetteer) -> Anchor:
    """The place with its outline when it is an area, to a thousandth of its size: no words mean the coast's rocks."""
    outline = gazetteer.footprint(place.id) if place.is_area else None
    if outline is not None:
        outline = outline.simplify(math.sqrt(outline.area) * 1e-3)
    return Anchor(place, outline)


def most_specific(choices: Sequence[Choice], target: Sequence[Clause]) -> Choice | None:
    """The choice with the least doubt among those that speak of the event.

    A trailing country or sea ("..., Nigeria", "Off Somalia") stands in only where nothing finer was written.
    """
    events = [c for c in choices if c.clause.role in _EVENT_ROLES] or list(choices)
    own = [c for c in events if not c.is_context]
    placed = [c.clause for c in choices]
    if not own and any(clause.form not in _COARSE and clause not in placed for clause in target):
        return None
    able = own or events
    if len(able) < 2:
        return able[0] if able else None
    return min(able, key=lambda c: (c.doubt.robust.radius_holding(0.9), c.clause.text))


def contradictions(best: Choice, choices: Sequence[Choice], job: Job) -> list[str]:
    """What the text says besides that does not fit, in words."""
    remarks = []
    for other in choices:
        if other is best or other.clause.role not in _EVENT_ROLES:
            continue
        share = _share(best, other)
        if share < CONTRADICTS:
            remarks.append(
                f'The text also says "{other.clause.text}", which does not fit "{best.clause.text}": '
                f"{share:.0%} of where that may be lies there; the more specific words were followed."
            )
    return remarks


def refusal(best: Choice, choices: Sequence[Choice]) -> str:
    """Why the chosen place cannot be meant: it lies in another country than the area that the text names.

    Empty when nothing forbids it. A part of the right country that does not fit is a remark's business, and so
    is an event off the coast of the area named: what counts is the anchor, and how far from it the text goes.
    """
    place = best.place
    if place is None or not place.country or best.clause.form == "border" or place.kind.startswith("PCL"):
        return ""  # "Guam, USA": a dependency has a code of its own
    around = [c.place for c in choices if c is not best and c.place is not None and c.place.is_area]
    if any(belongs(place, area) for area in around):
        return ""
    for other in choices:
        area = other.anchors[0] if other.anchors else None
        if area is None or other is best or other.clause.role != best.clause.role or not _names_area(best, other):
            continue
        if area.place.country in ("", place.country) or not area.place.kind.startswith(("PCL", "ADM")):
            continue
        slack_m = _BESIDE_M + place.extent_m + (best.clause.distance_m or 0.0)
        region = Area(area.outline) if area.outline is not None else other.doubt.robust
        if not _near_region(region, place.lon, place.lat, slack_m=slack_m):
            return (
                f'"{best.clause.anchor}" is known as {place.name} in {place.country}, but the text says '
                f'"{other.clause.text}", and no place of that name is known there'
            )
    return ""


_BESIDE_M: Final = 20_000.0
"""So far across a border a place may lie that a report counts to the other side."""


def _names_area(best: Choice, other: Choice) -> bool:
    inside = other.clause.form == "feature" and other.clause.text[:3].lower() == "in "
    follows = inside and f"{best.clause.text} {other.clause.text}" in best.said
    return other.clause.form in {"area", "part"} or follows


def beside(best: Choice, choices: Sequence[Choice]) -> list[str]:
    """Towns that stand where a larger area would ("Aleppo, Idlib") without holding the chosen place, in words.

    Those that contradict it altogether are told by `contradictions`.
    """
    place, notes = best.place, []
    for other in choices:
        town = other.place
        if other is best or other.clause.form != "area" or place is None or town is None or town.is_area:
            continue
        if _share(best, other) < CONTRADICTS:
            continue
        apart_m = float(distance_m(place.lon, place.lat, town.lon, town.lat))
        if apart_m > _SAME_TOWN_M + place.extent_m + town.extent_m:
            notes.append(
                f'The text also names "{other.clause.text}" ({town.name}), {apart_m / 1000:.0f} km away; only '
                f'"{best.clause.text}" was located. If both were meant, write "{best.clause.anchor} and {town.name}".'
            )
    return notes


_SAME_TOWN_M: Final = 10_000.0
"""A suburb and its town, or two names of one place, lie closer than this beyond their extents."""


def _share(best: Choice, other: Choice) -> float:
    """How much of the best clause's region the other clause allows."""
    place = best.place
    if other.clause.form == "area" and place is not None:
        # A trailing country says which namesake is meant; the event may lie off its coast.
        return float(_near_region(other.doubt.robust, place.lon, place.lat, slack_m=20_000 + place.extent_m))
    region = other.doubt.literal
    points = best.doubt.robust.sample(256)
    if isinstance(region, Area):
        return float(np.mean(shapely.contains_xy(region.polygon, points[:, 0], points[:, 1])))
    return float(np.mean(other.doubt.robust.level(points[:, 0], points[:, 1]) < 0.99))


def _near_region(region: Region, lon: float, lat: float, *, slack_m: float) -> bool:
    if not isinstance(region, Area):
        centre = region.estimate()
        return float(distance_m(lon, lat, *centre)) < region.radius_holding(0.95) + slack_m + 50_000
    gap_deg = shapely.distance(region.polygon, shapely.Point(lon, lat))
    return bool(gap_deg * 111_000 * max(np.cos(np.radians(lat)), 0.1) < slack_m)
