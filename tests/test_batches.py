"""Tables of points in Parquet files: read as `geo.read` reads them, decided as `geo.check` decides."""

import datetime
import json
from contextlib import contextmanager

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import geo
from geo.batches import check_parts, point_check
from geo.batches.reading import digits_m
from geo.errors import OutputError, TableError
from geo.frames import CONTAINMENT
from geo.incidents.tables.positions import read_position

TEXTS = ["zone_id", "verdict", "spatial", "temporal", "applies", "basis", "stated", "flips", "reason", "trace"]


def table(n=300, seed=0, **columns):
    rng = np.random.default_rng(seed)
    day = np.datetime64("2015-01-01") + rng.integers(0, 1000, n)
    return pa.table({
        "id": [f"a{k}" for k in range(n)], "lat": 33.5 + rng.normal(0, 0.6, n), "lon": 38.6 + rng.normal(0, 0.6, n),
        "uncertainty_m": rng.choice([5.0, 800.0, 9_000.0], n), "date": day, **columns,
    })  # fmt: skip


@pytest.fixture
def zones():
    return geo.zone("33.50583, 38.61778", "34 mi", name="Z", valid_from="2016-03-03")


def by_parts(path, zones, tmp_path, **words):
    """(rows in the order of the table, the summary)."""
    summary = check_parts([path], zones, output=tmp_path / "out.parquet", **words)
    return pq.read_table(tmp_path / "out.parquet").to_pandas(), summary


def assert_like_the_slow_path(given, zones, tmp_path, **words):
    pq.write_table(given, tmp_path / "in.parquet", row_group_size=100)
    found, summary = by_parts(tmp_path / "in.parquet", zones, tmp_path, **words)
    slow = geo.check(geo.read(tmp_path / "in.parquet", **words), zones)
    for name in ("verdict", "spatial", "temporal", "applies", "basis"):
        assert found[name].tolist() == slow[name].tolist(), name
    assert found["p_inside"].to_numpy() == pytest.approx(slow["p_inside"].to_numpy(), abs=2e-5, nan_ok=True)
    assert found["distance_m"].to_numpy() == pytest.approx(slow["distance_m"].to_numpy(), abs=0.8, nan_ok=True)
    assert summary.counts == {
        f"{zones['id'].iloc[0]} {name}": many for name, many in slow["verdict"].value_counts().items()
    }
    return found, summary


def test_rows_and_verdicts_are_those_of_the_slow_path(zones, tmp_path):
    found, summary = assert_like_the_slow_path(table(), zones, tmp_path)
    assert list(found.columns[:-1]) == [column.name for column in CONTAINMENT]
    assert found["incident_id"].tolist() == [f"a{k}" for k in range(300)]
    assert not summary.faults
    assert summary.rows == 300


def test_only_counting_counts_the_same(zones, tmp_path):
    pq.write_table(table(2_000), tmp_path / "in.parquet", row_group_size=700)
    _, whole = by_parts(tmp_path / "in.parquet", zones, tmp_path)
    counted = check_parts([tmp_path / "in.parquet"], zones, output=None)
    assert counted.counts == whole.counts


@pytest.mark.parametrize("dates", [
    ["2016-03-03", "2017-05", "", "not a day"],
    [datetime.datetime(2016, 3, 3, 7, 30), None, datetime.datetime(1950, 1, 1), None],
    [datetime.date(2016, 3, 3), datetime.date(2016, 3, 2), None, datetime.date(2099, 1, 1)],
])  # fmt: skip
def test_dates_of_every_type(dates, zones, tmp_path):
    given = table(4).set_column(4, "date", pa.array(dates))
    assert_like_the_slow_path(given, zones, tmp_path)


def test_first_and_last_days_and_times(zones, tmp_path):
    given = table(4).rename_columns(["id", "lat", "lon", "uncertainty_m", "date_start"])
    ends = [None, datetime.date(2030, 1, 1), datetime.date(1990, 1, 1), None]
    assert_like_the_slow_path(given.append_column("date_end", pa.array(ends)), zones, tmp_path)
    times = pa.array(["06:30 GMT", "", "at night", None])
    assert_like_the_slow_path(given.append_column("time_text", times), zones, tmp_path)


def test_the_order_of_days_and_months_is_asked_for(zones, tmp_path):
    given = table(3).set_column(4, "date", pa.array(["03/04/2016", "04/03/2016", "05/06/2017"]))
    assert_like_the_slow_path(given, zones, tmp_path, dates="dmy")
    pq.write_table(given, tmp_path / "in.parquet")
    found, summary = by_parts(tmp_path / "in.parquet", zones, tmp_path)
    assert set(found["temporal"]) == {"undated"}
    assert sum(at[0] for _, _, at in summary.faults) == 3


def test_bad_positions_are_unlocated_and_named(zones, tmp_path):
    lat = pa.array([33.5, None, 33.5, 0.0, 133.5, 33.5, float("nan"), 33.5])
    lon = pa.array([38.6, None, None, 0.0, 38.6, 398.6, float("nan"), float("inf")])
    given = table(8).set_column(1, "lat", lat).set_column(2, "lon", lon)
    found, summary = assert_like_the_slow_path(given, zones, tmp_path)
    assert found["verdict"].tolist() == [found["verdict"][0], *["unlocated"] * 7]
    rows = {row for _, _, at in summary.faults for row in at[1:]}
    assert rows == set(range(2, 9))


