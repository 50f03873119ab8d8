"""Codes and outlines of a table's rows: which of them count."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import Rejection
from geo.incidents import read_table
from geo.incidents.tables.columns import recognise

BOX = '"POLYGON ((38 33, 39 33, 39 34, 38 33))"'


def given(folder: Path, text: str) -> tuple[pd.DataFrame, list[Rejection]]:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path)


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("where_prec", "2", "where_prec 2"),
        ("Where Prec", "4", "where_prec 4"),
        ("precision", "6", "where_prec 6"),
        ("geo_precision", "3", "geo_precision 3"),
        ("GEO_PRECISION", "1", "geo_precision 1"),
        ("where_prec,geo_precision", "2,3", "geo_precision 3"),
        ("where_prec,geo_precision", "5,3", "where_prec 5"),
    ],
)
def test_the_code_is_left_for_exchange(tmp_path: Path, header: str, cells: str, code: str) -> None:
    frame, rejections = given(tmp_path, f"id,lat,lon,{header}\na,33.5,38.5,{cells}\n")
    assert rejections == []
    assert frame.loc[0, "_code"] == code
    assert frame.loc[0, "uncertainty_m"] == pytest.approx(14_470, rel=0.01)  # what one decimal leaves open


@pytest.mark.parametrize("extra", ["where_prec\na,33.5,38.5,1", "where_prec\na,33.5,38.5,", "note\na,33.5,38.5,x"])
def test_without_anything_to_do_there_is_no_working_column(tmp_path: Path, extra: str) -> None:
    frame, rejections = given(tmp_path, f"id,lat,lon,{extra}\n")
    assert rejections == []
    assert not {"_code", "_footprint"} & set(frame.columns)
    assert frame.loc[0, "lon"] == 38.5


@pytest.mark.parametrize("cell", ["9", "x", "0", "1-2"])
def test_coordinates_with_a_code_that_is_none_are_no_location(tmp_path: Path, cell: str) -> None:
    frame, rejections = given(tmp_path, f"id,lat,lon,where_prec\na,33.5,38.5,{cell}\nb,33.5,38.5,2\n")
    assert [str(one).partition(": ")[2] for one in rejections] == [
        f"where_prec '{cell}' is no code of UCDP's; write 1 to 7, or leave the cell empty"
    ]
    assert math.isnan(frame.loc[0, "lon"])
    assert "no code of UCDP's" in frame.loc[0, "unlocated_reason"]
    assert frame.loc[1, "_code"] == "where_prec 2"


def test_a_stated_uncertainty_goes_before_code_and_outline(tmp_path: Path) -> None:
    head = "id,lat,lon,where_prec,coordinateUncertaintyInMeters,footprintWKT"
    rows = [f"a,33.5,38.5,2,500,{BOX}", "b,33.5,38.5,4,500,", "c,33.5,38.5,9,500,", f"d,33.5,38.5,4,500,{BOX}"]
    frame, rejections = given(tmp_path, "\n".join([head, *rows]))
    assert list(frame["uncertainty_m"][:3]) == [500.0] * 3
    assert list(frame["_code"]) == ["", "", "", "where_prec 4"]
    assert list(frame["_footprint"] != "") == [False, False, False, True], "the outline of a coded area says more"
    assert len(rejections) == 1, "the code that is none is listed all the same"
    assert "_code" not in rejections[0].reason


def test_an_outline_alone_places_a_row(tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, f"id,footprintWKT\na,{BOX}\nb,\n")
    assert frame.loc[0, "_footprint"].startswith("POLYGON")
    assert frame.loc[0, "unlocated_reason"] == ""
    assert [one.where for one in rejections] == ["row 3"]


def test_zero_metres_is_no_uncertainty(tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, "id,lat,lon,coordinateUncertaintyInMeters,where_prec\na,33.5,38.5,0,2\n")
    assert len(rejections) == 1
    assert math.isnan(frame.loc[0, "lon"])


def test_a_column_called_like_a_working_one_is_kept(tmp_path: Path) -> None:
    frame, _ = given(tmp_path, "id,lat,lon,where_prec,_code\na,33.5,38.5,2,mine\n")
    assert frame.loc[0, "_code"] == "where_prec 2"
    assert frame.loc[0, "_code_input"] == "mine"


def test_a_datasets_own_heading_goes_before_a_loose_word() -> None:
    ged = recognise(["region", "country", "adm_1", "adm_2", "where_prec"])[0]
    assert (ged["province"], ged["district"]) == ("adm_1", "adm_2")
    acled = recognise(["timestamp", "region", "admin1", "admin2", "event_date", "geo_precision"])[0]
    assert (acled["province"], acled["district"], acled["date"]) == ("admin1", "admin2", "event_date")
    assert acled["geo_precision"] == "geo_precision"
    assert recognise(["region"])[0] == {"province": "region"}


def test_an_export_of_ours_is_read_without_a_word_on_its_second_names(tmp_path: Path) -> None:
    head = "id,lat,lon,uncertainty_m,location,decimalLatitude,where_prec,precision"
    frame, _ = given(tmp_path, f"{head}\na,33.5,38.5,100,,33.5,1,1\n")
    assert frame.attrs["notices"] == []


def test_another_datum_is_refused_and_ours_in_any_spelling_is_not(tmp_path: Path) -> None:
    head = "id,decimalLatitude,decimalLongitude,geodeticDatum,coordinateUncertaintyInMeters"
    rows = ["a,33.5,38.5,EPSG:4326,10", "b,33.5,38.5,WGS 84,10", "c,33.5,38.5,,10", "d,33.5,38.5,NAD27,10"]
    frame, rejections = given(tmp_path, "\n".join([head, *rows]))
    assert list(frame["lon"].notna()) == [True, True, True, False]
    assert [str(one).partition(": ")[2] for one in rejections] == [
        "the coordinates stand on the datum 'NAD27'; give them on WGS 84"
    ]
