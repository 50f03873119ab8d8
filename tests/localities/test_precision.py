"""UCDP codes from the form of the words."""

from __future__ import annotations

import pytest

from geo.localities.precision import where_prec
from geo.values import Clause, Place

AREA = {"is_area": True}


@pytest.mark.parametrize(
    ("form", "place", "code"),
    [
        ("coordinates", None, 1), ("feature", Place("p", "p", 0, 0), 1), ("offset", Place("p", "p", 0, 0), 2),
        ("near", Place("p", "p", 0, 0), 2), ("heading", Place("p", "p", 0, 0), 5),
        ("between", Place("p", "p", 0, 0), 5),
        ("part", Place("p", "p", 0, 0, "PCLI", **AREA), 5), ("feature", Place("p", "p", 0, 0, "PCLI", **AREA), 6),
        ("feature", Place("p", "p", 0, 0, "ADM1", **AREA), 4), ("feature", Place("p", "p", 0, 0, "ADM2", **AREA), 3),
        ("feature", Place("p", "p", 0, 0, "CONT", **AREA), 5),
    ],
)  # fmt: skip
def test_codes(form, place, code):
    assert where_prec(Clause(form, "x"), place) == code


def test_an_offset_is_never_exact_and_a_wide_ring_is_fuzzy():
    assert where_prec(Clause("offset", "x", distance_m=10.0), None) == 2
    assert where_prec(Clause("distance_from", "x", distance_m=20_000.0), None) == 2
    assert where_prec(Clause("distance_from", "x", distance_m=38_624.0), None) == 5
