"""Incidents against zones that move, that bind only some, that changed over time, that nobody has drawn."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from geo.frames import INCIDENTS, conform, records
from geo.geodesy import GEOD
from geo.values import Zone
from geo.zones import contain, one_zone, triage, zone_frame
from geo.zones.encounter import Encounter, encounter
from geo.zones.moments import interval_of
from geo.zones.placed import Chances, Placed

NMI = 1852.0
BELGRANO = {"id": "b", "lon": -61.53, "lat": -55.40, "date_start": "1982-05-02", "date_end": "1982-05-02"}
LINE = "LINESTRING (127 38, 128 38)"


def verdicts(row: dict[str, Any], *zones: pd.DataFrame) -> list[dict[str, Any]]:
    """The verdict of one incident against each of these zones."""
    rows = pd.concat(zones, ignore_index=True)
    frame, rejections = zone_frame(rows, centres={})
    assert not rejections, rejections
    table = conform(pd.DataFrame([{"id": "i", "uncertainty_m": 100.0, **row}]), INCIDENTS)
    return records(contain(table, frame))


def disc(radius: str, name: str = "disc", **cells: Any) -> pd.DataFrame:
    return one_zone("51.67 S 59.50 W", radius, name=name, **cells)


def test_the_general_belgrano_was_about_36_nautical_miles_outside_200_and_inside_240() -> None:
    small, large = verdicts(BELGRANO, disc("200 nmi", "a"), disc("240 nmi", "b"))
    assert (small["verdict"], large["verdict"]) == ("outside", "inside")
    assert small["distance_m"] / NMI == pytest.approx(36, abs=0.5)
    assert "36" in small["reason"] or "35" in small["reason"]
    assert "nautical miles" in small["reason"]


@pytest.mark.parametrize(
    ("day", "held"), [("1982-04-20", "first"), ("1982-06-01", "second"), ("1982-08-01", "third"), ("1982-01-01", "")]
)
def test_a_group_takes_the_row_in_force(day: str, held: str) -> None:
    rows = [
        disc("200 nmi", "first", group="g", valid_from="1982-04-12", valid_to="1982-04-30"),
        disc("240 nmi", "second", group="g", valid_from="1982-05-01", valid_to="1982-07-21"),
        disc("150 nmi", "third", group="g", valid_from="1982-07-22"),
    ]
    found = verdicts({**BELGRANO, "date_start": day, "date_end": day}, *rows)
    in_force = [row["zone_id"] for row in found if row["verdict"] != "not_in_force"]
    assert in_force == ([held] if held else [])
    others = [row["reason"] for row in found if row["verdict"] == "not_in_force"]
    assert all(f"on that date {held} held" in reason for reason in others) == bool(held)


def test_a_change_on_a_day_that_does_not_matter_is_said_not_to() -> None:
    change = "1982-04-30T11:00Z"
    rows = [disc("200 nmi", "a", group="g", valid_to=change), disc("190 nmi", "b", group="g", valid_from=change)]
    found = verdicts({**BELGRANO, "lat": -52.0, "date_start": "1982-04-30", "date_end": "1982-04-30"}, *rows)
    assert [row["temporal"] for row in found] == ["disputed", "disputed"]
    assert "as to place, b would say the same" in found[0]["reason"]


def test_a_change_on_a_day_that_does_matter_is_not_played_down() -> None:
    change = "1982-05-02T11:00Z"
    rows = [disc("200 nmi", "a", group="g", valid_to=change), disc("240 nmi", "b", group="g", valid_from=change)]
    found = verdicts(BELGRANO, *rows)
    assert [(row["temporal"], row["spatial"]) for row in found] == [("disputed", "outside"), ("disputed", "inside")]
    assert not any("would say the same" in row["reason"] for row in found)


def test_of_one_open_row_nothing_is_said_of_others() -> None:
    """The second row was over by then, so that only the first is open, and there is nothing to compare it with."""
    rows = [
        disc("240 nmi", "a", group="g", valid_from="1982-05-02T11:00Z"),
        disc("200 nmi", "b", group="g", valid_to="1982-04-01"),
    ]
    found = verdicts(BELGRANO, *rows)
    assert [row["temporal"] for row in found] == ["disputed", "after"]
    assert not any("would say the same" in row["reason"] for row in found)


def strip(width: str, name: str, **cells: Any) -> pd.DataFrame:
    return one_zone("", width, course=LINE, name=name, **cells)


def test_a_strip_to_both_sides_and_to_one() -> None:
    for lat, north in ((38 + 4 / 111, True), (38 - 4 / 111, False)):
        at = {"lon": 127.5, "lat": lat, "date_start": "2020-01-01", "date_end": "2020-01-01"}
        both, one = verdicts(at, strip("6 km", "both"), strip("6 km", "one", side="north"))
        assert both["verdict"] == "inside"
        assert one["verdict"] == ("inside" if north else "outside")


def test_a_drone_is_bound_by_the_line_for_drones_alone() -> None:
    at = {"lon": 127.5, "lat": 38.108, "date_start": "2020-01-01", "date_end": "2020-01-01"}
    zones = strip("15 km", "d", applies_to="drones"), strip("10 km", "h", applies_to="platform: helicopters")
    drone = verdicts({**at, "platform": "drone"}, *zones)
    assert [row["verdict"] for row in drone] == ["inside", "not_in_force"]
    assert [row["applies"] for row in drone] == ["yes", "no"]
    assert drone[1]["reason"].startswith("It binds helicopters, and this was “drone”")
    silent = verdicts(at, *zones)
    assert [row["verdict"] for row in silent] == ["indeterminate", "outside"]
    assert "do not say what this was" in silent[0]["reason"]


def test_a_zone_that_nobody_has_drawn_is_open_and_asked_about() -> None:
    rows = one_zone(name="the patrol area", kind="unknown")
    (row,) = verdicts(BELGRANO, rows)
    assert (row["verdict"], row["spatial"], row["temporal"]) == ("indeterminate", "indeterminate", "in_force")
    assert pd.isna(row["p_inside"])
    assert "is not known" in row["reason"]
    (later,) = verdicts(BELGRANO, one_zone(name="u", kind="unknown", valid_from="1990-01-01"))
    assert later["verdict"] == "not_in_force"
    frame, _ = zone_frame(rows, centres={})
    table = conform(pd.DataFrame([{**BELGRANO, "uncertainty_m": 100.0}]), INCIDENTS)
    (choice,) = triage(table, frame, contain(table, frame))
    assert choice.question == "What is the course of the patrol area?"


SHIP = "1982-05-02T12:00Z 55.0 S 61.0 W; 1982-05-02T18:00Z 55.6 S 62.0 W"


@pytest.mark.parametrize(
    ("clock", "spatial", "said"),
    [
        ("15:00 GMT", "inside", "inside, some"),
        ("12:00 GMT", "outside", "outside, some"),
        ("", "indeterminate", "covers only"),
        ("22:00 GMT", "indeterminate", "says nothing of that time"),
        ("between 12:00 and 18:00 GMT", "indeterminate", "does not settle"),
    ],
)
def test_a_moving_zone_is_where_its_track_was_at_the_time(clock: str, spatial: str, said: str) -> None:
    row = {**BELGRANO, "lat": -55.3, "lon": -61.5, "time_text": clock}
    (found,) = verdicts(row, one_zone("", "8 nmi", name="ship", track=SHIP))
    assert found["spatial"] == spatial, found["reason"]
    assert said in found["reason"]


def test_overlapping_zones_each_have_their_row_and_reason() -> None:
    found = verdicts(BELGRANO, disc("240 nmi", "a"), disc("250 nmi", "b"))
    assert [row["zone_id"] for row in found] == ["a", "b"]
    assert len({row["reason"] for row in found}) == 2


def test_the_trace_says_what_the_zone_is() -> None:
    (row,) = verdicts(BELGRANO, strip("6 km", "s", side="north"))
    text = " ".join(step["text"] for step in json.loads(row["trace"]))
    assert "6 km (6,000.0 m) to the left of a line of 2 points, edges straight in longitude and latitude" in text


def test_a_distance_is_as_doubtful_as_the_zone_moved_in_that_time() -> None:
    """From a point on the track's own line the distance to the ship's rim changes by the way that the ship makes."""
    track = "1982-05-02T12:00Z 0 N 10 E; 1982-05-02T18:00Z 0 N 11 E"
    frame, _ = zone_frame(one_zone("", "8 nmi", name="ship", track=track), centres={})
    zone = Zone.of(records(frame.drop(columns="geometry"))[0])

    def met(words: str) -> Encounter:
        span = interval_of("1982-05-02", "1982-05-02", words, 12.0)
        return encounter(Placed.at_point(12.0, 0.0, 10.0), zone, span, Chances())

    way = GEOD.inv(10, 0, 11, 0)[2]
    whole = met("between 12:00 and 18:00 GMT")
    assert whole.gap_m == pytest.approx(1.5 * way - 8 * NMI, abs=way / 700)
    assert whole.gap_doubt_m == pytest.approx(way / 2.0, abs=way / 700)
    assert whole.why == ""
    assert met("18:00 GMT").why == ""
    assert met("between 06:00 and 18:00 GMT").why == "the track of ship covers only 50% of that time"
    assert met("between 12:00 and 18:01 GMT").why == "the track of ship covers only 99% of that time"
