"""Zones that a text speaks of: centre, length as worded, quote."""

from __future__ import annotations

import pytest

from geo.zones.draft import ZoneDraft, draft_zones, merge_zones


def drafted(text: str, report: str = "r") -> list[ZoneDraft]:
    return draft_zones(report, text, [(0, len(text))])


@pytest.mark.parametrize(
    ("text", "name", "centre", "radius"),
    [
        ("They were inside a 34-mile de-confliction zone.", "de-confliction zone", "", "34 mi"),
        (
            'Trucks crossed into the "deconfliction zone", which extends in a 34 mile radius around at Tanf.',
            "deconfliction zone", "At Tanf", "34 mi",
        ),
        ("A 20-kilometre exclusion zone around Fukushima was ordered.", "exclusion zone", "Fukushima", "20 km"),
        (
            "They set up a 12-nautical-mile maritime exclusion zone around the wreck.",
            "maritime exclusion zone", "the wreck", "12 nmi",
        ),
        ("The security zone, whose radius around Oldport is 5 km, is closed.", "security zone", "Oldport", "5 km"),
        ("People within a 10 km radius of Oldport were told to leave.", "exclusion zone", "Oldport", "10 km"),
    ],
)  # fmt: skip
def test_wordings(text: str, name: str, centre: str, radius: str) -> None:
    (one,) = drafted(text)
    assert (one.name, one.centre, one.radius_text) == (name, centre, radius)
    assert text[one.start : one.end] == one.quote


def test_wide_is_a_diameter() -> None:
    (one,) = drafted("The 34-mile wide exclusion zone around Oldport is closed.")
    assert (one.radius_text, one.worded) == ("17 mi", "34-mile wide")
    assert one.remarks


def test_a_centre_that_is_no_name_stays_open() -> None:
    (one,) = drafted("Officials set up a 5 km exclusion area around the crater.")
    assert (one.centre, one.open) == ("the crater", ("centre",))


def test_the_same_zone_in_two_reports_is_one_draft() -> None:
    bare, full = drafted("A 34-mile security zone.", "a"), drafted("A 34-mile security zone around Oldport.", "b")
    (one,) = merge_zones([*bare, *full])
    assert (one.centre, one.report, [other["report"] for other in one.also]) == ("Oldport", "b", ["a"])


@pytest.mark.parametrize(
    "text", ["He ran 5 km around the park.", "The zone was agreed with Russia.", "It lies 34 miles from Oldport."]
)
def test_other_lengths_are_no_zones(text: str) -> None:
    assert drafted(text) == []
