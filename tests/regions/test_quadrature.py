import numpy as np
import pytest

from geo.regions.quadrature import GAUSS_10, KRONROD_21, NODES_21, integral


@pytest.mark.parametrize("power", range(6))
def test_powers(power: int) -> None:
    assert integral(lambda r: r**power, np.array([0.0, 0.3, 2.0])) == pytest.approx(2.0 ** (power + 1) / (power + 1))


def test_square_root_bends_at_both_ends() -> None:
    half_circle = integral(lambda r: np.sqrt(np.maximum(1.0 - r * r, 0.0)), np.array([-1.0, 1.0]))
    assert half_circle == pytest.approx(np.pi / 2.0, abs=1e-9)


def test_a_jump_nobody_announced_is_found() -> None:
    assert integral(lambda r: (r > 0.6180339).astype(float), np.array([0.0, 1.0])) == pytest.approx(0.3819661, abs=2e-5)


def test_a_narrow_peak_is_resolved_once_a_break_stands_near_it() -> None:
    peak = integral(lambda r: np.exp(-0.5 * ((r - 0.31) / 0.004) ** 2), np.array([0.0, 0.3, 0.4, 1.0]))
    assert peak == pytest.approx(0.004 * np.sqrt(2.0 * np.pi), abs=2e-5)


@pytest.mark.parametrize("power", [0, 1, 7, 18, 31])
def test_kronrod_s_rule_is_exact_to_the_31st_power(power: int) -> None:
    assert float(NODES_21**power @ KRONROD_21) == pytest.approx(1.0 / (power + 1), abs=1e-15)


def test_gauss_s_nodes_are_among_kronrod_s() -> None:
    assert np.allclose(NODES_21[1::2], (np.polynomial.legendre.leggauss(10)[0] + 1.0) / 2.0, atol=1e-15)
    assert float(NODES_21[1::2] ** 19 @ GAUSS_10) == pytest.approx(1.0 / 20.0, abs=1e-15)
