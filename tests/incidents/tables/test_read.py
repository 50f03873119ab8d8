"""Tables of incidents, sound and bad: what each row becomes, and what is said of it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.errors import InputError, Rejection, TableError, UnitError
from geo.frames import INCIDENTS, check
from geo.incidents import read_table, write_table

HEADER = "id,date,place,lat,lon,country\n"
FINE = "fine,2017-06-07,near At Tanf,33.50583,38.61778,SY\n"


def given(tmp_path: Path, text: str, name: str = "a.csv", **options: str) -> tuple[pd.DataFrame, list[Rejection]]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_table(tmp_path / name, **options)


# what stands in the row; then (undated, unlocated, dropped) and what is said of it
BAD = {
    "two readings": ("x,08/06/2017,At Tanf,33.5,38.6,SY", "undated", ["08/06/2017", "2017-06-08", "2017-08-06"]),
    "no such day": ("x,2017-02-30,At Tanf,33.5,38.6,SY", "undated", ["2017-02-30", "no day of the calendar"]),
    "weekday alone": ("x,Tuesday,At Tanf,33.5,38.6,SY", "undated", ["'Tuesday' is not a date"]),
    "swapped": ("x,2017-06-08,At Tanf,125,12,SY", "unlocated", ["latitude 125", "swapped?"]),
    "one missing": ("x,2017-06-08,At Tanf,33.5,,SY", "unlocated", ["latitude 33.5 stands without a longitude"]),
    "out of range": ("x,2017-06-08,At Tanf,-95,-200,SY", "unlocated", ["-95 is outside"]),
    "zero": ("x,2017-06-08,At Tanf,0,0,SY", "unlocated", ["longitude 0, latitude 0"]),
    "not a number": ("x,2017-06-08,At Tanf,NaN,NaN,SY", "unlocated", ["'NaN' is not a number"]),
    "metres": ("x,2017-06-08,At Tanf,3710000,650000,SY", "unlocated", ["projected metres"]),
    "commas bare": ("x,2017-06-08,At Tanf,33,5,38,6,SY", "dropped", ["8 cells, the header has 6", "quote a cell"]),
    "nowhere": ("x,2017-06-08,,,,SY", "unlocated", ["no coordinates and no place in words"]),
    "id twice": ("fine,2017-06-08,At Tanf,33.5,38.6,SY", "dropped", ["'fine'", "row 2", "its own id"]),
    "too few cells": ("x,2017-06-08,At Tanf,33.5", "dropped", ["4 cells, the header has 6"]),
    "too many cells": ("x,2017-06-08,At Tanf, Syria,33.5,38.6,SY", "dropped", ["7 cells", "quote a cell"]),
}


@pytest.mark.parametrize(("row", "fate", "said"), BAD.values(), ids=BAD)
def test_a_bad_row_is_named_and_the_others_go_on(row: str, fate: str, said: list[str], tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, HEADER + FINE + row + "\n" + FINE.replace("fine", "last"))
    assert len(rejections) == 1
    assert str(rejections[0]).startswith(f"{tmp_path / 'a.csv'}, row 3: ")
    assert rejections[0].advice
    assert all(part in str(rejections[0]) for part in said), str(rejections[0])
    sound = frame[frame["id"].isin(["fine", "last"])]
    assert len(sound) == 2
    assert sound["lon"].notna().all()
    assert (sound["date_start"] == "2017-06-07").all()
    assert len(frame) == (2 if fate == "dropped" else 3)
    if fate == "undated":
        bad = frame.set_index("id").loc["x"]
        assert (bad["date_start"], bad["date_end"], bad["date_text"]) == ("", "", row.split(",")[1])
        assert bad["lon"] == 38.6
    if fate == "unlocated":
        bad = frame.set_index("id").loc["x"]
        assert pd.isna(bad["lon"])
        assert pd.isna(bad["lat"])
        assert pd.isna(bad["uncertainty_m"])
        assert bad["unlocated_reason"] == rejections[0].reason
        assert bad["date_start"] == "2017-06-08"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", "id,date\n", "no row"),
        ("a.csv", "alpha,beta\n1,2\n", "names no column that is known here"),
        ("a.csv", "\x00\x01\x02\x03\x04" * 20, "is not text"),
        ("a.json", "{", "is not JSON"),
        ("a.geojson", "[]", "no GeoJSON"),
        ("a.geojson", '{"type": "FeatureCollection", "features": []}', "holds no features"),
        ("a.gpkg", "no such thing", r"cannot be read as \.gpkg"),
        ("a.fgb", "no such thing", r"cannot be read as \.fgb"),
        ("a.doc", "x", r"\.doc is no table"),
    ],
)
def test_a_bad_file_is_refused_by_name(name: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=said) as refusal:
        given(tmp_path, text, name)
    assert str(tmp_path / name) in str(refusal.value)


def test_an_absent_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"absent\.csv: no such file"):
        read_table(tmp_path / "absent.csv")
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(TableError, match="is a folder"):
        read_table(tmp_path / "b.csv")


def test_the_contract_and_the_inputs_own_columns(tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, "Date,Locality,Country,wing,grade\n8-Oct-14,IVO Bayji,Iraq,NA,007\n")
    assert not rejections
    check(frame, INCIDENTS, what="the table")
    names = [column.name for column in INCIDENTS]
    assert list(frame.columns) == [*names, "Date", "Locality", "Country", "wing", "grade", "_row"]
    row = frame.iloc[0]
    assert (row["id"], row["date_start"], row["date_text"]) == ("1", "2014-10-08", "8-Oct-14")
    assert (row["place_text"], row["country"], row["wing"], row["grade"]) == ("IVO Bayji", "Iraq", "NA", "007")
    assert row["_row"] == "row 2"


def test_a_column_is_renamed_only_where_it_clashes(tmp_path: Path) -> None:
    frame, _ = given(tmp_path, "id,lat,lon,geometry,conflicts\n007,33.5,38.6,x,many\n8,bad,38.6,y,[]\n")
    assert frame["id"].tolist() == ["007", "8"]
    assert frame["lat_input"].tolist() == ["33.5", "bad"]
    assert frame["geometry_input"].tolist() == ["x", "y"]
    assert frame["conflicts_input"].tolist() == ["many", "[]"]
    assert "lon_input" in frame  # the bad row lost its longitude too
    assert "id_input" not in frame


def test_made_ids_do_not_move_when_a_row_is_set_aside(tmp_path: Path) -> None:
    frame, _ = given(tmp_path, "date,place\n2017-06-08,a\nragged\n2017-06-08,c\n")
    assert frame["id"].tolist() == ["1", "3"]


def test_first_and_last_day(tmp_path: Path) -> None:
    text = (
        "id,date_start,date_end,place\na,2017-06-06,2017-06-08,x\nb,2017-06-08,2017-06-06,x\nc,,2017-06-08,x\nd,,,x\n"
    )
    frame, rejections = given(tmp_path, text)
    assert frame["date_start"].tolist() == ["2017-06-06", "", "", ""]
    assert frame["date_end"].tolist() == ["2017-06-08", "", "", ""]
    assert frame["date_text"].tolist()[1] == "2017-06-08 to 2017-06-06"
    assert [one.where for one in rejections] == ["row 3", "row 4"]


def test_the_time_of_day_stays_text(tmp_path: Path) -> None:
    frame, _ = given(tmp_path, "date,place\n2017-06-08T23:43:00-05:00,x\n")
    assert frame[["date_start", "time_text"]].iloc[0].tolist() == ["2017-06-08", "23:43:00-05:00"]


def test_uncertainty_given_assumed_and_by_digits(tmp_path: Path) -> None:
    text = "place,lat,lon,uncertainty\nx,33.50583,38.61778,2 km\nx,33.5,38.6,\nx,33.5,38.6,3\n"
    frame, rejections = given(tmp_path, text)
    assert frame["uncertainty_m"].tolist()[:2] == pytest.approx([2000, 14_470], rel=0.01)
    assert "no unit" in str(rejections[0])
    assert "uncertainty_m, or write '3 m'" in rejections[0].advice
    assert frame["unlocated_reason"].tolist()[2]
    assert len([one for one in frame.attrs["notices"] if "1 point brings no uncertainty" in one]) == 1
    frame, rejections = given(tmp_path, text, uncertainty="500 m")
    assert frame["uncertainty_m"].tolist() == [2000, 500, 500]
    assert frame["lon"].tolist()[2] == 38.6
    assert [one.reason for one in rejections] == [
        "the uncertainty 3 has no unit, and the default of 500 m stands in its place"
    ]
    frame, rejections = given(tmp_path, text.replace("38.6,3", "38.6,-3"), uncertainty="500 m")
    assert pd.isna(frame["lon"].tolist()[2])
    assert rejections[0].advice == "write a length above 0, such as 500 m"
    with pytest.raises(UnitError, match="has no unit"):
        given(tmp_path, text, uncertainty="500")


def test_rows_without_coordinates_are_placed_by_their_words_and_it_is_said(tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, HEADER + FINE + "x,2017-06-08,At Tanf,,,SY\n")
    assert not rejections
    assert frame["unlocated_reason"].tolist() == ["", ""]
    assert any("row 3" in one for one in frame.attrs["notices"])


def test_json_in_cells(tmp_path: Path) -> None:
    counts = [{"what": "trucks", "low": 2, "best": 2, "high": 3, "said_by": "x"}]
    record = {"place": "x", "counts": counts, "evidence": "[]", "claim_status": "contested", "reports": 3}
    bad = {"place": "y", "counts": "many", "claim_status": "alleged", "reports": "several"}
    frame, rejections = given(tmp_path, json.dumps([record, bad]), "a.json")
    assert json.loads(frame.loc[0, "counts"]) == counts
    assert frame["reports"].tolist() == [3, 0]
    assert frame["claim_status"].tolist() == ["contested", "unknown"]
    assert {one.where for one in rejections} == {"item 2"}
    assert len(rejections) == 3


def test_a_column_called_location_is_words_unless_it_is_ours(tmp_path: Path) -> None:
    assert given(tmp_path, "date,location\n2017-06-08,near Raqqa\n")[0].loc[0, "place_text"] == "near Raqqa"
    ours = json.dumps({"lon": 1, "lat": 2, "robust": {}})
    frame, _ = given(tmp_path, json.dumps([{"place_text": "x", "location": ours}]), "a.json")
    assert frame.loc[0, "location"] == ours


POINTS = [("a", (38.61778, 33.50583)), ("b", None), ("c", (12.0, 125.0))]


def geojson(**more: Any) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"id": name, "date": "2017-06-08", "note": "007"},
            "geometry": None if point is None else {"type": "Point", "coordinates": list(point)},
        }
        for name, point in POINTS
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


@pytest.mark.parametrize("name", ["a.geojson", "a.json"])
def test_geojson(name: str, tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, geojson(), name)
    assert frame["lon"].tolist()[0] == 38.61778
    assert frame["note"].tolist() == ["007"] * 3
    assert [one.where for one in rejections] == ["feature 2", "feature 3"]


def test_the_files_reference_system_is_honoured(tmp_path: Path) -> None:
    import geopandas as gpd
    from shapely.geometry import Point, Polygon

    points = [Point(38.61778, 33.50583), None, Polygon([(38, 33), (39, 33), (39, 34)])]
    layer = gpd.GeoDataFrame({"name": ["a", "b", "c"], "date": ["2017-06-08"] * 3}, geometry=points, crs="EPSG:4326")
    for suffix in (".gpkg", ".fgb"):
        path = tmp_path / f"utm{suffix}"
        part = layer if suffix == ".gpkg" else layer.iloc[[0, 2]]
        part.to_crs("EPSG:32637").to_file(path, engine="pyogrio", SPATIAL_INDEX="NO")
        frame, rejections = read_table(path)
        assert frame["lon"].tolist()[0] == pytest.approx(38.61778, abs=1e-7)
        assert frame["lat"].tolist()[0] == pytest.approx(33.50583, abs=1e-7)
        assert frame["uncertainty_m"].tolist()[0] == 1.0
        assert any("a Polygon, not a point" in one.reason for one in rejections)
    old = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    text = geojson(crs=old).replace("38.61778", "4298911.6").replace("33.50583", "3962846.2")
    assert given(tmp_path, text, "b.geojson")[0]["lon"].tolist()[0] == pytest.approx(38.61778, abs=1e-4)
    with pytest.raises(TableError, match="no known reference system"):
        given(tmp_path, geojson(crs={"type": "name", "properties": {"name": "EPSG:0"}}), "c.geojson")


@pytest.mark.filterwarnings("ignore:'crs' was not provided:UserWarning")
def test_a_file_without_a_reference_system_is_refused(tmp_path: Path) -> None:
    import geopandas as gpd
    from shapely.geometry import Point

    gpd.GeoDataFrame({"date": ["2017-06-08"]}, geometry=[Point(1, 2)]).to_file(tmp_path / "a.fgb", engine="pyogrio")
    with pytest.raises(TableError, match="says no coordinate reference system"):
        read_table(tmp_path / "a.fgb")


def test_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    import geopandas as gpd
    from shapely.geometry import Point

    plain = pd.DataFrame({"date": pd.to_datetime(["2017-06-08", None]), "lat": [33.5, None], "lon": [38.6, None]})
    plain.to_parquet(tmp_path / "a.parquet")
    frame, rejections = read_table(tmp_path / "a.parquet")
    assert frame["date_start"].tolist() == ["2017-06-08", ""]
    assert [one.where for one in rejections] == ["feature 2"]
    gpd.GeoDataFrame({"date": ["x"]}, geometry=[Point(38.6, 33.5)], crs=4326).to_parquet(tmp_path / "b.parquet")
    assert read_table(tmp_path / "b.parquet")[0]["lon"].tolist() == [38.6]
    (tmp_path / "c.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(TableError, match=r"cannot be read as \.parquet"):
        read_table(tmp_path / "c.parquet")


def test_a_geometry_and_columns_that_differ(tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, geojson().replace('"note": "007"', '"lat": 33.9, "lon": 38.61778'), "a.geojson")
    assert "differ" in rejections[0].reason
    assert pd.isna(frame.loc[0, "lon"])


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (HEADER + FINE, json.dumps({"date": "2017-06-08", "place": "x"}), geojson()):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        frame, rejections = read_table("-")
        assert frame.loc[0, "date_start"].startswith("2017-06-0")
        assert all(one.source == "standard input" for one in rejections)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,place\r\né,Deir ez-Zor – côté\r\n".encode(encoding))
    frame, _ = read_table(tmp_path / "a.csv")
    assert frame[["id", "place_text"]].iloc[0].tolist() == ["é", "Deir ez-Zor – côté"]


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "geojson"])
def test_what_was_written_reads_the_same(form: str, tmp_path: Path) -> None:
    first, _ = given(tmp_path, HEADER + FINE + "x,8 June 2017,At Tanf,,,SY\n")
    write_table(first.drop(columns="_row"), tmp_path / f"b.{form}")
    again, rejections = read_table(tmp_path / f"b.{form}")
    names = [column.name for column in INCIDENTS]
    assert not rejections
    pd.testing.assert_frame_equal(again[names], first[names])


PAYLOADS = [
    "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "{{ 7 * 7 }}", "{% raw %}", "${x}", "`x`",
    "\u2028\u2029", "\u202egpj.exe\u200b\x00", '"; drop', "=cmd()", "a\nb\tc",
]  # fmt: skip


def test_hostile_text_passes_as_written(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"place": [f"x{one}x" for one in PAYLOADS]}), tmp_path / "a.csv")
    frame, rejections = read_table(tmp_path / "a.csv")
    assert not rejections
    assert frame["place_text"].tolist() == [f"x{one}x" for one in PAYLOADS]


COMMAS = {
    "semicolons": ("a.csv", "id;place;lat;lon\na;x;34,7268;36,7231\nb;x;34.5;36.5\n"),
    "tabs": ("a.tsv", "id\tplace\tlat\tlon\na\tx\t34,7268\t36,7231\nb\tx\t34.5\t36.5\n"),
    "quotes": ("a.csv", 'id,place,lat,lon\na,x,"34,7268","36,7231"\nb,x,34.5,36.5\n'),
    "json": ("a.json", json.dumps([{"id": "a", "lat": "34,7268", "lon": "36,7231"}, {"lat": 34.5, "lon": 36.5}])),
}


@pytest.mark.parametrize(("name", "text"), COMMAS.values(), ids=COMMAS)
def test_decimal_commas_are_read_and_said_once(name: str, text: str, tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, text, name)
    assert not rejections
    assert frame["lat"].tolist() == [34.7268, 34.5]
    assert frame["lon"].tolist() == [36.7231, 36.5]
    assert frame["uncertainty_m"].tolist()[0] < 20  # four places, as written
    said = [one for one in frame.attrs["notices"] if "decimal comma" in one]
    assert len(said) == 1
    assert "of 1 row have" in said[0]
    assert "'34,7268' as 34.7268" in said[0]


def test_decimal_commas_in_a_spreadsheet(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["id", "lat", "lon"], ["a", "34,7268", "36,7231"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_table(tmp_path / "a.xlsx")[0][["lon", "lat"]].iloc[0].tolist() == [36.7231, 34.7268]


# the column of dates; then what each becomes, and what a notice says
ORDERED = {
    "day first": (["08/06/2017", "31/12/2023", "05/01/24"], ["2017-06-08", "2023-12-31", "2024-01-05"], "row 3 (31/"),
    "month first": (["08/06/2017", "12/31/2023", ""], ["2017-08-06", "2023-12-31", ""], "month/day/year"),
    "both kinds": (["08/06/2017", "12/31/2023", "31/12/2023"], ["", "2023-12-31", "2023-12-31"], ""),
    "none settles": (["08/06/2017", "06/06/2017", "2017-06-09"], ["", "2017-06-06", "2017-06-09"], ""),
    "nothing open": (["31/12/2023", "25/06/2017", "8 June 2017"], ["2023-12-31", "2017-06-25", "2017-06-08"], ""),
    "no day": (["08/06/2017", "31/02/2023", "31/31/2023"], ["", "", ""], ""),
    "intervals": (
        ["08/06/2017 to 10/06/2017", "30/12/2023 - 31/12/2023", ""],
        ["2017-06-08", "2023-12-30", ""],
        "row 3",
    ),
    "with times": (["08/06/2017 14:30", "31/12/2023 01:00", ""], ["2017-06-08", "2023-12-31", ""], "row 3"),
}


@pytest.mark.parametrize(("dates", "expected", "said"), ORDERED.values(), ids=ORDERED)
def test_one_date_may_settle_its_column(dates: list[str], expected: list[str], said: str, tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, "date,place\n" + "".join(f"{one},x\n" for one in dates))
    assert frame["date_start"].tolist() == expected
    assert len(rejections) == sum(bool(one) and not day for one, day in zip(dates, expected, strict=True))
    notices = [one for one in frame.attrs["notices"] if "two ways" in one]
    assert len(notices) == bool(said)
    assert all(said in one for one in notices)


def test_an_ambiguous_date_that_nothing_settles_names_both_readings(tmp_path: Path) -> None:
    _, rejections = given(tmp_path, "date,place\n08/06/2017,x\n12/31/2023,x\n31/12/2023,x\n")
    assert [one.where for one in rejections] == ["row 2"]
    assert "2017-06-08" in str(rejections[0])
    assert "2017-08-06" in str(rejections[0])


def test_the_first_and_the_last_day_are_of_one_hand(tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, "date_start,date_end,place\n31/12/2023,05/01/2024,x\n")
    assert not rejections
    assert frame[["date_start", "date_end"]].iloc[0].tolist() == ["2023-12-31", "2024-01-05"]
    assert "row 2 (31/12/2023)" in frame.attrs["notices"][0]


def test_the_order_of_dates_can_be_chosen(tmp_path: Path) -> None:
    text = "date,place\n08/06/2017,x\n12/31/2023,x\n8 June 2017,x\n"
    frame, rejections = given(tmp_path, text, dates="dmy")
    assert frame["date_start"].tolist() == ["2017-06-08", "", "2017-06-08"]
    assert "none in the order day/month/year" in rejections[0].reason
    assert "2023-12-31" in rejections[0].advice
    frame, rejections = given(tmp_path, text, dates="mdy")
    assert not rejections
    assert frame["date_start"].tolist() == ["2017-08-06", "2023-12-31", "2017-06-08"]
    with pytest.raises(InputError, match="write dmy"):
        given(tmp_path, text, dates="american")


FOREIGN = {
    "French": "Date;Lieu;Pays\n2017-06-08;Alep;SY\n",
    "German": "Datum;Ort;Land\n08.06.2017;Aleppo;SY\n31.12.2017;Aleppo;SY\n",
    "Spanish": "Fecha;Ciudad;País\n2017-06-08;Alepo;SY\n",
    "Italian": "Data;Luogo;Paese\n2017-06-08;Aleppo;SY\n",
    "Russian": "Дата;Место;Страна\n2017-06-08;Алеппо;SY\n",
    "Arabic": "التاريخ;المكان;البلد\n2017-06-08;حلب;SY\n",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_headings_in_other_languages(text: str, tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, text)
    assert not rejections
    assert frame["place_text"].all()
    assert (frame["country"] == "SY").all()
    assert frame.loc[0, "date_start"] == "2017-06-08"


def test_a_datum_is_a_date_only_where_days_stand_in_it(tmp_path: Path) -> None:
    frame, rejections = given(tmp_path, "id,lat,lon,datum,data\na,33.5,38.6,WGS84,4326\nb,33.5,38.6,NAD27,x\n")
    assert frame["date_text"].tolist() == ["", ""]
    assert "'NAD27'" in rejections[0].reason
    assert frame["lon"].notna().tolist() == [True, False]


def test_columns_that_nobody_knows_are_listed_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"'alpha', 'beta'; name them date \(also .*place_text.*lat .*country"):
        given(tmp_path, "alpha,beta\n1,2\n")
    frame, _ = given(tmp_path, "date,Helyszín\n2017-06-08,Aleppo\n")
    said = [one for one in frame.attrs["notices"] if "no column says where" in one]
    assert len(said) == 1
    assert "'Helyszín'" in said[0]
    assert "locality" in said[0]
