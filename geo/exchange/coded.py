"""Rows whose place is coded (coordinates and a precision code, or an outline) into locations with their doubt.

A disc where the code says how far the point may be off; the division's own area where the point only stands for it,
never a disc around that point; no location, with the reason, where neither can be had.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from geo.errors import InputError, Rejection
from geo.exchange.codes import Code, code_named, codes_of_radius
from geo.exchange.divisions import SKETCH_M, Division, Divisions, Gazetteer, Named
from geo.exchange.outline import check_near, read_outline, thinned
from geo.exchange.radius import circle_m
from geo.frames import location_cells
from geo.progress import track
from geo.regions import Area, Mixture, Region, point
from geo.units import say_length
from geo.values import Clause, Location, Trace, Unlocated

if TYPE_CHECKING:
    import pandas as pd

WORKING: Final = ("_code", "_footprint")
"""Columns that a reader leaves for `locate_coded`: `Code.name`, and WKT; "" where there is none to go by."""

BEYOND_SKETCH: Final = 0.15
"""Share of the robust region that goes to the whole country where a division's outline is only approximate; the rest
goes to that outline, widened (`divisions.SKETCH_M`). A judgement: more than was ever found to lie beyond, since in
thinly settled countries the borders are known less well than where they were measured."""
_ADVICE: Final = (
    "give coordinateUncertaintyInMeters or a footprintWKT, or name the division in columns (country, adm_1) "
    "as the gazetteer has it"
)
_NOWHERE: Final = dict.fromkeys(("lon", "lat", "uncertainty_m"), math.nan)


def locate_coded(
    frame: pd.DataFrame, *, gazetteer: Gazetteer, country_code: Callable[[str], str]
) -> tuple[pd.DataFrame, list[Rejection]]:
    """INCIDENTS with a location for every row that has a precision code or an outline to go by, and those without.

    frame: columns lon, lat (degrees), uncertainty_m (what the digits leave open), place_text, country, province and
    district where known, and `WORKING`, which do not come back; gazetteer, country_code: see `Divisions`. A row that
    gets no location loses its lon and lat, says why in `unlocated_reason`, and is listed unless a statement on a zone
    places it. A row without coordinates whose UCDP code leads nowhere is left as it is, to be placed by its words.
    """
    if not set(WORKING) <= set(frame.columns):
        return frame, []
    import numpy as np
    import pandas as pd

    out = frame.drop(columns=list(WORKING))
    work = frame[list(WORKING)].astype("object")
    frame = frame.assign(**work.where(work.notna(), ""))
    rejections: list[Rejection] = []
    divisions = Divisions(gazetteer, country_code)
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    shown: _Shown = {}
    columns = {str(name): out[name].tolist() for name in _WRITTEN if name in out}
    at = np.flatnonzero((frame["_code"] != "") | (frame["_footprint"] != ""))
    coded = list(zip(at.tolist(), frame.iloc[at].to_dict("records"), strict=True))
    for index, row in track(coded, "placing coded rows"):
        key = tuple(repr(row.get(name)) for name in _READ)
        if key not in cells:
            cells[key] = _cells({str(name): value for name, value in row.items()}, divisions, shown)
        if _left_to_words(row, cells[key]):
            continue
        for name, value in cells[key].items():
            if name in columns and not (name in _KEPT and (not value or row.get(name))):
                columns[name][index] = value
        refused = cells[key].get("_refused")
        if refused and row.get("zone_statements", "[]") in ("[]", ""):
            rejections.append(Rejection(str(row.get("_source", "")), str(row.get("_row", "")), *refused))
    for name, values in columns.items():
        out[name] = pd.Series(values, index=out.index, dtype=out[name].dtype)
    out.attrs = dict(frame.attrs)
    return out, rejections


_Shown = dict[int, tuple[Location, dict[str, Any]]]
"""Locations that are written already, by identity: a division stands in many rows."""

_READ: Final = (
    "lon", "lat", "uncertainty_m", "place_text", "country", "province", "district", "precision", *WORKING,
)  # fmt: skip
_WRITTEN: Final = (
    "lon", "lat", "uncertainty_m", "precision", "place_id", "place_name", "country", "region_50", "region_90",
    "location", "unlocated_reason",
)  # fmt: skip
"""The columns of `geo.frames.location_cells`, and why there is no location."""
_KEPT: Final = frozenset({"place_id", "place_name", "country"})
"""What the input says of these counts more than what the outline's name would."""


def _left_to_words(row: Mapping[Any, Any], cells: Mapping[str, Any]) -> bool:
    """Whether the words may still place it: not ACLED's, which name the town whose coordinates were borrowed."""
    unplaced = "_refused" in cells and _at(row) is None and row["_code"] != "" and not _borrows(row["_code"])
    return unplaced and bool(_text(row, "place_text"))


def _borrows(code: str) -> bool:
    """Whether the words beside a code name the town whose coordinates stand for a larger area, as ACLED's do."""
    return code.startswith("geo_precision")


