"""Swapped coordinates that only their country gives away."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.incidents import swapped_against_country
from geo.incidents.tables.swaps import OUTSIDE_M

SYRIA = shapely.box(35.7, 32.3, 42.4, 37.3)
EQUATOR = shapely.box(-1.0, -1.0, 1.0, 1.0)
DATELINE = shapely.union_all([shapely.box(70.0, 60.0, 180.0, 75.0), shapely.box(-180.0, 60.0, -170.0, 75.0)])
OUTLINES = {"country:SY": SYRIA, "country:XE": EQUATOR, "country:XD": DATELINE, "country:XN": shapely.Polygon()}
CODES = {"Syria": "SY", "SY": "SY", "XE": "XE", "XD": "XD", "XN": "XN", "XX": "XX"}
FINE: dict[str, Any] = {"lon": 38.6, "lat": 33.5, "uncertainty_m": 1.0, "country": "SY", "unlocated_reason": ""}


def given(*rows: dict[str, Any]) -> tuple[pd.DataFrame, list[Any]]:
    frame = pd.DataFrame([{"id": str(n), **FINE, **row} for n, row in enumerate(rows)])
    return swapped_against_country(frame, footprint=OUTLINES.get, country_code=CODES.get)


def test_a_swapped_row_goes_unlocated_and_the_others_stay() -> None:
    where = {"_source": "a.csv", "_row": "row 3", "_code": "where_prec 1", "_footprint": ""}
    frame, rejections = given(where, {**where, "lon": 33.2, "lat": 40.0, "country": " Syria "}, where)
    assert frame["lon"].isna().tolist() == [False, True, False]
    bad = frame.iloc[1]
    assert frame["lat"].isna().tolist() == [False, True, False]
    assert frame["uncertainty_m"].isna().tolist() == [False, True, False]
    assert bad["unlocated_reason"] == "longitude 33.2, latitude 40 lies outside Syria; swapped they would lie in it"
    assert bad["_code"] == ""
    assert frame.loc[0, "_code"] == "where_prec 1"
    assert [str(one) for one in rejections] == [
        f"a.csv, row 3: {bad['unlocated_reason']}; exchange the two, or correct the country"
    ]


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"lon": 36.5, "lat": 36.0},  # inside either way
        {"lon": 10.0, "lat": 50.0},  # outside either way
        {"lon": 35.0, "lat": 36.0},  # 63 km off the box, and in it swapped
        {"lon": 33.5, "lat": 38.6, "country": ""},
        {"lon": 33.5, "lat": 38.6, "country": "nowhere"},
        {"lon": 33.5, "lat": 38.6, "country": "XX"},  # no outline
        {"lon": 33.5, "lat": 38.6, "country": "XN"},  # an empty one
        {"lon": 33.5, "lat": 38.6, "uncertainty_m": 900_000.0},
        {"lon": 33.5, "lat": 38.6, "location": "{}"},  # computed by an earlier run
        {"lon": math.nan, "lat": math.nan},
        {"lon": -179.9, "lat": 70.0, "country": "XD"},
    ],
)
def test_what_proves_nothing_is_left_alone(row: dict[str, Any]) -> None:
    frame, rejections = given(row)
    assert not rejections
    expected = {**FINE, **row}
    assert frame[["lon", "lat"]].iloc[0].tolist() == pytest.approx([expected["lon"], expected["lat"]], nan_ok=True)


def test_across_the_date_line() -> None:
    frame, rejections = given({"lon": 65.0, "lat": 80.0, "country": "XD"}, {"lon": 69.5, "lat": 72.0, "country": "XD"})
    assert frame["lon"].isna().tolist() == [True, False]  # the second lies 17 km off the outline
    assert len(rejections) == 1


def test_the_limit_is_metres_at_any_latitude() -> None:
    """Against a strip along the meridian: a point is flagged only beyond 100 km of ground, not of degrees."""
    rng = np.random.default_rng(7)
    for lat in rng.uniform(40, 70, 20):
        strip = shapely.box(lat, 0.0, lat + 0.0001, 80.0)  # holds (lat, lon) swapped, and lies east of the point
        metres_per_degree = 111_320.0 * math.cos(math.radians(lat))
        for share, flagged in ((0.9, False), (1.15, True)):
            lon = lat - share * OUTSIDE_M / metres_per_degree
            row = {"id": "a", **FINE, "lon": lon, "lat": lat + 0.00005}
            frame, refused = swapped_against_country(
                pd.DataFrame([row]), footprint={"country:SY": strip}.get, country_code=CODES.get
            )
            assert bool(refused) is flagged, (lat, share)
            assert frame["lon"].isna().tolist() == [flagged]
