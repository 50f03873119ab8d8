"""--geocoder as a person types it: what is asked, what is said, and how the command ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from faulty import Server, place, says, serving, status, text
from typer.testing import CliRunner

import geo
from geo.cli import app
from geo.places import index
from geo.places.online import polite

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ROWS = (
    "id,date,place\n"
    "a,2017-06-08,6 miles north of Onlytherium\n"
    "b,2017-06-08,near Nowherexyz\n"
    "c,2017-06-08,24 miles from At Tanf\n"
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A cache of its own beside the shared index, and no waiting."""
    for path in index.index_path().parent.glob("places-*.sqlite"):
        (tmp_path / "cache").mkdir(exist_ok=True)
        (tmp_path / "cache" / path.name).symlink_to(path.resolve())
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path / "cache"))
    now = [1_780_000_000.0]
    clock = polite.Clock(lambda: now[0], lambda seconds: now.__setitem__(0, now[0] + seconds))
    monkeypatch.setattr("geo.places.online.service.Clock", lambda: clock)


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def located(server: Server, *texts: str) -> tuple[Result, list[dict[str, object]]]:
    done = run("locate", *texts, "--geocoder", f"nominatim:{server.url}", "--format", "json")
    return done, json.loads(done.stdout)


def test_locate_asks_for_what_the_gazetteer_lacks(server: Server) -> None:
    server.script = [says(place("Onlytherium"))]
    done, rows = located(server, "6 miles north of Onlytherium", "6 miles north of Latakia")
    assert done.exit_code == 0
    assert rows[0]["place_name"] == "Onlytherium"
    assert rows[0]["lat"] == pytest.approx(34.287, abs=0.001)
    assert server.asked == ["Onlytherium"]
    assert "OpenStreetMap via Nominatim, ODbL 1.0" in json.dumps(rows[0])  # the trace names it
    assert "was asked for 1 name: OpenStreetMap via Nominatim, ODbL 1.0" in done.stderr
    again, _ = located(server, "6 miles north of Onlytherium")
    assert again.exit_code == 0
    assert server.asked == ["Onlytherium"]
    assert "was asked for 0 names, 1 more answered from before" in again.stderr


def test_locate_tells_no_such_place_from_no_answer(server: Server) -> None:
    server.script = [says(), status(503)]
    done, rows = located(server, "near Onlytherium", "near Elsewherium")
    assert done.exit_code == 3
    assert "nominatim knows no such place either" in str(rows[0]["reason"])
    assert rows[1]["reason"] == (
        '"Elsewherium" is not in the gazetteer, and nominatim did not answer (503 after 3 tries); '
        "the place may well exist"
    )


