"""The second case: zones that begin at an hour, change over time, follow a coast, bind some, and one undrawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import geo
from geo.frames import records
from geo.incidents import read_table, tie_evidence
from geo.reports import read_reports

CASE = Path(__file__).parents[1] / "data" / "falklands-1982"
NMI = 1852.0
CENTRE = "51 40 S, 59 30 W"
BRITISH = ("mez", "tez", "fipz")

Found = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def incidents() -> pd.DataFrame:
    frame: pd.DataFrame = geo.read(CASE)
    assert frame.attrs["rejections"] == []
    return frame


@pytest.fixture(scope="module")
def zones() -> pd.DataFrame:
    frame: pd.DataFrame = geo.read_zones(CASE / "zones.csv")
    assert frame.attrs["rejections"] == []
    assert frame.attrs["notices"] == []
    return frame


@pytest.fixture(scope="module")
def found(incidents: pd.DataFrame, zones: pd.DataFrame) -> Found:
    """Every verdict by incident and zone."""
    return {(row["incident_id"], row["zone_id"]): row for row in records(geo.check(incidents, zones))}


def test_every_quote_stands_in_its_report() -> None:
    reports, refused = read_reports(CASE / "reports")
    frame, rejected = read_table(CASE / "incidents.csv")
    frame, untied = tie_evidence(frame, reports)
    assert [*refused, *rejected, *untied] == []
    assert all("own summary" in report.publisher for report in reports)
    bodies = {report.id: report.text for report in reports}
    for row in records(frame):
        evidence = json.loads(row["evidence"])
        assert {"event", "place", "time"} <= {entry["about"] for entry in evidence}
        told = " ".join(bodies[entry["report"]] for entry in evidence)
        assert row["place_text"] in told
        assert row["date_text"] in told
        telling = [
            entry for entry in evidence if entry["about"] == "event" and entry["stance"] in {"asserts", "reports"}
        ]
        assert row["independent_sources"] == len({entry["origin"] for entry in telling})
        spoken = [*json.loads(row["zone_statements"])]
        spoken += [value for one in json.loads(row["conflicts"]) for value in one["values"]]
        assert all(one["quote"] in bodies[one["report"]] and one["said_by"] for one in spoken)


def test_each_position_and_each_zone_says_where_it_is_from(incidents: pd.DataFrame, zones: pd.DataFrame) -> None:
    given = incidents[incidents["uncertainty_m"].notna() & incidents["note"].str.contains("Position")]
    table = pd.read_csv(CASE / "incidents.csv")
    assert set(table.loc[table["lat"].notna(), "id"]) == set(given["id"])
    assert zones["source"].str.len().min() > 40


def test_the_general_belgrano_was_36_nautical_miles_outside(incidents: pd.DataFrame, found: Found) -> None:
    row = found["1982-05-02-belgrano", "tez"]
    assert (row["verdict"], row["temporal"]) == ("outside", "in_force")
    assert row["distance_m"] / NMI == pytest.approx(36, abs=0.5)
    assert "35.8 nautical miles from the edge" in row["reason"]
    belgrano = incidents[incidents["id"] == "1982-05-02-belgrano"]
    assert geo.check(belgrano, geo.zone(CENTRE, "200 nmi"))["verdict"].item() == "outside"
    assert geo.check(belgrano, geo.zone(CENTRE, "240 nmi"))["verdict"].item() == "inside"


@pytest.mark.parametrize(
    ("incident", "held"),
    [
        ("1982-04-02-landing", None),
        ("1982-04-25-santa-fe", "mez"),
        ("1982-05-02-belgrano", "tez"),
        ("1982-06-12-glamorgan", "tez"),
        ("1986-05-28-chian-der", "fipz"),
    ],
)
def test_the_row_in_force_is_taken(found: Found, incident: str, held: str | None) -> None:
    in_force = [zone for zone in BRITISH if found[incident, zone]["temporal"] == "in_force"]
    assert in_force == ([held] if held else [])
    assert all(found[incident, zone]["verdict"] == "not_in_force" for zone in BRITISH if zone != held)


@pytest.mark.parametrize(
    ("day", "time", "mez", "tez", "fipz"),
    [
        ("1982-04-10", "", "before", "before", "before"),
        ("1982-04-11", "", "disputed", "before", "before"),  # a local day there ends at about 04:00 GMT
        ("1982-04-12", "03:00 GMT", "before", "before", "before"),
        ("1982-04-12", "", "disputed", "before", "before"),
        ("1982-04-12", "05:00 GMT", "in_force", "before", "before"),
        ("1982-04-30", "10:00 GMT", "in_force", "before", "before"),
        ("1982-04-30", "", "disputed", "disputed", "before"),
        ("1982-04-30", "12:00 GMT", "after", "in_force", "before"),
        ("1982-07-20", "", "after", "in_force", "before"),
        ("1982-07-22", "", "after", "disputed", "in_force"),
        ("1982-08-01", "", "after", "after", "in_force"),
        ("1990-04-01", "", "after", "after", "after"),
    ],
)
def test_the_hour_decides(
    zones: pd.DataFrame, tmp_path: Path, day: str, time: str, mez: str, tez: str, fipz: str
) -> None:
    table = tmp_path / "one.csv"
    heads = "id,title,date_start,date_end,time_text,lat,lon,uncertainty_m,actor,target,platform"
    table.write_text(f"{heads}\nx,x,{day},{day},{time},-51.5,-61.0,1000,,Argentine frigate,frigate\n")
    verdicts = geo.check(geo.read(table), zones[zones["id"].isin(BRITISH)])
    assert dict(zip(verdicts["zone_id"], verdicts["temporal"], strict=True)) == {"mez": mez, "tez": tez, "fipz": fipz}


def test_a_day_that_began_before_the_hour_is_disputed(found: Found) -> None:
    row = found["1982-04-minelaying", "mez"]
    assert (row["verdict"], row["spatial"], row["temporal"]) == ("indeterminate", "inside", "disputed")
    assert "04:00 UTC on 12 April 1982" in row["reason"]


def test_the_smaller_circle_of_1986_left_the_trawler_out(incidents: pd.DataFrame, found: Found) -> None:
    row = found["1986-05-28-chian-der", "fipz"]
    assert (row["verdict"], row["applies"]) == ("outside", "yes")
    assert row["distance_m"] / NMI == pytest.approx(44.8, abs=0.5)
    trawler = incidents[incidents["id"] == "1986-05-28-chian-der"]
    assert geo.check(trawler, geo.zone(CENTRE, "200 nmi"))["verdict"].item() == "inside"


def test_where_she_was_hit_and_where_she_sank(found: Found) -> None:
    assert found["1982-05-25-atlantic-conveyor", "tez"]["verdict"] == "inside"
    wreck = found["1982-05-28-atlantic-conveyor-wreck", "tez"]
    assert wreck["verdict"] == "indeterminate"  # within a nautical mile of the edge, known to the minute
    assert abs(wreck["distance_m"]) < NMI


def test_outside_the_strip_off_the_coast(found: Found) -> None:
    for incident, off_coast_nmi in (("1982-05-09-narwal", 238), ("1982-06-08-hercules", 602)):
        row = found[incident, "coast-12"]
        assert (row["verdict"], row["temporal"]) == ("outside", "in_force")
        assert row["distance_m"] / NMI + 12 == pytest.approx(off_coast_nmi, abs=2)
    assert found["1982-05-02-belgrano", "coast-12"]["verdict"] == "not_in_force"


def test_the_tanker_lay_where_her_owners_say(incidents: pd.DataFrame) -> None:
    hercules = incidents[incidents["id"] == "1982-06-08-hercules"]
    row = geo.check(hercules, geo.zone("Stanley, Falkland Islands", "1 nmi")).iloc[0]
    assert row["distance_m"] / NMI == pytest.approx(490, abs=40)  # 500 of the court, 480 of the press
    assert hercules["claim_status"].item() == "contested"


def test_a_zone_of_no_stated_limits_decides_nothing(found: Found) -> None:
    row = found["1982-05-25-atlantic-conveyor", "arg-south-atlantic"]
    assert row["verdict"] == "indeterminate"
    assert "is not known" in row["reason"]


def test_whom_a_zone_binds(found: Found) -> None:
    assert found["1982-05-02-belgrano", "mez"]["applies"] == "yes"
    assert found["1982-05-09-narwal", "mez"]["applies"] == "no"
    assert found["1982-05-25-atlantic-conveyor", "arg-south-atlantic"]["applies"] == "yes"
    hercules = found["1982-06-08-hercules", "arg-south-atlantic"]
    assert (hercules["verdict"], hercules["applies"]) == ("not_in_force", "no")
    assert "Argentine Air Force" in hercules["reason"]


def test_overlapping_zones_each_have_their_own_row(found: Found) -> None:
    wreck = [
        found["1982-05-28-atlantic-conveyor-wreck", zone] for zone in ("tez", "red-cross-box", "arg-south-atlantic")
    ]
    assert [row["verdict"] for row in wreck] == ["indeterminate", "outside", "indeterminate"]
    assert len({row["reason"] for row in wreck}) == 3


@pytest.mark.parametrize(
    ("incident", "zone"),
    [
        ("1982-05-01-black-buck", "tez"),
        ("1982-05-03-sobral", "tez"),
        ("1982-05-04-sheffield", "tez"),
        ("1982-05-09-narwal", "tez"),
        ("1982-05-11-isla", "tez"),
        ("1982-06-12-glamorgan", "tez"),
    ],
)
def test_inside_by_coordinates_or_by_words(found: Found, incident: str, zone: str) -> None:
    assert found[incident, zone]["verdict"] == "inside"


def test_the_coast_strip_is_a_strip_on_the_atlantic(zones: pd.DataFrame) -> None:
    strip = zones[zones["id"] == "coast-12"].geometry.item()
    length_m, width_m = 4_700_000.0, 12 * NMI  # the CIA World Factbook gives 4,989 km of coast
    drawn = abs(geo.geodesy.GEOD.geometry_area_perimeter(strip)[0])
    assert drawn == pytest.approx(length_m * width_m, rel=0.15)
    west, south, east, north = strip.bounds
    assert west > -70.0
    assert (south, north) == pytest.approx((-55.25, -33.0), abs=0.3)
    assert east < -56.0


def test_the_box_at_sea_holds_its_other_stated_centre_near(zones: pd.DataFrame) -> None:
    box = zones[zones["id"] == "red-cross-box"].iloc[0]
    (other,) = json.loads(box["alternatives"])
    apart = geo.geodesy.GEOD.inv(box["lon"], box["lat"], other["lon"], other["lat"])[2] / NMI
    assert 10 < apart < 25  # the two sources do not agree
