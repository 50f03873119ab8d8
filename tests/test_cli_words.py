"""Words typed wrongly, in another encoding, or in bad faith: each is one line, an exit code, and nothing more."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from tests.running import Geo


def test_a_word_in_another_encoding_is_wrong_usage(geo: Geo, tmp_path: Path) -> None:
    for words in (("check", os.fsdecode(b"caf\xe9.csv"), "--zone", "33.5, 38.6, 34 mi"), ("locate", "near \udcff")):
        ran = geo(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "is not UTF-8; rename the file, or type it anew" in ran.err


def test_half_a_surrogate_pair_is_printed_as_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from geo import cli

    held = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(held, encoding="utf-8"))
    monkeypatch.setattr("sys.argv", ["geo"])
    monkeypatch.setattr(cli, "app", lambda: print("Rut\ud800bah"))
    cli.main()
    sys.stdout.flush()
    assert held.getvalue() == b"Rut\\ud800bah\n"


def test_a_report_whose_name_is_in_another_encoding_is_set_aside(geo: Geo, tmp_path: Path) -> None:
    story = "On 8 June 2017 aircraft struck two trucks near At Tanf, Syria."
    (tmp_path / "ok.txt").write_text(story)
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(story)
    except OSError:
        pytest.skip("this file system holds no such name")
    ran = geo("read", tmp_path, "--format", "json")
    assert ran.code == 3
    assert "caf\ufffd.txt: its name is not UTF-8; rename it" in ran.err
    assert len(json.loads(ran.out)["incidents"]) == 1


@pytest.mark.parametrize("option", ["-o", "--zones", "input"])
def test_a_name_too_long_for_the_system_is_one_line(geo: Geo, case_folder: Path, option: str) -> None:
    name = "x" * 5000 + ".csv"
    words = (name,) if option == "input" else (case_folder, option, name)
    ran = geo("check", *words)
    assert ran.code == 1
    assert "File name too long" in ran.err
    assert ran.err.count("\n") == 1
    assert len(ran.err) < 400


def test_an_empty_name_is_not_this_folder(geo: Geo, here: Path) -> None:
    ran = geo("check", "")
    assert (ran.code, ran.out) == (1, "")
    assert "an input is named by nothing ('')" in ran.err


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "geojson"])
def test_no_format_steers_a_terminal(geo: Geo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    hostile = tmp_path / "a.csv"
    hostile.write_bytes("id,title,lat,lon\n1,a\x1b[2Jb\x9b31m\u202ec,33.6,38.7\n".encode())
    words = ("check", hostile, "--zone", "33.5, 38.6, 34 mi", "--format", form)
    piped = geo(*words).out
    assert "\u202e" in piped
    monkeypatch.setattr("geo.commands.messages.watched", lambda: True)
    shown = geo(*words).out
    assert not any((ord(sign) < 32 and sign != "\n") or sign in "\x7f\x9b\u202e" for sign in shown)
    assert shown.count("\n") == piped.count("\n")


def test_a_column_given_twice_is_wrong_usage(geo: Geo, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,x,y\n1,38.7,33.6\n")
    ran = geo("check", tmp_path / "a.csv", "--columns", "lat=x,lat=y")
    assert (ran.code, ran.out) == (2, "")
    assert "--columns gives 'lat' twice" in ran.err


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--profile", "nobody", "no doubt profile is called 'nobody'"),
        ("--uncertainty", "99999 km", "the uncertainty 99999 km is no radius on Earth"),
        ("--uncertainty", "5", "the uncertainty 5 has no unit"),
        ("--uncertainty", "0 m", "the uncertainty 0 m is no radius on Earth"),
    ],
)
def test_an_options_word_is_refused_where_no_row_needs_it(
    geo: Geo, tmp_path: Path, option: str, value: str, says: str
) -> None:
    (tmp_path / "a.csv").write_text("id,lat,lon,uncertainty_m\n1,33.6,38.7,100\n")
    ran = geo("check", tmp_path / "a.csv", "--zone", "33.5, 38.6, 34 mi", option, value)
    assert (ran.code, ran.out) == (1, "")
    assert says in ran.err


def test_reports_without_an_incident_are_named(geo: Geo, tmp_path: Path) -> None:
    (tmp_path / "dull.txt").write_text("Nothing happened.\n")
    ran = geo("read", tmp_path / "dull.txt", "--format", "csv")
    assert f"no incident was found in {tmp_path / 'dull.txt'}" in ran.err


def test_a_zone_whose_centre_has_namesakes_says_which(geo: Geo, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,lat,lon\n1,33.6,38.7\n")
    ran = geo("check", tmp_path / "a.csv", "--zone", "Tripoli, 34 mi")
    assert "its centre is taken for Tripoli in LY" in ran.err
    assert "and might be Tripoli in LB" in ran.err
    assert "is taken for" not in geo("check", tmp_path / "a.csv", "--zone", "At Tanf garrison, 34 mi").err


def test_a_drawn_zone_without_a_width_is_told_so(geo: Geo, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,lat,lon\n1,33.6,38.7\n")
    ran = geo("check", tmp_path / "a.csv", "--zone", "POLYGON ((38 33, 39 33, 39 34, 38 33))")
    assert ran.code == 1
    assert "is drawn and has no width; write one behind it" in ran.err


def test_a_zone_of_twenty_thousand_letters_is_a_short_message(geo: Geo, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,lat,lon\n1,33.6,38.7\n")
    ran = geo("check", tmp_path / "a.csv", "--zone", "q" * 20_000 + ", 34 mi")
    assert ran.code == 1
    assert "is too long for the name of a place" in ran.err
    assert len(ran.err) < 300


def test_one_letter_over_and_over_is_no_spelling_of_an_airport(geo: Geo) -> None:
    ran = geo("locate", "aaaa", "xxxx", "--format", "json")
    assert [one["lat"] for one in json.loads(ran.out)] == [None, None]
