import math

import pytest

from geo.regions import Bearing, LogNormal, Mixture, Polar, Region, TruncatedNormal, UniformRing, disc, point
from geo.regions.radius import radius_holding, root

from .cases import BASE, CROSSING, REGIONS, towards


@pytest.mark.parametrize("guess", [1.0, 900.0, 1000.0, 1500.0, 2_000_000.0])
@pytest.mark.parametrize("span", [1.0, 300.0])
def test_the_zero_is_found_from_either_side(guess: float, span: float) -> None:
    found = root(lambda r: 1.0 - math.exp(-r / 1000.0) - 0.5, guess, span)
    assert 1.0 - math.exp(-found / 1000.0) == pytest.approx(0.5, abs=1e-4)


def test_a_jump_across_zero_is_found_too() -> None:
    assert root(lambda r: 0.4 if r > 1234.5 else -0.1, 700.0, 50.0) == pytest.approx(1234.5, rel=1e-6)


@pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS)
@pytest.mark.parametrize("level", [0.05, 0.5, 0.9, 0.99])
def test_the_radius_holds_its_level(region: Region, level: float) -> None:
    radius = radius_holding(region, level)
    assert region.p_in_disc(*region.estimate(), radius) == pytest.approx(level, abs=1.2e-4)


def test_a_radius_between_two_rival_points_is_found_across_the_gap() -> None:
    rivals = Mixture(((0.6, point(*BASE, 10.0)), (0.4, point(*CROSSING, 10.0))))
    assert radius_holding(rivals, 0.5) < 20.0
    assert radius_holding(rivals, 0.9) == pytest.approx(30_800.0, abs=100.0)


@pytest.mark.parametrize(
    "region",
    [
        Polar(*BASE, UniformRing(99_999.0, 100_001.0), Bearing(10.0, 0.5)),
        Polar(*BASE, LogNormal(10.0, 2.0), Bearing(10.0, 20.0, 3.0)),
        Polar(*BASE, TruncatedNormal(0.0, 5_000_000.0), Bearing(10.0, 90.0)),
        towards(0.0, 90.0, 5_000.0, 12.0),
        disc(*BASE, 0.5),
    ],
    ids=["far and thin", "wide", "continent", "pole", "tiny"],
)
def test_scales_from_metres_to_continents(region: Region) -> None:
    for level in (0.1, 0.5, 0.95):
        found = region.p_in_disc(*region.estimate(), radius_holding(region, level))
        assert found == pytest.approx(level, abs=1.2e-4)
