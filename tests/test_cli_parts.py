"""`geo check` on Parquet files in parts, as a person types it."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from geo.cli import app

ZONE = ["--zone", "33.50583, 38.61778, 34 mi"]


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def points(tmp_path):
    lat, lon = np.array([33.5, 33.5, 40.0, np.nan]), np.array([38.6, 38.7, 30.0, 38.6])
    path = tmp_path / "points.parquet"
    pq.write_table(pa.table({"lat": lat, "lon": lon, "uncertainty_m": [10.0] * 4, "date": ["2017-06-08"] * 4}), path)
    return path


def test_a_summary_counts_and_lists_what_was_set_aside(run, points):
    done = run("check", points, *ZONE, "--summary")
    assert done.exit_code == 3
    assert [line.split("\t")[1:] for line in done.stdout.splitlines()] == [
        ["inside", "2"],
        ["outside", "1"],
        ["unlocated", "1"],
    ]
    assert "1 row (4)" in done.stderr


def test_a_folder_or_a_file_is_written(run, points, tmp_path):
    for name in ("verdicts", "verdicts.parquet"):
        done = run("check", points, *ZONE, "-o", tmp_path / name)
        assert done.exit_code == 3
        assert "4 points, 1 zone" in done.stderr
    assert (tmp_path / "verdicts" / "_manifest.json").exists()
    assert pq.read_table(tmp_path / "verdicts.parquet").num_rows == 4


def test_a_folder_of_parquet_files_is_an_input_too(run, points, tmp_path):
    done = run("check", points.parent, *ZONE, "-o", tmp_path.parent / f"{tmp_path.name}-out")
    assert "4 points, 1 zone" in done.stderr


def test_other_tables_go_the_plain_way_to_a_parquet_file(run, tmp_path):
    (tmp_path / "a.csv").write_text("lat,lon,date\n33.5,38.6,2017-06-08\n")
    done = run("check", tmp_path / "a.csv", *ZONE, "-o", tmp_path / "out.parquet")
    assert done.exit_code == 0
    assert "trace" in pq.read_table(tmp_path / "out.parquet").column_names
    assert run("check", tmp_path / "a.csv", *ZONE, "-o", tmp_path / "out.docx").exit_code == 2


def test_wrong_usage_is_said(run, points, tmp_path):
    assert run("check", points, *ZONE, "--engine", "local").exit_code == 2
    assert run("check", points, "--summary").exit_code == 2
    assert run("check", points, *ZONE, "-o", points).exit_code == 2
    assert run("check", points, *ZONE, "--summary", "--engine", "spark").exit_code == 1
    (tmp_path / "a.csv").write_text("lat,lon\n1,2\n")
    assert run("check", tmp_path / "a.csv", *ZONE, "--summary").exit_code == 1
