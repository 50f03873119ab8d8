"""A case's own places: a places.csv, or places and spellings handed over, kept in memory and ranked first."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from geo.errors import InputError, Rejection, TableError
from geo.places.countries import country_code
from geo.places.folding import variants, without_articles, words
from geo.places.index import Hit
from geo.places.kinds import extent_m
from geo.places.sources import short_forms
from geo.units import check_lonlat
from geo.values import Place

_NEEDED: Final = ("name", "lon", "lat")
PROMINENCE: Final = 5.0
"""Of a case's place among others of the case; every case place ranks above the rest by a term of its own."""

Named = Place | tuple[Place, Sequence[str]]
"""A place, or a place with further spellings of its name."""


class CasePlaces:
    """A small index in memory with the same two look-ups as the large one."""

    def __init__(self, places: Iterable[Named] = ()) -> None:
        """Index `places`; their ids are kept."""
        self.places: dict[str, Place] = {}
        self._folded: dict[str, list[Hit]] = {}
        self._variant: dict[str, list[Hit]] = {}
        for item in places:
            place, names = item if isinstance(item, tuple) else (item, ())
            self.places[place.id] = place
            spellings = (place.name, *names)
            for written, spelling in (*((name, name) for name in spellings), *short_forms(spellings)):
                self._add(Hit(place, spelling, PROMINENCE), written)

    def _add(self, hit: Hit, written: str) -> None:
        parts = words(written)
        bare = without_articles(parts)
        for key in {"".join(parts), "".join(bare)} - {""}:
            self._folded.setdefault(key, []).append(hit)
        for key in variants(bare):
            self._variant.setdefault(key, []).append(hit)

    def folded(self, keys: Iterable[str]) -> list[Hit]:
        """Places with a spelling whose folded key is one of `keys`."""
        return _once(hit for key in keys for hit in self._folded.get(key, ()))

    def variant(self, keys: Iterable[str]) -> list[Hit]:
        """Places with a spelling whose variant key is one of `keys`."""
        return _once(hit for key in keys for hit in self._variant.get(key, ()))


def _once(hits: Iterable[Hit]) -> list[Hit]:
    return list({(hit.place.id, hit.spelling): hit for hit in hits}.values())


def read_places(path: Path) -> tuple[list[Named], list[Rejection]]:
    """The places of a places.csv, and the rows that cannot be used.

    Columns: id, name, spellings (separated by |), kind (GeoNames feature code), lon, lat (degrees), extent_m
    (metres), country, source; name, lon and lat are needed. Raises TableError for a file that is no such table.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TableError(f"{path} is not UTF-8 text; save it as UTF-8 CSV") from None
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise TableError(f"{path} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}")
    places: list[Named] = []
    rejected = []
    for number, row in enumerate(reader, start=2):
        try:
            places.append(_place(number, {key: (value or "").strip() for key, value in row.items() if key}))
        except InputError as error:
            rejected.append(Rejection(path.name, f"row {number}", str(error), "this place is not used"))
    return places, rejected


def _place(number: int, row: dict[str, str]) -> Named:
    name = row["name"]
    if not name:
        raise InputError("the name is empty")
    lon, lat = _number(row, "lon"), _number(row, "lat")
    check_lonlat(lon, lat, what=f"place {name!r}")
    if lon == 0 and lat == 0:
        raise InputError(f"place {name!r}: (0, 0) stands for missing coordinates")
    country = row.get("country", "")
    code = country_code(country) if country else ""
    if code is None:
        raise InputError(f"place {name!r}: country {country!r} is not known; write its ISO code, for example SY")
    kind = row.get("kind") or "PPL"
    extent = _number(row, "extent_m") if row.get("extent_m") else extent_m(kind)
    place = Place(
        id=f"case:{row.get('id') or number}",
        name=name,
        lon=lon,
        lat=lat,
        kind=kind,
        country=code,
        extent_m=extent or extent_m(kind),
        source=row.get("source", ""),
    )
    return place, tuple(filter(None, (spelling.strip() for spelling in row.get("spellings", "").split("|"))))


def _number(row: dict[str, str], column: str) -> float:
    try:
        return float(row[column])
    except ValueError:
        raise InputError(f"{column} {row[column]!r} is not a number; write decimal digits with a point") from None
