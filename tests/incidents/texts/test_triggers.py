"""Event words in context: what is asserted, and what is not."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from geo.incidents.texts.triggers import event_words, find_triggers


def moods(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.mood) for one in find_triggers(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The army shot down a drone.", "shoot-down"),
        ("Coalition aircraft carried out an airstrike against three trucks.", "airstrike"),
        ("Pirates boarded a tanker off the coast.", "boarding"),
        ("A ferry capsized in the strait.", "sinking"),
        ("The bus plunged into a ravine.", "crash"),
        ("A magnitude 6.1 earthquake struck the island.", "earthquake"),
        ("Gunmen abducted ten students.", "kidnapping"),
        ("The train derailed near the bridge.", "derailment"),
        ("Artillery shells hit the town.", "shelling"),
        ("A jet was used to strike the drone.", "strike"),
    ],
)
def test_what_happened_is_asserted(text: str, kind: str) -> None:
    assert (kind, "asserted") in moods(text)


@pytest.mark.parametrize(
    "text",
    [
        "The alliance threatened to bomb the town.",
        "Diplomats fear a new offensive on the city.",
        "The army did not shell the village.",
        "Russian warplanes have bombed rebel areas since September 2015.",
        "Any attack would be answered.",
        "If the truce fails, they could shoot down aircraft.",
        "The government approved the strike.",
        "Rail unions said they would strike over pay.",
        "Shares crashed on Tuesday.",
        "The minister came under fire.",
        "The fire brigade said the heart attack was not fatal.",
    ],
)
def test_threats_plans_denials_habits_and_idioms_are_not(text: str) -> None:
    assert not [mood for _, mood in moods(text) if mood == "asserted"]


def test_a_definite_noun_refers_to_what_was_told() -> None:
    assert moods("The strike took place after three trucks were seen.")[0] == ("strike", "referred")
    assert moods("It was the third strike this week.") == [("strike", "referred")]


def test_another_one_is_marked() -> None:
    assert find_triggers("It carried out another airstrike on Thursday.")[0].fresh


def test_a_headline_tells_in_the_present() -> None:
    assert [one.mood for one in find_triggers("U.S. Shoots Down Drone", headline=True)] == ["asserted"]
    assert [one.mood for one in find_triggers("It shoots down drones.")] == ["background"]


def test_a_verb_without_object_was_done_to_its_subject() -> None:
    assert find_triggers("A drone shot down on Tuesday was armed.")[0].passive
    assert not find_triggers("They mourned the jet that the army shot down on Tuesday.")[0].passive


def test_every_row_of_the_lexicon_has_a_source_and_compiles() -> None:
    table = resources.files("geo.incidents").joinpath("data/event_words.csv").read_text("utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert len(event_words()) == len(rows)
    assert all(row["source"] and row["family"] for row in rows)
