"""What the commands write carries the terms of Darwin Core and both codes, behind everything else."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from geo import cli
from geo.exchange.darwincore import CODES, terms
from geo.frames import CONTAINMENT

TABLE = "id,date,lat,lon,where_prec,note\na,2017-06-08,33.50583,38.61778,2,x\nb,2017-06-08,33.50583,38.61778,1,y\n"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["geo", *arguments])
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "geojson"])
def test_every_format_but_the_table_carries_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    path = tmp_path / "ged.csv"
    path.write_text(TABLE)
    assert run(monkeypatch, "check", str(path), "--zone", "33.50583, 38.61778, 34 mi", "--format", form) == 0
    out = capsys.readouterr().out
    row = {
        "csv": lambda: next(csv.DictReader(io.StringIO(out))),
        "json": lambda: json.loads(out)[0],
        "jsonl": lambda: json.loads(out.splitlines()[0]),
        "geojson": lambda: json.loads(out)["features"][0]["properties"],
    }[form]()
    names = list(row)
    new = {*CODES, *terms()} - {"where_prec"}  # the input's own
    assert set(names[-len(new) :]) == new
    assert names.index("where_prec") < names.index(CONTAINMENT[0].name) < names.index("geo_precision")
    assert str(row["where_prec"]) == "2"
    assert float(row["coordinateUncertaintyInMeters"]) == 25_000.0
    assert row["note"] == "x"
