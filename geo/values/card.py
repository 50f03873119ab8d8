"""A location as a person reads it: one line, and a card for notebooks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.markup import card, printable, shown, small_map
from geo.units import say_length

if TYPE_CHECKING:
    from geo.values.location import Location
    from geo.values.place import Place

_MOST = 5


def one_line(location: Location) -> str:
    """The location in one line: where, how sure, of which words and what place."""
    lon, lat = digits(location.lon, location.lat, location.uncertainty_m)
    words = [f"lon={lon}", f"lat={lat}", f"uncertainty_m={float(f'{location.uncertainty_m:.3g}'):g}"]
    words += [f"text={printable(location.text)!r}"] if location.text else []
    words += [f"place={_named(location.place)!r}"] if location.place else []
    return f"Location({', '.join(words)})"


def location_card(location: Location) -> str:
    """The location as HTML: its words, the place it hangs on, its doubt, rivals and remarks, and its region drawn."""
    lon, lat = digits(location.lon, location.lat, location.uncertainty_m)
    doubt = location.uncertainty_m
    rivals = [_named(rival) for rival in location.rivals[:_MOST]]
    more = len(location.rivals) - len(rivals)
    lines = [
        ("lon, lat", f"{lon}, {lat}"),
        ("doubt", f"9 in 10 within {shown(say_length(doubt, 'km' if doubt >= 1000 else 'm', doubt_m=doubt / 5))}"),
        ("place", shown(_named(location.place)) if location.place else ""),
        ("may also be", shown("; ".join(rivals) + (f"; {more} more" if more > 0 else ""))),
        ("note", "<br>".join(shown(remark) for remark in location.remarks)),
    ]
    picture = small_map(
        [(location.region.footprint(0.9), 0.12), (location.region.footprint(0.5), 0.2)], (location.lon, location.lat)
    )
    return card(shown(location.text) or f"{lon}, {lat}", lines, picture)


def digits(lon: float, lat: float, uncertainty_m: float) -> tuple[str, str]:
    """Degrees with as many decimals as the doubt warrants: the last one stands for a tenth of it, or less.

    >>> digits(38.617784, 33.505831, 12_000.0), digits(38.617784, 33.505831, 3.0)
    (('38.62', '33.51'), ('38.617784', '33.505831'))
    """
    decimals = min(7, max(0, math.ceil(math.log10(1_112_000.0 / uncertainty_m))))
    return f"{lon:.{decimals}f}", f"{lat:.{decimals}f}"


def _named(place: Place) -> str:
    return printable(place.name) + (f" ({printable(place.country)})" if place.country else "")
