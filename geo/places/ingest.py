"""GeoNames' dump into the file of the full gazetteer, read, staged, sorted, and put in place whole."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from geo.errors import GazetteerError, Rejection
from geo.places import dump
from geo.places.countries import countries
from geo.places.features import extent_of, feature, prominence_of
from geo.places.full import BATCH, DEGREE, PER_PROMINENCE, SCHEMA, fine_cell_of, full_path, stamp
from geo.places.index import cell_of, name_keys, write
from geo.places.kinds import stripped
from geo.progress import Progress, silent

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
_FORMER: Final = 1.0
"""What a former or colloquial name takes off the prominence."""
_SKIPPED: Final = ("PCL", "ADM1", "CONT", "TERR", "ZN")
"""Beginnings of the codes of countries, provinces and continents: the index has them, with outlines."""
_INSTALLATIONS: Final = frozenset({"base", "airport", "crossing", "camp", "port", "energy"})
"""Groups that texts call without their type word: "Balad" for Balad Air Base."""


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
    db.executescript(SCHEMA + _STAGE)
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
    while batch := list(islice(lines, BATCH)):
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
    lon, lat = round(one.lon * DEGREE), round(one.lat * DEGREE)
    return (
        one.id, one.name, lon, lat, one.code or one.letter, one.country, one.also, one.admin1, one.population,
        round(extent_of(one.letter, one.code, one.population)), int(one.letter == "A"),
        fine_cell_of(lon / DEGREE, lat / DEGREE),
    )  # fmt: skip


def _name_rows(
    one: dump.PlaceLine, others: Sequence[tuple[int, str]], arabic: set[str]
) -> Iterator[tuple[str, int, int, str, str, int]]:
    """The rows of a place's spellings: those still in use first, so that a key they share is theirs."""
    prominence = prominence_of(one.letter, one.code, one.population)
    rank, former_rank = (-round(PER_PROMINENCE * (prominence - minus)) for minus in (0.0, _FORMER))
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
