"""The fuzz targets of tests/fuzz on a few inputs each, always the same; and what longer runs found.

`make fuzz` tries new inputs for as long as it is given, and measures time against size on every text.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geo.dates import MAX_CHARS, parse_date
from geo.errors import CoordinateError, DateError, TableError, ZoneError
from geo.incidents.tables.read import read_table
from geo.instants import parse_instant
from geo.localities.grammar import parse
from geo.reports import read_documents, read_report
from geo.values import Zone
from geo.zones.hours import parse_hours
from geo.zones.moments import moment
from geo.zones.read import read_zones
from geo.zones.track import parse_track
from geo.zones.validity import relation
from tests.fuzz import slow
from tests.fuzz import target as target_module
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

_SLOW = {"drafts": 8, "containment, three ways": 15, "incidents, read and written": 10, "location": 25}


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_a_few_inputs_of_every_kind(target: Target) -> None:
    assert target.run(1, _SLOW.get(target.name, 40), shrink=False) > 0


def test_a_finding_is_raised_and_a_refusal_is_none() -> None:
    import hypothesis.strategies as st

    def refuse(_: int) -> None:
        raise ZoneError("no")

    assert Target("refused", st.integers(), refuse, ZoneError).run(1, 10) == 10
    with pytest.raises(ZeroDivisionError):
        Target("broken", st.integers(0, 3), lambda n: 1 // n).run(1, 50)


# ------------------------------------------------------------------------------------------ what was found


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


_DIGITS = "9" * 400  # more than a float can hold
_ENDLESS = "9" * 5000  # more than Python turns into a number


@pytest.mark.parametrize("name", ["given.json", "given.geojson"])
def test_json_with_an_endless_number_is_refused(name: str, tmp_path: Path) -> None:
    path = _write(tmp_path, name, f'[{{"lat": {_ENDLESS}}}]')
    for read in (read_table, read_zones):
        with pytest.raises(TableError, match="thousands of digits; write it as text"):
            read(path)


def test_a_line_with_an_endless_number_is_set_aside(tmp_path: Path) -> None:
    path = _write(tmp_path, "given.jsonl", f'{{"lat": {_ENDLESS}}}\n{{"lat": 33, "lon": 38}}\n')
    frame, rejections = read_table(path)
    assert frame["lat"].tolist() == [33.0]
    assert [one.where for one in rejections] == ["line 1"]
    assert [one.where for one in read_documents([path])[1]] == ["line 1", "line 2"]


def test_numbers_beyond_every_float_are_no_coordinates_and_no_fix(tmp_path: Path) -> None:
    frame, rejections = read_table(_write(tmp_path, "given.json", f'[{{"lat": {_DIGITS}, "lon": 38}}]'))
    assert frame["lat"].isna().all()
    assert rejections
    with pytest.raises(ZoneError, match="the track"):
        parse_track(f'[{{"time": "1982-05-02T19:00Z", "lon": {_DIGITS}, "lat": 2}}]')


def test_a_type_that_is_no_word_is_another_kind_of_json(tmp_path: Path) -> None:
    path = _write(tmp_path, "given.json", '{"type": {}, "lat": 33, "lon": 38}')
    assert read_table(path)[0]["lat"].tolist() == [33.0]
    with pytest.raises(TableError, match="names no"):
        read_zones(path)


def test_records_that_share_no_key_do_not_fill_the_memory(tmp_path: Path) -> None:
    """Megabytes of them would be a table of terabytes."""
    records = [{f"key {number}": 1} for number in range(1500)]
    with pytest.raises(TableError, match="1,500 records have 1,500 different keys"):
        read_table(_write(tmp_path, "given.json", json.dumps(records)))
    features = [{"type": "Feature", "geometry": None, "properties": one} for one in records]
    path = _write(tmp_path, "given.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    for read in (read_table, read_zones):
        with pytest.raises(TableError, match="different keys"):
            read(path)


@pytest.mark.parametrize("text", ["NE-near ", "NE-near", "SW-in"])
def test_a_name_of_nothing_but_words_that_are_no_name(text: str) -> None:
    assert [clause.form for target in parse(text).targets for clause in target] == ["unread"]


def test_words_with_half_a_coordinate_are_words() -> None:
    assert parse("near near,0 60 ").targets
    with pytest.raises(CoordinateError, match="more than 59"):
        parse("33 60 N, 38 20 E")


def test_an_endless_number_is_no_date(tmp_path: Path) -> None:
    frame, rejections = read_table(
        _write(tmp_path, "given.json", '[{"id": "a", "date": Infinity, "lat": 1, "lon": 2}]')
    )
    assert frame["date_start"].tolist() == [""]
    assert ["'inf'" in one.reason for one in rejections] == [True]


def test_the_last_day_of_the_calendar() -> None:
    last = parse_instant("9999-12-31T24:00Z")
    assert (last.day, last.minute) == (date.max, 1440)
    hours = Zone(id="z", name="z", lon=0, lat=0, radius_m=1, hours="08:00-19:00 daily")
    until = Zone(id="z", name="z", lon=0, lat=0, radius_m=1, valid_to_latest=last.text, valid_to_earliest=last.text)
    for day in ("9999-12-31", "0001-01-01"):
        assert relation(day, day, "", 0.0, hours).temporal == "disputed"
        assert relation(day, day, "09:00", 0.0, hours).temporal == "in_force"
    assert relation("2017-06-08", "2017-06-08", "", 0.0, until).temporal == "in_force"


def test_a_letter_whose_small_form_is_two_characters() -> None:
    with pytest.raises(ZoneError, match="names no one offset"):
        parse_hours("08:00-19:00 GMTİ")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("24:00", (1439, 1440)), ("00:00", (0, 1)), ("before 00:00", (0, 1440)), ("after 24:00", (0, 1440)),
     ("before 00:01", (0, 1)), ("about 24:00", (1380, 1440)), ("between 23:00 and 24:00", (1380, 1440))],
)  # fmt: skip
def test_a_time_leaves_some_minutes_of_its_day(text: str, minutes: tuple[int, int]) -> None:
    found, day = moment("2017-06-08", "2017-06-08", text, 0.0), moment("2017-06-08", "2017-06-08", "", 0.0)
    assert found is not None
    assert day is not None
    assert (found.start - day.start, found.end - day.start) == minutes


def test_pages_of_text_are_no_date_and_are_not_kept() -> None:
    with pytest.raises(DateError, match=r"xxx'\.\.\. is not a date") as refusal:
        parse_date("x" * (MAX_CHARS + 1))
    assert len(str(refusal.value)) < 150


# ------------------------------------------------------------------------------------------ time against size


@pytest.mark.parametrize(
    ("reader", "prefix", "unit"),
    [("header", "a", " "), ("report", "---\na", " "), ("the first row", "", ","), ("the first row", "1", "\t")],
)
def test_what_took_a_time_that_grew_with_the_square(reader: str, prefix: str, unit: str) -> None:
    """A header line without a colon, and a first row of nothing but commas."""
    found = slow.measure(readers={reader: slow.READERS[reader]}, units=[unit], prefixes=[prefix], small=8_000)
    assert all(one.is_linear for one in found), [one.say() for one in found]


@pytest.mark.parametrize("unit", ['"', "A. ", "zone of 34 miles ", "20 people were killed "])
def test_a_report_without_a_stop_took_a_time_that_grew_with_the_square(unit: str) -> None:
    """64 KB of quotation marks took 109 s: patterns look at a whole sentence, so a sentence has an end."""
    found = slow.measure(readers=slow.PROSE, units=[unit], prefixes=[""])
    assert all(one.is_linear for one in found), [one.say() for one in found]


def test_growth_with_the_square_is_seen() -> None:
    def square(text: str) -> object:
        return [text.count(text[:1] + "\x00") for _ in range(0, len(text), 4)]

    (found,) = slow.measure(readers={"square": square}, units=["ab"], prefixes=[""], small=4_000)
    assert not found.is_linear, found.say()


@pytest.mark.parametrize("reader", ["locality", "a cell of incidents.csv", "a cell of zones.csv", "report", "course"])
def test_memory_is_in_proportion_to_the_text(reader: str) -> None:
    for unit in ("a", "1,", "12:00 ", "near A ", "\n"):
        assert slow.memory_per_byte(slow.READERS[reader], unit, 400_000) < 200.0, unit


@pytest.mark.parametrize("text", slow.nested(200_000), ids=["lists", "objects", "geometries", "collections"])
def test_what_is_nested_too_deeply_is_refused(text: str, tmp_path: Path) -> None:
    path = _write(tmp_path, "given.json", text)
    for read in (read_table, read_zones):
        with pytest.raises(TableError):
            read(path)
    with pytest.raises(TableError):
        read_report(_write(tmp_path, "empty.txt", "---\n---\n"))


def test_a_hang_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    import hypothesis.strategies as st

    def endless(_: int) -> None:
        while True:
            pass

    monkeypatch.setattr(target_module, "LONGEST_S", 0.2)
    with pytest.raises(target_module.Hang, match="longer than"):
        Target("hangs", st.just(1), endless, Exception).run(1, 1, shrink=False)
