"""Sample tables for the map's tests."""

import pytest

from tests.maps import samples as sample_tables


@pytest.fixture(scope="session")
def samples():
    """The module tests/maps/samples.py."""
    return sample_tables


@pytest.fixture
def tables(samples):
    return samples.load_case()


@pytest.fixture(scope="session")
def hostile(samples):
    return samples.load_hostile()
