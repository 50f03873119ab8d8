"""What walks through the house: places, localities, locations, zones, and the trace that explains them.

Values are frozen and refuse to be wrong. They carry no behaviour beyond what their own numbers say.
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
