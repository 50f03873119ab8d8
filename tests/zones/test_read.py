"""Zones as somebody wrote them, sound and bad."""

from __future__ import annotations

import csv
import json
from importlib import resources
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import CoordinateError, InputError, Rejection, TableError, UnitError, ZoneError
from geo.files import fold
from geo.frames import ZONES
from geo.zones import one_zone, parse_zone, read_zones
from geo.zones.read import read_latlon

CASE = Path(__file__).parents[2] / "data" / "at-tanf" / "zones.csv"
HEADER = "id,name,centre,radius_text,kind,valid_from,valid_to,valid_to_latest,alternatives\n"
FINE = "fine,Fine,At Tanf garrison,34 mi,,,,,\n"


def given(tmp_path: Path, text: str, name: str = "zones.csv") -> tuple[pd.DataFrame, list[Rejection]]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_zones(tmp_path / name)


BAD = {
    "no centre": ("x,X,,34 mi,,,,,", ["has no centre", "lat, lon"]),
    "no radius": ("x,X,At Tanf,,,,,,", ["has no radius", "34 mi"]),
    "no unit": ("x,X,At Tanf,34,,,,,", ["'34' has no unit", "34 nmi"]),
    "unknown unit": ("x,X,At Tanf,34 leagues,,,,,", ["'34 leagues' is not a length"]),
    "no length": ("x,X,At Tanf,0 km,,,,,", ["more than zero"]),
    "centre off the globe": ('x,X,"125, 12",34 mi,,,,,', ["latitude 125", "swapped?"]),
    "two readings": ("x,X,At Tanf,34 mi,,08/06/2017,,,", ["valid_from_earliest", "2017-06-08", "2017-08-06"]),
    "more than a day": ("x,X,At Tanf,34 mi,,2017,,,", ["more than one day"]),
    "end before start": ("x,X,At Tanf,34 mi,,2018-01-01,2017-01-01,,", ["backwards", "earlier one first"]),
    "end before its own bound": ("x,X,At Tanf,34 mi,,,2018-01-01,2017-01-01,", ["backwards"]),
    "unknown kind": ("x,X,At Tanf,34 mi,polygon,,,,", ["'polygon' cannot be built"]),
    "alternatives": ("x,X,At Tanf,34 mi,,,,,55 km", ["not JSON", "field"]),
    "alternative of what": (
        'x,X,At Tanf,34 mi,,,,,"[{""field"": ""name"", ""value"": ""x""}]"',
        ["centre, radius or part"],
    ),
    "alternative without unit": ('x,X,At Tanf,34 mi,,,,,"[{""field"": ""radius"", ""value"": ""55""}]"', ["no unit"]),
    "ragged": ("x,X,At Tanf", ["3 cells, the header has 9"]),
}


@pytest.mark.parametrize(("row", "said"), BAD.values(), ids=BAD)
def test_a_bad_row_is_named_and_the_others_go_on(row: str, said: list[str], tmp_path: Path) -> None:
    rows, rejections = given(tmp_path, HEADER + FINE + row + "\n" + FINE.replace("fine", "last"))
    assert rows["id"].tolist() == ["fine", "last"]
    assert len(rejections) == 1
    assert str(rejections[0]).startswith(f"{tmp_path / 'zones.csv'}, row 3: ")
    assert rejections[0].advice
    assert all(part in str(rejections[0]) for part in said), str(rejections[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("id,radius_text\n1,34 mi\n", "names no centre"),
        ("id,centre\n1,At Tanf\n", "names no radius"),
        ("id,centre,radius_text\n", "no row"),
    ],
)
def test_a_bad_file_is_refused_by_name(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=said):
        given(tmp_path, text)
    with pytest.raises(TableError, match=r"absent\.csv: no such file"):
        read_zones(tmp_path / "absent.csv")


def test_the_case() -> None:
    rows, rejections = read_zones(CASE)
    assert not rejections
    row = rows.iloc[0]
    assert (row["id"], row["centre"], row["radius_text"]) == ("al-tanf-zone", "al-Tanf garrison", "34 mi")
    assert [row[name] for name in rows.columns if name.startswith("valid_")] == [
        "2016-03-03",
        "2017-05-18",
        "2026-02-11",
        "",
    ]
    options = json.loads(row["alternatives"])
    assert {one["value"] for one in options} == {
        "At Tanf border crossing",
        "At Tanf village",
        "55 km",
        "30 nmi",
        "Syria",
    }
    assert all(one["source"] for one in options)
    assert row["source"]


def test_headings_of_other_lists(tmp_path: Path) -> None:
    text = "Zone,Latitude,Longitude,radius_nm,from,to,remark\nSea,36,34.5,12,17 March 2015,,007\n"
    row = given(tmp_path, text)[0].iloc[0]
    assert (row["name"], row["centre"], row["radius_text"], row["id"]) == ("Sea", "36, 34.5", "12 nmi", "sea")
    assert (row["valid_from_earliest"], row["valid_from_latest"]) == ("2015-03-17", "2015-03-17")
    assert (row["valid_to_latest"], row["remark"], row["kind"]) == ("", "007", "disc")


