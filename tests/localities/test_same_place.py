"""The same place in another unit, heading form or hedge: the same verdict, for any zone."""

from __future__ import annotations

import numpy as np
import pytest

from geo.localities import locate
from geo.units import METRES_PER

UNITS = {"miles": "mi", "mi": "mi", "km": "km", "kilometres": "km", "nautical miles": "nmi", "NM": "nmi"}
NAMES = {
    "north": ("north", "N", "due north", "northwards", "north"),
    "northwest": ("NW", "north-west", "north west", "northwestern", "N.W."),
    "southeast": ("SE", "south-east", "south east", "southeastern", "S-E"),
    "east-southeast": ("ESE", "east-southeast", "east south east", "E.S.E.", "East-South-East"),
}
BARS = ((0.95, 0.90), (0.05, 0.10))


def written(km: float, unit: str) -> str:
    """The length in a unit, to four digits, so that rounding changes nothing that matters."""
    return f"{km * 1000 / METRES_PER[UNITS[unit]]:.4g}"


def verdict(pair) -> str:
    literal, robust = pair
    if literal >= BARS[0][0] and robust >= BARS[0][1]:
        return "inside"
    return "outside" if literal <= BARS[1][0] and robust <= BARS[1][1] else "indeterminate"


@pytest.mark.parametrize("profile", ["press", "maritime"])
@pytest.mark.parametrize("heading", NAMES)
def test_no_form_of_words_changes_a_verdict(gazetteer, heading, profile):
    rng = np.random.default_rng(7)
    for km in (6.0, 97.0):
        texts = [f"{written(km, unit)} {unit} {form} of Raqqa" for unit in UNITS for form in NAMES[heading]]
        texts += [f"about {texts[0]}", f"some {texts[3]}", f"two trucks were hit {texts[7]}", texts[2].upper()]
        found = locate(texts, gazetteer=gazetteer, countries="SY", profile=profile)
        for _ in range(3):
            zone = (39.0079 + rng.uniform(-0.4, 0.4), 35.9528 + rng.uniform(-0.3, 0.3), rng.uniform(2e3, 1.2e5))
            pairs = [tuple(r.p_in_disc(*zone) for r in (one.literal, one.robust)) for one in found]
            assert np.ptp(np.array(pairs), axis=0).max() < 0.02
            margin = min(abs(p - bar) for pair in pairs for p, bar in zip(pair * 2, (*BARS[0], *BARS[1]), strict=True))
            if margin > 0.02:
                assert len({verdict(pair) for pair in pairs}) == 1


def test_24_miles_are_38_6_km(gazetteer):
    texts = ["about 24 miles from the At Tanf base", "about 38.6 km from the At-Tanf Garrison",
             "twenty-four miles away from the at tanf base"]  # fmt: skip
    for zone in ((38.61778, 33.50583, r) for r in (20e3, 36e3, 54_717.7, 90e3)):
        pairs = [
            (one.literal.p_in_disc(*zone), one.robust.p_in_disc(*zone))
            for one in locate(texts, gazetteer=gazetteer, countries="SY")
        ]
        assert len({verdict(pair) for pair in pairs}) == 1
