"""From texts to locations, with a gazetteer by hand."""

from __future__ import annotations

import pytest
import shapely

from geo.errors import CoordinateError, InputError
from geo.geodesy import distance_m
from geo.localities import from_coordinates, locate
from geo.values import Location, Unlocated, Zone

ZONE = Zone(id="z", name="zone", lon=38.61778, lat=33.50583, radius_m=54_717.7)


@pytest.mark.parametrize(
    ("text", "literal", "robust"),
    [
        ("about 24 miles from the At Tanf base", 1.0, 0.936),
        ("near At Tanf", 0.808, 0.808),
        ("near the eastern city of Raqqa", 0.0003, 0.0003),
        ("around 6 miles north of Latakia", 0.0, 0.0),
        ("33.50583, 38.61778", 1.0, 1.0),
        ("30 miles NW of the At Tanf base", 1.0, 0.924),
    ],
)
def test_expected_probabilities_of_the_case(one, text, literal, robust):
    location = one(text)
    assert location.p_within(ZONE, literal=True) == pytest.approx(literal, abs=0.002)
    assert location.p_within(ZONE) == pytest.approx(robust, abs=0.002)


@pytest.mark.parametrize("family", [
    ["about 24 miles from the At Tanf base", "38.6 km from the At Tanf garrison", "24 mi from the At-Tanf Garrison",
     "some 24 miles away from the At Tanf base", "a strike hit two trucks about 24 miles from the At Tanf base"],
    ["30 miles NW of Raqqa", "48.3 km north-west of Raqqa", "30 miles north western of Raqqa",
     "30 mi to the northwest of Raqqa"],
])  # fmt: skip
def test_spelling_unit_and_heading_form_do_not_matter(one, family):
    zone = ZONE if "Tanf" in family[0] else Zone(id="r", name="r", lon=39.0079, lat=35.9528, radius_m=50_000)
    values = [one(text).p_within(zone) for text in family]
    assert max(values) - min(values) < 0.01


def test_the_estimate_is_the_literal_regions(one):
    location = one("10 km north of Mosul")
    assert (location.lon, location.lat) == location.literal.estimate()
    assert float(distance_m(43.1189, 36.335, location.lon, location.lat)) == pytest.approx(10_000, rel=1e-6)
    assert location.precision == 2


def test_uncertainty_holds_ninety_per_cent_around_the_estimate(one):
    for text in ("10 km north of Mosul", "Ramadi", "southern Syria", "near Mosul"):
        location = one(text)
        held = location.region.p_in_disc(location.lon, location.lat, location.uncertainty_m)
        assert held == pytest.approx(0.9, abs=0.02), text


def test_a_country_is_an_area_and_never_a_point(one):
    location = one("Syria")
    assert location.precision == 6
    assert location.literal.family == "area"
    assert location.uncertainty_m > 200_000
    assert one("southern Syria").precision == 5


def test_a_contradiction_is_reported_and_not_averaged(one):
    plain = one("around 6 miles north of Latakia")
    contradicted = one("around 6 miles north of Latakia, a coastal city in eastern Syria")
    assert (contradicted.lon, contradicted.lat) == (plain.lon, plain.lat)
    assert any("eastern Syria" in remark for remark in contradicted.remarks)
    agreeing = one("around 6 miles north of Latakia, in western Syria")
    assert not any("does not fit" in remark for remark in agreeing.remarks)


def test_a_trailing_country_says_which_namesake_is_meant(one):
    assert one("Brass, Nigeria").place.country == "NG"
    assert one("30 nm SW of Brass, Nigeria").place.country == "NG"
    assert one("30 nm SW of Brass", countries="NG").place.country == "NG"
    assert not one("30 nm SW of Brass, Nigeria").remarks


def test_a_place_outside_the_country_given_is_pointed_out(one):
    assert any("Latakia lies outside IQ" in remark for remark in one("near Latakia", countries="IQ").remarks)
    assert any("Latakia lies outside Iraq" in remark for remark in one("near Latakia", countries="Iraq").remarks)
    assert not one("near Latakia", countries="Syria").remarks


def test_several_targets_are_equally_likely_and_said_so(one):
    location = one("Ramadi and 6 NM east of Fallujah")
    ramadi = Zone(id="r", name="r", lon=43.2991, lat=33.4206, radius_m=20_000)
    assert location.p_within(ramadi, literal=True) == pytest.approx(0.5, abs=0.01)
    assert any("2 places" in remark for remark in location.remarks)


def test_a_control_point_is_named_as_such(one):
    location = one("controlled from a location in Syria north of At Tanf")
    assert {clause.role for clause in location.clauses} == {"control"}
    assert any("control" in remark for remark in location.remarks)
    assert 0.05 < location.p_within(ZONE) < 0.95


def test_a_zone_relation_alone_stays_words(one):
    answer = one("just inside the de-confliction zone")
    assert isinstance(answer, Unlocated)
    assert [(c.form, c.detail) for c in answer.clauses] == [("zone_relation", "just inside")]
    with_part = one("inside a restricted zone in southern Syria")
    assert isinstance(with_part, Location)
    assert [c.form for c in with_part.clauses] == ["part", "zone_relation"]


@pytest.mark.parametrize("text", ["Zzyzx", "12 km north of Zzyzx", "Zzyzx, Syria", "near Zzyzx", "near Zzyzx, Syria"])
def test_unknown_names_are_never_guessed(one, text):
    answer = one(text)
    assert isinstance(answer, Unlocated)
    assert "Zzyzx" in answer.reason
    assert answer.suggestions == ("Raqqa",)


