from __future__ import annotations

import pytest

from geo.mentions.tokens import stretches, tokens


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in W.Va. and D.C.", ["in", "W.Va.", "and", "D.C."]),
        ("Syria's U.S. allies", ["Syria", "'s", "U.S.", "allies"]),
        ("Coeur d’Alene", ["Coeur", "d’Alene"]),
        ("St. Paul. He", ["St.", "Paul", ".", "He"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_offsets_lead_back_to_the_text() -> None:
    text = "Zürich, al-Tanf (Syria)\n\tand Việt Nam: 3,400 people."
    assert all(text[token.start : token.end] == token.text for token in tokens(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Democratic Republic of the Congo fell", ["Democratic Republic of the Congo"]),
        ("from Deir ez-Zor to Homs", ["Deir ez - Zor", "Homs"]),
        ("Mali, Niger", ["Mali", "Niger"]),
        ("nothing here of the kind", []),
    ],
)
def test_stretches(text: str, expected: list[str]) -> None:
    found = tokens(text)
    shown = [" ".join(token.text for token in found[a:b]) for a, b in stretches(found)]
    assert shown == expected


def test_a_stretch_never_crosses_a_sentence_or_ends_in_a_joining_word() -> None:
    found = tokens("He came to London. Paris of the north and")
    assert [(found[a].text, found[b - 1].text) for a, b in stretches(found)] == [
        ("He", "He"), ("London", "London"), ("Paris", "Paris"),
    ]  # fmt: skip
