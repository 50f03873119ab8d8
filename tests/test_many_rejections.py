"""What is set aside stays listed, without flooding a notebook or slowing the table."""

from __future__ import annotations

import copy
import logging

import pandas as pd
import pytest

import geo
from geo.frames import Kept


def test_the_first_are_logged_and_all_are_listed(caplog: pytest.LogCaptureFixture) -> None:
    frame = pd.DataFrame({"date": ["2017-06-08"] * 30, "lat": [95.0] * 30, "lon": [38.6] * 30})
    logging.getLogger("geo").propagate = True
    with caplog.at_level(logging.WARNING, logger="geo"):
        found = geo.read(frame)
    assert len(found.attrs["rejections"]) == 30
    assert len(caplog.records) == 11
    assert caplog.records[-1].getMessage().startswith("... and 20 more")


def test_what_a_table_keeps_is_handed_on() -> None:
    kept = Kept([{"reason": "x"}])
    frame = pd.DataFrame({"a": [1, 2]})
    frame.attrs["rejections"] = kept
    assert frame.iloc[:1].attrs["rejections"] is kept
    assert copy.deepcopy(kept) is kept
    assert kept == [{"reason": "x"}]
