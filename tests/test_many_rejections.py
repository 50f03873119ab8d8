"""What is set aside stays listed, without flooding a notebook or slowing the table."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator

import pandas as pd
import pytest

import geo
from geo.frames import Kept


class Heard(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler = Heard()
    logging.getLogger("geo").addHandler(handler)
    yield handler
    logging.getLogger("geo").removeHandler(handler)


def test_the_first_are_logged_and_all_are_listed(heard: Heard) -> None:
    frame = pd.DataFrame({"date": ["2017-06-08"] * 30, "lat": [95.0] * 30, "lon": [38.6] * 30})
    found = geo.read(frame)
    assert len(found.attrs["rejections"]) == 30
    assert len(heard.told) == 11
    assert heard.told[-1].startswith("... and 20 more")


def test_what_a_table_keeps_is_handed_on() -> None:
    kept = Kept([{"reason": "x"}])
    frame = pd.DataFrame({"a": [1, 2]})
    frame.attrs["rejections"] = kept
    assert frame.iloc[:1].attrs["rejections"] is kept
    assert copy.deepcopy(kept) is kept
    assert kept == [{"reason": "x"}]
