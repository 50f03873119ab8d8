from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import shapely

from geo.errors import TableError
from geo.frames import CONTAINMENT
from geo.geodesy import GEOD, destination
from geo.regions import Bearing, LogNormal, Mixture, Polar, TruncatedNormal, UniformRing, disc
from geo.shapes import Clip, Disc, Outlined
from geo.values import Reading
from geo.zones import contain

from .frames import BASE, incident, incidents, location, zones

RADIUS = 54717.696
SAID_INSIDE = {"relation": "inside", "zone_text": "the zone", "quote": "inside the zone", "said_by": "the coalition"}
SAID_OUTSIDE = {**SAID_INSIDE, "relation": "just outside", "said_by": "the ministry"}


def one(row: dict[str, Any], *zone_rows: dict[str, Any]) -> dict[str, Any]:
    """The single verdict on one incident."""
    found = contain(incidents(row), zones(*zone_rows))
    assert len(found) == 1
    return {str(key): value for key, value in found.iloc[0].items()}


def polar(law: Any, lon: float = BASE.lon, lat: float = BASE.lat) -> Polar:
    return Polar(lon, lat, law, Bearing.any())


TRUCKS = location(
    polar(UniformRing(37_800.0, 39_400.0)),
    Mixture(((0.873, polar(TruncatedNormal(38_624.0, 3_200.0))), (0.127, polar(TruncatedNormal(38_624.0, 54_000.0))))),
)
NEAR = location(polar(LogNormal(25_000.0, 0.9)), form="near")


@pytest.mark.parametrize("azimuth", [0.0, 77.0, 200.0])
@pytest.mark.parametrize("factor", [0.999, 1.001])
def test_sharp_coordinates_follow_the_geodesic(azimuth: float, factor: float) -> None:
    lon, lat = destination(BASE.lon, BASE.lat, azimuth, RADIUS * factor)
    row = one(incident((float(lon), float(lat), 1.0)))
    distance = GEOD.inv(float(lon), float(lat), BASE.lon, BASE.lat)[2]
    assert row["verdict"] == ("inside" if factor < 1 else "outside")
    assert row["distance_m"] == pytest.approx(distance - RADIUS, abs=1e-6)
    assert row["basis"] == "computed"
    assert row["stable"]


def test_a_point_on_the_edge_is_as_likely_in_as_out() -> None:
    lon, lat = destination(BASE.lon, BASE.lat, 30.0, RADIUS)
    row = one(incident((float(lon), float(lat), 500.0)))
    assert row["verdict"] == "indeterminate"
    assert row["p_inside"] == pytest.approx(0.5, abs=0.01)


def test_a_ring_inside_the_zone_is_inside_by_both_stories() -> None:
    row = one(incident(TRUCKS))
    assert row["verdict"] == "inside"
    assert row["p_literal"] == pytest.approx(1.0, abs=1e-6)
    assert row["p_inside"] == pytest.approx(0.936, abs=1e-3)
    assert row["distance_m"] == pytest.approx(38_624 - RADIUS, abs=300)  # not the anchor's own distance


def test_near_is_never_inside_by_itself() -> None:
    row = one(incident(NEAR))
    assert row["verdict"] == "indeterminate"
    assert row["p_inside"] == pytest.approx(0.808, abs=1e-3)


@pytest.mark.parametrize("form", ["part", "area", "near"])
def test_a_statement_decides_where_the_place_is_vague(form: str) -> None:
    vague = location(polar(LogNormal(25_000.0, 0.9)), form=form)
    row = one(incident(vague, zone_statements=[SAID_INSIDE]))
    assert (row["verdict"], row["basis"], row["p_inside"], row["p_literal"]) == ("inside", "stated", 0.95, 1.0)
    assert "the coalition" in row["reason"]
    assert np.isnan(row["distance_m"])
    row = one(incident(vague, zone_statements=[SAID_OUTSIDE]))
    assert (row["verdict"], row["p_inside"], row["p_literal"]) == ("outside", 0.05, 0.0)


def test_a_statement_does_not_move_an_incident_to_another_zone() -> None:
    far = {"lon": 36.72, "lat": 34.73, "radius_m": 5_000.0, "radius_text": "5 km"}  # 220 km away
    vague = location(polar(LogNormal(25_000.0, 0.9)), form="near")
    row = one(incident(vague, zone_statements=[SAID_INSIDE]), far)
    assert (row["verdict"], row["basis"]) == ("outside", "computed")
    assert "but inside according to the coalition" in row["reason"]


def test_a_statement_decides_where_there_is_no_place_at_all() -> None:
    row = one(incident(None, zone_statements=[SAID_INSIDE]))
    assert (row["verdict"], row["basis"]) == ("inside", "stated")


def test_statements_that_disagree_decide_nothing() -> None:
    row = one(incident(None, zone_statements=[SAID_INSIDE, SAID_OUTSIDE]))
    assert row["verdict"] == "indeterminate"
    assert (row["p_low"], row["p_high"]) == (pytest.approx(0.05), pytest.approx(0.95))
    assert "disagree" in row["reason"]


def test_a_statement_stands_beside_a_computed_verdict_and_a_clash_is_said() -> None:
    row = one(incident(TRUCKS, zone_statements=[SAID_OUTSIDE]))
    assert (row["verdict"], row["basis"]) == ("inside", "computed")
    assert "but outside according to the ministry" in row["reason"]
    assert json.loads(row["stated"]) == [SAID_OUTSIDE]


