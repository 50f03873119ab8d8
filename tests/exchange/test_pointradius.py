"""The point-radius formulas against the numbers of the published worked examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geo.errors import CoordinateError, InputError
from geo.exchange import pointradius
from geo.units import METRES_PER

CASES = json.loads((Path(__file__).parent / "worked_examples.json").read_text())
LENGTHS = ("radial", "distance", "distance_precision", "measurement", "source", "datum_length")


def answer(case: dict[str, Any]) -> float:
    """The formula's answer in the unit that the example gives it in."""
    call = getattr(pointradius, case["call"])
    unit_m = METRES_PER[case["unit"]]
    if case["call"] in {"coordinate_precision", "unknown_datum"}:
        return call(**case["args"]) / unit_m
    if case["call"] == "distance_precision":
        return call(**case["args"])
    args = {f"{k}_m" if k in LENGTHS else k: v * unit_m if k in LENGTHS else v for k, v in case["args"].items()}
    if "datum_length_m" in args:
        args["datum_m"] = args.pop("datum_length_m")
    if "map_scale" in args:
        args["source_m"] = pointradius.map_accuracy(args.pop("map_scale"))
    published_in_m = case["id"].startswith("WC")
    return call(**args) / (1.0 if published_in_m else unit_m)


def test_all_published_examples_are_here():
    assert len(CASES) == 55
    assert len({case["id"] for case in CASES}) == 55
    assert all(case["source"] for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_example(case):
    assert answer(case) == pytest.approx(case["expected"], abs=case["tol"])


def test_each_term_widens_the_circle():
    base = {"half_sector_deg": 22.5, "distance_precision_m": 500.0, "lat": 33.5, "precision_deg": 0.001}
    bare = pointradius.offset_at_heading(10_000, 1000, **base)
    for term in ("datum_m", "measurement_m", "source_m"):
        assert pointradius.offset_at_heading(10_000, 1000, **base, **{term: 100.0}) > bare
    assert pointradius.offset_at_heading(10_000, 1000, **{**base, "half_sector_deg": 45.0}) > bare


def test_negative_and_unknown_input_is_refused():
    with pytest.raises(InputError, match="radial"):
        pointradius.feature(-1.0, lat=0)
    with pytest.raises(InputError, match="ED50"):
        pointradius.coordinate_precision(0, 0.1, datum="ED50")
    with pytest.raises(InputError, match="latitude 91"):
        pointradius.coordinate_precision(91, 0.1)
    with pytest.raises(CoordinateError):
        pointradius.unknown_datum(0, 95)
