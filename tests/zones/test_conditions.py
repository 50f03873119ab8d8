"""Whom a zone binds."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import ZoneError
from geo.zones.conditions import Conditions


def judged(text: str, **incident: Any) -> str:
    return Conditions.of(text).judge(incident).applies


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("drone", "yes"),
        ("two quadcopters", "yes"),
        ("Shahed drone", "yes"),
        ("unmanned aircraft", "yes"),
        ("helicopter", "no"),
        ("F-16 fighter jet", "no"),
        ("tanker", "no"),
        ("aircraft", "unknown"),
        ("", "unknown"),
        ("something new", "unknown"),
    ],
)
def test_a_zone_that_binds_drones(platform: str, expected: str) -> None:
    assert judged("drones", platform=platform) == expected
    assert judged("platform: drone, quadcopter", platform=platform) == expected


def test_what_is_above_a_class_binds_what_is_below() -> None:
    assert [judged("platform: aircraft", platform=one) for one in ("helicopter", "drone", "ship")] == [
        "yes",
        "yes",
        "no",
    ]
    assert [judged("platform: vessel", platform=one) for one in ("trawler", "frigate", "drone")] == ["yes", "yes", "no"]
    assert judged("platform: fishing vessel", platform="vessel") == "unknown"


def test_the_title_speaks_where_the_platform_is_not_stated() -> None:
    assert judged("drones", title="Army says it shot down a drone") == "yes"
    assert judged("drones", platform="helicopter", title="drone season") == "no"
    assert judged("drones", platform="F-15", target="drone") == "yes"


@pytest.mark.parametrize(
    ("condition", "cells", "expected"),
    [
        ("altitude: below 3000 ft", {"altitude_ft": "2,500"}, "yes"),
        ("altitude: below 3000 ft", {"altitude_m": 1000}, "no"),
        ("altitude: above 500 m", {"altitude": "1 km"}, "yes"),
        ("altitude: 500-3000 m", {"altitude": "400 m"}, "no"),
        ("altitude: below 3000 ft", {"altitude": "2500"}, "unknown"),  # of what?
        ("altitude: below 3000 ft", {"altitude_m": float("nan")}, "unknown"),
        ("party: Argentine forces", {"actor": "Argentine Navy"}, "yes"),
        ("party: Argentine forces", {"actor": "Royal Navy", "target": "Argentine cruiser"}, "yes"),
        ("party: Argentine forces", {"actor": "Royal Navy"}, "no"),
        ("party: Argentine forces", {}, "unknown"),
        ("platform: drone; altitude: below 1 km", {"platform": "drone", "altitude": "2 km"}, "no"),
        ("platform: drone; altitude: below 1 km", {"platform": "drone"}, "unknown"),
        ("", {}, "yes"),
    ],
)
def test_altitude_party_and_all_together(condition: str, cells: dict[str, Any], expected: str) -> None:
    found = Conditions.of(condition).judge(cells)
    assert found.applies == expected
    assert (found.why == "") == (expected == "yes")


def test_the_reason_says_what_it_binds_and_what_it_was() -> None:
    found = Conditions.of("drones").judge({"platform": "Lynx helicopter"})
    assert found.why == "it binds drones, and this was “Lynx”"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("platform: dronne", "did you mean drone"),
        ("platform: spoon", "is unknown"),
        ("colour: red", "is none"),
        ("platform:", "says nothing"),
        ("altitude: 3000", "has no side"),
        ("altitude: below 3000", "has no unit"),
        ("altitude: 20-10 km", "run backwards"),
        ("x" * 10_000, "is unknown"),
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ZoneError, match=reason) as caught:
        Conditions.of(text)
    assert "; " in str(caught.value)


def test_hostile_text_is_looked_through_in_bounded_time() -> None:
    assert judged("drones", platform="dron" * 100_000) == "unknown"


def test_of_several_words_the_first_is_told() -> None:
    assert "“Vulcan”" in Conditions.of("drones").judge({"platform": "Vulcan bomber"}).why


@pytest.mark.parametrize(
    ("condition", "cells", "why"),
    [
        ("drone, tanker, submarine", {"platform": "a spoon"},
         "it binds drones, merchant vessels and submarines, and the reports do not say what this was"),
        ("drone, tanker", {"platform": "aircraft or vessel"},
         "it binds drones and merchant vessels, and the reports say only “aircraft”"),
        ("party: Arab Legion", {"actor": "Royal Air Force", "target": "Arab aircraft"},
         "it binds Arab Legion, and the reports name “Arab aircraft”, who may be among them"),
        ("party: Arab Legion", {"actor": "Arab aircraft", "target": "Arab cruiser"},
         "it binds Arab Legion, and the reports name “Arab aircraft”, who may be among them"),
        ("party: Arab Legion", {"actor": "Royal Air Force", "target": "an airfield"},
         "it binds Arab Legion, and the reports name “Royal Air Force”"),
    ],
)  # fmt: skip
def test_the_reason_in_full(condition: str, cells: dict[str, Any], why: str) -> None:
    assert Conditions.of(condition).judge(cells).why == why


def test_a_bound_of_altitude_belongs_to_what_is_bound() -> None:
    edges = [(400, "no"), (500, "yes"), (3000, "yes"), (3001, "no")]
    assert [judged("altitude: 500-3000 m", altitude_m=metres) for metres, _ in edges] == [one for _, one in edges]


def test_what_one_column_does_not_say_of_the_altitude_the_next_may() -> None:
    below = "altitude: below 1 km"
    assert judged(below, altitude_m="", altitude="2 km") == "no"
    assert judged(below, altitude_m="high", altitude_ft="500") == "yes"
    assert judged(below, altitude_m="0.5 km") == "yes"  # a unit of its own outweighs the heading's


def test_an_empty_clause_ends_nothing() -> None:
    assert Conditions.of("drone; ; party: Syria;").parties == ("Syria",)


def test_of_words_within_words_the_longer_counts() -> None:
    """A fishing vessel is no vessel of any kind, and a patrol boat no boat, wherever in the text they stand."""
    assert judged("platform: frigate", platform="a fishing vessel") == "no"
    assert judged("platform: frigate", platform="a vessel, a fishing vessel") == "unknown"