def test_nothing_known_is_unlocated_and_says_why() -> None:
    row = one(incident(None, unlocated_reason="latitude 125 is out of range"))
    assert row["verdict"] == row["spatial"] == "unlocated"
    assert "latitude 125" in row["reason"]
    assert np.isnan(row["p_inside"])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"date_start": "2015-03-17", "date_end": "2015-03-17"}, ("not_in_force", "before")),
        ({"date_start": "2017-01-01", "date_end": "2017-01-01"}, ("indeterminate", "disputed")),
        ({"date_start": "", "date_end": ""}, ("indeterminate", "undated")),
        ({"date_start": "2017-06-08", "date_end": "2017-06-08"}, ("inside", "in_force")),
        ({"date_start": "2027-01-01", "date_end": "2027-01-01"}, ("not_in_force", "after")),
    ],
)
def test_the_date_enters_the_verdict_and_not_the_place(cells: dict[str, str], expected: tuple[str, str]) -> None:
    bounds = {
        "valid_from_earliest": "2016-03-03", "valid_from_latest": "2017-05-18",
        "valid_to_earliest": "2026-02-11", "valid_to_latest": "2026-02-11",
    }  # fmt: skip
    row = one(incident(TRUCKS, **cells), bounds)
    assert (row["verdict"], row["temporal"]) == expected
    assert row["spatial"] == "inside"


def test_far_away_is_outside_whatever_the_date() -> None:
    row = one(incident((35.8, 35.6, 10.0), date_start="", date_end=""))
    assert (row["verdict"], row["temporal"]) == ("outside", "undated")


def test_a_stated_alternative_that_changes_the_verdict_makes_it_unstable() -> None:
    crossing = {"field": "centre", "value": "the crossing", "source": "a text", "lon": 38.9374, "lat": 33.4332}
    same = {"field": "radius", "value": "55 km", "source": "a text", "radius_m": 55_000.0}
    row = one(incident(TRUCKS), {"alternatives": [crossing, same]})
    assert row["verdict"] == "inside"
    assert not row["stable"]
    assert "indeterminate if the crossing is the centre" in row["reason"]
    assert "55 km" not in row["reason"]
    assert row["p_low"] < row["p_inside"] <= row["p_high"]
    flips = json.loads(row["flips"])
    assert [(flip["field"], flip["value"], flip["verdict"]) for flip in flips] == [
        ("centre", "the crossing", "indeterminate")
    ]
    there = one(incident(TRUCKS), {"lon": 38.9374, "lat": 33.4332})
    assert flips[0]["p_inside"] == there["p_inside"] != there["p_literal"]


def test_part_of_a_zone_is_another_reading_of_it() -> None:
    half = Outlined(shapely.box(37, 32, 38.61778, 35))
    part = Clip(Disc(BASE.lon, BASE.lat, RADIUS), (half,))
    west = {"field": "part", "value": "the west", "source": "", "shape": part.as_dict()}
    row = one(incident(location(disc(38.3, 33.5, 2_000.0))), {"alternatives": [west]})
    assert row["stable"]
    row = one(incident(location(disc(38.9, 33.5, 2_000.0))), {"alternatives": [west]})
    assert (row["verdict"], row["stable"]) == ("inside", False)
    assert "outside if only its part in the west counts" in row["reason"]


def test_other_readings_of_the_words_count_only_where_somebody_means_them() -> None:
    far = disc(40.9, 33.5, 2_000.0)
    inside = disc(38.7, 33.5, 2_000.0)
    rival = Reading("anchor", "the other base", far, far)
    unit = Reading("unit", "nautical miles", far, far, counts=False)
    row = one(incident(location(inside, readings=(rival,))))
    assert (row["verdict"], row["stable"], row["p_low"]) == ("inside", False, 0.0)
    assert "outside if the other base is meant" in row["reason"]
    row = one(incident(location(inside, readings=(unit,))))
    assert (row["stable"], row["p_low"]) == (True, 1.0)
    assert json.loads(row["flips"])[0]["counts"] is False


def test_a_zone_too_small_for_the_words_is_said_to_be() -> None:
    near = location(polar(LogNormal(25_000.0, 0.9)), form="near")
    told = near.as_dict()
    told["trace"] = [{"room": "localities", "text": "near", "data": {"reach_m": 79_000.0}}]
    row = incident(near) | {"location": json.dumps(told)}
    assert "only a zone of" in one(row, {"radius_m": 5_000.0, "radius_text": "5 km"})["reason"]
    assert "only a zone of" not in one(row, {"radius_m": 90_000.0, "radius_text": "90 km"})["reason"]


def test_every_pair_has_its_row_in_order() -> None:
    table = incidents(incident(TRUCKS, id="a"), incident(NEAR, id="b"))
    found = contain(table, zones({"id": "x"}, {"id": "y", "radius_m": 1_000.0, "radius_text": "1 km"}))
    assert list(zip(found["incident_id"], found["zone_id"], strict=True)) == [
        ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"),
    ]  # fmt: skip
    assert list(found.columns) == [column.name for column in CONTAINMENT]
    assert all(reason.endswith(".") for reason in found["reason"])


def test_no_zones_and_no_incidents_give_an_empty_table() -> None:
    assert contain(incidents(incident(TRUCKS)), zones({}).iloc[:0]).empty
    assert contain(incidents(incident(TRUCKS)).iloc[:0], zones()).empty


def test_a_table_without_its_columns_is_refused_by_name() -> None:
    with pytest.raises(TableError, match="the zones table lacks"):
        contain(incidents(incident(TRUCKS)), zones().drop(columns="radius_m"))
    twice = incidents(incident(TRUCKS), incident(NEAR))
    with pytest.raises(TableError, match="twice: i"):
        contain(twice, zones())
