from __future__ import annotations

from geo.places.suggestions import Spellings

NAMES = [
    ("hajin", "Hajin", "1"),
    ("musul", "Mosul", "2"),
    ("musul", "OSM", "2"),
    ("raka", "Raqqa", "3"),
    ("tikrit", "Tikrit", "4"),
]


def test_nearest_first_and_each_place_once() -> None:
    found = Spellings([*NAMES, ("musula", "Mosula", "2")]).nearest("Mosuul")
    assert found[0][2] == "2"
    assert len({place for *_, place in found}) == len(found)


def test_nothing_like_it_gives_nothing() -> None:
    assert Spellings(NAMES).nearest("Wxyz") == []
    assert Spellings(NAMES).nearest("") == []
    assert Spellings(NAMES).nearest("قرية") == []
    assert Spellings([]).nearest("Mosul") == []


def test_codes_and_machine_transliterations_are_not_offered() -> None:
    assert [spelling for _, spelling, _ in Spellings([("usm", "OSM", "2"), ("usm", "osm", "3")]).nearest("Osm")] == []
