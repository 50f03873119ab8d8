from __future__ import annotations

from geo.regions import Bearing, LogNormal, Polar, disc
from geo.zones import contain, triage

from .frames import BASE, incident, incidents, location, zones

INSIDE = location(disc(38.4, 33.5, 2_000.0))
NEAR = location(Polar(BASE.lon, BASE.lat, LogNormal(25_000.0, 0.9), Bearing.any()), form="near")
CROSSING = {"field": "centre", "value": "the crossing", "source": "", "lon": 39.2, "lat": 33.4332}


def choices_of(*rows: dict[str, object], **zone: object) -> list[tuple[str, int, tuple[str, ...]]]:
    table, built = incidents(*rows), zones(zone)
    return [(c.field, c.settles, c.incidents) for c in triage(table, built, contain(table, built))]


def test_settled_verdicts_leave_nothing_open() -> None:
    assert choices_of(incident(INSIDE)) == []


def test_the_choice_that_settles_most_comes_first() -> None:
    rows = [incident(INSIDE, id="a"), incident(INSIDE, id="b"), incident(NEAR, id="c", place_text="near the base")]
    found = choices_of(*rows, alternatives=[CROSSING])
    assert found[0] == ("centre", 2, ("a", "b"))
    assert ("place", 1, ("c",)) in found


def test_dates_are_asked_for_where_they_decide() -> None:
    bounds = {"valid_from_earliest": "2017-01-01", "valid_from_latest": "2017-12-31"}
    assert choices_of(incident(INSIDE), **bounds) == [("date", 1, ("i",))]
    assert choices_of(incident(INSIDE, date_start="", date_end="")) == [("date", 1, ("i",))]
    assert choices_of(incident((0.5, 51.0, 10.0)), **bounds) == []  # outside on any date


def test_the_same_words_are_one_question() -> None:
    rows = [incident(NEAR, id=name, place_text="near the base", place_name="the base") for name in "ab"]
    assert choices_of(*rows) == [("place", 2, ("a", "b"))]


def test_an_unlocated_incident_asks_for_its_place() -> None:
    assert choices_of(incident(None, unlocated_reason="no such place")) == [("place", 1, ("i",))]
