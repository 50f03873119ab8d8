"""Bytes into text, or a refusal that names the file."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from geo.errors import TableError
from geo.files import decode, read_bytes, read_text
from geo.files.text import say_guess

TEXT = "Deir ez-Zor – près de l’Euphrate\nAt Tanf\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_text(path) == TEXT


def test_line_ends_become_one() -> None:
    assert decode(b"a\r\nb\rc\n", "x") == "a\nb\nc\n"


def test_a_stray_control_character_is_text() -> None:
    assert decode(b"id,place\n1,At Tanf\x00 base near the border\n", "x").count("\x00") == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04....", "ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (bytes(range(256)) * 4, "is not text"),
        ("At Tanf".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        (b"\xff\xfe\x00\xd8a", "neither utf-16 text"),
        (b"caf\x81", "neither UTF-8 nor Windows-1252"),
        ("Удар по конвою близ Алеппо".encode("cp1251"), "neither UTF-8 nor Windows-1252, which would make 'Óäàð'"),
        ("Удар по конвою близ Алеппо".encode("koi8-r"), "which would make"),
        ("id,place\n1,حلب\n2,الرقة\n".encode("cp1256"), "which would make 'ÍáÈ' of a word"),
        ("Επίθεση κοντά στη Λάρισα".encode("cp1253"), "which would make"),
        (b"<!DOCTYPE html>\n<html><body>404</body></html>", "is a web page"),
        (b"\n <HTML lang=en>", "is a web page"),
    ],
)
def test_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(TableError, match=said) as refusal:
        decode(data, "strange.txt")
    assert str(refusal.value).startswith("strange.txt: ")


@pytest.mark.parametrize(
    "text",
    ["þýð og þáð: þýðing úr íslensku", "crème brûlée créée", "Łódź und Groß-Gerau", "Ärger, größer, naïve, Noël"],
)
def test_languages_of_western_europe_are_read(text: str) -> None:
    data = text.encode("cp1252", "ignore")
    assert decode(data, "x") == data.decode("cp1252")


def test_a_guess_is_said() -> None:
    assert say_guess("café".encode("cp1252"), "a.csv") == [
        "a.csv: is not UTF-8 and was read as Windows-1252; save it as UTF-8 where letters look wrong"
    ]
    assert [say_guess("café".encode(one), "a.csv") for one in ("utf-8", "utf-8-sig", "utf-16", "utf-32")] == [[]] * 4


def test_absent_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n\n")
    for name, said in (("absent.txt", "no such file"), ("empty.txt", "is empty"), ("blank.txt", "is empty")):
        with pytest.raises(TableError, match=f"{name}: {said}"):
            read_bytes(tmp_path / name)
    with pytest.raises(TableError, match="is a folder"):
        read_bytes(tmp_path)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert read_text("-") == TEXT
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(TableError, match="standard input: nothing came in"):
        read_text("-")
