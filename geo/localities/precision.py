"""UCDP GED where_prec: how exact a location is, from the form of the words; sources in data/where_prec.csv."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final

from geo.values import Clause, Place

WIDE_M: Final = 25_000.0
"""Code 2 reaches about this far from the known point."""


def where_prec(clause: Clause, place: Place | None) -> int:
    """The code, 1 (exact) to 7 (sea or air space), of a location that rests on this clause.

    >>> where_prec(Clause("offset", "6 miles north of Latakia", distance_m=9656.0), None)
    2
    """
    codes = _codes()
    if place is not None and place.is_area and clause.form in {"feature", "area"}:
        for prefix in ("PCL", "ADM1", "ADM2"):
            if place.kind.startswith(prefix):
                return codes[f"area:{prefix}"]
        return codes["area"]
    code = codes.get(clause.form, codes["area"])
    if clause.form == "distance_from" and (clause.distance_m or 0.0) > WIDE_M:
        return codes["heading"]
    return code


@cache
def _codes() -> dict[str, int]:
    text = (files("geo.localities") / "data" / "where_prec.csv").read_text(encoding="utf-8")
    return {row["form"]: int(row["code"]) for row in csv.DictReader(text.splitlines())}
