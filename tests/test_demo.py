"""`geo demo`: a first run gives a case to change and its map; nothing that a person has is written over."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from geo import cli
from geo.commands import demo
from geo.errors import TableError


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """In a folder of its own, with a browser that only notes what it is to show."""
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def geo(*arguments: str, run: pytest.MonkeyPatch) -> int:
    run.setattr(sys, "argv", ["geo", "demo", *arguments])
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_copies_checks_and_draws(
    run: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], case_folder: Path
) -> None:
    assert geo(run=run) == 0
    printed = capsys.readouterr()
    copied = contents(Path("at-tanf"))
    page = copied.pop("map.html")
    assert copied == contents(case_folder)
    assert page.startswith(b"<!DOCTYPE html>")
    assert b"2017-06-20-drone" in page
    assert "◐ indeterminate" in printed.out
    assert Path("at-tanf/map.html").resolve().as_uri() in printed.err


def test_it_opens_the_map_when_asked(run: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shown: list[str] = []
    run.setattr("webbrowser.open", lambda uri: not shown.append(uri))
    assert geo("mine", "--open", run=run) == 0
    assert shown == [Path("mine/map.html").resolve().as_uri()]
    assert "no browser" not in capsys.readouterr().err


def test_without_a_browser_it_says_what_to_open(run: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run.setattr("webbrowser.open", lambda uri: False)
    assert geo("--open", run=run) == 0
    assert "no browser could be started" in capsys.readouterr().err


def test_what_a_person_has_changed_stays_and_counts(
    run: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert geo(run=run) == 0
    table = Path("at-tanf/incidents.csv")
    table.write_text(table.read_text("utf-8").replace("Syria says it shot", "Damascus says it shot"), "utf-8")
    Path("at-tanf/notes.txt").write_text("mine", "utf-8")
    before = contents(Path("at-tanf"))
    capsys.readouterr()
    assert geo(run=run) == 0
    printed = capsys.readouterr()
    after = contents(Path("at-tanf"))
    assert b"Damascus says" in after.pop("map.html")
    del before["map.html"]
    assert after == before
    assert "Damascus" in printed.out
    assert "at-tanf is there already" in printed.err
    assert "geo demo FOLDER" in printed.err


@pytest.mark.parametrize("what", ["file", "folder"])
def test_it_keeps_its_hands_off_anything_else(
    run: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    home = Path("at-tanf")
    if what == "folder":
        home.mkdir()
    (home / "incidents.csv" if what == "folder" else home).write_text("id\n1\n", "utf-8")
    assert geo(run=run) == 2
    assert "name a new folder" in capsys.readouterr().err
    assert [path.name for path in home.parent.rglob("*")] == ["at-tanf", "incidents.csv"][: 1 + (what == "folder")]


def test_an_empty_folder_is_filled(run: pytest.MonkeyPatch) -> None:
    Path("here").mkdir()
    assert geo("here", run=run) == 0
    assert Path("here/reports").is_dir()


def test_where_nothing_can_be_written_it_says_so(run: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert geo("no/such/folder", run=run) == 1
    assert "no/such/folder: cannot be written" in capsys.readouterr().err


def test_an_installed_package_brings_its_own_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "cases" / "at-tanf"
    inside.mkdir(parents=True)
    (inside / "incidents.csv").write_text("id\n", "utf-8")
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    assert demo.packaged_case() == inside
    (inside / "incidents.csv").unlink()
    monkeypatch.setattr(demo, "__file__", str(tmp_path / "geo" / "demo.py"))
    with pytest.raises(TableError, match="install incident-mapper again"):
        demo.packaged_case()
