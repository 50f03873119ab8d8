"""GeoNames' files line by line: what is taken, what is set aside and why, and files that are something else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geonames_files as geonames
import pytest

from geo.errors import GazetteerError, InputError
from geo.places import dump

GOOD = geonames.place(7, ("Zelbara", "a,b", 34.0, 36.0, "P", "PPL", "SY", "11", 120))


def with_cell(number: int, value: str) -> str:
    cells = GOOD.split("\t")
    cells[number] = value
    return "\t".join(cells)


def read(path: Path) -> tuple[list[dump.PlaceLine], dump.Tally]:
    tally = dump.Tally(path.name)
    return list(dump.read(path, dump.place_line, tally, lambda _: None)), tally


def test_a_row_is_read_whole() -> None:
    row = dump.place_line(GOOD)
    assert row == (7, "Zelbara", "Zelbara", "a,b", 36.0, 34.0, "P", "PPL", "SY", "", "11", 120, "2026-03-04")
    assert dump.place_line(with_cell(9, "SY,IQ")).also == ""
    assert dump.place_line(with_cell(9, "IQ,JO")).also == "IQ"
    assert dump.place_line(with_cell(8, "")).country == ""


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (0, "x", "'x'"), (0, "-4", "-4"), (0, "1" * 30, "range"), (1, "  ", "empty"), (4, "95.0", "95"),
        (4, "north", "north"), (5, "181", "181"), (5, "nan", "nan"), (8, "Syria", "Syria"), (8, "sy", "sy"),
        (14, "many", "many"), (14, "-3", "-3"), (14, "٣", "population"), (18, "2026\textra", "20 columns"),
    ],
)  # fmt: skip
def test_a_bad_row_says_what_is_wrong(cell: int, value: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        dump.place_line(with_cell(cell, value))


def test_names_tell_codes_and_former_ones_apart() -> None:
    assert dump.name_line(geonames.name(1, 7, "Zelbara al-Kubra")) == (7, "Zelbara al-Kubra", False)
    assert dump.name_line(geonames.name(1, 7, "Sultanabad", historic=True)) == (7, "Sultanabad", True)
    assert dump.name_line(geonames.name(1, 7, "Sultanabad", to="1934")) == (7, "Sultanabad", True)
    assert dump.name_line("1\t7\ten\tZelbara\t1\t1\t\t") == (7, "Zelbara", False)  # the older file of eight columns
    for language in ("link", "wkdt", "post", "iata", "icao", "unlc"):
        assert dump.name_line(geonames.name(1, 7, "ZLB", language)) is None
    for line in ("1\t7\ten", "1\tx\ten\tZelbara", "1\t7\ten\t ", GOOD):
        with pytest.raises(InputError):
            dump.name_line(line)


@pytest.mark.parametrize("file", ["SY.txt", "SY.zip"])
def test_bad_lines_are_named_by_number_and_the_rest_is_read(tmp_path: Path, file: str) -> None:
    path = geonames.write(tmp_path / file, [GOOD, "broken", "", with_cell(4, "123.0"), GOOD])
    rows, tally = read(path)
    assert len(rows) == 2
    assert [(one.source, one.where) for one in tally.rejections()] == [(file, "line 2"), (file, "line 4")]
    assert "latitude 123" in tally.rejections()[1].reason


def test_bytes_that_are_no_text_a_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n" + b"8\tMos\xff\n" + GOOD.encode() + b"\n" + b"cut of")
    rows, tally = read(path)
    assert [row.modified for row in rows] == ["2026-03-04"] * 2
    assert [one.where for one in tally.first] == ["line 2", "line 4"]
    assert "UTF-8" in tally.first[0].reason


def test_a_line_without_an_end_is_not_kept_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_bytes(GOOD.encode() + b"\n" + b"x" * 3_000_000 + b"\n" + GOOD.encode())
    rows, tally = read(path)
    assert len(rows) == 2
    assert tally.malformed == 12


def test_many_bad_lines_are_counted(tmp_path: Path) -> None:
    rows, tally = read(geonames.write(tmp_path / "SY.txt", [GOOD, *["?"] * 1_234]))
    assert len(rows) == 1
    assert tally.malformed == 1_234
    assert len(tally.first) < 100
    assert f"{1_234 - len(tally.first):,} further lines" in str(tally.rejections()[-1])


@pytest.mark.parametrize(
    "lines", [[], ["name,lon,lat", "Zelbara,36,34"], [geonames.name(1, 7, "Zelbara")], ["?"] * 900]
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(GazetteerError, match=r"SY\.txt is not in GeoNames' layout .*19 columns"):
        read(geonames.write(tmp_path / "SY.txt", lines))


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        read(tmp_path / "missing.zip")
    with pytest.raises(GazetteerError, match="cannot be read"):
        dump.size_of(tmp_path / "missing.zip")
    empty = tmp_path / "empty.zip"
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(GazetteerError, match="holds no table"):
        read(empty)


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = geonames.write(tmp_path / "SY.zip", [GOOD] * 5_000)
    raw = bytearray(path.read_bytes())
    at = raw.index(b"SY.txt") + 40
    raw[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(raw)
    with pytest.raises(GazetteerError, match="download it again"):
        read(path)


def test_the_table_is_found_beside_the_legend(tmp_path: Path) -> None:
    path = geonames.write(tmp_path / "SY.zip", [GOOD])
    assert dump.size_of(path) == len(GOOD) + 1