def test_a_table_keeps_its_rows_and_lists_what_could_not_be_asked(server: Server, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    server.script = [says(place("Onlytherium")), status(500)]
    words = ["check", tmp_path / "rows.csv", "--zone", "Onlytherium, 34 mi", "--format", "json"]
    done = run(*words, "--geocoder", f"nominatim:{server.url}")
    assert done.exit_code == 3
    a, b, c = json.loads(done.stdout)
    assert a["verdict"] == "inside"
    assert b["verdict"] == "unlocated"
    assert "nominatim did not answer (500 after 3 tries); the place may well exist" in b["reason"]
    assert "row 3: " in done.stderr
    assert "run it again later" in done.stderr
    assert c["place_name"] == "al-Tanf garrison"
    server.script = [says()]
    assert "knows no such place either" in run(*words, "--geocoder", f"nominatim:{server.url}").stderr


def test_a_fault_beside_a_zone_statement_is_listed_too(server: Server, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(
        'id,date,place\na,2017-06-08,"near Onlytherium, inside the deconfliction zone"\n'
    )
    server.script = [status(500)]
    done = run("check", tmp_path / "rows.csv", "--zone", "At Tanf, 34 mi", "--geocoder", f"nominatim:{server.url}")
    assert done.exit_code == 3
    assert "did not answer (500 after 3 tries)" in done.stderr


def test_the_centre_of_a_zone_that_could_not_be_asked_for(server: Server, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id,date,place\na,2017-06-08,near At Tanf\n")
    server.script = [status(500)]
    zones = ["--zone", "Onlytherium, 34 mi", "--zone", "At Tanf, 34 mi"]
    done = run("check", tmp_path / "rows.csv", *zones, "--geocoder", f"nominatim:{server.url}")
    assert done.exit_code == 3
    assert "the centre 'Onlytherium' is not in the gazetteer, and nominatim did not answer" in done.stderr


def test_a_service_is_given_up_once(server: Server, tmp_path: Path) -> None:
    rows = "".join(f"{name},2017-06-08,near {name}\n" for name in ("Onlyab", "Onlyxy", "Onlymn", "Onlyqr", "Onlyuv"))
    (tmp_path / "rows.csv").write_text("id,date,place\n" + rows)
    server.script = [status(500)]
    done = run("check", tmp_path / "rows.csv", "--zone", "At Tanf, 34 mi", "--geocoder", f"nominatim:{server.url}")
    assert done.exit_code == 3
    assert len(server.seen) == 9
    assert done.stderr.count("left alone for the rest of the run") == 1
    assert "5 pieces of input set aside" in done.stderr


def report(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "---\npublished: 2017-06-09\n---\nOn 8 June 2017 an air strike hit a convoy 6 miles north of Onlytherium in "
        "Syria, the coalition said. Troops moved to Homs and the town of Onlytherium.\n"
    )
    return folder


def test_read_and_mentions_ask_too(server: Server, tmp_path: Path) -> None:
    folder = report(tmp_path)
    server.script = [says(place("Onlytherium"))]
    done = run("read", folder, "--format", "json", "--geocoder", f"nominatim:{server.url}")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["incidents"][0]["place_id"] == "nominatim:node/4"
    found = run("mentions", folder / "a.txt", "--format", "json", "--geocoder", f"nominatim:{server.url}")
    named = {row["text"]: row["place_id"] for row in json.loads(found.stdout)}
    assert named["Onlytherium"] == "nominatim:node/4"
    assert named["Homs"].startswith("geonames:")
    assert set(server.asked) == {"Onlytherium"}


def test_read_and_mentions_tell_faults(server: Server, tmp_path: Path) -> None:
    folder = report(tmp_path)
    server.script = [status(500)]
    done = run("read", folder, "--format", "json", "--geocoder", f"nominatim:{server.url}")
    assert done.exit_code == 3
    assert "may well exist" in done.stderr
    found = run("mentions", folder / "a.txt", "--format", "json", "--geocoder", f"nominatim:{server.url}")
    assert found.exit_code == 3
    assert "'Onlytherium': nominatim did not answer (500 after 3 tries); the place may well exist" in found.stderr


def test_the_other_commands_take_it(server: Server, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    server.script = [says(place("Onlytherium"))]
    words = [tmp_path / "rows.csv", "--zone", "At Tanf, 34 mi", "--geocoder", f"nominatim:{server.url}"]
    told = run("explain", words[0], "a", *words[1:])
    assert "source OpenStreetMap via Nominatim, ODbL 1.0" in told.stdout
    assert run("triage", *words).exit_code == 3  # row b is nowhere
    drawn = tmp_path / "map.html"
    for public in ([], ["--public"]):  # the licence wants to be named on either
        assert run("map", *words, "-o", drawn, *public).exit_code == 3
        assert "Places also from OpenStreetMap via Nominatim, ODbL 1.0." in drawn.read_text("utf-8")


def test_an_unknown_geocoder_is_wrong_usage(server: Server) -> None:
    for command in (["locate", "X"], ["check", "x.csv"], ["map", "x.csv"], ["read", "x"], ["mentions", "x"],
                    ["triage", "x.csv"], ["explain", "x.csv", "a"]):  # fmt: skip
        done = run(*command, "--geocoder", "nominatin")
        assert done.exit_code == 2
        assert "did you mean nominatim" in done.stderr


def test_without_it_nobody_is_asked(server: Server) -> None:
    assert geo.locate("near Onlytherium") is None
    assert run("locate", "near Onlytherium").exit_code == 3
    assert server.seen == []


def test_in_python_it_is_the_gazetteers(server: Server) -> None:
    server.script = [says(place("Onlytherium")), text("<html>")]
    gazetteer = geo.Gazetteer(online=f"nominatim:{server.url}")
    found = geo.locate("near Onlytherium", gazetteer=gazetteer)
    assert found is not None
    assert found.uncertainty_m > 2_000
    zones = geo.zone("Onlytherium", "34 mi", gazetteer=gazetteer)
    assert zones["lat"].item() == pytest.approx(34.2)
    assert geo.locate("near Elsewherium", gazetteer=gazetteer) is None
    assert any("did not answer 1 of them" in note for note in gazetteer.notices)


def test_a_governorate_from_online_is_an_area(server: Server) -> None:
    box = ["34.0", "35.0", "38.0", "39.5"]
    area = {"class": "boundary", "type": "administrative", "addresstype": "state", "boundingbox": box}
    server.script = [says(place("Onlytherium", lat="34.5", lon="38.75", **area))]
    gazetteer = geo.Gazetteer(online=f"nominatim:{server.url}")
    found = geo.locate("in Onlytherium", gazetteer=gazetteer)
    assert found is not None
    assert found.uncertainty_m > 40_000
    assert any("a disc as wide as it is said to reach" in remark for remark in found.remarks)
    with pytest.raises(geo.GeoError, match="is an area"):
        geo.zone("Onlytherium", "34 mi", gazetteer=gazetteer)
