"""Tables as they are downloaded: one text in a .zip or a .gz; and what an archive would grow to."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from geo.errors import TableError
from geo.files.text import MOST, check_file, check_size, decode, read_up_to

PACKED: Final = frozenset({".zip", ".gz"})
"""File name endings of what `read_packed` unpacks."""
_TEXTS: Final = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".geojson"})
_ARCHIVES: Final = frozenset({".xlsx", ".kmz"})
_IN_MEMORY: Final = _ARCHIVES | {".kml"}
BROKEN_ARCHIVE: Final = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError)
"""What reading a damaged, locked or unusual archive raises; RuntimeError is for passwords and unknown methods."""
_GROWTH: Final = (200, 64 << 20)
"""An archive that grows to more than so many times its size, and more than so many bytes, is a bomb: sheets
of one repeated row shrink to a fiftieth."""


def read_packed(path: Path) -> tuple[str, str]:
    """(name, text) of the one table in an archive; the name is the archive's and, behind a slash, the file's in it.

    Raises TableError for a file that is no archive, holds no table or several, or grows beyond `MOST`.
    """
    check_file(path)
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(path) as stream:
                return _decoded(stream, f"{path}/{path.stem}")
        with zipfile.ZipFile(path) as archive:
            name = _only(archive, path)
            with archive.open(name) as stream:
                return _decoded(stream, f"{path}/{name}")
    except BROKEN_ARCHIVE as error:
        raise TableError(f"{path}: cannot be unpacked ({error}); unpack it by hand and name the table") from None


def check_weight(path: Path) -> None:
    """Raise TableError for a file that GDAL would take into memory whole and that is too large for it.

    These are .kml, .xlsx and .kmz, the last two by what they would grow to. What is broken passes: whoever reads it
    says so. Raises TableError, too, for a file that is absent or empty.
    """
    check_file(path)
    if path.suffix.lower() in _IN_MEMORY:
        check_size(path)
    if path.suffix.lower() in _ARCHIVES:
        _check_growth(path)


def _check_growth(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            grown = sum(one.file_size for one in archive.infolist())
    except (*BROKEN_ARCHIVE, ValueError):
        return
    times, much = _GROWTH
    if grown > MOST or (grown > much and grown > times * path.stat().st_size):
        raise TableError(
            f"{path}: would grow to {grown / (1 << 20):,.0f} MiB when unpacked; save what is needed of it as .csv"
        )


def check_sheets(path: Path) -> None:
    """Raise TableError for an .xlsx whose XML is broken, or declares a document type, which ECMA-376 forbids.

    GDAL ends a sheet without a word where its XML ends to make sense, and the rows below would be lost. What is no
    archive passes.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.startswith("xl/") and name.endswith(".xml"):
                    with archive.open(name) as stream:
                        _check_xml(stream, f"{path}/{name}")
    except TableError:
        raise
    except (*BROKEN_ARCHIVE, ValueError):
        return


def _check_xml(stream: IO[bytes], name: str) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise TableError(f"{name}: declares a document type, as no spreadsheet does; save it anew, or as .csv")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise TableError(f"{name}: is broken ({error}), and rows would be lost; save it anew, or as .csv") from None


def _only(archive: zipfile.ZipFile, path: Path) -> str:
    names = [
        one.filename
        for one in archive.infolist()
        if Path(one.filename).suffix.lower() in _TEXTS and not one.filename.startswith("__MACOSX/")
    ]
    if len(names) != 1:
        held = f"{len(names)} tables ({', '.join(sorted(names)[:3])}, ...)" if names else "no table of text"
        raise TableError(f"{path}: holds {held}; unpack it and name the one to read")
    return names[0]


def _decoded(stream: IO[bytes] | gzip.GzipFile, name: str) -> tuple[str, str]:
    data = read_up_to(stream, MOST + 1)
    if len(data) > MOST:
        raise TableError(f"{name}: is more than {MOST >> 30} GiB unpacked; unpack it and read it in parts, as .parquet")
    if not data.strip():
        raise TableError(f"{name}: is empty")
    return name, decode(data, name)
