"""Whose places a service answers with, and under which licence: data/geocoders.csv, a source for each row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"


@cache
def sources() -> dict[str, str]:
    """Source and licence by the name of the service, as far as they are known."""
    with (DATA / "geocoders.csv").open(encoding="utf-8", newline="") as file:
        return {row["geocoder"]: row["source"] for row in csv.DictReader(file)}


def credit(place_ids: Iterable[str]) -> str:
    """A sentence that credits the services that places of these ids are from; "" for the gazetteer's own.

    >>> credit(["nominatim:node/4", "geonames:170654", "photon:way/5", "nominatim:node/6", ""])
    'Places also from OpenStreetMap via Nominatim, ODbL 1.0; OpenStreetMap via Photon, ODbL 1.0.'
    """
    names = dict.fromkeys(one.partition(":")[0] for one in place_ids)
    known = [sources()[name] for name in names if name in sources() and name != "geonames"]
    return f"Places also from {'; '.join(known)}." if known else ""
