"""Darwin Core's location terms, and the precision codes of UCDP and ACLED, for a table on its way out.

The terms and what they hold here stand in data/darwin_core.csv, the methods in data/protocols.csv.
"""

from __future__ import annotations

import csv
import json
import math
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from geo.exchange.codes import codes, codes_of_radius
from geo.exchange.radius import precision_deg, radius_of
from geo.files import fold
from geo.geodesy import distance_m
from geo.regions import Area
from geo.units import CRS
from geo.values import Location

if TYPE_CHECKING:
    import pandas as pd

CODES: Final = ("where_prec", "geo_precision")
_EXACT_FORMS: Final = frozenset({"coordinates", "coded", "feature", "area"})
_LAT, _LON, _RADIUS = "decimalLatitude", "decimalLongitude", "coordinateUncertaintyInMeters"


@cache
def terms() -> tuple[str, ...]:
    """The Darwin Core terms that are written, in order."""
    return tuple(row["term"] for row in _table("darwin_core.csv"))


def darwin_core(frame: pd.DataFrame) -> pd.DataFrame:
    """The Darwin Core terms of INCIDENTS, one row per row, same index; None for what an unlocated row lacks.

    frame: lon, lat, uncertainty_m, location, place_text, region_90. Columns as `terms` has them.
    """
    import pandas as pd

    rows = [_terms(*one) for one in _cells(frame, "lon", "lat", "uncertainty_m", "location", "place_text", "region_90")]
    return pd.DataFrame({name: _objects([row.get(name) for row in rows], frame) for name in terms()}, index=frame.index)


