from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.places import sources
from geo.places.countries import countries
from geo.places.folding import rows
from geo.places.kinds import kinds
from geo.places.outlines import outline


@pytest.mark.parametrize("chunk", [1, 7, 64, 1 << 20])
def test_the_stream_reads_what_json_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    table = {str(n): {"name": f'}}, "{n}é', "alternatenames": ["a, b", "{}", "\\"], "n": n} for n in range(50)}
    path = tmp_path / "cities.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    monkeypatch.setattr(sources, "_CHUNK", chunk)
    monkeypatch.setattr(sources, "_MARGIN", 200)
    assert list(sources.records(path)) == list(table.values())


def test_curated_rows_are_whole() -> None:
    table = rows("curated.csv")
    assert len({row["id"] for row in table}) == len(table)
    for row in table:
        home, _, also = row["country"].partition("|")
        assert home in countries()
        assert not also or also in countries()
        assert row["kind"] in kinds()
        assert float(row["extent_m"]) > 0
        assert 1 <= float(row["prominence"]) <= 6


def test_curated_places_lie_in_their_country_or_at_its_border_or_coast() -> None:
    from shapely.geometry import Point

    for entry in sources.curated():
        shape = outline(entry.place.country)
        disputed = entry.place.id == "curated:saky-ab"  # Natural Earth's 1:10m outlines draw Crimea as Russia's
        if shape is None or disputed or entry.place.kind in ("STRT", "ISL", "CAPE"):
            continue
        assert shape.distance(Point(entry.place.lon, entry.place.lat)) < 0.06, entry.place.name


def test_countries_and_continents_are_areas() -> None:
    entries = list(sources.areas())
    assert all(entry.place.is_area and entry.place.extent_m > 0 for entry in entries)
    assert {"country:SY", "continent:AS"} <= {entry.place.id for entry in entries}


def test_provinces_are_areas_below_the_towns_they_are_named_like() -> None:
    entries = {entry.place.id: entry for entry in sources.provinces()}
    assert len(entries) > 3300
    anbar = entries["province:IQ.01"]
    assert anbar.place.is_area
    assert "Al Anbar" in anbar.spellings
