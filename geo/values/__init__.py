"""What walks through the house: places, localities, locations, zones, and the trace that explains them.

Values are frozen and refuse to be wrong. They carry no behaviour beyond what their own numbers say.

report    a published text
mention   a place name in it
place     an entry of a gazetteer, and what a name was resolved to
event     an event that a sentence reports
locality  a place in words
location  a place with its doubt
card      a location as a reader sees it
zone      a shape, in force between times, for those whom it binds
trace     the steps from a sentence to a number
"""

from geo.values.event import Event, EventPlace
from geo.values.locality import Clause, Locality, Unlocated
from geo.values.location import Location, Reading
from geo.values.mention import Mention
from geo.values.place import Candidate, Place, Resolution
from geo.values.report import Report
from geo.values.trace import Step, Trace
from geo.values.zone import Alternative, Fix, Zone

__all__ = [
    "Alternative",
    "Candidate",
    "Clause",
    "Event",
    "EventPlace",
    "Fix",
    "Locality",
    "Location",
    "Mention",
    "Place",
    "Reading",
    "Report",
    "Resolution",
    "Step",
    "Trace",
    "Unlocated",
    "Zone",
]
