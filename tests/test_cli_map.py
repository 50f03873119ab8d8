"""`geo map`: the page, its picture, and what is published of it."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from geo import cli
from geo.files import read_provenance
from geo.maps.photograph import find_browser

TABLE = """id,title,lat,lon,date,said_by
one,Jane Roe says a truck burned,33.51234,38.61234,2017-06-08,Jane Roe
two,A drone fell,34.1,38.2,,
"""
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `geo` in a folder that holds strikes.csv; gives its exit code and what it said."""
    monkeypatch.chdir(tmp_path)
    Path("strikes.csv").write_text(TABLE, encoding="utf-8")

    def runs(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["geo", *arguments])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        try:
            cli.main()
        except SystemExit as stop:
            return int(stop.code or 0), capsys.readouterr().err
        return 0, capsys.readouterr().err

    return runs


def payload_of(path: str) -> str:
    text = Path(path).read_text(encoding="utf-8")
    found = re.search(r'id="payload"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found
    return found[1]


def test_public_leaves_out_names_positions_and_the_undated(run: Run) -> None:
    assert run("map", "strikes.csv", "-o", "all.html")[0] == 0
    assert run("map", "strikes.csv", "-o", "public.html", "--public", "--embargo", "30")[0] == 0
    assert "Jane Roe" in payload_of("all.html")
    written = payload_of("public.html")
    assert "Jane" not in written
    assert "33.512" not in written
    document = json.loads(written)
    assert len(document["incidents"]) == 1
    assert "1 of 2 is left out" in document["notice"]


def test_an_embargo_needs_public(run: Run) -> None:
    code, said = run("map", "strikes.csv", "--embargo", "30")
    assert code == 2
    assert "--public" in said
    assert not list(Path().glob("*.html"))


def test_a_picture_is_a_png_file(run: Run) -> None:
    code, said = run("map", "strikes.csv", "--png", "map.jpg")
    assert code == 2
    assert "map.png" in said


def test_without_a_browser_the_picture_fails_in_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.maps.photograph.find_browser", lambda: None)
    code, said = run("map", "strikes.csv", "--png", "map.png")
    assert code == 1
    assert "needs a browser" in said
    assert not Path("map.png").exists()


@pytest.mark.skipif(find_browser() is None, reason="needs Chromium or kin")
@pytest.mark.skipif(shutil.which("chromedriver") is None, reason="needs a browser that works without a display")
def test_a_picture_alone_or_beside_the_page(run: Run) -> None:
    assert run("map", "strikes.csv", "--png", "alone.png")[0] == 0
    assert not list(Path().glob("*.html"))
    assert run("map", "strikes.csv", "-o", "page.html", "--png", "beside.png")[0] == 0
    assert Path("page.html").exists()
    for name in ("alone.png", "beside.png"):
        data = Path(name).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) > 20_000


@pytest.mark.parametrize("public", [(), ("--public",)])
def test_a_picture_says_what_it_was_made_from(
    run: Run, monkeypatch: pytest.MonkeyPatch, public: tuple[str, ...]
) -> None:
    monkeypatch.setattr("geo.maps.picture", lambda _, png: png.write_bytes(b"\x89PNG"))
    assert run("map", "strikes.csv", *public, "--png", "alone.png")[0] == 0
    told, edited = read_provenance("alone.png")
    assert told is not None
    assert not edited
    assert (told["command"], [one.get("file") for one in told["inputs"]]) == (
        "map",
        [None if public else "strikes.csv"],
    )
