import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import InputError
from geo.frames import INCIDENTS, conform
from geo.geodesy import outline
from geo.maps import draw
from geo.maps.public import LEAST_M, coarse, published

TODAY = date(2017, 7, 1)
PRIVATE = "Jane Roe of 5 Mill Lane"


def rows(**columns):
    return conform(pd.DataFrame(columns), INCIDENTS)


def test_nothing_that_could_name_a_person_stays(samples):
    incidents, zones, verdicts = samples.hostile_tables([PRIVATE])
    for frame in (zones,):
        for name in ("name", "centre", "radius_text", "source", "valid_from_earliest", "alternatives"):
            frame[name] = ""
    frame = incidents.assign(place_name="al-Tanf", country="SY", kind="airstrike", claim_status="claimed_one_side")
    frame.attrs["reports"] = {PRIVATE: {"title": PRIVATE, "publisher": "A paper", "url": "https://example.org/a"}}
    zones, verdicts = zones.assign(id="z"), verdicts.assign(zone_id="z", temporal="in_force")
    written = json.dumps(draw(frame, zones, verdicts, public=True).document, ensure_ascii=False)
    assert "Jane" not in written
    assert "Mill" not in written
    assert "Airstrike, al-Tanf" in written
    assert "https://example.org/a" in written
    assert json.dumps(draw(frame, zones, verdicts).document, ensure_ascii=False).count("Jane") > 10


@pytest.mark.parametrize(
    ("radius_m", "least_m"), [(10.0, 0.95 * LEAST_M), (2_000.0, 0.95 * LEAST_M), (40_000.0, 39_000.0)]
)
def test_a_place_becomes_a_region_that_holds_it(radius_m, least_m):
    rng = np.random.default_rng(3)
    for lon, lat in zip(rng.uniform(-180, 180, 40), rng.uniform(-85, 85, 40), strict=True):
        region = coarse({"lon": lon, "lat": lat, "region_50": outline(lon, lat, radius_m, tolerance_m=5).wkt})
        turned = [shapely.Point(lon + turn, lat) for turn in (-360, 0, 360)]
        assert min(region.distance(point) for point in turned) < 1e-3
        area = region.area * np.cos(np.radians(region.centroid.y)) * 111_000.0**2
        assert np.sqrt(area / np.pi) > least_m


def test_the_mark_of_an_exact_position_is_not_the_position():
    frame = rows(id=["a"], lon=[38.61778], lat=[33.50583], uncertainty_m=[5.0])
    one = published(frame, None).incidents.iloc[0]
    assert (one["lon"], one["lat"]) == (38.6, 33.5)
    assert one["uncertainty_m"] >= LEAST_M
    assert "38.6177" not in json.dumps(draw(frame, public=True).document)


def test_an_embargo_leaves_out_the_young_and_the_undated_and_says_how_many():
    frame = rows(
        id=list("abcde"), lon=38.0, lat=33.0, uncertainty_m=9e3,
        date_start=["2017-05-01", "2017-06-01", "2017-06-02", "", "2017-05-20"],
        date_end=["2017-05-01", "2017-06-01", "2017-06-02", "", "2017-06-25"],
    )  # fmt: skip
    shown = published(frame, None, embargo_days=30, today=TODAY)
    assert shown.incidents["date_start"].tolist() == ["2017-05-01", "2017-06-01"]
    assert "3 of 5 are left out: undated, or younger than 30 days." in shown.notice
    assert len(published(frame, None, today=TODAY).incidents) == 5
    assert "left out: undated" not in published(frame, None, today=TODAY).notice


def test_verdicts_follow_their_incidents_and_lose_their_reasons(tables):
    incidents, _, verdicts = tables
    shown = published(incidents, verdicts, embargo_days=1, today=TODAY)
    assert set(shown.verdicts["incident_id"]) == set(shown.incidents["id"])
    assert len(shown.incidents) == len(incidents) - 1
    assert set(shown.verdicts["reason"]) <= {""}
    assert shown.verdicts["distance_m"].isna().all()
    document = draw(*tables, public=True).document
    assert document["notice"].startswith("Published version")
    assert len(document["incidents"]) == 6


def test_nothing_left_is_a_map_that_says_so(tables):
    document = draw(*tables, public=True, embargo_days=100_000).document
    assert document["finding"].startswith("This table holds no incidents")
    assert "6 of 6 are left out" in document["notice"]


def test_an_embargo_in_the_future_is_refused(tables):
    with pytest.raises(InputError, match="-1 days"):
        published(tables[0], None, embargo_days=-1)
    with pytest.raises(InputError, match="public=True"):
        draw(*tables, embargo_days=3)
