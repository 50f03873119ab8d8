import math

import pytest

from geo.maps.sentences import (
    finding,
    rounded,
    say_dates,
    say_edge,
    say_probability,
    say_radius,
    say_validity,
    tally,
    word,
)

ZONE = {"name": "al-Tanf deconfliction zone", "radius": "34 mi (55 km)"}


def told(verdict, start="2017-06-08", end="2017-06-08", basis="computed", claim="claimed_one_side"):
    return {"verdict": verdict, "start": start, "end": end, "basis": basis, "claim_status": claim}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("1944-06-06", "1944-06-06", "6 June 1944"),
        ("2049-12-31", "", "31 December 2049"),
        ("", "2017-06-08", "8 June 2017"),
        ("2016-12-30", "2017-01-02", "30 December 2016 – 2 January 2017"),
        ("2017-13-45", "2017-13-45", "2017-13-45"),
        ("{{ 1 }}", "", "{{ 1 }}"),
    ],
)
def test_dates_in_words(start, end, words):
    assert say_dates(start, end) == words


@pytest.mark.parametrize(("p", "words"), [(0.0, "less than 1%"), (0.994, "more than 99%"), (0.01, "1%"), (0.5, "50%")])
def test_probabilities_never_claim_certainty(p, words):
    assert say_probability(p) == words


@pytest.mark.parametrize(
    ("distance", "doubt", "words"),
    [
        (349_613.0, 3_200.0, "about 350 km (217 miles) outside the edge, give or take 3 km"),
        (-16_094.0, 900.0, "about 16.1 km (10 miles) inside the edge, give or take 900 m"),
        (math.nan, 900.0, ""),
        (500.0, 0.0, "about 0.5 km (0.3 miles) outside the edge"),
    ],
)
def test_no_more_digits_than_the_doubt_allows(distance, doubt, words):
    assert say_edge(distance, doubt) == words


def test_an_edge_nearer_than_the_doubt_gets_no_number():
    assert say_edge(-54_717.0, 80_000.0).startswith("nearer to the edge than the doubt of 80 km")


def test_doubt_is_rounded_to_what_is_known():
    assert [rounded(m) for m in (1_049.0, 1_960.0, 26_800.0, 94_320.0, 3.4)] == [
        "1 km",
        "2 km",
        "27 km",
        "90 km",
        "3 m",
    ]


def test_radius_keeps_its_own_unit():
    assert say_radius("34 mi", 54717.7) == "34 mi (55 km)"
    assert say_radius("55 km", 55000.0) == "55 km"
    assert say_radius("as told", math.nan) == "as told"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (
            {"valid_from_earliest": "2017-05-18", "valid_from_latest": "2017-05-18"},
            "in force from 18 May 2017; no end known",
        ),
        ({"valid_to_latest": "2026-02-11"}, "in force since an unknown day, until 11 February 2026 or earlier"),
    ],
)
def test_validity_in_words(bounds, words):
    assert say_validity(bounds) == words


def test_finding_counts_every_verdict_once():
    verdicts = ["inside", "inside", "outside", "indeterminate", "not_in_force", "unlocated"]
    assert finding(tally([told(v) for v in verdicts]), [ZONE], True) == (
        "6 reported incidents on 8 June 2017: 2 inside the al-Tanf deconfliction zone (34 mi), 1 outside it, "
        "1 too uncertain to say, 1 outside the zone’s dates and 1 without a place."
    )


def test_finding_without_an_inside_says_none():
    sentence = finding(tally([told("outside", "", "")]), [ZONE], True)
    assert sentence == "1 reported incident: none inside the al-Tanf deconfliction zone (34 mi) and 1 outside it."


def test_finding_names_a_zone_that_is_called_by_its_radius_once():
    zone = {**ZONE, "name": "34 mi around At Tanf garrison"}
    sentence = finding(tally([told("inside", "", "")]), [zone], True)
    assert sentence == "1 reported incident: 1 inside 34 mi around At Tanf garrison."


def test_finding_with_several_zones():
    sentence = finding(tally([told("inside"), told("outside")]), [ZONE, ZONE], True)
    assert sentence.endswith("1 inside at least one of the 2 zones and 1 outside all that were in force.")


def test_finding_without_verdicts_claims_none():
    sentence = finding(tally([told("")]), [ZONE], False)
    assert "inside" not in sentence
    assert "drawn with the al-Tanf" in sentence


def test_word_tells_claims_and_statements():
    incidents = [told("inside", basis="stated"), told("inside"), told("outside", claim="contested")]
    assert word(tally(incidents)) == (
        "On whose word: 2 claimed by one side only and 1 contested between the sides. "
        "1 of the 2 inside rests on a statement that gives no position."
    )


def test_word_is_silent_where_nothing_is_recorded():
    assert word(tally([told("outside", claim="")])) == ""
