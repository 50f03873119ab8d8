"""Rows of words into shapes of every kind."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy import destination
from geo.shapes import Buffer, Clip, Minus, Outlined, Ring, SideOfLine
from geo.values import Candidate, Place, Resolution, Zone
from geo.zones import centres_of, one_zone, zone_frame

ISLAND = shapely.box(10.0, 50.0, 12.0, 51.0)
NEIGHBOUR = shapely.box(12.0, 50.0, 14.0, 51.0)
AREA = Place(id="country:XX", name="Island", lon=11.0, lat=50.5, kind="PCLI", country="XX", is_area=True)
PARALLEL = "LINESTRING (127 38, 128 38)"


def land(west: float, south: float, east: float, north: float) -> BaseGeometry:
    return shapely.union_all([ISLAND, NEIGHBOUR]).intersection(shapely.box(west, south, east, north))


def built(*rows: pd.DataFrame) -> tuple[list[Zone], list[str], pd.DataFrame]:
    """The zones, what was set aside, and the frame."""
    table = pd.concat(rows, ignore_index=True)
    known = {
        name: Resolution(name, Candidate(AREA, name, "exact", 1.0)) for name in centres_of(table) if name == "Island"
    }
    frame, rejections = zone_frame(table, centres=known, footprint=lambda _: ISLAND, land=land)
    return [Zone.of(row) for _, row in frame.iterrows()], [str(one) for one in rejections], frame


def one(*args: str, **kwargs: Any) -> Zone:
    zones, rejections, _ = built(one_zone(*args, **kwargs))
    assert not rejections, rejections
    return zones[0]


def test_every_kind_is_built_and_comes_back_from_its_row() -> None:
    assert isinstance(one("33.5, 38.6", "10-20 km").shape, Ring)
    assert isinstance(one(course="POLYGON ((0 0, 2 0, 2 2, 0 0))").shape, Outlined)
    assert isinstance(one("", "6 km", course=PARALLEL).shape, Buffer)
    assert isinstance(one(course=PARALLEL, side="north").shape, SideOfLine)
    moving = one("", "5 nmi", track="1982-05-02T19:00Z 55 S 61 W; 1982-05-02T20:00Z 55.1 S 61 W")
    assert (moving.kind, moving.shape, len(moving.track)) == ("moving", None, 2)
    unknown = one(name="the patrol area", kind="unknown")
    assert (unknown.kind, unknown.shape) == ("unknown", None)


def test_what_is_drawn_of_each() -> None:
    _, _, frame = built(
        one_zone("", "5 nmi", name="m", track="1982-05-02T19:00Z 55 S 61 W; 1982-05-02T20:00Z 55.1 S 61 W"),
        one_zone(name="u", kind="unknown"),
    )
    assert frame.geometry.iloc[0].area > 0
    assert frame.geometry.iloc[1].is_empty
    assert frame["shape"].tolist() == ["", ""]


def test_sides_in_words() -> None:
    for word, inside in (("north", 38.02), ("south", 37.98), ("left", 38.02), ("right", 37.98)):
        zone = one("", "6 km", course=PARALLEL, side=word)
        assert zone.shape is not None
        assert bool(zone.shape.contains(127.5, inside)), word
        assert not bool(zone.shape.contains(127.5, 76.0 - inside)), word


def test_landward_and_seaward_of_a_coast() -> None:
    coast = "LINESTRING (10 50.1, 10 50.9)"  # the island lies to its right
    assert one("", "20 km", course=coast, side="landward").shape.side == "right"  # type: ignore[union-attr]
    assert one("", "20 km", course=coast, side="seaward").shape.side == "left"  # type: ignore[union-attr]
    _, refused, _ = built(one_zone("", "20 km", course="LINESTRING (11 50.5, 11.1 50.5)", side="landward"))
    assert "not clear which side" in refused[0]


def test_the_waters_of_a_country_are_not_its_neighbours_land() -> None:
    zone = one("", "12 nmi", course="Island", side="seaward")
    assert zone.shape is not None
    west, _ = destination(10.0, 50.5, 270.0, 10_000.0)
    assert zone.shape.contains([float(west), 11.0, 12.1], 50.5).tolist() == [True, False, False]


def test_clip_and_minus_by_name_by_drawing_and_by_id() -> None:
    town = one_zone("50.5, 10.2", "3 km", name="town")
    whole = one_zone("50.5, 10", "40 km", name="whole", clip="Island", minus="town")
    zones, rejections, _ = built(whole, town)
    assert not rejections
    shape = zones[0].shape
    assert isinstance(shape, Minus)
    assert isinstance(shape.shape, Clip)
    assert shape.contains([10.1, 10.2, 9.9], 50.5).tolist() == [True, False, False]
    either = one("50.5, 12", "10 km", clip="Island; POLYGON ((12 50, 14 50, 14 51, 12 51, 12 50))")
    assert either.shape is not None
    assert either.shape.contains([11.95, 12.05], 50.5).all()
    drawn = one("50.5, 10", "40 km", clip="POLYGON ((9 50, 10 50, 10 51, 9 51, 9 50))")
    assert drawn.shape is not None
    assert drawn.shape.contains([10.1, 9.9], 50.5).tolist() == [False, True]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{"name": "a", "clip": "a"}], "cut by itself"),
        ([{"name": "a", "clip": "b"}, {"name": "b", "clip": "a"}], "cut by itself"),
        ([{"name": "a", "minus": "Atlantis"}], "no area with a known outline"),
        ([{"name": "a", "clip": "POLYGON ((60 0, 61 0, 61 1, 60 0))"}], "clipped"),
        ([{"name": "a", "minus": "POLYGON ((9 50, 11 50, 11 51, 9 51, 9 50))"}], "nothing is left"),
    ],
)
def test_cuts_that_cannot_be(rows: list[dict[str, str]], reason: str) -> None:
    _, rejections, _ = built(*(one_zone("50.5, 10", "10 km", **row) for row in rows))
    assert len(rejections) == len(rows)
    assert all(reason in one for one in rejections), rejections


def test_what_is_repaired_is_said() -> None:
    bow = one_zone(course="POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))", name="bow")
    _, rejections, frame = built(bow)
    assert not rejections
    assert "crosses itself" in frame.attrs["notices"][0]
    assert "'bow'" in frame.attrs["notices"][0]


def test_alternatives_of_every_kind_are_whole_shapes() -> None:
    ring = one_zone("33.5, 38.6", "10-20 km")
    ring["alternatives"] = json.dumps(
        [{"field": "radius", "value": "10-30 km"}, {"field": "centre", "value": "33.6, 38.6"}]
    )
    strip = one_zone("", "6 km", course=PARALLEL)
    strip["alternatives"] = json.dumps([{"field": "width", "value": "8 km"}])
    zones, rejections, _ = built(ring, strip)
    assert not rejections
    wide, moved = (zones[0].read_as(option).shape for option in zones[0].alternatives)
    assert wide == Ring(38.6, 33.5, 10_000.0, 30_000.0)
    assert moved == Ring(38.6, 33.6, 10_000.0, 20_000.0)
    other = zones[1].read_as(zones[1].alternatives[0]).shape
    assert isinstance(other, Buffer)
    assert other.width_m == 8_000.0


def test_a_strip_along_a_parallel_is_exact() -> None:
    zone = one("", "1 km", course="LINESTRING (0 60, 20 60)")
    bowed = one("", "1 km", course="LINESTRING (0 60, 20 60)", edges="geodesic")
    assert zone.shape is not None
    assert bowed.shape is not None
    lon = np.linspace(1, 19, 50)
    assert zone.shape.contains(lon, 60.008).all()
    assert not zone.shape.contains(lon, 60.01).any()
    assert not bowed.shape.contains(10.0, 60.0)  # the geodesic runs 42 km farther north there
