"""The bench's scorer on cases small enough to count by hand."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

EVALUATE = runpy.run_path(str(Path(__file__).parents[1] / "bench" / "geoparse.py"))["evaluate"]


def span(start: int, end: int, lat: float | None = 0.0, lon: float | None = 0.0, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "lat": lat, "lon": lon, **more}


def score(gold: list[dict[str, Any]], found: list[dict[str, Any]], **how: Any) -> dict[str, float]:
    return EVALUATE([{"toponyms": gold}], [found], **how)  # type: ignore[no-any-return]


def test_right_wrong_missed_and_too_many() -> None:
    gold = [span(0, 5), span(10, 15), span(20, 25)]
    found = [span(0, 5, 1.4), span(10, 15, 1.5), span(30, 35)]  # 156 km, 167 km, nowhere in the gold
    figures = score(gold, found)
    assert figures["recognition_f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["resolution_acc161"] == 0.5
    assert figures["end_to_end_p"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["end_to_end_r"] == pytest.approx(1 / 3, abs=1e-4)


def test_an_unresolved_mention_is_no_prediction_but_a_wrong_resolution() -> None:
    figures = score([span(0, 5)], [span(0, 5, None, None)])
    assert (figures["recognition_f1"], figures["resolution_acc161"], figures["end_to_end_p"]) == (1.0, 0.0, 0.0)


def test_gold_without_a_place_counts_for_recognition_only() -> None:
    figures = score([span(0, 5, None, None), span(9, 12)], [span(0, 5), span(9, 12)])
    assert (figures["recognition_f1"], figures["end_to_end_p"], figures["end_to_end_r"]) == (1.0, 1.0, 1.0)


def test_demonyms_are_neutral_unless_asked_for() -> None:
    gold, found = [span(0, 5, demonym=True), span(9, 12)], [span(0, 5), span(9, 12)]
    assert score(gold, found)["recognition_p"] == 1.0
    assert score(gold, found[1:], no_demonyms=False)["recognition_r"] == 0.5


def test_what_overlaps_a_neutral_span_alone_is_dropped() -> None:
    gold = [span(0, 5, neutral=True), span(9, 12)]
    assert score(gold, [span(2, 7), span(9, 12)])["recognition_p"] == 1.0
    assert score(gold, [span(2, 10), span(9, 12)])["recognition_p"] == 0.5
