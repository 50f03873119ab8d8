"""Many regions at once give what each gives alone, and what the reference of the bench gives."""

import runpy
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CoordinateError, InputError
from geo.regions import (
    Bearing,
    LogNormal,
    Mixture,
    Polar,
    Rayleigh,
    Region,
    Stack,
    UniformRing,
    disc,
    p_in_disc_many,
    sector,
)
from geo.regions.stack import is_stackable, leaves

from .cases import BASE, CROSSING, OTHER, POLAR, REGIONS, ZONE_M, around, moved, towards

BENCH = runpy.run_path(str(Path(__file__).parents[1] / "bench" / "probability.py"))
seeded = settings(derandomize=True, deadline=None, max_examples=40, database=None)


def test_the_bench_s_random_regions_stay_within_the_promised_error() -> None:
    found = BENCH["errors"](120, seed=7)
    assert found["repeatable"]
    for family, row in found["families"].items():
        promised = 1e-3 if family.startswith("area") else 1e-4
        assert max(row["one"], row["many"]) <= promised, family
        assert row["shape"] <= 1e-3, family


def test_a_stack_answers_as_each_region_does() -> None:
    regions = list(REGIONS.values())
    for lon, lat, radius in ((*BASE, ZONE_M), (*CROSSING, 5_000.0), (179.9, -16.6, 60_000.0), (25.0, 89.5, 70_000.0)):
        alone = [region.p_in_disc(lon, lat, radius) for region in regions]
        assert np.allclose(p_in_disc_many(regions, lon, lat, radius), alone, atol=1e-5, rtol=0)


def test_near_and_at_the_rim_it_agrees_to_a_few_millionths() -> None:
    drawn = [case for case in BENCH["cases"](360, seed=3) if not case[0].startswith("area")]
    together = p_in_disc_many([made for _, made, _ in drawn], *np.array([where for _, _, where in drawn]).T)
    alone = np.array([made.p_in_disc(*where) for _, made, where in drawn])
    assert float(np.max(np.abs(together - alone))) < 1e-5
    assert np.mean((alone > 0.01) & (alone < 0.99)) > 0.3  # enough of them are neither in nor out


def test_each_region_may_have_its_own_disc() -> None:
    radii = np.array([1_000.0, 5_000.0, 20_000.0])
    found = Stack([disc(*BASE, 10_000.0)] * 3).p_in_disc(*BASE, radii)
    assert found == pytest.approx([0.01, 0.25, 1.0])


def test_repeated_objects_are_computed_once_and_given_back_in_place() -> None:
    one, two = around(*BASE, 38_624.0), towards(*BASE, 20_000.0, 45.0)
    found = p_in_disc_many([one, two, one, one, two], *CROSSING, 20_000.0)
    assert found[0] == found[2] == found[3]
    assert found[1] == found[4] == p_in_disc_many([two], *CROSSING, 20_000.0)[0]


def test_the_neighbours_of_a_region_do_not_change_its_answer() -> None:
    regions = list(POLAR.values())
    together = p_in_disc_many(regions, *CROSSING, 30_000.0)
    alone = [float(p_in_disc_many([region], *CROSSING, 30_000.0)[0]) for region in regions]
    assert np.allclose(together, alone, atol=1e-12, rtol=0)
    assert (together == p_in_disc_many(regions, *CROSSING, 30_000.0)).all()


def test_far_inside_and_far_outside_are_certain() -> None:
    regions: list[Region] = [
        disc(*BASE, 5_000.0),
        sector(*BASE, 8_000.0, 10_000.0, 10.0, 22.5),
        around(*BASE, 38_624.0),
    ]
    assert p_in_disc_many(regions, *BASE, 2_000_000.0) == pytest.approx([1.0, 1.0, 1.0], abs=1e-6)
    assert p_in_disc_many(regions, -120.0, -10.0, 50_000.0).tolist() == [0.0, 0.0, 0.0]


def test_a_disc_or_a_law_as_large_as_a_continent_is_computed_one_by_one() -> None:
    wide = Polar(*BASE, LogNormal(3_000_000.0, 1.2), Bearing(80.0, 20.0, 4.0))
    for ask in ((100.0, 20.0, 4_000_000.0), (-60.0, -10.0, 15_000_000.0)):
        assert float(p_in_disc_many([wide], *ask)[0]) == pytest.approx(wide.p_in_disc(*ask), abs=1e-6)


