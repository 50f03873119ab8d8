"""Tables out: whole, plain, and no formula in a cell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, box

from geo.errors import OutputError
from geo.incidents import dumps, write_table

FRAME = pd.DataFrame(
    {
        "id": ["a", "b"],
        "lon": [38.61778, np.nan],
        "lat": [33.50583, np.nan],
        "counts": ['[{"what": "trucks"}]', "[]"],
        "stable": [True, False],
        "day": pd.to_datetime(["2017-06-08", None]),
        "note": ["é – \u2028", None],
    }
)


def test_json_and_jsonl() -> None:
    rows = json.loads(dumps(FRAME, "json"))
    assert rows[0]["counts"] == [{"what": "trucks"}]
    assert rows[0]["stable"] is True
    assert rows[0]["note"] == "é – \u2028"
    assert rows[1]["lon"] is None
    assert rows[1]["day"] is None
    assert [json.loads(line) for line in dumps(FRAME, "jsonl").split("\n") if line] == rows


def test_geojson() -> None:
    features = json.loads(dumps(FRAME, "geojson"))["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [38.61778, 33.50583]}
    assert features[1]["geometry"] is None
    shapes = gpd.GeoDataFrame({"id": [1, 2, 3]}, geometry=[box(0, 0, 1, 1), Point(), None], crs=4326)
    features = json.loads(dumps(shapes, "geojson"))["features"]
    assert [one["geometry"] and one["geometry"]["type"] for one in features] == ["Polygon", None, None]
    assert features[0]["properties"] == {"id": 1}
    assert json.loads(dumps(shapes, "json"))[0] == {"id": 1}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-x", "'-x"), ("@sum(a1)", "'@sum(a1)"), ("\t=1", "'\t=1"),
        ("-5", "-5"), ("+3.5e2", "+3.5e2"), ("a=b", "a=b"), ("'quoted", "'quoted"), ("", ""),
    ],
)  # fmt: skip
def test_no_formula_in_csv(text: str, cell: str) -> None:
    rows = list(csv.reader(io.StringIO(dumps(pd.DataFrame({text or "x": [text]}), "csv"))))
    assert rows == [[cell or "x"], [cell]] if text else rows[0] == ["x"]


def test_csv_numbers_and_absence() -> None:
    rows = list(csv.DictReader(io.StringIO(dumps(FRAME, "csv"))))
    assert (rows[0]["lon"], rows[0]["stable"], rows[0]["counts"]) == ("38.61778", "true", '[{"what": "trucks"}]')
    assert (rows[1]["lon"], rows[1]["note"]) == ("", "")


def test_the_suffix_picks_the_format(tmp_path: Path) -> None:
    write_table(FRAME, tmp_path / "a.GeoJSON")
    assert json.loads((tmp_path / "a.GeoJSON").read_text("utf-8"))["type"] == "FeatureCollection"
    write_table(FRAME, tmp_path / "plain", "csv")
    assert (tmp_path / "plain").read_text("utf-8").startswith("id,lon,lat")
    for name in ("a.docx", "plain"):
        with pytest.raises(OutputError, match="no format here"):
            write_table(FRAME, tmp_path / name)


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(OutputError):
        write_table(FRAME, tmp_path / "absent" / "a.csv")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OutputError, match="nothing was changed"):
        write_table(FRAME, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
