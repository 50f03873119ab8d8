"""Places: an offline gazetteer, the resolution of names, and the outlines of areas.

`Gazetteer` is a geopy geocoder with `resolve`, `footprint` and `place` besides, `AsyncOffline` what makes it one for
asyncio, and `geo.places.online` the geocoders that may stand behind it; `country_code` reads a country's
code or name; `build` and `status` are for the index itself,
`edition` says of what it is made. Imported at first use: geopy takes its time.

Which place a single name means (`geo locate`, tables):

gazetteer    `Gazetteer`: the geocoder, and all that follows behind it
resolver     a name into a place, or none with the reason
ranking      which of the places that share a name: a sum of terms, each with its reason
trust        when the best of them is not to be taken
suggestions  the nearest spellings to an unknown name
online       geocoders that are asked for what all of this lacks

Which place each mention of a document means (`geo read`, `geo mentions`):

mention_resolver  all of the steps, and the learned weights
candidates        which places a mention may mean
mention_ranking   what speaks for each of them in its document
lookup            many names at once

What is known:

index      the place index: one SQLite file
sources    where its places come from
full       GeoNames' whole dump as one file beside it
ingest     how that file is built
dump       GeoNames' download files
features   how large and how likely what a row of the dump is
small      what its small places may change
case       a case's own places.csv
database   a finished file, opened to be read
editions   which gazetteer answers here
nearest    the places nearest to a position
countries  codes, names and neighbours
kinds      type words, and how large a feature of each kind is
folding    the keys of a name

The ground that areas cover:

footprints  of a place
outlines    of countries
provinces   of first-level divisions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.places.countries import country_code, country_name
    from geo.places.editions import edition
    from geo.places.gazetteer import AsyncOffline, Gazetteer, build, status
    from geo.places.mention_resolver import MentionResolver

__all__ = ["AsyncOffline", "Gazetteer", "MentionResolver", "build", "country_code", "country_name", "edition", "status"]

_HOMES = {
    "AsyncOffline": "gazetteer",
    "Gazetteer": "gazetteer",
    "MentionResolver": "mention_resolver",
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
