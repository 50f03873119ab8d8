"""Online geocoders against a server on loopback that does everything wrong that a server can."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from faulty import (
    Act,
    Server,
    bomb,
    drip,
    drip_headers,
    huge,
    place,
    reset,
    says,
    serving,
    silent,
    status,
    text,
    truncated,
)
from geopy.exc import GeocoderServiceError

from geo.geodesy.ellipsoid import distance_m
from geo.places.gazetteer import Gazetteer
from geo.places.online import Online
from geo.places.online.polite import Clock, retry_after_s
from geo.places.online.service import Answer, Query
from geo.places.online.store import HITS_S, MISSES_S, Store
from geo.values import Resolution

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
NOON = 1_780_000_000.0
"""A moment in May 2026, seconds since 1970."""


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.at = NOON
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.at += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture
def time_() -> Time:
    return Time()


def online(server: Server, time_: Time, folder: Path, **more: float) -> Online:
    return Online(f"nominatim:{server.url}", store=folder / "online.sqlite", clock=time_.clock, **more)


def kept(folder: Path) -> int:
    """How many answers the file holds."""
    db = sqlite3.connect(folder / "online.sqlite")
    try:
        return int(db.execute("SELECT count(*) FROM answer").fetchone()[0])
    finally:
        db.close()


def resolved(service: Online, name: str, country: str = "", **more: object) -> Resolution:
    return Gazetteer(online=service).resolve([name], country=country, **more)[0]  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    ("act", "requests", "why"),
    [
        (status(400), 1, "400"),
        (status(401), 1, "401"),
        (status(403), 1, "403"),
        (status(404), 1, "404"),
        (status(429, Retry_After="2"), 3, "429 after 3 tries, and asks for a pause of 2 s"),
        (status(500), 3, "500 after 3 tries"),
        (status(502), 3, "502 after 3 tries"),
        (status(503), 3, "503 after 3 tries"),
        (status(504), 3, "504 after 3 tries"),
        (reset, 3, "broke the connection off after 3 tries"),
        (truncated, 3, "its answer broke off after 3 tries"),
        (huge, 1, "larger than 5 MB"),
        (bomb, 1, "packed"),
        (text("<html>Sign in to the hotel's network</html>"), 1, "a web page where JSON was due"),
        (text(""), 1, "nothing where JSON was due"),
        (text(b"\xff\xfe\x00["), 1, "no text"),
        (text("[" * 200_000), 1, "where JSON was due"),
        (text("null"), 1, "no list of places"),
        (text("{}"), 1, "no list of places"),
        (text("0"), 1, "no list of places"),
        (text('{"error": "over quota"}'), 1, "over quota"),
        (text("[7]"), 1, "cannot be read"),
        (text("[null]"), 1, "cannot be read"),
        (says({"name": "Only There"}), 1, "cannot be read"),
        (says({"name": "Only There", "display_name": "Only There"}), 1, "no coordinates"),
        (says(place(lat=None)), 1, "no coordinates"),
        (says(place(lat="0", lon="0")), 1, "no coordinates"),
        (says(place(lat="999")), 1, "cannot be read"),
        (says(place(lon="999")), 1, "a hit's lon is '999'"),
        (says(place(lat=float("nan"))), 1, "cannot be read"),
        (says(place(lat="north")), 1, "cannot be read"),
        (says(place(), place(lat=None)), 1, "no coordinates"),
    ],
)
def test_a_fault_is_told_and_not_kept(
    server: Server, time_: Time, tmp_path: Path, act: Act, requests: int, why: str
) -> None:
    server.script = [act]
    service = online(server, time_, tmp_path)
    answer = service.ask(Query("Only There"))
    assert answer.hits == ()
    assert answer.fault.startswith("nominatim did not answer (")
    assert why in answer.fault
    assert len(server.seen) == service.requests == requests
    assert kept(tmp_path) == 0

    found = resolved(service, "Only There")
    assert found.best is None
    assert found.fault
    assert found.reason.endswith("; the place may well exist")
    assert len(server.seen) == requests  # the same question again at once is not asked again

    server.script = [says(place())]
    time_.at += 3_600
    later = online(server, time_, tmp_path).ask(Query("Only There"))  # the next run
    assert [hit.place.name for hit in later.hits] == ["Only There"]
    assert kept(tmp_path) == 1


@pytest.mark.parametrize(("act", "why"), [
    (silent, "no answer within|no whole answer within"), (drip, "no whole answer within"),
    (drip_headers, "no whole answer within"),
])  # fmt: skip
def test_the_deadline_holds_for_all_of_a_call(server: Server, tmp_path: Path, act: Act, why: str) -> None:
    server.script = [act]
    service = Online(f"nominatim:{server.url}", store=tmp_path / "online.sqlite", deadline_s=0.4)
    started = time.monotonic()
    answer = service.ask(Query("Only There"))
    assert time.monotonic() - started < 1.2
    assert re.search(why, answer.fault)
    assert len(server.seen) == 1
    assert kept(tmp_path) == 0


def test_a_passing_fault_is_tried_again_with_longer_pauses(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [status(503), reset, says(place())]
    answer = online(server, time_, tmp_path).ask(Query("Only There"))
    assert [hit.place.name for hit in answer.hits] == ["Only There"]
    assert len(server.seen) == 3
    assert time_.slept == [1.0, 2.0]


@pytest.mark.parametrize("after", ["7", time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(NOON + 7))])
def test_retry_after_is_obeyed_in_both_forms(server: Server, time_: Time, tmp_path: Path, after: str) -> None:
    server.script = [status(429, Retry_After=after), says(place())]
    assert online(server, time_, tmp_path).ask(Query("Only There")).hits
    assert sum(time_.slept) == pytest.approx(7.0)
    assert len(server.seen) == 2


@pytest.mark.parametrize("after", ["600", time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(NOON + 600))])
def test_a_pause_beyond_the_deadline_is_no_wait_and_no_request(
    server: Server, time_: Time, tmp_path: Path, after: str
) -> None:
    server.script = [status(503, Retry_After=after), says(place())]
    service = online(server, time_, tmp_path)
    assert "asks for a pause of 600 s" in service.ask(Query("Only There")).fault
    assert "pause that lasts another 600 s" in service.ask(Query("Elsewhere")).fault
    assert "pause that lasts another 600 s" in online(server, time_, tmp_path).ask(Query("Elsewhere")).fault
    assert time_.slept == []
    assert len(server.seen) == 1
    time_.at += 601
    assert online(server, time_, tmp_path).ask(Query("Elsewhere")).hits


def test_a_wrong_retry_after_is_none() -> None:
    for written in ("", "soon", "-5", "1e9", "Thu, 99 Foo 2026", "٣", "\x00"):
        assert retry_after_s(written, NOON) == 0.0
    assert retry_after_s("9" * 400, NOON) > 0


def test_another_host_is_not_followed(server: Server, time_: Time, tmp_path: Path) -> None:
    with serving() as other:
        other.script = [says(place())]
        server.script = [text("", status=302, Location=f"{other.url}/search?q=Only+There")]
        answer = online(server, time_, tmp_path).ask(Query("Only There"))
        assert "sends the question on to another host" in answer.fault
        assert other.seen == []
        assert len(server.seen) == 1


def test_the_same_host_is_followed(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [text("", status=301, Location="/elsewhere?q=Only+There"), says(place())]
    assert online(server, time_, tmp_path).ask(Query("Only There")).hits
    assert [one["path"] for one in server.seen] == ["/search", "/elsewhere"]


def test_a_redirect_without_end_is_a_fault(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [text("", status=302, Location="/search?q=Only+There")]
    assert "302" in online(server, time_, tmp_path).ask(Query("Only There")).fault
    assert len(server.seen) < 10


def test_a_service_that_fails_three_times_in_a_row_is_left_alone(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [status(500)]
    service = online(server, time_, tmp_path)
    names = ["Aaland", "Beeland", "Ceeland", "Deeland", "Eeland"]
    faults = [service.ask(Query(name)).fault for name in names]
    assert len(server.seen) == 3 * 3
    assert all("3 times in a row" in fault and "left alone" in fault for fault in faults[3:])
    assert [note for note in service.notices if "left alone" in note] == [
        "nominatim did not answer 3 times in a row (the last time: 500 after 3 tries); it was left alone for the rest "
        "of the run"
    ]
    assert kept(tmp_path) == 0


def test_an_answer_ends_the_row_of_faults(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [status(400), status(400), says(), status(400), status(400), says(place())]
    service = online(server, time_, tmp_path)
    answers = [service.ask(Query(name)) for name in ("a1", "b1", "c1", "d1", "e1", "f1")]
    assert [bool(one.fault) for one in answers] == [True, True, False, True, True, False]


@pytest.mark.parametrize("code", [401, 403])
def test_who_is_refused_does_not_ask_again(server: Server, time_: Time, tmp_path: Path, code: int) -> None:
    server.script = [status(code)]
    service = online(server, time_, tmp_path)
    assert service.ask(Query("Only There")).fault == f"nominatim did not answer ({code})"
    assert f"refused to answer ({code})" in service.ask(Query("Elsewhere")).fault
    assert len(server.seen) == 1


# ------------------------------------------------------------------------------------- manners and keeping


def test_it_says_who_asks_and_asks_once_a_second(server: Server, time_: Time, tmp_path: Path) -> None:
    service = online(server, time_, tmp_path)
    for name in ("One", "Two", "Three"):
        service.ask(Query(name))
    assert time_.slept == [1.0, 1.0]
    assert {one["headers"]["user-agent"] for one in server.seen} == {"incident-mapper/0.1.0 (+project incident-mapper)"}
    assert {one["headers"]["accept-encoding"] for one in server.seen} == {"identity"}


def test_two_processes_share_the_pace_and_the_answers(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place())]
    one, other = online(server, time_, tmp_path), online(server, time_, tmp_path)
    assert one.ask(Query("Only There")) == other.ask(Query("Only There"))
    assert len(server.seen) == 1
    one.ask(Query("Second"))
    other.ask(Query("Third"))
    assert time_.slept == [1.0, 1.0]


def test_hits_and_misses_are_kept_with_their_day_and_grow_old(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place()), says(), says(place("Moved")), says(place("Found"))]
    first = [online(server, time_, tmp_path).ask(Query(name)) for name in ("Only There", "Nowhere")]
    assert [one.day for one in first] == ["2026-05-28", "2026-05-28"]
    time_.at += MISSES_S - 60
    again = [online(server, time_, tmp_path).ask(Query(name)) for name in ("Only There", "Nowhere")]
    assert again == first
    assert len(server.seen) == 2
    time_.at += HITS_S
    assert online(server, time_, tmp_path).ask(Query("Only There")).hits[0].place.name == "Moved"
    assert online(server, time_, tmp_path).ask(Query("Nowhere")).hits[0].place.name == "Found"


def test_the_answers_of_two_servers_are_kept_apart(server: Server, time_: Time, tmp_path: Path) -> None:
    with serving() as other:
        other.script = [says(place())]
        assert online(server, time_, tmp_path).ask(Query("Only There")).hits == ()
        assert online(other, time_, tmp_path).ask(Query("Only There")).hits


def test_a_file_that_is_no_store_costs_only_the_keeping(server: Server, time_: Time, tmp_path: Path) -> None:
    (tmp_path / "online.sqlite").write_text("no database, but long enough to look at\n" * 50)
    service = online(server, time_, tmp_path)
    server.script = [says(place())]
    assert service.ask(Query("Only There")).hits
    assert any("not kept" in note for note in service.notices)


def test_a_store_that_breaks_in_the_middle_costs_only_the_keeping(server: Server, time_: Time, tmp_path: Path) -> None:
    service = online(server, time_, tmp_path)
    server.script = [says(place())]
    assert service.ask(Query("Only There")).hits
    db = sqlite3.connect(tmp_path / "online.sqlite")
    db.executescript("DROP TABLE answer; DROP TABLE pace")
    db.close()
    assert service.ask(Query("Only There")).hits
    assert any("no longer kept" in note for note in service.notices)


@pytest.mark.parametrize("written", ["no JSON", "7", '[{"place": {}}]', '[{"place": {"lat": 999}, "names": []}]'])
def test_what_somebody_wrote_into_the_store_is_asked_anew(
    server: Server, time_: Time, tmp_path: Path, written: str
) -> None:
    server.script = [says(place())]
    service = online(server, time_, tmp_path)
    first = service.ask(Query("Only There"))
    db = sqlite3.connect(tmp_path / "online.sqlite")
    db.execute("UPDATE answer SET hits = ?", (written,))
    db.commit()
    db.close()
    assert service.ask(Query("Only There")) == first
    assert len(server.seen) == 2


def test_many_threads_write_one_store(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    stores = [Store(tmp_path / "online.sqlite") for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        slots = list(pool.map(lambda n: stores[n % 4].book("s", 1.0, NOON, NOON + 1e6), range(40)))
        list(pool.map(lambda n: stores[n % 4].keep("s", f"{n}", [], NOON), range(40)))
    assert sorted(slots) == [NOON + n for n in range(40)]
    assert kept(tmp_path) == 40
    for store in stores:
        store.close()


# ------------------------------------------------------------------------------------------ what is taken


def test_nobody_is_asked_for_what_the_gazetteer_has(server: Server, time_: Time, tmp_path: Path) -> None:
    service = online(server, time_, tmp_path)
    for name in (
        "At Tanf",
        "Latakia",
        "Raqqa",
        "Syria",
        "the At Tanf base",
        "",
        "12",
        "the base",
        "the checkpoint on a hill",
        "x" * 1_000_000,
    ):
        resolved(service, name)
    assert server.seen == []
    assert service.notices == []


def test_no_such_place_is_another_answer_than_a_fault(server: Server, time_: Time, tmp_path: Path) -> None:
    found = resolved(online(server, time_, tmp_path), "Onlythereville", "SY")
    assert (found.best, found.fault, found.service) == (None, "", "nominatim")
    assert found.reason.endswith("nominatim knows no such place either")
    assert kept(tmp_path) == 1


def test_a_hit_names_its_source_its_day_and_its_extent(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place())]
    found = resolved(online(server, time_, tmp_path), "Only There", "SY")
    assert found.best is not None
    one = found.best.place
    assert (one.id, one.name, one.country, one.kind) == ("nominatim:node/4", "Only There", "SY", "PPL")
    assert one.source == "OpenStreetMap via Nominatim, ODbL 1.0"
    assert "OpenStreetMap via Nominatim, ODbL 1.0, asked 2026-05-28" in found.best.reasons
    half_diagonal = float(distance_m(38.88, 34.18, 38.92, 34.22)) / 2
    assert half_diagonal <= one.extent_m < 1.01 * half_diagonal
    query = server.seen[0]["query"]
    assert query["q"] == ["Only There"]
    assert query["accept-language"] == ["en"]
    assert query["viewbox"][0].startswith("35.7")  # Syria's, a preference: bounded is not asked for
    assert "bounded" not in query
    assert "countrycodes" not in query


@pytest.mark.parametrize(("how", "code"), [("state", "ADM1"), ("country", "PCLI"), ("county", "ADM2")])
def test_an_area_is_never_a_point(server: Server, time_: Time, tmp_path: Path, how: str, code: str) -> None:
    box = ["34.0", "35.0", "38.0", "39.5"]
    area = {"class": "boundary", "type": "administrative", "addresstype": how, "boundingbox": box}
    server.script = [says(place("Onlythere", lat="34.4", lon="38.7", **area))]
    gazetteer = Gazetteer(online=online(server, time_, tmp_path))
    found = gazetteer.resolve(["Onlythere"])[0].best
    assert found is not None
    assert found.place.is_area
    assert found.place.kind == code
    corners = distance_m(38.7, 34.4, np.array([38.0, 39.5, 38.0, 39.5]), np.array([34.0, 34.0, 35.0, 35.0]))
    assert found.place.extent_m >= corners.max()
    outline = gazetteer.footprint(found.place.id)
    assert outline is not None
    assert outline.bounds[0] < 38.0
    assert outline.bounds[2] > 39.5
    assert gazetteer.place(found.place.id) == found.place


@pytest.mark.parametrize("box", [None, [], ["a", "b", "c", "d"], ["99", "100", "0", "1"], "34,35,38,39", [1, 2, 3], {}])
def test_without_a_box_the_extent_is_the_kinds(server: Server, time_: Time, tmp_path: Path, box: object) -> None:
    server.script = [says(place(boundingbox=box))]
    found = resolved(online(server, time_, tmp_path), "Only There").best
    assert found is not None
    assert found.place.extent_m == 1_000.0
    assert any("states no extent" in reason for reason in found.reasons)


def test_what_is_wide_is_an_area_whatever_it_is_called(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place(boundingbox=["30", "36", "36", "42"], type="unheard_of", addresstype="unheard_of"))]
    found = resolved(online(server, time_, tmp_path), "Only There").best
    assert found is not None
    assert found.place.is_area


def test_a_hit_abroad_ranks_behind(server: Server, time_: Time, tmp_path: Path) -> None:
    iraq = place(lat="34.0", lon="42.0", osm_id=5, address={"country_code": "iq"}, boundingbox=None)
    server.script = [says(iraq, place())]
    found = resolved(online(server, time_, tmp_path), "Only There", "SY")
    assert found.best is not None
    assert found.best.place.country == "SY"
    assert [one.place.country for one in found.rivals] == ["IQ"]
    found = resolved(online(server, time_, tmp_path), "Only There", "IQ")
    assert found.best is not None
    assert found.best.place.country == "IQ"


def test_a_village_abroad_is_a_rival_and_a_town_abroad_the_answer(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place(address={"country_code": "iq"}))]
    found = resolved(online(server, time_, tmp_path), "Only There", "SY")
    assert found.best is None
    assert found.reason.endswith("nominatim knows one only in Iraq")
    assert [one.place.country for one in found.rivals] == ["IQ"]
    server.script = [says(place("Town There", address={"country_code": "iq"}, extratags={"population": "20000"}))]
    found = resolved(online(server, time_, tmp_path), "Town There", "SY")
    assert found.best is not None


def test_several_hits_are_the_best_and_its_rivals(server: Server, time_: Time, tmp_path: Path) -> None:
    far, same = place(lat="33.0", lon="40.9", osm_id=5, boundingbox=None), place(lat="34.201", osm_id=6)
    server.script = [says(place(), same, far)]
    found = resolved(online(server, time_, tmp_path), "Only There")
    assert found.best is not None
    assert found.best.place.id == "nominatim:node/4"
    assert [one.place.id for one in found.rivals] == ["nominatim:node/5"]  # the other stands for the same village
    found = resolved(online(server, time_, tmp_path), "Only There", near=[(40.9, 33.1)])
    assert found.best is not None
    assert found.best.place.id == "nominatim:node/5"
    assert len(server.seen) == 1


def test_a_hit_of_another_name_is_no_answer(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place("Damascus"))]
    assert resolved(online(server, time_, tmp_path), "Only There").best is None
    server.script = [says(place("هناك فقط", namedetails={"name": "هناك فقط", "alt_name": "Foo;Only There"}))]
    found = resolved(online(server, time_, tmp_path), "Onlythere").best
    assert found is None or found.matched == "Only There"


def test_a_restaurant_is_no_place(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place(**{"class": "amenity", "type": "restaurant", "addresstype": "amenity"}))]
    found = resolved(online(server, time_, tmp_path), "Only There")
    assert (found.best, found.fault) == (None, "")


def test_another_script_is_found_by_its_names(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place("هناك", namedetails={"name": "هناك", "name:en": "Only There"}))]
    found = resolved(online(server, time_, tmp_path), "only there")
    assert found.best is not None
    assert found.best.place.name == "Only There"


def test_a_type_word_is_taken_off_and_widens(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(), says(place())]
    found = resolved(online(server, time_, tmp_path), "the Only There base", "SY").best
    assert server.asked == ["Only There base", "Only There"]
    assert found is not None
    assert found.place.extent_m > 10_000
    server.script = [says(place())]
    resolved(online(server, time_, tmp_path), "village of Only There")
    assert server.asked[2:] == ["Only There"]


def test_countries_in_the_text_become_a_preference(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place())]
    service = online(server, time_, tmp_path)
    assert resolved(service, "Only There, Syria").best
    assert resolved(service, "Only There", "SY").best
    assert server.asked == ["Only There"]


@pytest.mark.parametrize("name", [
    "<script>alert(1)</script>", "Tell\x1b[2J\x1b]0;owned\x07", "a\u202eb\u2066c", "Only There" + "x" * 300_000,
    "\ud800", "\x00", "'; DROP TABLE answer; --", "{{7*7}}", "=cmd|'/c calc'!A1", "Zo\u0308e " * 500,
])  # fmt: skip
def test_hostile_names_are_data(server: Server, time_: Time, tmp_path: Path, name: str) -> None:
    details = {"name": "Only There", "name:xx": name, "alt_name": name}
    server.script = [says(place(name, display_name=name, namedetails=details, type=name, osm_type=name))]
    found = resolved(online(server, time_, tmp_path), "Only There").best
    assert found is not None
    for said in (found.place.name, found.place.id, found.matched, *found.reasons):
        assert len(said) <= 200
        assert said.isprintable()
    assert resolved(online(server, time_, tmp_path), "Only There").best == found


@pytest.mark.parametrize(
    "name", ["\x00", "Tell\x1b[2J", "\ud800zzqx", "Zq" * 74, "Only\nThere", "' OR 1=1", "q&limit=0"]
)
def test_hostile_questions_are_data(server: Server, time_: Time, tmp_path: Path, name: str) -> None:
    found = resolved(online(server, time_, tmp_path), name)
    assert found.best is None
    assert all(query.isprintable() for query in server.asked)


def test_the_same_through_geopys_verbs(server: Server, time_: Time, tmp_path: Path) -> None:
    server.script = [says(place()), says(), status(503)]
    gazetteer = Gazetteer(online=online(server, time_, tmp_path))
    found = gazetteer.geocode("Only There")
    assert (found.latitude, found.longitude) == (34.2, 38.9)
    assert found.raw["source"] == "OpenStreetMap via Nominatim, ODbL 1.0"
    assert gazetteer.geocode("Onlythereville") is None
    with pytest.raises(GeocoderServiceError, match=r"503 after 3 tries.*may well exist"):
        gazetteer.geocode("Notthere")


def test_an_answer_is_a_value() -> None:
    assert Answer() == Answer(hits=(), fault="", day="")
