"""Tables to look at."""

from __future__ import annotations

import pandas as pd
import pytest

import geo
from geo.errors import TableError
from geo.frames import VERDICTS
from geo.pipeline import joined
from tests.safe_html import HOSTILE, safe


@pytest.fixture(scope="module")
def case():
    incidents, zones = geo.read("data/at-tanf"), geo.read_zones("data/at-tanf/zones.csv")
    return incidents, zones, geo.check(incidents, zones)


def test_verdicts(case):
    incidents, _, verdicts = case
    shown = geo.show(verdicts)
    words = safe(shown._repr_html_())
    assert shown.caption == "7 verdicts: 3 inside, 1 outside, 2 indeterminate, 1 not in force"
    assert all(reason in words for reason in verdicts["reason"])
    assert shown._repr_html_().count("<svg") == 7
    assert repr(shown).splitlines()[0] == shown.caption
    assert len(repr(shown).splitlines()) == 9
    assert incidents["title"].iloc[0] in safe(geo.show(joined(incidents, verdicts))._repr_html_())


def test_zones_and_incidents_and_locations(case):
    incidents, zones, _ = case
    words = safe(geo.show(zones)._repr_html_())
    assert "At Tanf de-confliction zone" in words
    assert "from 2016-03-03…2017-05-18" in words
    assert incidents["title"].iloc[0] in safe(geo.show(incidents)._repr_html_())
    both = geo.show(geo.locate(["near Raqqa", "Qwertyuiop"]))
    assert "Ar Raqqah (SY)" in safe(both._repr_html_())
    assert "not located" in repr(both)


def test_the_tables_stay_what_they_are(case):
    incidents, zones, verdicts = case
    assert type(incidents).__name__ == type(zones).__name__ == "GeoDataFrame"
    assert type(verdicts) is pd.DataFrame


@pytest.mark.parametrize("text", HOSTILE)
def test_cells_are_text(case, text):
    incidents, zones, verdicts = case
    for frame, names in (
        (incidents, ["id", "title", "place_text", "date_start"]), (zones, ["name", "kind", "centre", "hours"]),
        (verdicts, ["incident_id", "zone_id", "verdict", "reason"]),
    ):  # fmt: skip
        hostile = frame.copy()
        for name in names:
            hostile[name] = pd.Series([text] * len(frame), dtype="object")
        shown = geo.show(hostile)
        safe(shown._repr_html_())
        assert len(repr(shown).splitlines()) == len(frame) + 2
        assert "\x1b" not in repr(shown)


def test_absent_cells_empty_tables_and_long_ones(case):
    incidents, zones, verdicts = case
    for frame in (incidents, zones, verdicts):
        assert geo.show(frame[:0]).rows == ()
        safe(geo.show(frame[:0])._repr_html_())
    bare = incidents.drop(columns=["uncertainty_m", "place_name"]).assign(title=None)
    safe(geo.show(bare)._repr_html_())
    many = pd.concat([verdicts] * 40, ignore_index=True)
    assert len(geo.show(many).rows) == 100
    assert geo.show(many, most=3).caption.endswith("; the first 3 are shown")
    assert set(VERDICTS) >= set(verdicts["verdict"])


def test_another_table_is_refused():
    with pytest.raises(TableError, match="no INCIDENTS, ZONES or CONTAINMENT"):
        geo.show(pd.DataFrame({"a": [1]}))
