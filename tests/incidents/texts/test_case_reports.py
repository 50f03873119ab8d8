"""The case read from its own retold reports, no table at hand: seven incidents, each once, with the same verdicts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from geo import pipeline


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], pipeline.Draft]:
    """Rows of incident and verdict, and the draft itself."""
    case = Path(__file__).parents[3] / "data" / "at-tanf"
    folder = tmp_path_factory.mktemp("case")
    shutil.copytree(case / "reports", folder / "reports")
    for name in ("zones.csv", "places.csv"):
        shutil.copy(case / name, folder / name)
    incidents, zones = pipeline.read_all([folder])
    rows = pipeline.joined(incidents, pipeline.check(incidents, zones)).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows], pipeline.draft(folder)


EXPECTED = {  # kind, first and last day, verdict, basis, reports
    ("shoot-down", "2015-03-17", "2015-03-17", "not_in_force", "computed", 1),
    ("airstrike", "2017-06-06", "2017-06-06", "inside", "stated", 1),
    ("airstrike", "2017-06-06", "2017-06-06", "inside", "stated", 2),
    ("airstrike", "2017-06-08", "2017-06-08", "inside", "computed", 3),
    ("shoot-down", "2017-06-08", "2017-06-08", "indeterminate", "computed", 3),
    ("shoot-down", "2017-06-13", "2017-06-19", "outside", "computed", 1),
    ("shoot-down", "2017-06-20", "2017-06-20", "indeterminate", "computed", 1),
}


def test_the_seven_incidents_with_their_verdicts(read: tuple[list[dict[str, Any]], pipeline.Draft]) -> None:
    rows, _ = read
    found = [(r["kind"], r["date_start"], r["date_end"], r["verdict"], r["basis"], r["reports"]) for r in rows]
    assert sorted(found) == sorted(EXPECTED)


def test_one_spokesman_in_three_reports_is_one_origin(read: tuple[list[dict[str, Any]], pipeline.Draft]) -> None:
    rows, _ = read
    three = [row for row in rows if row["reports"] == 3]
    assert {row["independent_sources"] for row in three} == {1}
    assert {row["claim_status"] for row in three} == {"claimed_one_side"}


def test_nothing_happened_in_washington_or_in_2011(read: tuple[list[dict[str, Any]], pipeline.Draft]) -> None:
    rows, _ = read
    assert not [row for row in rows if row["country"] == "US" or row["date_start"].startswith("2011")]


def test_the_zone_and_the_slip_about_latakia(read: tuple[list[dict[str, Any]], pipeline.Draft]) -> None:
    _, draft = read
    assert list(zip(draft.zones["radius_text"], draft.zones["centre"], strict=True)) == [("34 mi", "At Tanf")]
    about = [[value["value"] for value in one["values"]] for one in draft.conflicts]
    assert any("eastern Syria" in values[0] and "northwest Syria" in values[1] for values in about)
    assert len(about) <= 3
