"""Events in a text with the places they happened at."""

from __future__ import annotations

import re

import pytest

from geo.incidents.events import find_events, place_chances


def spans(text: str, *names: str) -> list[tuple[int, int]]:
    return sorted(found.span() for name in names for found in re.finditer(rf"\b{name}\b", text))


def test_offsets_count_from_the_start_of_the_text() -> None:
    text = "KELDEN, Ostmark (AP) — Talks went on.\n\nA truck bomb exploded in Tarvin on Monday, police in Kelden said."
    (event,) = find_events(text, spans(text, "Tarvin", "Kelden"))
    assert text[event.start : event.end] == event.text
    assert text[event.sentence_start : event.sentence_end].startswith("A truck bomb")
    assert [text[one.start : one.end] for one in event.places] == ["Tarvin", "Kelden"]
    assert [text[one.start : one.end] for one in event.happened_at] == ["Tarvin"]


@pytest.mark.parametrize(
    "text",
    [
        "The general threatened to bomb Tarvin if the talks fail.",
        "There was no attack on Tarvin, the ministry said.",
        "Jets have been bombing Tarvin since 2014.",
        "The mayor of Tarvin opened a school.",
        "",
    ],
)
def test_threats_denials_and_background_are_no_events(text: str) -> None:
    assert find_events(text, spans(text, "Tarvin")) == []


def test_every_also_gives_what_is_no_incident() -> None:
    text = "There was no attack on Tarvin, the ministry said."
    (event,) = find_events(text, spans(text, "Tarvin"), every=True)
    assert event.mood == "denied"


def test_two_places_of_one_event() -> None:
    text = "Artillery shelled the towns of Azaro and Marhala on Sunday."
    (event,) = find_events(text, spans(text, "Azaro", "Marhala"))
    assert len(event.happened_at) == 2


def test_an_event_without_a_place() -> None:
    (event,) = find_events("A gunman shot dead two guards on Monday.", [])
    assert event.places == ()
    assert event.kind == "shooting"


def test_the_wording_gives_a_role() -> None:
    text = "A drone that was controlled from a site near Ostrava crashed in Tarvin on Friday."
    event = next(one for one in find_events(text, spans(text, "Ostrava", "Tarvin")) if one.kind == "crash")
    assert [one.role for one in event.places] == ["control", "event"]
    assert [text[one.start : one.end] for one in event.happened_at] == ["Tarvin"]


def test_each_event_has_its_own_chances() -> None:
    text = "Raiders attacked Tarvin on Monday, and a tanker exploded in Kelden."
    places = spans(text, "Tarvin", "Kelden")
    rows = place_chances(text, [spans(text, "attacked")[0], spans(text, "exploded")[0]], places)
    assert rows[0][0] > rows[0][1]
    assert rows[1][1] > rows[1][0]


def test_unknown_scripts_and_odd_texts_do_no_harm() -> None:
    for text in ("انفجار في حمص", "ATTACK ATTACK " * 50, "“‘’-—…", "attacked", "A\x00B attacked C"):
        assert all(0 <= event.start < event.end <= len(text) for event in find_events(text, [], every=True))
