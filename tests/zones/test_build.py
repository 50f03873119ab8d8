"""Rows of text into discs."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from geo.frames import ZONES, check
from geo.geodesy import GEOD
from geo.values import Candidate, Place, Resolution, Zone
from geo.zones import centres_of, one_zone, parse_zone, zone_frame

GARRISON = Place(id="curated:garrison", name="al-Tanf garrison", lon=38.61778, lat=33.50583, kind="INSM", country="SY")
SYRIA = Place(id="country:SY", name="Syria", lon=38.5, lat=35.0, kind="PCLI", country="SY", is_area=True)


def to(place: Place) -> Resolution:
    return Resolution(place.name, Candidate(place, place.name, "exact", 1.0))


def with_alternatives(*options: dict[str, str]) -> pd.DataFrame:
    rows = one_zone("At Tanf", "34 mi")
    rows["alternatives"] = json.dumps(options)
    return rows


def test_a_disc() -> None:
    zones, rejections = zone_frame(one_zone("At Tanf", "34 mi", name="Z"), centres={"At Tanf": to(GARRISON)})
    assert not rejections
    check(zones, ZONES, what="zones")
    assert zones.crs == "EPSG:4326"
    zone = Zone.of(zones)
    assert (zone.lon, zone.lat, zone.centre) == (38.61778, 33.50583, "At Tanf")
    assert zone.radius_m == pytest.approx(34 * 1609.344)
    assert zones.loc[0, "centre_name"] == "al-Tanf garrison"
    assert not {"_row", "_source"} & set(zones.columns)


@pytest.mark.parametrize("text", ["33.50583, 38.61778, 34 mi", "0.5, 179.9, 100 km", "-89.9, 20, 50 nmi"])
def test_the_outline_is_within_a_metre_of_the_circle(text: str) -> None:
    zones, rejections = zone_frame(parse_zone(text), centres={})
    assert not rejections
    zone, shape = Zone.of(zones), zones.geometry.iloc[0]
    assert shape.is_valid
    edge = np.vstack([np.array(part.exterior.coords) for part in getattr(shape, "geoms", [shape])])
    edge = edge[(np.abs(edge[:, 0]) < 180) & (np.abs(edge[:, 1]) < 90)]  # the map's own edge is no part of the circle
    n = len(edge)
    distance = GEOD.inv(np.full(n, zone.lon), np.full(n, zone.lat), edge[:, 0], edge[:, 1])[2]
    assert np.abs(np.array(distance) - zone.radius_m).max() <= 1.0


def test_only_names_are_asked_for() -> None:
    rows = with_alternatives(
        {"field": "centre", "value": "33.4, 38.9"},
        {"field": "centre", "value": "the crossing"},
        {"field": "centre", "value": "At Tanf"},
        {"field": "radius", "value": "55 km"},
    )
    assert centres_of(pd.concat([rows, parse_zone("1, 2, 3 km")])) == ["At Tanf", "the crossing"]
    assert centres_of(pd.DataFrame()) == []


def test_alternatives_are_resolved_or_left_out_with_a_word() -> None:
    rows = with_alternatives(
        {"field": "radius", "value": "30 nmi", "source": "a"},
        {"field": "centre", "value": "33.4332, 38.9374", "source": "b"},
        {"field": "centre", "value": "nowhere", "source": "c"},
    )
    zones, rejections = zone_frame(rows, centres={"At Tanf": to(GARRISON), "nowhere": Resolution("nowhere", None)})
    radius, centre = Zone.of(zones).alternatives
    assert (radius.radius_m, radius.source) == (55_560.0, "a")
    assert (centre.lon, centre.lat) == (38.9374, 33.4332)
    assert "'nowhere' is not in the gazetteer" in rejections[0].reason


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Resolution("At Tanf", None, suggestions=("Al Tanf", "Tell Tamr")),
            ["not in the gazetteer", "Al Tanf, Tell Tamr"],
        ),
        (Resolution("At Tanf", None), ["not in the gazetteer", "write its coordinates"]),
        (to(SYRIA), ["is an area, Syria", "name a place in it"]),
        (None, ["not in the gazetteer"]),
    ],
)
def test_a_centre_that_is_no_place_is_set_aside(found: Resolution | None, said: list[str]) -> None:
    rows = pd.concat([one_zone("At Tanf", "34 mi"), parse_zone("1, 2, 3 km")], ignore_index=True)
    zones, rejections = zone_frame(rows, centres={"At Tanf": found} if found else {})
    assert zones["centre"].tolist() == ["1, 2"]
    assert len(rejections) == 1
    assert all(part in str(rejections[0]) for part in said), str(rejections[0])


def test_an_id_stands_once() -> None:
    rows = pd.concat([parse_zone("1, 2, 3 km"), parse_zone("1, 2, 3 km")], ignore_index=True)
    zones, rejections = zone_frame(rows, centres={})
    assert len(zones) == 1
    assert "stands in" in rejections[0].reason


def test_a_radius_beyond_the_earth() -> None:
    zones, rejections = zone_frame(parse_zone("1, 2, 30000 km"), centres={})
    assert zones.empty
    check(zones, ZONES, what="zones")
    assert "20,003,931 m" in str(rejections[0])
