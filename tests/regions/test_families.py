import numpy as np
import pytest

from geo.regions import LogNormal, Radial, Rayleigh, TruncatedNormal, UniformDisc, UniformRing, radial
from geo.regions.families import FAMILIES

LAWS = [
    UniformDisc(3_200.0),
    Rayleigh(47.0),
    UniformRing(37_819.0, 39_429.0),
    TruncatedNormal(38_624.0, 3_212.0),
    TruncatedNormal(20_000.0, 54_000.0),
    LogNormal(25_000.0, 0.9),
]


def parameters(law: Radial) -> tuple[np.ndarray, np.ndarray]:
    values = [getattr(law, field) for field in FAMILIES[type(law)].fields]
    return np.array([values[0]]), np.array([values[-1]])


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_on_arrays_a_law_is_what_it_is_alone(law: Radial) -> None:
    family, (a, b) = FAMILIES[type(law)], parameters(law)
    r = law.quantile(np.linspace(0.001, 0.999, 101))
    assert np.allclose(family.cdf(r, a, b), law.cdf(r), atol=1e-11, rtol=0)
    if isinstance(law, LogNormal):
        assert np.allclose(family.density(np.log(r), a, b), law.pdf(r) * r, rtol=1e-9)
    else:
        assert np.allclose(family.density(r, a, b), law.pdf(r), rtol=1e-9)


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_the_span_leaves_less_than_a_millionth_out(law: Radial) -> None:
    low, high = FAMILIES[type(law)].span(*parameters(law))
    assert float(law.cdf(high[0])) - float(law.cdf(low[0])) > 1.0 - 1e-6


def test_every_law_is_there() -> None:
    assert set(FAMILIES) == {type(law) for law in LAWS} == set(radial._LAWS.values())