def test_a_trailing_sea_or_coast_is_no_substitute(one):
    assert isinstance(one("12 nm S of Zzyzx, off Nigeria"), Unlocated)
    assert one("30 nm SW of Brass, off Nigeria", countries="NG").place.name == "Brass"
    assert one("off Nigeria").place.name == "Nigeria"


def test_an_unknown_name_leaves_what_else_was_said(one):
    location = one("near coalition forces in southern Syria")
    assert location.clauses[0].form == "part"
    assert any("coalition forces" in remark for remark in location.remarks)


@pytest.mark.parametrize("text", ["", "unknown", "it was not said"])
def test_unread_text_says_so(one, text):
    assert "could be read" in one(text).reason


def test_impossible_coordinates_are_refused_with_a_guess(one):
    answer = one("125.5, 12.25")
    assert isinstance(answer, Unlocated)
    assert "latitude 125.5" in answer.reason
    assert "swapped" in answer.reason


def test_rivals_and_trace(one):
    location = one("about 24 miles from At Tanf")
    assert [place.id for place in location.rivals] == ["hand:village", "hand:crossing"]
    rooms = [step.room for step in location.trace.steps]
    assert rooms == ["places", "localities"]
    assert "30.8 km away" in location.trace.steps[0].text
    assert "38.6 km away" in location.trace.steps[1].text
    assert location.trace.steps[1].data["profile"] == location.profile == "press"


def test_a_location_survives_json(one):
    for text in ("near At Tanf", "southern Syria", "Ramadi and 6 NM east of Fallujah", "34.5, 40.9"):
        location = one(text)
        again = Location.from_dict(location.as_dict())
        assert again.p_within(ZONE) == pytest.approx(location.p_within(ZONE), abs=1e-4)
        assert (again.lon, again.lat, again.clauses) == (location.lon, location.lat, location.clauses)


def test_many_texts_cost_few_calls(gazetteer):
    texts = ["near Mosul", "Ramadi", "Zzyzx", "southern Syria"] * 50
    answers = locate(texts, gazetteer=gazetteer, countries=["IQ"] * 200)
    assert len(answers) == 200
    assert answers[0] == answers[4]
    assert gazetteer.calls <= 4


def test_countries_and_profile_are_checked(gazetteer):
    with pytest.raises(InputError, match="2 texts, but 1 countries"):
        locate(["a", "b"], gazetteer=gazetteer, countries=["SY"])
    with pytest.raises(InputError, match="profile"):
        locate(["a"], gazetteer=gazetteer, profile="guess")


def test_coordinates_given_as_numbers():
    location = from_coordinates(38.61778, 33.50583, 250.0, place_text="the gate")
    assert (location.precision, location.uncertainty_m, location.text) == (1, 250.0, "the gate")
    assert location.region.p_in_disc(38.61778, 33.50583, 250.0) == pytest.approx(0.9, abs=1e-6)
    with pytest.raises(CoordinateError, match="swapped"):
        from_coordinates(12.0, 125.0, 100.0)


def test_one_text_without_a_shape_does_not_stop_the_others(gazetteer, monkeypatch):
    sound = gazetteer.footprint
    bow = shapely.Polygon([(35, 32), (42, 37), (42, 32), (35, 37)])

    def broken(place_id):
        if place_id == "hand:syria":
            raise shapely.errors.GEOSException("TopologyException: side location conflict")
        return bow if place_id == "hand:nigeria" else sound(place_id)

    monkeypatch.setattr(gazetteer, "footprint", broken)
    answers = locate(["southern Syria", "near Mosul", "southern Iraq"], gazetteer=gazetteer)
    assert isinstance(answers[0], Unlocated)
    assert "side location conflict" in answers[0].reason
    assert "southern Syria" in answers[0].reason
    assert all(isinstance(answer, Location) for answer in answers[1:])


@pytest.mark.parametrize("text", ["Homs/Hama", "Homs / Hama", "HOMS and HAMA"])
def test_a_stroke_names_two_places(one, text):
    location = one(text)
    for lon, lat in ((36.7137, 34.7268), (36.7578, 35.1318)):
        zone = Zone(id="z", name="z", lon=lon, lat=lat, radius_m=20_000)
        assert location.p_within(zone, literal=True) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("text", ["Ramadi/Iraq", "Ramadi/Iraq, near Fallujah"])
def test_a_country_after_a_stroke_is_no_second_place(one, text):
    location = one(text)
    assert location.place.name == "Ramadi"
    assert not any("2 places" in remark for remark in location.remarks)


def test_a_second_town_after_a_comma_is_never_lost_silently(one):
    location = one("Homs, Hama")
    assert location.place.name == "Homs"
    assert any("Hama" in remark and "45 km" in remark for remark in location.remarks)


@pytest.mark.parametrize(
    "text",
    ["at dawn", "at the hospital", "at home", "nowhere at all", "in the compound", "at night", "on the road",
     "the base", "near the base", "5 miles south of the base", "in the middle of the night",
     "in May 2015", "between dawn and dusk"],
)  # fmt: skip
def test_ordinary_words_are_no_places(one, text):
    answer = one(text)
    assert isinstance(answer, Unlocated)
    assert "could be read" in answer.reason


@pytest.mark.parametrize(
    "text", ["strike at dawn near Homs", "STRIKE AT DAWN NEAR HOMS", "a blast at fajar near Homs", "at night near homs",
             "in May 2015 near Homs", "at the base near Homs"],
)  # fmt: skip
def test_ordinary_words_do_not_hide_the_place(one, text):
    assert one(text).place.name == "Homs"


@pytest.mark.parametrize("text", ["near homs", "5 km north of homs", "5 NM North of homs", "near HOMS"])
def test_a_text_without_capitals_still_names_places(one, text):
    assert one(text).place.name == "Homs"
