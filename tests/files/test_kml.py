"""KML that GDAL would misread, refused before GDAL sees it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from geo.errors import TableError
from geo.files import check_kml

LINK = "<NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink>"


def document(inside: str, start: str = "") -> str:
    return (
        f'<?xml version="1.0"?>\n{start}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'
    )


def place(coordinates: str) -> str:
    return f"<Placemark><Point>\n<coordinates>{coordinates}</coordinates></Point></Placemark>"


def kml(folder: Path, text: str, name: str = "a.kml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    "sound", ["38.6,33.5", "38.6, 33.5", "38.6,33.5,0", "\n 38,33 39,33\t39,34\n", "-1e1,+.5", "38.6 ,33.5"]
)
def test_coordinates_as_programs_write_them(sound: str, tmp_path: Path) -> None:
    assert check_kml(kml(tmp_path, document(place(sound)))) == []


@pytest.mark.parametrize(
    ("bad", "shown"),
    [
        ("x,y", "x,y"),
        ("38.6 33.5", "38.6"),
        ("38.6,", "38.6,"),
        ("38,6,33,5", "38,6,33,5"),
        ("38,33 x,33 39,34", "x,33"),
        ("38°E,33°N", "38°E,33°N"),
        ("NaN,33", "NaN,33"),
        ("38.6;33.5", "38.6;33.5"),
    ],
)
def test_coordinates_that_gdal_would_make_zero_are_refused(bad: str, shown: str, tmp_path: Path) -> None:
    path = kml(tmp_path, document(place("38.6,33.5") + place(bad)))
    with pytest.raises(TableError) as refusal:
        check_kml(path)
    assert str(refusal.value).startswith(
        f"{path}, line 4: the coordinates '{shown}' are none; write longitude,latitude"
    )


def test_links_are_said_and_never_followed(tmp_path: Path) -> None:
    path = kml(tmp_path, document(LINK + place("38.6,33.5")))
    assert check_kml(path) == [
        f"{path}: holds a link to another file (NetworkLink), and nothing is fetched; open it in a map program "
        "and save what is shown as .kml where it is needed"
    ]
    with pytest.raises(TableError, match="holds 2 links to other files"):
        check_kml(kml(tmp_path, document(LINK + LINK)))


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    bomb = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(TableError, match="declares entities"):
        check_kml(kml(tmp_path, document("<name>&i;</name>", f'<!DOCTYPE kml [<!ENTITY a "lol">{bomb}]>')))


def test_every_document_of_an_archive_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", document(place("38.6,33.5")))
        archive.writestr("more/b.kml", document(place("x,y")))
    with pytest.raises(TableError, match=r"a\.kmz/more/b\.kml, line 3"):
        check_kml(tmp_path / "a.kmz")


def test_what_is_broken_or_no_kml_is_left_to_its_reader(tmp_path: Path) -> None:
    assert check_kml(kml(tmp_path, document(place("38.6,33.5"))[:-9])) == []
    assert check_kml(kml(tmp_path, "hello", "a.kmz")) == []
    assert check_kml(kml(tmp_path, "id,lat\n1,x\n", "a.csv")) == []
