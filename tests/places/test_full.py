"""The full gazetteer asked: by name, by place, by what lies near; and what is no such file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geonames_files as geonames
import numpy as np
import pytest

from geo.errors import GazetteerError
from geo.geodesy.ellipsoid import distance_m
from geo.places import dump, full, index
from geo.places.full import Full
from geo.places.ingest import build_full
from geo.places.nearest import search


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Full]:
    names = [
        geonames.name(1, 1, "Zelbara al Kubra"),
        geonames.name(2, 1, "Sultanabad", historic=True),
        geonames.name(3, 1, "ZLB", "iata"),
        geonames.name(4, 999, "Of no place here"),
    ]
    path, others = tmp_path / full.NAME, geonames.write(tmp_path / "alternateNamesV2.zip", names)
    assert build_full([geonames.four_places(tmp_path)], [others], path=path) == []
    opened = Full(path)
    yield opened
    opened.close()


def found(hits: list[index.Hit]) -> list[tuple[str, str]]:
    return [(hit.place.name, hit.spelling) for hit in hits]


def test_every_spelling_leads_to_its_place(built: Full) -> None:
    assert found(built.folded(["zelbara"])) == [("Zelbara", "Zelbara")]
    assert found(built.folded(["zelbarakubra"])) == [("Zelbara", "Zelbara al Kubra")]
    assert found(built.folded(["vexil"])) == [("Vexil Air Base", "Vexil Air Base")]
    assert built.folded(["", "nowhere"]) == []
    assert built.by_id("geonames:2") == built.folded(["qafrin"])[0].place
    assert [built.by_id(key) for key in ("geonames:77", "country:SY", "geonames:x", "geonames:" + "9" * 30)] == [
        None
    ] * 4


def test_the_likelier_place_comes_first_and_former_names_count_less(built: Full) -> None:
    village, hill = built.folded(["qafrin"])
    assert (village.place.kind, hill.place.kind) == ("PPL", "HLL")
    assert village.prominence > 0 > hill.prominence
    (now,), (then,) = built.folded(["zelbara"]), built.folded(["sultanabad"])
    assert then.prominence == pytest.approx(now.prominence - 1)


def test_codes_are_no_names_where_the_alternate_names_tell(built: Full, tmp_path: Path) -> None:
    assert built.folded(["zlb"]) == []
    build_full([geonames.four_places(tmp_path)], path=tmp_path / "plain.sqlite")
    plain = Full(tmp_path / "plain.sqlite")
    assert found(plain.folded(["zlb"])) == [("Zelbara", "ZLB")]
    assert plain.folded(["sultanabad"])[0].prominence == plain.folded(["zelbara"])[0].prominence
    plain.close()


def test_variants_and_prefixes(built: Full) -> None:
    assert {hit.place.name for hit in built.variant(["kafrin"])} == {"Al Qafrīn", "Qafrin"}
    assert {spelling for _, spelling, _ in built.starting("kaf", "SY", 10)} == {"Al Qafrīn", "Qafrin"}
    assert built.starting("kaf", "IQ", 10) == []
    assert len(built.starting("kaf", "", 1)) == 1


def test_it_tells_what_it_was_made_from(built: Full, tmp_path: Path) -> None:
    assert built.about["edition"] == "2026-03-04"
    assert dump.sha256_of(tmp_path / "SY.zip") in built.about["sources"]
    assert (built.about["places"], built.about["names"]) == ("4", "7")
    assert built.about["command"] == "geo gazetteer build SY.zip --alternate-names alternateNamesV2.zip"


def test_a_name_of_thousands_is_asked_by_country_and_surroundings(tmp_path: Path) -> None:
    rows = [("San José", "", 10.0 + n / 500, -90.0, "P", "PPL", "GT", "", 300) for n in range(2_000)]
    rows += [
        ("San José", "", 15.0, -90.5, "P", "PPL", "GT", "07", 0),
        ("San José", "", 40.0, 20.0, "P", "PPL", "AL", "", 0),
        ("San José", "", -30.2, 179.9, "T", "HLL", "", "", 0),
    ]
    path = tmp_path / full.NAME
    build_full([geonames.write(tmp_path / "x.txt", [geonames.place(n, r) for n, r in enumerate(rows, 1)])], path=path)
    opened = Full(path)
    assert len(opened.folded(["sanjose"])) == full.MOST
    assert "07" in {hit.place.admin1 for hit in opened.folded(["sanjose"], "GT", "07")}
    assert "AL" in {hit.place.country for hit in opened.folded(["sanjose"], "AL")}
    assert "HLL" in {hit.place.kind for hit in opened.folded(["sanjose"], near=[(-179.8, -30.0)])}
    opened.close()


def test_every_generated_name_is_found(tmp_path: Path) -> None:
    places, names = geonames.generate(tmp_path, 2_000)
    build_full([places], [names], path=tmp_path / full.NAME)
    opened = Full(tmp_path / full.NAME)
    for line in places.read_text(encoding="utf-8").splitlines()[::37]:
        row = dump.place_line(line)
        if row.ascii == "San Jose":
            continue
        keys = [key for _, key, _ in index.name_keys([(row.name, row.name)], drop=row.country in ("SY", "IQ")) if key]
        hits = opened.folded(keys)
        assert f"geonames:{row.id}" in {hit.place.id for hit in hits}
    opened.close()


def test_nearest_is_the_nearest_of_all(tmp_path: Path) -> None:
    places, _ = geonames.generate(tmp_path, 3_000)
    build_full([places], path=tmp_path / full.NAME)
    opened = Full(tmp_path / full.NAME)
    every = opened.band(0, 179)
    lons, lats = np.array([one[1] for one in every]), np.array([one[2] for one in every])
    rng = np.random.default_rng(3)
    some = [every[i] for i in rng.integers(0, len(every), 10)]
    spots = [(lon + 0.01, lat) for _, lon, lat in some]
    spots += [(float(rng.uniform(-180, 180)), float(rng.uniform(-70, 80))) for _ in range(10)]
    steps = [(full.FINE, opened.spots), (1, opened.degree_spots)]
    for lon, lat in spots:
        near = search((lon + 180) % 360 - 180, lat, 3, steps)
        expected = np.sort(distance_m(lon, lat, lons, lats))[:3]
        assert near is None or [metres for metres, _ in near] == pytest.approx(expected)
    settled = search(some[0][1], some[0][2], 1, steps)
    assert settled
    assert settled[0][0] == 0.0
    opened.close()


@pytest.mark.parametrize(("lon", "lat"), [(-180, -90), (180, 90), (179.99999, 0), (-0.03, -0.03), (38.6, 33.5)])
def test_fine_cells_lie_in_their_degree(lon: float, lat: float) -> None:
    assert full.fine_cell_of(lon, lat) // full.FINE**2 == index.cell_of(lon, lat)


def test_what_is_no_gazetteer_or_another_versions_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / full.NAME
    assert full.open_full(path) is None
    path.write_bytes(b"not a database")
    with pytest.raises(GazetteerError, match="delete it, or build it again"):
        full.open_full(path)
    build_full([geonames.four_places(tmp_path)], path=path)
    monkeypatch.setattr(full, "stamp", lambda: "another")
    with pytest.raises(GazetteerError, match=r"another version .*geo gazetteer build SY\.zip"):
        full.open_full(path)
