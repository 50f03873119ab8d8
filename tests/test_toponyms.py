"""`geo mentions`, from file to rows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.errors import InputError
from geo.toponyms import COLUMNS, dumps, mention_rows, mentions

TEXT = "Iranian-backed militiamen fired near Aleppo, Syria, on Monday; Dublin City Council did not."


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "docs.jsonl"
    path.write_text(json.dumps({"doc_id": 3, "text": TEXT}) + "\n" + json.dumps({"doc_id": "e", "text": ""}) + "\n")
    return path


def test_rows_have_the_contract_s_columns(lines: Path) -> None:
    rows, refused = mention_rows([lines])
    assert refused == []
    assert all(tuple(row) == COLUMNS for row in rows)
    by_text = {row["text"]: row for row in rows}
    assert by_text["Iranian"]["type"] == "demonym"
    assert by_text["Aleppo"]["country"] == "SY"
    assert by_text["Aleppo"]["uncertainty_m"] > 0
    assert by_text["Dublin"]["type"] == "organisation"
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)


def test_a_line_per_mention(lines: Path) -> None:
    result = CliRunner().invoke(app, ["mentions", str(lines)])
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["doc_id"] for row in rows} == {3}
    assert "Syria" in {row["text"] for row in rows}


def test_other_formats(lines: Path) -> None:
    rows, _ = mention_rows([lines])
    assert len(list(csv.DictReader(io.StringIO(dumps(rows, "csv"))))) == len(rows)
    shapes = json.loads(dumps(rows, "geojson"))["features"]
    assert {shape["geometry"]["type"] for shape in shapes if shape["geometry"]} == {"Point"}
    assert json.loads(dumps([], "json")) == []


def test_the_table_shows_text_as_text(lines: Path) -> None:
    result = CliRunner().invoke(app, ["mentions", str(lines), "--format", "table"])
    assert "Aleppo" in result.stdout


def test_a_bad_line_is_set_aside(lines: Path) -> None:
    lines.write_text(lines.read_text() + "nonsense\n")
    result = CliRunner().invoke(app, ["mentions", str(lines)])
    assert result.exit_code == 3
    assert "Aleppo" in result.stdout


def test_rules_only(lines: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Aleppo\nDublin\n")
    rows, _ = mention_rows([lines], backend="rules", names=["Aleppo", "Dublin"])
    assert [row["text"] for row in rows] == ["Aleppo", "Dublin"]
    result = CliRunner().invoke(app, ["mentions", str(lines), "--backend", "rules", "--names", str(names)])
    assert len(result.stdout.splitlines()) == 2
    own = {row["text"] for row in mention_rows([lines], backend="rules")[0]}
    assert {"Iranian", "Aleppo", "Syria"} <= own


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(InputError, match="one of tagger, rules"):
        mentions(["x"], backend="oracle")


def test_no_cell_of_the_csv_is_run() -> None:
    row = {**dict.fromkeys(COLUMNS, ""), "doc_id": "=cmd|' /C calc'!A0", "text": "@x", "lat": -33.5}
    (cells,) = csv.DictReader(io.StringIO(dumps([row], "csv")))
    assert (cells["doc_id"], cells["text"], cells["lat"]) == ("'=cmd|' /C calc'!A0", "'@x", "-33.5")
