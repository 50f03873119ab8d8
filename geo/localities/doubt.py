"""From a clause and its anchor to two regions: what the words say, and where such words have been found to lead.

literal   the words with their rounding and the anchor's own extent
robust    the literal reading blurred by the errors measured for such wording, plus the share of gross ones

Every number is a parameter of a named profile in data/profiles.json, with its source. The spread scales with the
anchor's extent: errors measured around towns say nothing about a compound of two kilometres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from geo.localities import areas
from geo.localities.coordinates import lonlat
from geo.localities.profiles import Profile
from geo.regions import (
    Area,
    Bearing,
    LogNormal,
    Mixture,
    Polar,
    Region,
    TruncatedNormal,
    UniformDisc,
    UniformRing,
    point,
)
from geo.units import say_length
from geo.values import Clause, Place

MIN_EXTENT_M: Final = 50.0
"""An anchor of unknown extent is at least this large: the resolution of a gazetteer's coordinates."""


_STRETCHES: Final = ("PPL", "ADM", "ISL", "RGN", "AREA")
"""GeoNames feature codes of places whose name is used for what lies around them too."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a clause says of where the event was."""

    literal: Region
    robust: Region
    law: str
    """Both laws in one plain phrase with numbers."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a clause hangs on: a place, and its outline when it is an area."""

    place: Place
    outline: BaseGeometry | None = None

    @property
    def extent_m(self) -> float:
        """Radius of the place itself, metres."""
        return max(self.place.extent_m, MIN_EXTENT_M)

    @property
    def is_site(self) -> bool:
        """Small and bounded (a base, a crossing, a dam), not a settlement or an island, whose names stretch."""
        return not self.place.kind.startswith(_STRETCHES)

    def feature_law(self, profile: Profile, *, times: float = 1.0) -> LogNormal:
        """How far from the point of this place events said to be there have been found."""
        return LogNormal(times * profile.feature_median_m(self.extent_m, site=self.is_site), profile.feature_sigma)

    def polar(self, law: Any, bearing: Bearing | None = None) -> Polar:
        """A distance law around this place."""
        return Polar(self.place.lon, self.place.lat, law, bearing or Bearing.any())


def doubt_of(clause: Clause, anchors: Sequence[Anchor], profile: Profile) -> Doubt | None:
    """The regions of a clause whose anchors are known; None when its form has none there.

    `anchors` holds one anchor, two for "between", none for coordinates.
    """
    if clause.form == "coordinates":
        lon, lat = lonlat(clause)
        return at_point(lon, lat, max(clause.half_interval_m, 1.0))
    if not anchors:
        return None
    if clause.form == "between":
        return _between(anchors, profile)
    rules = _OF_AREA if anchors[0].place.is_area else _OF_POINT
    rule = rules.get(clause.form)
    return rule(clause, anchors[0], profile) if rule else None


def at_point(lon: float, lat: float, uncertainty_m: float) -> Doubt:
    """Coordinates that hold to within `uncertainty_m` (90%): the same in both stories."""
    region = point(lon, lat, uncertainty_m)
    return Doubt(region, region, f"coordinates, 90% within {say_length(uncertainty_m, _unit(uncertainty_m))}")


# ------------------------------------------------------------------------------------- point anchors


