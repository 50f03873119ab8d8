import numpy as np
import pytest
import shapely

from geo.errors import InputError
from geo.regions import Area, Bearing, LogNormal, Mixture, Polar, disc, point, ring

from .cases import BASE, CROSSING, OTHER, REGIONS, ZONE_M, around, share_in_disc, towards


def test_probability_is_the_weighted_sum_of_the_parts() -> None:
    parts = ((0.5, disc(*BASE, 9_000.0)), (0.3, ring(*CROSSING, 2_000.0, 4_000.0)), (0.2, around(*BASE, 38_624.0)))
    centre = (38.7, 33.45, 12_000.0)
    plain = sum(w * region.p_in_disc(*centre) for w, region in parts)
    assert Mixture(parts).p_in_disc(*centre) == pytest.approx(plain, abs=2e-5)


def test_a_mixture_of_mixtures_is_the_mixture_of_their_parts() -> None:
    inner, extra = around(*BASE, 38_624.0), disc(*BASE, 5_000.0)
    nested = Mixture(((0.75, inner), (0.25, extra)))
    flat = Mixture((*((0.75 * w, region) for w, region in inner.parts), (0.25, extra)))
    for ask in ((38.9, 33.4, 20_000.0), (*BASE, ZONE_M)):
        assert nested.p_in_disc(*ask) == pytest.approx(flat.p_in_disc(*ask), abs=1e-9)
    assert nested.footprint(0.8).equals(flat.footprint(0.8))


def test_a_mixture_of_one_part_is_that_part() -> None:
    region = ring(*BASE, 8_000.0, 12_000.0)
    alone = Mixture(((1.0, region),))
    assert alone.footprint(0.9).equals(region.footprint(0.9))
    assert alone.p_in_disc(38.7, 33.5, 7_000.0) == region.p_in_disc(38.7, 33.5, 7_000.0)
    assert alone.radius_holding(0.9) == pytest.approx(region.radius_holding(0.9), rel=1e-3)


def test_estimate_is_that_of_the_heaviest_part() -> None:
    light, heavy = disc(*BASE, 10.0), disc(*CROSSING, 10.0)
    assert Mixture(((0.4, light), (0.6, heavy))).estimate() == CROSSING
    assert Mixture(((0.5, light), (0.5, heavy))).estimate() == BASE


def test_sample_gives_each_part_its_share() -> None:
    region = Mixture(((0.8, disc(*BASE, 100.0)), (0.2, disc(*CROSSING, 100.0))))
    points = region.sample(1000)
    assert share_in_disc(points, *BASE, 150.0) == pytest.approx(0.8, abs=0.001)
    assert share_in_disc(points, *CROSSING, 150.0) == pytest.approx(0.2, abs=0.001)


def test_a_heavy_small_part_fills_the_footprint_before_a_light_wide_one() -> None:
    region = OTHER["small in large"]
    half = region.footprint(0.5)
    assert half.bounds[2] - half.bounds[0] < 0.05  # degrees: the disc of 2 km alone
    assert region.footprint(0.9).bounds[2] - region.footprint(0.9).bounds[0] > 1.0


def test_rival_places_get_a_footprint_each() -> None:
    region = Mixture(((0.5, point(*BASE, 500.0)), (0.5, point(*CROSSING, 500.0))))
    shape = region.footprint(0.9)
    assert isinstance(shape, shapely.MultiPolygon)
    assert len(shape.geoms) == 2
    assert all(shape.contains(shapely.Point(place)) for place in (BASE, CROSSING))


def test_radius_of_an_undirected_mixture_is_solved_from_the_laws() -> None:
    region = around(*BASE, 38_624.0)
    radius = region.radius_holding(0.9)
    laws = [(w, part.radial) for w, part in region.parts if isinstance(part, Polar)]
    assert sum(w * float(law.cdf(radius)) for w, law in laws) == pytest.approx(0.9, abs=1e-4)


def test_gross_errors_widen_a_directed_reading() -> None:
    main = Polar(*BASE, LogNormal(30_000.0, 0.2), Bearing(315.0, 28.0, 5.0))
    mixed = towards(*BASE, 30_000.0, 315.0)
    assert mixed.radius_holding(0.9) > main.radius_holding(0.9)


@pytest.mark.parametrize("weights", [(), (0.5, 0.4), (1.2, -0.2), (1.0, 0.0), (float("nan"), 0.5)])
def test_weights_that_are_no_probabilities_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="sum to 1"):
        Mixture(tuple((w, disc(*BASE, 10.0)) for w in weights))


def test_a_stranger_among_the_parts_is_refused() -> None:
    with pytest.raises(InputError, match="str"):
        Mixture(((1.0, "a disc"),)).p_in_disc(*BASE, 5.0)  # type: ignore[arg-type]


def test_two_areas_share_by_weight_not_by_size() -> None:
    west, east = Area(shapely.box(36.0, 33.0, 37.0, 34.0)), Area(shapely.box(38.0, 33.0, 42.0, 34.0))
    region = Mixture(((0.7, west), (0.3, east)))
    lon = region.sample(1000)[:, 0]
    assert np.mean(lon < 37.5) == pytest.approx(0.7, abs=0.001)
    assert float(region.density(36.5, 33.5)) > 5 * float(region.density(40.0, 33.5))


def test_equal_regions_are_equal_and_can_be_keys() -> None:
    again = dict(REGIONS)
    assert {region: name for name, region in again.items()}[around(*BASE, 38_624.0)] == "around"
