import math

import pytest

from geo.errors import InputError
from geo.regions.radius import check_level, root


@pytest.mark.parametrize("guess", [1.0, 900.0, 1000.0, 1500.0, 2_000_000.0])
@pytest.mark.parametrize("span", [1.0, 300.0])
def test_the_zero_is_found_from_either_side(guess: float, span: float) -> None:
    found = root(lambda r: 1.0 - math.exp(-r / 1000.0) - 0.5, guess, span)
    assert 1.0 - math.exp(-found / 1000.0) == pytest.approx(0.5, abs=1e-4)


def test_a_jump_across_zero_is_found_too() -> None:
    assert root(lambda r: 0.4 if r > 1234.5 else -0.1, 700.0, 50.0) == pytest.approx(1234.5, rel=1e-6)


@pytest.mark.parametrize("level", [0.0, 1.0, 90.0, float("nan")])
def test_a_level_is_a_probability(level: float) -> None:
    with pytest.raises(InputError, match=r"0\.9 for 90%"):
        check_level(level)
