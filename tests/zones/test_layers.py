"""Zones drawn in a GIS."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import TableError
from geo.frames import ZONES
from geo.zones import read_zones
from geo.zones.course import read_wkt

BOX, LINE, SPOT = shapely.box(34, 10, 36, 12), shapely.LineString([(126, 38), (128, 38.25)]), shapely.Point(38.6, 33.5)
SHAPES = [SPOT, BOX, LINE]
FIELDS = {
    "name": ["Base", "Box", "Strip"], "radius": ["34 mi", None, None], "width_km": [None, None, 2.5],
    "valid_from": ["2017-05-18", None, None], "remark": ["007", "b", None],
}  # fmt: skip


def drawn(geometry: list[Any] = SHAPES, crs: Any = "EPSG:4326", **fields: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(fields or FIELDS, geometry=geometry, crs=crs)


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    shape = shapely.geometry.mapping(geometry) if hasattr(geometry, "geom_type") else geometry
    return {"type": "Feature", "properties": properties, "geometry": shape}


def geojson(tmp_path: Path, *features: Any, name: str = "z.geojson", **members: Any) -> Path:
    path = tmp_path / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8")
    return path


def save(frame: gpd.GeoDataFrame, path: Path) -> Path:
    if path.suffix in {".kml", ".kmz"}:
        frame = frame.rename(columns={"name": "Name"})
        frame.to_file(path, driver="LIBKML")
    else:
        frame.to_file(path)
    return path


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml", ".kmz"])
def test_every_format_says_the_same(suffix: str, tmp_path: Path) -> None:
    rows, rejections = read_zones(save(drawn(), tmp_path / f"z{suffix}"))
    assert not rejections
    assert rows["kind"].tolist() == ["disc", "polygon", "buffer"]
    assert rows["name"].tolist() == ["Base", "Box", "Strip"]
    assert rows["centre"].tolist() == ["33.5, 38.6", "", ""]
    assert rows["radius_text"].tolist() == ["34 mi", "", "2.5 km"]
    assert rows["edges"].tolist() == ["", "lonlat", "lonlat"]
    assert rows.loc[0, "valid_from_latest"] == "2017-05-18"
    assert rows["remark"].tolist()[:2] == ["007", "b"]
    assert read_wkt(rows.loc[1, "course"]).equals(BOX)
    assert shapely.equals_exact(read_wkt(rows.loc[2, "course"]), LINE)
    assert rows["_row"].tolist() == ["feature 1", "feature 2", "feature 3"]


@pytest.mark.parametrize("suffix", [".fgb", ".shp"])
def test_formats_of_one_sort_of_geometry(suffix: str, tmp_path: Path) -> None:
    rows, rejections = read_zones(save(drawn([BOX], name=["Box"], id=["b-1"]), tmp_path / f"z{suffix}"))
    assert not rejections
    assert rows.loc[0, ["id", "name", "kind"]].tolist() == ["b-1", "Box", "polygon"]
    assert read_wkt(rows.loc[0, "course"]).equals(BOX)


def test_a_zipped_shapefile(tmp_path: Path) -> None:
    save(drawn([BOX], name=["Box"]), tmp_path / "z.shp")
    with zipfile.ZipFile(tmp_path / "zones.zip", "w") as archive:
        for part in tmp_path.glob("z.*"):
            archive.write(part, part.name)
    assert read_zones(tmp_path / "zones.zip")[0]["name"].tolist() == ["Box"]


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp", ".geojson"])
def test_projected_metres_become_degrees(suffix: str, tmp_path: Path) -> None:
    metres = gpd.GeoSeries([BOX], crs="EPSG:4326").to_crs("EPSG:32636")
    path = tmp_path / f"z{suffix}"
    if suffix == ".geojson":
        member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}
        geojson(tmp_path, feature(metres[0], name="Box"), name=path.name, crs=member)
    else:
        save(drawn(list(metres), "EPSG:32636", name=["Box"]), path)
    course = read_wkt(read_zones(path)[0].loc[0, "course"])
    corners = shapely.get_coordinates(BOX)
    assert shapely.distance(course.exterior, shapely.points(corners)).max() < 1e-6
    assert len(course.exterior.coords) > 100  # its edges are straight on that map, not in degrees


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("suffix", [".shp", ".fgb"])
def test_no_reference_system_is_refused(suffix: str, tmp_path: Path) -> None:
    path = save(drawn([BOX], None, name=["Box"]), tmp_path / f"z{suffix}")
    with pytest.raises(TableError, match="says no coordinate reference system; save it with one"):
        read_zones(path)


BAD = {
    "nothing drawn": (feature(None, name="x"), "has no centre and no course.*kind unknown"),
    "no radius": (feature(SPOT, name="x"), "has no radius"),
    "a line alone": (feature(LINE, name="x"), "a line alone is no zone"),
    "a circle, drawn": (feature(BOX, name="x", radius="5 km"), "drawn as a polygon and has a radius"),
    "several points": (feature(shapely.MultiPoint([(1, 2), (3, 4)]), radius="5 km"), "2 points; "),
    "a mixture": (feature(shapely.GeometryCollection([SPOT, BOX])), "mixes Point, Polygon; "),
    "open": ({**feature(BOX), "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}}, "closed"),
    "no type": (feature({"type": "Circle", "coordinates": [1, 2]}), "GeoJSON .*cannot be read"),
    "no geometry": (feature("POINT (1 2)"), "its geometry is no GeoJSON; "),
    "no feature": (17, "is no GeoJSON feature; "),
    "swapped": (feature(shapely.box(10, 134, 12, 136)), "latitude 136.*swapped"),
    "twice": (feature(SPOT, lat=33, lon=38, radius="5 km"), "'33, 38' and drawn at 33.5, 38.6; keep"),
    "backwards": (feature(BOX, start="2018-01-01", end="2017-01-01"), "run backwards"),
}  # fmt: skip


@pytest.mark.parametrize(("bad", "said"), BAD.values(), ids=BAD)
def test_a_bad_feature_is_named_and_the_others_go_on(bad: Any, said: str, tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(BOX, name="first"), bad, feature(BOX, name="last"))
    rows, rejections = read_zones(path)
    assert rows["name"].tolist() == ["first", "last"]
    assert [one.where for one in rejections] == ["feature 2"]
    assert rejections[0].source == str(path)
    assert rejections[0].advice
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(str(rejections[0]))


@pytest.mark.parametrize("empty", [None, {"type": "Polygon", "coordinates": []}])
def test_a_course_that_was_never_published(empty: Any, tmp_path: Path) -> None:
    rows, rejections = read_zones(geojson(tmp_path, feature(empty, name="The Line", kind="unknown")))
    assert not rejections
    assert rows.loc[0, ["kind", "course"]].tolist() == ["unknown", ""]


@pytest.mark.parametrize("name", ["z.json", "z.geojson"])
def test_a_feature_or_a_geometry_alone(name: str, tmp_path: Path) -> None:
    for one, called in ((feature(BOX, name="Box"), "Box"), (shapely.geometry.mapping(BOX), "z")):
        (tmp_path / name).write_text(json.dumps(one), encoding="utf-8")
        rows, rejections = read_zones(tmp_path / name)
        assert not rejections
        assert rows["name"].tolist() == [called]


@pytest.mark.parametrize(
    ("text", "said"),
    [('{"a": 1}', "no GeoJSON; write"), ("{", "line 1: is not JSON"), ("[" * 100_000, "nested too deeply"),
     ('{"type": "FeatureCollection", "features": []}', "no features"), ("", "is empty"),
     ('{"type": "FeatureCollection", "features": [{}], "crs": 5}', "crs member names no reference system")],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_by_name(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "z.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=said):
        read_zones(tmp_path / "z.geojson")


@pytest.mark.parametrize("suffix", [".gpkg", ".kml", ".kmz", ".shp", ".fgb", ".zip"])
def test_a_broken_file_is_refused_by_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"z{suffix}"
    with pytest.raises(TableError, match="no such file"):
        read_zones(path)
    path.write_bytes(b"nothing of the kind" * 20)
    with pytest.raises(TableError, match=f"cannot be read as {suffix}"):
        read_zones(path)


def test_all_drawn_layers_of_a_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "z.gpkg"
    drawn([BOX, LINE], id=[1, 2], name=["Box", "Strip"], width=[None, "6 km"]).to_file(path, layer="land")
    drawn([BOX], id=[1], name=["Box"]).to_file(path, layer="sea")
    rows, rejections = read_zones(path)
    assert not rejections
    assert rows["id"].tolist() == ["land-1", "2", "sea-1"]
    assert rows["_row"].tolist() == ["layer 'land', feature 1", "layer 'land', feature 2", "layer 'sea', feature 1"]
    assert rows.attrs["notices"][-1].endswith("several layers have the id 1; the layer's name was put before it")


def test_fields_keep_their_text(tmp_path: Path) -> None:
    fields = {
        "id": pd.array([7, None], dtype="Int64"), "name": ["a", "b"], "from": pd.to_datetime(["2017-05-18", None]),
        "to": pd.to_datetime(["2018-05-18T04:30", None]).tz_localize("UTC"), "share": [0.5, 2.0], "open": [True, False],
    }  # fmt: skip
    rows, rejections = read_zones(save(drawn([BOX, BOX], **fields), tmp_path / "z.gpkg"))
    assert not rejections
    assert rows["id"].tolist() == ["7", "b"]
    assert rows.loc[0, ["valid_from_latest", "valid_to_latest"]].tolist() == ["2017-05-18", "2018-05-18T04:30+00:00"]
    assert rows["share"].tolist() == [0.5, 2.0]


def test_ids_of_features(tmp_path: Path) -> None:
    numbered = {**feature(BOX, name="a"), "id": 7}
    rows, _ = read_zones(geojson(tmp_path, numbered, feature(BOX, name="b", zone_id="B-2"), feature(BOX, name="b")))
    assert rows["id"].tolist() == ["7", "B-2", "b"]


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>D</name>
<Style id="s"><LineStyle><color>ff0000ff</color></LineStyle></Style><Folder><name>Zones &amp; more</name>
<Placemark><name>Exclusion</name><styleUrl>#s</styleUrl>
<description><![CDATA[<b>200</b> miles<br>&amp; <i>more</i>]]></description>
<TimeSpan><begin>1982-04-30T11:00:00Z</begin><end>1982-06-14</end></TimeSpan>
<ExtendedData><Data name="radius"><value>200 nmi</value></Data></ExtendedData>
<Point><coordinates>-59.5,-51.67,0</coordinates></Point></Placemark></Folder>
<Folder><name>Other</name><Placemark><name>Strip</name>
<ExtendedData><Data name="width"><value>6 km</value></Data></ExtendedData>
<MultiGeometry><LineString><coordinates>126,38,5 128,38,5</coordinates></LineString></MultiGeometry></Placemark>
<Placemark><name>Mixed</name><MultiGeometry><Point><coordinates>1,2</coordinates></Point>
<LineString><coordinates>126,38 128,38</coordinates></LineString></MultiGeometry></Placemark>
</Folder></Document></kml>"""


