"""Reports of many kinds, written for these tests: each gives the incidents that it reports, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.geodesy.ellipsoid import distance_m

HERE = Path(__file__).parent / "situations"
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text("utf-8"))
NAMES = sorted(set(EXPECTED) - {"about"})


@pytest.fixture(scope="module")
def drafts() -> dict[str, list[dict[str, Any]]]:
    """The incidents of each situation, read by itself."""
    return {name: geo.draft(HERE / f"{name}.txt").incidents.to_dict("records") for name in NAMES}


def matches(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    if row["kind"] not in wanted["kinds"] or (row["date_start"], row["date_end"]) != (wanted["start"], wanted["end"]):
        return False
    if (
        wanted.get("country", row["country"]) != row["country"]
        or wanted.get("claim", row["claim_status"]) != row["claim_status"]
    ):
        return False
    if "killed" in wanted and wanted["killed"] not in {
        c["best"] for c in json.loads(row["counts"]) if c["what"] == "killed"
    }:
        return False
    if "lon" not in wanted:
        return True
    return bool(distance_m(row["lon"], row["lat"], wanted["lon"], wanted["lat"]) <= wanted["km"] * 1000)


def test_every_situation_has_its_text() -> None:
    found = sorted(path.stem for path in HERE.glob("*.txt"))
    assert found == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_report_gives_its_incidents_and_no_other(name: str, drafts: dict[str, list[dict[str, Any]]]) -> None:
    rows, wanted = drafts[name], EXPECTED[name]
    told = [(row["kind"], row["date_start"], row["place_text"], row["counts"], row["claim_status"]) for row in rows]
    assert len(rows) == len(wanted), told
    for one in wanted:
        assert any(matches(row, one) for row in rows), (one, told)


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_in_its_report(name: str, drafts: dict[str, list[dict[str, Any]]]) -> None:
    from geo.reports import read_report

    text = read_report(HERE / f"{name}.txt").text
    for row in drafts[name]:
        for entry in json.loads(row["evidence"]):
            assert text[entry["start"] : entry["end"]] == entry["quote"]


def test_two_reports_of_one_ambush_are_one_incident() -> None:
    draft = geo.draft([HERE / "mali-ambush.txt", HERE / "sahel-second.txt"])
    rows = draft.incidents.to_dict("records")
    assert sorted(row["reports"] for row in rows) == [1, 1, 2]
    both = next(row for row in rows if row["reports"] == 2)
    assert both["kind"] == "ambush"
    assert {entry["report"] for entry in json.loads(both["evidence"])} == {"mali-ambush", "sahel-second"}
    assert "the same day, 2017-05-23" in both["merged"]


def test_a_person_can_tell_them_apart() -> None:
    paths = [HERE / "mali-ambush.txt", HERE / "sahel-second.txt"]
    both = next(row for row in geo.draft(paths).incidents.to_dict("records") if row["reports"] == 2)
    keys = [one["telling"] for one in json.loads(both["merged"]) if "telling" in one]
    from geo import pipeline

    assert set(pipeline.draft(paths, apart=[frozenset(keys)]).incidents["reports"]) == {1}


def test_a_centre_that_is_no_name_is_asked_for() -> None:
    draft = geo.draft(HERE / "volcano.txt")
    assert len(draft.zones) == 0
    asked = next(one for one in draft.unresolved if one["what"] == "zone centre")
    assert (asked["centre"], asked["radius_text"], asked["why"]) == ("the crater", "8 km", "where is the crater?")


def test_another_language_is_refused_by_name() -> None:
    draft = geo.draft([HERE / "german.txt", HERE / "paris-texas.txt"])
    assert len(draft.incidents) == 1
    assert [Path(one["source"]).name for one in draft.incidents.attrs["rejections"]] == ["german.txt"]
