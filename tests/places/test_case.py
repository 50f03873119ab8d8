from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import TableError
from geo.places.case import read_places
from geo.places.gazetteer import Gazetteer
from geo.values import Place

HEADER = "id,name,spellings,kind,lon,lat,extent_m,country,source\n"


def test_a_case_place_comes_before_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + "hill,Baghdad,Hill 60|the lookout,HLL,38.0,34.0,300,SY,a map\n", encoding="utf-8")
    gazetteer = Gazetteer(path)
    for name in ("Baghdad", "hill 60", "The Lookout"):
        best = gazetteer.resolve([name], country="IQ")[0].best
        assert best is not None
        assert best.place.id == "case:hill"
        assert "one of the case's own places" in best.reasons
        assert gazetteer.place("case:hill") == best.place
    assert gazetteer.resolve(["Baghdad"])[0].rivals[0].place.id == "geonames:98182"


def test_places_can_be_handed_over() -> None:
    own = Place(id="case:1", name="Ja'Din", lon=38.5, lat=35.7, kind="PPL", country="SY", extent_m=1500)
    gazetteer = Gazetteer([(own, ["Jaadeen"]), Place(id="case:2", name="OP Nine", lon=38.0, lat=34.0)])
    assert [answer.best and answer.best.place.id for answer in gazetteer.resolve(["Ja’din", "Jaadeen", "op nine"])] == [
        "case:1",
        "case:1",
        "case:2",
    ]


def test_another_cases_places_are_not_remembered() -> None:
    own = Place(id="case:1", name="Qqxyz", lon=38.5, lat=35.7)
    assert Gazetteer([own]).resolve(["Qqxyz"])[0].best is not None
    assert Gazetteer().resolve(["Qqxyz"])[0].best is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,,,,38,34,,,", "name is empty"),
        ("1,A,,,38,134,,,", "latitude 134"),
        ("1,A,,,134,38x,,,", "'38x' is not a number"),
        ("1,A,,,,,,,", "not a number"),
        ("1,A,,,0,0,,,", "missing coordinates"),
        ("1,A,,,nan,34,,,", "not a pair of numbers"),
        ("1,A,,,38,34,-5,,", "negative"),
        ("1,A,,,38,34,,Atlantis,", "Atlantis"),
    ],
)
def test_a_bad_row_is_named_and_the_others_serve(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + row + "\n2,Good,,,38.1,34.1,,SY,\n", encoding="utf-8")
    places, rejected = read_places(path)
    assert len(places) == 1
    assert rejected[0].where == "row 2"
    assert message in rejected[0].reason


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"", "lacks"), (b"name,x,y\n", "lon, lat"), (b"\xff\xfe\x00name", "UTF-8")],
)
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "places.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TableError, match=message) as caught:
        read_places(path)
    assert "places.csv" in str(caught.value)
