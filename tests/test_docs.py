"""What the door offers stands in the README, and what the README shows can be typed."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

import geo
from geo.cli import app, main

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")
VALUES = {"Location", "Place", "Report", "Trace", "Zone", "GeoError"}  # met as results, documented where they stand


def test_every_verb_of_the_door_stands_in_the_readme() -> None:
    verbs = {name for name in geo.__all__ if not name.startswith("__")} - VALUES - {"geodesy"}
    assert {name for name in verbs if f"geo.{name}" not in README} == set()


def test_the_readme_shows_the_verdicts_as_they_are(case_folder: Path) -> None:
    build = runpy.run_path(str(CHECKOUT / "data" / "build" / "readme.py"))
    assert build["with_table"](README, build["verdict_table"](case_folder)) == README, "run data/build/readme.py"


def test_the_readme_shows_no_command_that_does_not_exist() -> None:
    shown = set(re.findall(r"^geo (\w+)", README, flags=re.MULTILINE))
    assert shown
    assert shown <= set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", ["at-tanf", "falklands-1982"])
def test_the_committed_map_is_what_the_code_draws(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = tmp_path / f"{case}.html"
    monkeypatch.chdir(CHECKOUT)  # a map says what it is made from, by the names that were given
    monkeypatch.setattr("sys.argv", ["geo", "map", f"data/{case}", "--quiet", "-o", str(drawn)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert not stopped.value.code
    assert drawn.read_bytes() == (CHECKOUT / "maps" / drawn.name).read_bytes(), "commit what `make map` writes"


def test_the_pages_show_the_readme_and_the_door(tmp_path: Path) -> None:
    """`make docs`; in a process of its own, as it loads all lazy names at once."""
    command = [sys.executable, CHECKOUT / "data" / "build" / "docs.py", tmp_path / "docs"]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    front, door = ((tmp_path / "docs" / name).read_text("utf-8") for name in ("index.html", "geo.html"))
    assert re.search(r"<h1[^>]*>incident-mapper</h1>", front)
    for name in geo.__all__:
        if not name.startswith("__") and name != "geodesy":
            assert f'<section id="{name}">' in door, name
    assert not re.search(r'<section id="(\w+\.)?_[a-z]', door)
    assert {path.name for path in (tmp_path / "docs" / "notebooks").iterdir()} == {
        f"{path.stem}.html" for path in (CHECKOUT / "notebooks").glob("*.ipynb")
    }
