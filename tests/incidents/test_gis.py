import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

import geo
from geo.errors import OutputError
from geo.incidents.gis import DRIVERS, write_layers


@pytest.fixture(scope="module")
def incidents():
    frame = geo.read("data/at-tanf")
    frame["my own"] = [f"=1+{k}" for k in range(len(frame))]
    frame["count"] = range(len(frame))
    return frame


@pytest.mark.parametrize("form", DRIVERS)
def test_what_is_written_is_what_is_read(incidents, form, tmp_path):
    path = tmp_path / f"out.{form}"
    write_layers({"incidents": incidents}, path, form)
    read = gpd.read_parquet(path) if form == "parquet" else pyogrio.read_dataframe(path)
    if form == "fgb":  # its index puts neighbours together
        read = read.set_index("id", drop=False).loc[incidents["id"]].reset_index(drop=True)
    assert read["id"].tolist() == incidents["id"].tolist()
    assert read["date_start"].astype(str).tolist() == incidents["date_start"].tolist()
    own = [f"'=1+{k}" if form == "xlsx" else f"=1+{k}" for k in range(len(incidents))]
    assert read["my own"].tolist() == own
    assert [int(n) for n in read["count"]] == list(range(len(incidents)))
    if form != "xlsx":
        assert read.crs.to_epsg() == 4326 or read.crs.equals("OGC:CRS84")
        gone = incidents.geometry.is_empty
        assert read.geometry.isna().tolist() == gone.tolist()
        for axis in ("x", "y"):
            wanted = getattr(incidents.geometry[~gone], axis).to_numpy()
            assert getattr(read.geometry[~gone], axis).to_numpy() == pytest.approx(wanted, abs=1e-9)


def test_a_geopackage_holds_several_layers(incidents, tmp_path):
    zones = geo.read_zones("data/at-tanf/zones.csv")
    write_layers({"incidents": incidents, "zones": zones}, tmp_path / "out.gpkg", "gpkg")
    assert [str(name) for name, _ in pyogrio.list_layers(tmp_path / "out.gpkg")] == ["incidents", "zones"]
    with pytest.raises(OutputError, match="one layer"):
        write_layers({"a": incidents, "b": zones}, tmp_path / "out.fgb", "fgb")


def test_points_come_from_lon_and_lat_and_nothing_is_left_behind(tmp_path):
    table = pd.DataFrame({"id": ["a", "b"], "lon": [38.6, None], "lat": [33.5, None]})
    write_layers({"t": table}, tmp_path / "t.gpkg", "gpkg")
    assert pyogrio.read_dataframe(tmp_path / "t.gpkg").geometry.isna().tolist() == [False, True]
    assert [one.name for one in tmp_path.iterdir()] == ["t.gpkg"]


def test_a_folder_that_is_not_there_is_an_error(incidents, tmp_path):
    with pytest.raises(OutputError):
        write_layers({"t": incidents}, tmp_path / "no" / "t.gpkg", "gpkg")