def test_a_law_cut_off_at_the_far_side_is_renormalised() -> None:
    wide = Polar(*BASE, LogNormal(9_000_000.0, 1.5), Bearing.any())
    assert float(p_in_disc_many([wide], *BASE, 9_000_000.0)[0]) == pytest.approx(wide.p_in_disc(*BASE, 9_000_000.0))


def test_several_sectors_of_one_law_are_kept_apart() -> None:
    law = UniformRing(20_000.0, 30_000.0)
    turns = (
        Bearing(0.0, 22.5),
        Bearing(90.0, 22.5, 5.0),
        Bearing.any(),
        Bearing(200.0, 10.0),
        Bearing(120.0, 10.0, 70.0),
    )
    region = Mixture(tuple((0.2, Polar(*BASE, law, turn)) for turn in turns))
    for azimuth in (0.0, 60.0, 90.0, 200.0, 300.0):
        ask = (*moved(*BASE, azimuth, 25_000.0), 9_000.0)
        assert float(p_in_disc_many([region], *ask)[0]) == pytest.approx(region.p_in_disc(*ask), abs=1e-5)


@given(
    st.sampled_from(sorted(POLAR)), st.floats(0, 360), st.floats(0.05, 3.0), st.floats(0.05, 2.0), st.floats(1.0, 1.5)
)
@seeded
def test_a_larger_disc_never_holds_less_and_none_more_than_all(
    name: str, azimuth: float, apart: float, size: float, growth: float
) -> None:
    region = POLAR[name]
    scale = region.radius_holding(0.5)
    centre = moved(*region.estimate(), azimuth, apart * scale)
    sizes = size * scale * np.array([1.0, growth])
    small, large = Stack([region, region]).p_in_disc(*centre, sizes)
    assert 0.0 <= small <= large + 5e-6
    assert large <= 1.0


@given(st.floats(-180, 180), st.floats(-89, 89), st.floats(0, 360), st.floats(0.1, 2.0))
@seeded
def test_moving_everything_over_the_globe_changes_it_within_tolerance(
    lon: float, lat: float, azimuth: float, apart: float
) -> None:
    def p(lon: float, lat: float) -> float:
        region = towards(lon, lat, 20_000.0, 315.0)
        return float(p_in_disc_many([region], *moved(lon, lat, azimuth, apart * 20_000.0), 12_000.0)[0])

    assert p(lon, lat) == pytest.approx(p(38.0, 33.0), abs=2e-4)  # the ellipsoid is not equally curved everywhere


def test_no_regions_are_no_probabilities_but_a_disc_is_still_checked() -> None:
    assert p_in_disc_many([], *BASE, 1_000.0).shape == (0,)
    with pytest.raises(InputError, match="radius"):
        p_in_disc_many([], *BASE, -1.0)


@pytest.mark.parametrize("radius", [0.0, -5.0, float("nan"), float("inf")])
def test_what_is_no_disc_is_refused(radius: float) -> None:
    regions = [disc(*BASE, 10.0), disc(*BASE, 20.0)]
    with pytest.raises(InputError):
        p_in_disc_many(regions, *BASE, radius)
    with pytest.raises(InputError):
        Stack(regions).p_in_disc(*BASE, [100.0, radius])
    with pytest.raises(CoordinateError):
        p_in_disc_many(regions, 33.5, 138.6, 100.0)


def test_a_stranger_is_refused() -> None:
    with pytest.raises((InputError, AttributeError)):
        p_in_disc_many(["a disc"], *BASE, 5.0)  # type: ignore[list-item]


def test_what_can_be_stacked() -> None:
    assert all(is_stackable(region) for region in POLAR.values())
    assert is_stackable(OTHER["two anchors"])
    assert not is_stackable(OTHER["area"])
    assert not is_stackable(OTHER["area with a background"])
    assert not is_stackable(Polar(*BASE, Rayleigh(500.0), Bearing(10.0, 5.0, 60.0)))


def test_leaves_open_mixtures_in_mixtures_and_keep_all_weight() -> None:
    inner = around(*BASE, 38_624.0)
    opened = list(leaves(Mixture(((0.75, inner), (0.25, disc(*BASE, 5_000.0))))))
    assert [type(leaf) for _, leaf in opened] == [Polar, Polar, Polar]
    assert sum(w for w, _ in opened) == pytest.approx(1.0)
