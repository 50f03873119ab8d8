"""What the grammar reads out of localities as reporters and logs write them."""

from __future__ import annotations

import pytest

from geo.localities import parse, read_locality
from geo.localities.grammar import MAX_CHARS

NMI = 1852.0
MILE = 1609.344


def first(text):
    return read_locality(text).clauses[0]


@pytest.mark.parametrize(
    ("text", "distance_m", "azimuth", "anchor"),
    [
        ("around 6 miles north of Latakia", 6 * MILE, 0, "Latakia"),
        ("Approximately 8.5nm North-East of Bayji", 8.5 * NMI, 45, "Bayji"),
        ("15NM SE Mosul", 15 * NMI, 135, "Mosul"),
        ("10 nm south-east of the city of Al Fallujah", 10 * NMI, 135, "the city of Al Fallujah"),
        ("AROUND 140NM SOUTH OF LOME", 140 * NMI, 180, "LOME"),
        ("a mile and a half south of Kobani", 1.5 * MILE, 180, "Kobani"),
        ("5 km to the west of the village of Hamrin", 5000, 270, "the village of Hamrin"),
        ("53nm offshore SW of Bonny River", 53 * NMI, 225, "Bonny River"),
        ("300 NM South off Mogadishu", 300 * NMI, 180, "Mogadishu"),
        ("335degs, 3.2NM of North Breakwater", 3.2 * NMI, 335, "North Breakwater"),
        ("the convoy was stopped 12 km northwest of Azaz on Friday", 12_000, 315, "Azaz"),
    ],
)
def test_distance_and_heading(text, distance_m, azimuth, anchor):
    clause = first(text)
    assert (clause.form, clause.anchor) == ("offset", anchor)
    assert clause.distance_m == pytest.approx(distance_m)
    assert clause.azimuth_deg == azimuth


@pytest.mark.parametrize(
    ("text", "form", "anchor", "detail"),
    [
        ("about 24 miles from the At Tanf base", "distance_from", "the At Tanf base", ""),
        ("Two trucks were struck about 24 miles from the At Tanf base.", "distance_from", "the At Tanf base", ""),
        ("12 miles off Mogadishu", "distance_from", "Mogadishu", "off"),
        ("within 5 km of Palmyra", "within", "Palmyra", ""),
        ("IVO Bayji", "near", "Bayji", ""),
        ("in the vicinity of Al Qaim", "near", "Al Qaim", ""),
        ("close to Palmyra", "near", "Palmyra", ""),
        ("near the US-manned At-Tanf Garrison", "near", "the At-Tanf Garrison", ""),
        ("near the eastern city of Raqqa", "near", "the city of Raqqa", ""),
        ("on the outskirts of Idlib", "outskirts", "Idlib", ""),
        ("North of Kubaysah", "heading", "Kubaysah", "north"),
        ("moving towards the town of At Tanf", "towards", "the town of At Tanf", ""),
        ("Sinjar city", "feature", "Sinjar city", ""),
        ("In the town of Ramadi", "feature", "the town of Ramadi", ""),
        ("The city of Husaybah", "feature", "The city of Husaybah", ""),
        ("palmyra", "feature", "palmyra", ""),
        ("southern Syria", "part", "Syria", "south"),
        ("southeastern Syria", "part", "Syria", "southeast"),
        ("in the north of Syria", "part", "Syria", "north"),
        ("On the west side of Mosul city", "part", "Mosul city", "west"),
        ("the eastern edge of Deir ez-Zor", "part", "Deir ez-Zor", "east edge"),
        ("Downtown Qayarah", "part", "Qayarah", "central"),
        ("along the road between Sinjar and Mosul", "between", "Sinjar", "Mosul"),
        ("on the road from Palmyra to Homs", "between", "Palmyra", "Homs"),
        ("just inside the de-confliction zone", "zone_relation", "the de-confliction zone", "just inside"),
        ("just outside the 55-kilometer zone", "zone_relation", "the 55-kilometer zone", "just outside"),
        ("outside the 55 km zone", "zone_relation", "the 55 km zone", "outside"),
        ("well inside an established de-confliction zone", "zone_relation", "an established de-confliction zone",
         "well inside"),
        ("34.5, 40.9", "coordinates", "", "34.5, 40.9"),
        ("33.50583, 38.61778", "coordinates", "", "33.50583, 38.61778"),
        ("33°30'21\"N 38°37'04\"E", "coordinates", "", "33.505833, 38.617778"),
        ("12.5 S, 45.25 W", "coordinates", "", "-12.5, -45.25"),
    ],
)  # fmt: skip
def test_forms(text, form, anchor, detail):
    clause = first(text)
    assert (clause.form, clause.anchor, clause.detail) == (form, anchor, detail)


