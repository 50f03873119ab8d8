"""Against the standard library: `math.erf` and `statistics.NormalDist` (Wichura's AS 241)."""

import math
from statistics import NormalDist

import numpy as np

from geo.regions.normal import erf, normal_cdf, normal_pdf, normal_quantile, normal_ramp


def test_erf_is_the_library_s_everywhere() -> None:
    x = np.concatenate([np.linspace(-8, 8, 4001), [0.0, -0.0, 1 / 128, 6.4999, 6.5, 40.0]])
    assert np.max(np.abs(erf(x) - [math.erf(v) for v in x])) < 1e-12


def test_cdf_and_pdf() -> None:
    x = np.linspace(-6, 6, 301)
    assert np.allclose(normal_cdf(x), [NormalDist().cdf(v) for v in x], atol=1e-12, rtol=0)
    assert np.allclose(normal_pdf(x), [NormalDist().pdf(v) for v in x], atol=1e-14, rtol=0)


def test_quantile_is_the_library_s_down_to_the_tails() -> None:
    p = np.concatenate([np.linspace(0.001, 0.999, 501), [1e-6, 1e-8, 1 - 1e-6]])
    assert np.allclose(normal_quantile(p), [NormalDist().inv_cdf(v) for v in p], atol=1e-6, rtol=0)


def test_quantile_of_certainty_is_finite() -> None:
    assert np.isfinite(normal_quantile([0.0, 1.0])).all()


def test_ramp_is_the_integral_of_the_cdf() -> None:
    normal, x = NormalDist(), np.concatenate([np.linspace(-9, 9, 4001), [-40.0, 40.0, 7.0, -7.0]])
    wanted = [v * normal.cdf(v) + normal.pdf(v) for v in x]
    assert np.max(np.abs(normal_ramp(x) - wanted)) < 1e-9
