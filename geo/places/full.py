"""The full gazetteer: GeoNames' whole dump as one file beside the place index, asked for what the index lacks.

Names lie sorted by their key and, within a key, the most prominent place first, so that a name shared by thousands
costs no more than one of a kind. A key is the folded one, or the variant one behind a `~` (see folding.py).
The file holds nothing of when or where it was built: the same sources make the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from geo.errors import GazetteerError, Rejection
from geo.places import dump
from geo.places.countries import countries
from geo.places.database import Database
from geo.places.features import FULL, extent_of, feature, prominence_of
from geo.places.folding import DATA
from geo.places.index import Hit, Spot, cell_of, index_path, name_keys, write
from geo.places.kinds import stripped
from geo.progress import Progress, silent
from geo.values import Place

NAME: Final = "geonames.sqlite"
"""The file's name in the folder of the place index."""
_FORMAT: Final = 1
_SCHEMA: Final = """
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
_STAGE: Final = """
CREATE TABLE stage.place (
    id INTEGER PRIMARY KEY, name TEXT, lon INTEGER, lat INTEGER, kind TEXT, country TEXT, also TEXT, admin1 TEXT,
    population INTEGER, extent_m INTEGER, is_area INTEGER, cell INTEGER
);
CREATE TABLE stage.name (key TEXT, rank INTEGER, place INTEGER, spelling TEXT, country TEXT, cell INTEGER);
CREATE TABLE stage.other (place INTEGER, former INTEGER, spelling TEXT);
"""
_CACHE_KB: Final = 96_000
"""Memory of each database and of its sorting while building, kB."""
_BATCH: Final = 900
"""Rows handled together; SQLite's oldest limit of parameters is 999."""
_DEGREE: Final = 100_000
"""Steps of a stored coordinate per degree: GeoNames gives five decimals."""
_PER_PROMINENCE: Final = 100
_FORMER: Final = 1.0
"""What a former or colloquial name takes off the prominence."""
FINE: Final = 16
"""Parts of a degree cell along each side."""
MOST: Final = 12
"""Places of one key that count without regard to where they are, and again as many of the country and the
surroundings that are meant."""
_SKIPPED: Final = ("PCL", "ADM1", "CONT", "TERR", "ZN")
"""Beginnings of the codes of countries, provinces and continents: the index has them, with outlines."""
_INSTALLATIONS: Final = frozenset({"base", "airport", "crossing", "camp", "port", "energy"})
"""Groups that texts call without their type word: "Balad" for Balad Air Base."""
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
                cells = sorted({cell for lon, lat in near for cell in _around(lon, lat)})[:_BATCH]
                rows += self._rows(f"AND name.cell IN ({', '.join('?' * len(cells))})", (key, *cells))
            rows = list(dict.fromkeys(rows))
        return [Hit(_place(row), row[-1] or row[1], -row[-2] / _PER_PROMINENCE, row[6]) for row in rows]

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
        for start in range(0, len(cells), _BATCH):
            part = cells[start : start + _BATCH]
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
        return [(number, lon / _DEGREE, lat / _DEGREE) for number, lon, lat in rows]

    def numbered(self, numbers: Sequence[int]) -> list[Place]:
        """The places with these numbers of GeoNames'."""
        query = f"SELECT {_PLACE} FROM place WHERE id IN ({', '.join('?' * len(numbers))})"
        return [_place(row) for row in self._db.execute(query, list(numbers))]


