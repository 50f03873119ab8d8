"""`geo gazetteer build DUMP` as typed."""

from __future__ import annotations

from pathlib import Path

import geonames_files as geonames
import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.errors import GazetteerError
from geo.places import build, full, index, sources


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache folder of its own; the index, where it is needed, is the curated layer alone."""
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(sources, "entries", lambda: list(sources.curated()))
    return tmp_path


def test_a_dump_is_built_shown_and_used_from_then_on(folder: Path) -> None:
    lines = [geonames.place(n, row) for n, row in enumerate(geonames.FURTHER, start=1)]
    path = geonames.write(folder / "allCountries.zip", lines)
    names = geonames.write(folder / "alternateNamesV2.zip", [geonames.name(1, 1, "Qafrin al-Gharbi")])
    run = CliRunner().invoke(app, ["gazetteer", "build", str(path), "--alternate-names", str(names)])
    assert run.exit_code == 0, run.output
    assert "full_places" in run.stdout
    assert "2026-03-04" in run.stdout
    index.build(index.index_path())
    shown = CliRunner().invoke(app, ["gazetteer", "status"]).stdout
    assert "alternateNamesV2.zip, sha256" in " ".join(shown.split())
    found = CliRunner().invoke(app, ["locate", "3 km north of Qafrin al-Gharbi", "--country", "SY", "--format", "json"])
    assert found.exit_code == 0, found.output
    assert '"place_name": "Khirbat Qafrin"' in found.stdout


def test_lines_set_aside_are_listed_and_end_with_three(folder: Path) -> None:
    path = geonames.write(folder / "SY.txt", [geonames.place(1, geonames.FURTHER[0]), "broken"])
    run = CliRunner().invoke(app, ["gazetteer", "build", str(path)])
    assert run.exit_code == 3
    assert "SY.txt, line 2: 1 columns, 19 are needed" in run.stderr
    assert index.index_path().with_name(full.NAME).exists()


def test_names_without_a_dump_are_refused(folder: Path) -> None:
    with pytest.raises(GazetteerError, match=r"allCountries\.zip"):
        build((), [folder / "alternateNamesV2.zip"])
    assert not (folder / "cache").exists()
