"""What GDAL, pyarrow and openpyxl find in the files is what was written."""

from __future__ import annotations

import hashlib
import json
import math
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely.geometry import MultiPoint, Point, box

import geo
from geo.errors import OutputError
from geo.exchange import with_interchange
from geo.geodesy import outline
from geo.incidents import FORMATS, write_table
from geo.incidents.exports.gis import DRIVERS, write_layers
from geo.pipeline import joined

LONG = "ein sehr langer Name " * 15
OWN = {
    "id": ["007", "NA", "a/b", "é 😀", "two\nlines"],
    "n": [1, 2, 3, 4, 2**53],
    "gaps": [1, None, 3, None, 5],
    "x": [0.1, None, -1e-300, 1e300, 1 / 3],
    "flag": [True, False, True, False, True],
    "maybe": [True, None, False, None, True],
    "text": ["😀 <b>&amp;", "]]>\"'", "=1+1", "'=1", "-5"],
    "fid": ["a", "b", "c", "d", "e"],
    "ogc_fid": [5, 4, 3, 2, 1],
    "geom": ["x", "y", "z", "", None],
    "rowid": [9, 8, 7, 6, 5],
    LONG: ["1", "2", "3", "4", "5"],
    'a,b;c"d<e>': ["1", "2", "3", "4", "5"],
    "day": ["2017-06-08", "2017-06-09", "", None, "1982-05-02"],
    **{f"c{k}": [k, k + 1, k + 2, k + 3, k + 4] for k in range(60)},
}
POINTS = [Point(38.123456789012345, 33.5), None, Point(-179.9999999999, 89.9), Point(), Point(180, -90)]


def table() -> gpd.GeoDataFrame:
    columns = {name: pd.Series(values, dtype="object") for name, values in OWN.items()}
    return gpd.GeoDataFrame(columns, geometry=POINTS, crs=4326)


def reopened(path: Path, form: str) -> pd.DataFrame:
    if form == "parquet":
        return gpd.read_parquet(path)
    if form == "xlsx":
        header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        return pd.DataFrame(rows, columns=header, dtype="object")
    return pyogrio.read_dataframe(path)


def plain(value: object) -> object:
    return None if pd.isna(value) else value


def same(found: object, wanted: object, form: str) -> bool:
    found, wanted = plain(found), plain(wanted)
    if wanted == "" and form in {"xlsx", "kml", "geojson"}:
        wanted = None if found is None else wanted
    if form == "xlsx" and isinstance(wanted, str):
        wanted = {"=1+1": "'=1+1", "'=1": "''=1"}.get(wanted, wanted)
    if form == "kml" and isinstance(wanted, int) and not isinstance(wanted, bool):
        wanted = str(wanted)
    return found == wanted


@pytest.mark.parametrize("form", [*DRIVERS, "geojson"])
def test_every_cell_comes_back(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{form}"
    assert write_table(table(), path) == []
    read = reopened(path, form)
    for name, cells in OWN.items():
        wanted = list(map(str, cells)) if form == "xlsx" and name == "n" else cells  # it would show 9007199254740990
        column = f"'{name}" if form == "xlsx" and name[0] in "=+-@" else name
        wrong = [pair for pair in zip(read[column], wanted, strict=True) if not same(*pair, form)]
        assert not wrong, name
    if form != "xlsx":
        shapes = [None if one is None or one.is_empty else one for one in POINTS]
        assert read.crs.to_epsg() == 4326 or read.crs.equals("OGC:CRS84")
        for found, wanted in zip(read.geometry, shapes, strict=True):
            assert (found is None) == (wanted is None)
            assert wanted is None or shapely.equals_exact(shapely.force_2d(found), wanted, tolerance=1e-9)


@pytest.mark.parametrize("form", ["gpkg", "fgb", "parquet"])
def test_types_come_back(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{form}"
    write_table(table(), path)
    if form == "parquet":
        kinds = {name: str(kind) for name, kind in gpd.read_parquet(path).dtypes.items()}
        wanted = {"n": "Int64", "gaps": "Int64", "x": "float64", "flag": "boolean", "maybe": "boolean"}
    else:
        info = pyogrio.read_info(path)
        kinds = dict(zip(info["fields"], info["dtypes"], strict=True))
        wanted = {"n": "int64", "gaps": "int64", "x": "float64", "flag": "bool", "maybe": "bool", "text": "object"}
    assert {name: kinds[name] for name in wanted} == wanted


SHAPES = {
    "ring and hole": box(0, 0, 4, 4).difference(box(1, 1, 2, 2)),
    "over the antimeridian": outline(179.9, 10.0, 90_000.0),
    "around a pole": outline(0.0, 89.5, 90_000.0),
    "two parts": shapely.MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)]),
    "nothing": None,
}


