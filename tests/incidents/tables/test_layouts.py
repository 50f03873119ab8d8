"""The tables that ACLED, UCDP, GDELT, GTD and Airwars publish, untouched by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

import geo
from geo.errors import TableError
from geo.files import fold
from geo.frames import INCIDENTS
from geo.incidents.tables.columns import ALONE, BESIDES, PARTS, recognise
from geo.incidents.tables.layouts import headings_of, layout_of, layouts
from tests.incidents.tables import layouts_files as given


def read(tmp_path: Path, name: str, text: str, **options: Any) -> gpd.GeoDataFrame:
    (tmp_path / name).write_text(text, "utf-8")
    return geo.read(tmp_path / name, **options)


def cells(frame: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(frame[name] for name in names), strict=True))


def test_every_layout_knows_itself() -> None:
    for one in layouts():
        found = layout_of(one.headings)
        assert found is not None
        assert found.name == one.name or (found.name, one.name) == ("gdelt-2", "gdelt-1")
        meanings = [meaning for meaning in one.meaning.values() if meaning]
        assert len(meanings) == len(set(meanings))
        assert set(meanings) <= {*BESIDES, *PARTS, *ALONE, *(column.name for column in INCIDENTS)}
        assert {"lat", "lon", "id"} <= set(meanings)
        assert one.marks
    assert [len(given.HEADINGS[name]) for name in ("gdelt-2", "gdelt-1", "ucdp-ged", "acled")] == [61, 58, 49, 31]


@pytest.mark.parametrize("style", ["08 June 2017", "2017-06-08", "08-June-2017", "8/6/2017"])
def test_acled(tmp_path: Path, style: str) -> None:
    records = [{**given.ACLED[0], "event_date": style}, *given.ACLED[1:]]
    found = read(tmp_path, "acled.csv", given.table("acled", *records), dates="dmy")
    assert cells(found, "id", "date_start", "date_end") == [
        ("SYR7001", "2017-06-08", "2017-06-08"),
        ("SYR7002", "2017-06-14", "2017-06-26"),
        ("SYR7003", "2018-03-01", "2018-03-31"),
    ]
    assert cells(found, "kind", "actor", "place_text", "province", "country")[0] == (
        "Air/drone strike", "Coalition", "At Tanf", "Homs", "Syria",
    )  # fmt: skip
    assert found["uncertainty_m"].tolist()[:2] == [50_000, 10_800]
    assert found["uncertainty_m"].iloc[2] > 100_000, "a province is an area"
    assert found["date_text"].tolist()[1:] == ["20 June 2017 (known to the week)", "15 March 2018 (known to the month)"]
    assert found.attrs["notices"] == [
        f"{tmp_path / 'acled.csv'}: 2 dates are not exact by time_precision, "
        "and stand for the whole week, month or year"
    ]
    assert found.attrs["rejections"] == []
    assert found["timestamp"].tolist() == ["1700000000", "", ""]
    assert found["event_type"].iloc[0] == "Explosions/Remote violence"


def test_acled_with_semicolons_and_as_its_service_answers(tmp_path: Path) -> None:
    whole = read(tmp_path, "acled.csv", given.table("acled", *given.ACLED))
    semicolons = read(tmp_path, "semicolons.csv", given.table("acled", *given.ACLED, delimiter=";"))
    records = [{name: record.get(name, "") for name in given.HEADINGS["acled"]} for record in given.ACLED]
    answer = read(tmp_path, "answer.json", json.dumps({"status": 200, "success": True, "count": 3, "data": records}))
    for other in (semicolons, answer):
        for name in ("id", "date_start", "date_end", "lon", "lat", "uncertainty_m", "country"):
            assert other[name].tolist() == whole[name].tolist()


@pytest.mark.parametrize("form", ["csv", "geojson", "json", "headless"])
def test_ucdp(tmp_path: Path, form: str) -> None:
    if form in ("csv", "headless"):
        found = read(tmp_path, "ged.csv", given.table("ucdp-ged", *given.UCDP, headed=form == "csv"))
    else:
        records = [{name: record.get(name, "") for name in given.HEADINGS["ucdp-ged"]} for record in given.UCDP]
        points = [{"type": "Point", "coordinates": [one["longitude"], one["latitude"]]} for one in records]
        features = [
            {"type": "Feature", "properties": one, "geometry": point}
            for one, point in zip(records, points, strict=True)
        ]
        answers = {
            "geojson": {"type": "FeatureCollection", "features": features},
            "json": {"TotalCount": 2, "NextPageUrl": "", "Result": records},
        }
        found = read(tmp_path, f"ged.{form}", json.dumps(answers[form]))
    assert cells(found, "id", "date_start", "date_end", "actor", "target", "precision") == [
        ("901", "2017-06-08", "2017-06-08", "Government", "Rebels", 2),
        ("902", "2017-06-01", "2017-06-30", "A", "B", 4),
    ]
    assert found["uncertainty_m"].iloc[0] == 25_000
    assert found["place_name"].iloc[1] == "Homs"
    assert found.attrs["rejections"] == []
    assert found.attrs["notices"] == []


@pytest.mark.parametrize(("name", "headed"), [("20170608.export.CSV", False), ("gdelt.tsv", True)])
def test_gdelt(tmp_path: Path, name: str, headed: bool) -> None:
    found = read(tmp_path, name, given.table("gdelt-2", *given.GDELT, delimiter="\t", headed=headed))
    assert cells(found, "id", "date_start", "country", "precision") == [
        ("660001", "2017-06-08", "SY", 2),
        ("660002", "2017-06-09", "IL", 6),
        ("660003", "2017-06-09", "SY", 4),
        ("660004", "2017-06-10", "", 7),
    ]
    assert found["place_name"].tolist()[1:3] == ["Israel", "Homs"], "IS is Israel in FIPS, Iceland in ISO"
    assert found["uncertainty_m"].iloc[0] == 25_000
    assert pd.isna(found["lon"].iloc[3])
    assert [one["where"] for one in found.attrs["rejections"]] == [f"row {4 + headed}"]
    assert found["SOURCEURL"].iloc[0] == "https://example.org/a?q=1,2"


def test_gdelt_1_without_headings(tmp_path: Path) -> None:
    records = [{name: value for name, value in one.items() if name in given.HEADINGS["gdelt-1"]} for one in given.GDELT]
    found = read(tmp_path, "20130401.CSV", given.table("gdelt-1", *records, delimiter="\t", headed=False))
    assert found["id"].tolist() == ["660001", "660002", "660003", "660004"]


def test_gtd(tmp_path: Path) -> None:
    found = read(tmp_path, "gtd.csv", given.table("gtd", *given.GTD))
    assert cells(found, "date_start", "date_end", "country", "kind") == [
        ("2017-06-08", "2017-06-08", "Syria", "Bombing/Explosion"),
        ("2017-06-01", "2017-06-30", "Syria", ""),
        ("2017-01-01", "2017-12-31", "Syria", ""),
    ]
    assert found["place_name"].iloc[1] == "Homs"
    assert found["country_input"].iloc[0] == "200", "GTD's own number stays"


def test_airwars(tmp_path: Path) -> None:
    found = read(tmp_path, "airwars.csv", given.AIRWARS)
    assert found["id"].tolist() == ["CS1234", "CS1235", "CS1236"]
    assert found["uncertainty_m"].tolist() == pytest.approx([10_800, 1.0, 2_000])
    assert found["date_start"].tolist() == ["2017-06-08", "2017-06-09", "2017-06-09"]


def test_their_own_columns_pass_through(tmp_path: Path) -> None:
    for layout, records in (("acled", given.ACLED), ("ucdp-ged", given.UCDP), ("gtd", given.GTD)):
        found = read(tmp_path, f"{layout}.csv", given.table(layout, *records))
        for name in given.HEADINGS[layout]:
            column = f"{name}_input" if f"{name}_input" in found else name
            if column == "location" and not any(record.get(name) for record in records):
                continue  # an empty column of that name is not told from our own
            assert found[column].tolist() == [str(record.get(name, "")) for record in records], name


def test_a_table_of_ones_own_is_no_layout() -> None:
    assert layout_of(["id", "date", "lat", "lon", "geo_precision"]) is None
    assert headings_of(["id", "date"]) is None
    assert headings_of(["x"] * 61) is None
    assert headings_of(list(given.HEADINGS["gdelt-2"])) is None


def test_a_code_of_time_that_is_none_is_listed_and_the_day_stays(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "date,time_precision,lat,lon\n2017-06-08,9,33.5,38.6\n")
    assert found["date_start"].tolist() == ["2017-06-08"]
    assert "time_precision '9' is no code of ACLED's" in found.attrs["rejections"][0]["reason"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [("2017,6,8", ("2017-06-08", "2017-06-08")), ("2017,6,", ("2017-06-01", "2017-06-30")),
     ("2017,0,0", ("2017-01-01", "2017-12-31")), (",6,8", ("", ""))],
)  # fmt: skip
def test_year_month_and_day_in_columns_of_their_own(tmp_path: Path, row: str, expected: tuple[str, str]) -> None:
    found = read(tmp_path, "a.csv", f"Year,Month,Day,lat,lon\n{row},33.5,38.6\n")
    assert cells(found, "date_start", "date_end") == [expected]


def test_a_year_beside_a_date_is_not_the_date(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "year,month,date,lat,lon\n2016,5,2017-06-08,33.5,38.6\n")
    assert found["date_start"].tolist() == ["2017-06-08"]


def test_an_impossible_day_in_parts_is_listed(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "year,month,day,lat,lon\n2017,2,30,33.5,38.6\n")
    assert found["date_start"].tolist() == [""]
    assert len(found.attrs["rejections"]) == 1


class TestGivenColumns:
    def test_what_a_person_says_counts_first(self, tmp_path: Path) -> None:
        text = "Wo,Wann,lat,Y,X,Name\nhier,8 June 2017,1,33.5,38.6,a\n"
        found = read(tmp_path, "a.csv", text, columns={"lat": "Y", "lon": "X", "date": "Wann", "id": "Name"})
        assert cells(found, "id", "date_start", "lat", "lon") == [("a", "2017-06-08", 33.5, 38.6)]
        assert found["lat_input"].tolist() == ["1"]
        assert found["Wo"].tolist() == ["hier"]

    @pytest.mark.parametrize(
        ("columns", "said"), [({"lat": "Z"}, "has no column 'Z'"), ({"breadth": "Y"}, "no column of ours is called")]
    )
    def test_what_is_none_is_refused(self, tmp_path: Path, columns: dict[str, str], said: str) -> None:
        with pytest.raises(TableError, match=said):
            read(tmp_path, "a.csv", "Y,X\n1,2\n", columns=columns)

    def test_a_layout_gives_way(self) -> None:
        assert recognise(given.HEADINGS["acled"], {"date": "timestamp"})[0]["date"] == "timestamp"

    def test_parts_of_a_date(self, tmp_path: Path) -> None:
        found = read(tmp_path, "a.csv", "j,m,lat,lon\n2017,6,33.5,38.6\n", columns={"year": "j", "month": "m"})
        assert cells(found, "date_start", "date_end") == [("2017-06-01", "2017-06-30")]


class TestInMemory:
    def test_a_frame_is_a_table(self) -> None:
        frame = pd.DataFrame({"when": ["8 June 2017", None], "lat": [33.5, 34.0], "lon": [38.6, None], "n": [7, 8]})
        found = geo.read(frame)
        assert cells(found, "id", "date_start", "n") == [("1", "2017-06-08", 7), ("2", "", 8)]
        assert [one["source"] for one in found.attrs["rejections"]] == ["the table in memory"]
        assert [one["where"] for one in found.attrs["rejections"]] == ["row 1"]

    def test_a_geoframe_is_taken_from_its_reference_system(self) -> None:
        shape = gpd.GeoSeries.from_xy([38.6], [33.5], crs="EPSG:4326").to_crs(32637)
        found = geo.read(gpd.GeoDataFrame({"date": ["2017-06-08"]}, geometry=shape))
        assert found["lon"].iloc[0] == pytest.approx(38.6)
        assert found["lat"].iloc[0] == pytest.approx(33.5)

    def test_one_without_a_reference_system_is_refused(self) -> None:
        frame = gpd.GeoDataFrame({"date": ["2017-06-08"]}, geometry=gpd.points_from_xy([38.6], [33.5]))
        with pytest.raises(TableError, match="no coordinate reference system"):
            geo.read(frame)

    def test_timestamps_are_dates(self) -> None:
        frame = pd.DataFrame({"date": pd.to_datetime(["2017-06-08 14:30"]), "lat": [33.5], "lon": [38.6]})
        found = geo.read(frame)
        assert cells(found, "date_start", "time_text") == [("2017-06-08", "14:30")]

    @pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame({"lat": []})])
    def test_an_empty_one_is_refused(self, frame: pd.DataFrame) -> None:
        with pytest.raises(TableError, match="no rows"):
            geo.read(frame)

    def test_what_geo_read_gave_is_read_again(self, tmp_path: Path) -> None:
        first = read(tmp_path, "acled.csv", given.table("acled", *given.ACLED))
        again = geo.read(first)
        for name in ("id", "date_start", "date_end", "lon", "lat", "uncertainty_m", "location"):
            assert again[name].tolist() == first[name].tolist(), name


class TestOneCell:
    @pytest.mark.parametrize(
        "cell", ["33.5, 38.6", "33°30'N 38°36'E", "POINT (38.6 33.5)", "37 north 462846 3706791", "37SDT6284506790"]
    )
    def test_both_coordinates(self, tmp_path: Path, cell: str) -> None:
        found = read(tmp_path, "a.tsv", f"date\tcoordinates\n2017-06-08\t{cell}\n")
        assert (found["lon"].iloc[0], found["lat"].iloc[0]) == pytest.approx((38.6, 33.5), abs=2e-5)

    def test_a_position_may_be_a_rank(self, tmp_path: Path) -> None:
        found = read(tmp_path, "a.csv", "date,position,place\n2017-06-08,Sergeant,At Tanf\n")
        assert found["place_name"].iloc[0]
        assert found["position"].tolist() == ["Sergeant"]

    def test_a_wrong_one_is_listed(self, tmp_path: Path) -> None:
        found = read(tmp_path, "a.tsv", "date\tcoords\n2017-06-08\t33.5, 38.6\n2017-06-09\t95, 38\n")
        assert pd.isna(found["lon"].iloc[1])
        assert "latitude 95" in found.attrs["rejections"][0]["reason"]


def test_headings_fold(tmp_path: Path) -> None:
    upper = given.table("acled", *given.ACLED).replace("\n", "\n", 1)
    head, _, rest = upper.partition("\n")
    found = read(tmp_path, "acled.csv", f"{head.upper()}\n{rest}")
    assert found["id"].iloc[0] == "SYR7001"
    assert fold("EVENT_ID_CNTY") == fold("event_id_cnty")


def test_kml_of_a_map_program(tmp_path: Path) -> None:
    marks = (
        "<Placemark><name>Strike</name><TimeSpan><begin>2017-06-20</begin><end>2017-06-21</end></TimeSpan>"
        "<Point><coordinates>38.7,33.6,0</coordinates></Point></Placemark>"
    )
    text = f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
    found = read(tmp_path, "a.kml", text)
    assert cells(found, "title", "date_start", "date_end") == [("Strike", "2017-06-20", "2017-06-21")]
    assert found["lon"].tolist() == [38.7]
