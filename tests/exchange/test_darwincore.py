"""What an export says in the terms of Darwin Core, UCDP and ACLED, and that it can be read back."""

from __future__ import annotations

import csv
import json
import math
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely

from geo import pipeline
from geo.exchange.coded import locate_coded
from geo.exchange.codes import codes
from geo.exchange.darwincore import CODES, darwin_core, terms, with_codes, with_interchange
from geo.frames import INCIDENTS, conform, location_cells
from geo.incidents import read_table, write_table
from geo.regions import Area, Region, disc, point, region_from_dict
from geo.values import Clause, Location, Place
from tests.exchange.by_hand import OUTLINES, ByHand, country_code

LATAKIA = Place("geonames:173576", "Latakia", 35.79088, 35.53125, "PPLA", "SY", extent_m=5000.0,
                source="GeoNames (CC BY 4.0)")  # fmt: skip


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    return conform(pd.DataFrame([{"id": str(n), **row} for n, row in enumerate(rows)]), INCIDENTS)


def words(form: str, precision: int, *, region: Region | None = None, **clause: Any) -> dict[str, Any]:
    region = region or disc(35.79088, 35.6182799, 13_000.0)
    location = Location(
        lon=35.79088, lat=35.61827994, uncertainty_m=19_245.5, literal=region, robust=region, text="words",
        clauses=(Clause(form, "words", "Latakia", **clause),), place=LATAKIA, precision=precision, profile="press",
        remarks=("Two readings.",),
    )  # fmt: skip
    return {**location_cells(location), "place_text": "words"}


NORTH = {"distance_m": 9656.064, "half_interval_m": 804.672, "azimuth_deg": 0.0, "half_width_deg": 45.0}