@pytest.mark.parametrize("form", ["gpkg", "fgb", "parquet", "kml", "geojson"])
def test_footprints_come_back(form: str, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"id": list(SHAPES)}, geometry=list(SHAPES.values()), crs=4326)
    write_table(frame, tmp_path / f"out.{form}")
    read = reopened(tmp_path / f"out.{form}", form)
    for found, wanted in zip(read.geometry, SHAPES.values(), strict=True):
        if wanted is None:
            assert found is None
        else:
            assert found.is_valid
            assert shapely.hausdorff_distance(found, wanted) < 1e-9
            assert shapely.symmetric_difference(found, wanted).area < 1e-9


@pytest.mark.parametrize("form", ["gpkg", "kml", "geojson", "parquet", "fgb"])
def test_other_geometries_come_back(form: str, tmp_path: Path) -> None:
    shapes = [MultiPoint([(1, 2), (3, 4)]), MultiPoint([(5.5, 6)]), None]
    write_table(gpd.GeoDataFrame({"id": ["a", "b", "c"]}, geometry=shapes, crs=4326), tmp_path / f"out.{form}")
    read = reopened(tmp_path / f"out.{form}", form).geometry
    assert read.isna().tolist() == [False, False, True]
    assert shapely.get_coordinates(shapely.force_2d(read[0])).tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("form", [*DRIVERS, *FORMATS])
def test_the_same_table_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    sums = []
    for name in "ab":
        (tmp_path / name).mkdir()
        write_table(table(), tmp_path / name / "out", form)
        sums.append(hashlib.sha256((tmp_path / name / "out").read_bytes()).hexdigest())
        time.sleep(1.1 if form in {"gpkg", "xlsx"} and name == "a" else 0.0)  # their clocks count seconds
    assert sums[0] == sums[1]


@pytest.mark.parametrize("form", ["gpkg", "xlsx", "parquet", "fgb", "kml", "geojson", "csv", "json"])
@pytest.mark.parametrize("rows", [0, 2])
def test_empty_tables_and_tables_without_any_place(form: str, rows: int, tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "lon": [np.nan] * 2, "lat": [np.nan] * 2, "note": [None, None]})[:rows]
    write_table(frame, tmp_path / f"out.{form}")
    if form in {"csv", "json"} or (form == "xlsx" and not rows):  # GDAL writes an empty sheet then
        return
    read = reopened(tmp_path / f"out.{form}", form)
    assert len(read) == rows
    if form != "xlsx" and rows:
        assert read["id"].tolist() == ["a", "b"]
        assert getattr(read, "geometry", pd.Series([None] * rows)).isna().all()


def test_names_that_a_format_takes_for_one_are_told_apart_and_said(tmp_path: Path) -> None:
    frame = pd.DataFrame([["a", 1, 2, 3, 4]], columns=["id", "Name", "name", "", "Visibility"])
    said = write_table(frame, tmp_path / "a.gpkg")
    assert len(said) == 1
    assert "'name' is written as 'name_2'" in said[0]
    assert list(pyogrio.read_dataframe(tmp_path / "a.gpkg").columns)[:5] == [
        "id", "Name", "name_2", "column 4", "Visibility"
    ]  # fmt: skip
    said = write_table(frame, tmp_path / "a.kml")
    assert [one.split(": ")[1].split(",")[0] for one in said] == [
        "column 'Name' is written as 'Name_2'", "column 'name' is written as 'name_3'",
        "column 'Visibility' is written as 'Visibility_2'",
    ]  # fmt: skip
    twice = pd.DataFrame([[1, 2]], columns=["x", "x"])
    assert write_table(twice, tmp_path / "a.json") == [
        "column 'x' is written as 'x_2', because the file has 'x' already"
    ]
    assert json.loads((tmp_path / "a.json").read_text()) == [{"x": 1, "x_2": 2}]


