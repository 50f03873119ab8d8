"""What all tests share: one place index, built once, outside the user's own cache."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
os.environ.setdefault("GEO_CACHE_DIR", str(CHECKOUT / "build" / "cache"))


@pytest.fixture(scope="session")
def case_folder() -> Path:
    """The case that the project ships."""
    return CHECKOUT / "data" / "at-tanf"
