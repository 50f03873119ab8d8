"""The quadrature against closed forms, against many points on the ellipsoid, and against itself moved about."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geodesy import distance_m
from geo.regions import Bearing, LogNormal, Mixture, Polar, Rayleigh, TruncatedNormal, UniformDisc, UniformRing, disc
from geo.regions.probability import crossing
from geo.regions.radial import Radial

from .cases import BASE, POLAR, ZONE_M, around, moved, share_in_disc, towards

seeded = settings(derandomize=True, deadline=None, max_examples=60, database=None)

scales = st.floats(min_value=2.5, max_value=5.6).map(lambda e: 10.0**e)
laws = st.one_of(
    scales.map(UniformDisc),
    scales.map(Rayleigh),
    st.builds(lambda s, t: UniformRing(s * t, s), scales, st.floats(0.0, 0.99)),
    st.builds(lambda s, t: TruncatedNormal(s, s * t), scales, st.floats(0.02, 1.5)),
    st.builds(LogNormal, scales, st.floats(0.2, 1.1)),
)
bearings = st.one_of(
    st.just(Bearing.any()),
    st.builds(Bearing, st.floats(0, 360), st.floats(3, 90)),
    st.builds(Bearing, st.floats(0, 360), st.floats(0, 90), st.floats(1, 20)),
)
lons, lats = st.floats(-180, 180), st.floats(-90, 90)
ratios = st.floats(-0.8, 0.6).map(lambda e: 10.0**e)


@given(lons, lats, laws, bearings, st.floats(0, 360), ratios, ratios)
@seeded
def test_agrees_with_many_points_on_the_ellipsoid(
    lon: float, lat: float, law: Radial, bearing: Bearing, azimuth: float, apart: float, size: float
) -> None:
    region = Polar(lon, lat, law, bearing)
    scale = float(law.quantile(0.5))
    centre, radius = moved(lon, lat, azimuth, apart * scale), size * scale
    reference = share_in_disc(region.sample(1 << 15), *centre, radius)
    assert region.p_in_disc(*centre, radius) == pytest.approx(reference, abs=1.2e-3)  # what 2^15 even points can tell


@pytest.mark.parametrize(
    ("region", "azimuth", "apart", "radius"),
    [
        (towards(*BASE, 48_280.0, 315.0), 0.0, 0.0, ZONE_M),
        (towards(*BASE, 48_280.0, 315.0), 100.0, 30_800.0, ZONE_M),
        (around(*BASE, 38_624.0), 100.0, 30_800.0, ZONE_M),
        (Polar(179.99, -16.5, UniformRing(30_000.0, 50_000.0), Bearing(290.0, 22.5)), 280.0, 35_000.0, 12_000.0),
        (Polar(20.0, 89.9, LogNormal(40_000.0, 0.5), Bearing(180.0, 60.0, 3.0)), 10.0, 25_000.0, 40_000.0),
        (Polar(0.0, 0.0, UniformDisc(2_000_000.0), Bearing.any()), 60.0, 1_500_000.0, 1_800_000.0),
    ],
)
def test_within_a_ten_thousandth_of_a_million_points(
    region: Polar | Mixture, azimuth: float, apart: float, radius: float
) -> None:
    anchor = (region.lon, region.lat) if isinstance(region, Polar) else BASE
    centre = moved(*anchor, azimuth, apart)
    reference = np.mean([share_in_disc(region.sample(1 << 18, seed=seed), *centre, radius) for seed in range(4)])
    assert region.p_in_disc(*centre, radius) == pytest.approx(reference, abs=1e-4)


@given(lons, lats, laws, bearings, ratios)
@seeded
def test_around_the_anchor_it_is_the_law_of_distance(
    lon: float, lat: float, law: Radial, bearing: Bearing, size: float
) -> None:
    radius = size * float(law.quantile(0.5))
    region = Polar(lon, lat, law, bearing)
    assert region.p_in_disc(lon, lat, radius) == pytest.approx(float(law.cdf(radius)), abs=1e-12)
    beside = moved(lon, lat, 77.0, 0.01)  # a centimetre away the quadrature takes over
    shifted = 0.02 * (1 / radius + float(law.pdf(np.array([radius])).max()))
    assert region.p_in_disc(*beside, radius) == pytest.approx(float(law.cdf(radius)), abs=1e-4 + shifted)


@given(lons, lats, laws, bearings, st.floats(0, 360), ratios)
@seeded
def test_growing_the_radius_never_lowers_it(
    lon: float, lat: float, law: Radial, bearing: Bearing, azimuth: float, apart: float
) -> None:
    region = Polar(lon, lat, law, bearing)
    scale = float(law.quantile(0.5))
    centre = moved(lon, lat, azimuth, apart * scale)
    grown = [region.p_in_disc(*centre, radius) for radius in scale * np.geomspace(0.05, 6.0, 25)]
    assert min(np.diff(grown)) >= -1e-9
    assert 0.0 <= grown[0] <= grown[-1] <= 1.0


@given(laws, bearings, st.floats(0, 360), ratios, ratios, lons, st.sampled_from([-1.0, 1.0]))
@seeded
def test_turning_or_mirroring_the_globe_changes_nothing(
    law: Radial, bearing: Bearing, azimuth: float, apart: float, size: float, lon: float, side: float
) -> None:
    scale = float(law.quantile(0.5))
    here = Polar(10.0, 37.0, law, bearing).p_in_disc(*moved(10.0, 37.0, azimuth, apart * scale), size * scale)
    if side < 0:  # south of the equator azimuths mirror
        azimuth = 180.0 - azimuth
        bearing = (
            bearing
            if bearing.is_any
            else Bearing(180.0 - bearing.azimuth_deg, bearing.half_width_deg, bearing.blur_deg)
        )
    there = Polar(lon, side * 37.0, law, bearing)
    assert there.p_in_disc(*moved(lon, side * 37.0, azimuth, apart * scale), size * scale) == pytest.approx(
        here, abs=2e-5
    )


@pytest.mark.parametrize("lat", [-89.99, -60.0, 0.0, 45.0, 89.99, 90.0])
def test_near_places_moving_over_the_globe_changes_it_within_tolerance(lat: float) -> None:
    def p(lon: float, lat: float) -> float:
        region = Polar(lon, lat, UniformRing(8_000.0, 12_000.0), Bearing(40.0, 30.0, 4.0))
        return region.p_in_disc(*moved(lon, lat, 55.0, 9_000.0), 3_000.0)

    assert p(179.999, lat) == pytest.approx(p(38.0, 33.0), abs=1e-4)


def test_the_case_as_published() -> None:
    trucks = around(*BASE, 24 * 1609.344)
    assert trucks.p_in_disc(*BASE, ZONE_M) == pytest.approx(0.936, abs=5e-4)
    near = Polar(*BASE, LogNormal(25_000.0, 0.9), Bearing.any())
    assert near.p_in_disc(*BASE, ZONE_M) == pytest.approx(0.81, abs=5e-3)


def test_near_a_town_273_km_away_is_hardly_in_the_zone() -> None:
    law, earth = LogNormal(25_000.0, 0.9), 6_371_000.0
    far = Polar(*moved(*BASE, 10.0, 273_000.0), law, Bearing.any())
    # the law of cosines on a sphere, summed plainly
    r = np.linspace(273_000.0 - ZONE_M, 273_000.0 + ZONE_M, 200_001)
    away, reach = 273_000.0 / earth, ZONE_M / earth
    cosine = (np.cos(reach) - np.cos(away) * np.cos(r / earth)) / (np.sin(away) * np.sin(r / earth))
    plain = float(np.sum(law.pdf(r) * np.arccos(np.clip(cosine, -1, 1)) / np.pi) * (r[1] - r[0]))
    assert far.p_in_disc(*BASE, ZONE_M) == pytest.approx(plain, rel=0.01)
    assert plain < 5e-4


def test_the_other_centre_turns_a_sure_verdict_round() -> None:
    offset = towards(*BASE, 30 * 1609.344, 315.0)
    apart = moved(*BASE, 102.0, 50_000.0)
    assert offset.p_in_disc(*BASE, ZONE_M) > 0.8
    assert offset.p_in_disc(*apart, ZONE_M) < 0.2


@pytest.mark.parametrize("region", POLAR.values(), ids=POLAR)
def test_the_same_answer_every_time(region: Polar | Mixture) -> None:
    centre = moved(*region.estimate(), 20.0, 0.7 * region.radius_holding(0.5))
    radius = region.radius_holding(0.6)
    assert len({region.p_in_disc(*centre, radius) for _ in range(3)}) == 1


@pytest.mark.parametrize("radius", [19_000_000.0, 20_003_931.0])
def test_a_disc_of_almost_the_whole_earth(radius: float) -> None:
    region = disc(40.0, 30.0, 3_000_000.0)
    assert region.p_in_disc(-60.0, 10.0, radius) == pytest.approx(1.0, abs=1e-6)


@given(lons, lats, st.floats(0, 360), scales, ratios)
@seeded
def test_crossings_lie_on_the_rim(lon: float, lat: float, azimuth: float, radius: float, apart: float) -> None:
    from geo.geodesy import GEOD

    centre = moved(lon, lat, azimuth, apart * radius)
    towards_centre, _, away = GEOD.inv(lon, lat, *centre)
    low, high = abs(away - radius), away + radius
    r = low + (high - low) * np.linspace(0.02, 0.98, 25)
    left, right = crossing((lon, lat), r, (*centre, radius), towards_centre, away)
    for turn in (towards_centre - left, towards_centre + right):
        rim = np.array([moved(lon, lat, a, d) for a, d in zip(turn, r, strict=True)])
        assert np.allclose(distance_m(*centre, rim[:, 0], rim[:, 1]), radius, rtol=1e-5)


def test_on_a_small_disc_the_plane_s_lens_formula_holds() -> None:
    # two unit circles one unit apart share 2 acos(1/2) - sqrt(3)/2 of area
    shared = (2 * math.acos(0.5) - math.sqrt(3) / 2) / math.pi
    region = disc(*BASE, 500.0)
    assert region.p_in_disc(*moved(*BASE, 12.0, 500.0), 500.0) == pytest.approx(shared, abs=1e-5)


def test_left_and_right_are_not_exchanged() -> None:
    """Over thousands of kilometres the ellipsoid makes the two sides differ, by far more than the tolerance."""
    from geo.geodesy import GEOD

    centre, radius = (60.0, 50.0), 4_000_000.0
    towards_centre, _, away = GEOD.inv(0.0, 0.0, *centre)
    r = np.linspace(away - 0.9 * radius, away + 0.5 * radius, 7)
    left, right = crossing((0.0, 0.0), r, (*centre, radius), towards_centre, away)
    assert np.all(np.abs(left - right) > 1e-3)
    for turn in (towards_centre - left, towards_centre + right):
        rim = np.array([moved(0.0, 0.0, a, d) for a, d in zip(turn, r, strict=True)])
        assert np.allclose(distance_m(*centre, rim[:, 0], rim[:, 1]), radius, rtol=0.0, atol=5.0)
