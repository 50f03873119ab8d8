"""incident-mapper: from reported incidents to places with honest doubt, exact verdicts, and one offline map.

    import geo
    incidents = geo.read("data/at-tanf")
    zones = geo.read_zones("data/at-tanf/zones.csv")
    verdicts = geo.check(incidents, zones)
    geo.draw(incidents, zones, verdicts).save("at-tanf.html")

The door is lazy: importing geo costs little, each verb loads what it needs when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo.errors import GeoError

if TYPE_CHECKING:
    from geo import geodesy
    from geo.notebook import show
    from geo.pipeline import check, draft, draw, locate, read, read_zones, triage, zone
    from geo.places import Gazetteer
    from geo.values import Location, Place, Report, Trace, Zone

__version__ = "0.1.0"

__all__ = [
    "Gazetteer",
    "GeoError",
    "Location",
    "Place",
    "Report",
    "Trace",
    "Zone",
    "__version__",
    "check",
    "draft",
    "draw",
    "geodesy",
    "locate",
    "read",
    "read_zones",
    "show",
    "triage",
    "zone",
]

_BEHIND = {
    **dict.fromkeys(("read", "draft", "read_zones", "zone", "locate", "check", "triage", "draw"), "geo.pipeline"),
    **dict.fromkeys(("Location", "Place", "Report", "Trace", "Zone"), "geo.values"),
    "Gazetteer": "geo.places",
    "show": "geo.notebook",
}


def __getattr__(name: str) -> Any:
    """Load a name of the door when it is first asked for."""
    if name == "geodesy":
        return import_module("geo.geodesy")
    if name in _BEHIND:
        return getattr(import_module(_BEHIND[name]), name)
    raise AttributeError(f"module 'geo' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, for completion."""
    return sorted(__all__)
