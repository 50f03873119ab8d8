"""Names with a compass word, and parts of places."""

from __future__ import annotations

import pytest

from geo.localities import read_locality


@pytest.mark.parametrize("name", ["New York", "New Zealand", "New Orleans", "New Mexico", "New Jersey", "New Delhi"])
@pytest.mark.parametrize("lead", ["", "in ", "near ", "10 miles south of "])
def test_new_is_no_part(lead, name):
    assert [clause.anchor for clause in read_locality(lead + name).clauses] == [name]


@pytest.mark.parametrize("name", ["South America", "North Dakota", "West Virginia", "East Timor", "Northern Ireland",
                                  "South Sudan", "South Korea", "Western Sahara", "Upper Egypt"])  # fmt: skip
def test_names_of_countries_and_divisions_stay_whole(name):
    assert [(c.form, c.anchor) for c in read_locality(name).clauses] == [("feature", name)]


def test_the_middle_east_is_no_place():
    assert read_locality("in the Middle East").unread


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("North Hollywood", "North Hollywood"),
        ("in North Hollywood", "North Hollywood"),
        ("north Hollywood", "Hollywood"),
        ("New York", "New York City"),
    ],
)
def test_a_whole_name_that_is_known_is_not_split(one, text, name):
    assert one(text).place.name == name


@pytest.mark.parametrize(
    ("text", "name", "detail"),
    [("southern Syria", "Syria", "south"), ("Southern Syria", "Syria", "south"), ("western Iraq", "Iraq", "west"),
     ("east Mosul", "Mosul", "east"), ("East Mosul", "Mosul", "east"), ("North Latakia", "Latakia", "north"),
     ("central Mosul", "Mosul", "central")],
)  # fmt: skip
def test_parts_remain_parts(one, text, name, detail):
    """A hamlet abroad called East Mosul does not stand against the city."""
    location = one(text)
    assert (location.place.name, location.clauses[0].form, location.clauses[0].detail) == (name, "part", detail)


def test_a_whole_name_before_its_division_is_the_place(one):
    location = one("South Bend, Texas")
    assert [(c.form, c.anchor) for c in location.clauses] == [("feature", "South Bend"), ("area", "Texas")]
    assert not location.place.is_area
