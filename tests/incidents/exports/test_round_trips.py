"""What was written is read again as the same incidents, in every format, and checked with the same result."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import geo
from geo.exchange import with_interchange
from geo.frames import INCIDENTS
from geo.incidents import FORMATS, write_table
from geo.incidents.exports.gis import DRIVERS
from geo.pipeline import joined

FORMS = [*FORMATS, *DRIVERS]
NAMES = [column.name for column in INCIDENTS]
MIXED = '''id,date,lat,lon,uncertainty_m,place,country,title,code,fid,geom,"odd; ""name""",formula
007,2017-06-08,33.512345678912345,38.6,500,,SY,A,1,x,p,é 😀,=1+1
NA,2017-06-09,,,,6 miles north of Latakia,SY,"two
lines",2,y,q,<b>&amp;,'=1
a/b,,10.5,179.9999,90000,,,,3,z,r,]]>,-5
é,1982-05-02 to 1982-05-04,-89.9,-180,50000,,AQ,'Ain Issa,4,,s,"a,b",@x
nowhere,2017-06-08,,,,Qwertyuiopville,,,5,w,t,,+x
'''
ZONES = ("At Tanf garrison, 34 mi", "10 N, 179 W, 200 km")


@pytest.fixture(scope="module", params=["at-tanf", "falklands-1982", "mixed"])
def case(request, tmp_path_factory):
    """(INCIDENTS, ZONES, CONTAINMENT) of the two cases, and of a table with the odd things that tables hold."""
    if request.param == "mixed":
        path = tmp_path_factory.mktemp("mixed") / "mixed.csv"
        path.write_text(MIXED, "utf-8")
        zones = geo.pipeline.given_zones([], ZONES)
    else:
        path = Path("data") / request.param
        zones = geo.read_zones(path / "zones.csv")
    incidents = geo.read(path)
    return incidents, zones, geo.check(incidents, zones)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("checked", [True, False], ids=["verdicts", "incidents"])
def test_the_same_incidents_come_back(case, form, checked, tmp_path):
    incidents, zones, verdicts = case
    rows = with_interchange(joined(incidents, verdicts)) if checked else incidents
    path = tmp_path / f"out.{form}"
    write_table(rows, path, zones=zones)
    again = geo.read(path)
    unplaced = [one for one in again.attrs["rejections"] if "Qwertyuiopville" not in one["reason"]]
    assert unplaced == []
    pd.testing.assert_frame_equal(pd.DataFrame(again[NAMES]), pd.DataFrame(incidents[NAMES]))
    if checked and form in {"csv", "gpkg"}:  # the same incidents give the same verdicts
        pd.testing.assert_frame_equal(geo.check(again, zones), verdicts)
    for name in set(incidents.columns) - {*NAMES, "geometry"}:
        if form in {"csv", "xlsx", "kml"}:  # where a cell may be empty, nothing and "" are one
            assert again[name].fillna("").tolist() == incidents[name].fillna("").tolist()
        else:
            assert again[name].tolist() == incidents[name].tolist()


@pytest.mark.parametrize("form", ["csv", "gpkg", "kml"])
@pytest.mark.parametrize("case", ["mixed"], indirect=True)
def test_a_third_reading_is_like_the_first(case, form, tmp_path):
    incidents, zones, _ = case
    path = tmp_path / f"out.{form}"
    frame, columns = incidents, []
    for _ in range(3):
        rows = with_interchange(joined(frame, geo.check(frame, zones)))
        write_table(rows, path, zones=zones)
        frame = geo.read(path)
        columns.append(list(rows.columns))
    assert sorted(columns[0]) == sorted(columns[1]) == sorted(columns[2])
    pd.testing.assert_frame_equal(pd.DataFrame(frame[NAMES]), pd.DataFrame(incidents[NAMES]))


@pytest.mark.parametrize("form", ["csv", "json", "geojson", "gpkg", "fgb", "kml"])
def test_the_same_zones_come_back(case, form, tmp_path):
    _, zones, _ = case
    path = tmp_path / f"out.{form}"
    write_table(zones, path)
    again = geo.read_zones(path)
    assert again.attrs["rejections"] == []
    pd.testing.assert_frame_equal(pd.DataFrame(again[list(zones.columns)]), pd.DataFrame(zones))


def test_a_geopackage_is_a_case_of_its_own(case, tmp_path):
    incidents, zones, verdicts = case
    path = tmp_path / "out.gpkg"
    write_table(joined(incidents, verdicts), path, zones=zones)
    again = geo.read_zones(path)
    assert [note for note in again.attrs["notices"] if "only its layer 'zones'" in note]
    pd.testing.assert_frame_equal(geo.check(geo.read(path), again), verdicts)


@pytest.mark.parametrize("form", ["json", "jsonl", "geojson", "gpkg", "fgb", "parquet"])
def test_own_columns_keep_their_types(form, tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"id": "a", "lat": 33.5, "lon": 38.5, "n": 1, "x": 0.1, "flag": true, "gap": null, "text": "1"}\n'
        '{"id": "b", "lat": 33.5, "lon": 38.5, "n": 9007199254740993, "x": 2, "flag": false, "gap": 7, "text": ""}\n'
    )
    write_table(geo.read(tmp_path / "a.jsonl"), tmp_path / f"b.{form}")
    again = geo.read(tmp_path / f"b.{form}")
    wanted = {"n": [1, 9007199254740993], "x": [0.1, 2], "flag": [True, False], "gap": [None, 7], "text": ["1", ""]}
    for name, values in wanted.items():
        found = again[name].tolist()
        assert found == values
        assert name == "x" or [type(one) for one in found] == [type(one) for one in values]


def test_an_edited_row_of_verdicts_is_not_passed_over(case, tmp_path):
    incidents, zones, verdicts = case
    rows = joined(incidents, verdicts).astype({"title": "object"})
    if len(zones) == 1:
        return
    rows.loc[1, "title"] = "somebody wrote here"
    write_table(rows, tmp_path / "a.csv")
    assert any("already" in one["reason"] for one in geo.read(tmp_path / "a.csv").attrs["rejections"])