def _place(row: Sequence[Any]) -> Place:
    number, name, lon, lat, kind, country, _, admin1, people, extent, area = row[:11]
    return Place(
        f"geonames:{number}", name, lon / _DEGREE, lat / _DEGREE, kind, country, admin1, people, float(extent),
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


def build_full(
    dumps: Sequence[Path], names: Sequence[Path] = (), *, path: Path | None = None, progress: Progress = silent
) -> list[Rejection]:
    """Build the full gazetteer from GeoNames' files and put it in place of the one before; what was set aside.

    dumps: allCountries.zip or .txt, or the files of single countries; names: alternateNamesV2.zip or .txt, which says
    of each name whether it is still in use; without it the alternate names of the dump itself serve, codes and all.
    Memory stays within some 400 MB; the disk holds some three times the finished file meanwhile, in the cache
    folder and where SQLite sorts (SQLITE_TMPDIR). Of malformed lines the first fifty per file are listed, the last
    entry counting the others. Raises GazetteerError for a file that is none of GeoNames' and for a full disk; then the
    gazetteer of before is untouched.
    """
    if not dumps:
        raise GazetteerError("no dump is given; download allCountries.zip from GeoNames")
    sources = [_source(one, progress) for one in (*dumps, *names)]
    given = [(one, dump.Tally(one.name)) for one in dumps]
    others = [(one, dump.Tally(one.name)) for one in names]
    target = path or full_path()

    def fill(db: sqlite3.Connection) -> None:
        handle, stage = tempfile.mkstemp(prefix=f"{target.stem}-stage", suffix=".part", dir=target.parent)
        os.close(handle)
        try:
            _fill(db, stage, given, others, progress)
        finally:
            with suppress(OSError):
                os.unlink(stage)
        about = {
            "command": " --alternate-names ".join(
                ["geo gazetteer build " + " ".join(one.name for one in dumps), *(one.name for one in names)]
            ),
            "edition": max(tally.edition for _, tally in given),
            "malformed_lines": str(sum(tally.malformed for _, tally in (*given, *others))),
            "sources": json.dumps(sources),
            "stamp": stamp(),
            **_counts(db),
        }
        db.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        db.commit()

    write(target, fill)
    return [one for _, tally in (*others, *given) for one in tally.rejections()]


def _source(path: Path, progress: Progress) -> dict[str, str]:
    size = dump.size_of(path)
    with progress(f"checking {path.name}", size) as seen:
        sha256 = dump.sha256_of(path)
        seen(size)
    return {"file": path.name, "sha256": sha256}


def _counts(db: sqlite3.Connection) -> dict[str, str]:
    places = db.execute("SELECT count(*) FROM place").fetchone()[0]
    names = db.execute("SELECT count(*) FROM name WHERE key < '~' OR key >= '~~'").fetchone()[0]
    return {"places": str(places), "names": str(names)}


_Files = Sequence[tuple[Path, dump.Tally]]


def _fill(db: sqlite3.Connection, stage: str, dumps: _Files, names: _Files, progress: Progress) -> None:
    db.execute("ATTACH ? AS stage", (stage,))
    for schema in ("main", "stage"):
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KB}"):
            db.execute(f"PRAGMA {schema}.{setting}")
    db.executescript(_SCHEMA + _STAGE)
    for path, tally in names:
        with progress(f"reading {path.name}", dump.size_of(path)) as seen:
            found = dump.read(path, dump.name_line, tally, seen)
            rows = ((one.id, int(one.former), one.name) for one in found if one is not None)
            db.executemany("INSERT INTO stage.other VALUES (?, ?, ?)", rows)
    db.execute("CREATE INDEX stage.other_place ON other (place, former, spelling)")
    for path, tally in dumps:
        with progress(f"reading {path.name}", dump.size_of(path)) as seen:
            _read_places(db, dump.read(path, dump.place_line, tally, seen), tally)
    with progress("sorting", 3) as seen:
        db.execute("INSERT INTO main.place SELECT * FROM stage.place ORDER BY id")
        seen(1)
        db.execute("INSERT INTO main.name SELECT * FROM stage.name ORDER BY key, rank, place")
        seen(2)
        db.execute("CREATE INDEX place_cell ON place (cell)")
        db.commit()
        seen(3)
    db.execute("DETACH stage")


