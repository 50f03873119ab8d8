"""The full gazetteer: GeoNames' whole dump as one file beside the place index, asked for what the index lacks.

Names lie sorted by their key and, within a key, the most prominent place first, so that a name shared by thousands
costs no more than one of a kind. A key is the folded one, or the variant one behind a `~` (see folding.py).
The file holds nothing of when or where it was built: the same sources make the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo.errors import GazetteerError
from geo.places.database import Database
from geo.places.features import FULL
from geo.places.folding import DATA
from geo.places.index import Hit, Spot, cell_of, index_path
from geo.values import Place

NAME: Final = "geonames.sqlite"
"""The file's name in the folder of the place index."""
_FORMAT: Final = 1
SCHEMA: Final = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, lon INTEGER NOT NULL, lat INTEGER NOT NULL, kind TEXT NOT NULL,
    country TEXT NOT NULL, also TEXT NOT NULL, admin1 TEXT NOT NULL, population INTEGER NOT NULL,
    extent_m INTEGER NOT NULL, is_area INTEGER NOT NULL, cell INTEGER NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL, rank INTEGER NOT NULL, place INTEGER NOT NULL, spelling TEXT NOT NULL, country TEXT NOT NULL,
    cell INTEGER NOT NULL, PRIMARY KEY (key, rank, place)
) WITHOUT ROWID;
CREATE TABLE about (what TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
BATCH: Final = 900
"""Rows or cells handled together; SQLite's oldest limit of parameters is 999."""
DEGREE: Final = 100_000
"""Steps of a stored coordinate per degree: GeoNames gives five decimals."""
PER_PROMINENCE: Final = 100
FINE: Final = 16
"""Parts of a degree cell along each side."""
MOST: Final = 12
"""Places of one key that count without regard to where they are, and again as many of the country and the
surroundings that are meant."""
_PLACE: Final = (
    "place.id, place.name, place.lon, place.lat, place.kind, place.country, place.also, place.admin1, "
    "place.population, place.extent_m, place.is_area"
)


class Full(Database):
    """The open full gazetteer."""

    def __init__(self, path: Path) -> None:
        """Open `path` read-only; GazetteerError when it is not whole, or its keys are another version's."""
        super().__init__(path, what="full gazetteer", advice="delete it, or build it again from GeoNames' dump")
        if self.about.get("stamp") != stamp():
            again = self.about.get("command", "geo gazetteer build allCountries.zip")
            raise GazetteerError(
                f"the full gazetteer {path} was built by another version of geo: build it again ({again}), "
                "or delete it to go on without"
            )

    def folded(
        self, keys: Iterable[str], country: str = "", admin1: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Hit]:
        """Places with a spelling whose folded key is one of `keys`, the most prominent of each key; besides them those
        of `country` (ISO code), or of its division `admin1`, and those around `near` (lon, lat in degrees).
        """
        return [hit for key in dict.fromkeys(keys) if key for hit in self._named(key, country, admin1, near)]

    def variant(
        self, keys: Iterable[str], country: str = "", admin1: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Hit]:
        """The same by the variant keys."""
        return [hit for key in dict.fromkeys(keys) if key for hit in self._named("~" + key, country, admin1, near)]

    def _named(self, key: str, country: str, admin1: str, near: Sequence[tuple[float, float]]) -> list[Hit]:
        rows = self._rows("", (key,))
        if len(rows) == MOST:
            if admin1:
                rows += self._rows("AND name.country = ? AND place.admin1 = ?", (key, country, admin1))
            elif country:
                rows += self._rows("AND name.country = ?", (key, country))
            if near:
                cells = sorted({cell for lon, lat in near for cell in _around(lon, lat)})[:BATCH]
                rows += self._rows(f"AND name.cell IN ({', '.join('?' * len(cells))})", (key, *cells))
            rows = list(dict.fromkeys(rows))
        return [Hit(_place(row), row[-1] or row[1], -row[-2] / PER_PROMINENCE, row[6]) for row in rows]

    def _rows(self, where: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        query = (
            f"SELECT {_PLACE}, name.rank, name.spelling FROM name CROSS JOIN place ON place.id = name.place "
            f"WHERE name.key = ? {where} ORDER BY name.rank, name.place LIMIT {MOST}"
        )
        return self._db.execute(query, values).fetchall()

    def by_id(self, key: str) -> Place | None:
        """The place with this id ("geonames:" and a number), or None."""
        number = key.removeprefix("geonames:")
        if number == key or not number.isdecimal() or len(number) > 18:
            return None
        return next(iter(self.numbered([int(number)])), None)

    def starting(self, prefix: str, country: str, limit: int) -> list[tuple[str, str, str]]:
        """At most `limit` (variant key, spelling, place id) whose variant key starts with `prefix`; in `country` (ISO
        code), where one is given.
        """
        query = (
            "SELECT substr(name.key, 2), coalesce(nullif(name.spelling, ''), place.name), 'geonames:' || place.id "
            "FROM name CROSS JOIN place ON place.id = name.place "
            f"WHERE name.key >= ? AND name.key < ? {'AND name.country = ?' * bool(country)} LIMIT ?"
        )
        asked = ["~" + prefix, "~" + prefix + "\uffff", *([country] if country else []), limit]
        return list(self._db.execute(query, asked))

    def spots(self, cells: Sequence[int]) -> list[Spot]:
        """The places, areas left out, whose fine cell (see `fine_cell_of`) is one of `cells`."""
        found: list[Spot] = []
        for start in range(0, len(cells), BATCH):
            part = cells[start : start + BATCH]
            found += self._spots(f"cell IN ({', '.join('?' * len(part))})", part)
        return found

    def degree_spots(self, cells: Sequence[int]) -> list[Spot]:
        """The same by whole one-degree cells (see `cell_of`)."""
        per_cell = FINE * FINE
        spans = ((cell * per_cell, (cell + 1) * per_cell - 1) for cell in cells)
        return [spot for span in spans for spot in self._spots("cell BETWEEN ? AND ?", span)]

    def band(self, south: int, north: int) -> list[Spot]:
        """The same by rows of one-degree cells, 0 at the south pole, from `south` to `north`."""
        per_row = 360 * FINE * FINE
        return self._spots("cell BETWEEN ? AND ?", (south * per_row, (north + 1) * per_row - 1))

    def _spots(self, where: str, values: Sequence[int]) -> list[Spot]:
        rows = self._db.execute(f"SELECT id, lon, lat FROM place WHERE {where} AND is_area = 0", values)
        return [(number, lon / DEGREE, lat / DEGREE) for number, lon, lat in rows]

    def numbered(self, numbers: Sequence[int]) -> list[Place]:
        """The places with these numbers of GeoNames'."""
        query = f"SELECT {_PLACE} FROM place WHERE id IN ({', '.join('?' * len(numbers))})"
        return [_place(row) for row in self._db.execute(query, list(numbers))]


def _place(row: Sequence[Any]) -> Place:
    number, name, lon, lat, kind, country, _, admin1, people, extent, area = row[:11]
    return Place(
        f"geonames:{number}", name, lon / DEGREE, lat / DEGREE, kind, country, admin1, people, float(extent),
        FULL, bool(area),
    )  # fmt: skip


def _around(lon: float, lat: float) -> set[int]:
    """The one-degree cell of a position and its neighbours."""
    rows = (max(-90.0, min(90.0, lat + step)) for step in (-1, 0, 1))
    return {cell_of((lon + step + 180) % 360 - 180, row) for row in rows for step in (-1, 0, 1)}


def fine_cell_of(lon: float, lat: float) -> int:
    """Number of the sixteenth-of-a-degree cell that holds a position: those of one degree cell follow each other."""
    x, y = (lon + 180) % 360, min(lat + 90, 179.999_999)
    within = int(y % 1 * FINE) * FINE + int(x % 1 * FINE)
    return cell_of(lon, lat) * FINE * FINE + within


def full_path() -> Path:
    """Where the full gazetteer is or will be: beside the place index."""
    return index_path().with_name(NAME)


def open_full(path: Path) -> Full | None:
    """The full gazetteer at `path`; None when nobody built one. Raises GazetteerError for one that cannot be used."""
    return Full(path) if path.exists() else None


@cache
def stamp() -> str:
    """Hash of what the stored keys, sizes and ranks come from: a file with another one gives wrong answers."""
    digest = hashlib.sha256(f"{_FORMAT}".encode())
    for name in ("articles.csv", "words.csv", "letters.csv", "features.csv"):
        digest.update((DATA / name).read_bytes())
    for name in ("folding.py", "features.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:16]
