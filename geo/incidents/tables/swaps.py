"""Longitude and latitude written in each other's column, where both are below 90 degrees and only the country tells.

Nothing is repaired: that the point lies far outside its country and its mirror image inside is proof that the row is
wrong, and none of which of its three statements is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Rejection
from geo.exchange import WORKING

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    _Array = NDArray[np.float64]

OUTSIDE_M: Final = 100_000.0
"""How far outside its country a point must lie: wider than the error of outlines, and than most reported sea off it."""
_DEGREE_M: Final = 110_574.0
"""The shortest degree of latitude on WGS 84, at the equator, metres: distances come out too small, never too large."""
_TURNS: Final = (-360.0, 0.0, 360.0)
"""Degrees by which a point is moved to meet an outline across the date line."""
_ADVICE: Final = "exchange the two, or correct the country"


def swapped_against_country(
    frame: pd.DataFrame,
    *,
    footprint: Callable[[str], BaseGeometry | None],
    country_code: Callable[[str], str | None],
) -> tuple[pd.DataFrame, list[Rejection]]:
    """INCIDENTS without the points that their country proves to be swapped, and a rejection for each.

    frame: columns lon, lat (degrees), uncertainty_m, country and unlocated_reason, as `read_table` gives them;
    footprint: the outline of "country:SY" in degrees lon, lat, None where none is known; country_code: ISO alpha-2 of
    a code or name, None (or "") where it is none. A point counts as swapped where it lies more than `OUTSIDE_M`, and
    more than its own uncertainty, outside the country, and the point with both numbers exchanged inside it. Such a
    row loses lon, lat and uncertainty_m and says why in `unlocated_reason`. Rows whose `location` was computed by an
    earlier run stay as they are.

    >>> import pandas as pd
    >>> row = {"id": "a", "lon": 34.7, "lat": 38.6, "uncertainty_m": 1.0, "country": "Syria", "unlocated_reason": ""}
    >>> box = shapely.box(37.0, 33.0, 40.0, 36.0)
    >>> frame, refused = swapped_against_country(
    ...     pd.DataFrame([row]), footprint={"country:SY": box}.get, country_code=lambda text: "SY"
    ... )
    >>> refused[0].reason
    'longitude 34.7, latitude 38.6 lies outside Syria; swapped they would lie in it'
    """
    bad = _swapped(frame, footprint, country_code)
    if not bad:
        return frame, []
    out, rejections, reasons = frame.copy(), [], []
    for index, row in zip(bad, frame.loc[bad].to_dict("records"), strict=True):
        reason = (
            f"longitude {row['lon']:.10g}, latitude {row['lat']:.10g} lies outside {row['country'].strip()}; "
            "swapped they would lie in it"
        )
        reasons.append(reason)
        rejections.append(Rejection(*_where(row, index), reason, _ADVICE))
    out.loc[bad, ["lon", "lat", "uncertainty_m"]] = math.nan
    out.loc[bad, [name for name in WORKING if name in out.columns]] = ""
    out.loc[bad, "unlocated_reason"] = reasons
    out.attrs = dict(frame.attrs)
    return out, rejections


def swapped_into_zones(frame: pd.DataFrame, zones: pd.DataFrame) -> list[str]:
    """What to say of points that lie in no zone, and in one when longitude and latitude are exchanged.

    frame: INCIDENTS; zones: ZONES with their outlines. Such a point may be right, so that nothing is changed; rows
    that name a country are left to `swapped_against_country`.

    >>> import geopandas as gpd, pandas as pd
    >>> row = {"id": "a", "lon": 33.5, "lat": 38.6, "country": "", "place_text": ""}
    >>> zones = gpd.GeoDataFrame({"name": ["Z"], "geometry": [shapely.box(38, 33, 39, 34)]}, geometry="geometry")
    >>> swapped_into_zones(pd.DataFrame([row]), zones)[0][:58]
    "swapped? 1 incident ('a') lies in no zone, but with latitu"
    """
    outlines = [one for one in zones.geometry if one is not None and not one.is_empty] if len(zones) else []
    lon, lat = frame["lon"].to_numpy(float), frame["lat"].to_numpy(float)
    bare = (frame["country"].fillna("") == "").to_numpy() & (frame["place_text"].fillna("") == "").to_numpy()
    rows = np.flatnonzero(bare & (np.abs(lon) <= 90) & np.isfinite(lat))
    if not outlines or not rows.size:
        return []
    within = [
        [shapely.contains_xy(one, *xy) for one in outlines] for xy in ((lon[rows], lat[rows]), (lat[rows], lon[rows]))
    ]
    found = rows[~np.any(within[0], axis=0) & np.any(within[1], axis=0)]
    if not found.size:
        return []
    named = ", ".join(repr(one) for one in frame["id"].iloc[found[:_NAMED]]) + (", ..." if found.size > _NAMED else "")
    many = f"{found.size} incident{'s' * (found.size > 1)} ({named}) {'lie' if found.size > 1 else 'lies'}"
    return [
        f"swapped? {many} in no zone, but with latitude and longitude exchanged in one; nothing was changed: exchange "
        "them in the table if so, or give the rows their country"
    ]


_NAMED: Final = 5


def _swapped(
    frame: pd.DataFrame, footprint: Callable[[str], BaseGeometry | None], country_code: Callable[[str], str | None]
) -> list[Any]:
    """The labels of the rows that are proved to be swapped, in the frame's order."""
    lon, lat = frame["lon"].to_numpy(float), frame["lat"].to_numpy(float)
    doubt = np.nan_to_num(frame["uncertainty_m"].to_numpy(float))
    usable = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 90)  # a longitude that can be no latitude
    if "location" in frame.columns:
        usable &= (frame["location"].fillna("") == "").to_numpy()
    countries = frame["country"].fillna("").astype(str).str.strip()
    codes = countries.map({name: country_code(name) or "" if name else "" for name in countries[usable].unique()})
    found = np.zeros(len(frame), dtype=bool)
    for code in filter(None, codes[usable].dropna().unique()):
        outline = footprint(f"country:{code}")
        if outline is None or outline.is_empty:
            continue
        shapely.prepare(outline)
        rows = np.flatnonzero(usable & (codes == code).to_numpy())
        rows = rows[~shapely.contains_xy(outline, lon[rows], lat[rows])]
        rows = rows[shapely.contains_xy(outline, lat[rows], lon[rows])]
        limit = np.maximum(OUTSIDE_M, doubt[rows])
        found[rows] = _outside(outline, lon[rows], lat[rows], limit)
    return list(frame.index[found])