def test_placemarks_in_folders(tmp_path: Path) -> None:
    (tmp_path / "z.kml").write_text(KML, encoding="utf-8")
    rows, rejections = read_zones(tmp_path / "z.kml")
    assert rows["kind"].tolist() == ["disc", "buffer"]
    assert rows.loc[0, ["centre", "radius_text"]].tolist() == ["-51.67, -59.5", "200 nmi"]
    assert rows.loc[0, ["valid_from_latest", "valid_to_latest"]].tolist() == ["1982-04-30T11:00+00:00", "1982-06-14"]
    assert rows.loc[0, "description"] == "200 miles & more"
    assert rows.loc[1, "course"] == "LINESTRING (126 38, 128 38)"
    assert not {"tessellate", "visibility", "icon"} & set(rows.columns)
    assert [one.where for one in rejections] == ["layer 'Other', feature 2"]


def test_arcs_become_short_edges(tmp_path: Path) -> None:
    path = save(drawn([SPOT], name=["Circle"]), tmp_path / "z.gpkg")
    circle = [(4, 0), (0, 4), (-4, 0), (0, -4), (4, 0)]
    ring = struct.pack("<BII", 1, 8, len(circle)) + b"".join(struct.pack("<dd", *pair) for pair in circle)
    polygon = b"GP\0\1" + struct.pack("<i", 4326) + struct.pack("<BII", 1, 10, 1) + ring  # OGC 12-128r19, clause 2.1.3
    base = sqlite3.connect(path)
    for (trigger,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        base.execute(f'DROP TRIGGER "{trigger}"')
    base.execute("UPDATE z SET geom = ?", (polygon,))
    base.commit()
    base.close()
    rows, rejections = read_zones(path)
    assert not rejections
    assert read_wkt(rows.loc[0, "course"]).area == pytest.approx(shapely.Point(0, 0).buffer(4, 3600).area, rel=1e-5)


def test_zones_of_this_program_are_read_again(tmp_path: Path) -> None:
    # Its geometry is the outline; what counts are the words.
    first = dict.fromkeys((column.name for column in ZONES if column.kind == "text"), "")
    disc = {**first, "id": "d", "name": "D", "kind": "disc", "centre": "At Tanf", "radius_text": "34 mi", "lon": 38.6}
    strip = {
        **first,
        "id": "s",
        "name": "S",
        "kind": "buffer",
        "course": LINE.wkt,
        "radius_text": "2 km",
        "width_m": 2e3,
    }
    hidden = {**first, "id": "u", "name": "U", "kind": "unknown", "track": "[]"}
    frame = gpd.GeoDataFrame([disc, strip, hidden], geometry=[BOX, BOX, shapely.Polygon()], crs="EPSG:4326")
    frame.to_file(tmp_path / "z.geojson")
    rows, rejections = read_zones(tmp_path / "z.geojson")
    assert not rejections
    assert rows["kind"].tolist() == ["disc", "buffer", "unknown"]
    assert rows.loc[0, "course"] == ""
    assert shapely.equals_exact(read_wkt(rows.loc[1, "course"]), LINE)
