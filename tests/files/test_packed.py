"""Tables in archives."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

import geo
from geo.errors import TableError
from geo.files import packed, read_packed
from tests.incidents.tables import layouts_files

TABLE = "id,date,lat,lon\na,2017-06-08,33.5,38.6\n"


def packed_as(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_dot_", ".").replace("_slash_", "/"), text)
    return path


def test_the_one_table_of_a_zip(tmp_path: Path) -> None:
    path = packed_as(tmp_path / "a.zip", a_dot_csv=TABLE, readme_dot_pdf="x", __MACOSX_slash_a_dot_csv="y")
    assert read_packed(path) == (f"{path}/a.csv", TABLE)
    assert geo.read(path)["id"].tolist() == ["a"]


def test_gdelt_as_it_is_downloaded(tmp_path: Path) -> None:
    text = layouts_files.table("gdelt-2", *layouts_files.GDELT, delimiter="\t", headed=False)
    path = packed_as(tmp_path / "20170608120000.export.CSV.zip", **{"20170608120000_dot_export_dot_CSV": text})
    found = geo.read(path)
    assert len(found) == 4
    assert found.attrs["rejections"][0]["source"] == f"{path}/20170608120000.export.CSV"


def test_a_gz(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode()))
    assert geo.read(path)["id"].tolist() == ["a"]


@pytest.mark.parametrize("files", [{}, {"a_dot_csv": TABLE, "b_dot_csv": TABLE}, {"a_dot_pdf": "x"}])
def test_none_or_several_are_refused(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(TableError, match="name the one to read"):
        geo.read(packed_as(tmp_path / "a.zip", **files))


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz"])
def test_what_is_no_archive_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(TableError, match="cannot be unpacked"):
        geo.read(tmp_path / name)


def test_half_an_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TABLE.encode())[:-9])
    with pytest.raises(TableError, match="cannot be unpacked"):
        geo.read(tmp_path / "a.csv.gz")


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST", 1000)
    with pytest.raises(TableError, match="unpacked; unpack it"):
        geo.read(packed_as(tmp_path / "a.zip", a_dot_csv=TABLE * 100))


def test_a_path_in_a_name_goes_nowhere(tmp_path: Path) -> None:
    path = packed_as(tmp_path / "a.zip", **{"_dot__dot__slash__dot__dot__slash_evil_dot_csv": TABLE})
    assert geo.read(path)["id"].tolist() == ["a"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.zip"]


def workbook(path: Path, sheet: bytes | None = None) -> Path:
    """A spreadsheet of one row; `sheet` in place of its sheet."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["id", "date", "lat", "lon"])
    book.active.append(["a", "2017-06-08", "33.5", "38.6"])
    book.save(path.with_suffix(".made"))
    with zipfile.ZipFile(path.with_suffix(".made")) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in made.namelist():
            changed = sheet is not None and name == "xl/worksheets/sheet1.xml"
            out.writestr(name, sheet if changed else made.read(name))
    return path


ROWS = b"<worksheet><sheetData>" + b'<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>' * 2_000_000


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (ROWS + b"</sheetData></worksheet>", "would grow to 1.. MiB"),
        (
            b'<!DOCTYPE a [<!ENTITY b "lol">]><worksheet><sheetData>&b;</sheetData></worksheet>',
            "declares a document type",
        ),
        (b"<worksheet><sheetData><row><c></row></sheetData></worksheet>", "is broken"),
        (b"<worksheet><sheetData><row>", "is broken"),
    ],
    ids=["a bomb", "entities", "crossed", "cut off"],
)
def test_a_spreadsheet_that_is_none_is_refused(sheet: bytes, says: str, tmp_path: Path) -> None:
    assert geo.read(workbook(tmp_path / "sound.xlsx"))["id"].tolist() == ["a"]
    with pytest.raises(TableError, match=says):
        geo.read(workbook(tmp_path / "a.xlsx", sheet))


def test_a_kmz_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "zones.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b"<kml>" + bytes(100 << 20))
    with pytest.raises(TableError, match="would grow to 100 MiB"):
        geo.read_zones(tmp_path / "zones.kmz")