def _outside(outline: BaseGeometry, lon: _Array, lat: _Array, limit_m: _Array) -> NDArray[np.bool_]:
    """Whether each point (degrees) lies more than `limit_m` metres from a prepared outline.

    Degrees alone settle most: a degree on the ground is at least a degree of longitude at the point's own latitude,
    and at most one of latitude. The few between are measured on their own plane.
    """
    flat = limit_m / _DEGREE_M
    out = ~_near(outline, lon, lat, flat / np.maximum(np.cos(np.radians(lat)), 1e-6))
    between = np.flatnonzero(~out & ~_near(outline, lon, lat, flat))
    places, which = np.unique(np.column_stack([lon, lat])[between], axis=0, return_inverse=True)
    out[between] = np.array([_gap_m(outline, *place) for place in places])[which.ravel()] > limit_m[between]
    return out


def _near(outline: BaseGeometry, lon: _Array, lat: _Array, degrees: _Array) -> NDArray[np.bool_]:
    """Whether each point lies within so many degrees of a prepared outline, across the date line too."""
    each: Any = degrees  # shapely's hints know one distance for all alone
    near = [shapely.dwithin(outline, shapely.points(lon + turn, lat), each) for turn in _TURNS]
    return np.asarray(np.any(near, axis=0), dtype=bool)


def _gap_m(outline: BaseGeometry, lon: float, lat: float) -> float:
    """Metres from a point (degrees) to an outline, on the plane that fits at the point; near it within a few per cent.

    Over long distances the answer is only roughly right, which a limit of `OUTSIDE_M` does not feel.
    """
    narrow = math.cos(math.radians(lat))
    flat = shapely.transform(outline, lambda xy: (xy - (lon, lat)) * (narrow, 1.0))
    return float(min(shapely.distance(flat, shapely.Point(turn * narrow, 0.0)) for turn in _TURNS)) * _DEGREE_M


def _where(row: Mapping[Any, Any], index: Any) -> tuple[str, str]:
    """File and row as the table's reader noted them, or the incident's id."""
    return str(row.get("_source", "incidents")), str(row.get("_row", f"id {row.get('id', index)}"))
