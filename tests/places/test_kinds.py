from __future__ import annotations

import time

import pytest

from geo.places.folding import rows
from geo.places.kinds import extent_m, group_of, kinds, stripped, wishes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the At Tanf base", ("At Tanf", "base")),
        ("At-Tanf Garrison", ("At-Tanf", "base")),
        ("the town of At Tanf", ("At Tanf", "settlement")),
        ("the Syrian coastal city of Latakia", ("Latakia", "settlement")),
        ("village Alganah", ("Alganah", "settlement")),
        ("Kadhliyah village", ("Kadhliyah", "settlement")),
        ("At Tanf border crossing", ("At Tanf", "crossing")),
        ("Rabia POE", ("Rabia", "crossing")),
        ("port of Hodeidah", ("Hodeidah", "port")),
        ("FOB Marez", ("Marez", "base")),
        ("Al Asad Air Base", ("Al Asad", "base")),
        ("Masirah Island", ("Masirah", "island")),
        ("Bayji oil refinery", ("Bayji", "energy")),
        ("Anbar province", ("Anbar", "province")),
        ("Rukban refugee camp", ("Rukban", "camp")),
    ],
)
def test_type_words_become_a_wish(name: str, expected: tuple[str, str]) -> None:
    assert expected in [(wish.name, wish.group) for wish in wishes(name)]


@pytest.mark.parametrize("name", ["Kansas City", "Fort Worth", "At Tanf", "Baseline", "Campbell", "Portland"])
def test_the_name_as_it_stands_comes_first(name: str) -> None:
    first = wishes(name)[0]
    assert (first.name, first.word) == (name, "")


@pytest.mark.parametrize("name", ["Baseline", "Campbell", "Portland", "Islander", "Basel"])
def test_a_type_word_is_a_whole_word(name: str) -> None:
    assert stripped(name) == ""


def test_every_type_word_names_a_known_kind() -> None:
    for row in rows("type_words.csv"):
        assert row["code"] in kinds()
        assert row["group"] in {"any", group_of(row["code"])}


def test_every_kind_has_an_extent_and_larger_towns_a_larger_one() -> None:
    assert all(kind.extent_m > 0 for kind in kinds().values())
    extents = [extent_m("PPL", people) for people in (0, 100, 10_000, 100_000, 1_000_000, 10_000_000)]
    assert extents == sorted(extents)
    assert extents[0] == 1000
    assert extents[-1] < 40_000
    assert extent_m("no such code") > 0


def test_hostile_names_take_no_time() -> None:
    start = time.perf_counter()
    for text in ("the " * 5000, "base " * 5000, "a-" * 10_000 + "base", "of " * 9000 + "camp"):
        wishes(text)
    assert time.perf_counter() - start < 2
