"""The index as a file: whole or not there, in the right folder, and clear about what it cannot do."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.places import index, sources
from geo.places.gazetteer import Gazetteer


def few() -> list[sources.Entry]:
    return list(sources.curated())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache folder of its own, and an index of the curated layer alone."""
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(sources, "entries", few)
    return tmp_path / "cache"


def test_it_is_built_on_first_use_and_then_only_read(small: Path) -> None:
    first = index.open_index()
    written = first.path.stat().st_mtime_ns
    again = index.open_index()
    assert first.path == again.path == index.index_path()
    assert again.path.stat().st_mtime_ns == written
    assert [path.name for path in small.iterdir()] == [first.path.name]
    with pytest.raises(sqlite3.OperationalError):
        again._db.execute("DELETE FROM place")


def test_a_half_written_file_is_built_anew(small: Path) -> None:
    path = index.open_index().path
    path.write_bytes(path.read_bytes()[:2000])
    assert index.open_index().by_id("curated:al-tanf-garrison") is not None


def test_an_empty_file_is_built_anew(small: Path) -> None:
    small.mkdir()
    index.index_path().write_bytes(b"")
    assert index.open_index().by_id("curated:al-tanf-garrison") is not None


def test_a_failing_build_leaves_nothing_and_keeps_the_old_file(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = index.open_index().path
    old = path.read_bytes()

    def broken() -> list[sources.Entry]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sources, "entries", broken)
    with pytest.raises(GazetteerError, match="full"):
        index.build(path)
    assert path.read_bytes() == old
    assert [one.name for one in small.iterdir()] == [path.name]


def test_old_versions_are_forgotten_after_a_week(small: Path) -> None:
    small.mkdir()
    for name, days in (
        ("places-old.sqlite", 8),
        ("places-killed.part", 8),
        ("places-other.sqlite", 1),
        ("mine.txt", 99),
    ):
        (small / name).write_bytes(b"")
        then = time.time() - days * 86_400
        os.utime(small / name, (then, then))
    path = index.open_index().path
    assert {one.name for one in small.iterdir()} == {path.name, "places-other.sqlite", "mine.txt"}


def _build(folder: str) -> None:
    os.environ["GEO_CACHE_DIR"] = folder
    sources.entries = few  # type: ignore[assignment]
    index.build(index.index_path())


def test_two_processes_building_at_once_both_end_well(small: Path) -> None:
    jobs = [multiprocessing.get_context("spawn").Process(target=_build, args=(str(small),)) for _ in range(2)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
    assert [job.exitcode for job in jobs] == [0, 0]
    assert index.open_index().by_id("curated:al-tanf-garrison") is not None
    assert len(list(small.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_named_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("GEO_CACHE_DIR", str(blocked / "cache"))
    with pytest.raises(GazetteerError, match="GEO_CACHE_DIR"):
        index.open_index()


def test_without_a_usable_home_the_index_goes_to_temporary_files_with_a_notice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "home"
    blocked.write_text("not a folder")
    monkeypatch.delenv("GEO_CACHE_DIR")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(blocked / name))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(sources, "entries", few)
    assert index.open_index().path.is_relative_to(tmp_path)
    assert "GEO_CACHE_DIR" in caplog.text


def test_the_name_of_the_file_tells_its_sources_apart() -> None:
    assert len(index.fingerprint()) == 16
    assert index.fingerprint() in index.index_path().name


def test_threads_share_one_index(gazetteer: Gazetteer) -> None:
    answers: list[str] = []

    def ask() -> None:
        best = Gazetteer.resolve(gazetteer, ["Mosul", "Raqqa", f"nowhere {threading.get_ident()}"])[0].best
        answers.append(best.place.id if best else "")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["geonames:99072"] * 8


def test_the_counts_are_those_of_the_sources(gazetteer: Gazetteer) -> None:
    about = index.open_index().about
    assert int(about["places"]) > 234_908
    assert int(about["names"]) > 1_000_000


def test_the_article_is_dropped_only_where_arabic_is_written() -> None:
    entries = {entry.place.id: entry for entry in sources.curated()}
    tanf = index.name_rows_of(entries["curated:al-tanf-garrison"], {"SY"})
    assert "tanf" in {key for _, key, _ in tanf}
    elsewhere = index.name_rows_of(entries["curated:al-tanf-garrison"], set())
    assert "tanf" not in {key for _, key, _ in elsewhere}


@pytest.mark.parametrize(("lon", "lat"), [(-180, -90), (180, 90), (179.999, 0), (-0.5, -0.5), (38.6, 33.5)])
def test_every_position_has_a_cell(lon: float, lat: float) -> None:
    assert 0 <= index.cell_of(lon, lat) < 360 * 180
