"""Words with offsets, and their sorts."""

from __future__ import annotations

import pytest

from geo.incidents.events.tokens import is_word, sort_of, stem, tokens, words_of


def test_offsets_lead_back_to_the_text() -> None:
    text = "At 3.30 p.m. the U.S. jet hit Ma’ardes’s mill, St. John’s and T-4; “why?”\n"
    found = tokens(text)
    assert [text[word.start : word.end] for word in found] == [word.text for word in found]
    assert "".join(word.text for word in found) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Aleppo's port", ["Aleppo", "'s", "port"]),
        ("Ma’ardes’ wall", ["Ma’ardes", "’", "wall"]),
        ("the 15th, 1,500 men", ["the", "15th", ",", "1,500", "men"]),
        ("near St. Louis. Two", ["near", "St.", "Louis", ".", "Two"]),
        ("", []),
        ("دمشق", ["دمشق"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [word.text for word in tokens(text)] == words


@pytest.mark.parametrize(
    ("word", "sort"),
    [
        ("March", "DAY"), ("north", "DIR"), ("North", "NP"), ("The", "DT"), ("Army", "NP"), ("army", "ORG"),
        ("who", "WH"),         ("said", "SAY"), ("9th", "NUM"), ("“", "Q"),
        ("bombed", "ED"), ("red", "n"), ("slowly", "LY"), ("Near", "near"),
    ],
)  # fmt: skip
def test_sorts(word: str, sort: str) -> None:
    assert sort_of(word) == sort


def test_forms_of_a_verb_share_their_stem() -> None:
    assert len({stem(word) for word in ("raid", "raids", "raided", "raiding", "Raided")}) == 1
    assert stem("class") == "class"


def test_signs_and_possessives_are_no_words() -> None:
    assert [is_word(text) for text in ("-", "’s", "'s", "T", "4", "…")] == [False, False, False, True, True, False]


def test_no_word_stands_in_two_sorts_of_the_data() -> None:
    assert not words_of("KIND") & words_of("ORG")
    assert "brigade" in words_of("ORG")
