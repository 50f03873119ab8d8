"""Zones: read as text, built as discs once their centres are known, and the verdict of every incident against them."""

from geo.zones.batch import contain, iter_contain
from geo.zones.build import centres_of, zone_frame
from geo.zones.read import one_zone, parse_zone, read_zones
from geo.zones.rules import Rules
from geo.zones.triage import Choice, triage

__all__ = [
    "Choice",
    "Rules",
    "centres_of",
    "contain",
    "iter_contain",
    "one_zone",
    "parse_zone",
    "read_zones",
    "triage",
    "zone_frame",
]
