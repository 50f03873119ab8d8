"""Coded rows into locations: every code, and what must never come of one."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest
import shapely

from geo.exchange.coded import locate_coded
from geo.exchange.codes import codes
from geo.frames import INCIDENTS, conform
from geo.regions import Area, point
from geo.values import Location
from tests.exchange.by_hand import OUTLINES, ByHand, country_code

AT = (36.7167, 34.7333)  # the town of Homs, capital of its province
BOX = "POLYGON ((36 34, 37 34, 37 35, 36 35, 36 34))"


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    given = [
        {"id": str(n), "lon": AT[0], "lat": AT[1], "uncertainty_m": 14.0, "country": "Syria", "province": "Homs",
         "district": "Tadmur", "_code": "", "_footprint": "", "_row": f"row {n + 2}", "_source": "t.csv", **row}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    return conform(pd.DataFrame(given), INCIDENTS)


def located(**row: Any) -> tuple[dict[str, Any], Location | None, list[str]]:
    out, rejections = locate_coded(table(row), gazetteer=ByHand(), country_code=country_code)
    cells = {str(name): value for name, value in out.iloc[0].items()}
    place = Location.from_dict(json.loads(cells["location"])) if cells["location"] else None
    return cells, place, [str(one) for one in rejections]


@pytest.mark.parametrize(
    ("code", "radius_m", "precision"),
    [
        ("where_prec 2", 25_000.0, 2),
        ("where_prec 5", 150_000.0, 5),
        ("geo_precision 1", 10_800.0, 1),
        ("geo_precision 2", 50_000.0, 2),
    ],
)
def test_a_disc_where_the_code_says_how_far(code: str, radius_m: float, precision: int) -> None:
    cells, place, rejected = located(_code=code)
    assert place is not None
    assert place.robust == place.literal == point(*AT, radius_m)
    assert (cells["lon"], cells["lat"], cells["uncertainty_m"], cells["precision"]) == (*AT, radius_m, precision)
    assert (place.clauses[0].form, place.clauses[0].detail, place.profile) == ("coded", code, "")
    assert place.trace.steps[0].data["source"]
    assert rejected == []


@pytest.mark.parametrize(
    ("code", "area"),
    [
        ("where_prec 3", "province:SY.11"),
        ("where_prec 4", "province:SY.11"),
        ("where_prec 6", "country:SY"),
        ("geo_precision 3", "province:SY.11"),
    ],
)
def test_a_division_is_its_area_and_never_a_disc_around_the_point(code: str, area: str) -> None:
    cells, place, rejected = located(_code=code)
    assert place is not None
    assert place.robust == place.literal == Area(OUTLINES[area])
    assert (place.lon, place.lat) != AT
    assert cells["place_id"] == area
    assert cells["country"] == "Syria", "what the input says stays"
    assert rejected == []
    again, other, _ = located(_code=code, lon=38.5, lat=34.0)
    assert other is not None
    assert other.robust == place.robust, "the point does not matter"
    assert again["uncertainty_m"] == cells["uncertainty_m"]


def test_a_sketch_alone_never_holds_the_division() -> None:
    _, place, _ = located(_code="geo_precision 3", province="Hasakah", lon=40.5, lat=36.5)
    assert place is not None
    assert place.literal == Area(OUTLINES["province:SY.08"])
    around = {"lon": 40.5, "lat": 36.5, "radius_m": 65_000.0}
    assert place.literal.p_in_disc(**around) == pytest.approx(1.0, abs=1e-3)
    assert 0.85 < place.region.p_in_disc(**around) < 0.88
    beside = place.region.density(40.85, 36.5)  # 4 km east of the sketch
    assert place.literal.density(40.85, 36.5) == 0.0
    assert beside > 20 * place.region.density(37.0, 34.0) > 0.0
    assert "approximate" in " ".join(place.remarks)


@pytest.mark.parametrize("code", ["where_prec 3", "where_prec 4", "where_prec 6", "geo_precision 3", "where_prec 7"])
def test_without_the_division_there_is_no_location(code: str) -> None:
    cells, place, rejected = located(_code=code, country="", province="", district="", place_text="Elsewhere")
    assert place is None
    assert math.isnan(cells["lon"])
    assert math.isnan(cells["uncertainty_m"])
    assert code in cells["unlocated_reason"]
    assert len(rejected) == 1
    assert rejected[0].startswith("t.csv, row 2: coded")
    assert "coordinateUncertaintyInMeters" in rejected[0]


def test_the_reason_says_what_it_is_coded_to() -> None:
    assert "coded to a province only (geo_precision 3)" in located(_code="geo_precision 3", province="")[0][
        "unlocated_reason"
    ]  # fmt: skip


def test_acled_words_never_place_a_region_at_the_town_it_borrows() -> None:
    nowhere = {"lon": math.nan, "lat": math.nan, "country": "", "province": "", "place_text": "Homs"}
    cells, place, rejected = located(_code="geo_precision 3", **nowhere)
    assert place is None
    assert cells["unlocated_reason"], "an empty reason would leave it to the words"
    assert rejected


def test_a_ucdp_row_in_words_is_left_to_them() -> None:
    nowhere = {"lon": math.nan, "lat": math.nan, "province": "", "place_text": "western Homs"}
    cells, place, rejected = located(_code="where_prec 4", **nowhere)
    assert (place, rejected, cells["unlocated_reason"]) == (None, [], "")


def test_a_ucdp_division_may_stand_in_the_words() -> None:
    _, place, _ = located(_code="where_prec 4", province="", place_text="Homs governorate")
    assert place is not None
    assert place.robust == Area(OUTLINES["province:SY.11"])


def test_coarse_digits_are_no_finer_than_they_are() -> None:
    _, place, _ = located(_code="where_prec 2", uncertainty_m=144_000.0)
    assert place is not None
    assert place.uncertainty_m == 144_000.0


@pytest.mark.parametrize("code", ["", "where_prec 4", "where_prec 5", "where_prec 7", "geo_precision 3"])
def test_an_outline_is_an_area(code: str) -> None:
    _, place, rejected = located(_code=code, _footprint=BOX)
    assert place is not None
    assert place.robust == Area(shapely.from_wkt(BOX))
    assert rejected == []


def test_an_outline_needs_no_point_and_says_how_coarse_it_is() -> None:
    cells, place, _ = located(_footprint=BOX, lon=math.nan, lat=math.nan)
    assert place is not None
    assert cells["lon"] == pytest.approx(36.5, abs=0.01)
    assert cells["precision"] == 5
    small, _, _ = located(_footprint="POLYGON ((36.71 34.73, 36.72 34.73, 36.72 34.74, 36.71 34.73))")
    assert small["precision"] == 1


@pytest.mark.parametrize("wkt", ["POLYGON ((33 38, 34 38, 34 39, 33 38))", "POINT (36 34)", "nonsense"])
def test_a_bad_outline_is_no_location(wkt: str) -> None:
    cells, place, rejected = located(_footprint=wkt)
    assert place is None
    assert "footprint" in cells["unlocated_reason"]
    assert len(rejected) == 1
    assert "; " in rejected[0]


def test_a_statement_on_a_zone_is_reason_enough_not_to_list_it() -> None:
    _, _, rejected = located(_code="where_prec 7", zone_statements='[{"relation": "inside"}]')
    assert rejected == []


def test_other_rows_and_columns_stay() -> None:
    frame = table({"note": "a", "place_name": "own"}, {"_code": "where_prec 2", "note": "b"})
    out, _ = locate_coded(frame, gazetteer=ByHand(), country_code=country_code)
    assert list(out["note"]) == ["a", "b"]
    assert out.loc[0, "location"] == ""
    assert out.loc[0, "place_name"] == "own"
    assert not {"_code", "_footprint"} & set(out.columns)
    plain = frame.drop(columns=["_code", "_footprint"])
    assert locate_coded(plain, gazetteer=ByHand(), country_code=country_code)[0] is plain


def test_rows_of_a_table_without_codes_beside_one_with_them() -> None:
    frame = table({"_code": math.nan, "_footprint": math.nan}, {"_code": "where_prec 2", "_footprint": math.nan})
    out, rejections = locate_coded(frame, gazetteer=ByHand(), country_code=country_code)
    assert list(out["location"] != "") == [False, True]
    assert rejections == []


def test_every_code_but_the_exact_one_is_covered_here() -> None:
    kinds = {code.name: code.kind for scheme in ("where_prec", "geo_precision") for code in codes(scheme).values()}  # type: ignore[arg-type]
    assert {name for name, kind in kinds.items() if kind == "exact"} == {"where_prec 1"}
    assert {name for name, kind in kinds.items() if kind == "none"} == {"where_prec 7"}