@pytest.mark.parametrize("name", ["South Sudan", "North Korea", "East Timor", "Northern Ireland", "West Bank"])
def test_names_that_begin_with_a_compass_word_are_no_parts(name):
    assert (first(name).form, first(name).anchor) == ("feature", name)


def test_a_trailing_region_is_the_larger_place():
    assert [(c.form, c.anchor) for c in read_locality("Brass, Nigeria").clauses] == [
        ("feature", "Brass"),
        ("area", "Nigeria"),
    ]
    clauses = read_locality("1,8NM South of Batu Pengerang, Johor, Malaysia").clauses
    assert [(c.form, c.anchor) for c in clauses] == [
        ("offset", "Batu Pengerang"),
        ("area", "Johor"),
        ("area", "Malaysia"),
    ]


def test_clauses_come_most_specific_first():
    forms = [c.form for c in read_locality("southeastern Syria, near the town of At Tanf").clauses]
    assert forms == ["near", "part"]


def test_the_same_place_in_two_clauses_is_one_target():
    assert len(parse("Ramadi, approximately 53nm west of Baghdad").targets) == 1
    assert len(parse("In Ad Dashishah village, 34 NM South East of Al Hasakah city").targets) == 1


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("Ramadi and 6 NM east of Fallujah", ["Ramadi", "Fallujah"]),
        ("Approximately 12nm northeast and 16nm northwest of Mosul", ["Mosul", "Mosul"]),
        ("12nm NW of Mosul, 25nm W Mosul, 47nm W Mosul", ["Mosul"] * 3),
        ("in Hit & Dulab", ["Hit", "Dulab"]),
        ("10NM west of Mosul, and near Qayyarah", ["Mosul", "Qayyarah"]),
    ],
)
def test_lists_name_several_targets(text, anchors):
    assert [target[0].anchor for target in parse(text).targets] == anchors


def test_names_that_hold_and_are_one_name():
    assert [t[0].anchor for t in parse("near Trinidad and Tobago").targets] == ["Trinidad and Tobago"]


def test_two_offsets_at_right_angles_are_one_place():
    (target,) = parse("2 mi E and 3 mi N of Bakersfield").targets
    assert target[0].form == "orthogonal"
    assert target[0].distance_m == pytest.approx((2**2 + 3**2) ** 0.5 * MILE)
    assert target[0].azimuth_deg == pytest.approx(33.69, abs=0.01)


def test_roles():
    clause = first("controlled from a location in Syria north of At Tanf")
    assert {c.role for c in read_locality("controlled from a location north of At Tanf").clauses} == {"control"}
    assert (clause.form, clause.role) == ("feature", "control")
    assert first("near At Tanf").role == "event"
    assert first("launched from Latakia").role == "launch"


@pytest.mark.parametrize(
    "text", ["91", "it was not possible to say where", "unknown", "N/A", "Approx 10 NW", "in the area"]
)
def test_what_cannot_be_read_says_so_with_the_text(text):
    locality = read_locality(text)
    assert [c.form for c in locality.clauses] == ["unread"]
    assert locality.unread == (text,)


def test_what_is_left_over_is_named():
    locality = read_locality(
        "around 6 miles north of the Latakia, a coastal city in eastern Syria far from IS positions"
    )
    assert [c.form for c in locality.clauses][:2] == ["offset", "part"]
    assert locality.unread == ("a coastal city", "far from IS positions")


def test_empty_text_has_one_unread_clause():
    for text in ("", "   ", ",;()"):
        assert [c.form for c in read_locality(text).clauses] == ["unread"]


def test_clause_texts_are_as_written():
    text = "Near\u00a0the Lake\u2019s town of Al\u2013Qaim, southern Iraq"
    assert all(clause.text.replace("\u00a0", " ") in text.translate({0xA0: " ", 0x2019: "'", 0x2013: "-"})
               for clause in read_locality(text).clauses)  # fmt: skip


@pytest.mark.parametrize(
    "seed",
    ["10 ", "of the ", "A-", "north ", "1,", "(", "near near ", "and 5 ", "in the ", "10 km north and ",
     "a few hundred ", "between ", "'s north ", "° ", "zone ", "the 55 km ", "Al ", "inside the "],
)  # fmt: skip
def test_hostile_text_is_read_to_the_limit_and_no_further(seed):
    text = seed * (20_000 // len(seed))
    reading = parse(text)
    assert sum(len(clause.text) for target in reading.targets for clause in target) <= 2 * MAX_CHARS
    assert len(reading.unread[-1]) == len(text) - MAX_CHARS
