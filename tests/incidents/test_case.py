"""The case that ships: its table keeps the contract, and every quote stands in its report."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from geo.incidents import read_table, tie_evidence
from geo.incidents.tables.read import CLAIMS
from geo.reports import read_reports
from geo.values import Report

CASE = Path(__file__).parents[2] / "data" / "at-tanf"
KEYS = {"report", "start", "end", "quote", "about", "said_by", "stance", "origin"}


@pytest.fixture(scope="module")
def case() -> tuple[pd.DataFrame, list[Report]]:
    reports, refused = read_reports(CASE / "reports")
    frame, rejected = read_table(CASE / "incidents.csv")
    frame, untied = tie_evidence(frame, reports)
    assert [*refused, *rejected, *untied] == []
    return frame, reports


def test_seven_incidents_of_five_reports(case: tuple[pd.DataFrame, list[Report]]) -> None:
    frame, reports = case
    assert len(reports) == 5
    assert all(report.published and report.title and report.publisher for report in reports)
    assert frame["date_start"].tolist() == [
        "2015-03-17", "2017-06-06", "2017-06-06", "2017-06-08", "2017-06-08", "2017-06-18", "2017-06-20",
    ]  # fmt: skip
    assert frame["lon"].isna().all()  # the case is placed by its words
    assert (frame["title"] != "").all()


def test_places_and_days_are_worded_as_in_a_report(case: tuple[pd.DataFrame, list[Report]]) -> None:
    frame, reports = case
    bodies = {report.id: report.text for report in reports}
    for row in frame.to_dict("records"):
        texts = [bodies[entry["report"]] for entry in json.loads(row["evidence"])]
        assert any(row["place_text"] in text for text in texts), row["place_text"]
        assert any(row["date_text"].split(" before ")[0] in text for text in texts), row["date_text"]


def test_evidence_is_complete(case: tuple[pd.DataFrame, list[Report]]) -> None:
    frame, _ = case
    for row in frame.to_dict("records"):
        evidence = json.loads(row["evidence"])
        assert {"event", "place", "time"} <= {entry["about"] for entry in evidence}
        for entry in evidence:
            assert entry.keys() >= KEYS
            assert entry["stance"] in {"asserts", "denies", "cannot_confirm", "reports"}
            assert entry["about"] in {"event", "place", "time", "count"}
        telling = [e for e in evidence if e["about"] == "event" and e["stance"] in {"asserts", "reports"}]
        assert row["independent_sources"] == len({entry["origin"] for entry in telling})
        assert row["reports"] == len({entry["report"] for entry in evidence})
        assert row["claim_status"] in CLAIMS
        for count in json.loads(row["counts"]):
            assert count["low"] <= count["best"] <= count["high"]
            assert count["said_by"]


def test_what_the_reports_say_of_the_zone(case: tuple[pd.DataFrame, list[Report]]) -> None:
    stated = {row["id"]: json.loads(row["zone_statements"]) for row in case[0].to_dict("records")}
    assert {name for name, statements in stated.items() if statements} == {
        "2017-06-06-syrian-aircraft", "2017-06-06-coalition-strike", "2017-06-08-trucks",
    }  # fmt: skip
    for statements in stated.values():
        assert all(one["relation"] == "inside" and one["said_by"] and one["quote"] for one in statements)
