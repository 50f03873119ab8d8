import numpy as np
import pytest

from geo.errors import InputError
from geo.regions import Bearing
from geo.regions.bearing import bearing_from_dict

BEARINGS = [
    Bearing(315.0, 28.0, 5.0),
    Bearing(5.0, 22.5),
    Bearing(180.0, 0.0, 12.0),
    Bearing(90.0, 170.0, 30.0),
    Bearing(-45.0, 60.0, 90.0),
    Bearing.any(),
]


@pytest.mark.parametrize("bearing", BEARINGS, ids=repr)
def test_density_integrates_to_one_and_to_what_lies_between(bearing: Bearing) -> None:
    a = (np.arange(36_000) + 0.5) / 100.0
    density = bearing.pdf(a)
    assert density.sum() / 100.0 == pytest.approx(1.0, abs=1e-3)
    for low, high in ((0.0, 90.0), (300.0, 420.0), (-200.0, -30.0), (170.0, 190.0)):
        held = density[np.mod(a - low, 360.0) < high - low].sum() / 100.0
        assert float(bearing.p_between(low, high)) == pytest.approx(held, abs=1e-3)


@pytest.mark.parametrize("bearing", BEARINGS, ids=repr)
def test_a_whole_turn_holds_everything_wherever_it_starts(bearing: Bearing) -> None:
    start = np.linspace(-720.0, 720.0, 97)
    assert np.allclose(bearing.p_between(start, start + 360.0), 1.0, atol=1e-9)
    assert np.allclose(bearing.p_between(start, start), 0.0)


@pytest.mark.parametrize("bearing", BEARINGS, ids=repr)
def test_quantiles_follow_the_density(bearing: Bearing) -> None:
    drawn = bearing.quantile((np.arange(20_000) + 0.5) / 20_000)
    for low in range(0, 360, 30):
        share = float(np.mean((drawn >= low) & (drawn < low + 30)))
        assert share == pytest.approx(float(bearing.p_between(low, low + 30.0)), abs=1e-3)


def test_blur_is_a_normal_error_added_to_the_sector() -> None:
    rng = np.random.default_rng(7)
    drawn = np.mod(315.0 + rng.uniform(-28, 28, 400_000) + rng.normal(0, 5, 400_000), 360.0)
    bearing = Bearing(315.0, 28.0, 5.0)
    for low, high in ((280.0, 290.0), (300.0, 330.0), (340.0, 355.0)):
        assert float(bearing.p_between(low, high)) == pytest.approx(np.mean((drawn >= low) & (drawn < high)), abs=3e-3)


def test_cdf_starts_opposite_the_sector() -> None:
    assert Bearing(0.0, 45.0).cdf([180.0, 315.0, 0.0, 45.0]).tolist() == [0.0, 0.0, 0.5, 1.0]


@pytest.mark.parametrize("bearing", BEARINGS, ids=repr)
def test_dict_and_back(bearing: Bearing) -> None:
    assert bearing_from_dict(bearing.as_dict()) == bearing


@pytest.mark.parametrize(
    "values", [(float("nan"), 10.0, 0.0), (0.0, 181.0, 0.0), (0.0, -1.0, 5.0), (0.0, 0.0, 0.0), (0.0, 10.0, 100.0)]
)
def test_what_is_no_sector_is_refused(values: tuple[float, float, float]) -> None:
    with pytest.raises(InputError):
        Bearing(*values)
