"""Containment by columns decides what containment row by row decides."""

import json

import numpy as np
import pandas as pd
import pytest

import geo
from geo.frames import INCIDENTS, conform, records
from geo.values import Zone
from geo.zones import contain
from geo.zones.bulk import Bulk
from geo.zones.points import APPLIES, SPATIAL, TEMPORAL, VERDICT, Coded, Points

N = 200
CENTRE = "33.50583, 38.61778"


def incidents(seed, n=N, spread=0.9):
    """INCIDENTS that are points: dated and not, located and not, sharp and vague."""
    rng = np.random.default_rng(seed)
    lon, lat = 38.6 + rng.normal(0, spread, n), 33.5 + rng.normal(0, spread, n)
    gone = rng.random(n) < 0.03
    lon[gone] = lat[gone] = np.nan
    day = np.datetime64("2015-01-01") + rng.integers(0, 1200, n)
    start = np.where(rng.random(n) < 0.05, "", day.astype(str)).astype(object)
    end = np.where(rng.random(n) < 0.2, (day + rng.integers(0, 40, n)).astype(str), start).astype(object)
    end[start == ""] = ""
    times = np.array(["", "", "06:30 GMT", "about 21:00 local", "at night"], dtype=object)
    one_day = (start == end) & (start != "")
    frame = pd.DataFrame({
        "id": [f"i{k}" for k in range(n)], "lon": lon, "lat": lat, "date_start": start, "date_end": end,
        "uncertainty_m": np.where(gone, np.nan, rng.choice([1.0, 300.0, 4_000.0, 30_000.0], n)),
        "time_text": np.where(one_day, times[rng.integers(0, 5, n)], ""),
        "platform": rng.choice(["drone", "helicopter", "", "aircraft"], n), "actor": rng.choice(["Syria", ""], n),
        "unlocated_reason": np.where(gone, "no usable coordinates", ""),
    })  # fmt: skip
    return conform(frame, INCIDENTS)


def coded(column):
    codes, values = pd.factorize(column)
    return Coded(codes, list(values))


def points(frame):
    doubt = frame["uncertainty_m"].fillna(1.0).to_numpy()
    dates = [coded(frame[name]) for name in ("date_start", "date_end", "time_text")]
    about = {name: coded(frame[name]) for name in ("platform", "target", "title", "actor")}
    return Points(frame["lon"].to_numpy(), frame["lat"].to_numpy(), doubt, *dates, about)


def zones_of(*frames):
    table = pd.concat([pd.DataFrame(frame) for frame in frames], ignore_index=True)
    table["id"] = [f"z{k}" for k in range(len(table))]
    return table, [Zone.of(row) for row in records(table.drop(columns="geometry"))]


def disc(radius="34 mi", **words):
    return geo.zone(CENTRE, radius, **words)


ZONES = {
    "a disc": disc,
    "a small disc": lambda: disc("900 m"),
    "a disc over half the Earth": lambda: disc("12000 km"),
    "from a day on": lambda: disc(valid_from="2016-03-03"),
    "between bounds": lambda: disc(valid_from=("2016-03-03", "2017-05-18"), valid_to="2018-01-01"),
    "to the hour": lambda: disc(valid_from="2016-03-03T11:00Z", valid_to="2017-06-08T04:00Z"),
    "in hours": lambda: disc(hours="08:00-19:00 daily"),
    "whom it binds": lambda: disc(applies_to="platform: drone"),
    "a ring": lambda: disc("20-60 km", kind="ring"),
    "a polygon": lambda: geo.zone(course="POLYGON ((38 33, 39.4 33.2, 39 34.1, 38.1 34, 38 33))", name="P"),
    "a buffer": lambda: geo.zone(radius="20 km", course="LINESTRING (37.8 33, 39.5 34)", kind="buffer", name="B"),
    "clipped": lambda: disc(clip="Syria"),
    "less another": lambda: disc(minus="Iraq"),
    "unknown": lambda: geo.zone(kind="unknown", name="U", valid_from="2016-03-03"),
    "moving": lambda: geo.zone(radius="40 km", kind="moving", name="M",
                               track="2015-06-01T00:00Z 33 38; 2017-06-01T00:00Z 34 39.5"),
}  # fmt: skip


