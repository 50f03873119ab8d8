"""Tables into rows of named cells, with the place of each in its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import TableError
from geo.files import Rows, fold, open_rows


def given(tmp_path: Path, name: str, text: str) -> Rows:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return open_rows(tmp_path / name, list_keys=("incidents",))


def test_csv_keeps_text_as_text(tmp_path: Path) -> None:
    rows = given(tmp_path, "a.csv", 'id,place\n007,"At Tanf, ""the base"""\nNA,\n')
    assert rows.columns == ["id", "place"]
    assert rows.cells == [["007", 'At Tanf, "the base"'], ["NA", ""]]
    assert rows.where == ["row 2", "row 3"]


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    rows = given(tmp_path, "a.csv", 'id,note\n1,"two\nlines"\n\n,\n2,x\n')
    assert rows.where == ["row 2", "row 5"]
    assert rows.ordinals == [1, 4]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_headers(mark: str, tmp_path: Path) -> None:
    assert given(tmp_path, "a.csv", f"id{mark}place\n1{mark}x y\n").cells == [["1", "x y"]]
    assert given(tmp_path, "a.tsv", "id\tplace\n1\tx, y; z\n").cells == [["1", "x, y; z"]]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_excels_line_on_the_delimiter_is_no_header(first: str, tmp_path: Path) -> None:
    rows = given(tmp_path, "a.csv", f"{first}\nid;place\n1;x, y\n")
    assert (rows.columns, rows.cells, rows.where) == (["id", "place"], [["1", "x, y"]], ["row 2"])


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_record_that_says_a_thing_twice_or_in_half_is_set_aside(name: str, tmp_path: Path) -> None:
    objects = ['{"id": 1, "lat": 33}', '{"id": 2, "lat": 33, "lat": 35}', '{"id": "\\ud800", "lat": 33}']
    text = "\n".join(objects) if name.endswith("l") else f"[{', '.join(objects)}]"
    rows = given(tmp_path, name, text)
    assert rows.cells == [[1, 33]]
    assert [one.reason for one in rows.rejections] == [
        "has 'lat' twice",
        "holds half a character (\\ud800 to \\udfff alone)",
    ]
    assert [one.where[-1] for one in rows.rejections] == ["2", "3"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", '[{"lat": 1, "lat": 2}]', r"a\.json, item 1: has 'lat' twice"),
        ("a.json", "[1, 2]", r"item 1: is not a JSON object; write .* \(and 1 more like it\)"),
        ("a.jsonl", "x\n", r"a\.jsonl, line 1: is not a JSON object"),
    ],
)
def test_a_file_of_which_nothing_is_left_says_why(name: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=said):
        given(tmp_path, name, text)


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,place\n1,Café\n".encode("cp1252"))
    assert "was read as Windows-1252" in open_rows(tmp_path / "a.csv").notices[0]


def test_ragged_rows_are_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = given(tmp_path, "a.csv", 'id,place,note\n1,x\n2,x,y,z\n3,x,y,\n4,"x"y,z\n5,x,y\n6,x,"open\n7,x,y\n')
    assert [cells[0] for cells in rows.cells] == ["3", "5"]
    assert [one.where for one in rows.rejections] == ["row 2", "row 3", "row 5", "row 7"]
    assert "2 cells, the header has 3" in rows.rejections[0].reason
    assert "never closed" in rows.rejections[3].reason
    assert "lines 7 to 8" in rows.rejections[3].reason


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "id,place\n", "no row"),
        ("a.csv", ",,\n1,2,3\n", "no names of columns"),
        ("a.csv", "id,place,id\n1,2,3\n", "'id' stands twice"),
        ("a.csv", '"id,place\n1,2\n', "row 1: a quote is opened and never closed"),
        ("a.json", "[{]", "line 1: is not JSON"),
        ("a.json", "[]", "holds no records"),
        ("a.json", "7", "is JSON but no table"),
        ("a.json", "[" * 100_000, "nested too deeply|is not JSON"),
        ("a.xls", "x", r"\.xls is no table"),
        ("a.xlsx", "not a workbook", r"is not an \.xlsx spreadsheet"),
    ],
)
def test_refused_by_name(name: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=said) as refusal:
        given(tmp_path, name, text)
    assert str(tmp_path / name) in str(refusal.value)


def test_json_in_its_forms(tmp_path: Path) -> None:
    records = [{"id": 7, "counts": [{"what": "trucks"}]}, {"id": "NA", "place": "x"}]
    expected = [[7, [{"what": "trucks"}], None], ["NA", None, "x"]]
    for name, text in (
        ("a.json", json.dumps(records)),
        ("a.json", json.dumps({"incidents": records, "zones": []})),
        ("a.jsonl", "\n".join(map(json.dumps, records))),
    ):
        assert given(tmp_path, name, text).cells == expected


def test_bad_json_records_are_named(tmp_path: Path) -> None:
    lines = given(tmp_path, "a.jsonl", '{"id": 1}\n\nnot json\n[1]\n{"id": 2}\n')
    assert [one.where for one in lines.rejections] == ["line 3", "line 4"]
    assert lines.where == ["line 1", "line 5"]
    assert [one.where for one in given(tmp_path, "a.json", '[{"id": 1}, 2]').rejections] == ["item 2"]


def test_a_spreadsheets_cells_are_text(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import date

    book = openpyxl.Workbook()
    book.active.append(["id", "date", "lat", "place"])
    book.active.append(["007", date(2017, 6, 8), 33.50583, "NA"])
    book.active.append([])
    book.active.append([7, "08/06/2017", None, None])
    book.create_sheet("other").append(["x"])
    book.save(tmp_path / "a.xlsx")
    rows = open_rows(tmp_path / "a.xlsx")
    assert rows.cells == [["007", "2017/06/08", "33.50583", "NA"], ["7", "08/06/2017", None, None]]
    assert rows.where == ["row 2", "row 4"]
    assert "first of its 2 sheets" in rows.notices[0]


def test_fold() -> None:
    assert fold("Decimal_Latitude") == fold("decimalLatitude") == "decimallatitude"
    assert fold("Longitude (°E)") == "longitudee"


def test_a_row_of_hxl_hashtags_is_no_record(tmp_path: Path) -> None:
    rows = given(tmp_path, "a.csv", "id,date,lat\n#event+code,#date+occurred,#geo+lat\n1,2017-06-08,33.5\n")
    assert rows.cells == [["1", "2017-06-08", "33.5"]]
    assert rows.where == ["row 3"]
    assert given(tmp_path, "b.csv", "id,note\n#1,#urgent matter\n").where == ["row 2"]


def test_hashtags_alone_are_no_rows(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no row"):
        given(tmp_path, "a.csv", "id,date\n#event+code,#date\n")
