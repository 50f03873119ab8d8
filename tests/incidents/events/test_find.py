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


TOLD = [
    "Gunmen stormed a hotel in Tarvin on Friday, taking hostages.",
    "A magnitude 6.1 earthquake struck off Velmont early Tuesday.",
    "The ferry sank in the strait on Sunday night with 40 aboard.",
    "An F-16 shot down a drone over Tarvin.",
    "A drone was shot down over Tarvin by air defences on Monday.",
    "Pirates boarded a tanker off Velmont on Thursday.",
    "A tanker was boarded by armed men 20 miles off Velmont.",
    "Two trains collided near Kelden, killing 14 people.",
    "Flash floods swept through Tarvin overnight, leaving 12 dead.",
    "Mount Arlo erupted on Saturday, sending ash over Tarvin.",
    "A fire broke out at a refinery in Kelden on Wednesday.",
    "At least 12 people were killed when a bomb went off in a market in Tarvin.",
    "Shelling killed six civilians in Tarvin, activists said.",
    "Clashes between the army and rebels erupted in Tarvin on Monday.",
    "Three aid workers were kidnapped near Kelden on Sunday.",
    "Russian fighter jets intercepted a US patrol plane over the Velmont Sea.",
    "A suicide bomber blew himself up at a checkpoint in Tarvin.",
    "The strike hit a convoy near Kelden late Monday, a spokesman said.",
    "An explosion rocked the port of Velmont on Tuesday.",
    "Police opened fire on protesters in Tarvin, wounding three.",
    "The coast guard seized a trawler off Velmont.",
    "A helicopter crashed in the hills near Kelden, killing its crew.",
    "The navy fired warning shots at a patrol boat off Velmont on Friday.",
    "Militants ambushed a convoy outside Kelden, killing nine soldiers.",
    "Israeli warplanes bombed a depot in Tarvin overnight.",
    "A landslide buried a village near Kelden on Monday.",
    "Missiles slammed into a power plant in Tarvin.",
    "A car rammed into a crowd in Tarvin on Saturday.",
    "A mine detonated under a truck near Kelden.",
    "The dam collapsed on Sunday, flooding Kelden.",
    "Rebels captured the town of Kelden on Tuesday.",
    "A cargo ship ran aground off Velmont on Monday.",
    "Kelden came under heavy artillery fire on Monday.",
]
NOT_TOLD = [
    "The minister vowed to attack Kelden.",
    "The army denied shelling Kelden.",
    "No strike took place near Kelden, the ministry said.",
    "If the rebels attack Kelden, the army will respond.",
    "Officials fear an attack on Kelden.",
    "The navy plans to board ships off Velmont.",
    "Fishermen often clash with the coast guard off Velmont.",
    "The strike at the car plant in Kelden entered its second week.",
    "The film was shot in Kelden.",
    "The president launched a campaign in Kelden.",
    "The market crashed on Monday.",
    "Police warned of possible attacks in Kelden.",
    "He struck a deal in Kelden.",
    "The team was hit by injuries before the match in Kelden.",
    "The new law fired up protesters.",
    "The shooting of the film began in Kelden.",
    "The coalition said it would strike targets near Kelden.",
    "Troops captured the imagination of Kelden.",
    "The bank raised rates in Kelden.",
    "Any attack on Kelden would be met with force.",
    "The tanker was built in Velmont.",
    "Sales exploded in Kelden.",
    "He was accused of plotting to blow up a bridge in Kelden.",
    "The two leaders clashed over trade in Kelden.",
    "A wave of protest flooded Kelden.",
]


@pytest.mark.parametrize("text", TOLD)
def test_sentences_that_report_an_event(text: str) -> None:
    assert find_events(text, spans(text, "Kelden", "Tarvin", "Velmont"))


@pytest.mark.parametrize("text", NOT_TOLD)
def test_plans_fears_habits_idioms_and_other_matters_report_none(text: str) -> None:
    assert find_events(text, spans(text, "Kelden", "Tarvin", "Velmont")) == []


def test_where_it_happened_is_found_for_most_reports() -> None:
    found = [find_events(text, spans(text, "Kelden", "Tarvin", "Velmont"))[0] for text in TOLD]
    assert sum(bool(event.happened_at) for event in found) >= 0.9 * sum(bool(event.places) for event in found)
