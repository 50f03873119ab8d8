import pytest

from geo.errors import CoordinateError, InputError
from geo.regions.region import check_disc, check_level


@pytest.mark.parametrize("level", [0.0, 1.0, 90.0, float("nan")])
def test_a_level_is_a_probability(level: float) -> None:
    with pytest.raises(InputError, match=r"0\.9 for 90%"):
        check_level(level)


def test_a_disc_needs_a_place_and_a_radius() -> None:
    check_disc(38.6, 33.5, 1.0)
    with pytest.raises(CoordinateError):
        check_disc(38.6, 133.5, 1.0)
    with pytest.raises(InputError, match="radius in metres"):
        check_disc(38.6, 33.5, 0.0)
