"""Bad files: too large, endless, linked to nothing, or the input itself."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from tests.bad_input.shared import ZONE, listed, rows

LARGE = ("csv", "tsv", "json", "jsonl", "geojson", "xlsx", "gpkg", "fgb", "kml", "parquet", "zip", "csv.gz")


@pytest.mark.parametrize("suffix", LARGE)
def test_two_gigabytes_of_nothing_are_refused_at_once(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"large.{suffix}"
    with path.open("wb") as stream:
        stream.truncate(2 << 30)  # holds no block on the disk
    started = time.monotonic()
    done = CliRunner().invoke(app, ["check", str(path), *ZONE])
    assert done.exit_code == 1
    assert str(path) in listed(done)
    assert time.monotonic() - started < 5


def test_links_are_followed_and_links_to_nothing_are_named(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(rows(""))
    (tmp_path / "link.csv").symlink_to("real.csv")
    (tmp_path / "lost.csv").symlink_to("nowhere.csv")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    assert CliRunner().invoke(app, ["check", str(tmp_path / "link.csv"), *ZONE]).exit_code == 0
    for name in ("lost.csv", "loop.csv"):
        done = CliRunner().invoke(app, ["check", str(tmp_path / name), *ZONE])
        assert done.exit_code == 1
        assert f"{tmp_path / name}: " in listed(done)


def test_a_result_may_not_go_over_its_input_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(rows(""))
    os.link(tmp_path / "real.csv", tmp_path / "out.csv")
    done = CliRunner().invoke(app, ["check", str(tmp_path / "real.csv"), *ZONE, "-o", str(tmp_path / "out.csv")])
    assert done.exit_code == 2
    assert (tmp_path / "real.csv").read_bytes() == rows("")


@pytest.mark.parametrize("suffix", ["csv", "json", "geojson"])
def test_what_never_ends_is_refused(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.files import text

    monkeypatch.setattr(text, "MOST", 1 << 16)
    (tmp_path / f"endless.{suffix}").symlink_to("/dev/zero")
    done = CliRunner().invoke(app, ["check", str(tmp_path / f"endless.{suffix}"), *ZONE])
    assert done.exit_code == 1
    assert "too large to be read at once" in listed(done) or "is not text" in listed(done)
