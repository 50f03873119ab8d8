"""Sample tables for the map's tests."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location(
    "map_samples", Path(__file__).resolve().parents[1] / "maps" / "samples.py"
)
_SAMPLES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SAMPLES)


@pytest.fixture(scope="session")
def samples():
    """The module tests/maps/samples.py."""
    return _SAMPLES


@pytest.fixture
def tables(samples):
    return samples.load_case()


@pytest.fixture(scope="session")
def hostile(samples):
    return samples.load_hostile()
