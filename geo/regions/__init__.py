"""The shapes of doubt: where an event may have been, as a distribution over the ellipsoid.

    Polar      around an anchor: a distance from it times a bearing from it (disc, ring and sector are its forms)
    Area       uniform over a polygon (a country, a part of one)
    Mixture    a weighted sum, for instance a reading plus its measured background of gross errors

Numbers in, numbers out: lon, lat in degrees, lengths in metres, angles in degrees clockwise from north.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.regions.region import Region

__all__ = ["Region", "region_from_dict"]


def region_from_dict(data: Mapping[str, Any]) -> Region:
    """The reverse of `Region.as_dict`."""
    raise KeyError(data["family"])