def _cells(row: dict[str, Any], divisions: Divisions, shown: _Shown) -> dict[str, Any]:
    """What to write into the row; `_refused` holds reason and advice where there is no location."""
    try:
        found = _place(row, divisions)
    except InputError as error:
        reason, _, advice = str(error).partition("; ")
        return {**_NOWHERE, "unlocated_reason": reason, "_refused": (reason, advice)}
    if isinstance(found, Location):
        if id(found) not in shown:
            shown[id(found)] = found, {**location_cells(found), "unlocated_reason": ""}
        return shown[id(found)][1]
    return {**_NOWHERE, "unlocated_reason": found.reason, "_refused": (found.reason, _ADVICE)}


def _place(row: dict[str, Any], divisions: Divisions) -> Location | Unlocated:
    """The location of a row: its outline goes before its code."""
    code = code_named(row["_code"]) if row["_code"] else None
    text = _text(row, "place_text")
    if row["_footprint"]:
        return by_outline(row["_footprint"], _at(row), code, text)
    assert code is not None
    words = "" if _borrows(row["_code"]) else text
    if code.scheme == "geo_type":
        words = text.partition(",")[0]  # GDELT: "Hims, Syria", "Texas, United States"
    named = Named(_text(row, "country"), _text(row, "province"), _text(row, "district"), words)
    return by_code(code, _at(row), named, divisions, row["uncertainty_m"], text)


def by_code(
    code: Code, at: tuple[float, float] | None, named: Named, divisions: Divisions, digits_m: float, text: str = ""
) -> Location | Unlocated:
    """A location from a code, coordinates (lon, lat in degrees; None where there are none) and named divisions.

    digits_m: what the digits of the coordinates leave open, metres, which no code makes smaller.
    """
    if code.kind == "area":
        found = divisions.find(code.division, named, at)
        if isinstance(found, Division):
            return _in_division(code, found, text)
        return Unlocated(text, f"coded to a {code.division} only ({code.name}), and {found}")
    if code.kind == "none" or at is None:
        return Unlocated(text, f"coded as {code.name}: {code.meaning}")
    radius_m = max(code.radius_m, digits_m if math.isfinite(digits_m) else 0.0)
    return _in_disc(code, at, radius_m, text)


def by_outline(wkt: str, at: tuple[float, float] | None, code: Code | None, text: str = "") -> Location:
    """A location anywhere in an outline (WKT, degrees). Raises InputError where it is unsound, or far from `at`."""
    shape = read_outline(wkt)
    if at is not None:
        check_near(shape, *at)
    area = Area(shape)
    lon, lat = area.estimate()
    precision = code.where_prec if code else codes_of_radius(circle_m(shape, lon, lat))[0]
    name = code.name if code else ""
    trace = Trace().then("exchange", "Anywhere in the footprint that the source gives.", form="coded", code=name)
    clause = Clause("coded", text or "footprint", detail=name or "footprintWKT")
    return Location(lon=lon, lat=lat, uncertainty_m=area.radius_holding(0.9), literal=area, robust=area, text=text,
                    clauses=(clause,), precision=precision, trace=trace)  # fmt: skip


def _in_disc(code: Code, at: tuple[float, float], radius_m: float, text: str) -> Location:
    region = point(*at, radius_m)
    said = f"Coded as {code.name}: {code.meaning}; 90% within {say_length(radius_m)} of the point."
    trace = Trace().then("exchange", said, form="coded", code=code.name, radius_m=radius_m, source=code.source)
    clause = Clause("coded", text or code.name, half_interval_m=radius_m, detail=code.name)
    return Location(lon=at[0], lat=at[1], uncertainty_m=radius_m, literal=region, robust=region, text=text,
                    clauses=(clause,), precision=code.where_prec, trace=trace)  # fmt: skip


@lru_cache(maxsize=256)
def _in_division(code: Code, found: Division, text: str) -> Location:
    area = Area(found.outline)
    robust: Region = Area(found.widened()) if found.is_sketch else area
    if found.around is not None:
        robust = Mixture(
            parts=((1 - BEYOND_SKETCH, robust), (BEYOND_SKETCH, Area(thinned(found.around, SKETCH_M / 10.0))))
        )
    lon, lat = robust.estimate()
    place = found.place
    remarks = []
    if found.level != code.division:
        remarks.append(f"Only the {code.division} is coded; no outline of it serves, and {place.name} stands for it.")
    if found.is_sketch:
        remarks.append(
            f"The outline of {place.name} is approximate: the ground nearest to its cities; the event may lie beyond."
        )
    said = " ".join([f"Coded as {code.name}: {code.meaning}; anywhere in {place.name}.", *remarks])
    trace = Trace().then("exchange", said, form="coded", code=code.name, place=place.id, source=code.source)
    clause = Clause("coded", text or code.name, anchor=place.name, detail=code.name)
    return Location(lon=lon, lat=lat, uncertainty_m=robust.radius_holding(0.9), literal=area, robust=robust, text=text,
                    clauses=(clause,), place=place, precision=code.where_prec, remarks=tuple(remarks),
                    trace=trace)  # fmt: skip


def _at(row: Mapping[Any, Any]) -> tuple[float, float] | None:
    lon, lat = float(row["lon"]), float(row["lat"])
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None


def _text(row: Mapping[Any, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""