def test_json(tmp_path: Path) -> None:
    zone = {"centre": "At Tanf", "radius_text": "55 km", "alternatives": [{"field": "radius", "value": "34 mi"}]}
    rows, rejections = given(tmp_path, json.dumps({"zones": [zone, {"centre": "At Tanf"}]}), "zones.json")
    assert json.loads(rows.loc[0, "alternatives"]) == [{"field": "radius", "value": "34 mi", "source": ""}]
    assert [one.where for one in rejections] == ["item 2"]


@pytest.mark.parametrize(
    ("text", "centre", "radius"),
    [
        ("33.50583, 38.61778, 34 mi", "33.50583, 38.61778", "34 mi"),
        ("33.50583,38.61778,34 mi", "33.50583,38.61778", "34 mi"),
        ("33.50583,38.61778,340 km", "33.50583,38.61778", "340 km"),
        ("At Tanf garrison, 34 mi", "At Tanf garrison", "34 mi"),
        ("Brass, Nigeria, 30 nm", "Brass, Nigeria", "30 nm"),
        ("At Tanf, 1,500 m", "At Tanf", "1,500 m"),
        (" At Tanf , 34-mile ", "At Tanf", "34-mile"),
    ],
)
def test_zone_on_the_command_line(text: str, centre: str, radius: str) -> None:
    assert parse_zone(text)[["centre", "radius_text"]].iloc[0].tolist() == [centre, radius]


@pytest.mark.parametrize(
    ("text", "refusal", "said"),
    [
        ("At Tanf", ZoneError, "not a centre and a length"),
        ("At Tanf,", ZoneError, "not a centre and a length"),
        ("", ZoneError, "not a centre and a length"),
        (", 34 mi", ZoneError, "not a centre and a length"),
        ("At Tanf, 34", UnitError, "'At Tanf, 34'.*has no unit"),
        ("At Tanf, 34 parsecs", UnitError, "not a length"),
        ("38.6, 133.5, 34 mi", None, ""),
        ("133.5, 38.6, 34 mi", InputError, "swapped"),
    ],
)
def test_bad_zone_on_the_command_line(text: str, refusal: type[Exception] | None, said: str) -> None:
    if refusal is None:
        assert len(parse_zone(text)) == 1
        return
    with pytest.raises(refusal, match=said):
        parse_zone(text)


def test_one_zone() -> None:
    row = one_zone("At Tanf", "34 mi", name="Z", valid_from=("2016-03-03", "2017-05-18"), valid_to="2026-02-11").iloc[0]
    assert (row["valid_from_earliest"], row["valid_from_latest"]) == ("2016-03-03", "2017-05-18")
    assert (row["valid_to_earliest"], row["valid_to_latest"]) == ("2026-02-11", "2026-02-11")
    assert one_zone("At Tanf", "34 mi", valid_from=("", "2017-05-18")).loc[0, "valid_from_earliest"] == ""
    with pytest.raises(ZoneError, match="backwards"):
        one_zone("At Tanf", "34 mi", valid_from="2018-01-01", valid_to="2017-01-01")
    with pytest.raises(ZoneError, match="no centre"):
        one_zone(" ", "34 mi")


def test_the_registry_of_headings() -> None:
    table = resources.files("geo.zones").joinpath("data/columns.csv").read_text("utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    known = {column.name for column in ZONES} | {"valid_from", "valid_to"}
    assert all(row["source"] and row["column"] in known for row in rows)
    assert len({fold(row["heading"]) for row in rows}) == len(rows)


def test_a_centre_that_programs_write_for_unknown_is_refused(tmp_path: Path) -> None:
    for centre in ("0, 0", "-0.0 0.000"):
        with pytest.raises(CoordinateError, match="open sea, and what programs write"):
            read_latlon(centre)
    assert read_latlon("0, 9.45") == (9.45, 0.0)
    (tmp_path / "z.csv").write_text("name,lat,lon,radius\na,0,0.0,34 mi\nb,0,9.45,34 mi\n", encoding="utf-8")
    rows, rejections = read_zones(tmp_path / "z.csv")
    assert rows["name"].tolist() == ["b"]
    assert [one.where for one in rejections] == ["row 2"]
    assert rejections[0].advice == "write where it is"


def test_decimal_commas_of_a_centre(tmp_path: Path) -> None:
    (tmp_path / "z.csv").write_text("name;lat;lon;radius\na;34,7268;-36,7231;34 mi\n", encoding="utf-8")
    rows, rejections = read_zones(tmp_path / "z.csv")
    assert not rejections
    assert read_latlon(rows["centre"].iloc[0]) == (-36.7231, 34.7268)
