"""The sentences of the trace."""

from __future__ import annotations

from typing import Any

from geo.geodesy import distance_m
from geo.units import say_length
from geo.values import Place, Resolution


def say_resolution(resolution: Resolution) -> str:
    """What a name was resolved to, and what else it may mean; the resolution has a best candidate."""
    assert resolution.best is not None
    place, rivals = resolution.best.place, resolution.rivals
    where = "an area" if place.is_area else say_position(place.lon, place.lat)
    text = f'"{resolution.name}" is {place.name} ({place.kind}{", " + place.country if place.country else ""}; {where})'
    if place.source:
        text += f", source {place.source}"
    if rivals:
        text += "; it may also mean " + ", ".join(_say_rival(place, r.place) for r in rivals[:3])
    return text + "."


def _say_rival(place: Place, rival: Place) -> str:
    away = float(distance_m(place.lon, place.lat, rival.lon, rival.lat))
    return f"{rival.name} ({rival.country or rival.kind}, {say_length(away, 'km' if away >= 1000 else 'm')} away)"


def resolution_data(resolution: Resolution) -> dict[str, Any]:
    """The same, JSON-ready."""
    assert resolution.best is not None
    best = resolution.best
    return {
        "name": resolution.name,
        "place": best.place.as_dict(),
        "match": best.match,
        "reasons": list(best.reasons),
        "rivals": [rival.place.as_dict() for rival in resolution.rivals],
    }


def say_position(lon: float, lat: float) -> str:
    """ "33.50583 N, 38.61778 E" from degrees."""
    return f"{abs(lat):.5f} {'N' if lat >= 0 else 'S'}, {abs(lon):.5f} {'E' if lon >= 0 else 'W'}"
