"""The rules for areas: in a country, in a part of it, off its coast, along its border, so far into it; and between two
places. Their laws are judgements: no corpus at hand measures them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from geo.localities import areas
from geo.localities.profiles import Profile
from geo.localities.stories import Anchor, Doubt, blend, short
from geo.regions import Area, part_of
from geo.values import Clause


def _area(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt | None:
    if anchor.outline is None:
        return None
    region = Area(anchor.outline)
    return Doubt(region, region, f"anywhere in {anchor.place.name}")


def _part_of_area(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt | None:
    if anchor.outline is None:
        return None
    literal = Area(part_of(anchor.outline, clause.detail))
    share = profile.part_background
    robust = blend([(1 - share, literal), (share, Area(anchor.outline))])
    return Doubt(literal, robust, f"the {clause.detail} part of {anchor.place.name}, {share:.0%} anywhere in it")


def _off_area(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt | None:
    """A distance from an area: a band outside its outline, on the heading's side of it."""
    if anchor.outline is None:
        return None
    distance = clause.distance_m or {"heading": profile.heading_median_m}.get(clause.form, profile.near_median_m)
    sigma = profile.distance_sigma_m(distance, 0.0)
    slack = clause.half_interval_m + 0.1 * distance if clause.distance_m else distance
    half = max(2 * sigma, slack)
    reach = distance + 2 * profile.gross_m(distance, 0.0)
    if clause.form == "within":
        distance, slack, half = 0.0, distance, distance + 2 * sigma
    literal = areas.band(anchor.outline, distance - slack, distance + slack, clause.azimuth_deg)
    wide = areas.band(anchor.outline, distance - half, distance + half, clause.azimuth_deg)
    gross = areas.band(anchor.outline, 0.0, reach, None)
    if literal.is_empty or wide.is_empty or gross.is_empty:
        return None
    weight = profile.gross_weight
    robust = blend([(1 - weight, Area(wide)), (weight, Area(gross))])
    how = f"about {short(distance)}" if distance else f"up to {short(slack)}"
    return Doubt(Area(literal), robust, f"{how} outside {anchor.place.name}")


def _into_area(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt | None:
    """So far in from the outline of an area: a band inside it."""
    if anchor.outline is None or clause.distance_m is None:
        return None
    distance = clause.distance_m
    slack = clause.half_interval_m + 0.1 * distance
    half = max(2 * profile.distance_sigma_m(distance, 0.0), slack)
    literal = areas.inner_band(anchor.outline, distance - slack, distance + slack)
    wide = areas.inner_band(anchor.outline, distance - half, distance + half)
    if literal.is_empty or wide.is_empty:
        return None
    weight = profile.gross_weight
    robust = blend([(1 - weight, Area(wide)), (weight, Area(anchor.outline))])
    return Doubt(Area(literal), robust, f"about {short(distance)} inside the outline of {anchor.place.name}")


def border(clause: Clause, anchors: Sequence[Anchor], profile: Profile) -> Doubt | None:
    """Along the border of two countries, or of one; or so far from it."""
    outlines = [anchor.outline for anchor in anchors if anchor.outline is not None]
    if len(outlines) != len(anchors):
        return None
    line = areas.common_border(outlines[0], outlines[1]) if len(outlines) > 1 else outlines[0].boundary
    if line.is_empty:
        return None
    distance = clause.distance_m or 0.0
    slack = clause.half_interval_m + 0.1 * distance if distance else profile.border_half_m
    half = max(2 * profile.distance_sigma_m(distance, 0.0), slack)
    literal = Area(areas.beside(line, distance, slack, clause.azimuth_deg))
    usual = Area(areas.beside(line, distance, half, clause.azimuth_deg))
    wide = Area(areas.beside(line, 0.0, distance + 3 * half, None))
    robust = blend([(1 - profile.corridor_gross, usual), (profile.corridor_gross, wide)])
    names = " with ".join(anchor.place.name for anchor in anchors)
    where = f"about {short(distance)} from" if distance else f"within {short(slack)} of"
    return Doubt(literal, robust, f"{where} the border of {names}")


def between(anchors: Sequence[Anchor], profile: Profile) -> Doubt | None:
    """The corridor along the geodesic between two places."""
    if len(anchors) != 2 or any(anchor.place.is_area for anchor in anchors):
        return None
    one, two = (anchor.place for anchor in anchors)
    half = max(anchor.extent_m for anchor in anchors)
    narrow = areas.corridor(one, two, half_width_m=half, share=profile.corridor_share)
    wide = areas.corridor(one, two, half_width_m=2 * half, share=3 * profile.corridor_share)
    literal = Area(narrow)
    robust = blend([(1 - profile.corridor_gross, literal), (profile.corridor_gross, Area(wide))])
    return Doubt(literal, robust, f"the corridor between {one.name} and {two.name}")


_Rule = Callable[[Clause, Anchor, Profile], Doubt | None]
OF_AREA: Final[dict[str, _Rule]] = {
    "feature": _area, "area": _area, "part": _part_of_area, "distance_from": _off_area, "offset": _off_area,
    "off": _off_area, "heading": _off_area, "near": _off_area, "within": _off_area, "into": _into_area,
}  # fmt: skip
"""The rule of each form for an anchor that is an area."""
