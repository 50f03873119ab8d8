"""The day of publication from a report's own text."""

from __future__ import annotations

import pytest

from geo.incidents.texts.published import find_published


@pytest.mark.parametrize(
    "text",
    [
        "date 2017-06-08 A jet shot down a drone.",
        "Drone downed\nPublished: 8 June 2017 10:14 GMT\n\nA jet shot down a drone.",
        "Drone downed\nThursday, June 8, 2017\nA jet shot down a drone.",
        "AMMAN, Jordan, June 8, 2017 (Wire) -- A jet shot down a drone.",
    ],
)
def test_a_stamp_a_line_or_a_dateline(text: str) -> None:
    assert find_published(text) == "2017-06-08"


@pytest.mark.parametrize(
    "text",
    [
        "A photograph made on 26 December 2011 of the building.",
        "Fighters gather near the city, June 7, 2017",
        "A jet shot down a drone on June 8, 2017.",
        "Published: 08/06/2017",
    ],
)
def test_captions_events_and_ambiguous_dates_are_not(text: str) -> None:
    assert find_published(text) == ""
