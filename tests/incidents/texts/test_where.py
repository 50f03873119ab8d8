"""Phrases of place: how far they reach, what part they play, which is more precise; words about zones."""

from __future__ import annotations

import pytest

from geo.incidents.texts.named import Named
from geo.incidents.texts.where import more_names, place_clauses
from geo.incidents.texts.zone_words import zone_relations


def clauses(text: str, *names: str) -> list[tuple[str, str]]:
    found = [Named(text.index(name), text.index(name) + len(name), name) for name in names]
    return [(one.text, one.role) for one in place_clauses(text, found)]


@pytest.mark.parametrize(
    ("text", "name", "phrase", "role"),
    [
        (
            "It was hit about 24 miles from the Oldport base.",
            "Oldport",
            "about 24 miles from the Oldport base",
            "event",
        ),
        ("It fell around 6 miles north of Oldport.", "Oldport", "around 6 miles north of Oldport", "event"),
        ("It sank 12 nautical miles off Oldport on Monday.", "Oldport", "12 nautical miles off Oldport", "event"),
        ("They struck near the southern town of Oldport.", "Oldport", "near the southern town of Oldport", "event"),
        ("Trucks moving towards the town of Oldport were bombed.", "Oldport", "towards the town of Oldport", "towards"),
        ("It was controlled from a location in Oldport.", "Oldport", "in Oldport", "control"),
        ("A spokesman in Oldport said so.", "Oldport", "in Oldport", "observer"),
        ("Mortar fire hit the town of Oldport.", "Oldport", "Oldport", "event"),
        ("The zone around Oldport is closed.", "Oldport", "around Oldport", "zone"),
    ],
)
def test_a_phrase_and_its_part(text: str, name: str, phrase: str, role: str) -> None:
    assert clauses(text, name) == [(phrase, role)]


@pytest.mark.parametrize(
    "text", ["Oldport said it had struck.", "Fighters from Oldport fled.", "Tension between Oldport and others grew."]
)
def test_a_name_without_a_word_of_place_is_none(text: str) -> None:
    assert clauses(text, "Oldport") == []


def test_a_list_of_names_is_one_phrase() -> None:
    assert clauses("Rockets fell in Oldport and Newport.", "Oldport", "Newport") == [
        ("in Oldport and Newport", "event")
    ]


def test_names_that_leave_no_doubt_are_added() -> None:
    text = "It lies 30 km south of Oldport, near the village of Al Hadra."
    assert [one.text for one in more_names(text, [])] == ["Oldport", "Al Hadra"]


def test_words_about_zones() -> None:
    text = "Fighters were just inside a 34-mile no-fly zone; others stayed outside the security zone."
    assert [(one.relation, one.zone) for one in zone_relations(text)] == [
        ("just inside", "a 34-mile no-fly zone"),
        ("outside", "the security zone"),
    ]
