"""Tables as they are downloaded: one text in a .zip or a .gz."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final

from geo.errors import TableError
from geo.files.text import check_file, decode

PACKED: Final = frozenset({".zip", ".gz"})
"""File name endings of what `read_packed` unpacks."""
_TEXTS: Final = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".geojson"})
MOST: Final = 2 << 30
"""Bytes that a packed table may grow to: beyond that it is no table, or wants to be read in parts."""


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
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise TableError(f"{path}: cannot be unpacked ({error}); unpack it by hand and name the table") from None


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
    data = stream.read(MOST + 1)
    if len(data) > MOST:
        raise TableError(f"{name}: is more than {MOST >> 30} GiB unpacked; unpack it and read it in parts, as .parquet")
    if not data.strip():
        raise TableError(f"{name}: is empty")
    return name, decode(data, name)
