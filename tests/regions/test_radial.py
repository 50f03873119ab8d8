"""Distances: the formulas against the definitions, and each law against itself."""

from statistics import NormalDist

import numpy as np
import pytest

from geo.errors import InputError
from geo.regions import LogNormal, Radial, Rayleigh, TruncatedNormal, UniformDisc, UniformRing
from geo.regions.radial import LIMIT_M, radial_from_dict

LAWS = [
    UniformDisc(3200.0),
    Rayleigh(47.0),
    UniformRing(37_819.0, 39_429.0),
    UniformRing(0.0, 800.0),
    TruncatedNormal(38_624.0, 3_212.0),
    TruncatedNormal(38_624.0, 54_000.0),
    TruncatedNormal(0.0, 10_000.0),
    LogNormal(25_000.0, 0.9),
    LogNormal(9_000_000.0, 1.5),
    Rayleigh(15_000_000.0),
]


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_density_is_the_slope_of_the_cdf_and_integrates_to_one(law: Radial) -> None:
    r = np.linspace(0.0, float(law.quantile(0.9999)) * 1.0001, 40_001)
    middle, step = (r[1:] + r[:-1]) / 2, np.diff(r)
    assert np.max(np.abs(np.diff(law.cdf(r)) - law.pdf(middle) * step)) < 2e-4
    assert float(np.sum(law.pdf(middle) * step)) == pytest.approx(float(law.cdf(r[-1])), abs=3e-4)


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_quantile_undoes_cdf(law: Radial) -> None:
    p = np.linspace(0.0005, 0.9995, 333)
    assert np.allclose(law.cdf(law.quantile(p)), p, atol=1e-9, rtol=0)


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_nothing_lies_behind_the_anchor_or_beyond_the_antipode(law: Radial) -> None:
    assert law.cdf([-1.0, 0.0, LIMIT_M, 1e9]).tolist() == [0.0, 0.0, 1.0, 1.0]
    assert law.pdf([-1.0, LIMIT_M + 1.0]).tolist() == [0.0, 0.0]
    assert law.quantile([0.0, 1.0]).max() <= LIMIT_M


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_dict_and_back(law: Radial) -> None:
    assert radial_from_dict(law.as_dict()) == law


@pytest.mark.parametrize("law", [law for law in LAWS if law.central], ids=repr)
def test_what_ranks_a_central_law_falls_from_the_anchor_outwards(law: Radial) -> None:
    ranks = law.order(law.quantile(np.linspace(0.01, 0.99, 99)))
    assert (np.diff(ranks) <= 0.0).all()


@pytest.mark.parametrize("law", [UniformRing(37_819.0, 39_429.0), TruncatedNormal(38_624.0, 3_212.0)], ids=repr)
def test_what_ranks_a_ring_is_highest_at_its_middle(law: Radial) -> None:
    r = law.quantile(np.linspace(0.01, 0.99, 99))
    assert int(np.argmax(law.order(r))) == 49


def test_truncated_normal_is_the_normal_given_that_it_is_positive() -> None:
    law, normal = TruncatedNormal(38_624.0, 54_000.0), NormalDist(38_624.0, 54_000.0)
    below = normal.cdf(0.0)
    for r in (1.0, 20_000.0, 54_717.7, 150_000.0):
        assert float(law.cdf(r)) == pytest.approx((normal.cdf(r) - below) / (1 - below), abs=1e-11)


def test_a_law_longer_than_the_earth_is_cut_and_renormalised() -> None:
    free, cut = NormalDist(), LogNormal(9_000_000.0, 1.5)
    whole = free.cdf(np.log(LIMIT_M / 9_000_000.0) / 1.5)
    assert float(cut.cdf(9_000_000.0)) == pytest.approx(0.5 / whole, abs=1e-9)


@pytest.mark.parametrize(
    "make",
    [
        lambda: UniformDisc(0.0),
        lambda: UniformDisc(float("nan")),
        lambda: UniformDisc(3e7),
        lambda: Rayleigh(-1.0),
        lambda: UniformRing(5.0, 5.0),
        lambda: UniformRing(-1.0, 5.0),
        lambda: TruncatedNormal(-5.0, 1.0),
        lambda: TruncatedNormal(5.0, 0.0),
        lambda: LogNormal(25_000.0, 0.0),
        lambda: LogNormal(float("inf"), 0.9),
        lambda: radial_from_dict({"law": "cauchy", "scale_m": 1.0}),
    ],
)
def test_what_is_no_law_is_refused(make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError):
        make()
