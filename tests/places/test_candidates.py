from __future__ import annotations

import pytest

from geo.places.candidates import Candidates


@pytest.mark.parametrize(
    ("text", "place_id", "read"),
    [
        ("Syria", "country:SY", 0),
        ("DRC", "country:CD", 0),
        ("W.Va.", "province:US.WV", 0),
        ("Kurdish", "region:kurdistan", 0),
        ("northern Iraq", "country:IQ", 1),
        ("Homs Governorate", "geonames:169577", 1),
        ("Loudon Co.", "district:US.47105", 0),
        ("UNITED STATES", "country:US", 0),
    ],
)
def test_a_name_finds_its_place(candidates: Candidates, text: str, place_id: str, read: int) -> None:
    rows, how = candidates.of(text)
    assert place_id in {row.id for row in rows}
    assert how == read


@pytest.mark.parametrize("text", ["Xyzzyville", "", "...", "the"])
def test_nothing_is_found_for_nothing(candidates: Candidates, text: str) -> None:
    assert candidates.of(text)[0] == ()


def test_a_town_of_the_post_office_list_gives_way_to_geonames(candidates: Candidates) -> None:
    rows, _ = candidates.of("Columbus")
    states = [(row.admin1, row.id[:4]) for row in rows if row.country == "US" and row.name == "Columbus"]
    assert len(states) == len({state for state, _ in states}) or all(kind != "post" for _, kind in states)