def test_doubt_from_the_column_the_option_or_the_digits(zones, tmp_path):
    given = table(4).set_column(3, "uncertainty_m", pa.array([100.0, None, -5.0, 1e9]))
    assert_like_the_slow_path(given, zones, tmp_path)
    assert_like_the_slow_path(given, zones, tmp_path, uncertainty="2 km")
    rounded = table(50).drop(["uncertainty_m"])
    rounded = rounded.set_column(1, "lat", pa.array(np.round(rounded["lat"].to_numpy(), 1)))
    rounded = rounded.set_column(2, "lon", pa.array(np.round(rounded["lon"].to_numpy(), 1)))
    assert_like_the_slow_path(rounded, zones, tmp_path)


def test_digits_are_those_that_would_be_read_from_text():
    rng = np.random.default_rng(2)
    lon, lat = (np.concatenate([np.round(rng.uniform(-80, 80, 60), d) for d in range(8)]) for _ in range(2))
    read = [read_position(float(x), float(y)).precision_m for x, y in zip(lon, lat, strict=True)]
    assert digits_m(lon, lat) == pytest.approx(read)


def test_ids_of_other_kinds_and_none(zones, tmp_path):
    pq.write_table(table(5).set_column(0, "id", pa.array([7, 8, 9, 10, 11])), tmp_path / "in.parquet")
    assert by_parts(tmp_path / "in.parquet", zones, tmp_path)[0]["incident_id"].tolist() == [7, 8, 9, 10, 11]
    pq.write_table(table(5).drop(["id"]), tmp_path / "in.parquet", row_group_size=2)
    assert by_parts(tmp_path / "in.parquet", zones, tmp_path)[0]["incident_id"].tolist() == [1, 2, 3, 4, 5]


def test_datums_other_than_ours_are_unlocated(zones, tmp_path):
    given = table(3).append_column("geodeticDatum", pa.array(["WGS84", "ED50", None]))
    found, _ = assert_like_the_slow_path(given, zones, tmp_path)
    assert found["verdict"].tolist()[1] == "unlocated"


def test_conditions_ask_the_table(tmp_path):
    zones = geo.zone("33.50583, 38.61778", "34 mi", name="Z", applies_to="platform: drone")
    platform = pa.array(["drone", "helicopter", None, "aircraft"] * 25)
    assert_like_the_slow_path(table(100).append_column("platform", platform), zones, tmp_path)


def test_several_zones_and_texts_in_dictionaries(tmp_path):
    zones = pd.concat(
        [geo.zone("33.5, 38.6", "20 km", name="A"), geo.zone("33.5, 38.6", "50 km", name="B")], ignore_index=True
    )
    zones["id"] = ["a", "b"]
    given = table(100).append_column("platform", pa.array(["x"] * 100).dictionary_encode())
    pq.write_table(given, tmp_path / "in.parquet")
    found, _ = by_parts(tmp_path / "in.parquet", zones, tmp_path)
    slow = geo.check(geo.read(tmp_path / "in.parquet"), zones)
    both = found.set_index(["incident_id", "zone_id"])["verdict"].astype(str)
    assert both.sort_index().to_dict() == slow.set_index(["incident_id", "zone_id"])["verdict"].sort_index().to_dict()


def test_the_result_opens_as_geoparquet(zones, tmp_path):
    pq.write_table(table(20), tmp_path / "in.parquet")
    by_parts(tmp_path / "in.parquet", zones, tmp_path)
    frame = geopandas.read_parquet(tmp_path / "out.parquet")
    assert frame.crs.equals("OGC:CRS84") or frame.crs.to_epsg() == 4326
    assert frame.geometry.x.to_numpy() == pytest.approx(table(20)["lon"].to_numpy())


def test_a_folder_has_a_manifest(zones, tmp_path):
    pq.write_table(table(100), tmp_path / "in.parquet", row_group_size=30)
    done = []

    @contextmanager
    def told(label, size):
        done.append((label, size))
        yield done.append

    check_parts([tmp_path / "in.parquet"], zones, output=tmp_path / "out", progress=told)
    manifest = json.loads((tmp_path / "out" / "_manifest.json").read_text())
    assert [one["rows"] for one in manifest["parts"]] == [30, 30, 30, 10]
    assert (done[0], done[-1]) == (("points", 100), 100)
    with pytest.raises(OutputError, match="another run"):
        check_parts([tmp_path / "in.parquet"], zones, output=tmp_path / "out", uncertainty="1 km")


@pytest.mark.parametrize(("columns", "said"), [
    (["lat", "date"], "lon"), (["lat", "lon", "geo_precision"], "row by row"), (["a", "b"], "lat"),
])  # fmt: skip
def test_what_needs_reading_row_by_row_is_refused(zones, columns, said):
    with pytest.raises(TableError, match=said):
        point_check([], columns, "in.parquet")


def test_texts_for_numbers_are_refused(zones, tmp_path):
    pq.write_table(table(3).set_column(1, "lat", pa.array(["33.5", "33.6", "x"])), tmp_path / "in.parquet")
    with pytest.raises(TableError, match="holds string"):
        check_parts([tmp_path / "in.parquet"], zones, output=None)
