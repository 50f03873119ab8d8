"""Contradictions: the true ones, and few others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geo
from geo.incidents.texts.conflicts import zone_conflicts


def conflicts(folder: Path, **texts: str) -> list[dict[str, Any]]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"---\npublished: 2017-06-08\npublisher: {name}\n---\n{text}\n", "utf-8")
    return geo.draft(folder).conflicts


def test_a_part_of_a_country_against_another_and_against_the_gazetteer(tmp_path: Path) -> None:
    found = conflicts(
        tmp_path,
        one="Syria's army shot down a drone on Tuesday 6 miles north of Latakia in eastern Syria, a monitor said. "
        "The drone was lost over northwest Syria, a US official told reporters.",
    )
    assert [one["about"] for one in found] == ["place"]
    values = [value["value"] for value in found[0]["values"]]
    assert values[0] == "Latakia in eastern Syria"
    assert values[1] == "over northwest Syria"
    assert "in the" in values[2]


def test_numbers_that_can_both_hold_are_none(tmp_path: Path) -> None:
    text = (
        "Coalition aircraft struck a convoy near Raqqa in Syria on Tuesday. "
        "Three vehicles were seen and two vehicles were hit, officials said."
    )
    assert conflicts(tmp_path, one=text) == []


def test_two_tolls_by_two_speakers_are_one(tmp_path: Path) -> None:
    text = (
        "A bomb exploded in Homs on Tuesday, killing 12 people, police said. "
        "A hospital official said 20 people were killed."
    )
    assert [one["about"] for one in conflicts(tmp_path, one=text)] == ["count"]


def test_a_toll_that_rose_between_reports_is_none(tmp_path: Path) -> None:
    later = (
        "The death toll from Tuesday's bombing in Homs rose to 20, police said. "
        "A bomb exploded in a market in Homs on Tuesday."
    )
    (tmp_path / "late.txt").write_text(f"---\npublished: 2017-06-09\n---\n{later}\n", "utf-8")
    early = "A bomb exploded in Homs on Tuesday, killing 12 people, police said."
    assert conflicts(tmp_path, one=early) == []


def test_a_diameter_against_a_radius() -> None:
    zone = {"centre": "Oldport", "report": "a", "quote": "q", "said_by": "x"}
    found = zone_conflicts(
        [{**zone, "radius_m": 54718.0, "worded": "34-mile"}, {**zone, "radius_m": 27359.0, "worded": "34-mile wide"}]
    )
    assert [value["value"] for value in found[0]["values"]] == ["34-mile", "34-mile wide"]
