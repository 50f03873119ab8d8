from __future__ import annotations

import pytest

from geo.values import Alternative, Zone
from geo.zones.statements import relation_of, speaking_of

TANF = Zone(
    id="tanf",
    name="al-Tanf deconfliction zone",
    centre="al-Tanf garrison",
    lon=38.61778,
    lat=33.50583,
    radius_m=54717.696,
    alternatives=(Alternative("radius", "55 km", radius_m=55000.0),),
)
NORTH = Zone(id="north", name="Manbij line", centre="Manbij", lon=37.95, lat=36.53, radius_m=10000.0)


def said(text: str, relation: str = "inside") -> dict[str, str]:
    return {"relation": relation, "zone_text": text, "report": "r", "quote": "", "said_by": ""}


@pytest.mark.parametrize(
    ("text", "zones", "speaks"),
    [
        ("the de-confliction zone", [TANF], True),
        ("the de-confliction zone", [TANF, NORTH], False),  # which one?
        ("a 34-mile zone", [TANF, NORTH], True),
        ("the 55 km zone", [TANF, NORTH], True),
        ("the 30 nautical mile zone", [TANF], True),
        ("the 10 km zone", [TANF], False),
        ("the zone around At Tanf", [TANF, NORTH], True),
        ("the Manbij zone", [TANF], False),
        ("", [TANF], True),
    ],
)
def test_which_zone_a_text_speaks_of(text: str, zones: list[Zone], speaks: bool) -> None:
    assert bool(speaking_of(TANF, [said(text)], zones)) is speaks


@pytest.mark.parametrize(
    ("relation", "side"),
    [
        ("inside", True),
        ("just inside", True),
        ("within", True),
        ("outside", False),
        ("just outside", False),
        ("near the edge of", None),
        ("", None),
    ],
)
def test_which_side_a_relation_names(relation: str, side: bool | None) -> None:
    assert relation_of({"relation": relation}) is side


RING = Zone(id="ring", name="Wau ring", centre="Wau", lon=28.0, lat=7.7, radius_m=10_000.0, width_m=2_000.0)


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("the 10 km zone", True),  # its own radius, which no alternative repeats
        ("the 2 km strip", True),
        ("the 6 km zone", False),
        ("the Wau zone", True),  # three letters are a name
        ("the Bor zone", False),
        ("the UN zone", True),  # two are none, so that it may be any zone, and there is only one
    ],
)
def test_own_lengths_and_short_names(text: str, speaks: bool) -> None:
    assert bool(speaking_of(RING, [said(text)], [RING])) is speaks
