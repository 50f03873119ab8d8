"""One place index for all tests of this folder, in the checkout's build folder unless GEO_CACHE_DIR says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo.places.candidates import Candidates
from geo.places.gazetteer import Gazetteer
from geo.places.lookup import Names

os.environ.setdefault("GEO_CACHE_DIR", str(Path(__file__).parents[2] / "build" / "cache"))


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="module")
def candidates(gazetteer: Gazetteer) -> Candidates:
    assert gazetteer.place("country:SY")  # builds the index that the names are read from
    return Candidates(Names())
