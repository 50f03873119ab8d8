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
from geo.zones import one_zone, parse_zone, read_zones
from geo.zones.kinds import read_latlon
from geo.zones.row import ASIDE, TEXTS

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
    "unknown kind": ("x,X,At Tanf,34 mi,square,,,,", ["'square' cannot be built", "polygon"]),
    "a polygon of a disc": ("x,X,At Tanf,34 mi,polygon,,,,", ["a polygon has no length", "kind buffer"]),
    "backwards": ("x,X,At Tanf,20-10 km,,,,,", ["run backwards", "inner radius first"]),
    "one hemisphere": ('x,X,"51.67 S, 59.50",34 mi,,,,,', ["one hemisphere of two", "E or W"]),
    "a buffer of nothing": ("x,X,,6 km,buffer,,,,", ["a buffer needs its course", "LINESTRING"]),
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
        ("id,width_km\n1,6\n", "names no centre.*course"),
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
        ("51.67 S 59.50 W, 200 nmi", "51.67 S 59.50 W", "200 nmi"),
        ("51.67S, 59.50W, 200 nmi", "51.67S, 59.50W", "200 nmi"),
        ("At Tanf, 10-20 km", "At Tanf", "10-20 km"),
        ("At Tanf, 1,500-2,500 m", "At Tanf", "1,500-2,500 m"),
        ("33.5, 38.6, between 10 and 20 km", "33.5, 38.6", "between 10 and 20 km"),
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
        ("At Tanf, 20-10 km", UnitError, "'At Tanf, 20-10 km'.*run backwards"),
        ("51.67 S 59.50, 200 nmi", InputError, "one hemisphere of two"),
        (", " * 5_000, ZoneError, "not a centre and a length"),
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
    known = {*TEXTS, *ASIDE}
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


def test_a_table_of_all_kinds(tmp_path: Path) -> None:
    text = (
        "name;kind;centre;radius;width_km;wkt;side;edges;clip;valid_from;applies to;zone group\n"
        "Exclusion;;51.67 S 59.50 W;200 nmi;;;;;;1982-04-30T11:00Z;;falklands\n"
        "Band;;At Tanf;10-20 km;;;;;;;;\n"
        "Strip;;;;2;LINESTRING (126 38, 128 38);both;geodesic;South Korea;;;\n"
        "Half;;;;;LINESTRING (126 38, 128 38);N;;;;drone;\n"
        "Park;;;;;POLYGON ((0 0, 1 0, 1 1, 0 0));;;;;;\n"
        "Line;unknown;;;;;;;;;;\n"
    )
    rows, rejections = given(tmp_path, text)
    assert not rejections
    assert rows["kind"].tolist() == ["disc", "ring", "buffer", "side_of_line", "polygon", "unknown"]
    assert rows["radius_text"].tolist() == ["200 nmi", "10-20 km", "2 km", "", "", ""]
    assert rows["edges"].tolist() == ["", "", "geodesic", "lonlat", "lonlat", ""]
    assert rows["id"].tolist() == ["exclusion", "band", "strip", "half", "park", "line"]
    assert rows.loc[0, ["group", "valid_from_latest"]].tolist() == ["falklands", "1982-04-30T11:00+00:00"]
    assert (rows.loc[2, "clip"], rows.loc[3, "applies_to"]) == ("South Korea", "drone")
    assert any("to each side" in notice for notice in rows.attrs["notices"])


def test_radii_in_two_columns(tmp_path: Path) -> None:
    rows, rejections = given(tmp_path, "name,centre,radius_km,radius_nmi\na,x,55,\nb,x,,30\nc,x,,\nd,x,10-20,\n")
    assert rows["radius_text"].tolist() == ["55 km", "30 nmi", "10-20 km"]
    assert [one.where for one in rejections] == ["row 4"]


def test_json_with_lists_and_geometries(tmp_path: Path) -> None:
    box = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    zone = {"name": "Z", "course": box, "clip": ["Syria", "Iraq"], "track": [], "id": 7}
    rows, rejections = given(tmp_path, json.dumps([zone]), "zones.json")
    assert not rejections
    row = rows.iloc[0]
    assert (row["id"], row["kind"], row["clip"]) == ("7", "polygon", "Syria; Iraq")
    assert row["course"] == "POLYGON ((0 0, 1 0, 1 1, 0 0))"


def test_ids_from_names_are_never_twice(tmp_path: Path) -> None:
    rows, _ = given(tmp_path, "name,centre,radius\nThe Zone,x,1 km\nThe Zone,y,1 km\n,x,1 km\n")
    assert rows["id"].tolist() == ["the-zone", "the-zone-2", "1-km-around-x"]


def test_one_zone_of_every_kind() -> None:
    line = "LINESTRING (126 38, 128 38)"
    given = {
        "ring": one_zone("At Tanf", "10-20 km"),
        "buffer": one_zone(
            "", "6 km", course=line, side="left", edges="geodesic", minus="Syria", hours="08:00-19:00 daily"
        ),
        "side_of_line": one_zone(course=line, side="north", applies_to="platform: drone", group="g"),
        "polygon": one_zone(course="Argentina", clip="zone-1"),
        "unknown": one_zone(kind="unknown", name="The Line"),
    }
    assert {kind: row["kind"].item() for kind, row in given.items()} == {kind: kind for kind in given}
    assert given["buffer"].loc[0, ["minus", "hours", "edges"]].tolist() == ["Syria", "08:00-19:00 daily", "geodesic"]
    assert given["side_of_line"]["group"].item() == "g"
    assert given["polygon"]["clip"].item() == "zone-1"
    with pytest.raises(ZoneError, match="a line alone is no zone"):
        one_zone(course=line)
