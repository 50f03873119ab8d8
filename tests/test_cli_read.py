"""`geo read` as people type it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.running import Geo

TEXT = "A bomb exploded in Homs, Syria on Tuesday, killing at least 12 people, police said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "reports"
    home.mkdir()
    (home / "homs.txt").write_text(TEXT, "utf-8")
    return home


def test_json_has_the_five_parts(geo: Geo, folder: Path) -> None:
    ran = geo("read", folder, "--published", "2017-06-08", "--format", "json")
    data = json.loads(ran.out)
    assert (ran.code, list(data)) == (0, ["incidents", "zones", "mentions", "conflicts", "unresolved"])
    assert data["incidents"][0]["date_start"] == "2017-06-06"
    assert data["incidents"][0]["evidence"][0]["quote"] == TEXT
    assert {one["text"] for one in data["mentions"]} == {"Homs", "Syria"}


def test_without_a_day_of_publication_the_weekday_stays_open(geo: Geo, folder: Path) -> None:
    ran = geo("read", folder, "--format", "csv")
    row = next(csv.DictReader(io.StringIO(ran.out)))
    assert (row["date_start"], row["date_text"]) == ("", "Tuesday")
    assert "no day of publication is known" in ran.err
    assert "open: date of" in ran.err


def test_a_day_for_each_report(geo: Geo, folder: Path) -> None:
    ran = geo("read", folder, "--published", "homs=2017-06-15", "--format", "json")
    assert json.loads(ran.out)["incidents"][0]["date_start"] == "2017-06-13"
    assert geo("read", folder, "--published", "2017-06-15", "--published", "2017-06-16").code == 2


def test_writing_again_keeps_what_was_changed(geo: Geo, folder: Path) -> None:
    table = folder.parent / "incidents.csv"
    first = geo("read", folder, "--published", "2017-06-08", "-o", table)
    assert (first.code, first.out) == (0, "")
    table.write_text(
        table.read_text("utf-8").replace(",bombing,", ",explosion,").replace("Homs, Syria", "Hama"), "utf-8"
    )
    again = geo("read", folder, "--published", "2017-06-08", "-o", table)
    assert "1 edited" in again.err
    assert "Hama" in table.read_text("utf-8")


def test_what_it_writes_can_be_checked(geo: Geo, folder: Path) -> None:
    table = folder.parent / "incidents.csv"
    geo("read", folder, "--published", "2017-06-08", "-o", table)
    ran = geo("check", table, "--zone", "Homs, 60 km", "--format", "json")
    assert [row["verdict"] for row in json.loads(ran.out)] == ["inside"]


def test_a_folder_without_reports_is_refused(geo: Geo, tmp_path: Path) -> None:
    ran = geo("read", tmp_path)
    assert ran.code == 1
    assert "report" in ran.err
