"""Places: an offline gazetteer, the resolution of names, and the outlines of areas.

`Gazetteer` is a geopy geocoder with `resolve`, `footprint` and `place` besides, `AsyncOffline` what makes it one for
asyncio, and `geo.places.online` the geocoders that may stand behind it; `country_code` reads a country's
code or name; `build` and `status` are for the index itself,
`edition` says of what it is made. Imported at first use: geopy takes its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.places.countries import country_code, country_name
    from geo.places.editions import edition
    from geo.places.gazetteer import AsyncOffline, Gazetteer, build, status
    from geo.places.mentioned import MentionResolver

__all__ = ["AsyncOffline", "Gazetteer", "MentionResolver", "build", "country_code", "country_name", "edition", "status"]

_HOMES = {
    "AsyncOffline": "gazetteer",
    "Gazetteer": "gazetteer",
    "MentionResolver": "mentioned",
    "build": "gazetteer",
    "status": "gazetteer",
    "country_code": "countries",
    "country_name": "countries",
    "edition": "editions",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
