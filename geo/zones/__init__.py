"""Zones: read as text, built as shapes once their centres are known, and the verdict of every incident against them.

What a row says:

read          a table, a GIS file, one zone on the command line, one in Python
layers        zones drawn in a GIS
row           one zone as a row of words: all that its kind needs, nothing against it
kinds         the kinds, and what each needs
course        WKT and GeoJSON as a geometry in degrees
radii         radii and widths
bounds        from when to when
hours         recurring hours
conditions    whom it binds
track         where what moves was
alternatives  the other readings of a zone's own numbers
draft         zones that a text speaks of

What is built of it:

build   rows into ZONES
figure  one row into its shape

The verdict:

containment  the definition: one incident against zones
rules        the bars that a verdict must reach
placed       where an incident is, and how likely inside
moments      when it was
validity     whether the zone was in force
encounter    where a moving zone was then
statements   what the reports say of the zone
finding      what is found of one pair
reasons      the verdict in one sentence
wording      what a zone is, in words
triage       which open choice would settle most verdicts

The same for many at once:

batch   whole tables
many    many places in one shape
bulk    very many points, by whole columns
points  what `bulk` takes and gives
"""

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
