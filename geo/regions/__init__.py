"""The shapes of doubt: where an event may have been, as a distribution over the ellipsoid.

    Polar      around an anchor: a distance from it times a bearing from it (disc, ring and sector are its forms)
    Area       uniform over a polygon (a country, a part of one)
    Mixture    a weighted sum, for instance a reading plus its measured background of gross errors

Each answers for itself (`Region`); `p_in_disc_many` asks many at once, `p_in` about any shape of a zone.
Numbers in, numbers out: lon, lat in degrees, lengths in metres, angles in degrees clockwise from north.

region                what every region can answer
polar, area, mixture  the three families
radial                the laws of distance from an anchor
bearing               the directions from it
anchored              density, level and footprint of what is known by distance and bearing
clip                  "southern Syria" as a part of an area
radius                the circle that holds a given share
probability           how likely in a disc
shape                 how likely in any shape of a zone
stack                 many regions asked about one disc
coverage              their parts, by one quadrature
points                very many points with a normal error, asked about one disc
families              the laws of distance on arrays of parameters
normal                the normal distribution on arrays
quadrature            integrals of smooth pieces
sequence              evenly spread points
drawing               polygons from azimuths and distances
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.errors import InputError
from geo.regions.area import Area, area_from_dict
from geo.regions.bearing import Bearing
from geo.regions.clip import part_of
from geo.regions.mixture import Mixture, mixture_from_dict
from geo.regions.points import points_in_disc
from geo.regions.polar import Polar, disc, point, polar_from_dict, ring, sector
from geo.regions.radial import LogNormal, Radial, Rayleigh, TruncatedNormal, UniformDisc, UniformRing
from geo.regions.region import Region
from geo.regions.shape import p_in, p_in_shape
from geo.regions.stack import Stack, p_in_disc_many

__all__ = [
    "Area",
    "Bearing",
    "LogNormal",
    "Mixture",
    "Polar",
    "Radial",
    "Rayleigh",
    "Region",
    "Stack",
    "TruncatedNormal",
    "UniformDisc",
    "UniformRing",
    "disc",
    "p_in",
    "p_in_disc_many",
    "p_in_shape",
    "part_of",
    "point",
    "points_in_disc",
    "region_from_dict",
    "ring",
    "sector",
]


def region_from_dict(data: Mapping[str, Any]) -> Region:
    """The reverse of `Region.as_dict`; InputError on a family nobody knows.

    >>> region_from_dict(disc(38.6, 33.5, 100.0).as_dict()) == disc(38.6, 33.5, 100.0)
    True
    """
    family = data.get("family")
    if family == "polar":
        return polar_from_dict(data)
    if family == "area":
        return area_from_dict(data)
    if family == "mixture":
        return mixture_from_dict(data, region_from_dict)
    raise InputError(f"no family of regions is called {family!r}; known: polar, area, mixture")