def _read_places(db: sqlite3.Connection, lines: Iterator[dump.PlaceLine], tally: dump.Tally) -> None:
    arabic = {code for code, country in countries().items() if country.arabic}
    while batch := list(islice(lines, _BATCH)):
        tally.edition = max(tally.edition, *(one.modified for one in batch))
        fresh = _unseen(db, [one for one in batch if not _in_the_index(one)], tally)
        others = _others(db, fresh)
        db.executemany(f"INSERT INTO stage.place VALUES ({', '.join('?' * 12)})", map(_place_row, fresh.values()))
        rows = (row for one in fresh.values() for row in _name_rows(one, others.get(one.id, ()), arabic))
        db.executemany("INSERT INTO stage.name VALUES (?, ?, ?, ?, ?, ?)", rows)


def _in_the_index(one: dump.PlaceLine) -> bool:
    return one.letter in ("A", "L") and one.code.startswith(_SKIPPED)


def _unseen(db: sqlite3.Connection, batch: Sequence[dump.PlaceLine], tally: dump.Tally) -> dict[int, dump.PlaceLine]:
    """The rows of `batch` by number; of rows that share one the first counts."""
    marks = ", ".join("?" * len(batch))
    known = {row[0] for row in db.execute(f"SELECT id FROM stage.place WHERE id IN ({marks})", [o.id for o in batch])}
    fresh: dict[int, dump.PlaceLine] = {}
    for one in batch:
        if one.id in known or one.id in fresh:
            tally.twice += 1
        else:
            fresh[one.id] = one
    return fresh


def _others(db: sqlite3.Connection, batch: dict[int, dump.PlaceLine]) -> dict[int, list[tuple[int, str]]]:
    """(former, spelling) of each place, from the alternate names, in a fixed order."""
    query = f"SELECT place, former, spelling FROM stage.other WHERE place IN ({', '.join('?' * len(batch))})"
    out: dict[int, list[tuple[int, str]]] = {}
    for place, former, spelling in db.execute(f"{query} ORDER BY place, former, spelling", list(batch)):
        out.setdefault(place, []).append((former, spelling))
    return out


def _place_row(one: dump.PlaceLine) -> tuple[object, ...]:
    lon, lat = round(one.lon * _DEGREE), round(one.lat * _DEGREE)
    return (
        one.id, one.name, lon, lat, one.code or one.letter, one.country, one.also, one.admin1, one.population,
        round(extent_of(one.letter, one.code, one.population)), int(one.letter == "A"),
        fine_cell_of(lon / _DEGREE, lat / _DEGREE),
    )  # fmt: skip


def _name_rows(
    one: dump.PlaceLine, others: Sequence[tuple[int, str]], arabic: set[str]
) -> Iterator[tuple[str, int, int, str, str, int]]:
    """The rows of a place's spellings: those still in use first, so that a key they share is theirs."""
    prominence = prominence_of(one.letter, one.code, one.population)
    rank, former_rank = (-round(_PER_PROMINENCE * (prominence - minus)) for minus in (0.0, _FORMER))
    current = [one.name, one.ascii] if one.ascii else [one.name]
    current += [name for former, name in others if not former] if others else one.others.split(",")
    written = [(name, name) for name in dict.fromkeys(current)]
    if feature(one.letter, one.code).group in _INSTALLATIONS:
        written += [(short, name) for name, _ in written if (short := stripped(name))]
    former = {name for was, name in others if was} - {name for name, _ in written}
    written += [(name, name) for name in sorted(former)]
    cell = cell_of(one.lon, one.lat)
    for spelling, folded, variant in name_keys(written, drop=one.country in arabic or one.also in arabic):
        row = (former_rank if spelling in former else rank, one.id, "" if spelling == one.name else spelling)
        if folded is not None:
            yield (folded, *row, one.country, cell)
        if variant is not None:
            yield ("~" + variant, *row, one.country, cell)
