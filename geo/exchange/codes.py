"""Precision codes of conflict data: UCDP's where_prec, ACLED's geo_precision, and those of GDELT, Airwars and GTD.

What each code means, what region it becomes and by whose word stands in the tables that `SCHEMES` names. A code whose
point merely stands for a division never becomes a disc around that point.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from geo.errors import InputError
from geo.files import fold

Scheme = Literal["where_prec", "geo_precision", "geo_type", "geolocation_accuracy", "specificity"]
SCHEMES: Final[dict[Scheme, tuple[str, str]]] = {
    "where_prec": ("ucdp_where_prec.csv", "UCDP"),
    "geo_precision": ("acled_geo_precision.csv", "ACLED"),
    "geo_type": ("gdelt_geo_type.csv", "GDELT"),
    "geolocation_accuracy": ("airwars_geolocation.csv", "Airwars"),
    "specificity": ("gtd_specificity.csv", "GTD"),
}
"""Each scheme by the name of its column: its table, and who codes by it."""

_WHOLE: Final = re.compile(r"[+]?([0-9]{1,3})(?:\.0*)?")


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one scheme."""

    scheme: Scheme
    code: int
    meaning: str
    """In plain words."""
    kind: str
    """exact (the coordinates' own precision), disc, area (of a division) or none (no region can be justified)."""
    radius_m: float
    """Of a disc: the radius that holds 90%, metres; else 0."""
    division: str
    """Of an area: district, province or country; else empty."""
    where_prec: int
    """The same precision as UCDP codes it, 1-7."""
    geo_precision: int
    """The same precision as ACLED codes it, 1-3."""
    source: str
    label: str = ""
    """How a cell says it in words, where the scheme has words."""

    @property
    def name(self) -> str:
        """How it is written beside its scheme: "where_prec 4"."""
        return f"{self.scheme} {self.code}"

    @property
    def is_shape(self) -> bool:
        """Whether it stands for a stretch of ground or sea, so that an outline says more than any circle."""
        return self.where_prec >= 3

    @property
    def coarseness(self) -> tuple[int, float]:
        """Orders codes from fine to coarse."""
        return ("exact", "disc", "area", "none").index(self.kind), self.radius_m


@cache
def codes(scheme: Scheme) -> dict[int, Code]:
    """All codes of a scheme, by number.

    >>> codes("where_prec")[2].radius_m, codes("geo_precision")[3].division
    (25000.0, 'province')
    """
    table = (files("geo.exchange") / "data" / SCHEMES[scheme][0]).read_text("utf-8")
    out = {}
    for row in csv.DictReader(table.splitlines()):
        out[int(row["code"])] = Code(
            scheme, int(row["code"]), row["meaning"], row["kind"], float(row["radius_m"] or 0), row["division"],
            int(row["where_prec"]), int(row["geo_precision"]), row["source"], row.get("label", ""),
        )  # fmt: skip
    return out


def read_code(scheme: Scheme, value: Any) -> Code:
    """The code that a cell holds: 4, 4.0, "4", "4.0", or its words. Raises InputError, "reason; advice", for others.

    >>> read_code("where_prec", "4.0").division, read_code("geolocation_accuracy", "Neighbourhood/area").radius_m
    ('province', 2000.0)
    >>> read_code("geo_precision", "9")
    Traceback (most recent call last):
    geo.errors.InputError: geo_precision '9' is no code of ACLED's; write 1 to 3, or leave the cell empty
    """
    known = codes(scheme)
    text = str(value).strip()
    for code in known.values():
        if code.label and fold(code.label) == fold(text):
            return code
    match = None if isinstance(value, bool) else _WHOLE.fullmatch(text)
    if match is None or int(match[1]) not in known:
        words = ", ".join(code.label for code in known.values() if code.label)
        raise InputError(
            f"{scheme} {text[:60]!r} is no code of {SCHEMES[scheme][1]}'s; "
            f"write {words or f'1 to {max(known)}'}, or leave the cell empty"
        )
    return known[int(match[1])]


def coarser(ucdp: Code | None, acled: Code | None) -> Code | None:
    """Of two codes for the same place the one that claims less; UCDP's, the finer scale, where they agree."""
    if ucdp is None or acled is None:
        return ucdp or acled
    return acled if ucdp.geo_precision != acled.code and acled.coarseness > ucdp.coarseness else ucdp


def code_named(name: str) -> Code:
    """The code that `Code.name` writes: "where_prec 4"."""
    scheme, _, number = name.partition(" ")
    if scheme not in SCHEMES:
        raise InputError(f"no scheme of precision codes is called {scheme!r}; known: {', '.join(SCHEMES)}")
    return read_code(scheme, number)


def codes_of_radius(radius_m: float) -> tuple[int, int]:
    """(where_prec, geo_precision) of a point known to within `radius_m` metres.

    Exact up to what ACLED's "a named town" stands for, then by the reach of UCDP's code 2 and ACLED's code 2.

    >>> codes_of_radius(100.0), codes_of_radius(20_000.0), codes_of_radius(40_000.0), codes_of_radius(90_000.0)
    ((1, 1), (2, 2), (5, 2), (5, 3))
    """
    town_m, near_m = codes("geo_precision")[1].radius_m, codes("geo_precision")[2].radius_m
    around_m = codes("where_prec")[2].radius_m
    where = 1 if radius_m <= town_m else 2 if radius_m <= around_m else 5
    return where, 1 if radius_m <= town_m else 2 if radius_m <= near_m else 3
