import json

import numpy as np
import pytest
import shapely

from geo.maps.basemap import Box, basemap, encode

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def decode(text):
    """As the page's script does it."""
    out, value, shift = [], 0, 0
    for letter in text:
        digit = DIGITS.index(letter)
        value |= (digit & 31) << shift
        if digit & 32:
            shift += 5
            continue
        out.append(-(value + 1) // 2 if value & 1 else value // 2)
        value = shift = 0
    return out


def test_encoding_is_lossless():
    steps = np.random.default_rng(1).integers(-400_000, 400_000, 2_000)
    steps[:5] = [0, 1, -1, 31, -32]
    assert decode(encode(steps)) == steps.tolist()


def test_box_crosses_the_antimeridian_by_the_short_way():
    box = Box.around(np.array([178.0, -179.0, 177.0]), np.array([-10.0, -12.0, -11.0]))
    assert (box.west, box.east, box.south, box.north) == (177.0, 181.0, -12.0, -10.0)
    assert Box.around(np.array([np.nan]), np.array([1.0])) is None


def test_distance_is_counted_around_the_world():
    box = Box(177.0, -12.0, 181.0, -10.0)
    assert box.distance_deg(np.array([-179.0, -170.0, 178.0]), np.array([-11.0, -11.0, -14.0])).tolist() == [
        0.0,
        9.0,
        2.0,
    ]


def test_the_whole_world_is_there_and_finer_near_the_data():
    here, far = basemap(Box(36.0, 33.0, 40.0, 36.0)), basemap(Box(-72.0, -36.0, -68.0, -33.0))
    assert {one["name"] for one in here["countries"]} == {one["name"] for one in far["countries"]}
    size = {}
    for where, world in (("near", here), ("far", far)):
        lebanon = next(one for one in world["countries"] if one["name"] == "Lebanon")
        numbers = {n if n >= 0 else ~n for polygon in lebanon["polygons"] for ring in polygon for n in ring}
        size[where] = sum(len(world["lines"][n]) for n in numbers)
    assert size["near"] > 3 * size["far"]


def test_every_line_that_is_named_exists():
    world = basemap(Box(36.0, 33.0, 40.0, 36.0))
    used = {
        n if n >= 0 else ~n
        for one in world["countries"]
        for polygon in one["polygons"]
        for ring in polygon
        for n in ring
    }
    used |= {n if n >= 0 else ~n for polygon in world["lakes"] for ring in polygon for n in ring}
    used |= {n if n >= 0 else ~n for line in world["rivers"] for n in line}
    assert used
    assert all(world["lines"][number] for number in used)


def test_towns_near_the_data_come_first():
    near = basemap(Box(36.0, 33.0, 40.0, 36.0))["towns"]
    assert {"Damascus", "Homs", "Tadmur"} <= {town[0] for town in near[:120]}
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for _, lon, lat, _ in near)


def test_the_ground_leaves_room_in_the_budget():
    assert len(json.dumps(basemap(Box(35.7, 33.0, 39.3, 36.0)), ensure_ascii=False)) < 200_000


def rings_of(world, name):
    """Rings in degrees, their arcs joined and turned as the page's script does it."""
    country = next(one for one in world["countries"] if one["name"] == name)
    for polygon in country["polygons"]:
        ring = []
        for number in polygon[0]:
            steps = np.array(decode(world["lines"][number if number >= 0 else ~number])).reshape(-1, 2)
            points = np.cumsum(steps, axis=0) * world["grid_deg"]
            points = points if number >= 0 else points[::-1]
            if ring:
                points[:, 0] += 360 * np.round((ring[-1][0] - points[0][0]) / 360)
            ring += points.tolist()
        yield np.array(ring)


@pytest.mark.parametrize("name", ["Russia", "Ukraine", "Fiji", "Syria", "United States of America"])
def test_countries_are_whole_rings_also_across_the_antimeridian(name):
    rings = list(rings_of(basemap(Box(36.0, 33.0, 40.0, 36.0)), name))
    largest = max(rings, key=lambda ring: shapely.Polygon(ring).area)
    assert np.allclose(largest[0], largest[-1], atol=0.01)
    assert np.abs(np.diff(largest[:, 0])).max() < 60
    expected = {"Russia": 2800, "Ukraine": 70, "Fiji": 0.5, "Syria": 17, "United States of America": 790}[name]
    assert 0.7 * expected < shapely.Polygon(largest).area < 1.4 * expected
