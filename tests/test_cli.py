"""The commands as people type them: what they print, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.running import Geo

EXPECTED = {  # verdict, spatial, temporal, basis: what the five reports alone support
    "2015-03-17-predator": ("not_in_force", "outside", "before", "computed"),
    "2017-06-06-syrian-aircraft": ("inside", "inside", "in_force", "stated"),
    "2017-06-06-coalition-strike": ("inside", "inside", "in_force", "stated"),
    "2017-06-08-trucks": ("inside", "inside", "in_force", "computed"),
    "2017-06-08-drone": ("indeterminate", "indeterminate", "in_force", "computed"),
    "2017-06-18-warplane": ("outside", "outside", "in_force", "computed"),
    "2017-06-20-drone": ("indeterminate", "indeterminate", "in_force", "computed"),
}


def test_the_case_gives_what_its_reports_support(geo: Geo, case_folder: Path) -> None:
    ran = geo("check", case_folder, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    rows = {row["id"]: row for row in json.loads(ran.out)}
    found = {key: (r["verdict"], r["spatial"], r["temporal"], r["basis"]) for key, r in rows.items()}
    assert found == EXPECTED
    trucks = rows["2017-06-08-trucks"]
    assert trucks["p_literal"] == pytest.approx(1.0, abs=1e-3)
    assert trucks["p_inside"] == pytest.approx(0.936, abs=2e-3)
    assert trucks["stable"] is False
    assert "crossing is the centre" in trucks["reason"]
    assert rows["2017-06-18-warplane"]["p_inside"] == pytest.approx(3e-4, abs=1e-4)
    assert rows["2017-06-08-drone"]["p_inside"] == pytest.approx(0.81, abs=0.02)
    assert all(row["reason"] and row["evidence"] for row in rows.values())


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "geojson", "table"])
def test_every_format_holds_every_incident(geo: Geo, case_folder: Path, form: str) -> None:
    ran = geo("check", case_folder, "--format", form)
    assert ran.code == 0
    if form == "table":
        for words in ("Predator", "not in force", "indeterminate", "7 verdicts"):
            assert words in ran.out
        return
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(ran.out)))
    elif form == "jsonl":
        rows = [json.loads(line) for line in ran.out.splitlines()]
    elif form == "json":
        rows = json.loads(ran.out)
    else:
        rows = [feature["properties"] for feature in json.loads(ran.out)["features"]]
    assert {row["id"] for row in rows} == set(EXPECTED)


def test_the_map_is_one_file(geo: Geo, case_folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "case.html"
    ran = geo("map", case_folder, "-o", page)
    assert ran.code == 0
    assert page.stat().st_size > 50_000
    assert [p.name for p in tmp_path.iterdir()] == ["case.html"]
    assert page.resolve().as_uri() in ran.err


def test_explain_goes_from_sentence_to_number(geo: Geo, case_folder: Path) -> None:
    ran = geo("explain", case_folder, "2017-06-08-trucks")
    assert ran.code == 0
    for words in ("about 24 miles from the At Tanf base", "al-Tanf", "0.94", "inside", "34 mi"):
        assert words in ran.out
    again = geo("explain", case_folder, "2017-06-08-trucks", "--format", "json")
    assert json.loads(again.out)["verdicts"][0]["verdict"] == "inside"


def test_explain_names_the_ids_it_knows(geo: Geo, case_folder: Path) -> None:
    ran = geo("explain", case_folder, "trucks")
    assert ran.code == 1
    assert "2017-06-08-trucks" in ran.err


def test_locate(geo: Geo) -> None:
    ran = geo("locate", "about 24 miles from the At Tanf base", "--country", "SY", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)[0]["anchor"]["name"].startswith("al-Tanf")


def test_an_unknown_place_is_not_guessed(geo: Geo) -> None:
    ran = geo("locate", "5 km south of Rakqqahqa", "--country", "SY", "--format", "json")
    assert ran.code == 3
    answer = json.loads(ran.out)[0]
    assert answer["lon"] is None
    assert answer["reason"]


HEADER = "id,date,lat,lon,place"
SOUND = "sound,2017-06-08,33.6,38.7,"
ZONE = ("--zone", "33.50583, 38.61778, 34 mi")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("bad,2017-06-08,138.7,33.6,", "swapped"),
        ("bad,2017-06-08,,38.7,", "lat"),
        ("bad,2017-06-08,33.6,398,", "398"),
        ("bad,2017-06-08,0,0,", "longitude 0, latitude 0"),
        ("bad,2017-06-08,NaN,NaN,", "bad"),
        ("bad,2017-06-08,3700000,500000,", "metres"),
        ("bad,2017-06-08,north,38.7,", "north"),
        ("bad,2017-06-08,,,", "no"),
        ("bad,2017-06-08,,,Qxzvwplatz", "Qxzvwplatz"),
    ],
)
def test_a_bad_place_is_listed_and_never_outside(geo: Geo, tmp_path: Path, row: str, says: str) -> None:
    table = tmp_path / "log.csv"
    table.write_text("\n".join((HEADER, SOUND, row)))
    ran = geo("check", table, *ZONE, "--format", "json")
    assert ran.code == 3
    rows = {one["id"]: one for one in json.loads(ran.out)}
    assert rows["sound"]["verdict"] == "inside"
    assert rows["bad"]["verdict"] == "unlocated"
    assert "log.csv" in ran.err
    assert "row 3" in ran.err
    assert says.lower() in ran.err.lower()


def test_a_date_that_reads_two_ways_is_asked_for(geo: Geo, tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("\n".join((HEADER, SOUND, "two,08/06/2017,33.6,38.7,")))
    ran = geo("check", table, *ZONE, "--format", "json")
    assert ran.code == 3
    assert "2017-06-08" in ran.err
    assert "2017-08-06" in ran.err
    two = json.loads(ran.out)[1]
    assert (two["verdict"], two["temporal"]) == ("indeterminate", "undated")


@pytest.mark.parametrize(
    ("zone", "says"),
    [
        ("At Tanf garrison, 34", "unit"),
        ("At Tanf garrison, 34 leagues", "leagues"),
        ("At Tanf garrison", "LENGTH"),
        (", 34 mi", "centre"),
        ("Qxzvwplatz, 34 mi", "Qxzvwplatz"),
        ("98.6, 33.5, 5 km", "latitude"),
    ],
)
def test_a_bad_zone_says_what_is_missing(geo: Geo, case_folder: Path, zone: str, says: str) -> None:
    ran = geo("check", case_folder, "--zone", zone)
    assert ran.code in (1, 2)
    assert ran.out == ""
    assert says.lower() in ran.err.lower()


def test_absent_and_empty_files(geo: Geo, tmp_path: Path) -> None:
    ran = geo("check", tmp_path / "nowhere.csv", *ZONE)
    assert ran.code == 1
    assert "nowhere.csv" in ran.err
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    ran = geo("check", empty, *ZONE)
    assert ran.code == 1
    assert "empty.csv" in ran.err


def test_no_zone_is_wrong_usage(geo: Geo, tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("\n".join((HEADER, SOUND)))
    ran = geo("check", table)
    assert ran.code == 2
    assert "--zone" in ran.err


def test_a_failed_write_leaves_the_old_file(geo: Geo, case_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "absent" / "out.csv"
    ran = geo("check", case_folder, "-o", target)
    assert ran.code in (1, 2)
    assert not target.exists()
    old = tmp_path / "out.txt"
    old.write_text("old")
    assert geo("check", case_folder, "-o", old).code == 2
    assert old.read_text() == "old"


def test_standard_input_is_a_table(geo: Geo) -> None:
    ran = geo("check", "-", *ZONE, "--format", "csv", stdin="\n".join((HEADER, SOUND)))
    assert ran.code == 0
    assert next(csv.DictReader(io.StringIO(ran.out)))["verdict"] == "inside"
