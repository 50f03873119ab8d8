from __future__ import annotations

from geo.mentions import NameLookup


def test_whole_words_the_longest_first_and_in_order() -> None:
    found = NameLookup(["Kalma", "Kalma camp", "U.S."]).find(["Kalma camp, Kalma, Kalmar; the U.S. too.", ""])
    assert [(m.text, m.start, m.end) for m in found[0]] == [("Kalma camp", 0, 10), ("Kalma", 12, 17), ("U.S.", 31, 35)]
    assert found[1] == []


def test_demonyms_are_typed() -> None:
    assert [m.type for m in NameLookup(["Iran"], demonyms=["Iranian"]).find(["Iranian jets left Iran"])[0]] == [
        "demonym",
        "place",
    ]


def test_no_names_find_nothing() -> None:
    assert NameLookup([]).find(["Kalma"]) == [[]]
