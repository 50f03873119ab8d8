"""Quotes are tied to the reports that hold them, or listed."""

from __future__ import annotations

import json

import pandas as pd

from geo.frames import INCIDENTS, conform
from geo.incidents import tie_evidence
from geo.incidents.evidence import find_quote
from geo.values import Report

REPORT = Report(
    id="r1", text="It fell near the city\nof At Tanf. It fell near Raqqa. Nobody (as far\n as known) was hurt."
)


def incidents(**cells: object) -> pd.DataFrame:
    return conform(pd.DataFrame([{"id": "a", **{name: json.dumps(value) for name, value in cells.items()}}]), INCIDENTS)


def test_quotes_get_their_offsets() -> None:
    entries = [
        {"report": "r1", "quote": quote} for quote in ("near the city of At Tanf", "near Raqqa", "(as far as known)")
    ]
    frame, rejections = tie_evidence(incidents(evidence=entries), [REPORT])
    assert not rejections
    for entry in json.loads(frame.loc[0, "evidence"]):
        assert " ".join(REPORT.text[entry["start"] : entry["end"]].split()) == entry["quote"]


def test_a_second_occurrence_that_was_pointed_at_stays() -> None:
    start = REPORT.text.rindex("It fell")
    entry = {"report": "r1", "quote": "It fell", "start": start, "end": start + 7}
    frame, _ = tie_evidence(incidents(evidence=[entry]), [REPORT])
    assert json.loads(frame.loc[0, "evidence"]) == [entry]


def test_what_is_not_found_is_listed_and_kept() -> None:
    frame, rejections = tie_evidence(
        incidents(
            evidence=[{"report": "r1", "quote": "near Mosul", "start": 0, "end": 7}, {"report": "r2", "quote": "x"}],
            zone_statements=[{"report": "r1", "quote": "inside the zone", "relation": "inside"}],
            conflicts=[{"about": "place", "values": [{"report": "r1", "quote": "near Homs"}, {"value": "no quote"}]}],
        ),
        [REPORT],
    )
    assert len(rejections) == 4
    assert "'near Mosul'" in rejections[0].reason
    assert "no report is called 'r2'" in rejections[1].reason
    assert all(one.where == "id a" and one.advice for one in rejections)
    assert json.loads(frame.loc[0, "evidence"])[0]["start"] is None
    assert json.loads(frame.loc[0, "zone_statements"])[0]["relation"] == "inside"


def test_without_reports_nothing_is_said() -> None:
    frame = incidents(evidence=[{"report": "r1", "quote": "x"}])
    same, rejections = tie_evidence(frame, [])
    assert same is frame
    assert not rejections


def test_find_quote() -> None:
    assert find_quote("near Raqqa", REPORT.text) == (42, 52)
    assert find_quote("NEAR RAQQA", REPORT.text) is None
    assert find_quote(" ", REPORT.text) is None
