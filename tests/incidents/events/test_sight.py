"""Names as runs of capitals, and what a gazetteer knows of them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from geo.incidents.events.sight import Nothing, sight, sights


class Atlas:
    """Knows three names."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def classes(self, names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
        self.asked = list(names)
        known = {("Deir", "ez", "-", "Zor"): "P4", ("Zor",): "P0", ("Syria",): "C"}
        return {name: known.get(name, "") for name in self.asked}


def names(text: str, given: list[tuple[int, int]] | None = None) -> list[str]:
    seen = sights([text], Nothing(), names=[given or []])[0]
    return [text[seen.words[a].start : seen.words[b - 1].end] for a, b in seen.chunks]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A blast hit al-Rai and at-Tanf.", ["al-Rai", "at-Tanf"]),
        ("They took Tell Abyad, Ras al-Ayn and Ash Shaddadi.", ["Tell Abyad", "Ras al-Ayn", "Ash Shaddadi"]),
        ("The jet left T-4 airbase for Route 9 on Monday.", ["T-4", "Route 9"]),
        ("Fighting near ‘Ayn Issa went on.", ["Fighting", "‘Ayn Issa"]),
        ("It burned in Rio de Janeiro in June.", ["Rio de Janeiro"]),
        ("nothing here is a name", []),
    ],
)
def test_names(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_name_without_a_capital_counts_when_it_was_found_before() -> None:
    assert names("a fire in moroni killed two", [(10, 16)]) == ["moroni"]


def test_a_name_found_before_does_not_count_twice() -> None:
    assert names("a fire in Moroni killed two", [(10, 16)]) == ["Moroni"]


def test_the_longest_known_name_counts() -> None:
    seen = sight("A raid on Deir ez-Zor in Syria failed.", Atlas())
    known = dict(zip((word.text for word in seen.words), seen.gaz, strict=True))
    assert (known["Deir"], known["ez"], known["Zor"], known["Syria"]) == ("BP4", "IP4", "EP4", "SC")
    assert seen.whole == ["P4", "C"]


def test_the_gazetteer_is_asked_once_for_all_sentences() -> None:
    atlas = Atlas()
    sights(["Syria again.", "In Syria and Homs."], atlas)
    assert sorted(atlas.asked) == [("Homs",), ("Syria",)]


def test_word_at_is_the_last_word_touched() -> None:
    seen = sight("An air strike hit it.", Nothing())
    assert seen.words[seen.word_at(3, 13)].text == "strike"
    assert seen.word_at(90, 95) == 0
