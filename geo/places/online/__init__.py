"""Online geocoders, asked only for what the offline gazetteer lacks.

spec     what a person writes: "nominatim", "nominatim:http://127.0.0.1:8088", any geocoder of geopy
fetch    one request that ends
polite   once a second, again after a passing fault, never beyond the deadline
store    answers from before, and whose turn it is
hits     a service's answer as places with an honest extent
service  `Online`: all of these behind one question
answers  a service's answer as the resolution of a name
credits  whose places these are

Nothing of this is imported, and nobody is asked, unless a geocoder was chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.places.online.service import Online

__all__ = ["Online"]


def __getattr__(name: str) -> Any:
    """Import `Online`, and with it geopy's network code, when it is first asked for."""
    if name != "Online":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from geo.places.online.service import Online

    return Online