def assert_same(found, rows):
    """Verdicts of one zone against the rows of CONTAINMENT."""
    for name, words in (("verdict", VERDICT), ("spatial", SPATIAL), ("temporal", TEMPORAL), ("applies", APPLIES)):
        codes = getattr(found, name)
        assert [words[code] for code in codes] == rows[name].tolist(), name
    for name, values in (("p_inside", found.p), ("p_low", found.p_low), ("p_high", found.p_high)):
        assert values == pytest.approx(rows[name].to_numpy(), abs=2e-5, nan_ok=True), name
    assert found.distance_m == pytest.approx(rows["distance_m"].to_numpy(), abs=0.2, nan_ok=True)
    assert found.stable.tolist() == rows["stable"].tolist()
    flips = [[flip["verdict"] for flip in json.loads(found.flips.values[code])] for code in found.flips.codes]
    assert flips == [[flip["verdict"] for flip in json.loads(text)] for text in rows["flips"]]


@pytest.mark.parametrize("name", ZONES)
def test_by_columns_is_as_row_by_row(name):
    spread = 20.0 if "half the Earth" in name else 0.01 if "small" in name else 0.5
    frame = incidents(len(name), N if "disc" in name else 60, spread)
    table, zones = zones_of(ZONES[name]())
    (found,) = Bulk(zones).verdicts(points(frame))
    assert_same(found, contain(frame, table))


def test_stated_alternatives_widen_and_flip():
    table, zones = zones_of(geo.read_zones("data/at-tanf/zones.csv"))
    assert zones[0].alternatives
    frame = incidents(11, 120, 0.5)
    (found,) = Bulk(zones).verdicts(points(frame))
    rows = contain(frame, table)
    assert_same(found, rows)
    assert not found.stable.all()


def test_several_zones_come_in_their_order_and_a_second_batch_is_decided_alike():
    table, zones = zones_of(disc(), disc("20 km", valid_from="2016-03-03"))
    bulk = Bulk(zones)
    for seed in (1, 2):
        frame = incidents(seed)
        rows = contain(frame, table)
        for found in bulk.verdicts(points(frame)):
            assert_same(found, rows[rows["zone_id"] == found.zone.id])


@pytest.mark.parametrize("name", ZONES)
def test_counts_are_those_of_the_verdicts(name):
    frame = incidents(7, 60)
    _, zones = zones_of(ZONES[name]())
    located = frame[frame["lon"].notna()].reset_index(drop=True)
    for some in (frame, located):
        batch = points(some)
        batch = Points(*(getattr(batch, field) for field in batch.__slots__[:-1]), whole=some is located)
        bulk = Bulk(zones)
        ((_, counted),) = bulk.counts(batch)
        (found,) = bulk.verdicts(batch)
        assert counted.tolist() == np.bincount(found.verdict, minlength=len(VERDICT)).tolist()


def test_reasons_say_what_was_found_in_few_sentences():
    _, zones = zones_of(disc(valid_from="2016-03-03"))
    (found,) = Bulk(zones).verdicts(points(incidents(4, 2_000)))
    said = [found.reason.values[code] for code in found.reason.codes]
    assert len(found.reason.values) < 500
    for verdict, text in zip(found.verdict.tolist(), said, strict=True):
        words = {"inside": "is inside", "outside": "outside", "unlocated": "Not located", "indeterminate": "",
                 "not_in_force": "before the zone began"}[VERDICT[verdict]]  # fmt: skip
        assert words in text
        assert text.endswith(".")


def test_no_points_at_all():
    _, zones = zones_of(disc())
    (found,) = Bulk(zones).verdicts(points(incidents(1, 0)))
    assert found.verdict.size == 0
    ((_, counted),) = Bulk(zones).counts(points(incidents(1, 0)))
    assert counted.sum() == 0