def test_every_term_has_a_meaning_and_a_source() -> None:
    text = resources.files("geo.exchange").joinpath("data/darwin_core.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert all(row["holds"] and row["term"] in row["source"] for row in rows)
    assert [row["term"] for row in rows] == list(terms()) == list(darwin_core(table({})).columns)


def test_the_golden_row() -> None:
    row = darwin_core(table(words("offset", 2, **NORTH))).iloc[0].to_dict()
    assert row.pop("footprintWKT").startswith("POLYGON ((")
    assert row.pop("georeferenceProtocol").startswith("Point-radius method: Chapman & Wieczorek 2020")
    assert row == {
        "decimalLatitude": 35.6182799,
        "decimalLongitude": 35.79088,
        "geodeticDatum": "EPSG:4326",
        "coordinateUncertaintyInMeters": 11_008.1,  # hypot(15460.736 - 6827.868, 6827.868), and 1.4 m for five decimals
        "coordinatePrecision": 1e-7,
        "verbatimLocality": "words",
        "georeferenceSources": "Latakia, geonames:173576 (GeoNames (CC BY 4.0))",
        "georeferenceRemarks": "doubt profile press | Two readings.",
    }


def test_the_golden_phrase_from_the_words() -> None:
    text = "around 6 miles north of Latakia"
    found = pipeline.locate(text, country="SY")
    assert found is not None
    row = with_interchange(table({**location_cells(found), "place_text": text})).iloc[0]
    assert (row["where_prec"], row["geo_precision"]) == (2, 2)
    assert row["decimalLongitude"] == pytest.approx(35.79, abs=0.02)
    assert row["decimalLatitude"] == pytest.approx(35.62, abs=0.02)
    d, fixed = 9656.064, 804.672 + found.place.extent_m  # type: ignore[union-attr]
    by_hand = math.hypot(d + fixed - d * math.sqrt(0.5), d * math.sqrt(0.5))
    assert by_hand < row["coordinateUncertaintyInMeters"] < by_hand + 20.0
    assert row["verbatimLocality"] == text
    assert "Chapman & Wieczorek 2020" in row["georeferenceProtocol"]
    assert "Zermoglio et al. 2020" in row["georeferenceProtocol"]
    assert shapely.from_wkt(row["footprintWKT"]).contains(shapely.Point(found.lon, found.lat))


def test_an_unlocated_row_says_only_its_words() -> None:
    row = with_interchange(table({"place_text": "nowhere"})).iloc[0].to_dict()
    assert row["verbatimLocality"] == "nowhere"
    assert {name for name in (*CODES, *terms()) if row[name] is not None} == {"verbatimLocality"}


def test_a_plain_point_stays_as_given() -> None:
    row = with_interchange(table({"lon": 38.61778, "lat": 33.50583, "uncertainty_m": 123.456})).iloc[0]
    assert (row["decimalLongitude"], row["decimalLatitude"]) == (38.61778, 33.50583)
    assert row["coordinateUncertaintyInMeters"] == 123.456
    assert (row["where_prec"], row["geo_precision"], row["coordinatePrecision"]) == (1, 1, 1e-5)


@pytest.mark.parametrize("form", ["offset", "orthogonal", "distance_from", "within", "near", "heading", "outskirts"])
def test_words_beside_a_place_are_never_the_exact_spot(form: str) -> None:
    row = with_codes(table(words(form, 1, **NORTH))).iloc[0]
    assert (row["where_prec"], row["geo_precision"]) == (2, 2)


@pytest.mark.parametrize("code", [code for code in codes("where_prec").values() if code.code > 1])
def test_ucdp_codes_come_out_as_they_are(code: Any) -> None:
    row = with_codes(table(words("feature", code.code))).iloc[0]
    assert (row["where_prec"], row["geo_precision"]) == (code.code, code.geo_precision)


def test_a_column_of_the_input_stays_and_is_filled() -> None:
    frame = table({"lon": 38.5, "lat": 33.5, "uncertainty_m": 10.0}, {"lon": 38.5, "lat": 33.5, "uncertainty_m": 10.0})
    frame["where_prec"] = ["3", ""]
    frame["Verbatim Locality"] = ["own", None]
    out = with_interchange(frame)
    assert list(out["where_prec"]) == ["3", 1]
    assert list(out["Verbatim Locality"]) == ["own", ""]
    assert "verbatimLocality" not in out.columns
    assert list(frame["where_prec"]) == ["3", ""], "the frame given is not changed"


def test_where_the_inputs_point_stays_the_radius_reaches_as_far() -> None:
    area = Area(OUTLINES["province:SY.11"])
    lon, lat = area.estimate()
    place = Location(lon=lon, lat=lat, uncertainty_m=9e4, literal=area, robust=area, precision=4,
                     clauses=(Clause("coded", "x", detail="where_prec 4"),))  # fmt: skip
    frame = table(location_cells(place))
    alone = with_interchange(frame).iloc[0]["coordinateUncertaintyInMeters"]
    frame["decimalLatitude"], frame["decimalLongitude"] = "34.7333", "36.7167"
    row = with_interchange(frame).iloc[0]
    assert (row["decimalLatitude"], row["decimalLongitude"]) == ("34.7333", "36.7167")
    assert row["coordinateUncertaintyInMeters"] > alone + 100_000.0


def read_back(path: Path, *, without: tuple[str, ...] = ()) -> pd.DataFrame:
    """The table at `path` without some of its columns, read and placed anew."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{k: v for k, v in row.items() if k not in without} for row in csv.DictReader(file)]
    pd.DataFrame(rows).to_csv(path, index=False)
    frame, rejections = read_table(path)
    assert rejections == []
    frame["_source"] = str(path)
    out, refused = locate_coded(frame, gazetteer=ByHand(), country_code=country_code)
    assert refused == []
    return out


def region_of(row: pd.Series[Any]) -> Region:
    if row["location"]:
        return region_from_dict(json.loads(row["location"])["robust"])
    return point(row["lon"], row["lat"], row["uncertainty_m"])


OURS = tuple(column.name for column in INCIDENTS if column.name not in {"id", "country"})


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("without", [(), OURS], ids=["whole", "darwin core alone"])
def test_ucdp_round_trip(tmp_path: Path, number: int, without: tuple[str, ...]) -> None:
    _round_trip(tmp_path, {"where_prec": number}, without)


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("without", [(), OURS], ids=["whole", "darwin core alone"])
def test_acled_round_trip(tmp_path: Path, number: int, without: tuple[str, ...]) -> None:
    _round_trip(tmp_path, {"geo_precision": number}, without)


@pytest.mark.parametrize("without", [(), OURS], ids=["whole", "darwin core alone"])
@pytest.mark.parametrize(
    "given", [{"coordinateUncertaintyInMeters": 1234.5}, {"footprintWKT": OUTLINES["province:SY.11"].wkt}]
)
def test_darwin_core_round_trip(tmp_path: Path, given: dict[str, Any], without: tuple[str, ...]) -> None:
    _round_trip(tmp_path, given, without)


def _round_trip(folder: Path, given: dict[str, Any], without: tuple[str, ...]) -> None:
    row = {"id": "a", "country": "Syria", "adm_1": "Homs", "latitude": 34.7333, "longitude": 36.7167, **given}
    path = folder / "coded.csv"
    pd.DataFrame([row]).to_csv(path, index=False)
    first = read_back(path)
    out = with_interchange(first.drop(columns=["_row", "_source"]))
    for name, value in given.items():
        assert str(out.iloc[0][name]) == str(value), "what was coded so is exported so"
    write_table(out, path)
    again = read_back(path, without=(*without, *("latitude", "longitude")[: 2 * bool(without)]))
    assert region_of(again.iloc[0]) == region_of(first.iloc[0])
    assert (
        again.iloc[0]["precision"] == first.iloc[0]["precision"] or not {"where_prec", "geo_precision"} & given.keys()
    )


def test_a_stated_uncertainty_wins_over_a_code(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,latitude,longitude,where_prec,coordinateUncertaintyInMeters\na,34.7,36.7,4,500\n")
    row = read_back(path).iloc[0]
    assert (row["uncertainty_m"], row["precision"], row["location"]) == (500.0, 4.0, "")


def test_the_pipeline_places_coded_rows_end_to_end(tmp_path: Path) -> None:
    path = tmp_path / "acled.csv"
    path.write_text(
        "event_id_cnty,event_date,timestamp,region,country,admin1,location,latitude,longitude,geo_precision\n"
        "SYR1,08 June 2017,1700000000,Middle East,Syria,Homs,Homs,34.7333,36.7167,3\n"
        "SYR2,08 June 2017,1700000000,Middle East,Syria,Atlantis,Homs,34.7333,36.7167,3\n"
        "SYR3,08 June 2017,1700000000,Middle East,Syria,Homs,Homs,34.7333,36.7167,x\n"
        "SYR4,08 June 2017,1700000000,Middle East,Syria,Homs,Homs,34.7333,36.7167,2\n"
    )
    frame = pipeline.read(path, gazetteer=ByHand())  # type: ignore[arg-type]
    assert list(frame["date_start"]) == ["2017-06-08"] * 4
    assert list(frame["uncertainty_m"].isna()) == [False, True, True, False]
    assert json.loads(frame.iloc[0]["location"])["robust"] == Area(OUTLINES["province:SY.11"]).as_dict()
    assert [one["where"] for one in frame.attrs["rejections"]] == ["row 4", "row 3"]
    assert not {"_code", "_footprint", "_row"} & set(frame.columns)