def _feature(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    law = anchor.feature_law(profile)
    words = (
        f"within its own extent of {_km(anchor.extent_m)}; such names have been found "
        f"{_km(law.median_m)} from the point half of the time"
    )
    return Doubt(anchor.polar(UniformDisc(anchor.extent_m)), anchor.polar(law), words)


def _outskirts(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    literal = UniformRing(0.5 * anchor.extent_m, 2.0 * anchor.extent_m)
    words = f"between half and twice its extent of {_km(anchor.extent_m)}"
    return Doubt(anchor.polar(literal), anchor.polar(anchor.feature_law(profile, times=1.5)), words)


def _distance_from(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    literal, robust, law = _distances(clause, anchor, profile)
    return Doubt(anchor.polar(literal), _mix((w, anchor.polar(r)) for w, r in robust), f"{law}, in any direction")


def _offset(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    near, far, law = _distances(clause, anchor, profile)
    literal, robust = _bearings(clause, anchor, profile)
    text = f"{law}, bearing {clause.azimuth_deg:.0f} degrees within {literal.half_width_deg:.0f}"
    parts = ((w * v, anchor.polar(radial, bearing)) for w, radial in far for v, bearing in robust)
    return Doubt(anchor.polar(near, literal), _mix(parts), text)


def _within(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    assert clause.distance_m is not None
    reach = clause.distance_m + anchor.extent_m
    gross = profile.gross_m(clause.distance_m, anchor.extent_m, site=anchor.is_site)
    robust = _mix([
        (1 - profile.gross_weight, anchor.polar(UniformDisc(reach))),
        (profile.gross_weight, anchor.polar(TruncatedNormal(clause.distance_m, gross))),
    ])  # fmt: skip
    return Doubt(anchor.polar(UniformDisc(reach)), robust, f"within {_km(reach)}, the anchor's extent included")


def _near(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    law = {
        "towards": LogNormal(profile.towards_median_m, profile.towards_sigma),
        "off": LogNormal(profile.off_median_m, profile.off_sigma),
    }.get(clause.form, LogNormal(profile.near_median_m, profile.near_sigma))
    region = anchor.polar(law)
    return Doubt(region, region, f'"{clause.form}" is within {_km(law.median_m)} half of the time, in any direction')


def _heading(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    radial = LogNormal(profile.heading_median_m, profile.heading_sigma)
    literal, robust = _bearings(clause, anchor, profile, at_m=profile.heading_median_m)
    law = (
        f"bearing {clause.azimuth_deg:.0f} degrees, distance not given: within {_km(radial.median_m)} half of the time"
    )
    return Doubt(anchor.polar(radial, literal), _mix((w, anchor.polar(radial, b)) for w, b in robust), law)


def _part_of_point(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    whole = _feature(clause, anchor, profile)
    if clause.azimuth_deg is None:
        literal = anchor.polar(UniformDisc(0.5 * anchor.extent_m))
        return Doubt(literal, whole.robust, f"the middle of {anchor.place.name}")
    side = Bearing(clause.azimuth_deg, 90.0 if clause.half_width_deg >= 45 else 45.0, profile.between_blur_deg)
    law = anchor.feature_law(profile)
    robust = _mix([(1 - profile.part_background, anchor.polar(law, side)), (profile.part_background, whole.robust)])
    literal = anchor.polar(UniformDisc(anchor.extent_m), side)
    return Doubt(literal, robust, f"the {clause.detail} side of {anchor.place.name}, extent {_km(anchor.extent_m)}")


def _distances(clause: Clause, anchor: Anchor, profile: Profile) -> tuple[UniformRing, list[tuple[float, Any]], str]:
    """Literal distance law, weighted robust laws, and both in words."""
    distance, extent = clause.distance_m, anchor.extent_m
    assert distance is not None
    slack = clause.half_interval_m + extent
    sigma, gross = profile.distance_sigma_m(distance, extent), profile.gross_m(distance, extent, site=anchor.is_site)
    laws = [
        (1 - profile.gross_weight, TruncatedNormal(distance, sigma)),
        (profile.gross_weight, TruncatedNormal(distance, max(gross, sigma))),
    ]
    words = (
        f"{_km(distance)} away, as written within {_km(slack)}, as measured within {_km(sigma)} (one sigma) "
        f"with {profile.gross_weight:.0%} gross errors of {_km(max(gross, sigma))}"
    )
    return UniformRing(max(0.0, distance - slack), distance + slack), laws, words


def _bearings(
    clause: Clause, anchor: Anchor, profile: Profile, *, at_m: float = 0.0
) -> tuple[Bearing, list[tuple[float, Bearing]]]:
    """Literal sector and weighted robust sectors; the anchor's own extent turns the bearing."""
    assert clause.azimuth_deg is not None
    # Half of the 8-point sector also for N, E, S, W: on the log their errors are those of NE, SE, SW, NW.
    half = 22.5 if clause.half_width_deg == 45 else clause.half_width_deg
    turn = math.degrees(math.atan2(anchor.extent_m, max(clause.distance_m or at_m, 1.0)))
    literal = Bearing(clause.azimuth_deg, min(180.0, half + turn))
    spread, blur = profile.heading_spread_deg(clause.half_width_deg)
    if clause.half_width_deg > 45 or clause.detail.count(" and ") or clause.form == "orthogonal":
        spread = half  # two words joined, or two offsets: the clause's own sector
    sector = Bearing(clause.azimuth_deg, min(180.0, spread), min(90.0, math.hypot(blur, 0.5 * turn)))
    return literal, [(1 - profile.background, sector), (profile.background, Bearing.any())]


# -------------------------------------------------------------------------------------- area anchors


def _area(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt | None:
    if anchor.outline is None:
        return None
    region = Area(anchor.outline)
    return Doubt(region, region, f"anywhere in {anchor.place.name}")


def _part_of_area(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt | None:
    if anchor.outline is None:
        return None
    literal = Area(areas.part(anchor.outline, clause.detail))
    share = profile.part_background
    robust = _mix([(1 - share, literal), (share, Area(anchor.outline))])
    return Doubt(literal, robust, f"the {clause.detail} part of {anchor.place.name}, {share:.0%} anywhere in it")


def _off_area(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt | None:
    """A distance from an area: a band outside its outline, on the heading's side of it."""
    if anchor.outline is None:
        return None
    distance = clause.distance_m or {"heading": profile.heading_median_m}.get(clause.form, profile.near_median_m)
    sigma = profile.distance_sigma_m(distance, 0.0)
    slack = clause.half_interval_m + 0.1 * distance if clause.distance_m else distance
    half = max(2 * sigma, slack)
    literal = areas.band(anchor.outline, distance - slack, distance + slack, clause.azimuth_deg)
    wide = areas.band(anchor.outline, distance - half, distance + half, clause.azimuth_deg)
    gross = areas.band(anchor.outline, 0.0, distance + 2 * profile.gross_m(distance, 0.0), None)
    if literal.is_empty or wide.is_empty or gross.is_empty:
        return None
    weight = profile.gross_weight
    robust = _mix([(1 - weight, Area(wide)), (weight, Area(gross))])
    return Doubt(Area(literal), robust, f"about {_km(distance)} outside {anchor.place.name}")


def _between(anchors: Sequence[Anchor], profile: Profile) -> Doubt | None:
    if len(anchors) != 2 or any(anchor.place.is_area for anchor in anchors):
        return None
    one, two = (anchor.place for anchor in anchors)
    half = max(anchor.extent_m for anchor in anchors)
    narrow = areas.corridor(one, two, half_width_m=half, share=profile.corridor_share)
    wide = areas.corridor(one, two, half_width_m=2 * half, share=3 * profile.corridor_share)
    literal = Area(narrow)
    robust = _mix([(1 - profile.corridor_gross, literal), (profile.corridor_gross, Area(wide))])
    return Doubt(literal, robust, f"the corridor between {one.name} and {two.name}")


_OF_POINT: Final = {
    "feature": _feature, "area": _feature, "outskirts": _outskirts, "distance_from": _distance_from,
    "within": _within, "offset": _offset, "orthogonal": _offset, "near": _near, "towards": _near, "off": _near,
    "heading": _heading, "part": _part_of_point,
}  # fmt: skip
_OF_AREA: Final = {
    "feature": _area, "area": _area, "part": _part_of_area, "distance_from": _off_area, "offset": _off_area,
    "off": _off_area, "heading": _off_area, "near": _off_area,
}  # fmt: skip


def _mix(parts: Any) -> Region:
    """A mixture without nesting: every part is a plain region."""
    flat: list[tuple[float, Region]] = []
    for weight, region in parts:
        if isinstance(region, Mixture):
            flat.extend((weight * inner, part) for inner, part in region.parts)
        else:
            flat.append((weight, region))
    return Mixture(parts=tuple(flat)) if len(flat) > 1 else flat[0][1]


def mix(regions: Sequence[Region]) -> Region:
    """Several regions, each as likely: one of several targets."""
    return _mix((1 / len(regions), region) for region in regions)


def _unit(metres: float) -> str:
    return "m" if metres < 1000 else "km"


def _km(metres: float) -> str:
    return say_length(metres, _unit(metres))