@pytest.mark.parametrize("form", ["gpkg", "fgb", "kml", "xlsx"])
def test_characters_that_a_format_cannot_hold_are_said(form: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a\x00b", "c"], "ok": ["\t", "\n"]})
    said = write_table(frame, tmp_path / f"a.{form}")
    assert len(said) == 1
    assert "'id'" in said[0]
    assert reopened(tmp_path / f"a.{form}", form)["id"].tolist() == ["a\ufffdb", "c"]


@pytest.mark.parametrize("form", [*DRIVERS, *FORMATS])
def test_half_a_surrogate_pair_spoils_no_file(form: str, tmp_path: Path) -> None:
    write_table(pd.DataFrame({"id": pd.Series(["a\ud83d"], dtype="object")}), tmp_path / f"a.{form}")
    if form in FORMATS:
        assert "a\ufffd" in (tmp_path / f"a.{form}").read_text("utf-8")
    else:
        assert reopened(tmp_path / f"a.{form}", form)["id"].tolist() == ["a\ufffd"]


def test_a_spreadsheet_refuses_what_it_would_cut(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "long": ["x", "y" * 32_768]})
    with pytest.raises(OutputError, match=r"row 3, column 'long'.*32,767"):
        write_table(frame, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_geoparquet_is_1_1_with_a_box_for_each_row(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    write_table(table(), tmp_path / "a.parquet")
    schema = pq.read_schema(tmp_path / "a.parquet")
    about = json.loads(schema.metadata[b"geo"])
    assert about["version"] == "1.1.0"
    column = about["columns"]["geometry"]
    assert (column["encoding"], sorted(column["covering"])) == ("WKB", ["bbox"])
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    write_table(table().assign(bbox="mine"), tmp_path / "b.parquet")
    assert gpd.read_parquet(tmp_path / "b.parquet")["bbox"].tolist() == ["mine"] * 5


@pytest.fixture(scope="module")
def case() -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Verdicts of 14 incidents against 6 zones, as `geo check` writes them, and the zones."""
    incidents, zones = geo.read("data/falklands-1982"), geo.read_zones("data/falklands-1982/zones.csv")
    return with_interchange(joined(incidents, geo.check(incidents, zones))), zones


def test_a_geopackage_holds_incidents_verdicts_regions_and_zones(case, tmp_path: Path) -> None:
    rows, zones = case
    path = tmp_path / "out.gpkg"
    assert write_table(rows, path, zones=zones) == []
    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    assert layers == ["incidents", "verdicts", "regions", "zones", "layer_styles"]
    verdicts = pyogrio.read_dataframe(path, layer="verdicts")
    assert verdicts[["id", "zone_id", "verdict"]].values.tolist() == rows[["id", "zone_id", "verdict"]].values.tolist()
    assert verdicts["p_inside"].tolist() == pytest.approx(rows["p_inside"].tolist(), abs=0, nan_ok=True)
    incidents = pyogrio.read_dataframe(path, layer="incidents")
    assert incidents["id"].tolist() == rows["id"].drop_duplicates().tolist()
    rank = ["inside", "indeterminate", "outside", "not_in_force", "unlocated"].index
    loudest = rows.groupby("id", sort=False)["verdict"].agg(lambda verdicts: min(verdicts, key=rank))
    assert incidents["verdict"].tolist() == loudest.tolist()
    regions = pyogrio.read_dataframe(path, layer="regions")
    assert regions["share"].tolist() == [0.9, 0.5] * 14
    assert set(regions["incident_id"]) == set(rows["id"])
    assert regions.geometry.is_valid.all()
    outlines = pyogrio.read_dataframe(path, layer="zones")
    assert set(outlines.columns) == set(zones.columns)
    for found, wanted in zip(outlines.geometry, zones.geometry, strict=True):
        nothing = wanted is None or wanted.is_empty
        assert found is None if nothing else shapely.hausdorff_distance(found, wanted) < 1e-9


@pytest.mark.parametrize(("lon", "lat"), [(38.6, 33.5), (179.9999, 10.0), (-170.0, 85.0), (12.0, 89.99)])
def test_a_bare_point_has_discs_for_regions(lon: float, lat: float, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,lon,lat,uncertainty_m\na,{lon},{lat},5000\nb,,,\n")
    write_table(geo.read(tmp_path / "a.csv"), tmp_path / "a.gpkg")
    regions = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="regions")
    assert regions["incident_id"].tolist() == ["a", "a"]
    for radius_m, shape in zip((5000.0, 5000.0 * math.sqrt(math.log10(2))), regions.geometry, strict=True):
        assert shape.is_valid
        exact = outline(lon, lat, radius_m, tolerance_m=0.1)
        assert shape.symmetric_difference(exact).area < 0.004 * exact.area


def test_several_layers_need_a_geopackage(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="one layer"):
        write_layers({"a": table(), "b": table()}, tmp_path / "out.fgb", "fgb")


@pytest.mark.parametrize("form", [*DRIVERS, *FORMATS])
def test_writing_is_whole_or_not_at_all(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"{'long name ' * 10}: [x] 'y'.{form}"
    path.write_bytes(b"old")
    path.chmod(0o640)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        with pytest.raises(OutputError, match="nothing was changed"):
            write_table(table(), path)
    assert path.read_bytes() == b"old"
    write_table(table(), path)
    assert path.read_bytes() != b"old"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]
    for name in ("no/t", "."):
        with pytest.raises(OutputError):
            write_table(table(), tmp_path / name, form)


def test_points_come_from_lon_and_lat(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "lon": [38.6, None], "lat": [33.5, None]})
    write_layers({"t": frame}, tmp_path / "t.gpkg", "gpkg")
    assert pyogrio.read_dataframe(tmp_path / "t.gpkg").geometry.isna().tolist() == [False, True]


FULL = """
import resource, sys, pandas as pd
from geo.errors import OutputError
from geo.incidents import write_table
frame = pd.DataFrame({"id": [f"{n} " * 40 + str(n * 7919 % 104729) * 9 for n in range(3000)], "lon": 38.5, "lat": 33.5})
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))  # as on a full disk, a write stops short
try:
    write_table(frame, sys.argv[1])
except OutputError as error:
    print(error)
"""


@pytest.mark.parametrize("form", [*DRIVERS, *FORMATS])
def test_a_full_disk_leaves_what_was_there(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    path.write_bytes(b"old")
    ran = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True)
    assert "nothing was changed" in ran.stdout
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
