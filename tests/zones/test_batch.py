"""Whole tables against the definition, row for row, on random incidents and zones of every kind."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import geo
from geo.errors import InputError
from geo.frames import CONTAINMENT, conform, dump_json, records
from geo.geodesy import destination
from geo.regions import (
    Bearing,
    LogNormal,
    Mixture,
    Polar,
    Region,
    TruncatedNormal,
    UniformRing,
    disc,
    p_in,
    point,
    ring,
)
from geo.shapes import Disc, Ring
from geo.values import Reading, Zone
from geo.zones import Rules, contain, iter_contain
from geo.zones.containment import by_rows
from geo.zones.many import points_inside, regions_inside
from geo.zones.placed import FAR
from geo.zones.reasons import say_p

from .frames import BASE, incident, incidents, location

RADIUS = 54717.696
SAID = [
    {"relation": "inside", "zone_text": "the zone", "quote": "inside the zone", "said_by": "the coalition"},
    {"relation": "just outside", "zone_text": "the 34-mile zone", "quote": "outside", "said_by": "the ministry"},
]
TRACK = "2017-06-07T00:00Z 33.5 N 38.6 E; 2017-06-09T00:00Z 33.9 N 39.2 E"
KINDS: dict[str, dict[str, str]] = {
    "disc": {"centre": "33.50583, 38.61778", "radius": "34 mi", "valid_from": "2017-05-18"},
    "timed": {"centre": "33.50583, 38.61778", "radius": "50 km", "valid_from": "2017-06-08T09:00Z"},
    "hours": {"centre": "33.50583, 38.61778", "radius": "60 km", "hours": "08:00-19:00 daily"},
    "hours UTC": {"centre": "33.50583, 38.61778", "radius": "30 nmi", "hours": "Mon-Fri 06:00-15:00 UTC"},
    "ring": {"centre": "33.5, 38.6", "radius": "20-40 km", "applies_to": "drones; altitude: below 3000 ft"},
    "polygon": {"course": "POLYGON ((38 33, 39.2 33, 39.2 34, 38.4 33.7, 38 33))", "edges": "geodesic"},
    "buffer": {"radius": "12 km", "course": "LINESTRING (37.8 33.2, 38.7 33.9, 39.5 33.4)", "side": "north"},
    "side": {"course": "LINESTRING (37 33.4, 40 33.7)", "kind": "side_of_line", "side": "left"},
    "clip": {"centre": "33.5, 38.6", "radius": "40 km", "clip": "POLYGON ((38 33.5, 40 33.5, 40 35, 38 35, 38 33.5))"},
    "moving": {"kind": "moving", "radius": "20 km", "track": TRACK},
    "unknown": {"kind": "unknown", "name": "the lost zone"},
}


def zones(*kinds: str) -> pd.DataFrame:
    rows = []
    for kind in kinds:
        words = dict(KINDS[kind])
        row = geo.zone(words.pop("centre", ""), words.pop("radius", ""), **{"name": kind, **words})
        rows.append(row.assign(id=kind, group="g" if kind in ("disc", "timed") else ""))
    return pd.concat(rows, ignore_index=True)


def regions(rng: np.random.Generator) -> Region:
    lon, lat = BASE.lon + float(rng.uniform(-0.9, 0.9)), BASE.lat + float(rng.uniform(-0.9, 0.9))
    turn = Bearing(float(rng.uniform(0, 360)), 28.0, 5.0)
    made: list[Region] = [
        disc(lon, lat, 9_000.0),
        ring(lon, lat, 8_000.0, 10_000.0),
        Polar(lon, lat, LogNormal(25_000.0, 0.9), Bearing.any()),
        Mixture(tuple((w, Polar(lon, lat, TruncatedNormal(30_000.0, s), turn)) for w, s in ((0.9, 3e3), (0.1, 5e4)))),
        Polar(lon, lat, UniformRing(1_000.0, 30_000.0), turn),
    ]
    return made[int(rng.integers(len(made)))]


def words(rng: np.random.Generator) -> dict[str, Any]:
    other = regions(rng)
    readings = (Reading("unit", "nautical miles", other, other, counts=bool(rng.random() < 0.5)),)
    where = location(
        regions(rng), regions(rng) if rng.random() < 0.5 else None, form=str(rng.choice(["distance_from", "near"])),
        readings=readings if rng.random() < 0.3 else (),
    )  # fmt: skip
    return incident(where)


def table(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    days = ["2017-06-08", "2017-05-18", "2017-01-01", "2018-03-04", ""]
    rows = []
    for index in range(n):
        kind = rng.random()
        if kind < 0.7:
            spread = float(rng.choice([0.001, 0.6, 1.5]))
            lon, lat = BASE.lon + float(rng.normal(0, spread)), BASE.lat + float(rng.normal(0, spread))
            row = incident((lon, lat, float(rng.choice([1.0, 25.0, 800.0, 20_000.0]))))
        else:
            row = words(rng) if kind < 0.9 else incident(unlocated_reason=str(rng.choice(["", "nobody knows"])))
        day = str(rng.choice(days))
        row |= {
            "id": f"i{index}", "date_start": day, "date_end": "2017-06-09" if day == "2017-06-08" else day,
            "place_text": str(rng.choice(["words", "", "a hill, some 3 km from the edge (prob"])),
            "time_text": str(rng.choice(["", "about 10:00", "at 16:30 GMT"])),
            "target": str(rng.choice(["", "a drone", "trucks"])), "altitude": str(rng.choice(["", "500 m"])),
            "zone_statements": dump_json(SAID[: int(rng.integers(0, 3))] if rng.random() < 0.3 else []),
        }  # fmt: skip
        rows.append(row)
    return incidents(*rows)


def defined(rows: pd.DataFrame, built: pd.DataFrame) -> pd.DataFrame:
    """CONTAINMENT row by row."""
    values = [Zone.of(row) for row in records(built.drop(columns="geometry", errors="ignore"))]
    return conform(pd.DataFrame(by_rows(rows, values, Rules.default())), CONTAINMENT)


def assert_same(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    assert list(found.columns) == [column.name for column in CONTAINMENT]
    for column in CONTAINMENT:
        mine, true = found[column.name].to_numpy(), wanted[column.name].to_numpy()
        if column.kind == "number":
            close = 0.0 if column.name == "distance_m" else 2e-5
            np.testing.assert_allclose(mine, true, rtol=0, atol=close, equal_nan=True, err_msg=column.name)
        elif column.name not in ("trace", "flips"):  # they hold probabilities in full
            assert (mine == true).all(), column.name
    for name in ("trace", "flips"):
        for mine, true in zip(found[name], wanted[name], strict=True):
            assert_json(mine, true)


def assert_json(mine: str, true: str) -> None:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items() if not key.startswith("p_")}
        return [plain(one) for one in value] if isinstance(value, list) else value

    def chances(value: Any) -> list[float]:
        if isinstance(value, dict):
            own = [one for key, one in value.items() if key.startswith("p_")]
            return own + [p for key, one in value.items() if not key.startswith("p_") for p in chances(one)]
        return [p for one in value for p in chances(one)] if isinstance(value, list) else []

    if mine != true:
        one, other = json.loads(mine), json.loads(true)
        assert plain(one) == plain(other)
        assert chances(one) == pytest.approx(chances(other), abs=2e-5)


@pytest.mark.parametrize(
    "kinds", [("disc", "timed"), ("hours", "hours UTC"), ("ring", "clip"), ("polygon",), ("buffer", "side"),
              ("moving", "unknown"), ("disc", "unknown", "timed", "ring")],
)  # fmt: skip
def test_every_row_is_that_of_the_definition(kinds: tuple[str, ...]) -> None:
    rows, built = table(40 if "moving" in kinds else 110, seed=sum(map(len, kinds))), zones(*kinds)
    assert_same(contain(rows, built), defined(rows, built))


def test_alternatives_flip_the_same_verdicts() -> None:
    options = [
        {"field": "radius", "value": "55 km", "radius_m": 55_000.0},
        {"field": "centre", "value": "the crossing", "lon": 38.93, "lat": 33.43, "radius_m": None},
    ]
    built = zones("disc").assign(alternatives=dump_json(options))
    rows = table(120, seed=5)
    found = contain(rows, built)
    assert not found["stable"].all()
    assert_same(found, defined(rows, built))


def test_a_block_more_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, built = table(90, seed=8), zones("disc", "timed")
    whole = contain(rows, built)
    monkeypatch.setattr("geo.zones.batch._BLOCK", 40)
    parts = list(iter_contain(rows, built))
    assert [len(part) for part in parts] == [40, 40, 40, 40, 20]
    assert_same(pd.concat(parts, ignore_index=True), whole)


def test_points_without_a_doubt_are_refused_as_by_the_definition() -> None:
    rows = incidents(incident((38.6, 33.5, 1.0)), incident((38.6, 33.5, 0.0), id="j"))
    with pytest.raises(InputError, match="needs its uncertainty"):
        contain(rows, zones("disc"))


def test_distance_alone_decides_only_where_nothing_is_left_of_the_doubt() -> None:
    # the bound that stands at FAR, against a law of the same error that is asked itself
    zone, turns = Disc(BASE.lon, BASE.lat, RADIUS), np.linspace(0.0, 300.0, 12)
    away = RADIUS + FAR * 1_000.0 * np.where(np.arange(12) % 2, 1.0001, -1.0001)
    lon, lat = destination(np.full(12, BASE.lon), np.full(12, BASE.lat), turns, away)
    p, gap, _ = points_inside(zone, lon, lat, np.full(12, 1_000.0), Rules.default())
    exact = [
        point(float(x), float(y), 1_000.0).p_in_disc(BASE.lon, BASE.lat, RADIUS) for x, y in zip(lon, lat, strict=True)
    ]
    assert (np.abs(gap) > FAR * 1_000.0).all()
    np.testing.assert_allclose(p, exact, rtol=0, atol=1e-12)


def test_what_is_close_to_a_bar_is_asked_again() -> None:
    rng = np.random.default_rng(2)
    zone = Disc(BASE.lon, BASE.lat, RADIUS)
    made = [point(BASE.lon, BASE.lat + (RADIUS + x) / 110_900.0, 1_000.0) for x in rng.normal(0, 1500, 400)]
    quick, rules = regions_inside(made, zone, Rules.default()), Rules.default()
    exact = np.array([one.p_in_disc(BASE.lon, BASE.lat, RADIUS) for one in made])
    assert np.abs(quick - exact).max() < 1e-5
    assert [rules.spatial(p, p) for p in quick] == [rules.spatial(p, p) for p in exact]


@pytest.mark.parametrize("zone", [Disc(BASE.lon, BASE.lat, RADIUS), Ring(BASE.lon, BASE.lat, 20_000.0, 40_000.0)])
def test_what_is_hardly_anything_is_said_as_alone(zone: Disc | Ring) -> None:
    # headings that lead away from the zone: nothing is left, or what rounding leaves of it
    rng, made = np.random.default_rng(6), []
    for turn in np.linspace(0.0, 355.0, 72).tolist():
        lon, lat = destination(BASE.lon, BASE.lat, turn, float(rng.uniform(30_000.0, 90_000.0)))
        made.append(Polar(float(lon), float(lat), TruncatedNormal(30_000.0, 3_000.0), Bearing(turn, 28.0, 5.0)))
    exact = [p_in(one, zone) for one in made]
    assert [say_p(p) for p in regions_inside(made, zone, Rules.default())] == [say_p(p) for p in exact]
