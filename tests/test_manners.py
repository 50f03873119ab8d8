"""How the commands behave: help with examples first, quiet and verbose, pipes, colour, completion."""

from __future__ import annotations

import csv
import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from geo.cli import app
from tests.incidents.tables import layouts_files
from tests.running import Geo

TANF = ("--zone", "At Tanf garrison, 34 mi")


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, group
    for name, one in getattr(group, "commands", {}).items():
        yield from commands(one, (*path, name))


ALL = dict(commands(get_command(app)))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_begins_with_examples(geo: Geo, path: tuple[str, ...]) -> None:
    ran = geo(*path, "--help")
    assert ran.code == 0
    before, examples, after = ran.out.partition("Examples:\n")
    assert examples
    assert "Options:" not in before
    assert len(before.splitlines()) <= 6
    lines = [line.strip() for line in after.split("\n\n")[0].splitlines()]
    assert lines
    assert all(line.startswith(" ".join(["geo", *path])) or "| geo " in line for line in lines), lines


@pytest.mark.parametrize("path", [path for path, one in ALL.items() if not hasattr(one, "commands")], ids=" ".join)
def test_every_command_has_quiet_and_verbose(geo: Geo, path: tuple[str, ...]) -> None:
    ran = geo(*path, "--help")
    assert "--quiet" in ran.out
    assert "--verbose" in ran.out


class TestQuietAndVerbose:
    TABLE = "id,date,lat,lon\na,2017-06-08,33.5,38.6\nb,2017-06-09,95,38.6\n"

    def test_usually_notes_and_what_is_set_aside(self, geo: Geo) -> None:
        ran = geo("check", "-", *TANF, "--format", "csv", stdin=self.TABLE)
        assert ran.code == 3
        assert "note: " in ran.err
        assert "set aside: " in ran.err

    def test_quiet_drops_the_notes_and_nothing_else(self, geo: Geo, tmp_path: Path) -> None:
        ran = geo("check", "-", *TANF, "-q", "-o", tmp_path / "out.csv", stdin=self.TABLE)
        assert ran.code == 3
        assert "note: " not in ran.err
        assert "wrote" not in ran.err
        assert "set aside: standard input, row 3" in ran.err
        assert (tmp_path / "out.csv").read_text("utf-8").count("\nb,") == 1

    def test_quiet_does_not_last(self, geo: Geo) -> None:
        geo("check", "-", *TANF, "--quiet", "--format", "csv", stdin=self.TABLE)
        assert "note: " in geo("check", "-", *TANF, "--format", "csv", stdin=self.TABLE).err

    def test_verbose_tells_what_is_done(self, geo: Geo) -> None:
        ran = geo("check", "-", *TANF, "--verbose", "--format", "csv", stdin=self.TABLE)
        assert re.search(r"\d s  standard input: 2 rows\n", ran.err)
        assert "1 of 2 incidents have a place" in ran.err
        assert ran.err.count("latitude 95") == 1, "told once, at the end"
        assert "2 rows" not in geo("check", "-", *TANF, "--format", "csv", stdin=self.TABLE).err


class TestPipe:
    def test_rows_columns_and_order_stay(self, geo: Geo) -> None:
        text = layouts_files.table("acled", *reversed(layouts_files.ACLED))
        ran = geo("check", "-", *TANF, "--format", "csv", stdin=text)
        assert ran.code == 0
        given, rows = (list(csv.DictReader(io.StringIO(one))) for one in (text, ran.out))
        assert [row["id"] for row in rows] == [row["event_id_cnty"] for row in given]
        for name in given[0]:
            column = "location_input" if name == "location" else name
            assert [row[column] for row in rows] == [row[name] for row in given], name
        assert {row["verdict"] for row in rows} <= {"inside", "outside", "indeterminate"}

    def test_named_columns(self, geo: Geo) -> None:
        text = "Wann;Hoch;Rechts;Was, wie\n08.06.2017;33,5;38,6;x\n25.06.2017;33,6;38,7;y\n"
        ran = geo(
            "check", "-", *TANF, "--columns", "lat=Hoch,lon=Rechts,date=Wann", "--columns", "title=Was, wie",
            "--format", "csv", stdin=text,
        )  # fmt: skip
        rows = list(csv.DictReader(io.StringIO(ran.out)))
        assert [(row["title"], row["date_start"], row["verdict"]) for row in rows] == [
            ("x", "2017-06-08", "inside"), ("y", "2017-06-25", "inside"),
        ]  # fmt: skip

    @pytest.mark.parametrize("given", ["lat", "=Y", "lat="])
    def test_columns_that_say_nothing_are_wrong_usage(self, geo: Geo, given: str) -> None:
        ran = geo("check", "-", *TANF, "--columns", given, stdin="a,b\n1,2\n")
        assert ran.code == 2
        assert 'takes "lat=Y,lon=X,date=When"' in ran.err

    def test_a_column_that_is_not_there(self, geo: Geo) -> None:
        ran = geo("check", "-", *TANF, "--columns", "lat=Z", stdin="a,b\n1,2\n")
        assert ran.code == 1
        assert "no column 'Z'; its columns are 'a', 'b'" in ran.err


def on_a_terminal(*arguments: str, **settings: str) -> str:
    """What a command writes to a terminal."""
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "geo", *arguments]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", **settings}
    child = subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    out = b""
    while True:
        try:
            read = os.read(mine, 65536)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        out += read
    child.wait()
    os.close(mine)
    return out.decode("utf-8", "replace")


def test_no_color_is_respected(case_folder: Path) -> None:
    plain = on_a_terminal("check", str(case_folder), NO_COLOR="1")
    assert "inside" in plain
    assert not re.search(r"\x1b\[[\d;]*3[0-7]", plain), "no colour"


@pytest.mark.parametrize(("begun", "offered"), [("geo che", "check"), ("geo check --prof", "--profile")])
def test_a_shell_can_complete(begun: str, offered: str) -> None:
    words = begun.split(" ")
    settings = {"_GEO_COMPLETE": "complete_bash", "COMP_WORDS": begun, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'geo'; from geo.cli import app; app(prog_name='geo')"],
        env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert offered in done.stdout.split()


def test_an_options_words_are_offered() -> None:
    settings = {"_GEO_COMPLETE": "complete_bash", "COMP_WORDS": "geo check --profile m", "COMP_CWORD": "3"}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'geo'; from geo.cli import app; app(prog_name='geo')"],
        env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["military_log", "maritime"]