def with_codes(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame, and behind its columns where_prec and geo_precision as its locations have them.

    A column of the input of such a name stays; what it leaves empty is filled.
    """
    import pandas as pd

    rows = [_codes(*one) for one in _cells(frame, "lon", "uncertainty_m", "location", "precision")]
    made = {name: _objects([row[at] for row in rows], frame) for at, name in enumerate(CODES)}
    return _beside(frame, pd.DataFrame(made, index=frame.index))


def with_interchange(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame, and behind its columns the precision codes and the Darwin Core terms: what an export carries.

    A column of the input of such a name stays, and what it leaves empty is filled; where its point stays, the
    radius beside it grows by the distance to ours, so that the circle holds the same ground.
    """
    own = {fold(str(name)): name for name in frame.columns}
    made = darwin_core(frame)
    if {fold(_LAT), fold(_LON)} <= own.keys() and fold(_RADIUS) not in own:
        made[_RADIUS] = _objects(
            [_around(*one) for one in zip(
                made[_RADIUS], made[_LON], made[_LAT], frame[own[fold(_LON)]], frame[own[fold(_LAT)]], strict=True
            )],
            frame,
        )  # fmt: skip
    return _beside(with_codes(frame), made)


def _beside(frame: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the columns of `made`, those it has itself filled where they are empty."""
    out = frame.copy()
    own = {fold(str(name)): name for name in frame.columns}
    for name in made.columns:
        kept = own.get(fold(str(name)))
        if kept is None:
            out[name] = made[name]
        else:
            pairs = zip(frame[kept].astype("object"), made[name], strict=True)
            out[kept] = _objects([b if _empty(a) else a for a, b in pairs], frame)
    out.attrs = dict(frame.attrs)
    return out


def _around(radius: Any, lon: Any, lat: Any, own_lon: Any, own_lat: Any) -> Any:
    try:
        shift = float(distance_m(lon, lat, float(own_lon), float(own_lat)))
    except (TypeError, ValueError):
        return radius
    return _metres(radius + shift) if radius is not None and math.isfinite(shift) and shift > 1.0 else radius


def _terms(lon: float, lat: float, uncertainty_m: float, location: str, words: str, region_90: str) -> dict[str, Any]:
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return {"verbatimLocality": words}
    made = _of_location(location) if location else {
        _RADIUS: uncertainty_m if math.isfinite(uncertainty_m) and uncertainty_m > 0 else None,
        "georeferenceProtocol": _protocol("given"), "georeferenceSources": "", "georeferenceRemarks": "",
        "computed": False, "footprintWKT": None,
    }  # fmt: skip
    if made["computed"]:
        lon, lat = round(lon, 7), round(lat, 7)
    return {
        _LAT: lat,
        _LON: lon,
        "geodeticDatum": CRS,
        "coordinatePrecision": precision_deg(lon, lat),
        "verbatimLocality": words,
        **made,
        "footprintWKT": made["footprintWKT"] or (region_90 if made["computed"] else None) or None,
    }


@lru_cache(maxsize=4096)
def _of_location(text: str) -> dict[str, Any]:
    """What a location in JSON says for Darwin Core; the same dict for the same text, never changed."""
    location = Location.from_dict(json.loads(text))
    radius, basis = radius_of(location)
    profile = f"doubt profile {location.profile}" if location.profile else ""
    said = [step.text for step in location.trace.steps if step.room == "exchange"]
    rest = [remark for remark in location.remarks if not any(remark in one for one in said)]
    area = location.region if isinstance(location.region, Area) else None
    return {
        _RADIUS: radius if basis in {"given", "coded"} else _metres(radius),
        "georeferenceProtocol": _protocol(basis),
        "georeferenceSources": _source(location),
        "georeferenceRemarks": " | ".join(filter(None, [profile, *said, *rest])),
        "computed": basis in {"point_radius", "region", "area"},
        "footprintWKT": area.as_dict()["wkt"] if area else None,
    }


def _source(location: Location) -> str:
    place = location.place
    if place is None:
        return ""
    return f"{place.name}, {place.id}" + (f" ({place.source})" if place.source else "")


def _codes(lon: float, uncertainty_m: float, location: str, precision: float) -> tuple[int | None, int | None]:
    if not math.isfinite(lon):
        return None, None
    if not location and not math.isfinite(precision):
        return codes_of_radius(uncertainty_m) if math.isfinite(uncertainty_m) else (None, None)
    where, geo = _coded(location) if location else (int(precision), None)
    return where, codes("where_prec")[where].geo_precision if geo is None else geo


@lru_cache(maxsize=4096)
def _coded(text: str) -> tuple[int, int | None]:
    """where_prec of a location in JSON, and geo_precision where it was coded so."""
    data = json.loads(text)
    clause = next(iter(data.get("clauses") or []), {"form": "coordinates", "detail": ""})
    where = int(data.get("precision", 1))
    if clause["form"] not in _EXACT_FORMS:
        where = max(where, 2)  # a distance, a heading or "near" is never the exact spot
    scheme, _, number = str(clause.get("detail", "")).partition(" ")
    coded = clause["form"] == "coded" and scheme == "geo_precision" and number.isdigit()
    return where, int(number) if coded else None


def _metres(value: float) -> float:
    """Rounded up to a tenth of a metre: a circle that is to hold something never shrinks."""
    return math.ceil(value * 10.0 - 1e-6) / 10.0


def _cells(frame: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    """The cells of these columns, row by row; what is absent is NaN in a number and "" in text."""
    columns = []
    for name in names:
        number = name in {"lon", "lat", "uncertainty_m", "precision"}
        nothing = math.nan if number else ""
        values = frame[name].tolist() if name in frame.columns else [nothing] * len(frame)
        columns.append([nothing if _empty(value) else value for value in values])
    return list(zip(*columns, strict=True))


def _empty(value: Any) -> bool:
    nothing = type(value).__name__ in {"NaTType", "NAType"}
    return value is None or nothing or value == "" or (isinstance(value, float) and math.isnan(value))


def _objects(values: list[Any], frame: pd.DataFrame) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(values, index=frame.index, dtype="object")


@cache
def _protocol(basis: str) -> str:
    return next(row["text"] for row in _table("protocols.csv") if row["basis"] == basis)


def _table(name: str) -> list[dict[str, str]]:
    text = (files("geo.exchange") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
