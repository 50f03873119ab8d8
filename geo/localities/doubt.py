"""From a clause and its anchor to two regions: what the words say, and where such words have been found to lead.

Every number is a parameter of a named profile in data/profiles.json, with its source. The spread scales with the
anchor's extent: errors measured around towns say nothing about a compound of two kilometres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from geo.localities.coordinates import lonlat
from geo.localities.profiles import Profile
from geo.localities.stories import Anchor, Doubt, blend, mix, short
from geo.localities.territory import OF_AREA, between, border
from geo.regions import Bearing, LogNormal, Radial, TruncatedNormal, UniformDisc, UniformRing, point
from geo.values import Clause

__all__ = ["Anchor", "Doubt", "at_point", "doubt_of", "mix"]


def doubt_of(clause: Clause, anchors: Sequence[Anchor], profile: Profile) -> Doubt | None:
    """The regions of a clause whose anchors are known; None when its form has none there.

    `anchors` holds one anchor, two for "between", one or two countries for "border", none for coordinates.
    """
    if clause.form == "coordinates":
        lon, lat = lonlat(clause)
        return at_point(lon, lat, max(clause.half_interval_m, 1.0))
    if not anchors:
        return None
    if clause.form == "between":
        return between(anchors, profile)
    if clause.form == "border":
        return border(clause, anchors, profile)
    rules = OF_AREA if anchors[0].place.is_area else _OF_POINT
    rule = rules.get(clause.form)
    return rule(clause, anchors[0], profile) if rule else None


def at_point(lon: float, lat: float, uncertainty_m: float) -> Doubt:
    """Coordinates that hold to within `uncertainty_m` (90%): the same in both stories."""
    region = point(lon, lat, uncertainty_m)
    return Doubt(region, region, f"coordinates, 90% within {short(uncertainty_m)}")


def _feature(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    law = anchor.feature_law(profile)
    words = (
        f"within its own extent of {short(anchor.extent_m)}; such names have been found "
        f"{short(law.median_m)} from the point half of the time"
    )
    return Doubt(anchor.polar(UniformDisc(anchor.extent_m)), anchor.polar(law), words)


def _outskirts(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    literal = UniformRing(0.5 * anchor.extent_m, 2.0 * anchor.extent_m)
    words = f"between half and twice its extent of {short(anchor.extent_m)}"
    return Doubt(anchor.polar(literal), anchor.polar(anchor.feature_law(profile, times=1.5)), words)


def _distance_from(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    literal, robust, law = _distances(clause, anchor, profile)
    return Doubt(anchor.polar(literal), blend((w, anchor.polar(r)) for w, r in robust), f"{law}, in any direction")


def _offset(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    near, far, law = _distances(clause, anchor, profile)
    literal, robust = _bearings(clause, anchor, profile)
    text = f"{law}, bearing {clause.azimuth_deg:.0f} degrees within {literal.half_width_deg:.0f}"
    parts = ((w * v, anchor.polar(radial, bearing)) for w, radial in far for v, bearing in robust)
    return Doubt(anchor.polar(near, literal), blend(parts), text)


def _within(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    assert clause.distance_m is not None
    reach = clause.distance_m + anchor.extent_m
    gross = profile.gross_m(clause.distance_m, anchor.extent_m, site=anchor.is_site)
    robust = blend([
        (1 - profile.gross_weight, anchor.polar(UniformDisc(reach))),
        (profile.gross_weight, anchor.polar(TruncatedNormal(clause.distance_m, gross))),
    ])  # fmt: skip
    return Doubt(anchor.polar(UniformDisc(reach)), robust, f"within {short(reach)}, the anchor's extent included")


def _near(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    law = {
        "towards": LogNormal(profile.towards_median_m, profile.towards_sigma),
        "off": LogNormal(profile.off_median_m, profile.off_sigma),
    }.get(clause.form, LogNormal(profile.near_median_m, profile.near_sigma))
    region = anchor.polar(law)
    return Doubt(region, region, f'"{clause.form}" is within {short(law.median_m)} half of the time, in any direction')


def _heading(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    radial = LogNormal(profile.heading_median_m, profile.heading_sigma)
    literal, robust = _bearings(clause, anchor, profile, at_m=profile.heading_median_m)
    within = f"within {short(radial.median_m)} half of the time"
    law = f"bearing {clause.azimuth_deg:.0f} degrees, distance not given: {within}"
    return Doubt(anchor.polar(radial, literal), blend((w, anchor.polar(radial, b)) for w, b in robust), law)


def _part_of_point(clause: Clause, anchor: Anchor, profile: Profile) -> Doubt:
    whole = _feature(clause, anchor, profile)
    if clause.azimuth_deg is None:
        literal = anchor.polar(UniformDisc(0.5 * anchor.extent_m))
        return Doubt(literal, whole.robust, f"the middle of {anchor.place.name}")
    side = Bearing(clause.azimuth_deg, 90.0 if clause.half_width_deg >= 45 else 45.0, profile.between_blur_deg)
    law = anchor.feature_law(profile)
    robust = blend([(1 - profile.part_background, anchor.polar(law, side)), (profile.part_background, whole.robust)])
    literal = anchor.polar(UniformDisc(anchor.extent_m), side)
    return Doubt(literal, robust, f"the {clause.detail} side of {anchor.place.name}, extent {short(anchor.extent_m)}")


_Radials = list[tuple[float, Radial]]


def _distances(clause: Clause, anchor: Anchor, profile: Profile) -> tuple[UniformRing, _Radials, str]:
    """Literal distance law, weighted robust laws, and both in words."""
    distance, extent = clause.distance_m, anchor.extent_m
    assert distance is not None
    slack = clause.half_interval_m + extent
    # a uniform law of this half width, for the rounding or the range that was given, has its half / sqrt(3) as sigma
    sigma = math.hypot(profile.distance_sigma_m(distance, extent), clause.half_interval_m / math.sqrt(3.0))
    tight = max(profile.core_share * sigma, 1.0)
    gross = max(profile.gross_m(distance, extent, site=anchor.is_site), sigma)
    usual = 1 - profile.gross_weight
    laws: _Radials = [
        (usual * (1 - profile.core_weight), TruncatedNormal(distance, sigma)),
        (usual * profile.core_weight, TruncatedNormal(distance, tight)),
        (profile.gross_weight, TruncatedNormal(distance, gross)),
    ]
    words = f"{short(distance)} away, as written within {short(slack)}, as measured within {short(sigma)} (one sigma)"
    if profile.core_weight:
        words += f", {profile.core_weight:.0%} of the time {short(tight)},"
    words += f" with {profile.gross_weight:.0%} gross errors of {short(gross)}"
    return UniformRing(max(0.0, distance - slack), distance + slack), [law for law in laws if law[0] > 0.0], words


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


_OF_POINT: Final = {
    "feature": _feature, "area": _feature, "outskirts": _outskirts, "distance_from": _distance_from,
    "within": _within, "into": _within, "offset": _offset, "orthogonal": _offset, "near": _near, "towards": _near,
    "off": _near, "heading": _heading, "part": _part_of_point,
}  # fmt: skip
