"""What else the words may mean, and how small a zone they can reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.localities import locate
from geo.localities.anchors import Job
from geo.localities.choices import Choice
from geo.localities.doubt import doubt_of
from geo.localities.grammar import parse
from geo.localities.profiles import read_profile
from geo.localities.readings import live_rivals, reach_m
from geo.localities.stories import Anchor
from geo.values import Candidate, Clause, Location, Place, Resolution, Zone

ZONE = Zone(id="z", name="zone", lon=38.61778, lat=33.50583, radius_m=54_717.7)
PRESS = read_profile("press")


def readings(location, field):
    return [reading.value for reading in location.readings if reading.field == field]


def test_each_live_rival_is_a_reading_with_its_own_regions(one):
    location = one("about 24 miles from At Tanf", countries="SY")
    assert readings(location, "anchor") == ["At Tanf", "At Tanf crossing"]
    crossing = next(r for r in location.readings if r.value == "At Tanf crossing")
    assert crossing.counts
    assert crossing.robust.p_in_disc(38.9374, 33.4332, 54_717.7) == pytest.approx(0.936, abs=0.002)
    assert crossing.robust.p_in_disc(ZONE.lon, ZONE.lat, ZONE.radius_m) < 0.9


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("near At Tanf", ["At Tanf", "At Tanf crossing"]),
        ("near the At Tanf base", []),
        ("near the town of At Tanf", []),
        ("near the At Tanf border crossing", []),
    ],
)
def test_a_kind_word_excludes_rivals_of_another_kind(one, text, left):
    assert readings(one(text), "anchor") == left


def test_a_country_excludes_rivals_elsewhere(one):
    assert readings(one("near Brass"), "anchor") == ["Brass (NG)"]
    assert readings(one("near Brass", countries="NG"), "anchor") == []
    assert readings(one("near Brass, Nigeria"), "anchor") == []


def test_a_kind_word_that_the_best_place_does_not_have_excludes_nothing():
    base = Candidate(Place("a", "Camp Hill", 1.0, 1.0, "PPL"), "Camp Hill", "exact", 2.0)
    other = Candidate(Place("b", "Camp Hill", 2.0, 2.0, "INSM"), "Camp Hill", "exact", 1.0)
    assert live_rivals(Resolution("Camp Hill", base, (other,))) == [other]


def test_at_most_five_rivals_become_readings(gazetteer):
    rivals = tuple(Candidate(Place(str(i), f"P{i}", i, i), "P", "exact", 1.0) for i in range(2, 20))
    name = Resolution("P", Candidate(Place("1", "P", 1, 1), "P", "exact", 2.0), rivals)
    gazetteer.resolve = lambda names, **_: [name for _ in names]
    assert len(locate(["near P"], gazetteer=gazetteer)[0].readings) == 5


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("24 miles from Raqqa", ["nautical miles"]),
        ("24 mi north of Raqqa", ["nautical miles"]),
        ("24 nautical miles from Raqqa", []),
        ("24 statute miles from Raqqa", []),
        ("24 nm north of Raqqa", []),
        ("24 km from Raqqa", []),
        ("near Raqqa", []),
    ],
)
def test_bare_miles_may_be_nautical_which_nobody_states(one, text, units):
    location = one(text)
    assert readings(location, "unit") == units
    assert not any(reading.counts for reading in location.readings if reading.field == "unit")


def test_nautical_miles_are_fifteen_per_cent_further(one):
    location = one("20 miles north of Raqqa")
    (unit,) = location.readings
    (lon, lat), (_, far) = location.literal.estimate(), unit.literal.estimate()
    assert lon == pytest.approx(39.0079, abs=1e-6)
    assert (far - 35.9528) / (lat - 35.9528) == pytest.approx(1852 / 1609.344, rel=1e-3)


def test_other_targets_stay_as_they_are(one):
    location = one("24 miles from Raqqa and 10 km north of Mosul")
    (unit,) = location.readings
    near_mosul = unit.literal.p_in_disc(43.1189, 36.335, 30_000)
    assert near_mosul == pytest.approx(0.5, abs=0.01)


def test_readings_survive_json(one):
    location = one("about 24 miles from At Tanf")
    again = Location.from_dict(location.as_dict())
    assert again.readings == location.readings
    assert Location.from_dict({**location.as_dict(), "readings": []}).readings == ()


# ------------------------------------------------------------------------------------------ reach

AT = Clause("feature", "")
SOUTH = Clause("offset", "", distance_m=2000.0, half_interval_m=500.0, azimuth_deg=180.0, half_width_deg=45.0)
WITHIN = Clause("within", "", distance_m=1000.0, half_interval_m=50.0)


def choice(clause, extent_m, kind="INSM"):
    anchor = Anchor(Place("s", "site", 38.6, 33.5, kind, "SY", extent_m=extent_m))
    return Choice(clause, doubt_of(clause, [anchor], PRESS), (), (anchor,))


@pytest.mark.parametrize("clause", [AT, SOUTH, WITHIN], ids=["at X", "2 km south of X", "within 1 km of X"])
@pytest.mark.parametrize("extent_m", [100.0, 500.0, 1500.0, 3400.0])
@pytest.mark.parametrize("radius_km", [1, 2, 5, 10, 20])
def test_words_reach_into_a_zone_around_the_place_exactly_from_their_reach_on(clause, extent_m, radius_km):
    made = choice(clause, extent_m)
    literal, robust = (
        getattr(made.doubt, story).p_in_disc(38.6, 33.5, radius_km * 1000.0) for story in ("literal", "robust")
    )
    lon, lat = made.doubt.literal.estimate()
    there = [getattr(made.doubt, s).p_in_disc(lon, lat, radius_km * 1000.0) for s in ("literal", "robust")]
    inside = (literal >= 0.95 and robust >= 0.90) or (there[0] >= 0.95 and there[1] >= 0.90)
    assert inside == (radius_km * 1000.0 >= reach_m(made))


@pytest.mark.parametrize(("extent_m", "at_km", "south_km"), [(100.0, 1, 5), (500.0, 2, 5), (1500.0, 5, 5)])
def test_small_zones_can_hold_what_is_said_to_be_at_a_site(extent_m, at_km, south_km):
    assert reach_m(choice(AT, extent_m)) <= at_km * 1000.0
    assert reach_m(choice(SOUTH, extent_m)) <= south_km * 1000.0


def test_a_town_reaches_no_zone_of_a_few_kilometres():
    assert reach_m(choice(AT, 3400.0, "PPL")) > 5000.0
    assert reach_m(choice(Clause("near", ""), 500.0)) > 54_717.7


def test_the_trace_says_how_far_the_words_reach(one):
    data = one("near At Tanf").trace.steps[-1].data
    assert data["reach_m"] == pytest.approx(25_000 * 2.718281828 ** (0.9 * 1.6449), rel=1e-3)
    assert "reach_m" in one("southern Syria").trace.steps[-1].data


def test_a_job_without_a_country_has_no_home(gazetteer):
    assert Job(parse("near Brass"), "", ()).home is None
    assert replace(Job(parse("near Brass"), "NG", ()), country="").home is None
