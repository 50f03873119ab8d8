"""The full gazetteer built: the same bytes from the same sources, whole or not there."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geonames_files as geonames
import pytest

from geo.errors import GazetteerError
from geo.places import full, ingest
from geo.places.full import Full
from geo.places.ingest import build_full


def test_the_same_sources_make_the_same_bytes(tmp_path: Path) -> None:
    places, names = geonames.generate(tmp_path, 3_000)
    for file in ("a.sqlite", "b.sqlite"):
        build_full([places], [names], path=tmp_path / file)
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [".sqlite", ".sqlite", ".txt", ".txt"]


def test_countries_and_provinces_are_left_to_the_index(tmp_path: Path) -> None:
    rows = [
        ("Syria", "", 35, 38, "A", "PCLI", "SY", "00", 9),
        ("Homs", "", 34, 38, "A", "ADM1", "SY", "11", 9),
        geonames.FOUR[0],
    ]
    path = tmp_path / full.NAME
    build_full([geonames.write(tmp_path / "x.txt", [geonames.place(n, r) for n, r in enumerate(rows, 1)])], path=path)
    assert Full(path).about["places"] == "1"


def test_malformed_lines_and_second_rows_are_told(tmp_path: Path) -> None:
    lines = [geonames.place(1, geonames.FOUR[0]), "broken", geonames.place(1, geonames.FOUR[1])]
    told = build_full([geonames.write(tmp_path / "x.txt", lines)], path=tmp_path / full.NAME)
    assert [one.where for one in told] == ["line 2", "1 rows"]
    assert Full(tmp_path / full.NAME).about["malformed_lines"] == "1"


def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / full.NAME
    build_full([geonames.four_places(tmp_path)], path=path)
    old = path.read_bytes()
    bad = geonames.write(tmp_path / "bad.txt", ["no such table"])
    for dumps, names in (
        ([bad], []),
        ([geonames.four_places(tmp_path)], [bad]),
        ([], []),
        ([tmp_path / "missing.zip"], []),
    ):
        with pytest.raises(GazetteerError):
            build_full(dumps, names, path=path)
        assert path.read_bytes() == old
    assert {one.name for one in tmp_path.iterdir()} == {full.NAME, "SY.zip", "bad.txt"}


def test_an_interrupted_build_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / full.NAME
    build_full([geonames.four_places(tmp_path)], path=path)
    old = path.read_bytes()

    @contextmanager
    def impatient(label: str, _size: int) -> Iterator[object]:
        if label == "sorting":
            raise KeyboardInterrupt
        yield lambda _done: None

    with pytest.raises(KeyboardInterrupt):
        build_full([geonames.four_places(tmp_path)], path=path, progress=impatient)  # type: ignore[arg-type]
    assert path.read_bytes() == old
    assert {one.name for one in tmp_path.iterdir()} == {full.NAME, "SY.zip"}


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(ingest, "_read_places", broken)
    with pytest.raises(GazetteerError, match="disk is full"):
        build_full([geonames.four_places(tmp_path)], path=tmp_path / full.NAME)
    assert {one.name for one in tmp_path.iterdir()} == {"SY.zip"}


def _build(folder: str) -> None:
    build_full([Path(folder) / "SY.zip"], path=Path(folder) / full.NAME)


def test_two_builds_at_once_both_end_well(tmp_path: Path) -> None:
    geonames.four_places(tmp_path)
    jobs = [multiprocessing.get_context("spawn").Process(target=_build, args=(str(tmp_path),)) for _ in range(2)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
    assert [job.exitcode for job in jobs] == [0, 0]
    assert Full(tmp_path / full.NAME).about["places"] == "4"
    assert {one.name for one in tmp_path.iterdir()} == {full.NAME, "SY.zip"}
