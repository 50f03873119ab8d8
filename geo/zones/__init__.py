"""Zones: read as text, built as discs once their centres are known, and the verdict of every incident against them."""

from geo.zones.build import centres_of, zone_frame
from geo.zones.containment import Rules, contain
from geo.zones.read import one_zone, parse_zone, read_zones

__all__ = ["Rules", "centres_of", "contain", "one_zone", "parse_zone", "read_zones", "zone_frame"]
